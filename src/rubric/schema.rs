//! The rubric format as JSON Schema (draft 7), for editors: written from the declarations that the
//! reader itself uses.

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};

use super::document::RubricDoc;
use crate::document::{Key, Need, Shape, Table};

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// A JSON value whose keys keep their order.
#[derive(Debug, Clone)]
enum Json {
    Text(String),
    Whole(i64),
    No,
    List(Vec<Json>),
    Object(Vec<(&'static str, Json)>),
    /// An object with names of its own.
    Named(Vec<(String, Json)>),
}

/// A schema, ready to be serialized.
#[derive(Debug)]
pub struct Schema(Json);

/// The schema of a root rubric.
#[must_use]
pub fn of_root() -> Schema {
    let keys: Vec<_> = RubricDoc::TABLE.keys.iter().collect();
    let about = "A rubric of Panelkit: what a role is scored on and how its interviews run.";
    Schema(document("Panelkit rubric", about, &keys))
}

/// The schema of a file that a rubric includes: the same tables, none of them required, and none
/// of the keys that only a root has.
#[must_use]
pub fn of_included() -> Schema {
    let is_shared = |key: &&Key| !matches!(key.need, Need::Root | Need::RootOptional);
    let keys: Vec<_> = RubricDoc::TABLE.keys.iter().filter(is_shared).collect();
    let about = "Tables that a rubric of Panelkit includes.";
    Schema(document("Panelkit rubric library", about, &keys))
}

fn document(title: &str, about: &str, keys: &[&Key]) -> Json {
    let mut schema = vec![
        ("$schema", Json::from(DRAFT)),
        ("title", Json::from(title)),
        ("description", Json::from(about)),
    ];
    schema.extend(object_of(keys));
    let definitions = tables_under(keys)
        .into_iter()
        .map(|table| (name_of(table), definition(table)));
    schema.push(("$defs", Json::Named(definitions.collect())));
    Json::Object(schema)
}

/// Every table that keys hold, and those that these hold, each once, in the order of the format.
fn tables_under(keys: &[&Key]) -> Vec<&'static Table> {
    let mut found: Vec<&'static Table> = Vec::new();
    let mut pending: Vec<_> = keys
        .iter()
        .rev()
        .filter_map(|key| key.shape.table())
        .collect();
    while let Some(table) = pending.pop() {
        if !found.iter().any(|known| known.what == table.what) {
            found.push(table);
            pending.extend(table.keys.iter().rev().filter_map(|key| key.shape.table()));
        }
    }
    found
}

/// `an activity of the week` becomes `activity-of-the-week`.
fn name_of(table: &Table) -> String {
    let words = table.what.split(' ');
    let words: Vec<_> = words
        .enumerate()
        .filter(|(idx, word)| *idx > 0 || !matches!(*word, "a" | "an" | "the"))
        .map(|(_, word)| word.to_lowercase())
        .collect();
    words.join("-")
}

fn definition(table: &Table) -> Json {
    let keys: Vec<_> = table.keys.iter().collect();
    let mut schema = vec![("description", Json::from(table.about.trim()))];
    schema.extend(object_of(&keys));
    Json::Object(schema)
}

/// What makes a table's schema: its keys, those it must have, and that it has no others.
fn object_of(keys: &[&Key]) -> Vec<(&'static str, Json)> {
    let properties = keys.iter().map(|key| (key.name.to_owned(), property(key)));
    let required = keys.iter().filter(|key| is_required(key));
    let required: Vec<_> = required.map(|key| key.name).collect();
    let mut schema = vec![
        ("type", Json::from("object")),
        ("properties", Json::Named(properties.collect())),
    ];
    if !required.is_empty() {
        schema.push(("required", required.into_iter().collect()));
    }
    schema.push(("additionalProperties", Json::No));
    schema
}

fn is_required(key: &Key) -> bool {
    match key.need {
        Need::Required | Need::Present | Need::Root => true,
        Need::Optional | Need::RootOptional => false,
    }
}

fn property(key: &Key) -> Json {
    let mut schema = vec![("description", Json::from(key.about.trim()))];
    schema.extend(constraints(key.shape));
    if matches!(key.need, Need::Required | Need::Root) && matches!(key.shape, Shape::Text) {
        schema.push(("pattern", Json::from(r"\S")));
    }
    Json::Object(schema)
}

fn reference(table: &Table) -> Json {
    let target = format!("#/$defs/{}", name_of(table));
    Json::Object(vec![("$ref", Json::Text(target))])
}

/// A schema for a value of a shape.
fn schema_of(shape: Shape) -> Json {
    match shape {
        Shape::Table(table) => reference(table),
        shape => Json::Object(constraints(shape)),
    }
}

fn constraints(shape: Shape) -> Vec<(&'static str, Json)> {
    let typed = |name| vec![("type", Json::from(name))];
    let and = |name, constraint| [typed(name), vec![constraint]].concat();
    match shape {
        Shape::Text => typed("string"),
        Shape::Truth => typed("boolean"),
        Shape::Date => and("string", ("format", Json::from("date"))),
        Shape::Id { max_chars } => id(max_chars),
        Shape::Number { min, max } => [typed("number"), range(min, max)].concat(),
        Shape::Whole { min, max } => [typed("integer"), range(Some(min), Some(max))].concat(),
        Shape::Words(words) => and("string", ("enum", words.iter().copied().collect())),
        Shape::List(item) => and("array", ("items", schema_of(*item))),
        Shape::Named(value) => and("object", ("additionalProperties", schema_of(*value))),
        // Beside a reference draft 7 ignores everything, and a description is to stand there.
        Shape::Table(table) => vec![("allOf", [reference(table)].into_iter().collect())],
        Shape::Either(shapes) => vec![("anyOf", shapes.iter().copied().map(schema_of).collect())],
    }
}

fn id(max_chars: usize) -> Vec<(&'static str, Json)> {
    let pattern = format!("^[a-z0-9][a-z0-9-]{{0,{}}}$", max_chars - 1);
    vec![
        ("type", Json::from("string")),
        ("pattern", Json::Text(pattern)),
    ]
}

/// A number's bounds, less those that every number of its kind keeps.
fn range(min: Option<i64>, max: Option<i64>) -> Vec<(&'static str, Json)> {
    if let (Some(only), true) = (min, min == max) {
        return vec![("const", Json::Whole(only))];
    }
    let min = min.filter(|min| *min != i64::MIN);
    let max = max.filter(|max| *max != i64::MAX);
    let min = min.map(|min| ("minimum", Json::Whole(min)));
    let max = max.map(|max| ("maximum", Json::Whole(max)));
    min.into_iter().chain(max).collect()
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl FromIterator<Json> for Json {
    fn from_iter<I: IntoIterator<Item = Json>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

impl<'a> FromIterator<&'a str> for Json {
    fn from_iter<I: IntoIterator<Item = &'a str>>(words: I) -> Self {
        words.into_iter().map(Self::from).collect()
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Whole(number) => serializer.serialize_i64(*number),
            Self::No => serializer.serialize_bool(false),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(entries) => object(entries, serializer),
            Self::Named(entries) => object(entries, serializer),
        }
    }
}

fn object<K: Serialize, S: Serializer>(
    entries: &[(K, Json)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(entries.len()))?;
    for (key, value) in entries {
        map.serialize_entry(key, value)?;
    }
    map.end()
}

impl Serialize for Schema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::codes;
    use crate::rubric::compile::{self, FileProblem, Files, Included};
    use crate::text::Sources;

    /// One library, whatever is asked for.
    struct Library(String);

    impl Files for Library {
        fn read(&mut self, path: &str) -> Result<Included, FileProblem> {
            Ok(Included {
                name: path.to_owned(),
                identity: path.to_owned(),
                bytes: self.0.clone().into_bytes(),
            })
        }
    }

    #[test]
    fn the_keys_of_a_root_are_those_that_an_included_file_may_not_have() {
        for key in RubricDoc::TABLE.keys {
            let value = match key.shape {
                Shape::Whole { .. } => "1",
                Shape::Text | Shape::Id { .. } => "\"1.0.0\"",
                _ => continue,
            };
            let mut files = Library(format!("{} = {value}\n", key.name));
            let root = b"include = [\"library.toml\"]\n".to_vec();
            let loaded = compile::load("rubric.toml", root, &mut files, &mut Sources::default());
            let refused = loaded
                .diagnostics
                .iter()
                .any(|finding| finding.code == codes::INCLUDE);
            let is_of_root = matches!(key.need, Need::Root | Need::RootOptional);
            assert_eq!(refused, is_of_root, "{}", key.name);
        }
    }

    #[test]
    fn tables_have_names_of_their_own() {
        let keys: Vec<_> = RubricDoc::TABLE.keys.iter().collect();
        let mut names: Vec<_> = tables_under(&keys).into_iter().map(name_of).collect();
        assert!(
            names.contains(&"question-of-the-faq".to_owned()),
            "{names:?}"
        );
        let n_names = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), n_names);
    }
}

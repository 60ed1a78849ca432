//! JSON with the place of every value, and with every key as often as it is there: a reader into
//! maps would keep the last of two and say nothing.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::diagnostic::{Diagnostic, codes};
use crate::text::{SourceId, Sources, Span};

/// Values nested deeper than this are not read; a scorecard has five levels.
const MAX_DEPTH: usize = 32;

/// One value with its place.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) value: Json,
}

/// What a value is. Numbers stay as they are written.
#[derive(Debug, Clone)]
pub(super) enum Json {
    Null,
    Truth(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// A record that is read when it is its turn: a file of many is never in memory as values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raw<'a> {
    text: &'a str,
    span: Span,
}

impl Node {
    /// What a person calls it, with its article.
    pub(super) fn described(&self) -> &'static str {
        match &self.value {
            Json::Null => "null",
            Json::Truth(_) => "true or false",
            Json::Number(_) => "a number",
            Json::Text(_) => "text",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Json::Object(entries) => {
                let found = entries.iter().find(|(known, _)| known == key);
                found.map(|(_, node)| node)
            }
            _ => None,
        }
    }
}

impl Raw<'_> {
    pub(super) fn span(&self) -> Span {
        self.span
    }
}

/// The items of the file's list; a single object is a list of itself.
///
/// # Errors
/// The file is not JSON, or neither a list nor an object.
pub(super) fn records(id: SourceId, sources: &Sources) -> Result<Vec<Raw<'_>>, Box<Diagnostic>> {
    let text: &str = sources.get(id).text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let raw = serde_json::from_str::<&RawValue>(&text[start..]);
    let raw = raw.map_err(|error| Box::new(syntax(&error, id, start, text)))?;
    let whole = Reading { id, text }.raw(raw);
    match raw.get().as_bytes().first() {
        Some(b'[') => {
            let items: Vec<&RawValue> = parse(whole)?;
            let reading = Reading { id, text };
            Ok(items.into_iter().map(|item| reading.raw(item)).collect())
        }
        Some(b'{') => Ok(vec![whole]),
        _ => {
            let message = "the file holds neither a list of scorecards nor one scorecard";
            Err(Box::new(Diagnostic::error(
                codes::JSON,
                whole.span,
                message,
            )))
        }
    }
}

/// Reads one record whole. What is wrong with it is reported; keys that are there twice are too.
pub(super) fn read(
    raw: Raw<'_>,
    sources: &Sources,
    findings: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let reading = Reading {
        id: raw.span.source,
        text: sources.get(raw.span.source).text(),
    };
    reading.node(raw, 0, findings)
}

#[derive(Clone, Copy)]
struct Reading<'a> {
    id: SourceId,
    text: &'a str,
}

impl<'a> Reading<'a> {
    /// A value's text and place. It is a part of the file's text, so that its place is the
    /// distance between the two.
    fn raw(self, raw: &'a RawValue) -> Raw<'a> {
        let text = raw.get();
        let start = text.as_ptr().addr() - self.text.as_ptr().addr();
        Raw {
            text,
            span: Span {
                source: self.id,
                start,
                end: start + text.len(),
            },
        }
    }

    fn node(self, raw: Raw<'a>, depth: usize, findings: &mut Vec<Diagnostic>) -> Option<Node> {
        if depth > MAX_DEPTH {
            let message = "values are nested too deeply to read";
            findings.push(Diagnostic::error(codes::JSON, raw.span, message));
            return None;
        }
        let value = match raw.text.as_bytes().first() {
            Some(b'{') => self.object(raw, depth, findings),
            Some(b'[') => self.list(raw, depth, findings),
            Some(b'"') => parse(raw)
                .map(Json::Text)
                .map_err(|error| findings.push(*error))
                .ok(),
            Some(b't') => Some(Json::Truth(true)),
            Some(b'f') => Some(Json::Truth(false)),
            Some(b'n') => Some(Json::Null),
            _ => Some(Json::Number(raw.text.to_owned())),
        };
        let span = raw.span;
        value.map(|value| Node { span, value })
    }

    fn list(self, raw: Raw<'a>, depth: usize, findings: &mut Vec<Diagnostic>) -> Option<Json> {
        let items: Vec<&RawValue> = parse(raw).map_err(|error| findings.push(*error)).ok()?;
        let nodes = items
            .into_iter()
            .map(|item| self.node(self.raw(item), depth + 1, findings));
        nodes.collect::<Option<_>>().map(Json::List)
    }

    fn object(self, raw: Raw<'a>, depth: usize, findings: &mut Vec<Diagnostic>) -> Option<Json> {
        let pairs: Pairs<'_> = parse(raw).map_err(|error| findings.push(*error)).ok()?;
        let mut entries: Vec<(String, Node)> = Vec::new();
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut is_sound = true;
        for (key, value) in pairs.0 {
            let value = self.raw(value);
            if let Some(first) = seen.get(&key) {
                findings.push(twice(&key, value.span, *first));
                is_sound = false;
                continue;
            }
            seen.insert(key.clone(), value.span);
            match self.node(value, depth + 1, findings) {
                Some(node) => entries.push((key, node)),
                None => is_sound = false,
            }
        }
        is_sound.then_some(Json::Object(entries))
    }
}

fn twice(key: &str, at: Span, first: Span) -> Diagnostic {
    let message = format!("the key `{key}` is there twice");
    Diagnostic::error(codes::JSON, at, message)
        .context(first, "the first is this")
        .hint("take one of the two out: which of them holds is not for a program to say")
}

/// An object's keys and values in their order, none of them lost.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Gatherer;
        impl<'de> Visitor<'de> for Gatherer {
            type Value = Pairs<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry::<String, &RawValue>()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Gatherer)
    }
}

/// Reads a value that is known to be JSON. What is left to go wrong are escapes that are no
/// characters.
fn parse<'a, T: Deserialize<'a>>(raw: Raw<'a>) -> Result<T, Box<Diagnostic>> {
    serde_json::from_str(raw.text).map_err(|_| {
        let message = "an escape in a text is no character";
        let finding = Diagnostic::error(codes::JSON, raw.span, message);
        Box::new(finding.hint("half of a pair of \\u escapes is missing: fetch the file again"))
    })
}

/// What keeps a file from being JSON, in our own words.
fn syntax(error: &serde_json::Error, id: SourceId, start: usize, text: &str) -> Diagnostic {
    if text[start..].trim().is_empty() {
        let span = Span {
            source: id,
            start,
            end: start,
        };
        let finding = Diagnostic::error(codes::JSON, span, "the file is empty");
        return finding.hint("fetch it again");
    }
    let at = start + offset(&text[start..], error.line(), error.column());
    let at = at.min(text.len());
    let span = Span {
        source: id,
        start: at,
        end: at + usize::from(at < text.len()),
    };
    let finding =
        |message: &str, hint: &str| Diagnostic::error(codes::JSON, span, message).hint(hint);
    let said = error.to_string();
    if error.is_eof() {
        return finding(
            "the file ends in the middle of a value",
            "it was cut short: fetch it again",
        );
    }
    if said.starts_with("trailing characters") {
        return finding(
            "something stands after the end of the list",
            "pages that were put together are one list: [ … , … ], with one pair of brackets",
        );
    }
    if text[start..].trim_start().starts_with('<') {
        return finding(
            "the file is HTML or XML, not JSON",
            "a page that asks to sign in is saved like this: fetch the file again",
        );
    }
    let before = text[start..at].trim_end();
    if before.ends_with(',') && text[at..].starts_with([']', '}']) {
        return finding(
            "a comma stands before the end of a list or object",
            "take it out",
        );
    }
    if said.starts_with("control character") {
        return finding(
            "a text holds a line end or another control character",
            "inside of JSON text a line end is written \\n: fetch the file again",
        );
    }
    finding(
        "this is not JSON",
        "fetch the file again, and do not edit it by hand",
    )
}

/// The byte offset of a line and column, both from 1, the column in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before = line.saturating_sub(1);
    let start = match before {
        0 => 0,
        n => text
            .match_indices('\n')
            .nth(n - 1)
            .map_or(text.len(), |(at, _)| at + 1),
    };
    text.floor_char_boundary(start + column.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::place;
    use crate::document::open_text;

    /// The records that can be read, and what was found.
    fn read_all(text: &[u8]) -> (Vec<Node>, Vec<String>) {
        let mut sources = Sources::default();
        let mut findings = Vec::new();
        let mut nodes = Vec::new();
        match open_text("a.json", text.to_vec(), 1 << 20, &mut sources) {
            Err(finding) => findings.push(*finding),
            Ok(id) => match records(id, &sources) {
                Err(finding) => findings.push(*finding),
                Ok(raws) => {
                    for raw in raws {
                        nodes.extend(read(raw, &sources, &mut findings));
                    }
                }
            },
        }
        let shown = findings.iter().map(|finding| {
            let place = place(finding.primary.span, &sources);
            format!("{place}: {}", finding.message)
        });
        (nodes, shown.collect())
    }

    #[test]
    fn every_value_knows_its_place() {
        let text = "\u{feff}[\n {\"name\": \"Łu\\u0063ja\", \"n\": [1.50, null, true]},\n {}\n]\n";
        let (nodes, found) = read_all(text.as_bytes());
        assert_eq!(found, [""; 0]);
        assert_eq!(nodes.len(), 2);
        let name = nodes[0].get("name").unwrap();
        assert!(matches!(&name.value, Json::Text(text) if text == "Łucja"));
        assert_eq!(&text[name.span.start..name.span.end], "\"Łu\\u0063ja\"");
        let Json::List(items) = &nodes[0].get("n").unwrap().value else {
            panic!("it is a list");
        };
        assert!(matches!(&items[0].value, Json::Number(number) if number == "1.50"));
        assert_eq!(items[1].described(), "null");
        assert_eq!(read_all(b"{\"id\": 1}").0.len(), 1);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let deep = format!("[{}1{}]", "[".repeat(40), "]".repeat(40));
        let bottomless = "[".repeat(200_000);
        let cases: &[(&[u8], &str)] = &[
            (b"", "1:1: the file is empty"),
            (b" \n", "1:1: the file is empty"),
            (
                b"[{\"a\": 1, \"b\": {\"a\": 2, \"a\": 3}}]",
                "1:30: the key `a` is there twice",
            ),
            (
                b"[{\"a\": 1,\n \"\\u0061\": 1}]",
                "2:12: the key `a` is there twice",
            ),
            (
                b"[{\"a\": \"x",
                "1:9: the file ends in the middle of a value",
            ),
            (
                b"[{\"a\": 1}",
                "1:9: the file ends in the middle of a value",
            ),
            (
                b"[1]\n[2]",
                "2:1: something stands after the end of the list",
            ),
            (
                b"[1,]",
                "1:4: a comma stands before the end of a list or object",
            ),
            (b"[{\"a\": 'x'}]", "1:8: this is not JSON"),
            (b"[NaN]", "1:2: this is not JSON"),
            (b"<html>", "1:1: the file is HTML or XML, not JSON"),
            (
                b"[\"a\nb\"]",
                "1:3: a text holds a line end or another control character",
            ),
            (b"[\"\\ud800\"]", "1:2: an escape in a text is no character"),
            (
                b"\"text\"",
                "1:1: the file holds neither a list of scorecards nor one scorecard",
            ),
            (b"[\"Jos\xe9\"]", "1:6: byte 0xe9 is not UTF-8 text"),
            (
                b"PK\x03\x04",
                "1:1: the file is a ZIP archive or an office document, not UTF-8",
            ),
            (
                deep.as_bytes(),
                "1:35: values are nested too deeply to read",
            ),
            (
                bottomless.as_bytes(),
                "1:200000: the file ends in the middle of a value",
            ),
        ];
        for (text, expected) in cases {
            let (_, found) = read_all(text);
            let shown = String::from_utf8_lossy(&text[..text.len().min(40)]);
            assert_eq!(found, [format!("a.json:{expected}")], "{shown}");
        }
    }
}

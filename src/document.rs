//! TOML read into typed tables with spans, every problem reported and none of them final.
//!
//! This is the one door to the `toml` crate. A document's tables are declared once with
//! [`tables!`]; the declaration is the struct, the reader, the list of known keys, the list of
//! required ones, the schema and the order of keys. A value that cannot be read becomes `None` and a diagnostic, and reading goes on.

mod encoding;
mod extent;
mod gaps;
mod quote;
mod shape;
mod syntax;
mod value;
mod wording;

pub(crate) use toml::de::DeValue;

use crate::diagnostic::{Diagnostic, codes, keep, nearest};
use crate::text::{Source, SourceId, Span, Spanned, Text};

pub(crate) use encoding::{foreign, open, open_lines, open_text};
pub(crate) use extent::Extent;
pub(crate) use gaps::{Gaps, is_follow_on};
pub(crate) use quote::{quoted, quoted_lines};
pub(crate) use shape::{Key, Need, Shape, Table};
pub use value::Date;
pub(crate) use value::{Fraction, Id, NonNegative, Number, Version, Weight, Whole, Word};

/// A TOML value with its place in the text.
pub(crate) type Value<'a> = toml::Spanned<DeValue<'a>>;

/// Reads one document and gathers what is wrong with it.
pub(crate) struct Reader {
    source: SourceId,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// How many near matches are still looked for: a file with thousands of unknown keys does not
    /// need a suggestion for each.
    suggestions_left: usize,
}

/// Something that a TOML value can be read as.
pub(crate) trait Decode: Sized {
    /// What a person would call it, with its article.
    const EXPECTED: &'static str;
    /// What it may be.
    const SHAPE: Shape;
    /// Reads it; on failure says why and gives `None`.
    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self>;
}

/// A table's entries, its unknown and missing keys already reported.
pub(crate) struct Entries<'v, 'a> {
    pub(crate) given: Given,
    /// Of each declared key, in the order of declaration.
    values: std::vec::IntoIter<Option<&'v Value<'a>>>,
}

/// What could be read of a document.
pub(crate) struct Read<T> {
    /// The document, with `None` for each value that could not be read.
    pub(crate) document: Option<T>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// False where something was opened and never closed, so that the rest of the file is unread.
    pub(crate) whole: bool,
    /// What syntax errors hide; a finding that they explain is not reported.
    pub(crate) gaps: Gaps,
}

/// Reads a whole document. What could be read is given even where findings were reported.
pub(crate) fn read<T: Decode>(source: &Source, id: SourceId) -> Read<T> {
    let text = source.text();
    let (root, errors) = toml::de::DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return decode(source, id, root, errors, None);
    }
    drop((root, errors));
    let mut mended = syntax::mend(source);
    let text = std::mem::take(&mut mended.text);
    let (root, errors) = toml::de::DeTable::parse_recoverable(&text);
    decode(source, id, root, errors, Some(mended))
}

fn decode<T: Decode>(
    source: &Source,
    id: SourceId,
    root: toml::Spanned<toml::de::DeTable<'_>>,
    errors: Vec<toml::de::Error>,
    mended: Option<syntax::Mended>,
) -> Read<T> {
    let span = root.span();
    let root = toml::Spanned::new(span, DeValue::Table(root.into_inner()));
    let broken = syntax::report(source, id, &root, errors, mended);
    let mut reader = Reader::new(id);
    let document = T::decode(&root, &mut reader);
    let whole = broken.is_whole();
    let (diagnostics, gaps) = broken.merge(source, reader.diagnostics);
    Read {
        document,
        diagnostics,
        whole,
        gaps,
    }
}

/// What keeps a text from being TOML.
pub(crate) fn syntax(source: &Source, id: SourceId) -> Vec<Diagnostic> {
    read::<Anything>(source, id).diagnostics
}

/// Any document, whatever its keys.
struct Anything;

impl Decode for Anything {
    const EXPECTED: &'static str = "a table";
    const SHAPE: Shape = Shape::Text;

    fn decode(_: &Value<'_>, _: &mut Reader) -> Option<Self> {
        Some(Self)
    }
}

/// Whether two texts are TOML that says the same.
pub(crate) fn reads_alike(one: &str, other: &str) -> bool {
    match (
        one.parse().map(toml::Value::Table),
        other.parse().map(toml::Value::Table),
    ) {
        (Ok(one), Ok(other)) => is_same(&one, &other),
        _ => false,
    }
}

fn is_same(one: &toml::Value, other: &toml::Value) -> bool {
    use toml::Value::{Array, Float, Table};
    match (one, other) {
        (Array(one), Array(other)) => {
            let mut pairs = one.iter().zip(other);
            one.len() == other.len() && pairs.all(|(one, other)| is_same(one, other))
        }
        (Table(one), Table(other)) => {
            let find = |(key, value)| other.get(key).is_some_and(|other| is_same(value, other));
            one.len() == other.len() && one.iter().all(find)
        }
        // `nan` is written as itself, and equals nothing.
        (Float(one), Float(other)) => one.to_bits() == other.to_bits(),
        (one, other) => one == other,
    }
}

impl Reader {
    fn new(source: SourceId) -> Self {
        Self {
            source,
            diagnostics: Vec::new(),
            suggestions_left: 50,
        }
    }

    pub(crate) fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span {
            source: self.source,
            start: range.start,
            end: range.end,
        }
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        keep(&mut self.diagnostics, diagnostic);
    }

    /// Says that a value is not what was expected.
    pub(crate) fn wrong_type<T>(&mut self, value: &Value<'_>, expected: &str) -> Option<T> {
        let found = describe(value.get_ref());
        self.report(
            Diagnostic::error(
                codes::WRONG_TYPE,
                self.span(value.span()),
                format!("expected {expected}, found {found}"),
            )
            .label(format!("this is {found}")),
        );
        None
    }

    /// Opens a table: reports what is not one, the keys it does not know and those it misses.
    pub(crate) fn table<'v, 'a>(
        &mut self,
        value: &'v Value<'a>,
        declared: &'static Table,
    ) -> Option<Entries<'v, 'a>> {
        let Table { what, keys, .. } = *declared;
        let DeValue::Table(entries) = value.get_ref() else {
            return self.wrong_type(value, what);
        };
        let mut misspelt = Vec::new();
        let mut values = vec![None; keys.len()];
        for (key, value) in entries {
            let known = keys.iter().position(|known| known.name == key.get_ref());
            match known {
                Some(idx) => values[idx] = Some(value),
                None => misspelt.extend(self.unknown_key(key, what, keys)),
            }
        }
        for (key, found) in keys.iter().zip(&values) {
            // A key that was only misspelt is not missing as well.
            if !misspelt.contains(&key.name) {
                self.check_need(*key, *found, value, what);
            }
        }
        Some(Entries {
            given: Given::of(keys, &values, &misspelt),
            values: values.into_iter(),
        })
    }

    /// Reports a key; gives the one that was probably meant.
    fn unknown_key(
        &mut self,
        key: &toml::Spanned<toml::de::DeString<'_>>,
        what: &str,
        keys: &[Key],
    ) -> Option<&'static str> {
        let name = key.get_ref();
        let known = || keys.iter().map(|key| key.name);
        let look = self.suggestions_left > 0;
        self.suggestions_left -= usize::from(look);
        let meant = if look { nearest(name, known()) } else { None };
        let mut diagnostic = Diagnostic::error(
            codes::UNKNOWN_KEY,
            self.span(key.span()),
            format!("unknown key `{name}` in {what}"),
        )
        .label(format!("not a key of {what}"))
        .did_you_mean(meant);
        if diagnostic.suggestion.is_none() && keys.len() <= 12 {
            let names: Vec<_> = known().map(|name| format!("`{name}`")).collect();
            diagnostic = diagnostic.hint(format!("{what} has the keys {}", names.join(", ")));
        }
        self.report(diagnostic);
        meant
    }

    fn check_need(&mut self, key: Key, found: Option<&Value<'_>>, table: &Value<'_>, what: &str) {
        let name = key.name;
        match (key.need, found) {
            (Need::Required | Need::Present, None) => {
                let diagnostic = Diagnostic::error(
                    codes::MISSING_KEY,
                    self.span(table.span()),
                    format!("{what} has no `{name}`"),
                );
                self.report(diagnostic.label(format!("`{name}` is missing here")));
            }
            (Need::Required, Some(value)) if is_blank(value.get_ref()) => {
                self.report(Diagnostic::error(
                    codes::BAD_VALUE,
                    self.span(value.span()),
                    format!("`{name}` of {what} is empty"),
                ));
            }
            _ => {}
        }
    }
}

impl Entries<'_, '_> {
    /// Reads the next key in the order of declaration; `None` where it is absent or unreadable
    /// (which is then reported).
    pub(crate) fn next<T: Decode>(&mut self, reader: &mut Reader) -> Option<T> {
        T::decode(self.values.next()??, reader)
    }
}

/// The keys that a table has, whether or not their values could be read: a key whose value is
/// wrong is reported as that and not as missing too.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Given {
    declared: &'static [Key],
    /// A bit for each declared key that is there, and for each that was only misspelt.
    keys: u64,
    /// For those whose values are not even lists or tables, where such are expected.
    scalars: u64,
}

impl Given {
    /// The most keys that a table may declare.
    pub(crate) const MOST_KEYS: usize = 64;

    fn of(
        declared: &'static [Key],
        values: &[Option<&Value<'_>>],
        misspelt: &[&'static str],
    ) -> Self {
        let mut given = Self {
            declared,
            ..Self::default()
        };
        for (idx, value) in values.iter().enumerate() {
            let bit = 1 << idx;
            let is_misspelt = misspelt.contains(&declared[idx].name);
            if is_misspelt || value.is_some() {
                given.keys |= bit;
            }
            let is_list = |value: &Value<'_>| {
                matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_))
            };
            if is_misspelt || value.is_some_and(|value| !is_list(value)) {
                given.scalars |= bit;
            }
        }
        given
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.keys & self.bit(key) != 0
    }

    /// Whether a list or table is there and cannot be read as one.
    pub(crate) fn is_unreadable(&self, key: &str) -> bool {
        self.scalars & self.bit(key) != 0
    }

    fn bit(&self, key: &str) -> u64 {
        let declared = self.declared.iter().position(|known| known.name == key);
        declared.map_or(0, |idx| 1 << idx)
    }

    /// Takes in what another document of the same declaration gives.
    pub(crate) fn merge(&mut self, other: Self) {
        self.declared = other.declared;
        self.keys |= other.keys;
        self.scalars |= other.scalars;
    }
}

fn is_blank(value: &DeValue<'_>) -> bool {
    matches!(value, DeValue::String(text) if text.trim().is_empty())
}

fn describe(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(found) => match (found.date.is_some(), found.time.is_some()) {
            (true, true) => "a date with a time",
            (false, _) => "a time",
            (true, false) => "a date",
        },
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

impl<T: Decode> Decode for Vec<T> {
    const EXPECTED: &'static str = "a list";
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::Array(items) = value.get_ref() else {
            return reader.wrong_type(value, &format!("a list, each item {}", T::EXPECTED));
        };
        Some(
            items
                .iter()
                .filter_map(|item| T::decode(item, reader))
                .collect(),
        )
    }
}

impl<T: Decode> Decode for Spanned<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    const SHAPE: Shape = T::SHAPE;

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let span = reader.span(value.span());
        T::decode(value, reader).map(|value| Self { value, span })
    }
}

/// A table whose keys are the reader's own words: level ids, scale points.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Named<T> {
    pub(crate) span: Span,
    pub(crate) entries: Vec<(Text, T)>,
    /// Keys whose values could not be read, which is reported already.
    pub(crate) unreadable: Vec<String>,
}

impl<T: Decode> Decode for Named<T> {
    const EXPECTED: &'static str = "a table";
    const SHAPE: Shape = Shape::Named(&T::SHAPE);

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            return reader.wrong_type(value, Self::EXPECTED);
        };
        let mut entries = Vec::new();
        let mut unreadable = Vec::new();
        for (key, value) in table {
            let name = Spanned {
                value: key.get_ref().to_string(),
                span: reader.span(key.span()),
            };
            match T::decode(value, reader) {
                Some(value) => entries.push((name, value)),
                None => unreadable.push(name.value),
            }
        }
        // The parser sorts keys by name; a person expects the order of the file.
        entries.sort_by_key(|(name, _)| name.span.start);
        Some(Self {
            span: reader.span(value.span()),
            entries,
            unreadable,
        })
    }
}

/// Declares tables of a document: struct, reader, known and required keys, their order and what
/// the schema says of them, all in one. The text above a key is what an editor shows for it.
macro_rules! tables {
    ($(
        $(#[doc = $about:literal])*
        $name:ident, $what:literal {
            $( $(#[doc = $doc:literal])* $need:ident $field:ident: $type:ty = $key:literal, )*
        }
    )*) => {$(
        $(#[doc = $about])*
        #[derive(Debug, Default)]
        #[allow(dead_code, reason = "every table has its span, not every reader needs it")]
        pub(crate) struct $name {
            /// The table's header, or the whole of an inline table.
            pub(crate) span: $crate::text::Span,
            pub(crate) given: $crate::document::Given,
            $( $(#[doc = $doc])* pub(crate) $field: Option<$type>, )*
        }

        impl $name {
            /// What is declared of it.
            pub(crate) const TABLE: &'static $crate::document::Table = &$crate::document::Table {
                what: $what,
                about: concat!($($about),*),
                keys: &[$( $crate::document::Key {
                    name: $key,
                    need: $crate::document::tables!(@need $need),
                    about: concat!($($doc),*),
                    shape: <$type as $crate::document::Decode>::SHAPE,
                } ),*],
            };
        }

        impl $crate::document::Decode for $name {
            const EXPECTED: &'static str = $what;
            const SHAPE: $crate::document::Shape = $crate::document::Shape::Table(Self::TABLE);

            fn decode(
                value: &$crate::document::Value<'_>,
                reader: &mut $crate::document::Reader,
            ) -> Option<Self> {
                const { assert!(Self::TABLE.keys.len() <= $crate::document::Given::MOST_KEYS) };
                let mut entries = reader.table(value, Self::TABLE)?;
                // The fields are read in the order of their declaration, which `next` relies on.
                Some(Self {
                    span: reader.span(value.span()),
                    given: entries.given,
                    $( $field: entries.next(reader), )*
                })
            }
        }
    )*};
    (@need required) => { $crate::document::Need::Required };
    (@need present) => { $crate::document::Need::Present };
    (@need optional) => { $crate::document::Need::Optional };
    (@need root) => { $crate::document::Need::Root };
    (@need root_optional) => { $crate::document::Need::RootOptional };
}
pub(crate) use tables;

/// Declares an enum that is written as one of a few words.
macro_rules! words {
    ($(
        $(#[$meta:meta])*
        $name:ident, $what:literal { $( $(#[$variant_meta:meta])* $variant:ident = $word:literal, )* }
    )*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$variant_meta])* $variant, )* }

        impl $name {
            /// The word as it stands in a file.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }
        }

        impl $crate::document::Word for $name {
            const WHAT: &'static str = $what;
            const WORDS: &'static [(&'static str, Self)] = &[$( ($word, Self::$variant), )*];
            const NAMES: &'static [&'static str] = &[$( $word, )*];
        }
    )*};
}
pub(crate) use words;

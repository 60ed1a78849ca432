//! What an entry of a rubric says, part by part.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::Area;
use crate::rubric::{LevelIdx, PointIdx, Scale};
use crate::text::{Plain, Text};

/// One part of an entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fact {
    /// What it is called.
    pub(super) aspect: &'static str,
    /// The level it holds at; none where it holds at all.
    pub(super) level: Option<LevelIdx>,
    /// The id of the scale point it belongs to.
    pub(super) point: Option<String>,
    pub(super) value: Value,
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// One text or number.
    Text(String),
    /// Texts in an order that counts.
    List(Vec<String>),
    /// Texts in any order.
    Set(Vec<String>),
    /// Other entries by id, in any order.
    Refs(Area, Vec<String>),
}

/// The parts of one entry. What is not there is no fact.
#[derive(Debug, Default)]
pub(super) struct Facts(pub(super) Vec<Fact>);

impl Facts {
    fn push(mut self, aspect: &'static str, level: Option<LevelIdx>, value: Value) -> Self {
        let is_empty = match &value {
            Value::Text(text) => text.is_empty(),
            Value::List(items) | Value::Set(items) | Value::Refs(_, items) => items.is_empty(),
        };
        if !is_empty {
            self.0.push(Fact {
                aspect,
                level,
                point: None,
                value,
            });
        }
        self
    }

    /// What each scale point looks like.
    pub(super) fn anchors(mut self, scale: &Scale, anchors: &BTreeMap<PointIdx, Text>) -> Self {
        self.0.extend(anchors.iter().map(|(point, text)| Fact {
            aspect: "anchor",
            level: None,
            point: Some(scale.point(*point).id.value.clone()),
            value: Value::Text(spaced_alike(text)),
        }));
        self
    }

    /// Whether something is so.
    pub(super) fn flag(self, aspect: &'static str, holds: bool) -> Self {
        self.push(aspect, None, Value::Text(yes_or_no(holds)))
    }

    /// Whether something is so at a level.
    pub(super) fn flag_at(self, aspect: &'static str, level: LevelIdx, holds: bool) -> Self {
        self.push(aspect, Some(level), Value::Text(yes_or_no(holds)))
    }

    /// A text, whatever its spacing.
    pub(super) fn text(self, aspect: &'static str, text: &str) -> Self {
        self.push(aspect, None, Value::Text(spaced_alike(text)))
    }

    /// A text that may be absent.
    pub(super) fn maybe(self, aspect: &'static str, text: Option<&Text>) -> Self {
        match text {
            Some(text) => self.text(aspect, text),
            None => self,
        }
    }

    /// Code: its spacing counts.
    pub(super) fn code(self, aspect: &'static str, code: Option<&Text>) -> Self {
        let code = code.map_or("", Text::as_str).trim_end();
        self.push(aspect, None, Value::Text(code.to_owned()))
    }

    /// A number or word that may be absent.
    pub(super) fn shown(self, aspect: &'static str, shown: Option<impl Display>) -> Self {
        let shown = shown.map(|shown| shown.to_string()).unwrap_or_default();
        self.push(aspect, None, Value::Text(shown))
    }

    /// A text at one level.
    pub(super) fn at(self, aspect: &'static str, level: LevelIdx, text: &str) -> Self {
        self.push(aspect, Some(level), Value::Text(spaced_alike(text)))
    }

    /// Texts whose order counts.
    pub(super) fn list<'a>(
        self,
        aspect: &'static str,
        items: impl IntoIterator<Item = &'a Text>,
    ) -> Self {
        self.push(aspect, None, Value::List(all(items)))
    }

    /// Texts in any order.
    pub(super) fn set<'a>(
        self,
        aspect: &'static str,
        items: impl IntoIterator<Item = &'a Text>,
    ) -> Self {
        self.push(aspect, None, Value::Set(all(items)))
    }

    /// Made-up lines whose order counts.
    pub(super) fn lines(
        self,
        aspect: &'static str,
        lines: impl IntoIterator<Item = String>,
    ) -> Self {
        let lines = lines.into_iter().map(|line| spaced_alike(&line));
        self.push(aspect, None, Value::List(lines.collect()))
    }

    /// Other entries by id.
    pub(super) fn refs<'a>(
        self,
        aspect: &'static str,
        area: Area,
        ids: impl IntoIterator<Item = &'a Text>,
    ) -> Self {
        self.push(aspect, None, Value::Refs(area, all(ids)))
    }
}

fn all<'a>(texts: impl IntoIterator<Item = &'a Text>) -> Vec<String> {
    texts.into_iter().map(|text| spaced_alike(text)).collect()
}

/// A text with single spaces: where an editor wrapped it does not count.
pub(super) fn spaced_alike(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn yes_or_no(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

/// A title with more beside it, in one line.
pub(super) fn joined(parts: &[Option<&Text>]) -> String {
    let parts = parts.iter().flatten().map(|text| text.plain());
    parts.collect::<Vec<_>>().join(": ")
}

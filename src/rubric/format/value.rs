//! Values: lists on one line where they fit, else one item a line.

use toml_edit::{Array, Decor, InlineTable, Key, RawString, Value};

use super::comments::{self, Gap};
use super::order;
use crate::document::Shape;

/// The columns that a list on one line may take.
const WIDTH: usize = 100;
const INDENT: usize = 2;

/// A value, apart from how it was laid out.
#[derive(Debug)]
pub(super) enum Node {
    /// As it is written.
    Plain(String),
    List(Group),
    Table(Group),
}

/// The items of a list, or the entries of an inline table.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// The comment beside the opening bracket.
    opening: Option<String>,
    items: Vec<Item>,
    /// Comments above the closing bracket.
    closing: Vec<String>,
}

#[derive(Debug)]
struct Item {
    above: Vec<String>,
    /// `key = ` in a table.
    lead: String,
    node: Node,
    beside: Option<String>,
}

pub(super) fn raw(text: Option<&RawString>) -> &str {
    text.and_then(RawString::as_str).unwrap_or_default()
}

pub(super) fn dotted(path: &[&Key]) -> String {
    let parts: Vec<_> = path.iter().map(|key| key.display_repr()).collect();
    parts.join(".")
}

impl Node {
    pub(super) fn of(value: &Value, shape: Option<Shape>) -> Self {
        match value {
            Value::String(text) => Self::Plain(text.display_repr().into_owned()),
            Value::Integer(number) => Self::Plain(number.display_repr().into_owned()),
            Value::Float(number) => Self::Plain(number.display_repr().into_owned()),
            Value::Boolean(truth) => Self::Plain(truth.display_repr().into_owned()),
            Value::Datetime(date) => Self::Plain(date.display_repr().into_owned()),
            Value::Array(array) => Self::List(list(array, shape)),
            Value::InlineTable(entries) => Self::Table(table(entries, shape)),
        }
    }
}

fn list(array: &Array, shape: Option<Shape>) -> Group {
    let item_shape = order::item(shape);
    let mut gatherer = Gatherer::default();
    for value in array {
        let before = Gap::after(raw(value.decor().prefix()));
        let item = Item::new(String::new(), Node::of(value, item_shape));
        gatherer.push(before, item, value.decor());
    }
    gatherer.finish(array.trailing())
}

fn table(entries: &InlineTable, shape: Option<Shape>) -> Group {
    let mut gatherer = Gatherer::default();
    let mut ranks = Vec::new();
    for (path, value) in entries.get_values() {
        let place = order::of_path(shape, &path);
        let lead = format!("{} = ", dotted(&path));
        let mut item = Item::new(lead, Node::of(value, place.shape));
        item.above
            .extend(comments::all(raw(value.decor().prefix())));
        let before = path.last().map(|key| raw(key.leaf_decor().prefix()));
        gatherer.push(Gap::after(before.unwrap_or_default()), item, value.decor());
        ranks.push(place.rank);
    }
    let mut group = gatherer.finish(entries.trailing());
    let mut items: Vec<_> = ranks.into_iter().zip(group.items).collect();
    items.sort_by(|(a, _), (b, _)| a.cmp(b));
    group.items = items.into_iter().map(|(_, item)| item).collect();
    group
}

impl Item {
    fn new(lead: String, node: Node) -> Self {
        Self {
            above: Vec::new(),
            lead,
            node,
            beside: None,
        }
    }
}

/// Gives each comment between brackets to the item it belongs to.
#[derive(Debug, Default)]
struct Gatherer {
    group: Group,
    /// Comments that stood between an item and its comma.
    carried: Vec<String>,
}

impl Gatherer {
    fn push(&mut self, mut before: Gap, mut item: Item, decor: &Decor) {
        let beside = before.beside.take();
        let mut above = self.beside_last(beside);
        above.append(&mut self.carried);
        above.extend(before.into_comments());
        above.append(&mut item.above);
        item.above = above;
        let mut after = Gap::after(raw(decor.suffix()));
        item.beside = after.beside.take();
        self.carried = after.into_comments();
        self.group.items.push(item);
    }

    /// Puts a comment beside the last item or the bracket; gives it back where one stands there.
    fn beside_last(&mut self, comment: Option<String>) -> Vec<String> {
        let place = match self.group.items.last_mut() {
            Some(last) => &mut last.beside,
            None => &mut self.group.opening,
        };
        if place.is_none() {
            *place = comment;
            return Vec::new();
        }
        comment.into_iter().collect()
    }

    fn finish(mut self, trailing: &RawString) -> Group {
        let mut after = Gap::after(raw(Some(trailing)));
        let beside = after.beside.take();
        let mut closing = self.beside_last(beside);
        closing.append(&mut self.carried);
        closing.extend(after.into_comments());
        self.group.closing = closing;
        self.group
    }
}

impl Group {
    fn has_comments(&self) -> bool {
        let beside = |item: &Item| item.beside.is_some() || !item.above.is_empty();
        self.opening.is_some() || !self.closing.is_empty() || self.items.iter().any(beside)
    }

    /// All on one line, where nothing in it needs several.
    fn on_one_line(&self, brackets: Brackets) -> Option<String> {
        if self.has_comments() {
            return None;
        }
        let items: Option<Vec<_>> = self.items.iter().map(Item::on_one_line).collect();
        Some(brackets.around(&items?.join(", ")))
    }
}

impl Item {
    fn on_one_line(&self) -> Option<String> {
        let node = match &self.node {
            Node::Plain(text) if text.contains('\n') => None,
            Node::Plain(text) => Some(text.clone()),
            Node::List(group) => group.on_one_line(LIST),
            Node::Table(group) => group.on_one_line(TABLE),
        };
        node.map(|node| format!("{}{node}", self.lead))
    }
}

#[derive(Debug, Clone, Copy)]
struct Brackets {
    open: &'static str,
    close: &'static str,
    pad: &'static str,
}

const LIST: Brackets = Brackets {
    open: "[",
    close: "]",
    pad: "",
};
const TABLE: Brackets = Brackets {
    open: "{",
    close: "}",
    pad: " ",
};

impl Brackets {
    fn around(self, inner: &str) -> String {
        let Self { open, close, pad } = self;
        if inner.is_empty() {
            return format!("{open}{close}");
        }
        format!("{open}{pad}{inner}{pad}{close}")
    }
}

/// Writes a value that starts `column` columns into a line with an indent.
pub(super) fn write(node: &Node, indent: usize, column: usize, out: &mut String) {
    match node {
        Node::Plain(text) => out.push_str(text),
        Node::List(group) => match group.on_one_line(LIST) {
            Some(line) if column + line.chars().count() <= WIDTH => out.push_str(&line),
            _ => write_lines(group, LIST, indent, out),
        },
        Node::Table(group) if group.has_comments() => write_lines(group, TABLE, indent, out),
        Node::Table(group) => write_table(group, indent, out),
    }
}

/// An inline table stays on its line, but for the lists in it that are too long.
fn write_table(group: &Group, indent: usize, out: &mut String) {
    let mut items = Vec::new();
    for item in &group.items {
        let mut text = item.lead.clone();
        write(
            &item.node,
            indent,
            indent + item.lead.chars().count(),
            &mut text,
        );
        items.push(text);
    }
    out.push_str(&TABLE.around(&items.join(", ")));
}

fn write_lines(group: &Group, brackets: Brackets, indent: usize, out: &mut String) {
    let inner = indent + INDENT;
    out.push_str(brackets.open);
    write_beside(group.opening.as_deref(), out);
    for item in &group.items {
        for comment in &item.above {
            write_line(comment, inner, out);
        }
        write_line(&item.lead, inner, out);
        write(&item.node, inner, inner + item.lead.chars().count(), out);
        out.push(',');
        write_beside(item.beside.as_deref(), out);
    }
    for comment in &group.closing {
        write_line(comment, inner, out);
    }
    write_line(brackets.close, indent, out);
}

fn write_line(text: &str, indent: usize, out: &mut String) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
    out.push_str(text);
}

/// A comment at the end of a line.
pub(super) fn write_beside(comment: Option<&str>, out: &mut String) {
    if let Some(comment) = comment {
        out.push(' ');
        out.push_str(comment);
    }
}

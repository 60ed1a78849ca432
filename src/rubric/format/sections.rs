//! Tables with their headers, keys and comments, each a section of the file.

use toml_edit::{Item, Key, Table, Value};

use super::comments::{Block, Gap};
use super::order;
use super::value::{self, Node, dotted, raw};
use crate::document::Shape;

/// A header and what stands under it; the first section is the file's own keys, without a header.
#[derive(Debug)]
pub(super) struct Section {
    header: Option<String>,
    above: Block,
    beside: Option<String>,
    entries: Vec<Entry>,
    /// Comments under the last key.
    tail: Vec<String>,
    /// Where the header stands in the file.
    position: isize,
    /// Where it belongs: a rank and a place among its like for each table it lies in.
    pub(super) order: Vec<(usize, isize)>,
}

#[derive(Debug)]
struct Entry {
    key: String,
    rank: Vec<usize>,
    above: Block,
    node: Node,
    beside: Option<String>,
}

/// The sections of a file: its own keys first, then as they come.
pub(super) fn gather(root: &Table, shape: Shape) -> Vec<Section> {
    let mut sections = vec![Section {
        header: None,
        above: Block::default(),
        beside: None,
        entries: entries(root, Some(shape)),
        tail: Vec::new(),
        position: 0,
        order: Vec::new(),
    }];
    let place = Place {
        path: Vec::new(),
        order: Vec::new(),
        shape: Some(shape),
    };
    place.gather_children(root, &mut sections);
    sections
}

/// Where a table stands.
struct Place<'t> {
    path: Vec<&'t Key>,
    order: Vec<(usize, isize)>,
    shape: Option<Shape>,
}

impl<'t> Place<'t> {
    fn gather_children(&self, table: &'t Table, sections: &mut Vec<Section>) {
        let children = table.iter();
        for (key, item) in children.filter_map(|(name, _)| table.get_key_value(name)) {
            match item {
                Item::Table(child) => self.child(key, child).gather_table(child, sections),
                Item::ArrayOfTables(children) => {
                    for child in children {
                        let place = self.child(key, child);
                        sections.push(place.section(child, "[[", "]]"));
                        place.gather_children(child, sections);
                    }
                }
                Item::Value(_) | Item::None => {}
            }
        }
    }

    fn child(&self, key: &'t Key, table: &Table) -> Self {
        let (rank, shape) = order::of_key(self.shape, key.get());
        let mut path = self.path.clone();
        path.push(key);
        let mut order = self.order.clone();
        order.push((rank, first_position(table)));
        Self { path, order, shape }
    }

    fn gather_table(&self, table: &'t Table, sections: &mut Vec<Section>) {
        // Dotted keys stand under the header of the table that they are written in; a table that
        // only lies on the way to another has no header.
        let is_written = !table.is_dotted() && !table.is_implicit();
        if is_written {
            sections.push(self.section(table, "[", "]"));
        }
        self.gather_children(table, sections);
    }

    fn section(&self, table: &Table, open: &str, close: &str) -> Section {
        let decor = table.decor();
        Section {
            header: Some(format!("{open}{}{close}", dotted(&self.path))),
            above: Gap::at_line_start(raw(decor.prefix())).into_block(),
            beside: Gap::after(raw(decor.suffix())).beside,
            entries: entries(table, self.shape),
            tail: Vec::new(),
            position: table.position().unwrap_or_default(),
            order: self.order.clone(),
        }
    }
}

/// Where a table, or the first of those in it, stands in the file.
fn first_position(table: &Table) -> isize {
    let own = table.position().filter(|_| !table.is_implicit());
    own.unwrap_or_else(|| {
        let children = table.iter().filter_map(|(_, item)| match item {
            Item::Table(child) => Some(first_position(child)),
            Item::ArrayOfTables(children) => children.iter().map(first_position).min(),
            Item::Value(_) | Item::None => None,
        });
        children.min().unwrap_or_default()
    })
}

/// A table's own keys, in the order of the file.
fn entries(table: &Table, shape: Option<Shape>) -> Vec<Entry> {
    let values = table.get_values();
    values
        .into_iter()
        .map(|(path, value)| Entry::of(&path, value, shape))
        .collect()
}

impl Entry {
    fn of(path: &[&Key], value: &Value, table: Option<Shape>) -> Self {
        let place = order::of_path(table, path);
        let above = path.last().map(|key| raw(key.leaf_decor().prefix()));
        Self {
            key: dotted(path),
            rank: place.rank,
            above: Gap::at_line_start(above.unwrap_or_default()).into_block(),
            node: Node::of(value, place.shape),
            beside: Gap::after(raw(value.decor().suffix())).beside,
        }
    }

    fn write(&self, out: &mut String) {
        for comment in self.above.paragraphs.iter().flatten() {
            write_line(comment, out);
        }
        out.push_str(&self.key);
        out.push_str(" = ");
        value::write(&self.node, 0, self.key.chars().count() + 3, out);
        value::write_beside(self.beside.as_deref(), out);
        out.push('\n');
    }
}

/// Gives each comment to what it belongs to and puts keys into order. Gives what introduces the
/// file; leaves in `end` what closes it.
pub(super) fn settle_comments(sections: &mut [Section], end: &mut Block) -> Block {
    sections.sort_by_key(|section| section.position);
    let head = take_head(sections);
    for idx in 1..sections.len() {
        sections[idx - 1].tail = sections[idx].above.take_tail();
    }
    if let Some(last) = sections.last_mut().filter(|last| last.is_written()) {
        last.tail = end.take_tail();
    }
    for section in sections {
        section.entries.sort_by(|a, b| a.rank.cmp(&b.rank));
    }
    head
}

fn take_head(sections: &mut [Section]) -> Block {
    match sections {
        [root, ..] if root.has_keys() => root.entries[0].above.take_head_above_key(),
        [_, first, ..] => first.above.take_head_above_header(),
        _ => Block::default(),
    }
}

impl Section {
    pub(super) fn has_keys(&self) -> bool {
        !self.entries.is_empty()
    }

    fn is_written(&self) -> bool {
        self.header.is_some() || self.has_keys()
    }

    /// Writes it, after a blank line unless it is the first.
    pub(super) fn write(&self, out: &mut String) {
        if let Some(header) = &self.header {
            write_blank(out);
            write_paragraphs(&self.above.paragraphs, out);
            if !self.above.is_empty() && !self.above.leads {
                out.push('\n');
            }
            out.push_str(header);
            value::write_beside(self.beside.as_deref(), out);
            out.push('\n');
        }
        for entry in &self.entries {
            entry.write(out);
        }
        for comment in &self.tail {
            write_line(comment, out);
        }
    }
}

fn write_line(line: &str, out: &mut String) {
    out.push_str(line);
    out.push('\n');
}

/// A blank line, unless this is the start of the file.
pub(super) fn write_blank(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}

/// Paragraphs with blank lines between them.
pub(super) fn write_paragraphs(paragraphs: &[Vec<String>], out: &mut String) {
    for (idx, lines) in paragraphs.iter().enumerate() {
        if idx > 0 {
            out.push('\n');
        }
        for line in lines {
            write_line(line, out);
        }
    }
}

//! Blocks → the content of a page, with what its contents list needs.

// Writing to a String cannot fail, so what `write!` gives back is nothing to look at.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::direction::{blocks_are_rtl, inlines_are_rtl};
use super::escape::{escaped, push_escaped};
use super::svg;
use crate::render::blocks::{Align, Block, Inline, Item, is_tight, plain};

/// Tables of this many columns and more may be wider than a narrow screen: they scroll by
/// themselves, and a keyboard can reach them to do so.
const WIDE_TABLE: usize = 4;

/// The longest part of a heading that becomes its address, in characters.
const SLUG_LENGTH: usize = 48;

/// The content of a page.
pub(super) struct Body {
    /// Its HTML.
    pub(super) html: String,
    /// Its headings, in order.
    pub(super) headings: Vec<Heading>,
}

/// A heading as it came out.
pub(super) struct Heading {
    /// 1 to 6, never more than one deeper than the heading before.
    pub(super) level: usize,
    /// Its address in the page.
    pub(super) id: String,
    /// What it says, without mark-up.
    pub(super) text: String,
}

pub(super) fn write(blocks: &[Block], title: &str) -> Body {
    let mut writer = Writer::default();
    let is_title = |block: &Block| matches!(block, Block::Heading { level: 1, .. });
    if !blocks.iter().any(is_title) {
        writer.heading(1, &[Inline::Text(title.to_owned())]);
    }
    writer.blocks(blocks);
    Body {
        html: writer.out,
        headings: writer.headings,
    }
}

/// What of a document becomes a field of a form, by the code that names it there. Each is made
/// one once, where it stands first.
#[derive(Default)]
pub(super) struct Ticks {
    /// Addresses of indicators, each with the criterion that it is ticked for.
    observed: BTreeMap<String, String>,
    /// What can be asked, by id.
    asked: BTreeSet<String>,
    /// Whether room for notes is a field.
    notes: bool,
}

impl Ticks {
    /// For a form.
    pub(super) fn in_a_form() -> Self {
        Self {
            notes: true,
            ..Self::default()
        }
    }

    /// Something that can be asked.
    pub(super) fn add_asked(&mut self, id: &str) {
        self.asked.insert(id.to_owned());
    }

    /// An indicator that counts for a criterion.
    pub(super) fn add_observed(&mut self, address: &str, criterion: &str) {
        self.observed
            .insert(address.to_owned(), criterion.to_owned());
    }

    /// The address and the criterion of an indicator that a text ends in.
    fn take_observed(&mut self, content: &[Inline]) -> Option<(String, String)> {
        match content.last() {
            Some(Inline::Code(code)) => self.observed.remove_entry(code),
            _ => None,
        }
    }

    /// The id that a text begins with, of something that can be asked; a heading may have words
    /// before it.
    fn take_asked(&mut self, content: &[Inline], anywhere: bool) -> Option<String> {
        let mut found = content.iter().take(if anywhere { usize::MAX } else { 1 });
        found.find_map(|inline| match inline {
            Inline::Code(code) => self.asked.take(code),
            _ => None,
        })
    }
}

#[derive(Default)]
pub(super) struct Writer {
    out: String,
    headings: Vec<Heading>,
    /// The levels, as written in the document, of the headings that the next one may stand under.
    above: Vec<u8>,
    addresses: Addresses,
    n_charts: usize,
    /// Whether the element being written runs from right to left.
    rtl: bool,
    ticks: Ticks,
    n_notes: usize,
}

impl Writer {
    pub(super) fn with_ticks(ticks: Ticks) -> Self {
        Self {
            ticks,
            ..Self::default()
        }
    }

    /// The HTML of some blocks; headings and addresses go on from those before.
    pub(super) fn part(&mut self, blocks: &[Block]) -> String {
        self.blocks(blocks);
        std::mem::take(&mut self.out)
    }

    /// The headings of all that was written.
    pub(super) fn into_headings(self) -> Vec<Heading> {
        self.headings
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, content } => self.heading(*level, content),
            // What introduces a list stays with it on paper.
            Block::Paragraph(content) => {
                let leads =
                    matches!(content.last(), Some(Inline::Text(text)) if text.ends_with(':'));
                let rtl = inlines_are_rtl(content);
                let name = if leads { "p class=\"lead\"" } else { "p" };
                self.element(name, rtl, |writer| writer.inlines(content));
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Quote(blocks) => {
                let rtl = blocks_are_rtl(blocks);
                self.element("blockquote", rtl, |writer| {
                    writer.out.push('\n');
                    writer.blocks(blocks);
                });
            }
            Block::Code { text, .. } => {
                self.out.push_str("<pre dir=\"ltr\"><code>");
                push_escaped(text, &mut self.out);
                self.out.push_str("</code></pre>\n");
            }
            Block::Table {
                alignments,
                header,
                rows,
            } => self.table(alignments, header, rows),
            Block::Chart(chart) => {
                self.n_charts += 1;
                svg::push_chart(chart, self.n_charts, &mut self.out);
            }
            Block::Notes { lines } => self.notes(*lines),
            Block::PageBreak => self.out.push_str("<div class=\"page\"></div>\n"),
            Block::Rule => self.out.push_str("<hr>\n"),
        }
    }

    /// An element whose direction follows its text.
    fn text_element(&mut self, name: &str, content: &[Inline]) {
        self.element(name, inlines_are_rtl(content), |writer| {
            writer.inlines(content);
        });
    }

    /// An element; `name` may go on with attributes.
    fn element(&mut self, name: &str, rtl: bool, content: impl FnOnce(&mut Self)) {
        let around = self.rtl;
        let direction = self.turn(rtl);
        let _ = write!(self.out, "<{name}{direction}>");
        content(self);
        let name = name.split(' ').next().unwrap_or_default();
        let _ = writeln!(self.out, "</{name}>");
        self.rtl = around;
    }

    /// Says which way an element runs, where it is not the way of the element around it.
    fn turn(&mut self, rtl: bool) -> &'static str {
        let around = std::mem::replace(&mut self.rtl, rtl);
        match (around, rtl) {
            (false, true) => " dir=\"rtl\"",
            (true, false) => " dir=\"ltr\"",
            _ => "",
        }
    }

    /// Ruled lines, which only paper shows, or a field to type in.
    fn notes(&mut self, lines: u8) {
        if self.ticks.notes {
            self.n_notes += 1;
            let id = format!("notes-{}", self.n_notes);
            let _ = writeln!(
                self.out,
                "<p class=\"field jot\"><label for=\"{id}\">Notes for yourself <small>kept in this \
                 browser, not on the card</small></label>\
                 <textarea id=\"{id}\" name=\"{id}\" rows=\"{lines}\" dir=\"auto\"></textarea></p>"
            );
            return;
        }
        self.out
            .push_str("<div class=\"notes\" aria-hidden=\"true\">");
        for _ in 0..lines {
            self.out.push_str("<i></i>");
        }
        self.out.push_str("</div>\n");
    }

    fn heading(&mut self, level: u8, content: &[Inline]) {
        while self.above.last().is_some_and(|above| *above >= level) {
            self.above.pop();
        }
        self.above.push(level);
        let text = plain(content);
        let heading = Heading {
            level: self.above.len().min(6),
            id: self.addresses.take(&text),
            text,
        };
        let (level, id, around) = (heading.level, escaped(&heading.id), self.rtl);
        let direction = self.turn(inlines_are_rtl(content));
        let _ = write!(self.out, "<h{level}{direction} id=\"{id}\">");
        self.inlines(content);
        let _ = writeln!(self.out, "</h{level}>");
        self.rtl = around;
        self.headings.push(heading);
        if let Some(id) = self.ticks.take_asked(content, true) {
            self.out.push_str("<p class=\"asked\">");
            self.asked(&id);
            self.out.push_str("</p>\n");
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Item]) {
        let name = if start.is_some() { "ol" } else { "ul" };
        let around = self.rtl;
        let first = items.first().map_or(&[][..], |item| &item.blocks);
        let direction = self.turn(blocks_are_rtl(first));
        let _ = write!(self.out, "<{name}{direction}");
        if let Some(start) = start.filter(|start| *start != 1) {
            let _ = write!(self.out, " start=\"{start}\"");
        }
        if items.iter().all(|item| item.checked.is_some()) {
            self.out.push_str(" class=\"tasks\" role=\"list\"");
        }
        self.out.push_str(">\n");
        let tight = is_tight(items);
        for item in items {
            let name = match item.checked {
                Some(_) => "li class=\"task\"",
                None => "li",
            };
            self.element(name, blocks_are_rtl(&item.blocks), |writer| {
                writer.item(item, tight);
            });
        }
        let _ = writeln!(self.out, "</{name}>");
        self.rtl = around;
    }

    fn item(&mut self, item: &Item, tight: bool) {
        let [Block::Paragraph(content), rest @ ..] = &item.blocks[..] else {
            self.blocks(&item.blocks);
            return;
        };
        let observed = item.checked.and_then(|_| self.ticks.take_observed(content));
        if let Some((address, criterion)) = observed {
            self.observed(&address, &criterion, content);
            self.blocks(rest);
            return;
        }
        self.out.push_str(item.checked.map_or("", tick));
        if tight {
            self.inlines(content);
        } else {
            self.text_element("p", content);
        }
        if let Some(id) = self.ticks.take_asked(content, false) {
            self.asked(&id);
        }
        self.blocks(rest);
    }

    /// A box to tick for something seen or heard; the text before its address is the label.
    fn observed(&mut self, address: &str, criterion: &str, content: &[Inline]) {
        let (address, criterion) = (escaped(address), escaped(criterion));
        let _ = write!(
            self.out,
            "<label class=\"tick\"><input type=\"checkbox\" id=\"tick-{address}\" name=\"observed\" \
             value=\"{address}\" data-criterion=\"{criterion}\"> <span>"
        );
        self.inlines(content);
        self.out.push_str("</span></label>\n");
    }

    /// A box to tick for a question that was asked.
    fn asked(&mut self, id: &str) {
        let id = escaped(id);
        let _ = writeln!(
            self.out,
            "<label class=\"tick\"><input type=\"checkbox\" id=\"asked-{id}\" name=\"asked\" \
             value=\"{id}\"> <span>Asked<span class=\"unseen\"> {id}</span></span></label>"
        );
    }

    fn table(&mut self, alignments: &[Align], header: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        if header.len() >= WIDE_TABLE {
            let under = self.headings.last().map_or("", |heading| &heading.text);
            self.out
                .push_str("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"Table: ");
            push_escaped(under, &mut self.out);
            self.out.push_str("\">\n");
        }
        self.out.push_str("<table>\n<thead>\n<tr>");
        for (cell, align) in header.iter().zip(alignments) {
            self.cell(cell, *align, " scope=\"col\"");
        }
        self.out.push_str("</tr>\n</thead>\n<tbody>\n");
        for row in rows {
            self.out.push_str("<tr>");
            for (idx, (cell, align)) in row.iter().zip(alignments).enumerate() {
                let heads = if idx == 0 && row.len() > 1 {
                    " scope=\"row\""
                } else {
                    ""
                };
                self.cell(cell, *align, heads);
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody>\n</table>\n");
        if header.len() >= WIDE_TABLE {
            self.out.push_str("</div>\n");
        }
    }

    /// A cell; `scope` says of what it is the header, if of anything. An empty cell heads nothing.
    fn cell(&mut self, content: &[Inline], align: Align, scope: &str) {
        let name = if scope.is_empty() || content.is_empty() {
            "td"
        } else {
            "th"
        };
        let scope = if name == "th" { scope } else { "" };
        let class = match align {
            Align::None | Align::Left => "",
            Align::Center => " class=\"center\"",
            Align::Right => " class=\"right\"",
        };
        let _ = write!(self.out, "<{name}{scope}{class}>");
        // The column, not the text, says at which side a cell begins.
        if inlines_are_rtl(content) && !self.rtl {
            self.out.push_str("<span dir=\"rtl\">");
            self.inlines(content);
            self.out.push_str("</span>");
        } else {
            self.inlines(content);
        }
        let _ = write!(self.out, "</{name}>");
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => push_escaped(text, &mut self.out),
                Inline::Emphasis(content) => self.wrapped("em", content),
                Inline::Strong(content) => self.wrapped("strong", content),
                Inline::Code(text) => {
                    self.out.push_str("<code>");
                    push_escaped(text, &mut self.out);
                    self.out.push_str("</code>");
                }
                Inline::Link { url, content } => {
                    self.out.push_str("<a rel=\"noopener noreferrer\" href=\"");
                    push_escaped(url, &mut self.out);
                    self.out.push_str("\">");
                    self.inlines(content);
                    self.out.push_str("</a>");
                }
                Inline::Break => self.out.push_str("<br>\n"),
            }
        }
    }

    fn wrapped(&mut self, name: &str, content: &[Inline]) {
        let _ = write!(self.out, "<{name}>");
        self.inlines(content);
        let _ = write!(self.out, "</{name}>");
    }
}

/// A box on paper; read out and copied as Markdown writes it.
fn tick(done: bool) -> &'static str {
    if done {
        "<span class=\"box ticked\"><span class=\"unseen\">[x] </span></span>"
    } else {
        "<span class=\"box\"><span class=\"unseen\">[ ] </span></span>"
    }
}

/// Hands out addresses for headings: words of the heading, and each address once.
#[derive(Default)]
struct Addresses {
    taken: BTreeSet<String>,
    /// The last number tried after each address.
    numbers: BTreeMap<String, usize>,
}

impl Addresses {
    fn take(&mut self, heading: &str) -> String {
        let wanted = slug(heading);
        let mut address = wanted.clone();
        let number = self.numbers.entry(wanted.clone()).or_insert(1);
        while !self.taken.insert(address.clone()) {
            *number += 1;
            address = format!("{wanted}-{number}");
        }
        address
    }
}

/// The letters and digits of a heading; the prefix keeps it apart from the page's own addresses.
fn slug(heading: &str) -> String {
    let mut slug = String::from("s");
    let mut gap = true;
    for c in heading.chars().flat_map(char::to_lowercase) {
        if slug.chars().count() >= SLUG_LENGTH {
            break;
        }
        if c.is_alphanumeric() {
            if gap {
                slug.push('-');
            }
            slug.push(c);
        }
        gap = !c.is_alphanumeric();
    }
    slug
}

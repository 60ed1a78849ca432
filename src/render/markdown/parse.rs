//! Markdown → blocks in normal form.

mod inlines;
mod url;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::hint::{NOTES, PAGE_BREAK};
use crate::render::blocks::{Align, Block, Inline, Item, MAX_DEPTH, MAX_NOTE_LINES};
use crate::render::chart;
use crate::text::visible;
use inlines::Inlines;

#[cfg(test)]
pub(super) use inlines::normalised;

/// Reads Markdown into blocks in normal form (see [`crate::render::blocks`]).
///
/// Every input is a document; nothing is an error. Raw HTML shows as the text
/// it is, an image becomes a link to it, and a link that is not `http`,
/// `https` or `mailto` leaves only its text. Time and memory grow linearly.
#[must_use]
pub fn parse(markdown: &str) -> Vec<Block> {
    blocks_of(markdown, Builder::default())
}

/// Reads what a template wrote: as [`parse()`], and a fence that begins with `@chart` is a chart,
/// one of [`super::notes`] or [`super::page_break`] what it stands for.
#[must_use]
pub fn parse_document(markdown: &str) -> Vec<Block> {
    let builder = Builder {
        takes_marks: true,
        ..Builder::default()
    };
    blocks_of(markdown, builder)
}

/// What a chart's fence says. No language that users name can: `@` is left out of those, and
/// [`super::embed`] writes users' fences anew.
pub(in crate::render) const CHART: &str = "@chart";

fn blocks_of(markdown: &str, mut builder: Builder) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(markdown, options) {
        builder.event(event);
    }
    builder.finish()
}

/// A block that has been opened and not yet closed.
enum Open {
    Quote(Vec<Block>),
    List {
        start: Option<u64>,
        items: Vec<Item>,
    },
    Item(Item),
    /// A level below [`MAX_DEPTH`]: its content goes to the block around it.
    Flattened,
}

/// What the inlines being read belong to.
enum Leaf {
    Paragraph,
    Heading(u8),
    Cell,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Align>,
    header: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
    row: Vec<Vec<Inline>>,
}

/// Text taken as it stands: code, or a block of raw HTML.
struct Verbatim {
    language: Option<String>,
    /// What the fence stands for in place of code.
    hint: Option<Block>,
    text: String,
}

#[derive(Default)]
struct Builder {
    document: Vec<Block>,
    open: Vec<Open>,
    depth: usize,
    leaf: Option<(Leaf, Inlines)>,
    table: Option<Table>,
    verbatim: Option<Verbatim>,
    takes_marks: bool,
}

impl Builder {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) => match &mut self.verbatim {
                Some(verbatim) => verbatim.text.push_str(&text),
                None => self.inlines().text(&text),
            },
            Event::InlineHtml(text) => self.inlines().text(&text),
            Event::Code(text) => self.inlines().code(&text),
            Event::SoftBreak => self.inlines().text(" "),
            Event::HardBreak => self.inlines().hard_break(),
            Event::Rule => self.push(Block::Rule),
            Event::TaskListMarker(checked) => self.mark_task(checked),
            // Their extensions are off.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.open_leaf(Leaf::Paragraph),
            Tag::Heading { level, .. } => self.open_leaf(Leaf::Heading(level_number(level))),
            Tag::TableCell => self.open_leaf(Leaf::Cell),
            Tag::BlockQuote(_) => self.open_container(Open::Quote(Vec::new())),
            Tag::List(start) => self.open_container(Open::List {
                start,
                items: Vec::new(),
            }),
            Tag::Item => self.open_item(),
            Tag::CodeBlock(kind) => {
                let hint = self.takes_marks.then(|| hint(&kind)).flatten();
                self.open_verbatim(Some(self.info(&kind)), hint);
            }
            Tag::HtmlBlock => self.open_verbatim(None, None),
            Tag::Table(alignments) => {
                self.close_leaf();
                let alignments = alignments.into_iter().map(align).collect();
                self.table = Some(Table {
                    alignments,
                    ..Table::default()
                });
            }
            Tag::Emphasis => self.inlines().open_emphasis(),
            Tag::Strong => self.inlines().open_strong(),
            Tag::Link {
                link_type,
                dest_url,
                ..
            }
            | Tag::Image {
                link_type,
                dest_url,
                ..
            } => {
                let target = url::link_target(link_type, &dest_url);
                self.inlines().open_link(target);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell => self.close_leaf(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.close_container(),
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.close_verbatim(),
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.header = std::mem::take(&mut table.row);
                }
            }
            TagEnd::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(std::mem::take(&mut table.row));
                }
            }
            TagEnd::Table => self.close_table(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image => {
                self.inlines().close();
            }
            _ => {}
        }
    }

    /// The inlines being read. Text directly in a tight list item opens the
    /// paragraph that Markdown leaves unsaid.
    fn inlines(&mut self) -> &mut Inlines {
        let (_, inlines) = self
            .leaf
            .get_or_insert_with(|| (Leaf::Paragraph, Inlines::with_breaks()));
        inlines
    }

    fn open_leaf(&mut self, leaf: Leaf) {
        self.close_leaf();
        let inlines = match leaf {
            Leaf::Paragraph => Inlines::with_breaks(),
            Leaf::Heading(_) | Leaf::Cell => Inlines::on_one_line(),
        };
        self.leaf = Some((leaf, inlines));
    }

    fn close_leaf(&mut self) {
        let Some((leaf, inlines)) = self.leaf.take() else {
            return;
        };
        let content = inlines.finish();
        match leaf {
            Leaf::Heading(level) => self.place(Block::Heading { level, content }),
            Leaf::Cell => {
                if let Some(table) = &mut self.table {
                    table.row.push(content);
                }
            }
            Leaf::Paragraph if content.is_empty() => {}
            Leaf::Paragraph => self.place(Block::Paragraph(content)),
        }
    }

    fn open_container(&mut self, container: Open) {
        self.close_leaf();
        if self.depth == MAX_DEPTH {
            self.open.push(Open::Flattened);
        } else {
            self.depth += 1;
            self.open.push(container);
        }
    }

    /// An item belongs to the list just opened, or shares its flattening.
    fn open_item(&mut self) {
        self.close_leaf();
        let item = match self.open.last() {
            Some(Open::List { .. }) => Open::Item(Item {
                checked: None,
                blocks: Vec::new(),
            }),
            _ => Open::Flattened,
        };
        self.open.push(item);
    }

    fn close_container(&mut self) {
        self.close_leaf();
        match self.open.pop() {
            Some(Open::Quote(blocks)) => {
                self.depth -= 1;
                if !blocks.is_empty() {
                    self.place(Block::Quote(blocks));
                }
            }
            Some(Open::List { start, items }) => {
                self.depth -= 1;
                if !items.is_empty() {
                    self.place(Block::List { start, items });
                }
            }
            Some(Open::Item(item)) => {
                if let Some(Open::List { items, .. }) = self.open.last_mut()
                    && !item.blocks.is_empty()
                {
                    items.push(settle_task(item));
                }
            }
            Some(Open::Flattened) | None => {}
        }
    }

    fn open_verbatim(&mut self, language: Option<String>, hint: Option<Block>) {
        self.close_leaf();
        self.verbatim = Some(Verbatim {
            language,
            hint,
            text: String::new(),
        });
    }

    /// What a fence says of its content.
    fn info(&self, kind: &CodeBlockKind<'_>) -> String {
        match kind {
            CodeBlockKind::Fenced(info) if self.takes_marks && info.trim() == CHART => {
                CHART.to_owned()
            }
            kind => language(kind),
        }
    }

    fn close_verbatim(&mut self) {
        let Some(Verbatim {
            language,
            hint,
            text,
        }) = self.verbatim.take()
        else {
            return;
        };
        let chart = (language.as_deref() == Some(CHART))
            .then(|| chart::decoded(&text))
            .flatten();
        if let Some(hint) = hint {
            if self.depth == 0 || hint != Block::PageBreak {
                self.place(hint);
            }
        } else if let Some(chart) = chart {
            self.place(Block::Chart(chart));
        } else if let Some(mut language) = language {
            if language == CHART {
                "json".clone_into(&mut language);
            }
            self.place(Block::Code {
                language,
                text: code_lines(&text),
            });
        } else {
            self.inlines().text(&text);
            self.close_leaf();
        }
    }

    fn close_table(&mut self) {
        let Some(Table {
            alignments,
            header,
            mut rows,
            ..
        }) = self.table.take()
        else {
            return;
        };
        for row in &mut rows {
            row.resize(header.len(), Vec::new());
        }
        self.place(Block::Table {
            alignments,
            header,
            rows,
        });
    }

    fn mark_task(&mut self, done: bool) {
        match self.open.last_mut() {
            Some(Open::Item(item)) => item.checked = Some(done),
            _ => self.inlines().text(if done { "[x] " } else { "[ ] " }),
        }
    }

    /// Adds a block that ends whatever text came before it.
    fn push(&mut self, block: Block) {
        self.close_leaf();
        self.place(block);
    }

    fn place(&mut self, block: Block) {
        let parent = self.open.iter_mut().rev().find_map(|open| match open {
            Open::Quote(blocks) => Some(blocks),
            Open::Item(item) => Some(&mut item.blocks),
            Open::List { .. } | Open::Flattened => None,
        });
        parent.unwrap_or(&mut self.document).push(block);
    }

    fn finish(mut self) -> Vec<Block> {
        self.close_leaf();
        self.document
    }
}

/// A task without text is a bare bullet with nothing to tick.
fn settle_task(mut item: Item) -> Item {
    if !matches!(item.blocks.first(), Some(Block::Paragraph(_))) {
        item.checked = None;
    }
    item
}

/// Code with tabs opened out, hazards shown, and no blank-looking line that
/// hides spaces, which containers cannot keep.
fn code_lines(text: &str) -> String {
    let text = text
        .strip_suffix('\n')
        .unwrap_or(text)
        .replace('\t', "    ");
    let shown = visible(&text);
    let lines: Vec<&str> = shown
        .split('\n')
        .map(|line| {
            if line.trim_matches(' ').is_empty() {
                ""
            } else {
                line
            }
        })
        .collect();
    lines.join("\n")
}

fn language(kind: &CodeBlockKind<'_>) -> String {
    let CodeBlockKind::Fenced(info) = kind else {
        return String::new();
    };
    let is_plain = |c: &char| c.is_ascii_alphanumeric() || "+-_.#".contains(*c);
    info.trim().chars().take_while(is_plain).collect()
}

/// What a fence says about paper.
fn hint(kind: &CodeBlockKind<'_>) -> Option<Block> {
    let CodeBlockKind::Fenced(info) = kind else {
        return None;
    };
    if &**info == PAGE_BREAK {
        return Some(Block::PageBreak);
    }
    let lines: u8 = info.strip_prefix(NOTES)?.trim_start().parse().ok()?;
    Some(Block::Notes {
        lines: lines.clamp(1, MAX_NOTE_LINES),
    })
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None => Align::None,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

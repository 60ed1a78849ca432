//! Collects the inlines of one paragraph, heading or cell in normal form.

use crate::render::blocks::Inline;
use crate::text::visible_line;

#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Emphasis,
    Strong,
    Link(String),
}

/// Inlines under construction.
pub(super) struct Inlines {
    done: Vec<Inline>,
    /// Open inlines; at most one of each kind, so at most three.
    levels: Vec<(Kind, Vec<Inline>)>,
    /// One entry for each open tag: whether it opened a level.
    tags: Vec<bool>,
    breaks: bool,
}

impl Inlines {
    /// For a paragraph.
    pub(super) fn with_breaks() -> Self {
        Self {
            done: Vec::new(),
            levels: Vec::new(),
            tags: Vec::new(),
            breaks: true,
        }
    }

    /// For a heading or a cell, where a forced break becomes a space.
    pub(super) fn on_one_line() -> Self {
        Self {
            breaks: false,
            ..Self::with_breaks()
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        push_text(&visible_line(text), self.target());
    }

    pub(super) fn code(&mut self, text: &str) {
        if !text.is_empty() {
            append(Inline::Code(visible_line(text).into_owned()), self.target());
        }
    }

    pub(super) fn hard_break(&mut self) {
        if self.breaks {
            self.target().push(Inline::Break);
        } else {
            push_text(" ", self.target());
        }
    }

    pub(super) fn open_emphasis(&mut self) {
        self.open(Some(Kind::Emphasis));
    }

    pub(super) fn open_strong(&mut self) {
        self.open(Some(Kind::Strong));
    }

    /// Opens a link, or only its text when the address is not one to link to.
    pub(super) fn open_link(&mut self, target: Option<String>) {
        self.open(target.map(Kind::Link));
    }

    fn open(&mut self, kind: Option<Kind>) {
        let is_same = |a: &Kind, b: &Kind| std::mem::discriminant(a) == std::mem::discriminant(b);
        let kind = kind.filter(|kind| !self.levels.iter().any(|(other, _)| is_same(kind, other)));
        self.tags.push(kind.is_some());
        self.levels.extend(kind.map(|kind| (kind, Vec::new())));
    }

    pub(super) fn close(&mut self) {
        if self.tags.pop() != Some(true) {
            return;
        }
        let Some((kind, content)) = self.levels.pop() else {
            return;
        };
        let content = settle_edges(content);
        match kind {
            Kind::Link(url) => {
                let content = if content.is_empty() {
                    vec![Inline::Text(url.clone())]
                } else {
                    content
                };
                self.target().push(Inline::Link { url, content });
            }
            _ if content.is_empty() => {}
            Kind::Emphasis => append(Inline::Emphasis(content), self.target()),
            Kind::Strong => append(Inline::Strong(content), self.target()),
        }
    }

    /// The finished content, trimmed.
    pub(super) fn finish(mut self) -> Vec<Inline> {
        while !self.tags.is_empty() {
            self.close();
        }
        let mut content = self.done;
        trim(&mut content);
        content
    }

    fn target(&mut self) -> &mut Vec<Inline> {
        self.levels
            .last_mut()
            .map_or(&mut self.done, |(_, content)| content)
    }
}

/// Adds text, folding runs of spaces and joining it to text before it.
fn push_text(text: &str, out: &mut Vec<Inline>) {
    if text.is_empty() {
        return;
    }
    if !matches!(out.last(), Some(Inline::Text(_))) {
        out.push(Inline::Text(String::new()));
    }
    let Some(Inline::Text(last)) = out.last_mut() else {
        return;
    };
    for c in text.chars() {
        if c != ' ' || !last.ends_with(' ') {
            last.push(c);
        }
    }
}

/// Adds an inline, joining it to a like one before it.
fn append(inline: Inline, out: &mut Vec<Inline>) {
    match (out.last_mut(), inline) {
        (_, Inline::Text(text)) => push_text(&text, out),
        // Side by side, two spans would share their backticks.
        (Some(Inline::Code(last)), Inline::Code(code)) => last.push_str(&code),
        (Some(Inline::Emphasis(last)), Inline::Emphasis(content))
        | (Some(Inline::Strong(last)), Inline::Strong(content)) => {
            for inline in content {
                append(inline, last);
            }
        }
        (_, inline) => out.push(inline),
    }
}

/// Replaces breaks at the edges of a nested inline, where Markdown has no way
/// to write them, by spaces.
fn settle_edges(content: Vec<Inline>) -> Vec<Inline> {
    let is_shown = |inline: &Inline| !is_blank(inline);
    let (Some(first), Some(last)) = (
        content.iter().position(is_shown),
        content.iter().rposition(is_shown),
    ) else {
        return if content.is_empty() {
            content
        } else {
            vec![Inline::Text(" ".into())]
        };
    };
    let mut out = Vec::with_capacity(content.len());
    for (idx, inline) in content.into_iter().enumerate() {
        let edge = idx < first || idx > last;
        append(
            if edge {
                Inline::Text(" ".into())
            } else {
                inline
            },
            &mut out,
        );
    }
    trim_around_breaks(&mut out);
    out
}

/// Takes spaces and breaks off both ends, and spaces from around breaks.
fn trim(content: &mut Vec<Inline>) {
    trim_around_breaks(content);
    loop {
        if let Some(Inline::Text(text)) = content.last_mut() {
            text.truncate(text.trim_end_matches(' ').len());
        }
        match content.last() {
            Some(Inline::Break) => {}
            Some(Inline::Text(text)) if text.is_empty() => {}
            _ => break,
        }
        content.pop();
    }
    let blank = content.iter().take_while(|inline| is_blank(inline)).count();
    content.drain(..blank);
    if let Some(Inline::Text(text)) = content.first_mut() {
        *text = text.trim_start_matches(' ').to_owned();
    }
}

fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Break => true,
        Inline::Text(text) => text.chars().all(|c| c == ' '),
        _ => false,
    }
}

fn trim_around_breaks(content: &mut Vec<Inline>) {
    for idx in 0..content.len() {
        let after = idx > 0 && content[idx - 1] == Inline::Break;
        let before = content.get(idx + 1) == Some(&Inline::Break);
        if let Inline::Text(text) = &mut content[idx] {
            let trimmed = if after {
                text.trim_start_matches(' ')
            } else {
                text.as_str()
            };
            let trimmed = if before {
                trimmed.trim_end_matches(' ')
            } else {
                trimmed
            };
            if trimmed.len() != text.len() {
                *text = trimmed.to_owned();
            }
        }
    }
    content.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
}

/// Inlines brought into normal form without going through Markdown.
#[cfg(test)]
pub(in crate::render::markdown) fn normalised(inlines: &[Inline]) -> Vec<Inline> {
    fn feed(inlines: &[Inline], into: &mut Inlines) {
        for inline in inlines {
            let content = match inline {
                Inline::Text(text) => {
                    into.text(text);
                    continue;
                }
                Inline::Code(text) => {
                    into.code(text);
                    continue;
                }
                Inline::Break => {
                    into.hard_break();
                    continue;
                }
                Inline::Emphasis(content) => {
                    into.open_emphasis();
                    content
                }
                Inline::Strong(content) => {
                    into.open_strong();
                    content
                }
                Inline::Link { url, content } => {
                    into.open_link(Some(url.clone()));
                    content
                }
            };
            feed(content, into);
            into.close();
        }
    }
    let mut into = Inlines::with_breaks();
    feed(inlines, &mut into);
    into.finish()
}

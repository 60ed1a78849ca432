//! Comments and blank lines between the tokens of a file.

/// What stands between two tokens.
#[derive(Debug, Default)]
pub(super) struct Gap {
    /// The comment on the line of the token before.
    pub(super) beside: Option<String>,
    /// The lines after that: comments, and `""` for a blank line.
    lines: Vec<String>,
}

impl Gap {
    /// A gap that begins after a token.
    pub(super) fn after(raw: &str) -> Self {
        match raw.split_once('\n') {
            Some((beside, rest)) => Self {
                beside: comment(beside),
                lines: lines(rest),
            },
            None => Self {
                beside: comment(raw),
                lines: Vec::new(),
            },
        }
    }

    /// A gap that begins at the start of a line.
    pub(super) fn at_line_start(raw: &str) -> Self {
        Self {
            beside: None,
            lines: lines(raw),
        }
    }

    /// The comments on lines of their own.
    pub(super) fn into_comments(self) -> Vec<String> {
        let mut lines = self.lines;
        lines.retain(|line| !line.is_empty());
        lines
    }

    pub(super) fn into_block(self) -> Block {
        let paragraphs = self.lines.split(String::is_empty);
        Block {
            paragraphs: paragraphs
                .filter(|lines| !lines.is_empty())
                .map(<[String]>::to_vec)
                .collect(),
            follows: self.lines.first().is_some_and(|line| !line.is_empty()),
            leads: self.lines.last().is_some_and(|line| !line.is_empty()),
        }
    }
}

/// Every comment in a text that holds nothing else.
pub(super) fn all(raw: &str) -> impl Iterator<Item = String> {
    raw.lines().filter_map(comment)
}

fn comment(line: &str) -> Option<String> {
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// The lines of a text that begins at the start of a line; what follows the last line end is the
/// indent of the next token, or a comment that ends the file.
fn lines(raw: &str) -> Vec<String> {
    let mut lines: Vec<_> = raw.split('\n').map(|line| line.trim().to_owned()).collect();
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Paragraphs of comments above a key, a header or the end of the file.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) paragraphs: Vec<Vec<String>>,
    /// Whether the first stands directly under the line before.
    follows: bool,
    /// Whether the last stands directly above what comes next.
    pub(super) leads: bool,
}

impl Block {
    pub(super) fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }

    /// Takes away the paragraph that belongs to what stands before: it follows that directly, and
    /// is parted by a blank line from what comes next.
    pub(super) fn take_tail(&mut self) -> Vec<String> {
        let is_apart = self.paragraphs.len() > 1 || !self.leads;
        if !self.follows || !is_apart || self.is_empty() {
            return Vec::new();
        }
        self.follows = false;
        self.paragraphs.remove(0)
    }

    /// Takes away what introduces the file whose first key this stands above.
    pub(super) fn take_head_above_key(&mut self) -> Self {
        let has_directive = self
            .paragraphs
            .first()
            .is_some_and(|first| is_directive(&first[0]));
        if !self.leads || (has_directive && self.paragraphs.len() == 1) {
            return std::mem::take(self);
        }
        let own = self.paragraphs.pop();
        let head = std::mem::take(&mut self.paragraphs);
        self.paragraphs.extend(own);
        Self::apart(head)
    }

    /// Takes away what introduces the file whose first header this stands above.
    pub(super) fn take_head_above_header(&mut self) -> Self {
        self.follows = false;
        let n_apart = self.paragraphs.len() - usize::from(self.leads);
        if n_apart == 0 {
            let first = self.paragraphs.first_mut();
            let directives = first.map(take_directives).unwrap_or_default();
            self.paragraphs.retain(|paragraph| !paragraph.is_empty());
            return Self::apart([directives].into_iter().filter(|d| !d.is_empty()).collect());
        }
        let is_bare = self.paragraphs[0].iter().all(|line| is_directive(line));
        let n_head = if is_bare { 2.min(n_apart) } else { 1 };
        Self::apart(self.paragraphs.drain(..n_head).collect())
    }

    fn apart(paragraphs: Vec<Vec<String>>) -> Self {
        Self {
            paragraphs,
            follows: false,
            leads: false,
        }
    }
}

/// `#:schema …`, which editors read in the first lines of a file.
fn is_directive(line: &str) -> bool {
    line.starts_with("#:")
}

fn take_directives(lines: &mut Vec<String>) -> Vec<String> {
    let n_directives = lines.iter().take_while(|line| is_directive(line)).count();
    lines.drain(..n_directives).collect()
}

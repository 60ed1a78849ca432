//! What syntax errors hide: a key that seems to be missing may stand on a line that could not be
//! read.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, codes};
use crate::text::Source;

/// Findings that may only follow from a gap in their own table.
const OF_A_TABLE: &[Code] = &[codes::MISSING_KEY, codes::LEVEL_CELL];

/// The parts of one file in which something may be hidden.
#[derive(Debug, Default)]
pub(crate) struct Gaps {
    any: bool,
    everywhere: bool,
    /// Byte ranges, each from a header to the next, or from the start of the file to the first.
    sections: Vec<Range<usize>>,
}

impl Gaps {
    /// The gaps that errors at these places leave; from `lost_from` on nothing was read.
    pub(super) fn new(source: &Source, places: &[usize], lost_from: Option<usize>) -> Self {
        let text = source.text();
        let mut gaps = Self {
            any: !places.is_empty() || lost_from.is_some(),
            ..Self::default()
        };
        if !gaps.any {
            return gaps;
        }
        let headers = headers(text);
        for place in places {
            let line = &text[source.lines_around(*place, *place)];
            gaps.everywhere |= !is_complete(line);
            gaps.add(text, &headers, *place, line.trim_start().starts_with('['));
        }
        if let Some(place) = lost_from {
            gaps.add(text, &headers, place, true);
        }
        gaps
    }

    /// Marks the section of a place. A header that cannot be read may have opened a table in any of
    /// those before it, back to the last that lies in no other.
    fn add(&mut self, text: &str, headers: &[usize], place: usize, is_header: bool) {
        let mut first = headers.partition_point(|start| *start <= place);
        let next = headers.get(first).copied().unwrap_or(text.len());
        if is_header {
            let above = headers.partition_point(|start| *start < line_start(text, place));
            let outermost = headers[..above].iter().rposition(|start| {
                let header = text[*start..].lines().next().unwrap_or("");
                !header.contains('.')
            });
            first = outermost.map_or(0, |idx| idx + 1);
        }
        let start = first.checked_sub(1).map_or(0, |idx| headers[idx]);
        if self.sections.last().is_none_or(|last| last.end < next) {
            self.sections.push(start..next);
        }
    }

    /// Whether anything is hidden.
    pub(crate) fn any(&self) -> bool {
        self.any
    }

    /// Whether a finding on this file may be there only because something else could not be read.
    pub(crate) fn explain(&self, finding: &Diagnostic) -> bool {
        if !self.any {
            return false;
        }
        if OF_A_TABLE.contains(&finding.code) {
            let start = finding.primary.span.start;
            return self.everywhere || self.sections.iter().any(|part| part.contains(&start));
        }
        is_follow_on(finding)
    }
}

/// Whether a finding may follow from a gap anywhere in a rubric.
pub(crate) fn is_follow_on(finding: &Diagnostic) -> bool {
    // A name that is nearly right was meant; one that is not may stand in what was not read.
    let dangles = finding.code == codes::UNKNOWN_REFERENCE && finding.suggestion.is_none();
    dangles || finding.code == codes::EMPTY
}

/// Where lines start that look like headers.
fn headers(text: &str) -> Vec<usize> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            found.push(at);
        }
        at += line.len();
    }
    found
}

fn line_start(text: &str, place: usize) -> usize {
    let before = &text[..place.min(text.len())];
    before.rfind('\n').map_or(0, |end| end + 1)
}

/// Whether nothing that a line opens goes on in the next, as far as its marks tell.
fn is_complete(line: &str) -> bool {
    let n = |mark: char| line.matches(mark).count();
    let has_long_text = line.contains("\"\"\"") || line.contains("'''");
    let is_header = line.trim_start().starts_with('[');
    is_header || (!has_long_text && n('[') == n(']') && n('{') == n('}'))
}

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
    /// Byte ranges, in order and apart, each from one header to another or from the start of the
    /// file.
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
            let lines = source.lines_around(*place, *place);
            let line = &text[lines.clone()];
            gaps.everywhere |= !is_complete(line);
            gaps.add(source, &headers, lines.start, is_header(line));
        }
        if let Some(place) = lost_from {
            let start = source.lines_around(place, place).start;
            gaps.add(source, &headers, start, true);
        }
        gaps
    }

    /// Marks the section of a line. A header that cannot be read may have opened a table in any of
    /// those before it, back to the last that lies in no other.
    fn add(&mut self, source: &Source, headers: &[Header], line: usize, is_header: bool) {
        let n_started = headers.partition_point(|header| header.start <= line);
        let end = headers
            .get(n_started)
            .map_or(source.text().len(), |next| next.start);
        let n_above = headers.partition_point(|header| header.start < line);
        let mut start = match (is_header, n_started.checked_sub(1), n_above.checked_sub(1)) {
            (true, _, Some(above)) => headers[above].outermost,
            (false, Some(own), _) => headers[own].start,
            _ => 0,
        };
        while let Some(last) = self.sections.pop_if(|last| start < last.end) {
            start = start.min(last.start);
        }
        self.sections.push(start..end);
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
            let next = self.sections.partition_point(|part| part.end <= start);
            let hit = self.sections.get(next);
            return self.everywhere || hit.is_some_and(|part| part.contains(&start));
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

/// A line that looks like a header.
struct Header {
    start: usize,
    /// Where the last that lies in no other table starts, at it or above; else the file.
    outermost: usize,
}

fn headers(text: &str) -> Vec<Header> {
    let mut start = 0;
    let mut outermost = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        if is_header(line) {
            if !line.contains('.') {
                outermost = start;
            }
            found.push(Header { start, outermost });
        }
        start += line.len();
    }
    found
}

fn is_header(line: &str) -> bool {
    line.trim_start().starts_with('[')
}

/// Whether nothing that a line opens goes on in the next, as far as its marks tell.
fn is_complete(line: &str) -> bool {
    let n = |mark: char| line.matches(mark).count();
    let has_long_text = line.contains("\"\"\"") || line.contains("'''");
    is_header(line) || (!has_long_text && n('[') == n(']') && n('{') == n('}'))
}

//! What came of an import: every record is accounted for.

use std::path::PathBuf;

use serde::Serialize;

use super::{Target, n_unfit};
use crate::cli::cards::Cards;
use crate::diagnostic::{Diagnostic, place};
use crate::import::Import;
use crate::text::{counted, visible_line};

/// Version of the report's JSON.
const FORMAT: u32 = 1;

/// The figures. `records` is `records_on_cards` and `repeated` and `left_out` and the records
/// refused, together.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    format: u32,
    records: usize,
    cards: usize,
    records_on_cards: usize,
    repeated: usize,
    left_out: usize,
    records_refused: usize,
    /// Cards that `submit` does not take before their errors are mended.
    cards_with_errors: usize,
    files: Vec<String>,
    refused: Vec<Named>,
}

#[derive(Debug, Serialize)]
struct Named {
    record: String,
    place: String,
}

impl Report {
    pub(super) fn of(
        import: &Import,
        cards: &Cards,
        findings: &[Diagnostic],
        paths: &[PathBuf],
    ) -> Self {
        let refused = import.refused.iter().map(|refused| Named {
            record: refused.name.clone(),
            place: place(refused.at, &cards.sources),
        });
        Self {
            format: FORMAT,
            records: import.n_records,
            cards: cards.sound.len(),
            records_on_cards: import.n_on_cards(),
            repeated: import.n_repeated,
            left_out: import.n_left_out,
            records_refused: import.n_refused(),
            cards_with_errors: n_unfit(cards, findings),
            files: paths
                .iter()
                .map(|path| path.display().to_string())
                .collect(),
            refused: refused.collect(),
        }
    }

    pub(super) fn text(&self, file: &str, target: &Target, is_delivered: bool) -> String {
        let mut lines = vec![format!(
            "{} in {}",
            counted(self.records, "record"),
            visible_line(file)
        )];
        let cards = counted(self.cards, "scorecard");
        let of = match self.records_on_cards {
            n if n == self.cards => String::new(),
            n => format!(" of {}", counted(n, "record")),
        };
        lines.push(format!("  {cards}{of}{}", where_to(target, is_delivered)));
        let counts = [
            (self.repeated, "repeated, word for word"),
            (self.left_out, "left out, as the mapping says"),
            (self.records_refused, "refused"),
        ];
        for (n, what) in counts.into_iter().filter(|(n, _)| *n > 0) {
            lines.push(format!("  {} {what}", counted(n, "record")));
        }
        for refused in &self.refused {
            let (record, place) = (visible_line(&refused.record), visible_line(&refused.place));
            lines.push(format!("    {record} at {place}"));
        }
        if self.cards_with_errors > 0 {
            let unfit = counted(self.cards_with_errors, "scorecard");
            lines.push(format!(
                "{unfit} cannot be submitted before the errors are mended"
            ));
        }
        lines.join("\n") + "\n"
    }
}

fn where_to(target: &Target, is_delivered: bool) -> String {
    let path = target.folder.as_ref().or(target.store.as_ref());
    match path {
        Some(path) if is_delivered => {
            format!(" in {}", visible_line(&path.display().to_string()))
        }
        Some(_) => ", none of them written".to_owned(),
        None => " would be written".to_owned(),
    }
}

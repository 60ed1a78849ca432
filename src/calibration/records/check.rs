//! What is wrong with ratings as a whole.

use std::collections::HashMap;

use super::MOST_MODELLED;
use super::names::Names;
use super::read::Reader;
use crate::diagnostic::Tally;
use crate::diagnostic::{Diagnostic, codes};
use crate::scorecard::identity_key;
use crate::text::Span;

/// Most points that a rubric's scale has.
const MOST_POINTS: usize = 9;

/// Furthest that the lowest and the highest point lie from each other.
const WIDEST: i64 = 100;

const DUPLICATE: &str = "one rating a candidate, interviewer, criterion and round: take one of the rows out, or say which rounds they are from in a column `round`";

impl Reader<'_> {
    /// Looks at what was read. `is_partial` where rows are missing.
    pub(super) fn check(&mut self, header: Span, is_partial: bool) {
        if self.builder.n_ratings() == 0 && !is_partial && !self.tally.has_errors() {
            self.report_nothing(header);
        }
        self.check_points();
        self.check_repeats();
        near(
            &mut self.tally,
            &self.builder.candidates,
            &self.first.candidates,
            "candidates",
        );
        near(
            &mut self.tally,
            &self.builder.criteria,
            &self.first.criteria,
            "criteria",
        );
    }

    fn report_nothing(&mut self, header: Span) {
        let message = match self.n_rows {
            0 => "there are no ratings under the header".to_owned(),
            1 => "the one row there is has no score".to_owned(),
            n => format!("none of the {n} rows has a score"),
        };
        self.tally.report("files without ratings", || {
            Diagnostic::error(codes::RATING, header, message)
                .hint("there has to be at least one row with a whole number as its score")
        });
    }

    fn check_points(&mut self) {
        let lowest = self.scores.iter().min_by_key(|(score, _)| *score);
        let highest = self.scores.iter().max_by_key(|(score, _)| *score);
        let (Some((low, low_at)), Some((high, high_at))) = (lowest, highest) else {
            return;
        };
        if i64::from(*high) - i64::from(*low) > WIDEST {
            let message = format!("the scores go from {low} to {high}");
            let finding = Diagnostic::error(codes::RATING, *high_at, message)
                .context(*low_at, "the lowest is here")
                .hint(format!(
                    "points of one scale lie within {WIDEST} of each other: is one a slip?"
                ));
            self.tally.report("scales", || finding);
        } else if let Some((_, span)) = self.scores.get(MOST_POINTS) {
            let n_scores = self.scores.len();
            let message = format!("the scores have {n_scores} different values");
            let hint = if n_scores > MOST_MODELLED {
                format!(
                    "of more than {MOST_MODELLED} nobody's severity is estimated; fair scores are means as given"
                )
            } else {
                format!("a rubric's scale has {MOST_POINTS} points at most: is one a slip?")
            };
            let finding = Diagnostic::warning(codes::RATING, *span, message).hint(hint);
            self.tally.report("scales", || finding);
        }
    }

    fn check_repeats(&mut self) {
        for [first, later] in self.builder.repeats() {
            let rating = self.builder.rating(later);
            let candidate = self.builder.candidates.name(rating.candidate);
            let interviewer = self.builder.interviewers.name(rating.interviewer);
            let criterion = self.builder.criteria.name(rating.item);
            let (before, here) = (self.row_at(first), self.row_at(later));
            self.tally.report("ratings that are there twice", || {
                let line = self.source.line(before.start);
                let message = format!(
                    "`{interviewer}` rated `{candidate}` on `{criterion}` on line {line} already"
                );
                Diagnostic::error(codes::RATING, here, message)
                    .context(before, "the first is here")
                    .hint(DUPLICATE)
            });
        }
    }

    /// Where the row of a rating stands.
    fn row_at(&self, rating: usize) -> Span {
        let start = self.rows[rating] as usize;
        Span {
            source: self.id,
            start,
            end: self.source.lines_around(start, start).end.max(start),
        }
    }
}

/// Says which names differ in case alone.
fn near(tally: &mut Tally, names: &Names<'_>, firsts: &[Span], what: &str) {
    let mut by_key: HashMap<String, u32> = HashMap::new();
    for (number, at) in (0_u32..).zip(firsts) {
        let name = names.name(number);
        let before = *by_key.entry(identity_key(name)).or_insert(number);
        if before == number {
            continue;
        }
        tally.report("names that differ in case alone", || {
            let other = names.name(before);
            let message =
                format!("`{name}` and `{other}` differ in case alone, and count as two {what}");
            Diagnostic::warning(codes::RATING, *at, message)
                .context(firsts[before as usize], "the other is here")
                .hint("if they mean the same, write them the same")
        });
    }
}

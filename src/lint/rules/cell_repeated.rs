//! R122

use crate::diagnostic::{Code, Severity};
use crate::lint::speech::{likeness, word_numbers};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{Criterion, Rubric};
use std::collections::HashMap;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R122"),
    name: "cell-repeated",
    group: Group::Ladder,
    severity: Severity::Warning,
    summary: "a cell repeats a cell of another competency",
    explanation: "The same behaviour would be scored twice under two names, and weigh double. Keep it \
        where it belongs and say in the other cell what is particular to that competency; if \
        nothing is, they are one competency.",
    bad: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."

[[competency]]
id = "delivery"
title = "Delivery"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
#        ^ repeats the cell for `junior` of `craft`
senior = "Keeps promised dates over a quarter, or moves them in time and in the open."
"#,
    good: r#"[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."

[[competency]]
id = "delivery"
title = "Delivery"
[competency.progression]
junior = "Says on the day it becomes clear that a date will not hold."
senior = "Keeps promised dates over a quarter, or moves them in time and in the open."
"#,
    check: Check::Rubric(check),
};

/// Share of words in common from which on two cells say the same.
const ALIKE: f64 = 0.85;

/// Runs of words by which likely pairs are found without comparing each cell with each.
const RUN: usize = 4;

fn check(rubric: &Rubric, findings: &mut Findings) {
    let cells = rubric.criteria().iter().flat_map(Criterion::progression);
    let words: Vec<_> = cells.map(|cell| word_numbers(cell)).collect();
    let twice = Twice::of(&words);
    let mut words = words.iter();
    let mut seen: HashMap<[u64; RUN], (usize, usize)> = HashMap::new();
    for (number, criterion) in rubric.criteria().iter().enumerate() {
        for (level, cell) in criterion.progression().iter().enumerate() {
            let runs = words.next().map_or(&[][..], Vec::as_slice).array_windows();
            let mut first: Option<(usize, usize)> = None;
            for run in runs.filter(|run| twice.may_have(run)) {
                let at = *seen.entry(*run).or_insert((number, level));
                if at.0 != number {
                    first = first.or(Some(at));
                }
            }
            let Some((other, other_level)) = first else {
                continue;
            };
            let other = &rubric.criteria()[other];
            let repeated = &other.progression()[other_level];
            if likeness(cell, repeated) >= ALIKE {
                let level = &rubric.levels()[other_level].id;
                let message = format!("the cell repeats the cell for `{level}` of `{}`", other.id);
                findings
                    .report(cell.span, message)
                    .point_at(repeated.span, "the other cell")
                    .advise("say here what is particular to this competency");
            }
        }
    }
}

/// Runs of words that may stand twice. Most stand once and need no further look.
struct Twice {
    /// Bits by the place of a run: whether some run of that place was seen, and seen again.
    once: Vec<u64>,
    again: Vec<u64>,
}

impl Twice {
    fn of(cells: &[Vec<u64>]) -> Self {
        // Eight bits a run: few runs share a place by chance.
        let n_words: usize = cells.iter().map(Vec::len).sum();
        let len = (n_words / 8).next_power_of_two();
        let (once, again) = (vec![0; len], vec![0; len]);
        let mut twice = Self { once, again };
        for run in cells.iter().flat_map(|words| words.array_windows()) {
            let (at, bit) = twice.place(run);
            twice.again[at] |= twice.once[at] & bit;
            twice.once[at] |= bit;
        }
        twice
    }

    fn may_have(&self, run: &[u64; RUN]) -> bool {
        let (at, bit) = self.place(run);
        self.again[at] & bit != 0
    }

    fn place(&self, run: &[u64; RUN]) -> (usize, u64) {
        let mix = |mixed: u64, word: &u64| (mixed.rotate_left(5) ^ word).wrapping_mul(SPREAD);
        let mixed = run.iter().fold(0, mix);
        let at = usize::try_from(mixed >> 32).unwrap_or_default() & (self.once.len() - 1);
        (at, 1 << (mixed >> 58))
    }
}

/// Spreads numbers evenly, by the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

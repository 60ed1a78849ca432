//! What was found, for whoever reads no further.

use super::{What, by, many, measures, p_value, quoted, rate, ratio};
use crate::impact::analysis::{Analysis, Compared, Measure, Row, SMALL};
use crate::impact::flips::Change;
use crate::text::{fixed, trimmed};

/// Groups of which each has a sentence of its own.
const MOST_SENTENCES: usize = 5;

/// How much was read.
pub(super) fn counts(of: &Analysis) -> String {
    let data = &of.data;
    let decided = data.selected + data.not_selected;
    let mut said = vec![format!(
        "{} of {} candidates are decided on: {} selected, {} not.",
        many(decided),
        many(data.candidates),
        many(data.selected),
        many(data.not_selected)
    )];
    if data.pending > 0 {
        let n = many(data.pending);
        said.push(format!(
            "Not decided yet, or withdrawn, and in no selection rate: {n}."
        ));
    }
    if let Some(median) = of.median {
        let (n, median) = (many(data.scored), trimmed(median, 4));
        said.push(format!(
            "With a score: {n}, of which the median is {median}."
        ));
    }
    if data.without_outcome > 0 {
        let (n, rows) = (many(data.without_outcome), many(data.group_rows));
        said.push(format!(
            "In the table of groups and not among the outcomes: {n} of {rows}."
        ));
    }
    said.join(" ")
}

/// What was found.
pub(super) fn sentences(of: &Analysis) -> Vec<String> {
    let mut found = Vec::new();
    for kind in &of.kinds {
        for (what, measure) in measures(kind) {
            let by = by(kind);
            found.push(highest(&by, what, measure));
            let mut apart: Vec<_> = stand_out(measure).collect();
            let n_more = apart.len().saturating_sub(MOST_SENTENCES);
            apart.truncate(MOST_SENTENCES);
            found.extend(apart.into_iter().map(|row| stands_out(what, row)));
            if n_more > 0 {
                found.push(format!(
                    "{n_more} more groups stand out; the tables have them."
                ));
            }
        }
        let unknown = kind.unknown;
        if unknown.all() > 0 {
            found.push(format!(
                "By {}, the group of {} of those decided on is not known: {} not in the table of groups, \
                 {} blank, {} prefer not to say.",
                by(kind),
                many(unknown.all()),
                many(unknown.absent),
                many(unknown.blank),
                many(unknown.prefer_not_to_say)
            ));
        }
    }
    found
}

/// Groups under four fifths or more than two standard deviations lower.
fn stand_out(measure: &Measure) -> impl Iterator<Item = &Row> {
    measure.groups.iter().filter(|row| {
        let compared = row.compared.as_ref();
        row.under_four_fifths == Some(true)
            || compared.is_some_and(|compared| compared.over_two_deviations)
    })
}

/// The highest rate, and whether any group stands out against it.
fn highest(by: &str, what: What, measure: &Measure) -> String {
    let start = format!("By {by}, {}: ", what.rate());
    let (None, Some(first)) = (measure.reason, measure.groups.first()) else {
        let reason = measure.reason.unwrap_or_default();
        return format!("{start}{reason}.");
    };
    let share = format!(
        "{} ({} of {} {})",
        rate(first.rate),
        many(first.selected),
        many(first.people),
        what.done()
    );
    let mut said = if measure.groups.iter().all(|row| row.ratio == Some(1.0)) {
        format!(
            "{start}it is the same for all groups shown, {}.",
            rate(first.rate)
        )
    } else if measure.highest.len() > 1 {
        let names: Vec<_> = measure.highest.iter().map(|label| quoted(label)).collect();
        format!(
            "{start}the highest is {}, of {} alike; others are compared with {}.",
            rate(first.rate),
            names.join(", "),
            quoted(&first.group)
        )
    } else {
        format!(
            "{start}the highest is that of {}, {share}.",
            quoted(&first.group)
        )
    };
    if stand_out(measure).next().is_none() {
        said.push_str(
            " No group shown is under four fifths of it or more than two standard deviations lower.",
        );
    }
    if first.people < SMALL {
        said.push_str(&small(first, measure));
    }
    said
}

/// What to think of a highest rate of few people.
fn small(first: &Row, measure: &Measure) -> String {
    let beside = measure.larger_reference.as_ref().map_or_else(
        || format!("no group shown has {SMALL}"),
        |larger| {
            format!(
                "ratios to {}, the highest of at least {SMALL} people, stand beside",
                quoted(larger)
            )
        },
    );
    format!(
        " That is a group of {} people, few to measure others by: {beside}.",
        many(first.people)
    )
}

/// A group that stands out.
fn stands_out(what: What, row: &Row) -> String {
    let is_under = row.under_four_fifths == Some(true);
    let side = if is_under { "under" } else { "not under" };
    let ratio = row
        .ratio
        .map_or_else(|| "–".to_owned(), |of| ratio(of, is_under));
    let mut said = format!(
        "{}: {} ({} of {} {}), a ratio of {ratio}, {side} four fifths.",
        quoted(&row.group),
        rate(row.rate),
        many(row.selected),
        many(row.people),
        what.done()
    );
    if let Some(compared) = &row.compared {
        said.push_str(&tests(what, compared));
    }
    said
}

fn tests(what: What, compared: &Compared) -> String {
    let p = p_value(compared.fisher_p);
    let adjusted = p_value(compared.fisher_p_adjusted);
    let beside = format!("Fisher’s p {p}, {adjusted} adjusted for all tests");
    let deviations = compared.deviations.map(|z| {
        let size = fixed(z.abs(), 2);
        if compared.over_two_deviations {
            format!(" The difference is {size} standard deviations, more than two ({beside}).")
        } else {
            format!(
                " The difference is {size} standard deviations, not more than two ({beside}): chance \
                 may account for it."
            )
        }
    });
    let flip = compared.flips_four_fifths;
    let up = flip.filter(|flip| flip.change == Change::ToSelected);
    let up = up.and_then(|flip| flip.people).map(|n| {
        let (n, done) = (many(n), what.done());
        format!(" {n} more of the group {done} would bring it to four fifths.")
    });
    deviations.unwrap_or_default() + &up.unwrap_or_default()
}

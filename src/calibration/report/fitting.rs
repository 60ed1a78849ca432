//! Who and what fits, how the scale is used, who drifts.

use super::{MOST_ROWS, Section, Table, left_out, shown, two};
use crate::calibration::analysis::Analysis;
use crate::calibration::analysis::checks::Named;
use crate::calibration::drift::{self, Reading as Change};
use crate::calibration::fit::{Banded, Element, Reading};
use crate::calibration::usage::{Basis, Flag, Interviewer};
use crate::chart::{Chart, Matrix, MatrixRow};
use crate::text::percent;

/// Interviewers that a chart of the scale's use shows at most.
const MOST_USERS: usize = 30;

/// The percentage that the darkest ground stands for.
const DARKEST: u32 = 60;

/// How the scale is used; none where nobody looked.
pub(super) fn usage(analysis: &Analysis) -> Option<Section> {
    let usage = analysis.checks.usage.as_ref()?;
    // A scale of very many points is no picture.
    let is_drawable = !usage.interviewers.is_empty() && usage.scale.len() <= 20;
    let mut striking: Vec<_> = usage.interviewers.iter().collect();
    striking.sort_by_key(|one| std::cmp::Reverse(one.of.flags.len()));
    let rows = striking.iter().take(MOST_USERS).map(|one| MatrixRow {
        label: one.id.clone(),
        cells: (one.of.counts.iter())
            .map(|n| Some(percent_of(*n, one.of.n)))
            .collect(),
    });
    let chart = Chart::Matrix(Matrix {
        title: "Use of the scale: percent of an interviewer's scores at each point".to_owned(),
        columns: usage.scale.iter().map(ToString::to_string).collect(),
        darkest: Some(DARKEST),
        rows: rows.collect(),
    });
    let flagged: Vec<_> = striking
        .iter()
        .filter(|one| !one.of.flags.is_empty())
        .collect();
    let mut table = Table::of(&[
        "Interviewer",
        "#Scores",
        "What is striking",
        "#Spread",
        "#Expected",
    ]);
    table.rows = flagged
        .iter()
        .take(MOST_ROWS)
        .map(|one| striking_row(one))
        .collect();
    let basis = match usage.basis {
        Basis::Model => "what the model expects of this interviewer with these candidates",
        Basis::Others => "what all others gave",
    };
    let text = match flagged.len() {
        0 => format!("Nobody's use of the scale is striking beside {basis}."),
        1 => format!("One interviewer's use of the scale is striking beside {basis}."),
        n => format!("{n} interviewers use the scale in striking ways, beside {basis}."),
    };
    let n_hidden = usage.interviewers.len().saturating_sub(MOST_USERS);
    Some(Section {
        title: "Use of the scale",
        text: vec![text],
        charts: is_drawable.then_some(chart).into_iter().collect(),
        table: (!flagged.is_empty()).then_some(table),
        notes: left_out(n_hidden, "interviewers").into_iter().collect(),
    })
}

/// Percent of an interviewer's ratings, for a chart.
fn percent_of(n: usize, all: usize) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 100"
    )]
    let percent = (100.0 * crate::text::count(n) / crate::text::count(all.max(1))).round() as u32;
    percent
}

fn striking_row(one: &Named<Interviewer>) -> Vec<String> {
    let said = |flag: &Flag| match flag {
        Flag::CentralTendency => "keeps to the middle",
        Flag::RestrictedRange => "scores close together",
        Flag::Extremes => "goes to the ends",
    };
    let flags: Vec<_> = one.of.flags.iter().map(said).collect();
    vec![
        one.id.clone(),
        one.of.n.to_string(),
        flags.join(", "),
        shown(one.of.sd),
        shown(one.of.sd_expected),
    ]
}

/// Infit, outfit and the halo; none where nobody looked.
pub(super) fn fit(analysis: &Analysis) -> Option<Section> {
    let fit = analysis.checks.fit.as_ref()?;
    let all = fit.interviewers.iter().chain(&fit.criteria);
    let is_off = |band: &Banded| band.reading != Reading::AsExpected;
    let off: Vec<_> = all
        .filter(|one| one.of.infit.iter().chain(&one.of.outfit).any(is_off))
        .collect();
    let mut table = Table::of(&[
        "Who or what",
        "#Scores",
        "#Infit",
        "#Band",
        "#Outfit",
        "#Band",
        "What it says",
    ]);
    table.rows = off
        .iter()
        .take(MOST_ROWS)
        .map(|one| misfit_row(one))
        .collect();
    let n = fit.interviewers.len() + fit.criteria.len();
    let chance = (1.0 - fit.confidence) * crate::text::count(2 * n);
    let mut text = vec![format!(
        "{} of {n} interviewers and criteria have an infit or outfit outside their band; by chance alone about {chance:.0} \
         of the {} figures would be.",
        off.len(),
        2 * n
    )];
    if let Some(halo) = &analysis.checks.halo {
        let sure = if halo.p_value < 0.001 {
            "under 0.001".to_owned()
        } else {
            format!("{:.3}", halo.p_value)
        };
        text.push(format!(
            "Whether one interviewer's scores of a candidate hang together does not show in these figures. The test for \
             it: halo of standard deviation {} logits, deviance {} better than without, p {sure}.",
            two(halo.sd),
            two(halo.difference)
        ));
    }
    Some(Section {
        title: "Fit",
        text,
        table: (!off.is_empty()).then_some(table),
        notes: vec![format!(
            "Infit is about usual scores, outfit about surprising ones. Bands hold {} of what the fitted model itself gives \
             for the same panels ({} resamples); they are not centred at 1 where candidates have few scores.",
            percent(fit.confidence),
            fit.n_resamples
        )],
        ..Section::default()
    })
}

fn misfit_row(one: &Named<Element>) -> Vec<String> {
    let value = |of: &Option<Banded>| shown(of.map(|of| of.value));
    let band = |of: &Option<Banded>| {
        of.map_or_else(
            || "–".to_owned(),
            |of| format!("{} to {}", two(of.low), two(of.high)),
        )
    };
    let readings: Vec<_> = [one.of.infit, one.of.outfit]
        .into_iter()
        .flatten()
        .collect();
    let has = |reading| readings.iter().any(|band| band.reading == reading);
    let says = match (has(Reading::Erratic), has(Reading::Muted)) {
        (true, _) => "less predictable than expected",
        (_, true) => "more uniform than expected",
        _ => "",
    };
    vec![
        one.id.clone(),
        one.of.n.to_string(),
        value(&one.of.infit),
        band(&one.of.infit),
        value(&one.of.outfit),
        band(&one.of.outfit),
        says.to_owned(),
    ]
}

/// Who drifts; none where ratings have no dates.
pub(super) fn drift(analysis: &Analysis) -> Option<Section> {
    let all = &analysis.checks.drift;
    let known: Vec<_> = all.iter().filter(|one| one.of.change.is_some()).collect();
    if all.is_empty() {
        return None;
    }
    let moved = |one: &&&Named<drift::Interviewer>| {
        one.of
            .change
            .is_some_and(|change| change.reading != Change::Steady)
    };
    let moving: Vec<_> = known.iter().filter(moved).collect();
    let mut table = Table::of(&[
        "Interviewer",
        "#Candidates",
        "#Change (logits)",
        "#Interval",
        "Over time",
    ]);
    table.rows = moving
        .iter()
        .take(MOST_ROWS)
        .filter_map(|one| drift_row(one))
        .collect();
    let text = match (known.len(), moving.len()) {
        (0, _) => "Nobody has dated scores enough to tell.".to_owned(),
        (n, 0) => {
            format!("None of {n} interviewers with dated scores enough grew stricter or milder.")
        }
        (n, k) => {
            format!("{k} of {n} interviewers with dated scores enough grew stricter or milder.")
        }
    };
    Some(Section {
        title: "Drift over time",
        text: vec![text],
        table: (!moving.is_empty()).then_some(table),
        notes: vec![
            "From the first day to the last, with 99 % intervals, since each of many is looked at. One severity for the whole \
             time is what scores are corrected by."
                .to_owned(),
        ],
        ..Section::default()
    })
}

fn drift_row(one: &Named<drift::Interviewer>) -> Option<Vec<String>> {
    let change = one.of.change?;
    let over_time = match change.reading {
        Change::Stricter => "grew stricter",
        Change::Milder => "grew milder",
        Change::Steady => "steady",
    };
    Some(vec![
        one.id.clone(),
        one.of.n_pairs.to_string(),
        two(change.value),
        format!("{} to {}", two(change.low), two(change.high)),
        over_time.to_owned(),
    ])
}

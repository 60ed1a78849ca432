//! Trainees' readiness, and what came of candidates.

use super::{Section, Table, shown, two};
use crate::calibration::analysis::Analysis;
use crate::calibration::outcomes::TooFew;
use crate::calibration::readiness::Verdict;
use crate::chart::{Chart, Interval, Intervals, Line};

/// Trainees against those who counted; none where there are none.
pub(super) fn readiness(analysis: &Analysis) -> Option<Section> {
    let trainees = &analysis.checks.readiness;
    if trainees.is_empty() {
        return None;
    }
    let mut table = Table::of(&[
        "Trainee",
        "Verdict",
        "#Candidates",
        "#Scores",
        "#Difference",
        "#Interval",
        "#Within a step",
        "#Kappa",
    ]);
    table.rows = trainees
        .iter()
        .map(|one| {
            let found = &one.of;
            let verdict = match found.verdict {
                Verdict::Ready => "ready",
                Verdict::NotYet => "not yet",
                Verdict::TooLittleData => "too little data",
            };
            vec![
                one.id.clone(),
                verdict.to_owned(),
                found.n_candidates.to_string(),
                found.n.to_string(),
                shown(found.difference),
                found.interval.map_or_else(
                    || "–".to_owned(),
                    |(low, high)| format!("{} to {}", two(low), two(high)),
                ),
                shown(found.adjacent),
                shown(found.kappa),
            ]
        })
        .collect();
    Some(Section {
        title: "Trainees",
        text: vec![
            "Shadow scores against those that counted for the same candidate and criterion. A difference over 0 is milder, \
             in points of the scale; kappa has quadratic weights."
                .to_owned(),
        ],
        table: Some(table),
        ..Section::default()
    })
}

/// Probabilities against outcomes; none where none are given.
pub(super) fn outcomes(analysis: &Analysis) -> Option<Section> {
    let found = analysis.checks.outcomes.as_ref()?;
    let title = "What came of candidates";
    let Some(scores) = &found.scores else {
        let why = match found.reason {
            Some(TooFew::TooFewOfOneKind) => "too few of one kind",
            _ => "too few",
        };
        return Some(Section {
            title,
            text: vec![format!(
                "{} outcomes, of which {} went well: {why} to compare with the probabilities.",
                found.n, found.n_happened
            )],
            ..Section::default()
        });
    };
    let rows = scores.bins.iter().map(|bin| Interval {
        label: format!("said {:.0} % ({})", 100.0 * bin.predicted, bin.n),
        low: bin.low,
        estimate: bin.happened,
        high: bin.high,
        text: format!("{:.0} %", 100.0 * bin.happened),
    });
    let chart = Chart::Intervals(Intervals {
        title: "How often it went well, by what was said".to_owned(),
        from: 0.0,
        to: 1.0,
        line: None::<Line>,
        rows: rows.collect(),
    });
    Some(Section {
        title,
        text: vec![format!(
            "{} outcomes, of which {} went well. Brier score {:.3} (0 is perfect, {:.3} is saying the same of everybody), \
             expected calibration error {:.3}.",
            found.n, found.n_happened, scores.brier, scores.uncertainty, scores.calibration_error
        )],
        charts: vec![chart],
        notes: vec![
            "Outcomes are known of those who were hired: the figures are about people like them."
                .to_owned(),
        ],
        ..Section::default()
    })
}

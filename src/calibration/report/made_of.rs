//! What scores are made of, and how reliable panels are.

use super::{Section, Table, two};
use crate::calibration::analysis::Analysis;
use crate::calibration::analysis::checks::{Reliabilities, WANTED};
use crate::calibration::shares::Components;
use crate::chart::{Bar, Bars, Chart};
use crate::text::percent;

/// What each source of variance is, in plain words.
const SOURCES: [&str; 6] = [
    "who the candidate is",
    "how severe the interviewer is",
    "what this interviewer made of this candidate as a whole",
    "how hard the criterion is",
    "the candidate's own strengths and weaknesses",
    "chance and all else",
];

/// The section on shares; none without them.
pub(super) fn section(analysis: &Analysis) -> Option<Section> {
    let shares = analysis.checks.shares.as_ref()?;
    let rows = SOURCES
        .iter()
        .zip(values(shares))
        .map(|(label, value)| Bar {
            label: (*label).to_owned(),
            value,
            text: percent(value),
        });
    let chart = Chart::Bars(Bars {
        title: "Shares of one score's variance".to_owned(),
        full: 1.0,
        rows: rows.collect(),
    });
    Some(Section {
        title: "What scores are made of",
        text: vec![
            "Scores differ for different reasons. Of one score of one candidate, this much of the variance is \
             there because of"
                .to_owned(),
        ],
        charts: vec![chart],
        ..Section::default()
    })
}

fn values(shares: &Components) -> [f64; 6] {
    [
        shares.candidate,
        shares.interviewer,
        shares.pair,
        shares.criterion,
        shares.candidate_criterion,
        shares.rest,
    ]
}

/// The same for the summary.
pub(super) fn sentence(analysis: &Analysis) -> Option<String> {
    let shares = analysis.checks.shares.as_ref()?;
    Some(format!(
        "Of the differences between scores, {} are the candidates', {} are how severe interviewers are, and {} \
         are what one interviewer makes of one candidate.",
        percent(shares.candidate + shares.candidate_criterion),
        percent(shares.interviewer),
        percent(shares.pair),
    ))
}

/// How reliable panels are.
pub(super) fn reliability(analysis: &Analysis) -> Option<Section> {
    let found = analysis.checks.reliability.as_ref()?;
    let mut table = Table::of(&["#Interviewers", "#As given", "#Corrected for severity"]);
    table.rows = found
        .panels
        .iter()
        .map(|panel| {
            let n = panel.interviewers.to_string();
            vec![n, two(panel.of.absolute), two(panel.of.relative)]
        })
        .collect();
    Some(Section {
        title: "How reliable panels are",
        text: vec![needed(found)],
        table: Some(table),
        notes: vec![format!(
            "Reliability is the share of the variance of a panel's mean that is the candidates': 1 is a panel whose \
             scores another panel would repeat. Interviewers rate {} of {} criteria each, as here.",
            found.n_each, found.n_criteria
        )],
        ..Section::default()
    })
}

/// How many interviewers it takes.
fn needed(found: &Reliabilities) -> String {
    let many = |n: Option<usize>| match n {
        Some(1) => "1 interviewer".to_owned(),
        Some(n) => format!("{n} interviewers"),
        None => "more interviewers than any panel has".to_owned(),
    };
    let wanted = two(WANTED);
    format!(
        "A reliability of {wanted} takes {} as scores are given, and {} where severity is corrected for.",
        many(found.needed.absolute),
        many(found.needed.relative)
    )
}

/// The same for the summary.
pub(super) fn reliable(analysis: &Analysis) -> Option<String> {
    let found = analysis.checks.reliability.as_ref()?;
    let one = found.panels.first()?;
    Some(format!(
        "One interviewer's score of a candidate has a reliability of {}. {}",
        two(one.of.absolute),
        needed(found)
    ))
}

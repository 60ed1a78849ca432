//! A review in words, tables and charts.

use std::collections::BTreeMap;

use serde::Serialize;

use super::outcome::Outcome;
use super::review::{Awaited, CriterionScores, Review, Reviewed};
use crate::chart::{Chart, Interval, Intervals, Line};
use crate::rubric::Named;
use crate::text::{chance, counted, percent, plain};

/// Applications in one chart.
const IN_CHART: usize = 40;

/// Applications of whom each step and each score is written out.
const MOST_TOLD: usize = 60;

/// A review as people read it.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The rubric's title.
    pub rubric: String,
    /// The rubric's id.
    pub rubric_id: String,
    /// Its version.
    pub rubric_version: String,
    /// Its content hash.
    pub rubric_hash: String,
    /// The level.
    pub level: Named,
    /// What was reviewed and what is proposed, in sentences.
    pub lead: Vec<String>,
    /// Shares against the line.
    pub charts: Vec<Chart>,
    /// The applications, a row each.
    pub rows: Vec<Row>,
    /// Each application with its steps; none with very many.
    pub told: Vec<Told>,
    /// Why they are not, where they are not.
    pub told_left_out: Option<String>,
    /// Where reviewers disagree.
    pub apart: Vec<Note>,
    /// What is missing of whom.
    pub missing: Vec<Note>,
    /// The criteria, a row each.
    pub criteria: Vec<CriterionRow>,
    /// The reviewers, a row each.
    pub reviewers: Vec<ReviewerRow>,
    /// Whether severities are known.
    pub has_severity: bool,
    /// How it was made.
    pub method: String,
    /// Where the store's log stood.
    pub head: Option<String>,
}

/// One application in the table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Who.
    pub name: String,
    /// What is proposed, with why where too little was scored.
    pub outcome: String,
    /// The share with its interval, in words.
    pub share: String,
    /// The probability of the line.
    pub probability: String,
    /// What was scored.
    pub coverage: String,
    /// Reviews in, of those expected.
    pub reviews: String,
}

/// One application with its steps.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// Who.
    pub name: String,
    /// What is proposed.
    pub outcome: String,
    /// Each step in a sentence.
    pub reasons: Vec<Step>,
    /// What reviewers said, criterion by criterion.
    pub criteria: Vec<Scored>,
}

/// A step in a sentence.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// The sentence.
    pub text: String,
    /// Whether it decided.
    pub decides: bool,
}

/// What reviewers said on one criterion.
#[derive(Debug, Clone, Serialize)]
pub struct Scored {
    /// The criterion.
    pub title: String,
    /// Each reviewer's score, in words.
    pub scores: Vec<Note>,
}

/// What is said of somebody or something.
#[derive(Debug, Clone, Serialize)]
pub struct Note {
    /// Of whom.
    pub name: String,
    /// What.
    pub what: String,
}

/// One criterion in the table.
#[derive(Debug, Clone, Serialize)]
pub struct CriterionRow {
    /// Its title.
    pub title: String,
    /// The group.
    pub group: String,
    /// Its weight.
    pub weight: String,
    /// What it can get: `1 to 4`, `yes or no`.
    pub takes: String,
}

/// One reviewer in the table.
#[derive(Debug, Clone, Serialize)]
pub struct ReviewerRow {
    /// Who.
    pub name: String,
    /// Cards that count.
    pub n_cards: usize,
    /// Trainee's cards.
    pub n_shadow: usize,
    /// How severe, with its interval.
    pub severity: String,
}

/// Puts a review into words.
#[must_use]
pub fn report(of: &Review) -> Report {
    let names = names(of);
    let is_told = of.candidates.len() <= MOST_TOLD;
    Report {
        rubric: of.rubric.title.clone(),
        rubric_id: of.rubric.id.clone(),
        rubric_version: of.rubric.version.clone(),
        rubric_hash: of.rubric.hash.clone(),
        level: of.level.clone(),
        lead: lead(of),
        charts: charts(of, &names),
        rows: of.candidates.iter().map(|one| row(one, &names)).collect(),
        told: if is_told {
            of.candidates.iter().map(|one| told(of, one, &names)).collect()
        } else {
            Vec::new()
        },
        told_left_out: (!is_told).then(|| {
            format!(
                "Steps and scores are written out of {MOST_TOLD} applications or fewer: name those to \
                 look at. JSON and CSV hold all."
            )
        }),
        apart: apart(of, &names),
        missing: missing(of, &names),
        criteria: of.criteria.iter().map(criterion).collect(),
        reviewers: of.reviewers.iter().map(reviewer).collect(),
        has_severity: of.method.severity_corrected,
        method: of.method.text.clone(),
        head: of.head.clone(),
    }
}

/// What candidates are called: by name, and by id too where two have the same name.
fn names(of: &Review) -> BTreeMap<&str, String> {
    let mut n_called: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &of.candidates {
        *n_called.entry(&one.candidate.name).or_default() += 1;
    }
    let label = |one: &super::Person| {
        if n_called[one.name.as_str()] > 1 && one.name != one.id {
            format!("{} ({})", one.name, one.id)
        } else {
            one.name.clone()
        }
    };
    let all = of.candidates.iter().map(|one| &one.candidate);
    // The names outlive the closure that writes them.
    all.map(|one| (one.id.as_str(), label(one))).collect()
}

fn lead(of: &Review) -> Vec<String> {
    let counts = of.counts;
    let n = counted(of.candidates.len(), "application");
    let insufficient = match counts.insufficient {
        0 => String::new(),
        n => format!(", {n} of them since too little was scored"),
    };
    vec![
        format!(
            "{n} reviewed: {} to advance, {} to look at{insufficient}, {} to decline. These are \
             proposals. A person decides on each.",
            counts.advance, counts.review, counts.decline
        ),
        format!(
            "A share is what an application got of the most that the resume criteria can give. The \
             proposal goes by how probable it is that the share is {} or more: advance from {} on, \
             decline up to {}, a person looks at what lies between.",
            percent(of.rules.advance_at),
            percent(of.rules.probable_at),
            percent(of.rules.improbable_at)
        ),
        "Applications are sorted by share. Where two intervals overlap, nothing tells which of them \
         is higher, and their order is no ranking."
            .to_owned(),
    ]
}

fn charts(of: &Review, names: &BTreeMap<&str, String>) -> Vec<Chart> {
    let with_share: Vec<_> = of
        .candidates
        .iter()
        .filter(|one| one.share.is_some())
        .collect();
    let n_charts = with_share.len().div_ceil(IN_CHART);
    let parts = with_share.chunks(IN_CHART).enumerate();
    parts
        .map(|(at, part)| {
            let title = "Share of the most that papers can get, with 90 % intervals";
            let title = if n_charts > 1 {
                format!("{title}, part {} of {n_charts}", at + 1)
            } else {
                title.to_owned()
            };
            chart(of, title, part, names)
        })
        .collect()
}

fn chart(of: &Review, title: String, part: &[&Reviewed], names: &BTreeMap<&str, String>) -> Chart {
    let rows = part.iter().filter_map(|one| {
        let share = one.share?;
        Some(Interval {
            label: names[one.candidate.id.as_str()].clone(),
            low: share.low,
            estimate: share.value,
            high: share.high,
            text: percent(share.value),
        })
    });
    let rows: Vec<_> = rows.collect();
    let lowest = rows.iter().map(|row| row.low).fold(0.0, f64::min);
    Chart::Intervals(Intervals {
        title,
        from: lowest,
        to: 1.0,
        line: Some(Line {
            at: of.rules.advance_at,
            label: "the share that advances".to_owned(),
        }),
        rows,
    })
}

fn outcome(one: &Reviewed) -> String {
    match one.outcome {
        Outcome::Advance => "advance",
        Outcome::Decline => "decline",
        Outcome::Review if one.sufficient => "review",
        Outcome::Review => "review: insufficient",
    }
    .to_owned()
}

fn row(one: &Reviewed, names: &BTreeMap<&str, String>) -> Row {
    let (share, probability) = match one.share {
        Some(share) => {
            let (low, high) = (percent(share.low), percent(share.high));
            (
                format!("{} ({low} to {high})", percent(share.value)),
                chance(share.probability),
            )
        }
        None => ("–".to_owned(), "–".to_owned()),
    };
    let n_expected = one.n_cards + one.missing.len();
    let trainees = match one.n_trainees {
        0 => String::new(),
        n => format!(", {}", counted(n, "trainee")),
    };
    Row {
        name: names[one.candidate.id.as_str()].clone(),
        outcome: outcome(one),
        share,
        probability,
        coverage: percent(one.coverage),
        reviews: format!("{} of {n_expected}{trainees}", one.n_cards),
    }
}

fn told(of: &Review, one: &Reviewed, names: &BTreeMap<&str, String>) -> Told {
    let reasons = one.reasons.iter().map(|reason| Step {
        text: reason.text.clone(),
        decides: reason.decides,
    });
    let pairs = of.criteria.iter().zip(&one.criteria);
    Told {
        name: names[one.candidate.id.as_str()].clone(),
        outcome: outcome(one),
        reasons: reasons.collect(),
        criteria: pairs
            .map(|(criterion, scores)| Scored {
                title: criterion.title.clone(),
                scores: scores.scores.iter().map(said).collect(),
            })
            .collect(),
    }
}

fn said(said: &super::review::Said) -> Note {
    let trainee = if said.shadow {
        " (trainee, does not count)"
    } else {
        ""
    };
    let evidence = said.evidence.as_deref().map(str::trim);
    let evidence = evidence.map(|text| format!(": {text}"));
    Note {
        name: format!("{}{trainee}", said.reviewer.name),
        what: format!("{}{}", said.shown, evidence.unwrap_or_default()),
    }
}

fn apart(of: &Review, names: &BTreeMap<&str, String>) -> Vec<Note> {
    let titles: BTreeMap<&str, &str> = (of.criteria.iter())
        .map(|one| (one.id.as_str(), one.title.as_str()))
        .collect();
    let mut notes = Vec::new();
    for one in &of.candidates {
        let apart = one.criteria.iter().filter(|scores| scores.apart);
        let apart: Vec<_> = apart.map(|scores| disagreement(scores, &titles)).collect();
        if !apart.is_empty() {
            notes.push(Note {
                name: names[one.candidate.id.as_str()].clone(),
                what: apart.join("; "),
            });
        }
    }
    notes
}

fn disagreement(scores: &CriterionScores, titles: &BTreeMap<&str, &str>) -> String {
    let counted = scores
        .scores
        .iter()
        .filter(|said| !said.shadow && said.value.is_some());
    let said: Vec<_> = counted
        .map(|said| format!("{} by {}", said.shown, said.reviewer.name))
        .collect();
    format!("{}: {}", titles[scores.criterion.as_str()], said.join(", "))
}

fn missing(of: &Review, names: &BTreeMap<&str, String>) -> Vec<Note> {
    let with = of.candidates.iter().filter(|one| !one.missing.is_empty());
    with.map(|one| {
        let seats: Vec<_> = one.missing.iter().map(seat).collect();
        Note {
            name: names[one.candidate.id.as_str()].clone(),
            what: seats.join("; "),
        }
    })
    .collect()
}

fn seat(awaited: &Awaited) -> String {
    let Awaited {
        round,
        seat,
        n_seats,
        reviewer,
    } = awaited;
    let who = reviewer.as_ref().map_or("nobody is named", |one| &one.name);
    format!("{}, review {seat} of {n_seats} ({who})", round.title)
}

fn criterion(of: &super::review::Criterion) -> CriterionRow {
    CriterionRow {
        title: of.title.clone(),
        group: of.group.clone().unwrap_or_default(),
        weight: plain(of.weight),
        takes: if of.yes_no {
            "yes or no".to_owned()
        } else {
            format!("up to {}", plain(of.most))
        },
    }
}

fn reviewer(of: &super::review::Reviewer) -> ReviewerRow {
    let points = of
        .severity_points
        .zip(of.severity_low.zip(of.severity_high));
    ReviewerRow {
        name: of.reviewer.name.clone(),
        n_cards: of.n_cards,
        n_shadow: of.n_shadow,
        severity: points.map_or_else(
            || "–".to_owned(),
            |(value, (low, high))| {
                let signed = |x: f64| crate::text::fixed(x, 2);
                format!("{} ({} to {})", signed(value), signed(low), signed(high))
            },
        ),
    }
}

//! A funnel in words, a table and charts.

use serde::Serialize;

use super::funnel::{Funnel, StageCounts};
use crate::chart::{Bar, Bars, Chart};
use crate::document::Date;
use crate::text::{count, counted, percent, plain};

/// A funnel as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The day at whose end it stood so.
    pub on: Date,
    /// What it is of, a sentence each.
    pub lead: Vec<String>,
    /// The rows of the table.
    pub rows: Vec<Row>,
    /// How many came to each stage, and how long they stayed; none where nobody came.
    pub charts: Vec<Chart>,
    /// What to bear in mind, a sentence each.
    pub notes: Vec<String>,
}

/// A stage in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its name.
    pub title: String,
    /// How many came to it.
    #[serde(rename = "in")]
    pub n_in: usize,
    /// How many passed, were declined, withdrew and wait.
    pub passed: usize,
    /// See [`Row::passed`].
    pub declined: usize,
    /// See [`Row::passed`].
    pub withdrew: usize,
    /// See [`Row::passed`].
    pub waiting: usize,
    /// The part of those who left that passed.
    pub share: String,
    /// The median of the days of those who left, and how many it rests on.
    pub days: String,
    /// The same of those who wait, so far, and the longest.
    pub waiting_days: String,
}

/// What stands where there is nothing to say.
const NONE: &str = "–";

/// A funnel in words and charts.
#[must_use]
pub fn report(funnel: &Funnel) -> Report {
    let charts = [arrivals(funnel), lengths(funnel)];
    Report {
        on: funnel.on,
        lead: lead(funnel),
        rows: funnel.stages.iter().map(row).collect(),
        charts: charts.into_iter().flatten().collect(),
        notes: notes(funnel),
    }
}

fn title(stage: &StageCounts) -> String {
    let mut letters = stage.stage.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn row(stage: &StageCounts) -> Row {
    let of = |days: Option<f64>, n: usize| days.map(|days| format!("{} (of {n})", plain(days)));
    let longest = stage.waiting_longest_days;
    let longest = longest
        .map(|days| format!("; longest {days}"))
        .unwrap_or_default();
    let waiting = of(stage.waiting_median_days, stage.waiting_days_of);
    let none = || NONE.to_owned();
    Row {
        title: title(stage),
        n_in: stage.n_in,
        passed: stage.passed,
        declined: stage.declined,
        withdrew: stage.withdrew,
        waiting: stage.waiting,
        share: stage.share_passed.map_or_else(none, percent),
        days: of(stage.median_days, stage.median_days_of).unwrap_or_else(none),
        waiting_days: waiting.map_or_else(none, |waiting| format!("{waiting}{longest}")),
    }
}

fn lead(funnel: &Funnel) -> Vec<String> {
    let scope = &funnel.scope;
    let mut of = counted(funnel.candidates, "candidate");
    if let Some(rubric) = &scope.rubric {
        of.extend([" of “", rubric, "”"]);
    }
    if let Some(level) = &scope.level {
        of.extend([" for level “", level, "”"]);
    }
    let came = match (scope.from, scope.to) {
        (Some(from), Some(to)) => format!(" who applied from {from} to {to}"),
        (Some(from), None) => format!(" who applied on {from} or later"),
        (None, Some(to)) => format!(" who applied on {to} or earlier"),
        (None, None) => String::new(),
    };
    vec![format!("{of}{came}, at the end of {}.", funnel.on)]
}

fn arrivals(funnel: &Funnel) -> Option<Chart> {
    let most = funnel.stages.iter().map(|stage| stage.n_in).max()?;
    let bar = |stage: &StageCounts| Bar {
        label: title(stage),
        value: count(stage.n_in),
        text: match stage.waiting {
            0 => stage.n_in.to_string(),
            waiting => format!("{}, {waiting} waiting", stage.n_in),
        },
    };
    (most > 0).then(|| {
        Chart::Bars(Bars {
            title: "Candidates who came to each stage".to_owned(),
            full: count(most),
            rows: funnel.stages.iter().map(bar).collect(),
        })
    })
}

fn lengths(funnel: &Funnel) -> Option<Chart> {
    let known = funnel.stages.iter().filter_map(|stage| {
        let days = stage.median_days?;
        Some(Bar {
            label: title(stage),
            value: days,
            text: format!("{} (of {})", plain(days), stage.median_days_of),
        })
    });
    let rows: Vec<_> = known.collect();
    let most = rows.iter().map(|bar| bar.value).fold(0.0, f64::max);
    (most > 0.0).then(|| {
        Chart::Bars(Bars {
            title: "Median days in a stage, of those who left it".to_owned(),
            full: most,
            rows,
        })
    })
}

fn notes(funnel: &Funnel) -> Vec<String> {
    let mut notes = vec![
        "Everybody who came to a stage passed it, was declined, withdrew or waits: the numbers were \
         checked to add up."
            .to_owned(),
        "The share is that of those who passed among those who left the stage. Days are the median of \
         those who left, and rest on so many as they say: those for whom both days are known. Of \
         those who wait they are the median so far and the longest."
            .to_owned(),
    ];
    let mut say = |n: usize, one: &str, more: &str| match n {
        0 => {}
        1 => notes.push(one.to_owned()),
        n => notes.push(format!("{n} {more}")),
    };
    say(
        funnel.between,
        "One candidate passed a stage and has not come to another yet.",
        "candidates passed a stage and have not come to another yet.",
    );
    say(
        funnel.otherwise,
        "At one stage of a candidate a record says otherwise than cards or other records; the record \
         counts. “panelkit export pipeline” says what.",
        "times a record says otherwise than cards or other records; the record counts. “panelkit \
         export pipeline” says what.",
    );
    say(
        funnel.withheld,
        "One candidate is not counted, since your card for them is due.",
        "candidates are not counted, since your cards for them are due.",
    );
    say(
        funnel.erased,
        "One candidate was erased, of whatever rubric: nothing else is known of them.",
        "candidates were erased, of whatever rubric: nothing else is known of them.",
    );
    say(
        funnel.unplaced_seats,
        "One seat is in a round that no known rubric of its candidate has, and tells of no stage.",
        "seats are in rounds that no known rubric of their candidates has, and tell of no stage.",
    );
    notes
}

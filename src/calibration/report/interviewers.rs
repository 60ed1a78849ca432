//! How severe interviewers are.

use super::{MOST_BARS, MOST_ROWS, Section, Table, aside, between, left_out, shown, shown_of};
use crate::calibration::analysis::{Analysis, Interviewer};
use crate::chart::{Chart, Interval, Intervals, Line};
use crate::text::percent;

/// The section; none where nobody has a severity.
pub(super) fn section(analysis: &Analysis) -> Option<Section> {
    let rows = by_severity(analysis);
    if rows.is_empty() {
        return None;
    }
    let (listed, n_left_out) = shown_of(&rows, MOST_ROWS);
    let mut names = vec![
        "Interviewer",
        "#Candidates",
        "#Scores",
        "#Points beside the panel",
        "#Interval",
        "#Severity (logits)",
        "#Standard error",
    ];
    let has_groups = analysis.connectivity.components > 1;
    if has_groups {
        names.push("#Group");
    }
    let mut table = Table::of(&names);
    table.rows = listed.map(|row| cells(row, has_groups)).collect();
    let of = percent(analysis.confidence);
    let mut notes = vec![format!(
        "Points beside the panel: how far from an interviewer of average severity this one scores an \
         average candidate, on the scale of the scores; intervals hold {of}. Severity is the same in \
         logits, more being more severe."
    )];
    if rows.iter().any(|row| row.too_few) {
        notes.push(format!(
            "Too few ratings: fewer than {} candidates. Such a severity is drawn almost wholly to the \
             average, and is not shown.",
            analysis.floor.least.candidates_each
        ));
    }
    notes.extend(left_out(n_left_out, "interviewers of middling severity"));
    Some(Section {
        title: "Interviewers",
        text: vec![spoken(&rows)],
        charts: chart(&rows, &of).into_iter().collect(),
        table: Some(table),
        notes,
    })
}

/// Interviewers with a severity, the most severe first; those of different components apart.
pub(super) fn by_severity(analysis: &Analysis) -> Vec<&Interviewer> {
    let with = |row: &&Interviewer| row.severity.is_some();
    let mut rows: Vec<_> = analysis.interviewers.iter().filter(with).collect();
    rows.sort_by(|a, b| {
        let severity = |row: &Interviewer| row.severity.unwrap_or_default();
        (a.component.cmp(&b.component))
            .then(severity(b).total_cmp(&severity(a)))
            .then_with(|| a.id.cmp(&b.id))
    });
    rows
}

/// Whether an interviewer is beside the panel by more than chance.
pub(super) fn is_apart(row: &Interviewer) -> bool {
    let (low, high) = (row.low.unwrap_or(-1.0), row.high.unwrap_or(1.0));
    !row.too_few && (low > 0.0 || high < 0.0)
}

fn cells(row: &Interviewer, has_groups: bool) -> Vec<String> {
    let figures = if row.too_few {
        ["too few ratings", "–", "–", "–"].map(str::to_owned)
    } else {
        [
            shown(row.points),
            between(row.points_low, row.points_high),
            shown(row.severity),
            shown(row.se),
        ]
    };
    let mut cells = vec![
        row.id.clone(),
        row.candidates.to_string(),
        row.n.to_string(),
    ];
    cells.extend(figures);
    if has_groups {
        cells.push(
            row.component
                .map_or_else(|| "–".to_owned(), |at| at.to_string()),
        );
    }
    cells
}

/// Who is beside the panel, in a paragraph.
fn spoken(rows: &[&Interviewer]) -> String {
    let apart: Vec<_> = rows.iter().filter(|row| is_apart(row)).collect();
    let named: Vec<_> = apart
        .iter()
        .take(6)
        .filter_map(|row| Some(format!("{} scores about {}", row.id, aside(row.points?))))
        .collect();
    match (apart.len(), named.len()) {
        (0, _) => {
            "Nobody scores beside the panel by more than chance could account for.".to_owned()
        }
        (n, shown) if n > shown => format!(
            "{}; so do {} others, by more than chance could account for.",
            named.join("; "),
            n - shown
        ),
        _ => format!("{}: more than chance could account for.", named.join("; ")),
    }
}

fn chart(rows: &[&Interviewer], confidence: &str) -> Option<Chart> {
    let sure: Vec<_> = rows.iter().filter(|row| !row.too_few).collect();
    let (drawn, n_left_out) = shown_of(&sure, MOST_BARS);
    let interval = |row: &&&Interviewer| {
        Some(Interval {
            label: row.id.clone(),
            low: row.points_low?,
            estimate: row.points?,
            high: row.points_high?,
            text: shown(row.points),
        })
    };
    let rows: Vec<_> = drawn.filter_map(interval).collect();
    let reach = rows
        .iter()
        .flat_map(|row| [row.low.abs(), row.high.abs()])
        .fold(0.0_f64, f64::max);
    let reach = (reach * 2.0).ceil() / 2.0;
    let some = if n_left_out > 0 {
        ", the most severe and the most lenient"
    } else {
        ""
    };
    (reach > 0.0).then(|| {
        Chart::Intervals(Intervals {
            title: format!("Points beside the panel, with {confidence} intervals{some}"),
            from: -reach,
            to: reach,
            line: Some(Line {
                at: 0.0,
                label: "the panel".to_owned(),
            }),
            rows,
        })
    })
}

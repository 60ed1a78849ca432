//! Tables and charts of one kind of groups.

use super::{MOST_BARS, MOST_ROWS, Section, What, by, many, measures, p_value, rate, ratio};
use crate::calibration::report::Table;
use crate::chart::{Chart, Interval, Intervals, Line};
use crate::impact::analysis::{Analysis, Compared, KindOfGroups, Measure, Row};
use crate::impact::fisher;
use crate::impact::flips::{Change, Flip};
use crate::text::fixed;

/// All sections of a kind.
pub(super) fn of(kind: &KindOfGroups, all: &Analysis) -> Vec<Section> {
    let mut sections = Vec::new();
    for (what, measure) in measures(kind) {
        if measure.groups.is_empty() {
            continue;
        }
        let mut rates = rates(kind, what, measure);
        if kind.some_hidden {
            rates.notes.push(format!(
                "Some groups are not shown: they have fewer than {} people, or would tell of one that has.",
                all.min_group
            ));
        }
        sections.push(rates);
        sections.extend(tests(kind, what, measure));
        sections.extend(unknown(kind, what, measure));
    }
    sections
}

fn title(kind: &KindOfGroups, what: &str) -> String {
    format!("By {}: {what}", by(kind))
}

fn rates(kind: &KindOfGroups, what: What, measure: &Measure) -> Section {
    let has_larger = measure.larger_reference.is_some();
    let done = match what {
        What::Selection => "#Selected",
        What::Scoring => "#Over the median",
    };
    let mut names = vec![
        "Group",
        done,
        "#Of",
        "#Rate",
        "#95 % interval",
        "#Ratio",
        "Under four fifths",
    ];
    if has_larger {
        names.push("#Ratio to the larger");
    }
    let mut table = Table::of(&names);
    let cells = |row: &Row| {
        let mut cells = vec![
            row.group.clone(),
            many(row.selected),
            many(row.people),
            rate(row.rate),
            format!("{} to {}", rate(row.low), rate(row.high)),
            shown_ratio(row.ratio, row.under_four_fifths),
            match row.under_four_fifths {
                Some(true) => "yes",
                Some(false) => "no",
                None => "–",
            }
            .to_owned(),
        ];
        if has_larger {
            cells.push(shown_ratio(row.ratio_to_larger, None));
        }
        cells
    };
    table.rows = measure.groups.iter().take(MOST_ROWS).map(cells).collect();
    Section {
        title: title(kind, what.rate()),
        charts: vec![chart(kind, what, measure)],
        table: Some(table),
        notes: left_out(measure.groups.len(), MOST_ROWS),
        ..Section::default()
    }
}

fn left_out(n: usize, most: usize) -> Vec<String> {
    let n_more = n.saturating_sub(most);
    let note = format!(
        "{n_more} more groups are left out here; `--format csv` and `--format json` have all."
    );
    (n_more > 0).then_some(note).into_iter().collect()
}

fn shown_ratio(of: Option<f64>, is_under: Option<bool>) -> String {
    of.map_or_else(|| "–".to_owned(), |of| ratio(of, is_under == Some(true)))
}

fn chart(kind: &KindOfGroups, what: What, measure: &Measure) -> Chart {
    let first = measure.groups.first().filter(|row| row.ratio.is_some());
    let rows = measure.groups.iter().take(MOST_BARS).map(|row| Interval {
        label: row.group.clone(),
        low: row.low,
        estimate: row.rate,
        high: row.high,
        text: rate(row.rate),
    });
    Chart::Intervals(Intervals {
        title: format!("By {}: {} with its 95 % interval", by(kind), what.rate()),
        from: 0.0,
        to: 1.0,
        line: first.map(|row| Line {
            at: row.rate * 0.8,
            label: "four fifths of the highest".to_owned(),
        }),
        rows: rows.collect(),
    })
}

/// The tests against the reference; none where there is none.
fn tests(kind: &KindOfGroups, what: What, measure: &Measure) -> Option<Section> {
    let reference = measure.reference.as_ref()?;
    let mut table = Table::of(&[
        "Group",
        "#Fisher’s p",
        "#Adjusted",
        "#Deviations",
        "Over two",
        "#Turns ratio",
        "#Turns deviations",
        "#Turns Fisher",
    ]);
    let compared = compared(measure);
    table.rows = compared
        .map(|(row, compared)| {
            vec![
                row.group.clone(),
                p_value(compared.fisher_p),
                p_value(compared.fisher_p_adjusted),
                compared
                    .deviations
                    .map_or_else(|| "–".to_owned(), |z| fixed(z, 2)),
                if compared.over_two_deviations {
                    "yes"
                } else {
                    "no"
                }
                .to_owned(),
                flip(compared.flips_four_fifths),
                flip(Some(compared.flips_deviations)),
                flip(compared.flips_fisher),
            ]
        })
        .collect();
    Some(Section {
        title: title(kind, &format!("is a difference in {} chance?", what.rate())),
        text: vec![format!(
            "Each group beside “{reference}”. Fisher’s exact test is two-sided; a p under {} is seldom chance alone. \
             Deviations are standard deviations, under 0 where the group’s rate is lower. A figure turns, to \
             the other side of its line, if the outcomes of so many people of the group are otherwise: + is \
             people counted in who were not, − the other way.",
            fisher::LEVEL
        )],
        table: Some(table),
        ..Section::default()
    })
}

fn compared(measure: &Measure) -> impl Iterator<Item = (&Row, &Compared)> {
    let rows = measure.groups.iter();
    rows.filter_map(|row| Some((row, row.compared.as_ref()?)))
        .take(MOST_ROWS)
}

fn flip(of: Option<Flip>) -> String {
    let Some((change, n)) = of.and_then(|flip| Some((flip.change, flip.people?))) else {
        return "–".to_owned();
    };
    let sign = match change {
        Change::ToSelected => "+",
        Change::ToNotSelected => "−",
    };
    format!("{sign}{}", many(n))
}

/// What people whose group is not known could make of the ratios.
fn unknown(kind: &KindOfGroups, what: What, measure: &Measure) -> Option<Section> {
    let reference = measure.reference.as_ref()?;
    if what == What::Scoring || kind.unknown.all() == 0 {
        return None;
    }
    let mut table = Table::of(&[
        "Group",
        "#Ratio",
        "#If all were of it",
        "#If all were of the highest",
    ]);
    table.rows = compared(measure)
        .map(|(row, compared)| {
            vec![
                row.group.clone(),
                shown_ratio(row.ratio, row.under_four_fifths),
                shown_ratio(compared.ratio_with_unknown, None),
                shown_ratio(compared.ratio_unknown_in_reference, None),
            ]
        })
        .collect();
    Some(Section {
        title: title(kind, "people whose group is not known"),
        text: vec![format!(
            "{} people decided on are in no group above. If every one of them were of one group, or of \
             “{reference}”, ratios would be these.",
            many(kind.unknown.all())
        )],
        table: Some(table),
        ..Section::default()
    })
}

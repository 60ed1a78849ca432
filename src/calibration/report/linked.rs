//! Who is linked with whom.

use super::{MOST_ROWS, Section, Table, left_out, two};
use crate::calibration::analysis::checks::Link;
use crate::calibration::analysis::{Analysis, MOST_SHARING};
use crate::calibration::contrasts::Contrast;
use crate::chart::{Chart, Matrix, MatrixRow};

/// Differences between groups that are told at most.
const MOST_CONTRASTS: usize = 6;

/// The section; none where nobody was rated.
pub(super) fn section(analysis: &Analysis) -> Option<Section> {
    let linked = &analysis.connectivity;
    if linked.groups.is_empty() {
        return None;
    }
    let mut table = Table::of(&["#Group", "#Candidates", "#Interviewers", "#Pairs"]);
    let rows = linked.groups.iter().take(MOST_ROWS);
    table.rows = rows
        .map(|group| {
            [
                group.component,
                group.candidates,
                group.interviewers,
                group.pairs,
            ]
            .map(|n| n.to_string())
            .to_vec()
        })
        .collect();
    let text = "Interviewers are compared through candidates whom they share, directly or through others. \
                A group is whoever is linked so; a pair is a candidate and one of their interviewers.";
    let mut paragraphs = vec![text.to_owned()];
    if let Some(links) = &analysis.checks.links {
        paragraphs.extend(links.contrasts.iter().take(MOST_CONTRASTS).map(contrast));
        paragraphs.extend(links.best.as_ref().map(best));
    }
    Some(Section {
        title: "Who is linked with whom",
        text: paragraphs,
        charts: chart(analysis).into_iter().collect(),
        table: Some(table),
        notes: left_out(linked.groups.len().saturating_sub(MOST_ROWS), "groups")
            .into_iter()
            .collect(),
    })
}

fn contrast(of: &Contrast) -> String {
    let (a, b) = (of.groups.0 + 1, of.groups.1 + 1);
    format!(
        "Groups {a} and {b}: the first's mean ability lies {} logits from the second's where each has a mean of its own, \
         with a standard error of {}; the scores here put it at {}.",
        two(of.gap),
        two(of.se),
        two(of.shrunk)
    )
}

fn best(link: &Link) -> String {
    format!(
        "The one further pairing that would tell most: {} interviewed by {}. It would lower the standard error of the \
         difference in severity that is known least from {} to {} logits.",
        link.candidate,
        link.interviewer,
        two(link.se_before),
        two(link.se_after)
    )
}

/// Candidates whom interviewers share: one row and column each.
fn chart(analysis: &Analysis) -> Option<Chart> {
    let shared = &analysis.connectivity.shared;
    if shared.interviewers.len() < 2 {
        return None;
    }
    let rows = shared
        .interviewers
        .iter()
        .zip(&shared.candidates)
        .enumerate();
    let row = |(at, (label, counts)): (usize, (&String, &Vec<u32>))| MatrixRow {
        label: label.clone(),
        // Nobody shares candidates with themselves.
        cells: (counts.iter().enumerate())
            .map(|(other, n)| (other != at).then_some(*n))
            .collect(),
    };
    let rows: Vec<MatrixRow> = rows.map(row).collect();
    let some = if analysis.data.n_interviewers > MOST_SHARING {
        format!(", the {MOST_SHARING} who saw most")
    } else {
        String::new()
    };
    Some(Chart::Matrix(Matrix {
        title: format!("Candidates whom two interviewers share{some}"),
        columns: shared.interviewers.clone(),
        darkest: rows
            .iter()
            .flat_map(|row| &row.cells)
            .flatten()
            .max()
            .copied(),
        rows,
    }))
}

//! Who is linked with whom.

use super::{MOST_ROWS, Section, Table, left_out, two};
use crate::calibration::analysis::Analysis;
use crate::calibration::analysis::checks::Link;
use crate::calibration::contrasts::Contrast;

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
        table: Some(table),
        notes: left_out(linked.groups.len().saturating_sub(MOST_ROWS), "groups")
            .into_iter()
            .collect(),
        ..Section::default()
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

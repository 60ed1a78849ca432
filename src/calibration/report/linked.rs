//! Who is linked with whom.

use super::{MOST_ROWS, Section, Table, left_out};
use crate::calibration::analysis::Analysis;

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
    Some(Section {
        title: "Who is linked with whom",
        text: vec![text.to_owned()],
        table: Some(table),
        notes: left_out(linked.groups.len().saturating_sub(MOST_ROWS), "groups")
            .into_iter()
            .collect(),
        ..Section::default()
    })
}

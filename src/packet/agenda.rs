//! The debrief agenda: what the panel disagrees on, most pressing first.

use super::policy::is_wide;
use super::{AgendaItem, Names, Panel, View};
use crate::rubric::{CriterionIdx, PointIdx, Rubric};
use crate::scorecard::{Score, Scorecard};
use crate::text::plain;

/// Criteria whose raters are at least `max-spread` apart, ordered by spread times weight.
#[must_use]
pub fn agenda(rubric: &Rubric, panel: &Panel<'_>, names: &Names) -> Vec<AgendaItem> {
    let max = rubric.decision().max_spread;
    let mut wide: Vec<(CriterionIdx, f64)> = rubric
        .panel_criteria(panel.level)
        .filter_map(|idx| Some((idx, panel.spread(rubric, idx)?)))
        .filter(|(_, spread)| is_wide(*spread, max))
        .collect();
    let pressing = |(idx, spread): &(CriterionIdx, f64)| {
        let criterion = rubric.criterion(*idx);
        // A required criterion comes first: it alone can decide.
        (
            criterion.is_required(panel.level),
            spread * criterion.weight(panel.level),
        )
    };
    wide.sort_by(|a, b| {
        let (a, b) = (pressing(a), pressing(b));
        b.0.cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    wide.into_iter()
        .map(|(idx, spread)| item(rubric, panel, names, idx, spread))
        .collect()
}

fn item(
    rubric: &Rubric,
    panel: &Panel<'_>,
    names: &Names,
    idx: CriterionIdx,
    spread: f64,
) -> AgendaItem {
    let criterion = rubric.criterion(idx);
    let mut scored: Vec<(PointIdx, &Scorecard, &Score)> = panel
        .scores(idx)
        .filter_map(|(card, score)| Some((score.point()?, card, score)))
        .collect();
    // The cards come in loop order, which stays among equal scores.
    scored.sort_by_key(|(point, ..)| std::cmp::Reverse(*point));
    let required = if criterion.is_required(panel.level) {
        ", required"
    } else {
        ""
    };
    AgendaItem {
        criterion: rubric.named_criterion(idx),
        why: format!(
            "raters {} points apart, weight {}{required}",
            plain(spread),
            plain(criterion.weight(panel.level)),
        ),
        views: scored
            .into_iter()
            .map(|(point, card, score)| View {
                interviewer: names.interviewer(&card.interviewer),
                round: rubric.named_round(card.round),
                value: rubric.scale().point(point).value,
                label: rubric.scale().point(point).label.to_string(),
                evidence: score.evidence.clone(),
            })
            .collect(),
    }
}

//! Which level each rater's view places a competency at.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::Basis;
use crate::packet::Panel;
use crate::rubric::{CriterionIdx, CriterionKind, LevelIdx, PointIdx, Rubric};
use crate::scorecard::{Score, identity_key};

/// One rater's view of one competency. Each level is reached, not reached, or not spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    /// The highest level that it speaks for; it then speaks for those under it too.
    pub reached: Option<LevelIdx>,
    /// The lowest level that it speaks against; it then speaks against those over it too.
    pub missed: Option<LevelIdx>,
    /// Where that comes from.
    pub basis: Basis,
}

/// How the raters of a competency stand to one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    /// More than half of them saw it.
    Reached,
    /// At least half of them saw something under it.
    Missed,
    /// Neither.
    NotTold,
    /// Nobody placed the competency.
    NotPlaced,
}

/// Whether levels are read from scores of this criterion. Attitudes and exercises have no cells.
pub(super) fn has_levels(rubric: &Rubric, idx: CriterionIdx) -> bool {
    matches!(rubric.criterion(idx).kind, CriterionKind::Competency { .. })
}

/// Every rater's view of a competency, by rater. One who scored it on several cards has one view,
/// the lower one.
pub(super) fn placed(rubric: &Rubric, panel: &Panel<'_>, idx: CriterionIdx) -> Vec<Placed> {
    if !has_levels(rubric, idx) {
        return Vec::new();
    }
    let mut by_rater: BTreeMap<String, Vec<Placed>> = BTreeMap::new();
    for (card, score) in panel.scores(idx) {
        let view = of_score(rubric, idx, panel.level, score);
        by_rater
            .entry(identity_key(&card.interviewer))
            .or_default()
            .extend(view);
    }
    let of_raters = by_rater.into_values();
    of_raters.filter_map(|views| lower(&views)).collect()
}

/// What a rater's several views come to. What they saw themselves goes before what an anchor says.
fn lower(views: &[Placed]) -> Option<Placed> {
    let basis = views.iter().map(|view| view.basis).min()?;
    let counted = || views.iter().filter(|view| view.basis == basis);
    Some(Placed {
        reached: counted().map(|view| view.reached).min()?,
        missed: counted().filter_map(|view| view.missed).min(),
        basis,
    })
}

fn of_score(rubric: &Rubric, idx: CriterionIdx, level: LevelIdx, score: &Score) -> Option<Placed> {
    let point = score.point()?;
    match score.level {
        Some(seen) => Some(Placed {
            reached: Some(seen),
            missed: above(rubric, seen),
            basis: Basis::Observed,
        }),
        None => by_anchor(rubric, idx, level, point),
    }
}

/// What a score's anchor says where its rater named no level. Where the rubric has no anchor of its
/// own, the points around the bar are the cells of the level and its neighbours ([`Rubric::bar`]);
/// an anchor of its own tells no more than whether the level was reached.
fn by_anchor(
    rubric: &Rubric,
    idx: CriterionIdx,
    level: LevelIdx,
    point: PointIdx,
) -> Option<Placed> {
    let criterion = rubric.criterion(idx);
    if criterion.progression().is_empty() {
        return None;
    }
    let bar = rubric.scale().bar();
    let texts = rubric.bar(criterion, level);
    let cell_of = |point: PointIdx| texts.iter().find(|text| text.point == point)?.from_level;
    let is_own = criterion.anchors.contains_key(&point);
    let over = PointIdx(bar.0 + 1);
    let (reached, missed) = match point.cmp(&bar) {
        Ordering::Less => {
            let under = PointIdx(bar.0 - 1);
            match cell_of(under).filter(|_| !is_own) {
                // Further down, not even the cell under the level was seen.
                Some(below) if point < under => (None, Some(below)),
                Some(below) => (Some(below), Some(level)),
                None => (None, Some(level)),
            }
        }
        // The point over it was not given; that tells of the level above where it is its cell.
        Ordering::Equal => (Some(level), cell_of(over)),
        Ordering::Greater => {
            let above = cell_of(over).filter(|_| !is_own);
            (Some(above.unwrap_or(level)), None)
        }
    };
    Some(Placed {
        reached,
        missed,
        basis: Basis::Anchors,
    })
}

fn above(rubric: &Rubric, level: LevelIdx) -> Option<LevelIdx> {
    let above = LevelIdx(level.0 + 1);
    (above.0 < rubric.levels().len()).then_some(above)
}

/// How the raters stand to a level. An even split is against it.
pub(super) fn stand(placed: &[Placed], level: LevelIdx) -> Stand {
    let reached = |view: &&Placed| view.reached.is_some_and(|reached| reached >= level);
    let missed = |view: &&Placed| view.missed.is_some_and(|missed| missed <= level);
    let n = placed.len();
    if n == 0 {
        Stand::NotPlaced
    } else if 2 * placed.iter().filter(reached).count() > n {
        Stand::Reached
    } else if 2 * placed.iter().filter(missed).count() >= n {
        Stand::Missed
    } else {
        Stand::NotTold
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(reached: Option<usize>, missed: Option<usize>) -> Placed {
        Placed {
            reached: reached.map(LevelIdx),
            missed: missed.map(LevelIdx),
            basis: Basis::Observed,
        }
    }

    #[test]
    fn a_level_needs_more_than_half_and_an_even_split_is_against_it() {
        let high = view(Some(2), Some(3));
        let low = view(Some(1), Some(2));
        let cases: &[(&[Placed], Stand)] = &[
            (&[], Stand::NotPlaced),
            (&[high], Stand::Reached),
            (&[low], Stand::Missed),
            (&[high, low], Stand::Missed),
            (&[high, high, low], Stand::Reached),
            (&[high, low, low], Stand::Missed),
        ];
        for (placed, expected) in cases {
            assert_eq!(stand(placed, LevelIdx(2)), *expected, "{placed:?}");
        }
        assert_eq!(stand(&[high, low], LevelIdx(1)), Stand::Reached);
    }

    #[test]
    fn what_a_view_does_not_speak_of_is_not_told() {
        // Under level 2 by an anchor of the rubric's own: nothing is said of level 1.
        let under = view(None, Some(2));
        assert_eq!(stand(&[under], LevelIdx(1)), Stand::NotTold);
        assert_eq!(stand(&[under], LevelIdx(2)), Stand::Missed);
        let one = view(Some(1), None);
        assert_eq!(stand(&[under, one], LevelIdx(1)), Stand::NotTold);
        assert_eq!(stand(&[under, one, one], LevelIdx(1)), Stand::Reached);
    }

    #[test]
    fn of_one_raters_views_the_lower_counts_and_what_was_seen_goes_first() {
        let high = view(Some(2), Some(3));
        let low = view(Some(1), Some(2));
        assert_eq!(lower(&[high, low]), Some(low));
        assert_eq!(lower(&[]), None);
        let by_anchor = Placed {
            basis: Basis::Anchors,
            ..low
        };
        assert_eq!(lower(&[by_anchor, high]), Some(high));
        assert_eq!(
            lower(&[view(None, Some(1)), low]),
            Some(view(None, Some(1)))
        );
    }
}

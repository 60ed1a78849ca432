//! One level's bar: the weight that was seen at it, and what stands in its way.

use super::{LevelBar, LevelState, Limit, LimitKind, NEEDED, Sight, Stand, has_levels};
use crate::packet::policy::rules_out;
use crate::rubric::{CriterionIdx, LevelIdx};

/// Weights such as 0.1 do not add up exactly; a share that is equal on paper passes.
const SLACK: f64 = 1e-9;

/// Shares of a level's weight, which is 0 where no competency has any.
#[derive(Debug, Default)]
struct Shares {
    whole: f64,
    reached: f64,
    missed: f64,
    not_told: f64,
    not_placed: f64,
}

impl Sight<'_> {
    pub(super) fn bar(&self, level: LevelIdx) -> LevelBar {
        let shares = self.shares(level);
        let standing = self.standing_alone(level);
        let state = self.state(&shares, &standing);
        let mut limits = standing;
        if state != LevelState::Supported {
            limits.extend(self.weighing(level, &shares));
        }
        sort(&mut limits);
        LevelBar {
            level: self.rubric.named_level(level),
            state,
            state_title: state.title(),
            share_reached: shares.reached,
            share_missed: shares.missed,
            share_not_told: shares.not_told,
            share_not_placed: shares.not_placed,
            limits,
        }
    }

    fn state(&self, shares: &Shares, standing: &[Limit]) -> LevelState {
        let against = |limit: &Limit| limit.kind <= LimitKind::SeenUnder;
        if standing.iter().any(against) || shares.missed > 1.0 - NEEDED + SLACK {
            return LevelState::NotMet;
        }
        if standing.is_empty() && self.is_covered(shares) && shares.reached + SLACK >= NEEDED {
            return LevelState::Supported;
        }
        LevelState::Open
    }

    fn is_covered(&self, shares: &Shares) -> bool {
        let covered = 1.0 - shares.not_placed;
        shares.whole > 0.0 && covered + SLACK >= self.rubric.decision().min_coverage
    }

    fn shares(&self, level: LevelIdx) -> Shares {
        let mut shares = Shares::default();
        for idx in self.competencies_at(level) {
            let weight = self.rubric.criterion(idx).weight(level);
            shares.whole += weight;
            let part = match self.stand(idx, level) {
                Stand::Reached => &mut shares.reached,
                Stand::Missed => &mut shares.missed,
                Stand::NotTold => &mut shares.not_told,
                Stand::NotPlaced => &mut shares.not_placed,
            };
            *part += weight;
        }
        if shares.whole > 0.0 {
            let parts = [
                &mut shares.reached,
                &mut shares.missed,
                &mut shares.not_told,
                &mut shares.not_placed,
            ];
            for part in parts {
                *part /= shares.whole;
            }
        }
        shares
    }

    fn competencies_at(&self, level: LevelIdx) -> impl Iterator<Item = CriterionIdx> {
        let criteria = self.rubric.panel_criteria(level);
        criteria.filter(|idx| has_levels(self.rubric, *idx))
    }

    /// What stands in the way by itself, whatever the shares: what is required, and knock-outs.
    fn standing_alone(&self, level: LevelIdx) -> Vec<Limit> {
        let criteria = self.rubric.panel_criteria(level);
        criteria
            .filter_map(|idx| {
                let kind = self.knocked_out(idx, level).or_else(|| {
                    let is_required = self.rubric.criterion(idx).is_required(level);
                    is_required.then(|| self.falls_short(idx, level)).flatten()
                })?;
                Some(self.limit(idx, level, kind))
            })
            .collect()
    }

    /// A knock-out that was triggered holds at every level that the rule is for. On a competency it
    /// holds from the level interviewed for: the score says nothing of a lower bar.
    fn knocked_out(&self, idx: CriterionIdx, level: LevelIdx) -> Option<LimitKind> {
        let is_lower_bar = has_levels(self.rubric, idx) && level < self.panel.level;
        let rules = self.rubric.panel_knockouts().iter();
        let mut holding = rules.filter(|rule| {
            rule.criterion == idx && rule.levels.include(level) && rules_out(self.panel, rule)
        });
        let holds = !is_lower_bar && holding.next().is_some();
        holds.then_some(LimitKind::KnockedOut)
    }

    /// How a required criterion stands in the way of a level, if it does.
    fn falls_short(&self, idx: CriterionIdx, level: LevelIdx) -> Option<LimitKind> {
        if has_levels(self.rubric, idx) {
            match self.stand(idx, level) {
                Stand::Missed => return Some(LimitKind::SeenUnder),
                Stand::NotTold => return Some(LimitKind::NotTold),
                Stand::NotPlaced => return Some(LimitKind::NotPlaced),
                Stand::Reached => {}
            }
        } else {
            // The same is asked of it at every level.
            match self.scores.criterion(idx) {
                None => return Some(LimitKind::NotPlaced),
                Some(fair) if fair.probability < 0.5 => return Some(LimitKind::UnderTheBar),
                Some(_) => {}
            }
        }
        let needed = self.rubric.decision().min_raters as usize;
        (self.n_raters(idx) < needed).then_some(LimitKind::TooFewRaters)
    }

    /// Raters who placed it, or scored it where it has no levels.
    pub(super) fn n_raters(&self, idx: CriterionIdx) -> usize {
        if has_levels(self.rubric, idx) {
            self.placed(idx).len()
        } else {
            self.panel.by_rater(self.rubric, idx).len()
        }
    }

    /// What stands in the way by its weight, where nothing required says so already: what was seen
    /// under the level where that is too much, else what was not told.
    fn weighing(&self, level: LevelIdx, shares: &Shares) -> Vec<Limit> {
        let too_little = shares.reached + SLACK < NEEDED;
        let uncovered = !self.is_covered(shares);
        let limiting = |stand| match stand {
            Stand::Missed if too_little => Some(LimitKind::SeenUnder),
            Stand::NotTold if too_little => Some(LimitKind::NotTold),
            Stand::NotPlaced if too_little || uncovered => Some(LimitKind::NotPlaced),
            _ => None,
        };
        self.competencies_at(level)
            .filter(|idx| {
                let criterion = self.rubric.criterion(*idx);
                criterion.weight(level) > 0.0 && !criterion.is_required(level)
            })
            .filter(|idx| self.knocked_out(*idx, level).is_none())
            .filter_map(|idx| {
                let kind = limiting(self.stand(idx, level))?;
                Some(self.limit(idx, level, kind))
            })
            .collect()
    }

    fn limit(&self, idx: CriterionIdx, level: LevelIdx, kind: LimitKind) -> Limit {
        let criterion = self.rubric.criterion(idx);
        let cell = criterion.progression().get(level.get());
        Limit {
            criterion: self.rubric.named_criterion(idx),
            weight: criterion.weight(level),
            required: criterion.is_required(level),
            kind,
            why: self.limit_title(idx, kind),
            cell: cell.map(ToString::to_string),
        }
    }
}

/// Knock-outs, then what is required, then what was seen under the level, then by weight.
fn sort(limits: &mut [Limit]) {
    limits.sort_by(|a, b| {
        let rank = |limit: &Limit| (limit.kind != LimitKind::KnockedOut, !limit.required);
        rank(a)
            .cmp(&rank(b))
            .then(a.kind.cmp(&b.kind))
            .then(b.weight.total_cmp(&a.weight))
    });
}

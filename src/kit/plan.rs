//! Which questions a loop asks of one candidate: pure, from the rubric, what was asked before and
//! the candidate's id.
//!
//! The whole loop is planned at once. What must hold:
//!
//! - a question is planned in one round at most;
//! - core questions are planned, in one of their rounds;
//! - a bank is asked through a round's `pick` alone, and gives as many as the round picks or as it
//!   has;
//! - a rotating question (neither core nor of a bank) is planned only where questions and exercise
//!   then still leave the round's allowance of [`OPENING_AND_CLOSING`] free.
//!
//! Among all such plans one with the greatest [`Objective`] is chosen, which compares part by part,
//! the first part first. Between plans that are equal in all parts an order of the questions
//! decides that is shuffled by the candidate's id and the rubric's; without a candidate it is the
//! rubric's order. The search is exact. Where it would take longer than [`EFFORT`] allows, the best
//! plan found is given and [`LoopPlan::optimal`] says that it is not proven to be the best.
//!
//! `docs/planning.md` says the same for people who use it.

mod history;
mod problem;
mod search;
mod seed;
mod shared;

#[cfg(test)]
mod tests;

pub use history::History;
pub use search::EFFORT;

use std::collections::BTreeMap;

use crate::rubric::{CriterionIdx, LevelIdx, QuestionIdx, RoundIdx, Rubric};
use problem::{Eligible, Part};
use search::Outcome;
use shared::Given;

/// The part of a round, as one in so many, that goes to welcome and the candidate's questions.
pub const OPENING_AND_CLOSING: u32 = 6;

/// How good a plan is. Greater is better, and an earlier part outweighs all later ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Objective {
    /// Less what the picks leave open: 2^20 for each question that a bank does not give, and 1 for
    /// each core question of a bank that is not planned. 0 or less.
    pub picks: i64,
    /// Less the minutes that rounds run over. 0 or less.
    pub in_time: i64,
    /// The weight covered where no exercise speaks to the criterion: of each criterion that a
    /// round scores and a question planned there measures, its weight in millionths of the
    /// greatest, times 2^20, plus 1 so that those without weight count last.
    pub covered_first: i64,
    /// The weight covered by questions, whether or not an exercise speaks to the criterion.
    pub covered: i64,
    /// Less the questions that the candidate was asked before, elsewhere. 0 or less.
    pub new_to_candidate: i64,
    /// The freshness of the questions, 1 to 2,048 each: see [`History`]. Core questions that are of
    /// no bank have none. In a round without minutes a rotating question counts 2,049 less, so that
    /// there are no more than coverage needs.
    pub fresh: i64,
    /// Criteria required at the level that two questions of a round speak to, counted by round.
    pub twice: i64,
    /// Less the repeats within rounds: the second and each further question of a round with the
    /// same tag, the same difficulty or the same first criterion. 0 or less.
    pub varied: i64,
}

/// The questions of every round of a loop at one level, for one candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoopPlan {
    /// The level.
    pub level: LevelIdx,
    /// A plan for each round held at the level, in loop order.
    pub rounds: Vec<RoundPlan>,
    /// How good the plan is.
    pub objective: Objective,
    /// Whether it is proven that no plan is better.
    pub optimal: bool,
}

/// The questions of one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundPlan {
    /// The round.
    pub round: RoundIdx,
    /// To ask, in the rubric's order.
    pub planned: Vec<QuestionIdx>,
    /// To fall back on, in the rubric's order; each in the first of its rounds.
    pub reserve: Vec<QuestionIdx>,
    /// Minutes that the planned questions take.
    pub question_minutes: u32,
    /// Minutes that the exercise takes.
    pub exercise_minutes: u32,
    /// Minutes kept for welcome and the candidate's questions; 0 where the round names no minutes.
    pub allowance: u32,
    /// Minutes that questions and exercise take over the round's; 0 where they fit.
    pub minutes_over: u32,
    /// Criteria scored in the round that no planned question measures.
    pub unasked: Vec<CriterionIdx>,
}

impl LoopPlan {
    /// The plan of a round; none where the round is not held at the level.
    #[must_use]
    pub fn round(&self, idx: RoundIdx) -> Option<&RoundPlan> {
        self.rounds.iter().find(|plan| plan.round == idx)
    }
}

/// Plans the loop at a level for a candidate, or for nobody in particular.
#[must_use]
pub fn plan_loop(
    rubric: &Rubric,
    level: LevelIdx,
    candidate: Option<&str>,
    history: &History,
) -> LoopPlan {
    let eligible = Eligible::of(rubric, level);
    let order = seed::order(rubric, candidate);
    let turns = seed::turns(&order, candidate);
    let given = Given {
        eligible: &eligible,
        order: &order,
        scores: &history.scores(level, candidate, &eligible, &turns),
    };
    given.plan(level, Given::solve)
}

impl Given<'_> {
    /// Plans part by part. What a part leaves over of its share of the effort is there for those
    /// after it.
    fn plan(&self, level: LevelIdx, solve: impl Fn(&Self, &Part, u64) -> Outcome) -> LoopPlan {
        let parts = self.eligible.parts();
        let mut effort = EFFORT;
        let mut asked_in = BTreeMap::new();
        let mut objective = Objective::default();
        let mut optimal = true;
        for (n_done, part) in parts.iter().enumerate() {
            let outcome = solve(self, part, effort / (parts.len() - n_done) as u64);
            effort = effort.saturating_sub(outcome.work);
            objective.add(&outcome.worth);
            optimal &= outcome.proven;
            asked_in.extend(outcome.asked);
        }
        LoopPlan {
            level,
            rounds: self.eligible.round_plans(&asked_in, self.scores),
            objective,
            optimal,
        }
    }
}

impl Objective {
    fn add(&mut self, other: &Self) {
        self.picks += other.picks;
        self.in_time += other.in_time;
        self.covered_first += other.covered_first;
        self.covered += other.covered;
        self.new_to_candidate += other.new_to_candidate;
        self.twice += other.twice;
        self.fresh += other.fresh;
        self.varied += other.varied;
    }
}

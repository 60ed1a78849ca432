//! Which questions a round asks: pure, from the rubric alone.
//!
//! Core questions are for everybody. Each bank gives as many as the round picks. Then every
//! criterion of the round that nothing planned speaks to gets its first question, and what time is
//! left goes to further questions in the rubric's order, less a sixth of the round for welcome and
//! the candidate's own questions. What is not planned stays in reserve.

use crate::rubric::{CriterionIdx, LevelIdx, Question, QuestionIdx, RoundIdx, Rubric};

/// The part of a round, as one in so many, that goes to welcome and the candidate's questions.
const OPENING_AND_CLOSING: u32 = 6;

/// The questions of one round at one level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// To ask, in the rubric's order.
    pub planned: Vec<QuestionIdx>,
    /// To fall back on.
    pub reserve: Vec<QuestionIdx>,
    /// Minutes that the planned questions take.
    pub question_minutes: u32,
    /// Minutes that the exercise takes.
    pub exercise_minutes: u32,
    /// Minutes that questions and exercise take over the round's; 0 where they fit.
    pub minutes_over: u32,
}

/// Plans a round.
#[must_use]
pub fn plan(rubric: &Rubric, round_idx: RoundIdx, level: LevelIdx) -> Plan {
    let round = rubric.round(round_idx);
    let exercise_minutes = round
        .exercise
        .map(|idx| rubric.exercise(idx))
        .filter(|exercise| exercise.levels.include(level))
        .and_then(|exercise| exercise.minutes)
        .unwrap_or(0);
    let possible: Vec<QuestionIdx> = (0..rubric.questions().len())
        .map(QuestionIdx)
        .filter(|idx| {
            let question = rubric.question(*idx);
            question.rounds.contains(&round_idx) && question.levels.include(level)
        })
        .collect();
    let mut planner = Planner {
        rubric,
        planned: Vec::new(),
        minutes: exercise_minutes,
    };
    planner.take_core(&possible);
    planner.take_picks(&possible, round_idx);
    planner.cover(&possible, &rubric.scored_in(round_idx, level));
    planner.fill(&possible, round.minutes);
    let Planner {
        planned, minutes, ..
    } = planner;
    let reserve = possible
        .iter()
        .copied()
        .filter(|idx| !planned.contains(idx))
        .collect();
    Plan {
        planned: possible
            .into_iter()
            .filter(|idx| planned.contains(idx))
            .collect(),
        reserve,
        question_minutes: minutes - exercise_minutes,
        exercise_minutes,
        minutes_over: round
            .minutes
            .map_or(0, |available| minutes.saturating_sub(available)),
    }
}

struct Planner<'a> {
    rubric: &'a Rubric,
    planned: Vec<QuestionIdx>,
    minutes: u32,
}

impl Planner<'_> {
    fn question(&self, idx: QuestionIdx) -> &Question {
        self.rubric.question(idx)
    }

    fn take(&mut self, idx: QuestionIdx) {
        self.minutes = self.minutes.saturating_add(self.question(idx).minutes);
        self.planned.push(idx);
    }

    fn is_free(&self, idx: QuestionIdx) -> bool {
        !self.planned.contains(&idx) && self.question(idx).pool.is_none()
    }

    fn take_core(&mut self, possible: &[QuestionIdx]) {
        for idx in possible {
            if self.question(*idx).core && self.is_free(*idx) {
                self.take(*idx);
            }
        }
    }

    fn take_picks(&mut self, possible: &[QuestionIdx], round: RoundIdx) {
        for pick in &self.rubric.round(round).pick {
            let mut bank: Vec<_> = possible
                .iter()
                .copied()
                .filter(|idx| self.question(*idx).pool.as_ref() == Some(&pick.pool))
                .filter(|idx| !self.planned.contains(idx))
                .collect();
            // Within a bank core questions come first; the order of the rubric stays otherwise.
            bank.sort_by_key(|idx| !self.question(*idx).core);
            for idx in bank.into_iter().take(pick.n as usize) {
                self.take(idx);
            }
        }
    }

    fn cover(&mut self, possible: &[QuestionIdx], criteria: &[CriterionIdx]) {
        for criterion in criteria {
            let speaks = |idx: &QuestionIdx| self.question(*idx).measures.contains(criterion);
            if self.planned.iter().any(speaks) {
                continue;
            }
            let first = possible
                .iter()
                .find(|idx| speaks(idx) && self.is_free(**idx));
            if let Some(idx) = first.copied() {
                self.take(idx);
            }
        }
    }

    fn fill(&mut self, possible: &[QuestionIdx], minutes: Option<u32>) {
        let Some(minutes) = minutes else {
            return;
        };
        let available = minutes - minutes / OPENING_AND_CLOSING;
        for idx in possible {
            let after = self.minutes.saturating_add(self.question(*idx).minutes);
            if self.is_free(*idx) && after <= available {
                self.take(*idx);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::compile::{NoFiles, load};
    use crate::text::Sources;

    /// A round of an hour with these questions: id, minutes, further keys.
    fn planned(round: &str, questions: &[(&str, u32, &str)]) -> (Vec<String>, Vec<String>, u32) {
        let mut text = format!(
            "format = 1\nid = \"x\"\ntitle = \"X\"\nversion = \"1.0.0\"\nsummary = \"x\"\n\
             [[level]]\nid = \"mid\"\ntitle = \"Mid\"\n\
             [[round]]\nid = \"r\"\ntitle = \"R\"\nstage = \"onsite\"\nminutes = 60\n\
             focus = [\"a\", \"b\"]\n{round}\n"
        );
        for id in ["a", "b"] {
            text.push_str("[[attitude]]\nid = \"");
            text.push_str(id);
            text.push_str("\"\ntitle = \"T\"\ndefinition = \"D\"\n");
        }
        for (id, minutes, keys) in questions {
            text.push_str(
                &[
                    "[[question]]\nid = \"",
                    id,
                    "\"\nask = \"?\"\nround = \"r\"\nminutes = ",
                    &minutes.to_string(),
                    "\n",
                    keys,
                    "\n",
                ]
                .concat(),
            );
        }
        let mut sources = Sources::default();
        let loaded = load("x.toml", text.into_bytes(), &mut NoFiles, &mut sources);
        let rubric = loaded
            .rubric
            .unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics));
        let plan = plan(&rubric, RoundIdx(0), LevelIdx(0));
        let ids = |list: &[QuestionIdx]| {
            let ids = list.iter().map(|idx| rubric.question(*idx).id.to_string());
            ids.collect()
        };
        (ids(&plan.planned), ids(&plan.reserve), plan.minutes_over)
    }

    #[test]
    fn core_questions_come_first_and_every_criterion_is_covered() {
        let (planned, reserve, over) = planned(
            "",
            &[
                ("a1", 25, "measures = [\"a\"]"),
                ("a2", 20, "measures = [\"a\"]\ncore = true"),
                ("b1", 20, "measures = [\"b\"]"),
            ],
        );
        assert_eq!(planned, ["a2", "b1"]);
        assert_eq!(reserve, ["a1"]);
        assert_eq!(over, 0);
    }

    #[test]
    fn what_is_left_of_the_time_is_filled_less_a_sixth() {
        let (planned, reserve, _) = planned(
            "",
            &[
                ("a1", 20, "measures = [\"a\", \"b\"]\ncore = true"),
                ("a2", 20, "measures = [\"a\"]"),
                ("b1", 15, "measures = [\"b\"]"),
                ("b2", 10, "measures = [\"b\"]"),
            ],
        );
        assert_eq!(planned, ["a1", "a2", "b2"]);
        assert_eq!(reserve, ["b1"]);
    }

    #[test]
    fn a_bank_gives_as_many_as_the_round_picks() {
        let (planned, reserve, _) = planned(
            "pick = [{ pool = \"p\", n = 1 }]",
            &[
                ("a1", 10, "measures = [\"a\"]\npool = \"p\""),
                ("a2", 10, "measures = [\"a\"]\npool = \"p\"\ncore = true"),
                ("b1", 10, "measures = [\"b\"]"),
            ],
        );
        // `b1` has time left over from the round; `a1` belongs to the bank, which gives one.
        assert_eq!(planned, ["a2", "b1"]);
        assert_eq!(reserve, ["a1"]);
    }

    #[test]
    fn core_questions_over_the_time_are_asked_and_counted() {
        let (planned, _, over) = planned(
            "",
            &[
                ("a1", 40, "measures = [\"a\"]\ncore = true"),
                ("b1", 30, "measures = [\"b\"]\ncore = true"),
            ],
        );
        assert_eq!(planned, ["a1", "b1"]);
        assert_eq!(over, 10);
    }
}

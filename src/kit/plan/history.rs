//! What was asked of whom before.

use std::collections::{BTreeMap, HashMap};

use super::problem::Eligible;
use crate::rubric::{LevelIdx, QuestionIdx, RoundIdx};

/// Most candidates over the least-asked that a question is told apart by.
const MOST_OVER: usize = 15;
/// Most candidates since the last use that a question is told apart by.
const LONGEST_REST: usize = 7;

/// The log of questions asked, from scorecards' `asked`.
///
/// A question's freshness is from 1 to 2,048:
///
/// - 128 for each candidate by which it lags behind 15 over the least-asked question that competes
///   with it: 15 times that for the least-asked, nothing for one asked of 15 candidates more;
/// - 16 for each candidate, up to 7, who was interviewed since it was last asked; 7 where it never
///   was;
/// - its turn, 0 to 15, which the candidate's id decides, so that questions go round where there is
///   no log; and 1.
///
/// Questions compete within one bank of a round, or among the rotating questions of a round. A
/// candidate counts once, however many interviewers wrote a question down.
///
/// The candidate planned for does not count towards freshness: what they were asked in another
/// round or at another level is avoided, and what they were asked in this very round is this round,
/// so that a card that comes in changes nothing for the next interviewer.
#[derive(Debug, Clone, Default)]
pub struct History {
    uses: Vec<Use>,
}

#[derive(Debug, Clone)]
struct Use {
    candidate: String,
    round: RoundIdx,
    level: LevelIdx,
    questions: Vec<QuestionIdx>,
}

/// What the log means for one candidate.
pub(super) struct Scores {
    /// The freshness of each question.
    pub(super) fresh: Vec<i64>,
    /// The rounds at this level in which the candidate was asked a question, where elsewhere
    /// would be a repeat; none where every round is.
    asked: HashMap<QuestionIdx, Option<RoundIdx>>,
}

impl Scores {
    /// Whether the candidate would be asked a question again if a round did.
    pub(super) fn is_repeat(&self, question: QuestionIdx, round: RoundIdx) -> bool {
        let asked = self.asked.get(&question);
        asked.is_some_and(|held| *held != Some(round))
    }
}

impl History {
    /// Adds what one card says was asked. Cards are added in the order of the interviews.
    pub fn record(
        &mut self,
        candidate: &str,
        round: RoundIdx,
        level: LevelIdx,
        questions: Vec<QuestionIdx>,
    ) {
        self.uses.push(Use {
            candidate: candidate.to_owned(),
            round,
            level,
            questions,
        });
    }

    pub(super) fn scores(
        &self,
        level: LevelIdx,
        candidate: Option<&str>,
        eligible: &Eligible<'_>,
        turns: &[i64],
    ) -> Scores {
        Scores {
            fresh: freshness(&self.by_candidate(candidate), turns, eligible),
            asked: self.asked_of(level, candidate),
        }
    }

    /// The other candidates in the order of their last interviews, each with their questions.
    fn by_candidate(&self, but: Option<&str>) -> Vec<Vec<QuestionIdx>> {
        let mut latest: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, entry) in self.uses.iter().enumerate() {
            latest.insert(&entry.candidate, at);
        }
        let mut found: BTreeMap<usize, Vec<QuestionIdx>> = BTreeMap::new();
        for entry in &self.uses {
            if Some(entry.candidate.as_str()) != but {
                let at = latest[entry.candidate.as_str()];
                found.entry(at).or_default().extend(&entry.questions);
            }
        }
        found
            .into_values()
            .map(|mut questions| {
                questions.sort_unstable();
                questions.dedup();
                questions
            })
            .collect()
    }

    fn asked_of(
        &self,
        level: LevelIdx,
        candidate: Option<&str>,
    ) -> HashMap<QuestionIdx, Option<RoundIdx>> {
        let mut asked = HashMap::new();
        let own = self.uses.iter();
        for entry in own.filter(|entry| Some(entry.candidate.as_str()) == candidate) {
            let held = (entry.level == level).then_some(entry.round);
            for question in &entry.questions {
                // Asked in two places, it is a repeat in each of them.
                asked
                    .entry(*question)
                    .and_modify(|earlier: &mut Option<RoundIdx>| {
                        *earlier = earlier.filter(|round| held == Some(*round));
                    })
                    .or_insert(held);
            }
        }
        asked
    }
}

fn freshness(candidates: &[Vec<QuestionIdx>], turns: &[i64], eligible: &Eligible<'_>) -> Vec<i64> {
    let n_questions = turns.len();
    let mut times = vec![0; n_questions];
    let mut rest = vec![LONGEST_REST; n_questions];
    for (at, questions) in candidates.iter().enumerate() {
        for question in questions {
            times[question.0] += 1;
            rest[question.0] = (candidates.len() - 1 - at).min(LONGEST_REST);
        }
    }
    let least = eligible.least_asked(&times);
    (0..n_questions)
        .map(|idx| {
            let over = times[idx].saturating_sub(least[idx]).min(MOST_OVER);
            let score = 128 * (MOST_OVER - over) + 16 * rest[idx];
            i64::try_from(score).unwrap_or(i64::MAX) + turns[idx] + 1
        })
        .collect()
}

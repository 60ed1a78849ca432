//! A planned loop for whoever answers for it: who scores what, where the time goes, what is missing.

use std::collections::BTreeMap;

use serde::Serialize;

use super::FORMAT;
use super::plan::{LoopPlan, RoundPlan};
use crate::chart::{Bar, Bars, Chart, Matrix, MatrixRow};
use crate::rubric::{
    CriterionIdx, Medium, Named, Need, Question, QuestionIdx, RoundIdx, Rubric, RubricRef, Skill,
};
use crate::text::{Plain, count, counted, percent};

/// A loop at one level.
#[derive(Debug, Clone, Serialize)]
pub struct LoopView {
    /// Version of this shape: [`FORMAT`].
    pub format: u32,
    /// The rubric it was made from.
    pub rubric: RubricRef,
    /// The level interviewed for.
    pub level: Named,
    /// The candidate it is planned for, by id.
    pub candidate: Option<String>,
    /// Whether it is proven that no plan is better.
    pub is_proven: bool,
    /// The time of the whole loop.
    pub total: TotalTime,
    /// Raters that a required criterion needs.
    pub min_raters: u32,
    /// Raters by criterion and round; none where the panel scores nothing.
    pub coverage: Option<Chart>,
    /// The criteria that the panel scores at this level.
    pub criteria: Vec<CoverageRow>,
    /// What nobody scores, asks about or has time for; sentences.
    pub gaps: Vec<String>,
    /// What is scored or could be asked more often than needed; sentences.
    pub overlaps: Vec<String>,
    /// The rounds, in loop order.
    pub rounds: Vec<LoopRound>,
    /// The role's skill profile; none where the rubric has none.
    pub skills: Option<Chart>,
    /// Remarks on skills.
    pub skill_notes: Vec<SkillNote>,
}

/// The time that a loop takes.
#[derive(Debug, Clone, Serialize)]
pub struct TotalTime {
    /// Minutes of the candidate.
    pub minutes: u64,
    /// Minutes of all interviewers together.
    pub interviewer_minutes: u64,
    /// Interviewers over all rounds.
    pub n_interviewers: u64,
    /// Rounds that name no minutes, which the sums leave out.
    pub n_untimed: usize,
}

/// How often a criterion is scored.
#[derive(Debug, Clone, Serialize)]
pub struct CoverageRow {
    /// The criterion.
    pub criterion: Named,
    /// Its weight at this level.
    pub weight: f64,
    /// Its share of all weight, such as `12 %`.
    pub share: String,
    /// Whether it alone can rule a hire out at this level.
    pub is_required: bool,
    /// Raters over all rounds.
    pub n_raters: u32,
    /// Raters it needs.
    pub n_needed: u32,
    /// Questions planned for it, over all rounds.
    pub n_questions: usize,
    /// The rounds that score it.
    pub rounds: Vec<Named>,
}

/// One round of the loop.
#[derive(Debug, Clone, Serialize)]
pub struct LoopRound {
    /// The round.
    pub round: Named,
    /// Where in the process it stands.
    pub stage: &'static str,
    /// How it is held.
    pub medium: Option<&'static str>,
    /// Who runs it.
    pub interviewer: Option<String>,
    /// What this interviewer looks for.
    pub interviewer_focus: Option<String>,
    /// How many score it.
    pub n_interviewers: u32,
    /// How its time is used.
    pub time: RoundTime,
    /// What it scores.
    pub criteria: Vec<Named>,
    /// The questions planned.
    pub planned: Vec<PlannedQuestion>,
    /// The questions in reserve, by id.
    pub reserve: Vec<String>,
    /// The exercise done in it.
    pub exercise: Option<Named>,
    /// Who plays whom in it.
    pub roles: Vec<PlayedRole>,
}

/// How the time of a round is used. Questions, exercise, opening and closing, and what is spare
/// make up the round's minutes, less those it runs over.
#[derive(Debug, Clone, Serialize)]
pub struct RoundTime {
    /// Minutes of the round.
    pub minutes: Option<u32>,
    /// Minutes of the planned questions.
    pub questions: u32,
    /// Minutes of the exercise.
    pub exercise: u32,
    /// Minutes left for welcome and the candidate's questions, a sixth of the round at most.
    pub opening_and_closing: u32,
    /// Minutes over that.
    pub spare: u32,
    /// Minutes that questions and exercise run over.
    pub over: u32,
}

/// A question as a plan lists it.
#[derive(Debug, Clone, Serialize)]
pub struct PlannedQuestion {
    /// Its id.
    pub id: String,
    /// How long it takes.
    pub minutes: u32,
    /// Why it is asked: `everybody`, `bank` or `rotating`.
    pub kind: &'static str,
    /// What of the round it speaks to.
    pub measures: Vec<String>,
}

/// A part that somebody plays.
#[derive(Debug, Clone, Serialize)]
pub struct PlayedRole {
    /// Who is played.
    pub title: String,
    /// Who may play them, where the rubric says so.
    pub played_by: Option<String>,
}

/// A remark on a skill.
#[derive(Debug, Clone, Serialize)]
pub struct SkillNote {
    /// The skill.
    pub title: String,
    /// The remark.
    pub note: String,
}

/// The view of a planned loop.
#[must_use]
pub fn view_loop(rubric: &Rubric, plan: &LoopPlan, candidate: Option<&str>) -> LoopView {
    let builder = Builder::new(rubric, plan);
    let criteria: Vec<_> = builder.panel.keys().map(|idx| builder.row(*idx)).collect();
    let skills = &rubric.about().skills;
    LoopView {
        format: FORMAT,
        rubric: rubric.reference(),
        level: rubric.named_level(plan.level),
        candidate: candidate.map(str::to_owned),
        is_proven: plan.optimal,
        total: builder.total(),
        min_raters: rubric.decision().min_raters,
        coverage: builder.coverage(),
        gaps: builder.gaps(&criteria),
        overlaps: builder.overlaps(&criteria),
        criteria,
        rounds: plan.rounds.iter().map(|it| builder.round(it)).collect(),
        skills: (!skills.is_empty()).then(|| profile(skills)),
        skill_notes: skills
            .iter()
            .filter_map(|skill| {
                let title = skill.title.plain();
                let note = skill.note.plain()?;
                Some(SkillNote { title, note })
            })
            .collect(),
    }
}

struct Builder<'a> {
    rubric: &'a Rubric,
    plan: &'a LoopPlan,
    /// The interviews that score something.
    interviews: Vec<RoundIdx>,
    /// What each round scores.
    scored: BTreeMap<RoundIdx, Vec<CriterionIdx>>,
    /// The panel's criteria, each with the interviews that score it.
    panel: BTreeMap<CriterionIdx, Vec<RoundIdx>>,
    weight: f64,
}

impl<'a> Builder<'a> {
    fn new(rubric: &'a Rubric, plan: &'a LoopPlan) -> Self {
        let scored: BTreeMap<_, _> = plan
            .rounds
            .iter()
            .map(|it| (it.round, rubric.scored_in(it.round, plan.level)))
            .collect();
        let mut panel: BTreeMap<_, Vec<_>> = rubric
            .panel_criteria(plan.level)
            .map(|idx| (idx, Vec::new()))
            .collect();
        let is_interview = |(round, found): &(&RoundIdx, &Vec<_>)| {
            rubric.round(**round).stage.is_panel() && !found.is_empty()
        };
        let mut interviews = Vec::new();
        for (round, found) in scored.iter().filter(is_interview) {
            interviews.push(*round);
            for idx in found {
                panel.entry(*idx).or_default().push(*round);
            }
        }
        let weights = panel
            .keys()
            .map(|idx| rubric.criterion(*idx).weight(plan.level));
        Self {
            rubric,
            plan,
            interviews,
            weight: weights.sum(),
            scored,
            panel,
        }
    }

    fn title(&self, idx: CriterionIdx) -> String {
        self.rubric.criterion(idx).title.plain()
    }

    fn round_title(&self, idx: RoundIdx) -> String {
        self.rubric.round(idx).title.plain()
    }

    fn total(&self) -> TotalTime {
        let rounds = || {
            self.plan
                .rounds
                .iter()
                .map(|it| self.rubric.round(it.round))
        };
        let minutes = || rounds().filter_map(|round| Some((round.minutes?, round.interviewers)));
        TotalTime {
            minutes: minutes().map(|(minutes, _)| u64::from(minutes)).sum(),
            interviewer_minutes: minutes()
                .map(|(minutes, n)| u64::from(minutes) * u64::from(n))
                .sum(),
            n_interviewers: rounds().map(|round| u64::from(round.interviewers)).sum(),
            n_untimed: rounds().filter(|round| round.minutes.is_none()).count(),
        }
    }

    fn coverage(&self) -> Option<Chart> {
        let row = |(idx, rounds): (&CriterionIdx, &Vec<RoundIdx>)| MatrixRow {
            label: self.title(*idx),
            cells: self
                .interviews
                .iter()
                .map(|round| {
                    rounds
                        .contains(round)
                        .then(|| self.rubric.round(*round).interviewers)
                })
                .collect(),
        };
        let matrix = Matrix {
            darkest: None,
            title: "Raters of each criterion, by round".to_owned(),
            columns: self
                .interviews
                .iter()
                .map(|idx| self.round_title(*idx))
                .collect(),
            rows: self.panel.iter().map(row).collect(),
        };
        (!matrix.rows.is_empty() && !matrix.columns.is_empty()).then_some(Chart::Matrix(matrix))
    }

    fn row(&self, idx: CriterionIdx) -> CoverageRow {
        let criterion = self.rubric.criterion(idx);
        let rounds = &self.panel[&idx];
        let weight = criterion.weight(self.plan.level);
        let is_required = criterion.is_required(self.plan.level);
        let measures = |question: &&QuestionIdx| {
            let question = self.rubric.question(**question);
            question.measures.contains(&idx)
        };
        CoverageRow {
            criterion: self.rubric.named_criterion(idx),
            weight,
            share: percent(if self.weight > 0.0 {
                weight / self.weight
            } else {
                0.0
            }),
            is_required,
            n_raters: rounds
                .iter()
                .map(|round| self.rubric.round(*round).interviewers)
                .sum(),
            n_needed: if is_required {
                self.rubric.decision().min_raters
            } else {
                1
            },
            n_questions: rounds
                .iter()
                .filter_map(|round| self.plan.round(*round))
                .map(|plan| plan.planned.iter().filter(measures).count())
                .sum(),
            rounds: rounds
                .iter()
                .map(|idx| self.rubric.named_round(*idx))
                .collect(),
        }
    }

    fn gaps(&self, criteria: &[CoverageRow]) -> Vec<String> {
        let mut gaps = Vec::new();
        for row in criteria {
            let title = &row.criterion.title;
            if row.n_raters == 0 {
                gaps.push(format!("{title} is scored in no round."));
            } else if row.n_raters < row.n_needed {
                gaps.push(format!(
                    "{title} is required and has {} of {}: every packet ends as insufficient.",
                    counted(row.n_raters as usize, "rater"),
                    row.n_needed
                ));
            }
        }
        gaps.extend(self.too_little_weight(criteria));
        for plan in &self.plan.rounds {
            self.add_gaps_of(plan, &mut gaps);
        }
        gaps
    }

    /// The share of weight that is scored at all, where packets need more.
    fn too_little_weight(&self, criteria: &[CoverageRow]) -> Option<String> {
        let scored = criteria.iter().filter(|row| row.n_raters > 0);
        let scored: f64 = scored.map(|row| row.weight).sum();
        let needed = self.rubric.decision().min_coverage;
        let share = if self.weight > 0.0 {
            scored / self.weight
        } else {
            1.0
        };
        (share < needed).then(|| {
            format!(
                "The loop scores {} of the weight, and {} is needed: every packet ends as insufficient.",
                percent(share),
                percent(needed)
            )
        })
    }

    fn add_gaps_of(&self, plan: &RoundPlan, gaps: &mut Vec<String>) {
        let round = self.rubric.round(plan.round);
        let title = round.title.plain();
        if plan.minutes_over > 0 {
            gaps.push(format!(
                "{title} runs {} over.",
                counted(plan.minutes_over as usize, "minute")
            ));
        }
        for pick in &round.pick {
            let in_pool = |idx: &&QuestionIdx| {
                let pool = &self.rubric.question(**idx).pool;
                pool.as_deref() == Some(pick.pool.as_str())
            };
            let n = plan.planned.iter().filter(in_pool).count();
            if n < pick.n as usize {
                gaps.push(format!(
                    "{title} picks {} from {}, which gives {n}.",
                    pick.n, pick.pool
                ));
            }
        }
        if !round.stage.is_panel() {
            return;
        }
        for idx in plan
            .unasked
            .iter()
            .filter(|idx| !self.has_exercise(plan.round, **idx))
        {
            let measures = |it: &&QuestionIdx| self.rubric.question(**it).measures.contains(idx);
            let n_reserve = plan.reserve.iter().filter(measures).count();
            let why = match n_reserve {
                0 => "no question is left for it at this level".to_owned(),
                n => format!(
                    "there is no time, and {} in reserve",
                    counted(n, "question")
                ),
            };
            gaps.push(format!(
                "Nothing planned in {title} speaks to {}: {why}.",
                self.title(*idx)
            ));
        }
    }

    /// Whether the round's exercise or a recorded answer speaks to a criterion.
    fn has_exercise(&self, round: RoundIdx, criterion: CriterionIdx) -> bool {
        let exercise = self.rubric.round(round).exercise;
        let exercise = exercise.map(|idx| self.rubric.exercise(idx));
        let by_exercise = exercise.is_some_and(|exercise| {
            exercise.levels.include(self.plan.level)
                && (exercise.measures.contains(&criterion) || exercise.criterion == Some(criterion))
        });
        let mut prompts = self.rubric.video_prompts().iter();
        by_exercise
            || prompts.any(|prompt| {
                prompt.round == Some(round)
                    && prompt.levels.include(self.plan.level)
                    && prompt.measures.contains(&criterion)
            })
    }

    fn overlaps(&self, criteria: &[CoverageRow]) -> Vec<String> {
        let min_raters = self.rubric.decision().min_raters;
        let mut overlaps: Vec<_> = criteria
            .iter()
            .filter(|row| row.n_raters > min_raters && row.rounds.len() > 1)
            .map(|row| {
                format!(
                    "{} has {} in {}; {min_raters} would do.",
                    row.criterion.title,
                    counted(row.n_raters as usize, "rater"),
                    counted(row.rounds.len(), "round"),
                )
            })
            .collect();
        for plan in &self.plan.rounds {
            for idx in &plan.planned {
                let question = self.rubric.question(*idx);
                let held = |round: &&RoundIdx| self.plan.round(**round).is_some();
                let others = question.rounds.iter().filter(held);
                let others: Vec<_> = others
                    .filter(|round| **round != plan.round)
                    .map(|round| self.round_title(*round))
                    .collect();
                if !others.is_empty() {
                    overlaps.push(format!(
                        "{} is asked in {} and could be asked in {}.",
                        question.id,
                        self.round_title(plan.round),
                        others.join(", ")
                    ));
                }
            }
        }
        overlaps
    }

    fn round(&self, plan: &RoundPlan) -> LoopRound {
        let round = self.rubric.round(plan.round);
        let exercise = round.exercise.map(|idx| self.rubric.exercise(idx));
        let exercise = exercise.filter(|exercise| exercise.levels.include(self.plan.level));
        let scored = &self.scored[&plan.round];
        let planned = plan.planned.iter();
        LoopRound {
            round: self.rubric.named_round(plan.round),
            stage: round.stage.as_str(),
            medium: round.medium.map(Medium::as_str),
            interviewer: round.interviewer.plain(),
            interviewer_focus: round.interviewer_focus.plain(),
            n_interviewers: round.interviewers,
            time: time(round.minutes, plan),
            criteria: scored
                .iter()
                .map(|idx| self.rubric.named_criterion(*idx))
                .collect(),
            planned: planned
                .map(|idx| self.planned(self.rubric.question(*idx), scored))
                .collect(),
            reserve: plan
                .reserve
                .iter()
                .map(|idx| self.rubric.question(*idx).id.plain())
                .collect(),
            exercise: exercise.map(|exercise| Named {
                id: exercise.id.plain(),
                title: exercise.title.plain(),
            }),
            roles: exercise
                .into_iter()
                .flat_map(|exercise| &exercise.roles)
                .map(|role| PlayedRole {
                    title: role.title.plain(),
                    played_by: role.played_by.plain(),
                })
                .collect(),
        }
    }

    fn planned(&self, question: &Question, scored: &[CriterionIdx]) -> PlannedQuestion {
        let measures = question.measures.iter();
        PlannedQuestion {
            id: question.id.plain(),
            minutes: question.minutes,
            kind: match (question.core, &question.pool) {
                (true, _) => "everybody",
                (false, Some(_)) => "bank",
                (false, None) => "rotating",
            },
            measures: measures
                .filter(|idx| scored.contains(idx))
                .map(|idx| self.title(*idx))
                .collect(),
        }
    }
}

fn time(minutes: Option<u32>, plan: &RoundPlan) -> RoundTime {
    let used = plan.question_minutes.saturating_add(plan.exercise_minutes);
    let left = minutes.map_or(0, |minutes| minutes.saturating_sub(used));
    let opening_and_closing = left.min(plan.allowance);
    RoundTime {
        minutes,
        questions: plan.question_minutes,
        exercise: plan.exercise_minutes,
        opening_and_closing,
        spare: left - opening_and_closing,
        over: plan.minutes_over,
    }
}

fn profile(skills: &[Skill]) -> Chart {
    const NEEDS: [Need; 4] = [Need::Low, Need::Medium, Need::High, Need::Expert];
    let bar = |skill: &Skill| Bar {
        label: skill.title.plain(),
        value: NEEDS
            .iter()
            .position(|need| *need == skill.need)
            .map_or(0.0, |at| count(at + 1)),
        text: skill.need.as_str().to_owned(),
    };
    Chart::Bars(Bars {
        title: "Skills that the role needs".to_owned(),
        full: count(NEEDS.len()),
        rows: skills.iter().map(bar).collect(),
    })
}

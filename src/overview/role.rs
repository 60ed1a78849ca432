//! A rubric as a whole for a person to read: the role page and how candidates are judged.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::FORMAT;
use crate::rubric::{
    Criterion, CriterionKind, Decision, LevelIdx, Levels, Medium, Named, PanelKnockout,
    QualificationKind, Raters, RatersWord, Round, RoundIdx, Rubric, RubricRef, ScalePoint,
};
use crate::text::{Plain, counted, percent, plain};

/// The role page and the rubric, at all levels or at one.
#[derive(Debug, Clone, Serialize)]
pub struct RolePage {
    /// Version of this shape: [`FORMAT`].
    pub format: u32,
    /// The rubric.
    pub rubric: RubricRef,
    /// The level it is narrowed to.
    pub level: Option<Named>,
    /// What the role is; Markdown.
    pub summary: String,
    /// Why the role is hard to hire for; Markdown.
    pub challenge: Option<String>,
    /// What the person will do.
    pub responsibilities: Vec<String>,
    /// What the role is mostly about, languages, tools: titles with items.
    pub lists: Vec<(&'static str, Vec<String>)>,
    /// Education, experience, culture: titles with a text.
    pub texts: Vec<(&'static str, String)>,
    /// A week in the role.
    pub week: Vec<ShareView>,
    /// The skill profile.
    pub skills: Vec<SkillView>,
    /// What is asked for.
    pub must: Vec<String>,
    /// What is welcome.
    pub nice: Vec<String>,
    /// The levels, junior first.
    pub levels: Vec<LevelPart>,
    /// The scale, lowest first.
    pub scale: Vec<ScalePoint>,
    /// What is scored, by discipline and sort.
    pub criteria: Vec<CriteriaGroup>,
    /// The rounds in loop order.
    pub rounds: Vec<RoundPart>,
    /// Knock-outs on the application.
    pub application_knockouts: Vec<Rule>,
    /// Knock-outs on the panel's scores.
    pub panel_knockouts: Vec<Rule>,
    /// How scores become a verdict, in sentences.
    pub decision: Vec<String>,
}

/// An activity of the week.
#[derive(Debug, Clone, Serialize)]
pub struct ShareView {
    /// What is done.
    pub activity: String,
    /// Percent of the week.
    pub share: f64,
}

/// A skill of the profile.
#[derive(Debug, Clone, Serialize)]
pub struct SkillView {
    /// Its title.
    pub title: String,
    /// How much of it the role needs.
    pub need: &'static str,
    /// A remark.
    pub note: Option<String>,
}

/// One level.
#[derive(Debug, Clone, Serialize)]
pub struct LevelPart {
    /// The level.
    pub level: Named,
    /// Other names it goes by.
    pub aliases: Vec<String>,
    /// Years of experience.
    pub years: Option<String>,
    /// What it looks like; Markdown.
    pub summary: Option<String>,
    /// What interviews look for.
    pub focus: Option<String>,
    /// Why it is hard to hire for; Markdown.
    pub challenge: Option<String>,
    /// What is expected of this level itself.
    pub expects: Vec<String>,
    /// The levels whose expectations hold too, nearest first.
    pub inherits: Vec<String>,
}

/// Criteria under one heading.
#[derive(Debug, Clone, Serialize)]
pub struct CriteriaGroup {
    /// The discipline, or the sort of criterion.
    pub title: String,
    /// The criteria.
    pub rows: Vec<CriterionRow>,
}

/// One criterion.
#[derive(Debug, Clone, Serialize)]
pub struct CriterionRow {
    /// The criterion.
    pub criterion: Named,
    /// Its weight: one number, or one a level.
    pub weight: String,
    /// The levels at which it alone can rule a hire out.
    pub required_at: Vec<String>,
    /// The rounds that score it.
    pub rounds: Vec<String>,
}

/// One round.
#[derive(Debug, Clone, Serialize)]
pub struct RoundPart {
    /// The round.
    pub round: Named,
    /// Where in the process it stands.
    pub stage: &'static str,
    /// How it is held.
    pub medium: Option<&'static str>,
    /// How long it takes.
    pub minutes: Option<u32>,
    /// How many score it.
    pub interviewers: u32,
    /// Who runs it.
    pub interviewer: Option<String>,
    /// What it is for.
    pub purpose: Option<String>,
    /// What is scored in it.
    pub focus: Vec<String>,
    /// The exercise done in it.
    pub exercise: Option<String>,
    /// The levels it is held at, where not all.
    pub only_at: Vec<String>,
}

/// A rule in a sentence, with its reason.
#[derive(Debug, Clone, Serialize)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// The sentence.
    pub text: String,
    /// What the record says.
    pub reason: String,
    /// The levels it holds at, where not all.
    pub only_at: Vec<String>,
}

/// The page of a rubric, narrowed to a level where one is given.
#[must_use]
pub fn role(rubric: &Rubric, level: Option<LevelIdx>) -> RolePage {
    let levels = match level {
        Some(level) => vec![level],
        None => (0..rubric.levels().len()).map(LevelIdx).collect(),
    };
    Page { rubric, levels }.view(level)
}

struct Page<'a> {
    rubric: &'a Rubric,
    /// The levels shown.
    levels: Vec<LevelIdx>,
}

impl Page<'_> {
    fn view(&self, level: Option<LevelIdx>) -> RolePage {
        let rubric = self.rubric;
        let about = rubric.about();
        let role = &about.role;
        RolePage {
            format: FORMAT,
            rubric: rubric.reference(),
            level: level.map(|idx| rubric.named_level(idx)),
            summary: about.summary.plain(),
            challenge: about.challenge.plain(),
            responsibilities: about.responsibilities.plain(),
            lists: given([
                ("Focus", role.primary_focus.plain()),
                ("Languages", role.languages.plain()),
                ("Tools", role.tools.plain()),
            ]),
            texts: [
                ("Education", &role.education),
                ("Experience", &role.experience),
                ("How the team works", &role.culture),
            ]
            .into_iter()
            .filter_map(|(title, text)| Some((title, text.plain()?)))
            .collect(),
            week: self.week(),
            skills: self.skills(),
            must: self.qualifications(QualificationKind::Must),
            nice: self.qualifications(QualificationKind::Nice),
            levels: self.levels.iter().map(|idx| self.level(*idx)).collect(),
            scale: rubric.scale_points(),
            criteria: self.criteria(),
            rounds: self.rounds(),
            application_knockouts: self.application_knockouts(),
            panel_knockouts: self.panel_knockouts(),
            decision: self.decision(rubric.decision()),
        }
    }

    fn week(&self) -> Vec<ShareView> {
        let week = self.rubric.about().role.week.iter();
        week.map(|part| ShareView {
            activity: part.activity.plain(),
            share: part.share,
        })
        .collect()
    }

    fn skills(&self) -> Vec<SkillView> {
        let skills = self.rubric.about().skills.iter();
        skills
            .map(|skill| SkillView {
                title: skill.title.plain(),
                need: skill.need.as_str(),
                note: skill.note.plain(),
            })
            .collect()
    }

    fn qualifications(&self, kind: QualificationKind) -> Vec<String> {
        let all = self.rubric.about().qualifications.iter();
        all.filter(|qualification| qualification.kind == kind)
            .map(|qualification| qualification.text.plain())
            .collect()
    }

    fn level(&self, idx: LevelIdx) -> LevelPart {
        let level = self.rubric.level(idx);
        let expectations = self.rubric.expectations(idx);
        let inherited = expectations.iter().filter(|(from, _)| *from != idx);
        LevelPart {
            level: self.rubric.named_level(idx),
            aliases: level.aliases.plain(),
            years: level.years.plain(),
            summary: level.summary.plain(),
            focus: level.focus.plain(),
            challenge: level.challenge.plain(),
            expects: level.expects.plain(),
            inherits: inherited
                .map(|(from, _)| self.rubric.level(*from).title.plain())
                .collect(),
        }
    }

    /// Those criteria that are scored at one of the levels shown.
    fn criteria(&self) -> Vec<CriteriaGroup> {
        let mut groups: Vec<CriteriaGroup> = Vec::new();
        let rounds = self.rounds_by_criterion();
        for criterion in self.rubric.criteria() {
            if !self.holds(&criterion.levels) {
                continue;
            }
            let title = self.heading(criterion);
            let scored_in = rounds.get(criterion.id.as_str());
            let row = self.criterion(criterion, scored_in.into_iter().flatten());
            match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.rows.push(row),
                None => groups.push(CriteriaGroup {
                    title,
                    rows: vec![row],
                }),
            }
        }
        groups
    }

    fn heading(&self, criterion: &Criterion) -> String {
        match &criterion.kind {
            CriterionKind::Competency {
                discipline: Some(idx),
                ..
            } => self.rubric.disciplines()[*idx].title.plain(),
            CriterionKind::Competency { .. } => "Competencies".to_owned(),
            CriterionKind::Attitude { .. } => "Attitudes".to_owned(),
            CriterionKind::Exercise(_) => "Exercises".to_owned(),
            CriterionKind::Resume { .. } => "On the resume".to_owned(),
        }
    }

    /// For the id of each criterion, the rounds that score it at a level shown.
    fn rounds_by_criterion(&self) -> BTreeMap<&str, BTreeSet<RoundIdx>> {
        let mut found: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for round in (0..self.rubric.rounds().len()).map(RoundIdx) {
            let levels = &self.rubric.round(round).levels;
            for level in self.levels.iter().filter(|idx| levels.include(**idx)) {
                for idx in self.rubric.scored_in(round, *level) {
                    let id = self.rubric.criterion(idx).id.as_str();
                    found.entry(id).or_default().insert(round);
                }
            }
        }
        found
    }

    fn criterion<'r>(
        &self,
        criterion: &Criterion,
        rounds: impl Iterator<Item = &'r RoundIdx>,
    ) -> CriterionRow {
        let rubric = self.rubric;
        CriterionRow {
            criterion: Named {
                id: criterion.id.plain(),
                title: criterion.title.plain(),
            },
            weight: self.weight(criterion),
            required_at: self
                .levels
                .iter()
                .filter(|idx| criterion.is_required(**idx))
                .map(|idx| rubric.level(*idx).title.plain())
                .collect(),
            rounds: rounds.map(|idx| rubric.round(*idx).title.plain()).collect(),
        }
    }

    fn weight(&self, criterion: &Criterion) -> String {
        let at = |idx: &LevelIdx| plain(criterion.weight(*idx));
        let first = at(&self.levels[0]);
        if self.levels.iter().all(|idx| at(idx) == first) {
            return first;
        }
        let parts = self.levels.iter();
        parts
            .map(|idx| format!("{} {}", self.rubric.level(*idx).title, at(idx)))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn rounds(&self) -> Vec<RoundPart> {
        let all = (0..self.rubric.rounds().len()).map(RoundIdx);
        all.filter(|idx| self.holds(&self.rubric.round(*idx).levels))
            .map(|idx| self.round(idx))
            .collect()
    }

    fn round(&self, idx: RoundIdx) -> RoundPart {
        let round = self.rubric.round(idx);
        let exercise = round.exercise.map(|idx| self.rubric.exercise(idx));
        RoundPart {
            round: self.rubric.named_round(idx),
            stage: round.stage.as_str(),
            medium: round.medium.map(Medium::as_str),
            minutes: round.minutes,
            interviewers: round.interviewers,
            interviewer: round.interviewer.plain(),
            purpose: round.purpose.plain(),
            focus: self.focus(round),
            exercise: exercise.map(|exercise| exercise.title.plain()),
            only_at: self.only_at(&round.levels),
        }
    }

    fn focus(&self, round: &Round) -> Vec<String> {
        let criteria = round.focus.iter().map(|idx| self.rubric.criterion(*idx));
        criteria
            .filter(|criterion| self.holds(&criterion.levels))
            .map(|criterion| criterion.title.plain())
            .collect()
    }

    /// The levels shown at which something holds; none where it holds at all of them.
    fn only_at(&self, levels: &Levels) -> Vec<String> {
        let shown = self.levels.iter();
        let held: Vec<_> = shown.filter(|idx| levels.include(**idx)).collect();
        if held.len() == self.levels.len() {
            return Vec::new();
        }
        let titles = held.into_iter().map(|idx| &self.rubric.level(*idx).title);
        titles.map(Plain::plain).collect()
    }

    fn holds(&self, levels: &Levels) -> bool {
        self.levels.iter().any(|idx| levels.include(*idx))
    }

    fn application_knockouts(&self) -> Vec<Rule> {
        let all = self.rubric.application_knockouts().iter();
        all.filter(|knockout| self.holds(&knockout.levels))
            .map(|knockout| Rule {
                id: knockout.id.plain(),
                text: format!(
                    "{} Passes: {}. Otherwise: {}.",
                    knockout.question,
                    knockout.answer.passes(),
                    knockout.on_fail.as_str()
                ),
                reason: knockout.reason.plain(),
                only_at: self.only_at(&knockout.levels),
            })
            .collect()
    }

    fn panel_knockouts(&self) -> Vec<Rule> {
        let all = self.rubric.panel_knockouts().iter();
        all.filter(|knockout| self.holds(&knockout.levels))
            .map(|knockout| Rule {
                id: knockout.id.plain(),
                text: self.panel_rule(knockout),
                reason: knockout.reason.plain(),
                only_at: self.only_at(&knockout.levels),
            })
            .collect()
    }

    fn panel_rule(&self, knockout: &PanelKnockout) -> String {
        let raters = match knockout.raters {
            Raters::Word(RatersWord::Any) => "one rater".to_owned(),
            Raters::Word(RatersWord::Majority) => "more than half of the raters".to_owned(),
            Raters::Word(RatersWord::All) => "all raters".to_owned(),
            Raters::AtLeast(n) => counted(n as usize, "rater"),
        };
        let evidence = if knockout.needs_evidence {
            " Without evidence written beside the score it asks for a debrief."
        } else {
            ""
        };
        format!(
            "{} at “{}” or under from {raters}: {}.{evidence}",
            self.rubric.criterion(knockout.criterion).title,
            self.rubric.scale().point(knockout.at_most).label,
            knockout.effect.as_str().replace('-', " "),
        )
    }

    fn decision(&self, rules: &Decision) -> Vec<String> {
        let scale = self.rubric.scale();
        let bar = scale.point(scale.bar());
        let mut said = vec![
            format!(
                "The bar is “{}”, {} on the scale; a fair score of {} or more counts as reaching it.",
                bar.label,
                bar.value,
                plain(rules.bar_line)
            ),
            format!(
                "A chance of {} or more that the weighted fair score reaches that line is a hire, of {} or less no hire; what lies between goes to a debrief.",
                percent(rules.hire_at),
                percent(rules.no_hire_at)
            ),
            format!(
                "A fair score {} or more over the line makes it a strong hire, as far under it a strong no hire.",
                plain(rules.strong_margin)
            ),
            format!(
                "A required criterion needs scores from {}, and {} of the weight must have been scored; otherwise the evidence is insufficient.",
                counted(rules.min_raters as usize, "rater"),
                percent(rules.min_coverage)
            ),
            format!(
                "Raters {} or more apart on a criterion are on the debrief agenda; on a required criterion that alone makes it a debrief.",
                plain(rules.max_spread)
            ),
            format!(
                "{} on each side of hire and no hire make it a debrief, whatever the average.",
                counted(rules.split as usize, "interviewer")
            ),
        ];
        let has_resume = self.rubric.criteria().iter().any(|found| !found.is_panel());
        if has_resume {
            said.push(format!(
                "A resume advances at {} of the most that its criteria can give.",
                percent(rules.resume_advance_at)
            ));
        }
        said
    }
}

fn given<const N: usize>(
    lists: [(&'static str, Vec<String>); N],
) -> Vec<(&'static str, Vec<String>)> {
    let mut lists = Vec::from(lists);
    lists.retain(|(_, items)| !items.is_empty());
    lists
}

//! A reviewer's booklet: criterion by criterion, each over all applications in an order of its own.

use serde::Serialize;

use super::alias::place;
use super::applications::Applications;
use super::weighing::Weighing;
use crate::rubric::{
    CriterionIdx, CriterionKind, LevelIdx, Named, RoundIdx, Rubric, RubricRef, ScalePoint,
};
use crate::scorecard::identity_key;
use crate::text::Plain;

/// From so many characters on an answer stands in a paragraph of its own.
const LONG: usize = 90;

/// What one reviewer reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Booklet {
    /// By which rubric.
    pub rubric: RubricRef,
    /// For which level.
    pub level: Named,
    /// In which round.
    pub round: Named,
    /// Who reviews.
    pub reviewer: String,
    /// Whether names are covered.
    pub anonymised: bool,
    /// How many applications there are.
    pub n_applications: usize,
    /// The scale, lowest first; empty where every criterion is a question.
    pub scale: Vec<ScalePoint>,
    /// The file to fill in.
    pub table: String,
    /// The criteria, in the order of the round.
    pub parts: Vec<Part>,
}

/// One criterion over all applications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// From 1.
    pub number: usize,
    /// The criterion's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Which heading it stands under.
    pub group: Option<String>,
    /// What counts as evidence of it.
    pub evidence: String,
    /// Whether it is answered with yes or no.
    pub yes_no: bool,
    /// What each point looks like for it, where the rubric says so.
    pub anchors: Vec<Anchor>,
    /// The applications in their order.
    pub applications: Vec<Shown>,
}

/// What one point looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Anchor {
    /// The point's number.
    pub value: i64,
    /// What it looks like.
    pub text: String,
}

/// One application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The alias, or the id where names are shown.
    pub alias: String,
    /// What it says.
    pub answers: Vec<Answer>,
}

/// One column of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The column.
    pub column: String,
    /// What stands there.
    pub text: String,
    /// Whether it needs paragraphs of its own.
    pub is_long: bool,
}

/// What booklets are made of.
#[derive(Debug, Clone, Copy)]
pub struct Pile<'a> {
    /// The rubric.
    pub rubric: &'a Rubric,
    /// The level.
    pub level: LevelIdx,
    /// The round.
    pub round: RoundIdx,
    /// The applications, with what is shown of them.
    pub applications: &'a Applications,
    /// Each application's alias, in their order.
    pub aliases: &'a [String],
    /// Whether names are covered.
    pub anonymised: bool,
    /// What orders follow from.
    pub seed: &'a str,
}

impl Pile<'_> {
    /// The criteria of papers that the round scores at the level, in its order.
    #[must_use]
    pub fn criteria(&self) -> Vec<CriterionIdx> {
        let weighing = Weighing::of(self.rubric, self.level);
        let mut scored = self.rubric.scored_in(self.round, self.level);
        scored.retain(|idx| weighing.part(*idx).is_some());
        scored
    }

    /// The places of applications in the order that a reviewer sees for a criterion.
    #[must_use]
    pub fn order(&self, reviewer: &str, criterion: CriterionIdx) -> Vec<usize> {
        let id = &self.rubric.criterion(criterion).id;
        let key = identity_key(reviewer);
        let mut order: Vec<usize> = (0..self.aliases.len()).collect();
        order.sort_by_cached_key(|at| {
            let alias = &self.aliases[*at];
            (place(self.seed, &key, id, alias), alias.clone())
        });
        order
    }

    /// A reviewer's booklet. `columns` gives the places of the columns that are printed for a
    /// criterion, `table` is what the file to fill in is called.
    #[must_use]
    pub fn booklet(
        &self,
        reviewer: &str,
        table: &str,
        columns: impl Fn(CriterionIdx) -> Vec<usize>,
    ) -> Booklet {
        let criteria = self.criteria();
        let on_scale = |idx: &CriterionIdx| !self.rubric.criterion(*idx).is_yes_no();
        let scale = if criteria.iter().any(on_scale) {
            self.rubric.scale_points()
        } else {
            Vec::new()
        };
        let parts = criteria.iter().enumerate().map(|(at, idx)| Part {
            number: at + 1,
            applications: self.shown(reviewer, *idx, &columns(*idx)),
            ..self.part(*idx)
        });
        Booklet {
            rubric: self.rubric.reference(),
            level: self.rubric.named_level(self.level),
            round: self.rubric.named_round(self.round),
            reviewer: reviewer.to_owned(),
            anonymised: self.anonymised,
            n_applications: self.aliases.len(),
            scale,
            table: table.to_owned(),
            parts: parts.collect(),
        }
    }

    fn part(&self, idx: CriterionIdx) -> Part {
        let criterion = self.rubric.criterion(idx);
        let (group, evidence) = match &criterion.kind {
            CriterionKind::Resume {
                group, evidence, ..
            } => (group.as_ref().map(Plain::plain), evidence.plain()),
            _ => (None, String::new()),
        };
        let anchors = self.rubric.bar(criterion, self.level).into_iter();
        Part {
            number: 0,
            id: criterion.id.plain(),
            title: criterion.title.plain(),
            group,
            evidence,
            yes_no: criterion.is_yes_no(),
            anchors: anchors
                .map(|anchor| Anchor {
                    value: self.rubric.scale().point(anchor.point).value,
                    text: anchor.text.plain(),
                })
                .collect(),
            applications: Vec::new(),
        }
    }

    fn shown(&self, reviewer: &str, idx: CriterionIdx, columns: &[usize]) -> Vec<Shown> {
        let order = self.order(reviewer, idx);
        order
            .into_iter()
            .map(|at| Shown {
                alias: self.aliases[at].clone(),
                answers: self.answers(at, columns),
            })
            .collect()
    }

    /// What an application says in some columns; cells that say nothing are left out.
    fn answers(&self, at: usize, columns: &[usize]) -> Vec<Answer> {
        let cells = &self.applications.all[at].cells;
        let answers = columns.iter().map(|column| {
            let text = &cells[*column];
            Answer {
                column: self.applications.columns[*column].clone(),
                is_long: text.contains('\n') || text.chars().count() >= LONG,
                text: text.clone(),
            }
        });
        answers.filter(|answer| !answer.text.is_empty()).collect()
    }
}

//! The debrief agenda: what is worth talking about, most pressing first.
//!
//! Criteria come in the order of how much hangs on them: how far the probability of reaching the
//! bar-line moves between everybody giving what the highest rater gave and everybody giving what
//! the lowest gave. That is influence times disagreement in one number.

mod hanging;
mod views;
mod words;

use serde::Serialize;

use super::policy::{Outcome, is_wide};
use super::scenario::Base;
use super::{Finding, Names, Observed, Person, Reason, Step, Verdict};
use crate::rubric::{CriterionIdx, Named};
use hanging::Hanging;

/// What must hang on raters who differ, in probability, for it to be on the agenda.
pub const LEAST: f64 = 0.05;

/// How near to one half the probability of a required criterion is worth talking about.
pub const NEAR: f64 = 0.15;

/// One point of the debrief agenda.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgendaItem {
    /// What it is about: the criterion's title, or `Recommendations`.
    pub title: String,
    /// The criterion; none where it is about recommendations.
    pub criterion: Option<Named>,
    /// Why it is here; at least one.
    pub kinds: Vec<AgendaKind>,
    /// The same in a phrase.
    pub why: String,
    /// The numbers behind it, in sentences.
    pub details: Vec<String>,
    /// Whether the reason that decides the verdict is about this.
    pub decides: bool,
    /// Weight at the level interviewed for; none where it is about recommendations.
    pub weight: Option<f64>,
    /// Whether it is required there.
    pub required: bool,
    /// Raw points between the highest and the lowest rater; none with fewer than two.
    pub spread: Option<f64>,
    /// Whether they are at least `max-spread` apart.
    pub far_apart: bool,
    /// How far the probability of reaching the bar-line moves, 0 to 1: the panel's, or the
    /// criterion's own where it is required and moves further. None where no two raters differ.
    pub hanging: Option<f64>,
    /// What would be if everybody gave what the highest rater gave.
    pub highest: Option<Supposed>,
    /// What would be if everybody gave what the lowest rater gave.
    pub lowest: Option<Supposed>,
    /// Whether the verdicts of these two differ, strong or not being the same; none where no two
    /// raters differ.
    pub verdict_differs: Option<bool>,
    /// Two opposing views first, the others after them.
    pub views: Vec<View>,
}

/// Why something is on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgendaKind {
    /// Recommendations are split, or as many for as against.
    Split,
    /// A panel knock-out was triggered without evidence, or asks for a debrief.
    KnockOut,
    /// It is required and stands in the way of a hire.
    InTheWay,
    /// It is required and nearly as likely under the bar-line as over it.
    NearOneHalf,
    /// Raters are at least `max-spread` apart.
    FarApart,
    /// Raters differ, and something hangs on it.
    Differing,
}

/// What would be if everybody gave the same point on a criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Supposed {
    /// The point's number.
    pub value: i64,
    /// The point's name.
    pub label: String,
    /// P(weighted fair score ≥ bar-line), 0 to 1; none where nothing with weight has a number.
    pub probability: Option<f64>,
    /// The same of the criterion alone, where it is required.
    pub own_probability: Option<f64>,
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict as a person reads it.
    pub verdict_title: &'static str,
}

/// One card's view.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct View {
    /// `highest` or `lowest` of two that are opposed, `for` or `against` of recommendations; none
    /// for the others.
    pub side: Option<&'static str>,
    /// Who.
    pub interviewer: Person,
    /// In which round.
    pub round: Named,
    /// The score's number; none of a recommendation.
    pub value: Option<i64>,
    /// The scale point's name, or the recommendation.
    pub label: String,
    /// Both as a person reads them: `4, Exceeds the bar`.
    pub said: String,
    /// What it rests on; of a recommendation the card's summary.
    pub evidence: Option<String>,
    /// Indicators ticked.
    pub observed: Vec<Observed>,
}

/// What to talk about: first what decides the verdict, then by what hangs on it.
#[must_use]
pub fn agenda(base: Base<'_>, outcome: &Outcome, names: &Names) -> Vec<AgendaItem> {
    let table = Table {
        base,
        outcome,
        names,
    };
    let criteria = base.rubric.panel_criteria(base.panel.level);
    let mut items: Vec<AgendaItem> = table
        .recommendations()
        .into_iter()
        .chain(criteria.filter_map(|idx| table.criterion(idx)))
        .collect();
    items.sort_by(|a, b| {
        let hanging = |item: &AgendaItem| item.hanging.unwrap_or_default();
        let weight = |item: &AgendaItem| item.weight.unwrap_or_default();
        (b.decides.cmp(&a.decides))
            .then(hanging(b).total_cmp(&hanging(a)))
            .then(b.required.cmp(&a.required))
            .then(weight(b).total_cmp(&weight(a)))
    });
    items
}

/// What the agenda is made of.
struct Table<'a> {
    base: Base<'a>,
    outcome: &'a Outcome,
    names: &'a Names,
}

impl Table<'_> {
    fn criterion(&self, idx: CriterionIdx) -> Option<AgendaItem> {
        let Base { rubric, panel, .. } = self.base;
        let criterion = rubric.criterion(idx);
        let required = criterion.is_required(panel.level);
        let spread = panel.spread(rubric, idx);
        let apart = spread.filter(|spread| *spread > 0.0);
        let far_apart = apart.is_some_and(|apart| is_wide(apart, rubric.decision().max_spread));
        let sides = apart.and_then(|_| views::sides(rubric, panel, idx));
        let hanging = sides.as_ref().map(|sides| self.hanging(idx, sides));
        let kinds = self.kinds(idx, far_apart, hanging.as_ref());
        if kinds.is_empty() {
            return None;
        }
        Some(AgendaItem {
            title: criterion.title.to_string(),
            criterion: Some(rubric.named_criterion(idx)),
            why: self.why(idx, &kinds, spread, hanging.as_ref()),
            details: self.details(idx, &kinds, hanging.as_ref()),
            kinds,
            decides: self.decides(idx),
            weight: Some(criterion.weight(panel.level)),
            required,
            spread,
            far_apart,
            hanging: hanging.as_ref().map(|hanging| hanging.moved),
            verdict_differs: hanging.as_ref().map(Hanging::verdict_differs),
            views: self.views(idx, sides.as_ref()),
            highest: hanging.as_ref().map(|hanging| hanging.highest.clone()),
            lowest: hanging.map(|hanging| hanging.lowest),
        })
    }

    fn kinds(
        &self,
        idx: CriterionIdx,
        far_apart: bool,
        hanging: Option<&Hanging>,
    ) -> Vec<AgendaKind> {
        let is_knock_out = self
            .reasons(Step::KnockOuts, idx)
            .any(|reason| reason.finding == Finding::AtBestDebrief);
        let hangs =
            hanging.is_some_and(|hanging| hanging.moved >= LEAST || hanging.verdict_differs());
        [
            is_knock_out.then_some(AgendaKind::KnockOut),
            self.required_kind(idx),
            far_apart.then_some(AgendaKind::FarApart),
            (hangs && !far_apart).then_some(AgendaKind::Differing),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// How a required criterion is worth talking about.
    fn required_kind(&self, idx: CriterionIdx) -> Option<AgendaKind> {
        let reason = self.reasons(Step::RequiredCriteria, idx).next()?;
        let probability = *reason.numbers.get("probability")?;
        if reason.finding != Finding::Passed {
            Some(AgendaKind::InTheWay)
        } else if probability - 0.5 <= NEAR {
            Some(AgendaKind::NearOneHalf)
        } else {
            None
        }
    }

    /// The policy's reasons of a step about a criterion.
    fn reasons(&self, step: Step, idx: CriterionIdx) -> impl Iterator<Item = &Reason> {
        let id = self.base.rubric.criterion(idx).id.to_string();
        let reasons = self.outcome.reasons.iter();
        reasons.filter(move |reason| reason.step == step && reason.criterion.as_ref() == Some(&id))
    }

    fn decides(&self, idx: CriterionIdx) -> bool {
        let id = self.base.rubric.criterion(idx).id.to_string();
        let mut reasons = self.outcome.reasons.iter();
        let talked_of = |step| step != Step::Raters;
        reasons.any(|reason| {
            reason.decides && talked_of(reason.step) && reason.criterion.as_ref() == Some(&id)
        })
    }

    /// Split recommendations, or as many for as against.
    fn recommendations(&self) -> Option<AgendaItem> {
        let mut reasons = self.outcome.reasons.iter();
        let reason = reasons.find(|reason| reason.step == Step::SplitPanel)?;
        let n = |name| reason.numbers.get(name).copied().unwrap_or_default();
        let (n_for, n_against) = (n("for_hire"), n("against"));
        // Both are counts.
        let is_even = n_for > 0.0 && n_for.total_cmp(&n_against).is_eq();
        if reason.finding != Finding::Debrief && !is_even {
            return None;
        }
        Some(AgendaItem {
            title: "Recommendations".to_owned(),
            criterion: None,
            kinds: vec![AgendaKind::Split],
            why: words::split(n_for, n_against),
            details: vec![words::split_needs(n("split"))],
            decides: reason.decides,
            weight: None,
            required: false,
            spread: None,
            far_apart: false,
            hanging: None,
            highest: None,
            lowest: None,
            verdict_differs: None,
            views: self.recommended(),
        })
    }
}

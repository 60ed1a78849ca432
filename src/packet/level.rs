//! The level profile: the highest level whose bar the evidence supports, and what stands between it
//! and the next. It stands beside the verdict and changes nothing about it.
//!
//! ```text
//! scores → what each rater saw (placed) → how raters stand to each level
//!        → each level's bar (bar) → the highest level supported → words
//! ```

mod bar;
mod placed;
mod recommended;
mod words;

use serde::Serialize;

use super::{Panel, Scores, Verdict};
use crate::rubric::{CriterionIdx, LevelIdx, Named, Rubric};
use placed::{Placed, Stand, has_levels, placed, stand};
pub use recommended::{Recommended, RecommendedLevel};

/// Share of a level's weight that must have been seen at the level or over, 0 to 1.
pub const NEEDED: f64 = 2.0 / 3.0;

/// The level that the evidence supports, with what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelProfile {
    /// The level interviewed for.
    pub interviewed: Named,
    /// The highest level whose bar the evidence supports.
    pub supported: Option<Named>,
    /// Why no level is supported, where none is.
    pub reason: Option<String>,
    /// Both levels, and what stands in the way, in words.
    pub sentence: String,
    /// What to talk about where the verdict is no hire and a lower level is supported.
    pub to_discuss: Option<String>,
    /// The level after the one supported, whose limits stand between the two; none over the highest.
    pub next: Option<Named>,
    /// Where the levels come from; none where no competency was placed.
    pub basis: Option<Basis>,
    /// The same in words.
    pub basis_text: String,
    /// Views of competencies with the level that the interviewer saw.
    pub n_observed: usize,
    /// Views of competencies read from the score's anchor.
    pub n_by_anchors: usize,
    /// Each level, junior first.
    pub levels: Vec<LevelBar>,
    /// Each competency, in the rubric's order.
    pub competencies: Vec<CompetencyLevel>,
    /// What interviewers recommend.
    pub recommended: Recommended,
}

/// Where a level was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Interviewers wrote down which level they saw.
    Observed,
    /// From the anchor of the score's point.
    Anchors,
    /// Some of each.
    Mixed,
}

impl Basis {
    /// The basis of several views; none where there is none.
    fn of(n_observed: usize, n_by_anchors: usize) -> Option<Self> {
        match (n_observed, n_by_anchors) {
            (0, 0) => None,
            (_, 0) => Some(Self::Observed),
            (0, _) => Some(Self::Anchors),
            _ => Some(Self::Mixed),
        }
    }
}

/// What the evidence says of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LevelState {
    /// Its bar is met.
    Supported,
    /// Its bar is not met.
    NotMet,
    /// Too little was seen to say either.
    Open,
}

/// One level's bar against the evidence. Shares are of its weight over competencies, 0 to 1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelBar {
    /// The level.
    pub level: Named,
    /// What the evidence says.
    pub state: LevelState,
    /// The state in words.
    pub state_title: &'static str,
    /// Share seen at the level or over it.
    pub share_reached: f64,
    /// Share seen under it.
    pub share_missed: f64,
    /// Share that was placed in a way that does not tell.
    pub share_not_told: f64,
    /// Share that nobody placed.
    pub share_not_placed: f64,
    /// What stands in the way, most pressing first.
    pub limits: Vec<Limit>,
}

/// What stands in the way of a level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Limit {
    /// The criterion.
    pub criterion: Named,
    /// Its weight at the level.
    pub weight: f64,
    /// Whether it is required at the level.
    pub required: bool,
    /// How it stands in the way.
    pub kind: LimitKind,
    /// The same in words.
    pub why: String,
    /// What the rubric expects of it at the level.
    pub cell: Option<String>,
}

/// How a criterion stands in the way of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LimitKind {
    /// It triggered a panel knock-out that holds at the level.
    KnockedOut,
    /// It has no level of its own, is required, and is more likely under the bar-line than over it.
    UnderTheBar,
    /// It was seen under the level.
    SeenUnder,
    /// Fewer raters placed it than a required criterion needs.
    TooFewRaters,
    /// Its raters do not tell.
    NotTold,
    /// Nobody placed it.
    NotPlaced,
}

/// The level at which a competency was seen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompetencyLevel {
    /// The competency.
    pub criterion: Named,
    /// Its weight at the level interviewed for.
    pub weight: f64,
    /// Whether it is required there.
    pub required: bool,
    /// The highest level that more than half of its raters saw; none where that is under the lowest
    /// one, or is not known.
    pub seen: Option<Named>,
    /// The lowest level that at least half of its raters saw it under.
    pub under: Option<Named>,
    /// The two in words.
    pub seen_title: String,
    /// Against the level interviewed for: `reached`, `missed`, `not-told` or `not-placed`.
    pub interviewed: &'static str,
    /// Raters who placed it.
    pub n_raters: usize,
    /// Whether all of them say the same.
    pub agreed: bool,
    /// What they say, highest first.
    pub views: Vec<LevelView>,
    /// Where that comes from; none where nobody placed it.
    pub basis: Option<Basis>,
}

/// What some raters say of a competency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelView {
    /// The highest level that they speak for.
    pub reached: Option<Named>,
    /// The lowest level that they speak against.
    pub missed: Option<Named>,
    /// The two in words.
    pub title: String,
    /// How many they are.
    pub n_raters: usize,
}

/// The level profile of a panel whose verdict is known.
#[must_use]
pub fn profile(
    rubric: &Rubric,
    panel: &Panel<'_>,
    scores: &Scores<'_>,
    verdict: Verdict,
) -> LevelProfile {
    Sight::new(rubric, panel, scores, verdict).profile()
}

/// What was seen of one candidate.
struct Sight<'a> {
    rubric: &'a Rubric,
    panel: &'a Panel<'a>,
    scores: &'a Scores<'a>,
    verdict: Verdict,
    /// Every rater's view of every criterion of the panel, by the criterion's place.
    placed: Vec<Vec<Placed>>,
}

impl<'a> Sight<'a> {
    fn new(
        rubric: &'a Rubric,
        panel: &'a Panel<'a>,
        scores: &'a Scores<'a>,
        verdict: Verdict,
    ) -> Self {
        let places = rubric.criterion_places();
        Self {
            rubric,
            panel,
            scores,
            verdict,
            placed: places.map(|idx| placed(rubric, panel, idx)).collect(),
        }
    }

    fn placed(&self, idx: CriterionIdx) -> &[Placed] {
        &self.placed[idx.get()]
    }

    fn stand(&self, idx: CriterionIdx, level: LevelIdx) -> Stand {
        stand(self.placed(idx), level)
    }

    fn level_places(&self) -> impl DoubleEndedIterator<Item = LevelIdx> + use<> {
        (0..self.rubric.levels().len()).map(LevelIdx)
    }

    fn n_views(&self, basis: Basis) -> usize {
        let views = self.placed.iter().flatten();
        views.filter(|view| view.basis == basis).count()
    }

    fn profile(&self) -> LevelProfile {
        let levels: Vec<LevelBar> = self.level_places().map(|idx| self.bar(idx)).collect();
        let supported = highest_supported(&levels);
        let next = self.next(&levels, supported);
        let n_observed = self.n_views(Basis::Observed);
        let n_by_anchors = self.n_views(Basis::Anchors);
        LevelProfile {
            interviewed: self.rubric.named_level(self.panel.level),
            supported: supported.map(|idx| self.rubric.named_level(idx)),
            reason: supported.is_none().then(|| self.why_none(&levels)),
            sentence: self.sentence(&levels, supported),
            to_discuss: self.to_discuss(supported),
            next: next.map(|idx| self.rubric.named_level(idx)),
            basis: Basis::of(n_observed, n_by_anchors),
            basis_text: words::basis(n_observed, n_by_anchors),
            n_observed,
            n_by_anchors,
            competencies: self.competencies(),
            recommended: recommended::recommended(self.rubric, self.panel, supported),
            levels,
        }
    }

    /// The level after the one supported. Where none is, the lowest that is not met, else the one
    /// interviewed for.
    fn next(&self, levels: &[LevelBar], supported: Option<LevelIdx>) -> Option<LevelIdx> {
        if let Some(supported) = supported {
            return self.level_places().nth(supported.0 + 1);
        }
        let not_met = levels
            .iter()
            .position(|bar| bar.state == LevelState::NotMet);
        Some(not_met.map_or(self.panel.level, LevelIdx))
    }

    fn competencies(&self) -> Vec<CompetencyLevel> {
        let places = self.rubric.panel_criteria(self.panel.level);
        places
            .filter(|idx| has_levels(self.rubric, *idx))
            .map(|idx| self.competency(idx))
            .collect()
    }

    fn competency(&self, idx: CriterionIdx) -> CompetencyLevel {
        let level = self.panel.level;
        let criterion = self.rubric.criterion(idx);
        let views = self.views(idx);
        let (seen, under) = self.seen(idx);
        let of_basis = |basis| {
            let placed = self.placed(idx).iter();
            placed.filter(|view| view.basis == basis).count()
        };
        CompetencyLevel {
            criterion: self.rubric.named_criterion(idx),
            weight: criterion.weight(level),
            required: criterion.is_required(level),
            seen: seen.map(|level| self.rubric.named_level(level)),
            under: under.map(|level| self.rubric.named_level(level)),
            seen_title: self.seen_title(idx),
            interviewed: self.stand(idx, level).as_str(),
            n_raters: self.placed(idx).len(),
            agreed: views.len() == 1,
            views,
            basis: Basis::of(of_basis(Basis::Observed), of_basis(Basis::Anchors)),
        }
    }

    /// The highest level that the raters of a competency reach, and the lowest that they miss.
    fn seen(&self, idx: CriterionIdx) -> (Option<LevelIdx>, Option<LevelIdx>) {
        let is = |stand| move |level: &LevelIdx| self.stand(idx, *level) == stand;
        let seen = self.level_places().rev().find(is(Stand::Reached));
        (seen, self.level_places().find(is(Stand::Missed)))
    }

    fn views(&self, idx: CriterionIdx) -> Vec<LevelView> {
        let mut said: Vec<_> = self.placed(idx).iter().collect();
        // Of two who reach the same, the one who speaks against nothing says more.
        let missed = |view: &Placed| view.missed.map_or(usize::MAX, LevelIdx::get);
        let rank = |view: &&Placed| (view.reached, missed(view));
        said.sort_by_key(|view| std::cmp::Reverse(rank(view)));
        said.chunk_by(|a, b| rank(a) == rank(b))
            .map(|alike| LevelView {
                reached: alike[0].reached.map(|level| self.rubric.named_level(level)),
                missed: alike[0].missed.map(|level| self.rubric.named_level(level)),
                title: words::placed_at(self.rubric, alike[0].reached, alike[0].missed),
                n_raters: alike.len(),
            })
            .collect()
    }
}

/// The highest level that is supported with none under it that is not met.
fn highest_supported(levels: &[LevelBar]) -> Option<LevelIdx> {
    let not_met = levels
        .iter()
        .position(|bar| bar.state == LevelState::NotMet);
    let reachable = &levels[..not_met.unwrap_or(levels.len())];
    let supported = |bar: &LevelBar| bar.state == LevelState::Supported;
    reachable.iter().rposition(supported).map(LevelIdx)
}

//! The profile in words.

use std::cmp::Ordering;

use super::{LevelBar, LevelState, Limit, LimitKind, Sight, Stand, Verdict};
use crate::rubric::{CriterionIdx, LevelIdx, Rubric};
use crate::text::{chance, counted, plain};

/// Criteria that a sentence names at most; the lists below it name them all.
const MOST_NAMED: usize = 3;

impl Stand {
    /// As files have it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Missed => "missed",
            Self::NotTold => "not-told",
            Self::NotPlaced => "not-placed",
        }
    }
}

impl LevelState {
    /// As a person reads it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Supported => "met",
            Self::NotMet => "not met",
            Self::Open => "cannot be told",
        }
    }
}

/// Where the levels come from.
pub(super) fn basis(n_observed: usize, n_by_anchors: usize) -> String {
    let n = counted(n_observed + n_by_anchors, "view");
    match (n_observed, n_by_anchors) {
        (0, 0) => "No competency was placed at a level.".to_owned(),
        (_, 0) => format!("All {n} of a competency come with the level that the interviewer saw."),
        (0, _) => format!(
            "No card says which level was seen. All {n} of a competency are read from the score's \
             anchor, which can say one level more or less than the one interviewed for."
        ),
        _ => format!(
            "Of {n} of a competency, {n_observed} come with the level that the interviewer saw; \
             {n_by_anchors} are read from the score's anchor, which can say one level more or less \
             than the one interviewed for."
        ),
    }
}

/// The highest level reached and the lowest one missed, as one phrase.
pub(super) fn placed_at(
    rubric: &Rubric,
    reached: Option<LevelIdx>,
    missed: Option<LevelIdx>,
) -> String {
    let title = |level: LevelIdx| &rubric.level(level).title;
    match (reached, missed) {
        (None, None) => "not told".to_owned(),
        (None, Some(missed)) => format!("under {}", title(missed)),
        (Some(reached), None) if reached.get() + 1 < rubric.levels().len() => {
            format!("{} or over", title(reached))
        }
        (Some(reached), Some(missed)) if missed.get() > reached.get() + 1 => {
            format!("{} or over, under {}", title(reached), title(missed))
        }
        (Some(reached), _) => title(reached).to_string(),
    }
}

impl Sight<'_> {
    fn title(&self, level: LevelIdx) -> &str {
        &self.rubric.level(level).title
    }

    pub(super) fn seen_title(&self, idx: CriterionIdx) -> String {
        if self.placed(idx).is_empty() {
            return "not placed".to_owned();
        }
        let (seen, under) = self.seen(idx);
        placed_at(self.rubric, seen, under)
    }

    pub(super) fn limit_title(&self, idx: CriterionIdx, kind: LimitKind) -> String {
        match kind {
            LimitKind::KnockedOut => "a panel knock-out holds".to_owned(),
            LimitKind::UnderTheBar => self.under_the_bar(idx),
            LimitKind::SeenUnder => self.seen_by(idx),
            LimitKind::TooFewRaters => format!(
                "{} where {} are needed",
                counted(self.n_raters(idx), "rater"),
                self.rubric.decision().min_raters
            ),
            LimitKind::NotTold => format!("{}, which does not tell", self.placed_by(idx)),
            LimitKind::NotPlaced => "nobody placed it".to_owned(),
        }
    }

    fn under_the_bar(&self, idx: CriterionIdx) -> String {
        let likely = self.scores.criterion(idx).map(|fair| fair.probability);
        format!(
            "{} likely to be at or over the bar-line {}, at every level alike",
            chance(likely.unwrap_or_default()),
            plain(self.rubric.decision().bar_line)
        )
    }

    /// `1 rater placed it at Senior and 2 at Mid, which counts as Mid`
    fn seen_by(&self, idx: CriterionIdx) -> String {
        let by = self.placed_by(idx);
        if self.views(idx).len() < 2 {
            return by;
        }
        format!("{by}, which counts as {}", self.seen_title(idx))
    }

    fn placed_by(&self, idx: CriterionIdx) -> String {
        let views = self.views(idx);
        let mut parts: Vec<_> = views
            .iter()
            .map(|view| {
                let at = if view.reached.is_some() { "at " } else { "" };
                (view.n_raters, format!("{at}{}", view.title))
            })
            .enumerate()
            .map(|(n, (n_raters, at))| match n {
                0 => format!("{} placed it {at}", counted(n_raters, "rater")),
                _ => format!("{n_raters} {at}"),
            })
            .collect();
        let last = parts.pop().unwrap_or_default();
        if parts.is_empty() {
            last
        } else {
            format!("{} and {last}", parts.join(", "))
        }
    }

    pub(super) fn sentence(&self, levels: &[LevelBar], supported: Option<LevelIdx>) -> String {
        let interviewed = self.panel.level;
        let own = self.title(interviewed);
        let Some(level) = supported else {
            return self.none_sentence(levels);
        };
        let meets = format!("Meets {}", self.title(level));
        let above = levels.get(level.get() + 1).map(short_of);
        match level.cmp(&interviewed) {
            Ordering::Less => {
                format!("{} {meets}.", short_of(&levels[interviewed.get()]))
            }
            Ordering::Equal => joined(&format!("{meets}, the level interviewed for."), above),
            Ordering::Greater => joined(&format!("{meets}; interviewed for {own}."), above),
        }
    }

    fn none_sentence(&self, levels: &[LevelBar]) -> String {
        let own = &levels[self.panel.level.get()];
        let lowest = &levels[0];
        if lowest.state == LevelState::NotMet {
            let all_alike = own.level == lowest.level || names(own) == names(lowest);
            return if all_alike {
                format!(
                    "Not at {}, the lowest level: {}.",
                    lowest.level.title,
                    names(lowest)
                )
            } else {
                format!(
                    "{} Nor at {}, the lowest level: {}.",
                    short_of(own),
                    lowest.level.title,
                    names(lowest)
                )
            };
        }
        if self.placed.iter().all(Vec::is_empty) {
            return format!("No level can be told. {}", self.why_none(levels));
        }
        joined(&short_of(own), Some("No level can be told.".to_owned()))
    }

    /// Why no level is supported.
    pub(super) fn why_none(&self, levels: &[LevelBar]) -> String {
        let criteria = self.rubric.criterion_places();
        let has_cells = |idx| !self.rubric.criterion(idx).progression().is_empty();
        if levels[0].state == LevelState::NotMet {
            format!(
                "The bar of {}, the lowest level, is not met.",
                levels[0].level.title
            )
        } else if !self.placed.iter().all(Vec::is_empty) {
            "What was seen does not tell which level is met.".to_owned()
        } else if criteria.into_iter().any(has_cells) {
            "No competency has a score.".to_owned()
        } else {
            "The rubric has no progression table, and no card says which level was seen.".to_owned()
        }
    }

    /// What to talk about where a level under the one interviewed for is met, and the verdict is
    /// not the same.
    pub(super) fn to_discuss(&self, supported: Option<LevelIdx>) -> Option<String> {
        let level = supported.filter(|level| *level < self.panel.level)?;
        let (own, other) = (self.title(self.panel.level), self.title(level));
        match self.verdict {
            Verdict::NoHire | Verdict::StrongNoHire => Some(format!(
                "The verdict at {own} is no hire, and the evidence supports {other}: whether there \
                 is a place at that level is something to talk about. This packet recommends \
                 nothing on it."
            )),
            Verdict::Hire | Verdict::StrongHire => Some(format!(
                "The verdict at {own} is hire, while the levels seen support {other}: that they do \
                 not say the same is something to talk about."
            )),
            Verdict::Debrief | Verdict::Insufficient => None,
        }
    }
}

fn joined(first: &str, second: Option<String>) -> String {
    second.map_or_else(|| first.to_owned(), |second| format!("{first} {second}"))
}

/// `Not at Senior: Incident response (required), Safe change and 2 more.`
fn short_of(bar: &LevelBar) -> String {
    let start = match bar.state {
        LevelState::NotMet => format!("Not at {}", bar.level.title),
        _ => format!("{} cannot be told", bar.level.title),
    };
    if bar.limits.is_empty() {
        format!("{start}.")
    } else {
        format!("{start}: {}.", names(bar))
    }
}

fn names(bar: &LevelBar) -> String {
    let named: Vec<_> = bar.limits.iter().take(MOST_NAMED).map(named).collect();
    match bar.limits.len() - named.len() {
        0 => named.join(", "),
        n => format!("{} and {n} more", named.join(", ")),
    }
}

fn named(limit: &Limit) -> String {
    let required = limit.required.then_some("required");
    let how = match limit.kind {
        LimitKind::SeenUnder => None,
        LimitKind::KnockedOut => Some("knock-out"),
        LimitKind::UnderTheBar => Some("under the bar"),
        LimitKind::TooFewRaters => Some("too few raters"),
        LimitKind::NotTold => Some("not told"),
        LimitKind::NotPlaced => Some("not placed"),
    };
    let said: Vec<_> = required.into_iter().chain(how).collect();
    let title = &limit.criterion.title;
    if said.is_empty() {
        title.clone()
    } else {
        format!("{title} ({})", said.join(", "))
    }
}

//! The levels that interviewers recommend, beside the one that the evidence supports.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::packet::Panel;
use crate::rubric::{LevelIdx, Named, Rubric};
use crate::scorecard::identity_key;
use crate::text::counted;

/// The levels that interviewers recommend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recommended {
    /// Interviewers whose cards count.
    pub n_interviewers: usize,
    /// Each level that is recommended, highest first.
    pub levels: Vec<RecommendedLevel>,
    /// How many name no level.
    pub n_silent: usize,
    /// Whether more than half of those who name a level name the one supported; none where nobody
    /// names one or none is supported.
    pub agrees: Option<bool>,
    /// In words.
    pub text: String,
}

/// A level with how many interviewers recommend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecommendedLevel {
    /// The level.
    pub level: Named,
    /// How many.
    pub n_interviewers: usize,
}

/// One who recommends several levels on several cards counts for the lowest.
pub(super) fn recommended(
    rubric: &Rubric,
    panel: &Panel<'_>,
    supported: Option<LevelIdx>,
) -> Recommended {
    let mut by_interviewer: BTreeMap<String, Option<LevelIdx>> = BTreeMap::new();
    for card in &panel.cards {
        let said = by_interviewer
            .entry(identity_key(&card.interviewer))
            .or_default();
        *said = [*said, card.level_recommendation]
            .into_iter()
            .flatten()
            .min();
    }
    let mut counts: BTreeMap<LevelIdx, usize> = BTreeMap::new();
    for level in by_interviewer.values().flatten() {
        *counts.entry(*level).or_default() += 1;
    }
    let n_interviewers = by_interviewer.len();
    let n_named: usize = counts.values().sum();
    let agrees = supported.filter(|_| n_named > 0).map(|level| {
        let n_for = counts.get(&level).copied().unwrap_or_default();
        2 * n_for > n_named
    });
    let levels: Vec<_> = counts
        .into_iter()
        .rev()
        .map(|(level, n_interviewers)| RecommendedLevel {
            level: rubric.named_level(level),
            n_interviewers,
        })
        .collect();
    Recommended {
        text: text(&levels, n_interviewers, agrees),
        n_interviewers,
        levels,
        n_silent: n_interviewers - n_named,
        agrees,
    }
}

fn text(levels: &[RecommendedLevel], n_interviewers: usize, agrees: Option<bool>) -> String {
    let mut said: Vec<_> = levels.iter().collect();
    // Those with most interviewers first; the higher level goes first where they are as many.
    said.sort_by_key(|said| std::cmp::Reverse(said.n_interviewers));
    let Some((first, others)) = said.split_first() else {
        return "No interviewer recommends a level.".to_owned();
    };
    let n = first.n_interviewers;
    let verb = if n == 1 { "recommends" } else { "recommend" };
    let all = counted(n_interviewers, "interviewer");
    let mut parts = vec![format!("{n} of {all} {verb} {}", first.level.title)];
    parts.extend(
        others
            .iter()
            .map(|said| format!("{} {}", said.n_interviewers, said.level.title)),
    );
    let end = match agrees {
        Some(true) => "; that agrees with this profile.",
        Some(false) => "; this profile says otherwise.",
        None => ".",
    };
    format!("{}{end}", parts.join(", "))
}

//! Why something is on the agenda, in words and with its numbers.

use super::{AgendaKind, Finding, Hanging, Reason, Step, Supposed, Table};
use crate::packet::policy::points;
use crate::rubric::CriterionIdx;
use crate::text::{chance, plain};

impl Table<'_> {
    /// The kinds as phrases, parted by semicolons.
    pub(super) fn why(
        &self,
        idx: CriterionIdx,
        kinds: &[AgendaKind],
        spread: Option<f64>,
        hanging: Option<&Hanging>,
    ) -> String {
        let phrases = kinds.iter().filter_map(|kind| match kind {
            AgendaKind::KnockOut => Some("a panel knock-out asks for a debrief".to_owned()),
            AgendaKind::InTheWay => self.likely(idx, "required and in the way"),
            AgendaKind::NearOneHalf => self.likely(idx, "required and in doubt"),
            AgendaKind::FarApart => Some(format!("raters far apart, by {}", points(spread?))),
            AgendaKind::Differing => Some(format!("raters {} apart", points(spread?))),
            AgendaKind::Split => None,
        });
        let verdicts = hanging.filter(|hanging| hanging.verdict_differs());
        let verdicts = verdicts.map(|hanging| {
            let (highest, lowest) = (&hanging.highest, &hanging.lowest);
            format!(
                "the verdict would be {} with the highest of them, {} with the lowest",
                highest.verdict_title.to_lowercase(),
                lowest.verdict_title.to_lowercase()
            )
        });
        phrases.chain(verdicts).collect::<Vec<_>>().join("; ")
    }

    fn likely(&self, idx: CriterionIdx, what: &str) -> Option<String> {
        let reason = self.reasons(Step::RequiredCriteria, idx).next()?;
        let probability = *reason.numbers.get("probability")?;
        Some(format!(
            "{what}, {} likely to be at or over the bar-line",
            chance(probability)
        ))
    }

    pub(super) fn details(
        &self,
        idx: CriterionIdx,
        kinds: &[AgendaKind],
        hanging: Option<&Hanging>,
    ) -> Vec<String> {
        let knock_outs = self
            .reasons(Step::KnockOuts, idx)
            .filter(|reason| reason.finding == Finding::AtBestDebrief);
        let is_required = |kind| matches!(kind, &AgendaKind::InTheWay | &AgendaKind::NearOneHalf);
        let required = self.reasons(Step::RequiredCriteria, idx);
        let required = required.filter(|_| kinds.iter().any(is_required));
        let reasons = knock_outs.chain(required);
        let texts = reasons.map(|reason: &Reason| reason.text.clone());
        texts
            .chain(hanging.and_then(|hanging| self.weighed(idx, hanging)))
            .collect()
    }

    /// What each of two opposing views would mean for the panel.
    fn weighed(&self, idx: CriterionIdx, hanging: &Hanging) -> Option<String> {
        let (highest, lowest) = (&hanging.highest, &hanging.lowest);
        let weight = self
            .base
            .rubric
            .criterion(idx)
            .weight(self.base.panel.level);
        let panel = both(highest, lowest, |supposed| supposed.probability)?;
        let own = both(highest, lowest, |supposed| supposed.own_probability);
        let own = own.map_or_else(String::new, |(high, low)| {
            format!(" This criterion alone: {high} and {low}.")
        });
        let either_way = if hanging.verdict_differs() {
            ""
        } else {
            " The verdict would be the same."
        };
        Some(format!(
            "If everybody who scored it gave {}, the panel would be {} likely to be at or over the \
             bar-line, and if everybody gave {}, {}; it has weight {}.{own}{either_way}",
            highest.value,
            panel.0,
            lowest.value,
            panel.1,
            plain(weight)
        ))
    }
}

fn both(
    highest: &Supposed,
    lowest: &Supposed,
    of: impl Fn(&Supposed) -> Option<f64>,
) -> Option<(String, String)> {
    Some((chance(of(highest)?), chance(of(lowest)?)))
}

/// `3 for hire, 2 against`
pub(super) fn split(n_for: f64, n_against: f64) -> String {
    format!("{} for hire, {} against", plain(n_for), plain(n_against))
}

/// What makes a split panel.
pub(super) fn split_needs(n: f64) -> String {
    format!("{} on each side make a split panel.", plain(n))
}

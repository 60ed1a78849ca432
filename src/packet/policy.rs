//! The policy: knock-outs → coverage and raters → required criteria → bar → split panel and
//! spread → strong margin. Each step is looked at and recorded, also after one has decided.

mod tally;

use std::collections::{BTreeMap, BTreeSet};

use super::{FairScore, Finding, Panel, Reason, Scores, Step, Verdict, Weights};
use crate::rubric::{CriterionIdx, Decision, Effect, PanelKnockout, Rubric};
use crate::scorecard::identity_key;
use crate::text::{chance, counted, percent, plain};
use tally::Tally;

/// What the policy came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// Every step's findings in order; one of them decides.
    pub reasons: Vec<Reason>,
    /// The weighted fair score.
    pub fair: Option<FairScore>,
    /// Share of the weight that has a number, 0 to 1.
    pub coverage: f64,
}

struct Policy<'a> {
    rubric: &'a Rubric,
    panel: &'a Panel<'a>,
    scores: &'a Scores<'a>,
    weights: &'a Weights,
    rules: &'a Decision,
    reasons: Vec<Reason>,
}

/// Applies the rubric's rules to a panel.
#[must_use]
pub fn apply(rubric: &Rubric, panel: &Panel<'_>, scores: &Scores<'_>) -> Outcome {
    let weights = Weights::of(rubric, panel.level);
    apply_weighted(rubric, panel, scores, &weights)
}

/// The same with weights that may be others than the rubric's.
#[must_use]
pub fn apply_weighted(
    rubric: &Rubric,
    panel: &Panel<'_>,
    scores: &Scores<'_>,
    weights: &Weights,
) -> Outcome {
    let mut policy = Policy {
        rubric,
        panel,
        scores,
        weights,
        rules: rubric.decision(),
        reasons: Vec::new(),
    };
    policy.knock_outs();
    let coverage = policy.coverage();
    policy.raters();
    policy.required_criteria();
    let fair = policy.bar();
    policy.split_panel();
    policy.spread();
    let verdict = policy.decide(fair.as_ref());
    Outcome {
        verdict,
        reasons: policy.reasons,
        fair,
        coverage,
    }
}

impl Policy<'_> {
    fn record(
        &mut self,
        step: Step,
        finding: Finding,
        criterion: Option<CriterionIdx>,
        text: String,
        numbers: &[(&'static str, f64)],
    ) {
        self.reasons.push(Reason {
            step,
            step_title: step.title(),
            finding,
            finding_title: finding.title(),
            decides: false,
            criterion: criterion.map(|idx| self.rubric.criterion(idx).id.to_string()),
            text,
            numbers: numbers.iter().copied().collect::<BTreeMap<_, _>>(),
        });
    }

    fn title(&self, idx: CriterionIdx) -> &str {
        &self.rubric.criterion(idx).title
    }

    fn knock_outs(&mut self) {
        let level = self.panel.level;
        let rubric = self.rubric;
        let rules: Vec<_> = rubric
            .panel_knockouts()
            .iter()
            .filter(|rule| rule.levels.include(level))
            .collect();
        let mut n_triggered = 0;
        for rule in &rules {
            n_triggered += usize::from(self.knock_out(rule));
        }
        if n_triggered == 0 {
            let text = match rules.len() {
                0 => "The rubric has no panel knock-out at this level.".to_owned(),
                1 => "The one panel knock-out was not triggered.".to_owned(),
                n => format!("None of the {n} panel knock-outs was triggered."),
            };
            let n_rules = number(rules.len());
            self.record(
                Step::KnockOuts,
                Finding::Passed,
                None,
                text,
                &[("rules", n_rules)],
            );
        }
    }

    /// Whether the rule was triggered, which is then recorded.
    fn knock_out(&mut self, rule: &PanelKnockout) -> bool {
        let tally = Tally::of(self.panel, rule);
        if !tally.reaches(rule.raters, tally.low) {
            return false;
        }
        let scale = self.rubric.scale();
        let what = format!(
            "{} of {} scored {} at {} or under",
            tally.low,
            raters(tally.raters),
            self.title(rule.criterion),
            scale.point(rule.at_most).label
        );
        let evidenced = !rule.needs_evidence || tally.reaches(rule.raters, tally.evidenced);
        let (finding, text) = match (evidenced, rule.effect) {
            (true, Effect::NoHire) => (
                Finding::NoHire,
                format!("{what}: a knock-out. {}", sentence(&rule.reason)),
            ),
            (true, Effect::Debrief) => (
                Finding::AtBestDebrief,
                format!(
                    "{what}: the rubric asks for a debrief. {}",
                    sentence(&rule.reason)
                ),
            ),
            (false, _) => (
                Finding::AtBestDebrief,
                format!(
                    "{what}, without evidence written beside it: that cannot rule anybody out and asks for a debrief."
                ),
            ),
        };
        let numbers = [
            ("raters", number(tally.raters)),
            ("at_or_under", number(tally.low)),
            ("with_evidence", number(tally.evidenced)),
        ];
        self.record(
            Step::KnockOuts,
            finding,
            Some(rule.criterion),
            text,
            &numbers,
        );
        true
    }

    fn weight(&self, idx: CriterionIdx) -> f64 {
        self.weights.at(idx)
    }

    fn n_raters(&self, idx: CriterionIdx) -> usize {
        self.panel.by_rater(self.rubric, idx).len()
    }

    fn coverage(&mut self) -> f64 {
        let criteria: Vec<_> = self
            .rubric
            .panel_criteria(self.panel.level)
            .filter(|idx| self.weight(*idx) > 0.0)
            .collect();
        let scored: Vec<_> = criteria
            .iter()
            .filter(|idx| self.n_raters(**idx) > 0)
            .collect();
        let total: f64 = criteria.iter().map(|idx| self.weight(*idx)).sum();
        let of_scored: f64 = scored.iter().map(|idx| self.weight(**idx)).sum();
        // A sum of nothing is -0, which nobody should read.
        let share = if total > 0.0 && !scored.is_empty() {
            of_scored / total
        } else {
            0.0
        };
        let needed = self.rules.min_coverage;
        let (n_scored, n_criteria) = (scored.len(), criteria.len());
        // Weights such as 0.1 do not add up exactly; a share that is equal on paper passes.
        let enough = n_scored > 0 && share + 1e-9 >= needed;
        let text = format!(
            "{n_scored} of {n_criteria} criteria have a score, {} of the weight; {} is needed.",
            percent(share),
            percent(needed)
        );
        let finding = if enough {
            Finding::Passed
        } else {
            Finding::Insufficient
        };
        let numbers = [
            ("coverage", share),
            ("min_coverage", needed),
            ("weight_scored", of_scored),
            ("weight", total),
        ];
        self.record(Step::Coverage, finding, None, text, &numbers);
        share
    }

    fn required(&self) -> Vec<CriterionIdx> {
        let level = self.panel.level;
        self.rubric
            .panel_criteria(level)
            .filter(|idx| self.rubric.criterion(*idx).is_required(level))
            .collect()
    }

    fn raters(&mut self) {
        let needed = self.rules.min_raters as usize;
        let required = self.required();
        let mut n_short = 0;
        for idx in &required {
            let n = self.n_raters(*idx);
            if n < needed {
                n_short += 1;
                let text = format!(
                    "{} is required and has {} with a number; {needed} are needed.",
                    self.title(*idx),
                    raters(n)
                );
                let numbers = [("raters", number(n)), ("min_raters", number(needed))];
                self.record(
                    Step::Raters,
                    Finding::Insufficient,
                    Some(*idx),
                    text,
                    &numbers,
                );
            }
        }
        if n_short == 0 {
            let text = if required.is_empty() {
                "No criterion is required at this level.".to_owned()
            } else {
                format!("Every required criterion has at least {}.", raters(needed))
            };
            let numbers = [("min_raters", number(needed))];
            self.record(Step::Raters, Finding::Passed, None, text, &numbers);
        }
    }

    fn required_criteria(&mut self) {
        for idx in self.required() {
            let fair = self.scores.criterion(idx);
            let title = self.title(idx).to_owned();
            let Some(fair) = fair else {
                let text = format!("{title} is required and has no number.");
                self.record(
                    Step::RequiredCriteria,
                    Finding::NotReached,
                    Some(idx),
                    text,
                    &[],
                );
                continue;
            };
            let probability = fair.probability;
            let (finding, consequence) = if probability <= self.rules.no_hire_at {
                (Finding::NoHire, "that alone rules a hire out")
            } else if probability < 0.5 {
                (Finding::AtBestDebrief, "that allows a debrief at best")
            } else {
                (Finding::Passed, "it does not stand in the way")
            };
            let text = format!(
                "{title} is required: fair score {:.2}, {} likely to be at or over the bar-line {}; {consequence}.",
                fair.value,
                chance(probability),
                plain(self.rules.bar_line),
            );
            let mut numbers = self.figures(&fair).to_vec();
            numbers.push(("no_hire_at", self.rules.no_hire_at));
            self.record(Step::RequiredCriteria, finding, Some(idx), text, &numbers);
        }
    }

    fn figures(&self, fair: &FairScore) -> [(&'static str, f64); 5] {
        [
            ("fair", fair.value),
            ("low", fair.low),
            ("high", fair.high),
            ("probability", fair.probability),
            ("bar_line", self.rules.bar_line),
        ]
    }

    fn bar(&mut self) -> Option<FairScore> {
        let weight = |idx: usize| self.weights.all()[idx];
        let fair = self.scores.weighted(&weight);
        let Some(found) = &fair else {
            let text = "Nothing with weight has a number, so there is no fair score.".to_owned();
            self.record(Step::Bar, Finding::NotReached, None, text, &[]);
            return None;
        };
        let probability = found.probability;
        let finding = if probability >= self.rules.hire_at {
            Finding::Hire
        } else if probability <= self.rules.no_hire_at {
            Finding::NoHire
        } else {
            Finding::Debrief
        };
        let text = format!(
            "The weighted fair score is {:.2} (90 % interval {:.2} to {:.2}), {} likely to be at or over the bar-line {}; {} and more is hire, {} and less is no hire.",
            found.value,
            found.low,
            found.high,
            chance(probability),
            plain(self.rules.bar_line),
            percent(self.rules.hire_at),
            percent(self.rules.no_hire_at),
        );
        let mut numbers = self.figures(found).to_vec();
        numbers.push(("hire_at", self.rules.hire_at));
        numbers.push(("no_hire_at", self.rules.no_hire_at));
        self.record(Step::Bar, finding, None, text, &numbers);
        fair
    }

    fn split_panel(&mut self) {
        let (n_hire, n_no_hire) = self.sides();
        let split = self.rules.split as usize;
        let is_split = n_hire >= split && n_no_hire >= split;
        let finding = if is_split {
            Finding::Debrief
        } else {
            Finding::Passed
        };
        let text = format!(
            "{n_hire} for hire, {n_no_hire} against; {split} on each side make a split panel.",
        );
        let numbers = [
            ("for_hire", number(n_hire)),
            ("against", number(n_no_hire)),
            ("split", number(split)),
        ];
        self.record(Step::SplitPanel, finding, None, text, &numbers);
    }

    /// Interviewers for and against. One whose own cards fall on both sides counts for neither.
    fn sides(&self) -> (usize, usize) {
        let mut sides: BTreeMap<String, BTreeSet<bool>> = BTreeMap::new();
        for card in &self.panel.cards {
            if let Some(recommendation) = card.recommendation {
                let side = sides.entry(identity_key(&card.interviewer)).or_default();
                side.insert(recommendation.is_hire());
            }
        }
        let only = |hire: bool| {
            let side = BTreeSet::from([hire]);
            sides.values().filter(|of_one| **of_one == side).count()
        };
        (only(true), only(false))
    }

    fn spread(&mut self) {
        let level = self.panel.level;
        let max = self.rules.max_spread;
        let mut wide = Vec::new();
        for idx in self.rubric.panel_criteria(level) {
            let spread = self.panel.spread(self.rubric, idx);
            wide.extend(
                spread
                    .filter(|spread| is_wide(*spread, max))
                    .map(|spread| (idx, spread)),
            );
        }
        for (idx, spread) in &wide {
            let required = self.rubric.criterion(*idx).is_required(level);
            let (finding, consequence) = if required {
                (Finding::Debrief, "it is required, so the panel must talk")
            } else {
                (Finding::Passed, "it is on the debrief agenda")
            };
            let text = format!(
                "The raters of {} are {} apart; {consequence}.",
                self.title(*idx),
                points(*spread)
            );
            let numbers = [("spread", *spread), ("max_spread", max)];
            self.record(Step::Spread, finding, Some(*idx), text, &numbers);
        }
        if wide.is_empty() {
            let text = format!("No criterion has raters {} or more apart.", points(max));
            self.record(
                Step::Spread,
                Finding::Passed,
                None,
                text,
                &[("max_spread", max)],
            );
        }
    }

    /// The first of these that holds: knocked out, insufficient, ruled out by a required
    /// criterion, split or spread, held to a debrief, the bar.
    fn decide(&mut self, fair: Option<&FairScore>) -> Verdict {
        let bar = self
            .reasons
            .iter()
            .position(|reason| reason.step == Step::Bar);
        let bar_finding = bar.map(|at| self.reasons[at].finding);
        let first = |steps: &[Step], finding: Finding| {
            self.reasons
                .iter()
                .position(|reason| steps.contains(&reason.step) && reason.finding == finding)
        };
        let out = first(&[Step::KnockOuts], Finding::NoHire).map(|at| (at, Verdict::NoHire));
        let insufficient = first(&[Step::Coverage, Step::Raters], Finding::Insufficient)
            .map(|at| (at, Verdict::Insufficient));
        let ruled_out =
            first(&[Step::RequiredCriteria], Finding::NoHire).map(|at| (at, Verdict::NoHire));
        let apart = first(&[Step::SplitPanel, Step::Spread], Finding::Debrief)
            .map(|at| (at, Verdict::Debrief));
        let held = first(
            &[Step::KnockOuts, Step::RequiredCriteria],
            Finding::AtBestDebrief,
        )
        .filter(|_| bar_finding == Some(Finding::Hire))
        .map(|at| (at, Verdict::Debrief));
        let by_bar = bar.map(|at| (at, bar_verdict(bar_finding)));
        let decided = out
            .or(insufficient)
            .or(ruled_out)
            .or(apart)
            .or(held)
            .or(by_bar);
        let (at, verdict) = decided.unwrap_or((0, Verdict::Insufficient));
        self.reasons[at].decides = true;
        self.strong_margin(verdict, bar_finding, fair)
    }

    /// Hire and no hire become strong far from the bar-line, where the bar agrees with them.
    fn strong_margin(
        &mut self,
        verdict: Verdict,
        bar: Option<Finding>,
        fair: Option<&FairScore>,
    ) -> Verdict {
        let knocked_out = self
            .reasons
            .iter()
            .any(|reason| reason.decides && reason.step == Step::KnockOuts);
        let Some(fair) = fair.filter(|_| !knocked_out) else {
            return verdict;
        };
        let margin = fair.value - self.rules.bar_line;
        let needed = self.rules.strong_margin;
        let strong = match (verdict, bar) {
            (Verdict::Hire, Some(Finding::Hire)) if margin >= needed => {
                Some((Verdict::StrongHire, Finding::StrongHire))
            }
            (Verdict::NoHire, Some(Finding::NoHire)) if -margin >= needed => {
                Some((Verdict::StrongNoHire, Finding::StrongNoHire))
            }
            (Verdict::Hire | Verdict::NoHire, _) => Some((verdict, Finding::Passed)),
            _ => None,
        };
        let Some((verdict, finding)) = strong else {
            return verdict;
        };
        let side = if margin < 0.0 { "under" } else { "over" };
        let text = format!(
            "The fair score is {} {side} the bar-line; {} or more is strong.",
            points(margin.abs()),
            points(needed)
        );
        let numbers = [("margin", margin), ("strong_margin", needed)];
        self.record(Step::StrongMargin, finding, None, text, &numbers);
        verdict
    }
}

fn bar_verdict(finding: Option<Finding>) -> Verdict {
    match finding {
        Some(Finding::Hire) => Verdict::Hire,
        Some(Finding::NoHire) => Verdict::NoHire,
        Some(Finding::Debrief) => Verdict::Debrief,
        _ => Verdict::Insufficient,
    }
}

/// Whether raters are far enough apart to talk about. Raters who agree never are.
#[must_use]
pub fn is_wide(spread: f64, max_spread: f64) -> bool {
    spread > 0.0 && spread + 1e-9 >= max_spread
}

/// Whether a panel knock-out rules the candidate out, at whatever level the rule is for.
pub(super) fn rules_out(panel: &Panel<'_>, rule: &PanelKnockout) -> bool {
    let tally = Tally::of(panel, rule);
    let counted = if rule.needs_evidence {
        tally.evidenced
    } else {
        tally.low
    };
    rule.effect == Effect::NoHire && tally.reaches(rule.raters, counted)
}

fn number(n: usize) -> f64 {
    crate::text::count(n)
}

fn raters(n: usize) -> String {
    counted(n, "rater")
}

/// `1 point`, `1.5 points`: on the scale, to two places.
pub(super) fn points(n: f64) -> String {
    let shown = plain(n);
    if shown == "1" {
        "1 point".to_owned()
    } else {
        format!("{shown} points")
    }
}

/// The text as a sentence of its own.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?', '…', '。']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raters_who_agree_are_never_apart() {
        assert!(!is_wide(0.0, 0.0));
        assert!(is_wide(2.0, 2.0));
        assert!(!is_wide(1.0, 2.0));
    }
}

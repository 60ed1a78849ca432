//! What is proposed for an application, step by step.
//!
//! The rules are the packet's, taken over to shares: coverage first, then `P(share ≥ line)` against
//! the thresholds of the decision table, where the line is `resume-advance-at`. At or over `hire-at`
//! the proposal is to advance, at or under `no-hire-at` to decline; between them a person looks, as
//! they do where too little was scored. On which side of the line the estimate itself lies is said,
//! and decides nothing: one reviewer's 61 % is no better known to be over 60 % than another's 59 %.

use serde::Serialize;

use super::estimate::Share;
use crate::rubric::Decision;
use crate::text::{chance, percent};

/// What is proposed. A person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Go on.
    Advance,
    /// Somebody looks at it: the reviews do not say.
    Review,
    /// Do not go on.
    Decline,
}

impl Outcome {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Advance => "advance",
            Self::Review => "review",
            Self::Decline => "decline",
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// `coverage`, `probability` or `estimate`.
    pub step: &'static str,
    /// The number that was looked at; none where there is none.
    pub value: Option<f64>,
    /// What it was held against.
    pub line: f64,
    /// Whether it decided.
    pub decides: bool,
    /// In a sentence.
    pub text: String,
}

/// The steps in their order, and what is proposed.
#[must_use]
pub fn outcome(coverage: f64, share: Option<&Share>, rules: &Decision) -> (Outcome, Vec<Reason>) {
    let is_covered = coverage >= rules.min_coverage && share.is_some();
    let mut reasons = vec![covered(coverage, is_covered, share.is_some(), rules)];
    let Some(share) = share else {
        return (Outcome::Review, reasons);
    };
    let found = by_probability(share.probability, rules);
    reasons.push(Reason {
        decides: is_covered,
        ..probable(share, found, rules)
    });
    reasons.push(estimated(share, rules));
    (if is_covered { found } else { Outcome::Review }, reasons)
}

fn by_probability(probability: f64, rules: &Decision) -> Outcome {
    if probability >= rules.hire_at {
        Outcome::Advance
    } else if probability <= rules.no_hire_at {
        Outcome::Decline
    } else {
        Outcome::Review
    }
}

fn covered(coverage: f64, is_covered: bool, has_share: bool, rules: &Decision) -> Reason {
    let (scored, least) = (percent(coverage), percent(rules.min_coverage));
    let text = if is_covered {
        format!("{scored} of the weight was scored, at least {least}.")
    } else if has_share {
        format!(
            "Only {scored} of the weight was scored, less than {least}: insufficient, a person looks."
        )
    } else {
        "Nothing was scored: insufficient, a person looks.".to_owned()
    };
    Reason {
        step: "coverage",
        value: Some(coverage),
        line: rules.min_coverage,
        decides: !is_covered,
        text,
    }
}

fn probable(share: &Share, found: Outcome, rules: &Decision) -> Reason {
    let (p, line) = (chance(share.probability), percent(rules.resume_advance_at));
    let (hire, not) = (percent(rules.hire_at), percent(rules.no_hire_at));
    let (held, against) = match found {
        Outcome::Advance => (format!("at or over {hire}: advance"), rules.hire_at),
        Outcome::Decline => (format!("at or under {not}: decline"), rules.no_hire_at),
        Outcome::Review => (
            format!("between {not} and {hire}: a person looks"),
            rules.hire_at,
        ),
    };
    Reason {
        step: "probability",
        value: Some(share.probability),
        line: against,
        decides: true,
        text: format!("The probability that the share is {line} or more is {p}, {held}."),
    }
}

fn estimated(share: &Share, rules: &Decision) -> Reason {
    let line = rules.resume_advance_at;
    let side = if share.value >= line {
        "reaches"
    } else {
        "is under"
    };
    Reason {
        step: "estimate",
        value: Some(share.value),
        line,
        decides: false,
        text: format!(
            "The share itself, {} (90 %: {} to {}), {side} the {} that advances.",
            percent(share.value),
            percent(share.low),
            percent(share.high),
            percent(line)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rubric::compile;
    use crate::text::Sources;

    fn rules() -> Decision {
        let text = "format = 1\nid = \"r\"\ntitle = \"R\"\nversion = \"1.0.0\"\nsummary = \"x\"\n\
                    [[level]]\nid = \"mid\"\ntitle = \"Mid\"\n\
                    [[attitude]]\nid = \"care\"\ntitle = \"Care\"\ndefinition = \"x\"\n\
                    [[round]]\nid = \"talk\"\ntitle = \"Talk\"\nstage = \"onsite\"\nfocus = [\"care\"]\n";
        let sources = &mut Sources::default();
        let loaded = compile::load(
            "r.toml",
            text.as_bytes().to_vec(),
            &mut compile::NoFiles,
            sources,
        );
        loaded.rubric.unwrap().decision().clone()
    }

    fn share(probability: f64) -> Share {
        Share {
            value: 0.62,
            low: 0.5,
            high: 0.74,
            probability,
            n_scores: 8,
            n_reviewers: 2,
        }
    }

    #[test]
    fn thresholds_are_reached_at_themselves() {
        let of = |p| outcome(1.0, Some(&share(p)), &rules()).0;
        assert_eq!(of(0.8), Outcome::Advance);
        assert_eq!(of(0.799), Outcome::Review);
        assert_eq!(of(0.201), Outcome::Review);
        assert_eq!(of(0.2), Outcome::Decline);
    }

    #[test]
    fn too_little_scored_is_for_a_person_whatever_the_probability() {
        for p in [0.01, 0.5, 0.99] {
            let (found, reasons) = outcome(0.79, Some(&share(p)), &rules());
            assert_eq!(found, Outcome::Review);
            let deciding: Vec<_> = reasons.iter().filter(|one| one.decides).collect();
            assert_eq!(deciding.len(), 1);
            assert_eq!(deciding[0].step, "coverage");
        }
        let (found, reasons) = outcome(0.0, None, &rules());
        assert_eq!((found, reasons.len()), (Outcome::Review, 1));
        assert!(reasons[0].text.starts_with("Nothing was scored"));
    }

    #[test]
    fn one_step_decides_and_each_has_its_numbers() {
        let (_, reasons) = outcome(0.8, Some(&share(0.9)), &rules());
        let deciding = reasons.iter().filter(|one| one.decides).count();
        assert_eq!(deciding, 1);
        let texts: Vec<_> = reasons.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "80 % of the weight was scored, at least 80 %.",
                "The probability that the share is 60 % or more is 90 %, at or over 80 %: advance.",
                "The share itself, 62 % (90 %: 50 % to 74 %), reaches the 60 % that advances.",
            ]
        );
    }
}

//! What correcting for severity does: how severe each interviewer of the panel is, and the verdict
//! that the scores as given come to.

use std::collections::BTreeSet;

use serde::Serialize;

use super::pool::OfInterviewer;
use super::{FairScore, Names, Panel, Panels, Person, Pool, Scores, Verdict, policy};
use crate::calibration::model::LEAST_CANDIDATES_EACH;
use crate::calibration::normal;
use crate::scorecard::identity_key;
use crate::text::{chance, counted, plain};

/// What correcting for severity does to a panel.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Correction {
    /// How severe each interviewer with a card that counts is, in the order of the cards.
    pub interviewers: Vec<SeverityNote>,
    /// What the scores as given come to, by the same rules.
    pub as_given: AsGiven,
}

/// How severe an interviewer is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeverityNote {
    /// Who.
    pub interviewer: Person,
    /// How far from an interviewer of average severity they score an average candidate, in points
    /// of the scale; under 0 is more severe. None where `n_candidates` are too few to say.
    pub points: Option<f64>,
    /// Lower end of its 90 % interval.
    pub points_low: Option<f64>,
    /// Upper end.
    pub points_high: Option<f64>,
    /// Candidates whom they scored.
    pub n_candidates: usize,
    /// The same in a sentence.
    pub text: String,
}

/// What the scores as given come to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AsGiven {
    /// The verdict.
    pub verdict: Verdict,
    /// The verdict as a person reads it.
    pub verdict_title: &'static str,
    /// The weighted mean of the scores as given, with its interval.
    pub fair: Option<FairScore>,
    /// Whether the verdict differs from the packet's.
    pub differs: bool,
    /// How the two stand to each other, in a sentence.
    pub text: String,
}

/// What correcting does; none where nothing is corrected. `corrected` is the packet's own verdict
/// and score.
#[must_use]
pub fn correction(
    panels: &Panels<'_>,
    panel: &Panel<'_>,
    scores: &Scores<'_>,
    names: &Names,
    corrected: (Verdict, Option<&FairScore>),
) -> Option<Correction> {
    let pool = scores.pool().filter(|_| scores.are_corrected())?;
    Some(Correction {
        interviewers: notes(panel, pool, names),
        as_given: as_given(panels, panel, corrected),
    })
}

fn notes(panel: &Panel<'_>, pool: &Pool, names: &Names) -> Vec<SeverityNote> {
    let z = normal::reach(super::fair::CONFIDENCE);
    let mut seen = BTreeSet::new();
    let once = panel
        .cards
        .iter()
        .filter(|card| seen.insert(identity_key(&card.interviewer)));
    let of = |signature: &str| note(names.interviewer(signature), pool.severity(signature, z));
    once.map(|card| of(&card.interviewer)).collect()
}

fn note(interviewer: Person, found: Option<OfInterviewer>) -> SeverityNote {
    let n_candidates = found.map_or(0, |found| found.n_candidates);
    let enough = found.filter(|found| found.n_candidates >= LEAST_CANDIDATES_EACH);
    let points = enough.map(|found| found.severity.points);
    let of = counted(n_candidates, "candidate");
    let name = &interviewer.name;
    let text = match points {
        None => format!("{name} has scored too few candidates to say ({n_candidates})."),
        Some(points) if points.low <= 0.0 && points.high >= 0.0 => {
            format!("{name} scores as the panel does, as far as {of} can tell.")
        }
        Some(points) => {
            let side = if points.value < 0.0 { "under" } else { "over" };
            format!(
                "{name} scores {} {side} the panel, over {of}.",
                about(points.value.abs())
            )
        }
    };
    SeverityNote {
        points: points.map(|points| points.value),
        points_low: points.map(|points| points.low),
        points_high: points.map(|points| points.high),
        n_candidates,
        text,
        interviewer,
    }
}

/// A distance on the scale in words, to a quarter of a point.
fn about(points: f64) -> String {
    let quarters = (points * 4.0).round() / 4.0;
    match plain(quarters).as_str() {
        "0" => "slightly".to_owned(),
        "0.25" => "about a quarter of a point".to_owned(),
        "0.5" => "about half a point".to_owned(),
        "0.75" => "about three quarters of a point".to_owned(),
        "1" => "about a point".to_owned(),
        n => format!("about {n} points"),
    }
}

fn as_given(
    panels: &Panels<'_>,
    panel: &Panel<'_>,
    (verdict, corrected): (Verdict, Option<&FairScore>),
) -> AsGiven {
    let scores = Scores::as_given(panels, panel);
    let outcome = policy::apply(panels.rubric, panel, &scores);
    let raw = outcome.fair;
    let said = |verdict: Verdict, fair: Option<&FairScore>| {
        let title = verdict.title().to_lowercase();
        fair.map_or(title.clone(), |fair| {
            format!(
                "{title} ({:.2}, {} likely to be at or over the bar-line)",
                fair.value,
                chance(fair.probability)
            )
        })
    };
    let (given, now) = (
        said(outcome.verdict, raw.as_ref()),
        said(verdict, corrected),
    );
    let differs = outcome.verdict != verdict;
    let text = if differs {
        format!("The verdict is {now}. The scores as given would come to {given}.")
    } else {
        format!("The scores as given come to the same verdict: {given}; corrected, {now}.")
    };
    AsGiven {
        verdict: outcome.verdict,
        verdict_title: outcome.verdict.title(),
        fair: raw,
        differs,
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::placed::{Between, Severity};

    fn person(name: &str) -> Person {
        Person {
            id: name.to_owned(),
            name: name.to_owned(),
        }
    }

    fn found(points: [f64; 3], n_candidates: usize) -> OfInterviewer {
        let [low, value, high] = points;
        let between = Between { value, low, high };
        OfInterviewer {
            severity: Severity {
                logits: between,
                se: 0.1,
                points: between,
            },
            n_candidates,
        }
    }

    #[test]
    fn severity_is_said_in_words() {
        for (points, n, text) in [
            (
                [-0.7, -0.45, -0.2],
                34,
                "Tomasz scores about half a point under the panel, over 34 candidates.",
            ),
            (
                [0.02, 0.1, 0.2],
                90,
                "Tomasz scores slightly over the panel, over 90 candidates.",
            ),
            (
                [1.0, 1.3, 1.6],
                12,
                "Tomasz scores about 1.25 points over the panel, over 12 candidates.",
            ),
            (
                [-0.3, 0.1, 0.5],
                8,
                "Tomasz scores as the panel does, as far as 8 candidates can tell.",
            ),
            (
                [-0.7, -0.45, -0.2],
                4,
                "Tomasz has scored too few candidates to say (4).",
            ),
        ] {
            let note = note(person("Tomasz"), Some(found(points, n)));
            assert_eq!(note.text, text);
            assert_eq!(note.points.is_none(), n < LEAST_CANDIDATES_EACH);
        }
    }

    #[test]
    fn nobody_known_has_no_figure() {
        let note = note(person("عمر"), None);
        assert_eq!((note.points, note.n_candidates), (None, 0));
        assert_eq!(note.text, "عمر has scored too few candidates to say (0).");
    }
}

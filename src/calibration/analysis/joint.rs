//! Joint maximum likelihood, row by row. There are two points or more.

use super::{Estimates, Estimation, Method, Variance, Work, data, finite, rows};
use crate::calibration::joint::{self, Joint};
use crate::calibration::model::responses;
use crate::calibration::normal;

const NO_PRIOR: &str = "joint maximum likelihood has no variances and no marginal likelihood";

pub(super) fn estimate(work: &Work<'_>) -> Estimates {
    let (counts, responses, _) = responses(&data(work.records));
    let joint = joint::estimate(counts, &responses);
    let mut given_up = Vec::new();
    if !joint.converged {
        given_up.push(format!(
            "measures still moved after {} rounds",
            joint.n_rounds
        ));
    }
    Estimates {
        method: Method::Joint,
        candidates: (0..joint.candidates.len())
            .map(|at| candidate(work, &joint, at))
            .collect(),
        interviewers: (0..joint.interviewers.len())
            .map(|at| interviewer(work, &joint, at))
            .collect(),
        criteria: (0..joint.criteria.len())
            .map(|at| criterion(work, &joint, at))
            .collect(),
        variance: Variance {
            reason: Some(NO_PRIOR),
            ..Variance::default()
        },
        deviance: None,
        converged: Some(joint.converged),
        estimation: Some(Estimation {
            steps: "rating-scale",
            iterations: joint.n_rounds,
            gradient: finite(joint.residual),
            variance_gradient: None,
            variances_of_part: false,
            given_up,
        }),
    }
}

fn candidate(work: &Work<'_>, joint: &Joint, at: usize) -> rows::Candidate {
    let row = work.candidate(at);
    let Some(measure) = &joint.candidates[at] else {
        return row;
    };
    let half = normal::reach(work.options.confidence) * measure.se;
    let expected = |measure| on_scale(work, joint.expected_of_candidate(measure));
    rows::Candidate {
        fair_low: expected(measure.measure - half),
        fair_high: expected(measure.measure + half),
        estimate: finite(measure.measure),
        se: finite(measure.se),
        fair: on_scale(work, measure.fair),
        infit: finite(measure.infit),
        outfit: finite(measure.outfit),
        extreme: Some(measure.is_extreme),
        ..row
    }
}

fn interviewer(work: &Work<'_>, joint: &Joint, at: usize) -> rows::Interviewer {
    let row = work.interviewer(at);
    let Some(measure) = &joint.interviewers[at] else {
        return row;
    };
    let half = normal::reach(work.options.confidence) * measure.se;
    rows::Interviewer {
        severity: finite(measure.measure),
        se: finite(measure.se),
        low: finite(measure.measure - half),
        high: finite(measure.measure + half),
        fair: on_scale(work, measure.fair),
        infit: finite(measure.infit),
        outfit: finite(measure.outfit),
        extreme: Some(measure.is_extreme),
        ..row
    }
}

fn criterion(work: &Work<'_>, joint: &Joint, at: usize) -> rows::Criterion {
    let row = work.criterion(at);
    let Some(measure) = &joint.criteria[at] else {
        return row;
    };
    let steps = joint.thresholds.iter().map(|step| measure.measure + step);
    rows::Criterion {
        difficulty: finite(measure.measure),
        se: finite(measure.se),
        steps: Some(steps.collect()),
        fair: on_scale(work, measure.fair),
        infit: finite(measure.infit),
        outfit: finite(measure.outfit),
        ..row
    }
}

/// A fair mean on the scale of the points: it is counted in places among those that were given.
fn on_scale(work: &Work<'_>, mean: f64) -> Option<f64> {
    let points = (0_u8..).zip(work.points.windows(2));
    let mut score = f64::from(*work.points.first()?);
    for (place, two) in points {
        let share = (mean - f64::from(place)).clamp(0.0, 1.0);
        score += share * f64::from(two[1] - two[0]);
    }
    finite(score)
}

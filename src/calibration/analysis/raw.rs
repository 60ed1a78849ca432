//! What can be said where there are too few ratings for severities: raw means with wide intervals.

use super::{Estimates, Method, Variance, Without, Work, finite, rows};
use crate::calibration::floor;
use crate::calibration::model::TooFew;
use crate::calibration::{Calibration, Options, Rating, Ratings, calibrate};

/// Why there are no severities.
const TOO_FEW: &str = "too few ratings";

/// The same where all are alike.
const ALIKE: &str = "every rating is the same";

/// The same where there are too many points.
const MANY_POINTS: &str = "too many different scores";

pub(super) fn estimate(work: &Work<'_>, why: Without) -> Estimates {
    let reason = match why {
        Without::Points(_) => MANY_POINTS,
        Without::Few(TooFew::Parameters(_)) => "too many interviewers and criteria",
        Without::Few(TooFew::Categories) => ALIKE,
        Without::Few(_) => TOO_FEW,
    };
    let ratings: Ratings = adjusted(work).into_iter().collect();
    let calibration = calibrate(&ratings, options(work));
    let candidate = |at: usize| candidate(work, &calibration, at, reason);
    let interviewer = |at: usize| {
        let row = work.interviewer(at);
        rows::Interviewer {
            too_few: true,
            reason: row.reason.or(Some(reason)),
            ..row
        }
    };
    let criterion = |at: usize| {
        let row = work.criterion(at);
        rows::Criterion {
            reason: row.reason.or(Some(reason)),
            ..row
        }
    };
    Estimates {
        method: Method::RawMeans,
        candidates: (0..work.records.candidates.len()).map(candidate).collect(),
        interviewers: (0..work.records.interviewers.len())
            .map(interviewer)
            .collect(),
        criteria: (0..work.records.items.len()).map(criterion).collect(),
        variance: Variance {
            reason: Some(reason),
            ..Variance::default()
        },
        deviance: None,
        converged: None,
        estimation: None,
    }
}

/// The ratings, with severities taken out as far as a ratio of their spread is assumed.
fn adjusted(work: &Work<'_>) -> Vec<Rating> {
    let ratings: Vec<Rating> = work.records.counted().map(rating).collect();
    let Some(ratio) = work.options.severity_ratio else {
        return ratings;
    };
    let Options { step, range, .. } = options(work);
    let assumption = floor::Assumption { ratio, step, range };
    floor::adjusted(&ratings, &floor::severities(&ratings, assumption), range)
}

fn rating(rating: &crate::calibration::records::Record) -> Rating {
    Rating {
        candidate: rating.candidate as usize,
        interviewer: rating.interviewer as usize,
        criterion: rating.item as usize,
        score: f64::from(rating.score),
    }
}

/// The step is the smallest between points of the scale, or between those that were given. Where
/// one point alone was given, nobody knows how far the scale goes.
fn options(work: &Work<'_>) -> Options {
    let points = match work.records.scale.as_slice() {
        [] => &work.points[..],
        scale => scale,
    };
    let points: Vec<f64> = points.iter().map(|point| f64::from(*point)).collect();
    let steps = points.windows(2).map(|two| two[1] - two[0]);
    let range = match points.as_slice() {
        [low, .., high] => (*low, *high),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    };
    let step = steps.fold(f64::INFINITY, f64::min);
    Options {
        step: if step.is_finite() { step } else { 1.0 },
        range,
        confidence: work.options.confidence,
    }
}

fn candidate(
    work: &Work<'_>,
    calibration: &Calibration<'_>,
    at: usize,
    reason: &'static str,
) -> rows::Candidate {
    let row = work.candidate(at);
    let Some(fair) = calibration.weighted(at, &|_| 1.0) else {
        return row;
    };
    let line = work.options.bar_line;
    rows::Candidate {
        fair: finite(fair.value),
        fair_low: finite(fair.low),
        fair_high: finite(fair.high),
        p_bar_line: line.and_then(|line| finite(fair.probability_at_least(line))),
        reason: Some(reason),
        ..row
    }
}

//! Whether interviewers grow stricter or milder over time.
//!
//! Each pair of candidate and interviewer says something about the interviewer's severity at its
//! day: `l_p(s) = log Σ_n ω_n exp(l_p(θ_n − s))`, over the candidate's ability as *all other*
//! interviewers' ratings leave it ([`super::candidate`]), the halo integrated out. What other
//! severities and the steps are uncertain by is allowed for nearly: the ability is spread as much
//! wider as the model says it is with them unknown. They are not estimated anew, and if all
//! interviewers drift together nothing shows.
//!
//! A severity is estimated for each period of about as many pairs, and a straight line over the
//! days for the change: `s = a + b x` with `x` from the first day to the last 1 long, so that `b` is
//! the change in logits. A swing that ends where it began is in the periods and not in the change.
//! Normal priors of deviation [`WIDE`] around the model's severity and around no change keep
//! records finite that are all highest or all lowest.

use rayon::prelude::*;
use serde::Serialize;

use super::candidate::{Given, Own, Rows, integrate};
use super::design::Pair;
use super::model::Model;
use super::normal;
use super::pair::Evaluator;
use super::table::Tables;
use crate::text::count;

/// With fewer dated pairs nothing is said.
pub const LEAST_PAIRS: usize = 12;

/// With so many dated pairs there are four periods, else two.
pub const ENOUGH_FOR_QUARTERS: usize = 40;

/// Deviation of the priors, in logits: wide beside any severity.
pub const WIDE: f64 = 5.0;

/// Newton's steps before it is given up; few are needed.
const MOST_STEPS: usize = 60;

/// A pair's day, as a number of days from any one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dated {
    /// The interviewer.
    pub interviewer: u32,
    /// The candidate.
    pub candidate: u32,
    /// The day.
    pub day: i32,
}

/// All interviewers over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drift {
    /// Interviewers, by number.
    pub interviewers: Vec<Interviewer>,
    /// How often intervals hold the true change.
    pub confidence: f64,
}

/// One interviewer over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interviewer {
    /// Dated pairs.
    pub n_pairs: usize,
    /// The first and the last day.
    pub days: Option<(i32, i32)>,
    /// The periods, in order.
    pub periods: Vec<Period>,
    /// The change from the first day to the last.
    pub change: Option<Change>,
    /// Why there is none.
    pub reason: Option<NoDrift>,
}

/// An interviewer's severity in one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Period {
    /// The first day.
    pub from: i32,
    /// The last day.
    pub to: i32,
    /// Pairs in it.
    pub n_pairs: usize,
    /// The severity, in logits.
    pub severity: f64,
    /// Its standard error.
    pub se: f64,
}

/// A change of severity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// From the first day to the last, in logits; over 0 is stricter.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// How likely a change as large, either way, is by chance.
    pub p_value: f64,
    /// What that says.
    pub reading: Reading,
}

/// What a change says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The interval holds no change.
    Steady,
    /// Stricter at the end.
    Stricter,
    /// Milder at the end.
    Milder,
}

/// Why there is no change to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoDrift {
    /// No rating has a date.
    NoDates,
    /// Fewer than [`LEAST_PAIRS`].
    TooFewPairs,
    /// All are of one day.
    OneDay,
}

/// Works it out for every interviewer of the model. `dates` come in any order; of several days of
/// a pair the first counts, and pairs that the model does not know are left out. `confidence` is
/// that of the intervals, such as 0.95.
///
/// The same model and dates give the same figures for any number of threads.
#[must_use]
pub fn drift(model: &Model, dates: &[Dated], confidence: f64) -> Drift {
    let fit = &model.variances.fit;
    let rules = &model.rules;
    let tables = Tables::new(
        &model.design,
        &fit.state.steps,
        fit.deviations.pair,
        &rules.pair,
    );
    let given = (fit.state).given(&model.design, &tables, rules, fit.deviations);
    let mut sorted = dates.to_vec();
    sorted.sort_unstable();
    sorted.dedup_by_key(|one| (one.interviewer, one.candidate));
    let mut of_interviewer = vec![&sorted[..0]; model.design.n_interviewers];
    for of in sorted.chunk_by(|a, b| a.interviewer == b.interviewer) {
        if let Some(place) = of_interviewer.get_mut(of[0].interviewer as usize) {
            *place = of;
        }
    }
    let reach = normal::reach(confidence);
    let of = |own: &&[Dated]| interviewer(model, &given, own, reach);
    Drift {
        interviewers: of_interviewer.par_iter().map(of).collect(),
        confidence,
    }
}

fn interviewer(model: &Model, given: &Given<'_>, dates: &[Dated], reach: f64) -> Interviewer {
    let mut rows = Rows::new(given);
    let point = |one: &Dated| point(model, given, *one, &mut rows);
    let mut points: Vec<Point> = dates.iter().filter_map(point).collect();
    points.sort_by_key(|point| point.day);
    let days = points.first().zip(points.last());
    let days = days.map(|(first, last)| (first.day, last.day));
    let reason = match days {
        None => Some(NoDrift::NoDates),
        Some(_) if points.len() < LEAST_PAIRS => Some(NoDrift::TooFewPairs),
        Some((first, last)) if first == last => Some(NoDrift::OneDay),
        Some(_) => None,
    };
    let mut found = Interviewer {
        n_pairs: points.len(),
        days,
        periods: Vec::new(),
        change: None,
        reason,
    };
    if let (None, Some(days)) = (reason, days) {
        let centre = given.severity[dates[0].interviewer as usize];
        let mut line = Line {
            given,
            centre,
            evaluator: given.tables.evaluator(),
        };
        found.periods = line.periods(&points);
        found.change = Some(line.change(&points, days, reach));
    }
    found
}

/// What one pair says of the severity: the ability as others leave it, on nodes.
struct Point {
    day: i32,
    kind: u32,
    nodes: Vec<f64>,
    log_weights: Vec<f64>,
}

/// None where the model has no such pair.
fn point(model: &Model, given: &Given<'_>, dated: Dated, rows: &mut Rows<'_>) -> Option<Point> {
    let candidate = dated.candidate as usize;
    if candidate >= given.design.n_candidates {
        return None;
    }
    let pairs = given.design.pairs_of(candidate);
    let own = pairs
        .iter()
        .position(|pair| pair.interviewer == dated.interviewer)?;
    let mut others: Vec<Pair> = pairs.to_vec();
    let kind = others.remove(own).kind;
    let ability = model.ability(candidate);
    let own = Own {
        mean: given.mean_of(candidate),
        pairs: &others,
    };
    let posterior = integrate(given, own, ability.mean, rows);
    let (mean, _) = posterior.moments();
    let wider = (ability.sd / ability.sd_given).max(1.0);
    let place = |theta: &f64| mean + wider * (theta - mean);
    Some(Point {
        day: dated.day,
        kind,
        nodes: posterior.nodes.iter().map(place).collect(),
        log_weights: posterior.weights.iter().map(|weight| weight.ln()).collect(),
    })
}

/// Estimates `s = a + b x` from pairs.
struct Line<'a> {
    given: &'a Given<'a>,
    /// Where the prior of `a` lies.
    centre: f64,
    evaluator: Evaluator<'a>,
}

/// An estimate of `a` and `b` with the inverse of the information.
struct Estimated {
    at: [f64; 2],
    variance: [f64; 2],
}

impl Line<'_> {
    fn periods(&mut self, points: &[Point]) -> Vec<Period> {
        let n_periods = if points.len() >= ENOUGH_FOR_QUARTERS {
            4
        } else {
            2
        };
        // A day is not split: all its pairs go where its first one goes.
        let period = |point: &Point| {
            let before = points.partition_point(|other| other.day < point.day);
            before * n_periods / points.len()
        };
        let of_periods = points.chunk_by(|a, b| period(a) == period(b));
        of_periods
            .map(|of| {
                let found = self.estimate(of, |_| 0.0);
                Period {
                    from: of[0].day,
                    to: of[of.len() - 1].day,
                    n_pairs: of.len(),
                    severity: found.at[0],
                    se: found.variance[0].sqrt(),
                }
            })
            .collect()
    }

    fn change(&mut self, points: &[Point], (first, last): (i32, i32), reach: f64) -> Change {
        let length = f64::from(last) - f64::from(first);
        let of_all = points.iter().map(|point| f64::from(point.day));
        let middle = of_all.sum::<f64>() / count(points.len());
        let found = self.estimate(points, |day| (f64::from(day) - middle) / length);
        let (value, se) = (found.at[1], found.variance[1].sqrt());
        let (low, high) = (value - reach * se, value + reach * se);
        Change {
            value,
            se,
            low,
            high,
            p_value: normal::beyond(value / se),
            reading: match () {
                () if low > 0.0 => Reading::Stricter,
                () if high < 0.0 => Reading::Milder,
                () => Reading::Steady,
            },
        }
    }

    /// Newton's method on the two numbers; what is climbed is concave.
    fn estimate(&mut self, points: &[Point], x: impl Fn(i32) -> f64) -> Estimated {
        let precision = 1.0 / (WIDE * WIDE);
        let mut at = [self.centre, 0.0];
        let mut variance = [0.0; 2];
        for _ in 0..MOST_STEPS {
            let mut slope = [-precision * (at[0] - self.centre), -precision * at[1]];
            let mut bend = [precision, 0.0, precision];
            for point in points {
                let x = x(point.day);
                let [first, second] = self.derivatives(point, at[0] + at[1] * x);
                slope[0] += first;
                slope[1] += first * x;
                bend[0] += second;
                bend[1] += second * x;
                bend[2] += second * x * x;
            }
            let determinant = bend[0] * bend[2] - bend[1] * bend[1];
            variance = [bend[2] / determinant, bend[0] / determinant];
            let step = [
                (bend[2] * slope[0] - bend[1] * slope[1]) / determinant,
                (bend[0] * slope[1] - bend[1] * slope[0]) / determinant,
            ];
            let longest = step[0].abs().max(step[1].abs());
            let share = 1.0 / longest.max(1.0);
            at[0] += share * step[0];
            at[1] += share * step[1];
            if longest < 1e-8 {
                break;
            }
        }
        Estimated { at, variance }
    }

    /// `l'` and `−l''` of a pair by the severity.
    fn derivatives(&mut self, point: &Point, severity: f64) -> [f64; 2] {
        let mut logs = Vec::with_capacity(point.nodes.len());
        let mut terms = Vec::with_capacity(point.nodes.len());
        for (theta, log) in point.nodes.iter().zip(&point.log_weights) {
            let tables = self.given.tables;
            let [value, slope, curvature, _] =
                tables.head(&mut self.evaluator, point.kind, theta - severity);
            logs.push(log + value);
            terms.push((slope, curvature));
        }
        let highest = logs
            .iter()
            .fold(f64::NEG_INFINITY, |most, log| most.max(*log));
        let (mut total, mut slope, mut square, mut curvature) = (0.0, 0.0, 0.0, 0.0);
        for (log, (of_slope, of_curvature)) in logs.iter().zip(&terms) {
            let weight = (log - highest).exp();
            total += weight;
            slope += weight * of_slope;
            square += weight * of_slope * of_slope;
            curvature += weight * of_curvature;
        }
        let slope = slope / total;
        let bend = (curvature - square) / total + slope * slope;
        [-slope, bend.max(0.0)]
    }
}

#[cfg(test)]
mod tests;

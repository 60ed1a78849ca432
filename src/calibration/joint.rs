//! Joint maximum likelihood: every candidate, interviewer, criterion and step a free parameter, as
//! classic many-facet Rasch programs have it (Wright & Masters 1982; Linacre 1989).
//!
//! For comparison with their output. It knows no prior and no halo; its estimates are spread too
//! wide, and its standard errors hold everything else for known. Candidates and criteria are
//! centred at 0, interviewers are not.

use super::design::{Counts, Response};
use super::residual::MeanSquare;
use super::steps::{Expected, Steps, Structure};
use crate::text::count;

/// Rounds before it is given up.
const MOST_ROUNDS: usize = 20_000;

/// It has converged where no sum of scores is further from what is expected than this.
const TOLERANCE: f64 = 1e-9;

/// How far a record that is all lowest or all highest is moved from the end, in score points: its
/// measure would be infinite.
const EXTREME: f64 = 0.3;

/// One candidate, interviewer or criterion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// In logits: ability, severity or difficulty. None where nothing was rated.
    pub measure: f64,
    /// Its standard error, all else held for known.
    pub se: f64,
    /// Sum of the categories, 0 the lowest.
    pub sum: u32,
    /// How many ratings.
    pub n: usize,
    /// Mean square residual, each weighted by its variance; 1 is expected.
    pub infit: f64,
    /// Mean square of the standardised residuals; 1 is expected.
    pub outfit: f64,
    /// The mean category expected where the other facets are at their means.
    pub fair: f64,
    /// Whether all its ratings are lowest or all highest.
    pub is_extreme: bool,
}

/// Everything that joint maximum likelihood gives.
#[derive(Debug, Clone)]
pub struct Joint {
    /// Candidates, by number; none who were not rated.
    pub candidates: Vec<Option<Measure>>,
    /// Interviewers.
    pub interviewers: Vec<Option<Measure>>,
    /// Criteria.
    pub criteria: Vec<Option<Measure>>,
    /// `τ_1 … τ_{K−1}`, which add up to 0.
    pub thresholds: Vec<f64>,
    /// Rounds taken.
    pub n_rounds: usize,
    /// The largest difference of a sum of scores from what is expected.
    pub residual: f64,
    /// Whether it converged.
    pub converged: bool,
}

impl Joint {
    /// The mean category expected of a candidate with a measure, interviewers and criteria being
    /// at their means.
    #[must_use]
    pub fn expected_of_candidate(&self, measure: f64) -> f64 {
        let mean = |of: &[Option<Measure>]| {
            let measures: Vec<f64> = of.iter().flatten().map(|one| one.measure).collect();
            measures.iter().sum::<f64>() / count(measures.len().max(1))
        };
        let steps = Steps::flat(Structure::PartialCredit, 1, self.thresholds.len());
        let mut expected = Expected::default();
        let eta = measure - mean(&self.interviewers) - mean(&self.criteria);
        steps
            .with(self.thresholds.clone())
            .at(0, eta, &mut expected);
        expected.mean
    }
}

/// One facet while it is estimated. `sign` is −1 where more means a lower score.
struct Facet {
    sign: f64,
    of: fn(&Response) -> u32,
    measure: Vec<f64>,
    target: Vec<f64>,
    n: Vec<usize>,
    sum: Vec<u32>,
    is_extreme: Vec<bool>,
}

impl Facet {
    fn new(responses: &[Response], n: usize, top: u8, sign: f64, of: fn(&Response) -> u32) -> Self {
        let (mut counts, mut sums) = (vec![0_usize; n], vec![0_u32; n]);
        for response in responses {
            let at = of(response) as usize;
            counts[at] += 1;
            sums[at] += u32::from(response.category);
        }
        let most = |at: usize| f64::from(top) * count(counts[at]);
        let target = (0..n).map(|at| {
            let sum = f64::from(sums[at]);
            sum.clamp(EXTREME.min(most(at)), (most(at) - EXTREME).max(0.0))
        });
        let target: Vec<f64> = target.collect();
        Self {
            sign,
            of,
            is_extreme: (0..n)
                .map(|at| (target[at] - f64::from(sums[at])).abs() > 0.0)
                .collect(),
            measure: vec![0.0; n],
            target,
            n: counts,
            sum: sums,
        }
    }

    /// Moves every element so that its expected sum comes nearer to its sum; gives the largest
    /// difference before.
    fn step(&mut self, expected: &[f64], variance: &[f64]) -> f64 {
        let mut largest = 0.0_f64;
        for at in 0..self.measure.len() {
            if self.n[at] == 0 {
                continue;
            }
            let difference = self.target[at] - expected[at];
            largest = largest.max(difference.abs());
            let step = difference / variance[at].max(1e-9);
            self.measure[at] += self.sign * step.clamp(-1.0, 1.0);
        }
        largest
    }

    /// Takes the mean away; gives it.
    fn centre(&mut self) -> f64 {
        let rated: Vec<usize> = (0..self.n.len()).filter(|at| self.n[*at] > 0).collect();
        let mean = self.mean();
        for at in rated {
            self.measure[at] -= mean;
        }
        mean
    }

    fn mean(&self) -> f64 {
        let rated = (0..self.n.len()).filter(|at| self.n[*at] > 0);
        let measures: Vec<f64> = rated.map(|at| self.measure[at]).collect();
        measures.iter().sum::<f64>() / count(measures.len().max(1))
    }
}

/// The measure whose expected sum over `n` ratings at the steps of the first criterion is `sum`
/// (categories from 0), with its standard error. `sum` lies between 0 and the highest, both left
/// out.
#[must_use]
pub fn measure(steps: &Steps, sum: f64, n: f64) -> (f64, f64) {
    let mut expected = Expected::default();
    let mut measure = 0.0;
    for _ in 0..MOST_ROUNDS {
        steps.at(0, measure, &mut expected);
        let step = (sum - n * expected.mean) / (n * expected.variance).max(1e-9);
        measure += step.clamp(-1.0, 1.0);
        if step.abs() < TOLERANCE {
            break;
        }
    }
    steps.at(0, measure, &mut expected);
    (measure, 1.0 / (n * expected.variance).sqrt())
}

struct Work<'a> {
    responses: &'a [Response],
    facets: [Facet; 3],
    thresholds: Vec<f64>,
    counts: Vec<f64>,
}

/// Estimates everything. `responses` may come in any order.
#[must_use]
pub fn estimate(counts: Counts, responses: &[Response]) -> Joint {
    let top = u8::try_from(counts.n_categories - 1).unwrap_or(u8::MAX);
    let facet = |n, sign, of| Facet::new(responses, n, top, sign, of);
    let mut of_category = vec![0.0; counts.n_categories];
    for response in responses {
        of_category[usize::from(response.category)] += 1.0;
    }
    let mut work = Work {
        responses,
        facets: [
            facet(counts.n_candidates, 1.0, |response| response.candidate),
            facet(counts.n_interviewers, -1.0, |response| response.interviewer),
            facet(counts.n_criteria, -1.0, |response| response.criterion),
        ],
        thresholds: vec![0.0; counts.n_categories - 1],
        counts: of_category,
    };
    let mut n_rounds = 0;
    let mut residual = f64::INFINITY;
    while n_rounds < MOST_ROUNDS && residual > TOLERANCE {
        residual = work.round();
        n_rounds += 1;
    }
    work.finish(n_rounds, residual)
}

impl Work<'_> {
    fn steps(&self) -> Steps {
        Steps::flat(Structure::PartialCredit, 1, self.thresholds.len())
            .with(self.thresholds.clone())
    }

    fn eta(&self, response: &Response) -> f64 {
        let parts = self
            .facets
            .iter()
            .map(|facet| facet.sign * facet.measure[(facet.of)(response) as usize]);
        parts.sum()
    }

    /// Calls `visit` with each response, what is expected of it, and its numbers.
    fn each(&self, mut visit: impl FnMut(&Response, &Expected)) {
        let steps = self.steps();
        let mut expected = Expected::default();
        for response in self.responses {
            steps.at(0, self.eta(response), &mut expected);
            visit(response, &expected);
        }
    }

    /// One round over the three facets and the thresholds; gives the largest difference.
    fn round(&mut self) -> f64 {
        let mut largest = 0.0_f64;
        for which in 0..3 {
            let n = self.facets[which].measure.len();
            let (mut sums, mut variances) = (vec![0.0; n], vec![0.0; n]);
            let of = self.facets[which].of;
            self.each(|response, expected| {
                sums[of(response) as usize] += expected.mean;
                variances[of(response) as usize] += expected.variance;
            });
            largest = largest.max(self.facets[which].step(&sums, &variances));
        }
        // What centring takes from candidates and criteria goes to the interviewers.
        let of_candidates = self.facets[0].centre();
        let of_criteria = self.facets[2].centre();
        for severity in &mut self.facets[1].measure {
            *severity += of_criteria - of_candidates;
        }
        largest.max(self.step_thresholds())
    }

    /// Moves the thresholds so that as many ratings are expected at or over each category as
    /// there are.
    fn step_thresholds(&mut self) -> f64 {
        let n = self.thresholds.len();
        let (mut expected_at, mut spread) = (vec![0.0; n + 1], vec![0.0; n]);
        self.each(|_, expected| {
            for (k, probability) in expected.probability.iter().enumerate() {
                expected_at[k] += probability;
            }
            for (step, at_least) in expected.at_least.iter().enumerate() {
                spread[step] += at_least * (1.0 - at_least);
            }
        });
        let mut largest = 0.0_f64;
        let (mut observed, mut expected) = (0.0, 0.0);
        let mut moves = vec![0.0; n];
        for step in (0..n).rev() {
            observed += self.counts[step + 1];
            expected += expected_at[step + 1];
            let difference = expected - observed;
            largest = largest.max(difference.abs());
            moves[step] = (difference / spread[step].max(1e-9)).clamp(-0.5, 0.5);
        }
        for (threshold, by) in self.thresholds.iter_mut().zip(&moves) {
            *threshold += by;
        }
        let mean = self.thresholds.iter().sum::<f64>() / count(n);
        for threshold in &mut self.thresholds {
            *threshold -= mean;
        }
        for severity in &mut self.facets[1].measure {
            *severity += mean;
        }
        largest
    }

    fn finish(&self, n_rounds: usize, residual: f64) -> Joint {
        let [candidates, interviewers, criteria] = [0, 1, 2].map(|which| self.measures(which));
        Joint {
            candidates,
            interviewers,
            criteria,
            thresholds: self.thresholds.clone(),
            n_rounds,
            residual,
            converged: residual <= TOLERANCE,
        }
    }

    fn measures(&self, which: usize) -> Vec<Option<Measure>> {
        let facet = &self.facets[which];
        let n = facet.measure.len();
        let mut residuals = vec![MeanSquare::default(); n];
        self.each(|response, expected| {
            let residual = f64::from(response.category) - expected.mean;
            residuals[(facet.of)(response) as usize].add(residual, expected.variance);
        });
        let others: f64 = (0..3)
            .filter(|other| *other != which)
            .map(|other| self.facets[other].sign * self.facets[other].mean())
            .sum();
        let steps = self.steps();
        let mut expected = Expected::default();
        (0..n)
            .map(|at| {
                if facet.n[at] == 0 {
                    return None;
                }
                steps.at(0, facet.sign * facet.measure[at] + others, &mut expected);
                Some(Measure {
                    measure: facet.measure[at],
                    se: 1.0 / residuals[at].variances.sqrt(),
                    sum: facet.sum[at],
                    n: facet.n[at],
                    infit: residuals[at].infit(),
                    outfit: residuals[at].outfit(),
                    fair: expected.mean,
                    is_extreme: facet.is_extreme[at],
                })
            })
            .collect()
    }
}

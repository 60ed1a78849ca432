//! Joint maximum likelihood: every candidate, interviewer, criterion and step a free parameter, as
//! classic many-facet Rasch programs have it (Wright & Masters 1982; Linacre 1989).
//!
//! For comparison with their output. It knows no prior and no halo; its estimates are spread too
//! wide, and its standard errors hold everything else for known. Candidates and criteria are
//! centred at 0, interviewers are not.

mod extreme;

use super::design::{Counts, Response};
use super::residual::MeanSquare;
use super::steps::{Expected, Steps, Structure};
use crate::text::count;

/// Rounds before it is given up.
const MOST_ROUNDS: usize = 20_000;

/// Ratings gone through, counted in each round, before it is given up; some rounds there are
/// always.
const MOST_WORK: usize = 400_000_000;
const FEWEST_ROUNDS: usize = 100;

/// It has converged where no mean category is further from what is expected than this: sums of
/// many could not come nearer.
const TOLERANCE: f64 = 1e-11;

/// What keeps a step that no rating touches where it is.
const RIDGE: f64 = 1e-6;

/// Candidates, interviewers, criteria.
const FACETS: usize = 3;

/// The number that a rating has in each facet.
const OF: [fn(&Response) -> u32; FACETS] = [
    |response| response.candidate,
    |response| response.interviewer,
    |response| response.criterion,
];

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
    /// The largest difference of a mean category from what is expected.
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
    n: Vec<usize>,
    sum: Vec<u32>,
    is_extreme: Vec<bool>,
}

impl Facet {
    fn new(responses: &[Response], n: usize, sign: f64, of: fn(&Response) -> u32) -> Self {
        let (mut counts, mut sums) = (vec![0_usize; n], vec![0_u32; n]);
        for response in responses {
            let at = of(response) as usize;
            counts[at] += 1;
            sums[at] += u32::from(response.category);
        }
        Self {
            sign,
            of,
            is_extreme: vec![false; n],
            measure: vec![0.0; n],
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
            let difference = f64::from(self.sum[at]) - expected[at];
            largest = largest.max(difference.abs() / count(self.n[at]));
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
    /// The ratings without extreme records, which everything but these is estimated from.
    responses: &'a [Response],
    facets: [Facet; FACETS],
    thresholds: Vec<f64>,
    counts: Vec<f64>,
}

/// Estimates everything. `responses` may come in any order.
#[must_use]
pub fn estimate(counts: Counts, responses: &[Response]) -> Joint {
    let n_of = [
        counts.n_candidates,
        counts.n_interviewers,
        counts.n_criteria,
    ];
    let top = u8::try_from(counts.n_categories - 1).unwrap_or(u8::MAX);
    let split = extreme::split(n_of, responses, top);
    let mut work = Work::new(n_of, counts.n_categories, &split.kept);
    let affordable = MOST_WORK / responses.len().max(1);
    let most_rounds = affordable.clamp(FEWEST_ROUNDS, MOST_ROUNDS);
    let mut n_rounds = 0;
    let mut residual = f64::INFINITY;
    while n_rounds < most_rounds && residual > TOLERANCE {
        residual = work.round();
        n_rounds += 1;
    }
    let others = [0, 1, 2].map(|which| work.mean_of_others(which));
    let steps = work.steps();
    split.restore(&mut work.facets, &steps);
    let [candidates, interviewers, criteria] = [0, 1, 2].map(|which| {
        // What is extreme tells nothing of how well others fit, and has nothing else to go by.
        let kept = work.measures(which, &split.kept, others[which]);
        let all = work.measures(which, responses, others[which]);
        let both = kept.into_iter().zip(all);
        both.map(|(kept, all)| kept.or(all)).collect()
    });
    Joint {
        candidates,
        interviewers,
        criteria,
        thresholds: work.thresholds,
        n_rounds,
        residual,
        converged: residual <= TOLERANCE,
    }
}

impl<'a> Work<'a> {
    fn new(n_of: [usize; FACETS], n_categories: usize, responses: &'a [Response]) -> Self {
        let mut counts = vec![0.0; n_categories];
        for response in responses {
            counts[usize::from(response.category)] += 1.0;
        }
        let facet = |which: usize, sign| Facet::new(responses, n_of[which], sign, OF[which]);
        Self {
            responses,
            facets: [facet(0, 1.0), facet(1, -1.0), facet(2, -1.0)],
            thresholds: vec![0.0; n_categories - 1],
            counts,
        }
    }

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

    /// Calls `visit` with each response, and what is expected of it.
    fn each(&self, responses: &[Response], mut visit: impl FnMut(&Response, &Expected)) {
        let steps = self.steps();
        let mut expected = Expected::default();
        for response in responses {
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
            self.each(self.responses, |response, expected| {
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
        self.each(self.responses, |_, expected| {
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
            let difference = expected - observed - RIDGE * self.thresholds[step];
            largest = largest.max(difference.abs() / count(self.responses.len().max(1)));
            moves[step] = (difference / (spread[step] + RIDGE)).clamp(-0.5, 0.5);
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

    /// What the means of the other facets add to a position.
    fn mean_of_others(&self, which: usize) -> f64 {
        (0..FACETS)
            .filter(|other| *other != which)
            .map(|other| self.facets[other].sign * self.facets[other].mean())
            .sum()
    }

    /// What is known of each of a facet by some ratings; none where there is none of them.
    fn measures(&self, which: usize, responses: &[Response], others: f64) -> Vec<Option<Measure>> {
        let facet = &self.facets[which];
        let n = facet.measure.len();
        let mut residuals = vec![MeanSquare::default(); n];
        let mut sums = vec![0_u32; n];
        self.each(responses, |response, expected| {
            let residual = f64::from(response.category) - expected.mean;
            let at = (facet.of)(response) as usize;
            residuals[at].add(residual, expected.variance);
            sums[at] += u32::from(response.category);
        });
        let steps = self.steps();
        let mut expected = Expected::default();
        (0..n)
            .map(|at| {
                if residuals[at].n == 0 {
                    return None;
                }
                steps.at(0, facet.sign * facet.measure[at] + others, &mut expected);
                Some(Measure {
                    measure: facet.measure[at],
                    se: 1.0 / residuals[at].variances.sqrt(),
                    sum: sums[at],
                    n: residuals[at].n,
                    infit: residuals[at].infit(),
                    outfit: residuals[at].outfit(),
                    fair: expected.mean,
                    is_extreme: facet.is_extreme[at],
                })
            })
            .collect()
    }
}

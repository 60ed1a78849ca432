//! Where the differences between scores come from: shares of the variance of one score.
//!
//! On the rubric's own scale, not in logits: what a manager sees is a score, and the chance in one
//! score (the category drawn at a given position) has its variance there. The components are those
//! of generalizability theory (Brennan 2001, *Generalizability Theory*, chapter 3), each the
//! variance of a conditional mean less what is below it:
//!
//! ```text
//! candidate              Var E[X | c]
//! interviewer            Var E[X | r]
//! criterion              Var E[X | i]
//! interviewer × candidate  Var E[X | c, r] − candidate − interviewer
//! candidate × criterion    Var E[X | c, i] − candidate − criterion
//! rest                   what is left of Var X
//! ```
//!
//! `X` is the score of a random candidate by a random interviewer on one of the criteria, each as
//! likely. Effects are normal, so that every mean is an integral over one normal variable, taken by
//! quadrature. The effects of pairs hold what the curve's bend makes of candidate and interviewer
//! together, and so does the rest.

use serde::Serialize;

use super::model::Model;
use super::profile::Profiles;
use super::quadrature::Quadrature;
use super::steps::{Expected, Steps};
use crate::text::count;

/// Nodes of each integral.
const NODES: usize = 25;

/// What a score is made of.
#[derive(Debug, Clone)]
pub struct Sources {
    /// Standard deviation of abilities, in logits.
    pub candidate: f64,
    /// Of severities.
    pub interviewer: f64,
    /// Of what an interviewer makes of a candidate as a whole.
    pub pair: f64,
    /// Of what is special about a candidate on one criterion.
    pub candidate_criterion: f64,
    /// The steps of the criteria.
    pub steps: Steps,
    /// How many criteria there are.
    pub n_criteria: usize,
    /// The numbers of the categories, ascending.
    pub values: Vec<f64>,
}

/// The components of one score's variance, in squared points of the scale; none is negative.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Components {
    /// Candidates differ.
    pub candidate: f64,
    /// Interviewers differ in severity.
    pub interviewer: f64,
    /// An interviewer takes to a candidate, or does not.
    pub pair: f64,
    /// Criteria differ in difficulty.
    pub criterion: f64,
    /// Candidates have strengths and weaknesses.
    pub candidate_criterion: f64,
    /// Chance, and what else no other source explains.
    pub rest: f64,
}

impl Components {
    /// The variance of one score.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.candidate
            + self.interviewer
            + self.pair
            + self.criterion
            + self.candidate_criterion
            + self.rest
    }

    /// The same as shares that add up to 1. None where scores do not vary.
    #[must_use]
    pub fn shares(&self) -> Option<Self> {
        let total = self.total();
        let share = |of: f64| of / total;
        (total > 0.0 && total.is_finite()).then(|| Self {
            candidate: share(self.candidate),
            interviewer: share(self.interviewer),
            pair: share(self.pair),
            criterion: share(self.criterion),
            candidate_criterion: share(self.candidate_criterion),
            rest: share(self.rest),
        })
    }
}

impl Sources {
    /// Those of a model. Abilities vary around their groups' means, and these among each other.
    /// Severities that are free vary as their estimates do, less the errors of these.
    #[must_use]
    pub fn new(model: &Model, profiles: &Profiles) -> Self {
        let deviations = profiles.deviations;
        let of_groups = (0..model.design.n_candidates).filter_map(|at| {
            let mean = model
                .variances
                .fit
                .state
                .means
                .get(model.design.group_of(at)?)?;
            Some(profiles.scale * mean)
        });
        let squares: f64 = of_groups.map(|mean| mean * mean).sum();
        let between = squares / count(model.design.n_candidates.max(1));
        Self {
            candidate: deviations.candidate.hypot(between.sqrt()),
            interviewer: deviations
                .interviewer
                .unwrap_or_else(|| profiles.scale * free_deviation(model)),
            pair: deviations.pair,
            candidate_criterion: profiles.sd,
            steps: profiles.steps().clone(),
            n_criteria: model.design.n_criteria,
            values: model.values.clone(),
        }
    }

    /// The components.
    #[must_use]
    pub fn components(&self) -> Components {
        let rule = Quadrature::new(NODES);
        let (t, s, u, v) = (
            self.candidate,
            self.interviewer,
            self.pair,
            self.candidate_criterion,
        );
        let sd = |of: &[f64]| of.iter().map(|sd| sd * sd).sum::<f64>().sqrt();
        let known = |given: &[f64], rest: &[f64], scope| {
            self.explained(&rule, (sd(given), sd(rest)), scope)
        };
        let candidate = known(&[t], &[s, u, v], Scope::Whole);
        let interviewer = known(&[s], &[t, u, v], Scope::Whole);
        let criterion = known(&[], &[t, s, u, v], Scope::Each);
        let pair = known(&[t, s, u], &[v], Scope::Whole) - candidate - interviewer;
        let own = known(&[t, v], &[s, u], Scope::Each) - candidate - criterion;
        let (pair, own) = (pair.max(0.0), own.max(0.0));
        let total = self.total(&rule, sd(&[t, s, u, v]));
        let rest = total - candidate - interviewer - criterion - pair - own;
        Components {
            candidate,
            interviewer,
            pair,
            criterion,
            candidate_criterion: own,
            rest: rest.max(0.0),
        }
    }

    /// The variance of the mean score given a position with standard deviation `given`, over what
    /// has the standard deviation `rest`.
    fn explained(&self, rule: &Quadrature, (given, rest): (f64, f64), scope: Scope) -> f64 {
        let n = count(self.n_criteria.max(1));
        let (mut sum, mut square) = (0.0, 0.0);
        for (z, weight) in rule.nodes.iter().zip(&rule.weights) {
            let means: Vec<f64> = (0..self.n_criteria)
                .map(|criterion| self.moments(rule, criterion, given * z, rest).0)
                .collect();
            let mean = means.iter().sum::<f64>() / n;
            sum += weight * mean;
            square += weight
                * match scope {
                    Scope::Whole => mean * mean,
                    Scope::Each => means.iter().map(|mean| mean * mean).sum::<f64>() / n,
                };
        }
        (square - sum * sum).max(0.0)
    }

    /// The variance of one score.
    fn total(&self, rule: &Quadrature, sd: f64) -> f64 {
        let n = count(self.n_criteria.max(1));
        let moments = (0..self.n_criteria).map(|criterion| self.moments(rule, criterion, 0.0, sd));
        let (sum, square) = moments.fold((0.0, 0.0), |(sum, square), (mean, of_squares)| {
            (sum + mean / n, square + of_squares / n)
        });
        (square - sum * sum).max(0.0)
    }

    /// The means of score and squared score on a criterion, around a position.
    fn moments(&self, rule: &Quadrature, criterion: usize, around: f64, sd: f64) -> (f64, f64) {
        let mut expected = Expected::default();
        let (mut sum, mut square) = (0.0, 0.0);
        for (z, weight) in rule.nodes.iter().zip(&rule.weights) {
            self.steps.at(criterion, around + sd * z, &mut expected);
            for (probability, value) in expected.probability.iter().zip(&self.values) {
                sum += weight * probability * value;
                square += weight * probability * value * value;
            }
        }
        (sum, square)
    }
}

/// Whether a mean is over all criteria or for each.
#[derive(Debug, Clone, Copy)]
enum Scope {
    Whole,
    Each,
}

/// The deviation of severities that have no common distribution, of those who rated anybody.
fn free_deviation(model: &Model) -> f64 {
    let mut is_in = vec![false; model.design.n_interviewers];
    for pair in &model.design.pairs {
        is_in[pair.interviewer as usize] = true;
    }
    let all = (model.variances.fit.state.severity.iter()).zip(&model.uncertainty.severity_se);
    let rated: Vec<(f64, f64)> = all
        .zip(is_in)
        .filter(|(_, is_in)| *is_in)
        .map(|((severity, se), _)| (*severity, *se))
        .collect();
    let n = count(rated.len());
    let mean = rated.iter().map(|(severity, _)| severity).sum::<f64>() / n.max(1.0);
    let squares = rated.iter().map(|(severity, _)| (severity - mean).powi(2));
    let error = rated.iter().map(|(_, se)| se * se).sum::<f64>() / n.max(1.0);
    (squares.sum::<f64>() / (n - 1.0).max(1.0) - error)
        .max(0.0)
        .sqrt()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::calibration::draw::Draws;
    use crate::calibration::steps::Structure;

    pub(crate) fn sources() -> Sources {
        let steps = Steps::flat(Structure::RatingScale, 3, 3);
        Sources {
            candidate: 1.0,
            interviewer: 0.7,
            pair: 0.8,
            candidate_criterion: 0.6,
            steps: steps.with(vec![-0.7, 0.1, 0.6, -1.6, 0.0]),
            n_criteria: 3,
            values: vec![1.0, 2.0, 3.0, 4.0],
        }
    }

    /// One score.
    pub(crate) fn draw(of: &Sources, criterion: usize, eta: f64, draws: &mut Draws) -> f64 {
        let mut expected = Expected::default();
        of.steps.at(criterion, eta, &mut expected);
        of.values[draws.category(&expected.probability)]
    }

    /// Two scores that share some of candidate, interviewer (with the pair's effect where both
    /// are shared) and criterion.
    fn two(of: &Sources, shared: [bool; 3], draws: &mut Draws) -> [f64; 2] {
        let [candidate, interviewer, criterion] = shared;
        let criteria = [draws.below(3) as usize, draws.below(3) as usize];
        let mut one = |sd: f64, is_shared: bool| {
            let (first, second) = (sd * draws.normal(), sd * draws.normal());
            [first, if is_shared { first } else { second }]
        };
        let other = if criterion { criteria[0] } else { criteria[1] };
        let effects = [
            one(of.candidate, candidate),
            one(of.interviewer, interviewer),
            one(of.pair, candidate && interviewer),
            one(of.candidate_criterion, candidate && criteria[0] == other),
        ];
        [criteria[0], other].map({
            let mut at = 0;
            move |criterion| {
                let eta: f64 = effects.iter().map(|effect| effect[at]).sum();
                at += 1;
                draw(of, criterion, eta, draws)
            }
        })
    }

    /// Covariances of scores that share some sources, 200,000 draws each: their error is .003.
    #[test]
    fn components_are_covariances_of_simulated_scores() {
        let of = sources();
        let found = of.components();
        let mut draws = Draws::new(11);
        let mut covariance = |shared: [bool; 3]| {
            let n = 200_000;
            let mut sums = [0.0; 3];
            for _ in 0..n {
                let [a, b] = two(&of, shared, &mut draws);
                for (sum, by) in sums.iter_mut().zip([a, b, a * b]) {
                    *sum += by / f64::from(n);
                }
            }
            sums[2] - sums[0] * sums[1]
        };
        let (c, r, i) = (found.candidate, found.interviewer, found.criterion);
        // On a random other criterion, one in three is the same.
        let third = (found.candidate_criterion) / 3.0;
        for (expected, shared) in [
            (r, [false, true, false]),
            (i, [false, false, true]),
            (c + third, [true, false, false]),
            (c + i + found.candidate_criterion, [true, false, true]),
            (c + third + r + found.pair, [true, true, false]),
        ] {
            let simulated = covariance(shared);
            assert!(
                (expected - simulated).abs() < 0.012,
                "{shared:?}: {expected} {simulated}"
            );
        }
    }

    #[test]
    fn shares_add_up_and_what_is_not_there_has_none() {
        let mut of = sources();
        (of.pair, of.candidate_criterion, of.interviewer) = (0.0, 0.0, 0.0);
        of.steps = of.steps.with(vec![0.0, 0.0, 0.0, -1.6, 0.0]);
        let shares = of.components().shares().unwrap();
        assert!((shares.total() - 1.0).abs() < 1e-12);
        for none in [
            shares.pair,
            shares.candidate_criterion,
            shares.interviewer,
            shares.criterion,
        ] {
            assert!(none < 1e-9, "{shares:?}");
        }
        assert!(shares.candidate > 0.2 && shares.rest > 0.2);
        of.values = vec![2.0; 4];
        assert_eq!(of.components().shares(), None);
    }
}

//! The standard deviations with criteria's own effects, by the marginal likelihood of candidates.
//!
//! With effects of criteria in the model, everything moves along: without them they flatten the
//! curve of a rating, so that severities and steps come out small by a common factor `κ`, and
//! part of them is taken for ability and whole impression. So the logs of `σ_t`, `κ`, `σ_u`
//! and `σ_v` are all searched, by Newton's method on differences.

use nalgebra::{Cholesky, DMatrix, DVector};
use rayon::prelude::*;

use super::latent::{Latents, Person, Setting, mode};

/// Distance at which differences are taken.
const DIFFERENCE: f64 = 0.02;

/// Steps of the search before it is given up.
const MOST_STEPS: usize = 25;

/// The search ends where the next step would gain less than this in the log-likelihood.
const TOLERANCE: f64 = 1e-3;

/// No step moves a logarithm by more.
const LONGEST: f64 = 0.7;

/// Bounds of the logarithms.
const BOUNDS: (f64, f64) = (-3.5, 1.0);

/// Candidates whose likelihood is worked out at a time: the same for any number of threads.
const CHUNK: usize = 16;

/// The logs of `σ_t`, of the factor `κ` on severities and steps, of `σ_u` and of `σ_v`.
pub(super) type Place = [f64; 4];

/// What the likelihood is made of.
pub(super) struct Problem {
    pub(super) persons: Vec<Person>,
    /// Severities and steps at κ = 1.
    pub(super) severity: Vec<f64>,
    pub(super) steps: super::Steps,
}

/// Where a search ended.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) at: Place,
    pub(super) log_likelihood: f64,
    pub(super) n_steps: usize,
    /// The largest component of the gradient.
    pub(super) gradient: f64,
    pub(super) converged: bool,
}

/// The log-likelihood around a place.
struct Around {
    gradient: DVector<f64>,
    /// The negative second derivative.
    bend: DMatrix<f64>,
}

impl Problem {
    /// The setting at a place. A logarithm that is minus infinity is an effect that is not there.
    pub(super) fn setting(&self, at: Place) -> Setting {
        let scale = at[1].exp();
        let parameters = self.steps.parameters().iter().map(|one| scale * one);
        Setting {
            scale,
            candidate: at[0].exp(),
            pair: at[2].exp(),
            criterion: at[3].exp(),
            severity: self.severity.iter().map(|one| scale * one).collect(),
            steps: self.steps.with(parameters.collect()),
        }
    }

    /// The log-likelihood at a place with the modes there; none where it is not finite.
    fn modes(&self, at: Place, from: &[Latents]) -> Option<(f64, Vec<Latents>)> {
        let setting = self.setting(at);
        let all: Vec<Option<(f64, Latents)>> = (self.persons.par_iter().zip(from))
            .with_min_len(CHUNK)
            .map(|(person, from)| {
                let found = mode(person, &setting, from)?;
                Some((found.log_marginal, found.at))
            })
            .collect();
        let all: Vec<_> = all.into_iter().collect::<Option<_>>()?;
        let total = all.iter().map(|(log, _)| log).sum::<f64>();
        Some((total, all.into_iter().map(|(_, at)| at).collect()))
    }

    /// The log-likelihood at a place.
    pub(super) fn value(&self, at: Place, from: &[Latents]) -> Option<f64> {
        self.modes(at, from).map(|(value, _)| value)
    }

    pub(super) fn start(&self) -> Vec<Latents> {
        self.persons.iter().map(Person::start).collect()
    }

    /// Climbs from a place along the logarithms that are free.
    pub(super) fn climb(&self, mut at: Place, free: &[usize]) -> Option<Found> {
        let (mut value, mut modes) = self.modes(at, &self.start())?;
        let mut n_steps = 0;
        loop {
            let around = self.around(at, free, value, &modes)?;
            let stuck = |place: usize, slope: f64| {
                (at[place] <= BOUNDS.0 && slope < 0.0) || (at[place] >= BOUNDS.1 && slope > 0.0)
            };
            let step = around.step(|own| stuck(free[own], around.gradient[own]));
            let gain = 0.5 * step.dot(&around.gradient);
            let slopes = around.gradient.iter().enumerate();
            let gradient = slopes
                .filter(|(own, slope)| !stuck(free[*own], **slope))
                .fold(0.0, |most: f64, (_, slope)| most.max(slope.abs()));
            let mut risen = None;
            if gain >= TOLERANCE && n_steps < MOST_STEPS {
                risen = self.rise(at, free, &step, value, &modes);
            }
            let Some((there, reached, of_there)) = risen else {
                return Some(Found {
                    at,
                    log_likelihood: value,
                    n_steps,
                    gradient,
                    converged: gain < TOLERANCE,
                });
            };
            (at, value, modes) = (there, reached, of_there);
            n_steps += 1;
        }
    }

    /// The first place along a step, halved where needed, that is higher.
    fn rise(
        &self,
        at: Place,
        free: &[usize],
        step: &DVector<f64>,
        value: f64,
        modes: &[Latents],
    ) -> Option<(Place, f64, Vec<Latents>)> {
        let mut share = (LONGEST / step.amax()).min(1.0);
        while share > 1e-3 {
            let mut there = at;
            for (own, place) in free.iter().enumerate() {
                there[*place] = (at[*place] + share * step[own]).clamp(BOUNDS.0, BOUNDS.1);
            }
            match self.modes(there, modes) {
                Some((reached, modes)) if reached > value => return Some((there, reached, modes)),
                _ => share /= 2.0,
            }
        }
        None
    }

    fn around(&self, at: Place, free: &[usize], value: f64, from: &[Latents]) -> Option<Around> {
        let n = free.len();
        let moved = |by: &[(usize, f64)]| {
            let mut there = at;
            for (own, by) in by {
                there[free[*own]] += by;
            }
            self.value(there, from)
        };
        let h = DIFFERENCE;
        let mut up = vec![0.0; n];
        let mut around = Around {
            gradient: DVector::zeros(n),
            bend: DMatrix::zeros(n, n),
        };
        for (own, up) in up.iter_mut().enumerate() {
            *up = moved(&[(own, h)])?;
            let down = moved(&[(own, -h)])?;
            around.gradient[own] = (*up - down) / (2.0 * h);
            around.bend[(own, own)] = (2.0 * value - *up - down) / (h * h);
        }
        // From the second difference along both together.
        for a in 0..n {
            for b in 0..a {
                let both = moved(&[(a, h), (b, h)])?;
                let bend = -(both - up[a] - up[b] + value) / (h * h);
                around.bend[(a, b)] = bend;
                around.bend[(b, a)] = bend;
            }
        }
        Some(around)
    }
}

impl Around {
    /// Newton's step; where the likelihood does not bend down, each logarithm for itself. Those
    /// that are stuck at a bound stay.
    fn step(&self, is_stuck: impl Fn(usize) -> bool) -> DVector<f64> {
        let n = self.gradient.len();
        let moving: Vec<usize> = (0..n).filter(|own| !is_stuck(*own)).collect();
        let bend = DMatrix::from_fn(moving.len(), moving.len(), |a, b| {
            self.bend[(moving[a], moving[b])]
        });
        let slope = DVector::from_iterator(moving.len(), moving.iter().map(|a| self.gradient[*a]));
        let of_moving = match Cholesky::new(bend.clone()) {
            Some(factor) => factor.solve(&slope),
            None => DVector::from_fn(moving.len(), |own, _| {
                slope[own] / bend[(own, own)].abs().max(1.0)
            }),
        };
        let mut step = DVector::zeros(n);
        for (own, at) in moving.iter().enumerate() {
            step[*at] = of_moving[own];
        }
        step
    }
}

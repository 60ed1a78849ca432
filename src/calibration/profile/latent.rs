//! One candidate's ability, whole impressions and criteria together, by Laplace's approximation.
//!
//! With latents in units of their standard deviations, `η = κμ_g + σ_t z_0 + σ_v z_i + σ_u z_r − s_r`.
//! The second derivative is `H = 1 + Σ V_n d_n d_n'` with `d_n` the derivative of `η_n`. Whole
//! impressions of different interviewers do not meet in it, and so are eliminated first: what is
//! left has a row for the ability and one for each criterion.

use nalgebra::{Cholesky, DMatrix, DVector, Dyn};

use crate::calibration::steps::{Expected, Steps};

/// Newton's steps to the mode; the function is concave and few are needed.
const MOST_STEPS: usize = 60;

/// The mode is found where the next step would gain less than this.
const TOLERANCE: f64 = 1e-16;

/// What rounding may take from the curve: less is no fall.
const NOISE: f64 = 1e-10;

/// What is held fixed while latents are integrated out.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) candidate: f64,
    pub(super) pair: f64,
    pub(super) criterion: f64,
    /// The factor on candidates' means.
    pub(super) scale: f64,
    /// Each interviewer's severity, on the scale of the steps.
    pub(super) severity: Vec<f64>,
    pub(super) steps: Steps,
}

/// One rating with the places of its latents.
#[derive(Debug, Clone, Copy)]
pub(super) struct One {
    /// The pair's number among the candidate's.
    pub(super) pair: usize,
    /// The criterion's place among those the candidate was rated on, from 1 on.
    pub(super) place: usize,
    pub(super) criterion: usize,
    pub(super) category: usize,
}

/// One candidate's ratings.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// The mean of the candidate's group, before it is scaled.
    pub(super) mean: f64,
    pub(super) ratings: Vec<One>,
    /// The interviewers, pair by pair.
    pub(super) interviewers: Vec<usize>,
    /// The criteria rated, ascending.
    pub(super) criteria: Vec<usize>,
}

/// Latents in units of their standard deviations: ability and criteria, then pairs.
#[derive(Debug, Clone)]
pub(super) struct Latents {
    pub(super) core: DVector<f64>,
    pub(super) pairs: Vec<f64>,
}

/// The curve and its derivatives at some latents.
pub(super) struct Curve {
    value: f64,
    gradient: Latents,
    bend: Bend,
}

/// The second derivative, with whole impressions eliminated.
pub(super) struct Bend {
    /// Each pair's own second derivative.
    own: Vec<f64>,
    /// How each pair meets ability and criteria.
    cross: Vec<DVector<f64>>,
    core: Cholesky<f64, Dyn>,
}

impl Bend {
    fn log_determinant(&self) -> f64 {
        let core: f64 = self.core.l_dirty().diagonal().iter().map(|x| x.ln()).sum();
        2.0 * core + self.own.iter().map(|own| own.ln()).sum::<f64>()
    }

    /// Solves `H x = b`.
    fn solve(&self, right: &Latents) -> Latents {
        let mut core = right.core.clone();
        let of_pairs = self.cross.iter().zip(&self.own).zip(&right.pairs);
        for ((cross, own), right) in of_pairs.clone() {
            core.axpy(-right / own, cross, 1.0);
        }
        self.core.solve_mut(&mut core);
        let pairs = of_pairs.map(|((cross, own), right)| (right - cross.dot(&core)) / own);
        Latents {
            pairs: pairs.collect(),
            core,
        }
    }
}

impl Person {
    /// Sorts a candidate's ratings: the group's mean, interviewers pair by pair, and (pair, criterion, category).
    pub(super) fn new(
        mean: f64,
        interviewers: Vec<usize>,
        ratings: impl Iterator<Item = (usize, u32, u8)>,
    ) -> Self {
        let ratings: Vec<_> = ratings.collect();
        let mut criteria: Vec<_> = ratings.iter().map(|one| one.1 as usize).collect();
        criteria.sort_unstable();
        criteria.dedup();
        let place = |(pair, criterion, category): &(usize, u32, u8)| One {
            pair: *pair,
            place: 1 + criteria
                .binary_search(&(*criterion as usize))
                .unwrap_or_default(),
            criterion: *criterion as usize,
            category: usize::from(*category),
        };
        Self {
            mean,
            ratings: ratings.iter().map(place).collect(),
            interviewers,
            criteria,
        }
    }

    /// Whether there is a rating on a criterion.
    pub(super) fn rates(&self, criterion: usize) -> bool {
        self.criteria.binary_search(&criterion).is_ok()
    }

    /// All latents at 0.
    pub(super) fn start(&self) -> Latents {
        Latents {
            core: DVector::zeros(1 + self.criteria.len()),
            pairs: vec![0.0; self.interviewers.len()],
        }
    }

    fn eta(&self, setting: &Setting, at: &Latents, one: &One) -> f64 {
        setting.scale * self.mean
            + setting.candidate * at.core[0]
            + setting.criterion * at.core[one.place]
            + setting.pair * at.pairs[one.pair]
            - setting.severity[self.interviewers[one.pair]]
    }

    /// The curve with its derivatives; none where a number is not finite.
    fn curve(&self, setting: &Setting, at: &Latents, expected: &mut Expected) -> Option<Curve> {
        let n = at.core.len();
        let mut gradient = Latents {
            core: -&at.core,
            pairs: at.pairs.iter().map(|z| -z).collect(),
        };
        let mut core = DMatrix::identity(n, n);
        let mut own = vec![1.0; at.pairs.len()];
        let mut cross = vec![DVector::zeros(n); at.pairs.len()];
        let (t, u, v) = (setting.candidate, setting.pair, setting.criterion);
        let squares = at.core.norm_squared() + dot(&at.pairs, &at.pairs);
        let mut value = -0.5 * squares;
        for one in &self.ratings {
            let eta = self.eta(setting, at, one);
            setting.steps.at(one.criterion, eta, expected);
            let reached = &setting.steps.of(one.criterion)[..one.category];
            value += reached.iter().map(|step| eta - step).sum::<f64>() - expected.log_total;
            let residual = crate::text::count(one.category) - expected.mean;
            let variance = expected.variance;
            gradient.core[0] += t * residual;
            gradient.core[one.place] += v * residual;
            gradient.pairs[one.pair] += u * residual;
            core[(0, 0)] += t * t * variance;
            core[(one.place, 0)] += t * v * variance;
            core[(one.place, one.place)] += v * v * variance;
            own[one.pair] += u * u * variance;
            cross[one.pair][0] += u * t * variance;
            cross[one.pair][one.place] += u * v * variance;
        }
        for (cross, own) in cross.iter().zip(&own) {
            core.ger(-1.0 / own, cross, cross, 1.0);
        }
        Some(Curve {
            value,
            gradient,
            bend: Bend {
                own,
                cross,
                core: Cholesky::new(core)?,
            },
        })
    }
}

/// A candidate's latents at their mode.
pub(super) struct Mode {
    pub(super) at: Latents,
    bend: Bend,
    /// The log of the likelihood with the latents integrated out.
    pub(super) log_marginal: f64,
}

/// Finds the mode; none where a number is not finite.
pub(super) fn mode(person: &Person, setting: &Setting, start: &Latents) -> Option<Mode> {
    let mut expected = Expected::default();
    let mut at = start.clone();
    let mut here = person.curve(setting, &at, &mut expected)?;
    for _ in 0..MOST_STEPS {
        let step = here.bend.solve(&here.gradient);
        let gain = step.core.dot(&here.gradient.core) + dot(&step.pairs, &here.gradient.pairs);
        if gain < TOLERANCE {
            break;
        }
        let mut share = 1.0;
        loop {
            let there = moved(&at, &step, share);
            let next = person.curve(setting, &there, &mut expected)?;
            if next.value >= here.value - NOISE || share < 1e-6 {
                (at, here) = (there, next);
                break;
            }
            share /= 2.0;
        }
    }
    let log_marginal = here.value - 0.5 * here.bend.log_determinant();
    log_marginal.is_finite().then_some(Mode {
        at,
        bend: here.bend,
        log_marginal,
    })
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn moved(at: &Latents, step: &Latents, share: f64) -> Latents {
    let pairs = at.pairs.iter().zip(&step.pairs);
    Latents {
        core: &at.core + share * &step.core,
        pairs: pairs.map(|(at, step)| at + share * step).collect(),
    }
}

/// What a candidate's ratings say of ability and criteria, in units of their standard deviations.
pub(super) struct Moment {
    /// The mean: the mode with the correction for skewness.
    pub(super) mean: DVector<f64>,
    /// The covariance at the mode, severities and steps held for known.
    pub(super) covariance: DMatrix<f64>,
    /// How the mode moves with each interviewer's severity, pair by pair, and with the steps'
    /// parameters that matter, by number.
    pub(super) by_severity: Vec<DVector<f64>>,
    pub(super) by_step: Vec<(usize, DVector<f64>)>,
}

/// Mean and covariance at a mode.
///
/// The mean is the mode less `½ H⁻¹ Σ_n d_n κ₃(η_n) d_n'H⁻¹d_n`, the next term of Laplace's
/// expansion (Tierney & Kadane 1986), with `κ₃` the third cumulant of the category.
pub(super) fn moment(person: &Person, setting: &Setting, mode: &Mode) -> Moment {
    let bend = &mode.bend;
    let covariance = bend.core.inverse();
    let (t, u, v) = (setting.candidate, setting.pair, setting.criterion);
    let mut skew = person.start();
    let mut severity = vec![person.start(); person.interviewers.len()];
    let mut steps: std::collections::BTreeMap<usize, Latents> = std::collections::BTreeMap::new();
    let mut expected = Expected::default();
    for one in &person.ratings {
        let eta = person.eta(setting, &mode.at, one);
        setting.steps.at(one.criterion, eta, &mut expected);
        let add = |to: &mut Latents, weight: f64| {
            to.core[0] += weight * t;
            to.core[one.place] += weight * v;
            to.pairs[one.pair] += weight * u;
        };
        // d'H⁻¹d with the pair eliminated.
        let mut rest = &bend.cross[one.pair] * (-u / bend.own[one.pair]);
        rest[0] += t;
        rest[one.place] += v;
        let spread = rest.dot(&(&covariance * &rest)) + u * u / bend.own[one.pair];
        add(&mut skew, -0.5 * third(&expected) * spread);
        add(&mut severity[one.pair], expected.variance);
        for (parameter, by) in setting
            .steps
            .gradient_of(one.criterion, &expected.covariance)
        {
            add(steps.entry(parameter).or_insert_with(|| person.start()), by);
        }
    }
    Moment {
        mean: &mode.at.core + bend.solve(&skew).core,
        by_severity: severity
            .iter()
            .map(|right| bend.solve(right).core)
            .collect(),
        by_step: steps
            .iter()
            .map(|(parameter, right)| (*parameter, bend.solve(right).core))
            .collect(),
        covariance,
    }
}

/// The third cumulant of the category.
fn third(expected: &Expected) -> f64 {
    let categories = expected.probability.iter().enumerate();
    let cubes = categories.map(|(k, probability)| {
        let from_mean = crate::text::count(k) - expected.mean;
        probability * from_mean * from_mean * from_mean
    });
    cubes.sum()
}

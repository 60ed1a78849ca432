//! Fair scores a criterion: what is special about a candidate on one criterion.
//!
//! To the severity model comes an effect of candidate × criterion, `v_ci ~ N(0, σ_v²)`, which all
//! interviewers see: `η = θ_c + v_ci + u_cr − s_r`. A candidate's ability on a criterion is
//! `θ_c + v_ci`. Without it every criterion of a candidate would have the same fair score but for
//! the criterion's difficulty.
//!
//! For each candidate ability, whole impressions and effects of criteria are integrated out by
//! Laplace's approximation (`latent`); the standard deviations follow from the product of these
//! marginal likelihoods (`search`). With `σ_v` the others move along: severities and steps by a
//! common factor `κ` over 1, since effects that are left out flatten the curve of a rating, and
//! `σ_t` and `σ_u` with them. What Laplace's approximation gets wrong in `σ_t`, `σ_u` and `κ` is
//! taken out by searching them without `σ_v` too: their ratios multiply what the severity model
//! found, so that without effects of criteria everything is as it was.
//!
//! On panels of `simulate_ratings.py` (200 candidates, 30 interviewers, 4 criteria, five interviewers
//! each, deviations 1, .7, .8 and `σ_v` = .6, seeds 1 to 10): without `σ_v` the severity model finds
//! .57 to .71 for the .8 of whole impressions; with it .70 to .85, and `κ` is 1.14 to 1.23. `σ_v`
//! comes out at .46 to .61, .55 in the mean: somewhat small, as is Laplace's way with a few
//! ratings. 90 % intervals hold .884 of the true scores of criteria and .890 of the weighted
//! ones. Of 5,000 candidates .895 and .901, of panels where each interviewer rates two of four
//! criteria .87. Where there is no effect (six panels), none was found.
//!
//! Uncertainty of severities and steps is carried in by `a' S⁻¹ a` as for abilities, with `a` how
//! the mode moves with them.

mod curve;
mod latent;
mod search;
mod supposed;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use nalgebra::{DMatrix, DVector};

use super::ability::Ability;
use super::fair::FairScale;
use super::model::{LEAST_CANDIDATES, Model};
use super::normal;
use super::quadrature::Quadrature;
use super::severity::Deviations;
use super::steps::Steps;
use super::subset;
use super::supposed::{Knowledge, covariance};
use curve::Curve;
use latent::{Moment, Person, Setting, mode, moment};
use search::{Found, Place, Problem};

/// Candidates that are enough to estimate the standard deviations from; who they are depends on a
/// hash of their number alone.
pub const MOST_CANDIDATES: usize = 1_500;

/// Where the search for `σ_v` begins.
const START: f64 = 0.5;

/// A `σ_v` so small that nothing else moves along: where the likelihood falls from none to here,
/// there is no effect.
const BARELY: f64 = 0.05;

/// A gain in the log-likelihood under this is no effect.
const LEAST_GAIN: f64 = 1e-3;

/// How far along the path of a weighted score is looked, in standard deviations.
const REACH: f64 = 9.0;

/// Halvings in which a place on the path is found.
const HALVINGS: usize = 30;

/// Why there is no effect of candidate × criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Without {
    /// Fewer than [`LEAST_CANDIDATES`] candidates have two criteria of which one was rated by two
    /// interviewers: nothing tells the effect from chance. With how many there are.
    TooFew(usize),
    /// The likelihood is highest without it.
    None,
    /// Its search met a number that is not finite.
    NotFinite,
}

/// The effect of candidate × criterion over all candidates.
#[derive(Debug, Clone)]
pub struct Profiles {
    /// `σ_v`, in logits; 0 where `without` says why.
    pub sd: f64,
    /// Why there is no effect; none where there is one.
    pub without: Option<Without>,
    /// What the log-likelihood gains by the effect, over the candidates used; at least 0.
    pub gain: f64,
    /// The other standard deviations with the effect in the model.
    pub deviations: Deviations,
    /// `κ`, the factor on severities and steps.
    pub scale: f64,
    /// Candidates the standard deviations were estimated from.
    pub n_candidates: usize,
    /// Steps of the search.
    pub n_steps: usize,
    /// The largest component of the gradient at its end, over the logs of what was searched.
    pub gradient: f64,
    /// Whether it converged.
    pub converged: bool,
    setting: Setting,
    average: Steps,
    /// The fair scale of each criterion.
    curves: Vec<Curve>,
}

/// What means are taken with.
static RULE: LazyLock<Quadrature> = LazyLock::new(|| Quadrature::new(9));

/// A fair score on the rubric's scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FairScore {
    /// The mean.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// P(fair score ≥ line); none where no line was given.
    pub at_least: Option<f64>,
}

/// What fair scores are asked about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ask {
    /// The normal quantile of the interval, such as 1.645 for 90 %.
    pub z: f64,
    /// A line on the rubric's scale.
    pub line: Option<f64>,
}

/// One candidate's abilities on criteria, which are all of the model's unless others were asked for.
#[derive(Debug, Clone)]
pub struct Profile<'a> {
    curves: &'a [Curve],
    /// The criteria's numbers, ascending.
    criteria: Vec<usize>,
    /// The criterion whose fair scale those have that the model does not know.
    stand_in: usize,
    /// `θ + v_i` for each criterion, in logits.
    pub mean: Vec<f64>,
    /// Their covariance.
    pub covariance: DMatrix<f64>,
    /// Whether each criterion was rated.
    pub is_rated: Vec<bool>,
}

impl Profiles {
    /// Estimates `σ_v` and what moves along with it.
    #[must_use]
    pub fn estimate(model: &Model) -> Self {
        let fit = &model.variances.fit;
        let sample = sample(model);
        if sample.len() < LEAST_CANDIDATES {
            return Self::without(model, Without::TooFew(sample.len()));
        }
        let problem = Problem {
            persons: sample.iter().map(|at| person(model, *at)).collect(),
            severity: fit.state.severity.clone(),
            steps: fit.state.steps.clone(),
        };
        let Some((before, with)) = searched(&problem, fit.deviations) else {
            return Self::without(model, Without::NotFinite);
        };
        let gain = with.log_likelihood - before.log_likelihood;
        let told = |profiles: Self| Self {
            gain: gain.max(0.0),
            n_candidates: sample.len(),
            n_steps: before.n_steps + with.n_steps,
            gradient: with.gradient,
            converged: before.converged && with.converged,
            ..profiles
        };
        if gain < LEAST_GAIN {
            return told(Self::without(model, Without::None));
        }
        let ratio = |place: usize| (with.at[place] - before.at[place]).exp();
        let deviations = Deviations {
            candidate: fit.deviations.candidate * ratio(0),
            interviewer: fit.deviations.interviewer.map(|sd| sd * ratio(1)),
            pair: if fit.deviations.pair > 0.0 {
                fit.deviations.pair * ratio(2)
            } else {
                0.0
            },
        };
        told(Self::at(model, deviations, ratio(1), with.at[3].exp()))
    }

    /// No effect: everything as the severity model has it.
    fn without(model: &Model, without: Without) -> Self {
        Self {
            without: Some(without),
            ..Self::at(model, model.variances.fit.deviations, 1.0, 0.0)
        }
    }

    /// With given standard deviations.
    fn at(model: &Model, deviations: Deviations, scale: f64, sd: f64) -> Self {
        let state = &model.variances.fit.state;
        let parameters = state.steps.parameters().iter().map(|one| scale * one);
        let steps = state.steps.with(parameters.collect());
        let average = steps.harder(scale * model.mean_severity);
        let n = model.design.n_criteria;
        let of_criterion = |criterion: usize| {
            let weights: Vec<f64> = (0..n)
                .map(|at| f64::from(u8::from(at == criterion)))
                .collect();
            Curve::new(FairScale::new(
                &average,
                &weights,
                deviations,
                &model.rules,
                &model.values,
            ))
        };
        Self {
            sd,
            without: None,
            gain: 0.0,
            deviations,
            scale,
            n_candidates: 0,
            n_steps: 0,
            gradient: 0.0,
            converged: true,
            curves: (0..n).map(of_criterion).collect(),
            average,
            setting: Setting {
                scale,
                candidate: deviations.candidate,
                pair: deviations.pair,
                criterion: sd,
                severity: state.severity.iter().map(|one| scale * one).collect(),
                steps,
            },
        }
    }

    /// The steps with the effect in the model, as an interviewer of average severity has them: `κ`
    /// times those of the severity model.
    #[must_use]
    pub fn steps(&self) -> &Steps {
        &self.average
    }

    /// One candidate's abilities on all criteria. A criterion that was not rated has the ability
    /// with the effect's whole variance on top.
    #[must_use]
    pub fn of(&self, model: &Model, candidate: usize) -> Profile<'_> {
        let person = person(model, candidate);
        let group = model.design.group_of(candidate);
        let numbers = person.interviewers.iter();
        let seat = Seat {
            setting: &self.setting,
            known: numbers.map(|at| Knowledge::Estimated(*at)).collect(),
            person,
            group,
            criteria: (0..model.design.n_criteria).collect(),
        };
        self.profile(model, seat, || model.ability(candidate))
    }

    /// The profile; where there is nothing to tell criteria apart, or no finite number was found,
    /// all of one ability.
    fn profile(
        &self,
        model: &Model,
        seat: Seat<'_>,
        ability: impl FnOnce() -> Ability,
    ) -> Profile<'_> {
        let n = seat.criteria.len();
        let (mean, covariance) = self.abilities(model, &seat).unwrap_or_else(|| {
            let ability = ability();
            let covariance = DMatrix::from_element(n, n, ability.sd * ability.sd);
            (vec![ability.mean; n], covariance)
        });
        let is_rated = seat.criteria.iter();
        Profile {
            is_rated: is_rated.map(|number| seat.person.rates(*number)).collect(),
            criteria: seat.criteria,
            curves: &self.curves,
            stand_in: 0,
            mean,
            covariance,
        }
    }

    /// Mean and covariance of `θ + v_i`; none without an effect, and where a number is not finite.
    fn abilities(&self, model: &Model, seat: &Seat<'_>) -> Option<(Vec<f64>, DMatrix<f64>)> {
        if self.sd <= 0.0 {
            return None;
        }
        let (person, setting) = (&seat.person, seat.setting);
        let mode = mode(person, setting, &person.start())?;
        let found = moment(person, setting, &mode);
        let n = seat.criteria.len();
        let (t, v) = (setting.candidate, setting.criterion);
        // Each criterion's ability as a sum of latents.
        let mut sums = DMatrix::zeros(n, found.mean.len());
        let mut alone = DMatrix::zeros(n, n);
        for (row, criterion) in seat.criteria.iter().enumerate() {
            sums[(row, 0)] = t;
            match person.criteria.binary_search(criterion) {
                Ok(place) => sums[(row, 1 + place)] = v,
                Err(_) => alone[(row, row)] = v * v,
            }
        }
        let mean = (&sums * &found.mean).add_scalar(self.scale * person.mean);
        let given = &sums * &found.covariance * sums.transpose();
        let (of_parameters, slopes) = self.by_parameters(model, seat, &found, &sums);
        let covariance = given + alone + &slopes * of_parameters * slopes.transpose();
        let is_finite = mean.iter().chain(&covariance).all(|x| x.is_finite());
        is_finite.then(|| (mean.iter().copied().collect(), covariance))
    }

    /// The covariance of the severities, steps and group's mean that a candidate's ratings depend
    /// on, and how the abilities, which are `sums` of latents, move with them.
    fn by_parameters(
        &self,
        model: &Model,
        seat: &Seat<'_>,
        found: &Moment,
        sums: &DMatrix<f64>,
    ) -> (DMatrix<f64>, DMatrix<f64>) {
        let n = model.design.n_interviewers;
        let mut known = seat.known.clone();
        let mut columns: Vec<DVector<f64>> = found.by_severity.iter().map(|by| sums * by).collect();
        // A group's mean moves latents as its interviewers' severities do, the other way.
        let of_mean = seat.group.map(|group| {
            let none = DVector::zeros(sums.nrows());
            let against = columns.iter().fold(none, |sum, column| sum + column);
            let n_all = model.uncertainty.covariance.size();
            let number = n_all - model.design.n_groups + group;
            (number, (-against).add_scalar(1.0))
        });
        let of_steps = (found.by_step.iter()).map(|(parameter, by)| (n + parameter, sums * by));
        for (number, column) in of_steps.chain(of_mean) {
            known.push(Knowledge::Estimated(number));
            columns.push(column);
        }
        let of_parameters = covariance(model, &known);
        let slopes = DMatrix::from_fn(sums.nrows(), columns.len(), |row, column| {
            self.scale * columns[column][row]
        });
        (of_parameters, slopes)
    }
}

/// One candidate's ratings with what is held of those who gave them.
struct Seat<'a> {
    person: Person,
    setting: &'a Setting,
    /// How the severity of each interviewer is known, pair by pair.
    known: Vec<Knowledge>,
    group: Option<usize>,
    /// The criteria asked for, ascending.
    criteria: Vec<usize>,
}

/// The search without the effect and with it.
fn searched(problem: &Problem, deviations: Deviations) -> Option<(Found, Found)> {
    let start: Place = [
        deviations.candidate.ln(),
        0.0,
        deviations.pair.ln(),
        f64::NEG_INFINITY,
    ];
    let mut free = vec![0, 1];
    if deviations.pair > 0.0 {
        free.push(2);
    }
    let before = problem.climb(start, &free)?;
    free.push(3);
    let mut start = before.at;
    start[3] = BARELY.ln();
    if problem.value(start, &problem.start())? <= before.log_likelihood {
        return Some((before.clone(), before));
    }
    start[3] = START.ln();
    let with = problem.climb(start, &free)?;
    Some((before, with))
}

/// Candidates that tell of the effect: with two criteria or more, one of them rated by two
/// interviewers or more. [`MOST_CANDIDATES`] of them at most.
fn sample(model: &Model) -> Vec<usize> {
    let design = &model.design;
    let tells = |candidate: &usize| {
        let mut criteria: Vec<(u32, usize)> = design
            .ratings_of(*candidate)
            .map(|(pair, criterion, _)| (criterion, pair))
            .collect();
        criteria.sort_unstable();
        criteria.dedup();
        let repeats = criteria.windows(2).any(|two| two[0].0 == two[1].0);
        repeats && criteria.first().map(|one| one.0) != criteria.last().map(|one| one.0)
    };
    let telling: Vec<usize> = (0..design.n_candidates).filter(tells).collect();
    subset::lowest(&telling, MOST_CANDIDATES)
}

fn person(model: &Model, candidate: usize) -> Person {
    let pairs = model.design.pairs_of(candidate).iter();
    let group = model.design.group_of(candidate);
    Person::new(
        group.map_or(0.0, |group| model.variances.fit.state.means[group]),
        pairs.map(|pair| pair.interviewer as usize).collect(),
        model.design.ratings_of(candidate),
    )
}

impl Profile<'_> {
    /// The fair score on one criterion, by its place, from an interviewer of average severity, whole
    /// impressions integrated out.
    #[must_use]
    pub fn criterion(&self, criterion: usize, ask: Ask) -> FairScore {
        let curve = self.curve(criterion);
        let mean = self.mean[criterion];
        let sd = self.covariance[(criterion, criterion)].max(0.0).sqrt();
        let path = |t: f64| curve.at(mean + t * sd);
        self.score(&[(criterion, 1.0)], &path, ask)
    }

    /// The weighted fair score, `Σ w_i F_i(θ + v_i) / Σ w_i`, weights by place; criteria beyond the weights given
    /// count nothing. None where no weight is over 0.
    ///
    /// Its mean is exact for normal abilities. Interval and probability follow the path through
    /// the mean along `C g`, the covariance times the score's gradient there, on which a standard
    /// normal variable runs: exact where the score is linear or depends on one criterion, and
    /// within .01 of simulation elsewhere. A component of the path against the others, which
    /// would let the score fall, is left out; that can only widen the interval.
    #[must_use]
    pub fn weighted(&self, weights: &[f64], ask: Ask) -> Option<FairScore> {
        let of = |at: usize| weights.get(at).copied().unwrap_or_default();
        let usable = |at: &usize| of(*at) > 0.0 && of(*at).is_finite();
        let criteria: Vec<usize> = (0..self.mean.len()).filter(usable).collect();
        let total: f64 = criteria.iter().map(|at| of(*at)).sum();
        if criteria.is_empty() || !total.is_finite() {
            return None;
        }
        let shares: Vec<(usize, f64)> = criteria.iter().map(|at| (*at, of(*at) / total)).collect();
        let direction = self.direction(&shares);
        let path = |t: f64| {
            let parts = shares.iter().zip(&direction);
            let parts =
                parts.map(|((at, share), by)| share * self.curve(*at).at(self.mean[*at] + t * by));
            parts.sum()
        };
        Some(self.score(&shares, &path, ask))
    }

    /// The place of a criterion among those asked for.
    #[must_use]
    pub fn place(&self, criterion: usize) -> Option<usize> {
        self.criteria.binary_search(&criterion).ok()
    }

    fn curve(&self, place: usize) -> &Curve {
        let own = self.curves.get(self.criteria[place]);
        own.unwrap_or(&self.curves[self.stand_in])
    }

    /// How far each criterion moves for one standard deviation of the score.
    fn direction(&self, shares: &[(usize, f64)]) -> Vec<f64> {
        let slope = |(at, share): &(usize, f64)| {
            let h = 1e-3;
            let (up, down) = (self.mean[*at] + h, self.mean[*at] - h);
            share * (self.curve(*at).at(up) - self.curve(*at).at(down)) / (2.0 * h)
        };
        let slopes: Vec<f64> = shares.iter().map(slope).collect();
        let moved: Vec<f64> = (shares.iter())
            .map(|(row, _)| {
                let columns = shares.iter().zip(&slopes);
                columns
                    .map(|((at, _), slope)| self.covariance[(*row, *at)] * slope)
                    .sum()
            })
            .collect();
        let variance: f64 = moved
            .iter()
            .zip(&slopes)
            .map(|(a, b): (&f64, _)| a * b)
            .sum();
        if variance > 0.0 {
            let sd = variance.sqrt();
            return moved.iter().map(|by| (by / sd).max(0.0)).collect();
        }
        // Far out the scale is flat and has no direction of its own.
        let own = |(at, _): &(usize, f64)| self.covariance[(*at, *at)].max(0.0).sqrt();
        shares.iter().map(own).collect()
    }

    fn score(&self, shares: &[(usize, f64)], path: &dyn Fn(f64) -> f64, ask: Ask) -> FairScore {
        let rule = &*RULE;
        let mean = |(at, share): &(usize, f64)| {
            let sd = self.covariance[(*at, *at)].max(0.0).sqrt();
            let nodes = rule.nodes.iter().zip(&rule.weights);
            let nodes =
                nodes.map(|(z, weight)| weight * self.curve(*at).at(self.mean[*at] + sd * z));
            share * nodes.sum::<f64>()
        };
        FairScore {
            value: shares.iter().map(mean).sum(),
            low: path(-ask.z),
            high: path(ask.z),
            at_least: ask.line.map(|line| above(path, line)),
        }
    }
}

/// P(path(t) ≥ line) for standard normal t on a rising path.
fn above(path: &dyn Fn(f64) -> f64, line: f64) -> f64 {
    if path(-REACH) >= line {
        return 1.0;
    }
    if path(REACH) < line {
        return 0.0;
    }
    let (mut low, mut high) = (-REACH, REACH);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if path(middle) < line {
            low = middle;
        } else {
            high = middle;
        }
    }
    normal::above(f64::midpoint(low, high))
}

//! From ratings to calibrated scores: the steps in order, with the guard rails.

use serde::Serialize;

use super::ability::{Ability, Uncertainty, uncertainty};
use super::connectivity::{Connectivity, connectivity};
use super::design::{Counts, Design, Response};
use super::fair::{Fair, FairScale};
use super::nodes;
use super::quadrature::Quadrature;
use super::severity::{self, Fit, Rules, State};
use super::steps::{Steps, Structure};
use super::subset;
use super::variances::{self, Variances, Wanted};
use crate::text::count;
use crate::text::counted;

/// Interviewers with enough candidates that severities can be estimated from.
pub const LEAST_INTERVIEWERS: usize = 8;

/// Candidates that make an interviewer count there.
pub const LEAST_CANDIDATES_EACH: usize = 5;

/// Candidates that variances can be estimated from.
pub const LEAST_CANDIDATES: usize = 30;

/// Severities and steps' parameters at most: the information on 8,000 takes half a gigabyte, and
/// its inverse another.
pub const MOST_PARAMETERS: usize = 8_000;

/// Ratings in each category of a criterion that let every step of it be free.
const ENOUGH_FOR_PARTIAL_CREDIT: f64 = 200.0;

/// What the last step may gain in the log-likelihood where severities of very many are fitted.
const LAST_STEP: f64 = 1e-4;

/// Where the search for variances begins: candidates, interviewers, pairs.
const START: [f64; 3] = [1.0, 0.5, 0.5];

/// The halo that the first nodes are chosen for.
const FIRST_HALO: f64 = 0.7;

/// Ratings with numbers in place of names. A score is any whole number.
#[derive(Debug, Clone, Default)]
pub struct Data {
    /// How many candidates there are.
    pub n_candidates: usize,
    /// How many interviewers there are.
    pub n_interviewers: usize,
    /// How many criteria there are.
    pub n_criteria: usize,
    /// Candidate, interviewer, criterion, score.
    pub ratings: Vec<(u32, u32, u32, i32)>,
}

/// What there must be for severities to be estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Floor {
    /// Candidates.
    pub candidates: usize,
    /// Interviewers with enough candidates each.
    pub interviewers: usize,
    /// Candidates that make an interviewer count there.
    pub candidates_each: usize,
}

impl Default for Floor {
    fn default() -> Self {
        Self {
            candidates: LEAST_CANDIDATES,
            interviewers: LEAST_INTERVIEWERS,
            candidates_each: LEAST_CANDIDATES_EACH,
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What there must be.
    pub floor: Floor,
    /// How the steps of criteria relate; none lets the number of ratings decide.
    pub structure: Option<Structure>,
    /// Whether pairs of candidate and interviewer have no effect of their own.
    pub without_halo: bool,
    /// Whether severities are free, each for itself, in place of a common distribution.
    pub free_severity: bool,
    /// Whether groups of candidates have means of their own.
    pub group_means: GroupMeans,
}

/// The means that abilities lie around.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum GroupMeans {
    /// One mean for all: a gap between groups that hardly share an interviewer is shrunk.
    #[default]
    Shrunk,
    /// Each group of people who are linked by ratings has its own.
    Components,
    /// Each candidate's group, by number from 0 on: departments, say.
    Fixed(Vec<u32>),
}

impl GroupMeans {
    /// Each candidate's group; empty for one mean.
    fn groups(&self, design: &Design) -> Vec<Option<u32>> {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        match self {
            Self::Shrunk => Vec::new(),
            Self::Components => {
                let of_candidate = connectivity(design).of_candidate;
                of_candidate.into_iter().map(|at| at.map(number)).collect()
            }
            Self::Fixed(of_candidate) => {
                let all = 0..design.n_candidates;
                all.map(|at| of_candidate.get(at).copied()).collect()
            }
        }
    }
}

/// Why severities are not estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooFew {
    /// Candidates who were rated.
    Candidates(usize),
    /// Interviewers with enough candidates each.
    Interviewers(usize),
    /// Every rating is the same.
    Categories,
    /// The information is singular.
    Singular,
    /// Too many, in truth: more severities and steps' parameters than [`MOST_PARAMETERS`]. Parts
    /// of the organisation can be calibrated one by one.
    Parameters(usize),
}

/// What was given up before it had converged: the estimates are where it stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenUp {
    /// The search for the variances.
    Variances,
    /// The search for severities and steps at the variances.
    Severities,
}

impl TooFew {
    /// Why, as the end of a sentence; `least` is what there must be.
    #[must_use]
    pub fn text(self, least: Floor) -> String {
        let are = |n: usize, of: &str, did: &str, least: usize| {
            format!("{} {did}, and there must be {least}", counted(n, of))
        };
        match self {
            Self::Candidates(n) => are(n, "candidate", "with a score", least.candidates),
            Self::Interviewers(n) => {
                let did = format!("with {} candidates or more", least.candidates_each);
                are(n, "interviewer", &did, least.interviewers)
            }
            Self::Categories => "every rating is the same".to_owned(),
            Self::Singular => "the ratings do not tell severities apart".to_owned(),
            Self::Parameters(n) => format!(
                "{n} severities and steps are more than the {MOST_PARAMETERS} that fit in memory; \
                 calibrate departments one by one"
            ),
        }
    }
}

/// Everything that was estimated.
#[derive(Debug)]
pub struct Model {
    /// The ratings.
    pub design: Design,
    /// The scores of the categories; a score that nobody gave is none.
    pub values: Vec<f64>,
    /// The variances with severities and steps.
    pub variances: Variances,
    /// Abilities and standard errors.
    pub uncertainty: Uncertainty,
    /// The mean of severities that are free: they could all be higher, and difficulties lower, for
    /// the same ratings. 0 where severities have a distribution, which is around 0.
    pub mean_severity: f64,
    /// The scale of fair scores from an interviewer of average severity, every criterion with the same weight.
    pub scale: FairScale,
    /// The nodes that integrals were taken with.
    pub rules: Rules,
    /// Candidates in the part of the ratings that the variances were estimated from; none where
    /// that was all of them.
    pub n_in_part: Option<usize>,
}

impl Model {
    /// A candidate's fair score; `z` is the normal quantile of the interval.
    #[must_use]
    pub fn fair(&self, candidate: usize, z: f64) -> Fair {
        self.scale.score(self.ability(candidate), z)
    }

    /// A candidate's ability.
    #[must_use]
    pub fn ability(&self, candidate: usize) -> Ability {
        self.uncertainty.abilities[candidate]
    }

    /// What had not converged when it was given up; mostly nothing.
    #[must_use]
    pub fn given_up(&self) -> Vec<GivenUp> {
        let steps = [
            (self.variances.converged, GivenUp::Variances),
            (self.variances.fit.converged, GivenUp::Severities),
        ];
        let left = steps.into_iter().filter(|(converged, _)| !converged);
        left.map(|(_, what)| what).collect()
    }

    /// Who is linked with whom.
    #[must_use]
    pub fn connectivity(&self) -> Connectivity {
        connectivity(&self.design)
    }
}

/// The ratings by the places of their scores among those that were given, which come ascending.
#[must_use]
pub fn responses(data: &Data) -> (Counts, Vec<Response>, Vec<i32>) {
    let mut values: Vec<i32> = data.ratings.iter().map(|(.., score)| *score).collect();
    values.sort_unstable();
    values.dedup();
    let responses = data
        .ratings
        .iter()
        .map(|(candidate, interviewer, criterion, score)| {
            let place = values.binary_search(score).unwrap_or_default();
            Response {
                candidate: *candidate,
                interviewer: *interviewer,
                criterion: *criterion,
                category: u8::try_from(place).unwrap_or(u8::MAX),
            }
        });
    let counts = Counts {
        n_candidates: data.n_candidates,
        n_interviewers: data.n_interviewers,
        n_criteria: data.n_criteria,
        n_categories: values.len().max(2),
    };
    (counts, responses.collect(), values)
}

/// Whether there are ratings enough.
///
/// # Errors
/// What there is too little of.
pub fn floor(design: &Design, n_values: usize, least: Floor) -> Result<(), TooFew> {
    if n_values < 2 {
        return Err(TooFew::Categories);
    }
    let rated = (0..design.n_candidates)
        .filter(|at| !design.pairs_of(*at).is_empty())
        .count();
    if rated < least.candidates {
        return Err(TooFew::Candidates(rated));
    }
    let mut of_interviewer = vec![0_usize; design.n_interviewers];
    for pair in &design.pairs {
        of_interviewer[pair.interviewer as usize] += 1;
    }
    let enough = of_interviewer
        .iter()
        .filter(|n| **n >= least.candidates_each.max(1))
        .count();
    if enough < least.interviewers {
        return Err(TooFew::Interviewers(enough));
    }
    Ok(())
}

/// Estimates everything.
///
/// # Errors
/// There are too few ratings.
pub fn model(data: &Data, settings: &Settings) -> Result<Model, TooFew> {
    let (counts, responses, values) = responses(data);
    let design = Design::new(counts, responses.clone());
    let groups = settings.group_means.groups(&design);
    let part = subset::are_many(counts.n_candidates, counts.n_interviewers)
        .then(|| subset::choose(counts, &responses, &groups))
        .filter(|part| floor(part, values.len(), Floor::default()).is_ok());
    drop(responses);
    let design = design.with_groups(groups);
    // A part in which some group has nobody says nothing of that group's mean.
    let part = part.filter(|part| part.n_groups == design.n_groups);
    floor(&design, values.len(), settings.floor)?;
    let structure = settings.structure.unwrap_or_else(|| structure(&design));
    let steps = Steps::rough(structure, &design.given());
    let n_parameters = design.n_interviewers + steps.parameters().len();
    if n_parameters > MOST_PARAMETERS {
        return Err(TooFew::Parameters(n_parameters));
    }
    let wanted = Wanted {
        interviewer: !settings.free_severity,
        pair: !settings.without_halo,
    };
    let (variances, rules) = estimate(&design, part.as_ref(), wanted, steps)?;
    let fit = &variances.fit;
    let values: Vec<f64> = values.iter().map(|value| f64::from(*value)).collect();
    let weights = vec![1.0; design.n_criteria];
    let by = mean_severity(&design, fit);
    let steps = fit.state.steps.harder(by);
    let scale = FairScale::new(&steps, &weights, fit.deviations, &rules, &values);
    Ok(Model {
        mean_severity: by,
        uncertainty: uncertainty(&design, &rules, fit),
        scale,
        values,
        design,
        variances,
        rules,
        n_in_part: part.map(|part| part.n_candidates),
    })
}

/// See [`Model::mean_severity`].
fn mean_severity(design: &Design, fit: &Fit) -> f64 {
    if fit.deviations.interviewer.is_some() {
        return 0.0;
    }
    let mut is_rated = vec![false; design.n_interviewers];
    for pair in &design.pairs {
        is_rated[pair.interviewer as usize] = true;
    }
    let severities = fit.state.severity.iter().zip(is_rated);
    let rated: Vec<f64> = severities
        .filter_map(|(severity, is_rated)| is_rated.then_some(*severity))
        .collect();
    rated.iter().sum::<f64>() / count(rated.len().max(1))
}

/// Variances, severities and steps, with nodes enough for the halo found.
fn estimate(
    design: &Design,
    part: Option<&Design>,
    wanted: Wanted,
    steps: Steps,
) -> Result<(Variances, Rules), TooFew> {
    let mut n_nodes = if wanted.pair {
        nodes::needed(design, &steps, FIRST_HALO)
    } else {
        1
    };
    let mut start = START;
    let mut state = State::start(design, steps);
    loop {
        let rules = Rules {
            pair: Quadrature::new(n_nodes),
            ..Rules::default()
        };
        let found = match part {
            Some(part) => from_part(design, part, &rules, wanted, start, state.clone()),
            None => variances::estimate(design, &rules, wanted, start, state.clone()),
        };
        let needed = match &found {
            _ if !wanted.pair => n_nodes,
            Some(found) => {
                let fit = &found.fit;
                nodes::needed(design, &fit.state.steps, fit.deviations.pair)
            }
            // Too few nodes can be why there is none.
            None => nodes::MOST,
        };
        if needed <= n_nodes {
            return found.map(|found| (found, rules)).ok_or(TooFew::Singular);
        }
        if let Some(found) = found {
            let sd = found.fit.deviations;
            start = [sd.candidate, sd.interviewer.unwrap_or(START[1]), sd.pair];
            state = found.fit.state;
        }
        n_nodes = needed;
    }
}

/// Variances of a part of the ratings, severities and steps of all.
fn from_part(
    design: &Design,
    part: &Design,
    rules: &Rules,
    wanted: Wanted,
    start: [f64; 3],
    state: State,
) -> Option<Variances> {
    let of_part = State::start(part, state.steps.clone());
    let found = variances::estimate(part, rules, wanted, start, of_part)?;
    let state = State {
        steps: found.fit.state.steps.clone(),
        means: found.fit.state.means.clone(),
        ..state
    };
    let deviations = found.fit.deviations;
    let mut fit = severity::fit(design, rules, deviations, state, LAST_STEP)?;
    // Severities and steps are where the last step leads; it is too short to matter to the rest.
    fit.state = fit.state.moved(&fit.next_step);
    Some(Variances { fit, ..found })
}

/// Partial credit where every category of every criterion has ratings enough for it.
fn structure(design: &Design) -> Structure {
    let of_all = design.given();
    let mut given = of_all.iter().flatten();
    if given.all(|n| *n >= ENOUGH_FOR_PARTIAL_CREDIT) {
        Structure::PartialCredit
    } else {
        Structure::RatingScale
    }
}

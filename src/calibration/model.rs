//! From ratings to calibrated scores: the steps in order, with the guard rails.

use serde::Serialize;

use super::ability::{Ability, Uncertainty, uncertainty};
use super::connectivity::{Connectivity, connectivity};
use super::design::{Counts, Design, Response};
use super::fair::{Fair, FairScale};
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

/// Ratings in each category of a criterion that let every step of it be free.
const ENOUGH_FOR_PARTIAL_CREDIT: f64 = 200.0;

/// Where the search for variances begins: candidates, interviewers, pairs.
const START: [f64; 3] = [1.0, 0.5, 0.5];

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
    let part = subset::choose(counts, &responses, &groups);
    drop(responses);
    let design = design.with_groups(groups);
    floor(&design, values.len(), settings.floor)?;
    let structure = settings.structure.unwrap_or_else(|| structure(&design));
    let steps = Steps::flat(structure, design.n_criteria, design.n_steps());
    let wanted = Wanted {
        interviewer: !settings.free_severity,
        pair: !settings.without_halo,
    };
    let mut rules = Rules::default();
    if settings.without_halo {
        rules.pair = super::quadrature::Quadrature::new(1);
    }
    let state = State::start(&design, steps);
    let variances = if subset::is_large(&design) {
        from_part(&design, &part, &rules, wanted, state)
    } else {
        variances::estimate(&design, &rules, wanted, START, state)
    };
    let variances = variances.ok_or(TooFew::Singular)?;
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

/// Variances of a part of the ratings, severities and steps of all.
fn from_part(
    design: &Design,
    part: &Design,
    rules: &Rules,
    wanted: Wanted,
    state: State,
) -> Option<Variances> {
    let start = State::start(part, state.steps.clone());
    let found = variances::estimate(part, rules, wanted, START, start)?;
    let state = State {
        steps: found.fit.state.steps.clone(),
        means: found.fit.state.means.clone(),
        ..state
    };
    let deviations = found.fit.deviations;
    let fit = severity::fit(design, rules, deviations, state, severity::TOLERANCE)?;
    Some(Variances { fit, ..found })
}

/// Partial credit where every category of every criterion has ratings enough for it.
fn structure(design: &Design) -> Structure {
    let n_steps = design.n_steps();
    let mut counts = vec![0_usize; design.n_criteria];
    for (pair, n) in design.kinds.iter().zip(&design.n_of_kind) {
        for criterion in &design.classes[pair.class as usize] {
            counts[*criterion as usize] += n;
        }
    }
    let least = |(criterion, n): (usize, &usize)| {
        let reached = &design.at_least[criterion * n_steps..(criterion + 1) * n_steps];
        let from = std::iter::once(count(*n)).chain(reached.iter().copied());
        let to = reached.iter().copied().chain([0.0]);
        from.zip(to)
            .all(|(from, to)| from - to >= ENOUGH_FOR_PARTIAL_CREDIT)
    };
    if counts.iter().enumerate().all(least) {
        Structure::PartialCredit
    } else {
        Structure::RatingScale
    }
}

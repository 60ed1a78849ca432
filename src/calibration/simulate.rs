//! Panels whose truth is known: drawn from nothing but a few numbers, or again from a fitted model.
//!
//! `η = θ_c + v_ci + u_cr − s_r`, `P(X = k) ∝ exp(Σ_{h≤k} (η − d_i − τ_h))`: the severity model's
//! own assumptions, with a candidate's profile `v` over the criteria on top.

use rayon::prelude::*;

use super::design::{Design, Response};
use super::draw::{Draws, centre};
use super::model::Data;
use super::severity::{Fit, chunk_of};
use super::steps::{Expected, Steps, Structure};
use crate::text::count;

/// Draws from the interviewers at large before whoever is left is gone through.
const MOST_REPEATS: usize = 64;

/// What a panel is like. Deviations are in logits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setup {
    /// Candidates.
    pub n_candidates: u32,
    /// Interviewers.
    pub n_interviewers: u32,
    /// Criteria.
    pub n_criteria: u32,
    /// Criteria that an interviewer rates one candidate on, drawn anew for each pair.
    pub criteria_per_pair: u32,
    /// Interviewers of a candidate: the fewest and the most, each number between as likely.
    pub interviewers_each: (u32, u32),
    /// Points of the scale, 2 to 255; scores are 1 to this.
    pub n_levels: u8,
    /// Deviation of abilities.
    pub sd_ability: f64,
    /// Deviation of severities, whose mean is taken away.
    pub sd_severity: f64,
    /// Deviation of difficulties, whose mean is taken away.
    pub sd_difficulty: f64,
    /// Deviation of what an interviewer makes of a candidate as a whole.
    pub sd_halo: f64,
    /// Deviation of a candidate's strength on one criterion.
    pub sd_profile: f64,
    /// Deviation of each step of each criterion from the shared one.
    pub sd_step: f64,
    /// The shared thresholds reach from the negative of this to this, evenly.
    pub span: f64,
    /// What is added to all thresholds.
    pub shift: f64,
    /// Departments; candidates are drawn into them, interviewers take turns.
    pub n_departments: u32,
    /// How much less likely an interviewer of another department is than one of the candidate's
    /// own: 0 for never, 1 for no difference.
    pub cross: f64,
    /// Deviation of departments' mean abilities.
    pub sd_department_ability: f64,
    /// Deviation of departments' mean severities.
    pub sd_department_severity: f64,
    /// Deviation of the log of interviewers' loads: 0 gives everybody as much to do.
    pub skew: f64,
}

impl Default for Setup {
    /// 200 candidates, 30 interviewers, 4 criteria, 5 interviewers each, 4 points, no halo.
    fn default() -> Self {
        Self {
            n_candidates: 200,
            n_interviewers: 30,
            n_criteria: 4,
            criteria_per_pair: 4,
            interviewers_each: (5, 5),
            n_levels: 4,
            sd_ability: 1.0,
            sd_severity: 0.7,
            sd_difficulty: 0.5,
            sd_halo: 0.0,
            sd_profile: 0.0,
            sd_step: 0.0,
            span: 1.6,
            shift: 0.0,
            n_departments: 1,
            cross: 0.05,
            sd_department_ability: 0.0,
            sd_department_severity: 0.0,
            skew: 0.5,
        }
    }
}

/// What ratings were drawn from, by number.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    /// Candidates' abilities, their department's in them.
    pub ability: Vec<f64>,
    /// Interviewers' severities, their department's in them; their mean is 0.
    pub severity: Vec<f64>,
    /// The steps of the criteria, difficulties in them.
    pub steps: Steps,
    /// Candidates' strengths on each criterion, candidate by candidate; empty without profiles.
    pub profile: Vec<f64>,
    /// Candidates' departments.
    pub department_of_candidate: Vec<u32>,
    /// Interviewers' departments.
    pub department_of_interviewer: Vec<u32>,
}

/// Draws a panel. The same setup and seed give the same panel.
///
/// It is the model of `simulate_ratings.py`, of which some reference files come, without slopes;
/// the random numbers are others.
#[must_use]
pub fn panel(setup: &Setup, seed: u64) -> (Data, Truth) {
    let truth = truth(setup, &mut Draws::stream(seed, 0));
    let loads = Loads::new(setup, &truth, &mut Draws::stream(seed, 1));
    let mut ratings = Vec::new();
    for candidate in 0..setup.n_candidates {
        let mut draws = Draws::stream(seed, 2 + u64::from(candidate));
        rate(setup, &truth, &loads, candidate, &mut draws, &mut ratings);
    }
    let data = Data {
        n_candidates: setup.n_candidates as usize,
        n_interviewers: setup.n_interviewers as usize,
        n_criteria: setup.n_criteria as usize,
        ratings,
    };
    (data, truth)
}

fn truth(setup: &Setup, draws: &mut Draws) -> Truth {
    let [n_candidates, n_interviewers, n_criteria] =
        [setup.n_candidates, setup.n_interviewers, setup.n_criteria].map(|n| n as usize);
    let n_departments = setup.n_departments.max(1);
    let of_ability = draws.normals(n_departments as usize, setup.sd_department_ability);
    let of_severity = draws.normals(n_departments as usize, setup.sd_department_severity);
    let department_of_candidate: Vec<u32> = (0..n_candidates)
        .map(|_| draws.below(n_departments))
        .collect();
    let department_of_interviewer: Vec<u32> = (0..setup.n_interviewers)
        .map(|at| at % n_departments)
        .collect();
    let mut ability = draws.normals(n_candidates, setup.sd_ability);
    let mut severity = draws.normals(n_interviewers, setup.sd_severity);
    add_of(&mut ability, &of_ability, &department_of_candidate);
    add_of(&mut severity, &of_severity, &department_of_interviewer);
    centre(&mut severity);
    let n_profiles = if setup.sd_profile > 0.0 {
        n_candidates * n_criteria
    } else {
        0
    };
    Truth {
        ability,
        severity,
        steps: steps(setup, draws),
        profile: draws.normals(n_profiles, setup.sd_profile),
        department_of_candidate,
        department_of_interviewer,
    }
}

fn add_of(values: &mut [f64], means: &[f64], departments: &[u32]) {
    for (value, department) in values.iter_mut().zip(departments) {
        *value += means[*department as usize];
    }
}

fn steps(setup: &Setup, draws: &mut Draws) -> Steps {
    let n_criteria = setup.n_criteria as usize;
    let n_steps = usize::from(setup.n_levels.max(2)) - 1;
    let mut difficulty = draws.normals(n_criteria, setup.sd_difficulty);
    centre(&mut difficulty);
    let apart = 2.0 * setup.span / count(n_steps.max(2) - 1);
    let mut delta = Vec::with_capacity(n_criteria * n_steps);
    for of_criterion in difficulty {
        for step in 0..n_steps {
            let threshold = count(step) * apart - setup.span + setup.shift;
            delta.push(of_criterion + threshold + setup.sd_step * draws.normal());
        }
    }
    Steps::flat(Structure::PartialCredit, n_criteria, n_steps).with(delta)
}

/// One candidate's ratings, interviewer by interviewer.
fn rate(
    setup: &Setup,
    truth: &Truth,
    loads: &Loads,
    candidate: u32,
    draws: &mut Draws,
    ratings: &mut Vec<(u32, u32, u32, i32)>,
) {
    let (least, most) = setup.interviewers_each;
    let n = least + draws.below(most.saturating_sub(least) + 1);
    let department = truth.department_of_candidate[candidate as usize];
    let mut chosen = loads.choose(department, n as usize, draws);
    chosen.sort_unstable();
    let mut rating = Rating::default();
    for interviewer in chosen {
        let halo = setup.sd_halo * draws.normal();
        let position = truth.ability[candidate as usize] + halo - truth.severity[interviewer];
        let n_rated = setup.criteria_per_pair.min(setup.n_criteria);
        for criterion in draws.choice(setup.n_criteria, n_rated as usize) {
            let at = (candidate * setup.n_criteria + criterion) as usize;
            let profile = truth.profile.get(at).copied().unwrap_or(0.0);
            let category = rating.draw(&truth.steps, criterion, position + profile, draws);
            let interviewer = u32::try_from(interviewer).unwrap_or(u32::MAX);
            ratings.push((candidate, interviewer, criterion, i32::from(category) + 1));
        }
    }
}

/// Draws single ratings; holds room that is used again and again.
#[derive(Default)]
struct Rating(Expected);

impl Rating {
    fn draw(&mut self, steps: &Steps, criterion: u32, eta: f64, draws: &mut Draws) -> u8 {
        steps.at(criterion as usize, eta, &mut self.0);
        u8::try_from(draws.category(&self.0.probability)).unwrap_or(u8::MAX)
    }
}

/// Who interviews how much, by department.
struct Loads {
    /// For each department of candidates, interviewers' weights.
    weights: Vec<Vec<f64>>,
    /// The same, added up from the first interviewer on.
    sums: Vec<Vec<f64>>,
}

impl Loads {
    fn new(setup: &Setup, truth: &Truth, draws: &mut Draws) -> Self {
        let loads: Vec<f64> = (0..setup.n_interviewers)
            .map(|_| (setup.skew * draws.normal()).exp())
            .collect();
        let weights: Vec<Vec<f64>> = (0..setup.n_departments.max(1))
            .map(|department| {
                let of = loads.iter().zip(&truth.department_of_interviewer);
                of.map(|(load, own)| {
                    let factor = if *own == department { 1.0 } else { setup.cross };
                    load * factor
                })
                .collect()
            })
            .collect();
        let add = |sum: &mut f64, weight: &f64| {
            *sum += weight;
            Some(*sum)
        };
        let sums = weights.iter().map(|of| of.iter().scan(0.0, add).collect());
        Self {
            sums: sums.collect(),
            weights,
        }
    }

    /// Different interviewers for a candidate, one after the other, each as likely as their
    /// weight among those who are left; fewer where no more have a weight.
    fn choose(&self, department: u32, n: usize, draws: &mut Draws) -> Vec<usize> {
        let (weights, sums) = (
            &self.weights[department as usize],
            &self.sums[department as usize],
        );
        let total = sums.last().copied().unwrap_or(0.0);
        let possible = weights.iter().filter(|weight| **weight > 0.0).count();
        let mut chosen: Vec<usize> = Vec::with_capacity(n);
        while chosen.len() < n.min(possible) {
            let mut fresh = None;
            for _ in 0..MOST_REPEATS {
                let at = draws.uniform() * total;
                let found = sums.partition_point(|sum| *sum <= at);
                if found < sums.len() && !chosen.contains(&found) {
                    fresh = Some(found);
                    break;
                }
            }
            chosen.push(fresh.unwrap_or_else(|| {
                let mut left = weights.clone();
                for at in &chosen {
                    left[*at] = 0.0;
                }
                draws.category(&left)
            }));
        }
        chosen
    }
}

/// New ratings for the same design from a fitted model: new candidates and new halos are drawn,
/// severities and steps are those that were estimated. They come sorted as a [`Design`] sorts them.
///
/// The same fit, design and seed give the same ratings for any number of threads.
#[must_use]
pub fn again(fit: &Fit, design: &Design, seed: u64) -> Vec<Response> {
    let candidates: Vec<usize> = (0..design.n_candidates).collect();
    let parts: Vec<Vec<Response>> = candidates
        .par_chunks(chunk_of(design.n_candidates))
        .map(|chunk| {
            let mut rating = Rating::default();
            let mut responses = Vec::new();
            for candidate in chunk {
                let mut draws = Draws::stream(seed, *candidate as u64);
                rate_again(
                    fit,
                    design,
                    *candidate,
                    &mut draws,
                    &mut rating,
                    &mut responses,
                );
            }
            responses
        })
        .collect();
    parts.into_iter().flatten().collect()
}

fn rate_again(
    fit: &Fit,
    design: &Design,
    candidate: usize,
    draws: &mut Draws,
    rating: &mut Rating,
    responses: &mut Vec<Response>,
) {
    let mean = design
        .group_of(candidate)
        .map_or(0.0, |group| fit.state.means[group]);
    let ability = mean + fit.deviations.candidate * draws.normal();
    for pair in design.pairs_of(candidate) {
        let halo = fit.deviations.pair * draws.normal();
        let position = ability + halo - fit.state.severity[pair.interviewer as usize];
        let class = design.kinds[pair.kind as usize].class;
        for criterion in &design.classes[class as usize] {
            responses.push(Response {
                candidate: u32::try_from(candidate).unwrap_or(u32::MAX),
                interviewer: pair.interviewer,
                criterion: *criterion,
                category: rating.draw(&fit.state.steps, *criterion, position, draws),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::model;

    fn mean(values: impl Iterator<Item = f64>) -> f64 {
        let values: Vec<f64> = values.collect();
        values.iter().sum::<f64>() / count(values.len())
    }

    fn large() -> Setup {
        Setup {
            n_candidates: 4_000,
            n_interviewers: 400,
            sd_halo: 0.8,
            ..Setup::default()
        }
    }

    /// Pairs of candidate and interviewer.
    fn pairs(data: &Data) -> impl Iterator<Item = &[(u32, u32, u32, i32)]> {
        data.ratings.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
    }

    /// `simulate_ratings.py --candidates 20000 --interviewers 400 --sd-halo 0.8 --sd-diff 0` with
    /// the seeds 5 to 9 (numpy 2.4.6): shares of the scores .176 to .183 at the ends and .318 to
    /// .323 between; the covariance of two scores in a pair .480 to .501, that of two interviewers
    /// of a candidate .228 to .237, the coefficient of variation of loads .514 to .564.
    #[test]
    fn a_panel_is_like_those_of_the_other_simulator() {
        let even = Setup {
            sd_difficulty: 0.0,
            ..large()
        };
        let (data, truth) = panel(&even, 5);
        let near = |found: f64, expected: f64, tolerance: f64, what: &str| {
            assert!((found - expected).abs() < tolerance, "{what}: {found}");
        };
        assert_eq!(data.ratings.len(), 4_000 * 5 * 4);
        let share = |score: i32| mean(data.ratings.iter().map(|one| f64::from(one.3 == score)));
        for (score, expected) in [(1, 0.18), (2, 0.32), (3, 0.32), (4, 0.18)] {
            near(share(score), expected, 0.015, "share");
        }
        let middle = mean(data.ratings.iter().map(|one| f64::from(one.3)));
        let off = |one: &(u32, u32, u32, i32)| f64::from(one.3) - middle;
        let within = mean(pairs(&data).map(|of| off(&of[0]) * off(&of[1])));
        near(within, 0.49, 0.03, "pair");
        let all: Vec<_> = pairs(&data).collect();
        let others = all.windows(2).filter(|two| two[0][0].0 == two[1][0].0);
        near(
            mean(others.map(|two| off(&two[0][0]) * off(&two[1][1]))),
            0.232,
            0.03,
            "candidate",
        );
        let mut loads = vec![0.0; 400];
        for of in &all {
            loads[of[0].1 as usize] += 1.0;
        }
        let sd = mean(loads.iter().map(|load| (load - 50.0) * (load - 50.0))).sqrt();
        near(sd / 50.0, 0.54, 0.08, "loads");
        near(mean(truth.severity.iter().copied()), 0.0, 1e-12, "severity");
    }

    /// `--depts 4 --cross 0.05 --seed 5` of the other simulator crosses in 13.5 % of the pairs.
    #[test]
    fn departments_keep_to_themselves_as_far_as_asked() {
        let crossing = |cross: f64| {
            let setup = Setup {
                n_departments: 4,
                cross,
                ..large()
            };
            let (data, truth) = panel(&setup, 5);
            let crosses = |of: &[(u32, u32, u32, i32)]| {
                let (candidate, interviewer) = (of[0].0 as usize, of[0].1 as usize);
                truth.department_of_candidate[candidate]
                    != truth.department_of_interviewer[interviewer]
            };
            mean(pairs(&data).map(|of| f64::from(crosses(of))))
        };
        assert!((crossing(0.05) - 0.135).abs() < 0.015, "{}", crossing(0.05));
        assert!(crossing(0.0).abs() < 1e-15);
        assert!((crossing(1.0) - 0.75).abs() < 0.02);
    }

    #[test]
    fn small_and_odd_setups_give_what_they_can() {
        let of = |setup: Setup| panel(&setup, 1).0.ratings;
        let few = Setup {
            n_candidates: 3,
            n_interviewers: 2,
            interviewers_each: (3, 9),
            n_levels: 2,
            criteria_per_pair: 9,
            sd_profile: 0.5,
            ..Setup::default()
        };
        let found = of(few);
        assert_eq!(found.len(), 3 * 2 * 4, "each of the two, on all criteria");
        assert!(found.iter().all(|one| (1..=2).contains(&one.3)));
        for none in [
            Setup {
                n_candidates: 0,
                ..few
            },
            Setup {
                n_interviewers: 0,
                ..few
            },
            Setup {
                n_criteria: 0,
                ..few
            },
        ] {
            assert!(of(none).is_empty());
        }
        let some = Setup {
            interviewers_each: (1, 4),
            criteria_per_pair: 2,
            ..large()
        };
        let (data, _) = panel(&some, 3);
        let n_pairs = pairs(&data).count();
        assert_eq!(data.ratings.len(), 2 * n_pairs);
        assert!((count(n_pairs) / 4_000.0 - 2.5).abs() < 0.08);
    }

    #[test]
    fn a_panel_drawn_again_has_the_design_and_the_variances_of_the_fit() {
        let setup = Setup {
            n_candidates: 300,
            sd_halo: 0.8,
            ..Setup::default()
        };
        let (data, _) = panel(&setup, 2);
        let found = model::model(&data, &model::Settings::default()).unwrap();
        let fit = &found.variances.fit;
        let drawn = again(fit, &found.design, 9);
        assert_eq!(drawn, again(fit, &found.design, 9));
        assert_ne!(drawn, again(fit, &found.design, 10));
        let place = |one: &Response| (one.candidate, one.interviewer, one.criterion);
        let of_data = data.ratings.iter().map(|one| (one.0, one.1, one.2));
        assert!(drawn.iter().map(place).eq(of_data));
        let ratings = drawn.iter().map(|one| {
            let (candidate, interviewer, criterion) = place(one);
            (candidate, interviewer, criterion, i32::from(one.category))
        });
        let again = Data {
            ratings: ratings.collect(),
            ..data
        };
        let refitted = model::model(&again, &model::Settings::default()).unwrap();
        let deviations = refitted.variances.fit.deviations;
        // About three standard errors of each.
        assert!((deviations.candidate / fit.deviations.candidate - 1.0).abs() < 0.2);
        assert!((deviations.pair / fit.deviations.pair - 1.0).abs() < 0.2);
        let severities = refitted.variances.fit.state.severity.iter();
        let apart = severities
            .zip(&fit.state.severity)
            .map(|(a, b)| (a - b) * (a - b));
        assert!(mean(apart).sqrt() < 0.3);
    }
}

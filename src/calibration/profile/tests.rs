use super::latent::Latents;
use super::*;
use crate::calibration::draw::Draws;
use crate::calibration::model::{self, Data, GroupMeans, Settings};
use crate::calibration::simulate::{self, Setup};
use crate::calibration::steps::Structure;
use crate::text::count;

const ASK: Ask = Ask {
    z: 1.644_854,
    line: Some(2.5),
};

#[track_caller]
fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: {found}, expected {expected}"
    );
}

/// A reference file of ratings by numbers, named in the order they come in.
fn reference(name: &str) -> Data {
    let path = format!("{}/tests/reference/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut names: [Vec<String>; 3] = [const { Vec::new() }; 3];
    let mut data = Data::default();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let mut number = |at: usize| {
            let known = names[at].iter().position(|name| name == cells[at]);
            let place = known.unwrap_or_else(|| {
                names[at].push(cells[at].to_owned());
                names[at].len() - 1
            });
            u32::try_from(place).unwrap()
        };
        let (candidate, interviewer, criterion) = (number(0), number(1), number(2));
        let score = cells[3].parse().unwrap();
        data.ratings
            .push((candidate, interviewer, criterion, score));
    }
    data.n_candidates = names[0].len();
    data.n_interviewers = names[1].len();
    data.n_criteria = names[2].len();
    data
}

/// The model of `sim_Sh.csv`, which was made without the effect.
fn model_of_reference() -> &'static Model {
    static MODEL: std::sync::OnceLock<Model> = std::sync::OnceLock::new();
    MODEL.get_or_init(|| model::model(&reference("sim_Sh.csv"), &Settings::default()).unwrap())
}

fn setting(criterion: f64, structure: Structure) -> Setting {
    let steps = Steps::flat(structure, 3, 3);
    let parameters = (0..steps.parameters().len()).map(|at| 0.35 * count(at % 4) - 0.6);
    Setting {
        scale: 1.2,
        candidate: 0.9,
        pair: 0.7,
        criterion,
        severity: vec![0.4, -0.3, 0.1],
        steps: steps.with(parameters.collect()),
    }
}

/// Three interviewers rate three criteria, with gaps and one rating twice.
fn someone() -> Person {
    let ratings = [
        (0, 0, 3),
        (0, 1, 1),
        (0, 1, 2),
        (1, 0, 2),
        (1, 2, 3),
        (2, 1, 0),
        (2, 2, 2),
    ];
    Person::new(0.3, vec![0, 1, 2], ratings.into_iter())
}

/// All latents in one row.
fn row(at: &Latents) -> Vec<f64> {
    at.core.iter().chain(&at.pairs).copied().collect()
}

/// The log of likelihood and prior, written out plainly.
fn density(person: &Person, setting: &Setting, at: &[f64]) -> f64 {
    let n = 1 + person.criteria.len();
    let of_ratings = person.ratings.iter().map(|one| {
        let eta = setting.scale * person.mean
            + setting.candidate * at[0]
            + setting.criterion * at[one.place]
            + setting.pair * at[n + one.pair]
            - setting.severity[person.interviewers[one.pair]];
        let steps = setting.steps.of(one.criterion);
        let reach = |k: usize| steps[..k].iter().map(|step| eta - step).sum::<f64>();
        let total: f64 = (0..=steps.len()).map(|k| reach(k).exp()).sum();
        reach(one.category) - total.ln()
    });
    of_ratings.sum::<f64>() - 0.5 * at.iter().map(|z| z * z).sum::<f64>()
}

#[test]
fn the_mode_and_its_second_derivative_are_those_of_finite_differences() {
    for structure in [Structure::RatingScale, Structure::PartialCredit] {
        let (person, setting) = (someone(), setting(0.8, structure));
        let found = mode(&person, &setting, &person.start()).unwrap();
        let at = row(&found.at);
        let (n, h) = (at.len(), 1e-4);
        let moved = |by: &[(usize, f64)]| {
            let mut at = at.clone();
            for (place, by) in by {
                at[*place] += by;
            }
            density(&person, &setting, &at)
        };
        let bend = DMatrix::from_fn(n, n, |a, b| {
            let corner = |x: f64, y: f64| moved(&[(a, x * h), (b, y * h)]);
            -(corner(1.0, 1.0) - corner(1.0, -1.0) - corner(-1.0, 1.0) + corner(-1.0, -1.0))
                / (4.0 * h * h)
        });
        for place in 0..n {
            let slope = (moved(&[(place, h)]) - moved(&[(place, -h)])) / (2.0 * h);
            close(slope, 0.0, 1e-6, "gradient");
        }
        let marginal = density(&person, &setting, &at) - 0.5 * bend.determinant().ln();
        close(found.log_marginal, marginal, 1e-5, "log marginal");
        let inverse = bend.try_inverse().unwrap();
        let covariance = moment(&person, &setting, &found).covariance;
        for a in 0..covariance.nrows() {
            for b in 0..covariance.nrows() {
                close(covariance[(a, b)], inverse[(a, b)], 1e-6, "covariance");
            }
        }
    }
}

#[test]
fn how_the_mode_moves_is_that_of_finite_differences() {
    for structure in [Structure::RatingScale, Structure::PartialCredit] {
        let (person, setting) = (someone(), setting(0.8, structure));
        let at = |setting: &Setting| mode(&person, setting, &person.start()).unwrap().at.core;
        let found = mode(&person, &setting, &person.start()).unwrap();
        let found = moment(&person, &setting, &found);
        let h = 1e-4;
        let differ = |with: &dyn Fn(f64) -> Setting| (at(&with(h)) - at(&with(-h))) / (2.0 * h);
        for (pair, by) in found.by_severity.iter().enumerate() {
            let expected = differ(&|by| {
                let mut moved = setting.clone();
                moved.severity[pair] += by;
                moved
            });
            close((by - expected).amax(), 0.0, 1e-6, "by severity");
        }
        assert_eq!(found.by_step.len(), setting.steps.parameters().len());
        for (parameter, by) in &found.by_step {
            let expected = differ(&|by| {
                let mut parameters = setting.steps.parameters().to_vec();
                parameters[*parameter] += by;
                Setting {
                    steps: setting.steps.with(parameters),
                    ..setting.clone()
                }
            });
            close((by - expected).amax(), 0.0, 1e-6, "by step");
        }
    }
}

/// `sim_Sh.csv` was made without the effect. Without it, Laplace's mean with its correction is
/// that of quadrature within .03 logits where the standard deviation is about .4.
#[test]
fn without_the_effect_everything_is_as_the_severity_model_has_it() {
    let model = model_of_reference();
    let found = Profiles::estimate(model);
    assert!(found.converged && found.sd < 0.25, "{found:?}");
    assert!(found.gain < 1.0);
    let none = Profiles::without(model, Without::None);
    let almost = Profiles::at(model, model.variances.fit.deviations, 1.0, 1e-4);
    for candidate in 0..model.design.n_candidates {
        let ability = model.ability(candidate);
        let fair = model.fair(candidate, ASK.z);
        let equal = none.of(model, candidate).weighted(&[1.0; 4], ASK).unwrap();
        close(equal.value, fair.value, 1e-5, "fair");
        close(equal.low, fair.low, 1e-5, "low");
        close(equal.high, fair.high, 1e-5, "high");
        let line = (ability.mean - model.scale.ability(2.5)) / ability.sd;
        close(
            equal.at_least.unwrap(),
            1.0 - normal::above(line),
            1e-5,
            "line",
        );
        let almost = almost.of(model, candidate);
        for criterion in 0..4 {
            close(almost.mean[criterion], ability.mean, 0.03, "mean");
            let sd = almost.covariance[(criterion, criterion)].sqrt();
            close(sd, ability.sd, 0.02, "sd");
        }
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let model = model_of_reference();
    let bits = |n: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build();
        let found = pool.unwrap().install(|| Profiles::estimate(model));
        [found.sd, found.scale, found.gain, found.deviations.pair].map(f64::to_bits)
    };
    assert_eq!(bits(1), bits(3));
}

/// A panel with known effects: `σ_v` is found, everything moves along, and nine of ten intervals of
/// criteria hold the truth. Four numbers a candidate are drawn: their error is .01.
#[test]
fn the_truth_behind_a_simulated_panel_is_found() {
    let setup = Setup {
        sd_halo: 0.8,
        sd_profile: 0.9,
        interviewers_each: (4, 4),
        ..Setup::default()
    };
    let (data, truth) = simulate::panel(&setup, 3);
    let model = model::model(&data, &Settings::default()).unwrap();
    let found = Profiles::estimate(&model);
    assert!(found.converged && found.gain > 20.0, "{found:?}");
    close(found.sd, 0.9, 0.15, "criterion");
    close(found.deviations.pair, 0.8, 0.15, "halo");
    assert!(
        model.variances.fit.deviations.pair < 0.65,
        "too small without"
    );
    let weights = vec![1.0; 4];
    let scale_of = |criterion: usize| {
        let of = |at: usize| if at == criterion { 1.0 } else { 0.0 };
        let deviations = Deviations {
            pair: 0.8,
            ..found.deviations
        };
        let own: Vec<f64> = (0..4).map(of).collect();
        FairScale::new(&truth.steps, &own, deviations, &model.rules, &model.values)
    };
    let scales: Vec<FairScale> = (0..4).map(scale_of).collect();
    let (mut of_criteria, mut of_weighted) = (0, 0);
    for candidate in 0..data.n_candidates {
        let profile = found.of(&model, candidate);
        let holds = |score: FairScore, truth: f64| score.low <= truth && truth <= score.high;
        let mut sum = 0.0;
        for (criterion, scale) in scales.iter().enumerate() {
            let effect = truth.profile[candidate * 4 + criterion];
            let fair = scale.at(truth.ability[candidate] + effect);
            sum += fair;
            of_criteria += usize::from(holds(profile.criterion(criterion, ASK), fair));
        }
        let score = profile.weighted(&weights, ASK).unwrap();
        of_weighted += usize::from(holds(score, sum / 4.0));
    }
    close(
        count(of_criteria) / 800.0,
        0.9,
        0.03,
        "coverage a criterion",
    );
    close(count(of_weighted) / 200.0, 0.9, 0.05, "coverage weighted");
}

/// The path against simulation: 40,000 draws leave errors of .0025 in a probability and about .01
/// in the ends of an interval.
#[test]
fn weighted_scores_are_those_of_simulation() {
    let model = model_of_reference();
    let profiles = Profiles::at(model, model.variances.fit.deviations, 1.2, 0.8);
    let draws = Draws::new(7).normals(4 * 40_000, 1.0);
    for (candidate, weights) in [(0, [1.0, 1.0, 1.0, 1.0]), (7, [3.0, 0.0, 1.0, 0.5])] {
        let profile = profiles.of(model, candidate);
        let root = nalgebra::Cholesky::new(profile.covariance.clone())
            .unwrap()
            .l();
        let total: f64 = weights.iter().sum();
        let mut scores: Vec<f64> = draws
            .chunks(4)
            .map(|draw| {
                let moved = &root * DVector::from_column_slice(draw);
                let parts = weights.iter().enumerate().map(|(at, weight)| {
                    weight / total * profiles.curves[at].at(profile.mean[at] + moved[at])
                });
                parts.sum()
            })
            .collect();
        scores.sort_by(f64::total_cmp);
        let n = count(scores.len());
        let found = profile.weighted(&weights, ASK).unwrap();
        close(found.value, scores.iter().sum::<f64>() / n, 0.005, "mean");
        close(found.low, scores[scores.len() / 20], 0.02, "low");
        close(found.high, scores[scores.len() * 19 / 20], 0.02, "high");
        let above = scores.iter().filter(|score| **score >= 2.5).count();
        close(found.at_least.unwrap(), count(above) / n, 0.01, "at least");
    }
}

#[test]
fn a_criterion_nobody_rated_is_the_ability_with_the_whole_effect_on_top() {
    let mut data = reference("sim_Sh.csv");
    data.ratings
        .retain(|(candidate, _, criterion, _)| (*candidate, *criterion) != (3, 2));
    let model = model::model(&data, &Settings::default()).unwrap();
    let profiles = Profiles::at(&model, model.variances.fit.deviations, 1.0, 0.6);
    let profile = profiles.of(&model, 3);
    assert_eq!(profile.is_rated, [true, true, false, true]);
    let least = profile.covariance[(0, 0)] + 0.1;
    assert!(profile.covariance[(2, 2)] > least, "{}", profile.covariance);
    assert_eq!(profile.weighted(&[0.0; 4], ASK), None);
    assert_eq!(profile.weighted(&[f64::NAN, -1.0], ASK), None);
}

#[test]
fn records_at_the_ends_and_lonely_criteria_stay_finite() {
    let mut data = Data {
        n_candidates: 41,
        n_interviewers: 8,
        n_criteria: 3,
        ratings: Vec::new(),
    };
    for candidate in 0..40_u32 {
        for interviewer in 0..8_u32 {
            for criterion in 0..2_u32 {
                let score = match candidate {
                    0 => 1,
                    1 => 4,
                    _ => 1 + i32::try_from((candidate + interviewer * 7 + criterion) % 4).unwrap(),
                };
                data.ratings
                    .push((candidate, interviewer, criterion, score));
            }
        }
    }
    data.ratings.push((2, 0, 2, 4));
    let model = model::model(&data, &Settings::default()).unwrap();
    let model = &model;
    let found = Profiles::estimate(model);
    for profiles in [
        found,
        Profiles::at(model, model.variances.fit.deviations, 1.3, 2.5),
    ] {
        // The last candidate was never rated.
        for candidate in 0..41 {
            let profile = profiles.of(model, candidate);
            let all = (0..3).map(|criterion| profile.criterion(criterion, ASK));
            for score in all.chain(profile.weighted(&[1.0, 2.0, 3.0], ASK)) {
                let within = 1.0 <= score.low && score.low < score.high && score.high <= 4.0;
                assert!(within, "{candidate}: {score:?}");
                assert!((0.0..=1.0).contains(&score.at_least.unwrap()));
            }
        }
    }
}

#[test]
fn one_rating_of_each_criterion_tells_no_effect_from_chance() {
    let mut data = reference("sim_Sh.csv");
    // Each criterion of a candidate by one interviewer.
    let mut taken = std::collections::BTreeSet::new();
    data.ratings
        .retain(|(candidate, interviewer, criterion, _)| {
            let turn = (candidate + criterion) % 5 == interviewer % 5;
            turn && taken.insert((*candidate, *criterion))
        });
    let model = model::model(&data, &Settings::default()).unwrap();
    let found = Profiles::estimate(&model);
    assert_eq!(found.without, Some(Without::TooFew(0)));
    assert!(found.sd == 0.0 && found.converged);
}

/// The same agreement where groups have means of their own.
#[test]
fn groups_of_candidates_keep_their_means() {
    let data = reference("sim_Sh.csv");
    let all = 0..u32::try_from(data.n_candidates).unwrap();
    let settings = Settings {
        group_means: GroupMeans::Fixed(all.map(|at| at % 2).collect()),
        ..Settings::default()
    };
    let model = model::model(&data, &settings).unwrap();
    let almost = Profiles::at(&model, model.variances.fit.deviations, 1.0, 1e-4);
    for candidate in 0..data.n_candidates {
        let (ability, almost) = (model.ability(candidate), almost.of(&model, candidate));
        close(almost.mean[1], ability.mean, 0.03, "mean");
        close(almost.covariance[(1, 1)].sqrt(), ability.sd, 0.02, "sd");
    }
}

/// A candidate's own ratings, supposed.
fn supposed_as_is(
    model: &Model,
    profiles: &Profiles,
    candidate: usize,
) -> (Vec<f64>, DMatrix<f64>) {
    let pairs = model.design.pairs_of(candidate);
    let score = |category: u8| {
        let value = model.values[usize::from(category)];
        (0..100)
            .find(|score| f64::from(*score).to_bits() == value.to_bits())
            .unwrap()
    };
    let ratings: Vec<_> = (model.design.ratings_of(candidate))
        .map(|(pair, criterion, category)| (pairs[pair].interviewer, criterion, score(category)))
        .collect();
    let found = profiles.supposed(
        model,
        crate::calibration::supposed::Supposed {
            group: model.design.group_of(candidate),
            ratings: &ratings,
            criteria: &(0..model.design.n_criteria).collect::<Vec<_>>(),
            severities: &std::collections::BTreeMap::new(),
        },
    );
    assert_eq!(found.is_rated, profiles.of(model, candidate).is_rated);
    (found.mean.clone(), found.covariance.clone())
}

#[test]
fn what_was_rated_supposed_is_what_was_rated() {
    let model = model_of_reference();
    let with = Profiles::at(model, model.variances.fit.deviations, 1.1, 0.5);
    let without = Profiles::without(model, Without::None);
    for candidate in 0..20 {
        let found = supposed_as_is(model, &with, candidate);
        let expected = with.of(model, candidate);
        assert_eq!((found.0, found.1), (expected.mean, expected.covariance));
        // Quadrature takes rows from a grid where many pairs share one, else works them out.
        let found = supposed_as_is(model, &without, candidate);
        let expected = without.of(model, candidate);
        close(found.0[0], expected.mean[0], 1e-5, "mean");
        close(
            found.1[(0, 0)],
            expected.covariance[(0, 0)],
            1e-5,
            "variance",
        );
    }
}

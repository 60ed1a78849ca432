//! The severity model against published figures and other programs' output, and against itself.

mod odd;
mod panels;

use std::collections::BTreeMap;

use super::design::{Counts, Design, Response};
use super::joint;
use super::model::{self, Data, Model, Settings};
use super::quadrature::Quadrature;
use super::severity::{Deviations, Rules, State, TOLERANCE, fit};
use super::steps::{Expected, Steps, Structure};
use crate::text::count;

/// Lines of a file of `tests/reference`, without the first, cut at commas.
pub(super) fn rows(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/reference/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let cells = |line: &str| {
        line.split(',')
            .map(|cell| cell.trim_matches('"').to_owned())
            .collect()
    };
    text.lines().skip(1).map(cells).collect()
}

/// Names in the order of their numbers.
pub(super) struct Named {
    pub(super) candidates: Vec<String>,
    pub(super) interviewers: Vec<String>,
    pub(super) criteria: Vec<String>,
    pub(super) data: Data,
}

pub(super) fn named(name: &str) -> Named {
    let rows = rows(name);
    let column = |at: usize| {
        let mut names: Vec<String> = rows.iter().map(|row| row[at].clone()).collect();
        names.sort();
        names.dedup();
        names
    };
    let (candidates, interviewers, criteria) = (column(0), column(1), column(2));
    let number = |names: &[String], name: &String| {
        u32::try_from(names.binary_search(name).unwrap()).unwrap()
    };
    let rating = |row: &Vec<String>| {
        (
            number(&candidates, &row[0]),
            number(&interviewers, &row[1]),
            number(&criteria, &row[2]),
            row[3].parse().unwrap(),
        )
    };
    let data = Data {
        n_candidates: candidates.len(),
        n_interviewers: interviewers.len(),
        n_criteria: criteria.len(),
        ratings: rows.iter().map(rating).collect(),
    };
    Named {
        candidates,
        interviewers,
        criteria,
        data,
    }
}

pub(super) fn number(cell: &str) -> f64 {
    cell.parse().unwrap()
}

#[track_caller]
pub(super) fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: {found}, expected {expected}"
    );
}

/// A small random-looking design with repeats, gaps and several classes.
fn small() -> Design {
    let mut responses = Vec::new();
    for candidate in 0..12_u32 {
        for interviewer in 0..4_u32 {
            if (candidate + interviewer) % 3 == 0 {
                continue;
            }
            for criterion in 0..3_u32 {
                if (candidate * interviewer + criterion) % 5 == 4 {
                    continue;
                }
                let category = (candidate * 7 + interviewer * 5 + criterion * 3) % 4;
                responses.push(Response {
                    candidate,
                    interviewer,
                    criterion,
                    category: u8::try_from(category).unwrap(),
                });
            }
        }
    }
    responses.push(responses[0]);
    let counts = Counts {
        n_candidates: 12,
        n_interviewers: 4,
        n_criteria: 3,
        n_categories: 4,
    };
    Design::new(counts, responses)
}

/// Nodes enough that integrals are exact: few would move with what they are taken at.
fn exact() -> Rules {
    Rules {
        candidate: Quadrature::new(41),
        pair: Quadrature::new(21),
    }
}

const DEVIATIONS: Deviations = Deviations {
    candidate: 0.9,
    interviewer: Some(0.6),
    pair: 0.7,
};

fn start(design: &Design, structure: Structure) -> State {
    let steps = Steps::flat(structure, design.n_criteria, design.n_steps());
    let parameters = (0..steps.parameters().len()).map(|at| 0.2 * count(at % 3) - 0.3);
    let parameters = parameters.collect();
    let mut state = State::start(design, steps.with(parameters));
    for (at, severity) in state.severity.iter_mut().enumerate() {
        *severity = 0.3 * count(at) - 0.4;
    }
    state
}

/// The state with one of its numbers moved: severities first, then the steps' parameters.
fn moved(state: &State, at: usize, by: f64) -> State {
    let mut state = state.clone();
    let n = state.severity.len();
    if at < n {
        state.severity[at] += by;
    } else {
        let mut parameters = state.steps.parameters().to_vec();
        parameters[at - n] += by;
        state.steps = state.steps.with(parameters);
    }
    state
}

#[test]
fn gradient_and_information_are_those_of_finite_differences() {
    let (design, rules) = (small(), exact());
    for structure in [Structure::RatingScale, Structure::PartialCredit] {
        let state = start(&design, structure);
        let here = super::severity::derivatives(&design, &rules, DEVIATIONS, &state);
        let size = here.gradient.len();
        let step = 1e-4;
        for at in 0..size {
            let of = |by: f64| {
                super::severity::derivatives(&design, &rules, DEVIATIONS, &moved(&state, at, by))
            };
            let (up, down) = (of(step), of(-step));
            let slope = (up.objective - down.objective) / (2.0 * step);
            close(
                here.gradient[at],
                slope,
                2e-5,
                &format!("{structure:?} gradient {at}"),
            );
            for other in 0..size {
                let bend = -(up.gradient[other] - down.gradient[other]) / (2.0 * step);
                let what = format!("{structure:?} information {at} {other}");
                let found = here.information[(at.max(other), at.min(other))];
                close(found, bend, 2e-4, &what);
            }
        }
    }
}

#[test]
fn the_slope_by_the_deviations_is_that_of_finite_differences() {
    let (design, rules) = (small(), exact());
    let state = start(&design, Structure::RatingScale);
    let of = |deviations| fit(&design, &rules, deviations, state.clone(), TOLERANCE).unwrap();
    let here = of(DEVIATIONS);
    assert!(here.converged);
    let step = 1e-3_f64;
    let with = |place: usize, by: f64| {
        let factor = by.exp();
        let mut deviations = DEVIATIONS;
        match place {
            0 => deviations.candidate *= factor,
            1 => deviations.interviewer = Some(0.6 * factor),
            _ => deviations.pair *= factor,
        }
        of(deviations).objective
    };
    for place in 0..3 {
        let slope = (with(place, step) - with(place, -step)) / (2.0 * step);
        close(
            here.slope[place],
            slope,
            1e-4,
            &format!("deviation {place}"),
        );
    }
}

/// TAM 4.3 (R) on `sim_S.csv`: `tam.mml.mfr` with the formula `~ item + step + rater`, raters
/// free and no halo. Its deviance is met to every printed digit. Its variance stops within its own
/// convergence criterion, so the tolerance there is that of 1e-6 in the deviance.
#[test]
fn free_severities_without_halo_are_those_of_tam() {
    let named = named("sim_S.csv");
    let settings = Settings {
        structure: Some(Structure::RatingScale),
        without_halo: true,
        free_severity: true,
        ..Settings::default()
    };
    let found = model::model(&named.data, &settings).unwrap();
    let fit = &found.variances.fit;
    assert!(found.variances.converged && fit.converged);
    close(-2.0 * fit.log_likelihood, 8812.1168, 5e-5, "deviance");
    close(fit.deviations.candidate.powi(2), 0.88994, 5e-4, "variance");
    for row in rows("sim_S_expected_tam_eap.csv") {
        let at = named.candidates.binary_search(&row[0]).unwrap();
        close(found.ability(at).mean, number(&row[1]), 1e-3, &row[0]);
        close(found.ability(at).sd_given, number(&row[2]), 1e-3, &row[0]);
    }
}

/// `sim_Sh.csv` was made with deviations 1, 0.7 and 0.8 (`simulate_ratings.py`, truth beside it).
#[test]
fn the_truth_behind_a_simulated_panel_is_found() {
    let named = named("sim_Sh.csv");
    let found = model::model(&named.data, &Settings::default()).unwrap();
    let fit = &found.variances.fit;
    assert!(found.variances.converged && fit.converged);
    close(fit.deviations.pair, 0.8, 0.1, "halo");
    let truth: BTreeMap<(String, String), f64> = rows("sim_Sh_truth.csv")
        .into_iter()
        .map(|row| ((row[0].clone(), row[1].clone()), number(&row[2])))
        .collect();
    let share = |facet: &str, names: &[String], of: &dyn Fn(usize) -> (f64, f64)| {
        let held = names.iter().enumerate().filter(|(at, name)| {
            let (mean, sd) = of(*at);
            (truth[&(facet.to_owned(), (*name).clone())] - mean).abs() <= 1.644_854 * sd
        });
        count(held.count()) / count(names.len())
    };
    let of_candidates = share("candidate", &named.candidates, &|at| {
        (found.ability(at).mean, found.ability(at).sd)
    });
    let of_interviewers = share("interviewer", &named.interviewers, &|at| {
        (fit.state.severity[at], found.uncertainty.severity_se[at])
    });
    assert!((0.85..=0.95).contains(&of_candidates), "{of_candidates}");
    assert!(
        (0.85..=0.95).contains(&of_interviewers),
        "{of_interviewers}"
    );
}

/// Guilford 1954, table 14.8: 3 seniors rate 7 juniors on 5 traits from 1 to 9. Measures, errors,
/// fair averages and fit of a joint maximum likelihood program, as given beside the data.
#[test]
fn joint_maximum_likelihood_is_that_of_other_programs() {
    let table = named("guilford_1954.csv");
    let (counts, responses, values) = model::responses(&table.data);
    let found = joint::estimate(counts, &responses);
    assert!(found.converged);
    let lowest = f64::from(values[0]);
    let expected = rows("guilford_1954_jmle_expected.csv");
    assert_eq!(expected.len(), 15);
    for row in expected {
        let (names, measures) = match row[0].as_str() {
            "senior" => (&table.interviewers, &found.interviewers),
            "junior" => (&table.candidates, &found.candidates),
            _ => (&table.criteria, &found.criteria),
        };
        let measure = measures[names.binary_search(&row[1]).unwrap()].unwrap();
        let total = f64::from(measure.sum) + lowest * count(measure.n);
        close(total, number(&row[2]), 1e-12, "sum");
        for (found, place, what) in [
            (measure.fair + lowest, 5, "fair average"),
            (measure.measure, 6, "measure"),
            (measure.se, 7, "standard error"),
            (measure.infit, 8, "infit"),
            (measure.outfit, 9, "outfit"),
        ] {
            close(
                found,
                number(&row[place]),
                1e-4,
                &format!("{} {what}", row[1]),
            );
        }
    }
}

/// Who has the highest category alone is set aside, as classic programs do: everybody else's figures
/// are those without them, and theirs are finite.
#[test]
fn extreme_records_move_nobody_elses_measure() {
    let table = named("guilford_1954.csv");
    let (counts, mut responses, _) = model::responses(&table.data);
    let anne = 0;
    let without: Vec<Response> = responses
        .iter()
        .copied()
        .filter(|response| response.candidate != anne)
        .collect();
    for response in &mut responses {
        if response.candidate == anne {
            response.category = 8;
        }
    }
    let (with, without) = (
        joint::estimate(counts, &responses),
        joint::estimate(counts, &without),
    );
    assert!(with.converged && without.converged);
    assert_eq!(with.interviewers, without.interviewers);
    assert_eq!(with.criteria, without.criteria);
    assert_eq!(with.candidates[1..], without.candidates[1..]);
    let anne = with.candidates[0].unwrap();
    assert!(anne.is_extreme && anne.measure > 2.0 && anne.se.is_finite());
    assert_eq!((anne.n, anne.sum), (15, 120));
    assert_eq!(without.candidates[0], None);
}

/// Nothing but extreme records: everything is finite all the same.
#[test]
fn nothing_but_extreme_records_is_finite() {
    let data = crossed(4, 3, |candidate, _, _| if candidate < 2 { 1 } else { 4 });
    let (counts, responses, _) = model::responses(&data);
    let found = joint::estimate(counts, &responses);
    assert!(found.converged);
    let all = found.candidates.iter().chain(&found.interviewers);
    for one in all.chain(&found.criteria).flatten() {
        let figures = [one.measure, one.se, one.infit, one.outfit, one.fair];
        assert!(figures.iter().all(|figure| figure.is_finite()), "{one:?}");
    }
    let measure = |at: usize| found.candidates[at].unwrap().measure;
    assert!(measure(0) < 0.0 && measure(3) > 0.0);
}

/// Facets 4.1.8 on the Three Mile Island data: measures and errors of eight elements from their
/// sums of scores 1 to 3. It printed the steps ∓1.44; ∓1.43638 is what its measures, worked out
/// anew to six digits, come from.
#[test]
fn measures_at_given_steps_are_those_of_facets() {
    let steps = Steps::flat(Structure::PartialCredit, 1, 2).with(vec![-1.436_38, 1.436_38]);
    for row in rows("three_mile_island_facets.csv") {
        let n = number(&row[2]);
        let (measure, se) = joint::measure(&steps, number(&row[1]) - n, n);
        close(measure, number(&row[5]), 5e-6, &row[0]);
        close(se, number(&row[6]), 5e-6, &row[0]);
        // Every digit that was printed.
        let printed = |cell: &str| format!("{:.2}", number(cell));
        assert_eq!(format!("{measure:.2}"), printed(&row[3]), "{}", row[0]);
        assert_eq!(format!("{se:.2}"), printed(&row[4]), "{}", row[0]);
    }
}

fn numbers(model: &Model) -> Vec<u64> {
    let abilities = model
        .uncertainty
        .abilities
        .iter()
        .flat_map(|one| [one.mean, one.sd]);
    let severities = model.variances.fit.state.severity.iter().copied();
    abilities.chain(severities).map(f64::to_bits).collect()
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let named = named("sim_Sh.csv");
    let with = |n: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(n)
            .build()
            .unwrap();
        pool.install(|| numbers(&model::model(&named.data, &Settings::default()).unwrap()))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn the_order_of_ratings_does_not_matter() {
    let named = named("sim_Sh.csv");
    let mut reversed = named.data.clone();
    reversed.ratings.reverse();
    let of = |data| numbers(&model::model(data, &Settings::default()).unwrap());
    assert_eq!(of(&named.data), of(&reversed));
}

#[test]
fn expected_scores_at_the_ends_are_the_ends() {
    let steps = Steps::flat(Structure::RatingScale, 1, 3);
    let mut found = Expected::default();
    steps.at(0, 60.0, &mut found);
    close(found.mean, 3.0, 1e-12, "top");
}

/// Everybody rates everybody on two criteria.
fn crossed(n_candidates: u32, n_interviewers: u32, score: impl Fn(u32, u32, u32) -> i32) -> Data {
    let mut ratings = Vec::new();
    for candidate in 0..n_candidates {
        for interviewer in 0..n_interviewers {
            for criterion in 0..2 {
                let score = score(candidate, interviewer, criterion);
                ratings.push((candidate, interviewer, criterion, score));
            }
        }
    }
    Data {
        n_candidates: n_candidates as usize,
        n_interviewers: n_interviewers as usize,
        n_criteria: 2,
        ratings,
    }
}

#[test]
fn too_few_ratings_are_told_and_not_guessed_at() {
    use super::model::TooFew::{Candidates, Categories, Interviewers};
    let mixed = |a: u32, b: u32, c: u32| i32::try_from((a * 3 + b * 5 + c) % 4).unwrap();
    let of = |data: &Data| model::model(data, &Settings::default()).map(|_| ());
    assert_eq!(of(&Data::default()), Err(Categories));
    assert_eq!(of(&crossed(40, 10, |_, _, _| 3)), Err(Categories));
    assert_eq!(of(&crossed(1, 10, mixed)), Err(Candidates(1)));
    assert_eq!(of(&crossed(29, 10, mixed)), Err(Candidates(29)));
    assert_eq!(of(&crossed(40, 1, mixed)), Err(Interviewers(1)));
    assert_eq!(of(&crossed(40, 7, mixed)), Err(Interviewers(7)));
}

#[test]
fn records_at_the_ends_and_scores_that_nobody_gave_stay_finite() {
    // Candidates 0 and 1 have nothing but the lowest and the highest; 0 and 5 are far from 9.
    let data = crossed(30, 8, |candidate, interviewer, criterion| match candidate {
        0 => 0,
        1 => 9,
        _ => [0, 5, 9][((candidate + interviewer * 7 + criterion) % 3) as usize],
    });
    let found = model::model(&data, &Settings::default()).unwrap();
    assert_eq!(found.values, [0.0, 5.0, 9.0]);
    for candidate in 0..30 {
        let fair = found.fair(candidate, 1.645);
        let is_within = |value: f64| (0.0..=9.0).contains(&value);
        assert!(is_within(fair.low) && is_within(fair.value) && is_within(fair.high));
        assert!(fair.low < fair.high && found.ability(candidate).sd > 0.0);
    }
    assert!(found.fair(0, 1.645).value < found.fair(2, 1.645).value);
    assert!(found.fair(1, 1.645).value > found.fair(2, 1.645).value);
    let all = found.uncertainty.severity_se.iter();
    assert!(
        all.chain(&found.variances.fit.state.severity)
            .all(|number| number.is_finite())
    );
}

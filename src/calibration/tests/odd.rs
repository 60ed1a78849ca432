//! Designs that nobody plans and everybody has: nothing is ever no number, what did not converge
//! says so, and estimates make sense.

use proptest::prelude::*;

use crate::calibration::model::{self, Data, Model, Settings, TooFew};
use crate::calibration::simulate::{Setup, Truth, panel};
use crate::text::count;

const REACH: f64 = 1.644_854;

fn fitted(data: &Data) -> Model {
    let found = model::model(data, &Settings::default()).unwrap();
    check(&found);
    assert_eq!(found.given_up(), []);
    found
}

/// Every number is one, and within its range.
fn check(found: &Model) {
    let fit = &found.variances.fit;
    let deviations = fit.deviations;
    for sd in [deviations.candidate, deviations.pair] {
        assert!((0.03..=2.8).contains(&sd), "{deviations:?}");
    }
    let all = fit
        .state
        .severity
        .iter()
        .chain(fit.state.steps.parameters());
    let errors = found.uncertainty.severity_se.iter();
    for number in all.chain(errors).chain(&found.uncertainty.step_se) {
        assert!(number.is_finite() && number.abs() < 1e3, "{number}");
    }
    assert!(found.uncertainty.severity_se.iter().all(|se| *se > 0.0));
    let (lowest, highest) = (found.values[0], found.values[found.values.len() - 1]);
    for candidate in 0..found.design.n_candidates {
        let (fair, ability) = (found.fair(candidate, REACH), found.ability(candidate));
        assert!(
            ability.mean.is_finite() && ability.sd >= ability.sd_given && ability.sd_given > 0.0
        );
        assert!(
            lowest <= fair.low && fair.low < fair.high && fair.high <= highest,
            "{fair:?}"
        );
        assert!((fair.low..=fair.high).contains(&fair.value), "{fair:?}");
    }
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |of: &[f64]| of.iter().sum::<f64>() / count(of.len());
    let (mean_a, mean_b) = (mean(a), mean(b));
    let sum = |of: &dyn Fn(usize) -> f64| (0..a.len()).map(of).sum::<f64>();
    let product = sum(&|at| (a[at] - mean_a) * (b[at] - mean_b));
    let squares = sum(&|at| (a[at] - mean_a).powi(2)) * sum(&|at| (b[at] - mean_b).powi(2));
    product / squares.sqrt()
}

/// How well severities are found.
fn severities_found(found: &Model, truth: &Truth) -> f64 {
    correlation(&found.variances.fit.state.severity, &truth.severity)
}

fn halo() -> Setup {
    Setup {
        sd_halo: 0.8,
        ..Setup::default()
    }
}

#[test]
fn scales_of_two_and_of_nine_points() {
    for (n_levels, span) in [(2, 0.0), (9, 2.5)] {
        let (data, truth) = panel(
            &Setup {
                n_levels,
                span,
                ..halo()
            },
            3,
        );
        let found = fitted(&data);
        assert!(severities_found(&found, &truth) > 0.8, "{n_levels} points");
    }
}

#[test]
fn a_point_that_nobody_gives_on_one_criterion() {
    for n_candidates in [60, 200] {
        let setup = Setup {
            n_candidates,
            ..halo()
        };
        let (mut data, truth) = panel(&setup, 4);
        for (_, _, criterion, score) in &mut data.ratings {
            if (*criterion, *score) == (1, 3) {
                *score = 2;
            }
        }
        let found = fitted(&data);
        assert!(severities_found(&found, &truth) > 0.8);
    }
}

#[test]
fn half_of_all_records_are_all_top_or_all_bottom() {
    let (mut data, _) = panel(&halo(), 5);
    for (candidate, _, _, score) in &mut data.ratings {
        match *candidate % 4 {
            0 => *score = 1,
            1 => *score = 4,
            _ => {}
        }
    }
    let found = fitted(&data);
    assert!(found.fair(0, REACH).value < found.fair(2, REACH).value);
    assert!(found.fair(1, REACH).value > found.fair(2, REACH).value);
}

#[test]
fn an_interviewer_who_gives_everybody_the_same() {
    let (mut data, _) = panel(&halo(), 6);
    for (_, interviewer, _, score) in &mut data.ratings {
        match *interviewer {
            0 => *score = 1,
            1 => *score = 4,
            _ => {}
        }
    }
    let found = fitted(&data);
    let severity = &found.variances.fit.state.severity;
    assert!(
        severity[2..]
            .iter()
            .all(|other| severity[1] < *other && *other < severity[0])
    );
}

#[test]
fn one_interviewer_rates_everybody() {
    let (mut data, _) = panel(&halo(), 7);
    let lead = u32::try_from(data.n_interviewers).unwrap();
    data.n_interviewers += 1;
    for candidate in 0..200 {
        for criterion in 0..4 {
            let score = 1 + i32::try_from((candidate * 7 + criterion * 3) % 4).unwrap();
            data.ratings.push((candidate, lead, criterion, score));
        }
    }
    let found = fitted(&data);
    let errors = &found.uncertainty.severity_se;
    assert!(errors[..30].iter().all(|other| errors[30] < *other));
}

#[test]
fn a_candidate_with_three_hundred_ratings() {
    let (mut data, _) = panel(
        &Setup {
            n_interviewers: 75,
            ..halo()
        },
        8,
    );
    data.ratings.retain(|(candidate, ..)| *candidate != 0);
    for interviewer in 0..75 {
        for criterion in 0..4 {
            let score = 2 + i32::from((interviewer + criterion) % 3 == 0);
            data.ratings.push((0, interviewer, criterion, score));
        }
    }
    let found = fitted(&data);
    let sd = found.ability(0).sd;
    assert!((1..200).all(|other| sd < found.ability(other).sd));
}

#[test]
fn thousands_of_candidates_with_one_rating_each() {
    let setup = Setup {
        n_candidates: 3_000,
        n_criteria: 1,
        criteria_per_pair: 1,
        interviewers_each: (1, 1),
        ..Setup::default()
    };
    let (data, _) = panel(&setup, 9);
    let found = model::model(&data, &Settings::default()).unwrap();
    check(&found);
    // One rating tells abilities from whole impressions no better than the shape of the curve.
    let sds = (0..3_000).map(|at| found.ability(at).sd);
    assert!(sds.fold(f64::INFINITY, f64::min) > 0.5 * found.variances.fit.deviations.candidate);
}

#[test]
fn two_groups_that_nobody_links() {
    let setup = Setup {
        n_departments: 2,
        cross: 0.0,
        sd_department_ability: 1.0,
        ..halo()
    };
    let (data, _) = panel(&setup, 10);
    let found = fitted(&data);
    assert_eq!(found.connectivity().groups.len(), 2);
}

#[test]
fn severities_five_logits_apart() {
    let setup = Setup {
        sd_severity: 2.0,
        ..halo()
    };
    let (data, truth) = panel(&setup, 11);
    let apart = truth
        .severity
        .iter()
        .fold(0.0_f64, |most, severity| most.max(severity.abs()));
    assert!(apart > 2.5, "{apart}");
    let found = fitted(&data);
    assert!(severities_found(&found, &truth) > 0.95);
}

#[test]
fn deviations_that_are_nothing() {
    let none = Setup {
        sd_severity: 0.0,
        sd_halo: 0.0,
        ..halo()
    };
    let found = fitted(&panel(&none, 12).0);
    let deviations = found.variances.fit.deviations;
    assert!(
        deviations.interviewer.unwrap() < 0.25 && deviations.pair < 0.35,
        "{deviations:?}"
    );
}

#[test]
#[ignore = "steps that lead nowhere, many times: some seconds with --release"]
fn deviations_far_beyond_their_bounds() {
    let wide = Setup {
        sd_ability: 5.0,
        sd_halo: 4.0,
        ..halo()
    };
    match model::model(&panel(&wide, 13).0, &Settings::default()) {
        Ok(found) => {
            check(&found);
            assert!(found.variances.fit.deviations.candidate > 2.0);
        }
        Err(why) => assert_eq!(why, TooFew::Singular),
    }
}

#[test]
fn many_criteria_of_which_each_interviewer_rates_a_few() {
    let setup = Setup {
        n_criteria: 12,
        criteria_per_pair: 3,
        ..halo()
    };
    let (data, truth) = panel(&setup, 14);
    assert!(severities_found(&fitted(&data), &truth) > 0.8);
}

#[test]
fn interviewers_without_a_rating_know_no_more_than_the_prior() {
    let (mut data, _) = panel(&halo(), 15);
    data.n_interviewers += 2;
    data.n_candidates += 3;
    let found = fitted(&data);
    let sd = found.variances.fit.deviations.interviewer.unwrap();
    assert!(found.variances.fit.state.severity[31].abs() < 1e-6);
    assert!((found.uncertainty.severity_se[31] - sd).abs() < 0.1 * sd);
    assert!(found.ability(202).mean.abs() < 1e-6);
}

#[test]
fn more_interviewers_than_there_is_memory_for_are_told() {
    let interviewers = 20_000;
    let ratings = (0..4 * interviewers).map(|at| {
        let score = i32::try_from(1 + (at * 7 + at / 5) % 4).unwrap();
        (at / 4, (at * 31 + at / 4) % interviewers, 0, score)
    });
    let data = Data {
        n_candidates: interviewers as usize,
        n_interviewers: interviewers as usize,
        n_criteria: 1,
        ratings: ratings.collect(),
    };
    let found = model::model(&data, &Settings::default()).map(|_| ());
    assert_eq!(found, Err(TooFew::Parameters(20_003)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 2 } else { 24 }, ..ProptestConfig::default() })]

    /// Whatever is given, there is a reason against it or every number is one.
    #[test]
    fn anything_is_fitted_or_told(
        ratings in prop::collection::vec((0..32_u32, 0..9_u32, 0..2_u32, 0..4_i32), 150..300),
        free_severity: bool,
        without_halo: bool,
    ) {
        let data = Data { n_candidates: 32, n_interviewers: 9, n_criteria: 2, ratings };
        let settings = Settings { without_halo, free_severity, ..Settings::default() };
        if let Ok(found) = model::model(&data, &settings) {
            if !free_severity && !without_halo {
                check(&found);
            }
            let numbers = found.uncertainty.abilities.iter().flat_map(|one| [one.mean, one.sd]);
            prop_assert!(numbers.chain(found.variances.fit.state.severity.iter().copied())
                .all(f64::is_finite));
        }
    }
}

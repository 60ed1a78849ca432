//! The use of a scale, by hand and of simulated panels.

use super::*;
use crate::calibration::draw::Draws;
use crate::calibration::model::{self, Settings};
use crate::calibration::simulate::{Setup, panel};

/// 24 candidates, two criteria; interviewer 0 as `score` has it, three others evenly 1 to 4.
fn against_even(score: impl Fn(u32) -> i32) -> Usage {
    let even = |at: u32| 1 + i32::try_from(at % 4).unwrap();
    let mut ratings = Vec::new();
    for candidate in 0..24 {
        for criterion in 0..2 {
            let at = 2 * candidate + criterion;
            ratings.push((candidate, 0, criterion, score(at)));
            ratings.extend((1..4).map(|other| (candidate, other, criterion, even(at + other))));
        }
    }
    usage(&ratings, 5, &[1, 2, 3, 4], None)
}

#[test]
fn what_everybody_does_is_not_striking() {
    let found = against_even(|at| 1 + i32::try_from((at * 3) % 4).unwrap());
    let own = &found.interviewers[0];
    assert_eq!((own.n, own.n_candidates), (48, 24));
    assert_eq!(own.counts, [12, 12, 12, 12]);
    assert_eq!(own.expected.as_deref(), Some(&[12.0; 4][..]));
    assert_eq!(
        (found.basis, &found.middle[..]),
        (Basis::Others, &[2, 3][..])
    );
    assert!((own.middle.unwrap().value - 0.5).abs() < 1e-15);
    // Scores 1 to 4 evenly: variance 15/12.
    assert!((own.sd.unwrap() - 1.25_f64.sqrt()).abs() < 1e-12);
    assert!(found.interviewers.iter().all(|one| one.flags.is_empty()));
    assert_eq!(found.interviewers[4].reason, Some(NoFlags::TooFewRatings));
    assert_eq!(found.interviewers[4].never, [1, 2, 3, 4]);
}

#[test]
fn middles_and_ends_and_a_narrow_range_are_told_apart() {
    let flags = |score: fn(u32) -> i32| against_even(score).interviewers[0].flags.clone();
    let middle = flags(|at| 2 + i32::from(at % 2 == 0));
    assert_eq!(middle, [Flag::CentralTendency, Flag::RestrictedRange]);
    assert_eq!(flags(|at| 1 + 3 * i32::from(at % 2 == 0)), [Flag::Extremes]);
    assert_eq!(
        flags(|at| 3 + i32::from(at % 2 == 0)),
        [Flag::RestrictedRange]
    );
    assert_eq!(
        flags(|_| 4),
        [Flag::RestrictedRange, Flag::Extremes],
        "nothing but the highest"
    );
}

/// One share by hand: 48 ratings, all in the middle where half are expected of each. The two
/// ratings of a pair are 1 over what is expected, 24 pairs: `Σ d² = 24`, grown by 48/144.
#[test]
fn a_share_in_standard_errors_goes_by_pairs() {
    let found = against_even(|at| 2 + i32::from(at % 2 == 0));
    let middle = found.interviewers[0].middle.unwrap();
    assert!((middle.value - 1.0).abs() < 1e-15 && (middle.expected - 0.5).abs() < 1e-15);
    let expected = 24.0 / (24.0_f64 * (1.0 + 48.0 / 144.0)).sqrt();
    assert!((middle.z - expected).abs() < 1e-12);
}

#[test]
fn the_middle_of_a_scale_is_near_its_centre() {
    let middle = |n: i32| {
        let scale: Vec<i32> = (1..=n).collect();
        usage(&[], 0, &scale, None).middle
    };
    assert!(middle(2).is_empty());
    assert_eq!(middle(3), [2]);
    assert_eq!(middle(4), [2, 3]);
    assert_eq!(middle(5), [3]);
    assert_eq!(middle(6), [3, 4]);
    assert_eq!(middle(7), [3, 4, 5]);
    assert_eq!(middle(9), [4, 5, 6]);
}

#[test]
fn the_model_does_not_blame_for_the_candidates_nor_for_severity() {
    let setup = Setup {
        interviewers_each: (6, 6),
        sd_halo: 0.6,
        ..Setup::default()
    };
    let (mut data, truth) = panel(&setup, 3);
    // Interviewer 0 gives the two middle points alone, 1 meets weak candidates alone.
    let mut draws = Draws::new(1);
    data.ratings
        .retain(|one| one.1 != 1 || truth.ability[one.0 as usize] < -0.3);
    for one in data.ratings.iter_mut().filter(|one| one.1 == 0) {
        one.3 = 2 + i32::try_from(draws.below(2)).unwrap();
    }
    let found = model::model(&data, &Settings::default()).unwrap();
    let of = |model: Option<&Model>| usage(&data.ratings, 30, &[1, 2, 3, 4], model);
    let with = of(Some(&found));
    assert!(with.interviewers[0].flags.contains(&Flag::CentralTendency));
    assert!(with.interviewers[1].flags.is_empty());
    let flagged = with.interviewers.iter().filter(|one| !one.flags.is_empty());
    assert!(flagged.count() <= 3);
    // Counts expected of all are those given: the steps were estimated so.
    for at in 0..4 {
        let given: usize = with.interviewers.iter().map(|one| one.counts[at]).sum();
        let expected = with
            .interviewers
            .iter()
            .filter_map(|one| one.expected.as_ref());
        let expected: f64 = expected.map(|of| of[at]).sum();
        assert!(
            (expected / count(given) - 1.0).abs() < 0.03,
            "{given} {expected}"
        );
    }
    assert_eq!(with.basis, Basis::Model);
}

#[test]
fn nobody_else_and_nothing_at_all_are_said() {
    let alone: Vec<Rating> = (0..30).map(|at| (at, 0, 0, 3)).collect();
    let found = usage(&alone, 1, &[], None);
    assert_eq!(
        found.interviewers[0].reason,
        Some(NoFlags::NothingToCompare)
    );
    assert_eq!((found.scale, found.middle), (vec![3], vec![]));
    assert!(usage(&[], 0, &[], None).interviewers.is_empty());
    let few = usage(&[(0, 0, 0, 1), (0, 1, 0, i32::MAX)], 2, &[i32::MIN], None);
    for one in &few.interviewers {
        assert_eq!(one.reason, Some(NoFlags::TooFewRatings));
        assert!(one.middle.is_none_or(|share| share.z.is_finite()));
        assert!(one.sd_expected.unwrap().is_finite());
    }
}

proptest::proptest! {
    #[test]
    fn no_ratings_give_what_is_no_number(
        ratings in proptest::collection::vec((0_u32..20, 0_u32..4, 0_u32..2, -2_i32..3), 0..150),
        is_flat in proptest::bool::ANY,
    ) {
        let level = |one: &Rating| (one.0, one.1, one.2, if is_flat { 2 } else { one.3 });
        let ratings: Vec<Rating> = ratings.iter().map(level).collect();
        for one in usage(&ratings, 4, &[2], None).interviewers {
            let shares = [one.middle, one.ends].into_iter().flatten();
            let of_shares = shares.flat_map(|share| [share.value, share.expected, share.z]);
            let others = [one.sd, one.sd_expected].into_iter().flatten();
            proptest::prop_assert!(of_shares.chain(others).all(f64::is_finite));
            proptest::prop_assert!(one.reason.is_none() || one.flags.is_empty());
            let n: usize = one.counts.iter().sum();
            proptest::prop_assert_eq!(n, one.n);
        }
    }
}

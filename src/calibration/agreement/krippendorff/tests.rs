use super::super::tests::{near, reference, table_of_rows};
use super::super::{Bootstrap, Counts, Rating, Table};
use super::*;

/// Krippendorff 2011, *Computing Krippendorff's alpha-reliability*, example C: four observers,
/// twelve units, with missing cells.
fn observers() -> Table {
    let columns = reference("krippendorff_4x12.csv");
    let unit = |unit: usize| columns.iter().map(|of| of[unit].parse().ok()).collect();
    table_of_rows(&(1..=12).map(unit).collect::<Vec<Vec<Option<f64>>>>())
}

fn all_of(table: &Table) -> [Figure; 4] {
    let counts = Counts::new(table);
    let metrics = [
        Metric::Nominal,
        Metric::Ordinal,
        Metric::Interval,
        Metric::Ratio,
    ];
    metrics.map(|metric| alpha(&counts.sample(), metric))
}

#[test]
fn the_observers_of_krippendorff() {
    // The paper prints .743 nominal, .815 ordinal, .849 interval, .797 ratio.
    let expected = [0.743_421, 0.815_388, 0.849_107, 0.797_403];
    for (found, expected) in all_of(&observers()).into_iter().zip(expected) {
        near(found.unwrap(), expected, 5e-7);
    }
}

#[test]
fn two_observers_and_two_values() {
    // Krippendorff 2011, example A: two observers, ten units; alpha 0.095.
    let one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
    let other = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
    let rows = one
        .iter()
        .zip(other)
        .map(|(one, other)| vec![Some(f64::from(*one)), Some(f64::from(other))]);
    let table = table_of_rows(&rows.collect::<Vec<_>>());
    let [nominal, ordinal, interval, _] = all_of(&table);
    near(nominal.unwrap(), 0.095, 5e-4);
    // With two values all metrics are one.
    near(ordinal.unwrap(), nominal.unwrap(), 1e-14);
    near(interval.unwrap(), nominal.unwrap(), 1e-14);
}

#[test]
fn reasons_are_told_apart() {
    let of = |rows: &[Vec<Option<f64>>]| all_of(&table_of_rows(rows));
    let (one, two) = (Some(1.0), Some(2.0));
    assert_eq!(of(&[]), [Err(Undefined::NoUnitWithTwoRatings); 4]);
    let apart = [vec![one, None], vec![None, two]];
    assert_eq!(of(&apart), [Err(Undefined::NoUnitWithTwoRatings); 4]);
    // The second value stands in a unit without a pair.
    let same = [vec![one, one], vec![two, None]];
    assert_eq!(of(&same), [Err(Undefined::OneValue); 4]);
    let below = [vec![Some(-1.0), one], vec![one, one]];
    let [.., interval, ratio] = of(&below);
    assert!(interval.is_ok());
    assert_eq!(ratio, Err(Undefined::NegativeValues));
}

#[test]
fn a_negative_value_without_a_pair_does_not_matter() {
    let (one, two) = (Some(1.0), Some(2.0));
    let rows = [vec![one, two], vec![one, one], vec![Some(-1.0), None]];
    assert!(all_of(&table_of_rows(&rows))[3].is_ok());
}

#[test]
fn values_that_doubles_do_not_hold_the_squares_of_are_refused() {
    let rows = [vec![Some(1e200), Some(-1e200)], vec![Some(0.0), Some(0.0)]];
    let [nominal, ordinal, interval, _] = all_of(&table_of_rows(&rows));
    assert!(nominal.is_ok() && ordinal.is_ok());
    assert_eq!(interval, Err(Undefined::OutOfRange));
}

#[test]
fn an_interval_is_around_the_coefficient_and_the_same_for_a_seed() {
    let table = observers();
    let counts = Counts::new(&table);
    let bootstrap = Bootstrap {
        n_replicates: 1_000,
        seed: 1,
    };
    let interval = |bootstrap: Bootstrap| {
        let [interval] = bootstrap.intervals(12, 0.95, |times| {
            [alpha(
                &counts.resample(times.iter().copied()),
                Metric::Ordinal,
            )]
        });
        interval.unwrap()
    };
    let found = interval(bootstrap);
    assert!(found.low < 0.815_388 && 0.815_388 < found.high, "{found:?}");
    assert!(found.low > 0.2 && found.high <= 1.0, "{found:?}");
    assert_eq!(found, interval(bootstrap));
    let other = Bootstrap {
        seed: 2,
        ..bootstrap
    };
    assert_ne!(found, interval(other));
}

#[test]
fn a_resample_is_the_alpha_of_the_drawn_units() {
    let table = observers();
    let counts = Counts::new(&table);
    let times = [2, 0, 1, 1, 3, 0, 1, 1, 0, 2, 1, 0];
    let mut ratings = Vec::new();
    let mut drawn = 0;
    for (unit, times) in times.iter().enumerate() {
        for _ in 0..*times {
            let (raters, codes) = table.unit(unit);
            let cells = raters.iter().zip(codes);
            ratings.extend(cells.map(|(rater, code)| Rating {
                unit: drawn,
                rater: *rater,
                value: table.value(*code),
            }));
            drawn += 1;
        }
    }
    let expected = all_of(&Table::new(ratings).unwrap());
    let metrics = [
        Metric::Nominal,
        Metric::Ordinal,
        Metric::Interval,
        Metric::Ratio,
    ];
    for (metric, expected) in metrics.into_iter().zip(expected) {
        let found = alpha(&counts.resample(times), metric);
        near(found.unwrap(), expected.unwrap(), 1e-12);
    }
}

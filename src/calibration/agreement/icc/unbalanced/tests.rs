use super::super::super::tests::{near, random_rows, table_of_rows};
use super::super::crossed::MeanSquares;
use super::*;

fn all(table: &Table) -> Vec<u32> {
    vec![1; table.n_rows()]
}

#[test]
fn on_crossed_data_they_are_those_of_shrout_and_fleiss() {
    for seed in 0..20 {
        let table = table_of_rows(&random_rows(seed, 12, 4, 1.0));
        let expected = MeanSquares::new(&table).unwrap();
        let unbalanced = Unbalanced::new(&table).unwrap();
        let found = unbalanced.forms(&all(&table)).into_array();
        for (found, expected) in found.into_iter().zip(expected.forms().into_array()) {
            near(found.unwrap(), expected.unwrap(), 1e-12);
        }
        let one_way = unbalanced.one_way(&all(&table)).unwrap();
        let (found, expected) = (one_way.single_interval(0.9), expected.intervals(0.9));
        near(found.unwrap().low, expected.icc1.unwrap().low, 1e-12);
        let mean = one_way.mean_interval(0.9).unwrap();
        near(mean.high, expected.icc1k.unwrap().high, 1e-12);
    }
}

#[test]
fn one_way_of_unequal_numbers_by_hand() {
    let (x, missing) = (Some, None);
    let rows = [
        vec![x(1.0), x(3.0), missing, missing],
        vec![missing, x(4.0), x(5.0), x(6.0)],
        vec![missing, missing, missing, x(2.0)],
    ];
    let table = table_of_rows(&rows);
    let found = Unbalanced::new(&table)
        .unwrap()
        .one_way(&all(&table))
        .unwrap();
    // Means 2, 5, 2 of 2, 3, 1 ratings, of all 3.5; squares 2 · 2.25 + 3 · 2.25 + 2.25 = 13.5.
    near(found.between, 13.5 / 2.0, 1e-12);
    near(found.within, 4.0 / 3.0, 1e-12);
    near(found.n0, (6.0 - 14.0 / 6.0) / 2.0, 1e-12);
    near(found.k, 3.0 / (1.0 / 2.0 + 1.0 / 3.0 + 1.0), 1e-12);
}

#[test]
fn components_are_unbiased_with_missing_cells() {
    // Means over 200 panels of 40 units and 12 raters with 30 % of cells, simulated with variances
    // 1, 0.5 and 0.25; three standard errors of a mean are about 0.05, 0.05 and 0.01.
    let mut sums = [0.0; 3];
    let n_panels = 200;
    for seed in 0..n_panels {
        let table = table_of_rows(&random_rows(seed, 40, 12, 0.3));
        let unbalanced = Unbalanced::new(&table).unwrap();
        let found = unbalanced.components(&all(&table)).unwrap();
        for (sum, part) in sums.iter_mut().zip([found.units, found.raters, found.rest]) {
            *sum += part / f64::from(u32::try_from(n_panels).unwrap());
        }
    }
    near(sums[0], 1.0, 0.06);
    near(sums[1], 0.5, 0.06);
    near(sums[2], 0.25, 0.02);
}

#[test]
fn a_unit_drawn_twice_is_two_units() {
    let rows = random_rows(3, 6, 3, 0.7);
    let table = table_of_rows(&rows);
    let mut doubled = rows.clone();
    doubled.push(rows[0].clone());
    doubled.remove(1);
    let expected = table_of_rows(&doubled);
    let of_expected = Unbalanced::new(&expected).unwrap().forms(&all(&expected));
    let of_times = Unbalanced::new(&table).unwrap().forms(&[2, 0, 1, 1, 1, 1]);
    let pairs = of_times
        .into_array()
        .into_iter()
        .zip(of_expected.into_array());
    for (found, expected) in pairs {
        near(found.unwrap(), expected.unwrap(), 1e-12);
    }
}

#[test]
fn raters_of_one_unit_each_cannot_be_told_from_units() {
    let (x, missing) = (Some, None);
    let rows = [
        vec![x(1.0), x(3.0), missing, missing],
        vec![missing, missing, x(4.0), x(5.0)],
    ];
    let table = table_of_rows(&rows);
    let forms = Unbalanced::new(&table).unwrap().forms(&[1, 1]);
    assert_eq!(forms.icc2, Err(Undefined::NotSeparable));
    assert!(forms.icc1.is_ok());
    let single = [vec![x(1.0), missing], vec![missing, x(2.0)]];
    let reason = Unbalanced::new(&table_of_rows(&single))
        .map(|_| ())
        .unwrap_err();
    assert_eq!(reason, Undefined::NoUnitWithTwoRatings);
}

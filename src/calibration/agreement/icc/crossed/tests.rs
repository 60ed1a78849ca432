use super::super::super::tests::{near, reference, table_of_rows};
use super::*;

/// Shrout & Fleiss 1979, table 2: six targets rated by four judges.
fn judges() -> Table {
    let rows = reference("shrout_fleiss_1979.csv");
    let rows: Vec<Vec<Option<f64>>> = rows
        .iter()
        .map(|row| row[1..].iter().map(|cell| cell.parse().ok()).collect())
        .collect();
    table_of_rows(&rows)
}

#[test]
fn the_judges_of_shrout_and_fleiss_1979() {
    let squares = MeanSquares::new(&judges()).unwrap();
    // Table 3 of the paper prints BMS 11.24, WMS 6.26, JMS 32.49, EMS 1.02.
    near(squares.between, 11.24, 5e-3);
    near(squares.within, 6.26, 5e-3);
    near(squares.raters, 32.49, 5e-3);
    near(squares.error, 1.02, 5e-3);
    // The paper prints .17 .29 .71 .44 .62 .91; the further digits are those of R's psych::ICC.
    let expected = [
        0.165_742, 0.289_764, 0.714_841, 0.442_797, 0.620_051, 0.909_316,
    ];
    for (found, expected) in squares.forms().into_array().into_iter().zip(expected) {
        near(found.unwrap(), expected, 5e-7);
    }
}

#[test]
fn intervals_are_those_of_psych_and_pingouin() {
    let found = MeanSquares::new(&judges()).unwrap().intervals(0.95);
    // pingouin 0.6.1, intraclass_corr, column CI95 (rounded to two digits there); R's psych::ICC
    // prints the same.
    let expected = [
        (-0.13, 0.72),
        (0.02, 0.76),
        (0.34, 0.95),
        (-0.88, 0.91),
        (0.07, 0.93),
        (0.68, 0.99),
    ];
    for (found, (low, high)) in found.into_array().into_iter().zip(expected) {
        let found = found.unwrap();
        near(found.low, low, 5.1e-3);
        near(found.high, high, 5.1e-3);
    }
}

#[test]
fn raters_that_differ_in_severity_alone_agree_in_order_and_not_in_value() {
    let rows = [[1.0, 2.5], [2.0, 3.5], [3.0, 4.5], [4.0, 5.5]];
    let table = table_of_rows(&rows.map(|row| row.map(Some).to_vec()));
    let squares = MeanSquares::new(&table).unwrap();
    near(squares.error, 0.0, 1e-30);
    let forms = squares.forms();
    near(forms.icc3.unwrap(), 1.0, 1e-15);
    near(forms.icc3k.unwrap(), 1.0, 1e-15);
    // BMS = 10/3, JMS = 4.5: (10/3)/(10/3 + 2 · 4.5/4).
    near(
        forms.icc2.unwrap(),
        (10.0 / 3.0) / (10.0 / 3.0 + 2.25),
        1e-12,
    );
    let intervals = squares.intervals(0.9);
    let icc3 = intervals.icc3.unwrap();
    near(icc3.low, 1.0, 1e-15);
    near(icc3.high, 1.0, 1e-15);
    let icc2 = intervals.icc2.unwrap();
    assert!(icc2.low < forms.icc2.unwrap() && forms.icc2.unwrap() < icc2.high);
}

#[test]
fn units_that_do_not_differ_have_no_mean_to_rely_on() {
    let rows = [[1.0, 2.0], [2.0, 1.0], [1.0, 2.0], [2.0, 1.0]];
    let table = table_of_rows(&rows.map(|row| row.map(Some).to_vec()));
    let squares = MeanSquares::new(&table).unwrap();
    let forms = squares.forms();
    near(forms.icc1.unwrap(), -1.0, 1e-15);
    assert_eq!(forms.icc1k, Err(Undefined::NoVariance));
    assert_eq!(squares.intervals(0.9).icc1k, Err(Undefined::NoInterval));
}

#[test]
fn reasons_are_told_apart() {
    let of = |rows: &[&[Option<f64>]]| {
        let rows: Vec<_> = rows.iter().map(|row| row.to_vec()).collect();
        MeanSquares::new(&table_of_rows(&rows)).map(|_| ())
    };
    let (one, two) = (Some(1.0), Some(2.0));
    assert_eq!(of(&[]), Err(Undefined::NoRatings));
    assert_eq!(of(&[&[one, two]]), Err(Undefined::FewerThanTwoUnits));
    assert_eq!(of(&[&[one], &[two]]), Err(Undefined::FewerThanTwoRaters));
    let missing = of(&[&[one, two], &[two, None]]);
    assert_eq!(missing, Err(Undefined::NotCrossed));
    let same: [&[_]; 2] = [&[Some(0.1); 3], &[Some(0.1); 3]];
    assert_eq!(of(&same), Err(Undefined::NoVariance));
}

#[test]
fn large_values_keep_their_small_differences() {
    let small = MeanSquares::new(&judges()).unwrap();
    let rows = reference("shrout_fleiss_1979.csv");
    let far = rows.iter().map(|row| {
        let cells = row[1..].iter();
        cells
            .map(|cell| Some(cell.parse::<f64>().unwrap() + 1e9))
            .collect()
    });
    let far = MeanSquares::new(&table_of_rows(&far.collect::<Vec<_>>())).unwrap();
    near(far.error, small.error, 1e-12);
}

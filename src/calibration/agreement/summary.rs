//! Every coefficient for one data set.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bootstrap::{Bootstrap, Interval};
use super::cohen::{self, Kappa};
use super::fleiss::{self, Category};
use super::icc::crossed::MeanSquares;
use super::icc::unbalanced::{Components, Unbalanced};
use super::icc::{self, Design, Forms};
use super::krippendorff::{Metric, alpha};
use super::{Counts, Figure, Sample, Table, Undefined, Weights, gwet, percent};

/// Above so many values the kappas of single values are left out: that is no scale.
const MAX_CATEGORIES: usize = 100;

/// What is asked for beyond the coefficients.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options<'a> {
    /// How often intervals should hold the true value: over 0, under 1.
    pub confidence: f64,
    /// Whether to resample, and how.
    pub bootstrap: Option<Bootstrap>,
    /// What is drawn together, by the number of each unit: the candidate, where a unit is a
    /// candidate on one criterion. Units beyond the end stand alone. None: each unit does.
    pub groups: Option<&'a [u32]>,
    /// What intraclass correlations rest on where that is another table: candidates as a whole
    /// ([`super::table::means`]) beside candidates on single criteria. Its units stand alone.
    pub wholes: Option<&'a Table>,
}

/// Agreement of raters. Where a coefficient is none, `undefined` says why under its name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// Units that somebody rated.
    pub n_units: usize,
    /// Units that two or more rated: what most coefficients rest on.
    pub n_paired_units: usize,
    /// Raters who rated something.
    pub n_raters: usize,
    /// Ratings.
    pub n_ratings: usize,
    /// Distinct values, with points of the scale that nobody used.
    pub n_values: usize,
    /// The share of pairs of raters who gave the same value ([`percent::agreement`]).
    pub percent: Option<f64>,
    /// Cohen's kappa of two raters ([`cohen::kappa`]).
    pub cohen_kappa: Option<f64>,
    /// The same with linear weights.
    pub cohen_kappa_linear: Option<f64>,
    /// The same with quadratic weights.
    pub cohen_kappa_quadratic: Option<f64>,
    /// Fleiss' kappa of any number of raters ([`fleiss::kappa`]).
    pub fleiss_kappa: Option<f64>,
    /// The same for each value against all others; empty beyond 100 values.
    pub fleiss_categories: Vec<Category>,
    /// Gwet's AC1 ([`gwet::coefficient`]).
    pub gwet_ac1: Option<f64>,
    /// Gwet's AC2 with ordinal weights.
    pub gwet_ac2_ordinal: Option<f64>,
    /// Gwet's AC2 with quadratic weights.
    pub gwet_ac2_quadratic: Option<f64>,
    /// Krippendorff's alpha ([`alpha`]), nominal.
    pub alpha_nominal: Option<f64>,
    /// The same, ordinal.
    pub alpha_ordinal: Option<f64>,
    /// The same, interval.
    pub alpha_interval: Option<f64>,
    /// The same, ratio.
    pub alpha_ratio: Option<f64>,
    /// Intraclass correlations.
    pub icc: Icc,
    /// Large-sample standard errors by the coefficient's name.
    pub standard_errors: BTreeMap<&'static str, f64>,
    /// Intervals by the coefficient's name.
    pub intervals: BTreeMap<&'static str, Interval>,
    /// Why a coefficient is none, by its name.
    pub undefined: BTreeMap<&'static str, Undefined>,
    /// Why a coefficient that has a value has no interval though one was asked for, by its name.
    pub without_interval: BTreeMap<&'static str, Undefined>,
}

/// Intraclass correlations, named in the maps of [`Agreement`] as `icc.icc1` and so on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Icc {
    /// Whether every rater rated every unit; what is computed follows from it.
    pub design: Design,
    /// The ratings that means rest on: the harmonic mean of those that units had.
    pub k: Option<f64>,
    /// ICC(1,1): one rating, raters not told apart.
    pub icc1: Option<f64>,
    /// ICC(2,1): one rating, severity counts as error.
    pub icc2: Option<f64>,
    /// ICC(3,1): one rating, severity does not count.
    pub icc3: Option<f64>,
    /// ICC(1,k): mean of k ratings.
    pub icc1k: Option<f64>,
    /// ICC(2,k): mean of k ratings.
    pub icc2k: Option<f64>,
    /// ICC(3,k): mean of k ratings.
    pub icc3k: Option<f64>,
    /// Components of variance, where units and raters can be told apart.
    pub components: Option<Components>,
}

/// Names of the coefficients of [`counted`], in its order.
const COUNTED: [&str; 9] = [
    "percent",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2_ordinal",
    "gwet_ac2_quadratic",
    "alpha_nominal",
    "alpha_ordinal",
    "alpha_interval",
    "alpha_ratio",
];

/// Names of the six forms, in the order of [`Forms::into_array`].
const FORMS: [&str; 6] = [
    "icc.icc1",
    "icc.icc2",
    "icc.icc3",
    "icc.icc1k",
    "icc.icc2k",
    "icc.icc3k",
];

/// Names of Cohen's kappas with their weights.
const COHEN: [(&str, Weights); 3] = [
    ("cohen_kappa", Weights::Plain),
    ("cohen_kappa_linear", Weights::Linear),
    ("cohen_kappa_quadratic", Weights::Quadratic),
];

/// Coefficients that follow from counts.
fn counted(sample: &Sample) -> [Figure; 9] {
    [
        percent::agreement(sample),
        fleiss::kappa(sample),
        gwet::coefficient(sample, &Weights::Plain),
        gwet::coefficient(sample, &Weights::Ordinal),
        gwet::coefficient(sample, &Weights::Quadratic),
        alpha(sample, Metric::Nominal),
        alpha(sample, Metric::Ordinal),
        alpha(sample, Metric::Interval),
        alpha(sample, Metric::Ratio),
    ]
}

impl Agreement {
    /// Computes every coefficient. Nothing in the table makes it fail.
    #[must_use]
    pub fn new(table: &Table, options: Options) -> Self {
        let counts = Counts::new(table);
        let sample = counts.sample();
        let mut notes = Notes::default();
        let [
            percent,
            fleiss_kappa,
            ac1,
            ac2_ordinal,
            ac2_quadratic,
            nominal,
            ordinal,
            interval,
            ratio,
        ] = notes.values(COUNTED, counted(&sample));
        let [plain, linear, quadratic] = COHEN.map(|(name, weights)| {
            let kappa = cohen::kappa_of_two(table, &weights);
            notes.kappa(name, kappa)
        });
        let of_icc = options.wholes.unwrap_or(table);
        let icc = Icc::new(of_icc, options.confidence, &mut notes);
        if let Some(bootstrap) = options.bootstrap {
            let units = Units::new(table, options.groups);
            let resampling = (bootstrap, options.confidence);
            notes.resample_counted(&units, &counts, resampling);
            let units = match options.wholes {
                Some(wholes) => Units::new(wholes, None),
                None => units,
            };
            if icc.design == Design::Unbalanced {
                notes.resample_icc(&units, of_icc, resampling);
            }
        }
        Self {
            n_units: table.n_units(),
            n_paired_units: n_paired_units(table),
            n_raters: table.n_raters(),
            n_ratings: table.n_ratings(),
            n_values: table.values().len(),
            percent,
            cohen_kappa: plain,
            cohen_kappa_linear: linear,
            cohen_kappa_quadratic: quadratic,
            fleiss_kappa,
            fleiss_categories: categories(&sample),
            gwet_ac1: ac1,
            gwet_ac2_ordinal: ac2_ordinal,
            gwet_ac2_quadratic: ac2_quadratic,
            alpha_nominal: nominal,
            alpha_ordinal: ordinal,
            alpha_interval: interval,
            alpha_ratio: ratio,
            icc,
            standard_errors: notes.standard_errors,
            intervals: notes.intervals,
            undefined: notes.undefined,
            without_interval: notes.without_interval,
        }
    }
}

fn n_paired_units(table: &Table) -> usize {
    let units = (0..table.n_rows()).map(|unit| table.unit(unit).0.len());
    units.filter(|n_ratings| *n_ratings > 1).count()
}

fn categories(sample: &Sample) -> Vec<Category> {
    if sample.values().len() > MAX_CATEGORIES {
        return Vec::new();
    }
    fleiss::categories(sample).unwrap_or_default()
}

impl Icc {
    fn new(table: &Table, confidence: f64, notes: &mut Notes) -> Self {
        let once = vec![1; table.n_rows()];
        let unbalanced = Unbalanced::new(table);
        let of = |reason: &Undefined| *reason;
        let one_way = unbalanced
            .as_ref()
            .map_err(of)
            .and_then(|u| u.one_way(&once));
        let components = unbalanced
            .as_ref()
            .map_err(of)
            .and_then(|u| u.components(&once));
        let crossed = MeanSquares::new(table);
        let forms = match (&crossed, &unbalanced) {
            (Ok(squares), _) => squares.forms(),
            (_, Ok(unbalanced)) => unbalanced.forms(&once),
            (_, Err(reason)) => Forms::undefined(*reason),
        };
        let [icc1, icc2, icc3, icc1k, icc2k, icc3k] = notes.values(FORMS, forms.into_array());
        match (crossed, one_way) {
            (Ok(squares), _) => {
                notes.intervals(FORMS, squares.intervals(confidence).into_array());
            }
            (_, Ok(one_way)) => notes.intervals(
                ["icc.icc1", "icc.icc1k"],
                [
                    one_way.single_interval(confidence),
                    one_way.mean_interval(confidence),
                ],
            ),
            _ => {}
        }
        Self {
            design: icc::design(table),
            k: one_way.ok().map(|found| found.k),
            icc1,
            icc2,
            icc3,
            icc1k,
            icc2k,
            icc3k,
            components: components.ok(),
        }
    }
}

/// Units to draw from, alone or in groups.
struct Units {
    /// What each unit is drawn with; none for a unit that nobody rated.
    drawn_with: Vec<Option<usize>>,
    n_drawn: usize,
}

impl Units {
    fn new(table: &Table, groups: Option<&[u32]>) -> Self {
        let mut numbers = BTreeMap::new();
        let mut n_drawn = 0;
        let mut next = || {
            n_drawn += 1;
            n_drawn - 1
        };
        let drawn_with = (0..table.n_rows()).map(|unit| {
            if table.unit(unit).0.is_empty() {
                return None;
            }
            let group = groups.and_then(|groups| groups.get(unit));
            Some(match group {
                Some(group) => *numbers.entry(*group).or_insert_with(&mut next),
                None => next(),
            })
        });
        let drawn_with = drawn_with.collect();
        Self {
            drawn_with,
            n_drawn,
        }
    }

    /// How often each unit was drawn.
    fn times(&self, drawn: &[u32]) -> Vec<u32> {
        let times = self.drawn_with.iter();
        times
            .map(|with| with.map_or(0, |with| drawn[with]))
            .collect()
    }
}

/// What is said beside the coefficients, by their names.
#[derive(Default)]
struct Notes {
    standard_errors: BTreeMap<&'static str, f64>,
    intervals: BTreeMap<&'static str, Interval>,
    undefined: BTreeMap<&'static str, Undefined>,
    without_interval: BTreeMap<&'static str, Undefined>,
}

impl Notes {
    fn values<const N: usize>(
        &mut self,
        names: [&'static str; N],
        figures: [Figure; N],
    ) -> [Option<f64>; N] {
        for (name, figure) in names.iter().zip(&figures) {
            if let Err(reason) = figure {
                self.undefined.insert(name, *reason);
            }
        }
        figures.map(Result::ok)
    }

    fn kappa(&mut self, name: &'static str, kappa: Result<Kappa, Undefined>) -> Option<f64> {
        if let Ok(kappa) = &kappa {
            self.standard_errors.insert(name, kappa.se);
        }
        let [value] = self.values([name], [cohen::value(kappa)]);
        value
    }

    /// Notes intervals of coefficients that have a value.
    fn intervals<const N: usize>(
        &mut self,
        names: [&'static str; N],
        found: [Result<Interval, Undefined>; N],
    ) {
        for (name, interval) in names.into_iter().zip(found) {
            if self.undefined.contains_key(name) {
                continue;
            }
            match interval {
                Ok(interval) => {
                    self.intervals.insert(name, interval);
                    self.without_interval.remove(name);
                }
                Err(reason) => {
                    self.without_interval.insert(name, reason);
                }
            }
        }
    }

    /// Notes intervals of what follows from counts, by resampling.
    fn resample_counted(&mut self, units: &Units, counts: &Counts, how: (Bootstrap, f64)) {
        let (bootstrap, confidence) = how;
        let found = bootstrap.intervals(units.n_drawn, confidence, |drawn| {
            counted(&counts.resample(units.times(drawn)))
        });
        self.intervals(COUNTED, found);
    }

    /// The same of intraclass correlations. Crossed data keep the intervals of the F distribution.
    fn resample_icc(&mut self, units: &Units, table: &Table, how: (Bootstrap, f64)) {
        let (bootstrap, confidence) = how;
        if let Ok(unbalanced) = Unbalanced::new(table) {
            let forms = bootstrap.intervals(units.n_drawn, confidence, |drawn| {
                unbalanced.forms(&units.times(drawn)).into_array()
            });
            self.intervals(FORMS, forms);
        }
    }
}

#[cfg(test)]
mod tests;

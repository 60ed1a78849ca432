//! Records that are all lowest or all highest: their measures would be infinite, so they tell
//! nothing of anybody else's. They are set aside, and so are those that are extreme without them,
//! until nothing is; their measures are found in the end, with everything else held.

use std::collections::BTreeMap;

use super::{FACETS, Facet, OF};
use crate::calibration::design::Response;
use crate::calibration::steps::{Expected, Steps};

/// How far such a record is moved from the end, in score points.
const EXTREME: f64 = 0.3;

/// Newton's steps for one measure.
const MOST_STEPS: usize = 200;

/// A measure moves by less than this at the end.
const TOLERANCE: f64 = 1e-10;

/// A facet, and the number of one in it.
type Element = (usize, u32);

/// The ratings without extreme records, and who was set aside.
pub(super) struct Split {
    pub(super) kept: Vec<Response>,
    /// Who was set aside at a time, each with the ratings that there still were.
    aside: Vec<BTreeMap<Element, Vec<Response>>>,
}

/// Sets extreme records aside.
pub(super) fn split(n_of: [usize; FACETS], responses: &[Response], top: u8) -> Split {
    let mut kept = responses.to_vec();
    let mut aside = Vec::new();
    loop {
        let extreme = extremes(n_of, &kept, top);
        let is_extreme = |facet: usize, of: &Response| extreme[facet][OF[facet](of) as usize];
        let mut found: BTreeMap<Element, Vec<Response>> = BTreeMap::new();
        for response in &kept {
            for facet in (0..FACETS).filter(|facet| is_extreme(*facet, response)) {
                let element = (facet, OF[facet](response));
                found.entry(element).or_default().push(*response);
            }
        }
        if found.is_empty() {
            return Split { kept, aside };
        }
        kept.retain(|response| (0..FACETS).all(|facet| !is_extreme(facet, response)));
        aside.push(found);
    }
}

/// Which of each facet have nothing but lowest, or nothing but highest, categories.
fn extremes(n_of: [usize; FACETS], responses: &[Response], top: u8) -> [Vec<bool>; FACETS] {
    let mut counts = n_of.map(|n| vec![(0_usize, 0_usize, 0_usize); n]);
    for response in responses {
        for (of, counts) in OF.iter().zip(&mut counts) {
            let (n, low, high) = &mut counts[of(response) as usize];
            *n += 1;
            *low += usize::from(response.category == 0);
            *high += usize::from(response.category == top);
        }
    }
    counts.map(|counts| {
        let is_extreme = |(n, low, high): (usize, usize, usize)| n > 0 && (low == n || high == n);
        counts.into_iter().map(is_extreme).collect()
    })
}

impl Split {
    /// Gives those set aside their measures: the last first, as the others were set aside before
    /// them.
    pub(super) fn restore(&self, facets: &mut [Facet; FACETS], steps: &Steps) {
        for aside in self.aside.iter().rev() {
            let found: Vec<(Element, f64)> = aside
                .iter()
                .map(|(element, own)| (*element, measure(*element, own, facets, steps)))
                .collect();
            for ((facet, at), measure) in found {
                facets[facet].measure[at as usize] = measure;
                facets[facet].is_extreme[at as usize] = true;
            }
        }
    }
}

/// The measure of one from their own ratings, everybody else's held.
fn measure((facet, at): Element, own: &[Response], facets: &[Facet; FACETS], steps: &Steps) -> f64 {
    let sign = facets[facet].sign;
    let others: Vec<f64> = own
        .iter()
        .map(|response| {
            let parts = (0..FACETS).filter(|other| *other != facet);
            let part = |other: usize| {
                facets[other].sign * facets[other].measure[OF[other](response) as usize]
            };
            parts.map(part).sum()
        })
        .collect();
    let n = crate::text::count(own.len());
    let top = crate::text::count(steps.n_steps()) * n;
    let sum: f64 = own
        .iter()
        .map(|response| f64::from(response.category))
        .sum();
    let target = sum.clamp(EXTREME.min(top), (top - EXTREME).max(0.0));
    let mut expected = Expected::default();
    let mut measure = facets[facet].measure[at as usize];
    for _ in 0..MOST_STEPS {
        let (mut mean, mut variance) = (0.0, 0.0);
        for other in &others {
            steps.at(0, sign * measure + other, &mut expected);
            mean += expected.mean;
            variance += expected.variance;
        }
        let step = ((target - mean) / variance.max(1e-9)).clamp(-1.0, 1.0);
        measure += sign * step;
        if step.abs() < TOLERANCE {
            break;
        }
    }
    measure
}

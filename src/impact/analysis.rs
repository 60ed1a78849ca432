//! All that is said of outcomes by group, as one value.

use serde::Serialize;

use super::flips::{self, Flip};
use super::outcomes::Outcome;
use super::rate::Rate;
use super::tables::{self, Median, Table};
use super::{Records, deviations, fisher, holm, nested, suppression};

/// Version of the JSON.
pub const FORMAT: u32 = 1;

/// What this is, and what it is not.
pub const WHAT: &str = "a screening check, and no finding of discrimination";

/// A group of fewer people is a weak measure for others.
pub const SMALL: usize = 30;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Fewest people that a group must have to be shown.
    pub min_group: usize,
    /// Whether all kinds of groups are taken together.
    pub combine: bool,
}

/// The whole check.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Analysis {
    /// Version of this shape.
    pub format: u32,
    /// [`WHAT`].
    pub what: &'static str,
    /// How many there were.
    pub data: Data,
    /// Groups of fewer people are not shown.
    pub min_group: usize,
    /// Whether the kinds of groups are taken together.
    pub combined: bool,
    /// The median of all scores; none where there are none.
    pub median: Option<f64>,
    /// How many comparisons were tested.
    pub n_tests: usize,
    /// Each kind of groups.
    pub kinds: Vec<KindOfGroups>,
}

/// How many there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Data {
    /// Candidates with a row among the outcomes.
    pub candidates: usize,
    /// Those who were selected.
    pub selected: usize,
    /// Those who were not.
    pub not_selected: usize,
    /// Those who are not decided on.
    pub pending: usize,
    /// Those with a score.
    pub scored: usize,
    /// Rows of the table of groups.
    pub group_rows: usize,
    /// Those of them whose candidate is not among the outcomes.
    pub without_outcome: usize,
}

/// One kind of groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindOfGroups {
    /// The columns it is about.
    pub columns: Vec<String>,
    /// People who are decided on and whose group is not known.
    pub unknown: Unknown,
    /// Whether groups are left out as too small, or with those that are.
    pub some_hidden: bool,
    /// Who was selected.
    pub selection: Measure,
    /// Who scored over the median; none where there are no scores.
    pub scoring: Option<Measure>,
}

/// How many people are decided on whose group is not known, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Unknown {
    /// Not in the table of groups.
    pub absent: usize,
    /// The cell is blank, or says that it is not known.
    pub blank: usize,
    /// They did not want to say.
    pub prefer_not_to_say: usize,
}

impl Unknown {
    /// All of them.
    #[must_use]
    pub fn all(self) -> usize {
        self.absent + self.blank + self.prefer_not_to_say
    }
}

/// Rates of groups and how they compare.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measure {
    /// Why nothing is compared; none where it is.
    pub reason: Option<&'static str>,
    /// The groups with the highest rate: more than one where they are equal.
    pub highest: Vec<String>,
    /// The one of them that others are compared with: the largest.
    pub reference: Option<String>,
    /// Where that has fewer than [`SMALL`] people: the group of at least so many with the highest
    /// rate.
    pub larger_reference: Option<String>,
    /// The groups shown, highest rate first.
    pub groups: Vec<Row>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What it is called.
    pub group: String,
    /// Who was selected, or scored over the median.
    pub selected: usize,
    /// Of how many.
    pub people: usize,
    /// The share.
    pub rate: f64,
    /// Lower end of the rate's interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The rate in terms of the highest; none where that is 0.
    pub ratio: Option<f64>,
    /// Whether that is under four fifths, in whole numbers.
    pub under_four_fifths: Option<bool>,
    /// The rate in terms of the larger reference, where there is one.
    pub ratio_to_larger: Option<f64>,
    /// The comparison with the reference; none of the reference itself, and where there is none.
    pub compared: Option<Compared>,
}

/// One group beside the reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// Fisher's exact test, two-sided.
    pub fisher_p: f64,
    /// The same adjusted for all tests of the report, by Holm's method.
    pub fisher_p_adjusted: f64,
    /// How many standard deviations the rates are apart, under 0 where this one is lower; none where
    /// nothing varies.
    pub deviations: Option<f64>,
    /// Whether that is more than two, in whole numbers.
    pub over_two_deviations: bool,
    /// How few outcomes of the group would turn the ratio; none where there is no ratio.
    pub flips_four_fifths: Option<Flip>,
    /// The same of two standard deviations.
    pub flips_deviations: Flip,
    /// The same of Fisher's test at 0.05; none for very many people.
    pub flips_fisher: Option<Flip>,
    /// The ratio if everybody whose group is unknown were of this group; none where nobody is.
    pub ratio_with_unknown: Option<f64>,
    /// The ratio if all of them were of the reference.
    pub ratio_unknown_in_reference: Option<f64>,
}

/// Works out everything.
#[must_use]
pub fn analyse(records: &Records, options: Options) -> Analysis {
    let median = Median::of(&records.people).filter(|_| records.has_scores);
    let tables = if options.combine {
        vec![tables::combined(records, median)]
    } else {
        tables::by_kind(records, median)
    };
    let kinds = tables
        .iter()
        .map(|table| kind(table, median.is_some(), options.min_group));
    let mut kinds: Vec<_> = kinds.collect();
    if !options.combine {
        drop_nested(&mut kinds, records);
    }
    let n_tests = adjust(&mut kinds);
    Analysis {
        format: FORMAT,
        what: WHAT,
        data: data(records),
        min_group: options.min_group,
        combined: options.combine && records.kinds.len() > 1,
        median: median.map(Median::value),
        n_tests,
        kinds,
    }
}

fn data(records: &Records) -> Data {
    let of = |outcome: Outcome| {
        let people = records.people.iter();
        people.filter(|person| person.outcome == outcome).count()
    };
    let scored = records
        .people
        .iter()
        .filter(|person| person.score.is_some());
    Data {
        candidates: records.people.len(),
        selected: of(Outcome::Selected),
        not_selected: of(Outcome::NotSelected),
        pending: of(Outcome::Pending),
        scored: scored.count(),
        group_rows: records.n_group_rows,
        without_outcome: records.n_without_outcome,
    }
}

fn kind(table: &Table, has_scores: bool, min_group: usize) -> KindOfGroups {
    let rates =
        |pick: fn(&tables::Counts) -> Rate| table.groups.iter().map(pick).collect::<Vec<_>>();
    let (outcomes, scores) = (rates(|of| of.outcomes), rates(|of| of.scores));
    // Where nobody is decided on there is nothing to keep.
    let some_decided = outcomes.iter().any(|of| of.people > 0);
    let is_hidden = |of: &Rate| some_decided && of.people < min_group;
    let mut hidden: Vec<_> = outcomes.iter().map(is_hidden).collect();
    suppression::complete(&outcomes, &mut hidden, min_group);
    let labels: Vec<_> = table.groups.iter().map(|of| of.label.as_str()).collect();
    let selection = if some_decided {
        measure(&labels, &outcomes, &hidden, table.unknown.all())
    } else {
        Measure::none("nobody whose group is known is decided on")
    };
    let mut some_hidden = hidden.contains(&true);
    let scoring = has_scores.then(|| {
        // Who is left out of the one is left out of the other too.
        for (hidden, of) in hidden.iter_mut().zip(&scores) {
            *hidden |= of.people < min_group;
        }
        suppression::complete(&scores, &mut hidden, min_group);
        some_hidden |= hidden.contains(&true);
        measure(&labels, &scores, &hidden, Rate::default())
    });
    KindOfGroups {
        columns: table.kinds.clone(),
        unknown: Unknown {
            absent: table.unknown.absent.people,
            blank: table.unknown.blank.people,
            prefer_not_to_say: table.unknown.refused.people,
        },
        some_hidden,
        selection,
        scoring,
    }
}

/// Of two kinds that divide each other, the one of more groups is not shown where groups of either
/// are left out.
fn drop_nested(kinds: &mut [KindOfGroups], records: &Records) {
    for other in 0..kinds.len() {
        for one in 0..other {
            let some_hidden = kinds[one].some_hidden || kinds[other].some_hidden;
            if some_hidden && nested::divide_each_other(records, one, other) {
                let n_groups = |kind: usize| records.kinds[kind].labels.len();
                let finer = if n_groups(one) > n_groups(other) {
                    one
                } else {
                    other
                };
                kinds[finer].selection = Measure::none(NESTED);
                kinds[finer].scoring = kinds[finer].scoring.as_ref().map(|_| Measure::none(NESTED));
            }
        }
    }
}

/// Why a kind is not shown beside another.
const NESTED: &str = "groups of it are groups of another kind divided, and small ones could be worked out from \
    both: look at it in a report of its own, with `--by`, and publish one of the two";

impl Measure {
    /// Nothing to show, and why.
    fn none(reason: &'static str) -> Self {
        Self {
            reason: Some(reason),
            highest: Vec::new(),
            reference: None,
            larger_reference: None,
            groups: Vec::new(),
        }
    }
}

/// A group that is shown.
#[derive(Clone, Copy)]
struct Shown<'a> {
    label: &'a str,
    rate: Rate,
}

fn measure(labels: &[&str], rates: &[Rate], hidden: &[bool], unknown: Rate) -> Measure {
    let all = labels.iter().zip(rates).zip(hidden);
    let shown = all.filter(|(_, hidden)| !**hidden);
    let mut shown: Vec<_> = shown
        .map(|((label, rate), _)| Shown { label, rate: *rate })
        .collect();
    // Of equal rates the one of more people comes first: it is the better measure.
    shown.sort_by(|a, b| {
        let by_rate = b.rate.compare(a.rate);
        by_rate
            .then(b.rate.people.cmp(&a.rate.people))
            .then(a.label.cmp(b.label))
    });
    let reason = reason(&shown);
    let reference = shown.first().copied().filter(|_| reason.is_none());
    let larger = reference.filter(|of| of.rate.people < SMALL).and_then(|_| {
        let mut larger = shown.iter();
        larger.find(|of| of.rate.people >= SMALL).copied()
    });
    let highest = shown.iter().take_while(|of| {
        reference.is_some_and(|reference| of.rate.compare(reference.rate).is_eq())
    });
    Measure {
        reason,
        highest: highest.map(|of| of.label.to_owned()).collect(),
        reference: reference.map(|of| of.label.to_owned()),
        larger_reference: larger.map(|of| of.label.to_owned()),
        groups: shown
            .iter()
            .enumerate()
            .map(|(at, of)| {
                row(
                    *of,
                    reference.filter(|_| at > 0),
                    reference,
                    larger,
                    unknown,
                )
            })
            .collect(),
    }
}

/// Why nothing is compared.
fn reason(shown: &[Shown<'_>]) -> Option<&'static str> {
    let all = shown
        .iter()
        .fold(Rate::default(), |sum, of| sum.and(of.rate));
    match shown {
        [] => Some("no group has people enough to be shown"),
        [_] => Some("there is one group alone that can be shown, and none to compare it with"),
        _ if all.selected == 0 => Some("nobody was selected, of any group"),
        _ => None,
    }
}

fn row(
    of: Shown<'_>,
    other: Option<Shown<'_>>,
    reference: Option<Shown<'_>>,
    larger: Option<Shown<'_>>,
    unknown: Rate,
) -> Row {
    let rate = of.rate;
    let (low, high) = rate.interval().unwrap_or((0.0, 1.0));
    let ratio = reference.and_then(|reference| rate.in_terms_of(reference.rate));
    let is_under = reference.map(|reference| rate.is_under_four_fifths_of(reference.rate));
    Row {
        group: of.label.to_owned(),
        selected: rate.selected,
        people: rate.people,
        rate: rate.value().unwrap_or_default(),
        low,
        high,
        ratio,
        under_four_fifths: is_under.filter(|_| ratio.is_some()),
        ratio_to_larger: larger.and_then(|larger| rate.in_terms_of(larger.rate)),
        compared: other.map(|other| compared(rate, other.rate, unknown)),
    }
}

fn compared(own: Rate, reference: Rate, unknown: Rate) -> Compared {
    let p = fisher::two_sided(own, reference);
    let has_ratio = own.in_terms_of(reference).is_some();
    let some = (unknown.people > 0).then_some(unknown);
    Compared {
        fisher_p: p,
        fisher_p_adjusted: p,
        deviations: deviations::between(own, reference),
        over_two_deviations: deviations::is_over_two(own, reference),
        flips_four_fifths: has_ratio.then(|| flips::four_fifths(own, reference)),
        flips_deviations: flips::deviations(own, reference),
        flips_fisher: flips::fisher(own, reference),
        ratio_with_unknown: some.and_then(|some| own.and(some).in_terms_of(reference)),
        ratio_unknown_in_reference: some.and_then(|some| own.in_terms_of(reference.and(some))),
    }
}

/// Adjusts the tests of the whole report for their number, which is given.
fn adjust(kinds: &mut [KindOfGroups]) -> usize {
    let mut all: Vec<_> = kinds
        .iter_mut()
        .flat_map(|kind| std::iter::once(&mut kind.selection).chain(&mut kind.scoring))
        .flat_map(|measure| &mut measure.groups)
        .filter_map(|row| row.compared.as_mut())
        .collect();
    let values: Vec<_> = all.iter().map(|compared| compared.fisher_p).collect();
    for (compared, adjusted) in all.iter_mut().zip(holm::adjusted(&values)) {
        compared.fisher_p_adjusted = adjusted;
    }
    all.len()
}

//! Candidates side by side at one level: what can be told apart, and what is within noise.
//!
//! ```text
//! packets → order → apart → report
//! ```
//!
//! A difference counts only where two 90 % intervals do not overlap. That is a partial order, and
//! it is shown as it is: nobody is ranked. The order of the candidates is a shuffled one
//! (by a hash of ids), so that it says nothing about them.

mod apart;
mod links;
mod order;
mod report;

use serde::Serialize;

use super::{FairScore, MethodNote, Packet, Person, Verdict};
use crate::rubric::{Named, RubricRef, ScalePoint};

pub use apart::{Above, Apart, Counts, Difference, Pair, State};
pub use links::groups;
pub use report::{Report, report};

/// Version of the comparison's JSON.
pub const FORMAT: u32 = 1;

/// Most candidates of whom every pair is listed: 4,950 pairs.
pub const MOST_PAIRED: usize = 100;

/// Somebody to be compared.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Their packet.
    pub packet: Packet,
    /// The group that interviewers link, by number; none where nobody gave them a number.
    pub group: Option<usize>,
}

/// Candidates side by side.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// Version of this shape: [`FORMAT`].
    pub format: u32,
    /// By which rubric.
    pub rubric: RubricRef,
    /// At which level.
    pub level: Named,
    /// The bar-line on the scale.
    pub bar_line: f64,
    /// The scale.
    pub scale: Vec<ScalePoint>,
    /// The candidates, in a shuffled order.
    pub candidates: Vec<Compared>,
    /// What can be told apart by the weighted fair score.
    pub weighted: Apart,
    /// The same by each criterion, in the rubric's order.
    pub criteria: Vec<CriterionApart>,
    /// Every pair; none with more than [`MOST_PAIRED`] candidates.
    pub pairs: Option<Vec<Pair>>,
    /// Why there are no pairs, where there are none.
    pub pairs_left_out: Option<String>,
    /// Who is not compared, and why.
    pub left_out: Vec<LeftOut>,
    /// How the scores were come by; none where nobody is compared.
    pub method: Option<MethodNote>,
    /// Where the store's log stood, as `NUMBER:HASH`; none where the cards came from files.
    pub head: Option<String>,
}

/// One candidate.
#[derive(Debug, Clone, Serialize)]
pub struct Compared {
    /// Who.
    pub candidate: Person,
    /// The packet's verdict.
    pub verdict: Verdict,
    /// The verdict as a person reads it.
    pub verdict_title: &'static str,
    /// The reason that decided, in a sentence.
    pub headline: String,
    /// The weighted fair score; none where nothing with weight has a number.
    pub fair: Option<FairScore>,
    /// Share of the weight that has at least one number, 0 to 1.
    pub coverage: f64,
    /// Cards that count.
    pub n_cards: usize,
    /// Cards that were expected and did not come.
    pub n_missing: usize,
    /// Where they are missing.
    pub missing: Vec<MissingCards>,
    /// One score a criterion, in the order of [`Comparison::criteria`].
    pub scores: Vec<CriterionScore>,
    /// The group that interviewers link, by number.
    pub group: Option<usize>,
    /// How this candidate stands to the others by the weighted fair score.
    pub others: Counts,
}

/// Cards of a round that did not come.
#[derive(Debug, Clone, Serialize)]
pub struct MissingCards {
    /// The round.
    pub round: Named,
    /// How many are missing.
    pub n_missing: usize,
    /// How many were expected.
    pub n_expected: usize,
}

/// A candidate's score on one criterion.
#[derive(Debug, Clone, Serialize)]
pub struct CriterionScore {
    /// The criterion's id.
    pub criterion: String,
    /// Its fair score; none where nobody gave a number.
    pub fair: Option<FairScore>,
    /// Why there is no number, where there is none.
    pub unscored: Option<String>,
}

/// A criterion and what it tells apart.
#[derive(Debug, Clone, Serialize)]
pub struct CriterionApart {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its weight at this level.
    pub weight: f64,
    /// Whether it alone can rule a hire out at this level.
    pub required: bool,
    /// What can be told apart by it.
    pub apart: Apart,
}

/// Somebody who is not compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Who.
    pub candidate: Person,
    /// Why, as a sentence.
    pub why: String,
}

/// What is compared: a rubric and a level of it.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The rubric.
    pub rubric: RubricRef,
    /// The level.
    pub level: Named,
    /// The bar-line on the scale.
    pub bar_line: f64,
    /// The scale.
    pub scale: Vec<ScalePoint>,
    /// Where the store's log stood.
    pub head: Option<String>,
}

/// Puts candidates side by side. All packets are of the frame's rubric and level.
#[must_use]
pub fn compare(frame: Frame, mut entries: Vec<Entry>, mut left_out: Vec<LeftOut>) -> Comparison {
    let key = |id: &str| order::key(&frame.rubric.id, &frame.level.id, id);
    entries.sort_by_cached_key(|entry| key(&entry.packet.candidate.id));
    left_out.sort_by_cached_key(|out| key(&out.candidate.id));
    let groups: Vec<_> = entries.iter().map(|entry| entry.group).collect();
    let ids: Vec<_> = entries
        .iter()
        .map(|entry| entry.packet.candidate.id.as_str())
        .collect();
    let weighted: Vec<_> = entries
        .iter()
        .map(|entry| entry.packet.fair.as_ref())
        .collect();
    let field = apart::Field::new(&ids, &groups, &weighted);
    let pairs = (ids.len() <= MOST_PAIRED).then(|| field.pairs());
    let others = field.counts();
    let weighted = field.apart(&others);
    let criteria = criteria(&entries, &ids, &groups);
    let method = method(&entries);
    let candidates = entries.into_iter().zip(others);
    Comparison {
        format: FORMAT,
        rubric: frame.rubric,
        level: frame.level,
        bar_line: frame.bar_line,
        scale: frame.scale,
        pairs_left_out: pairs.is_none().then(|| {
            format!("pairs are listed of {MOST_PAIRED} candidates or fewer: name those to compare")
        }),
        pairs,
        weighted,
        criteria,
        candidates: candidates
            .map(|(entry, others)| compared(entry, others))
            .collect(),
        left_out,
        method,
        head: frame.head,
    }
}

/// How the scores of those with a number were come by, else of anybody.
fn method(entries: &[Entry]) -> Option<MethodNote> {
    let with_number = entries.iter().find(|entry| entry.packet.fair.is_some());
    let entry = with_number.or(entries.first())?;
    Some(entry.packet.method.clone())
}

fn criteria(entries: &[Entry], ids: &[&str], groups: &[Option<usize>]) -> Vec<CriterionApart> {
    let rows = entries.first().map(|entry| &entry.packet.criteria);
    let rows = rows.into_iter().flatten().enumerate();
    rows.map(|(place, row)| {
        let scores = entries
            .iter()
            .map(|entry| entry.packet.criteria[place].fair.as_ref());
        let scores: Vec<_> = scores.collect();
        let field = apart::Field::new(ids, groups, &scores);
        CriterionApart {
            id: row.id.clone(),
            title: row.title.clone(),
            weight: row.weight,
            required: row.required,
            apart: field.apart(&field.counts()),
        }
    })
    .collect()
}

fn compared(entry: Entry, others: Counts) -> Compared {
    let packet = entry.packet;
    let missing = packet.missing_cards.into_iter();
    let scores = packet.criteria.into_iter();
    Compared {
        candidate: packet.candidate,
        verdict: packet.verdict,
        verdict_title: packet.verdict_title,
        headline: packet.headline,
        fair: packet.fair,
        coverage: packet.coverage,
        n_cards: packet.cards.len(),
        n_missing: packet.n_missing,
        missing: missing
            .map(|missing| MissingCards {
                round: missing.round,
                n_missing: missing.n_missing,
                n_expected: missing.n_expected,
            })
            .collect(),
        scores: scores
            .map(|row| CriterionScore {
                criterion: row.id,
                fair: row.fair,
                unscored: row.unscored,
            })
            .collect(),
        group: entry.group,
        others,
    }
}

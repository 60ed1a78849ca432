//! What can be counted: ratings, partners and raw means.

use crate::calibration::records::Records;
use crate::text::count;

/// What was counted of one candidate, interviewer or item.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    /// Ratings.
    pub(super) n: usize,
    /// The sum of the scores.
    sum: i64,
    /// Interviewers of a candidate, candidates of all else.
    pub(super) partners: usize,
}

impl Tally {
    /// The mean of the scores.
    pub(super) fn mean(&self) -> Option<f64> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "sums of 32-bit scores stay far under 2^52"
        )]
        let sum = self.sum as f64;
        (self.n > 0).then(|| sum / count(self.n))
    }
}

/// All of them, by number.
pub(super) struct Tallies {
    pub(super) n_ratings: usize,
    pub(super) candidates: Vec<Tally>,
    pub(super) interviewers: Vec<Tally>,
    pub(super) items: Vec<Tally>,
}

impl Tallies {
    pub(super) fn of(records: &Records) -> Self {
        let mut all = Self {
            n_ratings: 0,
            candidates: vec![Tally::default(); records.candidates.len()],
            interviewers: vec![Tally::default(); records.interviewers.len()],
            items: vec![Tally::default(); records.items.len()],
        };
        let mut pairs = Vec::new();
        let mut rated = Vec::new();
        for rating in records.counted() {
            all.n_ratings += 1;
            let facets = [
                &mut all.candidates[rating.candidate as usize],
                &mut all.interviewers[rating.interviewer as usize],
                &mut all.items[rating.item as usize],
            ];
            for tally in facets {
                tally.n += 1;
                tally.sum += i64::from(rating.score);
            }
            pairs.push(key(rating.candidate, rating.interviewer));
            rated.push(key(rating.candidate, rating.item));
        }
        for (candidate, interviewer) in distinct(pairs) {
            all.candidates[candidate].partners += 1;
            all.interviewers[interviewer].partners += 1;
        }
        for (_, item) in distinct(rated) {
            all.items[item].partners += 1;
        }
        all
    }
}

fn key(a: u32, b: u32) -> u64 {
    u64::from(a) << 32 | u64::from(b)
}

/// Each pair once.
fn distinct(mut keys: Vec<u64>) -> impl Iterator<Item = (usize, usize)> {
    keys.dedup();
    keys.sort_unstable();
    keys.dedup();
    let half = |part: u64| usize::try_from(part).unwrap_or(usize::MAX);
    keys.into_iter()
        .map(move |key| (half(key >> 32), half(key & u64::from(u32::MAX))))
}

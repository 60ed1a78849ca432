//! Ratings that say the same thing twice.

use super::{Labels, Record};

/// Pairs of ratings of one candidate by one interviewer on one criterion in one round: the first
/// and each later one, by the later. `criteria` has the criterion of each rating.
pub(super) fn repeats(ratings: &[Record], criteria: &[u32], rounds: &Labels) -> Vec<[usize; 2]> {
    let mut found = Vec::new();
    let mut of_candidate: Vec<(u32, u32, Option<u32>, u32)> = Vec::new();
    let order = by_candidate(ratings);
    let same = |a: &u32, b: &u32| ratings[*a as usize].candidate == ratings[*b as usize].candidate;
    for chunk in order.chunk_by(same) {
        of_candidate.clear();
        of_candidate.extend(chunk.iter().map(|at| {
            let place = *at as usize;
            let interviewer = ratings[place].interviewer;
            (interviewer, criteria[place], rounds.number(place), *at)
        }));
        of_candidate.sort_unstable();
        let same = |a: &(u32, u32, Option<u32>, u32), b: &(u32, u32, Option<u32>, u32)| {
            (a.0, a.1, a.2) == (b.0, b.1, b.2)
        };
        for alike in of_candidate.chunk_by(same) {
            let first = alike[0].3 as usize;
            found.extend(alike[1..].iter().map(|later| [first, later.3 as usize]));
        }
    }
    found.sort_unstable_by_key(|[_, later]| *later);
    found
}

/// The places of ratings, candidate by candidate, each in their order.
fn by_candidate(ratings: &[Record]) -> Vec<u32> {
    let n = ratings.iter().map(|rating| rating.candidate as usize + 1);
    let mut next = vec![0_u32; n.max().unwrap_or_default() + 1];
    for rating in ratings {
        next[rating.candidate as usize + 1] += 1;
    }
    for at in 1..next.len() {
        next[at] += next[at - 1];
    }
    let mut order = vec![0; ratings.len()];
    for (at, rating) in (0_u32..).zip(ratings) {
        let to = &mut next[rating.candidate as usize];
        order[*to as usize] = at;
        *to += 1;
    }
    order
}

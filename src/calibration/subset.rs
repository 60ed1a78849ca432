//! A part of many ratings, from which variances are estimated: always the same part.

use super::design::{Counts, Design, Response};
use super::draw::hash;

/// Candidates that are enough to estimate variances from.
pub const MOST_CANDIDATES: usize = 20_000;

/// Interviewers that are enough.
pub const MOST_INTERVIEWERS: usize = 600;

/// Whether a design is so large that a part of it will do.
#[must_use]
pub fn is_large(design: &Design) -> bool {
    are_many(design.n_candidates, design.n_interviewers)
}

/// The same by the numbers of candidates and interviewers.
#[must_use]
pub fn are_many(n_candidates: usize, n_interviewers: usize) -> bool {
    n_candidates > MOST_CANDIDATES || n_interviewers > MOST_INTERVIEWERS
}

/// The ratings among the chosen interviewers of candidates whom at least two of them rated, up to
/// [`MOST_CANDIDATES`]. Who is chosen depends on a hash of their number alone. Interviewers are
/// numbered anew, and so are candidates. `groups` are candidates' groups; empty for none.
#[must_use]
pub fn choose(counts: Counts, responses: &[Response], groups: &[Option<u32>]) -> Design {
    let interviewers = chosen(counts.n_interviewers, MOST_INTERVIEWERS, 1, |_| true);
    let mut n_pairs = vec![0_u32; counts.n_candidates];
    let mut last = vec![u32::MAX; counts.n_candidates];
    for response in responses {
        let at = response.candidate as usize;
        if interviewers[response.interviewer as usize].is_some() && last[at] != response.interviewer
        {
            n_pairs[at] += 1;
            last[at] = response.interviewer;
        }
    }
    let candidates = chosen(counts.n_candidates, MOST_CANDIDATES, 2, |at| {
        n_pairs[at] >= 2
    });
    let part = responses.iter().filter_map(|response| {
        Some(Response {
            candidate: candidates[response.candidate as usize]?,
            interviewer: interviewers[response.interviewer as usize]?,
            ..*response
        })
    });
    let n = |of: &[Option<u32>]| of.iter().flatten().count();
    let counts = Counts {
        n_candidates: n(&candidates),
        n_interviewers: n(&interviewers),
        ..counts
    };
    let of_part = groups.iter().zip(&candidates);
    let of_part = of_part.filter_map(|(group, number)| number.map(|_| *group));
    Design::new(counts, part.collect()).with_groups(of_part.collect())
}

/// Up to `most` of some candidates, those whose numbers have the lowest hashes, ascending.
#[must_use]
pub fn lowest(candidates: &[usize], most: usize) -> Vec<usize> {
    let mut hashes: Vec<(u64, usize)> = candidates
        .iter()
        .map(|at| (hash(*at as u64 ^ (2 << 48)), *at))
        .collect();
    hashes.sort_unstable();
    hashes.truncate(most);
    let mut lowest: Vec<usize> = hashes.into_iter().map(|(_, at)| at).collect();
    lowest.sort_unstable();
    lowest
}

/// New numbers for those with the lowest hashes among whoever may be chosen.
fn chosen(n: usize, most: usize, salt: u64, may: impl Fn(usize) -> bool) -> Vec<Option<u32>> {
    let mut hashes: Vec<(u64, usize)> = (0..n)
        .filter(|at| may(*at))
        .map(|at| (hash(at as u64 ^ (salt << 48)), at))
        .collect();
    hashes.sort_unstable();
    hashes.truncate(most);
    let mut is_in = vec![false; n];
    for (_, at) in hashes {
        is_in[at] = true;
    }
    let mut next = 0;
    is_in
        .into_iter()
        .map(|is_in| {
            is_in.then(|| {
                next += 1;
                next - 1
            })
        })
        .collect()
}

//! The order of questions that decides between plans that are equally good.

use crate::rubric::Rubric;
use crate::text::sha256_hex;

/// A number for each question; lower goes first.
///
/// It depends on the candidate's id, the rubric's id and the question's id alone, so that a new
/// version of the rubric leaves the order of the questions it keeps as it was. Without a candidate
/// it is the rubric's order.
pub(super) fn order(rubric: &Rubric, candidate: Option<&str>) -> Vec<u64> {
    let questions = rubric.questions();
    let Some(candidate) = candidate else {
        return (0..questions.len() as u64).collect();
    };
    // No id holds a line break, so no two pairs give the same text.
    let text = format!("{}\n{candidate}", rubric.about().id);
    let base = fold(sha256_hex(text.as_bytes()).as_bytes());
    questions
        .iter()
        .map(|question| mix(base ^ fold(question.id.as_bytes())))
        .collect()
}

/// Whose turn it is: 0 to 15 for each question, 0 for all where there is no candidate.
pub(super) fn turns(order: &[u64], candidate: Option<&str>) -> Vec<i64> {
    let turn = |order: &u64| match candidate {
        Some(_) => i64::from((order >> 60) as u8),
        None => 0,
    };
    order.iter().map(turn).collect()
}

/// FNV-1a with 64 bits.
fn fold(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The finaliser of `SplitMix64`: every bit of the input changes about half of the output's.
fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

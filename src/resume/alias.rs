//! Aliases in place of names, and orders that say nothing.
//!
//! Both follow from a seed and from who it is about, not from where anybody stands in a file. An
//! alias is `a` and a number: a word that can be spoken may be somebody's name, and a number in
//! sequence would say who came first.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::sha256_hex;

/// There are at least so many numbers for each application, so that a number written wrong is
/// mostly nobody's.
const ROOM: usize = 20;

/// Numbers begin here, so that all of them are of one length.
const FEWEST: u64 = 1_000;

/// An alias for each candidate, all different.
#[must_use]
pub fn aliases<'a>(
    seed: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> BTreeMap<&'a str, String> {
    let candidates: BTreeSet<&str> = candidates.collect();
    let mut first = FEWEST;
    while (9 * first) < (candidates.len() * ROOM) as u64 {
        first *= 10;
    }
    let mut taken = BTreeSet::new();
    let number = |candidate: &&'a str| {
        let free = (0_u32..).find_map(|attempt| {
            let drawn = draw(&[seed, "alias", candidate, &attempt.to_string()]);
            let number = first + drawn % (9 * first);
            taken.insert(number).then_some(number)
        });
        (*candidate, format!("a{}", free.unwrap_or_default()))
    };
    candidates.iter().map(number).collect()
}

/// Where something stands in a shuffled order: lower goes first.
#[must_use]
pub fn place(seed: &str, reviewer: &str, criterion: &str, alias: &str) -> u64 {
    draw(&[seed, "order", reviewer, criterion, alias])
}

/// A number that is as good as drawn at random. Each part is told by its length.
fn draw(parts: &[&str]) -> u64 {
    let mut text = String::new();
    for part in parts {
        text.push_str(&part.len().to_string());
        text.push(':');
        text.push_str(part);
    }
    let hash = sha256_hex(text.as_bytes());
    u64::from_str_radix(&hash[..16], 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_different_and_say_nothing_of_order() {
        let ids: Vec<String> = (0..2_000).map(|at| format!("c{at:04}")).collect();
        let found = aliases("s", ids.iter().map(String::as_str));
        let all: BTreeSet<&String> = found.values().collect();
        assert_eq!(all.len(), 2_000);
        assert!(all.iter().all(|alias| alias.len() == 6), "one length");
        // As many rise from one id to the next as fall.
        let numbers: Vec<&String> = ids.iter().map(|id| &found[id.as_str()]).collect();
        let n_rising = numbers.windows(2).filter(|pair| pair[0] < pair[1]).count();
        assert!((900..1100).contains(&n_rising), "{n_rising}");
    }

    #[test]
    fn the_same_people_have_the_same_aliases_in_any_order() {
        let one = aliases("s", ["ada", "li", "omar"].into_iter());
        let other = aliases("s", ["omar", "ada", "li"].into_iter());
        assert_eq!(one, other);
        assert_ne!(one, aliases("t", ["ada", "li", "omar"].into_iter()));
    }

    #[test]
    fn every_criterion_and_reviewer_has_an_order_of_its_own() {
        let ids: Vec<String> = (0..200).map(|at| format!("a{at}")).collect();
        let order = |reviewer: &str, criterion: &str| {
            let mut order: Vec<&String> = ids.iter().collect();
            order.sort_by_key(|alias| place("s", reviewer, criterion, alias));
            order
        };
        assert_ne!(order("x", "bread"), order("x", "nights"));
        assert_ne!(order("x", "bread"), order("y", "bread"));
        assert_eq!(order("x", "bread"), order("x", "bread"));
    }
}

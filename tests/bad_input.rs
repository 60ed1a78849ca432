//! Bad input: cards and stores that are wrong, each with the message that it must give.

mod cards;
mod stores;

use crate::scorecard::{malformed, missing};

/// How many are promised.
const AT_LEAST: usize = 60;

#[test]
fn there_are_as_many_as_promised_and_each_is_another() {
    let tables = malformed::ALL.iter().chain(missing::ALL).chain(cards::ALL);
    let edited = tables.flat_map(|table| table.iter().map(|(_, edits, ..)| format!("{edits:?}")));
    let files = cards::FILES
        .iter()
        .map(|(name, ..)| format!("the card {name}"));
    let stores = stores::ALL
        .iter()
        .map(|store| format!("the store {}", store.name));
    let all: Vec<_> = edited.chain(files).chain(stores).collect();
    let different: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(different.len(), all.len(), "a case is there twice");
    assert!(all.len() >= AT_LEAST, "{} cases", all.len());
    assert!(
        stores::ALL.len() >= AT_LEAST / 3,
        "{} stores",
        stores::ALL.len()
    );
}

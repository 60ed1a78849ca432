//! Cards kept in memory: the twin that tests and one-off runs use.

use std::collections::BTreeMap;

use super::{Receipt, Store, StoreError, Submission};

/// Cards by seat.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    cards: BTreeMap<(String, String, String), Vec<u8>>,
}

fn seat(submission: &Submission) -> (String, String, String) {
    (
        submission.candidate.clone(),
        submission.round.clone(),
        submission.interviewer.clone(),
    )
}

impl Store for MemoryStore {
    fn submit(&mut self, submissions: &[Submission]) -> Result<Vec<Receipt>, StoreError> {
        let mut cards = self.cards.clone();
        let mut receipts = Vec::new();
        for (place, submission) in submissions.iter().enumerate() {
            let kept = cards.get(&seat(submission));
            receipts.push(match kept {
                None => Receipt::Kept,
                Some(bytes) if *bytes == submission.bytes => Receipt::AlreadyKept,
                Some(_) => {
                    return Err(StoreError::SeatTaken {
                        submission: place,
                        kept_at: "memory".to_owned(),
                    });
                }
            });
            cards.insert(seat(submission), submission.bytes.clone());
        }
        self.cards = cards;
        Ok(receipts)
    }

    fn cards(&self) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(self.cards.values().cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing;
    use super::*;

    #[test]
    fn it_keeps_the_contract() {
        testing::contract(|| (MemoryStore::default(), ()));
    }
}

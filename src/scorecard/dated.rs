//! Whether a card's date can be.

use super::Scorecard;
use super::read::Places;
use crate::diagnostic::{Diagnostic, codes};
use crate::document::Date;

/// Cards of interviews on a day after the latest that has begun anywhere. A warning: the clock of
/// whoever asks can be wrong too.
#[must_use]
pub fn in_future(cards: &[(Scorecard, Places)], latest: Date) -> Vec<Diagnostic> {
    let late = cards
        .iter()
        .filter(|(card, _)| card.interviewed_on > latest);
    late.map(|(card, places)| {
        let message = format!(
            "the interview is dated {}, and it is {latest} at most",
            card.interviewed_on
        );
        Diagnostic::warning(codes::CARD_FUTURE, places.interviewed_on, message)
            .hint("correct the day, or this computer's clock")
    })
    .collect()
}

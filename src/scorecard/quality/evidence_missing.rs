//! C203, which reading a card reports.

use super::{Check, Look};
use crate::diagnostic::{Severity, codes};

pub(super) const CHECK: Check = Check {
    code: codes::CARD_EVIDENCE,
    name: "evidence-missing",
    severity: Severity::Error,
    summary: "a score has no evidence written beside it",
    explanation: "A number without evidence cannot be weighed in the debrief, cannot knock anybody \
        out, and cannot be defended a year later. Write what the candidate said or did, as close to \
        their words as you can. If there is nothing to write, the score is \"no-evidence\".",
    bad: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
#       ^ no evidence
observed = ["outage+1"]
"#,
    good: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
evidence = "Swapped one cable at a time and timed each swap."
observed = ["outage+1"]
"#,
    look: Look::Reading,
};

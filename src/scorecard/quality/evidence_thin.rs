//! C210

use super::words::has_words;
use super::{Check, Findings, Look, Reviewed};
use crate::diagnostic::{Severity, codes};
use crate::text::counted;

pub(super) const CHECK: Check = Check {
    code: codes::CARD_THIN,
    name: "evidence-thin",
    severity: Severity::Warning,
    summary: "the evidence of a score is too short to rest it on",
    explanation: "“Good” or “solid answer” repeats the score in words. Say what was said or done, so \
        that somebody who was not there could give the score. How many words there must be at \
        least is set in panelkit.toml, as evidence-words in the table “quality”; it is 5 unless \
        set. A word said again adds nothing; two Chinese or Japanese characters, or three Thai \
        ones, count as a word, and so does each twelve letters of a long one.",
    bad: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
evidence = "Very good, very solid."
#          ^ too short
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
    look: Look::Card(look),
};

fn look(card: &Reviewed<'_>, findings: &mut Findings) {
    for (score, _, places) in card.points() {
        let Some(evidence) = &score.evidence else {
            continue;
        };
        if !has_words(evidence, card.min_words) {
            let least = counted(card.min_words, "word");
            let finding = findings
                .at(
                    places.evidence,
                    "the evidence is too short to rest a score on",
                )
                .hint(format!(
                    "say what the candidate said or did, in {least} at least"
                ));
            findings.report(finding);
        }
    }
}

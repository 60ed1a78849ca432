//! C214

use std::collections::{HashMap, HashSet};

use super::quoted::rubric_runs;
use super::runs::{Run, covered, hashes, joined, n_words};
use super::words::{MOST, Token, tokens};
use super::{Check, Field, Findings, Look, Reviewed};
use crate::diagnostic::{Severity, codes};
use crate::scorecard::identity_key;
use crate::text::{Span, counted};

pub(super) const CHECK: Check = Check {
    code: codes::CARD_COPIED,
    name: "text-copied",
    severity: Severity::Warning,
    summary: "a text stands on another card too",
    explanation: "Evidence is about one candidate and from one pair of ears. A run of twelve words or \
        more that stands on another card of the same run is questioned: on the card of another \
        candidate, or of another interviewer. So is one on an earlier card of the same interviewer \
        that the store keeps; others' cards are not compared with there, since a finding would \
        show them. The rubric's own words are left out of the \
        comparison, and so are an interviewer's cards on the same candidate. The first 5,000 words \
        of a text are compared.",
    bad: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
evidence = "Swapped one cable at a time, timed each swap, and found that one clock was drifting."
#           ^ words in a row stand on another card too
# another candidate's card
recommendation = "hire"
summary = "Took long, and came to the point in the end."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
evidence = "Swapped one cable at a time, timed each swap, and found that one clock was drifting."
"#,
    good: r#"recommendation = "hire"
summary = "Kept the line calm and the order of steps clear."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
evidence = "Swapped one cable at a time, timed each swap, and found that one clock was drifting."
# another candidate's card
recommendation = "hire"
summary = "Took long, and came to the point in the end."
asked = ["outage"]

[[score]]
criterion = "diagnosis"
score = 3
evidence = "Asked what had changed since it last worked, and went back from there."
"#,
    look: Look::Run(look),
};

/// Words of a run by which shared text is found.
const RUN: usize = 8;

/// Words in a row that are no accident.
const LEAST: usize = 12;

/// Where a run of words was first seen: the card's place in the run, and the field's place.
#[derive(Clone, Copy)]
struct Seen {
    card: usize,
    span: Span,
}

fn look(cards: &[Reviewed<'_>], findings: &mut Findings) {
    let Some(first) = cards.first() else {
        return;
    };
    let of_rubric = rubric_runs(first.rubric, RUN);
    let authors: Vec<_> = cards
        .iter()
        .map(|card| {
            (
                card.card.candidate.as_str(),
                identity_key(&card.card.interviewer),
            )
        })
        .collect();
    // The later card is the one that could have copied; one that is kept already is no later one.
    let mut order: Vec<_> = (0..cards.len()).collect();
    order.sort_by_key(|at| {
        let card = &cards[*at];
        (!card.is_kept, card.card.interviewed_on, *at)
    });
    let mut seen: HashMap<u64, Seen> = HashMap::new();
    for at in order {
        let card = &cards[at];
        let mut fresh = Vec::new();
        for field in card.fields() {
            let words = tokens(field.text, MOST);
            let runs: Vec<_> = hashes(&words, RUN).collect();
            let others: Vec<_> = runs
                .iter()
                .map(|run| {
                    seen.get(run)
                        .filter(|seen| authors[seen.card] != authors[at])
                })
                .map(Option::<&Seen>::copied)
                .collect();
            let shared = longest(&words, &runs, &others, &of_rubric);
            if let Some((run, other)) = shared.filter(|_| !card.is_kept) {
                report(
                    card,
                    &cards[other.card],
                    &field,
                    &words,
                    &run,
                    other.span,
                    findings,
                );
            }
            fresh.extend(runs.into_iter().map(|run| (run, field.span)));
        }
        for (run, span) in fresh {
            seen.entry(run).or_insert(Seen { card: at, span });
        }
    }
}

/// The longest run that stands on another card, if it is long enough.
fn longest(
    words: &[Token],
    runs: &[u64],
    others: &[Option<Seen>],
    of_rubric: &HashSet<u64>,
) -> Option<(Run, Seen)> {
    let starts =
        (0..runs.len()).filter(|at| others[*at].is_some() && !of_rubric.contains(&runs[*at]));
    let joined = joined(starts, RUN);
    let longest = joined
        .into_iter()
        .max_by_key(|run| (n_words(words, run), std::cmp::Reverse(run.start)))
        .filter(|run| n_words(words, run) >= LEAST)?;
    let other = others[longest.start]?;
    Some((longest, other))
}

fn report(
    card: &Reviewed<'_>,
    other: &Reviewed<'_>,
    field: &Field<'_>,
    words: &[Token],
    run: &Run,
    other_span: Span,
    findings: &mut Findings,
) {
    let place = card.place_of(field, covered(field.text, words, run));
    let n = counted(n_words(words, run), "word");
    let whose = if other.card.candidate == card.card.candidate {
        format!("the card of `{}`", other.card.interviewer)
    } else {
        format!("the card of `{}`", other.card.candidate)
    };
    let finding = findings
        .at(place, format!("{n} in a row stand on another card too"))
        .label(format!("in the {}", field.what))
        .context(other_span, format!("on {whose}"))
        .hint("write what this candidate said or did, as you heard it");
    findings.report(finding);
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CARD, many};
    use super::CHECK;

    const STORY: &str = "Swapped one cable at a time, timed each swap, and found in the end that \
        the clock of one node had been drifting since the spring.";
    const OTHER: &str = "Asked what had changed since it last worked, and went back from there \
        step by step with the log in hand.";

    fn card(candidate: &str, interviewer: &str, evidence: &str) -> String {
        format!(
            "{}recommendation = \"hire\"\nsummary = \"As below.\"\nasked = [\"outage\"]\n\
             [[score]]\ncriterion = \"diagnosis\"\nscore = 3\nevidence = '''{evidence}'''\n",
            CARD.replace("\"ada\"", &format!("\"{candidate}\""))
                .replace("grace@example.com", interviewer)
        )
    }

    #[test]
    fn who_wrote_what_about_whom_decides() {
        let zh = "候选人先确认最近的变更然后逐一更换电缆并且记录每次更换的时间最后发现时钟漂移";
        let cases = [
            ("ada", "grace", STORY, "omar", "grace", STORY, 1),
            ("ada", "grace", STORY, "ada", "Łucja", STORY, 1),
            ("ada", "grace", STORY, "ada", "GRACE", STORY, 0),
            ("ada", "grace", STORY, "omar", "grace", OTHER, 0),
            ("ada", "李雷", zh, "omar", "عمر", zh, 1),
            (
                "ada",
                "grace",
                "Swapped one cable at a time.",
                "omar",
                "x",
                "Swapped one cable at a time.",
                0,
            ),
        ];
        for (a, by, text, b, by_other, other, n) in cases {
            let cards = [card(a, by, text), card(b, by_other, other)];
            let found = many(&CHECK, &cards);
            assert_eq!(found.len(), n, "{a} {by} {b} {by_other}: {found:#?}");
        }
    }

    #[test]
    fn hundreds_of_cards_are_compared_in_one_pass() {
        let words: Vec<_> = (0..500).map(|n| format!("word{n}")).collect();
        let text = words.join(" ");
        let cards: Vec<_> = (0..500)
            .map(|n| {
                card(
                    &format!("c-{n}"),
                    "grace",
                    &text.replace("word", &format!("w{n}x")),
                )
            })
            .collect();
        assert_eq!(many(&CHECK, &cards), [""; 0]);
        let alike: Vec<_> = (0..100)
            .map(|n| card(&format!("c-{n}"), "grace", &text))
            .collect();
        assert_eq!(many(&CHECK, &alike).len(), 99);
    }
}

//! Checks against their own examples: a comment under a line says what must be found there, as in
//! the examples of rules.

use super::{ALL, Check, Settings, review, weigh};
use crate::diagnostic::{Diagnostic, any_error};
use crate::rubric::Rubric;
use crate::rubric::compile::{self, NoFiles};
use crate::scorecard::read;
use crate::text::Sources;

/// The rubric that examples are cards for.
pub(super) const RUBRIC: &str = r#"format = 1
id = "support"
title = "Support"
version = "1.0.0"
summary = "Helps."

[[level]]
id = "senior"
title = "Senior"

[[competency]]
id = "diagnosis"
title = "Diagnosis"
required-at = ["senior"]
[competency.progression]
senior = "Finds the cause of a fault that crosses two teams."
[[competency.question]]
id = "outage"
round = "talk"
ask = "Walk us through the hardest fault."
positive = ["Changes one thing at a time, and says why", "Times each step", "Names a dead end"]
negative = ["Guesses"]

[[attitude]]
id = "clarity"
title = "Clarity"
definition = "Says it so that it is understood."
[[attitude.question]]
id = "explain"
round = "talk"
ask = "Explain a clock that drifts."
positive = ["Uses no jargon"]
negative = ["Lectures"]

[[attitude]]
id = "calm"
title = "Calm"
definition = "Takes the time that is there."

[[attitude]]
id = "care"
title = "Care"
definition = "Comes back to people."

[[round]]
id = "talk"
title = "Talk"
stage = "onsite"
focus = ["diagnosis", "clarity", "calm", "care"]
"#;

/// What every example begins with.
pub(super) const CARD: &str = r#"format = 1
rubric = "support"
rubric-version = "1.0.0"
candidate = "ada"
round = "talk"
level = "senior"
interviewer = "grace@example.com"
interviewed-on = 2026-11-20
"#;

/// What parts the cards of an example.
const ANOTHER: &str = "# another candidate's card\n";

/// A card with this evidence and nothing to find otherwise.
pub(super) fn evidence(text: &str) -> String {
    format!(
        "{CARD}recommendation = \"hire\"\nsummary = \"As below.\"\nasked = [\"outage\"]\n\
         [[score]]\ncriterion = \"diagnosis\"\nscore = 3\nevidence = '''{text}'''\n"
    )
}

/// A card with more after the opening lines.
pub(super) fn ending(text: &str) -> String {
    format!("{CARD}{text}")
}

/// The messages of one check over cards.
pub(super) fn many(check: &Check, cards: &[String]) -> Vec<String> {
    many_of(RUBRIC, check, cards)
}

/// The same with another rubric.
pub(super) fn many_of(rubric: &str, check: &Check, cards: &[String]) -> Vec<String> {
    let (found, _) = findings(rubric, check, cards);
    found.into_iter().map(|finding| finding.message).collect()
}

fn rubric(text: &str, sources: &mut Sources) -> Rubric {
    let loaded = compile::load("rubric.toml", text.into(), &mut NoFiles, sources);
    loaded.rubric.expect("the rubric is sound")
}

fn findings(of: &str, check: &Check, cards: &[String]) -> (Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let rubric = rubric(of, &mut sources);
    let mut sound = Vec::new();
    let mut found = Vec::new();
    for (n, text) in cards.iter().enumerate() {
        let name = format!("{n}.toml");
        let checked = read::read(&name, text.clone().into(), &rubric, &mut sources);
        assert!(
            !any_error(&checked.diagnostics),
            "{:#?}\n{text}",
            checked.diagnostics
        );
        found.extend(checked.diagnostics);
        sound.push((checked.card.expect("a card without errors"), checked.places));
    }
    let settings = Settings::default();
    weigh(&mut found, &settings);
    found.extend(review(&rubric, &sound, &[], &sources, &settings));
    found.retain(|finding| finding.code == check.code);
    (found, sources)
}

fn cards(example: &str) -> Vec<String> {
    let parts = example.split(ANOTHER).enumerate();
    parts
        .map(|(n, part)| match n {
            0 => format!("{CARD}{part}"),
            _ => format!("{}{part}", CARD.replace("\"ada\"", "\"omar\"")),
        })
        .collect()
}

/// Reviewed, line, column and words of every comment with carets.
fn expected(cards: &[String]) -> Vec<(String, usize, usize, String)> {
    let mut found = Vec::new();
    for (n, text) in cards.iter().enumerate() {
        let mut code_line = 0;
        for (idx, line) in text.lines().enumerate() {
            match line.find('^').filter(|_| line.starts_with('#')) {
                None => code_line = idx + 1,
                Some(at) => {
                    let words = line[at + 1..].trim().to_owned();
                    found.push((format!("{n}.toml"), code_line, at + 1, words));
                }
            }
        }
    }
    found
}

#[test]
fn every_check_finds_what_its_examples_say() {
    for check in ALL {
        assert!(
            check.bad.contains('^') && !check.good.contains('^'),
            "{}",
            check.code
        );
        for example in [check.bad, check.good] {
            let mut cards = cards(example);
            let expected = expected(&cards);
            if expected.iter().any(|(file, ..)| file == "0.toml") && cards.len() > 1 {
                // The finding is on the later card.
                cards[0] = cards[0].replace("2026-11-20", "2026-11-21");
            }
            let (found, sources) = findings(RUBRIC, check, &cards);
            let found: Vec<_> = found
                .iter()
                .map(|finding| {
                    let source = sources.get(finding.primary.span.source);
                    let at = source.position(finding.primary.span.start);
                    (
                        source.name().to_owned(),
                        at.line,
                        at.column,
                        finding.message.clone(),
                    )
                })
                .collect();
            assert_eq!(found.len(), expected.len(), "{}: {found:#?}", check.code);
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(
                    (&found.0, found.1, found.2),
                    (&expected.0, expected.1, expected.2),
                    "{}: {}",
                    check.code,
                    found.3
                );
                assert!(found.3.contains(&expected.3), "{}: {}", check.code, found.3);
            }
        }
    }
}

#[test]
fn the_table_is_sorted_and_explained() {
    assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
    for check in ALL {
        assert!(
            check.explanation.split_whitespace().count() >= 15,
            "{}",
            check.code
        );
        assert!(!check.summary.ends_with('.'), "{}", check.code);
    }
}

//! Rules against their own examples: a comment under a line says what must be found there.
//!
//! ```toml
//! weight = 3
//! #        ^ the weight differs
//! ```
//!
//! The carets mark the finding's first column; the words after them are in its message.

use super::{Rule, lint};
use crate::diagnostic::{Diagnostic, Severities, any_error};
use crate::rubric::compile::{self, NoFiles};
use crate::text::Sources;

/// What every example begins with.
pub(crate) const PRELUDE: &str = r#"format = 1
id = "example"
title = "Example"
version = "1.0.0"
summary = "A rubric with one thing to see."

[[level]]
id = "junior"
title = "Junior"

[[level]]
id = "senior"
title = "Senior"

"#;

/// What an example gets where it has nothing to score of its own.
const COMPETENCY: &str = r#"
[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
[[competency.question]]
id = "last-piece"
round = "onsite"
ask = "Walk us through the last thing you finished."
positive = ["Names what was left out and why"]
negative = ["Cannot say when it was done"]
"#;

/// What an example gets where it has no round of its own.
const ROUND: &str = r#"
[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
interviewers = 2
focus = ["craft"]
"#;

/// A whole rubric around an example.
pub(crate) fn whole(example: &str) -> String {
    let mut text = format!("{PRELUDE}{example}");
    let has = |table: &str| example.contains(table);
    let stands_alone = has("[[attitude]]") && has("[[round]]");
    if !has("[[competency]]") && !stands_alone {
        text.push_str(COMPETENCY);
    }
    if !has("[[round]]") {
        text.push_str(ROUND);
    }
    text
}

/// The findings of one rule in an example, which must be a rubric that can be used.
pub(crate) fn findings(rule: &Rule, example: &str) -> (Vec<Diagnostic>, Sources) {
    let mut sources = Sources::default();
    let text = whole(example);
    let loaded = compile::load("example.toml", text.into(), &mut NoFiles, &mut sources);
    assert!(
        !any_error(&loaded.diagnostics),
        "{}: the example cannot be used: {:#?}\n{example}",
        rule.code,
        loaded.diagnostics
    );
    let rubric = loaded.rubric.expect("without errors there is a rubric");
    let mut found = lint(&rubric, &sources, 0, &Severities::new());
    found.retain(|finding| finding.code == rule.code);
    (found, sources)
}

/// Checks that a rule finds in an example what its comments say, there and nothing else.
pub(crate) fn check(rule: &Rule, example: &str) {
    let (found, sources) = findings(rule, example);
    let text = whole(example);
    let mut found: Vec<_> = found
        .iter()
        .map(|finding| {
            let span = finding.primary.span;
            let at = sources.get(span.source).position(span.start);
            (at.line, at.column, finding.message.clone())
        })
        .collect();
    found.sort();
    let expected = expectations(&text);
    assert_eq!(
        found.len(),
        expected.len(),
        "{} {}: found {found:#?}, expected {expected:#?}\n{example}",
        rule.code,
        rule.name
    );
    for ((line, column, message), (at_line, at_column, words)) in found.iter().zip(&expected) {
        assert_eq!(
            (line, column),
            (at_line, at_column),
            "{}: {message}\n{example}",
            rule.code
        );
        assert!(
            message.contains(words),
            "{}: `{message}` has not `{words}`",
            rule.code
        );
    }
}

/// Line, column and words of every comment with carets, in order.
fn expectations(text: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut code_line = 0;
    for (idx, line) in text.lines().enumerate() {
        let carets = line
            .trim_start()
            .starts_with('#')
            .then(|| line.find('^'))
            .flatten();
        let Some(at) = carets else {
            code_line = idx + 1;
            continue;
        };
        let column = line[..at].chars().count() + 1;
        let words = line[at..].trim_start_matches('^').trim().to_owned();
        found.push((code_line, column, words));
    }
    found
}

/// Checks that a rule keeps silent on a question with these words.
pub(crate) fn silent_on(rule: &Rule, ask: &str) {
    let (found, _) = findings(rule, &question(ask));
    assert!(found.is_empty(), "{} on `{ask}`: {found:#?}", rule.code);
}

/// Checks that a rule fires on a question with these words.
pub(crate) fn fires_on(rule: &Rule, ask: &str) {
    let (found, _) = findings(rule, &question(ask));
    assert!(!found.is_empty(), "{} is silent on `{ask}`", rule.code);
}

fn question(ask: &str) -> String {
    format!(
        "[[question]]\nid = \"asked\"\nmeasures = [\"craft\"]\nround = \"onsite\"\nask = '''{ask}'''\n"
    )
}

#[test]
fn every_rule_finds_what_its_examples_say() {
    for rule in super::rules::ALL {
        assert!(
            rule.bad.contains('#') && rule.bad.contains('^'),
            "{}",
            rule.code
        );
        assert!(!rule.good.contains('^'), "{}", rule.code);
        check(rule, rule.bad);
        check(rule, rule.good);
    }
}

#[test]
fn the_table_is_sorted_and_explained() {
    use super::rules::ALL;
    assert!(ALL.len() >= 30, "{} rules", ALL.len());
    assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
    for rule in ALL {
        let words = rule.explanation.split_whitespace().count();
        assert!(words >= 15, "{} is explained in {words} words", rule.code);
        assert!(!rule.summary.ends_with('.'), "{}", rule.code);
        let is_name = rule
            .name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b == b'-');
        assert!(is_name, "{}", rule.name);
        let n = ALL.iter().filter(|other| other.name == rule.name).count();
        assert_eq!(n, 1, "{} names one rule", rule.name);
    }
}

//! Many defects in one rubric: all reported, at their places, in their order.

use super::{BASE, check};
use crate::sandbox::{Finding, due, edited, unmark};

#[test]
fn a_rubric_with_twelve_defects_reports_all_twelve() {
    let text = edited(
        BASE,
        &[
            ("version = \"1.0.0\"", "version = «\"one\""),
            ("title = \"Junior\"", "«titel = \"Junior\""),
            ("aliases = [\"L5\"]", "aliases = [«\"JUNIOR\"]"),
            (
                "discipline = \"craft\"",
                "discipline = «\"kraft\"\nweight = «-2",
            ),
            (
                "[competency.progression]\njunior = \"Follows a recipe.\"",
                "«[competency.progression]",
            ),
            ("round = \"kitchen\"", "round = «\"kitchn\""),
            ("id = \"care\"", "id = «\"dough\""),
            ("[[attitude.question]]", "«[[attitude.question]]"),
            ("ask = \"What did you throw away?\"\n", ""),
            ("stage = \"onsite\"", "stage = «3"),
            (
                "focus = [\"dough\", \"care\"]",
                "focus = [\"dough\", «\"caring\"]",
            ),
            ("", "\n[decision]\nhire-at = «7\n"),
        ],
    );
    let (text, places) = unmark(&text);
    let run = check(text).exits(65).shows("12 errors");
    let found: Vec<_> = run.errors().iter().map(Finding::line).collect();
    let messages = [
        "E008 `one` is not a version",
        "E005 unknown key `titel` in a level",
        "E010 the id `JUNIOR` is used twice",
        "E011 there is no discipline `kraft`",
        "E008 expected a number, 0 or more, found -2",
        "E013 the progression of `dough` has no cell for `junior`",
        "E011 there is no round `kitchn`",
        "E010 the id `dough` is used twice",
        "E006 a question has no `ask`",
        "E007 expected a stage, found a whole number",
        "E011 there is no criterion `caring`",
        "E008 expected a number from 0 to 1, found 7",
    ];
    assert_eq!(found, due(&messages, &places));
}

#[test]
fn several_rubrics_are_all_checked() {
    let sandbox = crate::sandbox::Sandbox::with("a.toml", BASE.replace("onsite", "offsite"));
    sandbox.write("b.toml", BASE);
    sandbox.write("c.toml", BASE.replace("format = 1", "format = 9"));
    let run = sandbox
        .run(&["check", "a.toml", "b.toml", "c.toml"])
        .exits(65);
    let found: Vec<_> = run
        .errors()
        .iter()
        .map(|f| (f.file.clone(), f.code.clone()))
        .collect();
    let due = [("a.toml", "E008"), ("c.toml", "E004")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    assert_eq!(found, due);
    run.shows("b.toml: Baker");
}

#[test]
fn thousands_of_findings_are_counted_and_not_all_printed() {
    let unknown: Vec<_> = (0..5000).map(|n| format!("zzz{n} = 1")).collect();
    let run = check(format!("{}\n{BASE}", unknown.join("\n")))
        .exits(65)
        .shows("5000 errors");
    assert!(run.errors().len() <= 500, "{}", run.errors().len());
    assert!(run.stdout.len() < 200_000, "{}", run.stdout.len());
}

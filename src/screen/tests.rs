use super::*;
use crate::diagnostic::Diagnostic;
use crate::rubric::compile::{self, NoFiles};
use crate::sheet::{self, Separated, Sheet};
use crate::text::Sources;
use proptest::prelude::*;

const BASE: &str = include_str!("../../tests/rubric/full.toml");

/// Knock-outs of every form, of which one holds at one level alone.
const KNOCKOUTS: &str = r#"
[[knockout]]
id = "permit"
at = "application"
question = "May you work here?"
answer = "yes-no"
accept = ["yes"]
on-fail = "decline"
reason = "The role cannot be done without a permit."

[[knockout]]
id = "years"
at = "application"
question = "How many years have you baked?"
answer = "number"
min = 3
on-fail = "decline"
column = "years_of_baking"
reason = "Three years of baking are needed"

[[knockout]]
id = "place"
at = "application"
levels = ["senior"]
question = "Where?"
answer = "choice"
accept = ["Łódź", "Kraków"]
on-fail = "review"
reason = "We bake in two towns."

[[knockout]]
id = "letter"
at = "application"
question = "Why?"
answer = "text-present"
on-fail = "review"
reason = "A letter says why."
"#;

fn rubric() -> Rubric {
    loaded(&format!("{}\n{KNOCKOUTS}", without_knockouts()))
}

/// The base without application knock-outs of its own.
fn without_knockouts() -> String {
    let mut parts = BASE.split("\n[[knockout]]");
    let mut text = parts.next().unwrap().to_owned();
    for part in parts.filter(|part| !part.contains("\"application\"")) {
        text.push_str("\n[[knockout]]");
        text.push_str(part);
    }
    text
}

fn loaded(text: &str) -> Rubric {
    let mut sources = Sources::default();
    let loaded = compile::load("r.toml", text.into(), &mut NoFiles, &mut sources);
    loaded.rubric.expect("the rubric is sound")
}

fn sheet(text: &str) -> Sheet {
    let mut sources = Sources::default();
    let (sheet, findings) = sheet::read("a.csv", text.into(), Separated::BY_COMMAS, &mut sources);
    assert!(findings.is_empty(), "{findings:?}");
    sheet.unwrap()
}

const HEADER: &str = "candidate,permit,years_of_baking,place,letter,level";

fn judged(row: &str, doubts: &[Doubt]) -> Judged {
    let rubric = rubric();
    let sheet = sheet(&format!("{HEADER}\n{row}\n"));
    let screen = Screen::bind(&rubric, None, &sheet.header).unwrap();
    let mut judged = Judged::default();
    let cells = &sheet.rows[0].cells;
    screen.judge(|column| &cells[column].text, doubts, &mut judged);
    judged
}

fn cells(row: &str) -> [String; 4] {
    judged(row, &[]).cells().map(str::to_owned)
}

fn refused(level: Option<&str>, header: &str) -> Vec<Diagnostic> {
    let rubric = rubric();
    let level = level.map(|name| rubric.find_level(name).unwrap());
    let sheet = sheet(&format!("{header}\n"));
    Screen::bind(&rubric, level, &sheet.header).unwrap_err()
}

fn messages(findings: &[Diagnostic]) -> Vec<&str> {
    findings
        .iter()
        .map(|finding| finding.message.as_str())
        .collect()
}

/// What was made of answers before changes nothing about those that come later: also of more than are
/// kept, and of one that comes again.
#[test]
fn every_application_is_judged_as_if_it_were_the_first() {
    let rubric = rubric();
    let table = sheet(&format!("{HEADER}\n"));
    let screen = Screen::bind(&rubric, None, &table.header).unwrap();
    let long = "many words ".repeat(20);
    let answers = (0..1_500).map(|n| format!("{n} years")).rev();
    let answers = answers.chain([long.clone(), "n/a".to_owned(), long, "7 years".to_owned()]);
    let mut again = Judged::default();
    for years in answers {
        let cells = ["ada", "no", &years, "Paris", "", "junior"];
        let mut fresh = Judged::default();
        screen.judge(|column| cells[column], &[], &mut fresh);
        screen.judge(|column| cells[column], &[], &mut again);
        assert_eq!(again.cells(), fresh.cells());
        assert_eq!(again.marks, fresh.marks);
        assert!(fresh.reason.contains(&years[..7.min(years.len())]));
    }
}

#[test]
fn an_application_advances_without_a_word() {
    let advance = ["advance", "", "", ""].map(str::to_owned);
    for row in [
        "ada,yes,3,Łódź,here,senior",
        "ada,Y,3.0, KRAKÓW ,x,Senior",
        "ada,true,12,,x,junior",
    ] {
        assert_eq!(cells(row), advance, "{row}");
    }
}

#[test]
fn a_clear_failure_is_a_proposal_with_the_rubrics_reason() {
    assert_eq!(
        cells("ada,no,2.5,Berlin,here,senior"),
        [
            "decline",
            "permit;years",
            "permit: the answer is `no`; yes passes. The role cannot be done without a permit. \
             years: the answer is `2.5`; 3 or more passes. Three years of baking are needed. \
             Besides, place: the answer is `Berlin`; Łódź or Kraków passes. We bake in two towns.",
            "permit = no; years_of_baking = 2.5",
        ]
    );
    let [outcome, knockouts, reason, cell] = cells("ada,yes,5,Berlin,,senior");
    assert_eq!(
        (outcome.as_str(), knockouts.as_str()),
        ("review", "place;letter")
    );
    assert!(reason.ends_with("letter: there is no answer; any text passes. A letter says why."));
    assert_eq!(cell, "place = Berlin; letter =");
}

#[test]
fn what_is_unclear_is_for_review_and_does_not_hide_a_failure() {
    assert_eq!(
        cells("ada,yes,\"1,5\",,x,junior"),
        [
            "review",
            "years",
            "years: `1,5` is not taken as an answer, since the comma may mark decimals or \
             separate something; 3 or more passes.",
            "years_of_baking = 1,5",
        ]
    );
    let [outcome, knockouts, reason, cell] = cells("ada,no,N/A,,x,junior");
    assert_eq!(
        (outcome.as_str(), knockouts.as_str()),
        ("decline", "permit")
    );
    assert!(
        reason.contains("Besides, years: `N/A` is not taken"),
        "{reason}"
    );
    assert_eq!(cell, "permit = no");
}

#[test]
fn a_doubt_about_the_row_comes_before_its_answers() {
    let repeated = judged("ada,no,5,,x,junior", &[Doubt::Repeated(7)]);
    assert_eq!(repeated.outcome, Outcome::Review);
    assert!(
        repeated
            .reason
            .starts_with("row: the id stands on line 7 too. permit: the answer is `no`")
    );
    for (id, words) in [
        ("", "has no id"),
        ("Ada", "`Ada` is not an id"),
        ("-a", "is not an id"),
        ("ada\u{202e}", "`ada\\u{202e}` is not an id"),
        ("łucja", "is not an id"),
    ] {
        let judged = judged(&format!("{id},yes,5,,x,junior"), &[]);
        assert_eq!(judged.outcome, Outcome::Review, "{id}");
        assert!(judged.reason.contains(words), "{}", judged.reason);
    }
    let long = format!("{},yes,5,,x,junior", "a".repeat(65));
    assert_eq!(judged(&long, &[]).outcome, Outcome::Review);
}

#[test]
fn the_level_decides_what_is_asked() {
    let unknown = cells("ada,yes,5,Berlin,x,guru");
    assert_eq!(unknown[..2], ["review", "place"]);
    assert!(unknown[2].contains("`guru` is no level of the rubric"));
    assert_eq!(unknown[3], "level = guru");
    assert!(cells("ada,yes,5,Łódź,x,")[2].contains("the row says none"));

    let rubric = rubric();
    let senior = rubric.find_level("senior");
    let table = sheet(&format!("{HEADER}\nada,yes,5,Berlin,x,junior\n"));
    let screen = Screen::bind(&rubric, senior, &table.header).unwrap();
    let mut judged = Judged::default();
    screen.judge(|column| &table.rows[0].cells[column].text, &[], &mut judged);
    assert_eq!(judged.doubts, [Doubt::OtherLevel("junior".to_owned())]);
    // Without the column, and where nothing depends on the level.
    let junior = rubric.find_level("junior");
    let plain = sheet("candidate,permit,years_of_baking,letter\n");
    assert_eq!(
        Screen::bind(&rubric, junior, &plain.header)
            .unwrap()
            .knockouts()
            .count(),
        3
    );
}

#[test]
fn what_is_wrong_with_the_columns_is_said_at_once() {
    let found = refused(None, "Candidate,premit,letter,outcome");
    assert_eq!(
        messages(&found),
        [
            "screening adds a column `outcome`, and there is one",
            "the column `candidate` with the ids is missing",
            "the knock-out `place` depends on the level, and no column `level` says it",
            "the column `permit` that answers the knock-out `permit` is missing",
            "the column `years_of_baking` that answers the knock-out `years` is missing",
            "the column `place` that answers the knock-out `place` is missing",
        ]
    );
    assert_eq!(
        found[1].hints,
        ["is it `Candidate`? rename that to `candidate`"]
    );
    assert_eq!(
        found[2].hints,
        ["give the level of all applications with `--level`"]
    );
    assert_eq!(found[3].hints, ["is it `premit`? rename that to `permit`"]);
    let before = refused(None, &format!("{HEADER},outcome,knockout,reason,cell"));
    assert_eq!(
        messages(&before),
        ["the file was screened before: it has the columns that screening adds"]
    );
}

#[test]
fn a_rubric_without_knock_outs_screens_nothing() {
    let rubric = loaded(&without_knockouts());
    let sheet = sheet("candidate\n");
    let found = Screen::bind(&rubric, None, &sheet.header).unwrap_err();
    assert!(
        found[0]
            .message
            .ends_with("has no knock-out on applications")
    );
    let only_senior = loaded(&format!(
        "{}\n{}",
        without_knockouts(),
        KNOCKOUTS.split("\n\n").nth(2).unwrap()
    ));
    let junior = only_senior.find_level("junior");
    let found = Screen::bind(&only_senior, junior, &sheet.header).unwrap_err();
    assert_eq!(
        messages(&found),
        ["no knock-out on applications holds at the level `junior`"]
    );
}

#[test]
fn long_and_hostile_cells_are_shown_safely() {
    let long = format!(
        "ada,yes,\"{}\u{202e}\",,x,junior",
        "=9\u{1b}[31m ".repeat(50)
    );
    let [_, _, reason, cell] = cells(&long);
    assert!(
        reason.chars().count() < 400 && reason.contains('…'),
        "{reason}"
    );
    for text in [reason, cell] {
        assert_eq!(crate::text::visible_line(&text), text);
    }
}

#[test]
fn the_tally_adds_up_and_says_what_was_unclear() {
    let rubric = rubric();
    let rows = "a,yes,5,Łódź,x,senior\nb,no,N/A,,x,junior\nc,yes,\"1,5\",,x,junior\nd,yes,\"2,5\",,,guru\nC,yes,5,,x,junior\n";
    let sheet = sheet(&format!("{HEADER}\n{rows}"));
    let screen = Screen::bind(&rubric, None, &sheet.header).unwrap();
    let (mut tally, mut judged) = (Tally::of(&screen), Judged::default());
    for row in &sheet.rows {
        tally.read += 1;
        screen.judge(|column| &row.cells[column].text, &[], &mut judged);
        tally.count(&judged);
    }
    assert!(tally.adds_up());
    assert_eq!((tally.advance, tally.review, tally.decline), (1, 3, 1));
    let years = &tally.knockouts[1];
    assert_eq!(
        (years.asked, years.passed, years.failed, years.unclear),
        (5, 2, 0, 3)
    );
    let place = &tally.knockouts[2];
    assert_eq!((place.asked, place.passed, place.unclear), (2, 1, 1));
    let summary = Summary::of(&screen, &tally);
    let kinds: Vec<_> = summary
        .unclear
        .iter()
        .map(|row| (row.kind, row.answers))
        .collect();
    assert_eq!(kinds, [("comma", 2), ("stand-in", 1), ("no-level", 1)]);
    assert_eq!((summary.doubtful, summary.level_from), (1, "column"));
    let doubts = summary.doubts.iter().map(|row| (row.kind, row.rows));
    assert_eq!(doubts.collect::<Vec<_>>(), [("not-an-id", 1)]);

    let mut both = tally.clone();
    both.merge(&tally);
    assert!(both.adds_up() && both.read == 10 && both.unclear[&Kind::Comma] == 4);
    tally.read += 1;
    assert!(!tally.adds_up(), "a row that became nothing is noticed");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_row_becomes_something(rows in prop::collection::vec(prop::collection::vec(any::<String>(), 6), 1..4)) {
        let rubric = rubric();
        let header = sheet(&format!("{HEADER}\n")).header;
        let screen = Screen::bind(&rubric, None, &header).unwrap();
        let (mut tally, mut judged) = (Tally::of(&screen), Judged::default());
        for row in &rows {
            tally.read += 1;
            screen.judge(|column| &row[column], &[], &mut judged);
            tally.count(&judged);
            prop_assert_eq!(judged.reason.is_empty(), judged.outcome == Outcome::Advance);
            for text in judged.cells() {
                prop_assert_eq!(crate::text::visible_line(text), text);
            }
        }
        prop_assert!(tally.adds_up());
    }
}

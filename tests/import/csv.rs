use serde_json::json;

use super::{cards, errors, import, report, with};
use crate::panel::{Card, rows, rubric, sandbox};
use crate::sandbox::{Run, Sandbox};

const LONG: &str = r#"format = 1
rows = "scores"
level = "senior"
round = "kitchen"

[columns]
candidate = "Applicant"
interviewer = "By"
interviewed-on = "Day"
recommendation = "Overall"
summary = "Summary"
criterion = "What"
score = "Rating"
evidence = "Why"

[attributes]
"Dough skills" = "dough"
"Team fit" = "leave-out"

[ratings]
"n/a" = "not-assessed"
"good" = 3

[recommendations]
Y = "hire"
N = "no-hire"
"#;

const LONG_HEADER: &str = "Applicant,By,Day,Overall,Summary,What,Rating,Why\n";

const WIDE: &str = r#"format = 1
rows = "cards"
dates = "day-first"
delimiter = "semicolon"
leave-out = ["Row"]

[columns]
candidate = "Applicant"
interviewer = "By"
interviewed-on = "Day"
round = "Stage"
level = "Level"
minutes = "Minutes"
shadow = "Trainee"
recommendation = "Overall"
private-note = "Note"

[attributes]
"Dough" = "dough"
"Care" = "care"

[evidence]
"Dough: why" = "dough"
"Dough: more" = "dough"

[levels]
"Sr." = "senior"

[rounds]
"Trial" = "kitchen"
"#;

const WIDE_HEADER: &str = "Row;Applicant;By;Day;Stage;Level;Minutes;Trainee;Overall;Note;Dough;Dough: why;Dough: more;Care\n";

fn long(rows: &str) -> Sandbox {
    with(LONG, "t.csv", format!("{LONG_HEADER}{rows}"))
}

fn wide(rows: &str) -> Sandbox {
    with(WIDE, "t.csv", format!("{WIDE_HEADER}{rows}"))
}

fn run(sandbox: &Sandbox, more: &[&str]) -> Run {
    import(sandbox, "csv", "t.csv", more)
}

#[test]
fn rows_of_scores_are_gathered_into_cards() {
    let sandbox = long(
        "ada,Łucja,2026-11-20,Y,Good hands.,Dough skills,good,\"Fed it, daily, without a word.\"\n\
         bob,Łucja,2026-11-20,N,,dough,2,Bought yeast and did not say so.\n\
         ada,łucja,2026-11-20,,,care,n/a,\n\
         ada,Łucja,2026-11-20,Y,,Team fit,9,\n",
    );
    let run = run(&sandbox, &["--format", "json"]).exits(0);
    let report = report(&run);
    assert_eq!(
        (&report["cards"], &report["left_out"]),
        (&json!(2), &json!(1))
    );
    let cards = cards(&sandbox);
    assert!(cards[0].contains("candidate = \"ada\""), "{}", cards[0]);
    assert!(cards[0].contains("summary = \"Good hands.\""));
    assert!(cards[0].contains(
        "criterion = \"dough\"\nscore = 3\nevidence = \"Fed it, daily, without a word.\""
    ));
    assert!(cards[0].contains("criterion = \"care\"\nscore = \"not-assessed\""));
    assert!(cards[1].contains("recommendation = \"no-hire\""));
}

#[test]
fn rows_of_cards_have_a_column_a_criterion() {
    let sandbox = wide(
        "1;Ada Lovelace;عمر;20.11.2026;Trial;Sr.;45;yes;hire;'=1+1;3;Fed it daily without a word.;Again on Sunday.;\n\
         2;bob;李雷;1/2/2026;kitchen;senior;;no;;;;;;\n",
    );
    run(&sandbox, &[]).exits(0).shows("2 scorecards in out");
    let cards = cards(&sandbox);
    for line in [
        "candidate = \"ada-lovelace\"",
        "interviewer = \"عمر\"",
        "interviewed-on = 2026-11-20",
        "minutes = 45",
        "shadow = true",
        "private-note = \"'=1+1\"",
        "evidence = \"\"\"\nFed it daily without a word.\nAgain on Sunday.\"\"\"",
    ] {
        assert!(cards[0].contains(line), "{line} in {}", cards[0]);
    }
    assert!(!cards[0].contains("care"), "a blank cell is no score");
    assert!(
        cards[1].contains("interviewed-on = 2026-02-01"),
        "{}",
        cards[1]
    );
    assert!(!cards[1].contains("[[score]]") && !cards[1].contains("recommendation"));
}

#[test]
fn a_card_with_a_row_that_cannot_be_read_is_refused_whole() {
    let good = "ada,Łucja,2026-11-20,Y,,dough,3,Fed it daily without a word.\n";
    let cases = [
        (
            "ada,Łucja,2026-11-20,Y,,care,9,\n",
            "t.csv:3:1: the mapping does not say what `9` is",
        ),
        (
            "ada,Łucja,2026-11-20,Y,,care,,\n",
            "t.csv:3:1: the mapping does not say what `` is",
        ),
        (
            "ada,Łucja,2026-11-20,Y,,caring,3,\n",
            "t.csv:3:1: the mapping does not say what `caring` is",
        ),
        (
            "ada,Łucja,2026-11-20,Y,,Dough skills,3,\n",
            "t.csv:3:1: the card has two rows for `dough`",
        ),
        (
            "ada,Łucja,2026-11-21,Y,,care,3,\n",
            "t.csv:3:1: `2026-11-21` here and `2026-11-20` before are one card's `interviewed-on`",
        ),
        (
            "ada,Łucja,2026-11-20,N,,care,3,\n",
            "t.csv:3:1: `N` here and `Y` before are one card's `recommendation`",
        ),
    ];
    for (row, expected) in cases {
        let sandbox = long(&format!("{good}{row}bob,{}", &good[4..]));
        let run = run(&sandbox, &["--format", "json"]).exits(65);
        assert!(
            errors(&run).contains(&expected.to_owned()),
            "{:?}",
            errors(&run)
        );
        let report = report(&run);
        assert_eq!(
            (&report["cards"], &report["records_refused"]),
            (&json!(1), &json!(2))
        );
        assert_eq!(report["refused"][0]["record"], "lines 2 to 3");
    }
}

#[test]
fn what_a_row_lacks_or_says_wrongly_is_named() {
    let cases = [
        (
            ",Łucja,2026-11-20,Y,,dough,3,x\n",
            "the row has no `candidate`",
        ),
        (
            "ada, ,2026-11-20,Y,,dough,3,x\n",
            "the row has no `interviewer`",
        ),
        (
            "ada,Łucja,,Y,,dough,3,x\n",
            "the row has no `interviewed-on`",
        ),
        (
            "ada,Łucja,20.11.2026,Y,,dough,3,x\n",
            "`20.11.2026` is no date such as 2026-11-20",
        ),
        (
            "ada,Łucja,2026-02-30,Y,,dough,3,x\n",
            "`2026-02-30` is no date such as 2026-11-20",
        ),
        (
            "ada,Łucja,2026-11-20,,,dough,3,x\n",
            "the mapping does not say what `` is",
        ),
        (
            "ada,Łucja,2026-11-20,maybe,,dough,3,x\n",
            "the mapping does not say what `maybe` is",
        ),
        (
            "Łucja Ż,Łucja,2026-11-20,Y,,dough,3,x\n",
            "the mapping does not say what `Łucja Ż` is",
        ),
    ];
    for (row, expected) in cases {
        let run = run(&long(row), &[]).exits(65);
        assert!(
            errors(&run).contains(&format!("t.csv:2:1: {expected}")),
            "{:?}",
            errors(&run)
        );
    }
    let run = run(
        &wide("1;ada;x;20.11.2026;Trial;Sr.;soon;perhaps;hire;;;why;;\n"),
        &[],
    )
    .exits(65);
    assert_eq!(
        errors(&run),
        [
            "t.csv:2:1: `perhaps` is neither yes nor no",
            "t.csv:2:1: `soon` is no number of minutes",
            "t.csv:2:1: there is evidence for `dough` and no score",
        ]
    );
}

#[test]
fn two_candidates_are_never_made_one() {
    let row = |who: &str, by: &str| {
        format!("{who},{by},2026-11-20,Y,,dough,3,Fed it daily without a word.\n")
    };
    let sandbox = long(&format!(
        "{}{}{}",
        row("Ada L", "x"),
        row("ada-l", "y"),
        row("ADA L", "z")
    ));
    let run = run(&sandbox, &[]).exits(65);
    assert_eq!(
        errors(&run),
        ["t.csv:3:1: `ada-l` becomes the id `ada-l`, and so does another name"]
    );
    run.shows("2 scorecards in out");
}

#[test]
fn columns_are_found_or_reported() {
    let row = "ada,Łucja,2026-11-20,Y,,dough,3,Fed it daily without a word.\n";
    let missing = LONG.replace("\"Rating\"", "\"Ratings\"");
    let sandbox = with(&missing, "t.csv", format!("{LONG_HEADER}{row}"));
    let run_of = |sandbox: &Sandbox| run(sandbox, &[]);
    let found = run_of(&sandbox).exits(65).says("did you mean `Rating`?");
    assert_eq!(
        errors(&found)[0],
        "map.toml:13:9: the table has no column `Ratings`"
    );
    let untold = LONG
        .replace("score = \"Rating\"\n", "")
        .replace("level = \"senior\"\n", "");
    let sandbox = with(&untold, "t.csv", format!("{LONG_HEADER}{row}"));
    let found = run_of(&sandbox).exits(65).says("score = \"its name\"");
    assert_eq!(errors(&found).len(), 2);
    let more = format!("{},Mood\n{},sad\n", LONG_HEADER.trim(), row.trim());
    run_of(&with(LONG, "t.csv", more))
        .exits(0)
        .says("not taken over: `Mood`");
    let mixed = LONG.replace("rows = \"scores\"", "rows = \"cards\"");
    let sandbox = with(&mixed, "t.csv", format!("{LONG_HEADER}{row}"));
    run_of(&sandbox)
        .exits(65)
        .says("in a table of cards, each criterion is a column");
}

#[test]
fn files_that_are_no_sound_csv_are_named_for_what_they_are() {
    let row = "ada,Łucja,2026-11-20,Y,,dough,3,Fed it daily without a word.\n";
    let text = |rows: &str| format!("{LONG_HEADER}{rows}").into_bytes();
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (Vec::new(), "t.csv:1:1: the file is empty"),
        (
            text("ada,Łucja\n"),
            "t.csv:2:10: the row has 2 cells, and the header has 8",
        ),
        (
            text(&row.replace("Fed", "\"Fed")),
            "t.csv:2:33: the quote that opens here is never closed",
        ),
        (
            text(&row.replace("Fed it", "\"Fed\" it")),
            "t.csv:2:37: text stands behind the quote that closes the cell",
        ),
        (
            text(&row.replace(',', ";"))
                .iter()
                .map(|b| if *b == b',' { b';' } else { *b })
                .collect(),
            "t.csv:1:10: the columns are separated by `;`, not by commas",
        ),
        (
            text(&row.replace("Fed", " \"Fed")),
            "t.csv:2:33: there is space before the quote that should begin the cell",
        ),
        (
            format!(" \n{},What\n{},x\n", LONG_HEADER.trim(), row.trim()).into_bytes(),
            "t.csv:2:50: two columns are called `What`",
        ),
        (
            format!("{},\n{},y\n", LONG_HEADER.trim(), row.trim()).into_bytes(),
            "t.csv:1:50: column 9 has no name",
        ),
        (
            text(&format!("{row}{row}").replace('\n', "\r")),
            "t.csv:2:61: the line ends in a carriage return alone",
        ),
        (
            b"<html>".to_vec(),
            "t.csv:1:1: the file is HTML or XML, not CSV",
        ),
        (
            text(&format!("{row}\0")),
            "t.csv:3:1: the file holds a NUL byte",
        ),
        (
            b"PK\x03\x04".to_vec(),
            "t.csv:1:1: the file is a ZIP archive or an office document, not UTF-8",
        ),
        (
            b"Applicant,By\nJos\xe9,x\n".to_vec(),
            "t.csv:2:4: byte 0xe9 is not UTF-8 text",
        ),
    ];
    for (content, expected) in cases {
        let sandbox = with(LONG, "t.csv", content);
        let run = run(&sandbox, &[]).exits(65);
        assert_eq!(errors(&run), [expected]);
        assert_eq!(cards(&sandbox), [""; 0]);
    }
    // Windows line ends, a byte-order mark and blank lines change nothing.
    let odd = format!("\u{feff}{LONG_HEADER}\n{row}\n,,,,,,,\n").replace('\n', "\r\n");
    run(&with(LONG, "t.csv", odd), &[])
        .exits(0)
        .shows("1 scorecard in out");
}

/// What `export scores` writes, as a mapping reads it.
const OWN: &str = r#"format = 1
rows = "scores"
leave-out = [
    "name", "rubric", "rubric_version", "interviewer_name", "weight", "point", "indicators",
    "rubric_hash", "criterion_title", "seat", "due", "card", "revision", "after_seeing_others",
]

[columns]
candidate = "candidate"
level = "level"
round = "round"
interviewer = "interviewer"
interviewed-on = "interviewed_on"
criterion = "criterion"
score = "score"
state = "state"
evidence = "evidence"
recommendation = "recommendation"
shadow = "shadow"

[ratings]
card-missing = "leave-out"
"#;

#[test]
fn what_was_exported_comes_back_as_it_was() {
    let odd = "evidence = \"'=1+1 is, \\\"quoted\\\"\\nand 李雷 goes on\\r\\n for lines\"";
    let mut first = Card::new("Łucja \"Ż\"", &[("a", "3"), ("b", "\"no-evidence\"")]).text();
    first = first.replacen("evidence = \"What Łucja \\\"Ż\\\" saw of a.\"", odd, 1);
    assert!(first.contains("'=1+1"), "{first}");
    let kept = sandbox(&rubric(3, &[("a", ""), ("b", "")], ""), &[]);
    kept.write("cards/0.scorecard.toml", first);
    kept.write(
        "cards/1.scorecard.toml",
        Card::new("عمر", &[("a", "4"), ("b", "2")])
            .with("shadow = true")
            .text(),
    );
    kept.run(&["submit", "cards", "--rubric", "r.toml", "--store", "s.db"])
        .exits(0);
    let export = |store: &str, file: &str| {
        let args = [
            "--as", "x", "export", "scores", "--store", store, "-o", file,
        ];
        kept.run(&args).exits(0);
        kept.read(file)
    };
    let before = export("s.db", "t.csv");
    kept.write("map.toml", OWN);
    let args = [
        "import", "csv", "t.csv", "--rubric", "r.toml", "--map", "map.toml", "--store", "again.db",
    ];
    kept.run(&args)
        .exits(0)
        .shows("2 scorecards of 4 records")
        .shows("2 records left out");
    let after = export("again.db", "again.csv");
    let without_ids = |text: &str| {
        let mut rows = rows(text);
        for row in &mut rows {
            row.remove("card");
        }
        rows
    };
    assert_eq!(without_ids(&before), without_ids(&after));
    assert!(before.contains("'=1+1"));
}

#[test]
fn the_report_of_a_table_counts_its_rows() {
    let sandbox = long("");
    let run = run(&sandbox, &["--format", "json"]).exits(0);
    assert_eq!(report(&run)["records"], 0);
}

//! Filled-in tables as scorecards: what becomes of them, and what is refused at which place.

use super::booklets::{applications, files, new};
use crate::sandbox::{Finding, Run, Sandbox};

/// Fills in the rows of a table: every row's score and evidence, by criterion.
fn fill(table: &str, score: impl Fn(&str) -> &'static str) -> String {
    let mut filled = String::new();
    for (at, line) in table.lines().enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        if at == 0 {
            filled.push_str(line);
        } else {
            let [alias, criterion, _, _, who] = cells[..] else {
                panic!("{line}");
            };
            let score = score(criterion);
            let evidence = match score {
                "" | "declined" => String::new(),
                _ => format!("Line {at} names who ate the loaves of {alias}."),
            };
            let row = format!("{alias},{criterion},{score},{evidence},{who}");
            filled.push_str(&row);
        }
        filled.push('\n');
    }
    filled
}

fn usual(criterion: &str) -> &'static str {
    match criterion {
        "letter" => "Yes",
        "nights" => "meets",
        _ => "4",
    }
}

/// Booklets in `out`, with both tables filled in; gives their names.
fn filled(args: &[&str]) -> (Sandbox, Vec<String>) {
    let sandbox = applications();
    new(&sandbox, &[&["-o", "out"], args].concat()).exits(0);
    let names = files(&sandbox, "out/", "csv");
    for name in &names {
        sandbox.write(name, fill(&sandbox.read(name), usual));
    }
    (sandbox, names)
}

fn collect(sandbox: &Sandbox, names: &[String], args: &[&str]) -> Run {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let base = [
        "--key",
        "out/key.toml",
        "--rubric",
        "r.toml",
        "--on",
        "2025-11-20",
    ];
    sandbox.run(&[&["resume", "collect"], &names[..], &base, args].concat())
}

#[test]
fn tables_become_cards_of_candidates_that_can_be_reported() {
    let (sandbox, names) = filled(&[]);
    collect(&sandbox, &names, &["-o", "cards"])
        .exits(0)
        .shows("8 scorecards of 24 rows in cards");
    let cards = files(&sandbox, "cards/", "toml");
    assert_eq!(cards.len(), 8);
    let card = sandbox.read(&cards[0]);
    for words in [
        "candidate = \"c1\"",
        "rubric-hash = \"sha256:",
        "round = \"papers\"",
        "interviewed-on = 2025-11-20",
        "private-note = \"Reviewed without a name, as a",
    ] {
        assert!(card.contains(words), "{words}: {card}");
    }
    assert!(!card.contains("recommendation"));
    let report = [
        "resume",
        "report",
        "r.toml",
        "--scorecards",
        "cards",
        "--format",
        "csv",
    ];
    let table = sandbox.run(&report).exits(0).stdout;
    // 2·4 + 3 + 1 of 13.
    assert_eq!(
        table
            .lines()
            .filter(|line| line.contains(",0.923077,"))
            .count(),
        4,
        "{table}"
    );
    // Into a store, and again.
    let submit = ["--submit", "--store", "kept.db"];
    collect(&sandbox, &names, &submit)
        .exits(0)
        .shows("8 scorecards of 24 rows kept");
    collect(&sandbox, &names, &submit).exits(0);
    let of_store = [
        "resume", "report", "r.toml", "--store", "kept.db", "--as", "me", "--format", "csv",
    ];
    assert_eq!(sandbox.run(&of_store).exits(0).stdout, table);
}

#[test]
fn what_is_left_open_stays_missing() {
    let (sandbox, names) = filled(&[]);
    let open = |criterion: &str| match criterion {
        "letter" => "",
        "nights" => "Declined",
        _ => "4",
    };
    sandbox.write(&names[0], fill(&sandbox.read(&names[0]), open));
    sandbox.write(&names[1], fill(&sandbox.read(&names[1]), |_| ""));
    collect(&sandbox, &names, &["-o", "cards"])
        .exits(0)
        .shows("4 scorecards of 24 rows in cards")
        .shows("16 scores left open: missing, and never zero")
        .shows("4 applications without any score of a reviewer: no card");
    let card = sandbox.read(&files(&sandbox, "cards/", "toml")[0]);
    assert!(
        card.contains("score = \"declined\"") && !card.contains("letter"),
        "{card}"
    );
}

#[test]
fn a_table_comes_back_as_a_spreadsheet_writes_it() {
    let (sandbox, names) = filled(&[]);
    for name in &names {
        let table = sandbox.read(name).replace(',', ";").replace('\n', "\r\n");
        sandbox.write(name, format!("\u{feff}{table}"));
    }
    collect(&sandbox, &names, &["-o", "cards"])
        .exits(0)
        .shows("8 scorecards of 24 rows");
}

#[test]
fn everything_wrong_is_said_at_once_and_nothing_is_written() {
    let (sandbox, names) = filled(&[]);
    let table = sandbox.read(&names[0]);
    let mut lines: Vec<String> = table.lines().map(str::to_owned).collect();
    let aliases: Vec<String> = lines
        .iter()
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect();
    lines[1] = lines[1].replace(&aliases[1], "a0");
    lines[2] = lines[2].replace(",bread,", ",broad,");
    lines[3] = lines[3].replace(",4,", ",5,");
    lines[4] = lines[4].replace("x@reviews.test", "z@reviews.test");
    lines[5] = format!("{},nights,3,,x@reviews.test", aliases[5]);
    lines[6] = format!("{},nights,,Something.,x@reviews.test", aliases[6]);
    lines[7] = lines[7].replace("x@reviews.test", "y@reviews.test");
    lines[9] = lines[9].replace(",Yes,", ",3,");
    lines.push(lines[10].clone());
    sandbox.write(&names[0], lines.join("\n") + "\n");
    let run = collect(&sandbox, &names[..1], &["-o", "cards"])
        .exits(65)
        .says("nothing was written");
    let found: Vec<_> = run.errors().iter().map(Finding::line).collect();
    assert_eq!(
        found,
        [
            "E024 2:1 the key has no alias `a0`".to_owned(),
            format!(
                "E011 3:{} the round `papers` has no criterion `broad`",
                aliases[2].len() + 2
            ),
            format!(
                "C202 4:{} `5` is no score of this criterion",
                aliases[3].len() + 8
            ),
            format!(
                "E024 5:{} the key has no reviewer `z@reviews.test`",
                lines[4].rfind(',').unwrap() + 2
            ),
            format!(
                "C203 6:{} the score has no evidence beside it",
                aliases[5].len() + 11
            ),
            format!(
                "C202 7:{} there is evidence and no score",
                aliases[6].len() + 9
            ),
            format!(
                "E024 8:{} `y@reviews.test` is another reviewer than in the rows before",
                lines[7].rfind(',').unwrap() + 2
            ),
            format!(
                "C202 10:{} `3` is no score of this criterion",
                aliases[9].len() + 9
            ),
            format!(
                "E010 14:1 `{}` has a row for this criterion already",
                aliases[10]
            ),
        ]
    );
    assert!(!sandbox.path("cards").exists());
    let kept = collect(&sandbox, &names[..1], &["--submit", "--store", "kept.db"]);
    kept.exits(65);
    assert!(!sandbox.path("kept.db").exists());
}

#[test]
fn a_review_with_names_says_so_on_each_card() {
    let (sandbox, names) = filled(&["--named"]);
    collect(&sandbox, &names, &["-o", "cards"])
        .exits(0)
        .shows("each card says so");
    let card = sandbox.read(&files(&sandbox, "cards/", "toml")[0]);
    assert!(
        card.contains("private-note = \"Reviewed with the name shown.\""),
        "{card}"
    );
}

#[test]
fn keys_and_tables_that_are_none_are_refused() {
    let (sandbox, names) = filled(&[]);
    sandbox.write("other.toml", "x = 1\n");
    let of_key = |key: &str, words: &str, code: i32| {
        let args = ["resume", "collect", &names[0], "--key", key, "-o", "cards"];
        sandbox.run(&args).exits(code).says(words);
    };
    of_key("other.toml", "is not the key of a review", 65);
    of_key("none.toml", "cannot read none.toml", 66);
    // The rubric moved on since.
    sandbox.write(
        "r.toml",
        super::report::RUBRIC.replace("weight = 2", "weight = 3"),
    );
    collect(&sandbox, &names, &["-o", "cards"])
        .exits(65)
        .says("the key was made with the rubric");
    sandbox.write("r.toml", super::report::RUBRIC);
    sandbox.write("t.csv", "alias,score\na1,2\n");
    collect(&sandbox, &["t.csv".to_owned()], &["-o", "cards"])
        .exits(65)
        .says("there is no column `criterion`");
    collect(&sandbox, &names, &["-o", "cards", "--store", "kept.db"])
        .exits(2)
        .says("--store is for --submit");
    assert!(!sandbox.path("cards").exists());
}

//! Kits: which are written, for whom, and that no text of a rubric can change what they are.

mod guide;
mod hostile;
mod planned;

const FULL: &str = include_str!("rubric/full.toml");

use std::fmt::Write as _;

use crate::panel::RUBRIC;
use crate::sandbox::{Run, Sandbox};

fn kit(args: &[&str]) -> Run {
    let mut all = vec!["kit", "r.toml"];
    all.extend(args);
    Sandbox::with("r.toml", RUBRIC).run(&all)
}

#[test]
fn one_round_goes_to_stdout() {
    let run = kit(&["--level", "senior", "--round", "kitchen"]).exits(0);
    assert_eq!(run.stderr, "");
    for words in [
        "Kitchen",
        "How do you keep a sourdough?",
        "Feeds it",
        "Writes one.",
        "With a mixer",
    ] {
        assert!(run.stdout.contains(words), "no {words:?} in {}", run.stdout);
    }
    assert!(
        !run.stdout.contains("What did you throw away?"),
        "a question of another round"
    );
}

#[test]
fn all_rounds_of_a_level_go_to_a_folder_in_loop_order() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let at = |level: &str, folder: &str| {
        let args = [
            "kit", "r.toml", "--level", level, "--all", "--output", folder,
        ];
        sandbox.run(&args).exits(0).shows_nothing().says("kits to");
    };
    at("senior", "senior");
    at("junior", "deep/er/junior");
    assert_eq!(
        sandbox.files(),
        [
            "deep/",
            "deep/er/",
            "deep/er/junior/",
            "deep/er/junior/01-papers.md",
            "deep/er/junior/02-kitchen.md",
            "r.toml",
            "senior/",
            "senior/01-papers.md",
            "senior/02-kitchen.md",
            "senior/03-table.md",
        ]
    );
    assert!(sandbox.read("senior/03-table.md").starts_with("# Table"));
}

#[test]
fn an_alias_names_its_level_in_any_case() {
    let by_id = kit(&["--level", "junior", "--round", "kitchen", "--format", "md"]).exits(0);
    for alias in ["L3", "l3", "JUNIOR"] {
        let by_alias = kit(&["--level", alias, "--round", "kitchen", "--format", "md"]).exits(0);
        assert_eq!(by_alias.stdout, by_id.stdout, "{alias}");
    }
}

#[test]
fn unknown_levels_and_rounds_are_usage_errors_with_a_suggestion() {
    let cases = [
        ("senoir", "kitchen", "did you mean `senior`?"),
        ("chief", "kitchen", "junior, senior"),
        ("senior", "kichen", "did you mean `kitchen`?"),
        ("senior", "garden", "papers, kitchen, table"),
        ("junior", "table", "not held at level `junior`"),
        ("", "kitchen", "junior, senior"),
    ];
    for (level, round, words) in cases {
        kit(&["--level", level, "--round", round])
            .exits(2)
            .shows_nothing()
            .says(words);
    }
}

#[test]
fn a_round_or_all_rounds_must_be_asked_for() {
    kit(&["--level", "senior"])
        .exits(2)
        .shows_nothing()
        .says("--all");
    kit(&["--level", "senior", "--all", "--round", "kitchen"])
        .exits(2)
        .shows_nothing();
    kit(&["--all"]).exits(2).shows_nothing().says("--level");
}

#[test]
fn a_kit_of_a_broken_rubric_is_not_written() {
    let sandbox = Sandbox::with("r.toml", RUBRIC.replace("onsite", "offsite"));
    let args = [
        "kit", "r.toml", "--level", "senior", "--all", "--output", "kits",
    ];
    sandbox
        .run(&args)
        .exits(65)
        .shows_nothing()
        .says("error[E008]");
    assert_eq!(sandbox.files(), ["r.toml"]);
}

#[test]
fn the_ending_of_the_output_says_the_format() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let args = |output, format: &[&'static str]| {
        let mut args = vec![
            "kit", "r.toml", "--level", "senior", "--round", "kitchen", "--output", output,
        ];
        args.extend(format);
        sandbox.run(&args).exits(0);
        sandbox.read(output)
    };
    let markdown = args("a.md", &[]);
    assert!(markdown.starts_with("# "));
    assert_eq!(args("b.MD", &[]), markdown);
    assert_eq!(args("c.txt", &["--format", "md"]), markdown);
    assert!(!args("d.txt", &[]).starts_with("# "));
}

/// The card in a kit is one that can be filled in: with the blanks filled it is accepted.
#[test]
fn the_blank_card_of_a_kit_is_read_back() {
    let text = kit(&["--level", "senior", "--round", "kitchen", "--format", "md"])
        .exits(0)
        .stdout;
    let card = text
        .split("```toml\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .expect("a blank card");
    let mut filled = String::new();
    for line in card.lines() {
        let line = line
            .strip_prefix("# ")
            .or(line.strip_prefix('#'))
            .unwrap_or(line);
        let key = line.split(" =").next().unwrap_or("");
        let value = match key {
            "candidate" => "\"ada\"",
            "interviewer" => "\"grace@example.com\"",
            "interviewed-on" => "2026-11-20",
            "recommendation" => "\"hire\"",
            "summary" | "evidence" => "\"Did what was asked, in the order asked.\"",
            "score" => "3",
            "format" | "rubric" | "rubric-version" | "rubric-hash" | "round" | "level"
            | "criterion" => {
                filled.push_str(line);
                filled.push('\n');
                continue;
            }
            _ if line == "[[score]]" => {
                filled.push_str("[[score]]\n");
                continue;
            }
            _ => continue,
        };
        writeln!(filled, "{key} = {value}").expect("text takes all writes");
    }
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write("c.scorecard.toml", &filled);
    let run = sandbox.run(&[
        "scorecard",
        "check",
        "c.scorecard.toml",
        "--rubric",
        "r.toml",
    ]);
    assert_eq!(run.code, Some(0), "{filled}\n{run:#?}");
    assert_eq!(run.findings(), [], "{filled}");
}

fn full(args: &[&str]) -> String {
    let mut all = vec!["kit", "r.toml", "--level", "senior", "--format", "md"];
    all.extend(args);
    Sandbox::with("r.toml", FULL).run(&all).exits(0).stdout
}

/// The part of a kit under a heading of the second level.
fn section<'a>(kit: &'a str, heading: &str) -> &'a str {
    let start = format!("\n## {heading}\n");
    let (_, rest) = kit
        .split_once(&start)
        .unwrap_or_else(|| panic!("no {heading:?} in {kit}"));
    rest.split_once("\n## ").map_or(rest, |(part, _)| part)
}

#[test]
fn an_interview_has_opening_and_closing_words_of_its_own() {
    let kit = full(&["--round", "kitchen"]);
    let opening = section(&kit, "Opening words");
    for words in [
        "Kitchen",
        "60 minutes",
        "About 20 of them",
        "Dough",
        "notes",
    ] {
        assert!(opening.contains(words), "no {words:?} in {opening}");
    }
    let closing = section(&kit, "Closing words");
    assert!(
        closing.contains("the next round is Table, phone"),
        "{closing}"
    );
    assert!(closing.contains("3 days"), "{closing}");
    let last = full(&["--round", "table"]);
    assert!(section(&last, "Closing words").contains("This was the last round"));
    assert!(section(&kit, "Do not ask").contains("- **Age**: ask what they have done"));
}

#[test]
fn the_cells_around_the_level_are_shown_where_anchors_stand() {
    let junior = [
        "kit", "r.toml", "--level", "junior", "--format", "md", "--round", "kitchen",
    ];
    let anchors = FULL.replace(
        "crisp = \"Invents a bread.\" # ?",
        "crisp = \"Invents a bread.\"\ngood = \"Bakes well.\"",
    );
    let kit = Sandbox::with("r.toml", anchors)
        .run(&junior)
        .exits(0)
        .stdout;
    let dough = section(&kit, "Dough");
    for words in [
        "Bakes well.",
        "- **Junior, this level**: Follows a recipe.",
        "- Senior, one level above: Writes one.",
    ] {
        assert!(dough.contains(words), "no {words:?} in {dough}");
    }
}

#[test]
fn a_question_in_reserve_brings_what_belongs_to_it() {
    let in_bank = FULL
        .replace(
            "minutes = 12 # ?\ncore = true # ?",
            "minutes = 59\npool = \"ovens\"",
        )
        .replace(
            "pool = \"ovens\"\nask",
            "pool = \"ovens\"\ncore = true\nask",
        );
    let kit = Sandbox::with("r.toml", in_bank)
        .run(&[
            "kit", "r.toml", "--level", "senior", "--format", "md", "--round", "kitchen",
        ])
        .exits(0)
        .stdout;
    let reserve = kit.split("### In reserve").nth(1).expect("a reserve");
    for words in [
        "- `sour` (59 min)",
        "  - Follow up: And in summer?",
        "  - [ ] For: Keeps a spare `sour+2`",
        "  - [ ] Against: Buys yeast `sour-1`",
    ] {
        assert!(reserve.contains(words), "no {words:?} in {reserve}");
    }
}

#[test]
fn who_plays_a_part_gets_a_section_of_their_own() {
    let kit = full(&["--round", "kitchen"]);
    let brief = section(&kit, "Role brief: Customer");
    for words in [
        "Wants bread.",
        "Has two coins",
        "Is late",
        "Ask for rye",
        "Do not shout",
    ] {
        assert!(brief.contains(words), "no {words:?} in {brief}");
    }
    let exercise = section(&kit, "Exercise: A loaf");
    assert!(!exercise.contains("Has two coins"), "{exercise}");
    for words in [
        "Two loaves.",
        "With a mixer",
        "bread()",
        "`loaf+1`",
        "It rises",
    ] {
        assert!(exercise.contains(words), "no {words:?} in {exercise}");
    }
}

#[test]
fn a_review_of_papers_is_no_interview() {
    let kit = full(&["--round", "papers"]);
    for words in [
        "**Review kit** for Baker",
        "yes is 7 and no is -2",
        "# score =  # 7 for yes, -2 for no,",
        "# score =  # -2, 0, 3, 7,",
        "# recommendation = \"\"  # to go on: hire or strong-hire",
        "## Do not weigh",
        "Circle one: yes · no · not assessed",
    ] {
        assert!(kit.contains(words), "no {words:?} in {kit}");
    }
    for words in [
        "Opening words",
        "Closing words",
        "0 minutes",
        "Do not ask",
        "asked =",
    ] {
        assert!(!kit.contains(words), "{words:?} in {kit}");
    }
}

#[test]
fn an_application_round_shows_what_fits_it() {
    let kit = full(&["--round", "form"]);
    assert!(kit.contains("**Application kit** for Baker"), "{kit}");
    assert!(kit.contains("Can you lift 25 kg?"), "{kit}");
    for words in ["The scale", "Opening words", "Your card", "0 minutes"] {
        assert!(!kit.contains(words), "{words:?} in {kit}");
    }
}

#[test]
fn work_that_is_handed_in_has_nobody_to_speak_to() {
    let alone = FULL.replace(
        "stage = \"screen\"\nmedium = \"phone\"",
        "stage = \"assessment\"\nmedium = \"async\"",
    );
    let args = [
        "kit", "r.toml", "--level", "senior", "--format", "md", "--round", "table",
    ];
    let kit = Sandbox::with("r.toml", alone).run(&args).exits(0).stdout;
    for words in [
        "**Review kit** for Baker",
        "## The scale",
        "## Do not weigh",
    ] {
        assert!(kit.contains(words), "no {words:?} in {kit}");
    }
    for words in ["Opening words", "Closing words", "Do not ask"] {
        assert!(!kit.contains(words), "{words:?} in {kit}");
    }
}

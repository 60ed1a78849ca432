//! `score` on a real pseudo-terminal: whole sittings, stops at every question, and what is refused.
#![cfg(unix)]

mod sitting;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use rexpect::process::Signal;

use crate::panel::RUBRIC;
use crate::sandbox::Sandbox;
use crate::submit::kept;
use sitting::{Loose, Sitting};

const ARGS: &[&str] = &[
    "score",
    "--rubric",
    "r.toml",
    "--candidate",
    "ada",
    "--round",
    "kitchen",
    "--level",
    "L3",
    "--store",
    "kept.db",
    "--interviewer",
    "Łucja \"Ł\" عمر 李雷",
];

/// Where the answers of [`ARGS`] are until the card is submitted.
const DRAFT: &str = "ada.kitchen.a8497c02.draft.toml";

/// What a terminal is told when a question begins: the answer before is saved by then.
const ASKS: &str = "\u{1b}[?2004h";

/// What is asked, what is answered, and whether the answer is a line of a text.
const STEPS: &[(&str, &str, bool)] = &[
    ("? Date of the interview", "2026-11-20\r", false),
    ("? Minutes it took", "45\r", false),
    ("? How the exercise was set", "With\r", false),
    ("? What was asked", "\r", false),
    ("? Seen or heard", " \r", false),
    (
        "Evidence: what was said",
        "Fed the starter, \"early\".\r",
        true,
    ),
    ("│", "Said why: łódź 👩\u{200d}💻 José\r", true),
    ("│", "\r", false),
    ("? Score", "3\r", false),
    ("? Highest level whose cell", "Junior\r", false),
    ("Evidence: what was said", "Swept the floor.\r", true),
    ("│", "\r", false),
    ("? Score", "no ev\r", false),
    ("? Seen or heard", "\r", false),
    (
        "Evidence: what was said",
        "Weighed it twice, to the gram.\r",
        true,
    ),
    ("│", "\r", false),
    ("? Score", "3\r", false),
    ("? Your recommendation", "hire\r", false),
    ("? Highest level the evidence", "junior\r", false),
    ("Summary: the key", "Good hands.\r", true),
    ("│", "\r", false),
    ("Private note", "\r", false),
];

const CARD: &str = r#"candidate = "ada"
round = "kitchen"
level = "junior"
interviewer = "Łucja \"Ł\" عمر 李雷"
interviewed-on = 2026-11-20
minutes = 45
variant = "with-mixer"
recommendation = "hire"
level-recommendation = "junior"
summary = "Good hands."
asked = ["sour", "loaf"]

[[score]]
criterion = "dough"
score = 3
level = "junior"
evidence = """
Fed the starter, "early".
Said why: łódź 👩‍💻 José"""
observed = ["sour+1"]

[[score]]
criterion = "care"
score = "no-evidence"
evidence = "Swept the floor."

[[score]]
criterion = "loaf"
score = 3
evidence = "Weighed it twice, to the gram."
"#;

fn answer(sitting: &mut Sitting, steps: &[(&str, &str, bool)]) {
    for (question, keys, _) in steps {
        sitting.sees(question);
        sitting.types(keys);
    }
}

/// The card that is kept, from the candidate on.
fn kept_card(sandbox: &Sandbox) -> String {
    let cards = kept(sandbox);
    assert_eq!(cards.len(), 1);
    let from = cards[0].find("candidate = ").expect("a candidate");
    cards[0][from..].to_owned()
}

#[test]
fn a_whole_sitting_ends_with_the_card_in_the_store() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let mut sitting = Sitting::start(&sandbox, ARGS);
    sitting.sees("Every answer is saved in");
    answer(&mut sitting, &STEPS[..3]);
    sitting.sees("? What was asked");
    let mode = fs::metadata(sandbox.path(DRAFT)).unwrap().permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    sitting.types("\r");
    answer(&mut sitting, &STEPS[4..]);
    sitting.sees("The card as it will be stored:");
    sitting.sees("candidate = \"ada\"");
    sitting.sees("? Now");
    // Enter alone submits nothing.
    sitting.types("\r");
    sitting.sees("? Now");
    sitting.types("submit\r");
    sitting.sees("1 scorecard kept in kept.db");
    sitting.ends(0);
    assert_eq!(kept_card(&sandbox), CARD);
    assert_eq!(sandbox.files(), ["kept.db", "r.toml"], "the draft is gone");

    let mut again = Sitting::start(&sandbox, ARGS);
    again.sees("is in the store already");
    again.ends(77);
}

/// Stops a sitting at every question in turn, each time before its answer, and goes on.
fn stop_everywhere(stop: impl Fn(Sitting)) {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let mut is_cut_off = false;
    for (at, (question, keys, is_line)) in STEPS.iter().enumerate() {
        let mut sitting = Sitting::start(&sandbox, ARGS);
        sitting.sees("Every answer is saved in");
        if at > 0 {
            sitting.sees("Going on with this draft");
        }
        if is_cut_off {
            // The text before may not have been finished: it is shown once more.
            sitting.sees("? This text");
            sitting.types(if *is_line { "add\r" } else { "\r" });
        }
        let ends_text = is_cut_off && !*is_line && *question == "│";
        if !ends_text {
            sitting.sees(question);
            if !question.starts_with('?') && *question != "│" {
                sitting.sees(ASKS);
            }
            sitting.types(keys);
        }
        sitting.sees(ASKS);
        let is_text = matches!(STEPS.get(at), Some(("│", "\r", _)));
        is_cut_off = *is_line || is_text;
        stop(sitting);
    }
    let mut sitting = Sitting::start(&sandbox, ARGS);
    sitting.sees("Going on with this draft: 17 of 17");
    sitting.sees("? Now");
    sitting.types("submit\r");
    sitting.ends(0);
    assert_eq!(kept_card(&sandbox), CARD);
}

#[test]
fn ctrl_c_at_every_question_loses_nothing() {
    stop_everywhere(|mut sitting| {
        let before = sitting.settings_before();
        sitting.types("\u{3}");
        sitting.sees("the same command goes on from there");
        sitting.ends_with_settings(75, &before);
    });
}

#[test]
fn a_kill_at_every_question_loses_nothing() {
    stop_everywhere(Sitting::kill);
}

#[test]
fn a_signal_leaves_the_draft_and_the_terminal_as_it_was() {
    for signal in [Signal::SIGTERM, Signal::SIGHUP, Signal::SIGINT] {
        let sandbox = Sandbox::with("r.toml", RUBRIC);
        let mut sitting = Sitting::start(&sandbox, ARGS);
        sitting.sees("? Date of the interview");
        let before = sitting.settings_before();
        assert_ne!(sitting.settings(), before, "keys come one by one");
        sitting.signal(signal);
        sitting.sees("stopped before anything was answered");
        sitting.ends_with_settings(75, &before);
        assert_eq!(sandbox.files(), ["r.toml"]);

        let mut sitting = Sitting::start(&sandbox, ARGS);
        answer(&mut sitting, &STEPS[..2]);
        sitting.sees("? How the exercise was set");
        sitting.signal(signal);
        sitting.sees(&format!("what was answered is in {DRAFT}"));
        sitting.ends_with_settings(75, &before);
        assert!(sandbox.read(DRAFT).contains("\nminutes = 45\n"));
    }
}

#[test]
fn a_terminal_that_goes_away_untold_ends_the_sitting() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let mut loose = Loose::start(&sandbox, ARGS);
    loose.answers("? Date of the interview", "2026-11-20\r");
    loose.answers("? Minutes it took", "45\r");
    loose.answers("? How the exercise was set", "");
    loose.goes_away(75);
    assert!(sandbox.read(DRAFT).contains("\nminutes = 45\n"));
}

#[test]
fn without_a_terminal_it_says_what_to_do_instead() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let run = sandbox.run(ARGS).exits(69);
    run.says("stdin and stderr must be a terminal")
        .says("panelkit scorecard new")
        .says("panelkit submit")
        .shows_nothing();
    let mut sitting = Sitting::start_on(&sandbox, ARGS, &[("TERM", "dumb")]);
    sitting.sees("there is nobody to ask");
    sitting.ends(69);
    assert_eq!(sandbox.files(), ["r.toml"]);
}

#[test]
fn esc_goes_back_and_the_review_changes_any_answer() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let mut sitting = Sitting::start(&sandbox, ARGS);
    sitting.sees("? Date of the interview");
    sitting.types("\u{1b}");
    sitting.sees("This is the first question");
    answer(&mut sitting, &[("? Date", "tomorrow\r", false)]);
    sitting.sees("a day is written like");
    sitting.types(&"\u{7f}".repeat(8));
    sitting.types("9999-01-01\r");
    sitting.sees("still to come");
    sitting.types(&"\u{7f}".repeat(10));
    sitting.types("2026-11-19\r");
    sitting.sees("? Minutes it took");
    sitting.types("\u{1b}");
    sitting.sees("? Date of the interview (2026-11-19)");
    sitting.types("2026-11-20\r");
    answer(&mut sitting, &STEPS[1..8]);
    sitting.sees("? Score");
    sitting.types("1\r");
    answer(&mut sitting, &STEPS[9..]);
    sitting.sees("? Now");
    sitting.types("change\r");
    sitting.sees("? Which answer?");
    sitting.types("dough, score\r");
    answer(
        &mut sitting,
        &[("? Score", "3\r", false), ("? Now", "submit\r", false)],
    );
    sitting.ends(0);
    assert_eq!(kept_card(&sandbox), CARD);
}

#[test]
fn a_pasted_text_is_one_answer_with_its_empty_lines() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let mut sitting = Sitting::start(&sandbox, ARGS);
    answer(&mut sitting, &STEPS[..5]);
    sitting.sees("Evidence: what was said");
    sitting.types("\u{1b}[200~one\rtwo\r\rthree\u{1b}[201~\r");
    answer(
        &mut sitting,
        &[("three", "\r", false), ("? Score", "3\r", false)],
    );
    sitting.sees("? Highest level whose cell");
    sitting.types("\r");
    // A terminal that does not mark pastes: nobody types that fast.
    sitting.sees("Evidence: what was said");
    sitting.types("uno\rdue\r\rtre\r");
    sitting.sees("tre");
    sitting.types("\r");
    sitting.sees("? Score");
    let draft = sandbox.read(DRAFT);
    assert!(draft.contains("\none\ntwo\n\nthree\"\"\""), "{draft}");
    assert!(draft.contains("\nuno\ndue\n\ntre\"\"\""), "{draft}");
    sitting.kill();
}

#[test]
fn an_editor_writes_a_text_and_leaves_no_file_behind() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write(
        "our editor",
        "#!/bin/sh\ntest -t 1 || exit 3\n[ -s \"$2\" ] && sed -i 's/$/ 李/' \"$2\" || \
         printf 'written\\n\\nwell\\n' > \"$2\"\n",
    );
    let script = sandbox.path("our editor");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let editor = format!("'{}' --wait", script.display());
    let failing = [("EDITOR", "false"), ("TERM", "xterm")];
    let mut sitting = Sitting::start_on(&sandbox, ARGS, &failing);
    answer(&mut sitting, &STEPS[..5]);
    sitting.sees(":e opens false");
    sitting.types(":e\r");
    sitting.sees("false: it ended with a failure; the text is as it was");
    sitting.sees("│");
    sitting.kill();
    assert_eq!(sandbox.files(), [DRAFT, "our editor", "r.toml"]);

    let ours = [("EDITOR", "false"), ("VISUAL", &editor), ("TERM", "xterm")];
    let mut sitting = Sitting::start_on(&sandbox, ARGS, &ours);
    sitting.sees("Evidence: what was said");
    sitting.types(":e\r");
    sitting.sees("? Score");
    sitting.types("\u{1b}");
    sitting.sees("? This text");
    sitting.types("edit\r");
    sitting.sees("? Score");
    let draft = sandbox.read(DRAFT);
    assert!(
        draft.contains("\nwritten 李\n 李\nwell 李\"\"\""),
        "{draft}"
    );
    assert_eq!(sandbox.files(), [DRAFT, "our editor", "r.toml"]);
    sitting.kill();
}

#[test]
fn an_editor_that_is_cut_off_leaves_what_it_wrote() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write(
        "stuck",
        "#!/bin/sh\necho half > \"$1\"\necho WRITTEN\nsleep 60\n",
    );
    let stuck = sandbox.path("stuck");
    fs::set_permissions(&stuck, fs::Permissions::from_mode(0o755)).unwrap();
    let editor = stuck.display().to_string();
    let variables = [("EDITOR", editor.as_str()), ("TERM", "xterm")];
    let mut sitting = Sitting::start_on(&sandbox, ARGS, &variables);
    answer(&mut sitting, &STEPS[..5]);
    answer(&mut sitting, &[("opens stuck.", ":e\r", false)]);
    sitting.sees("WRITTEN");
    // An interrupt is the editor's own.
    sitting.signal(Signal::SIGINT);
    sitting.signal(Signal::SIGTERM);
    sitting.sees("the same command goes on from there");
    sitting.ends(75);
    sandbox.write("stuck", "#!/bin/sh\necho whole >> \"$1\"\n");
    let mut sitting = Sitting::start_on(&sandbox, ARGS, &variables);
    sitting.sees("opens stuck, with what it was cut off from.");
    sitting.types(":e\r");
    sitting.sees("? Score");
    let draft = sandbox.read(DRAFT);
    assert!(draft.contains("\nhalf\nwhole\"\"\""), "{draft}");
    assert_eq!(sandbox.files(), [DRAFT, "r.toml", "stuck"]);
    sitting.kill();
}

#[test]
fn an_answer_that_cannot_be_saved_can_be_saved_again() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    fs::create_dir(sandbox.path("there")).unwrap();
    let args = [ARGS, &["--draft", "there/mine.toml"]].concat();
    let mut sitting = Sitting::start(&sandbox, &args);
    answer(&mut sitting, &STEPS[..1]);
    sitting.sees("? Minutes it took");
    fs::rename(sandbox.path("there"), sandbox.path("away")).unwrap();
    sitting.types("45\r");
    sitting.sees("? That answer is not saved");
    fs::rename(sandbox.path("away"), sandbox.path("there")).unwrap();
    sitting.types("try\r");
    sitting.sees("? How the exercise was set");
    assert!(sandbox.read("there/mine.toml").contains("\nminutes = 45\n"));
    fs::rename(sandbox.path("there"), sandbox.path("away")).unwrap();
    answer(&mut sitting, &[("With", "With\r", false)]);
    answer(
        &mut sitting,
        &[("? That answer is not saved", "stop\r", false)],
    );
    sitting.sees("error: ");
    sitting.ends(73);
    let run = Sitting::start(&sandbox, &args);
    run.ends(73);
}

#[test]
fn two_sittings_on_one_draft_do_not_overwrite_each_other() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let mut first = Sitting::start(&sandbox, ARGS);
    answer(&mut first, &STEPS[..1]);
    first.sees("? Minutes it took");
    let mut second = Sitting::start(&sandbox, ARGS);
    second.sees("? Minutes it took");
    second.types("30\r");
    second.sees("? How the exercise was set");
    first.types("45\r");
    first.sees("was changed by somebody else meanwhile");
    first.ends(75);
    assert!(sandbox.read(DRAFT).contains("\nminutes = 30\n"));
    second.kill();
}

#[test]
fn a_card_that_is_in_already_only_loses_its_draft() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let mut sitting = Sitting::start(&sandbox, ARGS);
    answer(&mut sitting, STEPS);
    sitting.sees("? Now");
    let draft = sandbox.read(DRAFT);
    sitting.types("submit\r");
    sitting.ends(0);
    // As if the program had been killed right after the store had the card.
    sandbox.write(DRAFT, &draft);
    let mut again = Sitting::start(&sandbox, ARGS);
    again.sees("1 scorecard kept in kept.db already");
    again.ends(0);
    assert_eq!(sandbox.files(), ["kept.db", "r.toml"]);
    assert_eq!(kept_card(&sandbox), CARD);

    sandbox.write(DRAFT, draft.replace("Good hands.", "Good hand."));
    let mut again = Sitting::start(&sandbox, ARGS);
    again.sees("is in the store already");
    again.ends(77);
    assert!(sandbox.path(DRAFT).exists());
}

#[test]
fn a_draft_that_does_not_fit_is_left_alone() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let mut sitting = Sitting::start(&sandbox, ARGS);
    answer(&mut sitting, &STEPS[..2]);
    sitting.sees("? How the exercise was set");
    sitting.kill();
    let sound = sandbox.read(DRAFT);
    let senior = sound.replace("\"junior\"", "\"senior\"");
    let newer = sound.replace("\"1.0.0\"", "\"1.1.0\"");
    for (draft, code, words) in [
        (
            sound.replace("minutes = 45", "minutes = 0"),
            65,
            "cannot be used",
        ),
        (sound.replace("minutes", "minuets"), 65, "cannot be used"),
        (newer, 65, "cannot be used"),
        (senior, 2, "is for the level `senior`, not `junior`"),
        (
            sound.replace("\"ada\"", "\"bob\""),
            2,
            "is for the candidate `bob`",
        ),
        (
            sound.replace("Łucja", "Lucja"),
            2,
            "is for the interviewer `Lucja",
        ),
    ] {
        sandbox.write(DRAFT, &draft);
        let mut sitting = Sitting::start(&sandbox, ARGS);
        sitting.sees(words);
        sitting.ends(code);
        assert_eq!(sandbox.read(DRAFT), draft);
    }
}

#[test]
fn an_error_of_the_checks_keeps_the_card_from_being_submitted() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write(
        "panelkit.toml",
        "identity = \"grace@example.com\"\nstore = \"kept.db\"\nrubrics = \"here\"\n[lint]\nC203 = \"error\"\n",
    );
    sandbox.write("here/baker.toml", RUBRIC);
    let args = [
        "score",
        "--candidate",
        "ada",
        "--round",
        "papers",
        "--level",
        "junior",
    ];
    let mut sitting = Sitting::start(&sandbox, &args);
    sitting.sees("signed grace@example.com");
    answer(
        &mut sitting,
        &[
            ("? Date", "2026-11-20\r", false),
            ("? Minutes", "-\r", false),
            ("Evidence: what in the papers", "\r", false),
            ("? Score", "4\r", false),
            ("? Your recommendation", "to go\r", false),
            ("Summary", "\r", false),
            ("Private note", "\r", false),
        ],
    );
    sitting.sees("error[C203]");
    sitting.sees("? Now");
    sitting.types("submit\r");
    sitting.types(&"\u{7f}".repeat(6));
    sitting.types("stop\r");
    sitting.sees("stopped before the card was submitted");
    sitting.ends(75);
    assert!(kept(&sandbox).is_empty());
}

#[test]
fn texts_of_the_rubric_cannot_act_on_the_terminal() {
    let hostile = |text: &str| format!("{text} \\u001b]0;owned\\u0007 \\u202egnp.exe \\u009b31m");
    let rubric = [
        "Feeds it",
        "Follows a recipe.",
        "How do you keep",
        "title = \"Dough",
        "\"Kitchen",
    ]
    .iter()
    .fold(RUBRIC.to_owned(), |rubric, text| {
        rubric.replace(text, &hostile(text))
    });
    let sandbox = Sandbox::with("r.toml", rubric);
    let args: Vec<_> = ARGS[..11].to_vec();
    let who = ["--interviewer", "Zed \u{202e}\u{1b}[2J \u{7}"];
    let mut sitting = Sitting::start(&sandbox, &[&args[..], &who[..]].concat());
    let mut screen = sitting.sees("? Date of the interview");
    for (keys, next) in [
        ("2026-11-20\r", "? Minutes"),
        ("-\r", "? How the exercise"),
        ("With\r", "? What was asked"),
        ("\r", "? Seen or heard"),
        ("\r", "│"),
        ("\r", "? Score"),
        ("3\r", "? Highest level whose cell"),
        ("Junior\r", "│"),
    ] {
        sitting.types(keys);
        screen.push_str(&sitting.sees(next));
    }
    for bad in ["\u{1b}]0", "\u{202e}", "\u{9b}", "\u{7}", "\u{1b}[2J"] {
        assert!(!screen.contains(bad), "{bad:?} in {screen:?}");
    }
    assert!(screen.contains("\\x1b]0;owned\\x07"), "{screen}");
    assert!(screen.contains("Zed \\u{202e}\\x1b[2J \\x07"), "{screen}");
    sitting.kill();
}

//! Where output goes and what happens when it cannot: closed and full streams, files and folders
//! that cannot be written, exit codes.

mod files;

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::Sandbox;

/// A sandbox with a rubric and a folder of one card.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write("cards/c.scorecard.toml", CARD);
    sandbox
}

/// Every command that writes to stdout, with its exit code where all is well.
const COMMANDS: &[(&str, i32)] = &[
    ("check r.toml", 0),
    ("check bad.toml", 65),
    ("kit r.toml --level senior --round kitchen", 0),
    ("kit r.toml --level senior --round kitchen --format md", 0),
    ("kit r.toml --level senior --all", 0),
    ("scorecard check cards --rubric r.toml", 0),
    ("submit cards --rubric r.toml --store kept.db", 0),
    ("packet --rubric r.toml --scorecards cards", 0),
    ("packet --rubric r.toml --scorecards cards --format md", 0),
    ("packet --rubric r.toml --scorecards cards --format json", 0),
    ("packet --rubric r.toml --scorecards cards --format csv", 0),
    ("packet --rubric r.toml --scorecards cards --wide", 0),
    ("demo demo", 0),
    ("screen customer-support-lead a.csv --level team-lead", 0),
    ("--help", 0),
    ("--version", 0),
    ("help", 0),
    ("help packet", 0),
    ("demo --help", 0),
    ("check --help", 0),
    ("kit --help", 0),
    ("scorecard --help", 0),
    ("scorecard check --help", 0),
    ("submit --help", 0),
    ("packet --help", 0),
];

fn sandbox_with_bad() -> Sandbox {
    let sandbox = sandbox();
    let header = "candidate,handled_complaints,largest_shift,shift_pattern";
    sandbox.write("a.csv", format!("{header}\nada,yes,12,rotating\n"));
    sandbox.write("bad.toml", RUBRIC.replace("onsite", "offsite"));
    sandbox
}

#[test]
fn every_command_works_in_the_open() {
    for (command, code) in COMMANDS {
        let run = sandbox_with_bad()
            .sh(&format!("\"$PANELKIT\" {command}"))
            .exits(*code);
        assert!(!run.stdout.is_empty(), "{command}");
    }
}

#[test]
fn a_full_device_is_an_error_of_writing() {
    for (command, _) in COMMANDS {
        sandbox_with_bad()
            .sh(&format!("\"$PANELKIT\" {command} > /dev/full"))
            .exits(74)
            .says("cannot write the output: the disk is full");
    }
}

#[test]
fn a_reader_who_leaves_has_what_they_wanted() {
    for (command, code) in COMMANDS {
        // The program's own exit code, not that of the reader.
        let script = format!("{{ \"$PANELKIT\" {command}; echo $? > code; }} | true; cat code >&2");
        let run = sandbox_with_bad().sh(&script).exits(0);
        assert_eq!(
            run.stderr.lines().last(),
            Some(code.to_string().as_str()),
            "{command}: {run:#?}"
        );
    }
}

#[test]
fn a_closed_stdout_is_no_panic() {
    for (command, _) in COMMANDS {
        let run = sandbox_with_bad().sh(&format!("\"$PANELKIT\" {command} >&-"));
        assert!(matches!(run.code, Some(0 | 65 | 74)), "{run:#?}");
    }
}

#[test]
fn a_closed_or_full_stderr_changes_no_exit_code() {
    let more = [
        ("check none.toml", 66),
        ("check", 2),
        ("kit r.toml --level x --all", 2),
        ("packet x --rubric r.toml --scorecards cards", 66),
    ];
    for (command, code) in COMMANDS.iter().chain(&more) {
        for stderr in ["2>&-", "2>/dev/full"] {
            sandbox_with_bad()
                .sh(&format!("\"$PANELKIT\" {command} {stderr}"))
                .exits(*code);
        }
    }
}

#[test]
fn all_streams_closed_is_no_panic() {
    for (command, _) in COMMANDS {
        let run = sandbox_with_bad().sh(&format!("\"$PANELKIT\" {command} <&- >&- 2>&-"));
        assert!(matches!(run.code, Some(0 | 65 | 74)), "{run:#?}");
    }
}

/// A file that takes the place of a closed stream must not be written into.
#[test]
fn a_closed_stdout_puts_nothing_into_files() {
    let sandbox = sandbox();
    sandbox.sh("\"$PANELKIT\" packet --rubric r.toml --scorecards cards --format json >&- 2>&-");
    assert_eq!(sandbox.read("r.toml"), RUBRIC);
    assert_eq!(sandbox.read("cards/c.scorecard.toml"), CARD);
    let run = sandbox.sh("\"$PANELKIT\" submit cards --rubric r.toml --store kept.db >&- 2>&-");
    assert!(matches!(run.code, Some(0 | 74)));
    assert_eq!(crate::submit::kept(&sandbox), [CARD]);
}

#[test]
fn what_does_not_exist_is_no_input() {
    let cases = [
        "check none.toml",
        "check r.toml none.toml",
        "check .",
        "kit none.toml --level senior --all",
        "scorecard check none.toml --rubric r.toml",
        "scorecard check cards --rubric none.toml",
        "submit none.toml --rubric r.toml --store kept.db",
        "packet --rubric none.toml --scorecards cards",
        "packet --rubric r.toml --scorecards none",
        "packet --rubric r.toml --scorecards empty",
        "packet --rubric r.toml --scorecards cards --names none.csv",
        "packet nobody --rubric r.toml --scorecards cards",
        "check r.toml/x",
    ];
    for command in cases {
        let sandbox = sandbox();
        std::fs::create_dir(sandbox.path("empty")).unwrap();
        sandbox
            .sh(&format!("\"$PANELKIT\" {command}"))
            .exits(66)
            .shows_nothing()
            .says("error: ");
        assert!(!sandbox.path("kept.db").exists(), "{command}");
    }
}

#[test]
fn a_folder_without_cards_says_what_cards_end_in() {
    let sandbox = sandbox();
    sandbox.write("notes/readme.md", "x");
    let args = ["packet", "--rubric", "r.toml", "--scorecards", "notes"];
    sandbox
        .run(&args)
        .exits(66)
        .says("no file in notes ends in .scorecard.toml");
}

#[test]
fn usage_errors_are_2_and_on_stderr() {
    let cases = [
        "",
        "frobnicate",
        "check",
        "check --frob r.toml",
        "kit",
        "kit r.toml",
        "submit cards",
        "submit cards --rubric r.toml",
        "packet",
        "packet --rubric r.toml",
        "packet --rubric r.toml --scorecards cards --format pdfx",
        "scorecard",
        "scorecard frob",
        "packet --rubric r.toml --scorecards cards --long --wide",
        "packet --rubric r.toml --scorecards cards --format md --wide",
        "--color sometimes check r.toml",
        "demo a b",
        "kit r.toml --level senior --all --format json",
    ];
    for command in cases {
        let run = sandbox()
            .sh(&format!("\"$PANELKIT\" {command}"))
            .exits(2)
            .shows_nothing();
        assert!(!run.stderr.is_empty(), "{command}");
    }
}

#[test]
fn color_is_asked_for_or_not_there() {
    let ask = |before: &str, after: &str| {
        let run = sandbox_with_bad().sh(&format!("{before} \"$PANELKIT\" check bad.toml {after}"));
        (run.stdout.contains('\u{1b}'), run.stderr.contains('\u{1b}'))
    };
    assert_eq!(ask("", ""), (false, false), "a pipe is no terminal");
    assert_eq!(ask("", "--color never"), (false, false));
    assert_eq!(ask("", "--color always"), (true, false));
    assert_eq!(
        ask("NO_COLOR=1", "--color always"),
        (true, false),
        "a flag is over the environment"
    );
    assert_eq!(ask("NO_COLOR=1", ""), (false, false));
    assert_eq!(
        ask("CLICOLOR_FORCE=1 TERM=xterm", "--color never"),
        (false, false)
    );
    let run = sandbox()
        .sh("\"$PANELKIT\" --color always check none.toml")
        .exits(66);
    assert!(run.stderr.contains('\u{1b}'));
    let run = sandbox()
        .sh("\"$PANELKIT\" --color always kit r.toml --level senior --round kitchen")
        .exits(0);
    assert!(run.stdout.contains('\u{1b}'));
    for format in ["json", "csv", "md"] {
        let run = sandbox().sh(&format!("\"$PANELKIT\" --color always packet --rubric r.toml --scorecards cards --format {format}")).exits(0);
        assert!(!run.stdout.contains('\u{1b}'), "{format}");
    }
    let sandbox = sandbox();
    sandbox
        .sh("\"$PANELKIT\" --color always kit r.toml --level senior --round kitchen --output k.txt")
        .exits(0);
    assert!(
        !sandbox.read("k.txt").contains('\u{1b}'),
        "a file gets no color"
    );
}

#[test]
fn quiet_leaves_results_and_errors() {
    let sandbox = sandbox();
    let noisy = sandbox
        .sh("\"$PANELKIT\" kit r.toml --level senior --all --output a")
        .exits(0);
    assert!(noisy.stderr.contains("wrote"));
    for flag in ["-q", "--quiet"] {
        let run = sandbox
            .sh(&format!(
                "\"$PANELKIT\" {flag} kit r.toml --level senior --all --output a"
            ))
            .exits(0);
        assert_eq!(run.stderr, "");
        let run = sandbox
            .sh(&format!(
                "\"$PANELKIT\" packet --rubric r.toml --scorecards cards {flag}"
            ))
            .exits(0);
        assert!(!run.stdout.is_empty());
        sandbox
            .sh(&format!("\"$PANELKIT\" check none.toml {flag}"))
            .exits(66)
            .says("none.toml");
    }
    sandbox.write(
        "cards/c.scorecard.toml",
        CARD.replace("asked = [\"sour\", \"loaf\"]", "asked = [\"waste\"]"),
    );
    let warned = sandbox
        .sh("\"$PANELKIT\" packet --rubric r.toml --scorecards cards")
        .exits(0);
    assert!(warned.stderr.contains("warning[C206]"));
    let run = sandbox
        .sh("\"$PANELKIT\" -q packet --rubric r.toml --scorecards cards")
        .exits(0);
    assert_eq!(run.stderr, "");
}

#[test]
fn arguments_that_are_no_text_are_no_panic() {
    for command in [
        "check \"$(printf 'a\\377')\"",
        "kit r.toml --level \"$(printf '\\377')\" --all",
        "packet \"$(printf '\\377')\" --rubric r.toml --scorecards cards",
    ] {
        let run = sandbox().sh(&format!("\"$PANELKIT\" {command}"));
        assert!(matches!(run.code, Some(2 | 66)), "{run:#?}");
    }
    let run = sandbox()
        .sh("\"$PANELKIT\" check \"$(printf '\\033[31mx\\nerror: fake')\"")
        .exits(66);
    assert!(
        !run.stderr.contains('\u{1b}') && run.stderr.lines().count() <= 2,
        "{run:#?}"
    );
}

//! `panelkit panel remind`: a text for each whose card is due, and a calendar.

use crate::sandbox::{Run, Sandbox};
use crate::status::{keep, panel, seat, submit, workspace};

fn remind(sandbox: &Sandbox, args: &[&str]) -> Run {
    panel(
        sandbox,
        "recruiter@example.com",
        &[&["remind", "ada"], args].concat(),
    )
}

fn waiting() -> Sandbox {
    let sandbox = workspace();
    keep(
        &sandbox,
        "2000-01-01",
        &[
            seat("ada", "kitchen", "late@example.com", "2000-01-02", false),
            seat("ada", "kitchen", "in@example.com", "2126-01-01", false),
            seat("ada", "table", "Thị Ánh; عمر,", "2126-01-01", true),
        ],
    );
    submit(&sandbox, "ada", "in@example.com");
    sandbox
}

#[test]
fn each_whose_card_is_due_is_told_what_by_when_and_how() {
    let sandbox = waiting();
    let text = remind(&sandbox, &[]).exits(0).stdout;
    for words in [
        "late@example.com: your scorecard for Łucja Żółć",
        "round Kitchen, was due 2000-01-02 10:00 UTC: it is",
        "days late",
        "Thị Ánh; عمر,: your scorecard",
        "round Table, is due 2126-01-01 10:00 UTC",
        "trainee's card",
        "panelkit submit ada.table.scorecard.toml",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(!text.contains("in@example.com"), "{text}");
    let one = remind(&sandbox, &["--interviewer", "THỊ ÁNH; عمر,"])
        .exits(0)
        .stdout;
    assert!(one.contains("Thị Ánh") && !one.contains("late@"), "{one}");
    remind(&sandbox, &["--interviewer", "lat@example.com"])
        .exits(66)
        .says("did you mean `late@example.com`?");
    remind(&sandbox, &["--format", "md"])
        .exits(0)
        .shows("## late@example.com: your scorecard");
}

/// The commands in a reminder are run as they stand.
#[test]
fn the_commands_in_a_reminder_work() {
    let sandbox = waiting();
    let text = remind(&sandbox, &["--format", "md"]).exits(0).stdout;
    let fenced = text.split("```").skip(1).step_by(2);
    let begins: Vec<_> = fenced
        .filter(|block| block.contains("scorecard new"))
        .collect();
    assert_eq!(begins.len(), 2, "{text}");
    for block in begins {
        let command = block.trim().strip_prefix("panelkit ").unwrap();
        sandbox.sh(&format!("\"$PANELKIT\" {command}")).exits(0);
    }
    assert!(
        sandbox
            .read("ada.table.scorecard.toml")
            .contains("Thị Ánh; عمر,")
    );
}

#[test]
fn a_template_of_the_workspace_takes_its_place() {
    let sandbox = waiting();
    sandbox.write(
        "panelkit.toml",
        "organisation = \"Żółć Ltd\"\nrubrics = \"r\"\nstore = \"kept.db\"\ntemplates = \"t\"\n",
    );
    remind(&sandbox, &[]).exits(78);
    sandbox.write(
        "t/reminder.md",
        "{% for card in cards %}\n- {{ card.interviewer }} {{ card.due }} {{ organisation }}\n{% endfor %}",
    );
    remind(&sandbox, &[])
        .exits(0)
        .shows("late@example.com 2000-01-02 10:00 UTC Żółć Ltd");
}

/// Lines of a calendar, unfolded.
fn lines(calendar: &str) -> Vec<String> {
    assert!(calendar.ends_with("\r\n"));
    for line in calendar.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\n', '\r']), "{line:?}");
    }
    let unfolded = calendar.replace("\r\n ", "");
    unfolded
        .split_terminator("\r\n")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_calendar_has_an_entry_for_each_deadline_and_no_clock() {
    let sandbox = waiting();
    remind(&sandbox, &["--ics", "all.ics"])
        .exits(0)
        .says("wrote all.ics with 2 deadlines");
    let first = sandbox.read("all.ics");
    remind(&sandbox, &["-o", "again.ics"]).exits(0);
    assert_eq!(first, sandbox.read("again.ics"));
    assert_eq!(remind(&sandbox, &["--format", "ics"]).stdout, first);
    let found = lines(&first);
    let has = |line: &str| found.iter().any(|found| found == line);
    assert_eq!(
        found.iter().filter(|line| *line == "BEGIN:VEVENT").count(),
        2
    );
    assert!(
        has("DTSTAMP:20000101T100000Z"),
        "the moment of the assignment: {first}"
    );
    assert!(
        has("DTSTART:20000102T100000Z") && has("DTSTART:21260101T100000Z"),
        "{first}"
    );
    assert!(has("SUMMARY:Scorecard due: Łucja Żółć\\, Table"), "{first}");
    let uids = |text: &str| -> Vec<String> {
        lines(text)
            .into_iter()
            .filter(|line| line.starts_with("UID:"))
            .collect()
    };
    // A deadline that moves stays the same entry, with a higher sequence.
    keep(
        &sandbox,
        "2000-01-05",
        &[seat(
            "ada",
            "kitchen",
            "late@example.com",
            "2126-05-05",
            false,
        )],
    );
    let moved = remind(&sandbox, &["--format", "ics"]).stdout;
    assert_eq!(uids(&moved), uids(&first));
    assert_ne!(moved, first);
    let sequence = |text: &str| -> u32 {
        let found = lines(text)
            .into_iter()
            .find_map(|line| line.strip_prefix("SEQUENCE:").map(str::to_owned));
        found.unwrap().parse().unwrap()
    };
    assert!(sequence(&moved) > sequence(&first));
}

#[test]
fn hostile_names_stay_in_their_line() {
    let sandbox = workspace();
    let names = [
        "x\r\nATTENDEE:mailto:evil@example.com\r\nEND:VEVENT",
        "a\rEVIL:1\nb; c, d\\",
        "\u{202e}עמר 👩\u{200d}💻 李雷 José",
    ];
    let seats: Vec<_> = names
        .iter()
        .map(|who| seat("ada", "kitchen", who, "2126-01-01", false))
        .collect();
    keep(&sandbox, "2000-01-01", &seats);
    sandbox
        .run(&["candidate", "change", "ada", "--name", names[0]])
        .exits(0);
    let calendar = remind(&sandbox, &["--format", "ics"]).exits(0).stdout;
    let found = lines(&calendar);
    assert_eq!(
        found.iter().filter(|line| *line == "END:VEVENT").count(),
        names.len()
    );
    for line in &found {
        let name = line.split([':', ';']).next().unwrap();
        let known = [
            "BEGIN",
            "END",
            "VERSION",
            "PRODID",
            "METHOD",
            "CLASS",
            "DESCRIPTION",
            "DTSTAMP",
            "DTSTART",
            "SEQUENCE",
            "SUMMARY",
            "TRANSP",
            "UID",
        ];
        assert!(known.contains(&name), "{line}");
    }
}

#[test]
fn where_nothing_is_due_it_is_said() {
    let sandbox = workspace();
    remind(&sandbox, &[])
        .exits(0)
        .shows("No card is due for Łucja Żółć.");
    let untold = panelkit::store::Change::Assign(panelkit::store::Assignment {
        seat: panelkit::store::Seat::new("ada", "kitchen", "grace"),
        due: None,
        shadow: false,
    });
    keep(&sandbox, "2000-01-01", &[untold]);
    remind(&sandbox, &["--ics", "x.ics"])
        .exits(0)
        .says("1 card without a deadline: no entry in the calendar")
        .says("no calendar is written")
        .shows("is expected");
    assert!(!sandbox.path("x.ics").exists());
    remind(&sandbox, &["--format", "ics"])
        .exits(0)
        .shows_nothing();
}

//! Nobody sees others' part in a panel while their own card is due: every command is run by such a
//! person, and by nobody in particular.

use std::collections::BTreeSet;

use panelkit::scorecard::Date;
use panelkit::store::{Change, Choice, Entry, Event, Passage, Stage, StageRecord, Store as _};

use crate::panel::CARD;
use crate::sandbox::{Run, Sandbox};
use crate::status::{decided, keep, seat, store, workspace};

/// Whoever has a card due, and what they may know: their own seat.
const ASKER: &str = "asker@example.com";

/// Others, whose cards are in, and what is on them.
const SECRETS: [&str; 5] = [
    "Łucja Submitted",
    "trainee-in@example.com",
    "evidence that others wrote",
    "summary that others wrote",
    "reason of the decision",
];

/// What a command may say of others' cards.
enum Says {
    /// The same whether others' cards are in or not.
    Nothing,
    /// It is refused.
    Refused,
    /// Something that depends on what is in the store as a whole; never a name or a text.
    Totals,
}

use Says::{Nothing, Refused, Totals};

/// Every command that there is, as the asker would run it against the panel of `ada`. A new command
/// has its line here, or the test below fails.
const COMMANDS: &[(&str, &str, Says)] = &[
    ("demo", "demo d", Nothing),
    ("init", "init w", Nothing),
    ("check", "check baker", Nothing),
    ("explain", "explain R101", Nothing),
    (
        "kit",
        "kit baker --level senior --all --candidate ada",
        Nothing,
    ),
    ("rubric list", "rubric list", Nothing),
    ("rubric show", "rubric show baker", Nothing),
    ("rubric progression", "rubric progression baker", Nothing),
    ("rubric diff", "rubric diff baker baker", Nothing),
    ("rubric schema", "rubric schema", Nothing),
    ("rubric fmt", "rubric fmt r/baker.toml", Nothing),
    // There is no terminal to ask at.
    ("score", "score --candidate ada --round kitchen", Nothing),
    (
        "scorecard new",
        "scorecard new --candidate ada --round kitchen",
        Nothing,
    ),
    (
        "scorecard check",
        "scorecard check own.scorecard.toml --rubric baker",
        Nothing,
    ),
    ("candidate add", "candidate add new", Nothing),
    (
        "candidate change",
        "candidate change ada --stage onsite",
        Nothing,
    ),
    ("candidate list", "candidate list", Nothing),
    ("candidate list", "candidate list --format json", Nothing),
    ("candidate show", "candidate show ada", Nothing),
    (
        "candidate show",
        "candidate show ada --format json",
        Nothing,
    ),
    ("candidate import", "candidate import c.csv", Nothing),
    (
        "screen",
        "screen customer-support-lead none.csv --level team-lead",
        Nothing,
    ),
    (
        "candidate stage",
        "candidate stage ada onsite passed",
        Refused,
    ),
    (
        "panel assign",
        "panel assign ada --round table --interviewer new --due 2126-01-01T00:00:00Z",
        Nothing,
    ),
    (
        "panel assign",
        "panel assign ada --round kitchen --interviewer waited@example.com --due 2126-01-01T10:00:00Z",
        Nothing,
    ),
    (
        "panel decline",
        "panel decline ada --round kitchen --interviewer waited@example.com --reason x",
        Refused,
    ),
    (
        "panel withdraw",
        "panel withdraw ada --round kitchen --interviewer in-1@example.com --reason x",
        Refused,
    ),
    ("panel status", "panel status", Nothing),
    ("panel status", "panel status --all --only all", Nothing),
    ("panel status", "panel status --only overdue", Nothing),
    ("panel status", "panel status --only complete", Nothing),
    ("panel status", "panel status --only decided", Nothing),
    ("panel status", "panel status --format json", Nothing),
    ("panel status", "panel status --format csv", Nothing),
    ("panel status", "panel status ada", Refused),
    (
        "panel status",
        "panel status ada --format json --interviewer asker@example.com",
        Refused,
    ),
    ("panel overdue", "panel overdue --format csv", Nothing),
    ("panel overdue", "panel overdue", Nothing),
    ("panel remind", "panel remind ada", Refused),
    (
        "panel remind",
        "panel remind ada --ics x.ics -o x.txt",
        Refused,
    ),
    ("packet", "packet ada", Refused),
    ("packet", "packet", Refused),
    ("packet", "packet ada --verify p.md", Refused),
    ("decide", "decide ada hire --reason x", Refused),
    ("decide", "decide ada no-hire --format json", Refused),
    (
        "resume new",
        "resume new baker c.csv --level senior --reviewer x -o b",
        Nothing,
    ),
    (
        "resume collect",
        "resume collect t.csv --key k.toml --submit",
        Nothing,
    ),
    (
        "resume report",
        "resume report baker --level senior",
        Nothing,
    ),
    (
        "resume report",
        "resume report baker ada --level senior",
        Refused,
    ),
    ("compare", "compare --rubric baker --level senior", Nothing),
    (
        "compare",
        "compare ada --rubric baker --level senior",
        Refused,
    ),
    ("calibrate", "calibrate", Nothing),
    ("calibrate", "calibrate --format json", Nothing),
    ("calibrate", "calibrate --ratings none.csv", Nothing),
    (
        "impact",
        "impact --outcomes none.csv --groups none-either.csv",
        Nothing,
    ),
    ("export scores", "export scores", Refused),
    ("export scores", "export scores ada --format jsonl", Refused),
    ("export panels", "export panels", Nothing),
    ("export panels", "export panels --format jsonl", Nothing),
    ("export pipeline", "export pipeline", Nothing),
    ("export pipeline", "export pipeline --format jsonl", Nothing),
    ("pipeline", "pipeline", Nothing),
    ("pipeline", "pipeline --format json", Nothing),
    ("pipeline", "pipeline --format csv --rubric baker", Nothing),
    ("export audit", "export audit", Totals),
    (
        "import greenhouse",
        "import greenhouse none.json --rubric baker --map none.toml",
        Nothing,
    ),
    (
        "import csv",
        "import csv none.csv --rubric baker --map none.toml",
        Nothing,
    ),
    ("panel key", "panel key -o p.key", Totals),
    ("panel open", "panel open ada --key p.key", Refused),
    ("seal", "seal own.scorecard.toml", Nothing),
    ("doctor", "doctor", Totals),
    (
        "screen confirm",
        "screen confirm screened.csv --by asker@example.com -o confirmed.csv",
        Nothing,
    ),
    (
        "screen letters",
        "screen letters confirmed.csv --rubric baker -o letters",
        Nothing,
    ),
    ("audit verify", "audit verify", Totals),
    ("backup", "backup b.db", Totals),
    (
        "submit",
        "submit own.scorecard.toml --rubric baker",
        Nothing,
    ),
    (
        "candidate erase",
        "candidate erase ada --yes --reason why",
        Totals,
    ),
];

/// The panel of ada: the asker's card is due, four cards of others and a trainee's are in or not.
fn panel(others_are_in: bool) -> Sandbox {
    let sandbox = workspace();
    sandbox
        .run(&["candidate", "change", "ada", "--stage", "onsite"])
        .exits(0);
    let mut changes = vec![
        seat("ada", "kitchen", ASKER, "2000-01-01", false),
        seat("ada", "kitchen", "waited@example.com", "2126-01-01", false),
        seat(
            "ada",
            "kitchen",
            "trainee-in@example.com",
            "2126-01-01",
            true,
        ),
        seat("ada", "kitchen", SECRETS[0], "2000-01-01", false),
    ];
    let others = ["in-1@example.com", "in-2@example.com", "in-3@example.com"];
    changes.extend(others.map(|who| seat("ada", "kitchen", who, "2126-01-01", false)));
    keep(&sandbox, "2000-01-01", &changes);
    let own = CARD.replace("grace@example.com", ASKER);
    sandbox.write("own.scorecard.toml", &own);
    sandbox.write("p.md", "# A packet\n");
    sandbox.write(
        "screened.csv",
        "candidate,outcome,knockout,reason,cell\nada,advance,,,\nnew,decline,,,\n",
    );
    if others_are_in {
        for who in others
            .into_iter()
            .chain([SECRETS[0], "trainee-in@example.com"])
        {
            submit(&sandbox, who);
        }
        keep(
            &sandbox,
            "2000-01-02",
            &[
                decided("ada", Choice::Hire, SECRETS[4]),
                declined_at_the_onsite(),
            ],
        );
    }
    sandbox
}

/// A stage as somebody recorded it, with a reason that nobody may see.
fn declined_at_the_onsite() -> Change {
    let day = Date::parse("2000-01-02").unwrap();
    Change::RecordStage(StageRecord {
        reason: Some(SECRETS[4].to_owned()),
        ..StageRecord::new("ada", Stage::Onsite, Passage::Declined, day)
    })
}

/// Submits a card of somebody else, with texts that nobody may see.
fn submit(sandbox: &Sandbox, who: &str) {
    let card = CARD
        .replace("grace@example.com", who)
        .replacen(
            "evidence = \"",
            &format!("evidence = \"{} by {who}: ", SECRETS[2]),
            1,
        )
        .replace("summary = \"", &format!("summary = \"{}: ", SECRETS[3]));
    let shadow = if who.starts_with("trainee") {
        "shadow = true\n"
    } else {
        ""
    };
    let card = card.replacen("recommendation", &format!("{shadow}recommendation"), 1);
    assert!(card.contains(SECRETS[2]), "{card}");
    sandbox.write("in.scorecard.toml", &card);
    sandbox
        .run(&["submit", "in.scorecard.toml", "--rubric", "baker"])
        .exits(0);
    std::fs::remove_file(sandbox.path("in.scorecard.toml")).unwrap();
}

fn asks(sandbox: &Sandbox, command: &str) -> Run {
    let words: Vec<_> = command.split(' ').collect();
    sandbox.run(&[&["--as", ASKER], &words[..]].concat())
}

#[test]
fn every_command_keeps_what_others_wrote() {
    let (with, without) = (panel(true), panel(false));
    // What must not be seen is there to be seen.
    let recruiter = with
        .run(&["--as", "recruiter", "panel", "status", "ada"])
        .exits(0);
    assert!(
        recruiter.stdout.contains(SECRETS[0]),
        "{}",
        recruiter.stdout
    );
    let packet = with
        .run(&["--as", "recruiter", "packet", "ada", "--format", "json"])
        .exits(0);
    assert!(packet.stdout.contains(SECRETS[2]), "{}", packet.stdout);
    for (_, command, says) in COMMANDS {
        let (seen, other) = (asks(&with, command), asks(&without, command));
        let all = format!("{}{}", seen.stdout, seen.stderr);
        for secret in SECRETS {
            assert!(!all.contains(secret), "`{command}` says {secret}: {all}");
        }
        match says {
            Nothing => assert_eq!(
                (seen.code, without_time(&seen.stdout), &seen.stderr),
                (other.code, without_time(&other.stdout), &other.stderr),
                "`{command}` tells whether others' cards are in"
            ),
            Refused => {
                let seen = seen.exits(77);
                assert!(
                    seen.stderr.contains("has a card due"),
                    "`{command}`: {seen:#?}"
                );
                seen.shows_nothing();
            }
            Totals => {}
        }
    }
    for file in ["x.ics", "x.txt"] {
        assert!(!with.path(file).exists(), "{file} was written");
    }
}

/// How late a card is may change from one run to the next.
fn without_time(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines().filter(|line| !line.contains("late_by")) {
        let late = line.starts_with("ada,kitchen,asker@example.com,no,2000");
        out.push_str(if late {
            line.rsplit_once(',').unwrap().0
        } else {
            line
        });
        out.push('\n');
    }
    out
}

#[test]
fn every_command_is_asked() {
    let known: BTreeSet<&str> = COMMANDS.iter().map(|(name, _, _)| *name).collect();
    let sandbox = Sandbox::new();
    let mut missing = Vec::new();
    for name in commands(&sandbox, "") {
        let below = commands(&sandbox, &name);
        let all = if below.is_empty() {
            vec![name.clone()]
        } else {
            below
        };
        missing.extend(
            all.into_iter()
                .filter(|name| !known.contains(name.as_str())),
        );
    }
    assert!(
        missing.is_empty(),
        "say in COMMANDS what these show: {missing:?}"
    );
}

/// The commands below one, by its help.
fn commands(sandbox: &Sandbox, of: &str) -> Vec<String> {
    let mut args: Vec<_> = of.split(' ').filter(|word| !word.is_empty()).collect();
    args.push("--help");
    let help = sandbox.run(&args).exits(0).stdout;
    let Some((_, listed)) = help.split_once("\nCommands:\n") else {
        return Vec::new();
    };
    let listed = listed.split("\n\n").next().unwrap().lines();
    let names = listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    let names = names.filter(|name| !name.is_empty() && *name != "help");
    names
        .map(|name| format!("{of} {name}").trim().to_owned())
        .collect()
}

#[test]
fn a_refusal_is_in_the_log_and_a_list_shows_ones_own() {
    let sandbox = panel(true);
    asks(&sandbox, "panel status ada")
        .exits(77)
        .says("that you asked is in the log");
    let mut refused = Vec::new();
    let visit = &mut |event: Event| {
        if let Some((by, Entry::LookRefused(look))) = event.content {
            refused.push(format!("{} {} {}", by.signature, look.candidate, look.what));
        }
        std::ops::ControlFlow::Continue(())
    };
    store(&sandbox).events(1, visit).unwrap();
    assert_eq!(refused, [format!("{ASKER} ada panel status")]);
    let list = asks(&sandbox, "panel status").exits(0);
    let list = list.shows("yours is overdue, by 2000-01-01");
    assert!(list.stdout.contains("0 in, 0 due"), "{}", list.stdout);
    asks(&sandbox, "panel overdue")
        .exits(1)
        .shows("asker@example.com")
        .shows("only yours is listed");
    asks(&sandbox, "candidate show ada")
        .exits(0)
        .shows("shown once your card is in");
    // Once it is in, nothing is kept back.
    asks(&sandbox, "submit own.scorecard.toml --rubric baker").exits(0);
    asks(&sandbox, "panel status ada")
        .exits(0)
        .shows(SECRETS[0]);
    asks(&sandbox, "panel status")
        .exits(0)
        .shows("5 in (2 late), 1 due");
    asks(&sandbox, "candidate show ada")
        .exits(0)
        .shows("Hire, 2000-01-02");
}

/// A trainee who has a card due is blind too, also where nobody else's is due any more.
#[test]
fn trainees_are_blind_too() {
    let lists = |others_are_in: bool| {
        let sandbox = workspace();
        keep(
            &sandbox,
            "2000-01-01",
            &[
                seat("ada", "kitchen", ASKER, "2126-01-01", true),
                seat("ada", "kitchen", "other@example.com", "2126-01-01", false),
                seat("bob", "kitchen", "other@example.com", "2126-01-01", false),
            ],
        );
        if others_are_in {
            submit(&sandbox, "other@example.com");
        }
        asks(&sandbox, "panel status ada").exits(77);
        let formats = ["text", "json", "csv"];
        formats.map(|format| asks(&sandbox, &format!("panel status --format {format}")).stdout)
    };
    assert_eq!(lists(true), lists(false));
}

/// Not to say who one is, is no way round.
#[test]
fn whoever_does_not_say_who_they_are_sees_no_cards() {
    let (with, without) = (panel(true), panel(false));
    for (name, command, says) in COMMANDS {
        let words: Vec<_> = command.split(' ').collect();
        // The card is the asker's own, and whoever erases a candidate sees nothing.
        if ["submit", "candidate erase"].contains(name) {
            continue;
        }
        let (seen, other) = (with.run(&words), without.run(&words));
        let all = format!("{}{}", seen.stdout, seen.stderr);
        for secret in SECRETS {
            assert!(!all.contains(secret), "`{command}` says {secret}: {all}");
        }
        if !matches!(says, Totals) {
            assert_eq!(
                (seen.code, &seen.stdout, &seen.stderr),
                (other.code, &other.stdout, &other.stderr),
                "`{command}` tells whether others' cards are in"
            );
        }
    }
}

//! `panelkit screen confirm` and `screen letters`: what a named person decides, and what applicants
//! are told.

use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;

use panelkit::store::{KeptStage, Passage, Proposed, Revisions, Store as _};
use serde_json::Value;

use crate::sandbox::{Run, Sandbox};
use crate::status::{store, workspace};

const HEADER: &str = "candidate,name,email,letter,outcome,knockout,reason,cell";

/// Rows as screening writes them, with people in every script and texts of every kind.
const ROWS: &[&str] = &[
    "anna,Anna Berg,a@e.org,yes,advance,,,",
    r#"lucja,"Łucja ""Ł"" <script>x</script> **Żółć**",l@e.org,no,decline,answered-customers,"answered-customers: the answer is `no`; yes passes. Said by Grace.",handled_complaints = no"#,
    "li-lei,李雷,li@e.org,\"over\r\ntwo lines\",review,shift-pattern,\"shift-pattern: …\",shift_pattern = x",
    "omar,عمر 👩\u{200d}💻,o@e.org,=1+1,decline,answered-customers,\"x, y\",",
    "Bad Id,Jose\u{301},,\u{1b}[31m,review,,row: `Bad Id` is not an id.,",
];

fn screened() -> Sandbox {
    let table = format!("{HEADER}\r\n{}\r\n", ROWS.join("\r\n"));
    Sandbox::with("s.csv", table)
}

fn confirm(sandbox: &Sandbox, args: &[&str]) -> Run {
    let fixed = [
        "screen",
        "confirm",
        "--by",
        "Grace <g@e.org>",
        "--on",
        "2026-11-20",
    ];
    sandbox.run(&[&fixed[..], args].concat())
}

fn letters(sandbox: &Sandbox, args: &[&str]) -> Run {
    let fixed = ["screen", "letters", "--rubric", "customer-support-lead"];
    sandbox.run(&[&fixed[..], args].concat())
}

fn counts(json: &str) -> [u64; 6] {
    let value: Value = serde_json::from_str(json).unwrap();
    let open = &value["open"]["all"];
    let all = ["rows", "advance", "decline", "new", "overrides"].map(|key| &value[key]);
    [all[0], all[1], all[2], open, all[3], all[4]].map(|n| n.as_u64().unwrap())
}

#[test]
fn proposals_are_confirmed_and_the_rest_stays_byte_by_byte() {
    let sandbox = screened();
    confirm(&sandbox, &["s.csv", "-o", "c.csv"])
        .exits(0)
        .says("wrote c.csv");
    let by = "Grace <g@e.org>,2026-11-20,";
    let decided = [",advance,", ",decline,", ",,,,", ",decline,", ",,,,"];
    let mut expected = format!("{HEADER},decided,decided_by,decided_on,decided_reason\r\n");
    for (row, decided) in ROWS.iter().zip(decided) {
        let by = if decided == ",,,," { "" } else { by };
        writeln!(expected, "{row}{decided}{by}\r").unwrap();
    }
    assert_eq!(sandbox.read("c.csv"), expected);
    let stdout = confirm(&sandbox, &["s.csv", "-o", "-"]).exits(0).stdout;
    assert_eq!(stdout, expected);
    let json = ["s.csv", "-o", "d.csv", "--format", "json", "--declines"];
    let json = confirm(&sandbox, &json).exits(0).stdout;
    assert_eq!(counts(&json), [5, 0, 2, 3, 2, 0]);
}

#[test]
fn tables_keep_their_separator_their_mark_and_a_missing_line_end() {
    let table = format!("\u{feff}{HEADER}\nada,Ada,,\"a;b,\",advance,,,").replace(',', ";");
    let sandbox = Sandbox::with("s.csv", &table);
    confirm(&sandbox, &["s.csv", "--in-place"]).exits(0);
    let header = "decided;decided_by;decided_on;decided_reason";
    let (first, row) = table.split_once('\n').unwrap();
    let expected = format!("{first};{header}\n{row};advance;Grace <g@e.org>;2026-11-20;");
    assert_eq!(sandbox.read("s.csv"), expected);
}

#[test]
fn single_ones_are_decided_with_a_reason_and_earlier_decisions_are_kept() {
    let sandbox = screened();
    let single = [
        "s.csv",
        "-o",
        "c.csv",
        "--candidate",
        "li-lei",
        "--candidate",
        "omar",
    ];
    let advance = [&single[..], &["--outcome", "advance"]].concat();
    let refused = confirm(&sandbox, &advance).exits(2);
    let refused = refused
        .says("s.csv:4:1")
        .says("the proposal for `li-lei` is review, and no reason is given")
        .says("the proposal for `omar` is decline");
    refused.says("nothing was recorded").shows_nothing();
    assert!(!sandbox.path("c.csv").exists());

    let told = [
        &advance[..],
        &["--reason", "=seen, and good", "--format", "json"],
    ]
    .concat();
    // Nobody else is decided on by naming some.
    assert_eq!(
        counts(&confirm(&sandbox, &told).exits(0).stdout),
        [5, 2, 0, 3, 2, 2]
    );
    let by = "advance,Grace <g@e.org>,2026-11-20,\"'=seen, and good\"";
    assert_eq!(sandbox.read("c.csv").matches(by).count(), 2);

    // The rest is confirmed on top; the same again changes nothing.
    let rest = confirm(&sandbox, &["c.csv", "--in-place", "--format", "json"]).exits(0);
    assert_eq!(counts(&rest.stdout), [5, 3, 1, 1, 2, 2]);
    let before = sandbox.read("c.csv");
    confirm(&sandbox, &["c.csv", "--in-place"]).exits(0);
    assert_eq!(sandbox.read("c.csv"), before);

    let overturn = [
        "c.csv",
        "--in-place",
        "--candidate",
        "lucja",
        "--outcome",
        "advance",
    ];
    confirm(&sandbox, &overturn)
        .exits(2)
        .says("Grace <g@e.org> decided decline on `lucja` on 2026-11-20, and no reason is given");
    let told = [&overturn[..], &["--reason", "a mistake of ours"]].concat();
    confirm(&sandbox, &told).exits(0);
    let kept = "a mistake of ours (before: decline, Grace <g@e.org>, 2026-11-20)";
    assert!(
        sandbox.read("c.csv").contains(kept),
        "{}",
        sandbox.read("c.csv")
    );
}

#[test]
fn a_file_of_decisions_is_taken_as_a_whole_or_not() {
    let sandbox = screened();
    let decisions = "candidate,outcome,reason\nli-lei,decline,\"too, late\"\nanna,advance,\n";
    sandbox.write("d.csv", decisions);
    let args = ["s.csv", "-o", "c.csv", "--decisions", "d.csv"];
    confirm(&sandbox, &args).exits(0);
    let written = sandbox.read("c.csv");
    assert!(written.contains("decline,Grace <g@e.org>,2026-11-20,\"too, late\""));
    assert_eq!(written.matches("2026-11-20").count(), 2);

    sandbox.write(
        "d.csv",
        "candidate,outcome,reason\nnobody,decline,x\nanna,advance,\nanna,decline,x\nomar,declin,x\nli-lei,advance,\n",
    );
    let run = confirm(&sandbox, &args).exits(65);
    let all = [
        "d.csv:2:1",
        "no row is for `nobody`",
        "d.csv:4:1",
        "there are two decisions on `anna`",
        "`declin` is neither `advance` nor `decline`",
        "did you mean `decline`?",
        "the proposal for `li-lei` is review, and no reason is given",
    ];
    let run = all.into_iter().fold(run, Run::says);
    run.says("nothing was recorded").shows_nothing();
    assert_eq!(sandbox.read("c.csv"), written, "it is as it was");
}

#[test]
fn what_cannot_be_confirmed_is_said() {
    let sandbox = screened();
    sandbox.write("raw.csv", "candidate,name\nada,Ada\n");
    sandbox.write(
        "twice.csv",
        format!("{HEADER}\nada,,,,review,,,\nada,,,,review,,,\n"),
    );
    sandbox.write(
        "odd.csv",
        format!("{HEADER}\nada,,,,Advance,,,\nbob,,,,perhaps,,,\n"),
    );
    sandbox.write(
        "moved.csv",
        format!("decided,{HEADER}\n,ada,,,,advance,,,\n"),
    );
    sandbox.write("cut.csv", format!("{HEADER}\nada,,,,advance\n"));
    sandbox.write("quote.csv", format!("{HEADER}\nada,\"x,,,advance,,,\n"));
    let decided = [
        "--candidate",
        "ada",
        "--outcome",
        "advance",
        "--reason",
        "x",
    ];
    let cases: &[(&[&str], i32, &str)] = &[
        (&["s.csv"], 2, "nothing says where the confirmed table goes"),
        (&["s.csv", "-o", "s.csv"], 2, "are the same file"),
        (
            &["s.csv", "-o", "./s.csv"],
            2,
            "--in-place writes the table back",
        ),
        (
            &["s.csv", "-o", "-", "--format", "json"],
            2,
            "would run into them",
        ),
        (&["s.csv", "-o", "x", "--candidate", "ada"], 2, "--outcome"),
        (
            &["raw.csv", "-o", "x"],
            65,
            "it has no column `outcome`, `knockout`, `reason`, `cell`",
        ),
        (&["odd.csv", "-o", "x"], 65, "`outcome` says `perhaps`"),
        (&["odd.csv", "-o", "x"], 65, "odd.csv:2:1"),
        (
            &["moved.csv", "-o", "x"],
            65,
            "the last columns are not `decided`",
        ),
        (
            &["cut.csv", "-o", "x"],
            65,
            "the row has 5 cells, and the header has 8",
        ),
        (&["quote.csv", "-o", "x"], 65, "quote"),
        (&["none.csv", "-o", "x"], 66, "cannot read none.csv"),
        (&["s.csv", "-o", "none/x"], 73, "cannot create none/x"),
    ];
    for (args, code, words) in cases {
        confirm(&sandbox, args)
            .exits(*code)
            .says(words)
            .shows_nothing();
    }
    let twice = [&["twice.csv", "-o", "x"], &decided[..]].concat();
    confirm(&sandbox, &twice)
        .exits(65)
        .says("several rows are for `ada`");
    let nobody = ["screen", "confirm", "s.csv", "-o", "x"];
    sandbox.run(&nobody).exits(2).says("--by");
    sandbox
        .run(&[&nobody[..], &["--by", " "]].concat())
        .exits(2)
        .says("it says nobody");
    let future = [&nobody[..], &["--by", "x", "--on", "2999-01-01"]].concat();
    sandbox
        .run(&future)
        .exits(2)
        .says("the day is still to come");
    assert!(!sandbox.path("x").exists());
}

#[test]
fn a_store_keeps_the_decisions_on_its_candidates() {
    let sandbox = workspace();
    for id in ["lucja", "li-lei"] {
        sandbox.run(&["candidate", "add", id]).exits(0);
    }
    sandbox.write("s.csv", format!("{HEADER}\n{}\n", ROWS.join("\n")));
    let args = ["s.csv", "-o", "c.csv", "--format", "json"];
    let summary: Value = serde_json::from_str(&confirm(&sandbox, &args).exits(0).stdout).unwrap();
    assert_eq!(summary["stored"]["kept"], 1);
    assert_eq!(summary["stored"]["unknown"], 2);
    let mut kept = Vec::new();
    let mut visit = |stage: KeptStage| {
        kept.push((stage.by.signature.clone(), stage.record));
        ControlFlow::Continue(())
    };
    let all = store(&sandbox).stages(None, Revisions::All, &mut visit);
    all.unwrap();
    let [(by, record)] = &kept[..] else {
        panic!("{kept:?}");
    };
    assert_eq!(
        (by.as_str(), record.candidate.as_str()),
        ("Grace <g@e.org>", "lucja")
    );
    assert_eq!(
        (record.what, record.on.to_string().as_str()),
        (Passage::Declined, "2026-11-20")
    );
    let proposal = record.proposal.as_ref().unwrap();
    assert_eq!(proposal.outcome, Proposed::Decline);
    assert_eq!(proposal.knockouts, ["answered-customers"]);

    // The same again keeps nothing twice, and what the store refuses is in no table either.
    confirm(&sandbox, &["s.csv", "-o", "c.csv"]).exits(0);
    let other = [
        "s.csv",
        "-o",
        "d.csv",
        "--candidate",
        "lucja",
        "--outcome",
        "advance",
        "--reason",
        "x",
    ];
    confirm(&sandbox, &other).exits(0);
    let n_before = fs::read(sandbox.path("d.csv")).unwrap().len();
    confirm(&sandbox, &["s.csv", "-o", "d.csv"])
        .exits(2)
        .says("reason");
    assert_eq!(fs::read(sandbox.path("d.csv")).unwrap().len(), n_before);
    sandbox.run(&["audit", "verify"]).exits(0);
}

#[test]
fn letters_go_to_those_who_were_decided_on() {
    let sandbox = screened();
    letters(&sandbox, &["s.csv", "-o", "l"])
        .exits(77)
        .says("nobody has decided on what s.csv proposes");
    confirm(&sandbox, &["s.csv", "-o", "c.csv"]).exits(0);
    letters(&sandbox, &["c.csv", "-o", "l"])
        .exits(0)
        .says("wrote 3 letters to l")
        .says("2 rows without a letter: nobody has decided yet");
    let names = sandbox.files();
    let names: Vec<_> = names.iter().filter(|name| name.starts_with("l/")).collect();
    assert_eq!(names, ["l/", "l/anna.md", "l/lucja.md", "l/omar.md"]);
    letters(&sandbox, &["c.csv", "-o", "d", "--outcome", "decline"])
        .exits(0)
        .says("1 row without a letter: something else was decided");
    assert!(!sandbox.path("d/anna.md").exists());
    letters(&sandbox, &["c.csv"])
        .exits(2)
        .says("--output <DIR>");
    let other = [
        "screen",
        "letters",
        "c.csv",
        "-o",
        "e",
        "--rubric",
        "backend-engineer",
    ];
    sandbox
        .run(&other)
        .exits(65)
        .says("is `backend-engineer` the rubric that the table was screened with?");
    assert!(!sandbox.path("e").exists());
}

#[test]
fn a_letter_says_why_and_nothing_of_anybody_else() {
    let sandbox = screened();
    sandbox.write("panelkit.toml", "organisation = \"Żółw & Sons\"\n");
    confirm(&sandbox, &["s.csv", "-o", "c.csv"]).exits(0);
    let reason = [
        "--candidate",
        "li-lei",
        "--outcome",
        "decline",
        "--reason",
        "a bad feeling",
    ];
    confirm(&sandbox, &[&["c.csv", "--in-place"], &reason[..]].concat()).exits(0);
    letters(&sandbox, &["c.csv", "-o", "l"]).exits(0);
    assert_eq!(
        sandbox.read("l/lucja.md"),
        "# Your application: Customer Support Lead\n\n\
         Dear Łucja \"Ł\" \\<script>x\\</script> \\*\\*Żółć\\*\\*,\n\n\
         Thank you for applying to Żółw & Sons for the role of Customer Support Lead, and for the time that went into it.\n\n\
         We have decided not to take your application further. This is what the decision rests on:\n\n\
         - Leads here take over the hardest conversations from the first week, so some practice in them is needed.\n\n\
         The decision is about this role and what it asks for. If something in your application was put down wrongly, please tell us.\n\n\
         We wish you well.\n\n\
         Żółw & Sons\n"
    );
    // What a person noted, and what was not even failed, is in no letter.
    let other = sandbox.read("l/li-lei.md");
    assert!(
        !other.contains("feeling") && !other.contains("hours"),
        "{other}"
    );
    assert!(other.contains("Dear 李雷,"));
    for file in ["lucja", "li-lei", "omar", "anna"] {
        let text = sandbox.read(&format!("l/{file}.md"));
        for word in ["Grace", "e.org", "`no`", "2026", "Berg"] {
            let is_own = file == "anna" && word == "Berg";
            assert_eq!(text.contains(word), is_own, "{word} in {text}");
        }
    }
}

#[test]
fn letters_come_in_every_format_and_by_the_workspaces_words() {
    let sandbox = screened();
    confirm(&sandbox, &["s.csv", "-o", "c.csv"]).exits(0);
    for (format, file, begins) in [
        (
            "text",
            "lucja.txt",
            "Your application: Customer Support Lead\n",
        ),
        ("html", "lucja.html", "<!doctype html>"),
        ("pdf", "lucja.pdf", "%PDF"),
    ] {
        letters(&sandbox, &["c.csv", "-o", format, "--format", format]).exits(0);
        let bytes = fs::read(sandbox.path(&format!("{format}/{file}"))).unwrap();
        let start = String::from_utf8_lossy(&bytes[..begins.len()]).to_lowercase();
        assert_eq!(start, begins.to_lowercase());
    }
    let html = sandbox.read("html/lucja.html");
    assert!(!html.contains("<script>x"), "{html}");
    sandbox.write("panelkit.toml", "templates = \"ours\"\n");
    sandbox.write("ours/letter-advance.md", "Welcome, {{ name }}!\n");
    letters(&sandbox, &["c.csv", "-o", "o", "--outcome", "advance"]).exits(0);
    assert_eq!(sandbox.read("o/anna.md"), "Welcome, Anna Berg!\n");
}

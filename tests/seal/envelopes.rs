//! Envelopes: what sealing writes, and files that only look like it.

use super::{other, with_cards, with_sealed};
use crate::panel::CARD;
use crate::sandbox::{Case, due, edited, mismatch, none_wrong, unmark};

#[test]
fn sealing_writes_beside_the_card_or_where_it_is_told() {
    let sandbox = with_cards(&[CARD, &other("ian")]);
    let beside = sandbox.run(&["seal", "cards/0.scorecard.toml"]).exits(0);
    beside.shows("sealed into cards/0.sealed.toml");
    let line = ["seal", "cards/0.scorecard.toml", "-o", "mine.toml"];
    sandbox.run(&line).exits(0).shows("sealed into mine.toml");
    let line = [
        "seal",
        "cards/0.scorecard.toml",
        "cards/1.scorecard.toml",
        "-o",
        "a/b",
    ];
    sandbox.run(&line).exits(0);
    let stdout = sandbox
        .run(&["seal", "cards/0.scorecard.toml", "-o", "-"])
        .exits(0);
    assert!(
        stdout
            .stdout
            .contains("\n-----END AGE ENCRYPTED FILE-----\n'''\n")
    );
    let two = [
        "seal",
        "cards/0.scorecard.toml",
        "cards/1.scorecard.toml",
        "-o",
        "-",
    ];
    sandbox.run(&two).exits(2).shows_nothing();
    let files = sandbox.files();
    for due in [
        "a/b/0.sealed.toml",
        "a/b/1.sealed.toml",
        "cards/0.sealed.toml",
        "mine.toml",
    ] {
        assert!(files.iter().any(|file| file == due), "{due} in {files:?}");
    }
    // What it is called does not matter: it is told by what is in it.
    sandbox
        .run(&["submit", "mine.toml"])
        .exits(0)
        .shows("1 scorecard kept");
    let text = sandbox.read("mine.toml");
    let head: Vec<_> = text
        .lines()
        .skip(1)
        .take(7)
        .filter(|line| !line.contains("hash"))
        .collect();
    assert_eq!(
        head,
        [
            "format = 1",
            "rubric = \"baker\"",
            "rubric-version = \"1.0.0\"",
            "candidate = \"ada\"",
            "round = \"kitchen\"",
            "interviewer = \"grace@example.com\"",
        ]
    );
}

#[test]
fn what_is_there_already_is_never_written_over() {
    let sandbox = with_sealed(&[CARD]);
    let before = sandbox.read("sealed/0.sealed.toml");
    let again = sandbox.run(&["seal", "cards", "-o", "sealed"]);
    again
        .exits(73)
        .says("sealed/0.sealed.toml is there already")
        .says("only one of them");
    assert_eq!(sandbox.read("sealed/0.sealed.toml"), before);
    sandbox.write("more/0.scorecard.toml", other("ian"));
    let line = [
        "seal",
        "cards/0.scorecard.toml",
        "more/0.scorecard.toml",
        "-o",
        "one",
    ];
    sandbox
        .run(&line)
        .exits(2)
        .says("two cards would be sealed into one/0.sealed.toml");
    assert!(!sandbox.path("one").exists());
    sandbox
        .run(&["seal", "sealed/0.sealed.toml"])
        .exits(65)
        .says("is sealed already");
}

#[test]
fn a_card_with_errors_is_not_sealed() {
    let bad = CARD.replace("score = 3", "score = 9");
    let sandbox = with_cards(&[CARD, &bad.replace("grace@", "ian@")]);
    let run = sandbox.run(&["seal", "cards", "-o", "sealed"]).exits(65);
    run.shows_nothing().says("C202").says("nothing was sealed");
    assert!(!sandbox.path("sealed").exists());
}

#[test]
fn envelopes_with_defects_are_refused_with_every_finding() {
    let sandbox = with_sealed(&[CARD]);
    let base = sandbox.read("sealed/0.sealed.toml");
    let mut wrong = Vec::new();
    for (name, edits, messages, help) in CASES {
        let (text, places) = unmark(&edited(&base, edits));
        sandbox.write("x.sealed.toml", text);
        let run = sandbox.run(&["submit", "x.sealed.toml", "--rubric", "baker"]);
        let messages = due(messages, &places);
        wrong.extend(mismatch(name, &run.findings(), &messages, (&run, help)));
        if (run.code, run.stdout.as_str()) != (Some(65), "") || sandbox.path("kept.db").exists() {
            wrong.push(format!("{name}: ends with {:?}, {}", run.code, run.stdout));
        }
    }
    none_wrong(&wrong);
    assert!(CASES.len() >= 20);
}

const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----\n";

const CASES: &[Case] = &[
    (
        "a format to come",
        &[("format = 1", "format = «2")],
        &["E004 format 2 is not known"],
        "`format = 1`",
    ),
    (
        "no format",
        &[("# A", "«# A"), ("format = 1\n", "")],
        &["E006 a sealed card has no `format`"],
        "",
    ),
    (
        "an unknown key",
        &[("sealed = ", "«level = \"senior\"\nsealed = ")],
        &["E005 unknown key `level` in a sealed card"],
        "a sealed card has the keys `format`",
    ),
    (
        "a score in the open",
        &[("sealed = ", "«score = 3\nsealed = ")],
        &["E005 unknown key `score` in a sealed card"],
        "",
    ),
    (
        "a misspelt key",
        &[("candidate = ", "«candidte = ")],
        &["E005 unknown key `candidte` in a sealed card"],
        "did you mean `candidate`?",
    ),
    (
        "no candidate",
        &[("# A", "«# A"), ("candidate = \"ada\"\n", "")],
        &["E006 a sealed card has no `candidate`"],
        "",
    ),
    (
        "no round and no interviewer",
        &[
            ("# A", "««# A"),
            ("round = \"kitchen\"\n", ""),
            ("interviewer = \"grace@example.com\"\n", ""),
        ],
        &[
            "E006 a sealed card has no `interviewer`",
            "E006 a sealed card has no `round`",
        ],
        "",
    ),
    (
        "nothing sealed",
        &[
            ("sealed = '''\n", "sealed = «''''''\nx = '''\n"),
            ("x = ", "«x = "),
        ],
        &[
            "E008 `sealed` of a sealed card is empty",
            "E005 unknown key `x` in a sealed card",
        ],
        "",
    ),
    (
        "a blank interviewer",
        &[("\"grace@example.com\"", "«\" \\t \"")],
        &["E008 `interviewer` of a sealed card is empty"],
        "",
    ),
    (
        "a path for a candidate",
        &[("\"ada\"", "«\"../ada\"")],
        &["E009 `../ada` is not an id"],
        "lower-case letters",
    ),
    (
        "a round that turns the line",
        &[("\"kitchen\"", "«\"kit\\u202echen\"")],
        &["E009 `kit\\u{202e}chen` is not an id"],
        "",
    ),
    (
        "a candidate of 65 letters",
        &[(
            "\"ada\"",
            "«\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
        )],
        &["E009 an id has at most 64 characters"],
        "",
    ),
    (
        "an unknown round",
        &[("\"kitchen\"", "«\"kichen\"")],
        &["E011 the rubric has no round `kichen`"],
        "did you mean `kitchen`?",
    ),
    (
        "another rubric",
        &[("\"baker\"", "«\"butcher\"")],
        &["C201 the card is for rubric `butcher`, the rubric given is `baker`"],
        "",
    ),
    (
        "another version",
        &[("\"1.0.0\"", "«\"2.0.0\"")],
        &["C201 the card is for version `2.0.0`, the rubric given is `1.0.0`"],
        "",
    ),
    (
        "a hash that is none",
        &[("rubric-hash = \"sha256:", "rubric-hash = «\"md5:")],
        &["E008 this is no content hash"],
        "64 hexadecimal digits",
    ),
    (
        "a number for a name",
        &[("\"grace@example.com\"", "«7")],
        &["E007 expected text, found a whole number"],
        "",
    ),
    (
        "a word for yes",
        &[("sealed = ", "shadow = «\"yes\"\nsealed = ")],
        &["E007 expected true or false, found text"],
        "",
    ),
    (
        "a list of cards",
        &[
            ("sealed = '''\n", "sealed = «['''\n"),
            ("\n'''\n", "\n''']\n"),
        ],
        &["E007 expected text, found a list"],
        "",
    ),
    (
        "text that is not encrypted",
        &[("sealed = '''\n", "sealed = «'''\nscore = 3\n")],
        &["C221 this is not encrypted text of age"],
        "-----BEGIN AGE ENCRYPTED FILE-----",
    ),
    (
        "no begin",
        &[("sealed = '''\n", "sealed = «'''\n"), (BEGIN, "")],
        &["C221 this is not encrypted text of age"],
        "",
    ),
    (
        "no end",
        &[
            ("sealed = '''\n", "sealed = «'''\n"),
            ("-----END AGE ENCRYPTED FILE-----\n", ""),
        ],
        &["C223 the sealed card was damaged or cut short"],
        "as `panelkit seal` wrote it",
    ),
    (
        "a letter that is none",
        &[
            ("sealed = '''\n", "sealed = «'''\n"),
            (BEGIN, "-----BEGIN AGE ENCRYPTED FILE-----\n!"),
        ],
        &["C223 the sealed card was damaged or cut short"],
        "",
    ),
    (
        "another thing in its place",
        &[
            ("sealed = '''\n", "sealed = «'''\n"),
            (
                BEGIN,
                "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n",
            ),
        ],
        &["C223 the sealed card was damaged or cut short"],
        "",
    ),
    (
        "a text that is never closed",
        &[("sealed = '''", "sealed = «'''"), ("\n'''\n", "\n")],
        &["E003 this text is never closed"],
        "",
    ),
    (
        "the seat twice",
        &[("round = ", "«candidate = \"bob\"\nround = ")],
        &["E003 this key or table is given twice"],
        "",
    ),
    (
        "a line that is broken",
        &[("round = \"kitchen\"", "round = «kitchen")],
        &["E003 a value is missing, or is text without quotes"],
        "",
    ),
];

#[test]
fn encrypted_files_without_an_envelope_are_named() {
    let sandbox = with_sealed(&[CARD]);
    let armored = include_str!("../fixtures/seal/by-age.txt");
    for bytes in [
        armored.as_bytes(),
        b"age-encryption.org/v1\n-> X25519 abc\n\x00\xff",
    ] {
        sandbox.write("ada.age", bytes);
        let run = sandbox
            .run(&["submit", "ada.age", "--rubric", "baker"])
            .exits(65);
        run.says("C221")
            .says("nothing says whose card it is")
            .says("`panelkit seal`");
    }
    let sealed = sandbox.read("sealed/0.sealed.toml");
    let (brackets, large) = ("[".repeat(100_000), "#".repeat(2 * 1024 * 1024 + 1));
    let hostile: &[(&str, &[u8], &str)] = &[
        ("empty", b"", "E006"),
        ("latin", b"interviewer = \"Jos\xe9\"\nsealed = 1", "E001"),
        ("utf16", b"\xff\xfef\x00o\x00", "E001"),
        ("nul", b"format = 1\x00", "E001"),
        ("brackets", brackets.as_bytes(), "E0"),
        ("large", large.as_bytes(), "E002"),
        ("a card", CARD.as_bytes(), "E005"),
    ];
    for (name, bytes, due) in hostile {
        sandbox.write("x.sealed.toml", bytes);
        let run = sandbox.run(&["submit", "x.sealed.toml", "--rubric", "baker"]);
        let run = run.exits(65).shows_nothing();
        assert!(run.stderr.contains(due), "{name}: {run:#?}");
    }
    assert!(!sandbox.path("kept.db").exists());
    // As mail leaves it.
    sandbox.write(
        "x.sealed.toml",
        format!("\u{feff}{}", sealed.replace('\n', "\r\n")),
    );
    sandbox.run(&["submit", "x.sealed.toml"]).exits(0);
    super::open(&sandbox, "boss")
        .exits(0)
        .shows("1 card of `ada` opened");
}

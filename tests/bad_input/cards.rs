//! Cards that are wrong in ways that `scorecard/malformed.rs` does not have: every key with a value
//! of another type, numbers that only look like scores, ids that mean a place, tables in odd forms.

use super::super::scorecard::malformed;
use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Case, Finding, Sandbox, none_wrong};

/// What a card must not make the program write, and how it is told to its author.
pub(super) const ALL: &[&[Case]] = &[TYPES, SCORES, IDS, FORMS];

#[test]
fn every_defect_is_named_at_its_place() {
    for table in ALL {
        malformed::hold(table);
    }
}

const TYPES: &[Case] = &[
    (
        "format as text",
        &[("format = 1", "format = «\"1\"")],
        &["E007 expected a whole number, found text"],
        "",
    ),
    (
        "a rubric as a number",
        &[("rubric = \"baker\"", "rubric = «7")],
        &["E007 expected text, found a whole number"],
        "",
    ),
    (
        "a version as a number",
        &[("rubric-version = \"1.0.0\"", "rubric-version = «1.0")],
        &["E007 expected text, found a number with a fraction"],
        "",
    ),
    (
        "a candidate as a list",
        &[("candidate = \"ada\"", "candidate = «[\"ada\"]")],
        &["E007 expected text, found a list"],
        "",
    ),
    (
        "a candidate as a table",
        &[("candidate = \"ada\"", "«candidate.id = \"ada\"")],
        &["E007 expected text, found a table"],
        "",
    ),
    (
        "a round as a flag",
        &[("round = \"kitchen\"", "round = «true")],
        &["E007 expected text, found true or false"],
        "",
    ),
    (
        "a level as a number",
        &[("level = \"senior\"", "level = «3")],
        &["E007 expected text, found a whole number"],
        "",
    ),
    (
        "an interviewer as a table",
        &[(
            "interviewer = \"grace@example.com\"",
            "interviewer = «{ name = \"Grace\" }",
        )],
        &["E007 expected text, found a table"],
        "",
    ),
    (
        "a date as a number",
        &[("2026-11-20", "«20261120")],
        &["E007 expected a date such as 2026-11-20, without quotes, found a whole number"],
        "",
    ),
    (
        "a recommendation as a number",
        &[("recommendation = \"hire\"", "recommendation = «4")],
        &["E007 expected a recommendation, found a whole number"],
        "",
    ),
    (
        "a summary as a list",
        &[("summary = \"Good hands.\"", "summary = «[\"Good hands.\"]")],
        &["E007 expected text, found a list"],
        "",
    ),
    (
        "a private note as a flag",
        &[("summary", "private-note = «false\nsummary")],
        &["E007 expected text, found true or false"],
        "",
    ),
    (
        "minutes as text",
        &[("summary", "minutes = «\"45\"\nsummary")],
        &["E007 expected a whole number, found text"],
        "",
    ),
    (
        "minutes with a fraction",
        &[("summary", "minutes = «45.0\nsummary")],
        &["E007 expected a whole number, found a number with a fraction"],
        "",
    ),
    (
        "a variant as a number",
        &[("summary", "variant = «1\nsummary")],
        &["E007 expected text, found a whole number"],
        "",
    ),
    (
        "a question asked as a number",
        &[("asked = [\"sour\", \"loaf\"]", "asked = [\"sour\", «1]")],
        &["E007 expected text, found a whole number"],
        "",
    ),
    (
        "a criterion as a table",
        &[("criterion = \"dough\"", "criterion = «{ id = \"dough\" }")],
        &["E007 expected text, found a table"],
        "",
    ),
    (
        "a score as a list",
        &[("score = 3", "score = «[3]")],
        &["E007 expected a scale value, a scale point or a word for no score, found a list"],
        "",
    ),
    (
        "a score as a date",
        &[("score = 3", "score = «2026-11-20")],
        &["E007 expected a scale value, a scale point or a word for no score, found a date"],
        "",
    ),
    (
        "a score as a table",
        &[("score = 3", "score = «{ value = 3 }")],
        &["E007 expected a scale value, a scale point or a word for no score, found a table"],
        "",
    ),
    (
        "evidence as a number",
        &[
            ("score = \"exceeds\"", "score = «\"exceeds\""),
            (
                "evidence = \"Swept the floor before anybody asked.\"",
                "evidence = «12",
            ),
        ],
        &[
            "C203 the score has no evidence beside it",
            "E007 expected text, found a whole number",
        ],
        "write what the candidate said or did: evidence = \"…\"",
    ),
    (
        "an indicator as a number",
        &[("observed = [\"sour+1\", \"sour-1\"]", "observed = [«1]")],
        &["E007 expected text, found a whole number"],
        "",
    ),
];

const SCORES: &[Case] = &[
    (
        "infinity",
        &[("score = 3", "score = «inf")],
        &["C202 `inf` is not a score"],
        "the scale has 1 (far-below), 2 (below), 3 (meets), 4 (exceeds)",
    ),
    (
        "a power of ten",
        &[("score = 3", "score = «3e0")],
        &["C202 `3e0` is not a score"],
        "the scale has 1 (far-below), 2 (below), 3 (meets), 4 (exceeds)",
    ),
    (
        "hexadecimal",
        &[("score = 3", "score = «0x3")],
        &["C202 `0x3` is not a score"],
        "the scale has 1 (far-below), 2 (below), 3 (meets), 4 (exceeds)",
    ),
    (
        "below nothing",
        &[("score = 3", "score = «-9223372036854775808")],
        &["C202 `-9223372036854775808` is not a score"],
        "the scale has 1 (far-below), 2 (below), 3 (meets), 4 (exceeds)",
    ),
    (
        "two points in one",
        &[("score = 3", "score = «\"3, 4\"")],
        &["C202 `3, 4` is not a score"],
        "the scale has 1 (far-below), 2 (below), 3 (meets), 4 (exceeds)",
    ),
    (
        "a knock-out for a criterion",
        &[
            ("format = 1", "«format = 1"),
            ("criterion = \"loaf\"", "criterion = «\"certificate\""),
        ],
        &[
            "C205 the card has no score for `loaf`",
            "E008 `certificate` is a resume criterion; the round `kitchen` does not score it",
        ],
        "counted as not assessed; write score = \"not-assessed\" to say so",
    ),
    (
        "a question for a criterion, word for word",
        &[("criterion = \"care\"", "criterion = «\"waste\"")],
        &["E011 the rubric has no criterion `waste`"],
        "known: `dough`, `care`, `loaf`, `certificate`",
    ),
];

const IDS: &[Case] = &[
    (
        "a path with a backslash",
        &[("candidate = \"ada\"", "candidate = «'..\\ada'")],
        &["E009 `..\\ada` is not an id"],
        "an id is lower-case letters a-z, digits and hyphens, and starts with a letter or digit",
    ),
    (
        "a home folder",
        &[("candidate = \"ada\"", "candidate = «\"~\"")],
        &["E009 `~` is not an id"],
        "an id is lower-case letters a-z, digits and hyphens, and starts with a letter or digit",
    ),
    (
        "a file of its own",
        &[("candidate = \"ada\"", "candidate = «\"ada.toml\"")],
        &["E009 `ada.toml` is not an id"],
        "an id is lower-case letters a-z, digits and hyphens, and starts with a letter or digit",
    ),
    (
        "a percent sign",
        &[("candidate = \"ada\"", "candidate = «\"%2e%2e\"")],
        &["E009 `%2e%2e` is not an id"],
        "an id is lower-case letters a-z, digits and hyphens, and starts with a letter or digit",
    ),
    (
        "a hidden direction",
        &[("candidate = \"ada\"", "candidate = «\"ada\\u202e\"")],
        &["E009 `ada\\u{202e}` is not an id"],
        "an id is lower-case letters a-z, digits and hyphens, and starts with a letter or digit",
    ),
    (
        "a candidate of 70 letters",
        &[(
            "candidate = \"ada\"",
            "candidate = «\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
        )],
        &["E009 an id has at most 64 characters"],
        "an id is lower-case letters a-z, digits and hyphens, and starts with a letter or digit",
    ),
    (
        "a rubric's content",
        &[("\"1.0.0\"", "\"1.0.0\"\nrubric-hash = «\"sha256:00\"")],
        &[
            "C201 the card is for content `sha256:00`, the rubric given is `sha256:dca7311aea7c65ee8ef5a7665166befa85c01af059afe36e9667e44243482a62`",
        ],
        "the rubric was edited after the card was made: use the rubric as it was then",
    ),
];

const FORMS: &[Case] = &[
    (
        "a key twice",
        &[(
            "candidate = \"ada\"",
            "candidate = \"ada\"\n«candidate = \"bob\"",
        )],
        &["E003 this key or table is given twice"],
        "keep one of the two; a list of tables is written with [[…]]",
    ),
    (
        "a table over a key",
        &[(
            "[[score]]\ncriterion = \"dough\"",
            "[«candidate]\nname = \"Ada\"\n\n[[score]]\ncriterion = \"dough\"",
        )],
        &["E003 this key or table is given twice"],
        "keep one of the two; a list of tables is written with [[…]]",
    ),
    (
        "a table that is closed",
        &[(
            "summary = \"Good hands.\"",
            "summary = \"Good hands.\"\n«quality = {}",
        )],
        &["E005 unknown key `quality` in a scorecard"],
        "",
    ),
];

/// A warning: the clock can be wrong as well as the card.
#[test]
fn an_interview_of_a_day_to_come_is_told() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write("c.scorecard.toml", CARD.replace("2026-11-20", "2999-01-31"));
    for (args, code) in [
        (
            &[
                "scorecard",
                "check",
                "c.scorecard.toml",
                "--rubric",
                "r.toml",
            ][..],
            0,
        ),
        (
            &[
                "submit",
                "c.scorecard.toml",
                "--rubric",
                "r.toml",
                "--store",
                "k.db",
            ],
            0,
        ),
    ] {
        let run = sandbox.run(args).exits(code);
        let found: Vec<_> = run.findings().iter().map(Finding::line).collect();
        assert_eq!(found.len(), 1, "{run:#?}");
        let due = "C219 8:18 the interview is dated 2999-01-31, and it is ";
        assert!(found[0].starts_with(due), "{found:?}");
    }
}

/// What lies in the file, by name, and the finding due.
type File = (&'static str, fn() -> Vec<u8>, &'static str);

/// Files that hold no card at all.
pub(super) const FILES: &[File] = &[
    (
        "nothing",
        Vec::new,
        "E006 1:1 a scorecard has no `candidate`",
    ),
    (
        "a picture",
        || b"\x89PNG\r\n\x1a\n".to_vec(),
        "E001 1:1 byte 0x89 is not UTF-8 text",
    ),
    (
        "an archive",
        || b"\x1f\x8b\x08\0\0\0\0\0".to_vec(),
        "E001 1:1 the file is compressed with gzip, not UTF-8",
    ),
    (
        "a card in UTF-16 from the other end",
        || {
            "\u{feff}"
                .chars()
                .chain(CARD.chars())
                .flat_map(|c| (c as u16).to_be_bytes())
                .collect()
        },
        "E001 1:1 the file is UTF-16, not UTF-8",
    ),
    (
        "a card in UTF-32",
        || {
            "\u{feff}"
                .chars()
                .chain(CARD.chars())
                .flat_map(|c| (c as u32).to_le_bytes())
                .collect()
        },
        "E001 1:1 the file is UTF-32, not UTF-8",
    ),
    (
        "a NUL in a text",
        || CARD.replace("Good hands.", "Good\0hands.").into_bytes(),
        "E001 10:16 the file holds a NUL byte",
    ),
    (
        "zeros",
        || vec![0; 64],
        "E001 1:1 the file holds a NUL byte",
    ),
    (
        "more than a card can be",
        || format!("{CARD}# {}\n", "x".repeat(1 << 20)).into_bytes(),
        "E002 1:1 the file is larger than 1 MiB",
    ),
    (
        "lists in lists",
        || {
            let deep = format!("{}{}", "[".repeat(3000), "]".repeat(3000));
            CARD.replace("\"Good hands.\"", &deep).into_bytes()
        },
        "E003 10:91 values are nested too deeply to read",
    ),
    (
        "line ends of an old Mac",
        || CARD.replace('\n', "\r").into_bytes(),
        "E003 1:11 a carriage return stands alone",
    ),
    (
        "a web page",
        || b"<!doctype html><html></html>\n".to_vec(),
        "E003 1:1 a key holds a character that it cannot",
    ),
    (
        "JSON",
        || b"{\"format\": 1, \"candidate\": \"ada\"}\n".to_vec(),
        "E003 1:1 this cannot be read as TOML",
    ),
    (
        "YAML",
        || b"format: 1\n".to_vec(),
        "E003 1:7 a key holds a character that it cannot",
    ),
];

/// Submitted, too: nothing of it is kept, and no store is made for it.
#[test]
fn what_is_no_card_is_told_and_not_kept() {
    let mut wrong = Vec::new();
    for (name, content, due) in FILES {
        let sandbox = Sandbox::with("r.toml", RUBRIC);
        sandbox.write("c.scorecard.toml", content());
        let line = [
            "submit",
            "c.scorecard.toml",
            "--rubric",
            "r.toml",
            "--store",
            "k.db",
        ];
        let run = sandbox.run(&line);
        let found: Vec<_> = run.errors().iter().map(Finding::line).collect();
        if found.first().map(String::as_str) != Some(*due) {
            wrong.push(format!("{name}:\n  due   {due}\n  found {found:#?}"));
        }
        if run.code != Some(65) || !run.stderr.contains("nothing was kept") {
            wrong.push(format!("{name}: {run:#?}"));
        }
        if sandbox.path("k.db").exists() {
            wrong.push(format!("{name}: a store was made"));
        }
    }
    none_wrong(&wrong);
}

//! Cards with defects, each with the finding it is due.

use super::check;
use crate::panel::CARD;
use crate::sandbox::{Case, Finding, due, edited, mismatch, none_wrong, unmark};

#[track_caller]
pub(crate) fn hold(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (name, edits, messages, help) in cases {
        let (text, places) = unmark(&edited(CARD, edits));
        let run = check(text);
        wrong.extend(mismatch(
            name,
            &run.findings(),
            &due(messages, &places),
            (&run, help),
        ));
        if (run.code, run.stderr.as_str()) != (Some(65), "") {
            wrong.push(format!("{name}: ends with {:?}, {}", run.code, run.stderr));
        }
    }
    none_wrong(&wrong);
}

/// All tables of this module.
pub(crate) const ALL: &[&[Case]] = &[RUBRICS, NAMES, SCORES, VALUES];

#[test]
fn a_card_for_another_rubric_is_refused() {
    hold(RUBRICS);
}

const RUBRICS: &[Case] = &[
    (
        "another rubric",
        &[("rubric = \"baker\"", "rubric = «\"bakers\"")],
        &["C201 the card is for rubric `bakers`, the rubric given is `baker`"],
        "baker 1.0.0",
    ),
    (
        "another version",
        &[("\"1.0.0\"", "«\"1.0.1\"")],
        &["C201 the card is for version `1.0.1`, the rubric given is `1.0.0`"],
        "",
    ),
    (
        "a format to come",
        &[("format = 1", "format = «2")],
        &["E004 format 2 is not known"],
        "`format = 1`",
    ),
];

#[test]
fn names_that_the_rubric_has_not_are_refused_with_the_nearest() {
    hold(NAMES);
}

const NAMES: &[Case] = &[
    (
        "a round",
        &[("round = \"kitchen\"", "round = «\"kichen\"")],
        &["E011 the rubric has no round `kichen`"],
        "did you mean `kitchen`?",
    ),
    (
        "a round far from all",
        &[("round = \"kitchen\"", "round = «\"garden\"")],
        &["E011 the rubric has no round `garden`"],
        "known: `papers`, `kitchen`, `table`",
    ),
    (
        "a level",
        &[("level = \"senior\"", "level = «\"senoir\"")],
        &["E011 the rubric has no level `senoir`"],
        "did you mean `senior`?",
    ),
    (
        "a level recommended",
        &[("summary", "level-recommendation = «\"staff\"\nsummary")],
        &["E011 the rubric has no level `staff`"],
        "known: `junior`, `senior`",
    ),
    (
        "a level of a score",
        &[("score = 3", "score = 3\nlevel = «\"juniour\"")],
        &["E011 the rubric has no level `juniour`"],
        "did you mean `junior`?",
    ),
    (
        "a criterion",
        &[("criterion = \"dough\"", "criterion = «\"doug\"")],
        &["E011 the rubric has no criterion `doug`"],
        "did you mean `dough`?",
    ),
    (
        "a question for a criterion",
        &[("criterion = \"dough\"", "criterion = «\"sour\"")],
        &["E011 the rubric has no criterion `sour`"],
        "known: ",
    ),
    (
        "a question asked",
        &[("asked = [\"sour\"", "asked = [«\"sauer\"")],
        &["E011 the rubric has no question `sauer`"],
        "`sour`",
    ),
    (
        "a criterion asked",
        &[("asked = [\"sour\"", "asked = [«\"dough\"")],
        &["E011 the rubric has no question `dough`"],
        "",
    ),
    (
        "a variant",
        &[("summary", "variant = «\"with-mixr\"\nsummary")],
        &["E011 the rubric has no variant `with-mixr`"],
        "did you mean `with-mixer`?",
    ),
    (
        "a variant in a round without exercise",
        &[
            (
                "round = \"kitchen\"",
                "round = \"table\"\nvariant = «\"with-mixer\"",
            ),
            ("asked = [\"sour\", \"loaf\"]\n", ""),
            (
                "[[score]]\ncriterion = \"dough\"\nscore = 3\nevidence = \"Fed the starter before being asked.\"\nobserved = [\"sour+1\", \"sour-1\"]\n",
                "",
            ),
            (
                "[[score]]\ncriterion = \"loaf\"\nscore = \"not-assessed\"\n",
                "",
            ),
        ],
        &["E011 the rubric has no variant `with-mixer`"],
        "",
    ),
    (
        "an indicator's owner",
        &[("\"sour+1\"", "«\"saur+1\"")],
        &["E011 nothing called `saur` lists indicators"],
        "did you mean `sour+1`?",
    ),
    (
        "an indicator of a criterion",
        &[("\"sour+1\"", "«\"dough+1\"")],
        &["E011 nothing called `dough` lists indicators"],
        "",
    ),
    (
        "an indicator of a variant",
        &[("\"sour+1\"", "«\"loaf/by-hand-1\"")],
        &["E011 nothing called `loaf/by-hand` lists indicators"],
        "",
    ),
    (
        "indicator 0",
        &[("\"sour+1\"", "«\"sour+0\"")],
        &["E011 `sour+0` is not the address of an indicator"],
        "question-id+1",
    ),
    (
        "an indicator too far",
        &[("\"sour+1\"", "«\"sour+3\"")],
        &["E011 `sour+3`: there are 2 positive indicators there"],
        "",
    ),
    (
        "a negative one too far",
        &[("\"sour-1\"", "«\"sour-2\"")],
        &["E011 `sour-2`: there is 1 negative indicator there"],
        "",
    ),
    (
        "one where there is none",
        &[("\"sour-1\"", "«\"loaf-1\"")],
        &["E011 `loaf-1`: there are no negative indicators there"],
        "",
    ),
    (
        "an address beyond any number",
        &[("\"sour+1\"", "«\"sour+99999999999999999999\"")],
        &["E011 `sour+99999999999999999999` is not the address of an indicator"],
        "",
    ),
    (
        "an address without a number",
        &[("\"sour+1\"", "«\"sour\"")],
        &["E011 `sour` is not the address of an indicator"],
        "",
    ),
    (
        "a text for an address",
        &[("\"sour+1\"", "«\"Feeds it\"")],
        &["E011 `Feeds it` is not the address of an indicator"],
        "",
    ),
];

#[test]
fn scores_off_the_scale_are_refused() {
    hold(SCORES);
}

const SCORES: &[Case] = &[
    (
        "under it",
        &[("score = 3", "score = «0")],
        &["C202 `0` is not a score"],
        "the scale has 1 (far-below), 2 (below), 3 (meets), 4 (exceeds)",
    ),
    (
        "over it",
        &[("score = 3", "score = «5")],
        &["C202 `5` is not a score"],
        "\"not-assessed\", \"no-evidence\" or \"declined\"",
    ),
    (
        "beyond any number",
        &[("score = 3", "score = «99999999999999999999")],
        &["C202 `99999999999999999999` is not a score"],
        "",
    ),
    (
        "between two points",
        &[("score = 3", "score = «2.5")],
        &["C202 `2.5` is not a score"],
        "",
    ),
    (
        "a whole number with a fraction",
        &[("score = 3", "score = «3.0")],
        &["C202 `3.0` is not a score"],
        "without a fraction",
    ),
    (
        "nan",
        &[("score = 3", "score = «nan")],
        &["C202 `nan` is not a score"],
        "",
    ),
    (
        "a word typed wrong",
        &[("score = 3", "score = «\"meet\"")],
        &["C202 `meet` is not a score"],
        "did you mean `meets`?",
    ),
    (
        "a word for none typed wrong",
        &[("score = \"not-assessed\"", "score = «\"not assessed\"")],
        &["C202 `not assessed` is not a score"],
        "did you mean `not-assessed`?",
    ),
    (
        "a number as text",
        &[("score = 3", "score = «\"3\"")],
        &["C202 `3` is not a score"],
        "without quotes",
    ),
    (
        "empty",
        &[("score = 3", "score = «\"\"")],
        &["C202 `` is not a score"],
        "the scale has",
    ),
    (
        "a flag",
        &[("score = 3", "score = «true")],
        &["E007 expected a scale value, a scale point or a word for no score, found true or false"],
        "",
    ),
    (
        "twice",
        &[
            ("format", "«format"),
            ("criterion = \"care\"", "criterion = «\"dough\""),
        ],
        &[
            "C205 the card has no score for `care`",
            "E010 `dough` is scored twice on this card",
        ],
        "scored here first",
    ),
    (
        "a resume criterion in an interview",
        &[
            ("format", "«format"),
            ("criterion = \"care\"", "criterion = «\"certificate\""),
        ],
        &[
            "C205 the card has no score for `care`",
            "E008 `certificate` is a resume criterion; the round `kitchen` does not score it",
        ],
        "",
    ),
    (
        "at a level that the round is not held at",
        &[
            (
                "round = \"kitchen\"\nlevel = \"senior\"",
                "round = «\"table\"\nlevel = \"junior\"",
            ),
            ("asked = [\"sour\", \"loaf\"]\n", ""),
            (
                "[[score]]\ncriterion = \"dough\"\nscore = 3\nevidence = \"Fed the starter before being asked.\"\nobserved = [\"sour+1\", \"sour-1\"]\n",
                "",
            ),
            (
                "[[score]]\ncriterion = \"loaf\"\nscore = \"not-assessed\"\n",
                "",
            ),
        ],
        &["E008 the round `table` is not held at level `junior`"],
        "",
    ),
];

#[test]
fn values_that_a_key_does_not_take_are_refused() {
    hold(VALUES);
}

const VALUES: &[Case] = &[
    (
        "a date as text",
        &[("2026-11-20", "«\"2026-11-20\"")],
        &["E007 expected a date such as 2026-11-20, without quotes, found text"],
        "",
    ),
    (
        "a date with a time",
        &[("2026-11-20", "«2026-11-20T10:00:00Z")],
        &["E007 expected a date such as 2026-11-20, without quotes, found a date with a time"],
        "",
    ),
    (
        "a time",
        &[("2026-11-20", "«10:00:00")],
        &["E007 expected a date such as 2026-11-20, without quotes, found a time"],
        "",
    ),
    (
        "a day that no month has",
        &[("2026-11-20", "«2026-11-31")],
        &["E003 this is not a date of the calendar"],
        "2026-11-20",
    ),
    (
        "a neutral recommendation",
        &[("\"hire\"", "«\"neutral\"")],
        &["E008 `neutral` is not a recommendation"],
        "strong-no-hire, no-hire, hire, strong-hire",
    ),
    (
        "a recommendation typed wrong",
        &[("\"hire\"", "«\"strong hire\"")],
        &["E008 `strong hire` is not a recommendation"],
        "did you mean `strong-hire`?",
    ),
    (
        "a path for a candidate",
        &[("candidate = \"ada\"", "candidate = «\"../../x\"")],
        &["E009 `../../x` is not an id"],
        "",
    ),
    (
        "an absolute path",
        &[("candidate = \"ada\"", "candidate = «\"/etc/passwd\"")],
        &["E009 `/etc/passwd` is not an id"],
        "",
    ),
    (
        "a dot",
        &[("candidate = \"ada\"", "candidate = «\".\"")],
        &["E009 `.` is not an id"],
        "",
    ),
    (
        "a name for a candidate",
        &[("candidate = \"ada\"", "candidate = «\"Ada Lovelace\"")],
        &["E009 `Ada Lovelace` is not an id"],
        "`ada-lovelace` would do",
    ),
    (
        "a candidate with a NUL",
        &[("candidate = \"ada\"", "candidate = «\"a\\u0000b\"")],
        &["E009 `a\\x00b` is not an id"],
        "",
    ),
    (
        "an empty candidate",
        &[("candidate = \"ada\"", "candidate = «\"\"")],
        &["E008 `candidate` of a scorecard is empty"],
        "",
    ),
    (
        "an empty interviewer",
        &[("\"grace@example.com\"", "«\"  \"")],
        &["E008 `interviewer` of a scorecard is empty"],
        "",
    ),
    (
        "shadow as text",
        &[("summary", "shadow = «\"yes\"\nsummary")],
        &["E007 expected true or false, found text"],
        "",
    ),
    (
        "no minutes",
        &[("summary", "minutes = «0\nsummary")],
        &["E008 expected a whole number from 1 to 100000, found 0"],
        "",
    ),
    (
        "text for a list",
        &[("asked = [\"sour\", \"loaf\"]", "asked = «\"sour\"")],
        &["E007 expected a list, each item text, found text"],
        "",
    ),
    (
        "a table for the scores",
        &[(
            "[[score]]\ncriterion = \"dough\"\nscore = 3\nevidence = \"Fed the starter before being asked.\"\nobserved = [\"sour+1\", \"sour-1\"]\n\n[[score]]\ncriterion = \"care\"\nscore = \"exceeds\"\nevidence = \"Swept the floor before anybody asked.\"\n\n[[score]]",
            "«[score]",
        )],
        &["E007 expected a list, each item a score, found a table"],
        "",
    ),
    (
        "an unknown key",
        &[("summary", "«sumary")],
        &["E005 unknown key `sumary` in a scorecard"],
        "did you mean `summary`?",
    ),
    (
        "an unknown key of a score",
        &[
            ("evidence = \"Swept", "«evidance = \"Swept"),
            ("score = \"exceeds\"", "score = \"declined\""),
        ],
        &["E005 unknown key `evidance` in a score"],
        "did you mean `evidence`?",
    ),
    (
        "a recommendation of a score",
        &[("score = 3", "score = 3\n«recommendation = \"hire\"")],
        &["E005 unknown key `recommendation` in a score"],
        "",
    ),
];

#[test]
fn broken_files_are_refused_like_broken_rubrics() {
    let cases: &[(&str, &[u8], &str)] = &[
        (
            "Latin-1",
            b"format = 1\nsummary = \"caf\xe9\"\n",
            "E001 2:15 byte 0xe9 is not UTF-8 text",
        ),
        (
            "UTF-16",
            b"\xff\xfef\0o\0",
            "E001 1:1 the file is UTF-16, not UTF-8",
        ),
        (
            "a long text that is not closed",
            b"format = 1\nsummary = \"\"\"\nx\n",
            "E003 2:11 this text is never closed",
        ),
    ];
    for (name, bytes, due) in cases {
        let run = check(bytes).exits(65);
        let found: Vec<_> = run.findings().iter().map(Finding::line).collect();
        assert_eq!(found, [*due], "{name}");
    }
}

#[test]
fn all_defects_of_all_cards_are_reported_at_once() {
    let sandbox = super::with_card(
        CARD.replace("\"sour+1\"", "\"sour+7\"")
            .replace("score = 3", "score = 9"),
    );
    sandbox.write(
        "d.scorecard.toml",
        CARD.replace("\"hire\"", "\"maybe\"")
            .replace("\"ada\"", "\"bob\""),
    );
    let args = ["scorecard", "check", ".", "--rubric", "r.toml"];
    let run = sandbox.run(&args).exits(65).shows("3 errors");
    let found: Vec<_> = run
        .findings()
        .iter()
        .map(|f| (f.file.clone(), f.code.clone(), f.place.clone()))
        .collect();
    let due = [
        ("./c.scorecard.toml", "C202", "15:9"),
        ("./c.scorecard.toml", "E011", "17:13"),
        ("./d.scorecard.toml", "E008", "9:18"),
    ];
    assert_eq!(
        found,
        due.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()))
    );
}

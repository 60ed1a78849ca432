//! Values: of the wrong type, out of range, or not one of the words a key takes.

use super::{BASE, check, hold};
use crate::sandbox::{Case, edited};

#[test]
fn values_of_another_type_are_named_with_both_types() {
    hold(TYPES);
}

pub(super) const TYPES: &[Case] = &[
    (
        "format as text",
        &[("format = 1", "format = «\"1\"")],
        &["E007 expected a whole number, found text"],
        "",
    ),
    (
        "a number for an id",
        &[("id = \"baker\"", "id = «7")],
        &["E007 expected text, found a whole number"],
        "",
    ),
    (
        "a version without quotes",
        &[("version = \"1.0.0\"", "version = «1.0")],
        &["E007 expected text, found a number with a fraction"],
        "",
    ),
    (
        "text for a list",
        &[("aliases = [\"L5\"]", "aliases = «\"L5\"")],
        &["E007 expected a list, each item text, found text"],
        "",
    ),
    (
        "a number in a list of text",
        &[("aliases = [\"L5\"]", "aliases = [\"L5\", «5]")],
        &["E007 expected text, found a whole number"],
        "",
    ),
    (
        "text for a flag",
        &[(
            "round = \"kitchen\"",
            "round = \"kitchen\"\ncore = «\"yes\"",
        )],
        &["E007 expected true or false, found text"],
        "",
    ),
    (
        "a table for a list of tables",
        &[("", "«[faq]\nq = \"x\"\na = \"x\"\n")],
        &["E007 expected a list, each item a question of the FAQ, found a table"],
        "",
    ),
    (
        "a list of tables for a table",
        &[("", "«[[decision]]\nsplit = 2\n")],
        &["E007 expected the decision rules, found a list"],
        "",
    ),
    (
        "text in a list of tables",
        &[("minutes = 45", "agenda = [«\"5 minutes hello\"]")],
        &["E007 expected an agenda item, found text"],
        "",
    ),
    (
        "a date for text",
        &[("title = \"Baker\"", "title = «2026-11-20")],
        &["E007 expected text, found a date"],
        "",
    ),
    (
        "minutes as text",
        &[("minutes = 45", "minutes = «\"45\"")],
        &["E007 expected a whole number, found text"],
        "",
    ),
    (
        "a weight as text",
        &[("discipline = \"craft\"", "weight = «\"2\"")],
        &["E007 expected a number, or a table of one number a level, found text"],
        "",
    ),
    (
        "a weight as text at one level",
        &[("discipline = \"craft\"", "weight = { junior = «\"2\" }")],
        &["E007 expected a number, found text"],
        "",
    ),
    (
        "raters as a list",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"panel\"\ncriterion = \"care\"\nat-most = \"below\"\nraters = «[]\neffect = \"no-hire\"\nreason = \"x\"\n",
        )],
        &["E007 expected `any`, `majority`, `all` or a number of raters, found a list"],
        "",
    ),
];

#[test]
fn numbers_out_of_range_are_refused() {
    hold(RANGES);
}

pub(super) const RANGES: &[Case] = &[
    (
        "a negative weight",
        &[("discipline = \"craft\"", "weight = «-1")],
        &["E008 expected a number, 0 or more, found -1"],
        "",
    ),
    (
        "nan",
        &[("discipline = \"craft\"", "weight = «nan")],
        &[
            "E008 a number here must be finite: not `nan`, `inf` or beyond what can be computed with",
        ],
        "",
    ),
    (
        "inf",
        &[("discipline = \"craft\"", "weight = { senior = «+inf }")],
        &[
            "E008 a number here must be finite: not `nan`, `inf` or beyond what can be computed with",
        ],
        "",
    ),
    (
        "1e999",
        &[("discipline = \"craft\"", "weight = «1e999")],
        &[
            "E008 a number here must be finite: not `nan`, `inf` or beyond what can be computed with",
        ],
        "",
    ),
    (
        "no minutes",
        &[("minutes = 45", "minutes = «0")],
        &["E008 expected a whole number from 1 to 100000, found 0"],
        "",
    ),
    (
        "negative minutes",
        &[("minutes = 45", "minutes = «-45")],
        &["E008 expected a whole number from 1 to 100000, found -45"],
        "",
    ),
    (
        "more minutes than any number",
        &[("minutes = 45", "minutes = «99999999999999999999")],
        &["E008 expected a whole number from 1 to 100000, found 99999999999999999999"],
        "",
    ),
    (
        "no interviewers",
        &[("minutes = 45", "interviewers = «0")],
        &["E008 expected a whole number from 1 to 100, found 0"],
        "",
    ),
    (
        "a pick of none",
        &[
            ("minutes = 45", "pick = [{ pool = \"x\", n = «0 }]"),
            ("round = \"kitchen\"", "pool = \"x\""),
        ],
        &["E008 expected a whole number from 1 to 1000, found 0"],
        "",
    ),
    (
        "no seconds",
        &[(
            "",
            "[[video-prompt]]\nid = \"x\"\nask = \"x\"\nseconds = «0\nround = \"kitchen\"\n",
        )],
        &["E008 expected a whole number from 1 to 86400, found 0"],
        "",
    ),
    (
        "negative pay",
        &[(
            "aliases = [\"L5\"]",
            "[level.pay]\ncurrency = \"PLN\"\nbase = «-1",
        )],
        &["E008 expected a number, 0 or more, found -1"],
        "",
    ),
    (
        "pay turned round",
        &[(
            "aliases = [\"L5\"]",
            "[level.pay]\ncurrency = \"PLN\"\nbase-low = «2\nbase-high = 1",
        )],
        &["E008 `base-low` is over `base-high`"],
        "the upper end",
    ),
    (
        "pay in two ways",
        &[(
            "aliases = [\"L5\"]",
            "«[level.pay]\ncurrency = \"PLN\"\nbase = 1\nbase-low = 1\nbase-high = 2",
        )],
        &["E018 base pay is given in two ways or by half"],
        "",
    ),
    (
        "pay by half",
        &[(
            "aliases = [\"L5\"]",
            "«[level.pay]\ncurrency = \"PLN\"\nbase-low = 1",
        )],
        &["E018 base pay is given in two ways or by half"],
        "",
    ),
    (
        "a negative share of the week",
        &[(
            "[[level]]",
            "[role]\nweek = [{ activity = \"x\", share = «-5 }]\n[[level]]",
        )],
        &["E008 expected a number, 0 or more, found -5"],
        "",
    ),
    (
        "a week of 150 percent",
        &[(
            "[[level]]",
            "[role]\nweek = [{ activity = \"x\", share = «150 }]\n[[level]]",
        )],
        &["E008 with this activity the week adds up to 150 percent"],
        "",
    ),
];

#[test]
fn words_that_a_key_does_not_take_are_refused_with_those_it_takes() {
    hold(WORDS);
}

pub(super) const WORDS: &[Case] = &[
    (
        "a format to come",
        &[("format = 1", "format = «2")],
        &["E004 format 2 is not known"],
        "this version reads `format = 1`",
    ),
    (
        "a version that is none",
        &[("version = \"1.0.0\"", "version = «\"1.0\"")],
        &["E008 `1.0` is not a version"],
        "\"1.0.0\"",
    ),
    (
        "a stage",
        &[("stage = \"onsite\"", "stage = «\"on-site\"")],
        &["E008 `on-site` is not a stage"],
        "did you mean `onsite`?",
    ),
    (
        "a medium",
        &[("minutes = 45", "medium = «\"telephone\"")],
        &["E008 `telephone` is not a medium"],
        "one of: phone, video, in-person, async",
    ),
    (
        "a difficulty",
        &[(
            "round = \"kitchen\"",
            "round = \"kitchen\"\ndifficulty = «\"Hard\"",
        )],
        &["E008 `Hard` is not a difficulty"],
        "did you mean `hard`?",
    ),
    (
        "a need",
        &[(
            "",
            "[[skill]]\nid = \"x\"\ntitle = \"X\"\nneed = «\"very\"\n",
        )],
        &["E008 `very` is not a need"],
        "low, medium, high, expert",
    ),
    (
        "a kind of qualification",
        &[("", "[[qualification]]\nkind = «\"should\"\ntext = \"x\"\n")],
        &["E008 `should` is not a kind of qualification"],
        "must, nice",
    ),
    (
        "a kind of exercise",
        &[(
            "",
            "[[exercise]]\nid = \"x\"\ntitle = \"X\"\nkind = «\"code\"\nprompt = \"x\"\nminutes = 3\n",
        )],
        &["E008 `code` is not a kind of exercise"],
        "coding",
    ),
    (
        "where a knock-out stands",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = «\"applicaton\"\nreason = \"x\"\n",
        )],
        &["E008 `applicaton` is not a place for a knock-out"],
        "did you mean `application`?",
    ),
    (
        "an answer of a resume criterion",
        &[(
            "",
            "[[resume-criterion]]\nid = \"x\"\ntitle = \"X\"\nevidence = \"x\"\nanswer = «\"yesno\"\n",
        )],
        &["E008 `yesno` is not a way to answer"],
        "did you mean `yes-no`?",
    ),
    (
        "raters",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"panel\"\ncriterion = \"care\"\nat-most = \"below\"\nraters = «\"most\"\neffect = \"no-hire\"\nreason = \"x\"\n",
        )],
        &["E008 `most` is not a number of raters"],
        "any, majority, all",
    ),
    (
        "no rater",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"panel\"\ncriterion = \"care\"\nat-most = \"below\"\nraters = «0\neffect = \"no-hire\"\nreason = \"x\"\n",
        )],
        &["E008 expected a whole number from 1 to 1000, found 0"],
        "",
    ),
    (
        "an effect",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"panel\"\ncriterion = \"care\"\nat-most = \"below\"\nraters = \"any\"\neffect = «\"nohire\"\nreason = \"x\"\n",
        )],
        &["E008 `nohire` is not an effect"],
        "did you mean `no-hire`?",
    ),
];

#[test]
fn numbers_may_be_written_in_every_way_toml_has() {
    for number in ["0x2d", "0b101101", "0o55", "4_5", "+45"] {
        check(edited(
            BASE,
            &[("minutes = 45", &format!("minutes = {number}"))],
        ))
        .exits(0);
    }
    for number in ["1", "1.5", "1e0", "0.000_1", "1E+2", "0x10"] {
        check(edited(
            BASE,
            &[("discipline =", &format!("weight = {number}\ndiscipline ="))],
        ))
        .exits(0);
    }
}

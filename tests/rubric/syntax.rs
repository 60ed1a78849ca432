//! Files that are not TOML: in our own words, at the right place, and no more than there is.

use super::{BASE, check, hold};
use crate::sandbox::{Case, Finding, edited, none_wrong};

#[test]
fn broken_toml_is_explained_in_our_own_words() {
    hold(CASES);
}

pub(super) const CASES: &[Case] = &[
    (
        "text without quotes",
        &[("title = \"Baker\"", "title = «Baker")],
        &["E003 a value is missing, or is text without quotes"],
        "write text as",
    ),
    (
        "a string that is not closed",
        &[("title = \"Baker\"", "title = \"Baker«")],
        &["E003 this text is never closed"],
        "close it with `\"`",
    ),
    (
        "a literal string that is not closed",
        &[("title = \"Baker\"", "title = 'Baker«")],
        &["E003 this text is never closed"],
        "close it with `'`",
    ),
    (
        "a long text that is not closed",
        &[("summary = \"Bakes.\"", "summary = «\"\"\"Bakes.")],
        &["E003 this text is never closed"],
        "opened here",
    ),
    (
        "a list that is not closed",
        &[("aliases = [\"L5\"]", "aliases = «[\"L5\"")],
        &["E003 this list is never closed"],
        "close it with `]`",
    ),
    (
        "a table header that is not closed",
        &[
            ("[[discipline]]", "[[discipline]«"),
            ("discipline = \"craft\"\n", ""),
        ],
        &["E003 this table header is never closed"],
        "[[name]]",
    ),
    (
        "a simple header that is not closed",
        &[("[competency.progression]", "[competency.progression«")],
        &["E003 this table header is never closed"],
        "[name]",
    ),
    (
        "a comma that is missing",
        &[(
            "focus = [\"dough\", \"care\"]",
            "focus = [\"dough\" «\"care\"]",
        )],
        &["E003 a comma is missing between two items"],
        "separate items",
    ),
    (
        "a key without a value",
        &[("title = \"Baker\"", "title«")],
        &["E003 a key has no value"],
        "write `key = value`",
    ),
    (
        "an equals sign alone",
        &[("title = \"Baker\"", "title = \"Baker\"\n«= 3")],
        &["E003 a key is missing before this"],
        "",
    ),
    (
        "a backslash in a path",
        &[("title = \"Baker\"", "title = \"C:\\«Baker\"")],
        &["E003 a backslash is followed by a character that it cannot escape"],
        "single quotes",
    ),
    (
        "a date that no calendar has",
        &[("title = \"Baker\"", "title = «2026-02-30")],
        &["E003 this is not a date of the calendar"],
        "2026-11-20",
    ),
    (
        "a control character in text",
        &[("title = \"Baker\"", "title = \"Ba«\u{7}ker\"")],
        &["E003 text holds a control character"],
        "",
    ),
    (
        "a key with a space",
        &[(
            "title = \"Baker\"",
            "title = \"Baker\"\nweight «reason = \"x\"",
        )],
        &["E003 a key has no value"],
        "",
    ),
    (
        "curly quotes",
        &[("title = \"Baker\"", "title = «“Baker”")],
        &["E003 a value is missing, or is text without quotes"],
        "write text as",
    ),
    (
        "a colon for an equals sign",
        &[("title = \"Baker\"", "title«: \"Baker\"")],
        &["E003 a key holds a character that it cannot"],
        "a key is letters",
    ),
    (
        "python's None",
        &[("minutes = 45", "minutes = «None")],
        &["E003 a value is missing, or is text without quotes"],
        "",
    ),
    (
        "a leading zero",
        &[("minutes = 45", "minutes = «045")],
        &["E003 a number cannot begin with 0"],
        "leave the zero out",
    ),
];

#[test]
fn several_syntax_errors_are_all_reported() {
    let text = BASE
        .replace("title = \"Junior\"", "title = Junior")
        .replace("aliases = [\"L5\"]", "aliases = [\"L5\" \"L6\"]")
        .replace("stage = \"onsite\"", "stage = \"onsite")
        .replace("minutes = 45", "minutes = ");
    let run = check(text).exits(65).shows("4 errors");
    let lines: Vec<_> = run.errors().iter().map(Finding::line).collect();
    assert_eq!(
        lines,
        [
            "E003 9:9 a value is missing, or is text without quotes",
            "E003 14:17 a comma is missing between two items",
            "E003 44:16 this text is never closed",
            "E003 45:11 a value is missing, or is text without quotes",
        ]
    );
}

#[test]
fn a_syntax_error_does_not_hide_the_rest() {
    let text = BASE
        .replace("title = \"Junior\"", "title = Junior")
        .replace("stage = \"onsite\"", "stage = \"on-site\"");
    let run = check(text).exits(65);
    let codes: Vec<_> = run.errors().into_iter().map(|f| f.code).collect();
    assert_eq!(codes, ["E003", "E008"], "{run:#?}");
}

/// What a syntax error leaves of the findings: those on tables that it does not stand in.
type Gap = (
    &'static str,
    &'static [(&'static str, &'static str)],
    &'static [&'static str],
);

const GAPS: &[Gap] = &[
    (
        "in another table",
        &[
            ("title = \"Junior\"", "title = Junior"),
            ("stage = \"onsite\"\n", ""),
        ],
        &["E003", "E006"],
    ),
    (
        "in the same table",
        &[
            ("stage = \"onsite\"\n", "stage: \"onsite\"\n"),
            ("title = \"Kitchen\"\n", ""),
        ],
        &["E003"],
    ),
    (
        "in a table, with a key of the root missing",
        &[
            ("title = \"Junior\"", "title = Junior"),
            ("version = \"1.0.0\"\n", ""),
        ],
        &["E006", "E003"],
    ),
    (
        "in the root, with a key of the root missing",
        &[
            ("title = \"Baker\"", "title: \"Baker\""),
            ("version = \"1.0.0\"\n", ""),
        ],
        &["E003"],
    ),
    (
        "in the root, with a cell missing",
        &[
            ("title = \"Baker\"", "title: \"Baker\""),
            ("senior = \"Writes the recipe.\"\n", ""),
        ],
        &["E003", "E013"],
    ),
    (
        "in the table whose cell is missing",
        &[(
            "senior = \"Writes the recipe.\"\n",
            "senior: \"Writes the recipe.\"\n",
        )],
        &["E003"],
    ),
    (
        "in a header that may be the missing key",
        &[("[competency.progression]", "[competency.progression")],
        &["E003"],
    ),
    (
        "in a header under another table of the same",
        &[
            ("[[attitude.question]]", "[[attitude.question]"),
            ("definition = \"Looks after people.\"\n", ""),
        ],
        &["E003"],
    ),
];

#[test]
fn a_syntax_error_hides_missing_keys_only_where_it_stands() {
    let mut wrong = Vec::new();
    for (name, edits, codes) in GAPS {
        let run = check(edited(BASE, edits)).exits(65);
        let found: Vec<_> = run.errors().into_iter().map(|f| f.code).collect();
        if found != *codes {
            wrong.push(format!("{name}: {run:#?}"));
        }
    }
    none_wrong(&wrong);
}

#[test]
fn a_thousand_broken_lines_are_listed_and_the_last_says_that_there_are_more() {
    let broken = |n: usize| format!("{}{BASE}", "x = y\n".repeat(n));
    check(broken(999)).exits(65).shows("999 errors");
    check(broken(2000)).exits(65).shows("1000 errors");
}

#[test]
fn no_words_of_the_parser_are_shown() {
    let values = [
        "= 3",
        "x = 045",
        "x = None",
        "x = tru",
        "x = 12:61:00",
        "x = 1__0",
        "x = 20.11.2026",
        "[a]]",
        "[]",
        "x = [1,,2]",
        "x = {a 1}",
        "x = \"a\" \"b\"",
        "[a.]",
        "x = .5",
        "x = 5.",
        "x = 1e",
        "x = ++1",
        "x == 1",
        "x = 1_",
    ];
    let foreign = [
        "expected nothing",
        "expected letters",
        "expected digits",
        "expected `=`",
        "expected value",
        "expected `nan`",
        "expected `true`",
        "expected minute",
        "expected newline",
        "mantissa",
        "key-value",
    ];
    let mut wrong = Vec::new();
    for value in values {
        let run = check(format!("{value}\n{BASE}")).exits(65);
        let shown = foreign.iter().filter(|words| run.stdout.contains(**words));
        wrong.extend(shown.map(|words| format!("{value}: shows `{words}`")));
    }
    none_wrong(&wrong);
}

#[test]
fn a_key_without_a_value_does_not_lose_the_rest_of_the_file() {
    for line in ["title", "title: \"Baker\"", "- title", "\"title"] {
        let run = check(BASE.replacen("summary", &format!("{line}\nsummary"), 1)).exits(65);
        let codes: Vec<_> = run.errors().into_iter().map(|f| f.code).collect();
        assert_eq!(codes, ["E003"], "{line}: {run:#?}");
    }
}

#[test]
fn deep_nesting_is_refused_and_not_a_crash() {
    for (open, close) in [("[", "]"), ("{ a = ", " }")] {
        let text = format!("x = {}1{}\n", open.repeat(20_000), close.repeat(20_000));
        check(text).exits(65).shows("nested too deeply");
    }
    let dotted = format!("{} = 1\n", vec!["a"; 20_000].join("."));
    check(dotted).exits(65);
    let header = format!("[{}]\n", vec!["a"; 20_000].join("."));
    check(header).exits(65);
}

#[test]
fn an_empty_file_says_what_it_lacks() {
    let run = check("").exits(65);
    let codes: Vec<_> = run.errors().into_iter().map(|f| f.code).collect();
    assert_eq!(
        codes,
        [
            "E006", "E006", "E006", "E006", "E006", "E019", "E019", "E019"
        ]
    );
}

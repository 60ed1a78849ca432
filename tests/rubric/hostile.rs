//! Files made to take time and memory: refused or read within two seconds and 256 MB.
//!
//! Memory is what the system lets the program have: where it needs more address space than that,
//! it cannot start the next step and the case fails. The two seconds are those of a release build
//! (`cargo test --release --test main hostile`); a debug build on a busy machine may take a minute.

use std::time::{Duration, Instant};

use super::BASE;
use crate::sandbox::{Finding, Run, Sandbox, none_wrong};

/// Most bytes of a rubric.
const LIMIT: usize = 4 * 1024 * 1024;

/// Most time for one file.
const TIME: Duration = if cfg!(debug_assertions) {
    Duration::from_mins(1)
} else {
    Duration::from_secs(2)
};

/// Runs a command on `r.toml` in 256 MB and what the program itself takes, which is 30 MB and in a
/// debug build 60; gives what it came to and what it took.
fn bounded(content: &str, command: &str) -> (Run, Duration) {
    let sandbox = Sandbox::with("r.toml", content);
    let limit = match (cfg!(target_os = "linux"), cfg!(debug_assertions)) {
        (true, true) => "ulimit -v 310000 && ",
        (true, false) => "ulimit -v 280000 && ",
        (false, _) => "",
    };
    let start = Instant::now();
    let run = sandbox.sh(&format!("{limit}exec \"$PANELKIT\" {command} r.toml"));
    (run, start.elapsed())
}

/// So many copies of a fragment as a file at the limit of bytes holds, between two others.
fn full_of(head: &str, unit: &str, tail: &str) -> String {
    let room = LIMIT - head.len() - tail.len();
    format!("{head}{}{tail}", unit.repeat(room / unit.len()))
}

fn numbered(n: usize, unit: impl Fn(usize) -> String) -> String {
    (0..n).map(unit).collect()
}

/// The base with another text in place of a fragment.
fn base_with(find: &str, by: &str) -> String {
    assert!(BASE.contains(find), "the base has no {find:?}");
    BASE.replacen(find, by, 1)
}

/// The name, the file, and the first error that it must give; none where it is sound.
type Hostile = (&'static str, String, Option<String>);

/// So many keys, values and marks are too many, from a place on.
fn tokens(place: &str) -> String {
    let what = "keys, values and marks between them";
    format!("E002 {place} the file has more than 600000 {what}")
}

fn tables(place: &str) -> String {
    format!("E002 {place} the file has more than 50000 tables")
}

fn odd(place: &str) -> String {
    let what = "backslashes and odd characters";
    format!("E002 {place} the file has more than 100000 {what}")
}

/// Brackets, lines and keys as far as the limit of bytes goes.
fn four_mebibytes_of_structure() -> Vec<Hostile> {
    let keys = numbered(400_000, |n| format!("k{n}=1\n"));
    vec![
        (
            "competencies without a key",
            full_of("", "[[competency]]\n", ""),
            Some(tables("50001:1")),
        ),
        (
            "dots",
            full_of("", "a.", "a = 1\n"),
            Some(tables("1:100002")),
        ),
        (
            "open lists",
            full_of("x = ", "[", ""),
            Some(tokens("1:600003")),
        ),
        (
            "open tables",
            full_of("x = ", "{ a = ", ""),
            Some(tables("1:300005")),
        ),
        (
            "comments",
            full_of(BASE, "#\n", ""),
            Some(tokens("299950:1")),
        ),
        (
            "blank lines",
            full_of(BASE, "\n", ""),
            Some(tokens("599853:1")),
        ),
        (
            "numbers in one line",
            full_of("x = [", "1,", "]\n"),
            Some(tokens("1:600003")),
        ),
        (
            "empty lists",
            full_of("x = [", "[],", "]\n"),
            Some(tokens("1:600003")),
        ),
        (
            "empty tables",
            full_of("level = [", "{},", "]\n"),
            Some(tables("1:150010")),
        ),
        (
            "one key again and again",
            full_of("", "a = 1\n", ""),
            Some(tokens("150001:1")),
        ),
        (
            "one table again and again",
            full_of("", "[a]\n", ""),
            Some(tables("50001:1")),
        ),
        ("unknown keys", keys, Some(tokens("150001:1"))),
        (
            "keys without values",
            full_of("", "a\n", ""),
            Some(tokens("300001:1")),
        ),
        (
            "equals signs",
            full_of("", "=\n", ""),
            Some(tokens("300001:1")),
        ),
        (
            "headers never closed",
            full_of("", "[a\n", ""),
            Some(tables("50001:1")),
        ),
        (
            "text never closed",
            full_of("", "a = \"\n", ""),
            Some(tokens("150001:1")),
        ),
        (
            "includes",
            full_of("include = [", "\"x\",", "]\n"),
            Some(tokens("1:1200007")),
        ),
    ]
}

/// Characters as far as the limit of bytes goes.
fn four_mebibytes_of_text() -> Vec<Hostile> {
    let in_summary = |text: String| base_with("Bakes.", &text);
    vec![
        ("one comment", full_of(BASE, "#", "\n"), None),
        ("space", full_of(BASE, " ", "\n"), None),
        (
            "long text never closed",
            full_of("x = \"\"\"", "x\n", ""),
            Some("E003 1:5 this text is never closed".to_owned()),
        ),
        (
            "quotes",
            full_of("", "\"", ""),
            Some("E003 1:1 this long text is never closed".to_owned()),
        ),
        (
            "escapes that are none",
            full_of("x = \"", "\\q", "\"\n"),
            Some(odd("1:5")),
        ),
        (
            "control characters",
            full_of("x = '", "\u{7}", "'\n"),
            Some(odd("1:5")),
        ),
        (
            "carriage returns",
            full_of("x = \"\"\"", "\r", "\"\"\"\n"),
            Some(odd("1:5")),
        ),
        (
            "underscores in a number",
            full_of("x = 1", "_", "1\n"),
            Some(odd("1:5")),
        ),
        ("markup", full_of("", "<a>", ""), Some(odd("1:1"))),
        (
            "a huge number",
            full_of("x = ", "1", "\n"),
            Some("E006 1:1 the rubric has no `format`".to_owned()),
        ),
        (
            "template syntax",
            in_summary("{% for x in y %}".repeat(260_000)),
            None,
        ),
        (
            "a word of megabytes",
            in_summary("w".repeat(4_000_000)),
            None,
        ),
        (
            "bidirectional marks",
            in_summary("\u{202e}".repeat(1_300_000)),
            None,
        ),
    ]
}

/// Files that hold just as much as can be read.
fn as_much_as_can_be_read() -> Vec<Hostile> {
    let competency = |n| format!("[[competency]]\nid=\"c{n}\"\n");
    let first = || Some("E006 1:1 the rubric has no `format`".to_owned());
    let levels = format!(
        "{BASE}[[question]]\nid=\"q\"\nask=\"x\"\nlevels=[{}]\n",
        "\"x\",".repeat(290_000)
    );
    vec![
        (
            "100,000 competencies",
            numbered(100_000, competency),
            Some(tables("100001:1")),
        ),
        ("50,000 competencies", numbered(50_000, competency), first()),
        (
            "levels in one line",
            format!("level = [{}]\n", "{},".repeat(50_000)),
            first(),
        ),
        (
            "one id for all",
            "[[level]]\nid=\"a\"\n".repeat(50_000),
            first(),
        ),
        (
            "bad values",
            "a=b\n".repeat(149_999),
            Some("E003 1:3 a value is missing, or is text without quotes".to_owned()),
        ),
        (
            "keys without values",
            "a\n".repeat(299_999),
            Some("E003 1:2 a key has no value".to_owned()),
        ),
        (
            "equals signs",
            "=\n".repeat(299_999),
            Some("E003 1:1 a key is missing before this".to_owned()),
        ),
        (
            "a key of many parts",
            format!("{}=1\n", vec!["a"; 40_000].join(".")),
            Some("E003 1:1 values are nested too deeply to read".to_owned()),
        ),
        (
            "carriage returns",
            format!("x=\"\"\"{}\"\"\"\n", "\r".repeat(99_999)),
            Some("E003 1:7 a carriage return stands alone".to_owned()),
        ),
        (
            "dangling levels",
            levels,
            Some("E006 47:1 a question has no `round`".to_owned()),
        ),
    ]
}

/// What is wrong with a check of a file, if anything is.
fn hold((name, content, due): &Hostile) -> Option<String> {
    assert!(content.len() <= LIMIT, "{name}: {} bytes", content.len());
    let (run, time) = bounded(content, "check");
    let found = run.errors();
    let first = found.first().map(Finding::line);
    let code = if due.is_some() { 65 } else { 0 };
    if run.code != Some(code) || first != *due {
        let code = run.code;
        return Some(format!("{name}: ends with {code:?}, first {first:?}"));
    }
    (time > TIME).then(|| format!("{name}: takes {time:?}"))
}

#[track_caller]
fn hold_all(cases: &[Hostile]) {
    let wrong: Vec<_> = cases.iter().filter_map(hold).collect();
    none_wrong(&wrong);
}

#[test]
fn four_mebibytes_of_structure_are_refused_in_time() {
    hold_all(&four_mebibytes_of_structure());
}

#[test]
fn four_mebibytes_of_text_are_read_or_refused_in_time() {
    hold_all(&four_mebibytes_of_text());
}

#[test]
fn the_most_that_can_be_read_is_read_in_time() {
    hold_all(&as_much_as_can_be_read());
}

#[test]
fn what_is_too_much_is_refused_by_every_command_alike() {
    for command in ["rubric fmt", "rubric fmt --check", "rubric show"] {
        let content = full_of("x = [", "1,", "]\n");
        let (run, _) = bounded(&content, command);
        let first = run.exits(65).errors()[0].line();
        assert!(first.starts_with("E002 1:600003 "), "{command}: {first}");
    }
}

#[test]
fn a_rubric_that_is_read_may_be_too_much_to_put_into_form() {
    let content = format!("{BASE}{}", "#\n".repeat(200_000));
    let (run, _) = bounded(&content, "check");
    run.exits(0);
    let (run, _) = bounded(&content, "rubric fmt --check");
    let run = run.exits(65);
    run.says("the file has more than 400000 keys, values and marks between them");
}

/// How many hostile files there are, for the count of all cases.
pub(super) fn count() -> usize {
    four_mebibytes_of_structure().len()
        + four_mebibytes_of_text().len()
        + as_much_as_can_be_read().len()
}

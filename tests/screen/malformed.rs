//! Malformed tables: each is named for what it is, where it is wrong, and with what to do.

use std::fs;

use super::{sandbox, screen};
use crate::sandbox::{mismatch, none_wrong};
use crate::support::project;

/// How many are promised.
const AT_LEAST: usize = 40;

/// Files in the folder `malformed`, what is found in each, and words of advice.
const CASES: &[(&str, &[&str], &str)] = &[
    (
        "empty.csv",
        &["E021 1:1 the file is empty"],
        "the first line names the columns",
    ),
    (
        "only-line-ends.csv",
        &["E021 1:1 the file is empty"],
        "the first line names the columns",
    ),
    (
        "only-a-mark.csv",
        &["E021 1:1 the file is empty"],
        "the first line names the columns",
    ),
    (
        "only-separators.csv",
        &["E021 1:1 the file holds no rows, not even a header"],
        "the first line names the columns",
    ),
    (
        "pipes.csv",
        &["E021 1:10 the columns are separated by `|`, not by commas"],
        "CSV UTF-8",
    ),
    (
        "for-excel.csv",
        &["E021 1:1 `sep=;` is for Excel alone and names no columns"],
        "take the line out",
    ),
    (
        "undecided.csv",
        &[
            "E021 1:1 the header has commas and `;`, and nothing tells which of them separates the columns",
        ],
        "put quotes around",
    ),
    (
        "undecided-tabs.csv",
        &[
            "E021 1:1 the header has commas and tabs, and nothing tells which of them separates the columns",
        ],
        "put quotes around",
    ),
    (
        "utf-16-le.csv",
        &["E001 1:1 the file is UTF-16, not UTF-8"],
        "CSV UTF-8",
    ),
    (
        "utf-16-be.csv",
        &["E001 1:1 the file is UTF-16, not UTF-8"],
        "save it again as UTF-8",
    ),
    (
        "utf-16-unmarked.csv",
        &["E001 1:2 the file holds a NUL byte"],
        "saved as UTF-16",
    ),
    (
        "utf-32.csv",
        &["E001 1:1 the file is UTF-32, not UTF-8"],
        "save it again as UTF-8",
    ),
    (
        "windows-1252.csv",
        &[
            "E001 2:8 byte 0xe9 is not UTF-8 text",
            "E001 3:6 byte 0xeb is not UTF-8 text",
        ],
        "Latin-1 or Windows-1252",
    ),
    (
        "latin-1-header.csv",
        &["E001 1:13 byte 0xe9 is not UTF-8 text"],
        "Latin-1 or Windows-1252",
    ),
    (
        "half-a-letter.csv",
        &["E001 2:9 byte 0xc5 is not UTF-8 text"],
        "save it again as UTF-8",
    ),
    (
        "nul-in-a-cell.csv",
        &["E001 2:6 the file holds a NUL byte"],
        "not a text file",
    ),
    (
        "nul-at-the-end.csv",
        &["E001 3:1 the file holds a NUL byte"],
        "not a text file",
    ),
    (
        "binary.csv",
        &["E001 1:1 the file holds a NUL byte"],
        "not a text file",
    ),
    (
        "workbook.xlsx.csv",
        &["E001 1:1 the file is a ZIP archive or an office document, not UTF-8"],
        "CSV UTF-8",
    ),
    (
        "sheet.ods.csv",
        &["E001 1:1 the file is a ZIP archive or an office document, not UTF-8"],
        "CSV UTF-8",
    ),
    (
        "workbook.xls.csv",
        &["E001 1:1 the file is an office document of the old kind, not UTF-8"],
        "CSV UTF-8",
    ),
    (
        "table.csv.gz.csv",
        &["E001 1:1 the file is compressed with gzip, not UTF-8"],
        "CSV UTF-8",
    ),
    (
        "report.pdf.csv",
        &["E001 1:1 the file is a PDF, not UTF-8"],
        "CSV UTF-8",
    ),
    (
        "page.html.csv",
        &["E021 2:1 the file is HTML or XML, not CSV"],
        "fetch the file again",
    ),
    (
        "records.json.csv",
        &["E021 1:1 the file is JSON, not CSV"],
        "save it as CSV",
    ),
    (
        "unclosed-quote.csv",
        &["E021 2:5 the quote that opens here is never closed"],
        "close it",
    ),
    (
        "unclosed-quote-in-the-header.csv",
        &["E021 1:11 the quote that opens here is never closed"],
        "close it",
    ),
    (
        "unclosed-quote-late.csv",
        &["E021 302:9 the quote that opens here is never closed"],
        "close it",
    ),
    (
        "cut-inside-quotes.csv",
        &["E021 3:4 the quote that opens here is never closed"],
        "cut short",
    ),
    (
        "one-mebibyte-in-quotes.csv",
        &["E021 2:5 the quote that opens here is not closed within 1 MiB"],
        "written twice",
    ),
    (
        "closed-by-another.csv",
        &["E021 2:5 the quote that opens here is not closed on its line"],
        "this quote closes it",
    ),
    (
        "text-behind-a-quote.csv",
        &["E021 2:10 text stands behind the quote that closes the cell"],
        "written twice",
    ),
    (
        "space-before-a-quote.csv",
        &["E021 2:5 there is space before the quote that should begin the cell"],
        "right behind the comma",
    ),
    (
        "too-few-cells.csv",
        &[
            "E021 2:8 the row has 2 cells, and the header has 3",
            "E021 4:3 the row has 1 cell, and the header has 3",
        ],
        "is empty, but there",
    ),
    (
        "too-many-cells.csv",
        &["E021 2:19 the row has 4 cells, and the header has 3"],
        "a cell with a comma in it stands in quotes",
    ),
    (
        "too-many-cells-semicolons.csv",
        &["E021 2:13 the row has 4 cells, and the header has 3"],
        "a cell with a semicolon in it stands in quotes",
    ),
    (
        "ragged-over-lines.csv",
        &["E021 3:10 the row has 2 cells, and the header has 3"],
        "is empty, but there",
    ),
    (
        "cut-inside-a-row.csv",
        &["E021 3:5 the row has 2 cells, and the header has 3"],
        "cut short",
    ),
    (
        "everything-in-one-cell.csv",
        &[
            "E021 2:14 the row has 1 cell, and the header has 3",
            "E021 3:12 the row has 1 cell, and the header has 3",
        ],
        "is empty, but there",
    ),
    (
        "other-separator-in-a-row.csv",
        &["E021 2:12 the row has 1 cell, and the header has 3"],
        "is empty, but there",
    ),
    (
        "two-columns-of-one-name.csv",
        &["E022 1:18 two columns are called `papers`"],
        "rename or remove",
    ),
    (
        "two-columns-but-for-space.csv",
        &["E022 1:18 two columns are called `papers`"],
        "rename or remove",
    ),
    (
        "nameless-column.csv",
        &["E022 1:11 column 2 has no name"],
        "names every column",
    ),
    (
        "no-header.csv",
        &[
            "E022 1:1 the column `candidate` with the ids is missing",
            "E022 1:1 the column `papers` that answers the knock-out `papers` is missing",
        ],
        "",
    ),
    (
        "no-such-column.csv",
        &["E022 1:1 the column `papers` that answers the knock-out `papers` is missing"],
        "rename",
    ),
    (
        "screened-before.csv",
        &["E022 1:18 the file was screened before: it has the columns that screening adds"],
        "screen the file that it was made from",
    ),
    (
        "a-column-outcome.csv",
        &["E022 1:18 screening adds a column `outcome`, and there is one"],
        "rename",
    ),
    (
        "carriage-returns-alone.csv",
        &["E021 1:22 the line ends in a carriage return alone"],
        "LF or CRLF",
    ),
    (
        "a-carriage-return-in-a-row.csv",
        &["E021 2:12 the line ends in a carriage return alone"],
        "LF or CRLF",
    ),
    (
        "a-carriage-return-behind-a-quote.csv",
        &["E021 2:14 the line ends in a carriage return alone"],
        "LF or CRLF",
    ),
    (
        "large-cell.csv",
        &["E002 2:5 the cell is larger than 1 MiB"],
        "many cells one",
    ),
    (
        "many-columns.csv",
        &["E021 1:1 the table has 10001 columns, more than 10000"],
        "",
    ),
    (
        "hostile-name.csv",
        &["E022 1:30 two columns are called `\\x1b[31mred`"],
        "rename or remove",
    ),
    (
        "several-at-once.csv",
        &[
            "E021 2:8 the row has 2 cells, and the header has 3",
            "E001 3:4 byte 0xff is not UTF-8 text",
            "E001 4:5 the file holds a NUL byte",
            "E021 5:11 the row has 4 cells, and the header has 3",
        ],
        "--rejects FILE",
    ),
];

/// The bytes of a case. Large ones are not kept as files.
fn content(name: &str) -> Vec<u8> {
    match name {
        "one-mebibyte-in-quotes.csv" => {
            let rows = "bo,Bo,yes\n".repeat(110_000);
            format!("candidate,name,papers\nada,\"Ada,yes\n{rows}\"\n").into_bytes()
        }
        "large-cell.csv" => {
            let cell = "x".repeat((1 << 20) + 1);
            format!("candidate,name,papers\nada,{cell},yes\nbo,Bo,yes\n").into_bytes()
        }
        name => fs::read(project().join("tests/screen/malformed").join(name)).unwrap(),
    }
}

#[test]
fn what_is_wrong_with_a_table_is_said_for_what_it_is() {
    let sandbox = sandbox();
    let mut wrong = Vec::new();
    for (name, due, help) in CASES {
        let run = screen(&sandbox, content(name), &["-o", "out.csv"]);
        if run.code != Some(65) || !run.stdout.is_empty() {
            wrong.push(format!("{name}: {run:#?}"));
        }
        let due: Vec<_> = due.iter().map(|line| (*line).to_owned()).collect();
        wrong.extend(mismatch(name, &run.errors(), &due, (&run, help)));
        assert!(!run.stderr.contains('\u{1b}'), "{name}: {run:#?}");
    }
    none_wrong(&wrong);
    assert_eq!(sandbox.files(), ["a.csv", "r.toml"], "nothing was written");
}

#[test]
fn there_are_as_many_as_promised_and_each_file_is_tried() {
    assert!(CASES.len() >= AT_LEAST, "{} cases", CASES.len());
    for entry in fs::read_dir(project().join("tests/screen/malformed")).unwrap() {
        let name = entry.unwrap().file_name();
        let is_tried = CASES.iter().any(|(case, ..)| *case == name);
        assert!(is_tried, "{} is in no case", name.display());
    }
}

/// Cases in which only rows are wrong, and how many.
const ROWS: &[(&str, u64, u64)] = &[
    ("windows-1252.csv", 2, 1),
    ("half-a-letter.csv", 1, 0),
    ("nul-in-a-cell.csv", 1, 1),
    ("nul-at-the-end.csv", 1, 1),
    ("too-few-cells.csv", 2, 1),
    ("too-many-cells.csv", 1, 1),
    ("too-many-cells-semicolons.csv", 1, 0),
    ("ragged-over-lines.csv", 1, 1),
    ("cut-inside-a-row.csv", 1, 1),
    ("everything-in-one-cell.csv", 2, 0),
    ("other-separator-in-a-row.csv", 1, 1),
    ("large-cell.csv", 1, 1),
    ("several-at-once.csv", 4, 0),
];

#[test]
fn rows_that_cannot_be_read_are_set_aside_byte_for_byte() {
    for (name, n_rejects, n_others) in ROWS {
        let sandbox = sandbox();
        let bytes = content(name);
        let more = [
            "-o",
            "out.csv",
            "--rejects",
            "rejects.csv",
            "--format",
            "json",
        ];
        let run = screen(&sandbox, &bytes, &more).exits(0);
        let summary: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(summary["rejects"], *n_rejects, "{name}");
        assert_eq!(summary["advance"], *n_others, "{name}");
        assert_eq!(summary["read"], n_rejects + n_others, "{name}");
        assert_eq!(summary["adds_up"], true);
        run.says("could not be read and went to rejects.csv");
        // Whatever is in neither file is lost.
        let [out, rejects] =
            ["out.csv", "rejects.csv"].map(|name| fs::read(sandbox.path(name)).unwrap());
        let lines = bytes
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.is_empty());
        for line in lines.skip(1) {
            let is_in = |file: &[u8]| file.windows(line.len()).any(|part| part == line);
            assert!(
                is_in(&out) != is_in(&rejects),
                "{name}: {}",
                String::from_utf8_lossy(line)
            );
        }
    }
}

#[test]
fn a_file_that_is_only_wrong_behind_its_rows_stops_the_run_all_the_same() {
    for name in [
        "unclosed-quote-late.csv",
        "a-carriage-return-in-a-row.csv",
        "nameless-column.csv",
    ] {
        let sandbox = sandbox();
        screen(
            &sandbox,
            content(name),
            &["-o", "o.csv", "--rejects", "x.csv"],
        )
        .exits(65)
        .shows_nothing();
        assert_eq!(sandbox.files(), ["a.csv", "r.toml"], "{name}");
    }
}

#[test]
fn of_many_wrong_rows_the_first_are_listed_and_all_are_counted() {
    let sandbox = sandbox();
    let rows = "x,y\n".repeat(100_000);
    let run = screen(&sandbox, format!("candidate,name,papers\n{rows}"), &[]).exits(65);
    assert_eq!(run.errors().len(), 200);
    run.says("… and 99800 more findings, the next at a.csv:202:4")
        .says("100000 errors")
        .says("100000 of 100000 rows in a.csv cannot be read; nothing was written");
}

#[test]
fn what_cannot_be_read_at_all_is_66() {
    let sandbox = sandbox();
    sandbox
        .run(&["screen", "r.toml", "none.csv"])
        .exits(66)
        .says("cannot read none.csv: it does not exist");
    fs::create_dir(sandbox.path("folder")).unwrap();
    sandbox
        .run(&["screen", "r.toml", "folder"])
        .exits(66)
        .says("cannot read folder: it is a folder");
    sandbox
        .sh("\"$PANELKIT\" screen r.toml - < /dev/null")
        .exits(65)
        .says("the file is empty");
}

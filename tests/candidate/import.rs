//! `panelkit candidate import`: all of a table or nothing, and everything that is wrong at once.

use panelkit::store::Store as _;

use super::{listed, store, workspace};
use crate::sandbox::{Run, Sandbox, due, mismatch, none_wrong, unmark};

fn import(sandbox: &Sandbox, content: impl AsRef<[u8]>, more: &[&str]) -> Run {
    sandbox.write("c.csv", content);
    sandbox.run(&[&["candidate", "import", "c.csv"], more].concat())
}

/// As a spreadsheet writes it: a byte-order mark, CRLF, quotes where they are needed.
const TABLE: &str = "\u{feff}candidate,Name,email,level,rubric,stage\r\n\
    ada,\"Łucja, Żółć\",a@example.com,L3,baker,onsite\r\n\
    \r\n\
    li-lei,李雷,,,,\r\n\
    omar,\"عمر \"\"O\"\" حداد\",o@example.com,Senior,baker,\r\n\
    ,,,,,\r\n";

#[test]
fn the_same_file_twice_adds_nothing() {
    let sandbox = workspace();
    import(&sandbox, TABLE, &["--dry-run"])
        .exits(0)
        .shows("3 candidates would be added");
    assert!(!sandbox.path("kept.db").exists(), "a dry run keeps nothing");
    import(&sandbox, TABLE, &[])
        .exits(0)
        .shows("c.csv: 3 candidates added\n");
    let head = store(&sandbox).head().unwrap();
    for more in [&[][..], &["--update"]] {
        let again = import(&sandbox, TABLE, more).exits(0);
        again.shows("0 candidates added, 3 there already");
    }
    assert_eq!(store(&sandbox).head().unwrap(), head);
    let kept = listed(&sandbox);
    assert_eq!(kept[0]["name"], "Łucja, Żółć");
    assert_eq!(
        kept[0]["level"], "junior",
        "an alias is recorded as the level's id"
    );
    assert_eq!(kept[2]["name"], "عمر \"O\" حداد");
    assert_eq!(kept[2]["contact"], "o@example.com");
}

#[test]
fn a_list_can_be_imported_again() {
    let sandbox = workspace();
    import(&sandbox, TABLE, &[]).exits(0);
    let listed = sandbox
        .run(&["candidate", "list", "--format", "csv"])
        .stdout;
    import(&sandbox, &listed, &[])
        .exits(0)
        .shows("3 there already");
}

#[test]
fn what_is_in_the_store_changes_only_with_update() {
    let sandbox = workspace();
    import(&sandbox, TABLE, &[]).exits(0);
    let more = "candidate,name,stage\nada,,debrief\nnew,New,\n";
    import(&sandbox, more, &[])
        .exits(65)
        .says("`ada` is in the store already, with another stage")
        .says("--update");
    let dry = import(&sandbox, more, &["--update", "--dry-run"]).exits(0);
    dry.shows("1 candidate would be added, 1 changed");
    assert_eq!(listed(&sandbox)[0]["stage"], "onsite");
    import(&sandbox, more, &["--update"])
        .exits(0)
        .shows("1 candidate added, 1 changed");
    let kept = listed(&sandbox);
    assert_eq!(kept[0]["stage"], "debrief");
    assert_eq!(kept[0]["name"], "Łucja, Żółć", "an empty cell says nothing");
}

#[test]
fn rows_without_a_rubric_take_the_usual_one() {
    let sandbox = workspace();
    let usual = ["--rubric", "baker", "--level", "L3", "--stage", "screen"];
    import(&sandbox, "candidate,level\nada,\nbob,senior\n", &usual).exits(0);
    let kept = listed(&sandbox);
    assert_eq!(kept[0]["level"], "junior");
    assert_eq!(kept[1]["level"], "senior");
    assert_eq!(
        (&kept[1]["rubric"], &kept[1]["stage"]),
        (&"baker".into(), &"screen".into())
    );
    import(&sandbox, "candidate\nx\n", &["--rubric", "bakr"])
        .exits(2)
        .says("`baker`");
    let other = "candidate,rubric\nzoe,backend-engineer\n";
    let found = import(&sandbox, other, &["--level", "L3"]).exits(65);
    assert_eq!(
        found.errors()[0].line(),
        "E011 2:1 the rubric `backend-engineer` has no level `L3`"
    );
}

/// Malformed tables: the name of the case, the text with a mark where each finding is due, the
/// findings, and words of advice.
const CASES: &[(&str, &str, &[&str], &str)] = &[
    (
        "empty",
        "«",
        &["E021 the file is empty"],
        "the first line names the columns",
    ),
    (
        "only line ends",
        "«\n\n\r\n",
        &["E021 the file is empty"],
        "the first line",
    ),
    (
        "nothing but separators",
        "«,\n , \n",
        &["E021 the file holds no rows, not even a header"],
        "the first line",
    ),
    (
        "a page",
        "\n«<!doctype html>\n<p>Sign in, please</p>\n",
        &["E021 the file is HTML or XML, not CSV"],
        "fetch the file again",
    ),
    (
        "JSON",
        "«[{\"candidate\": \"ada\"}]\n",
        &["E021 the file is JSON, not CSV"],
        "save it as CSV",
    ),
    (
        "ends of lines of old",
        "candidate,name«\rada,Ada\rbob,Bob\r",
        &["E021 the line ends in a carriage return alone"],
        "LF or CRLF",
    ),
    (
        "semicolons",
        "candidate«;name\nada;Ada\n",
        &["E021 the columns are separated by `;`, not by commas"],
        "CSV UTF-8",
    ),
    (
        "tabs",
        "candidate«\tname\nada\tAda\n",
        &["E021 the columns are separated by tabs, not by commas"],
        "CSV UTF-8",
    ),
    (
        "pipes",
        "candidate«|name\nada|Ada\n",
        &["E021 the columns are separated by `|`, not by commas"],
        "CSV UTF-8",
    ),
    (
        "a line for Excel first",
        "sep=«;\ncandidate;name\n",
        &["E021 the columns are separated by `;`, not by commas"],
        "CSV UTF-8",
    ),
    (
        "a quote that is never closed",
        "candidate,name\nada,«\"Ada\nbob,Bob\ncy,Cy\n",
        &["E021 the quote that opens here is never closed"],
        "close it",
    ),
    (
        "a quote that the next row closes",
        "candidate,name\nada,«\"Ada\nbob,\"Bob\"\n",
        &["E021 the quote that opens here is not closed on its line"],
        "this quote closes it",
    ),
    (
        "a quote within a quoted cell",
        "candidate,name\nada,\"Ada «\"Countess\" L\"\n",
        &["E021 text stands behind the quote that closes the cell"],
        "written twice",
    ),
    (
        "a file that was cut short",
        "candidate,name\nada,«\"Ada",
        &["E021 the quote that opens here is never closed"],
        "cut short",
    ),
    (
        "space before a quote",
        "candidate,name\nada,« \"Lovelace, Ada\"\n",
        &["E021 there is space before the quote that should begin the cell"],
        "right behind the comma",
    ),
    (
        "a quote in the header",
        "candidate,«\"name\nada,x\n",
        &["E021 the quote that opens here is never closed"],
        "close it",
    ),
    (
        "ragged rows",
        "candidate,name\nada«\nbob,Bob,«x\ncy,Cy\n",
        &[
            "E021 the row has 1 cell, and the header has 2",
            "E021 the row has 3 cells, and the header has 2",
        ],
        "stands in quotes",
    ),
    (
        "a cell over two lines",
        "candidate,name\nada,«\"Ada\nLovelace\"\n",
        &["E008 the cell goes on over the end of the line"],
        "same line",
    ),
    (
        "two columns of one name",
        "candidate,name,«name\nada,a,b\n",
        &["E022 two columns are called `name`"],
        "rename or remove",
    ),
    (
        "two columns that say the same",
        "candidate,contact,«email\nada,a,b\n",
        &["E022 `contact` and `email` say the same"],
        "keep one",
    ),
    (
        "a column without a name",
        "candidate,«,name\nada,x,y\n",
        &["E022 column 2 has no name"],
        "names every column",
    ),
    (
        "no column for the id",
        "«name,level\nAda,senior\n",
        &["E022 there is no column `candidate`; the header has `name`, `level`"],
        "calls the candidate by",
    ),
    (
        "no header",
        "«ada,Ada\nbob,Bob\n",
        &["E022 there is no column `candidate`; the header has `ada`, `Ada`"],
        "calls the candidate by",
    ),
    (
        "a column misspelt",
        "candidate,«nmae\nada,Ada\n",
        &["E022 candidates have no column `nmae`"],
        "did you mean `name`?",
    ),
    (
        "no id",
        "candidate,name\n«,Ada\n",
        &["E006 the row names no candidate"],
        "every row has an id",
    ),
    (
        "ids that are none",
        "candidate,name\n«Ada Lovelace,x\n«../etc/passwd,x\n«李雷,x\n",
        &[
            "E009 `Ada Lovelace` is not an id",
            "E009 `../etc/passwd` is not an id",
            "E009 `李雷` is not an id",
        ],
        "did you mean `ada-lovelace`?",
    ),
    (
        "two rows for one candidate",
        "candidate,name\nada,x\nbob,x\n«ada,y\n",
        &["E010 `ada` has two rows"],
        "the first is here",
    ),
    (
        "the very same row twice",
        "candidate,name\nada,x\n«ada,x\n",
        &["E010 `ada` has two rows"],
        "keep one",
    ),
    (
        "a rubric that nothing is called",
        "candidate,rubric\nada,«bakr\n",
        &["E011 there is no rubric `bakr`"],
        "did you mean `baker`?",
    ),
    (
        "levels that the rubric lacks",
        "candidate,rubric,level\nada,baker,«seniour\nbob,baker,«zzz\n",
        &[
            "E011 the rubric `baker` has no level `seniour`",
            "E011 the rubric `baker` has no level `zzz`",
        ],
        "levels: junior, senior",
    ),
    (
        "all at once",
        "candidate,name,«lvel\n«A B,x,\nada,\n",
        &[
            "E022 candidates have no column `lvel`",
            "E009 `A B` is not an id",
        ],
        "did you mean `level`?",
    ),
];

#[test]
fn what_is_wrong_with_a_table_is_said_for_what_it_is() {
    let sandbox = workspace();
    let mut wrong = Vec::new();
    for (name, marked, messages, help) in CASES {
        let (text, mut places) = unmark(marked);
        let mut messages = messages.to_vec();
        if *name == "all at once" {
            messages.push("E021 the row has 2 cells, and the header has 3");
            places.push("3:5".to_owned());
        }
        let run = import(&sandbox, text, &[]);
        if run.code != Some(65) || !run.stderr.contains("nothing was kept") {
            wrong.push(format!("{name}: {run:#?}"));
        }
        wrong.extend(mismatch(
            name,
            &run.errors(),
            &due(&messages, &places),
            (&run, help),
        ));
    }
    none_wrong(&wrong);
    assert!(!sandbox.path("kept.db").exists(), "nothing was kept");
    assert!(CASES.len() >= 20);
}

#[test]
fn what_is_no_text_is_said_for_what_it_is() {
    let sandbox = workspace();
    let utf16: Vec<u8> = "\u{feff}candidate,name\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let cases: &[(&[u8], &str)] = &[
        (
            b"PK\x03\x04\x14\0xl/workbook.xml",
            "1:1 the file is a ZIP archive or an office document",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "1:1 the file is an office document of the old kind",
        ),
        (&utf16, "1:1 the file is UTF-16"),
        (b"\x1f\x8b\x08", "1:1 the file is compressed with gzip"),
        (b"%PDF-1.7", "1:1 the file is a PDF"),
        (
            b"candidate,name\nada,Jos\xe9\n",
            "2:8 byte 0xe9 is not UTF-8 text",
        ),
        (
            b"candidate,name\nada,a\0b\n",
            "2:6 the file holds a NUL byte",
        ),
    ];
    for (bytes, due) in cases {
        let found = import(&sandbox, bytes, &[]).exits(65);
        let line = found.errors()[0].line();
        assert!(line.starts_with(&format!("E001 {due}")), "{line}");
        found.says("CSV UTF-8");
    }
    sandbox
        .run(&["candidate", "import", "none.csv"])
        .exits(66)
        .says("none.csv");
    sandbox
        .run(&["candidate", "import", "r"])
        .exits(66)
        .says("it is a folder");
}

#[test]
fn other_columns_are_left_out_and_named() {
    let sandbox = workspace();
    let found = import(&sandbox, "candidate,phone,name\nada,123,Ada\n", &[]).exits(0);
    assert_eq!(
        found.findings()[0].line(),
        "E022 1:11 candidates have no column `phone`"
    );
    assert_eq!(found.findings()[0].severity, "warning");
    assert_eq!(listed(&sandbox)[0]["name"], "Ada");
}

#[test]
fn many_rows_are_no_burden() {
    let sandbox = workspace();
    let rows: Vec<_> = (0..20_000)
        .map(|n| format!("c{n},Łucja {n},,L3,baker,\n"))
        .collect();
    let rows = rows.concat();
    let text = format!("candidate,name,contact,level,rubric,stage\n{rows}");
    import(&sandbox, text, &[])
        .exits(0)
        .shows("20000 candidates added");
}

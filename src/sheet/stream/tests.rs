use proptest::prelude::*;

use super::*;
use crate::diagnostic::place;
use crate::sheet::{MAX_COLUMNS, Separated};

/// Gives a few bytes at a time, as a pipe may.
struct Drops<'a>(&'a [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.1.min(into.len()).min(self.0.len());
        into[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

#[derive(Debug, Default, PartialEq)]
struct Found {
    header: Vec<String>,
    rows: Vec<(usize, Vec<String>)>,
    rejects: Vec<usize>,
    /// All bytes that were given.
    kept: Vec<u8>,
    /// As `E021 2:3 message`.
    findings: Vec<String>,
}

fn shown(finding: &Diagnostic, sources: &Sources) -> String {
    let place = place(finding.primary.span, sources);
    let place = place.strip_prefix("t.csv:").unwrap();
    format!("{} {place} {}", finding.code, finding.message)
}

fn read_in(bytes: &[u8], at_once: usize) -> Found {
    let mut sources = Sources::default();
    let mut found = Found::default();
    let result = read_into(bytes, at_once, &mut sources, &mut found);
    if let Err(Stop::Wrong(findings)) = result {
        let of = findings.iter().map(|finding| shown(finding, &sources));
        found.findings.extend(of);
    }
    found
}

fn read_into(
    bytes: &[u8],
    at_once: usize,
    sources: &mut Sources,
    found: &mut Found,
) -> Result<(), Stop> {
    let input = Drops(bytes, at_once.div_ceil(3));
    let mut stream = Stream::begin_at_once("t.csv", input, at_once, sources)?;
    found.header = stream
        .header()
        .iter()
        .map(|cell| cell.text.clone())
        .collect();
    let n_columns = found.header.len();
    found.kept = [stream.header_bytes(), stream.header_end()].concat();
    while let Some(taken) = stream.next_row(sources)? {
        match taken {
            Taken::Row(record) => {
                let cells = (0..n_columns).map(|column| record.cell(column).to_owned());
                found.rows.push((record.line(), cells.collect()));
                found
                    .kept
                    .extend([record.bytes(), record.line_end()].concat());
            }
            Taken::Reject(reject) => {
                let finding = reject.finding(sources);
                found.findings.push(shown(&finding, sources));
                found.rejects.push(reject.line());
                found
                    .kept
                    .extend([reject.bytes(), reject.line_end()].concat());
            }
        }
    }
    let findings = stream.finish();
    let of = findings.iter().map(|finding| shown(finding, sources));
    found.findings.extend(of);
    Ok(())
}

fn read(text: &str) -> Found {
    let found = read_in(text.as_bytes(), 16);
    let at_once = read_in(text.as_bytes(), 1 << 16);
    // What separates is told by what is read at once.
    if at_once.header == found.header {
        assert_eq!(found, at_once, "{text:?}");
    }
    at_once
}

#[test]
fn rows_come_as_they_stand() {
    let text = "\u{feff}id;name\r\n\r\n1;Łucja\r\n;\r\n2;\"said \"\"no\"\"\r\nand left\" \r\n3;\"x\";4\r\n5;\"李\"";
    let found = read(text);
    assert_eq!(found.header, ["id", "name"]);
    let due = [
        (3, ["1", "Łucja"]),
        (5, ["2", "said \"no\"\r\nand left"]),
        (8, ["5", "李"]),
    ];
    let rows: Vec<_> = found
        .rows
        .iter()
        .map(|(line, cells)| (*line, &cells[..]))
        .collect();
    assert_eq!(rows.len(), 3);
    for ((line, cells), (due_line, due_cells)) in rows.into_iter().zip(due) {
        assert_eq!(line, due_line);
        assert_eq!(cells, due_cells);
    }
    assert_eq!(found.rejects, [7]);
    assert_eq!(
        found.findings,
        ["E021 7:7 the row has 3 cells, and the header has 2"]
    );
    let due = text.replacen("\r\n\r\n", "\r\n", 1).replace(";\r\n2", "2");
    assert_eq!(String::from_utf8(found.kept).unwrap(), due);
}

#[test]
fn the_header_tells_the_separator() {
    let cases = [
        ("a,b\n1,2\n", Ok(Separator::Comma)),
        ("a;b\n1;2\n", Ok(Separator::Semicolon)),
        ("a\tb\n1\t2\n", Ok(Separator::Tab)),
        ("a\n1\n", Ok(Separator::Comma)),
        ("\"a,b\";c\n1;2\n", Ok(Separator::Semicolon)),
        (
            "id;salary, expected;ok\n1;5;yes\n2;6,5;no\n",
            Ok(Separator::Semicolon),
        ),
        ("id,\"a;b\",c\n1,2,3\n", Ok(Separator::Comma)),
        (
            "a,b;c\n",
            Err(
                "E021 1:1 the header has commas and `;`, and nothing tells which of them separates the columns",
            ),
        ),
        (
            "a,b;c\n1,2;3\n",
            Err(
                "E021 1:1 the header has commas and `;`, and nothing tells which of them separates the columns",
            ),
        ),
        (
            "\n sep=;\na;b\n",
            Err("E021 2:2 `sep=;` is for Excel alone and names no columns"),
        ),
        (
            "a|b\n1|2\n",
            Err("E021 1:2 the columns are separated by `|`, not by commas"),
        ),
    ];
    for (text, due) in cases {
        let mut sources = Sources::default();
        let begun = Stream::begin("t.csv", text.as_bytes(), &mut sources);
        match (begun, due) {
            (Ok(stream), Ok(due)) => assert_eq!(stream.separator(), due, "{text:?}"),
            (Err(Stop::Wrong(found)), Err(due)) => assert_eq!(shown(&found[0], &sources), due),
            (Ok(stream), due) => panic!("{text:?}: {:?}, {due:?}", stream.separator()),
            (Err(stop), due) => panic!("{text:?}: {stop:?}, {due:?}"),
        }
    }
}

/// Bytes, and what is found.
const FAULTS: &[(&[u8], &[&str])] = &[
    (
        b"a,b\n1,Jos\xe9\n2,x\n3,\"\xff\"\n",
        &[
            "E001 2:6 byte 0xe9 is not UTF-8 text",
            "E001 4:4 byte 0xff is not UTF-8 text",
        ],
    ),
    (b"a,b\n1,\0\n", &["E001 2:3 the file holds a NUL byte"]),
    (
        b"a,b\n1,\"\xff\n2,x\n",
        &["E021 2:3 the quote that opens here is never closed"],
    ),
    (
        b"PK\x03\x04,\"",
        &["E001 1:1 the file is a ZIP archive or an office document, not UTF-8"],
    ),
    (
        b"\xff\xfea\0,\0b\0\n\0",
        &["E001 1:1 the file is UTF-16, not UTF-8"],
    ),
    (b"a\0,\0b\0\n\0", &["E001 1:2 the file holds a NUL byte"]),
    (b"a,Jos\xe9\n", &["E001 1:6 byte 0xe9 is not UTF-8 text"]),
    (b"\n <p>\n", &["E021 2:2 the file is HTML or XML, not CSV"]),
    (
        b"\n,\n",
        &["E021 1:1 the file holds no rows, not even a header"],
    ),
    (b"\n\n", &["E021 1:1 the file is empty"]),
    (b"", &["E021 1:1 the file is empty"]),
    (
        b"a,b\n1,\"2\"\r3,4\n",
        &["E021 2:6 the line ends in a carriage return alone"],
    ),
    (
        b"a,b\n1,2\n3,\"x\ny\",,\n",
        &["E021 4:4 the row has 4 cells, and the header has 2"],
    ),
    (b"a,\n1,\n2,x\n", &["E022 1:3 column 2 has no name"]),
];

#[test]
fn what_is_wrong_is_said_for_what_it_is() {
    for (bytes, due) in FAULTS {
        for at_once in [16, 1 << 16] {
            let found = read_in(bytes, at_once);
            assert_eq!(found.findings, *due, "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}

#[test]
fn what_is_over_a_limit_does_not_fill_the_memory() {
    let large = "x".repeat(MAX_CELL + 1);
    let many = ",".repeat(MAX_RECORD + 1);
    let rows = "1,2\n".repeat(MAX_CELL / 2);
    let cases = [
        (
            format!("a,b\n1,{large}\n2,y\n"),
            "E002 2:3 the cell is larger than 1 MiB",
            1,
        ),
        (
            format!("a,b\n1,\"{large}\"\n2,y\n"),
            "E021 2:3 the quote that opens here is not closed within 1 MiB",
            0,
        ),
        (
            format!("a,b\n0,z\n1,\"2\n{rows}"),
            "E021 3:3 the quote that opens here is not closed within 1 MiB",
            1,
        ),
        (
            format!("a,b\n{many}\n"),
            "E002 2:1 the line is larger than 16 MiB",
            0,
        ),
        (
            format!("a,b\n\"1\"{many}\n"),
            "E002 2:1 the line is larger than 16 MiB",
            0,
        ),
        (
            format!("a,b\n{}\n2,y\n", "1".to_owned() + &many[..1000]),
            "E021 2:4 the row has 1001 cells, and the header has 2",
            1,
        ),
        (
            format!("a,b\n{}\n2,y\n", "1".to_owned() + &many[..100_000]),
            "E021 2:4 the row has 100001 cells, and the header has 2",
            1,
        ),
        (
            many[..MAX_COLUMNS].to_owned() + "x\n",
            "E021 1:1 the table has 10001 columns, more than 10000",
            0,
        ),
    ];
    for (text, due, n_rows) in cases {
        let found = read_in(text.as_bytes(), 1 << 16);
        assert_eq!(
            (found.findings, found.rows.len()),
            (vec![due.to_owned()], n_rows)
        );
    }
    let zeros = vec![0; MAX_RECORD + 5000];
    let found = read_in(&zeros, 1 << 16).findings;
    assert_eq!(found, ["E001 1:1 the file holds a NUL byte"]);
}

#[test]
fn cells_that_swallowed_rows_are_told_from_letters() {
    let swallowed = |text: &str| {
        let mut sources = Sources::default();
        let mut stream =
            Stream::begin("t.csv", text.as_bytes(), &mut sources).unwrap_or_else(|_| panic!());
        match stream.next_row(&mut sources) {
            Ok(Some(Taken::Row(record))) => record.swallowed(0).map(|it| (it.column, it.n_lines)),
            _ => panic!("{text}"),
        }
    };
    assert_eq!(swallowed("id,a,b\n1,\"x\n2,y,z\n3,y,\",z\n"), Some((1, 3)));
    assert_eq!(swallowed("id,a,b\n1,x,\"y\n2,u,v\"\n"), Some((2, 2)));
    assert_eq!(
        swallowed("id,a,b\n1,\"Dear all,\n\nI like bread, cakes, pies.\nAda\",z\n"),
        None
    );
    assert_eq!(swallowed("id,a,b\n1,\"x, y, z\",z\n"), None);
    assert_eq!(swallowed("id,a,b\n1,2,3\n"), None);
}

/// What the whole-text reader makes of the same.
fn whole(text: &str) -> (Option<super::super::Sheet>, Vec<String>) {
    let mut sources = Sources::default();
    let bytes = text.as_bytes().to_vec();
    let (sheet, found) = super::super::read("t.csv", bytes, Separated::BY_COMMAS, &mut sources);
    let found = found.iter().map(|finding| shown(finding, &sources));
    (sheet, found.collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Both readers find the same rows on the same lines, and the same things wrong.
    #[test]
    fn both_readers_agree(text in "(id,a\r?\n)?[ax,\"\r\n é\u{feff}]{0,60}", at_once in 1usize..40) {
        // Before the text of a line a carriage return is read with the line end by one reader, and
        // is alone to the other.
        let mut before = text.trim_start_matches('\u{feff}').split('\n').map(|line| line.trim_end_matches('\r'));
        prop_assume!(!text.starts_with("\u{feff}\u{feff}"), "two marks are columns to one of them");
        prop_assume!(!before.any(|line| line.starts_with('\r')));
        let (sheet, mut due) = whole(&text);
        let mut found = read_in(text.as_bytes(), at_once);
        if due.iter().any(|line| line.contains("two columns")) {
            prop_assert!(due.contains(&found.findings[0]), "{:?}", found.findings);
            return Ok(());
        }
        // Where reading ends early, what is known only at the end is not said.
        due.retain(|line| !line.contains("has no name") || found.findings.contains(line));
        due.sort();
        found.findings.sort();
        prop_assert_eq!(&found.findings, &due);
        let sheet = sheet.map(|sheet| {
            let rows = sheet.rows.into_iter().map(|row| {
                (row.line, row.cells.into_iter().map(|cell| cell.text).collect::<Vec<_>>())
            });
            rows.collect::<Vec<_>>()
        });
        prop_assert_eq!(found.rows, sheet.unwrap_or_default());
    }

    /// Every byte of a sound table that is no blank line comes out.
    #[test]
    fn every_byte_is_kept(cells in prop::collection::vec(("\\PC{0,9}", "\\PC{0,9}"), 1..9), crlf: bool) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["one", "two"]).unwrap();
        for (one, other) in &cells {
            writer.write_record([&format!("x{one}"), other]).unwrap();
        }
        let mut bytes = writer.into_inner().unwrap();
        if crlf {
            bytes = String::from_utf8(bytes).unwrap().replace('\n', "\r\n").into_bytes();
        }
        let found = read_in(&bytes, 32);
        prop_assert_eq!(&found.kept, &bytes);
        prop_assert_eq!(found.rows.len(), cells.len());
    }
}

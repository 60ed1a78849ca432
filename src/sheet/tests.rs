use proptest::prelude::*;

use super::*;
use crate::diagnostic::place;

fn read_as(bytes: &[u8], by: Separator) -> (Option<Sheet>, Vec<String>) {
    let mut sources = Sources::default();
    let separated = Separated {
        by,
        ..Separated::BY_COMMAS
    };
    let (sheet, found) = read("t.csv", bytes.to_vec(), separated, &mut sources);
    let findings = found.iter().map(|finding| {
        let place = place(finding.primary.span, &sources);
        let place = place.strip_prefix("t.csv:").unwrap();
        format!("{} {place} {}", finding.code, finding.message)
    });
    (sheet, findings.collect())
}

fn texts(row: &Row) -> Vec<String> {
    row.cells.iter().map(|cell| cell.text.clone()).collect()
}

/// Reads a text: the rows, and the findings as `E021 2:3 message`.
fn read_text(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let (sheet, found) = read_as(text.as_bytes(), Separator::Comma);
    let rows = sheet.map_or_else(Vec::new, |sheet| sheet.rows);
    (rows.iter().map(texts).collect(), found)
}

/// The rows of a sound text, each with its line.
fn lines(text: &str) -> Vec<(usize, Vec<String>)> {
    let (sheet, found) = read_as(text.as_bytes(), Separator::Comma);
    assert_eq!(found, [""; 0], "{text:?}");
    let rows = sheet.unwrap().rows;
    rows.iter().map(|row| (row.line, texts(row))).collect()
}

#[test]
fn what_spreadsheets_write_is_read() {
    let expected = [vec!["ada", "Łucja, Ż"], vec!["li", "said \"no\"\nand left"]];
    for text in [
        "id,name\nada,\"Łucja, Ż\"\nli,\"said \"\"no\"\"\nand left\"\n",
        "\u{feff}id,name\nada,\"Łucja, Ż\"\n\n,\nli,\"said \"\"no\"\"\nand left\"",
        "\n , \n\"\",\nid , name\nada,\"Łucja, Ż\" \nli,\"said \"\"no\"\"\nand left\"\n",
    ] {
        let (rows, found) = read_text(text);
        assert_eq!(found, [""; 0], "{text}");
        assert_eq!(rows, expected, "{text}");
    }
    let (rows, found) = read_text("id,name\r\nada,\"x\r\ny\"\r\n\r\nli,z\r\n");
    assert_eq!(found, [""; 0]);
    assert_eq!(rows, [["ada", "x\r\ny"], ["li", "z"]]);
    let (rows, found) = read_text("id,name\r\r\nada,x\r\r\nli,y\r");
    assert_eq!(found, [""; 0], "line ends that were made twice");
    assert_eq!(rows, [["ada", "x"], ["li", "y"]]);
}

#[test]
fn rows_come_as_they_stand_with_their_lines() {
    let text = "\u{feff} id ,name\r\n1,\"Żółć, \"\"Ł\"\"\r\nLuca\"\r\n\r\n,\r\n2,'=1+1\r\n3, 李 \n4,\" x \"  ";
    let expected = [
        (2, "1", "Żółć, \"Ł\"\r\nLuca"),
        (6, "2", "'=1+1"),
        (7, "3", " 李 "),
        (8, "4", " x "),
    ];
    let expected = expected.map(|(line, id, name)| (line, vec![id.to_owned(), name.to_owned()]));
    assert_eq!(lines(text), expected);
    let (sheet, _) = read_as(text.as_bytes(), Separator::Comma);
    let sheet = sheet.unwrap();
    assert_eq!(sheet.names().collect::<Vec<_>>(), ["id", "name"]);
    assert_eq!(sheet.rows[2].cells[1].word(), "李");
}

#[test]
fn line_ends_and_blank_lines_move_no_line() {
    for end in ["\n", "\r\n"] {
        let text = ["a,b", "", "1,2", "", "", "\"3", "4\",5", "6,7"].join(end);
        let lines: Vec<_> = lines(&text).into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines, [3, 6, 8], "{end:?}");
    }
}

#[test]
fn other_separators_are_read_where_told() {
    let (sheet, found) = read_as(b"a;b\n1,5;2\n", Separator::Semicolon);
    assert_eq!(found, [""; 0]);
    assert_eq!(texts(&sheet.unwrap().rows[0]), ["1,5", "2"]);
    let (sheet, _) = read_as("a\tb\nŁ\t\"x\ty\"\n".as_bytes(), Separator::Tab);
    assert_eq!(texts(&sheet.unwrap().rows[0]), ["Ł", "x\ty"]);
    for (text, by, due) in [
        (
            "a,b\n",
            Separator::Tab,
            "E021 1:2 the columns are separated by commas, not by tabs",
        ),
        (
            "a,b\n",
            Separator::Semicolon,
            "E021 1:2 the columns are separated by commas, not by `;`",
        ),
        (
            "a;b\n1; \"2\"\n",
            Separator::Semicolon,
            "E021 2:3 there is space before the quote that should begin the cell",
        ),
    ] {
        assert_eq!(read_as(text.as_bytes(), by).1, [due]);
    }
    let (_, found) = read_as(b"\"a;b\"\n\"1\"\n", Separator::Comma);
    assert_eq!(found, [""; 0], "what stands in quotes separates nothing");
}

#[test]
fn quotes_inside_a_plain_cell_are_letters() {
    assert_eq!(lines("a,b\n5\" nail,6\"\n")[0].1, ["5\" nail", "6\""]);
}

#[test]
fn columns_without_a_name_and_content_do_no_harm() {
    let (sheet, found) = read_as(b"a,b,,\n1,2, ,\n", Separator::Comma);
    assert_eq!(found, [""; 0]);
    let sheet = sheet.unwrap();
    assert_eq!(sheet.header.len(), 4);
    assert_eq!(sheet.names().collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn cells_know_their_place() {
    let text = "\u{feff}id,name\r\n\r\nłu,\"a\n\"\"b\"\"\" \r\nx,  y \n";
    let (sheet, _) = read_as(text.as_bytes(), Separator::Comma);
    let at = |span: Span| text[span.start..span.end].to_owned();
    let sheet = sheet.unwrap();
    let header: Vec<_> = sheet.header.iter().map(|cell| at(cell.span)).collect();
    assert_eq!(header, ["id", "name"]);
    assert_eq!(at(sheet.at), "id,name");
    assert_eq!(at(sheet.rows[0].at), "łu,\"a\n\"\"b\"\"\" ");
    assert_eq!(at(sheet.rows[1].cells[1].span), "  y ");
    assert_eq!(sheet.column("name"), Some(1));
    assert_eq!(sheet.column("Name"), None);
}

/// Texts, and what is found in each.
const FAULTS: &[(&str, &[&str])] = &[
    ("", &["E021 1:1 the file is empty"]),
    ("\n\n", &["E021 1:1 the file is empty"]),
    (
        "id;name\na;b\n",
        &["E021 1:3 the columns are separated by `;`, not by commas"],
    ),
    (
        "id\tname\na\tb\n",
        &["E021 1:3 the columns are separated by tabs, not by commas"],
    ),
    (
        "id,name\nada,x\nli,\"open\nbo,y\n",
        &["E021 3:4 the quote that opens here is never closed"],
    ),
    (
        "id,name\nada,\"open\nbo,\"y\"\n",
        &["E021 2:5 the quote that opens here is not closed on its line"],
    ),
    (
        "id,name\nada,\"5\" disk\"\n",
        &["E021 2:7 text stands behind the quote that closes the cell"],
    ),
    (
        "id,name\nada, \"x, y\"\n",
        &["E021 2:5 there is space before the quote that should begin the cell"],
    ),
    (
        "id,name\nada\nbo,x,y,z\nli,y\n",
        &[
            "E021 2:4 the row has 1 cell, and the header has 2",
            "E021 3:6 the row has 4 cells, and the header has 2",
        ],
    ),
    (
        "id,name,id,\na,b,c,d\n",
        &[
            "E022 1:9 two columns are called `id`",
            "E022 1:12 column 4 has no name",
        ],
    ),
    ("id,na\0me\n", &["E001 1:6 the file holds a NUL byte"]),
    (
        "PK\u{3}\u{4}xl/worksheets",
        &["E001 1:1 the file is a ZIP archive or an office document, not UTF-8"],
    ),
    (
        "\"id\n",
        &["E021 1:1 the quote that opens here is never closed"],
    ),
    ("\u{feff}\u{feff}", &["E021 1:1 the file is empty"]),
    (
        "\n\r\n , \n",
        &["E021 1:1 the file holds no rows, not even a header"],
    ),
    (
        "a|b\n1|2\n",
        &["E021 1:2 the columns are separated by `|`, not by commas"],
    ),
    (
        "\"a\";\"b\"\n",
        &["E021 1:4 the columns are separated by `;`, not by commas"],
    ),
    (
        "a,b\n1,2\n\n\"x\ny\",2,3\n",
        &["E021 5:6 the row has 3 cells, and the header has 2"],
    ),
    (
        "a,b\n1\n2,3\n4\n",
        &[
            "E021 2:2 the row has 1 cell, and the header has 2",
            "E021 4:2 the row has 1 cell, and the header has 2",
        ],
    ),
    (
        "a,b\n1,\"2\n3,4",
        &["E021 2:3 the quote that opens here is never closed"],
    ),
    (
        "a,\"b\n",
        &["E021 1:3 the quote that opens here is never closed"],
    ),
    (
        "a,b\n1,\"\"\"\n",
        &["E021 2:3 the quote that opens here is never closed"],
    ),
    (
        "a,b\n\"",
        &["E021 2:1 the quote that opens here is never closed"],
    ),
    (
        "a,b\n\"1\"x,2\n",
        &["E021 2:3 text stands behind the quote that closes the cell"],
    ),
    (
        "a,b\n\"1,2\n\"3\",4\n",
        &["E021 2:1 the quote that opens here is not closed on its line"],
    ),
    ("a,b, a \n1,2,3\n", &["E022 1:5 two columns are called `a`"]),
    ("a,,c\n1,2,3\n", &["E022 1:3 column 2 has no name"]),
    (
        "\n<!doctype html>",
        &["E021 2:1 the file is HTML or XML, not CSV"],
    ),
    ("[{\"a\": 1}]", &["E021 1:1 the file is JSON, not CSV"]),
    (
        "a,b\r1,2\r",
        &["E021 1:4 the line ends in a carriage return alone"],
    ),
    (
        "a,b\n1,2\r3,4\n",
        &["E021 2:4 the line ends in a carriage return alone"],
    ),
];

#[test]
fn what_is_wrong_is_said_for_what_it_is() {
    for (text, due) in FAULTS {
        assert_eq!(read_text(text).1, *due, "{text:?}");
    }
}

#[test]
fn what_is_no_text_is_said_for_what_it_is() {
    let cases: &[(&[u8], &str)] = &[
        (b"a,b\n1,Jos\xe9\n", "E001 2:6 byte 0xe9 is not UTF-8 text"),
        (b"\xff\xfea\0,\0", "E001 1:1 the file is UTF-16, not UTF-8"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "E001 1:1 the file is an office document of the old kind, not UTF-8",
        ),
        (
            b"\x1f\x8b\x08",
            "E001 1:1 the file is compressed with gzip, not UTF-8",
        ),
        (b"%PDF-1.7", "E001 1:1 the file is a PDF, not UTF-8"),
    ];
    for (bytes, due) in cases {
        let (sheet, found) = read_as(bytes, Separator::Comma);
        assert_eq!(found, [*due]);
        assert_eq!(sheet, None);
    }
}

#[test]
fn what_is_over_a_limit_is_one_finding() {
    let wide = format!("a,b\n1,{}\n", "x".repeat(MAX_CELL + 1));
    let broad = format!("a{}\n", ",".repeat(MAX_COLUMNS));
    let long_row = format!("a,b\n1{}\n2\n", ",".repeat(1_000_000));
    let cases = [
        (wide, "E002 2:3 the cell is larger than 1 MiB"),
        (
            broad,
            "E021 1:1 the table has 10001 columns, more than 10000",
        ),
        (
            ",".repeat(MAX_COLUMNS),
            "E021 1:1 the file holds no rows, not even a header",
        ),
        (
            long_row,
            "E021 2:4 the row has 1000001 cells, and the header has 2",
        ),
        (
            "x".repeat(MAX_BYTES + 1),
            "E002 1:1 the file is larger than 64 MiB",
        ),
    ];
    for (text, due) in cases {
        assert_eq!(read_text(&text).1, [due]);
    }
    let names = "a,".repeat(MAX_COLUMNS - 1) + "a\n";
    assert_eq!(read_text(&names).1.len(), MAX_NAMES);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever the text is, no cell claims a place that is not there.
    #[test]
    fn every_place_is_in_the_text(text in "[a,\"\r\n é;]{0,60}") {
        let mut sources = Sources::default();
        let bytes = text.as_bytes().to_vec();
        let (sheet, found) = read("t.csv", bytes, Separated::BY_COMMAS, &mut sources);
        prop_assert!(sheet.is_some() || !found.is_empty());
        let cells = sheet.iter().flat_map(|sheet| {
            sheet.header.iter().chain(sheet.rows.iter().flat_map(|row| &row.cells))
        });
        for span in cells.map(|cell| cell.span).chain(found.iter().map(|f| f.primary.span)) {
            prop_assert!(text.get(span.start..span.end).is_some());
        }
    }

    /// What the csv crate writes is read as it was.
    #[test]
    fn what_is_written_is_read(cells in prop::collection::vec(
        ("\\PC{0,6}[\"\r\n,;]?\\PC{0,3}", "[a-z]{1,3}"), 1..6,
    )) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["one", "two"]).unwrap();
        for (one, other) in &cells {
            writer.write_record([one, other]).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let (read, found) = read_text(&text);
        prop_assert_eq!(found, Vec::<String>::new());
        let due: Vec<_> = cells.into_iter().map(|(one, other)| vec![one, other]).collect();
        prop_assert_eq!(read, due);
    }
}

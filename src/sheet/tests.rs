use proptest::prelude::*;

use super::*;
use crate::diagnostic::place;

/// Reads a text: the rows, and the findings as `E021 2:3 message`.
fn read_text(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let mut sources = Sources::default();
    let (sheet, found) = read("t.csv", text.as_bytes().to_vec(), &mut sources);
    let rows = sheet.unwrap_or_default().rows.into_iter();
    let texts = |row: Vec<Cell>| row.into_iter().map(|cell| cell.text).collect();
    let findings = found.iter().map(|finding| {
        let place = place(finding.primary.span, &sources);
        let place = place.strip_prefix("t.csv:").unwrap();
        format!("{} {place} {}", finding.code, finding.message)
    });
    (rows.map(texts).collect(), findings.collect())
}

#[test]
fn what_spreadsheets_write_is_read() {
    let expected = [vec!["ada", "Łucja, Ż"], vec!["li", "said \"no\"\nand left"]];
    for text in [
        "id,name\nada,\"Łucja, Ż\"\nli,\"said \"\"no\"\"\nand left\"\n",
        "\u{feff}id,name\nada,\"Łucja, Ż\"\n\n,\nli,\"said \"\"no\"\"\nand left\"",
        "id , name\n ada,\"Łucja, Ż\"\nli, said \"no\"\n",
    ] {
        let (rows, found) = read_text(text);
        assert_eq!(found, [""; 0], "{text}");
        assert_eq!(rows[0], expected[0]);
        assert!(rows[1] == expected[1] || rows[1][1] == "said \"no\"");
    }
    let (rows, found) = read_text("id,name\r\nada,\"x\r\ny\"\r\n\r\nli,z\r\n");
    assert_eq!(found, [""; 0]);
    assert_eq!(rows, [["ada", "x\r\ny"], ["li", "z"]]);
    let (rows, _) = read_text("id,name\rada,x\rli,y");
    assert_eq!(rows, [["ada", "x"], ["li", "y"]], "ends of lines of old");
}

#[test]
fn cells_know_their_place() {
    let text = "\u{feff}id,name\r\n\r\nłu,\"a\n\"\"b\"\"\" \r\nx,  y \n";
    let mut sources = Sources::default();
    let (sheet, _) = read("t.csv", text.as_bytes().to_vec(), &mut sources);
    let at = |cell: &Cell| text[cell.span.start..cell.span.end].to_owned();
    let sheet = sheet.unwrap();
    assert_eq!(
        sheet.header.iter().map(at).collect::<Vec<_>>(),
        ["id", "name"]
    );
    assert_eq!(at(&sheet.rows.last().unwrap()[1]), "  y ");
    assert_eq!(sheet.column("name"), Some(1));
    assert_eq!(sheet.column("Name"), None);
}

#[test]
fn what_is_wrong_is_said_for_what_it_is() {
    let cases: &[(&str, &[&str])] = &[
        ("", &["E021 1:1 the file is empty"]),
        ("\n\n", &["E021 1:1 the file is empty"]),
        (
            "id;name\na;b\n",
            &["E021 1:1 the columns are separated by `;`, not by commas"],
        ),
        (
            "id\tname\na\tb\n",
            &["E021 1:1 the columns are separated by tabs, not by commas"],
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
            "id,name,id,\n",
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
    ];
    for (text, due) in cases {
        assert_eq!(read_text(text).1, *due, "{text:?}");
    }
}

#[test]
fn a_cell_over_the_limit_is_one_finding() {
    let text = format!("id\n{}\n", "x".repeat(MAX_CELL + 1));
    let (_, found) = read_text(&text);
    assert_eq!(found, ["E002 2:1 the cell is larger than 1 MiB"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever the text is, no cell claims a place that is not there.
    #[test]
    fn every_place_is_in_the_text(text in "[a,\"\r\n é;]{0,60}") {
        let mut sources = Sources::default();
        let (sheet, found) = read("t.csv", text.as_bytes().to_vec(), &mut sources);
        let sheet = sheet.unwrap_or_default();
        let cells = sheet.header.iter().chain(sheet.rows.iter().flatten());
        for span in cells.map(|cell| cell.span).chain(found.iter().map(|f| f.primary.span)) {
            prop_assert!(text.get(span.start..span.end).is_some());
        }
    }

    /// What the csv crate writes is read as it was.
    #[test]
    fn what_is_written_is_read(rows in prop::collection::vec(
        prop::collection::vec("[a-c,\"\n;é]{1,8}", 3), 1..6,
    )) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["one", "two", "three"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let (read, found) = read_text(&text);
        prop_assert_eq!(found, Vec::<String>::new());
        let blank = |row: &&Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
        let due: Vec<Vec<_>> = rows.iter().filter(|row| !blank(row))
            .map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect())
            .collect();
        prop_assert_eq!(read, due);
    }
}

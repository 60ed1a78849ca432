//! Tables as Excel opens them, by the settings of the system that it runs on.

use super::agreed;
use crate::panel::{Card, packet, rubric, sandbox};
use crate::sandbox::Sandbox;

const CRITERIA: [(&str, &str); 2] = [("a", "weight = 2.5"), ("b", "")];

/// A candidate with a fair score of 2.5 whose evidence has separators, quotes and lines in it.
fn panel() -> Sandbox {
    let mut cards = agreed(1, &[("a", "2"), ("b", "3")]);
    cards.push(Card::new("Łucja;李雷", &[("a", "3"), ("b", "4")]));
    "1.5; \"so\", she said\r\n=1+1".clone_into(&mut cards[1].scores[0].2);
    sandbox(&rubric(2, &CRITERIA, ""), &cards)
}

/// A table's rows as a spreadsheet with such a list separator reads them.
fn read(text: &str, separator: u8) -> Vec<Vec<String>> {
    let text = text
        .strip_prefix('\u{feff}')
        .expect("a byte-order mark comes first");
    assert!(!text.contains('\u{feff}'), "one mark is enough");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.expect("every row has as many cells");
        row.iter().map(str::to_owned).collect()
    });
    rows.collect()
}

#[test]
fn a_mark_comes_before_the_same_table() {
    for shape in ["--long", "--wide"] {
        let plain = packet(&panel(), &[shape]).exits(0).stdout;
        for excel in ["--excel", "--excel=comma"] {
            let marked = packet(&panel(), &[shape, excel]).exits(0).stdout;
            assert_eq!(marked, format!("\u{feff}{plain}"));
        }
    }
    let alone = packet(&panel(), &["--excel"]).exits(0).stdout;
    let long = packet(&panel(), &["--long", "--excel"]).exits(0).stdout;
    assert_eq!(alone, long, "--excel asks for CSV");
}

#[test]
fn semicolons_stand_between_cells_and_commas_in_numbers_alone() {
    for shape in ["--long", "--wide"] {
        let plain = packet(&panel(), &[shape, "--excel"]).exits(0).stdout;
        let plain = read(&plain, b',');
        let text = packet(&panel(), &[shape, "--excel=semicolon"])
            .exits(0)
            .stdout;
        let spelt = read(&text, b';');
        assert_eq!((spelt.len(), &spelt[0]), (plain.len(), &plain[0]));
        let mut n_spelt = 0;
        for (row, same) in spelt.iter().zip(&plain).skip(1) {
            for ((cell, before), column) in row.iter().zip(same).zip(&plain[0]) {
                let is_decimal = before.parse::<f64>().is_ok() && before.contains('.');
                if is_decimal {
                    n_spelt += 1;
                    assert_eq!(cell, &before.replace('.', ","), "{column}");
                } else {
                    assert_eq!(cell, before, "{column}");
                }
            }
        }
        assert!(n_spelt > 0, "{text}");
    }
}

#[test]
fn it_is_for_csv() {
    for format in ["json", "md", "pdf"] {
        let run = packet(&panel(), &["--excel", "--format", format, "-o", "x"]);
        run.exits(2).shows_nothing().says("are for --format csv");
    }
    let run = packet(&panel(), &["--excel=tab"]);
    run.exits(2).shows_nothing().says("tab");
}

#[test]
fn exports_can_be_for_excel_too() {
    let sandbox = panel();
    let submit = ["submit", "cards", "--rubric", "r.toml", "--store", "s.db"];
    sandbox.run(&submit).exits(0);
    for (what, more) in [
        ("scores", "--wide"),
        ("scores", "--long"),
        ("panels", "-q"),
        ("audit", "-q"),
    ] {
        let args = [
            "--as",
            "hr",
            "export",
            what,
            more,
            "--store",
            "s.db",
            "--excel=semicolon",
        ];
        let text = sandbox.run(&args).exits(0).stdout;
        let rows = read(&text, b';');
        assert!(rows.len() > 1 && rows[0].len() > 3, "{what} {more}: {text}");
    }
    let args = [
        "--as", "hr", "export", "audit", "--store", "s.db", "--excel", "--bom", "-o", "a.csv",
    ];
    sandbox.run(&args).exits(0);
    assert_eq!(sandbox.read("a.csv").matches('\u{feff}').count(), 1);
}

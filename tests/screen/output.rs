//! What is written: the input's bytes with the answer behind them, in place as a whole or not.

use std::fs;

use proptest::prelude::*;

use super::{sandbox, screen};

/// Names in many scripts, one of them in both normal forms.
const TABLE: &str = "candidate,name,papers\n\
    lucja,Łucja Żółć,yes\n\
    thi-anh,Thị Ánh,\"yes\"\n\
    li-lei,李雷,no\n\
    omar,\"عمر \"\"O\"\" حداد\",yes\n\
    jose-1,Jos\u{e9},yes\n\
    jose-2,Jose\u{301},maybe\n\
    emoji,👩🏽‍🍳,yes\n";

/// The output's lines, each up to the cells that were added.
fn without_added(output: &str) -> String {
    let lines = output.lines().map(|line| {
        let outcomes = [",advance,", ",review,", ",decline,", ",outcome,"];
        let at = outcomes.iter().filter_map(|word| line.find(word)).min();
        format!("{}\n", &line[..at.unwrap_or_else(|| panic!("{line}"))])
    });
    lines.collect()
}

#[test]
fn names_in_every_script_come_out_as_they_went_in() {
    let sandbox = sandbox();
    let run = screen(&sandbox, TABLE, &["-o", "o.csv"]).exits(0);
    run.shows("rows read")
        .says("read a.csv: 7 rows, separated by commas")
        .says("wrote o.csv");
    let output = sandbox.read("o.csv");
    assert_eq!(without_added(&output), TABLE);
    assert!(output.starts_with("candidate,name,papers,outcome,knockout,reason,cell\n"));
    assert!(output.contains("\nlucja,Łucja Żółć,yes,advance,,,\n"));
    assert!(output.contains("\nli-lei,李雷,no,decline,papers,"));
    assert!(output.contains("\njose-2,Jose\u{301},maybe,review,papers,"));
}

#[test]
fn marks_line_ends_quotes_and_separators_are_kept() {
    let sandbox = sandbox();
    let table =
        "\u{feff}\"candidate\";name;papers\r\n\r\nada;\"Ada; L\";yes\r\nbo;\"B\r\no\";\"no\"";
    screen(&sandbox, table, &["-o", "o.csv"])
        .exits(0)
        .says("2 rows, separated by `;`, 1 blank line left out");
    let output = sandbox.read("o.csv");
    let lines: Vec<_> = output.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\u{feff}\"candidate\";name;papers;outcome;knockout;reason;cell"
    );
    assert_eq!(lines[1], "ada;\"Ada; L\";yes;advance;;;");
    assert_eq!(lines[2], "bo;\"B");
    assert!(
        lines[3].starts_with("o\";\"no\";decline;papers;"),
        "{output}"
    );
    assert_eq!(lines.len(), 4, "the last row has no line end, as before");
}

#[test]
fn tabs_are_kept_too() {
    let sandbox = sandbox();
    screen(&sandbox, "candidate\tpapers\nada\tyes\n", &["-o", "o.csv"])
        .exits(0)
        .says("separated by tabs");
    let output = sandbox.read("o.csv");
    assert_eq!(output.lines().nth(1), Some("ada\tyes\tadvance\t\t\t"));
}

#[test]
fn a_header_alone_is_no_application() {
    let sandbox = sandbox();
    for table in ["candidate,papers\n", "candidate,papers"] {
        let run = screen(&sandbox, table, &["-o", "o.csv", "--format", "json"]).exits(0);
        let summary: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!(
            (&summary["read"], &summary["adds_up"]),
            (&0.into(), &true.into())
        );
        let header = "candidate,papers,outcome,knockout,reason,cell";
        assert_eq!(sandbox.read("o.csv").trim_end(), header);
    }
}

#[test]
fn hostile_cells_do_no_harm() {
    let sandbox = sandbox();
    let cell = "=cmd|' /C calc'!A0";
    let table = format!(
        "candidate,name,papers\nada,x,\"{cell}\"\nbo,x,\u{1b}[31mred\ncy,x,\u{202e}sey\n-1+2,x,yes\n"
    );
    let run = screen(&sandbox, &table, &["-o", "o.csv"]).exits(0);
    assert!(!run.stdout.contains(['\u{1b}', '\u{202e}']) && !run.stderr.contains('\u{1b}'));
    let output = sandbox.read("o.csv");
    // What the table held is as it was; what is added begins no formula and holds no escape.
    for (line, before) in output.lines().skip(1).zip(table.lines().skip(1)) {
        let added = line.strip_prefix(before).unwrap();
        assert!(!added.contains(['\u{1b}', '\u{202e}']), "{line:?}");
        for cell in added.split(',') {
            let cell = cell.trim_start_matches('"');
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{line:?}");
        }
    }
}

#[test]
fn rows_go_to_stdout_and_the_summary_beside_them() {
    let sandbox = sandbox();
    let run = screen(&sandbox, TABLE, &["-o", "-"])
        .exits(0)
        .says("rows read");
    assert_eq!(without_added(&run.stdout), TABLE);
    screen(&sandbox, TABLE, &["-o", "o.csv"]).exits(0);
    assert_eq!(run.stdout, sandbox.read("o.csv"));
    let piped = sandbox
        .sh("cat a.csv | \"$PANELKIT\" screen r.toml - -o -")
        .exits(0);
    assert_eq!(piped.stdout, run.stdout);
    screen(&sandbox, TABLE, &["-o", "-", "--format", "json"])
        .exits(2)
        .says("would run into them");
    let quiet = screen(&sandbox, TABLE, &[]).exits(0);
    quiet.says("no rows were written: -o FILE writes each with its outcome");
}

#[test]
fn a_reader_who_leaves_and_a_full_device_are_told_apart() {
    let sandbox = sandbox();
    let rows = "ada,Ada,yes\n".repeat(50_000);
    sandbox.write("a.csv", format!("candidate,name,papers\n{rows}"));
    let script =
        "{ \"$PANELKIT\" screen r.toml a.csv -o -; echo $? > code; } | head -1; cat code >&2";
    let run = sandbox.sh(script).exits(0);
    assert_eq!(run.stderr.lines().last(), Some("0"));
    sandbox
        .sh("\"$PANELKIT\" screen r.toml a.csv -o - > /dev/full")
        .exits(74)
        .says("the disk is full");
    sandbox
        .sh("\"$PANELKIT\" screen r.toml a.csv -o /dev/full")
        .exits(74)
        .says("the disk is full");
    sandbox
        .sh("\"$PANELKIT\" screen r.toml a.csv -o /dev/null")
        .exits(0);
}

#[test]
#[cfg(target_os = "linux")]
fn a_limit_on_files_leaves_the_target_as_it_was() {
    let sandbox = sandbox();
    let rows: Vec<_> = (0..50_000).map(|n| format!("c{n},Łucja,yes\n")).collect();
    let rows = rows.concat();
    sandbox.write("a.csv", format!("candidate,name,papers\n{rows}"));
    sandbox.write("o.csv", "before");
    sandbox
        .sh("ulimit -f 400; \"$PANELKIT\" screen r.toml a.csv -o o.csv")
        .exits(74)
        .says("larger than the limit");
    assert_eq!(sandbox.read("o.csv"), "before");
    assert_eq!(sandbox.files(), ["a.csv", "o.csv", "r.toml"]);
}

#[test]
#[cfg(unix)]
fn what_is_read_is_not_written_over() {
    let sandbox = sandbox();
    sandbox.write("a.csv", TABLE);
    fs::create_dir(sandbox.path("d")).unwrap();
    fs::hard_link(sandbox.path("a.csv"), sandbox.path("hard.csv")).unwrap();
    std::os::unix::fs::symlink("a.csv", sandbox.path("soft.csv")).unwrap();
    std::os::unix::fs::symlink("../a.csv", sandbox.path("d/far.csv")).unwrap();
    std::os::unix::fs::symlink("new.csv", sandbox.path("to-new.csv")).unwrap();
    let before = sandbox.files();
    let refused = [
        "a.csv -o a.csv",
        "a.csv -o ./d/../a.csv",
        "a.csv -o hard.csv",
        "a.csv -o soft.csv",
        "soft.csv -o hard.csv",
        "a.csv -o d/far.csv",
        "a.csv --rejects soft.csv",
        "a.csv -o r.toml",
        "a.csv -o new.csv --rejects new.csv",
        "a.csv -o new.csv --rejects d/../new.csv",
        "a.csv -o new.csv --rejects to-new.csv",
        "- -o a.csv < a.csv",
        "a.csv -o - >> a.csv",
        "a.csv --rejects -",
    ];
    for args in refused {
        let run = sandbox
            .sh(&format!("\"$PANELKIT\" screen r.toml {args}"))
            .exits(2);
        assert!(
            args.ends_with("--rejects -") || run.stderr.contains("are the same file"),
            "{run:#?}"
        );
        assert_eq!(sandbox.files(), before, "{args}");
        assert_eq!(sandbox.read("a.csv"), TABLE, "{args}");
    }
    sandbox
        .sh("\"$PANELKIT\" screen r.toml a.csv -o to-new.csv")
        .exits(0);
    assert!(sandbox.path("new.csv").is_file(), "a link is followed");
}

#[test]
fn ids_that_repeat_are_looked_at_on_every_row() {
    let sandbox = sandbox();
    let table = "candidate,papers\nada,yes\nbo,yes\nada ,no\ncy,yes\nada,yes\n";
    let run = screen(&sandbox, table, &["-o", "o.csv", "--format", "json"]).exits(0);
    let summary: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&summary["review"], &summary["advance"]),
        (&3.into(), &2.into())
    );
    let output = sandbox.read("o.csv");
    let lines: Vec<_> = output.lines().collect();
    assert!(
        lines[1].contains("review") && lines[1].contains("line 4 too"),
        "{output}"
    );
    assert!(
        lines[3].contains("review") && lines[3].contains("line 2 too"),
        "{output}"
    );
    assert!(
        lines[5].contains("review") && lines[5].contains("line 2 too"),
        "{output}"
    );
    assert_eq!(lines[2], "bo,yes,advance,,,");
    let alike = "candidate,papers\nJos\u{e9},yes\nJOSE\u{301},yes\nbo,yes\n";
    screen(&sandbox, alike, &["-o", "o.csv"]).exits(0);
    let output = sandbox.read("o.csv");
    assert!(
        output
            .lines()
            .nth(1)
            .unwrap()
            .contains("line 3 has an id that differs"),
        "{output}"
    );
    assert!(
        output
            .lines()
            .nth(2)
            .unwrap()
            .contains("line 2 has an id that differs"),
        "{output}"
    );
}

#[test]
fn a_cell_that_swallowed_rows_is_looked_at() {
    let sandbox = sandbox();
    let table = "candidate,name,papers\nada,\"Ada,yes\nbo,Bo,yes\ncy,\",yes\ndi,Di,yes\n";
    screen(&sandbox, table, &["-o", "o.csv"]).exits(0);
    let output = sandbox.read("o.csv");
    assert!(output.contains("cy,\",yes,review,"), "{output}");
    assert!(
        output.contains("goes over 3 lines and holds what looks like rows"),
        "{output}"
    );
}

#[test]
fn mended_rejects_are_a_table_to_screen() {
    let sandbox = sandbox();
    let table = "\u{feff}candidate,name,papers\r\nada,Ada\r\nbo,Bo,yes\r\n";
    screen(&sandbox, table, &["-o", "o.csv", "--rejects", "x.csv"]).exits(0);
    let rejects = sandbox.read("x.csv");
    assert_eq!(
        rejects,
        "\u{feff}line,reject,candidate,name,papers\r\n2,\"the row has 2 cells, and the header has 3\",ada,Ada\r\n"
    );
    let again = sandbox
        .run(&["screen", "r.toml", "x.csv", "--rejects", "y.csv"])
        .exits(0);
    again.says("1 row could not be read");
    assert_eq!(
        sandbox.read("y.csv"),
        rejects,
        "they are told apart as before"
    );
    sandbox.write("x.csv", rejects.replace("ada,Ada", "ada,Ada,yes"));
    let mended = sandbox
        .run(&["screen", "r.toml", "x.csv", "-o", "m.csv"])
        .exits(0);
    mended.says("1 row");
    assert!(
        sandbox
            .read("m.csv")
            .contains(",ada,Ada,yes,advance,,,\r\n")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// The input's columns come out byte for byte, whatever they hold.
    #[test]
    fn every_byte_of_the_input_comes_out(
        rows in prop::collection::vec(("[a-z]{1,4}", "\\PC{0,12}[\"\r\n,;\t]?\\PC{0,4}", "(yes|no| YES |\\PC{0,5})"), 0..12),
        separator in prop::sample::select(vec![b',', b';', b'\t']),
        quotes: bool,
        crlf: bool,
    ) {
        let mut writer = csv::WriterBuilder::new();
        writer.delimiter(separator);
        if quotes {
            writer.quote_style(csv::QuoteStyle::Always);
        }
        if crlf {
            writer.terminator(csv::Terminator::CRLF);
        }
        let mut writer = writer.from_writer(Vec::new());
        writer.write_record(["candidate", "name", "papers"]).unwrap();
        for (id, name, answer) in &rows {
            writer.write_record([id, name, answer]).unwrap();
        }
        let input = writer.into_inner().unwrap();
        let sandbox = sandbox();
        screen(&sandbox, &input, &["-o", "o.csv"]).exits(0);
        let output = fs::read(sandbox.path("o.csv")).unwrap();
        let read = |bytes: &[u8], columns: usize| -> Vec<Vec<Vec<u8>>> {
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.delimiter(separator).has_headers(false).from_reader(bytes);
            let records = reader.byte_records().map(Result::unwrap);
            records.map(|record| record.iter().take(columns).map(<[u8]>::to_vec).collect()).collect()
        };
        prop_assert_eq!(read(&output, 3), read(&input, 3));
        prop_assert!(read(&output, 9).iter().all(|record| record.len() == 7));
        // Without what is added the bytes are the same.
        let mut rest = &output[..];
        for line in input.split_inclusive(|byte| *byte == b'\n') {
            let line = line.trim_ascii_end();
            let at = rest.windows(line.len().max(1)).position(|part| part == line);
            prop_assert!(line.is_empty() || at.is_some());
            rest = &rest[at.unwrap_or(0) + line.len()..];
        }
    }
}

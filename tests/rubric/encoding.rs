//! Files that are not UTF-8 text, or too large.

use super::{BASE, check};
use crate::sandbox::{Finding, Run, Sandbox, due, mismatch, none_wrong};

/// The base's bytes with a fragment replaced by bytes that no string can hold.
fn with_bytes(find: &str, by: &[u8]) -> Vec<u8> {
    let at = BASE.find(find).expect("the base has the fragment");
    let mut bytes = BASE.as_bytes()[..at].to_vec();
    bytes.extend_from_slice(by);
    bytes.extend_from_slice(&BASE.as_bytes()[at + find.len()..]);
    bytes
}

fn utf16(little_endian: bool, mark: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    let text = if mark {
        format!("\u{feff}{BASE}")
    } else {
        BASE.to_owned()
    };
    for unit in text.encode_utf16() {
        let pair = if little_endian {
            unit.to_le_bytes()
        } else {
            unit.to_be_bytes()
        };
        bytes.extend_from_slice(&pair);
    }
    bytes
}

#[test]
fn what_is_not_utf8_text_is_refused_at_its_place() {
    let cases: Vec<(&str, Vec<u8>, &str, &str)> = vec![
        (
            "UTF-16, little endian",
            utf16(true, true),
            "E001 1:1 the file is UTF-16, not UTF-8",
            "save it again as UTF-8",
        ),
        (
            "UTF-16, big endian",
            utf16(false, true),
            "E001 1:1 the file is UTF-16, not UTF-8",
            "",
        ),
        (
            "UTF-16 without a mark",
            utf16(true, false),
            "E001 1:2 the file holds a NUL byte",
            "UTF-16",
        ),
        (
            "Latin-1",
            with_bytes("Bakes.", b"Bakes p\xe2t\xe9."),
            "E001 5:19 byte 0xe2 is not UTF-8 text",
            "Latin-1 or Windows-1252",
        ),
        (
            "a truncated character",
            with_bytes("Bakes.", b"\xe2\x82"),
            "E001 5:12 byte 0xe2 is not UTF-8 text",
            "",
        ),
        (
            "a surrogate",
            with_bytes("Bakes.", b"\xed\xa0\x80"),
            "E001 5:12 byte 0xed is not UTF-8 text",
            "",
        ),
        (
            "a NUL in text",
            with_bytes("Bakes.", b"Ba\0kes."),
            "E001 5:14 the file holds a NUL byte",
            "",
        ),
        (
            "gzip",
            b"\x1f\x8b\x08\0\0".to_vec(),
            "E001 1:1 the file is compressed with gzip, not UTF-8",
            "",
        ),
        (
            "a lone carriage return",
            BASE.replace('\n', "\r").into_bytes(),
            "E003 1:11 a carriage return stands alone",
            "LF or CRLF",
        ),
    ];
    let mut wrong = Vec::new();
    for (name, bytes, finding, help) in cases {
        let run = check(bytes);
        assert_eq!(run.code, Some(65), "{name}");
        wrong.extend(mismatch(
            name,
            &run.errors(),
            &[finding.to_owned()],
            (&run, help),
        ));
    }
    none_wrong(&wrong);
}

#[test]
fn a_byte_order_mark_and_crlf_are_taken() {
    let crlf = BASE.replace('\n', "\r\n");
    for text in [
        format!("\u{feff}{BASE}"),
        crlf.clone(),
        format!("\u{feff}{crlf}"),
    ] {
        check(text).exits(0);
    }
}

#[test]
fn a_byte_order_mark_and_crlf_leave_places_as_an_editor_shows_them() {
    let text = format!(
        "\u{feff}{}",
        BASE.replace('\n', "\r\n").replace("format", "formal")
    );
    let places = due(
        &["E005 unknown key `formal` in a rubric"],
        &["1:1".to_owned()],
    );
    let found: Vec<_> = check(text).errors().iter().map(Finding::line).collect();
    assert!(found.contains(&places[0]), "{found:#?}");
    let late = BASE.replace('\n', "\r\n").replace("stage =", "stag =");
    let found = check(late).errors();
    assert_eq!(found[0].place, "44:1", "{found:#?}");
}

#[test]
fn columns_count_characters() {
    let text = BASE.replace(
        "focus = [\"dough\", \"care\"]",
        "tags = [\"żółć 👩‍💻\"]\nfocus = [\"dough\", \"care\"]",
    );
    check(text).exits(0);
    let text = BASE.replace(
        "minutes = 45",
        "pitfalls = [{ name = \"Żółć\", wy = \"x\" }]",
    );
    assert_eq!(check(text).errors()[0].place, "45:30");
}

fn padded(size: usize) -> String {
    let comment = size - BASE.len() - 2;
    format!("{BASE}#{}\n", "x".repeat(comment))
}

#[test]
fn four_mebibytes_are_the_limit() {
    const LIMIT: usize = 4 * 1024 * 1024;
    check(padded(LIMIT)).exits(0);
    let run = check(padded(LIMIT + 1)).exits(65);
    assert_too_large(&run);
}

fn assert_too_large(run: &Run) {
    let found: Vec<_> = run.errors().iter().map(Finding::line).collect();
    assert_eq!(found, ["E002 1:1 the file is larger than 4 MiB"]);
}

#[test]
fn an_endless_file_is_not_read_to_its_end() {
    let run = Sandbox::new().run(&["check", "/dev/zero"]).exits(65);
    assert_too_large(&run);
}

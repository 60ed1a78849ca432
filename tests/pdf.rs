//! PDF from the real program: where it is written, and what is said of it.

use std::fs;
use std::path::Path;

use crate::panel::RUBRIC;
use crate::sandbox::Sandbox;

const KIT: [&str; 4] = ["kit", "r.toml", "--level", "senior"];

fn bytes(sandbox: &Sandbox, name: &str) -> Vec<u8> {
    let bytes = fs::read(sandbox.path(name)).unwrap();
    assert!(bytes.starts_with(b"%PDF-1.7\n"), "{name} is a PDF");
    assert!(
        bytes.ends_with(b"%%EOF") || bytes.ends_with(b"%%EOF\n"),
        "{name} is whole"
    );
    bytes
}

#[test]
fn a_kit_is_a_pdf_by_its_name_or_by_the_format() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let kit = |more: &[&str]| {
        let args = [&KIT[..], &["--round", "kitchen"], more].concat();
        sandbox.run(&args).exits(0).shows_nothing()
    };
    kit(&["-o", "by-name.pdf"]).says("wrote by-name.pdf");
    kit(&["-o", "by-format", "--format", "pdf"]);
    kit(&["-o", "letter.pdf", "--paper", "letter"]);
    let by_name = bytes(&sandbox, "by-name.pdf");
    assert!(
        by_name == bytes(&sandbox, "by-format"),
        "the same kit is the same bytes"
    );
    assert!(by_name != bytes(&sandbox, "letter.pdf"));
}

#[test]
fn all_kits_are_one_pdf_a_round() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let args = [&KIT[..], &["--all", "--format", "pdf", "-o", "kits"]].concat();
    sandbox.run(&args).exits(0);
    let kits: Vec<_> = sandbox
        .files()
        .into_iter()
        .filter(|file| file.starts_with("kits/0"))
        .collect();
    assert!(
        kits.len() > 1
            && kits
                .iter()
                .all(|kit| Path::new(kit).extension() == Some("pdf".as_ref())),
        "{kits:?}"
    );
    for kit in kits {
        bytes(&sandbox, &kit);
    }
}

#[test]
fn a_pipe_takes_a_pdf() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    let script = format!(
        "\"$PANELKIT\" {} --all --format pdf | head -c 8",
        KIT.join(" ")
    );
    sandbox.sh(&script).exits(0).shows("%PDF-1.7");
}

#[test]
fn what_no_font_has_is_named_once() {
    // A code point that no script has been given.
    let text = RUBRIC.replace("Baker", "Bak\u{378}er");
    let sandbox = Sandbox::with("r.toml", text);
    let args = [&KIT[..], &["--all", "-o", "kits", "--format", "pdf"]].concat();
    let run = sandbox.run(&args).exits(0);
    assert_eq!(run.stderr.matches("U+0378").count(), 1, "{}", run.stderr);
    run.says("warning: no font has").says("install a font");
    let quiet = [&args[..], &["--quiet"]].concat();
    assert_eq!(sandbox.run(&quiet).exits(0).stderr, "");
}

#[test]
fn a_folder_that_cannot_be_written_leaves_the_old_file() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write("kit.pdf/in-the-way", "a folder of that name");
    let args = [&KIT[..], &["--round", "kitchen", "-o", "kit.pdf"]].concat();
    let run = sandbox.run(&args);
    assert!(matches!(run.code, Some(73 | 74)), "{run:?}");
    assert_eq!(
        sandbox.files(),
        ["kit.pdf/", "kit.pdf/in-the-way", "r.toml"]
    );
}

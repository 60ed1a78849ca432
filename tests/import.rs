//! Cards of other systems: what becomes of every record, in words, and nothing lost on the way.

mod csv;
mod greenhouse;

use serde_json::Value;

use crate::panel::RUBRIC;
use crate::sandbox::{Run, Sandbox};

/// A sandbox with the rubric, a mapping and the file that is imported.
fn with(map: &str, name: &str, content: impl AsRef<[u8]>) -> Sandbox {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write("map.toml", map);
    sandbox.write(name, content);
    sandbox
}

/// Runs the import of a file into the folder `out`.
fn import(sandbox: &Sandbox, kind: &str, file: &str, more: &[&str]) -> Run {
    let mut args = vec![
        "import", kind, file, "--rubric", "r.toml", "--map", "map.toml",
    ];
    args.extend(more);
    if more.is_empty() || more[0] == "--format" {
        args.extend(["-o", "out"]);
    }
    sandbox.run(&args)
}

/// The report as JSON; its counts add up.
fn report(run: &Run) -> Value {
    let report: Value = serde_json::from_str(&run.stdout).expect("the report is JSON");
    let n = |key: &str| {
        report[key]
            .as_u64()
            .unwrap_or_else(|| panic!("{key} in {report}"))
    };
    let parts = [
        "records_on_cards",
        "repeated",
        "left_out",
        "records_refused",
    ];
    assert_eq!(
        n("records"),
        parts.into_iter().map(n).sum::<u64>(),
        "{report}"
    );
    assert_eq!(report["format"], 1);
    report
}

/// The cards in `out`, by name.
fn cards(sandbox: &Sandbox) -> Vec<String> {
    let files = sandbox.files().into_iter();
    let files: Vec<_> = files
        .filter(|file| file.ends_with(".scorecard.toml"))
        .collect();
    files.iter().map(|file| sandbox.read(file)).collect()
}

/// Places and messages of the errors.
fn errors(run: &Run) -> Vec<String> {
    let found = run.errors().into_iter();
    found
        .map(|error| format!("{}:{}: {}", error.file, error.place, error.message))
        .collect()
}

//! Structural promises: the direction of modules, one door for each outside crate, where the
//! outside world may be touched, and that nothing has grown out of hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The pipeline, left to right. Modules of one rank do not name each other.
const RANKS: &[&[&str]] = &[
    &["text"],
    &["chart"],
    &["diagnostic"],
    &["document"],
    &["rubric", "lawful", "sheet"],
    &["lint", "kit", "scorecard", "overview", "diff", "screen"],
    &["calibration", "seal"],
    &["packet", "impact"],
    &["resume"],
    &["workspace", "store", "render"],
    &["pipeline"],
    &["import", "export"],
    &["cli"],
];

/// Where each outside crate may be named.
const DOORS: &[(&str, &[&str])] = &[
    // What needs randomness is apart from what does not.
    ("age", &["seal/key.rs", "cli/seal/cipher.rs"]),
    ("annotate_snippets", &["render/diagnostics.rs"]),
    ("base64", &["text/digest.rs"]),
    ("clap", &["cli"]),
    ("comfy_table", &["render/terminal/table.rs"]),
    ("crossterm", &["cli/prompt"]),
    ("csv", &["render/csv"]),
    ("csv_core", &["sheet/cells.rs"]),
    ("fontdb", &["cli/fonts.rs"]),
    ("harfrust", &["render/pdf/font.rs", "render/pdf/shape.rs"]),
    (
        "include_dir",
        &["render.rs", "cli/demo.rs", "cli/shipped.rs"],
    ),
    ("inquire", &["cli/prompt.rs"]),
    ("icalendar", &["render/calendar.rs"]),
    ("getrandom", &["store/random.rs"]),
    ("jiff", &["store/moment.rs"]),
    ("libc", &["cli/signals.rs"]),
    ("memchr", &["text.rs", "sheet"]),
    ("indicatif", &["cli/ui.rs"]),
    ("nalgebra", &["calibration"]),
    (
        "rayon",
        &[
            "calibration",
            "packet/many.rs",
            "packet/pool.rs",
            "render/pdf/writer/pages.rs",
        ],
    ),
    ("lopdf", &["render/pdf/writer"]),
    ("printpdf", &["render/pdf/writer"]),
    ("pulldown_cmark", &["render/markdown/parse"]),
    ("rand_pcg", &["calibration/draw.rs"]),
    ("rusqlite", &["store/sqlite"]),
    ("rustix", &["cli/doctor/disk.rs", "cli/prompt/guard.rs"]),
    ("semver", &["rubric"]),
    (
        "serde_json",
        &[
            "import/json.rs",
            "render/json",
            "render/sarif.rs",
            "render/chart.rs",
            "store/event.rs",
        ],
    ),
    ("signal_hook", &["cli/prompt/guard.rs", "cli/signals.rs"]),
    ("sha2", &["text/digest.rs"]),
    (
        "statrs",
        &[
            "calibration/interval.rs",
            "calibration/normal.rs",
            "calibration/agreement/icc/quantile.rs",
        ],
    ),
    ("strsim", &["diagnostic.rs"]),
    ("subsetter", &["render/pdf/writer/embedded.rs"]),
    ("tempfile", &["store"]),
    ("tera", &["render/templates"]),
    ("terminal_size", &["cli/ui.rs"]),
    ("textwrap", &["render/terminal"]),
    ("toml", &["document"]),
    ("toml_edit", &["rubric/format"]),
    ("toml_parser", &["document"]),
    ("unicode_bidi", &["render/pdf/paragraph.rs"]),
    ("unicode_linebreak", &["render/pdf/paragraph.rs"]),
    ("unicode_normalization", &["text/letters.rs"]),
    (
        "unicode_script",
        &[
            "render/pdf/paragraph.rs",
            "render/pdf/shape.rs",
            "cli/fonts.rs",
        ],
    ),
    ("unicode_security", &["text/letters.rs"]),
    ("unicode_width", &["render"]),
];

/// Crates that may be named anywhere: attributes that say how a view is written out.
const EVERYWHERE: &[&str] = &["serde", "proptest"];

/// What touches the outside world, and what may do so.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::io::stdout",
    "std::io::stderr",
    "println!",
    "eprintln!",
    "print!(",
    "SystemTime",
    "Instant",
    "Timestamp::now",
    "getrandom",
    "std::process",
    "std::net",
];

const MAX_LINES: usize = 600;

fn source_files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut pending = vec![root.clone()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push((relative(&path, &root), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    // Whole files of tests may do what tests do.
    files.retain(|(file, _)| {
        let of_tests = ["/tests.rs", "/testing.rs"];
        !of_tests.iter().any(|name| file.ends_with(name))
            && !file.contains("/testing/")
            && !file.contains("/tests/")
    });
    files.sort();
    assert!(files.len() > 30, "the sources were found");
    files
}

fn relative(path: &Path, root: &Path) -> String {
    let path: PathBuf = path.strip_prefix(root).unwrap().to_owned();
    path.to_string_lossy().replace('\\', "/")
}

/// The pipeline's module that a file belongs to.
fn module_of(file: &str) -> &str {
    let first = file.split('/').next().unwrap();
    first.strip_suffix(".rs").unwrap_or(first)
}

fn rank(module: &str) -> Option<usize> {
    RANKS.iter().position(|modules| modules.contains(&module))
}

/// Code without comments and without what only tests use.
fn code(text: &str) -> String {
    let until_tests = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    until_tests
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The pipeline's modules that a text names as `crate::module` or inside `use crate::{…}`.
fn named_modules(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let group = group.split('}').next().unwrap();
            found.extend(group.split(',').map(|name| {
                let name = name.trim();
                name.split("::").next().unwrap().to_owned()
            }));
        } else {
            let name: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect();
            found.push(name);
        }
    }
    found
}

#[test]
fn modules_name_only_those_to_their_left() {
    let mut wrong = Vec::new();
    let mut n_checked = 0;
    for (file, text) in source_files() {
        let module = module_of(&file).to_owned();
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let own = rank(&module).unwrap_or_else(|| panic!("{file} belongs to no known module"));
        for named in named_modules(&text) {
            let Some(other) = rank(&named) else {
                continue;
            };
            n_checked += 1;
            if named != module && other >= own {
                wrong.push(format!("{file} names {named}"));
            }
        }
    }
    assert!(n_checked > 100, "references were found: {n_checked}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_outside_crate_has_one_door() {
    let doors: BTreeMap<_, _> = DOORS.iter().copied().collect();
    let mut wrong = Vec::new();
    let mut used = Vec::new();
    for (file, text) in source_files() {
        let code = code(&text);
        for (name, allowed) in &doors {
            if names_crate(&code, name) {
                used.push(*name);
                if !allowed.iter().any(|door| file.starts_with(door)) {
                    wrong.push(format!("{file} names {name}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let idle: Vec<_> = doors.keys().filter(|name| !used.contains(name)).collect();
    assert!(idle.is_empty(), "no source names {idle:?}");
}

fn names_crate(code: &str, name: &str) -> bool {
    let path = format!("{name}::");
    code.match_indices(&path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

#[test]
fn each_dependency_has_a_door() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let manifest: toml::Table = manifest.unwrap().parse().unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    for name in dependencies.keys() {
        let name = name.replace('-', "_");
        let known = DOORS.iter().any(|(door, _)| *door == name);
        assert!(
            known || EVERYWHERE.contains(&name.as_str()),
            "{name} has no door"
        );
    }
}

#[test]
fn the_outside_world_is_touched_in_cli_and_stores_alone() {
    let mut wrong = Vec::new();
    for (file, text) in source_files() {
        if matches!(module_of(&file), "cli" | "store" | "main") {
            continue;
        }
        let code = code(&text);
        for word in OUTSIDE.iter().filter(|word| code.contains(**word)) {
            wrong.push(format!("{file} uses {word}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Which groups people are of is read by one command and by nothing else.
#[test]
fn groups_of_people_are_for_one_command() {
    let may_name = |file: &str| {
        let own = file == "impact.rs" || file.starts_with("impact/");
        own || ["cli/impact.rs", "render/csv/impact.rs"].contains(&file)
    };
    let mut wrong = Vec::new();
    let mut n_named = 0;
    for (file, text) in source_files() {
        let code = code(&text);
        let names_it = [
            "impact::read",
            "impact::groups",
            "impact::{",
            "impact::analysis",
        ]
        .iter()
        .any(|name| code.contains(&format!("crate::{name}")));
        n_named += usize::from(names_it);
        if names_it && !may_name(&file) {
            wrong.push(format!("{file} reads groups of people"));
        }
        let takes_them = code.contains("    groups: PathBuf") || code.contains("\"groups\")]");
        if takes_them && file != "cli/impact.rs" {
            wrong.push(format!("{file} takes --groups"));
        }
        // What the check finds goes to the output alone.
        let keeps = ["store::", "workspace::", "stored::", "println!"];
        let keeps = keeps.iter().any(|word| code.contains(word));
        if keeps && (file == "cli/impact.rs" || file.starts_with("impact")) {
            wrong.push(format!("{file} could keep what it read"));
        }
    }
    assert!(n_named > 2, "the module was found: {n_named}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<_> = source_files()
        .into_iter()
        .map(|(file, text)| (text.lines().count(), file))
        .filter(|(n_lines, _)| *n_lines > MAX_LINES)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn every_test_file_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let main = fs::read_to_string(folder.join("main.rs")).unwrap();
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") {
            let listed = main.lines().any(|line| line == format!("mod {module};"));
            assert!(listed, "tests/{name} is not in tests/main.rs");
        }
    }
}

#[test]
fn every_code_is_reported_somewhere() {
    let sources = source_files();
    let table = sources
        .iter()
        .find(|(file, _)| file == "diagnostic/codes.rs")
        .map(|(_, text)| text.as_str())
        .unwrap();
    let names: Vec<_> = table
        .lines()
        .filter_map(|line| line.trim().split_once(" = \""))
        .map(|(name, _)| name)
        .collect();
    assert!(names.len() > 20);
    for name in names {
        let word = format!("codes::{name}");
        let used = sources.iter().any(|(_, text)| text.contains(&word));
        assert!(used, "nothing reports {name}");
    }
}

//! Findings as SARIF 2.1.0, which code hosts show beside the lines of a pull request.
//!
//! OASIS, *Static Analysis Results Interchange Format (SARIF) Version 2.1.0*.

use std::path::{Component, Path, PathBuf};

use serde_json::{Value, json};

use super::json::{Place, text};
use super::rules::{self as views, RuleView};
use crate::diagnostic::{Diagnostic, codes};
use crate::lint::rules;
use crate::text::{Sources, Span, visible};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// A SARIF log with one run. Files in or under `folder`, the absolute path that code hosts take
/// for the root of the project, are named from there; others by their whole path.
#[must_use]
pub fn write_log(diagnostics: &[Diagnostic], sources: &Sources, folder: &Path) -> String {
    let rules = reported();
    let log = Log {
        sources,
        folder,
        rules: &rules,
    };
    let results: Vec<Value> = diagnostics.iter().map(|found| log.result(found)).collect();
    text(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "panelkit",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(descriptor).collect::<Vec<_>>(),
            }},
            // As `Position` counts them.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

/// Every code that a rubric can be found to have, sorted.
fn reported() -> Vec<RuleView> {
    let of_files = codes::ALL.iter().map(|(code, _)| code.as_str());
    of_files
        .filter(|code| !code.starts_with('C'))
        .chain(rules::ALL.iter().map(|rule| rule.code.as_str()))
        .filter_map(views::explain)
        .collect()
}

/// What GitHub asks of a rule: descriptions, and help in both forms.
fn descriptor(rule: &RuleView) -> Value {
    let mut descriptor = json!({
        "id": rule.code,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": format!("{}. {}", capital(rule.summary), rule.explanation) },
        "help": { "text": help(rule, str::to_owned), "markdown": help(rule, fenced) },
        "defaultConfiguration": { "level": rule.severity },
    });
    // What is no rule has no name of its own.
    if !rule.bad.is_empty() {
        descriptor["name"] = json!(rule.name);
    }
    descriptor
}

fn help(rule: &RuleView, block: impl Fn(&str) -> String) -> String {
    let mut help = rule.explanation.to_owned();
    if !rule.bad.is_empty() {
        let silence = format!("{}\n", rule.silence);
        for (title, code) in [
            ("What it finds", rule.bad),
            ("Mended", rule.good),
            ("To silence it at one place", silence.as_str()),
        ] {
            help.push_str(&format_block(title, &block(code)));
        }
    }
    help
}

fn format_block(title: &str, code: &str) -> String {
    format!("\n\n{title}:\n\n{}", code.trim_end())
}

fn fenced(code: &str) -> String {
    format!("```toml\n{code}```")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// What results are written with.
struct Log<'a> {
    sources: &'a Sources,
    folder: &'a Path,
    rules: &'a [RuleView],
}

impl Log<'_> {
    fn result(&self, found: &Diagnostic) -> Value {
        let code = found.code.as_str();
        let advice = found.suggestion.iter().map(|found| &found.text);
        let texts = [&found.message].into_iter().chain(&found.hints);
        let said: Vec<&str> = texts.chain(advice).map(String::as_str).collect();
        let mut result = json!({
            "ruleId": code,
            "level": found.severity.as_str(),
            "message": { "text": message(&said.join("\n\n")) },
            "locations": [self.location(found.primary.span)],
        });
        if let Some(idx) = self.rules.iter().position(|rule| rule.code == code) {
            result["ruleIndex"] = json!(idx);
        }
        if !found.context.is_empty() {
            let related = found.context.iter().map(|label| {
                let mut place = self.location(label.span);
                place["message"] = json!({ "text": message(&label.text) });
                place
            });
            result["relatedLocations"] = related.collect();
        }
        if let Some(suggestion) = &found.suggestion {
            let place = Place::new(suggestion.span, self.sources);
            result["fixes"] = json!([{
                "description": { "text": message(&suggestion.text) },
                "artifactChanges": [{
                    "artifactLocation": { "uri": uri(&place.file, self.folder) },
                    "replacements": [{
                        "deletedRegion": region(&place),
                        "insertedContent": { "text": suggestion.replacement },
                    }],
                }],
            }]);
        }
        result
    }

    fn location(&self, span: Span) -> Value {
        let place = Place::new(span, self.sources);
        json!({
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&place.file, self.folder) },
                "region": region(&place),
            },
        })
    }
}

/// A message whose words cannot disguise themselves. In SARIF `[words](target)` is a link (section
/// 3.11.6); what a rubric says is none.
fn message(text: &str) -> String {
    let text = visible(text);
    if text.contains("](") {
        text.replace('[', "\\[").replace(']', "\\]")
    } else {
        text.to_string()
    }
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

/// A path as a URI reference, relative where the file lies under the folder: what RFC 3986 does
/// not allow in a path is percent-encoded.
fn uri(path: &str, folder: &Path) -> String {
    let whole = without_dots(&folder.join(path));
    let folder = without_dots(folder);
    match whole.strip_prefix(&folder) {
        Ok(inside) => encoded(inside),
        // A drive's letter takes a slash before it, a path from the root has one.
        Err(_) => format!("file:///{}", encoded(&whole).trim_start_matches('/')),
    }
}

/// A path with its `.` and `..` taken out by their names alone.
fn without_dots(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

fn encoded(path: &Path) -> String {
    let names = path.components().map(|component| match component {
        Component::RootDir => String::new(),
        other => other
            .as_os_str()
            .to_string_lossy()
            .bytes()
            .map(encoded_byte)
            .collect(),
    });
    names.collect::<Vec<_>>().join("/")
}

fn encoded_byte(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uri_references() {
        for (path, expected) in [
            ("./rubrics/a b.toml", "rubrics/a%20b.toml"),
            ("rubrics/łódź.toml", "rubrics/%C5%82%C3%B3d%C5%BA.toml"),
            ("/project/rubrics/x/../y.toml", "rubrics/y.toml"),
            ("a:b/100%.toml", "a%3Ab/100%25.toml"),
            ("../elsewhere/y.toml", "file:///elsewhere/y.toml"),
            ("/y.toml", "file:///y.toml"),
        ] {
            assert_eq!(uri(path, Path::new("/project")), expected, "{path}");
        }
    }

    #[test]
    fn messages_neither_link_nor_disguise() {
        assert_eq!(
            message("[press](https://example.org) [here]"),
            r"\[press\](https://example.org) \[here\]"
        );
        assert_eq!(message("a [b] c"), "a [b] c");
        assert!(!message("a\u{202e}b\u{7}").contains(['\u{202e}', '\u{7}']));
    }
}

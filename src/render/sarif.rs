//! Findings as SARIF 2.1.0, which code hosts show beside the lines of a pull request.
//!
//! OASIS, *Static Analysis Results Interchange Format (SARIF) Version 2.1.0*.

use serde_json::{Value, json};

use super::json::{Place, text};
use crate::diagnostic::{Diagnostic, Severity, codes};
use crate::lint::rules;
use crate::text::{Sources, Span};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// A SARIF log with one run.
#[must_use]
pub fn write_log(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let results: Vec<Value> = diagnostics
        .iter()
        .map(|found| result(found, sources))
        .collect();
    text(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "panelkit",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": descriptors(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

/// Every code that can be reported, sorted.
fn descriptors() -> Vec<Value> {
    let of_files = codes::ALL.iter().map(|(code, summary)| {
        json!({
            "id": code.as_str(),
            "shortDescription": { "text": summary },
            "defaultConfiguration": { "level": level(Severity::Error) },
        })
    });
    let of_rules = rules::ALL.iter().map(|rule| {
        json!({
            "id": rule.code.as_str(),
            "name": rule.name,
            "shortDescription": { "text": rule.summary },
            "fullDescription": { "text": rule.explanation },
            "defaultConfiguration": { "level": level(rule.severity) },
        })
    });
    of_files.chain(of_rules).collect()
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

fn result(found: &Diagnostic, sources: &Sources) -> Value {
    let mut text = found.message.clone();
    for hint in found
        .hints
        .iter()
        .chain(found.suggestion.iter().map(|found| &found.text))
    {
        text.push_str("\n\n");
        text.push_str(hint);
    }
    let related: Vec<Value> = found
        .context
        .iter()
        .map(|label| {
            let mut place = location(label.span, sources);
            place["message"] = json!({ "text": label.text });
            place
        })
        .collect();
    let mut result = json!({
        "ruleId": found.code.as_str(),
        "level": level(found.severity),
        "message": { "text": text },
        "locations": [location(found.primary.span, sources)],
    });
    if !related.is_empty() {
        result["relatedLocations"] = Value::Array(related);
    }
    if let Some(suggestion) = &found.suggestion {
        let place = Place::new(suggestion.span, sources);
        result["fixes"] = json!([{
            "description": { "text": suggestion.text },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri(&place.file) },
                "replacements": [{
                    "deletedRegion": region(&place),
                    "insertedContent": { "text": suggestion.replacement },
                }],
            }],
        }]);
    }
    result
}

fn location(span: Span, sources: &Sources) -> Value {
    let place = Place::new(span, sources);
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&place.file) },
            "region": region(&place),
        },
    })
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

/// A path as a URI reference: what RFC 3986 does not allow in a path is percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    let path = path.replace('\\', "/");
    for byte in path.trim_start_matches("./").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format_byte(byte));
        }
    }
    uri
}

fn format_byte(byte: u8) -> String {
    format!("%{byte:02X}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("./rubrics/a b.toml"), "rubrics/a%20b.toml");
        assert_eq!(
            uri("rubrics\\łódź.toml"),
            "rubrics/%C5%82%C3%B3d%C5%BA.toml"
        );
    }
}

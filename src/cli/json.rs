//! Results as JSON. The one door to `serde_json`.

use serde::Serialize;

/// One documented object, indented, with a line feed at its end.
pub(super) fn text<D: Serialize>(document: &D) -> String {
    let mut text =
        serde_json::to_string_pretty(document).expect("views are plain data with text for keys");
    text.push('\n');
    text
}

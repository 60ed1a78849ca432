//! What a file is instead of a table, where that shows at its beginning.

/// What it is, and what to do. None for what may be a table.
pub(super) fn other_kind(text: &str) -> Option<(&'static str, &'static str)> {
    match text.chars().next()? {
        '<' => Some((
            "the file is HTML or XML, not CSV",
            "a page that asks to sign in is saved like this: fetch the file again",
        )),
        '{' | '[' => Some((
            "the file is JSON, not CSV",
            "save it as CSV where it comes from",
        )),
        _ => None,
    }
}

//! What the parser says, in our own words.

/// The parser's messages that writers of rubrics and cards really meet, each with our wording and
/// advice. The first entry whose fragment occurs in the message is used.
const WORDING: &[(&str, &str, &str)] = &[
    (
        "carriage return",
        "a carriage return stands alone",
        "save the file with line ends LF or CRLF",
    ),
    (
        "expected newline",
        "something stands after the end of this",
        "one key and its value a line; text stands between quotes",
    ),
    (
        "extra `=`",
        "an equals sign too many",
        "write `key = value`",
    ),
    (
        "leading zero",
        "a number cannot begin with 0",
        "leave the zero out, or write text as \"…\"",
    ),
    (
        "may only go between digits",
        "an underscore may stand only between two digits",
        "write 1000 or 1_000",
    ),
    (
        "invalid float",
        "a value is missing, or is text without quotes",
        "write text as \"…\", and long text as \"\"\"…\"\"\"",
    ),
    (
        "invalid exponent",
        "this number is cut short",
        "write it out, such as 0.5",
    ),
    (
        "mantissa",
        "this number is cut short",
        "write it out, such as 0.5",
    ),
    (
        "invalid boolean",
        "this is neither true nor false nor text in quotes",
        "write true, false, or text as \"…\"",
    ),
    (
        "unquoted keys cannot be empty",
        "a key is missing before this",
        "a table is written [name], a key `name = value`",
    ),
    (
        "extra assignment",
        "an inline table cannot be read",
        "separate its keys by commas: { a = 1, b = 2 }",
    ),
    (
        "invalid time",
        "this is not a time of the clock",
        "write it as 14:30:00",
    ),
    (
        "comment character",
        "a comment holds a control character",
        "remove it",
    ),
    (
        "string values must be quoted",
        "a value is missing, or is text without quotes",
        "write text as \"…\", and long text as \"\"\"…\"\"\"",
    ),
    (
        "duplicate key",
        "this key or table is given twice",
        "keep one of the two; a list of tables is written with [[…]]",
    ),
    (
        "extra newlines",
        "an inline table must stand on one line",
        "close it with `}` on the same line, or write it as a table of its own",
    ),
    (
        "unclosed array table",
        "this table header is never closed",
        "one of a list of tables is written [[name]]",
    ),
    (
        "unclosed array",
        "this list is never closed",
        "close it with `]`",
    ),
    (
        "unclosed inline table",
        "this inline table is never closed",
        "close it with `}`",
    ),
    (
        "unclosed table",
        "this table header is never closed",
        "a table is written [name], one of a list [[name]]",
    ),
    (
        "missing comma",
        "a comma is missing between two items",
        "separate items with `,`",
    ),
    (
        "missing escaped value",
        "a backslash is followed by a character that it cannot escape",
        "write `\\\\` for a backslash, or use single quotes '…'",
    ),
    (
        "multi-line",
        "this long text is never closed",
        "close it with three quotes of the kind it was opened with",
    ),
    (
        "invalid literal string",
        "this text is never closed",
        "close it with `'` on the same line",
    ),
    (
        "invalid basic string, expected `\"`",
        "this text is never closed",
        "close it with `\"` on the same line; long text stands between three quotes \"\"\"…\"\"\"",
    ),
    (
        "non-double-quote visible characters",
        "text holds a control character",
        "remove it, or write it as an escape such as \\u001b",
    ),
    (
        "non-single-quote visible characters",
        "text holds a control character",
        "remove it; text in single quotes cannot escape it",
    ),
    (
        "recursion",
        "values are nested too deeply to read",
        "no rubric or scorecard needs more than a few levels",
    ),
    (
        "date",
        "this is not a date of the calendar",
        "write it as 2026-11-20",
    ),
    (
        "unicode",
        "an escape does not name a character",
        "write \\uXXXX with four hexadecimal digits, or the character itself",
    ),
    (
        "key with no value",
        "a key has no value",
        "write `key = value`",
    ),
    ("missing value", "a key has no value", "write `key = value`"),
    (
        "missing key",
        "a key is missing before this",
        "write `key = value`",
    ),
    (
        "invalid unquoted key",
        "a key holds a character that it cannot",
        "a key is letters, digits, `-` and `_`",
    ),
];

/// The message and the advice for one of the parser's messages.
pub(super) fn wording(message: &str) -> (&'static str, &'static str) {
    let known = WORDING
        .iter()
        .find(|(fragment, _, _)| message.contains(fragment));
    known.map_or(
        (
            "this cannot be read as TOML",
            "write `key = value`, text as \"…\", a list as [1, 2], a table as [name]",
        ),
        |(_, text, hint)| (text, hint),
    )
}

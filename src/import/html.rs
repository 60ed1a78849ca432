//! Text out of the little HTML that notes are written in.
//!
//! Greenhouse says that answers may hold `<p>`, `<ul>`, `<li>`, `<b>`, `<i>` and `<a>`. These and
//! their nearest kin become line ends, dashes and plain text. Whatever else stands between angle
//! brackets is what somebody wrote, and stays: “latency < 5 ms, p99 > 20” is no tag. A parser for
//! web pages would take it for one.

/// Tags that end a line.
const BLOCKS: &[&str] = &["p", "br", "ul", "ol", "li", "div"];

/// Tags of which only what is between them stays.
const INLINE: &[&str] = &["b", "i", "a", "strong", "em", "u", "span"];

/// Bytes of the longest tag that is taken for one, and of the longest name of a character.
const LONGEST_TAG: usize = 4096;
const LONGEST_NAME: usize = 9;

/// Named characters, and what they are.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
];

/// A text without its tags. One without any of the known tags keeps everything, also what looks
/// like a named character.
pub(super) fn plain(text: &str) -> String {
    let has_tag = text
        .match_indices('<')
        .any(|(at, _)| tag(&text[at..]).is_some());
    if !has_tag {
        return text.trim().to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut link = None;
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&', '\n', '\r']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(found) = tag(rest) {
            put(&found, &mut link, &mut out);
            rest = &rest[found.length..];
        } else if let Some((character, length)) = character(rest) {
            out.push_str(&character);
            rest = &rest[length..];
        } else {
            // Line ends in HTML are blanks.
            let is_end = rest.starts_with(['\n', '\r']);
            out.push_str(if is_end { " " } else { &rest[..1] });
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    tidy(&out)
}

/// A tag that is known.
struct Tag<'a> {
    name: &'a str,
    is_end: bool,
    link: Option<&'a str>,
    length: usize,
}

/// The known tag that a text begins with.
fn tag(text: &str) -> Option<Tag<'_>> {
    let inside = text.strip_prefix('<')?;
    // Looked for nearby only: a text of nothing but `<` would be gone through once for each.
    let near = &inside[..inside.floor_char_boundary(LONGEST_TAG)];
    let length = near.find('>')?;
    let inside = &inside[..length];
    let (is_end, inside) = match inside.strip_prefix('/') {
        Some(inside) => (true, inside),
        None => (false, inside),
    };
    let end = inside.find(|c: char| !c.is_ascii_alphanumeric());
    let (name, attributes) = inside.split_at(end.unwrap_or(inside.len()));
    let is_sound = attributes.is_empty() || attributes.starts_with([' ', '/', '\n', '\t']);
    let known = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
    (is_sound && (known(BLOCKS) || known(INLINE))).then(|| Tag {
        name,
        is_end,
        link: href(attributes),
        length: length + 2,
    })
}

fn href(attributes: &str) -> Option<&str> {
    let at = attributes.find("href=")? + "href=".len();
    let quote = attributes[at..]
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\''))?;
    let value = &attributes[at + 1..];
    value.split(quote).next().filter(|value| !value.is_empty())
}

fn put(tag: &Tag<'_>, link: &mut Option<String>, out: &mut String) {
    let name = tag.name.to_ascii_lowercase();
    if name == "a" {
        // Where a link leads is said after its text.
        let from = if tag.is_end { link.take() } else { None };
        if let Some(address) = from.filter(|address| !out.ends_with(address.as_str())) {
            out.extend([" (", &address, ")"]);
        }
        *link = tag.link.map(plain_characters);
    } else if BLOCKS.contains(&name.as_str()) {
        out.push('\n');
        if name == "li" && !tag.is_end {
            out.push_str("- ");
        }
    }
}

fn plain_characters(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (found, length) = character(&rest[at..]).unwrap_or(("&".to_owned(), 1));
        out.push_str(&found);
        rest = &rest[at + length..];
    }
    out + rest
}

/// The character that `&…;` at the beginning of a text names, with how many bytes it takes.
fn character(text: &str) -> Option<(String, usize)> {
    let name = text.strip_prefix('&')?;
    let near = &name[..name.floor_char_boundary(LONGEST_NAME)];
    let end = near.find(';')?;
    let name = &name[..end];
    let length = end + 2;
    if let Some((_, character)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Some(((*character).to_owned(), length));
    }
    let number = name.strip_prefix('#')?;
    let number = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    Some((char::from_u32(number.ok()?)?.to_string(), length))
}

/// Lines without blanks around them, and no more than one empty line between two.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if !line.is_empty() && line != "-" {
            lines.push(line);
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_tags_become_text() {
        let cases = [
            (
                "<p>Asked <b>why</b>.</p>\n<p>Łucja said &quot;5 &lt; 6&quot;</p>",
                "Asked why.\nŁucja said \"5 < 6\"",
            ),
            ("<ul><li>one</li><li><i>two</i></li></ul>", "- one\n- two"),
            (
                "see <a href=\"https://a.example/?x=1&amp;y=2\">this</a>",
                "see this (https://a.example/?x=1&y=2)",
            ),
            (
                "<a href='https://a.example'>https://a.example</a>",
                "https://a.example",
            ),
            ("one<br>two<br/>three<BR />", "one\ntwo\nthree"),
            ("<p>李&#38647; &#x5D0;&#x110000;</p>", "李雷 א&#x110000;"),
            ("<p>&lt;b&gt; stays</p>", "<b> stays"),
        ];
        for (html, text) in cases {
            assert_eq!(plain(html), text);
        }
    }

    #[test]
    fn nothing_takes_long() {
        for text in ["<", "&", "<p", "&#", "<a href=\"", "<p>&"] {
            let long = text.repeat(200_000);
            assert!(plain(&long).len() <= long.len());
        }
    }

    #[test]
    fn what_is_no_tag_stays() {
        for text in [
            "latency < 5 ms and p99 > 20",
            "<script>alert(1)</script>",
            "a <person@example.com> b",
            "R&D &amp; more",
            "<",
            "<p",
            "&",
            "<>",
            "</>",
            "<bold>",
            "عمر < عمر",
        ] {
            assert_eq!(plain(text), text);
        }
        assert_eq!(plain("<p>a < b</p> R&D"), "a < b\nR&D");
    }

    proptest::proptest! {
        #[test]
        fn nothing_breaks_it(text in "(<[a-z/]{0,3}|>|&[a-z#0-9]{0,4};?|href=\"|[^<>&]{0,3}|\\PC){0,30}") {
            let once = plain(&text);
            proptest::prop_assert_eq!(once.trim(), once.as_str());
        }
    }
}

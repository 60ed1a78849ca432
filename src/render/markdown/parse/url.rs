//! Which addresses a document may link to, and how they are spelled.

use std::fmt::Write as _;

use pulldown_cmark::LinkType;

use crate::text::visible_line;

const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// The address to link to, or `None` when only the text may stay.
pub(super) fn link_target(link_type: LinkType, url: &str) -> Option<String> {
    let trimmed = url.trim_matches(|c: char| c.is_control() || c.is_whitespace());
    let url = match link_type {
        LinkType::Email => format!("mailto:{trimmed}"),
        _ => trimmed.to_owned(),
    };
    let allowed = SCHEMES.iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    // An address that needs showing is one made to look like another.
    (allowed && visible_line(&url) == url.as_str()).then(|| percent_encode(&url))
}

/// Encodes what no address may hold, so that every writer can print it bare.
fn percent_encode(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                write!(out, "%{:02X}", u32::from(c)).expect("writing to a String cannot fail");
            }
            _ if c.is_whitespace() => out.push_str("%20"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_survive() {
        let cases = [
            (
                "https://a.example/x?a=1&b=2",
                Some("https://a.example/x?a=1&b=2"),
            ),
            (" HTTP://A ", Some("HTTP://A")),
            ("mailto:a@b.example", Some("mailto:a@b.example")),
            ("https://a/b c|d", Some("https://a/b%20c%7Cd")),
            ("\u{1}javascript:alert(1)", None),
            ("java\nscript:alert(1)", None),
            ("data:text/html,x", None),
            ("//a.example", None),
            ("file:///etc/passwd", None),
            ("https://a\u{202e}b", None),
            ("", None),
        ];
        for (url, target) in cases {
            assert_eq!(
                link_target(LinkType::Inline, url).as_deref(),
                target,
                "{url:?}"
            );
        }
        assert_eq!(
            link_target(LinkType::Email, "a@b.c").as_deref(),
            Some("mailto:a@b.c")
        );
    }
}

//! The page around the content: policy, style, contents.

// Writing to a String cannot fail, so what `write!` gives back is nothing to look at.

use std::fmt::Write as _;

use super::Options;
use super::body::{Body, Heading};
use super::escape::escaped;
use crate::text::sha256_base64;

/// The style of every page.
pub(super) const STYLE: &str = include_str!("../../../templates/html/document.css");

/// Fewer sections than this need no list of contents.
const MIN_SECTIONS: usize = 4;

/// A page with the given content.
pub(super) fn document(body: &Body, options: &Options<'_>) -> String {
    let mut out = head(options, &[STYLE], &[]);
    let contents = contents(&body.headings);
    out.push_str("<body>\n<a class=\"skip\" href=\"#content\">Skip to the content</a>\n");
    out.push_str(&contents);
    out.push_str("<main id=\"content\" tabindex=\"-1\">\n");
    out.push_str(&body.html);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Everything before the body. Only these styles and scripts may act, and nothing may be loaded.
pub(super) fn head(options: &Options<'_>, styles: &[&str], scripts: &[&str]) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{}</title>\n",
        escaped(options.language),
        policy(styles, scripts),
        escaped(options.title),
    );
    for style in styles {
        let _ = writeln!(out, "<style>{style}</style>");
    }
    out.push_str("</head>\n");
    out
}

/// The content security policy that allows these styles and scripts by their hashes.
pub(super) fn policy(styles: &[&str], scripts: &[&str]) -> String {
    let mut policy = String::from("default-src 'none'");
    for (name, texts) in [("style-src", styles), ("script-src", scripts)] {
        if !texts.is_empty() {
            let _ = write!(policy, "; {name}");
        }
        for text in texts {
            let _ = write!(policy, " 'sha256-{}'", sha256_base64(text.as_bytes()));
        }
    }
    policy.push_str("; base-uri 'none'; form-action 'none'");
    policy
}

/// The list of contents: parts and their sections, or sections alone where there is one part.
pub(super) fn contents(headings: &[Heading]) -> String {
    let n_parts = headings.iter().filter(|heading| heading.level == 1).count();
    let listed: Vec<&Heading> = headings
        .iter()
        .filter(|heading| heading.level == 2 || (heading.level == 1 && n_parts > 1))
        .collect();
    if listed.len() < MIN_SECTIONS {
        return String::new();
    }
    let mut out = String::from("<nav class=\"contents\" aria-label=\"Contents\">\n<ul>\n");
    for heading in listed {
        let class = if heading.level == 1 {
            " class=\"part\""
        } else {
            ""
        };
        let (id, text) = (escaped(&heading.id), escaped(&heading.text));
        let _ = writeln!(out, "<li{class}><a href=\"#{id}\">{text}</a></li>");
    }
    out.push_str("</ul>\n</nav>\n");
    out
}

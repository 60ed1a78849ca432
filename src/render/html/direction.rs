//! Which way a text runs.

use crate::render::blocks::{Block, Inline, plain};

/// Whether a text is written from right to left: most of its letters are of such a script.
///
/// A name in Arabic within English does not turn a paragraph around, as `dir="auto"` would where
/// the name comes first.
pub(super) fn is_rtl(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let (rtl, all) = letters.fold((0_usize, 0_usize), |(rtl, all), c| {
        (rtl + usize::from(is_rtl_letter(c)), all + 1)
    });
    rtl * 2 > all
}

pub(super) fn inlines_are_rtl(inlines: &[Inline]) -> bool {
    is_rtl(&plain(inlines))
}

/// Whether the first text of some blocks runs from right to left.
pub(super) fn blocks_are_rtl(blocks: &[Block]) -> bool {
    blocks.first().is_some_and(|block| match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => inlines_are_rtl(content),
        Block::Quote(blocks) => blocks_are_rtl(blocks),
        Block::List { items, .. } => items
            .first()
            .is_some_and(|item| blocks_are_rtl(&item.blocks)),
        Block::Code { .. }
        | Block::Table { .. }
        | Block::Rule
        | Block::Chart(_)
        | Block::Notes { .. }
        | Block::PageBreak => false,
    })
}

/// The blocks of scripts that Unicode sets from right to left.
fn is_rtl_letter(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_letters_decide() {
        for (text, expected) in [
            ("عمر حداد", true),
            ("عمر حداد: Debrief", false),
            ("شرح الحل وقاس الزمن مرتين (p99)", true),
            ("שלום", true),
            ("plain", false),
            ("李雷", false),
            ("123", false),
            ("", false),
        ] {
            assert_eq!(is_rtl(text), expected, "{text}");
        }
    }
}

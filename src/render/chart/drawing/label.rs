//! Texts of drawings: how wide they are at most, and where they break.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What a column of a character takes of the type's size.
const COLUMN: f64 = 0.64;
/// Lines of a label before it is cut short.
const MAX_LINES: usize = 3;

#[expect(clippy::cast_precision_loss, reason = "texts are short")]
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.width() as f64 * COLUMN * size
}

/// A text in lines of at most that width: broken at spaces, else anywhere; cut short after
/// [`MAX_LINES`].
pub(super) fn wrapped(text: &str, width: f64, size: f64) -> Vec<String> {
    broken(text, columns(width, size), MAX_LINES)
}

fn columns(width: f64, size: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small positive number of columns; more than any text has is as good as all"
    )]
    let columns = ((width / (COLUMN * size)) + 0.01).max(3.0) as usize;
    columns
}

/// A text in at most so many lines of at most so many columns.
pub(in crate::render::chart) fn broken(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        push_word(word, columns, most, &mut lines);
        if lines.len() > most {
            break;
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while last.width() + 1 > columns {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

fn push_word(word: &str, columns: usize, most: usize, lines: &mut Vec<String>) {
    let mut used = lines.last().map_or(0, |line| line.width());
    if used > 0 && used + 1 + word.width() <= columns {
        if let Some(line) = lines.last_mut() {
            line.push(' ');
        }
        used += 1;
    } else if used > 0 {
        lines.push(String::new());
        used = 0;
    }
    for c in word.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide > columns && used > 0 {
            lines.push(String::new());
            used = 0;
        }
        if lines.len() > most {
            return;
        }
        if let Some(line) = lines.last_mut() {
            line.push(c);
        }
        used += wide;
    }
}

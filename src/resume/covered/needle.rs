//! What is looked for in a text, and where it stands there.

/// Letters that a part of a name has at least, where its script has cases: `Li` and `An` are
/// ordinary words of too many texts.
const LEAST: usize = 3;

/// A name or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Needle {
    text: Vec<char>,
    /// Whether it is found in any case: a part that is an ordinary word in lower case is not.
    in_any_case: bool,
}

impl Needle {
    /// A whole name.
    pub(super) fn whole(name: &str) -> Option<Self> {
        let text: Vec<char> = name.chars().collect();
        let n = text.iter().filter(|c| c.is_alphabetic()).count();
        (n >= if is_cased(&text) { LEAST } else { 2 }).then_some(Self {
            text,
            in_any_case: true,
        })
    }

    /// One word of it.
    pub(super) fn part(word: &str) -> Option<Self> {
        let is_around = |c: char| !c.is_alphanumeric();
        let whole = Self::whole(word.trim_matches(is_around))?;
        Some(Self {
            in_any_case: !is_cased(&whole.text),
            ..whole
        })
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// How many characters it takes at the beginning of some; none where it does not stand there.
    fn at(&self, text: &[char]) -> Option<usize> {
        let given = text.get(..self.text.len())?;
        let pairs = || self.text.iter().zip(given);
        let folded = |a: &char, b: &char| a == b || a.to_lowercase().eq(b.to_lowercase());
        let is_there = if self.in_any_case {
            pairs().all(|(a, b)| folded(a, b))
        } else {
            let is_same = pairs().all(|(a, b)| a == b);
            let is_loud = given.iter().all(|c| !c.is_lowercase());
            is_same || (is_loud && pairs().all(|(a, b)| folded(a, b)))
        };
        is_there.then_some(given.len())
    }
}

/// Whether letters have cases.
fn is_cased(text: &[char]) -> bool {
    text.iter().any(|c| c.is_lowercase() || c.is_uppercase())
}

/// Whether words are written without space between them, so that a name has no bounds.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// A text with what is looked for replaced where it stands as a word.
pub(super) fn replace(text: &str, needle: &Needle, by: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let found = needle.at(&chars[at..]);
        if let Some(n) = found.filter(|n| is_word(&chars, at, *n)) {
            out.push_str(by);
            at += n;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}

/// Whether characters are not part of a longer word.
fn is_word(chars: &[char], start: usize, n: usize) -> bool {
    let joins = |a: Option<&char>, b: Option<&char>| {
        let pair = a.zip(b);
        pair.is_some_and(|(a, b)| {
            a.is_alphanumeric() && b.is_alphanumeric() && !is_unspaced(*a) && !is_unspaced(*b)
        })
    };
    let before = start.checked_sub(1).and_then(|at| chars.get(at));
    let end = start + n;
    !joins(before, chars.get(start)) && !joins(chars.get(end - 1), chars.get(end))
}

//! Interviewers by their role: in place of their names, and where texts name them.
//!
//! What people wrote is searched for the names and signatures of the panel's interviewers, in
//! either normal form and in any case. It cannot be searched for what nobody told: nicknames,
//! initials, a name with an ending of its language, and who is meant by "my colleague".

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, Panel, Record};
use crate::rubric::{RoundIdx, Rubric};
use crate::scorecard::{Scorecard, composed, identity_key};

/// The role of whom the rubric gives none.
pub(super) const UNKNOWN: &str = "Interviewer";

/// What those go by who decided without having been on the panel.
const OUTSIDE: &str = "Somebody outside the panel";

/// The roles on one panel.
#[derive(Debug, Clone)]
pub struct Roles {
    /// By identity key.
    roles: BTreeMap<String, String>,
    /// What stands for whom in texts, the longest first.
    words: Vec<Word>,
}

/// What may stand for an interviewer in a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    /// In one normal form; in lower case unless `is_exact`.
    letters: Vec<char>,
    /// Whether it counts in its own case alone, as names that are words too do.
    is_exact: bool,
    role: String,
}

impl Roles {
    /// Everybody who has a card or a seat on the panel.
    pub(super) fn new(rubric: &Rubric, panel: &Panel<'_>, record: &Record, names: &Names) -> Self {
        let seats = seats(rubric, panel, record);
        let candidate = names.person(panel.candidate);
        let own: BTreeSet<String> = [&candidate.id, &candidate.name]
            .into_iter()
            .flat_map(|name| parts(name).chain([name.trim()]))
            .map(identity_key)
            .collect();
        let mut roles = Self {
            roles: numbered(&seats, None),
            words: Vec::new(),
        };
        roles.words = words(&seats, names, &roles, &own);
        // A rubric may say who runs a round by name.
        let is_named = |role: &str| roles.said(role) != role;
        if seats.iter().any(|seat| is_named(&seat.role)) {
            let telling = seats.iter().filter(|seat| is_named(&seat.role));
            let telling: BTreeSet<&str> = telling.map(|seat| seat.role.as_str()).collect();
            roles.roles = numbered(&seats, Some(&telling));
            roles.words = words(&seats, names, &roles, &own);
        }
        roles
    }

    /// The role of an interviewer.
    #[must_use]
    pub fn role(&self, signature: &str) -> &str {
        let role = self.roles.get(&identity_key(signature));
        role.map_or(UNKNOWN, String::as_str)
    }

    /// A text with roles where it names the panel's interviewers.
    #[must_use]
    pub fn said(&self, text: &str) -> String {
        let found = Found::new(text);
        let mut out = String::new();
        let mut at = 0;
        let mut is_changed = false;
        while at < found.letters.len() {
            if let Some(word) = self.words.iter().find(|word| found.has(word, at)) {
                out.push_str(&word.role);
                at += word.letters.len();
                is_changed = true;
            } else {
                out.extend(found.letters[at].written);
                at += 1;
            }
        }
        if is_changed { out } else { text.to_owned() }
    }

    /// A card with roles where its texts name interviewers.
    #[must_use]
    pub fn card(&self, card: &Scorecard) -> Scorecard {
        let mut card = card.clone();
        card.summary = self.said(&card.summary);
        card.private_note = card.private_note.map(|note| self.said(&note));
        for score in &mut card.scores {
            score.evidence = score.evidence.take().map(|evidence| self.said(&evidence));
        }
        card
    }
}

/// Somebody's first seat on the panel.
struct Seat {
    key: String,
    signature: String,
    role: String,
}

/// Each interviewer once, in loop order, then those who decided.
fn seats(rubric: &Rubric, panel: &Panel<'_>, record: &Record) -> Vec<Seat> {
    let cards = panel.cards.iter().chain(&panel.uncounted);
    let cards = cards.map(|card| (card.round, card.interviewer.as_str()));
    let awaited = record.awaited.iter().filter_map(|seat| {
        let mut rounds = rubric.rounds_at(panel.level);
        let round = rounds.find(|idx| rubric.round(*idx).id.value == seat.round)?;
        Some((round, seat.interviewer.as_str()))
    });
    let mut all: Vec<(RoundIdx, &str)> = cards.chain(awaited).collect();
    all.sort_by_key(|(round, signature)| (*round, identity_key(signature)));
    let mut seen = BTreeSet::new();
    all.retain(|(_, signature)| seen.insert(identity_key(signature)));
    let seat = |signature: &str, role: &str| Seat {
        key: identity_key(signature),
        signature: signature.to_owned(),
        role: role.to_owned(),
    };
    let interviewers = all.into_iter().map(|(round, signature)| {
        let role = rubric.round(round).interviewer.as_ref();
        let role = role.map(|role| role.value.trim());
        seat(
            signature,
            role.filter(|role| !role.is_empty()).unwrap_or(UNKNOWN),
        )
    });
    let mut seats: Vec<_> = interviewers.collect();
    for decision in &record.decisions {
        if seen.insert(identity_key(&decision.by)) {
            seats.push(seat(&decision.by, OUTSIDE));
        }
    }
    seats
}

/// Roles by identity key, numbered where several people have the same. Those among `named` are of
/// no use as roles.
fn numbered(seats: &[Seat], named: Option<&BTreeSet<&str>>) -> BTreeMap<String, String> {
    let role = |seat: &Seat| match named {
        Some(named) if named.contains(seat.role.as_str()) => UNKNOWN.to_owned(),
        _ => seat.role.clone(),
    };
    let mut n_each: BTreeMap<String, usize> = BTreeMap::new();
    for seat in seats {
        *n_each.entry(role(seat)).or_default() += 1;
    }
    let mut n_seen: BTreeMap<String, usize> = BTreeMap::new();
    seats
        .iter()
        .map(|seat| {
            let role = role(seat);
            let number = n_seen.entry(role.clone()).or_default();
            *number += 1;
            let shown = if n_each[&role] > 1 {
                format!("{role} {number}")
            } else {
                role
            };
            (seat.key.clone(), shown)
        })
        .collect()
}

/// What stands for interviewers in texts: names, signatures and their parts, but not what the
/// candidate is called.
fn words(seats: &[Seat], names: &Names, roles: &Roles, own: &BTreeSet<String>) -> Vec<Word> {
    let mut words = BTreeSet::new();
    for seat in seats {
        let role = roles.role(&seat.signature);
        let name = names.person(&seat.signature).name;
        for whole in [seat.signature.trim(), name.trim()] {
            words.extend(word(whole, false, role, own));
        }
        for part in parts(&name) {
            words.extend(word(part, true, role, own));
        }
        words.extend(of_address(&seat.signature, role, own));
    }
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.letters.len()));
    words
}

fn word(text: &str, is_exact: bool, role: &str, own: &BTreeSet<String>) -> Option<Word> {
    if text.is_empty() || own.contains(&identity_key(text)) {
        return None;
    }
    let found = Found::new(text).letters.into_iter();
    Some(Word {
        letters: found
            .filter_map(|letter| {
                if is_exact {
                    letter.written
                } else {
                    Some(letter.folded)
                }
            })
            .collect(),
        is_exact,
        role: role.to_owned(),
    })
}

/// The words of a name that are names themselves: not "de" and "van", and no single letters.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let words = name.split_whitespace();
    words.filter(|word| {
        let word = composed(word);
        let mut letters = word.chars();
        let first = letters.next();
        let is_name = first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
        is_name && letters.next().is_some()
    })
}

/// What an e-mail address says of a name: `grace.okafor@…` is "grace.okafor", "Grace" and
/// "Okafor". Whoever is called like a word has that word taken for them.
fn of_address(signature: &str, role: &str, own: &BTreeSet<String>) -> Vec<Word> {
    let Some((local, _)) = signature.trim().split_once('@') else {
        return Vec::new();
    };
    let mut words: Vec<_> = word(local, false, role, own).into_iter().collect();
    let pieces = local.split(|c: char| !c.is_alphabetic());
    for piece in pieces.filter(|piece| piece.chars().count() > 2) {
        let mut letters = piece.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .collect();
        let name = first + letters.as_str();
        words.extend(word(&name, true, role, own));
    }
    words
}

/// A text, letter by letter.
struct Found {
    letters: Vec<Letter>,
}

/// A letter in lower case; those that are several in lower case are written at the first.
struct Letter {
    written: Option<char>,
    folded: char,
}

impl Found {
    fn new(text: &str) -> Self {
        let text = composed(text);
        let letters = text.chars().flat_map(|c| {
            c.to_lowercase()
                .enumerate()
                .map(move |(idx, folded)| Letter {
                    written: (idx == 0).then_some(c),
                    folded: if c.is_whitespace() { ' ' } else { folded },
                })
        });
        Self {
            letters: letters.collect(),
        }
    }

    /// Whether a word stands at a place, and is no part of a longer one.
    fn has(&self, word: &Word, at: usize) -> bool {
        let Some(place) = self.letters.get(at..at + word.letters.len()) else {
            return false;
        };
        let mut pairs = place.iter().zip(&word.letters);
        let is_same = if word.is_exact {
            pairs.all(|(letter, c)| letter.written == Some(*c))
        } else {
            pairs.all(|(letter, c)| letter.folded == *c)
        };
        let (Some(first), Some(last)) = (place.first(), place.last()) else {
            return false;
        };
        let before = at
            .checked_sub(1)
            .and_then(|before| self.letters.get(before));
        let after = self.letters.get(at + word.letters.len());
        let joins = |a: Option<&Letter>, b: &Letter| {
            a.is_some_and(|a| is_part(a.folded) && is_part(b.folded) && !runs_on(b.folded))
        };
        // A mark on the last letter makes it another letter.
        let is_marked = after.is_some_and(|after| is_mark(after.folded));
        is_same && !is_marked && !joins(before, first) && !joins(after, last)
    }
}

/// Whether a character is part of a word.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Whether a character is an accent on the one before.
fn is_mark(c: char) -> bool {
    matches!(
        u32::from(c),
        0x0300..=0x036f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f
    )
}

/// Whether a script has no space between words, or hangs particles on them: Chinese, Japanese,
/// Korean, Thai, Lao, Burmese, Khmer.
fn runs_on(c: char) -> bool {
    matches!(
        u32::from(c),
        0x0e00..=0x0eff
            | 0x1000..=0x109f
            | 0x1100..=0x11ff
            | 0x1780..=0x17ff
            | 0x2e80..=0x9fff
            | 0xa960..=0xa97f
            | 0xac00..=0xd7ff
            | 0xf900..=0xfaff
            | 0x2_0000..=0x3_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Roles of people who sign and are called like that.
    fn roles(people: &[(&str, &str)], candidate: &[&str]) -> Roles {
        let mut names = Names::default();
        let seats: Vec<Seat> = people
            .iter()
            .map(|(signature, name)| {
                names.insert(signature, name);
                Seat {
                    key: identity_key(signature),
                    signature: (*signature).to_owned(),
                    role: "Peer".to_owned(),
                }
            })
            .collect();
        let own = candidate.iter().map(|name| identity_key(name)).collect();
        let mut roles = Roles {
            roles: numbered(&seats, None),
            words: Vec::new(),
        };
        roles.words = words(&seats, &names, &roles, &own);
        roles
    }

    #[test]
    fn names_give_way_in_any_case_and_either_normal_form() {
        let roles = roles(
            &[
                ("grace.okafor@example.com", "Grace Okafor"),
                ("jose", "José Ibarra"),
                ("lei@example.com", "李雷"),
                ("eve|x", "<b>Eve</b>"),
            ],
            &[],
        );
        for (text, expected) in [
            ("As GRACE OKAFOR said", "As Peer 1 said"),
            ("Grace, and Okafor.", "Peer 1, and Peer 1."),
            ("mail grace.okafor@example.com!", "mail Peer 1!"),
            ("@grace.okafor agreed", "@Peer 1 agreed"),
            (
                "Jose\u{301} Ibarra and Jos\u{e9} Ibarra",
                "Peer 2 and Peer 2",
            ),
            ("JOSÉ IBARRA'S view", "Peer 2'S view"),
            ("JOSE saw it", "Peer 2 saw it"),
            ("我同意李雷说的", "我同意Peer 3说的"),
            ("Lei thinks so", "Peer 3 thinks so"),
            ("eve|x", "Peer 4"),
            ("Grace\nOkafor", "Peer 1"),
        ] {
            assert_eq!(roles.said(text), expected, "{text}");
        }
    }

    #[test]
    fn other_words_stay_as_they_were() {
        let roles = roles(
            &[("okafor@example.com", "Grace Okafor"), ("ann", "Ann")],
            &[],
        );
        for text in [
            "with grace under load",
            "Graceful shutdown",
            "planned, annotated",
            "Anno",
            "Ann\u{303}o",
            "e\u{301} stays in its form",
        ] {
            assert_eq!(roles.said(text), text);
        }
    }

    #[test]
    fn what_the_candidate_is_called_stays() {
        let roles = roles(&[("x@example.com", "José Ibarra")], &["José", "José Pérez"]);
        assert_eq!(roles.said("José Pérez knew it"), "José Pérez knew it");
        assert_eq!(roles.said("José Ibarra knew it"), "Peer knew it");
    }
}

//! Deadlines as a calendar file, RFC 5545. The one door to `icalendar`.
//!
//! Nothing in it comes from a clock: the same deadlines give the same bytes.

use icalendar::{Calendar, Class, Component as _, Event, Property};

use crate::text::{sha256_hex, visible};

/// One deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// What tells it from every other deadline, also once it has moved.
    pub key: Vec<String>,
    /// A line on what is due.
    pub summary: String,
    /// More on it, as lines.
    pub description: String,
    /// When it is due: RFC 3339 in UTC, to the second.
    pub due: String,
    /// When it was set, likewise.
    pub set: String,
    /// A number that is higher whenever it moves.
    pub revision: u64,
}

/// Deadlines as one file; each is an entry without a length at the moment it is due.
#[must_use]
pub fn write(deadlines: &[Deadline]) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Panelkit//Panelkit//EN"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    for deadline in deadlines {
        calendar.push(event(deadline));
    }
    calendar.to_string()
}

fn event(deadline: &Deadline) -> Event {
    let key: Vec<_> = deadline.key.iter().map(String::as_bytes).collect();
    let uid = sha256_hex(&key.join(&0));
    Event::new()
        .uid(&format!("{uid}@panelkit"))
        .add_property("DTSTAMP", basic(&deadline.set))
        .add_property("DTSTART", basic(&deadline.due))
        .add_property("SEQUENCE", number(deadline.revision).to_string())
        .add_property("TRANSP", "TRANSPARENT")
        .class(Class::Private)
        .summary(&visible(&deadline.summary))
        .description(&visible(&deadline.description))
        .done()
}

/// `20261120T083000Z` of `2026-11-20T08:30:00Z`.
fn basic(moment: &str) -> String {
    moment.chars().filter(|c| !matches!(c, '-' | ':')).collect()
}

/// Numbers of calendars have 31 bits.
fn number(revision: u64) -> i32 {
    i32::try_from(revision).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deadline(summary: &str) -> Deadline {
        Deadline {
            key: vec!["ada".to_owned(), "onsite".to_owned(), "grace".to_owned()],
            summary: summary.to_owned(),
            description: "one\ntwo".to_owned(),
            due: "2026-11-20T08:30:00Z".to_owned(),
            set: "2026-11-18T00:00:00Z".to_owned(),
            revision: 7,
        }
    }

    #[test]
    fn a_deadline_is_an_entry() {
        let lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Panelkit//Panelkit//EN",
            "METHOD:PUBLISH",
            "BEGIN:VEVENT",
            "CLASS:PRIVATE",
            "DESCRIPTION:one\\ntwo",
            "DTSTAMP:20261118T000000Z",
            "DTSTART:20261120T083000Z",
            "SEQUENCE:7",
            "SUMMARY:Card\\, due\\; now",
            "TRANSP:TRANSPARENT",
        ];
        let written = write(&[deadline("Card, due; now")]);
        assert!(
            written.starts_with(&(lines.join("\r\n") + "\r\nUID:")),
            "{written}"
        );
        assert!(
            written.ends_with("\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
            "{written}"
        );
        assert_eq!(written, write(&[deadline("Card, due; now")]));
    }

    #[test]
    fn text_stays_in_its_line() {
        let hostile =
            "Łucja 李雷 عمر 👩\u{200d}💻\r\nATTENDEE:x\rEVIL:1\nEND:VEVENT\u{85}\u{2028}\0\x07 "
                .repeat(9);
        let written = write(&[deadline(&hostile)]);
        assert_eq!(written.matches("BEGIN:VEVENT").count(), 1);
        for line in written.split_terminator("\r\n") {
            assert!(line.len() <= 75, "{line}");
            assert!(!line.contains(['\r', '\n', '\0', '\x07']), "{line:?}");
        }
        let unfolded = written.replace("\r\n ", "");
        let names: Vec<_> = unfolded
            .split("\r\n")
            .filter_map(|line| line.split([':', ';']).next())
            .collect();
        assert!(
            !names.contains(&"ATTENDEE") && !names.contains(&"EVIL"),
            "{names:?}"
        );
        assert!(
            unfolded.contains("SUMMARY:Łucja 李雷 عمر 👩\u{200d}💻\\nATTENDEE:x\\\\x0dEVIL:1\\n")
        );
    }
}

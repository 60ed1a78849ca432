//! Moments, to the second, in UTC. The one door to `jiff`.

use std::fmt;

use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use crate::document::Date;

/// The first second of the year 1.
const EARLIEST: i64 = -62_135_596_800;

/// The day it is where this machine stands, as `2026-11-20`; in UTC where it does not know.
#[must_use]
pub fn today() -> String {
    Zoned::now().date().to_string()
}

/// A moment in UTC, to the second, from the year 1 to 9999. Written as RFC 3339 with a `Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Moment(Timestamp);

impl Moment {
    /// What the clock says.
    #[must_use]
    pub fn now() -> Self {
        Self::from_seconds(Timestamp::now().as_second()).unwrap_or(Self(Timestamp::UNIX_EPOCH))
    }

    /// A moment by its seconds since 1970-01-01 00:00 UTC; none outside the years 1 to 9999.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        let at = Timestamp::from_second(seconds).ok()?;
        (seconds >= EARLIEST).then_some(Self(at))
    }

    /// Reads RFC 3339 with any offset, such as `2026-11-20T09:30:00+01:00`. Parts of a second
    /// are dropped.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let at: Timestamp = text.parse().ok()?;
        let part = i64::from(at.subsec_nanosecond() < 0);
        Self::from_seconds(at.as_second() - part)
    }

    /// Seconds since 1970-01-01 00:00 UTC.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.as_second()
    }

    /// The day that it is in UTC then; none where it cannot be told.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        self.to_string().get(..10).and_then(Date::parse)
    }

    /// The moment some hours later; the last one there is where that is past the year 9999.
    #[must_use]
    pub fn plus_hours(self, hours: u32) -> Self {
        let later = self.seconds() + i64::from(hours) * 3600;
        Self::from_seconds(later).unwrap_or(self)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("not a moment as RFC 3339 has it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_written_to_the_second_in_utc() {
        let moment = Moment::parse("2026-11-20T09:30:00.987+01:00").unwrap();
        assert_eq!(moment.to_string(), "2026-11-20T08:30:00Z");
        assert_eq!(moment.day().unwrap().to_string(), "2026-11-20");
        assert_eq!(moment.plus_hours(24).to_string(), "2026-11-21T08:30:00Z");
        assert_eq!(Moment::parse(&moment.to_string()), Some(moment));
        let before_1970 = Moment::parse("1969-12-31T23:59:59.5Z").unwrap();
        assert_eq!(before_1970.seconds(), -1);
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in [
            "",
            "2026-11-20",
            "tomorrow",
            "2026-13-01T00:00:00Z",
            "-000001-01-01T00:00:00Z",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
        assert_eq!(Moment::from_seconds(i64::MIN), None);
        assert_eq!(Moment::from_seconds(EARLIEST - 1), None);
        let first = Moment::from_seconds(EARLIEST).unwrap();
        assert_eq!(first.day().unwrap().to_string(), "0001-01-01");
        let last = Moment::from_seconds(253_402_207_200).unwrap();
        assert_eq!(last.plus_hours(u32::MAX), last);
    }
}

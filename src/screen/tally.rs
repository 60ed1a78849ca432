//! How many applications became what, and what each knock-out made of them.

use std::collections::BTreeMap;

use super::doubt::KINDS;
use super::{Judged, Kind, Mark, Outcome, Screen};

/// How many rows became what. Who reads counts `read`, row by row, apart from what became of
/// them, so that the sums say something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows under the header, blank lines left out.
    pub read: u64,
    /// That advance.
    pub advance: u64,
    /// That a person looks at.
    pub review: u64,
    /// That are proposed for decline.
    pub decline: u64,
    /// That could not be read as rows.
    pub rejects: u64,
    /// What each knock-out made of them, in the order of [`Screen::knockouts`].
    pub knockouts: Vec<KnockoutTally>,
    /// How often an answer was unclear, by kind.
    pub unclear: BTreeMap<Kind, u64>,
    /// Rows about which something beside the answers was in doubt.
    pub doubtful: u64,
    /// How many of these of each kind of doubt, in the order of the kinds; a row may be of several.
    pub doubts: [u64; KINDS.len()],
}

/// What one knock-out made of the applications.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnockoutTally {
    /// Its id.
    pub id: String,
    /// Applications that it was asked of.
    pub asked: u64,
    /// That passed.
    pub passed: u64,
    /// That clearly failed.
    pub failed: u64,
    /// That gave no plain answer.
    pub unclear: u64,
}

impl Tally {
    /// Nothing yet.
    #[must_use]
    pub fn of(screen: &Screen<'_>) -> Self {
        let knockouts = screen.knockouts().map(|knockout| KnockoutTally {
            id: knockout.id.value.clone(),
            ..KnockoutTally::default()
        });
        Self {
            knockouts: knockouts.collect(),
            ..Self::default()
        }
    }

    /// Counts what became of an application. Its row is counted as read by who reads it.
    pub fn count(&mut self, judged: &Judged) {
        match judged.outcome {
            Outcome::Advance => self.advance += 1,
            Outcome::Review => self.review += 1,
            Outcome::Decline => self.decline += 1,
        }
        self.doubtful += u64::from(!judged.doubts.is_empty());
        for (kind, n) in self.doubts.iter_mut().enumerate() {
            *n += u64::from(judged.doubts.iter().any(|doubt| doubt.kind() == kind));
        }
        for (knockout, mark) in self.knockouts.iter_mut().zip(&judged.marks) {
            knockout.count(*mark);
            if let Mark::Unclear(kind) = mark {
                *self.unclear.entry(*kind).or_default() += 1;
            }
        }
    }

    /// Adds what was counted of other rows by the same screen.
    pub fn merge(&mut self, other: &Self) {
        self.read += other.read;
        self.advance += other.advance;
        self.review += other.review;
        self.decline += other.decline;
        self.rejects += other.rejects;
        self.doubtful += other.doubtful;
        for (kind, more) in self.doubts.iter_mut().zip(other.doubts) {
            *kind += more;
        }
        for (knockout, more) in self.knockouts.iter_mut().zip(&other.knockouts) {
            knockout.asked += more.asked;
            knockout.passed += more.passed;
            knockout.failed += more.failed;
            knockout.unclear += more.unclear;
        }
        for (kind, n) in &other.unclear {
            *self.unclear.entry(*kind).or_default() += n;
        }
    }

    /// Whether every row that was read became something, and every answer asked for was heard.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let rows = self.advance + self.review + self.decline + self.rejects;
        let heard = |one: &KnockoutTally| one.asked == one.passed + one.failed + one.unclear;
        rows == self.read && self.knockouts.iter().all(heard)
    }
}

impl KnockoutTally {
    fn count(&mut self, mark: Mark) {
        self.asked += u64::from(mark != Mark::NotAsked);
        match mark {
            Mark::NotAsked => {}
            Mark::Passed => self.passed += 1,
            Mark::Failed => self.failed += 1,
            Mark::Unclear(_) => self.unclear += 1,
        }
    }
}

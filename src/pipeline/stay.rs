//! Where a candidate stands at each stage, and since when.

use serde::Serialize;

use super::course::{Course, Recorded};
use crate::document::Date;
use crate::store::{Choice, Passage, Stage};

/// What a day follows from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A person's record of the stage.
    Record,
    /// The candidate was added.
    Added,
    /// A seat was assigned, or a card came.
    Cards,
    /// A later stage was entered.
    LaterStage,
    /// A decision was made.
    Decision,
}

impl Source {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Added => "added",
            Self::Cards => "cards",
            Self::LaterStage => "later-stage",
            Self::Decision => "decision",
        }
    }
}

/// A candidate at one stage that they came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Stay {
    /// The stage.
    pub stage: Stage,
    /// What happened; [`Passage::Entered`] where they wait in it.
    pub what: Passage,
    /// The day they came to it, and what that follows from; none where it is not known.
    pub entered: Option<(Date, Source)>,
    /// The day they left it; none where it is not known and where they wait.
    pub left: Option<Date>,
    /// What tells that they left; none where they wait.
    pub left_by: Option<Source>,
    /// The record of the stage, where there is one that says what happened.
    pub record: Option<Recorded>,
    /// Where a record says otherwise than what else is kept: what that says.
    pub otherwise: Vec<String>,
}

impl Stay {
    /// Whether they wait in it.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.what == Passage::Entered
    }

    /// The word for where they stand: `waiting`, or what happened.
    #[must_use]
    pub fn state(&self) -> &'static str {
        if self.waits() {
            "waiting"
        } else {
            self.what.as_str()
        }
    }

    /// Days from coming to leaving, or until now where they wait; none where a day is missing.
    #[must_use]
    pub fn days(&self, now: Date) -> Option<u32> {
        let until = if self.waits() { Some(now) } else { self.left };
        let (entered, _) = self.entered?;
        u32::try_from(until?.day_number() - entered.day_number()).ok()
    }
}

/// The stages that a candidate came to by some day, in the order of the process. What happened after
/// that day is left out: who left later still waits.
#[must_use]
pub fn stays(course: &Course, now: Date) -> Vec<Stay> {
    let end = course.records.iter().find(|(_, record)| record.is_end());
    let end = end.map(|(stage, _)| *stage);
    let mut stays: Vec<Stay> = Stage::ALL
        .into_iter()
        .filter_map(|stage| begun(course, stage, end))
        .collect();
    for at in 0..stays.len() {
        let (before, later) = stays.split_at_mut(at + 1);
        leave(&mut before[at], later, course);
    }
    for stay in &mut stays {
        contradict(stay, course, end);
        mend(stay);
    }
    stays.into_iter().filter_map(|stay| by(stay, now)).collect()
}

/// The stay at a stage, where something says that the candidate came to it. After an end that was
/// recorded, only records say so.
fn begun(course: &Course, stage: Stage, end: Option<Stage>) -> Option<Stay> {
    let record = course.records.get(&stage);
    let is_over = end.is_some_and(|end| end < stage);
    let seen = seen(course, stage);
    if record.is_none() && (is_over || seen.is_none()) {
        return None;
    }
    let recorded = record.and_then(|record| record.entered);
    let entered = match recorded {
        Some(day) => Some((day, Source::Record)),
        None => seen.and_then(|Seen(day)| day),
    };
    Some(Stay {
        stage,
        what: Passage::Entered,
        entered,
        left: None,
        left_by: None,
        record: record.cloned(),
        otherwise: Vec::new(),
    })
}

/// Something besides records that tells of a stage, with the day where that is known.
struct Seen(Option<(Date, Source)>);

/// What besides records says that a candidate came to a stage, with the day where that is known.
fn seen(course: &Course, stage: Stage) -> Option<Seen> {
    let with = |source| move |day| (day, source);
    match stage {
        Stage::Application => Some(Seen(course.added.map(with(Source::Added)))),
        Stage::Decision => {
            let is_there = course.complete.is_some() || course.decided.is_some();
            is_there.then(|| Seen(course.complete.map(with(Source::Cards))))
        }
        _ => {
            let cards = course.cards.get(&stage)?;
            Some(Seen(cards.first.map(with(Source::Cards))))
        }
    }
}

/// Says what happened at a stage, given the later ones that the candidate came to.
fn leave(stay: &mut Stay, later: &[Stay], course: &Course) {
    let recorded = stay.record.as_ref();
    if let Some(record) = recorded.filter(|record| record.what != Passage::Entered) {
        (stay.what, stay.left) = (record.what, Some(record.on));
        stay.left_by = Some(Source::Record);
        return;
    }
    // Somebody who came to a stage again after a later one is back in it.
    let since = recorded.and_then(|record| record.entered);
    let counts =
        |day: Option<Date>| !matches!((since, day), (Some(since), Some(day)) if day < since);
    if stay.stage == Stage::Decision {
        if let Some((choice, day)) = course.decided.filter(|(_, day)| counts(Some(*day))) {
            stay.what = match choice {
                Choice::Hire => Passage::Passed,
                Choice::NoHire => Passage::Declined,
            };
            (stay.left, stay.left_by) = (Some(day), Some(Source::Decision));
        }
        return;
    }
    let day_of = |stay: &Stay| stay.entered.map(|(day, _)| day);
    let onwards: Vec<_> = later.iter().filter(|later| counts(day_of(later))).collect();
    let is_told = onwards.iter().any(|later| later.record.is_some()) || course.decided.is_some();
    let cards = course.cards.get(&stay.stage).copied().unwrap_or_default();
    // Whole loops are assigned at once: who is waited for here has not gone on.
    if onwards.is_empty() || (cards.n_open > 0 && !is_told) {
        return;
    }
    let day = onwards.iter().filter_map(|later| day_of(later)).min();
    stay.what = Passage::Passed;
    stay.left_by = Some(Source::LaterStage);
    stay.left = match cards.last_came {
        Some(last) if !is_told => day.map(|day| day.max(last)),
        _ => day,
    };
}

/// Says where records are at odds with what else is kept.
fn contradict(stay: &mut Stay, course: &Course, end: Option<Stage>) {
    let Some(record) = &stay.record else {
        return;
    };
    let cards = course.cards.get(&stay.stage);
    if let (Some(entered), Some(came)) = (record.entered, cards.and_then(|cards| cards.first_came))
        && came < entered
    {
        stay.otherwise
            .push(format!("a card came on {came}, before they entered"));
    }
    if let (Stage::Decision, Some((choice, day))) = (stay.stage, course.decided) {
        let is_other = matches!(
            (choice, record.what),
            (Choice::Hire, Passage::Declined) | (Choice::NoHire, Passage::Passed)
        );
        if is_other {
            let choice = choice.as_str();
            stay.otherwise
                .push(format!("{choice} was decided on {day}"));
        }
    }
    if end == Some(stay.stage) {
        stay.otherwise.extend(beyond(course, stay.stage));
    }
}

/// What is kept of stages after the one at which a record ends the candidate's way.
fn beyond(course: &Course, end: Stage) -> Vec<String> {
    let is_later = |stage: &Stage| *stage > end;
    let records = course.records.iter().filter(|(stage, _)| is_later(stage));
    let records = records.map(|(stage, record)| {
        let (stage, what) = (stage.as_str(), record.what.as_str());
        format!("`{stage}` is recorded as {what} on {}", record.on)
    });
    let unrecorded = |stage: &Stage| is_later(stage) && !course.records.contains_key(stage);
    let cards = course.cards.keys().filter(|stage| unrecorded(stage));
    let cards = cards.map(|stage| format!("there are seats or cards of `{}`", stage.as_str()));
    let decided = course.decided.filter(|_| unrecorded(&Stage::Decision));
    let decided = decided.map(|(choice, day)| format!("{} was decided on {day}", choice.as_str()));
    records.chain(cards).chain(decided).collect()
}

/// Takes a day away that cannot be: nobody leaves a stage before they came to it.
fn mend(stay: &mut Stay) {
    let (Some((entered, source)), Some(left)) = (stay.entered, stay.left) else {
        return;
    };
    if entered <= left {
        return;
    }
    let seen = match source {
        Source::Record => {
            stay.left = None;
            stay.otherwise
                .push(format!("left on {left}, before they entered"));
            return;
        }
        Source::Added => "added",
        _ => "first assigned",
    };
    stay.entered = None;
    stay.otherwise
        .push(format!("{seen} on {entered}, after they left"));
}

/// The stay as it stood at the end of a day; none where it began later, or where it ended later and
/// nobody knows when it began.
fn by(mut stay: Stay, now: Date) -> Option<Stay> {
    let is_left_later = stay.left.is_some_and(|day| day > now);
    match stay.entered {
        Some((day, _)) if day > now => return None,
        None if is_left_later => return None,
        _ => {}
    }
    if is_left_later {
        (stay.what, stay.left, stay.left_by) = (Passage::Entered, None, None);
        stay.record = stay.record.filter(|record| record.on <= now);
    }
    Some(stay)
}

//! A candidate of the pool as they would be with other cards, or with interviewers of other
//! severity. The pool itself stays as it was estimated.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Member, Pool, name};
use crate::calibration::records::Record;
use crate::calibration::supposed::Supposed;
use crate::packet::Panel;
use crate::rubric::Rubric;
use crate::scorecard::identity_key;

/// What is changed.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The panel as it is.
    pub before: &'a Panel<'a>,
    /// The panel as it is supposed to be.
    pub after: &'a Panel<'a>,
    /// Severities in logits that are taken as known, the mean of all being 0, by what signatures
    /// are compared by.
    pub severities: &'a BTreeMap<String, f64>,
}

/// Numbers for who and what the pool does not know: they follow on those it knows.
struct Numbers<'a> {
    pool: &'a Pool,
    /// For each criterion of the rubric its item.
    items: Vec<Option<usize>>,
    interviewers: BTreeMap<String, u32>,
}

impl Pool {
    /// What a candidate is after a change; none where no number is left. `member` is what they
    /// are before it, where the pool has a score of theirs.
    #[must_use]
    pub fn supposed<'a>(
        &'a self,
        rubric: &Rubric,
        member: Option<&Arc<Member<'a>>>,
        change: &Change<'_>,
    ) -> Option<Arc<Member<'a>>> {
        let items = match member {
            Some(member) => member.items.clone(),
            None => self.items(rubric, change.after.level),
        };
        let mut numbers = Numbers {
            pool: self,
            items,
            interviewers: BTreeMap::new(),
        };
        let before = numbers.records(rubric, change.before);
        let after = numbers.records(rubric, change.after);
        let severities = numbers.severities(change.severities);
        if let Some(member) = member.filter(|_| before == after && severities.is_empty()) {
            return Some(Arc::clone(member));
        }
        let own = member.map(|member| member.own.as_ref()).unwrap_or_default();
        let own = exchanged(own, &before, after);
        let ratings: Vec<_> = own
            .iter()
            .map(|one| (one.interviewer, one.item, one.score))
            .collect();
        let candidate = self.numbers.get(&name(rubric, change.after.candidate));
        let criteria: Vec<usize> = numbers.items.iter().flatten().copied().collect();
        let supposed = Supposed {
            criteria: &criteria,
            group: candidate.and_then(|number| self.model.design.group_of(*number)),
            ratings: &ratings,
            severities: &severities,
        };
        (!own.is_empty()).then(|| {
            Arc::new(Member {
                profile: self.profiles.supposed(&self.model, supposed),
                own: Cow::Owned(own),
                items: numbers.items,
            })
        })
    }
}

impl Numbers<'_> {
    /// The numbers of a panel's cards, as the pool counts them, in the pool's order.
    fn records(&mut self, rubric: &Rubric, panel: &Panel<'_>) -> Vec<Record> {
        let mut records = Vec::new();
        for card in &panel.cards {
            let interviewer = self.interviewer(&card.interviewer);
            for score in &card.scores {
                let is_panel = rubric.criterion(score.criterion).is_panel();
                let point = score.point().filter(|_| is_panel);
                let value = point.map(|point| rubric.scale().point(point).value);
                if let Some(score_given) = value.and_then(|value| i32::try_from(value).ok()) {
                    records.push(Record {
                        candidate: u32::MAX,
                        interviewer,
                        item: self.item(score.criterion.get()),
                        score: score_given,
                    });
                }
            }
        }
        records.sort_unstable_by_key(place);
        records
    }

    fn interviewer(&mut self, signature: &str) -> u32 {
        let key = identity_key(signature);
        if let Some(number) = self.pool.interviewers.get(&key) {
            return *number;
        }
        let next = self.pool.interviewers.len() + self.interviewers.len();
        let next = u32::try_from(next).unwrap_or(u32::MAX);
        *self.interviewers.entry(key).or_insert(next)
    }

    fn item(&mut self, criterion: usize) -> u32 {
        let known = self.items.iter().flatten().max().map_or(0, |most| most + 1);
        let next = known.max(self.pool.records.items.len());
        let item = *self.items[criterion].get_or_insert(next);
        u32::try_from(item).unwrap_or(u32::MAX)
    }

    /// Severities by interviewers' numbers, of those who are on the panel.
    fn severities(&self, by_key: &BTreeMap<String, f64>) -> BTreeMap<u32, f64> {
        let number = |key: &String| {
            let known = self.pool.interviewers.get(key);
            known.or_else(|| self.interviewers.get(key)).copied()
        };
        let given = by_key.iter();
        given
            .filter_map(|(key, severity)| Some((number(key)?, *severity + self.pool.placed.by)))
            .collect()
    }
}

/// Ratings of one candidate are in this order.
fn place(one: &Record) -> (u32, u32, i32) {
    (one.interviewer, one.item, one.score)
}

/// Ratings without some that are taken away and with others that come. The pool may know more of
/// a candidate than one panel has: cards made with another version of the rubric.
fn exchanged(own: &[Record], taken: &[Record], come: Vec<Record>) -> Vec<Record> {
    let mut taken: Vec<_> = taken.iter().map(place).collect();
    let mut left: Vec<Record> = own
        .iter()
        .filter(|one| {
            let at = taken.iter().position(|gone| *gone == place(one));
            at.map(|at| taken.swap_remove(at)).is_none()
        })
        .copied()
        .collect();
    left.extend(come);
    left.sort_unstable_by_key(place);
    left
}

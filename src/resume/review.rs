//! Applications as their reviewers scored them, side by side: a finished view.

use std::collections::BTreeMap;

use serde::Serialize;

use super::FORMAT;
use super::estimate::{Papers, Severity, Share};
use super::outcome::{Outcome, Reason, outcome};
use super::weighing::{Part, Weighing};
use crate::calibration::analysis::Method;
use crate::packet::{MethodNote, Names, cell};
use crate::rubric::{
    CriterionIdx, CriterionKind, LevelIdx, Named, RoundIdx, Rubric, RubricRef, Stage,
};
use crate::scorecard::{Scorecard, identity_key};
use crate::text::{Plain, count, counted, grouped};

pub use crate::packet::Person;

/// Applications at one level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Review {
    /// Version of this shape: [`FORMAT`].
    pub format: u32,
    /// By which rubric.
    pub rubric: RubricRef,
    /// At which level.
    pub level: Named,
    /// What it was held against.
    pub rules: Rules,
    /// The resume criteria of the level, in the rubric's order.
    pub criteria: Vec<Criterion>,
    /// How many of each outcome.
    pub counts: Counts,
    /// The applications: highest share first, those without one last, equal ones by id. Where
    /// intervals overlap that is no ranking.
    pub candidates: Vec<Reviewed>,
    /// Who reviewed, by signature.
    pub reviewers: Vec<Reviewer>,
    /// How the shares were come by.
    pub method: MethodNote,
    /// Where the store's log stood, as `NUMBER:HASH`; none where the cards came from files.
    pub head: Option<String>,
}

/// The rubric's rules for papers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rules {
    /// The share that advances: `resume-advance-at`.
    pub advance_at: f64,
    /// The probability of reaching it that proposes to advance: `hire-at`.
    pub probable_at: f64,
    /// The probability that proposes to decline: `no-hire-at`.
    pub improbable_at: f64,
    /// The share of the weight that must have been scored: `min-coverage`.
    pub min_coverage: f64,
    /// Points between two reviewers that are a disagreement: `max-spread`.
    pub max_spread: f64,
}

/// One resume criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Criterion {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Which heading it stands under.
    pub group: Option<String>,
    /// Its weight at the level.
    pub weight: f64,
    /// Whether it is answered with yes or no.
    pub yes_no: bool,
    /// The most it can get: the scale's highest number, or 1 for yes.
    pub most: f64,
}

/// Outcomes counted. `insufficient` are among `review`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Proposed to go on.
    pub advance: usize,
    /// For a person to look at.
    pub review: usize,
    /// Proposed not to.
    pub decline: usize,
    /// Of whom too little was scored.
    pub insufficient: usize,
}

/// One application.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reviewed {
    /// Whose.
    pub candidate: Person,
    /// What is proposed.
    pub outcome: Outcome,
    /// Whether enough was scored for that.
    pub sufficient: bool,
    /// The share of the most; none where nothing that counts has a number.
    pub share: Option<Share>,
    /// The same by the scores as given, without interval: equal to it where nothing is corrected.
    pub share_as_given: Option<f64>,
    /// Share of the weight that has a number, 0 to 1.
    pub coverage: f64,
    /// How it was come by, step by step.
    pub reasons: Vec<Reason>,
    /// How the interval lies to others'.
    pub others: Others,
    /// One a criterion, in the order of [`Review::criteria`].
    pub criteria: Vec<CriterionScores>,
    /// Cards that count.
    pub n_cards: usize,
    /// Trainees' cards: shown, never counted.
    pub n_trainees: usize,
    /// Reviews that are expected and not in.
    pub missing: Vec<Awaited>,
}

/// How an interval lies to those of the other applications.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Others {
    /// How many lie wholly under it.
    pub n_below: usize,
    /// How many lie wholly over it.
    pub n_above: usize,
    /// How many overlap with it: no order is known.
    pub n_within_noise: usize,
}

/// What reviewers say on one criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionScores {
    /// The criterion's id.
    pub criterion: String,
    /// The mean over reviewers, in points, or the share of yes; none where nobody gave a number.
    pub mean: Option<f64>,
    /// Points of the scale between the highest and the lowest; none with fewer than two numbers.
    /// A yes and a no are as far apart as the scale is long.
    pub spread: Option<f64>,
    /// Whether that is a disagreement to talk over.
    pub apart: bool,
    /// What each said, reviewers by round and signature, trainees last.
    pub scores: Vec<Said>,
}

/// What one reviewer says on one criterion.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Said {
    /// Who.
    pub reviewer: Person,
    /// `scored`, `not-assessed`, `no-evidence` or `declined`.
    pub state: &'static str,
    /// The number on the scale, where there is one.
    pub value: Option<i64>,
    /// As a person reads it: `3`, `yes`, `no evidence`.
    pub shown: String,
    /// What it rests on.
    pub evidence: Option<String>,
    /// Whether it is a trainee's, and does not count.
    pub shadow: bool,
}

/// A review that is expected and not in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Awaited {
    /// In which round.
    pub round: Named,
    /// Which of the round's seats, from 1.
    pub seat: usize,
    /// How many the round has.
    pub n_seats: usize,
    /// Who is expected; none where nobody is named.
    pub reviewer: Option<Person>,
}

/// Somebody who reviewed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reviewer {
    /// Who.
    pub reviewer: Person,
    /// Their cards here that count.
    pub n_cards: usize,
    /// Their trainee's cards here.
    pub n_shadow: usize,
    /// How far from an average reviewer they score an average application, in points of the scale:
    /// under 0 is more severe. None where that is not known.
    pub severity_points: Option<f64>,
    /// Lower end of its interval.
    pub severity_low: Option<f64>,
    /// Upper end.
    pub severity_high: Option<f64>,
}

/// What applications are reviewed by.
#[derive(Debug)]
pub struct Frame<'a> {
    /// The rubric.
    pub rubric: &'a Rubric,
    /// The level.
    pub level: LevelIdx,
    /// What is known of reviewers' severity, from all cards.
    pub severity: &'a Severity,
    /// Names to show.
    pub names: &'a Names,
    /// Where the store's log stood.
    pub head: Option<String>,
}

/// One application's cards.
#[derive(Debug, Clone, Default)]
pub struct Entry<'a> {
    /// Whose.
    pub candidate: String,
    /// Cards of rounds in which papers are reviewed, trainees' too.
    pub cards: Vec<&'a Scorecard>,
    /// Who is expected by name, by round; the rest of a round's seats are nobody's.
    pub expected: Vec<(RoundIdx, String)>,
}

/// Whether a card is a review of papers.
#[must_use]
pub fn is_review(rubric: &Rubric, card: &Scorecard) -> bool {
    rubric.round(card.round).stage == Stage::Resume
}

/// Reviews applications. Each has at least one card, or somebody expected.
#[must_use]
pub fn review(frame: &Frame<'_>, entries: Vec<Entry<'_>>) -> Review {
    let weighing = Weighing::of(frame.rubric, frame.level);
    let rules = frame.rubric.decision();
    let reviewers = reviewers(frame, &entries);
    let mut candidates: Vec<Reviewed> = entries
        .into_iter()
        .map(|entry| reviewed(frame, &weighing, entry))
        .collect();
    candidates.sort_by(|a, b| {
        let share = |one: &Reviewed| one.share.map_or(f64::NEG_INFINITY, |share| share.value);
        let by_share = share(b).total_cmp(&share(a));
        by_share.then_with(|| a.candidate.id.cmp(&b.candidate.id))
    });
    compare(&mut candidates);
    Review {
        format: FORMAT,
        rubric: frame.rubric.reference(),
        level: frame.rubric.named_level(frame.level),
        rules: Rules {
            advance_at: rules.resume_advance_at,
            probable_at: rules.hire_at,
            improbable_at: rules.no_hire_at,
            min_coverage: rules.min_coverage,
            max_spread: rules.max_spread,
        },
        criteria: criteria(frame.rubric, &weighing),
        counts: counts(&candidates),
        candidates,
        reviewers,
        method: method(frame.severity),
        head: frame.head.clone(),
    }
}

fn criteria(rubric: &Rubric, weighing: &Weighing) -> Vec<Criterion> {
    let parts = weighing.parts().iter();
    parts
        .map(|part| {
            let criterion = rubric.criterion(part.criterion);
            let group = match &criterion.kind {
                CriterionKind::Resume { group, .. } => group.as_ref().map(Plain::plain),
                _ => None,
            };
            Criterion {
                id: criterion.id.plain(),
                title: criterion.title.plain(),
                group,
                weight: part.weight,
                yes_no: part.is_yes_no,
                most: part.most,
            }
        })
        .collect()
}

fn counts(candidates: &[Reviewed]) -> Counts {
    let of = |outcome| {
        let with = candidates.iter().filter(|one| one.outcome == outcome);
        with.count()
    };
    Counts {
        advance: of(Outcome::Advance),
        review: of(Outcome::Review),
        decline: of(Outcome::Decline),
        insufficient: candidates.iter().filter(|one| !one.sufficient).count(),
    }
}

fn reviewed(frame: &Frame<'_>, weighing: &Weighing, mut entry: Entry<'_>) -> Reviewed {
    let rubric = frame.rubric;
    let rules = rubric.decision();
    let key = |card: &&Scorecard| (card.shadow, card.round, identity_key(&card.interviewer));
    entry.cards.sort_by_cached_key(key);
    let n_counted = entry.cards.iter().filter(|card| !card.shadow).count();
    let counted = &entry.cards[..n_counted];
    let papers = Papers {
        rubric,
        level: frame.level,
        weighing,
        line: rules.resume_advance_at,
    };
    let share = papers.share(&entry.candidate, counted, frame.severity);
    let has_number = |idx: CriterionIdx| counted.iter().any(|card| number(card, idx).is_some());
    let coverage = weighing.coverage(has_number);
    let (outcome, reasons) = outcome(coverage, share.as_ref(), rules);
    let parts = weighing.parts().iter();
    Reviewed {
        candidate: frame.names.person(&entry.candidate),
        outcome,
        sufficient: coverage >= rules.min_coverage && share.is_some(),
        share,
        share_as_given: weighing.share(|part| mean(rubric, counted, part)),
        coverage,
        reasons,
        others: Others::default(),
        criteria: parts
            .map(|part| said(frame, &entry.cards, counted, part))
            .collect(),
        n_cards: n_counted,
        n_trainees: entry.cards.len() - n_counted,
        missing: missing(frame, &entry),
    }
}

fn number(card: &Scorecard, idx: CriterionIdx) -> Option<crate::rubric::PointIdx> {
    card.score(idx)?.point()
}

/// The mean over cards in the part's own numbers.
fn mean(rubric: &Rubric, cards: &[&Scorecard], part: &Part) -> Option<f64> {
    let points = cards.iter().filter_map(|card| number(card, part.criterion));
    let values: Vec<f64> = points.map(|point| part.value(rubric, point)).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / count(values.len()))
}

fn said(
    frame: &Frame<'_>,
    cards: &[&Scorecard],
    counted: &[&Scorecard],
    part: &Part,
) -> CriterionScores {
    let rubric = frame.rubric;
    let points = || {
        counted
            .iter()
            .filter_map(|card| number(card, part.criterion))
    };
    let values = || points().map(|point| rubric.scale().value(point));
    let spread = values().reduce(f64::max).zip(values().reduce(f64::min));
    let spread = spread.map(|(highest, lowest)| highest - lowest);
    let spread = spread.filter(|_| points().count() > 1);
    CriterionScores {
        criterion: rubric.criterion(part.criterion).id.plain(),
        mean: mean(rubric, counted, part),
        spread,
        apart: spread.is_some_and(|spread| spread >= rubric.decision().max_spread),
        scores: cards
            .iter()
            .map(|card| one(frame, card, part))
            .filter(|said| said.state != "not-in-round")
            .collect(),
    }
}

fn one(frame: &Frame<'_>, card: &Scorecard, part: &Part) -> Said {
    let found = cell(frame.rubric, card, part.criterion);
    let (no, yes) = frame.rubric.scale().ends();
    let shown = match number(card, part.criterion).filter(|_| part.is_yes_no) {
        Some(point) if point == yes => "yes".to_owned(),
        Some(point) if point == no => "no".to_owned(),
        _ => found.shown,
    };
    Said {
        reviewer: frame.names.interviewer(&card.interviewer),
        state: found.state,
        value: found.value,
        shown,
        evidence: found.evidence,
        shadow: card.shadow,
    }
}

/// The seats of each round that are not filled: first those whose reviewer is known.
fn missing(frame: &Frame<'_>, entry: &Entry<'_>) -> Vec<Awaited> {
    let rubric = frame.rubric;
    let rounds = rubric.rounds_at(frame.level);
    let rounds = rounds.filter(|idx| rubric.round(*idx).stage == Stage::Resume);
    rounds
        .flat_map(|round| {
            let in_round = |card: &&&Scorecard| card.round == round && !card.shadow;
            let n_came = entry.cards.iter().filter(in_round).count();
            let expected = entry.expected.iter().filter(|(of, _)| *of == round);
            let named: Vec<&String> = expected.map(|(_, who)| who).collect();
            let n_seats = (rubric.round(round).interviewers as usize).max(n_came + named.len());
            (n_came..n_seats).map(move |seat| Awaited {
                round: rubric.named_round(round),
                seat: seat + 1,
                n_seats,
                reviewer: named
                    .get(seat - n_came)
                    .map(|who| frame.names.interviewer(who)),
            })
        })
        .collect()
}

/// Counts for each interval those that lie over and under it.
fn compare(candidates: &mut [Reviewed]) {
    let shares = || candidates.iter().filter_map(|one| one.share);
    let mut lows: Vec<f64> = shares().map(|share| share.low).collect();
    let mut highs: Vec<f64> = shares().map(|share| share.high).collect();
    lows.sort_by(f64::total_cmp);
    highs.sort_by(f64::total_cmp);
    for one in candidates {
        let Some(share) = one.share else {
            continue;
        };
        let n_below = highs.partition_point(|high| *high < share.low);
        let n_above = lows.len() - lows.partition_point(|low| *low <= share.high);
        one.others = Others {
            n_below,
            n_above,
            n_within_noise: lows.len() - 1 - n_below - n_above,
        };
    }
}

fn reviewers(frame: &Frame<'_>, entries: &[Entry<'_>]) -> Vec<Reviewer> {
    let mut found: BTreeMap<String, (&str, usize, usize)> = BTreeMap::new();
    for card in entries.iter().flat_map(|entry| &entry.cards) {
        let key = identity_key(&card.interviewer);
        let seen = found.entry(key).or_insert((&card.interviewer, 0, 0));
        if card.shadow {
            seen.2 += 1;
        } else {
            seen.1 += 1;
        }
    }
    let found = found.into_values();
    found
        .map(|(signature, n_cards, n_shadow)| {
            let known = frame.severity.of(signature).map(|of| of.severity.points);
            Reviewer {
                reviewer: frame.names.interviewer(signature),
                n_cards,
                n_shadow,
                severity_points: known.map(|points| points.value),
                severity_low: known.map(|points| points.low),
                severity_high: known.map(|points| points.high),
            }
        })
        .collect()
}

fn method(severity: &Severity) -> MethodNote {
    match severity {
        Severity::Unknown(why) => MethodNote {
            name: Method::RawMeans,
            severity_corrected: false,
            text: format!(
                "Shares are of the scores as given: nothing was corrected for how severe or lenient a \
                 reviewer is, since there are too few reviews to tell ({why}). Intervals assume that \
                 a score lies around the truth by half a step, a yes or a no by one half, and that one \
                 reviewer's scores of one application rise and fall together; they widen where \
                 reviewers disagree."
            ),
        },
        Severity::Estimated(pool) => {
            let size = pool.size();
            let unsure = if pool.converged() {
                ""
            } else {
                " The estimate did not converge and is where it stopped."
            };
            MethodNote {
                name: Method::SeverityModel,
                severity_corrected: true,
                text: format!(
                    "Shares are what a reviewer of average severity would be expected to give: \
                     severities were estimated from {} scores of {} by {}, of reviews of papers alone, \
                     and intervals allow for what is not known of them.{unsure}",
                    grouped(count(size.n_ratings)),
                    counted(size.n_candidates, "application"),
                    counted(size.n_interviewers, "reviewer"),
                ),
            }
        }
    }
}

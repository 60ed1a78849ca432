//! Scores: a row a score, also where there is no number, and one for each card that is missing or
//! sealed; or a row a candidate.

use std::collections::BTreeMap;

use serde::Serialize;

use super::panels::{self, Panel, UNASSIGNED};
use super::{FORMAT, Row, plain, shown};
use crate::packet::{cell, panel::why_uncounted};
use crate::render::csv::{LONG, ScoreRow, decimal};
use crate::rubric::{CriterionIdx, Rubric};
use crate::scorecard::{Recommendation, Scorecard};
use crate::store::{Candidate, KeptCard, SeatStatus};
use crate::text::count;

/// The columns that follow those of [`LONG`].
const MORE: &[&str] = &[
    "rubric_hash",
    "criterion_title",
    "seat",
    "due",
    "shadow",
    "card",
    "revision",
    "after_seeing_others",
];

/// The columns of the long table: those of a packet's, then more.
#[must_use]
pub fn columns() -> Vec<&'static str> {
    [LONG, MORE].concat()
}

/// The columns of the wide table before those of the criteria.
pub const WIDE: &[&str] = &[
    "candidate",
    "name",
    "level",
    "rubric",
    "rubric_version",
    "cards",
    "cards_missing",
];

/// What the state is of a card that did not come, and of one that cannot be read yet.
const MISSING: &str = "card-missing";
const SEALED: &str = "sealed";

/// A card that was read: its latest revision.
#[derive(Debug)]
pub struct ReadCard<'a> {
    /// As it is kept.
    pub kept: &'a KeptCard,
    /// What it says.
    pub card: Scorecard,
    /// The rubric it was made with.
    pub rubric: &'a Rubric,
    /// Whether its author had seen others' scores before this revision or an earlier one.
    pub after_seeing_others: bool,
}

/// One row of the long table. What is not known is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct LongRow {
    /// Version of this shape.
    pub format: u32,
    /// What a packet's long table has too.
    #[serde(flatten)]
    pub score: ScoreRow,
    /// The content hash of the rubric that the card was made with.
    pub rubric_hash: Option<String>,
    /// The criterion's title.
    pub criterion_title: Option<String>,
    /// Where the card stands: `in`, `in-late`, `due`, `overdue`, `declined`, `withdrawn` or
    /// `unassigned`.
    pub seat: &'static str,
    /// When the card is or was due, in UTC.
    pub due: Option<String>,
    /// Whether the card, or the seat, is a trainee's.
    pub shadow: bool,
    /// The card's own id: the SHA-256 of its bytes.
    pub card: Option<String>,
    /// Its revision.
    pub revision: Option<u32>,
    /// Whether its author had seen others' scores before this revision or an earlier one.
    pub after_seeing_others: Option<bool>,
}

impl Row for LongRow {
    fn cells(&self) -> Vec<String> {
        let mut cells = self.score.cells();
        cells.extend([
            shown(self.rubric_hash.as_deref()),
            shown(self.criterion_title.as_deref()),
            self.seat.to_owned(),
            shown(self.due.as_deref()),
            self.shadow.to_string(),
            shown(self.card.as_deref()),
            plain(self.revision),
            plain(self.after_seeing_others),
        ]);
        cells
    }
}

/// A candidate's panel with its cards.
#[derive(Debug)]
pub struct Scored<'a> {
    /// The record and the seats.
    pub panel: Panel<'a>,
    /// The cards that can be read, in the store's order.
    pub cards: &'a [ReadCard<'a>],
}

/// The long rows of a candidate: seat by seat, then the cards that nobody was asked for.
#[must_use]
pub fn long(scored: &Scored<'_>) -> Vec<LongRow> {
    let candidate = scored.panel.candidate;
    let mut rows = Vec::new();
    for seat in scored.panel.seats {
        match scored.card(seat) {
            Some(card) => rows.extend(of_card(candidate, seat, card)),
            None => rows.push(without_card(scored, seat)),
        }
    }
    rows.extend(panels::unassigned(&scored.panel).map(|round| {
        let mut row = scored.expected_row(&round.id);
        row.score.state = MISSING;
        row.seat = UNASSIGNED;
        row
    }));
    rows
}

impl<'a> Scored<'a> {
    fn card(&self, seat: &SeatStatus) -> Option<&'a ReadCard<'a>> {
        let mut cards = self.cards.iter();
        cards.find(|card| card.kept.card.seat == seat.seat)
    }

    /// A row for a round of which there is no card to read.
    fn expected_row(&self, round: &str) -> LongRow {
        let mut row = start(self.panel.candidate, round);
        row.score.rubric.clone_from(&self.panel.candidate.rubric);
        row.score.level.clone_from(&self.panel.candidate.level);
        if let Some((rubric, level)) = self.panel.expected {
            put_rubric(&mut row, rubric);
            row.score.level = Some(rubric.level(level).id.to_string());
        }
        row
    }
}

fn start(candidate: &Candidate, round: &str) -> LongRow {
    LongRow {
        format: FORMAT,
        score: ScoreRow {
            candidate: candidate.id.clone(),
            name: candidate.name.as_ref().unwrap_or(&candidate.id).clone(),
            round: round.to_owned(),
            ..ScoreRow::default()
        },
        ..LongRow::default()
    }
}

fn put_rubric(row: &mut LongRow, rubric: &Rubric) {
    let about = rubric.about();
    row.score.rubric = Some(about.id.to_string());
    row.score.rubric_version = Some(about.version.to_string());
    row.rubric_hash = Some(about.hash.clone());
}

fn put_seat(row: &mut LongRow, seat: &SeatStatus) {
    let signature = &seat.seat.interviewer.signature;
    row.score.interviewer = Some(signature.clone());
    row.score.interviewer_name = Some(signature.clone());
    row.seat = seat.state.as_str();
    row.due = seat.due.map(|due| due.to_string());
    row.shadow = seat.shadow;
}

fn without_card(scored: &Scored<'_>, seat: &SeatStatus) -> LongRow {
    let mut row = scored.expected_row(&seat.seat.round);
    put_seat(&mut row, seat);
    row.score.state = if seat.sealed { SEALED } else { MISSING };
    if let Some(id) = seat.card {
        row.card = Some(id.to_string());
        row.revision = Some(seat.n_revisions);
    }
    row
}

fn of_card(candidate: &Candidate, seat: &SeatStatus, read: &ReadCard<'_>) -> Vec<LongRow> {
    let (rubric, card) = (read.rubric, &read.card);
    let mut start = start(candidate, &seat.seat.round);
    put_rubric(&mut start, rubric);
    put_seat(&mut start, seat);
    start.score.level = Some(rubric.level(card.level).id.to_string());
    start.score.interviewed_on = Some(card.interviewed_on.to_string());
    start.score.recommendation = card.recommendation.map(Recommendation::as_str);
    start.shadow = card.shadow;
    start.card = Some(read.kept.card.id.to_string());
    start.revision = Some(read.kept.card.revision);
    start.after_seeing_others = Some(read.after_seeing_others);
    let cells = on_card(rubric, card).map(|(idx, cell)| {
        let criterion = rubric.criterion(idx);
        let mut row = start.clone();
        row.score.criterion = Some(criterion.id.to_string());
        row.score.weight = Some(criterion.weight(card.level));
        row.criterion_title = Some(criterion.title.to_string());
        row.score = row.score.with_cell(&cell);
        row
    });
    cells.collect()
}

/// What a card says of each criterion that it scores or that its round should have scored.
fn on_card<'a>(
    rubric: &'a Rubric,
    card: &'a Scorecard,
) -> impl Iterator<Item = (CriterionIdx, crate::packet::Cell)> + 'a {
    let expected = rubric.scored_in(card.round, card.level);
    rubric
        .criterion_places()
        .filter(move |idx| expected.contains(idx) || card.score(*idx).is_some())
        .map(|idx| (idx, cell(rubric, card, idx)))
}

/// One row of the wide table, as its cells.
#[derive(Debug, Clone, Serialize)]
pub struct WideRow(Vec<String>);

impl Row for WideRow {
    fn cells(&self) -> Vec<String> {
        self.0.clone()
    }
}

/// Numbers and states of one criterion.
#[derive(Debug, Default)]
struct Tally {
    values: Vec<i64>,
    states: Vec<&'static str>,
}

/// The wide row of a candidate: the mean of the numbers given for each criterion and the states of
/// its scores, each once. Trainees' cards and resume reviews are not counted.
#[must_use]
pub fn wide(scored: &Scored<'_>, criteria: &[&str]) -> WideRow {
    let counted: Vec<_> = scored
        .cards
        .iter()
        .filter(|read| why_uncounted(read.rubric, &read.card).is_none())
        .collect();
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for read in &counted {
        for (idx, cell) in on_card(read.rubric, &read.card) {
            let id = read.rubric.criterion(idx).id.to_string();
            let tally = tallies.entry(id).or_default();
            tally.values.extend(cell.value);
            tally.states.push(cell.state);
        }
    }
    let n_missing = missing(scored, &counted, &mut tallies);
    let row = scored.expected_row("");
    let mut cells = vec![
        shown(Some(&row.score.candidate)),
        shown(Some(&row.score.name)),
        shown(row.score.level.as_deref()),
        shown(row.score.rubric.as_deref()),
        shown(row.score.rubric_version.as_deref()),
        counted.len().to_string(),
        n_missing.to_string(),
    ];
    for id in criteria {
        let tally = tallies.remove(*id).unwrap_or_default();
        cells.push(mean(&tally.values).map(decimal).unwrap_or_default());
        cells.push(tally.states());
    }
    WideRow(cells)
}

/// Counts cards of panel rounds that did not come, as packets do, and puts them into the states of
/// what they would have scored.
fn missing(
    scored: &Scored<'_>,
    counted: &[&ReadCard<'_>],
    tallies: &mut BTreeMap<String, Tally>,
) -> usize {
    let Some((rubric, level)) = scored.panel.expected else {
        return 0;
    };
    let mut n_missing = 0;
    for idx in rubric.rounds_at(level) {
        let round = rubric.round(idx);
        if !round.stage.is_panel() {
            continue;
        }
        let of_round = counted
            .iter()
            .filter(|read| read.kept.card.seat.round == *round.id);
        let n_came = of_round.count();
        let awaited = scored.panel.seats.iter().filter(|seat| {
            let is_here = seat.seat.round == *round.id && !seat.shadow;
            is_here && (seat.state.is_open() || seat.sealed)
        });
        let n_expected = usize::try_from(round.interviewers).unwrap_or(usize::MAX);
        let n = n_expected.max(n_came + awaited.count()) - n_came;
        n_missing += n;
        if n > 0 {
            for idx in rubric.scored_in(idx, level) {
                let id = rubric.criterion(idx).id.to_string();
                tallies.entry(id).or_default().states.push(MISSING);
            }
        }
    }
    n_missing
}

impl Tally {
    fn states(mut self) -> String {
        self.states.sort_unstable();
        self.states.dedup();
        self.states.join(";")
    }
}

/// The mean of whole numbers; none where there are none.
fn mean(values: &[i64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let sum: i128 = values.iter().map(|value| i128::from(*value)).sum();
    #[expect(
        clippy::cast_precision_loss,
        reason = "scale values are small, and a mean of large ones is still near enough"
    )]
    let sum = sum as f64;
    Some(sum / count(values.len()))
}

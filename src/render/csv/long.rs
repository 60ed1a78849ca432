//! The long table: a row a score.

use serde::Serialize;

use super::{Dialect, in_memory, text};
use crate::packet::{Cell, CriterionRow, Packet};

/// The columns of the long table.
pub const LONG: &[&str] = &[
    "candidate",
    "name",
    "level",
    "rubric",
    "rubric_version",
    "round",
    "interviewer",
    "interviewer_name",
    "interviewed_on",
    "criterion",
    "weight",
    "state",
    "score",
    "point",
    "evidence",
    "indicators",
    "recommendation",
];

/// One score, or one that is not there. What is not known is none, and an empty cell.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ScoreRow {
    /// The candidate's id.
    pub candidate: String,
    /// The candidate's name; the id where none is known.
    pub name: String,
    /// The level interviewed for, by id.
    pub level: Option<String>,
    /// The rubric's id.
    pub rubric: Option<String>,
    /// The rubric's version.
    pub rubric_version: Option<String>,
    /// The round's id.
    pub round: String,
    /// Who scored or was to score, as they sign.
    pub interviewer: Option<String>,
    /// Their name, else their signature.
    pub interviewer_name: Option<String>,
    /// The day of the interview, `YYYY-MM-DD`.
    pub interviewed_on: Option<String>,
    /// The criterion's id.
    pub criterion: Option<String>,
    /// Its weight at the level.
    pub weight: Option<f64>,
    /// `scored`, `not-assessed`, `no-evidence`, `declined`, or why there is no card to read.
    pub state: &'static str,
    /// The number.
    pub score: Option<i64>,
    /// The scale point's id.
    pub point: Option<String>,
    /// What it rests on.
    pub evidence: Option<String>,
    /// Addresses of the indicators ticked.
    pub indicators: Vec<String>,
    /// What the card recommends.
    pub recommendation: Option<&'static str>,
}

impl ScoreRow {
    /// Puts in what a card says of a criterion.
    #[must_use]
    pub fn with_cell(mut self, cell: &Cell) -> Self {
        self.state = cell.state;
        self.score = cell.value;
        self.point.clone_from(&cell.point);
        self.evidence.clone_from(&cell.evidence);
        let observed = cell.observed.iter();
        self.indicators = observed.map(|of| of.address.clone()).collect();
        self
    }

    /// A cell for each column of [`LONG`].
    #[must_use]
    pub fn cells(&self) -> Vec<String> {
        let shown = |value: &Option<String>| text(value.as_deref().unwrap_or_default());
        vec![
            text(&self.candidate),
            text(&self.name),
            shown(&self.level),
            shown(&self.rubric),
            shown(&self.rubric_version),
            text(&self.round),
            shown(&self.interviewer),
            shown(&self.interviewer_name),
            shown(&self.interviewed_on),
            shown(&self.criterion),
            number(self.weight),
            self.state.to_owned(),
            number(self.score),
            shown(&self.point),
            shown(&self.evidence),
            self.indicators.join(";"),
            self.recommendation.unwrap_or_default().to_owned(),
        ]
    }
}

fn number(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// One row a score, also where there is no number, and one a criterion of each missing card.
#[must_use]
pub fn long(packets: &[Packet], dialect: Dialect) -> String {
    let rows = packets.iter().flat_map(|packet| {
        let mut rows = given(packet);
        rows.extend(missing(packet));
        rows
    });
    in_memory(LONG, rows.map(|row| row.cells()), dialect)
}

fn start(packet: &Packet, round: &str) -> ScoreRow {
    ScoreRow {
        candidate: packet.candidate.id.clone(),
        name: packet.candidate.name.clone(),
        level: Some(packet.level.id.clone()),
        rubric: Some(packet.rubric.id.clone()),
        rubric_version: Some(packet.rubric.version.clone()),
        round: round.to_owned(),
        ..ScoreRow::default()
    }
}

fn of_criterion(row: ScoreRow, criterion: &CriterionRow) -> ScoreRow {
    ScoreRow {
        criterion: Some(criterion.id.clone()),
        weight: Some(criterion.weight),
        ..row
    }
}

fn given(packet: &Packet) -> Vec<ScoreRow> {
    let mut rows = Vec::new();
    for (column, card) in packet.cards.iter().enumerate() {
        for criterion in &packet.criteria {
            let cell = &criterion.cells[column];
            if cell.state != "not-in-round" {
                let row = ScoreRow {
                    interviewer: Some(card.interviewer.id.clone()),
                    interviewer_name: Some(card.interviewer.name.clone()),
                    interviewed_on: Some(card.interviewed_on.clone()),
                    recommendation: card.recommendation,
                    ..start(packet, &card.round.id)
                };
                rows.push(of_criterion(row, criterion).with_cell(cell));
            }
        }
    }
    rows
}

fn missing(packet: &Packet) -> Vec<ScoreRow> {
    let mut rows = Vec::new();
    for missing in &packet.missing_cards {
        let mut open = missing.seats.iter().filter(|seat| seat.is_open());
        for _ in 0..missing.n_missing {
            let interviewer = open.next().map(|seat| &seat.interviewer);
            for named in &missing.criteria {
                let row = ScoreRow {
                    interviewer: interviewer.map(|person| person.id.clone()),
                    interviewer_name: interviewer.map(|person| person.name.clone()),
                    criterion: Some(named.id.clone()),
                    state: "card-missing",
                    ..start(packet, &missing.round.id)
                };
                let found = packet.criteria.iter().find(|row| row.id == named.id);
                rows.push(match found {
                    Some(criterion) => of_criterion(row, criterion),
                    None => row,
                });
            }
        }
    }
    rows
}

//! A comparison in words, tables and charts.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Above, Apart, Compared, Comparison, CriterionScore, MOST_PAIRED, State};
use crate::chart::{Chart, Interval, Intervals, Line};
use crate::packet::FairScore;
use crate::rubric::Named;
use crate::text::{chance, counted, percent, plain};

/// Candidates in one chart.
const IN_CHART: usize = 40;

/// Criteria in one table, so that it fits a page.
const IN_TABLE: usize = 3;

/// Sentences on who is above whom, in all and for each criterion.
const MOST_SENTENCES: usize = 12;

/// People whom a sentence names on each side.
const MOST_NAMED: usize = 5;

/// Candidates of whom the differences are a table.
const MOST_IN_PAIRS: usize = 6;

/// A comparison as people read it.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The rubric's title.
    pub rubric: String,
    /// The rubric's id.
    pub rubric_id: String,
    /// Its version.
    pub rubric_version: String,
    /// Its content hash.
    pub rubric_hash: String,
    /// The level.
    pub level: Named,
    /// What is compared, in a sentence or two.
    pub lead: Vec<String>,
    /// What can be told apart by the weighted fair score.
    pub told: Vec<String>,
    /// Weighted fair scores against the bar-line.
    pub charts: Vec<Chart>,
    /// The candidates, a row each.
    pub candidates: Table,
    /// Differences, pair by pair; none with many candidates.
    pub pairs: Option<Table>,
    /// Each verdict with the reason that decided; none with many candidates.
    pub verdicts: Vec<Note>,
    /// Scores by criterion, some criteria a table.
    pub criteria: Vec<Table>,
    /// What can be told apart by single criteria.
    pub told_by_criteria: Vec<String>,
    /// What is missing of whom.
    pub missing: Vec<Note>,
    /// Who is not compared.
    pub left_out: Vec<Note>,
    /// How it was made.
    pub method: Vec<String>,
    /// Where the store's log stood.
    pub head: Option<String>,
}

/// A table of texts.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// One row each, a cell a column.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Whether its texts are numbers, which stand to the right.
    pub is_number: bool,
}

impl Column {
    fn text(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            is_number: false,
        }
    }

    fn number(name: &str) -> Self {
        Self {
            is_number: true,
            ..Self::text(name)
        }
    }
}

/// What is said of somebody.
#[derive(Debug, Clone, Serialize)]
pub struct Note {
    /// Who.
    pub name: String,
    /// What, in words.
    pub what: String,
}

/// Puts a comparison into words.
#[must_use]
pub fn report(of: &Comparison) -> Report {
    let names = Names::of(of);
    Report {
        rubric: of.rubric.title.clone(),
        rubric_id: of.rubric.id.clone(),
        rubric_version: of.rubric.version.clone(),
        rubric_hash: of.rubric.hash.clone(),
        level: of.level.clone(),
        lead: lead(of),
        told: told(of, &names),
        charts: charts(of, &names),
        candidates: candidates(of, &names),
        pairs: pairs(of, &names),
        verdicts: verdicts(of, &names),
        criteria: criteria(of, &names),
        told_by_criteria: told_by_criteria(of, &names),
        missing: missing(of, &names),
        left_out: (of.left_out.iter())
            .map(|out| Note {
                name: names.of_id(&out.candidate.id).to_owned(),
                what: out.why.clone(),
            })
            .collect(),
        method: method(of),
        head: of.head.clone(),
    }
}

/// What candidates are called: by name, and by id too where two have the same name.
struct Names<'a>(BTreeMap<&'a str, String>);

impl<'a> Names<'a> {
    fn of(of: &'a Comparison) -> Self {
        let compared = of.candidates.iter().map(|row| &row.candidate);
        let people: Vec<_> = compared
            .chain(of.left_out.iter().map(|out| &out.candidate))
            .collect();
        let mut n_called: BTreeMap<&str, usize> = BTreeMap::new();
        for person in &people {
            *n_called.entry(&person.name).or_default() += 1;
        }
        let label = |person: &&'a crate::packet::Person| {
            let shown = if n_called[person.name.as_str()] > 1 && person.name != person.id {
                format!("{} ({})", person.name, person.id)
            } else {
                person.name.clone()
            };
            (person.id.as_str(), shown)
        };
        Self(people.iter().map(label).collect())
    }

    fn of_id(&self, id: &'a str) -> &str {
        self.0.get(id).map_or(id, String::as_str)
    }

    fn row(&self, row: &'a Compared) -> &str {
        self.of_id(&row.candidate.id)
    }

    /// `A, B and C`; of many some, and how many more.
    fn list(&self, ids: &'a [String]) -> String {
        let mut named: Vec<String> = ids.iter().map(|id| self.of_id(id).to_owned()).collect();
        if named.len() > MOST_NAMED {
            let n_more = named.len() - MOST_NAMED + 1;
            named.truncate(MOST_NAMED - 1);
            named.push(format!("{n_more} more"));
        }
        match named.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => String::new(),
        }
    }
}

fn lead(of: &Comparison) -> Vec<String> {
    let n = of.candidates.len();
    let mut lead = Vec::new();
    if n == 1 {
        lead.push("There is one candidate, and nobody to compare them with.".to_owned());
    } else {
        lead.push(format!(
            "{} side by side, in a shuffled order that says nothing about them. A difference counts only \
             where two 90 % intervals do not overlap; nobody is ranked.",
            counted(n, "candidate")
        ));
    }
    let short = of.candidates.iter().filter(|row| row.n_missing > 0).count();
    if short > 0 {
        lead.push(format!(
            "Cards of {} are missing: what is compared is not complete.",
            counted(short, "candidate")
        ));
    }
    if !of.left_out.is_empty() {
        let left = counted(of.left_out.len(), "candidate");
        lead.push(format!(
            "{left} of this level cannot be compared; why is below."
        ));
    }
    lead
}

fn told(of: &Comparison, names: &Names<'_>) -> Vec<String> {
    let apart = &of.weighted;
    if apart.n_pairs == 0 {
        return Vec::new();
    }
    let mut told = match &apart.above {
        Some(above) => sentences(above, names),
        None => vec![format!(
            "{} of {} pairs can be told apart. With more than {MOST_PAIRED} candidates they are \
             not named: name those to compare.",
            apart.n_apart, apart.n_pairs
        )],
    };
    told.extend(rest(apart));
    told.extend(unlinked(of, names));
    told
}

/// Who is above whom, a sentence each.
fn sentences<'a>(above: &'a [Above], names: &Names<'a>) -> Vec<String> {
    let mut told: Vec<String> = (above.iter().take(MOST_SENTENCES))
        .map(|above| {
            let verb = if above.higher.len() == 1 { "is" } else { "are" };
            let (higher, lower) = (names.list(&above.higher), names.list(&above.lower));
            format!("{higher} {verb} above {lower}.")
        })
        .collect();
    if above.len() > MOST_SENTENCES {
        let n = counted(above.len() - MOST_SENTENCES, "more sentence");
        told.push(format!("{n} like these are in the JSON."));
    }
    told
}

/// What is said of the pairs that cannot be told apart.
fn rest(apart: &Apart) -> Vec<String> {
    let mut told = Vec::new();
    let n_left = apart.n_pairs - apart.n_apart;
    if n_left == 0 {
        told.push("Every pair can be told apart.".to_owned());
        return told;
    }
    if apart.n_apart == 0 {
        told.push("No pair can be told apart.".to_owned());
    } else {
        told.push("No other pair can be told apart.".to_owned());
    }
    if apart.n_within_noise > 0 {
        let pairs = counted(apart.n_within_noise, "pair");
        let verb = if apart.n_within_noise == 1 {
            "differs"
        } else {
            "differ"
        };
        told.push(format!("{pairs} {verb} within noise."));
    }
    if apart.n_no_number > 0 {
        let pairs = counted(apart.n_no_number, "pair");
        told.push(format!(
            "Of {pairs} nothing can be told, since somebody has no number. That is not a low score."
        ));
    }
    told
}

/// The groups that nothing links.
fn unlinked<'a>(of: &'a Comparison, names: &Names<'a>) -> Option<String> {
    let n = of.weighted.n_not_linked;
    if n == 0 {
        return None;
    }
    let mut groups: BTreeMap<usize, Vec<&Compared>> = BTreeMap::new();
    for row in &of.candidates {
        if let Some(group) = row.group {
            groups.entry(group).or_default().push(row);
        }
    }
    let shown = groups.values().take(MOST_SENTENCES).map(|rows| {
        let first = rows.iter().take(MOST_NAMED).map(|row| names.row(row));
        let first = first.collect::<Vec<_>>().join(", ");
        match rows.len().saturating_sub(MOST_NAMED) {
            0 => first,
            n => format!("{first}, {n} more"),
        }
    });
    let shown: Vec<_> = shown.collect();
    let more = match groups.len() - shown.len() {
        0 => String::new(),
        n => format!(" | {}", counted(n, "more group")),
    };
    Some(format!(
        "Not compared, {}: no interviewer scored in two of the groups, so a difference between them may \
         be one of their interviewers. The groups: {}{more}.",
        counted(n, "pair"),
        shown.join(" | "),
    ))
}

fn told_by_criteria(of: &Comparison, names: &Names<'_>) -> Vec<String> {
    let mut told = Vec::new();
    for criterion in &of.criteria {
        let title = &criterion.title;
        match &criterion.apart.above {
            Some(above) => {
                let sentences = sentences(above, names).into_iter();
                told.extend(sentences.map(|sentence| format!("{title}: {sentence}")));
            }
            None if criterion.apart.n_apart > 0 => told.push(format!(
                "{title}: {} of {} pairs can be told apart.",
                criterion.apart.n_apart, criterion.apart.n_pairs
            )),
            None => {}
        }
    }
    if of.candidates.len() > 1 && told.is_empty() {
        told.push("No criterion alone tells anybody apart.".to_owned());
    } else if of.candidates.len() > 1 {
        told.push(
            "All other differences on single criteria are within noise, or cannot be told."
                .to_owned(),
        );
    }
    told
}

fn charts(of: &Comparison, names: &Names<'_>) -> Vec<Chart> {
    let points = of
        .scale
        .iter()
        .filter_map(|point| i32::try_from(point.value).ok());
    let points: Vec<f64> = points.map(f64::from).collect();
    let from = points.iter().copied().fold(of.bar_line, f64::min);
    let to = points.iter().copied().fold(of.bar_line, f64::max);
    let rows: Vec<_> = (of.candidates.iter())
        .filter_map(|row| {
            let fair = row.fair.as_ref()?;
            Some(Interval {
                label: names.row(row).to_owned(),
                low: fair.low,
                estimate: fair.value,
                high: fair.high,
                text: format!("{:.2}", fair.value),
            })
        })
        .collect();
    let chart = |rows: &[Interval]| {
        Chart::Intervals(Intervals {
            title: "Weighted fair scores, 90 % intervals".to_owned(),
            from,
            to,
            line: Some(Line {
                at: of.bar_line,
                label: "bar-line".to_owned(),
            }),
            rows: rows.to_vec(),
        })
    };
    rows.chunks(IN_CHART).map(chart).collect()
}

fn candidates(of: &Comparison, names: &Names<'_>) -> Table {
    let is_counted = of.weighted.above.is_none();
    let mut columns = ["Candidate", "Verdict"].map(Column::text).to_vec();
    columns.push(Column::number("Fair score"));
    columns.push(Column::text("90 % interval"));
    columns.extend(["At or over the bar-line", "Coverage", "Cards"].map(Column::number));
    if is_counted {
        columns.extend(["Above", "Below"].map(Column::number));
    }
    let row = |row: &Compared| {
        let mut cells = vec![names.row(row).to_owned(), row.verdict_title.to_owned()];
        match &row.fair {
            Some(fair) => {
                let (low, high) = (fair.low, fair.high);
                cells.push(format!("{:.2}", fair.value));
                cells.push(format!("{low:.2} to {high:.2}"));
                cells.push(chance(fair.probability));
            }
            None => cells.extend(["–", "no number", "–"].map(str::to_owned)),
        }
        cells.push(percent(row.coverage));
        cells.push(match row.n_missing {
            0 => row.n_cards.to_string(),
            n => format!("{}, {n} missing", row.n_cards),
        });
        if is_counted {
            cells.extend([row.others.n_above, row.others.n_below].map(|n| n.to_string()));
        }
        cells
    };
    Table {
        columns,
        rows: of.candidates.iter().map(row).collect(),
    }
}

fn verdicts(of: &Comparison, names: &Names<'_>) -> Vec<Note> {
    if of.candidates.len() > IN_CHART {
        return Vec::new();
    }
    let verdict = |row: &Compared| Note {
        name: names.row(row).to_owned(),
        what: format!("{}. {}", row.verdict_title, row.headline),
    };
    of.candidates.iter().map(verdict).collect()
}

fn pairs(of: &Comparison, names: &Names<'_>) -> Option<Table> {
    let pairs = of.pairs.as_ref()?;
    if !(2..=MOST_IN_PAIRS).contains(&of.candidates.len()) {
        return None;
    }
    let rows = pairs.iter().map(|pair| {
        let (first, second) = (names.of_id(&pair.first), names.of_id(&pair.second));
        let mut cells = vec![format!("{first} less {second}")];
        match &pair.difference {
            Some(of) => {
                cells.push(format!("{:+.2}", of.value));
                cells.push(format!("{:+.2} to {:+.2}", of.low, of.high));
            }
            None => cells.extend(["–", "–"].map(str::to_owned)),
        }
        cells.push(match pair.state {
            State::Above => format!("{first} is above"),
            State::Below => format!("{second} is above"),
            State::WithinNoise => "within noise".to_owned(),
            State::NotLinked => "not compared: nothing links them".to_owned(),
            State::NoNumber => "no number".to_owned(),
        });
        cells
    });
    Some(Table {
        columns: vec![
            Column::text("Difference"),
            Column::number("Points"),
            Column::text("90 % interval"),
            Column::text("Told apart"),
        ],
        rows: rows.collect(),
    })
}

fn criteria(of: &Comparison, names: &Names<'_>) -> Vec<Table> {
    let places: Vec<usize> = (0..of.criteria.len()).collect();
    let table = |places: &[usize]| {
        let mut columns = vec![Column::text("Candidate")];
        columns.extend(places.iter().map(|place| {
            let criterion = &of.criteria[*place];
            let required = if criterion.required { ", required" } else { "" };
            let weight = plain(criterion.weight);
            Column::text(&format!("{} (weight {weight}{required})", criterion.title))
        }));
        let row = |row: &Compared| {
            let mut cells = vec![names.row(row).to_owned()];
            cells.extend(places.iter().map(|place| score(&row.scores[*place])));
            cells
        };
        Table {
            columns,
            rows: of.candidates.iter().map(row).collect(),
        }
    };
    places.chunks(IN_TABLE).map(table).collect()
}

fn score(score: &CriterionScore) -> String {
    match (&score.fair, &score.unscored) {
        (
            Some(FairScore {
                value, low, high, ..
            }),
            _,
        ) => {
            format!("{value:.2} ({low:.2} to {high:.2})")
        }
        (None, Some(why)) if !why.is_empty() => format!("– {why}"),
        (None, _) => "–".to_owned(),
    }
}

fn missing(of: &Comparison, names: &Names<'_>) -> Vec<Note> {
    let titles: BTreeMap<&str, &str> = (of.criteria.iter())
        .map(|criterion| (criterion.id.as_str(), criterion.title.as_str()))
        .collect();
    let of_row = |row: &Compared| {
        let cards = row.missing.iter().map(|missing| {
            let (n, expected) = (missing.n_missing, missing.n_expected);
            format!(
                "{n} of {} from {}",
                counted(expected, "card"),
                missing.round.title
            )
        });
        let mut what: Vec<String> = cards.collect();
        let scores = row.scores.iter().filter(|score| score.fair.is_none());
        what.extend(scores.map(|score| {
            let title = titles
                .get(score.criterion.as_str())
                .copied()
                .unwrap_or_default();
            match score.unscored.as_deref().filter(|why| !why.is_empty()) {
                Some(why) => format!("no number for {title} ({why})"),
                None => format!("no number for {title}"),
            }
        }));
        (!what.is_empty()).then(|| Note {
            name: names.row(row).to_owned(),
            what: what.join("; "),
        })
    };
    of.candidates.iter().filter_map(of_row).collect()
}

fn method(of: &Comparison) -> Vec<String> {
    let mut told = Vec::new();
    let Some(method) = &of.method else {
        return told;
    };
    told.push(method.text.clone());
    if of.candidates.len() < 2 {
        return told;
    }
    told.push(
        "A weighted score is over the criteria that have a number: where coverage differs, it is not over \
         the same criteria."
            .to_owned(),
    );
    let others = if method.severity_corrected {
        "The interval of a difference takes the two scores as independent. Two candidates whom the same \
         interviewers scored share what is not known of those interviewers' severity, so that for them \
         it is too wide rather than too narrow."
    } else {
        "Candidates whom other interviewers scored may differ because the interviewers do: nothing here \
         allows for that."
    };
    told.push(others.to_owned());
    told.push(
        "Of pairs whose true scores are the same, about 1 in 50 is told apart by chance where their \
         intervals are as wide as each other, and never more than 1 in 10."
            .to_owned(),
    );
    told.push(
        "The order is that of the SHA-256 of rubric, level and candidate id: the same for the same people, \
         whatever they scored."
            .to_owned(),
    );
    told
}

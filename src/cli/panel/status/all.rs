//! All panels: in numbers, and those that are asked for.

use std::ops::ControlFlow;

use serde::Serialize;

use super::{Args, Only};
use crate::cli::error::Failure;
use crate::cli::panel::find as seats;
use crate::cli::panel::view::{Decided, FORMAT, Owed, Panel, Totals};
use crate::render::csv as tables;
use crate::store::{PanelStatus, SqliteStore, Stamp, Store, Waiting};

/// Panels that a person reads.
const MOST_SHOWN: usize = 20;

/// All panels in numbers, and some of them.
#[derive(Serialize)]
pub(super) struct Listing {
    format: u32,
    totals: Totals,
    /// Which are listed.
    only: &'static str,
    panels: Vec<Panel>,
    /// How many more of them there are.
    more: usize,
}

/// Counts all panels and finds those to list.
///
/// # Errors
/// The store fails.
pub(super) fn find(args: &Args, store: &SqliteStore, stamp: &Stamp) -> Result<Listing, Failure> {
    let owed = Owed::of(seats::owed(store, &stamp.by, stamp.time)?);
    let mut withheld = Vec::new();
    for id in owed.candidates() {
        withheld.extend(store.panel(id, stamp.time)?);
    }
    let is_text = args.listed.is_text();
    let usual = if is_text { Only::Open } else { Only::All };
    let only = args.only.unwrap_or(usual);
    let most = if is_text && !args.all {
        MOST_SHOWN
    } else {
        usize::MAX
    };
    let n_asked = match only {
        Only::Open => most.saturating_add(withheld.len()),
        _ => 0,
    };
    let survey = store.survey(stamp.time, n_asked)?;
    let totals = Totals::of(&survey.standing, &withheld);
    let (found, n_found) = match only {
        Only::Open => waiting(survey.waiting, most, &owed, &withheld),
        _ => listed(only, most, &owed, store, stamp)?,
    };
    let panels: Vec<_> = found
        .into_iter()
        .map(|panel| Panel::of(panel, &owed))
        .collect();
    Ok(Listing {
        format: FORMAT,
        totals,
        only: only.word(),
        more: n_found - panels.len(),
        panels,
    })
}

/// The panels that are waited for, and how many there are. Those of whoever asks come first: their
/// place among the others would say where others' cards stand.
fn waiting(
    waiting: Waiting,
    most: usize,
    owed: &Owed,
    withheld: &[PanelStatus],
) -> (Vec<PanelStatus>, usize) {
    let n_open = withheld.iter().filter(|panel| panel.seats.n_open() > 0);
    let n_found = waiting.n_panels - n_open.count() + withheld.len();
    let others = waiting.first.into_iter();
    let others = others.filter(|panel| !owed.has(&panel.candidate.id));
    let found = withheld.iter().cloned().chain(others).take(most);
    (found.collect(), n_found)
}

/// The panels of a kind in the order of adding, and how many there are.
fn listed(
    only: Only,
    most: usize,
    owed: &Owed,
    store: &SqliteStore,
    stamp: &Stamp,
) -> Result<(Vec<PanelStatus>, usize), Failure> {
    let (mut panels, mut n_found) = (Vec::new(), 0);
    store.panels(only.panels(), stamp.time, &mut |panel| {
        // Which of these lists a panel is in says where others' cards stand.
        if only == Only::All || !owed.has(&panel.candidate.id) {
            n_found += 1;
            if panels.len() < most {
                panels.push(panel);
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok((panels, n_found))
}

impl Listing {
    /// A row a panel.
    pub(super) fn csv(&self) -> String {
        const COLUMNS: [&str; 17] = [
            "candidate",
            "name",
            "level",
            "rubric",
            "stage",
            "in",
            "in_late",
            "due",
            "overdue",
            "declined",
            "withdrawn",
            "shadow_in",
            "shadow_seats",
            "decision",
            "decided_at",
            "withheld",
            "yours_due",
        ];
        tables::table(&COLUMNS, self.panels.iter().map(row))
    }
}

fn row(panel: &Panel) -> Vec<String> {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let mut cells = vec![
        panel.candidate.id.clone(),
        panel.candidate.name.clone(),
        text(&panel.level),
        text(&panel.rubric),
        text(&panel.stage),
    ];
    let numbers = panel.cards.as_ref().map(|cards| {
        [
            cards.came,
            cards.in_late,
            cards.due,
            cards.overdue,
            cards.declined,
            cards.withdrawn,
            cards.shadow.came,
            cards.shadow.seats,
        ]
    });
    cells.extend(match numbers {
        Some(numbers) => numbers.map(|n| n.to_string()),
        None => [const { String::new() }; 8],
    });
    let decision = panel.decision.as_ref();
    cells.push(
        decision
            .map(|decided| decided.choice().to_owned())
            .unwrap_or_default(),
    );
    cells.push(decision.map(Decided::at).unwrap_or_default());
    cells.push(if panel.withheld { "yes" } else { "no" }.to_owned());
    let due = panel.yours.iter().filter_map(|own| own.due.as_deref());
    cells.push(due.collect::<Vec<_>>().join(";"));
    cells
}

//! Candidates of cards that a store keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;

use super::versions::take_incomparable;
use super::{Args, Wanted, entries};
use crate::cli::error::Failure;
use crate::cli::packet::kept::{Desk, closed, with_records};
use crate::cli::packet::severity::OfStore;
use crate::cli::packet::{no_cards, panels};
use crate::cli::sight;
use crate::cli::ui::Ui;
use crate::cli::{cards, input, kept, named, workspace};
use crate::diagnostic::nearest;
use crate::packet::compare::{self, Comparison, Entry, LeftOut};
use crate::packet::{Names, Panel};
use crate::rubric::Rubric;
use crate::store::{
    Access, Change, KeptCard, KeptRubric, PanelStatus, Panels as Which, Stamp, Store,
};

/// What the log calls a look.
const WHAT: &str = "compare";

/// The candidates named, or all with cards for the level.
///
/// Whoever has a card due for a candidate who is named is refused; where none is named, those
/// candidates are left out.
///
/// # Errors
/// Nobody says who is looking, or they have a card due for somebody named; there is no such rubric,
/// level or candidate, or no card; a card cannot be read; the store fails.
pub(super) fn comparison(args: &Args, names: Names, ui: &Ui) -> Result<Comparison, Failure> {
    let mut store = args.store.open(Access::Existing, ui)?;
    let stamp = workspace::told_stamp(ui)?;
    let rubric = rubric(&store, &args.rubric, ui)?;
    let wanted = Wanted {
        level: named::level(&rubric, &args.level)?,
        rubric: &rubric,
        named: &args.candidates,
    };
    let known = known(&store, &stamp)?;
    check_known(&args.candidates, &known)?;
    let hidden = sight::hidden(&mut store, &stamp, &args.candidates, WHAT, ui)?;
    let n_with_card = known.iter().filter(|panel| has_card(panel)).count();
    let desk = Desk {
        names: with_records(&store, names)?,
        severities: OfStore::estimate(&store, n_with_card, &hidden, ui)?,
        head: store.packet_head()?.to_string(),
        store: &store,
        now: stamp.time,
        ui,
    };
    let field = Field {
        desk,
        wanted: &wanted,
        known: &known,
        hidden: &hidden,
    };
    let (entries, left_out) = field.read()?;
    let ids: Vec<_> = (entries.iter())
        .map(|entry| entry.packet.candidate.id.clone())
        .collect();
    let ids: Vec<_> = ids.iter().map(String::as_str).collect();
    let frame = wanted.frame(Some(store.packet_head()?.to_string()));
    sight::keep(&mut store, &stamp, &ids, WHAT, Change::Show)?;
    Ok(compare::compare(frame, entries, left_out))
}

/// The rubric of an id, or that a file is: as it was kept last, or from outside where the store has
/// none. Whether it has one tells whether cards are in, which not everybody may know.
pub(in crate::cli) fn rubric(store: &dyn Store, named: &Path, ui: &Ui) -> Result<Rubric, Failure> {
    let kept = store.rubrics()?;
    let last = |id: &str| kept.iter().rev().find(|kept| kept.id == id);
    let name = named.to_string_lossy();
    if let Some(version) = last(&name) {
        return kept::rubric(store, &version.hash);
    }
    let outside = match input::rubric(named, ui) {
        Err(_) if !named.exists() => return Err(none_of(&name, &kept)),
        outside => outside?,
    };
    match last(&outside.reference().id) {
        Some(version) => kept::rubric(store, &version.hash),
        None => Ok(outside),
    }
}

fn none_of(id: &str, kept: &[KeptRubric]) -> Failure {
    let failure = Failure::no_input(format!("the store has no rubric `{id}`"));
    let known: BTreeSet<&str> = kept.iter().map(|kept| kept.id.as_str()).collect();
    match nearest(id, known.iter().copied()) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => failure.hint("it has none: `panelkit submit` keeps cards"),
        None => {
            let known: Vec<_> = known.into_iter().collect();
            failure.hint(format!("it has {}", known.join(", ")))
        }
    }
}

pub(in crate::cli) fn known(store: &dyn Store, stamp: &Stamp) -> Result<Vec<PanelStatus>, Failure> {
    let mut known = Vec::new();
    store.panels(Which::All, stamp.time, &mut |panel| {
        known.push(panel);
        ControlFlow::Continue(())
    })?;
    Ok(known)
}

fn has_card(panel: &PanelStatus) -> bool {
    panel.seats.n_came() + panel.seats.n_shadow_in > 0
}

pub(in crate::cli) fn check_known(named: &[String], known: &[PanelStatus]) -> Result<(), Failure> {
    let known: BTreeSet<_> = (known.iter())
        .map(|panel| panel.candidate.id.as_str())
        .collect();
    match named.iter().find(|id| !known.contains(id.as_str())) {
        Some(id) => Err(no_cards(id, &known.into_iter().collect::<Vec<_>>())),
        None => Ok(()),
    }
}

/// What reading the candidates needs.
struct Field<'a> {
    desk: Desk<'a>,
    wanted: &'a Wanted<'a>,
    known: &'a [PanelStatus],
    /// Candidates for whom whoever asks has a card due.
    hidden: &'a BTreeSet<String>,
}

impl Field<'_> {
    /// Those who can be compared, and those who cannot.
    fn read(&self) -> Result<(Vec<Entry>, Vec<LeftOut>), Failure> {
        let mut cards = self.cards()?;
        let (rubric, level) = (self.wanted.rubric, self.wanted.level);
        let mut out = take_incomparable(self.desk.store, rubric, level, &mut cards)?;
        let cards = cards::kept(cards, rubric);
        let panels = panels(rubric, &cards, self.desk.ui)?;
        let severity = self.desk.severities.on(rubric);
        let groups = compare::groups(&panels, severity);
        let all: Vec<&Panel<'_>> = panels.iter().collect();
        for id in self.wanted.named {
            let has_panel = all.iter().any(|panel| panel.candidate == id);
            if !has_panel && !out.contains_key(id) {
                return Err(closed(self.desk.store, id)?);
            }
        }
        let places = self.wanted.places(&all, &out)?;
        let compared: Vec<_> = places.iter().map(|place| all[*place]).collect();
        let packets = self.desk.packets(&panels, &compared, severity)?;
        let entries = entries(packets, &places, &groups);
        if self.wanted.named.is_empty() {
            let seen: BTreeSet<&str> = all.iter().map(|panel| panel.candidate).collect();
            for (id, why) in self.without_card(&seen) {
                out.entry(id).or_insert(why);
            }
        }
        let left_out = out.into_iter().map(|(id, why)| LeftOut {
            candidate: self.desk.names.person(&id),
            why,
        });
        Ok((entries, left_out.collect()))
    }

    /// The cards that can be read, of the rubric's versions.
    fn cards(&self) -> Result<Vec<KeptCard>, Failure> {
        let named: BTreeSet<&String> = self.wanted.named.iter().collect();
        let is_wanted = |panel: &&PanelStatus| {
            let id = &panel.candidate.id;
            has_card(panel) && !self.hidden.contains(id) && (named.is_empty() || named.contains(id))
        };
        let ids = self.known.iter().filter(is_wanted);
        let ids: Vec<String> = ids.map(|panel| panel.candidate.id.clone()).collect();
        let runs = kept::runs(self.desk.store, &ids)?;
        let id = &self.wanted.rubric.about().id;
        let own = runs.into_iter().find(|run| run.rubric.id == id.as_str());
        Ok(own.map(|run| run.cards).unwrap_or_default())
    }

    /// Those who are candidates for the level by their record, and have no card to read.
    fn without_card(&self, seen: &BTreeSet<&str>) -> BTreeMap<String, String> {
        let wanted = self.wanted;
        let is_meant = |panel: &&PanelStatus| {
            let record = &panel.candidate;
            let level = record.level.as_deref();
            let level = level.and_then(|level| wanted.rubric.find_level(level));
            let rubric = record.rubric.as_deref();
            !seen.contains(record.id.as_str())
                && !self.hidden.contains(&record.id)
                && level == Some(wanted.level)
                && rubric == Some(&wanted.rubric.about().id)
        };
        let why = |panel: &PanelStatus| {
            let why = if has_card(panel) {
                "No card can be read yet: all that are in are sealed."
            } else {
                "No card is in yet."
            };
            (panel.candidate.id.clone(), why.to_owned())
        };
        self.known.iter().filter(is_meant).map(why).collect()
    }
}

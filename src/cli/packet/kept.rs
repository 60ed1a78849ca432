//! Packets of cards that a store keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::severity::OfStore;
use super::{Args, no_cards, panels, record};
use crate::cli::error::Failure;
use crate::cli::kept::{self, Run};
use crate::cli::sight::Looker;
use crate::cli::ui::Ui;
use crate::cli::{cards, sight, workspace};
use crate::packet::{self, Make, Names, Packet, Panel, Panels, Severity};
use crate::store::{Access, Head, MemoryStore, Moment, Panels as Which, Stamp, Store};
use crate::text::counted;

/// What is asked of a store.
pub(in crate::cli) struct Ask<'a> {
    /// Whose packets; of all who have a card that can be read, where nobody is named.
    pub(in crate::cli) candidates: &'a [String],
    /// What the log calls the look.
    pub(in crate::cli) what: &'a str,
    /// The head to go back to; none for the store as it is.
    pub(in crate::cli) at: Option<Head>,
}

impl<'a> Ask<'a> {
    /// The packets of candidates as they are now.
    pub(in crate::cli) fn of(candidates: &'a [String]) -> Self {
        Self {
            candidates,
            what: "packet",
            at: None,
        }
    }
}

/// What is made of the candidates that a command line asks for.
///
/// # Errors
/// As [`of_store`]; nobody says who is looking.
pub(super) fn made<T: Send>(
    args: &Args,
    ask: &Ask<'_>,
    names: Names,
    make: Make<T>,
    ui: &Ui,
) -> Result<Vec<T>, Failure> {
    let mut store = args.store.open(Access::Existing, ui)?;
    let stamp = workspace::told_stamp(ui)?;
    of_store(&mut store, &stamp, ask, names, make, ui)
}

/// What is made of the candidates that are asked for. Who may see them, and what they may see of
/// others, is as it stands now, also where the packets are from before.
///
/// # Errors
/// Whoever asks has a card due; there is no such card; a card cannot be read; the log has no such
/// head; the store fails.
pub(in crate::cli) fn of_store<T: Send>(
    store: &mut dyn Store,
    stamp: &Stamp,
    ask: &Ask<'_>,
    names: Names,
    make: Make<T>,
    ui: &Ui,
) -> Result<Vec<T>, Failure> {
    let how = How {
        names,
        make,
        now: stamp.time,
    };
    let Some(head) = &ask.at else {
        let wanted = wanted(store, ask.candidates)?;
        let hidden = look(store, stamp, ask, &wanted)?;
        return written(store, (ask, &wanted), &hidden, how, ui);
    };
    let past = store.as_of(head)?;
    let wanted = wanted(&past, ask.candidates).map_err(|failure| with_erased(failure, &past))?;
    let hidden = look(store, stamp, ask, &wanted)?;
    written(&past, (ask, &wanted), &hidden, how, ui)
}

/// Says, beside what failed, that the past is not whole any more.
pub(super) fn with_erased(failure: Failure, past: &MemoryStore) -> Failure {
    match past.n_erased_since() {
        0 => failure,
        n => failure.hint(format!(
            "{} from before that head lost their content since, when candidates were erased: \
             nobody can write a packet with it any more",
            counted(usize::try_from(n).unwrap_or(usize::MAX), "record")
        )),
    }
}

/// Lets a person see the packets, and says for which candidates they have a card due.
fn look(
    store: &mut dyn Store,
    stamp: &Stamp,
    ask: &Ask<'_>,
    wanted: &Wanted,
) -> Result<BTreeSet<String>, Failure> {
    let ids: Vec<&str> = wanted.ids.iter().map(String::as_str).collect();
    sight::look(store, stamp, &ids, ask.what)?;
    Looker::new(stamp).owed(store)
}

/// What is made of a panel, with which names, and when.
struct How<T> {
    names: Names,
    make: Make<T>,
    now: Moment,
}

/// What is made of a store that may be seen.
fn written<T: Send>(
    store: &dyn Store,
    (ask, wanted): (&Ask<'_>, &Wanted),
    hidden: &BTreeSet<String>,
    how: How<T>,
    ui: &Ui,
) -> Result<Vec<T>, Failure> {
    let desk = Desk {
        names: with_records(store, how.names)?,
        severities: OfStore::estimate(store, wanted.n_with_card, hidden, ui)?,
        head: store.packet_head()?.to_string(),
        store,
        now: how.now,
        ui,
    };
    let mut found: BTreeMap<String, Vec<T>> = BTreeMap::new();
    for run in kept::runs(store, &wanted.ids)? {
        if !run.cards.is_empty() {
            desk.run(run, how.make, &mut found)?;
        }
    }
    let without = wanted.ids.iter().filter(|id| !found.contains_key(*id));
    let without: Vec<_> = without.collect();
    if let Some(id) = without.first() {
        // Whose cards are all sealed still keeps nobody else from theirs, unless they are asked for.
        if !ask.candidates.is_empty() || found.is_empty() {
            return Err(closed(store, id)?);
        }
        let whose = counted(without.len(), "candidate");
        let message = format!("no packet for {whose}, whose cards are all sealed");
        ui.warn(&message, "`panelkit panel open` opens them");
    }
    let packets = wanted.ids.iter().filter_map(|id| found.remove(id));
    Ok(packets.flatten().collect())
}

/// Whose packets are written.
struct Wanted {
    /// The candidates named, each once, or all who have a card.
    ids: Vec<String>,
    /// How many have a card.
    n_with_card: usize,
}

fn wanted(store: &dyn Store, named: &[String]) -> Result<Wanted, Failure> {
    let mut known = Vec::new();
    store.panels(Which::All, Moment::now(), &mut |panel| {
        known.push((
            panel.candidate.id,
            panel.seats.n_came() + panel.seats.n_shadow_in,
        ));
        ControlFlow::Continue(())
    })?;
    let n_with_card = known.iter().filter(|(_, n_cards)| *n_cards > 0).count();
    if named.is_empty() {
        let with_card = known.into_iter().filter(|(_, n_cards)| *n_cards > 0);
        let mut ids: Vec<_> = with_card.map(|(id, _)| id).collect();
        ids.sort_unstable();
        return Ok(Wanted { ids, n_with_card });
    }
    let known: BTreeSet<_> = known.iter().map(|(id, _)| id.as_str()).collect();
    let mut seen = BTreeSet::new();
    let mut ids = Vec::new();
    for id in named {
        if !known.contains(id.as_str()) {
            return Err(no_cards(id, &known.into_iter().collect::<Vec<_>>()));
        }
        if seen.insert(id) {
            ids.push(id.clone());
        }
    }
    Ok(Wanted { ids, n_with_card })
}

/// The names given, and those that the store has for candidates.
pub(in crate::cli) fn with_records(store: &dyn Store, mut names: Names) -> Result<Names, Failure> {
    store.panels(Which::All, Moment::now(), &mut |panel| {
        if let Some(name) = &panel.candidate.name {
            names.insert_if_new(&panel.candidate.id, name);
        }
        ControlFlow::Continue(())
    })?;
    Ok(names)
}

/// Says why a candidate has no packet.
pub(in crate::cli) fn closed(store: &dyn Store, id: &str) -> Result<Failure, Failure> {
    let seats = kept::seats(store, id, Moment::now())?;
    let n_sealed = seats.iter().filter(|seat| seat.sealed).count();
    let failure = Failure::no_input(format!("there is no scorecard for `{id}` that can be read"));
    Ok(match n_sealed {
        0 => failure.hint("`panelkit panel status` shows whose card is due"),
        _ => failure.hint(format!(
            "sealed cards are opened with `panelkit panel open {id}`"
        )),
    })
}

/// What building packets needs.
pub(in crate::cli) struct Desk<'a> {
    pub(in crate::cli) store: &'a dyn Store,
    pub(in crate::cli) names: Names,
    pub(in crate::cli) severities: OfStore,
    /// Where the log stands: looked up once, as it goes back over all looks since.
    pub(in crate::cli) head: String,
    pub(in crate::cli) now: Moment,
    pub(in crate::cli) ui: &'a Ui,
}

impl Desk<'_> {
    /// Builds the packets of one rubric's cards.
    fn run<T: Send>(
        &self,
        run: Run,
        make: Make<T>,
        found: &mut BTreeMap<String, Vec<T>>,
    ) -> Result<(), Failure> {
        let rubric = kept::rubric(self.store, &run.rubric.hash)?;
        let cards = cards::kept(run.cards, &rubric);
        let panels = panels(&rubric, &cards, self.ui)?;
        let severity = self.severities.on(&rubric);
        let all: Vec<_> = panels.iter().collect();
        let each = self.each(&panels, &all, severity, make)?;
        for (panel, one) in all.iter().zip(each) {
            let id = panel.candidate.to_owned();
            found.entry(id).or_default().push(one);
        }
        Ok(())
    }

    /// The packets of some panels, in their order.
    ///
    /// # Errors
    /// The store fails.
    pub(in crate::cli) fn packets(
        &self,
        panels: &Panels<'_>,
        of: &[&Panel<'_>],
        severity: Option<&Severity>,
    ) -> Result<Vec<Packet>, Failure> {
        self.each(panels, of, severity, packet::build)
    }

    fn each<T: Send>(
        &self,
        panels: &Panels<'_>,
        of: &[&Panel<'_>],
        severity: Option<&Severity>,
        make: Make<T>,
    ) -> Result<Vec<T>, Failure> {
        let record = |id: &str| record::of(self.store, id, panels.rubric, &self.head, self.now);
        let with_record = of
            .iter()
            .map(|panel| Ok((*panel, record(panel.candidate)?)));
        let of = with_record.collect::<Result<Vec<_>, Failure>>()?;
        Ok(packet::build_each(panels, severity, &self.names, &of, make))
    }
}

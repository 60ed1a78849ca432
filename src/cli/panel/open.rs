//! `panelkit panel open`

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::cli::error::Failure;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{candidate, exit, input, kept, named, sight, workspace};
use crate::diagnostic::{Diagnostic, codes, place, sort};
use crate::rubric::Rubric;
use crate::scorecard::Scorecard;
use crate::scorecard::read::{self, Checked};
use crate::seal::envelope::{self, Places, not_opened};
use crate::seal::{Envelope, Keys};
use crate::store::{Access, Change, KeptCard, Revisions, Stamp, Store, Submission, file};
use crate::text::{Sources, counted};

/// What the log calls it.
const WHAT: &str = "panel open";

/// Most bytes that are read of a key file.
const MAX_KEY_BYTES: usize = 64 * 1024;

/// Most seats that are named where cards are missing.
const MAX_NAMED: usize = 5;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The candidate, by id.
    #[arg(value_name = "CANDIDATE", value_parser = named::candidate)]
    candidate: String,
    /// The key file that `panel key` wrote; several times where cards were sealed to several keys.
    #[arg(long, required = true, value_name = "FILE")]
    key: Vec<PathBuf>,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let id = args.candidate.as_str();
    let mut store = args.store.open(Access::Existing, ui)?;
    let stamp = workspace::told_stamp(ui)?;
    candidate::known(&store, id)?;
    sight::refuse_if_due(&mut store, &stamp, &[id], WHAT)?;
    refuse_if_missing(&mut store, &stamp, id, ui)?;
    let sealed = sealed_cards(&store, id)?;
    if sealed.is_empty() {
        return ui.result(format!("no card of `{id}` is sealed\n"));
    }
    let keys = args.key.iter().map(|path| keys(path));
    let keys: Vec<_> = keys.collect::<Result<_, _>>()?;
    let opened = open(&store, sealed, &keys, ui)?;
    let receipts = store.keep(&stamp, &opened)?;
    let n_new = receipts.iter().filter(|receipt| receipt.is_new).count();
    ui.result(format!("{} of `{id}` opened\n", counted(n_new, "card")))
}

/// Refuses while a card of the panel is expected; trainees' cards are not waited for.
fn refuse_if_missing(
    store: &mut dyn Store,
    stamp: &Stamp,
    id: &str,
    ui: &Ui,
) -> Result<(), Failure> {
    let mut seats = kept::seats(store, id, stamp.time)?;
    seats.retain(|seat| !seat.shadow);
    if !seats.iter().any(|seat| seat.was_assigned) {
        ui.warn(
            &format!("nobody was assigned a card for `{id}`: nothing says that all are in"),
            "`panelkit panel assign` says whose card is expected",
        );
    }
    seats.retain(|seat| seat.state.is_open());
    if seats.is_empty() {
        return Ok(());
    }
    sight::keep(store, stamp, &[id], WHAT, Change::RefuseLook)?;
    let named = seats.iter().take(MAX_NAMED).map(|seat| {
        let seat = &seat.seat;
        format!("{} in `{}`", seat.interviewer.signature, seat.round)
    });
    let named = named.collect::<Vec<_>>().join(", ");
    let more = match seats.len().saturating_sub(MAX_NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let message = format!("a card of `{id}` is still expected: {named}{more}");
    Err(Failure::new(exit::REFUSED, message).hint(
        "sealed cards are opened once every card is in, or whoever does not send theirs is taken \
         off the panel; that you asked is in the log",
    ))
}

/// The candidate's cards whose latest revision is sealed.
fn sealed_cards(store: &dyn Store, id: &str) -> Result<Vec<KeptCard>, Failure> {
    let mut sealed = Vec::new();
    store.cards(Some(id), Revisions::Latest, &mut |kept| {
        if kept.card.sealed {
            sealed.push(kept);
        }
        ControlFlow::Continue(())
    })?;
    Ok(sealed)
}

/// The keys of a key file.
///
/// # Errors
/// It cannot be read, others may read it, or it is no key file.
fn keys(path: &Path) -> Result<Keys, Failure> {
    let shown = path.display();
    let bytes = input::read(path, MAX_KEY_BYTES)?;
    // What it opens is not for others to see.
    if let Some(mode) = file::shared_mode(path) {
        let message = format!("{shown} is not its owner's alone (mode {mode:04o})");
        return Err(Failure::new(exit::REFUSED, message).hint(format!("chmod 600 {shown}")));
    }
    let is_whole = bytes.len() <= MAX_KEY_BYTES;
    let text = String::from_utf8(bytes).ok().filter(|_| is_whole);
    let no_key = |why: &str, hint: &str| {
        Failure::new(exit::DATA, format!("{shown} is no key file: {why}")).hint(hint)
    };
    let text = text.ok_or_else(|| {
        no_key(
            "it is not a short text",
            "give the file that `panelkit panel key` wrote",
        )
    })?;
    Keys::parse(&text).map_err(|why| no_key(&why.to_string(), why.hint()))
}

/// Opens sealed cards, all of them or none.
///
/// # Errors
/// One cannot be opened, or is not what its envelope says; every finding is printed.
fn open(
    store: &dyn Store,
    sealed: Vec<KeptCard>,
    keys: &[Keys],
    ui: &Ui,
) -> Result<Vec<Change>, Failure> {
    let mut desk = Desk {
        store,
        keys,
        rubrics: BTreeMap::new(),
        sources: Sources::default(),
        findings: Vec::new(),
    };
    let mut opened = Vec::new();
    for kept in sealed {
        if let Some(bytes) = desk.open(&kept)? {
            opened.push(Change::OpenSeal(Submission {
                seat: kept.card.seat,
                rubric: kept.card.rubric,
                shadow: kept.card.shadow,
                sealed: false,
                bytes,
            }));
        }
    }
    if desk.findings.is_empty() {
        return Ok(opened);
    }
    sort(&mut desk.findings);
    ui.side_findings(&desk.findings, &desk.sources);
    ui.note("nothing was opened");
    Err(Failure::said(exit::DATA))
}

struct Desk<'a> {
    store: &'a dyn Store,
    keys: &'a [Keys],
    rubrics: BTreeMap<String, Rubric>,
    sources: Sources,
    findings: Vec<Diagnostic>,
}

impl Desk<'_> {
    /// The card inside a sealed one; none where there is a finding.
    fn open(&mut self, kept: &KeptCard) -> Result<Option<Vec<u8>>, Failure> {
        let name = format!("record {}", kept.sequence);
        let read = envelope::read(&name, kept.card.bytes.clone(), &mut self.sources);
        self.findings.extend(read.diagnostics);
        let Some((envelope, places)) = read.envelope else {
            return Ok(None);
        };
        let Some(bytes) = self.decrypt(&envelope, &places) else {
            return Ok(None);
        };
        let hash = &kept.card.rubric;
        if !self.rubrics.contains_key(hash) {
            let rubric = kept::rubric(self.store, hash)?;
            self.rubrics.insert(hash.clone(), rubric);
        }
        let rubric = &self.rubrics[hash];
        let finding = check(&name, &bytes, rubric, &envelope, &places).err();
        let is_sound = finding.is_none();
        self.findings.extend(finding.map(|finding| *finding));
        Ok(is_sound.then_some(bytes))
    }

    fn decrypt(&mut self, envelope: &Envelope, places: &Places) -> Option<Vec<u8>> {
        let mut why = None;
        for keys in self.keys {
            match keys.open(&envelope.sealed) {
                Ok(bytes) => return Some(bytes),
                Err(error) => why = Some(error),
            }
        }
        let finding = not_opened(why?, places.sealed);
        self.findings.push(finding);
        None
    }
}

/// Checks that an opened card can be read and is the one that its envelope names.
fn check(
    name: &str,
    bytes: &[u8],
    rubric: &Rubric,
    envelope: &Envelope,
    places: &Places,
) -> Result<Scorecard, Box<Diagnostic>> {
    let mut sources = Sources::default();
    let Checked {
        card, diagnostics, ..
    } = read::read(name, bytes.to_vec(), rubric, &mut sources);
    let Some(card) = card else {
        return Err(Box::new(unusable(&diagnostics, &sources, places)));
    };
    match envelope.check_card(places, &card, rubric) {
        Some(finding) => Err(Box::new(finding)),
        None => Ok(card),
    }
}

/// The finding that an opened card has errors: which and where, and nothing of what it says.
fn unusable(found: &[Diagnostic], sources: &Sources, places: &Places) -> Diagnostic {
    let errors = found.iter().filter(|finding| finding.is_error());
    let listed = errors.take(MAX_NAMED).map(|finding| {
        let at = place(finding.primary.span, sources);
        let line = at.rsplit(':').nth(1).unwrap_or_default();
        format!("{} in line {line}", finding.code)
    });
    let listed = listed.collect::<Vec<_>>().join(", ");
    let message = format!("the card inside cannot be used: {listed}");
    Diagnostic::error(codes::SEAL_CARD, places.sealed, message)
        .hint("its author amends it with the right card: panelkit submit --amend")
}

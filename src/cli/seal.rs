//! `panelkit seal`

pub(super) mod cipher;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::batch::{self, Sheaf};
use super::cards::Cards;
use super::error::Failure;
use super::stored::Stored;
use super::ui::Ui;
use super::{exit, workspace};
use crate::rubric::Rubric;
use crate::seal::envelope::SUFFIX;
use crate::seal::key::MOST_KEYS;
use crate::seal::{Envelope, PublicKey};
use crate::store::{Store, file};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Scorecards, or folders of `*.scorecard.toml` files.
    #[arg(required = true, value_name = "FILE")]
    cards: Vec<PathBuf>,
    /// The rubric they were made with; by default the one that each card names.
    #[arg(long, value_name = "RUBRIC")]
    rubric: Option<PathBuf>,
    /// The public key to seal to, as `panel key` printed it; several times for several keys, each
    /// of which opens the cards. By default the workspace's `[seal] recipient`.
    #[arg(long, value_name = "KEY", value_parser = public_key)]
    recipient: Vec<PublicKey>,
    /// Write there: a folder, or for a single card a file that ends in `.toml`; `-` is stdout. By
    /// default beside each card, as `*.sealed.toml`.
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    #[command(flatten)]
    store: Stored,
}

fn public_key(text: &str) -> Result<PublicKey, String> {
    PublicKey::parse(text).map_err(|why| format!("{why}; {}", why.hint()))
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let keys = keys(args, ui)?;
    let store = args.store.open_if_any(ui)?;
    let store = store.as_ref().map(|store| store as &dyn Store);
    let sheaves = batch::read(&args.cards, args.rubric.as_deref(), store, ui)?;
    for Sheaf { cards, .. } in &sheaves {
        ui.side_findings(&cards.findings, &cards.sources);
    }
    if sheaves.iter().any(|sheaf| sheaf.cards.has_errors()) {
        ui.note("nothing was sealed");
        return Err(Failure::said(exit::DATA));
    }
    let mut names = sheaves.iter().flat_map(|sheaf| sheaf.cards.sealed.names());
    if let Some(name) = names.next() {
        return Err(
            Failure::new(exit::DATA, format!("{name} is sealed already"))
                .hint("submit it: panelkit submit"),
        );
    }
    let mut sealed = Vec::new();
    for Sheaf { rubric, cards, .. } in &sheaves {
        sealed.extend(seal(cards, rubric, &keys)?);
    }
    if args.output.as_deref() == Some(Path::new("-")) {
        return to_stdout(&sealed, ui);
    }
    let targets = targets(&sealed, args.output.as_deref())?;
    write(&sealed, &targets, ui)
}

/// A card's file and what it is sealed into.
struct Sealed<'a> {
    file: &'a str,
    text: String,
}

/// The keys to seal to.
///
/// # Errors
/// There is none, or there are too many.
fn keys(args: &Args, ui: &Ui) -> Result<Vec<PublicKey>, Failure> {
    let keys = if args.recipient.is_empty() {
        workspace::find(ui)?.recipients
    } else {
        args.recipient.clone()
    };
    if keys.is_empty() {
        return Err(Failure::usage("there is no public key to seal to").hint(
            "give the panel's with --recipient age1…, or `[seal] recipient` in panelkit.toml; \
                 `panelkit panel key -o panel.key` makes one",
        ));
    }
    if keys.len() > MOST_KEYS {
        let message = format!("a card is sealed to {MOST_KEYS} keys at most");
        return Err(Failure::usage(message).hint("one key for all who may open cards will do"));
    }
    Ok(keys)
}

fn seal<'a>(
    cards: &'a Cards,
    rubric: &Rubric,
    keys: &[PublicKey],
) -> Result<Vec<Sealed<'a>>, Failure> {
    let sound = cards.sound.iter().zip(&cards.bytes);
    let sealed = sound.map(|((card, _), bytes)| {
        let sealed = cipher::encrypt(bytes, keys)?;
        Ok(Sealed {
            file: &card.file,
            text: Envelope::of(card, rubric, sealed).text(),
        })
    });
    sealed.collect()
}

fn to_stdout(sealed: &[Sealed<'_>], ui: &Ui) -> Result<(), Failure> {
    match sealed {
        [only] => ui.result(&only.text),
        _ => Err(Failure::usage("only a single card can be sealed to stdout")
            .hint("name a folder: -o DIR")),
    }
}

/// The file that each card is sealed into.
///
/// # Errors
/// Two cards would go into one file, or one is there already.
fn targets(sealed: &[Sealed<'_>], output: Option<&Path>) -> Result<Vec<PathBuf>, Failure> {
    let is_file = |path: &Path| {
        let is_toml = path
            .extension()
            .is_some_and(|extension| extension == "toml");
        sealed.len() == 1 && is_toml && !path.is_dir()
    };
    let mut seen = BTreeSet::new();
    let mut targets = Vec::new();
    for card in sealed {
        let beside = beside(Path::new(card.file));
        let target = match output {
            None => beside,
            Some(path) if is_file(path) => path.to_owned(),
            Some(folder) => folder.join(beside.file_name().unwrap_or_default()),
        };
        let shown = target.display();
        if !seen.insert(target.clone()) {
            let message = format!("two cards would be sealed into {shown}");
            return Err(Failure::usage(message).hint("seal them one by one, each with its own -o"));
        }
        if target.exists() {
            return Err(taken(&target));
        }
        targets.push(target);
    }
    Ok(targets)
}

/// `ada.scorecard.toml` is sealed into `ada.sealed.toml`.
fn beside(card: &Path) -> PathBuf {
    let name = card.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".toml").unwrap_or(&name);
    let stem = stem.strip_suffix(".scorecard").unwrap_or(stem);
    card.with_file_name(format!("{stem}{SUFFIX}"))
}

fn taken(path: &Path) -> Failure {
    let message = format!("{} is there already", path.display());
    Failure::new(exit::CANT_CREATE, message).hint(
        "a card that is sealed again is another file, and only one of them can be submitted: \
         submit the one that is there, or remove it first",
    )
}

fn write(sealed: &[Sealed<'_>], targets: &[PathBuf], ui: &Ui) -> Result<(), Failure> {
    for (card, target) in sealed.iter().zip(targets) {
        if let Some(folder) = target
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            file::create_folder(folder)?;
        }
        if !file::create_new(target, card.text.as_bytes())? {
            return Err(taken(target));
        }
        ui.result(format!("sealed into {}\n", target.display()))?;
    }
    ui.note("the cards themselves can be read as before: remove them when the sealed ones are in");
    Ok(())
}

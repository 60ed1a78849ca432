//! `panelkit score`

mod ask;
mod draft;
mod place;
mod review;
mod session;
mod show;
mod text;

use std::path::PathBuf;

use super::error::{Failure, in_words};
use super::prompt::{Editor, Guard, Prompts};
use super::stored::Stored;
use super::ui::Ui;
use super::{exit, named, workspace};
use place::Place;
use session::Session;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Who was assessed, by id.
    #[arg(long, value_name = "ID", value_parser = named::candidate)]
    candidate: String,
    /// The round that is scored.
    #[arg(long, value_name = "ID")]
    round: String,
    /// The rubric: a file, a folder with a `rubric.toml`, or a rubric's id; by default the one that
    /// the candidate is interviewed with, else the workspace's only one.
    #[arg(long, value_name = "RUBRIC")]
    rubric: Option<PathBuf>,
    /// The level interviewed for: an id or an alias; by default the candidate's, or the only one.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Who scores, as they sign; by default whoever runs the command.
    #[arg(long, value_name = "WHO", value_parser = named::signature)]
    interviewer: Option<String>,
    /// This is a trainee's card: kept and measured, never part of the decision.
    #[arg(long)]
    shadow: bool,
    /// The file that keeps the answers until the card is submitted; by default one in the
    /// workspace's folder, else here, named after candidate and round.
    #[arg(long, value_name = "FILE")]
    draft: Option<PathBuf>,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    if !Ui::can_ask() {
        return Err(no_terminal());
    }
    let settings = workspace::quality(ui)?;
    let place = Place::find(args, ui)?;
    let draft = place.draft(args.draft.as_deref(), ui)?;
    let (interview, replies) = place.interview(&draft, ui)?;
    if place.is_in(&interview, &replies, &draft)? {
        return place.done(false, &draft, ui);
    }
    let kit = place.kit();
    let mut session = Session {
        prompts: Prompts::new(ui),
        guard: take_terminal()?,
        editor: Editor::told(),
        screen: show::Screen::new(&kit, ui)?,
        shown: None,
        interview,
        replies,
        draft,
    };
    session.welcome()?;
    let cards = session.review(&place, &settings, ui)?;
    let draft = &session.draft;
    let submitted = session.guard.finish(|| place.submit(&cards, ui));
    let is_new = submitted.map_err(|failure| {
        failure.hint(format!("the draft is still in {}", draft.path().display()))
    })?;
    place.done(is_new, draft, ui)
}

fn no_terminal() -> Failure {
    Failure::new(
        exit::UNAVAILABLE,
        "there is nobody to ask: stdin and stderr must be a terminal",
    )
    .hint("fill in a file instead: panelkit scorecard new … -o card.scorecard.toml")
    .hint("then submit it: panelkit submit card.scorecard.toml")
}

fn take_terminal() -> Result<Guard, Failure> {
    Guard::take(
        "error: stopped before anything was answered\n",
        exit::UNFINISHED,
    )
    .map_err(|error| {
        let message = format!(
            "the terminal does not take single keys: {}",
            in_words(&error)
        );
        Failure::new(exit::UNAVAILABLE, message)
    })
}

//! `panelkit panel assign`

use std::path::PathBuf;

use super::find;
use crate::cli::error::Failure;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{candidate, input, named, shelf, workspace};
use crate::rubric::{Round, Rubric};
use crate::store::{Access, Assignment, Candidate, Change, Moment, Receipt, Seat, Store};
use crate::text::visible_line;

/// Hours until a card is late where the workspace does not say.
const USUAL_HOURS: u32 = 24;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Who is interviewed, by id.
    #[arg(value_name = "CANDIDATE", value_parser = named::candidate)]
    candidate: String,
    /// The round, by id.
    #[arg(long, value_name = "ID")]
    round: String,
    /// Who scores, as they sign; several at once where several do.
    #[arg(long, required = true, num_args = 1.., value_name = "WHO", value_parser = named::signature)]
    interviewer: Vec<String>,
    /// When the interview begins, such as 2026-11-20T09:30:00+01:00. The card is then due
    /// `[deadlines] scorecard-hours` (24 where the workspace does not say) after the round's minutes;
    /// without a time, so many hours from now.
    #[arg(long, value_name = "MOMENT", value_parser = find::moment)]
    at: Option<Moment>,
    /// When the card is due, in place of that.
    #[arg(long, value_name = "MOMENT", value_parser = find::moment, conflicts_with = "at")]
    due: Option<Moment>,
    /// The seat is a trainee's: the card is kept and no decision waits for it or rests on it.
    #[arg(long)]
    shadow: bool,
    /// The rubric that has the round; by default the candidate's, else the workspace's only one.
    #[arg(long, value_name = "RUBRIC")]
    rubric: Option<PathBuf>,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let stamp = workspace::stamp(ui)?;
    let mut store = args.store.open(Access::Existing, ui)?;
    let record = candidate::known(&store, &args.candidate)?;
    let path = shelf::choose(args.rubric.as_deref(), Some(&record), ui)?;
    let rubric = input::rubric(&path, ui)?;
    let round = round(&rubric, &record, &args.round)?;
    let due = due(args, round, stamp.time, ui)?;
    let changes: Vec<_> = args
        .interviewer
        .iter()
        .map(|who| {
            Change::Assign(Assignment {
                seat: Seat::new(&args.candidate, &args.round, who),
                due: Some(due),
                shadow: args.shadow,
            })
        })
        .collect();
    let receipts = store.keep(&stamp, &changes)?;
    ui.result(report(args, due, &receipts))
}

/// The round of that id; one that is held at the candidate's level, where that is recorded.
fn round<'a>(rubric: &'a Rubric, record: &Candidate, id: &str) -> Result<&'a Round, Failure> {
    if let Some(name) = &record.level {
        let level = named::level(rubric, name)?;
        return Ok(rubric.round(named::round(rubric, level, id)?));
    }
    let found = rubric.find_round(id).ok_or_else(|| {
        let rounds = rubric.rounds().iter();
        let known: Vec<_> = rounds.map(|round| round.id.as_str()).collect();
        named::unknown("round", id, &known)
    })?;
    Ok(rubric.round(found))
}

fn due(args: &Args, round: &Round, now: Moment, ui: &Ui) -> Result<Moment, Failure> {
    if let Some(due) = args.due {
        return Ok(due);
    }
    let hours = workspace::find(ui)?.scorecard_hours.unwrap_or(USUAL_HOURS);
    let end = args.at.map_or(now, |at| {
        let minutes = i64::from(round.minutes.unwrap_or(0));
        Moment::from_seconds(at.seconds() + 60 * minutes).unwrap_or(at)
    });
    Ok(end.plus_hours(hours))
}

fn report(args: &Args, due: Moment, receipts: &[Receipt]) -> String {
    let of_trainee = if args.shadow { "trainee's " } else { "" };
    let mut text = format!(
        "`{}`, round `{}`: the {of_trainee}card is due {}\n",
        args.candidate,
        visible_line(&args.round),
        find::shown(due)
    );
    for (who, receipt) in args.interviewer.iter().zip(receipts) {
        let known = if receipt.is_new {
            ""
        } else {
            " (was assigned so already)"
        };
        text.extend(["  ", &visible_line(who), known, "\n"]);
    }
    text
}

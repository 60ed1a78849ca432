//! `panelkit panel remind`

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::ValueEnum;
use serde::Serialize;

use super::find;
use super::view::{Named, duration};
use crate::cli::error::Failure;
use crate::cli::output::Output;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{candidate, kept, named, shell, sight, templates, workspace};
use crate::render::Format;
use crate::render::calendar::{self, Deadline};
use crate::rubric::Rubric;
use crate::store::{Access, Candidate, Event, Moment, SeatState, SeatStatus, Store, file};
use crate::text::counted;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Whose panel, by id.
    #[arg(value_name = "CANDIDATE", value_parser = named::candidate)]
    candidate: String,
    /// Remind this interviewer alone.
    #[arg(long, value_name = "WHO", value_parser = named::signature)]
    interviewer: Option<String>,
    /// Also write a calendar with an entry for each deadline.
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    #[command(flatten)]
    store: Stored,
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<RemindFormat>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RemindFormat {
    /// For a terminal, or to paste.
    Text,
    /// Markdown.
    Md,
    /// A calendar with an entry for each deadline, RFC 5545.
    Ics,
}

/// What `reminder.md` is given.
#[derive(Serialize)]
struct Reminders {
    organisation: Option<String>,
    candidate: Named,
    rubric: Option<String>,
    cards: Vec<Reminder>,
}

/// A card that is due.
#[derive(Serialize)]
struct Reminder {
    interviewer: String,
    round: Named,
    due: Option<String>,
    is_late: bool,
    late_by: Option<String>,
    shadow: bool,
    /// What makes a blank card, and what submits it.
    begin: String,
    submit: String,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let stamp = workspace::told_stamp(ui)?;
    let mut store = args.store.open(Access::Existing, ui)?;
    let record = candidate::known(&store, &args.candidate)?;
    sight::refuse_if_due(&mut store, &stamp, &[&args.candidate], "panel remind")?;
    let mut seats = kept::seats(&store, &args.candidate, stamp.time)?;
    seats.retain(|seat| seat.state.is_open());
    if !seats.is_empty() {
        seats = find::narrowed(seats, None, args.interviewer.as_deref())?;
    }
    let rubric = find::rubric_of(&record, ui)?;
    let desk = Desk {
        record: &record,
        rubric: rubric.as_deref(),
        now: stamp.time,
    };
    let by_name = match args.output.extension().as_deref() {
        Some("ics") => RemindFormat::Ics,
        Some("md" | "markdown") => RemindFormat::Md,
        _ => RemindFormat::Text,
    };
    let format = args.format.unwrap_or(by_name);
    let wants_calendar = args.ics.is_some() || format == RemindFormat::Ics;
    let calendar = calendar(&desk, &seats, &store)?;
    if wants_calendar {
        calendar.say_what_is_left_out(ui);
    }
    if let (Some(path), true) = (&args.ics, calendar.n_entries > 0) {
        file::replace(path, calendar.text.as_bytes())?;
        let entries = counted(calendar.n_entries, "deadline");
        ui.note(&format!("wrote {} with {entries}", path.display()));
    }
    let style = match format {
        RemindFormat::Ics if calendar.n_entries == 0 => return Ok(()),
        RemindFormat::Ics => return args.output.write(calendar.text, ui),
        RemindFormat::Text => Format::Text(args.output.style(ui)),
        RemindFormat::Md => Format::Markdown,
    };
    let view = Reminders {
        organisation: workspace::find(ui)?.organisation,
        candidate: Named::of(&record),
        rubric: record.rubric.clone(),
        cards: seats.iter().map(|seat| desk.reminder(seat)).collect(),
    };
    args.output
        .write(templates::document("reminder.md", &view, style, ui)?, ui)
}

/// What reminders are made from.
struct Desk<'a> {
    record: &'a Candidate,
    rubric: Option<&'a Rubric>,
    now: Moment,
}

impl Desk<'_> {
    fn reminder(&self, seat: &SeatStatus) -> Reminder {
        let is_late = seat.state == SeatState::Overdue;
        let late = seat.due.filter(|_| is_late);
        Reminder {
            interviewer: seat.seat.interviewer.signature.clone(),
            round: self.round(&seat.seat.round),
            due: seat.due.map(find::shown),
            is_late,
            late_by: late.map(|due| duration(self.now.seconds() - due.seconds())),
            shadow: seat.shadow,
            begin: Self::begin(seat),
            submit: Self::submit(seat),
        }
    }

    /// A round with its title, where the rubric can be found and has it.
    fn round(&self, id: &str) -> Named {
        let found = self.rubric.and_then(|rubric| {
            let round = rubric.round(rubric.find_round(id)?);
            Some(round.title.to_string())
        });
        Named {
            id: id.to_owned(),
            name: found.unwrap_or_else(|| id.to_owned()),
        }
    }

    fn card(seat: &SeatStatus) -> String {
        format!("{}.{}.scorecard.toml", seat.seat.candidate, seat.seat.round)
    }

    /// In two lines: one would be cut where it is shown.
    fn begin(seat: &SeatStatus) -> String {
        format!(
            "panelkit scorecard new --candidate {} --round {} \\\n  --interviewer {} -o {}",
            seat.seat.candidate,
            shell::quoted(&seat.seat.round),
            shell::quoted(&seat.seat.interviewer.signature),
            shell::quoted(&Self::card(seat))
        )
    }

    fn submit(seat: &SeatStatus) -> String {
        format!("panelkit submit {}", shell::quoted(&Self::card(seat)))
    }

    fn deadline(&self, seat: &SeatStatus, due: Moment, since: String) -> Deadline {
        let name = self.record.name.as_ref().unwrap_or(&self.record.id);
        let round = self.round(&seat.seat.round).name;
        let interviewer = &seat.seat.interviewer;
        let trainee = if seat.shadow {
            "Trainee's card: shadow = true.\n"
        } else {
            ""
        };
        Deadline {
            key: vec![
                seat.seat.candidate.clone(),
                seat.seat.round.clone(),
                interviewer.key.clone(),
            ],
            summary: format!("Scorecard due: {name}, {round}"),
            description: format!(
                "Interviewer: {}\n{trainee}A blank card:\n{}\nTo submit it:\n{}",
                interviewer.signature,
                Self::begin(seat),
                Self::submit(seat)
            ),
            due: due.to_string(),
            set: since,
            revision: seat.assigned.unwrap_or_default(),
        }
    }
}

/// The deadlines of seats as a calendar.
struct Written {
    text: String,
    n_entries: usize,
    /// Seats without a deadline.
    n_untold: usize,
}

impl Written {
    /// A calendar without an entry would be none: it is not written.
    fn say_what_is_left_out(&self, ui: &Ui) {
        if self.n_untold > 0 {
            let untold = counted(self.n_untold, "card");
            ui.warn(
                &format!("{untold} without a deadline: no entry in the calendar"),
                "panelkit panel assign … --due MOMENT sets one",
            );
        }
        if self.n_entries == 0 {
            ui.note("there is no deadline: no calendar is written");
        }
    }
}

fn calendar(desk: &Desk<'_>, seats: &[SeatStatus], store: &dyn Store) -> Result<Written, Failure> {
    let mut deadlines = Vec::new();
    for seat in seats {
        if let (Some(due), Some(sequence)) = (seat.due, seat.assigned) {
            deadlines.push(desk.deadline(seat, due, time_of(sequence, store)?));
        }
    }
    Ok(Written {
        text: calendar::write(&deadlines),
        n_entries: deadlines.len(),
        n_untold: seats.len() - deadlines.len(),
    })
}

/// When an event was, from the log.
fn time_of(sequence: u64, store: &dyn Store) -> Result<String, Failure> {
    let mut time = String::new();
    store.events(sequence, &mut |event: Event| {
        time = event.time;
        ControlFlow::Break(())
    })?;
    Ok(time)
}

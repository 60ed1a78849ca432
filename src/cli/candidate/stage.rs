//! `panelkit candidate stage`

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use crate::cli::error::Failure;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{exit, named, sight, workspace};
use crate::diagnostic::nearest;
use crate::document::Date;
use crate::store::{
    Access, Change, KeptStage, Passage, Receipt, Revisions, Stage, StageRecord, Store, today,
};
use crate::text::{is_blank, visible_line};

#[derive(Debug, clap::Args)]
#[command(override_usage = "panelkit candidate stage [OPTIONS] <ID>... <STAGE> <WHAT>")]
pub(in crate::cli) struct Args {
    /// Candidates by id; then the stage: `application`, `resume`, `screen`, `assessment`, `onsite` or
    /// `decision`; then what happened: `entered`, `passed`, `declined` or `withdrew`.
    #[arg(num_args = 3.., required = true, value_names = ["ID", "STAGE", "WHAT"])]
    words: Vec<String>,
    /// The day it happened; by default today.
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// The day that they came to the stage, where it is not recorded yet or is to be corrected.
    #[arg(long, value_name = "DATE")]
    entered: Option<String>,
    /// Why: needed for a decline, and where an earlier record said that something else happened. It
    /// is kept beside the record.
    #[arg(long, value_name = "WHY")]
    reason: Option<String>,
    #[command(flatten)]
    store: Stored,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let stamp = workspace::told_stamp(ui)?;
    let mut wrong = Vec::new();
    let told = Told::of(args, &mut wrong);
    let mut store = args.store.open(Access::Existing, ui)?;
    let ids = candidates(&store, &args.words, &mut wrong)?;
    let Some(told) = told.filter(|_| wrong.is_empty()) else {
        return Err(say(&wrong, ui));
    };
    // What was recorded before tells what others came to.
    sight::refuse_if_due(&mut store, &stamp, &ids, "candidate stage")?;
    for id in &ids {
        if let Some(before) = last(&store, id, told.stage)? {
            told.compare(id, &before, &mut wrong);
        }
    }
    if !wrong.is_empty() {
        return Err(say(&wrong, ui));
    }
    let changes = ids.iter().map(|id| Change::RecordStage(told.record(id)));
    let receipts = store.keep(&stamp, &changes.collect::<Vec<_>>())?;
    ui.result(told.report(&ids, &receipts))
}

/// Says everything that is wrong; the exit code is that of the first.
fn say(wrong: &[Failure], ui: &Ui) -> Failure {
    let code = wrong.first().map_or(exit::USAGE, Failure::code);
    for failure in wrong {
        ui.failure(failure);
    }
    ui.note("nothing was kept");
    Failure::said(code)
}

/// The candidates that are named, which must be there.
fn candidates<'a>(
    store: &dyn Store,
    words: &'a [String],
    wrong: &mut Vec<Failure>,
) -> Result<Vec<&'a str>, Failure> {
    let (ids, _) = words.split_at(words.len().saturating_sub(2));
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for id in ids {
        if let Err(why) = named::candidate(id) {
            let id = visible_line(id);
            wrong.push(Failure::usage(format!(
                "`{id}` is no candidate's id: {why}"
            )));
        } else if seen.insert(id) {
            match super::known(store, id) {
                Ok(_) => found.push(id.as_str()),
                Err(failure) if failure.code() == exit::NO_INPUT => wrong.push(failure),
                Err(failure) => return Err(failure),
            }
        }
    }
    Ok(found)
}

/// The last record of a candidate's stage.
fn last(store: &dyn Store, id: &str, stage: Stage) -> Result<Option<KeptStage>, Failure> {
    let mut found = None;
    store.stages(Some(id), Revisions::Latest, &mut |kept| {
        if kept.record.stage == stage {
            found = Some(kept);
        }
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

/// What the command line says of each candidate.
struct Told {
    stage: Stage,
    what: Passage,
    on: Date,
    entered: Option<Date>,
    reason: Option<String>,
}

impl Told {
    /// Reads it; what is wrong in itself is said, all of it.
    fn of(args: &Args, wrong: &mut Vec<Failure>) -> Option<Self> {
        let [.., stage, what] = args.words.as_slice() else {
            return None;
        };
        let stages = Stage::ALL.map(Stage::as_str);
        let stage = word(stage, "a stage", &stages, Stage::parse, wrong);
        let whats = Passage::ALL.map(Passage::as_str);
        let what = word(
            what,
            "what happens at a stage",
            &whats,
            Passage::parse,
            wrong,
        );
        let today = Date::parse(&today());
        let on = match &args.on {
            Some(text) => day("--on", text, wrong),
            None => today,
        };
        let entered = args.entered.as_ref();
        let entered = entered.and_then(|text| day("--entered", text, wrong));
        let told = Self {
            stage: stage.unwrap_or(Stage::Application),
            what: what.unwrap_or(Passage::Entered),
            on: on.unwrap_or(Date::EPOCH),
            entered,
            reason: args.reason.as_ref().map(|reason| reason.trim().to_owned()),
        };
        told.check(what.is_some(), on.is_some(), wrong);
        wrong.is_empty().then_some(told)
    }

    /// What is wrong of words and days that can be read.
    fn check(&self, has_what: bool, has_day: bool, wrong: &mut Vec<Failure>) {
        if has_what && self.what == Passage::Entered && self.entered.is_some() {
            let message = "`entered` happens on the day that --on says, and --entered says one too";
            wrong.push(Failure::usage(message).hint("leave out --entered"));
        }
        if let Some(entered) = self.entered.filter(|entered| has_day && self.on < *entered) {
            let on = self.on;
            let message =
                format!("they left the stage on {on}, before {entered}, when they came to it");
            wrong.push(Failure::usage(message).hint("correct one of the two days"));
        }
        if self.reason.as_deref().is_some_and(is_blank) {
            wrong.push(Failure::usage("the reason says nothing").hint(REASON));
        } else if has_what && self.what == Passage::Declined && self.reason.is_none() {
            wrong.push(Failure::usage("a decline needs a reason").hint(REASON));
        }
    }

    /// What is wrong beside what was recorded of the stage before.
    fn compare(&self, id: &str, before: &KeptStage, wrong: &mut Vec<Failure>) {
        let had = before.record.what;
        if self.reason.is_none() && had != Passage::Entered && had != self.what {
            let message = format!(
                "{} recorded that `{id}` {} the stage `{}` on {}, and this overturns that",
                before.by.signature,
                had.of_a_stage(),
                self.stage.as_str(),
                before.record.on
            );
            wrong.push(Failure::usage(message).hint(REASON));
        }
        let told = self.record(id).entered_on();
        if let (None, Some(entered)) = (told, before.entered)
            && self.on < entered
        {
            let message = format!(
                "`{id}` came to the stage `{}` on {entered}, after {}",
                self.stage.as_str(),
                self.on
            );
            wrong.push(
                Failure::usage(message)
                    .hint("correct the day with --on, or the one they came with --entered"),
            );
        }
    }

    fn record(&self, id: &str) -> StageRecord {
        StageRecord {
            entered: self.entered,
            reason: self.reason.clone(),
            ..StageRecord::new(id, self.stage, self.what, self.on)
        }
    }

    fn report(&self, ids: &[&str], receipts: &[Receipt]) -> String {
        let (stage, on) = (self.stage.as_str(), self.on);
        let mut text = String::new();
        for (id, receipt) in ids.iter().zip(receipts) {
            let known = if receipt.is_new {
                ""
            } else {
                " (was recorded so already)"
            };
            let what = self.what.of_a_stage();
            let _ = writeln!(text, "`{id}` {what} the stage `{stage}` on {on}{known}");
        }
        text
    }
}

/// What to do where a reason is asked for.
const REASON: &str = "say why: --reason \"…\" is kept beside the record";

/// What one of a few words stands for.
fn word<T>(
    text: &str,
    what: &str,
    known: &[&str],
    read: fn(&str) -> Option<T>,
    wrong: &mut Vec<Failure>,
) -> Option<T> {
    let found = read(text);
    if found.is_none() {
        let message = format!("`{}` is not {what}", visible_line(text));
        let mut failure = Failure::usage(message);
        if let Some(near) = nearest(text, known.iter().copied()) {
            failure = failure.hint(format!("did you mean `{near}`?"));
        }
        wrong.push(failure.hint(format!("known: {}", known.join(", "))));
    }
    found
}

/// A day that has begun.
fn day(option: &str, text: &str, wrong: &mut Vec<Failure>) -> Option<Date> {
    let Some(day) = Date::parse(text.trim()) else {
        let text = visible_line(text);
        let message = format!("{option}: `{text}` is not a day");
        wrong.push(Failure::usage(message).hint("write it as 2026-11-20"));
        return None;
    };
    if workspace::latest_day().is_some_and(|latest| day > latest) {
        let message = format!("{option}: {day} has not begun anywhere yet");
        wrong.push(Failure::usage(message).hint("record what happened once it did"));
    }
    Some(day)
}

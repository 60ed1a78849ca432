//! `panelkit decide`

use clap::ValueEnum;
use serde::Serialize;

use super::error::Failure;
use super::output::Output;
use super::packet::kept::{self, Ask};
use super::packet::record;
use super::stored::Stored;
use super::ui::Ui;
use super::{candidate, exit, named, templates, workspace};
use crate::packet::{self, Names, Packet, Verdict};
use crate::render::{Format, json};
use crate::store::{
    Access, Basis, Change, Choice, Decision, Head, KeptDecision, Receipt, Recommended, Stamp, Store,
};
use crate::text::{Digest, is_blank};

/// Version of the JSON.
const FORMAT: u32 = 1;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Who was interviewed, by id.
    #[arg(value_name = "CANDIDATE", value_parser = named::candidate)]
    candidate: String,
    /// What is decided.
    #[arg(value_enum, value_name = "DECISION")]
    choice: Chosen,
    /// Why: needed where it departs from what the packet says, or overturns an earlier decision. It
    /// is kept beside the decision, and packets show it.
    #[arg(long, value_name = "WHY")]
    reason: Option<String>,
    #[command(flatten)]
    store: Stored,
    /// How to write what was kept; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<DecisionFormat>,
    #[command(flatten)]
    output: Output,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Chosen {
    /// An offer is made.
    Hire,
    /// None is.
    NoHire,
}

impl From<Chosen> for Choice {
    fn from(chosen: Chosen) -> Self {
        match chosen {
            Chosen::Hire => Self::Hire,
            Chosen::NoHire => Self::NoHire,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DecisionFormat {
    /// For a terminal.
    Text,
    /// One object.
    Json,
}

/// What was kept.
#[derive(Serialize)]
struct Shown {
    format: u32,
    candidate: packet::Person,
    /// False where the very same was decided before.
    is_new: bool,
    decision: Option<packet::Decision>,
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let stamp = workspace::told_stamp(ui)?;
    let mut store = args.store.open(Access::Existing, ui)?;
    let who = candidate::known(&store, &args.candidate)?;
    let packets = packets(args, &mut store, &stamp, ui)?;
    let decision = decision(args, &packets)?;
    let before = store.decisions(&args.candidate)?;
    justify(&decision, &packets, before.last())?;
    let receipts = store.keep(&stamp, &[Change::Decide(decision)])?;
    say(receipts.first(), ui);
    let kept = record::decisions(&store, &args.candidate)?;
    let shown = Shown {
        format: FORMAT,
        candidate: packet::Person {
            name: who.name.unwrap_or_else(|| who.id.clone()),
            id: who.id,
        },
        is_new: receipts.first().is_some_and(|receipt| receipt.is_new),
        decision: packet::Decision::of(&kept, &Names::default()),
    };
    args.output.write(written(args, &shown, ui)?, ui)
}

fn say(receipt: Option<&Receipt>, ui: &Ui) {
    match receipt {
        Some(receipt) if receipt.is_new => ui.note(&format!("kept as record {}", receipt.sequence)),
        Some(receipt) => ui.note(&format!(
            "the same was decided already, in record {}: nothing is kept anew",
            receipt.sequence
        )),
        None => {}
    }
}

/// The packets that the decision is made on: one for each rubric.
///
/// # Errors
/// There is none; as [`kept::of_store`].
fn packets(
    args: &Args,
    store: &mut dyn Store,
    stamp: &Stamp,
    ui: &Ui,
) -> Result<Vec<Packet>, Failure> {
    let candidates = std::slice::from_ref(&args.candidate);
    let ask = Ask {
        what: "decide",
        ..Ask::of(candidates)
    };
    let packets = kept::of_store(store, stamp, &ask, Names::default(), packet::build, ui);
    packets.map_err(|failure| match failure.code() {
        exit::NO_INPUT => failure.hint("a decision is made on a packet, and there is none"),
        _ => failure,
    })
}

/// The decision on packets.
///
/// # Errors
/// A reason that says nothing.
fn decision(args: &Args, packets: &[Packet]) -> Result<Decision, Failure> {
    if args.reason.as_deref().is_some_and(is_blank) {
        return Err(Failure::usage("the reason says nothing").hint(REASON));
    }
    let choice = Choice::from(args.choice);
    let head = packets.iter().find_map(|packet| packet.head.as_deref());
    let recommended = packets.iter().map(|packet| Recommended {
        rubric: packet.rubric.id.clone(),
        version: packet.rubric.version.clone(),
        verdict: packet.verdict.as_str().to_owned(),
    });
    Ok(Decision {
        candidate: args.candidate.clone(),
        choice,
        reason: args.reason.as_ref().map(|reason| reason.trim().to_owned()),
        packet: Basis {
            hash: Digest::of(&[json::packets(packets).as_bytes()]),
            head: head.and_then(Head::parse).unwrap_or_default(),
            recommended: recommended.collect(),
        },
        departs: departed_from(choice, packets).is_some(),
        supersedes: None,
    })
}

/// What to do where a reason is asked for.
const REASON: &str = "say why: --reason \"…\" is kept beside the decision, and packets show it";

/// The first packet that recommends something else.
fn departed_from(choice: Choice, packets: &[Packet]) -> Option<&Packet> {
    let hires = choice == Choice::Hire;
    packets
        .iter()
        .find(|packet| packet.verdict.is_departed_from(hires))
}

/// Asks for a reason where there must be one.
///
/// # Errors
/// There is none.
fn justify(
    decision: &Decision,
    packets: &[Packet],
    before: Option<&KeptDecision>,
) -> Result<(), Failure> {
    let is_repeated = before.is_some_and(|before| decision.repeats(&before.decision));
    if decision.reason.is_some() || is_repeated {
        return Ok(());
    }
    if let Some(packet) = departed_from(decision.choice, packets) {
        let says = match packet.verdict {
            Verdict::Insufficient => "says that too little was scored to recommend anything",
            verdict if verdict.is_departed_from(true) => "recommends no hire",
            _ => "recommends a hire",
        };
        let id = &decision.candidate;
        let title = decision.choice.title();
        let message =
            format!("the packet of `{id}` {says}, and the decision “{title}” departs from it");
        return Err(Failure::usage(message).hint(REASON));
    }
    let overturned = before.filter(|before| before.decision.choice != decision.choice);
    match overturned {
        None => Ok(()),
        Some(before) => Err(Failure::usage(format!(
            "{} decided “{}” on {}, and this decision overturns that",
            before.by.signature,
            before.decision.choice.title(),
            before.at
        ))
        .hint(REASON)),
    }
}

fn written(args: &Args, shown: &Shown, ui: &Ui) -> Result<Vec<u8>, Failure> {
    let by_name = match args.output.extension().as_deref() {
        Some("json") => DecisionFormat::Json,
        _ => DecisionFormat::Text,
    };
    match args.format.unwrap_or(by_name) {
        DecisionFormat::Text => {
            let style = Format::Text(args.output.style(ui));
            templates::document("decision.md", shown, style, ui)
        }
        DecisionFormat::Json => Ok(json::text(shown).into_bytes()),
    }
}

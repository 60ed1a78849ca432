//! A card to fill in, with everything on it that is known beforehand.

use std::fmt::Write as _;

use super::plan::{LoopPlan, RoundPlan};
use super::{YesNoView, yes_no};
use crate::document::quoted;
use crate::rubric::{Criterion, CriterionIdx, LevelIdx, RoundIdx, Rubric, Stage};
use crate::text::visible_line;

/// The line for whoever scores, left open.
const INTERVIEWER: &str = "# interviewer = \"you@example.com\"";

/// A card for a round at a level. What is left open is commented, so that a forgotten line is
/// reported as missing and not taken as given.
pub(super) fn blank(
    rubric: &Rubric,
    level: LevelIdx,
    plan: &RoundPlan,
    candidate: Option<&str>,
    scored: &[CriterionIdx],
) -> String {
    let round = plan.round;
    let about = rubric.about();
    let mut card = format!(
        "format = 1\n\
         rubric = \"{}\"\n\
         rubric-version = \"{}\"\n\
         rubric-hash = \"{}\"\n\
         round = \"{}\"\n\
         level = \"{}\"\n\
         {}\n\
         {INTERVIEWER}\n\
         # interviewed-on = 2026-01-31\n\
         # recommendation = \"\"  # {}\n\
         {}\
         summary = \"\"\"\n\"\"\"\n\
         {}",
        about.id,
        about.version,
        about.hash,
        rubric.round(round).id,
        rubric.level(level).id,
        candidate_line(candidate),
        recommendations(rubric, round),
        variant_line(rubric, round, level),
        asked_line(rubric, plan),
    );
    for idx in scored {
        let criterion = rubric.criterion(*idx);
        // Writing to a String cannot fail.
        let _ = write!(
            card,
            "\n[[score]]\n\
             criterion = \"{}\"\n\
             # score =  # {}, \"not-assessed\", \"no-evidence\" or \"declined\"\n\
             evidence = \"\"\"\n\"\"\"\n",
            criterion.id,
            scores(rubric, criterion),
        );
        // What is found in papers has no indicators to tick.
        if criterion.is_panel() {
            card.push_str("observed = []\n");
        }
    }
    card
}

fn candidate_line(candidate: Option<&str>) -> String {
    match candidate {
        Some(id) => format!("candidate = \"{id}\""),
        None => "# candidate = \"their-id\"".to_owned(),
    }
}

fn recommendations(rubric: &Rubric, round: RoundIdx) -> &'static str {
    match rubric.round(round).stage {
        Stage::Application => "to go on: hire or strong-hire; not to: no-hire or strong-no-hire",
        // Papers advance by their scores.
        Stage::Resume => {
            "to go on: hire or strong-hire; not to: no-hire or strong-no-hire; may stay out"
        }
        _ => "strong-no-hire | no-hire | hire | strong-hire",
    }
}

/// The scores that a criterion takes, for a comment.
fn scores(rubric: &Rubric, criterion: &Criterion) -> String {
    if criterion.is_yes_no() {
        let YesNoView { yes, no } = yes_no(rubric);
        return format!("{yes} for yes, {no} for no");
    }
    let points = rubric.scale().points().iter();
    let values: Vec<_> = points.map(|point| point.value.to_string()).collect();
    values.join(", ")
}

fn variant_line(rubric: &Rubric, round: RoundIdx, level: LevelIdx) -> String {
    let exercise = rubric.round(round).exercise.map(|idx| rubric.exercise(idx));
    let ids: Vec<_> = exercise
        .iter()
        .filter(|exercise| exercise.levels.include(level))
        .flat_map(|exercise| &exercise.variants)
        .map(|variant| variant.id.as_str())
        .collect();
    match ids.first() {
        Some(first) => format!("# variant = \"{first}\"  # {}\n", ids.join(" | ")),
        None => String::new(),
    }
}

fn asked_line(rubric: &Rubric, plan: &RoundPlan) -> String {
    if plan.planned.is_empty() {
        return String::new();
    }
    let planned = plan.planned.iter();
    let ids: Vec<_> = planned
        .map(|idx| format!("\"{}\"", rubric.question(*idx).id))
        .collect();
    format!("asked = [{}]\n", ids.join(", "))
}

/// A card for a candidate, with what can be scored and ticked as comments beside it.
///
/// # Panics
/// The round is not held at the plan's level.
#[must_use]
pub fn new_card(
    rubric: &Rubric,
    round: RoundIdx,
    plan: &LoopPlan,
    candidate: &str,
    interviewer: Option<&str>,
) -> String {
    let of_round = plan.round(round).expect("the round is held at the level");
    let scored = rubric.scored_in(round, plan.level);
    let blank = blank(rubric, plan.level, of_round, Some(candidate), &scored);
    let mut parts = blank.split("\n[[score]]\n");
    let head = parts.next().unwrap_or_default();
    let mut card = match interviewer {
        Some(who) => {
            let line = format!("interviewer = {}", quoted(who));
            head.replacen(INTERVIEWER, &line, 1)
        }
        None => head.to_owned(),
    };
    if scored.iter().any(|idx| !rubric.criterion(*idx).is_yes_no()) {
        card.push_str("\n# The scale:\n");
        for point in rubric.scale().points() {
            let line = format!(
                "{} ({}): {}. {}",
                point.value, point.id, point.label, point.meaning
            );
            comment(&mut card, "  ", &line);
        }
    }
    for (idx, part) in scored.iter().zip(parts) {
        card.push('\n');
        comment(&mut card, "", &rubric.criterion(*idx).title);
        for (address, text) in to_tick(rubric, round, plan.level, of_round, *idx) {
            comment(&mut card, "  ", &format!("{address}: {text}"));
        }
        card.push_str("[[score]]\n");
        card.push_str(part);
        if !card.ends_with('\n') {
            card.push('\n');
        }
    }
    card
}

/// A line of a comment, whatever stands in the text.
fn comment(card: &mut String, indent: &str, text: &str) {
    let text = visible_line(text.trim());
    // Writing to a String cannot fail.
    let _ = writeln!(card, "# {indent}{}", text.trim_end());
}

/// Addresses and texts of the indicators that speak to a criterion: those of the planned questions,
/// of the exercise with its variants, and of the round's video prompts.
fn to_tick(
    rubric: &Rubric,
    round: RoundIdx,
    level: LevelIdx,
    plan: &RoundPlan,
    criterion: CriterionIdx,
) -> Vec<(String, String)> {
    let owners = rubric.owners_for(criterion, round, level, &plan.planned);
    let indicators = owners
        .into_iter()
        .flat_map(|owner| rubric.indicators_of(owner));
    indicators
        .map(|indicator| {
            let text = rubric.indicator_text(indicator).to_string();
            (rubric.indicator_address(indicator), text)
        })
        .collect()
}

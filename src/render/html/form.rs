//! A kit as a form: what the kit shows, with fields to fill in a scorecard.
//!
//! The content is the kit's own document, section by section, and so says what every other format
//! says. Where the document names an indicator beside a box, the box can be ticked; where it names
//! a question above or in an item, asking it can be ticked; and the section that names a
//! criterion's id ends in the fields of its score. What a template of the user's own does not
//! name loses nothing: its fields stand at the end.

use serde::Serialize;

use super::Options;
use super::body::{Heading, Ticks, Writer};
use super::page::{STYLE, contents, policy};
use crate::kit::{CriterionView, IndicatorView, Kit, QuestionView};
use crate::render::blocks::{Block, Inline};
use crate::rubric::Named;

/// The style and the script of a form, beside the style of every page.
const FORM_STYLE: &str = include_str!("../../../templates/html/form.css");
const SCRIPT: &str = include_str!("../../../templates/html/form.js");

/// What the form's template is given.
#[derive(Debug, Serialize)]
pub(in crate::render) struct Form<'a> {
    title: &'a str,
    language: &'a str,
    policy: String,
    styles: [&'static str; 2],
    script: &'static str,
    /// The list of contents, as HTML.
    contents: String,
    /// The content up to the first section, as HTML.
    opening: String,
    sections: Vec<Section<'a>>,
    /// Criteria that no section names.
    unplaced: Vec<Answer<'a>>,
    /// What stands after the blank card, as HTML.
    colophon: String,
    kit: &'a Kit,
}

/// One section of the kit.
#[derive(Debug, Serialize)]
struct Section<'a> {
    /// Its content, as HTML.
    html: String,
    /// The score that is given in it.
    answer: Option<Answer<'a>>,
}

/// The fields of one score.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    id: &'a str,
    title: &'a str,
    points: Vec<Choice<'a>>,
}

/// A scale point to choose.
#[derive(Debug, Serialize)]
struct Choice<'a> {
    value: i64,
    label: &'a str,
    is_bar: bool,
}

/// Puts a kit's document and its fields together. `blocks` are the document of that kit.
pub(in crate::render) fn form<'a>(
    kit: &'a Kit,
    blocks: &[Block],
    options: &Options<'a>,
) -> Form<'a> {
    let mut parts = split(blocks);
    let mut writer = Writer::with_ticks(ticks(kit));
    let opening = if parts.first().is_some_and(Part::is_opening) {
        writer.part(&parts.remove(0).blocks)
    } else {
        String::new()
    };
    let mut placed = Vec::new();
    let mut sections = Vec::new();
    let mut colophon = String::new();
    for mut part in parts {
        if let Some(after) = part.after_card(kit) {
            colophon.push_str(&writer.part(after));
            continue;
        }
        let criterion = part.take_criterion(kit, &placed);
        placed.extend(criterion.map(|criterion| criterion.id.as_str()));
        sections.push(Section {
            html: writer.part(&part.blocks),
            answer: criterion.map(|criterion| answer(kit, criterion)),
        });
    }
    let mut headings = writer.into_headings();
    headings.push(Heading {
        level: 2,
        id: "finish".to_owned(),
        text: "Your card".to_owned(),
    });
    let unplaced = kit.criteria.iter();
    Form {
        title: options.title,
        language: options.language,
        policy: policy(&[STYLE, FORM_STYLE], &[SCRIPT]),
        styles: [STYLE, FORM_STYLE],
        script: SCRIPT,
        contents: contents(&headings),
        opening,
        sections,
        unplaced: unplaced
            .filter(|criterion| !placed.contains(&criterion.id.as_str()))
            .map(|criterion| answer(kit, criterion))
            .collect(),
        colophon,
        kit,
    }
}

fn answer<'a>(kit: &'a Kit, criterion: &'a CriterionView) -> Answer<'a> {
    let points = match &kit.yes_no {
        Some(yes_no) if criterion.yes_no => [(yes_no.yes, "Yes"), (yes_no.no, "No")]
            .map(|(value, label)| Choice {
                value,
                label,
                is_bar: false,
            })
            .into(),
        _ => kit
            .scale
            .iter()
            .map(|point| Choice {
                value: point.value,
                label: &point.label,
                is_bar: point.is_bar,
            })
            .collect(),
    };
    Answer {
        id: &criterion.id,
        title: &criterion.title,
        points,
    }
}

/// What can be ticked in a kit. What speaks to no criterion of the round is ticked for the first.
fn ticks(kit: &Kit) -> Ticks {
    let mut ticks = Ticks::in_a_form();
    let Some(first) = kit.criteria.first().map(|criterion| criterion.id.as_str()) else {
        return ticks;
    };
    let is_scored = |id: &str| kit.criteria.iter().any(|criterion| criterion.id == id);
    let measured = |measures: &[Named]| {
        let mut ids = measures.iter().map(|named| named.id.clone());
        ids.find(|id| is_scored(id))
    };
    for criterion in &kit.criteria {
        for question in criterion.questions.iter().chain(&criterion.reserve) {
            add_question(&mut ticks, question, &criterion.id);
        }
    }
    for question in &kit.further_questions {
        add_question(&mut ticks, question, first);
    }
    for prompt in &kit.video_prompts {
        let criterion = measured(&prompt.measures);
        let criterion = criterion.as_deref().unwrap_or(first);
        ticks.add_asked(&prompt.id);
        add_indicators(&mut ticks, [&prompt.positive, &prompt.negative], criterion);
    }
    if let Some(exercise) = &kit.exercise {
        let own = is_scored(&exercise.id).then(|| exercise.id.clone());
        let criterion = own.or_else(|| measured(&exercise.measures));
        let criterion = criterion.as_deref().unwrap_or(first);
        add_indicators(
            &mut ticks,
            [&exercise.positive, &exercise.negative],
            criterion,
        );
        for variant in &exercise.variants {
            add_indicators(
                &mut ticks,
                [&variant.positive, &variant.negative],
                criterion,
            );
        }
    }
    ticks
}

fn add_question(ticks: &mut Ticks, question: &QuestionView, criterion: &str) {
    ticks.add_asked(&question.id);
    add_indicators(ticks, [&question.positive, &question.negative], criterion);
}

fn add_indicators(ticks: &mut Ticks, lists: [&Vec<IndicatorView>; 2], criterion: &str) {
    for indicator in lists.into_iter().flatten() {
        ticks.add_observed(&indicator.address, criterion);
    }
}

/// A heading of the first or second level with what stands under it.
struct Part {
    blocks: Vec<Block>,
}

impl Part {
    /// Whether it stands before the first section.
    fn is_opening(&self) -> bool {
        let is_section = |block: &Block| matches!(block, Block::Heading { level: 2, .. });
        !self.blocks.iter().any(is_section)
    }

    /// What follows the blank card, where this part holds it: the form stands in its place.
    fn after_card(&self, kit: &Kit) -> Option<&[Block]> {
        let is_card = |block: &Block| matches!(block, Block::Code { text, .. } if text.trim() == kit.blank_card.trim());
        let at = self.blocks.iter().position(is_card)?;
        Some(&self.blocks[at + 1..])
    }

    /// The first criterion that the part names and that has no place yet. What only paper needs
    /// for its score is taken out: the last room for notes, and the words above it.
    fn take_criterion<'a>(&mut self, kit: &'a Kit, placed: &[&str]) -> Option<&'a CriterionView> {
        let criterion = self.blocks.iter().find_map(|block| {
            let Block::Paragraph(content) = block else {
                return None;
            };
            let mut open = kit
                .criteria
                .iter()
                .filter(|criterion| !placed.contains(&criterion.id.as_str()));
            open.find(|criterion| names(content, &criterion.id))
        })?;
        let is_notes = |block: &Block| matches!(block, Block::Notes { .. });
        if let Some(idx) = self.blocks.iter().rposition(is_notes) {
            self.blocks.remove(idx);
            let above = idx.checked_sub(1);
            if let Some(above) =
                above.filter(|idx| matches!(self.blocks[*idx], Block::Paragraph(_)))
            {
                self.blocks.remove(above);
            }
        }
        Some(criterion)
    }
}

fn names(content: &[Inline], id: &str) -> bool {
    let is_id = |inline: &Inline| matches!(inline, Inline::Code(code) if code == id);
    content.iter().any(is_id)
}

/// The document in parts. A new page before a heading goes with that heading.
fn split(blocks: &[Block]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut pages = Vec::new();
    for block in blocks {
        let begins = matches!(block, Block::Heading { level: 1 | 2, .. }) || parts.is_empty();
        match block {
            Block::PageBreak => pages.push(block.clone()),
            _ if begins => {
                let mut blocks = std::mem::take(&mut pages);
                blocks.push(block.clone());
                parts.push(Part { blocks });
            }
            _ => {
                if let Some(part) = parts.last_mut() {
                    part.blocks.append(&mut pages);
                    part.blocks.push(block.clone());
                }
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests;

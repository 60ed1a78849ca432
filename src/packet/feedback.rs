//! What a candidate may be told: where they were clearly over and clearly under what the level
//! asks for, in the rubric's own words for candidates.
//!
//! These types are all that feedback can say. They have no place for a score, a verdict, a person
//! other than the candidate, or anything that an interviewer wrote or ticked; and what they take
//! from the rubric is what a candidate's guide may say before the interviews, so that nothing here
//! spoils a question for whoever comes next.

use serde::Serialize;

use super::{FairScore, Names, Panel, Panels, Person, Record, Scores};
use crate::rubric::{Criterion, CriterionIdx, CriterionKind, Rubric};
use crate::text::Plain;

/// Version of the feedback's JSON.
pub const FORMAT: u32 = 1;

/// The feedback for one candidate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Feedback {
    /// Whom it is for.
    pub candidate: Person,
    /// The role's title.
    pub role: String,
    /// The level's title.
    pub level: String,
    /// Clearly over what the level asks for, in the rubric's order.
    pub strengths: Vec<Told>,
    /// Clearly under it.
    pub gaps: Vec<Told>,
    /// Came up, and was neither.
    pub unclear: Vec<String>,
    /// Did not come up, or not enough to say anything.
    pub not_covered: Vec<String>,
}

/// What a candidate is told of a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// What it is called.
    pub title: String,
    /// What it is about, as the candidate's guide says it; Markdown.
    pub about: Option<String>,
    /// What is expected, as the guide says it.
    pub expected: Option<String>,
    /// What to go over.
    pub topics: Vec<String>,
}

/// Where a criterion belongs.
enum Standing {
    Over,
    Under,
    Between,
    Open,
}

/// Builds the feedback of one panel. What is known beside the cards has no part in it.
#[must_use]
pub fn build(
    panels: &Panels<'_>,
    panel: &Panel<'_>,
    scores: &Scores<'_>,
    names: &Names,
    _: &Record,
) -> Feedback {
    let rubric = panels.rubric;
    let mut feedback = Feedback {
        candidate: names.person(panel.candidate),
        role: rubric.reference().title,
        level: rubric.named_level(panel.level).title,
        strengths: Vec::new(),
        gaps: Vec::new(),
        unclear: Vec::new(),
        not_covered: Vec::new(),
    };
    for idx in rubric.panel_criteria(panel.level) {
        let told = told(rubric, idx);
        match standing(rubric, scores.criterion(idx).as_ref()) {
            Standing::Over => feedback.strengths.push(told),
            Standing::Under => feedback.gaps.push(told),
            Standing::Between => feedback.unclear.push(told.title),
            Standing::Open => feedback.not_covered.push(told.title),
        }
    }
    feedback
}

/// As sure as the rubric asks for before it says hire or no hire.
fn standing(rubric: &Rubric, fair: Option<&FairScore>) -> Standing {
    let rules = rubric.decision();
    match fair {
        None => Standing::Open,
        Some(fair) if fair.probability >= rules.hire_at => Standing::Over,
        Some(fair) if fair.probability <= rules.no_hire_at => Standing::Under,
        Some(_) => Standing::Between,
    }
}

fn told(rubric: &Rubric, idx: CriterionIdx) -> Told {
    let criterion = rubric.criterion(idx);
    if let CriterionKind::Exercise(exercise) = criterion.kind {
        // What an exercise is called may give its task away.
        let mut rounds = rubric.rounds().iter();
        let round = rounds.find(|round| round.exercise == Some(exercise));
        return Told {
            title: match round {
                Some(round) => format!("The exercise in the round “{}”", round.title),
                None => "The exercise".to_owned(),
            },
            about: None,
            expected: None,
            topics: Vec::new(),
        };
    }
    Told {
        title: criterion.title.plain(),
        about: about(criterion),
        expected: criterion.expectation.plain(),
        topics: criterion.topics.plain(),
    }
}

/// The words of the guide: a summary, else what an attitude means.
fn about(criterion: &Criterion) -> Option<String> {
    let definition = match &criterion.kind {
        CriterionKind::Attitude { definition } => Some(definition.plain()),
        _ => None,
    };
    criterion.summary.plain().or(definition)
}

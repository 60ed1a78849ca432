//! A filled-in card on its way into a file.

use super::{Given, Recommendation};
use crate::document::{quoted, quoted_lines};
use crate::rubric::{CriterionIdx, LevelIdx, RoundIdx, Rubric};

/// What a card will say. The file that comes of it is checked like any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The candidate's id.
    pub candidate: String,
    /// The round.
    pub round: RoundIdx,
    /// The level interviewed for.
    pub level: LevelIdx,
    /// Who scored, as they sign.
    pub interviewer: String,
    /// The day of the interview, `YYYY-MM-DD`.
    pub interviewed_on: String,
    /// How long it took, in minutes.
    pub minutes: Option<u32>,
    /// Whether it is a trainee's card.
    pub shadow: bool,
    /// What the interviewer recommends.
    pub recommendation: Option<Recommendation>,
    /// Key take-aways.
    pub summary: String,
    /// For the panel only.
    pub private_note: Option<String>,
    /// The scores.
    pub scores: Vec<DraftScore>,
}

/// One score of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftScore {
    /// The criterion.
    pub criterion: CriterionIdx,
    /// The point, or why there is none.
    pub given: Given,
    /// What it rests on.
    pub evidence: Option<String>,
}

impl Draft {
    /// The card as a file, made with a rubric.
    #[must_use]
    pub fn text(&self, rubric: &Rubric) -> String {
        let about = rubric.about();
        let mut lines = vec![
            "format = 1".to_owned(),
            format!("rubric = {}", quoted(&about.id)),
            format!("rubric-version = {}", quoted(&about.version.to_string())),
            format!("rubric-hash = {}", quoted(&about.hash)),
            format!("candidate = {}", quoted(&self.candidate)),
            format!("round = {}", quoted(&rubric.round(self.round).id)),
            format!("level = {}", quoted(&rubric.level(self.level).id)),
            format!("interviewer = {}", quoted(&self.interviewer)),
            format!("interviewed-on = {}", self.interviewed_on),
        ];
        lines.extend(self.minutes.map(|minutes| format!("minutes = {minutes}")));
        lines.extend(self.shadow.then(|| "shadow = true".to_owned()));
        let recommendation = self.recommendation.map(Recommendation::as_str);
        lines.extend(recommendation.map(|word| format!("recommendation = {}", quoted(word))));
        lines.push(format!("summary = {}", quoted_lines(&self.summary)));
        let note = self.private_note.as_deref();
        lines.extend(note.map(|note| format!("private-note = {}", quoted_lines(note))));
        for score in &self.scores {
            lines.extend([String::new(), "[[score]]".to_owned()]);
            let criterion = rubric.criterion(score.criterion);
            lines.push(format!("criterion = {}", quoted(&criterion.id)));
            lines.push(format!("score = {}", given(rubric, score.given)));
            let evidence = score.evidence.as_deref();
            lines.extend(evidence.map(|text| format!("evidence = {}", quoted_lines(text))));
        }
        lines.join("\n") + "\n"
    }
}

fn given(rubric: &Rubric, given: Given) -> String {
    match given {
        Given::Point(point) => rubric.scale().point(point).value.to_string(),
        Given::None(none) => quoted(none.as_str()),
    }
}

//! One score of a card: the point or the word, the evidence, the indicators ticked.

use super::super::document::{GivenDoc, ScoreDoc};
use super::super::{Given, NoScore, Score};
use super::{Checker, Pin, written};
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::document::{self};
use crate::rubric::{
    CriterionIdx, Indicator, IndicatorOwner, PointIdx, Rubric, Sign, Subject, split_address,
};
use crate::text::{Span, Spanned, Text};

impl Checker<'_> {
    pub(super) fn score(
        &mut self,
        doc: ScoreDoc,
        criterion: Option<CriterionIdx>,
    ) -> Option<Score> {
        let given = doc.score.as_ref();
        let given = given.and_then(|given| self.given(given, criterion));
        let evidence = written(doc.evidence);
        let observed = self.observed(doc.observed.unwrap_or_default());
        let level = doc.level.and_then(|name| self.level(&name));
        if let (Some(Given::Point(_)), None, Some(written)) = (given, &evidence, &doc.score) {
            self.report(
                Diagnostic::warning(
                    codes::CARD_EVIDENCE,
                    written.span,
                    "the score has no evidence beside it",
                )
                .hint("write what the candidate said or did: evidence = \"…\""),
            );
        }
        Some(Score {
            criterion: criterion?,
            given: given?,
            level,
            evidence,
            observed,
        })
    }

    pub(super) fn given(
        &mut self,
        given: &Spanned<GivenDoc>,
        criterion: Option<CriterionIdx>,
    ) -> Option<Given> {
        let is_yes_no = criterion.is_some_and(|idx| self.rubric.criterion(idx).is_yes_no());
        let scale = self.rubric.scale();
        let (found, shown) = match &given.value {
            GivenDoc::Value(value) => (
                scale.find_value(*value).map(Given::Point),
                value.to_string(),
            ),
            GivenDoc::OffScale(written) => (None, written.clone()),
            GivenDoc::Word(word) => (self.given_word(word, is_yes_no), word.clone()),
        };
        match found {
            Some(Given::Point(point)) if is_yes_no => self.check_yes_no(point, given.span, &shown),
            Some(_) => {}
            None => {
                let finding = self.no_score(given, &shown, is_yes_no);
                self.report(finding);
            }
        }
        found
    }

    /// A question is answered with the ends of the scale. Cards are kept that were read before
    /// this was looked at.
    fn check_yes_no(&mut self, point: PointIdx, at: Span, shown: &str) {
        let scale = self.rubric.scale();
        let (no, yes) = scale.ends();
        if point == no || point == yes {
            return;
        }
        let message = format!("`{shown}` is neither yes nor no");
        let finding = match self.pin {
            Pin::Exact => Diagnostic::error(codes::CARD_SCORE, at, message),
            Pin::AnyVersion => Diagnostic::warning(codes::CARD_SCORE, at, message),
        };
        let (no, yes) = (scale.point(no).value, scale.point(yes).value);
        let hint = format!("for yes write {yes} or \"yes\", for no {no} or \"no\"");
        self.report(finding.hint(hint));
    }

    fn no_score(&self, given: &Spanned<GivenDoc>, shown: &str, is_yes_no: bool) -> Diagnostic {
        let points: Vec<_> = self
            .rubric
            .scale()
            .points()
            .iter()
            .map(|point| format!("{} ({})", point.value, point.id))
            .collect();
        let finding = Diagnostic::error(
            codes::CARD_SCORE,
            given.span,
            format!("`{shown}` is not a score"),
        );
        let mut finding = if is_yes_no {
            finding.hint("this is answered with \"yes\" or \"no\"")
        } else {
            finding.hint(format!("the scale has {}", points.join(", ")))
        };
        finding =
            finding.hint("without a number: \"not-assessed\", \"no-evidence\" or \"declined\"");
        if let Some(advice) = self.plainer(&given.value) {
            finding = finding.hint(advice);
        }
        if matches!(given.value, GivenDoc::Word(_)) {
            finding = finding.did_you_mean_text(nearest(shown, self.score_words()));
        }
        finding
    }

    /// Advice for a number that is only written in another way.
    fn plainer(&self, given: &GivenDoc) -> Option<String> {
        let (written, what) = match given {
            GivenDoc::Word(word) => (word, "quotes"),
            GivenDoc::OffScale(number) => (number, "a fraction"),
            GivenDoc::Value(_) => return None,
        };
        let whole = written.trim().strip_suffix(".0").unwrap_or(written.trim());
        let value: i64 = whole.parse().ok()?;
        let point = self.rubric.scale().find_value(value)?;
        let value = self.rubric.scale().point(point).value;
        Some(format!("write it without {what}: score = {value}"))
    }

    fn given_word(&self, word: &str, is_yes_no: bool) -> Option<Given> {
        let none = <NoScore as document::Word>::WORDS
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, none)| Given::None(*none));
        let (no, yes) = self.rubric.scale().ends();
        let answer = match word {
            "yes" if is_yes_no => Some(yes),
            "no" if is_yes_no => Some(no),
            _ => None,
        };
        let point = || self.rubric.scale().find(word);
        none.or_else(|| point().or(answer).map(Given::Point))
    }

    fn score_words(&self) -> impl Iterator<Item = &str> {
        let points = self.rubric.scale().points().iter();
        points.map(|point| point.id.as_str()).chain(
            <NoScore as document::Word>::WORDS
                .iter()
                .map(|(word, _)| *word),
        )
    }

    pub(super) fn observed(&mut self, addresses: Vec<Text>) -> Vec<Indicator> {
        let mut found = Vec::new();
        for address in addresses {
            if let Some(indicator) = self.indicator(&address)
                && !found.contains(&indicator)
            {
                found.push(indicator);
            }
        }
        found
    }

    fn indicator(&mut self, address: &Text) -> Option<Indicator> {
        let Some((owner, sign, number)) = split_address(&address.value) else {
            self.report(
                Diagnostic::error(
                    codes::UNKNOWN_REFERENCE,
                    address.span,
                    format!("`{}` is not the address of an indicator", address.value),
                )
                .hint("write the id of what lists it and its number: question-id+1 for the first positive one, question-id-2 for the second negative one"),
            );
            return None;
        };
        let Some(owner) = find_owner(self.rubric, owner) else {
            let known = self.askable_ids();
            let near = nearest(owner, known.iter().copied());
            let near = near.map(|id| format!("{id}{}", &address.value[owner.len()..]));
            self.report(
                Diagnostic::error(
                    codes::UNKNOWN_REFERENCE,
                    address.span,
                    format!("nothing called `{owner}` lists indicators"),
                )
                .did_you_mean_text(near.as_deref()),
            );
            return None;
        };
        let [positive, negative] = self.rubric.indicator_lists(owner);
        let (listed, side) = match sign {
            Sign::Positive => (positive, "positive"),
            Sign::Negative => (negative, "negative"),
        };
        if number > listed.len() {
            let there = match listed.len() {
                0 => format!("there are no {side} indicators there"),
                1 => format!("there is 1 {side} indicator there"),
                n => format!("there are {n} {side} indicators there"),
            };
            self.report(Diagnostic::error(
                codes::UNKNOWN_REFERENCE,
                address.span,
                format!("`{}`: {there}", address.value),
            ));
            return None;
        }
        Some(Indicator {
            owner,
            sign,
            number,
        })
    }
}

/// What lists indicators under that name.
fn find_owner(rubric: &Rubric, name: &str) -> Option<IndicatorOwner> {
    if let Some((exercise, variant)) = name.split_once('/') {
        let Some(Subject::Exercise(idx)) = rubric.subject(exercise) else {
            return None;
        };
        let variants = &rubric.exercise(idx).variants;
        let place = variants.iter().position(|known| known.id == variant)?;
        return Some(IndicatorOwner::Variant(idx, place));
    }
    match rubric.subject(name)? {
        Subject::Question(idx) => Some(IndicatorOwner::Question(idx)),
        Subject::Exercise(idx) => Some(IndicatorOwner::Exercise(idx)),
        Subject::VideoPrompt(idx) => Some(IndicatorOwner::VideoPrompt(idx)),
        Subject::Criterion(_) | Subject::Knockout => None,
    }
}

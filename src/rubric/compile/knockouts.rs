//! Knock-out rules: which keys belong to which sort, and whether the rule can be applied.

use super::super::document::KnockoutDoc;
use super::super::{
    Answer, AnswerForm, ApplicationKnockout, At, Effect, OnFail, PanelKnockout, PointIdx, Raters,
    RatersWord,
};
use super::{Compiler, id_of, must};
use crate::diagnostic::{Diagnostic, codes};

use crate::text::{Span, Spanned, Text};

impl Compiler {
    pub(super) fn knockouts(
        &mut self,
        docs: Vec<KnockoutDoc>,
    ) -> (Vec<ApplicationKnockout>, Vec<PanelKnockout>) {
        let mut application = Vec::new();
        let mut panel = Vec::new();
        for doc in docs {
            match doc.at.as_ref().map(|at| at.value) {
                Some(At::Application) => application.push(self.application_knockout(doc)),
                Some(At::Panel) => panel.extend(self.panel_knockout(doc)),
                // Its absence is reported; which keys belong to it cannot be said.
                None => {}
            }
        }
        (application, panel)
    }

    /// Reports keys of the other sort of knock-out.
    fn check_foreign(&mut self, at: At, keys: &[(&str, Option<Span>)]) {
        for (key, span) in keys {
            if let Some(span) = span {
                self.report(Diagnostic::error(
                    codes::KNOCKOUT,
                    *span,
                    format!(
                        "`{key}` does not belong to a knock-out with at = \"{}\"",
                        at.as_str()
                    ),
                ));
            }
        }
    }

    fn check_given(&mut self, doc: &KnockoutDoc, at: At, keys: &[&str]) {
        for key in keys.iter().filter(|key| !doc.given.has(key)) {
            let what = format!("a knock-out with at = \"{}\"", at.as_str());
            self.missing(doc.span, &what, key);
        }
    }

    fn application_knockout(&mut self, mut doc: KnockoutDoc) -> ApplicationKnockout {
        self.check_foreign(
            At::Application,
            &[
                ("criterion", doc.criterion.as_ref().map(|at| at.span)),
                ("at-most", doc.at_most.as_ref().map(|at| at.span)),
                ("raters", doc.raters.as_ref().map(|at| at.span)),
                (
                    "needs-evidence",
                    doc.needs_evidence.as_ref().map(|at| at.span),
                ),
                ("effect", doc.effect.as_ref().map(|at| at.span)),
            ],
        );
        self.check_given(&doc, At::Application, &["question", "answer", "on-fail"]);
        let answer = self.answer(&mut doc);
        let id = id_of(doc.id);
        ApplicationKnockout {
            column: doc.column.unwrap_or_else(|| id.clone()),
            id,
            levels: self.resolve_levels("a knock-out", doc.levels),
            question: must(doc.question),
            answer: answer.unwrap_or(Answer::TextPresent),
            on_fail: doc.on_fail.map_or(OnFail::Review, |word| word.value),
            reason: must(doc.reason),
        }
    }

    fn answer(&mut self, doc: &mut KnockoutDoc) -> Option<Answer> {
        let form = doc.answer.take()?;
        let accept = doc.accept.take();
        let (min, max) = (doc.min.take(), doc.max.take());
        if form.value != AnswerForm::Number {
            for bound in [&min, &max].into_iter().flatten() {
                self.wrong_for_form(bound.span, "a bound", &form);
            }
        }
        match form.value {
            AnswerForm::YesNo => self.yes_no(accept, form.span),
            AnswerForm::Choice => self
                .accepted(accept, form.span)
                .map(|accept| Answer::Choice { accept }),
            AnswerForm::Number => {
                if let Some(accept) = &accept {
                    self.wrong_for_form(accept.span, "`accept`", &form);
                }
                if doc.given.has("min") && min.is_none() || doc.given.has("max") && max.is_none() {
                    // A bound is there and cannot be read, which is reported already.
                    return None;
                }
                self.number_answer(min, max, form.span)
            }
            AnswerForm::TextPresent => {
                if let Some(accept) = &accept {
                    self.wrong_for_form(accept.span, "`accept`", &form);
                }
                Some(Answer::TextPresent)
            }
        }
    }

    fn wrong_for_form(&mut self, span: Span, what: &str, form: &Spanned<AnswerForm>) {
        self.report(
            Diagnostic::error(
                codes::KNOCKOUT,
                span,
                format!(
                    "{what} means nothing to an answer of the form \"{}\"",
                    form.value.as_str()
                ),
            )
            .context(form.span, "the form"),
        );
    }

    fn accepted(&mut self, accept: Option<Spanned<Vec<Text>>>, form: Span) -> Option<Vec<Text>> {
        match accept {
            Some(accept) if !accept.value.is_empty() => Some(accept.value),
            _ => {
                self.report(
                    Diagnostic::error(
                        codes::KNOCKOUT,
                        form,
                        "the knock-out does not say which answers pass",
                    )
                    .hint("add `accept = [\"…\"]`"),
                );
                None
            }
        }
    }

    fn yes_no(&mut self, accept: Option<Spanned<Vec<Text>>>, form: Span) -> Option<Answer> {
        for answer in accept.iter().flat_map(|accept| &accept.value) {
            if !matches!(answer.value.as_str(), "yes" | "no") {
                self.report(
                    Diagnostic::error(
                        codes::KNOCKOUT,
                        answer.span,
                        format!("`{}` is neither yes nor no", answer.value),
                    )
                    .hint("use answer = \"choice\" for other words"),
                );
            }
        }
        self.accepted(accept, form)
            .map(|accept| Answer::YesNo { accept })
    }

    fn number_answer(
        &mut self,
        min: Option<Spanned<crate::document::Number>>,
        max: Option<Spanned<crate::document::Number>>,
        form: Span,
    ) -> Option<Answer> {
        match (&min, &max) {
            (None, None) => {
                self.report(
                    Diagnostic::error(codes::KNOCKOUT, form, "the knock-out sets no bound")
                        .hint("add `min`, `max` or both"),
                );
                return None;
            }
            (Some(min), Some(max)) if min.value.0 > max.value.0 => {
                self.report(
                    Diagnostic::error(
                        codes::KNOCKOUT,
                        min.span,
                        "`min` is over `max`: no number passes",
                    )
                    .context(max.span, "the upper bound"),
                );
            }
            _ => {}
        }
        Some(Answer::Number {
            min: min.map(|bound| bound.value.0),
            max: max.map(|bound| bound.value.0),
        })
    }

    fn panel_knockout(&mut self, doc: KnockoutDoc) -> Option<PanelKnockout> {
        self.check_foreign(
            At::Panel,
            &[
                ("question", doc.question.as_ref().map(|at| at.span)),
                ("answer", doc.answer.as_ref().map(|at| at.span)),
                ("accept", doc.accept.as_ref().map(|at| at.span)),
                ("min", doc.min.as_ref().map(|at| at.span)),
                ("max", doc.max.as_ref().map(|at| at.span)),
                ("on-fail", doc.on_fail.as_ref().map(|at| at.span)),
                ("column", doc.column.as_ref().map(|at| at.span)),
            ],
        );
        self.check_given(
            &doc,
            At::Panel,
            &["criterion", "at-most", "raters", "effect"],
        );
        let criterion = doc.criterion.and_then(|id| {
            let found = self.resolve_criterion(&id)?;
            if !self.criteria[found.0].is_panel() {
                self.report(Diagnostic::error(
                    codes::KNOCKOUT,
                    id.span,
                    format!(
                        "`{}` is a resume criterion; the panel does not score it",
                        id.value.0
                    ),
                ));
            }
            Some(found)
        });
        let at_most = doc.at_most.and_then(|name| {
            self.point_names
                .resolve(&name, &mut self.suggest, &mut self.diagnostics)
        });
        Some(PanelKnockout {
            id: id_of(doc.id),
            levels: self.resolve_levels("a knock-out", doc.levels),
            criterion: criterion?,
            at_most: at_most.unwrap_or(PointIdx(0)),
            raters: doc
                .raters
                .map_or(Raters::Word(RatersWord::Any), |raters| raters.value.0),
            needs_evidence: doc.needs_evidence.is_none_or(|needs| needs.value),
            effect: doc.effect.map_or(Effect::NoHire, |effect| effect.value),
            reason: must(doc.reason),
        })
    }
}

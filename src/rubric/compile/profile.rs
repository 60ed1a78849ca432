//! What a rubric says of itself and of the role, its scale, its levels and its disciplines.

use super::super::document::{
    DisciplineDoc, LevelDoc, PayDoc, ProcessDoc, RoleDoc, RubricDoc, ScaleDoc, SkillDoc,
};
use super::super::{
    About, Activity, Discipline, Faq, Level, LevelIdx, Need, Pay, PayBase, Point, PointIdx,
    Process, Qualification, QualificationKind, Role, Scale, SelfCheck, Skill,
};
use super::names::Space;
use super::{Compiler, id_of, must, texts};
use crate::diagnostic::{Diagnostic, codes};
use crate::text::Text;

/// The four points that hold where a rubric declares none.
pub(super) fn default_scale() -> Scale {
    let point = |id: &str, value, label: &str, meaning: &str| Point {
        id: id.into(),
        value,
        label: label.into(),
        meaning: meaning.into(),
    };
    Scale {
        points: vec![
            point(
                "far-below",
                1,
                "Far below the bar",
                "What was shown is well short of what the level needs.",
            ),
            point(
                "below",
                2,
                "Below the bar",
                "Some of what the level needs was shown, with gaps that matter.",
            ),
            point(
                "meets",
                3,
                "Meets the bar",
                "What the level needs was shown.",
            ),
            point(
                "exceeds",
                4,
                "Exceeds the bar",
                "More was shown than the level needs.",
            ),
        ],
        bar: PointIdx(2),
    }
}

impl Compiler {
    pub(super) fn about(&mut self, doc: &mut RubricDoc, hash: String) -> Option<About> {
        self.check_root_keys(doc);
        let version = self.version(doc.version.take());
        Some(About {
            id: id_of(doc.id.take()),
            title: must(doc.title.take()),
            version: version?,
            hash,
            summary: must(doc.summary.take()),
            author: doc.author.take(),
            challenge: doc.challenge.take(),
            responsibilities: texts(doc.responsibilities.take()),
            role: self.role(doc.role.take().unwrap_or_default()),
            process: process(doc.process.take().unwrap_or_default()),
            skills: self.skills(doc.skills.take().unwrap_or_default()),
            qualifications: doc
                .qualifications
                .take()
                .unwrap_or_default()
                .into_iter()
                .map(|doc| Qualification {
                    kind: doc.kind.unwrap_or(QualificationKind::Must),
                    text: must(doc.text),
                })
                .collect(),
            self_checks: doc
                .self_checks
                .take()
                .unwrap_or_default()
                .into_iter()
                .map(|doc| SelfCheck {
                    topic: must(doc.topic),
                    ask: must(doc.ask),
                })
                .collect(),
            faq: doc
                .faq
                .take()
                .unwrap_or_default()
                .into_iter()
                .map(|doc| Faq {
                    question: must(doc.q),
                    answer: must(doc.a),
                })
                .collect(),
        })
    }

    /// The root's own keys, which an included file must not have and a root must.
    fn check_root_keys(&mut self, doc: &RubricDoc) {
        for key in ["format", "id", "title", "version", "summary"] {
            if !doc.given.has(key) {
                self.missing(self.root, "the rubric", key);
            }
        }
        let texts = [
            ("title", &doc.title),
            ("version", &doc.version),
            ("summary", &doc.summary),
        ];
        for (key, text) in texts {
            if let Some(text) = text.as_ref().filter(|text| text.value.trim().is_empty()) {
                self.report(Diagnostic::error(
                    codes::BAD_VALUE,
                    text.span,
                    format!("`{key}` of the rubric is empty"),
                ));
            }
        }
        if let Some(id) = doc.id.as_ref().filter(|id| id.value.0.trim().is_empty()) {
            self.report(Diagnostic::error(
                codes::BAD_VALUE,
                id.span,
                "`id` of the rubric is empty",
            ));
        }
    }

    fn version(&mut self, text: Option<Text>) -> Option<semver::Version> {
        let text = text?;
        let version = text.value.parse().ok();
        if version.is_none() && !text.value.trim().is_empty() {
            self.report(
                Diagnostic::error(
                    codes::BAD_VALUE,
                    text.span,
                    format!("`{}` is not a version", text.value),
                )
                .hint("three numbers, such as \"1.0.0\" (semantic versioning)"),
            );
        }
        version
    }

    fn role(&mut self, doc: RoleDoc) -> Role {
        let mut week = Vec::new();
        let mut total = 0.0;
        for activity in doc.week.unwrap_or_default() {
            let share = activity.share.as_ref().map_or(0.0, |share| share.value.0);
            total += share;
            if let Some(share) = activity.share.filter(|_| total > 100.0 + 1e-9) {
                self.report(Diagnostic::error(
                    codes::BAD_VALUE,
                    share.span,
                    format!("with this activity the week adds up to {total} percent"),
                ));
            }
            week.push(Activity {
                activity: must(activity.activity),
                share,
            });
        }
        Role {
            primary_focus: texts(doc.primary_focus),
            languages: texts(doc.languages),
            tools: texts(doc.tools),
            education: doc.education,
            experience: doc.experience,
            culture: doc.culture,
            pay: doc.pay,
            week,
        }
    }

    fn skills(&mut self, docs: Vec<SkillDoc>) -> Vec<Skill> {
        let mut names = Space::new("skill");
        docs.into_iter()
            .map(|doc| {
                names.insert_id(doc.id.as_ref(), (), &mut self.diagnostics);
                Skill {
                    id: id_of(doc.id),
                    title: must(doc.title),
                    need: doc.need.unwrap_or(Need::Medium),
                    note: doc.note,
                }
            })
            .collect()
    }

    pub(super) fn disciplines(&mut self, docs: Option<Vec<DisciplineDoc>>) -> Vec<Discipline> {
        docs.unwrap_or_default()
            .into_iter()
            .enumerate()
            .map(|(idx, doc)| {
                self.discipline_names
                    .insert_id(doc.id.as_ref(), idx, &mut self.diagnostics);
                Discipline {
                    id: id_of(doc.id),
                    title: must(doc.title),
                }
            })
            .collect()
    }

    pub(super) fn scale(&mut self, doc: Option<ScaleDoc>) -> Scale {
        let doc = doc.unwrap_or_default();
        let span = doc.span;
        let (bar, declared) = (doc.bar, doc.points);
        let points = match declared {
            None => default_scale().points,
            Some(points) => self.points(points, span),
        };
        for (idx, point) in points.iter().enumerate() {
            if self.point_names.get(&point.id).is_none() {
                let name = &point.id;
                self.point_names
                    .insert(name, span, PointIdx(idx), &mut self.diagnostics);
            }
        }
        let bar = self.bar(bar, span);
        Scale { points, bar }
    }

    fn points(
        &mut self,
        docs: Vec<super::super::document::PointDoc>,
        scale: crate::text::Span,
    ) -> Vec<Point> {
        if !(2..=9).contains(&docs.len()) {
            self.report(Diagnostic::error(
                codes::SCALE,
                scale,
                format!("a scale has 2 to 9 points, this one has {}", docs.len()),
            ));
        }
        let mut previous: Option<i64> = None;
        let mut points = Vec::new();
        for (idx, doc) in docs.into_iter().enumerate() {
            self.point_names
                .insert_id(doc.id.as_ref(), PointIdx(idx), &mut self.diagnostics);
            if let Some(value) = &doc.value {
                let number = value.value.0;
                if let Some(previous) = previous.filter(|previous| number <= *previous) {
                    self.report(
                        Diagnostic::error(
                            codes::SCALE,
                            value.span,
                            format!("the value {number} does not rise above {previous}"),
                        )
                        .hint("list the points from lowest to highest, each value once"),
                    );
                }
                previous = Some(number);
            }
            points.push(Point {
                id: id_of(doc.id),
                value: doc.value.map_or(0, |value| value.value.0),
                label: must(doc.label),
                meaning: must(doc.meaning),
            });
        }
        points
    }

    fn bar(&mut self, bar: Option<Text>, scale: crate::text::Span) -> PointIdx {
        let found = if let Some(bar) = &bar {
            self.point_names
                .resolve(bar, &mut self.suggest, &mut self.diagnostics)
        } else {
            self.point_names.get("meets")
        };
        if bar.is_none() && found.is_none() {
            self.report(
                Diagnostic::error(
                    codes::SCALE,
                    scale,
                    "the scale does not say which point is the bar",
                )
                .hint("add `bar = \"…\"` with the id of the point a candidate must reach"),
            );
        }
        if found == Some(PointIdx(0)) {
            let span = bar.map_or(scale, |bar| bar.span);
            self.report(
                Diagnostic::error(
                    codes::SCALE,
                    span,
                    "the bar is the lowest point of the scale",
                )
                .hint("nobody could miss it: name a higher point"),
            );
        }
        found.filter(|bar| bar.0 > 0).unwrap_or(PointIdx(1))
    }

    pub(super) fn levels(&mut self, docs: Option<Vec<LevelDoc>>) -> Vec<Level> {
        let Some(docs) = docs else {
            return Vec::new();
        };
        let mut levels = Vec::new();
        for (idx, doc) in docs.into_iter().enumerate() {
            let idx = LevelIdx(idx);
            self.level_names
                .insert_id(doc.id.as_ref(), idx, &mut self.diagnostics);
            levels.push((idx, doc));
        }
        levels
            .into_iter()
            .map(|(idx, doc)| self.level(idx, doc))
            .collect()
    }

    fn level(&mut self, idx: LevelIdx, doc: LevelDoc) -> Level {
        let id = id_of(doc.id);
        let aliases = doc.aliases.unwrap_or_default();
        for alias in &aliases {
            // An alias that repeats the level's own id says nothing wrong.
            if self.level_names.get(&alias.value) != Some(idx) {
                self.level_names
                    .insert(&alias.value, alias.span, idx, &mut self.diagnostics);
            }
        }
        Level {
            id,
            title: must(doc.title),
            aliases: texts(Some(aliases)),
            years: doc.years,
            summary: doc.summary,
            focus: doc.focus,
            challenge: doc.challenge,
            education: doc.education,
            expects: texts(doc.expects),
            cumulative: doc.cumulative.unwrap_or(false),
            pay: doc.pay.map(|pay| self.pay(pay)),
        }
    }

    fn pay(&mut self, doc: PayDoc) -> Pay {
        let base = match (&doc.base, &doc.base_low, &doc.base_high) {
            (None, None, None) => None,
            (Some(base), None, None) => Some(PayBase::Fixed(base.value.0)),
            (None, Some(low), Some(high)) if low.value.0 <= high.value.0 => {
                Some(PayBase::Range(low.value.0, high.value.0))
            }
            (None, Some(low), Some(high)) => {
                self.report(
                    Diagnostic::error(codes::BAD_VALUE, low.span, "`base-low` is over `base-high`")
                        .context(high.span, "the upper end"),
                );
                None
            }
            _ => {
                self.report(
                    Diagnostic::error(
                        codes::CONFLICT,
                        doc.span,
                        "base pay is given in two ways or by half",
                    )
                    .hint("give `base`, or both `base-low` and `base-high`"),
                );
                None
            }
        };
        Pay {
            currency: must(doc.currency),
            base,
            stock_per_year: doc.stock_per_year.map(|number| number.0),
            bonus: doc.bonus.map(|number| number.0),
        }
    }
}

fn process(doc: ProcessDoc) -> Process {
    Process {
        duration: doc.duration,
        feedback_within: doc.feedback_within,
        difficulty: doc.difficulty,
        tips: texts(doc.tips),
    }
}

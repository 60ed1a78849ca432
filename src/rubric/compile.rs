//! From a rubric's text to the checked model: every finding at once, a model only without errors.

mod criteria;
mod decision;
mod include;
mod knockouts;
mod names;
mod profile;
mod rounds;

use std::collections::BTreeMap;

use self::names::{Space, Suggest};
use super::document::RubricDoc;
use super::{
    Criterion, Exercise, Level, LevelIdx, Levels, PointIdx, Question, Round, RoundIdx, Rubric,
    Scale, Subject, VideoPrompt,
};
use crate::diagnostic::{Diagnostic, any_error, codes, keep, sort};
use crate::document::{Given, Id, Named};
use crate::text::{SourceId, Sources, Span, Spanned, Text};

pub use include::{FileProblem, Files, Included, NoFiles};

/// Most bytes a rubric may have, its includes counted in.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;

/// What came of loading a rubric.
#[derive(Debug)]
pub struct Loaded {
    /// The rubric, unless there is an error among the findings.
    pub rubric: Option<Rubric>,
    /// All findings, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Every file that was read, root first in the order of reading, by its path from the root's
    /// folder: what [`content_hash`] is taken over.
    pub files: Vec<(String, SourceId)>,
}

/// Reads a rubric and everything it includes.
///
/// `name` is what messages call the file; `files` gives the included ones.
pub fn load(name: &str, bytes: Vec<u8>, files: &mut dyn Files, sources: &mut Sources) -> Loaded {
    let gathered = include::gather(name, bytes, files, sources);
    let mut diagnostics = gathered.diagnostics;
    let mut rubric = None;
    if gathered.whole {
        let mut compiler = Compiler::new(gathered.root);
        rubric = compiler.rubric(gathered.document, gathered.hash);
        let found = compiler.diagnostics.into_iter();
        diagnostics.extend(found.filter(|finding| !gathered.gaps.explain(finding)));
    }
    sort(&mut diagnostics);
    diagnostics.dedup();
    if any_error(&diagnostics) {
        rubric = None;
    }
    Loaded {
        rubric,
        diagnostics,
        files: gathered.files,
    }
}

/// The content hash that pins what a scorecard was made with, as `sha256:` and hexadecimal digits.
///
/// For a rubric of one file it is the SHA-256 of the file, as `sha256sum` prints it. With includes
/// it is the SHA-256 of the lines that `sha256sum` prints for the files, root first, in the order
/// of reading, each named relative to the root's folder.
#[must_use]
pub fn content_hash(files: &[(String, &[u8])]) -> String {
    include::content_hash(files)
}

/// State of one compilation: what is known so far and what was found wrong.
struct Compiler {
    diagnostics: Vec<Diagnostic>,
    suggest: Suggest,
    /// The root file's start, for findings on the rubric as a whole.
    root: Span,
    level_names: Space<LevelIdx>,
    point_names: Space<PointIdx>,
    round_names: Space<RoundIdx>,
    discipline_names: Space<usize>,
    subjects: Space<Subject>,
    levels: Vec<Level>,
    scale: Scale,
    criteria: Vec<Criterion>,
    questions: Vec<Question>,
    exercises: Vec<Exercise>,
    video_prompts: Vec<VideoPrompt>,
    rounds: Vec<Round>,
}

impl Compiler {
    fn new(root: Span) -> Self {
        Self {
            diagnostics: Vec::new(),
            suggest: Suggest::default(),
            root,
            level_names: Space::case_insensitive("level"),
            point_names: Space::new("scale point"),
            round_names: Space::new("round"),
            discipline_names: Space::new("discipline"),
            subjects: Space::new("criterion, question, exercise, video prompt or knock-out"),
            levels: Vec::new(),
            scale: profile::default_scale(),
            criteria: Vec::new(),
            questions: Vec::new(),
            exercises: Vec::new(),
            video_prompts: Vec::new(),
            rounds: Vec::new(),
        }
    }

    /// The named steps, in the order in which each needs the ones before.
    fn rubric(&mut self, mut doc: RubricDoc, hash: String) -> Option<Rubric> {
        let given = doc.given;
        let about = self.about(&mut doc, hash);
        self.scale = self.scale(doc.scale.take());
        self.levels = self.levels(doc.levels.take());
        let disciplines = self.disciplines(doc.disciplines.take());
        self.register_subjects(&doc);
        self.register_rounds(doc.rounds.as_deref().unwrap_or_default());
        self.compile_criteria(&mut doc);
        self.compile_exercises(doc.exercises.take().unwrap_or_default());
        self.compile_rounds(doc.rounds.take().unwrap_or_default());
        self.compile_questions(&mut doc);
        self.compile_video_prompts(doc.video_prompts.take().unwrap_or_default());
        let (application_knockouts, panel_knockouts) =
            self.knockouts(doc.knockouts.take().unwrap_or_default());
        let decision = self.decision(doc.decision.take());
        self.check_not_empty(&given);
        Some(Rubric {
            about: about?,
            scale: self.scale.clone(),
            levels: std::mem::take(&mut self.levels),
            disciplines,
            criteria: std::mem::take(&mut self.criteria),
            questions: std::mem::take(&mut self.questions),
            rounds: std::mem::take(&mut self.rounds),
            exercises: std::mem::take(&mut self.exercises),
            video_prompts: std::mem::take(&mut self.video_prompts),
            application_knockouts,
            panel_knockouts,
            decision: decision?,
            subjects: self.subjects.take_entries(),
        })
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        keep(&mut self.diagnostics, diagnostic);
    }

    /// Says that a table lacks a key.
    fn missing(&mut self, table: Span, what: &str, key: &str) {
        self.report(
            Diagnostic::error(codes::MISSING_KEY, table, format!("{what} has no `{key}`"))
                .label(format!("`{key}` is missing here")),
        );
    }

    fn check_not_empty(&mut self, given: &Given) {
        let is_empty = |key: &str, n: usize| n == 0 && !given.is_unreadable(key);
        if is_empty("level", self.levels.len()) {
            self.report(
                Diagnostic::error(codes::EMPTY, self.root, "the rubric has no level")
                    .hint("add at least one [[level]], junior first"),
            );
        }
        let criteria = ["competency", "attitude", "exercise", "resume-criterion"];
        let unreadable = criteria.iter().any(|key| given.is_unreadable(key));
        if self.criteria.is_empty() && !unreadable {
            self.report(
                Diagnostic::error(codes::EMPTY, self.root, "the rubric has nothing to score")
                    .hint("add a [[competency]] or an [[attitude]]"),
            );
        }
        if is_empty("round", self.rounds.len()) {
            self.report(
                Diagnostic::error(codes::EMPTY, self.root, "the rubric has no round")
                    .hint("add a [[round]] that focuses on what is to be scored"),
            );
        }
        for (idx, level) in self.levels.iter().enumerate() {
            let mut panel = self
                .criteria
                .iter()
                .filter(|criterion| criterion.is_panel())
                .peekable();
            if panel.peek().is_some()
                && panel.all(|criterion| criterion.weights.get(idx) == Some(&0.0))
            {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::EMPTY,
                        self.root,
                        format!("every weight at level `{}` is 0", level.id),
                    )
                    .hint("give at least one criterion a weight over 0: the verdict rests on their weighted mean"),
                );
            }
        }
    }

    fn resolve_levels(&mut self, what: &str, names: Option<Spanned<Vec<Text>>>) -> Levels {
        match names {
            None => Levels::All,
            Some(names) => {
                self.check_list(what, "levels", &names);
                Levels::Only(self.resolve_each_level(&names.value))
            }
        }
    }

    /// Reports a list without items, where that would mean nothing.
    fn check_list<T>(&mut self, what: &str, key: &str, list: &Spanned<Vec<T>>) {
        if list.value.is_empty() {
            self.report(Diagnostic::error(
                codes::BAD_VALUE,
                list.span,
                format!("`{key}` of {what} is empty"),
            ));
        }
    }

    fn resolve_each_level(&mut self, names: &[Text]) -> Vec<LevelIdx> {
        let mut found: Vec<_> = names
            .iter()
            .filter_map(|name| {
                self.level_names
                    .resolve(name, &mut self.suggest, &mut self.diagnostics)
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Texts by level, from a table whose keys are levels.
    fn by_level(&mut self, table: Option<Named<Text>>) -> BTreeMap<LevelIdx, Text> {
        by_key(
            table,
            &self.level_names,
            &mut self.suggest,
            &mut self.diagnostics,
        )
    }

    /// Texts by scale point, from a table whose keys are points.
    fn by_point(&mut self, table: Option<Named<Text>>) -> BTreeMap<PointIdx, Text> {
        by_key(
            table,
            &self.point_names,
            &mut self.suggest,
            &mut self.diagnostics,
        )
    }
}

fn by_key<K: Copy + Ord>(
    table: Option<Named<Text>>,
    names: &Space<K>,
    suggest: &mut Suggest,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<K, Text> {
    let mut found = BTreeMap::new();
    for (name, text) in table.map(|table| table.entries).unwrap_or_default() {
        let Some(key) = names.resolve_key(&name, suggest, diagnostics) else {
            continue;
        };
        if text.value.trim().is_empty() {
            let message = format!("the text for `{}` is empty", name.value);
            keep(
                diagnostics,
                Diagnostic::error(codes::BAD_VALUE, text.span, message),
            );
        }
        if found.insert(key, text).is_some() {
            let message = format!("`{}` names a level that this table has already", name.value);
            keep(
                diagnostics,
                Diagnostic::error(codes::CONFLICT, name.span, message),
            );
        }
    }
    found
}

/// The text, or an empty one where its absence was reported already.
fn must(text: Option<Text>) -> Text {
    text.unwrap_or_default()
}

fn texts(list: Option<Vec<Text>>) -> Vec<Text> {
    list.unwrap_or_default()
}

fn id_of(id: Option<Spanned<Id>>) -> Text {
    id.map(|id| Text {
        value: id.value.0,
        span: id.span,
    })
    .unwrap_or_default()
}

//! Scorecards as the Harvest API of Greenhouse gives them, version 1.
//!
//! <https://developers.greenhouse.io/harvest.html#the-scorecard-object>

use std::collections::{BTreeMap, BTreeSet};

use super::json::{self, Json, Node, Raw};
use super::map::{Mapping, Meaning, QuestionUse};
use super::{Import, Taken, html};
use crate::diagnostic::{Diagnostic, codes};
use crate::document;
use crate::rubric::{CriterionIdx, RoundIdx, Rubric};
use crate::scorecard::draft::{Draft, DraftScore};
use crate::scorecard::{Given, Recommendation, identity_key};
use crate::store::Moment;
use crate::text::{Sources, Span, Text};

/// Most bytes that are read of a file.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// What Greenhouse has for an attribute that was not rated.
const NO_DECISION: &str = "no_decision";

/// What a record has; what is not taken over is known and of no use to a card.
const KEYS: &[&str] = &[
    "id",
    "updated_at",
    "created_at",
    "interview",
    "interview_step",
    "candidate_id",
    "application_id",
    "interviewed_at",
    "submitted_by",
    "interviewer",
    "submitted_at",
    "overall_recommendation",
    "attributes",
    "ratings",
    "questions",
];

/// The questions that every scorecard has, and where their answers go.
const OWN_QUESTIONS: &[(&str, QuestionUse)] = &[
    ("key take-aways", QuestionUse::Summary),
    ("private notes", QuestionUse::PrivateNote),
];

/// Turns the scorecards of a file into cards, by a mapping.
pub fn greenhouse(
    name: &str,
    bytes: Vec<u8>,
    mapping: &Mapping,
    rubric: &Rubric,
    sources: &mut Sources,
) -> Import {
    let mut import = Import::default();
    let id = match document::open_text(name, bytes, MAX_BYTES, sources) {
        Ok(id) => id,
        Err(finding) => {
            import.report(*finding);
            return import;
        }
    };
    let raws = match json::records(id, sources) {
        Ok(raws) => raws,
        Err(finding) => {
            import.report(*finding);
            return import;
        }
    };
    import.n_records = raws.len();
    if raws.is_empty() {
        let span = Span {
            source: id,
            start: 0,
            end: 0,
        };
        import.report(Diagnostic::warning(codes::JSON, span, "the list is empty"));
    }
    let mut before = Before::default();
    for (place, raw) in raws.into_iter().enumerate() {
        let taker = Taker {
            mapping,
            rubric,
            before: &mut before,
            findings: Vec::new(),
        };
        take(taker, place + 1, raw, sources, &mut import);
    }
    import.finish(rubric)
}

fn take(mut taker: Taker<'_>, number: usize, raw: Raw<'_>, sources: &Sources, import: &mut Import) {
    let node = json::read(raw, sources, &mut taker.findings);
    let id = node.as_ref().and_then(|node| match &node.get("id")?.value {
        Json::Number(id) | Json::Text(id) => Some(format!(" (id {id})")),
        _ => None,
    });
    let name = format!("record {number}{}", id.unwrap_or_default());
    let draft = node.as_ref().and_then(|node| taker.card(node));
    let is_sound = !crate::diagnostic::any_error(&taker.findings);
    for mut finding in taker.findings {
        finding.message = format!("{name}: {}", finding.message);
        import.report(finding);
    }
    match draft {
        Some(Meaning::LeftOut) if is_sound => import.n_left_out += 1,
        Some(Meaning::Is(draft)) if is_sound => import.taken.push(Taken {
            at: raw.span(),
            name,
            n_records: 1,
            draft,
        }),
        _ => import.refuse(raw.span(), name, 1),
    }
}

/// What the records before said.
#[derive(Default)]
struct Before {
    /// Interviewers by how they sign, with the id that Greenhouse has: two who sign alike would be
    /// taken for one person.
    people: BTreeMap<String, (String, Span)>,
    /// Keys that are not known: each is reported once.
    keys: BTreeSet<String>,
}

struct Taker<'a> {
    mapping: &'a Mapping,
    rubric: &'a Rubric,
    before: &'a mut Before,
    findings: Vec<Diagnostic>,
}

/// What a card recommends, which may be nothing.
struct Advice(Option<Recommendation>);

/// A text of a record with what the record calls it.
type Field<'a> = (&'a str, &'a Node);

impl Taker<'_> {
    fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    fn ok<T>(&mut self, found: Result<T, Box<Diagnostic>>) -> Option<T> {
        found.map_err(|finding| self.report(*finding)).ok()
    }

    /// A record as a card, unless the mapping leaves it out.
    fn card(&mut self, node: &Node) -> Option<Meaning<Draft>> {
        if !matches!(node.value, Json::Object(_)) {
            self.wrong_type(("the record", node), "an object");
            return None;
        }
        self.check_keys(node);
        let round = self.round(node);
        if round == Some(Meaning::LeftOut) {
            return Some(Meaning::LeftOut);
        }
        let candidate = self.required(node, "candidate_id");
        let candidate = candidate.and_then(|text| self.id_text(text));
        let id = candidate.as_ref().and_then(|name| {
            let found = self.mapping.candidate(name);
            self.ok(found)
        });
        let level = candidate.as_ref().and_then(|name| {
            let found = self.mapping.level_of(name, name.span);
            self.ok(found)
        });
        let interviewer = self.interviewer(node);
        let day = self.day(node);
        let scores = self.scores(node);
        let has_number = scores
            .iter()
            .any(|score| matches!(score.given, Given::Point(_)));
        let recommendation = self.recommendation(node, has_number);
        let answers = self.answers(node);
        Some(Meaning::Is(Draft {
            candidate: id?,
            round: round?.taken()?,
            level: level?,
            interviewer: interviewer?,
            interviewed_on: day?,
            minutes: None,
            shadow: false,
            recommendation: recommendation?.0,
            summary: answers.summary.join("\n\n"),
            private_note: (!answers.private.is_empty()).then(|| answers.private.join("\n\n")),
            scores,
        }))
    }

    /// Keys that Greenhouse did not have when this was written hold something that is not taken.
    fn check_keys(&mut self, node: &Node) {
        let Json::Object(entries) = &node.value else {
            return;
        };
        for (key, value) in entries {
            if !KEYS.contains(&key.as_str()) && self.before.keys.insert(key.clone()) {
                let message = format!("`{key}` is not known, and not taken over");
                self.report(Diagnostic::warning(codes::IMPORT, value.span, message));
            }
        }
    }

    fn wrong_type(&mut self, (path, node): Field<'_>, expected: &str) {
        let message = format!("{path} is {}, expected {expected}", node.described());
        self.report(Diagnostic::error(codes::WRONG_TYPE, node.span, message));
    }

    /// A value that must be there and must not be null.
    fn required<'n>(&mut self, node: &'n Node, key: &'n str) -> Option<Field<'n>> {
        match node.get(key) {
            Some(value) if !matches!(value.value, Json::Null) => Some((key, value)),
            found => {
                let what = if found.is_some() {
                    "is null"
                } else {
                    "is missing"
                };
                let span = found.map_or(node.span, |value| value.span);
                let message = format!("`{key}` {what}");
                self.report(Diagnostic::error(codes::MISSING_KEY, span, message));
                None
            }
        }
    }

    /// A text; none where there is none, which is no fault, or something else, which is one.
    fn text(&mut self, field: Option<Field<'_>>) -> Option<Text> {
        let (path, node) = field?;
        match &node.value {
            Json::Text(value) => Some(Text {
                value: value.clone(),
                span: node.span,
            }),
            Json::Null => None,
            _ => {
                self.wrong_type((path, node), "text");
                None
            }
        }
    }

    /// A number or text that is an id.
    fn id_text(&mut self, (path, node): Field<'_>) -> Option<Text> {
        match &node.value {
            Json::Number(value) | Json::Text(value) => Some(Text {
                value: value.clone(),
                span: node.span,
            }),
            _ => {
                self.wrong_type((path, node), "a number");
                None
            }
        }
    }

    /// The items of a list; none where there is none.
    fn list<'n>(&mut self, node: &'n Node, key: &'n str) -> &'n [Node] {
        match node.get(key) {
            Some(Node {
                value: Json::List(items),
                ..
            }) => items,
            None
            | Some(Node {
                value: Json::Null, ..
            }) => &[],
            Some(other) => {
                self.wrong_type((key, other), "a list");
                &[]
            }
        }
    }

    /// The round: by the name of the interview step, by its id, or by what the interview is called.
    fn round(&mut self, node: &Node) -> Option<Meaning<RoundIdx>> {
        let step = node.get("interview_step");
        let id = step
            .and_then(|step| step.get("id"))
            .map(|id| match &id.value {
                Json::Number(id) | Json::Text(id) => id.clone(),
                _ => String::new(),
            });
        let of_step = step.and_then(|step| Some(("interview_step.name", step.get("name")?)));
        let of_interview = node.get("interview").map(|node| ("interview", node));
        let name = match self.text(of_step) {
            Some(name) => Some(name),
            None => self.text(of_interview),
        };
        let name = name.unwrap_or_else(|| Text {
            value: String::new(),
            span: step.map_or(node.span, |step| step.span),
        });
        let ids: Vec<&str> = id.as_deref().into_iter().collect();
        let found = self.mapping.round(self.rubric, &name, &ids);
        self.ok(found)
    }

    /// Who interviewed. Whoever submitted the card may be somebody else.
    fn interviewer(&mut self, node: &Node) -> Option<String> {
        let (_, person) = self.required(node, "interviewer")?;
        let name = person.get("name").map(|name| ("interviewer.name", name));
        let name = self.text(name).filter(|name| !name.trim().is_empty());
        let id = person.get("id").map(|id| ("interviewer.id", id));
        let id = id.and_then(|id| self.id_text(id));
        let known: Vec<&str> = id.iter().chain(&name).map(Text::as_str).collect();
        if let Some(signature) = self.mapping.signature(&known) {
            return Some(signature);
        }
        let Some(name) = name else {
            let message = "`interviewer` has no name";
            let finding = Diagnostic::error(codes::MISSING_KEY, person.span, message);
            self.report(finding.hint("say under [interviewers] how the person of that id signs"));
            return None;
        };
        let id = id.map(|id| id.value).unwrap_or_default();
        let key = identity_key(&name);
        let (known, first) = self
            .before
            .people
            .entry(key)
            .or_insert((id.clone(), name.span));
        if *known != id {
            let message = format!(
                "two interviewers are called {}: {known} and {id}",
                name.trim()
            );
            let finding = Diagnostic::error(codes::IMPORT, name.span, message)
                .context(*first, "the first is here")
                .hint("say under [interviewers], by their ids, how each of them signs");
            self.report(finding);
            return None;
        }
        Some(name.trim().to_owned())
    }

    /// The day of the interview, in UTC as Greenhouse has it; that of submitting where it is not
    /// known.
    fn day(&mut self, node: &Node) -> Option<String> {
        let field = |key| node.get(key).map(|value| (key, value));
        let interviewed = self.text(field("interviewed_at"));
        let moment = if let Some(moment) = interviewed {
            moment
        } else {
            let Some(submitted) = self.text(field("submitted_at")) else {
                let message = "neither `interviewed_at` nor `submitted_at` says when it was";
                self.report(Diagnostic::error(codes::MISSING_KEY, node.span, message));
                return None;
            };
            let message = "`interviewed_at` is not there: the day of `submitted_at` is taken";
            self.report(Diagnostic::warning(codes::IMPORT, submitted.span, message));
            submitted
        };
        let parsed = Moment::parse(&moment);
        if parsed.is_none() {
            let message = format!("`{}` is not a moment as RFC 3339 has it", moment.value);
            self.report(Diagnostic::error(codes::BAD_VALUE, moment.span, message));
        }
        parsed.map(|parsed| parsed.to_string().chars().take(10).collect())
    }

    fn recommendation(&mut self, node: &Node, has_number: bool) -> Option<Advice> {
        let field = node.get("overall_recommendation");
        let word = self.text(field.map(|field| ("overall_recommendation", field)));
        let word = word.unwrap_or_else(|| Text {
            value: NO_DECISION.to_owned(),
            span: field.map_or(node.span, |field| field.span),
        });
        match self.mapping.recommendation(&word) {
            Ok(found) => Some(Advice(Some(found))),
            // A card without numbers needs none.
            Err(_) if word.value == NO_DECISION && !has_number => Some(Advice(None)),
            Err(finding) => {
                self.report(*finding);
                None
            }
        }
    }

    fn scores(&mut self, node: &Node) -> Vec<DraftScore> {
        let mut scores = Vec::new();
        let mut seen: Vec<(CriterionIdx, Span)> = Vec::new();
        let mut rated: BTreeMap<String, String> = BTreeMap::new();
        for (place, attribute) in self.list(node, "attributes").iter().enumerate() {
            let path = |key: &str| format!("attributes[{place}].{key}");
            let Some((_, name)) = self.required(attribute, "name") else {
                continue;
            };
            let Some(name) = self.text(Some((&path("name"), name))) else {
                continue;
            };
            let field = attribute.get("rating");
            let rating = self.text(
                field
                    .map(|node| (path("rating"), node))
                    .as_ref()
                    .map(borrowed),
            );
            let rating = rating.unwrap_or_else(|| Text {
                value: NO_DECISION.to_owned(),
                span: field.map_or(attribute.span, |field| field.span),
            });
            rated.insert(identity_key(&name), rating.value.clone());
            let remark = attribute.get("note").map(|node| (path("note"), node));
            let remark = self.text(remark.as_ref().map(borrowed));
            if let Some(score) = self.score(&name, &rating, remark, &mut seen) {
                scores.push(score);
            }
        }
        self.check_ratings(node, &rated);
        scores
    }

    fn score(
        &mut self,
        name: &Text,
        rating: &Text,
        note: Option<Text>,
        seen: &mut Vec<(CriterionIdx, Span)>,
    ) -> Option<DraftScore> {
        let found = self.mapping.criterion(self.rubric, name);
        let criterion = self.ok(found)?.taken()?;
        let found = self.mapping.rating(self.rubric, rating);
        let given = self.ok(found)?.taken()?;
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == criterion) {
            let id = &self.rubric.criterion(criterion).id;
            let message = format!("two attributes are mapped to `{id}`");
            let finding = Diagnostic::error(codes::IMPORT, name.span, message)
                .context(*first, "the first is this")
                .hint("leave one of them out: \"…\" = \"leave-out\"");
            self.report(finding);
            return None;
        }
        seen.push((criterion, name.span));
        let evidence = note.map(|note| html::plain(&note));
        Some(DraftScore {
            criterion,
            given,
            evidence: evidence.filter(|text| !text.is_empty()),
        })
    }

    /// `ratings` says once more what `attributes` say, by rating.
    fn check_ratings(&mut self, node: &Node, rated: &BTreeMap<String, String>) {
        let Some(Node {
            value: Json::Object(ratings),
            ..
        }) = node.get("ratings")
        else {
            return;
        };
        if !matches!(
            node.get("attributes").map(|node| &node.value),
            Some(Json::List(_))
        ) {
            return;
        }
        for (word, names) in ratings {
            let Json::List(names) = &names.value else {
                continue;
            };
            for item in names {
                let Json::Text(name) = &item.value else {
                    continue;
                };
                let message = match rated.get(&identity_key(name)) {
                    Some(rating) if rating == word => continue,
                    Some(rating) => {
                        format!(
                            "`{name}` is rated `{word}` under `ratings`, and `{rating}` under `attributes`"
                        )
                    }
                    None => {
                        format!("`{name}` is rated under `ratings`, and not under `attributes`")
                    }
                };
                self.report(Diagnostic::error(codes::IMPORT, item.span, message));
            }
        }
    }

    fn answers(&mut self, node: &Node) -> Answers {
        let mut answers = Answers::default();
        for (place, item) in self.list(node, "questions").iter().enumerate() {
            let path = |key: &str| format!("questions[{place}].{key}");
            let question = item.get("question").map(|node| (path("question"), node));
            let question = self.text(question.as_ref().map(borrowed));
            let question = question.map(|text| html::plain(&text)).unwrap_or_default();
            let answer = item.get("answer").map(|node| (path("answer"), node));
            let answer = match answer.as_ref().map(borrowed) {
                Some((
                    _,
                    Node {
                        value: Json::Number(number),
                        ..
                    },
                )) => Some(number.clone()),
                Some((
                    _,
                    Node {
                        value: Json::Truth(truth),
                        ..
                    },
                )) => Some(truth.to_string()),
                other => self.text(other).map(|text| html::plain(&text)),
            };
            if let Some(answer) = answer.filter(|answer| !answer.is_empty()) {
                answers.put(&question, answer, self.mapping.question(&question));
            }
        }
        answers
    }
}

fn borrowed<'a>((path, node): &'a (String, &'a Node)) -> Field<'a> {
    (path, node)
}

/// The parts of summary and private note.
#[derive(Default)]
struct Answers {
    summary: Vec<String>,
    private: Vec<String>,
}

impl Answers {
    /// Puts an answer where the mapping says, else into the summary under its question.
    fn put(&mut self, question: &str, answer: String, mapped: Option<QuestionUse>) {
        let key = identity_key(question);
        let own = OWN_QUESTIONS.iter().find(|(known, _)| *known == key);
        let place = mapped.or(own.map(|(_, place)| *place));
        let answer = if own.is_some() || question.is_empty() {
            answer
        } else {
            format!("{question}\n{answer}")
        };
        match place {
            None | Some(QuestionUse::Summary) => self.summary.push(answer),
            Some(QuestionUse::PrivateNote) => self.private.push(answer),
            Some(QuestionUse::LeaveOut) => {}
        }
    }
}

//! Small panels for tests: a rubric, cards, and what the packet makes of them.

use std::fmt::Write as _;

use serde_json::Value;

use crate::sandbox::{Run, Sandbox};

/// A rubric with every sort of criterion that a card can score, in three rounds.
pub(crate) const RUBRIC: &str = r#"format = 1
id = "baker"
title = "Baker"
version = "1.0.0"
summary = "Bakes."

[[level]]
id = "junior"
title = "Junior"
aliases = ["L3"]

[[level]]
id = "senior"
title = "Senior"

[[competency]]
id = "dough"
title = "Dough"
progression = { junior = "Follows a recipe.", senior = "Writes one." }
[[competency.question]]
id = "sour"
round = "kitchen"
ask = "How do you keep a sourdough?"
positive = ["Feeds it", "Keeps a spare"]
negative = ["Buys yeast"]

[[attitude]]
id = "care"
title = "Care"
definition = "Looks after people."
[[attitude.question]]
id = "waste"
round = "table"
ask = "What did you throw away?"
positive = ["Nothing"]

[[exercise]]
id = "loaf"
title = "A loaf"
kind = "simulation"
minutes = 20
prompt = "Bake."
weight = 1
positive = ["Weighs"]
[[exercise.variant]]
id = "with-mixer"
title = "With a mixer"
instructions = "Use it."
negative = ["Breaks it"]

[[resume-criterion]]
id = "certificate"
title = "Certificate"
evidence = "A guild's."

[[round]]
id = "papers"
title = "Papers"
stage = "resume"
focus = ["certificate"]

[[round]]
id = "kitchen"
title = "Kitchen"
stage = "onsite"
interviewers = 2
focus = ["dough", "care"]
exercise = "loaf"

[[round]]
id = "table"
title = "Table"
stage = "onsite"
levels = ["senior"]
focus = ["care"]
"#;

/// A card for [`RUBRIC`] without a finding, which cases change.
pub(crate) const CARD: &str = r#"format = 1
rubric = "baker"
rubric-version = "1.0.0"
candidate = "ada"
round = "kitchen"
level = "senior"
interviewer = "grace@example.com"
interviewed-on = 2026-11-20
recommendation = "hire"
summary = "Good hands."
asked = ["sour", "loaf"]

[[score]]
criterion = "dough"
score = 3
evidence = "Fed the starter before being asked."
observed = ["sour+1", "sour-1"]

[[score]]
criterion = "care"
score = "exceeds"
evidence = "Swept the floor before anybody asked."

[[score]]
criterion = "loaf"
score = "not-assessed"
"#;

/// A rubric of one level, `mid`, and one round, `onsite`, that scores all of its attitudes. Each
/// comes as its id and further lines; `tail` is more of the rubric.
pub(crate) fn rubric(interviewers: usize, criteria: &[(&str, &str)], tail: &str) -> String {
    let mut text = "format = 1\nid = \"r\"\ntitle = \"R\"\nversion = \"1.0.0\"\nsummary = \"r\"\n\
         [[level]]\nid = \"mid\"\ntitle = \"Mid\"\n"
        .to_owned();
    for (id, lines) in criteria {
        writeln!(
            text,
            "[[attitude]]\nid = \"{id}\"\ntitle = \"Title of {id}\"\ndefinition = \"d\"\n{lines}"
        )
        .expect("text takes all writes");
    }
    let focus: Vec<_> = criteria.iter().map(|(id, _)| format!("\"{id}\"")).collect();
    let focus = focus.join(", ");
    writeln!(
        text,
        "[[round]]\nid = \"onsite\"\ntitle = \"Onsite\"\nstage = \"onsite\"\n\
         interviewers = {interviewers}\nfocus = [{focus}]\n{tail}"
    )
    .expect("text takes all writes");
    text
}

/// One card in the making.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    pub(crate) candidate: String,
    pub(crate) round: String,
    pub(crate) interviewer: String,
    pub(crate) recommendation: String,
    /// Further lines before the scores.
    pub(crate) lines: String,
    /// Criterion, score as TOML, evidence.
    pub(crate) scores: Vec<(String, String, String)>,
}

impl Card {
    /// A card of candidate `ada` in the round `onsite`, for hire, its scores with evidence.
    pub(crate) fn new(interviewer: &str, scores: &[(&str, &str)]) -> Self {
        Self {
            candidate: "ada".to_owned(),
            round: "onsite".to_owned(),
            interviewer: interviewer.to_owned(),
            recommendation: "hire".to_owned(),
            lines: String::new(),
            scores: scores
                .iter()
                .map(|(criterion, score)| {
                    let evidence = format!("What {interviewer} saw of {criterion}.");
                    ((*criterion).to_owned(), (*score).to_owned(), evidence)
                })
                .collect(),
        }
    }

    pub(crate) fn of(mut self, candidate: &str) -> Self {
        candidate.clone_into(&mut self.candidate);
        self
    }

    pub(crate) fn recommends(mut self, recommendation: &str) -> Self {
        recommendation.clone_into(&mut self.recommendation);
        self
    }

    pub(crate) fn in_round(mut self, round: &str) -> Self {
        round.clone_into(&mut self.round);
        self
    }

    pub(crate) fn with(mut self, line: &str) -> Self {
        self.lines.push_str(line);
        self.lines.push('\n');
        self
    }

    pub(crate) fn without_evidence(mut self) -> Self {
        for (.., evidence) in &mut self.scores {
            evidence.clear();
        }
        self
    }

    pub(crate) fn text(&self) -> String {
        let text = |text: &str| Value::from(text).to_string();
        let mut card = format!(
            "format = 1\nrubric = \"r\"\nrubric-version = \"1.0.0\"\ncandidate = \"{}\"\nround = \"{}\"\nlevel = \"mid\"\n\
             interviewer = {}\ninterviewed-on = 2026-11-20\nrecommendation = \"{}\"\nsummary = \"s\"\n{}",
            self.candidate,
            self.round,
            text(&self.interviewer),
            self.recommendation,
            self.lines
        );
        for (criterion, score, evidence) in &self.scores {
            write!(
                card,
                "[[score]]\ncriterion = \"{criterion}\"\nscore = {score}\n"
            )
            .expect("text takes all writes");
            if !evidence.is_empty() {
                writeln!(card, "evidence = {}", text(evidence)).expect("text takes all writes");
            }
        }
        card
    }
}

/// A sandbox with a rubric `r.toml` and cards in the folder `cards`.
pub(crate) fn sandbox(rubric: &str, cards: &[Card]) -> Sandbox {
    let sandbox = Sandbox::with("r.toml", rubric);
    for (n, card) in cards.iter().enumerate() {
        sandbox.write(&format!("cards/{n:03}.scorecard.toml"), card.text());
    }
    sandbox
}

/// Runs `panelkit packet` on such a sandbox.
pub(crate) fn packet(sandbox: &Sandbox, args: &[&str]) -> Run {
    let mut all = vec!["packet", "--rubric", "r.toml", "--scorecards", "cards"];
    all.extend(args);
    sandbox.run(&all)
}

/// The packets as JSON.
pub(crate) fn packets(sandbox: &Sandbox) -> Vec<Value> {
    let run = packet(sandbox, &["--format", "json"]).exits(0);
    let document: Value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    assert_eq!(document["format"], 1);
    let packets = document["packets"].as_array().expect("a list of packets");
    packets.clone()
}

/// The packet of a panel of one candidate.
#[track_caller]
pub(crate) fn verdict_of(rubric: &str, cards: &[Card]) -> Value {
    let packets = packets(&sandbox(rubric, cards));
    assert_eq!(packets.len(), 1);
    packets[0].clone()
}

/// The rows of a CSV, each as its cells by column.
pub(crate) fn rows(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("the CSV has a header").clone();
    reader
        .records()
        .map(|record| {
            let record = record.expect("every row has the header's cells");
            let cells = header.iter().zip(&record);
            cells
                .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
                .collect()
        })
        .collect()
}

/// A number from −1 to 1 that nothing but these decides.
fn noise(of: [usize; 3]) -> f64 {
    let mixed = of.iter().fold(17_u32, |mixed, number| {
        let next = mixed ^ u32::try_from(*number).unwrap();
        (next ^ (next >> 15))
            .wrapping_mul(0x2c1b_3c6d)
            .rotate_left(11)
    });
    f64::from(mixed >> 8) / f64::from(1 << 23) - 1.0
}

/// What an interviewer of average severity gives a candidate.
pub(crate) fn merit(candidate: usize, criterion: usize, interviewer: usize) -> i64 {
    let of = 2.6 + 0.9 * noise([candidate, 0, 0]);
    let taken = 0.5 * noise([candidate, 1, interviewer]);
    let given = of + taken + 0.9 * noise([candidate, 2 + criterion, interviewer]);
    [1.5, 2.5, 3.5]
        .iter()
        .map(|step| i64::from(given >= *step))
        .sum::<i64>()
        + 1
}

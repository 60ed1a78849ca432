//! R137

use crate::diagnostic::{Code, Severity};
use crate::lint::speech::count_words;
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{
    Criterion, CriterionKind, Exercise, Level, LevelIdx, Question, Round, RoundIdx, Rubric,
};
use crate::text::Text;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R137"),
    name: "kit-too-long-to-read",
    group: Group::Language,
    severity: Severity::Note,
    summary: "a round's kit takes longer to read than there is time to prepare",
    explanation: "A kit that nobody can read beforehand is skimmed, and every interviewer skims \
        another part of it. Reading time is counted at 230 words a minute, a little under the 238 \
        that Brysbaert (2019) found for English non-fiction; code is not counted. The time is the \
        `preparation` of the round's exercise, or else half an hour. Shorten the texts, or take \
        criteria and spare questions out of the round.",
    bad: r#"[[round]]
id = "onsite"
#    ^ takes 2 minutes to read
title = "Onsite"
stage = "onsite"
minutes = 45
focus = ["craft"]
exercise = "memo"
purpose = """
The candidate reads a memo and says what is missing from it. Give them the paper, sit down on the other side of the table, \
and do not speak until they do. When they ask for a figure, look it up in the appendix and read it out, nothing more than \
that. When they ask what we would do, say that the memo is theirs now. Write down the order in which they ask, since the \
order is most of what this round shows. Some begin with the money, some with the people, some with the date; none of that \
is better in itself. What counts is whether an answer changes the next question. After fifteen minutes tell them that \
three minutes are left, and after eighteen ask for the one sentence that they would add. Thank them, and take the paper \
back. Then score at once and alone, before you talk to anybody, because the first opinion spoken aloud becomes everybody's. \
If the conversation was interrupted, say so on the card rather than guessing how it would have gone on without that."""

[[exercise]]
id = "memo"
title = "The memo"
kind = "simulation"
minutes = 20
preparation = "1 minute"
prompt = "Read the memo. Say what is missing."
measures = ["craft"]
"#,
    good: r#"[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
focus = ["craft"]
exercise = "memo"
purpose = "The candidate reads a memo and says what is missing from it."

[[exercise]]
id = "memo"
title = "The memo"
kind = "simulation"
minutes = 20
preparation = "15 minutes"
prompt = "Read the memo. Say what is missing."
measures = ["craft"]
"#,
    check: Check::Rubric(check),
};

/// Silent reading of English non-fiction: 238 words a minute in Brysbaert, M. (2019), How many
/// words do we read per minute?, Journal of Memory and Language 109, 104047; rounded down, since
/// kits hold lists and numbers.
const WORDS_A_MINUTE: usize = 230;

/// Minutes to prepare where the rubric names none.
const MINUTES: usize = 30;

fn check(rubric: &Rubric, findings: &mut Findings) {
    let sizes = Sizes::of(rubric);
    for (idx, round) in rubric.rounds().iter().enumerate() {
        let longest = (0..rubric.levels().len())
            .filter(|level| round.levels.include(LevelIdx(*level)))
            .map(|level| (sizes.kit(rubric, idx, level), level))
            .max_by_key(|(words, level)| (*words, std::cmp::Reverse(*level)));
        let Some((words, level)) = longest else {
            continue;
        };
        let (minutes, available) = (words.div_ceil(WORDS_A_MINUTE), available(rubric, round));
        if minutes > available {
            let message = format!(
                "the kit of `{}` at `{}` takes {minutes} minutes to read, and there are {available} to prepare",
                round.id,
                rubric.levels()[level].id
            );
            findings
                .report(round.id.span, message)
                .advise("shorten its texts, or take criteria and spare questions out of the round");
        }
    }
}

/// Minutes to prepare for a round.
fn available(rubric: &Rubric, round: &Round) -> usize {
    let exercise = round.exercise.map(|idx| rubric.exercise(idx));
    exercise
        .and_then(|exercise| minutes_of(exercise.preparation.as_ref()?))
        .unwrap_or(MINUTES)
}

/// "2 hours", "90 minutes", "an hour": nothing where the text says more than that.
fn minutes_of(text: &str) -> Option<usize> {
    let mut words = text.split_whitespace();
    let (number, unit, None) = (words.next()?, words.next()?, words.next()) else {
        return None;
    };
    let number = match number {
        "a" | "an" | "one" => 1,
        digits => digits.parse().ok()?,
    };
    match unit {
        "minute" | "minutes" | "min" => Some(number),
        "hour" | "hours" | "h" => number.checked_mul(60),
        _ => None,
    }
}

/// Words that kits print, each counted once.
struct Sizes {
    scale: usize,
    levels: Vec<usize>,
    rounds: Vec<usize>,
    exercises: Vec<usize>,
    criteria: Vec<usize>,
    /// The progression cells of each criterion.
    cells: Vec<Vec<usize>>,
    /// Of the questions and video prompts, by round and level.
    asked: Vec<Vec<usize>>,
}

impl Sizes {
    fn of(rubric: &Rubric) -> Self {
        let points = rubric.scale().points().iter();
        let criteria = rubric.criteria().iter();
        Self {
            scale: points.map(|it| count([&it.label, &it.meaning])).sum(),
            levels: rubric.levels().iter().map(level_words).collect(),
            rounds: rubric.rounds().iter().map(round_words).collect(),
            exercises: rubric.exercises().iter().map(exercise_words).collect(),
            cells: criteria
                .clone()
                .map(|it| {
                    it.progression()
                        .iter()
                        .map(|cell| count_words(cell))
                        .collect()
                })
                .collect(),
            criteria: criteria.map(criterion_words).collect(),
            asked: asked(rubric),
        }
    }

    fn kit(&self, rubric: &Rubric, round: usize, level: usize) -> usize {
        let scored = rubric.scored_in(RoundIdx(round), LevelIdx(level));
        let bars = scored.iter().map(|idx| {
            // The cells of the level and of its two neighbours.
            let cells = &self.cells[idx.0];
            let from = level.saturating_sub(1).min(cells.len());
            let shown = &cells[from..cells.len().min(level + 2)];
            self.criteria[idx.0] + shown.iter().sum::<usize>()
        });
        let exercise = rubric.rounds()[round].exercise;
        self.scale
            + self.levels[level]
            + self.rounds[round]
            + self.asked[round][level]
            + exercise.map_or(0, |idx| self.exercises[idx.0])
            + bars.sum::<usize>()
    }
}

fn asked(rubric: &Rubric) -> Vec<Vec<usize>> {
    let mut sizes = vec![vec![0; rubric.levels().len()]; rubric.rounds().len()];
    for question in rubric.questions() {
        let words = question_words(question);
        for round in &question.rounds {
            for (level, size) in sizes[round.0].iter_mut().enumerate() {
                *size += words * usize::from(question.levels.include(LevelIdx(level)));
            }
        }
    }
    for prompt in rubric.video_prompts() {
        let Some(round) = prompt.round else { continue };
        let words = count(
            [&prompt.ask]
                .into_iter()
                .chain(&prompt.positive)
                .chain(&prompt.negative),
        );
        for (level, size) in sizes[round.0].iter_mut().enumerate() {
            *size += words * usize::from(prompt.levels.include(LevelIdx(level)));
        }
    }
    sizes
}

fn level_words(level: &Level) -> usize {
    count(
        level
            .summary
            .iter()
            .chain(&level.focus)
            .chain(&level.expects),
    )
}

fn round_words(round: &Round) -> usize {
    let agenda = round.agenda.iter().map(|item| {
        let steps = item.steps.iter().map(|step| &step.title);
        count([&item.title].into_iter().chain(&item.guide).chain(steps))
    });
    let pitfalls = round.pitfalls.iter().map(|it| {
        count(
            [&it.name]
                .into_iter()
                .chain(&it.why)
                .chain(&it.weak)
                .chain(&it.strong),
        )
    });
    let texts = [&round.title]
        .into_iter()
        .chain(&round.purpose)
        .chain(&round.interviewer_focus);
    count(
        texts
            .chain(&round.tips)
            .chain(&round.good)
            .chain(&round.great),
    ) + agenda.sum::<usize>()
        + pitfalls.sum::<usize>()
}

fn criterion_words(criterion: &Criterion) -> usize {
    let says = match &criterion.kind {
        CriterionKind::Attitude { definition } => Some(definition),
        CriterionKind::Resume { evidence, .. } => Some(evidence),
        _ => None,
    };
    let texts = [&criterion.title]
        .into_iter()
        .chain(says)
        .chain(&criterion.summary);
    let texts = texts.chain(&criterion.expectation).chain(&criterion.strong);
    count(texts.chain(criterion.anchors.values()))
}

fn question_words(question: &Question) -> usize {
    let contrast = question
        .contrast
        .iter()
        .flat_map(|it| [&it.weak, &it.strong]);
    let texts = [&question.ask]
        .into_iter()
        .chain(&question.probes)
        .chain(&question.positive);
    count(
        texts
            .chain(&question.negative)
            .chain(&question.answer)
            .chain(contrast),
    )
}

fn exercise_words(exercise: &Exercise) -> usize {
    let variants = exercise.variants.iter().map(|it| {
        let texts = [&it.instructions].into_iter().chain(&it.prompt);
        count(texts.chain(&it.positive).chain(&it.negative))
    });
    let roles = exercise.roles.iter().map(|it| {
        let texts = [&it.title, &it.motivation]
            .into_iter()
            .chain(&it.constraints);
        count(
            texts
                .chain(&it.tensions)
                .chain(&it.guidance)
                .chain(&it.do_not),
        )
    });
    let texts = [&exercise.title, &exercise.prompt]
        .into_iter()
        .chain(&exercise.scenario);
    let lists = texts
        .chain(&exercise.prepare)
        .chain(&exercise.deliverables)
        .chain(&exercise.review)
        .chain(&exercise.ground_rules)
        .chain(&exercise.success)
        .chain(&exercise.positive)
        .chain(&exercise.negative)
        .chain(exercise.anchors.values());
    count(lists) + variants.sum::<usize>() + roles.sum::<usize>()
}

fn count<'a>(texts: impl IntoIterator<Item = &'a Text>) -> usize {
    texts.into_iter().map(|text| count_words(text)).sum()
}

#[cfg(test)]
mod tests {
    use super::minutes_of;

    #[test]
    fn only_plain_times_are_read() {
        assert_eq!(minutes_of("2 hours"), Some(120));
        assert_eq!(minutes_of("an hour"), Some(60));
        assert_eq!(minutes_of("30 minutes"), Some(30));
        assert_eq!(minutes_of("2 to 3 hours at home"), None);
        assert_eq!(minutes_of("none"), None);
    }
}

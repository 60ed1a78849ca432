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
        `preparation` of the round's exercise, or else half an hour; a day has eight hours, and of \
        “1-2 hours” the longer counts. Shorten the texts, or take \
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

/// "2 hours", "1 h 30 min", "half an hour", "1-2 hours": in whole minutes, of a range the longer
/// end. Nothing where the text says anything else, or no time at all.
fn minutes_of(text: &str) -> Option<usize> {
    let words = pieces(text);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let words = without_hedges(&words);
    let range = words
        .iter()
        .rposition(|word| matches!(*word, "-" | "to" | "or"));
    let Some(at) = range else {
        return sum(words, None).map(whole);
    };
    // The unit may stand only once, after both ends.
    let (from, until) = (&words[..at], &words[at + 1..]);
    let longest = sum(until, None)?;
    let unit = until.iter().find_map(|word| minutes_in(word));
    let shortest = sum(from, unit)?;
    Some(whole(longest.max(shortest)))
}

/// Words, numbers and dashes of a text in lower case; "2h" is a number and a word.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.trim_end_matches('.').chars() {
        let kind = match c {
            '0'..='9' | '.' | ',' | '½' => Kind::Number,
            '-' | '–' | '—' => Kind::Dash,
            _ if c.is_alphabetic() => Kind::Word,
            _ if c.is_whitespace() => Kind::Space,
            _ => Kind::Other,
        };
        if last != Some(kind) && kind != Kind::Space {
            pieces.push(String::new());
        }
        if let (false, Some(piece)) = (kind == Kind::Space, pieces.last_mut()) {
            match kind {
                Kind::Dash => piece.push('-'),
                _ => piece.extend(c.to_lowercase()),
            }
        }
        last = Some(kind);
    }
    pieces
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Word,
    Dash,
    Space,
    Other,
}

/// Without the words that make a time no shorter or longer.
fn without_hedges<'a>(words: &'a [&'a str]) -> &'a [&'a str] {
    let mut words = words;
    while let [first, rest @ ..] = words
        && HEDGES.contains(first)
    {
        words = rest;
    }
    while let [rest @ .., last] = words
        && AFTER.contains(last)
    {
        words = rest;
    }
    words
}

const HEDGES: &[&str] = &[
    "about",
    "around",
    "approximately",
    "approx",
    "roughly",
    "circa",
    "up",
    "to",
    "max",
    "maximum",
    "at",
    "most",
];

const AFTER: &[&str] = &["max", "maximum", "at", "most", "or", "so", "less"];

/// Minutes of "2 hours 30 minutes", "an hour and a half", "1.5"; a number alone is in the unit
/// given.
fn sum(words: &[&str], unit: Option<f64>) -> Option<f64> {
    match words {
        [] => None,
        ["half", "a" | "an", unit] => Some(minutes_in(unit)? / 2.0),
        ["quarter", "of", "an", "hour"] | ["a", "quarter", "of", "an", "hour"] => Some(15.0),
        [number] => Some(amount(number)? * unit?),
        [number, unit] => Some(amount(number)? * minutes_in(unit)?),
        [number, unit, "and", "a", "half"] | [number, "and", "a", "half", unit] => {
            Some((amount(number)? + 0.5) * minutes_in(unit)?)
        }
        [number, unit, "and", rest @ ..] | [number, unit, rest @ ..] => {
            let first = minutes_in(unit)?;
            // "1 h 30" is minutes too; nothing follows a unit that is as small.
            let more = sum(rest, (first > 1.0).then_some(1.0))?;
            (more < first).then_some(amount(number)? * first + more)
        }
    }
}

fn amount(word: &str) -> Option<f64> {
    const WORDS: &[&str] = &[
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    if matches!(word, "a" | "an") {
        return Some(1.0);
    }
    if let Some(idx) = WORDS.iter().position(|known| *known == word) {
        return Some(crate::text::count(idx + 1));
    }
    let (digits, half) = word.strip_suffix('½').map_or((word, 0.0), |it| (it, 0.5));
    if digits.is_empty() && half > 0.0 {
        return Some(half);
    }
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit());
    let number: f64 = digits
        .replace(',', ".")
        .parse()
        .ok()
        .filter(|_| is_number)?;
    // What is longer than a year is no time to prepare.
    (number <= 525_600.0).then_some(number + half)
}

/// Minutes in a unit: a day has eight working hours, a week five days.
fn minutes_in(unit: &str) -> Option<f64> {
    match unit {
        "m" | "min" | "mins" | "minute" | "minutes" => Some(1.0),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(60.0),
        "d" | "day" | "days" => Some(480.0),
        "week" | "weeks" => Some(2400.0),
        _ => None,
    }
}

/// Whole minutes, rounded up: half a minute more is no reason to complain.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "amounts are positive and at most a year's worth of minutes, in weeks"
)]
fn whole(minutes: f64) -> usize {
    minutes.ceil() as usize
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
    fn times_are_read_as_people_write_them() {
        for (text, minutes) in [
            ("2 hours", 120),
            ("30 minutes", 30),
            ("90 min", 90),
            ("1.5 hours", 90),
            ("1,5 hours", 90),
            ("1½ hours", 90),
            ("1-2 hours", 120),
            ("1–2 hours", 120),
            ("1 to 2 hours", 120),
            ("30 minutes to an hour", 60),
            ("45-60 min", 60),
            ("two or three hours", 180),
            ("half an hour", 30),
            ("half a day", 240),
            ("an hour", 60),
            ("An hour and a half.", 90),
            ("one and a half hours", 90),
            ("a quarter of an hour", 15),
            ("2h", 120),
            ("1h30", 90),
            ("1h 30m", 90),
            ("1 h 30 min", 90),
            ("1 hour and 15 minutes", 75),
            ("1 day 2 hours", 600),
            ("a day", 480),
            ("2 days", 960),
            ("a week", 2400),
            ("about 2 hours", 120),
            ("up to 2 hours", 120),
            ("2 hours at most", 120),
        ] {
            assert_eq!(minutes_of(text), Some(minutes), "{text}");
        }
    }

    #[test]
    fn what_is_no_plain_time_is_not_read() {
        for text in [
            "",
            "none",
            "30",
            "hours",
            "-2 hours",
            "2 to 3 hours at home",
            "2 hours of reading",
            "read the brief",
            "an evening",
            "1/2 hour",
            "2 hours 3 days",
            "1 min 30",
            "nan hours",
            "inf hours",
            "1e300 hours",
            "99999999999999999999 hours",
            "1.2.3 hours",
            "٢ hours",
            "a few hours",
            "2 - ",
            "– – –",
        ] {
            assert_eq!(minutes_of(text), None, "{text}");
        }
    }
}

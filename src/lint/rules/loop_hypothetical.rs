//! R135

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::asking::{blotted, folded, sentences};
use crate::lint::lawful::expanded;
use crate::lint::speech::Lexicon;
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{LevelIdx, Question, Rubric};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R135"),
    name: "loop-hypothetical",
    group: Group::Language,
    severity: Severity::Warning,
    summary: "no question of the loop at a level is about what a candidate has done",
    explanation: "What somebody says they would do shows that they know what sounds right; what \
        they did shows what they do when it costs something. Both kinds have their use, but a loop \
        of suppositions alone favours good talkers. Add a question about the past to at least one \
        round: tell us about a time when, walk us through the last.",
    bad: r#"[[level]]
id = "principal"
#    ^ no question at `principal` is about what candidates have done
title = "Principal"

[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
principal = "Chooses which undertakings the company begins, and ends those that fail."
[[competency.question]]
id = "last-piece"
round = "onsite"
levels = ["junior", "senior"]
ask = "Walk us through the last thing you finished."
[[competency.question]]
id = "ten-teams"
round = "onsite"
levels = ["principal"]
ask = "Imagine that you lead ten teams. What would you end first?"
"#,
    good: r#"[[level]]
id = "principal"
title = "Principal"

[[competency]]
id = "craft"
title = "Craft"
[competency.progression]
junior = "Finishes small pieces that somebody else has cut out and described."
senior = "Cuts a large undertaking into pieces and sees each of them through."
principal = "Chooses which undertakings the company begins, and ends those that fail."
[[competency.question]]
id = "ten-teams"
round = "onsite"
ask = "Imagine that you lead ten teams. What would you end first?"
[[competency.question]]
id = "ended"
round = "onsite"
ask = "Tell us about an undertaking that you ended."
"#,
    check: Check::Rubric(check),
};

/// What questions about the past are known by.
const PAST: &[&str] = &[
    "a time",
    "an occasion",
    "an instance",
    "a situation in which you",
    "an example",
    "a case",
    "did you",
    "did your",
    "have you",
    "has your",
    "had you",
    "you had",
    "you were",
    "you've",
    "you have {had|been|done|made|led|built|seen|worked|used|written|taken|run|held|given}",
    "were you",
    "was your",
    "you {led|built|made|wrote|ran|chose|took|saw|found|gave|kept|left|learned|learnt|got|went|did|met|broke|lost|won|taught|brought|sold|drew|spent|began|held|sent|set up|put|caught|dealt|fought|heard|knew|thought|told|felt|shipped}",
    "you {worked|designed|managed|owned|decided|helped|changed|used|trained|launched|released|solved|handled|fixed|caused|planned|noticed|finished|started|joined|stopped|asked|proposed|tried|created|improved|reduced|delivered|supported|served|convinced|persuaded|disagreed|missed|failed|closed|cut|introduced|carried|influenced}",
    "{most recent|recently|so far|in the past|up to now}",
    "your {last|previous|former|latest|first|proudest|hardest|biggest|worst|best}",
    "{last|past} {year|years|month|months|quarter|two|three|five|time|job|role|project|team|thing|piece|decision|incident}",
    "the last",
    "of yours",
    "your {career|resume|résumé|cv|work history|portfolio}",
    "{tell|talk to} {us|me} {|a bit |more }about {a|an|the|something|some|somebody|someone|your|one|two}",
    "{walk|take|lead} {us|me} through {a|an|the|something|one|your|how you|what you}",
    "describe {|to us |for us |me }{a|an|something|the|your|one}",
    "{give|share|show} {us|me} {a|an|one|something}",
    "share {an|a} {example|story}*",
    "what happened",
    "{choose|pick|take|think of} {a|an|one|somebody|someone|something} {|recent |past |technical |difficult }{project|piece|decision|conflict|incident|result|failure}*",
];

/// What makes a supposition of the sentence that it stands in.
const SUPPOSED: &[&str] = &[
    "imagine",
    "suppose",
    "supposing",
    "assume",
    "pretend",
    "picture yourself",
    "hypothetical*",
    "let's say",
    "say you",
    "what if",
    "if you",
    "if we",
    "if your",
    "you would",
    "you'd",
    "would you",
    "you might",
    "might you",
    "could you do",
    "you could",
    "will you",
    "you will",
    "should you",
    "you should",
];

struct Words {
    past: Lexicon,
    supposed: Lexicon,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let past = lexicon(
        PAST,
        &[
            "a time limit",
            "a case statement",
            "a case insensitive",
            "a time series",
            "a time-series",
            "have you a",
        ],
    );
    let supposed = lexicon(
        SUPPOSED,
        &[
            "would you tell",
            "would you describe",
            "would you walk",
            "would you share",
            "would you say you",
            "would you give",
        ],
    );
    Words { past, supposed }
});

fn lexicon(patterns: &[&str], exceptions: &[&str]) -> Lexicon {
    let phrases = expanded(patterns);
    let refs: Vec<_> = phrases.iter().map(String::as_str).collect();
    Lexicon::new(&refs, exceptions)
}

fn check(rubric: &Rubric, findings: &mut Findings) {
    let mut first = vec![None; rubric.levels().len()];
    let mut is_grounded = vec![false; rubric.levels().len()];
    for question in rubric.questions() {
        // One past question is enough for its levels: most need no look.
        let open: Vec<_> = levels_of(rubric, question)
            .filter(|level| !is_grounded[*level])
            .collect();
        if open.is_empty() {
            continue;
        }
        let about_past = is_past(&question.ask);
        for level in open {
            first[level].get_or_insert(question.ask.span);
            is_grounded[level] = about_past;
        }
    }
    for (idx, level) in rubric.levels().iter().enumerate() {
        if let (Some(first), false) = (first[idx], is_grounded[idx]) {
            let message = format!(
                "no question at `{}` is about what candidates have done",
                level.id
            );
            findings
                .report(level.id.span, message)
                .point_at(first, "the first of its questions")
                .advise("add a question that begins “tell us about a time when you”");
        }
    }
}

/// The levels at which a question is asked in some round.
fn levels_of(rubric: &Rubric, question: &Question) -> impl Iterator<Item = usize> {
    (0..rubric.levels().len()).filter(|level| {
        let level = LevelIdx(*level);
        question.levels.include(level)
            && question
                .rounds
                .iter()
                .any(|round| rubric.round(*round).levels.include(level))
    })
}

/// Whether some sentence of a question is about the past and supposes nothing.
fn is_past(ask: &str) -> bool {
    let text = blotted(&folded(ask));
    sentences(&text).iter().any(|sentence| {
        !WORDS.past.hits(sentence.text).is_empty() && WORDS.supposed.hits(sentence.text).is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn past(ask: &str) -> bool {
        is_past(ask)
    }

    #[test]
    fn the_past_is_told_from_suppositions() {
        for ask in [
            "Tell us about a time when you were wrong.",
            "Walk us through the last release.",
            "Describe a project you led.",
            "What did you do in your last incident?",
            "How have you handled a late project?",
            "Think of a conflict you had. What would you do differently?",
            "Could you give us an example?",
            "Would you tell us about a failure?",
            "In your most recent role, who set the goals?",
        ] {
            assert!(past(ask), "{ask}");
        }
        for ask in [
            "What would you do if a release failed?",
            "Imagine you had ten teams. What comes first?",
            "How would you handle a conflict?",
            "Suppose you led the release. Who is told?",
            "Design a cache.",
            "Walk us through how you would do it.",
            "What is a mutex?",
        ] {
            assert!(!past(ask), "{ask}");
        }
    }
}

//! R136

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::asking::{folded, folded_part, word_end};
use crate::lint::speech::Lexicon;
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;
use crate::text::{Span, Text};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R136"),
    name: "gender-coded-words",
    group: Group::Language,
    severity: Severity::Note,
    summary: "what candidates read leans on words coded for one gender",
    explanation: "Gaucher, Friesen and Kay (2011) found that advertisements full of words such as \
        dominant and competitive appeal less to women, who feel they would not belong, although \
        they think themselves just as able. One such word means nothing; many of one side are \
        worth a look. Say what is done rather than what sort of person does it.",
    bad: r#"[[qualification]]
kind = "must"
text = "An ambitious, competitive fighter with a relentless drive to win"
#          ^ 6 masculine-coded words
"#,
    good: r#"[[qualification]]
kind = "must"
text = "Has seen a hard undertaking through against doubts"
"#,
    check: Check::Rubric(check),
};

/// Fewer words than this of a side are no finding.
const LEAST: usize = 5;

/// A side must have this many times the words of the other.
const TIMES: usize = 2;

/// Our own lists of word beginnings, after the two kinds of words in Gaucher, D., Friesen, J. &
/// Kay, A. C. (2011), Evidence that gendered wording in job advertisements exists and sustains
/// gender inequality, Journal of Personality and Social Psychology 101(1), 109–128. Words that
/// have a technical meaning (such as lead, support, challenge, share, independent) are left out.
const MASCULINE: &[&str] = &[
    "adventurous*",
    "aggressiv*",
    "alpha male",
    "ambitio*",
    "assertiv*",
    "battle*",
    "bold",
    "boldly",
    "brave*",
    "combative*",
    "competitive*",
    "confident",
    "confidently",
    "conquer*",
    "courag*",
    "crush*",
    "cutthroat",
    "daring",
    "decisive*",
    "defiant*",
    "dominan*",
    "dominate*",
    "drive to",
    "driven person",
    "fearless*",
    "fierce*",
    "fight*",
    "forceful*",
    "go-getter*",
    "greedy",
    "gritty",
    "guru*",
    "hard-charging",
    "hard-nosed",
    "headstrong",
    "hero",
    "heroes",
    "heroic*",
    "hungry",
    "hustl*",
    "killer",
    "maverick*",
    "muscular",
    "ninja*",
    "outspoken",
    "outperform*",
    "powerhouse*",
    "relentless*",
    "rockstar*",
    "rock star*",
    "ruthless*",
    "self-made",
    "self-reliant",
    "strong-willed",
    "stubborn*",
    "superior",
    "thick-skinned",
    "tough",
    "toughness",
    "trailblaz*",
    "unstoppable",
    "victor*",
    "warrior*",
    "wizard*",
    "win",
    "winner*",
    "winning",
];

const FEMININE: &[&str] = &[
    "affection*",
    "agreeable*",
    "belong",
    "belonging",
    "caring",
    "cheer*",
    "collaborat*",
    "communal*",
    "compassion*",
    "considerate*",
    "cooperat*",
    "co-operat*",
    "delicate*",
    "devoted",
    "emotional*",
    "empath*",
    "feelings",
    "friendly",
    "gentl*",
    "gracious*",
    "harmonious*",
    "heartfelt",
    "helpful*",
    "humble*",
    "humility",
    "interpersonal*",
    "kind-hearted",
    "kindly",
    "kindness",
    "loving*",
    "loyal*",
    "modest*",
    "motherly",
    "nurtur*",
    "pleasant*",
    "polite*",
    "quietly",
    "selfless*",
    "sensitive to",
    "sincer*",
    "soft-spoken",
    "supportive*",
    "sympath*",
    "tactful*",
    "tender*",
    "thoughtful*",
    "together",
    "understanding of",
    "warm",
    "warm-hearted",
    "warmth",
    "welcoming",
    "yielding",
];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let coded: Vec<_> = MASCULINE.iter().chain(FEMININE).copied().collect();
    let exceptions = [
        "confident interval",
        "win rate",
        "winning variant",
        "winning arm",
        "put together",
        "puts together",
        "taken together",
        "warm start",
        "warm-up",
        "warm cache",
        "loyalty program",
        "belong to",
        "belonging to",
        "warm up",
        "tenderly",
        "tender process",
    ];
    Lexicon::new(&coded, &exceptions)
});

/// One side's words with how often each occurs, and where the first one stands.
#[derive(Default)]
struct Side {
    words: BTreeMap<String, usize>,
    n: usize,
    first: Option<Span>,
}

fn check(rubric: &Rubric, findings: &mut Findings) {
    let (mut masculine, mut feminine) = (Side::default(), Side::default());
    for text in texts(rubric) {
        let folded = folded(text);
        for hit in LEXICON.hits(&folded) {
            let side = if hit.phrase < MASCULINE.len() {
                &mut masculine
            } else {
                &mut feminine
            };
            let end = word_end(&folded, hit.end);
            let word = folded[hit.start..end].to_lowercase();
            *side.words.entry(word).or_default() += 1;
            side.n += 1;
            let place = hit.start..end;
            side.first
                .get_or_insert_with(|| folded_part(text, &folded, place));
        }
    }
    report("masculine", &masculine, "feminine", &feminine, findings);
    report("feminine", &feminine, "masculine", &masculine, findings);
}

/// What candidates read.
fn texts(rubric: &Rubric) -> impl Iterator<Item = &Text> {
    let about = rubric.about();
    let role = &about.role;
    let words = [
        &role.education,
        &role.experience,
        &role.culture,
        &about.challenge,
    ];
    let criteria = rubric.criteria().iter();
    [&about.summary]
        .into_iter()
        .chain(words.into_iter().flatten())
        .chain(&about.responsibilities)
        .chain(&role.primary_focus)
        .chain(role.week.iter().map(|activity| &activity.activity))
        .chain(about.qualifications.iter().map(|it| &it.text))
        .chain(criteria.filter_map(|criterion| criterion.summary.as_ref()))
        .chain(&about.process.tips)
        .chain(rubric.rounds().iter().flat_map(|round| &round.tips))
}

fn report(name: &str, side: &Side, other_name: &str, other: &Side, findings: &mut Findings) {
    let Some(first) = side.first else { return };
    if side.n < LEAST || side.n < TIMES * other.n {
        return;
    }
    let mut words: Vec<_> = side.words.iter().collect();
    words.sort_by_key(|(word, n)| (std::cmp::Reverse(**n), word.as_str()));
    let words: Vec<_> = words
        .iter()
        .map(|(word, n)| format!("{word} ×{n}"))
        .collect();
    let message = format!(
        "{} {name}-coded words against {} {other_name}-coded: {}",
        side.n,
        other.n,
        words.join(", ")
    );
    findings
        .report(first, message)
        .advise("say what is done rather than what sort of person does it");
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::lint::testing::findings;

    fn messages(text: &str) -> Vec<String> {
        let example = format!("[[qualification]]\nkind = \"must\"\ntext = \"{text}\"\n");
        let (found, _) = findings(&RULE, &example);
        found.into_iter().map(|it| it.message).collect()
    }

    #[test]
    fn either_side_is_counted() {
        let found = messages("Caring, gentle, gentle, warm and modest");
        assert_eq!(
            found,
            [
                "5 feminine-coded words against 0 masculine-coded: gentle ×2, caring ×1, modest ×1, warm ×1"
            ]
        );
    }

    #[test]
    fn few_or_balanced_words_are_no_finding() {
        assert!(messages("Ambitious, bold, brave and fierce").is_empty());
        assert!(
            messages("Ambitious, bold, brave, fierce, hungry; caring, gentle, modest").is_empty()
        );
    }
}

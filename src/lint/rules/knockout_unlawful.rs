//! R155

use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::asking::folded;
use crate::lint::lawful::expanded;
use crate::lint::speech::{Lexicon, part_of};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{Answer, ApplicationKnockout, Rubric};
use crate::text::{Span, Text};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R155"),
    name: "knockout-unlawful",
    group: Group::Lawful,
    severity: Severity::Warning,
    summary: "a knock-out sorts applications by address, age, sex or family",
    explanation: "A knock-out sorts people out before anybody has read what they can do, so it \
        must rest on what the work needs. A postcode stands for origin and income, a year of \
        graduation or a cap on years of experience for age, a form of address for sex and \
        marriage. Ask for the need itself: to be at a place at a time, to have done a task.",
    bad: r#"[[knockout]]
id = "nearby"
at = "application"
question = "What is your postcode?"
#                        ^ sorts by where people live
answer = "choice"
accept = ["10115", "10117"]
on-fail = "decline"
reason = "The shop opens at five."
"#,
    good: r#"[[knockout]]
id = "early-shift"
at = "application"
question = "Can you be in the shop at five in the morning, three days a week?"
answer = "yes-no"
accept = ["yes"]
on-fail = "decline"
reason = "The shop opens at five."
"#,
    check: Check::Rubric(check),
};

/// What a knock-out must not sort by, in words, with the phrases that give it away. Ids and
/// columns are read with spaces for hyphens and underscores.
const TRAITS: &[(&str, &[&str])] = &[
    (
        "where people live",
        &[
            "{post|postal|zip}{|-| }code{|s}",
            "zip",
            "plz",
            "{home|street|postal|private} address*",
            "address",
            "where {do you|you} live",
            "{city|town|district|suburb|county|borough} do you live",
            "{far|close|near} {from|to} {the|our} {office|city|shop|site} {do you live|you live}",
            "how {far|close|near} {do you|away do you|from} live",
            "how far do you",
            "live within",
            "{miles|kilometres|kilometers|km|minutes} {from|of|to} {the|our}",
            "distance {to|from} {the |our |}{office|work|site|home|shop}",
            "commut*",
            "neighbo{u|}rhood",
        ],
    ),
    (
        "age",
        &[
            "age",
            "how old",
            "{date|year} of birth",
            "birth {date|year}",
            "birthdate",
            "birthday",
            "dob",
            "born",
            "years old",
            "{year|date} of {|your }graduation",
            "graduation {year|date}",
            "{what|which} year did you {graduate|finish|leave|complete}*",
            "year you {graduated|were born|finished|left}*",
            "when did you {graduate|finish|leave school}*",
            "retire*",
            "age {group|range|bracket}",
        ],
    ),
    (
        "sex, gender or form of address",
        &[
            "gender",
            "sex",
            "male",
            "female",
            "man or {|a }woman",
            "mr",
            "mrs",
            "ms",
            "miss",
            "herr",
            "frau",
            "salutation",
            "form of address",
            "title and name",
            "maiden name",
            "pronoun*",
        ],
    ),
    (
        "family or marital status",
        &[
            "marital*",
            "married",
            "unmarried",
            "divorced",
            "widowed",
            "spouse",
            "husband",
            "wife",
            "children",
            "kids",
            "number of dependants",
            "dependants",
            "dependents",
            "childcare",
            "pregnan*",
        ],
    ),
    (
        "origin, religion or looks",
        &[
            "nationality",
            "citizen",
            "citizenship",
            "place of birth",
            "country of {birth|origin}",
            "birthplace",
            "native {language|speaker}*",
            "mother tongue",
            "ethnic*",
            "race",
            "religio*",
            "photo{|graph}",
            "your {height|weight}",
            "body weight",
        ],
    ),
];

/// What the same words mean elsewhere.
const EXCEPTIONS: &[&str] = &[
    "{18|16|21} {years old |years of age |}or {older|over|above}",
    "{legal|minimum|legal working} age",
    "at least {16|18|21}{| years old| years of age}",
    "years of age or {older|over}",
    "{e-mail|email|web|ip|mac|memory} address*",
    "address {book|space}*",
    "to address",
    "you address",
    "address the",
    "addressed*",
    "age of",
    "race condition*",
    "data race*",
    "zip {file|archive|folder}*",
    "{photo|photograph}{s|ic|er|ers|y| editing| library| upload| service| product| app| sharing}*",
    "citizen {developer|data}*",
    "female {connector}*",
    "children's {book|product|ward|hospital|service}*",
    "work with children",
    "working with children",
    "teach children",
    "teaching children",
    "retire {a|an|the}*",
    "born {digital}*",
    "sex education",
    "minutes of the",
];

struct Words {
    /// Of each phrase, which of [`TRAITS`].
    traits: Vec<usize>,
    lexicon: Lexicon,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut phrases = Vec::new();
    let mut traits = Vec::new();
    for (idx, (_, patterns)) in TRAITS.iter().enumerate() {
        phrases.extend(expanded(patterns));
        traits.resize(phrases.len(), idx);
    }
    let exceptions = expanded(EXCEPTIONS);
    let exceptions: Vec<_> = exceptions.iter().map(String::as_str).collect();
    let refs: Vec<_> = phrases.iter().map(String::as_str).collect();
    let lexicon = Lexicon::new(&refs, &exceptions);
    Words { traits, lexicon }
});

fn check(rubric: &Rubric, findings: &mut Findings) {
    for knockout in rubric.application_knockouts() {
        let found = texts(knockout)
            .find_map(trait_in)
            .or_else(|| experience_cap(knockout));
        if let Some((what, span)) = found {
            let message = format!("the knock-out `{}` sorts by {what}", knockout.id);
            findings
                .report(span, message)
                .advise("ask for what the work needs: a place and a time, a task done before");
        }
    }
}

fn texts(knockout: &ApplicationKnockout) -> impl Iterator<Item = &Text> {
    let accept: &[Text] = match &knockout.answer {
        Answer::Choice { accept } => accept,
        _ => &[],
    };
    [&knockout.question, &knockout.column, &knockout.id]
        .into_iter()
        .chain(accept)
}

/// What a text sorts people by, and where it says so.
fn trait_in(text: &Text) -> Option<(&'static str, Span)> {
    let folded = folded(text).replace('_', " ");
    let spaced = if text.contains(' ') {
        folded
    } else {
        folded.replace('-', " ")
    };
    let hit = *WORDS.lexicon.hits(&spaced).first()?;
    let (what, _) = TRAITS[WORDS.traits[hit.phrase]];
    let span = if spaced.len() == text.value.len() {
        part_of(text, hit.start, hit.end)
    } else {
        text.span
    };
    Some((what, span))
}

/// A most of years of experience shuts out the older.
fn experience_cap(knockout: &ApplicationKnockout) -> Option<(&'static str, Span)> {
    let is_capped = matches!(knockout.answer, Answer::Number { max: Some(_), .. });
    let question = knockout.question.to_lowercase();
    let is_experience = question.contains("years") && question.contains("experience");
    (is_capped && is_experience).then_some((
        "age, through a most of years of experience",
        knockout.question.span,
    ))
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::lint::testing::findings;

    fn n_found(id: &str, question: &str, answer: &str) -> usize {
        let example = format!(
            "[[knockout]]\nid = \"{id}\"\nat = \"application\"\nquestion = \"{question}\"\n{answer}\non-fail = \"review\"\nreason = \"It is so.\"\n"
        );
        findings(&RULE, &example).0.len()
    }

    const YES: &str = "answer = \"yes-no\"\naccept = [\"yes\"]";

    #[test]
    fn it_fires_on() {
        for question in [
            "What is your postcode?",
            "What is your zip code?",
            "How far do you live from the office?",
            "Do you live within 20 miles of our shop?",
            "What is your home address?",
            "How old are you?",
            "What is your date of birth?",
            "In which year did you graduate? Graduation year:",
            "What is your gender?",
            "Are you male?",
            "Are you married?",
            "Do you have children?",
            "What is your nationality?",
            "Is a photo enclosed?",
        ] {
            assert_eq!(n_found("needed", question, YES), 1, "{question}");
        }
    }

    #[test]
    fn it_is_silent_on() {
        for question in [
            "Are you 18 or older?",
            "Are you of legal working age?",
            "Are you authorised to work in Ireland?",
            "Can you be in the office at nine, two days a week?",
            "Which e-mail address may we write to?",
            "Have you fixed a race condition?",
            "Have you led a team?",
            "Did you address an outage?",
            "Have you built a photo library?",
        ] {
            assert_eq!(n_found("needed", question, YES), 0, "{question}");
        }
    }

    #[test]
    fn ids_columns_accepted_words_and_caps_are_read() {
        assert_eq!(n_found("zip-code", "Where are you based?", YES), 1);
        let column = format!("{YES}\ncolumn = \"Date_of_birth\"");
        assert_eq!(n_found("needed", "Is that so?", &column), 1);
        let choice = "answer = \"choice\"\naccept = [\"Mr\", \"Dr\"]";
        assert_eq!(n_found("form", "How shall we write to you?", choice), 1);
        let years = "How many years of experience do you have?";
        assert_eq!(n_found("years", years, "answer = \"number\"\nmax = 5"), 1);
        assert_eq!(n_found("years", years, "answer = \"number\"\nmin = 5"), 0);
    }
}

//! R131

use std::ops::Range;
use std::sync::LazyLock;

use crate::diagnostic::{Code, Severity};
use crate::lint::asking::{folded, folded_part, indicators, word_end};
use crate::lint::lawful::expanded;
use crate::lint::speech::Lexicon;
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::Rubric;
use crate::text::Text;

pub(super) const RULE: Rule = Rule {
    code: Code::new("R131"),
    name: "indicator-unobservable",
    group: Group::Language,
    severity: Severity::Warning,
    summary: "an indicator or anchor names an impression, not something seen or heard",
    explanation: "Two interviewers who hear the same answer must be able to tick the same boxes. \
        Whether somebody is smart, passionate or a fit is a conclusion, and mostly one about how \
        much they resemble the interviewer. Write what the candidate says or does from which you \
        would conclude it.",
    bad: r#"[[question]]
id = "stuck"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a time when you were stuck."
positive = ["Is smart and has a good attitude"]
#            ^ “Is smart” is an impression
negative = ["Not a culture fit"]
#                  ^ “culture fit” is an impression
"#,
    good: r#"[[question]]
id = "stuck"
measures = ["craft"]
round = "onsite"
ask = "Tell us about a time when you were stuck."
positive = ["Names two explanations that they tested and dropped"]
negative = ["Blames the tools and cannot say what was tried"]
"#,
    check: Check::Rubric(check),
};

/// Impressions, each with what kind it is: what they should have been told by.
const IMPRESSIONS: &[&str] = &[
    "{good|bad|great|positive|negative|right|wrong|poor|can-do|excellent|winning} attitude",
    "attitude problem",
    "{is|seems|appears|very|really|clearly|highly|super|not} {smart|clever|bright|brilliant|intelligent|dumb|stupid|sharp}",
    "{smart|bright|brilliant|clever|intelligent} {person|candidate|engineer|individual|and motivated}",
    "{culture|cultural|team} {fit|misfit}",
    "fits {in with the|into the|the|our|in well|right in|well into|well with the} {culture|team}*",
    "fits {in|in well}",
    "good fit",
    "bad fit",
    "not a fit",
    "right fit",
    "poor fit",
    "{is|seems|appears|truly|really|very|not|clearly|genuinely} {passionate|enthusiastic|motivated|driven|likeable|likable|charismatic|personable|arrogant|lazy|shy|nervous|confident|unconfident|ambitious|energetic|authentic|genuine|senior|trustworthy|honest|sincere|impressive}",
    "passionate",
    "passion for",
    "shows passion",
    "lacks passion",
    "lack of passion",
    "enthusiasm for",
    "shows enthusiasm",
    "team player",
    "self-starter",
    "self starter",
    "go-getter",
    "people person",
    "natural leader",
    "born leader",
    "a natural",
    "quick learner",
    "fast learner",
    "hard worker",
    "hard-working",
    "hardworking",
    "rockstar",
    "rock star",
    "ninja",
    "superstar",
    "a-player",
    "a player",
    "10x",
    "top talent",
    "{good|great|strong|excellent|poor|bad|weak} {vibe|vibes|energy|personality|character|presence|people skills|soft skills|communicator|communication skills|interpersonal skills}",
    "{executive|commanding} presence",
    "gravitas",
    "charisma",
    "gut feeling",
    "gut feel",
    "right mindset",
    "growth mindset",
    "good mindset",
    "bad mindset",
    "{someone|somebody} {i would|i could|i'd} {want|like|have|get|trust|hire}*",
    "beer test",
    "airport test",
    "likeab*",
    "likab*",
    "{high|low|raw|great} {potential|intelligence|iq|eq|horsepower}",
    "feels {right|wrong|off|senior|junior}",
    "{seems|seem|appears|looks|comes across as|comes over as|sounds} {confident|nervous|smart|bright|interested|uninterested|bored|motivated|honest|dishonest|competent|incompetent|senior|junior|friendly|nice|arrogant|engaged|disengaged|capable|experienced|keen}",
    "comes across well",
    "work ethic",
    "i {like|liked|love|loved} {them|him|her|the candidate|this}",
    "common sense",
    "is {|a |very }{curious|humble|empathetic|creative|innovative|proactive|reliable|mature|immature|professional|unprofessional}",
    "{has|lacks|shows} {|a lot of |little |no }{integrity|maturity|drive|grit|hunger|spark|empathy|humility|creativity|leadership|confidence|self-confidence}",
    "strong leader",
    "culture add",
    "good chemistry",
    "knows their stuff",
    "knows his stuff",
    "knows her stuff",
];

/// Traits that are impressions where an indicator begins with them and says no more.
const TRAITS: &[&str] = &[
    "ambitious",
    "bright",
    "brilliant",
    "charismatic",
    "clever",
    "confident",
    "creative",
    "driven",
    "energetic",
    "enthusiastic",
    "friendly",
    "hardworking",
    "humble",
    "intelligent",
    "likeable",
    "mature",
    "motivated",
    "nice",
    "personable",
    "proactive",
    "professional",
    "reliable",
    "sharp",
    "smart",
    "trustworthy",
];

/// The same words where somebody says or tells them apart, and can be heard doing so.
const EXCEPTIONS: &[&str] = &[
    "fits in {a|an|the|one|memory|two|less|under|with what|to}*",
    "a player {of|in|who|sees|joins|leaves}*",
    "a natural {key|language|experiment|order|next|break|way}*",
    "gut feeling {with|against|by}*",
    "is honest {about|that}*",
    "is smart about",
    "is nervous {about|that}",
    "is {curious|creative|reliable|mature|professional} {about|in|when|only|enough}*",
    "is nice to have",
    "very {nice to}*",
    "instead of {gut|common}*",
    "rather than {gut|common}*",
    "not confident {in|that|about}*",
    "is confident {in|that|about|only}*",
    "clearly confident",
    "is driven {by|from}*",
    "seems junior to",
    "very senior*",
    "is senior to",
    "low potential {of}*",
    "great character of",
    "not {driven|motivated} by",
    "really driven by",
    "is motivated by",
    "is genuine {user|traffic}*",
    "is authentic {ated|ation}*",
    "is a good fit {for the data|of}*",
    "good fit {of|to the data|on}*",
    "bad fit {of|to the data|on}*",
    "poor fit {of|to the data|on}*",
    "interested in whether*",
    "strong character {set}*",
    "has confidence interval*",
    "shows confidence interval*",
    "has no confidence interval*",
    "shows no confidence interval*",
    "very {sharp|bright} {edge|light|drop|image|rise|fall}*",
    "common sense {of}*",
];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let phrases = expanded(IMPRESSIONS);
    let exceptions = expanded(EXCEPTIONS);
    let exceptions: Vec<_> = exceptions.iter().map(String::as_str).collect();
    let refs: Vec<_> = phrases.iter().map(String::as_str).collect();
    Lexicon::new(&refs, &exceptions)
});

fn check(rubric: &Rubric, findings: &mut Findings) {
    let anchors = rubric.criteria().iter().flat_map(|it| it.anchors.values());
    let exercises = rubric.exercises().iter().flat_map(|it| it.anchors.values());
    for text in indicators(rubric).chain(anchors).chain(exercises) {
        look(text, findings);
    }
}

/// One finding a text, at its first impression.
fn look(text: &Text, findings: &mut Findings) {
    let folded = folded(text);
    let hits = LEXICON.hits(&folded);
    let phrase = hits
        .first()
        .map(|hit| hit.start..word_end(&folded, hit.end));
    let Some(place) = phrase.or_else(|| trait_alone(&folded)) else {
        return;
    };
    let words = &folded[place.clone()];
    let message = format!("“{words}” is an impression that nobody can see or hear");
    findings
        .report(folded_part(text, &folded, place), message)
        .advise("write what the candidate would say or do that shows it");
}

/// "Smart", "Friendly and open": a trait at the beginning with nothing said of it.
fn trait_alone(folded: &str) -> Option<Range<usize>> {
    let end = word_end(folded, 0);
    let rest = folded[end..].trim_start();
    let is_alone = rest.is_empty() || rest.starts_with([',', '.', ';']) || rest.starts_with("and ");
    let is_trait = || TRAITS.contains(&folded[..end].to_lowercase().as_str());
    (is_alone && is_trait()).then_some(0..end)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::lint::testing::findings;

    fn n_found(indicator: &str) -> usize {
        let example = format!(
            "[[question]]\nid = \"asked\"\nmeasures = [\"craft\"]\nround = \"onsite\"\nask = \"Tell us about it.\"\npositive = ['''{indicator}''']\n"
        );
        findings(&RULE, &example).0.len()
    }

    #[test]
    fn it_fires_on() {
        for indicator in [
            "Good attitude",
            "Is smart",
            "Culture fit",
            "Passionate about the product",
            "Team player",
            "Seems confident",
            "Has great energy",
            "Comes across as senior",
            "Would fit: somebody I’d have a beer with",
            "Strong communicator",
            "Is a natural leader",
            "Is humble",
            "Intelligent",
            "Friendly, open",
            "Lacks integrity",
            "Fits into the team",
        ] {
            assert_eq!(n_found(indicator), 1, "{indicator}");
        }
    }

    #[test]
    fn it_is_silent_on() {
        for indicator in [
            "Names the person who disagreed and what changed",
            "Is honest about what went wrong",
            "Decides from figures rather than gut feeling",
            "Says what fits in memory and what does not",
            "Gives a confidence interval",
            "Asks how the attitude of users was measured",
            "Says which service is smart about retries",
            "Shows how the model fits the data",
            "Says whom they asked and what they heard",
        ] {
            assert_eq!(n_found(indicator), 0, "{indicator}");
        }
    }
}

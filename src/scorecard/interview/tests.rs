use proptest::prelude::*;

use super::*;
use crate::diagnostic::any_error;
use crate::rubric::compile::{self, NoFiles};
use crate::scorecard::read::{self, draft};
use crate::text::Sources;

/// Every sort of criterion, an exercise with variants, a question in reserve.
const RUBRIC: &str = r#"format = 1
id = "baker"
title = "Baker"
version = "1.0.0"
summary = "Bakes."

[[level]]
id = "junior"
title = "Junior"

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
[[competency.question]]
id = "rye"
round = "kitchen"
ask = "How do you mix rye?"
positive = ["By hand"]

[[attitude]]
id = "care"
title = "Care"
definition = "Looks after people."

[[exercise]]
id = "loaf"
title = "A loaf"
kind = "simulation"
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
answer = "yes-no"

[[round]]
id = "papers"
title = "Papers"
stage = "resume"
focus = ["certificate"]

[[round]]
id = "kitchen"
title = "Kitchen"
stage = "onsite"
focus = ["dough", "care"]
exercise = "loaf"
"#;

fn rubric() -> Rubric {
    let mut sources = Sources::default();
    let loaded = compile::load("r.toml", RUBRIC.into(), &mut NoFiles, &mut sources);
    loaded.rubric.expect("the rubric is sound")
}

fn interview<'a>(rubric: &'a Rubric, round: &str) -> Interview<'a> {
    let Some(Subject::Question(sour)) = rubric.subject("sour") else {
        panic!("a question")
    };
    let round = rubric.find_round(round).expect("the round");
    Interview {
        rubric,
        candidate: "ada".to_owned(),
        round,
        level: rubric.find_level("senior").expect("the level"),
        interviewer: "Łucja \"Ł\" \u{202e} <l@e.org>".to_owned(),
        shadow: false,
        planned: if rubric.round(round).stage.is_panel() {
            vec![sour]
        } else {
            Vec::new()
        },
    }
}

fn place(interview: &Interview<'_>, replies: &Replies, id: &str) -> usize {
    let named = |score: &ScoreReplies| interview.rubric.criterion(score.criterion).id == *id;
    replies.scores.iter().position(named).expect("scored here")
}

/// Reads a draft back, as the next start of the program would.
fn resumed(interview: &Interview<'_>, replies: &Replies) -> Replies {
    let text = write::draft(interview, replies, "A draft.");
    let mut sources = Sources::default();
    let found = draft::read("d", text.clone().into(), interview.rubric, &mut sources);
    let draft = found.draft;
    let draft = draft.unwrap_or_else(|| panic!("{:#?}\n{text}", found.diagnostics));
    assert_eq!(draft.interviewer, interview.interviewer);
    assert_eq!(
        (draft.round, draft.level),
        (interview.round, interview.level)
    );
    interview.resume(draft.replies)
}

/// Answers one item in a way that a number chooses.
fn answer(interview: &Interview<'_>, replies: &mut Replies, item: Item, choice: usize, text: &str) {
    let text = Reply::of_text(text.to_owned());
    let levels = interview.rubric.levels().len();
    let level: Reply<LevelIdx> = (choice < levels).then_some(LevelIdx(choice)).into();
    match item {
        Item::InterviewedOn => {
            let day = format!("2026-0{}-1{}", 1 + choice % 9, choice % 10);
            replies.interviewed_on = Date::parse(&day).into();
        }
        Item::Minutes => {
            let minutes = u32::try_from(choice).ok().filter(|minutes| *minutes > 0);
            replies.minutes = minutes.into();
        }
        Item::Variant => {
            let variants = interview.variants();
            replies.variant = variants.get(choice).map(|(id, _)| (*id).to_owned()).into();
        }
        Item::Asked => replies.asked = Reply::Given(some(interview.askable(replies), choice)),
        Item::Observed(place) => {
            let offered = interview.indicators(replies, place);
            replies.scores[place].observed = Reply::Given(some(offered, choice));
        }
        Item::Evidence(place) => replies.scores[place].evidence = text,
        Item::Score(place) => {
            let scores = interview.scores(replies.scores[place].criterion);
            replies.scores[place].score(scores[choice % scores.len()]);
        }
        Item::ScoreLevel(place) => replies.scores[place].level = level,
        Item::Recommendation => {
            let words = [Recommendation::NoHire, Recommendation::StrongHire];
            let given = words.get(choice % 3).copied();
            replies.recommendation = match given {
                None if !interview.may_abstain(replies) => Reply::Given(Recommendation::Hire),
                given => given.into(),
            };
        }
        Item::Level => replies.level = level,
        Item::Summary => replies.summary = text,
        Item::PrivateNote => replies.private_note = text,
    }
}

/// Those whose bit is set.
fn some<T>(all: Vec<T>, bits: usize) -> Vec<T> {
    let bit = |place: usize| bits & (1 << (place % 16)) != 0;
    let numbered = all.into_iter().enumerate();
    numbered
        .filter(|(place, _)| bit(*place))
        .map(|(_, item)| item)
        .collect()
}

/// What a stop right here leaves: the same answers, and at worst an item to skip once more.
fn check_resume(interview: &Interview<'_>, replies: &Replies) {
    let again = resumed(interview, replies);
    let card = |replies| write::card(interview, replies);
    assert_eq!(card(&again), card(replies));
    let items = interview.items(replies);
    assert_eq!(interview.items(&again), items);
    for item in items {
        let forgotten = interview.is_open(&again, item) && !interview.is_open(replies, item);
        let is_skippable = matches!(
            item,
            Item::Minutes
                | Item::Variant
                | Item::ScoreLevel(_)
                | Item::Recommendation
                | Item::Level
        );
        assert!(!forgotten || is_skippable, "{item:?} is asked again");
        let made_up = !interview.is_open(&again, item) && interview.is_open(replies, item);
        assert!(!made_up || is_skippable, "{item:?} is not asked");
    }
}

/// The card reads without an error and says what was answered.
fn check_card(interview: &Interview<'_>, replies: &Replies) {
    let text = write::card(interview, replies);
    let mut sources = Sources::default();
    let found = read::read("c", text.clone().into(), interview.rubric, &mut sources);
    assert!(
        !any_error(&found.diagnostics),
        "{:#?}\n{text}",
        found.diagnostics
    );
    let card = found.card.expect("a card");
    let given = |reply: &Reply<String>| reply.given().cloned();
    assert_eq!(Some(&card.interviewed_on), replies.interviewed_on.given());
    assert_eq!(card.minutes.as_ref(), replies.minutes.given());
    assert_eq!(card.variant, given(&replies.variant));
    assert_eq!(
        Some(&card.asked),
        replies.asked.given().or(Some(&Vec::new()))
    );
    assert_eq!(card.recommendation.as_ref(), replies.recommendation.given());
    assert_eq!(card.level_recommendation.as_ref(), replies.level.given());
    assert_eq!(
        Some(card.summary),
        given(&replies.summary).or(Some(String::new()))
    );
    assert_eq!(card.private_note, given(&replies.private_note));
    assert_eq!(card.interviewer, interview.interviewer);
    for (read, replied) in card.scores.iter().zip(&replies.scores) {
        assert_eq!(read.criterion, replied.criterion);
        assert_eq!(Some(&read.given), replied.given.given());
        assert_eq!(read.level.as_ref(), replied.level.given());
        assert_eq!(read.evidence, given(&replied.evidence));
        let ticked = replied.observed.given();
        assert_eq!(Some(&read.observed), ticked.or(Some(&Vec::new())));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_answers_make_a_sound_card_and_survive_a_stop_after_each(
        round in prop_oneof![Just("kitchen"), Just("papers")],
        choices in prop::collection::vec((0_usize..60, "(?s).{0,12}|[a\"\\\\\n\r\t李\u{202e} ]{0,12}"), 40),
        changes in prop::collection::vec((0_usize..30, 0_usize..60, "(?s).{0,8}"), 0..6),
    ) {
        let rubric = rubric();
        let interview = interview(&rubric, round);
        let mut replies = interview.start();
        let mut choices = choices.into_iter().cycle();
        let mut finish = |replies: &mut Replies| {
            while let Some(item) = interview.next(replies) {
                let (choice, text) = choices.next().expect("it never ends");
                answer(&interview, replies, item, choice, &text);
                assert!(!interview.is_open(replies, item), "{item:?} is answered");
                check_resume(&interview, replies);
            }
        };
        finish(&mut replies);
        check_card(&interview, &replies);
        for (item, choice, text) in changes {
            let items = interview.items(&replies);
            let item = items[item % items.len()];
            answer(&interview, &mut replies, item, choice, &text);
            check_resume(&interview, &replies);
            finish(&mut replies);
            check_card(&interview, &replies);
        }
    }
}

#[test]
fn items_follow_from_the_answers() {
    let rubric = rubric();
    let interview = interview(&rubric, "kitchen");
    let mut replies = interview.start();
    let dough = place(&interview, &replies, "dough");
    let care = place(&interview, &replies, "care");
    let loaf = place(&interview, &replies, "loaf");
    let items = interview.items(&replies);
    assert_eq!(
        items[..7],
        [
            Item::InterviewedOn,
            Item::Minutes,
            Item::Variant,
            Item::Asked,
            Item::Observed(dough),
            Item::Evidence(dough),
            Item::Score(dough),
        ]
    );
    assert!(!items.contains(&Item::Observed(care)), "nothing to tick");
    assert!(!items.contains(&Item::Level), "no score yet");

    replies.scores[dough].score(Given::Point(PointIdx(2)));
    replies.scores[loaf].score(Given::Point(PointIdx(2)));
    let items = interview.items(&replies);
    assert!(items.contains(&Item::ScoreLevel(dough)));
    assert!(!items.contains(&Item::ScoreLevel(loaf)), "it has no cells");
    assert!(items.contains(&Item::Level));

    replies.scores[dough].level = Reply::Given(LevelIdx(1));
    replies.scores[dough].score(Given::None(NoScore::Declined));
    assert!(!interview.items(&replies).contains(&Item::ScoreLevel(dough)));
}

#[test]
fn indicators_are_those_of_what_was_asked_and_how_it_was_set() {
    let rubric = rubric();
    let interview = interview(&rubric, "kitchen");
    let mut replies = interview.start();
    let addresses = |replies: &Replies, id: &str| {
        let ticks = interview.indicators(replies, place(&interview, replies, id));
        let ticks = ticks.into_iter();
        let ticks: Vec<_> = ticks.map(|tick| rubric.indicator_address(tick)).collect();
        ticks.join(" ")
    };
    assert_eq!(addresses(&replies, "dough"), "sour+1 sour+2 sour-1");
    assert_eq!(addresses(&replies, "loaf"), "loaf+1");
    replies.variant = Reply::Given("with-mixer".to_owned());
    assert_eq!(addresses(&replies, "loaf"), "loaf+1 loaf/with-mixer-1");
    let rye = rubric.subject("rye").unwrap();
    replies.asked = Reply::Given(vec![rye]);
    assert_eq!(addresses(&replies, "dough"), "rye+1");

    // What is ticked stays on offer: nothing is taken off a card unseen.
    let dough = place(&interview, &replies, "dough");
    let ticked = interview.indicators(&interview.start(), dough);
    replies.scores[dough].observed = Reply::Given(vec![ticked[2]]);
    assert_eq!(addresses(&replies, "dough"), "rye+1 sour-1");
}

#[test]
fn a_score_given_later_asks_for_the_recommendation_again() {
    let rubric = rubric();
    for (round, is_asked) in [("kitchen", true), ("papers", false)] {
        let interview = interview(&rubric, round);
        let mut replies = interview.start();
        replies.scores[0].score(Given::None(NoScore::NoEvidence));
        replies.recommendation = Reply::Blank;
        assert!(interview.may_abstain(&replies));
        assert!(!interview.is_open(&replies, Item::Recommendation));
        replies.scores[0].score(Given::Point(PointIdx(0)));
        // Papers advance by their share, whatever their reviewer recommends.
        let is_open = interview.is_open(&replies, Item::Recommendation);
        assert_eq!(is_open, is_asked, "{round}");
    }
}

#[test]
fn yes_and_no_are_the_ends_of_the_scale() {
    let rubric = rubric();
    let interview = interview(&rubric, "papers");
    let certificate = interview.start().scores[0].criterion;
    assert!(interview.is_yes_no(certificate));
    assert_eq!(
        interview.scores(certificate)[..2],
        [Given::Point(PointIdx(0)), Given::Point(PointIdx(3))]
    );
    assert_eq!(interview.scores(certificate).len(), 5);
}

#[test]
fn a_draft_that_was_edited_keeps_what_it_says() {
    let rubric = rubric();
    let interview = interview(&rubric, "kitchen");
    let text = write::draft(&interview, &interview.start(), "x");
    let read = |more: &str| {
        let text = format!("{text}{more}");
        draft::read("d", text.into(), &rubric, &mut Sources::default())
    };
    let found = read("shadow = true\n[[score]]\ncriterion = \"loaf\"\nscore = \"meets\"\n");
    let draft = found.draft.expect("a draft");
    assert!(draft.shadow);
    let replies = interview.resume(draft.replies);
    assert_eq!(replies.scores.len(), 3, "in the order of the round");
    let loaf = place(&interview, &replies, "loaf");
    assert_eq!(
        replies.scores[loaf].given,
        Reply::Given(Given::Point(PointIdx(2)))
    );
    assert_eq!(
        replies.minutes,
        Reply::Blank,
        "left empty before the loaf was scored"
    );
    assert_eq!(interview.next(&replies), Some(Item::InterviewedOn));

    let twice = "[[score]]\ncriterion = \"care\"\n[[score]]\ncriterion = \"care\"\n";
    for (more, words) in [
        (twice, "scored twice"),
        ("minuts = 3\n", "minuts"),
        ("minutes = 0\n", "0"),
        ("interviewed-on = \"soon\"\n", "date"),
        (
            "[[score]]\ncriterion = \"care\"\nscore = 9\n",
            "`9` is not a score",
        ),
        ("asked = [\"nothing\"]\n", "no question `nothing`"),
    ] {
        let found = read(more);
        assert!(found.draft.is_none(), "{more}");
        let messages: Vec<_> = found
            .diagnostics
            .iter()
            .map(|found| &found.message)
            .collect();
        assert!(
            messages.iter().any(|message| message.contains(words)),
            "{messages:?}"
        );
    }
    let mut sources = Sources::default();
    let bare = "format = 1\nrubric = \"baker\"\nrubric-version = \"1.0.0\"\n";
    let found = draft::read("d", bare.into(), &rubric, &mut sources);
    assert!(found.draft.is_none());
    assert_eq!(
        found.diagnostics.len(),
        4,
        "candidate, round, level and interviewer"
    );
}

use super::*;
use crate::packet::policy;
use crate::packet::testing::{REQUIRED, Stage, card, many, rubric};
use crate::scorecard::Recommendation;

const ONE: &[(&str, u32, &[&str])] = &[("one", 3, &["a", "b"])];

fn look(stage: &Stage, candidate: &str) -> (Verdict, Robustness) {
    stage.look(candidate, |base| {
        let outcome = policy::apply(base.rubric, base.panel, base.scores);
        let found = robustness(base, &Names::default(), &outcome);
        assert_eq!(found.n_variations - found.n_stays, found.changes.len());
        let sorts = found.sorts.iter();
        assert_eq!(
            sorts.map(|sort| sort.n_variations).sum::<usize>(),
            found.n_variations
        );
        for sort in &found.sorts {
            assert_eq!(sort.reason.is_some(), sort.n_variations == 0, "{sort:?}");
        }
        let shown = format!("{found:?}");
        assert!(!shown.contains("NaN") && !shown.contains("inf"), "{shown}");
        (outcome.verdict, found)
    })
}

fn of(criteria: &[(&str, &str)], cards: Vec<Scorecard>) -> (Verdict, Robustness) {
    look(&Stage::new(rubric(criteria, ONE, ""), cards), "ada")
}

#[test]
fn where_all_agree_nothing_changes_it() {
    let cards = ["x", "y", "z"].map(|who| card(who, 0, &[(0, 3), (1, 3)]));
    let (verdict, found) = of(&[("a", ""), ("b", "")], cards.to_vec());
    assert_eq!(verdict, Verdict::Hire);
    // Three cards, two weights up and down; severity is not known of three cards.
    assert_eq!((found.n_variations, found.n_stays), (7, 7));
    assert_eq!(found.summary, "The verdict stays Hire in all 7 variations.");
    assert_eq!(
        found.rests_on,
        "The verdict rests on no single card: with any one of the 3 cards left out it stays Hire."
    );
    assert!(found.changes.is_empty());
    let reason = found.sorts[2].reason.as_deref().unwrap();
    assert!(reason.starts_with("nothing tells how severe interviewers are ("));
}

#[test]
fn one_low_card_beside_high_ones_is_what_it_rests_on() {
    // Required, raters 3 apart: a debrief, which only the low card makes.
    let scores = [("x", 4), ("y", 4), ("z", 1)];
    let cards = scores.map(|(who, a)| card(who, 0, &[(0, a), (1, 3)]));
    let (verdict, found) = of(&[("a", REQUIRED), ("b", "")], cards.to_vec());
    assert_eq!(verdict, Verdict::Debrief);
    assert_eq!(
        found.rests_on,
        "This verdict rests on one card: that of z from Round one. Without it the verdict is Strong hire."
    );
    let [change] = found.changes.as_slice() else {
        panic!("{found:#?}");
    };
    assert_eq!(change.varied, Varied::Card);
    assert_eq!(change.what, "Without the card of z from Round one");
    assert_eq!(change.interviewer.as_ref().unwrap().id, "z");
    // The mean of 4 and 3.
    assert!((change.fair.as_ref().unwrap().value - 3.5).abs() < 1e-12);
    assert!(change.text.contains("fair score 3.50"), "{}", change.text);
    assert_eq!(
        found.summary,
        "The verdict stays Debrief in 6 of 7 variations."
    );
}

#[test]
fn with_as_few_raters_as_are_needed_it_rests_on_every_card() {
    let cards = ["x", "y"].map(|who| card(who, 0, &[(0, 3), (1, 3)]));
    let (_, found) = of(&[("a", REQUIRED), ("b", "")], cards.to_vec());
    assert_eq!(
        found.rests_on,
        "This verdict rests on every card: with any one of the 2 cards left out it is Insufficient."
    );
    let texts: Vec<_> = found.changes.iter().map(|change| &change.text).collect();
    assert!(
        texts[0].ends_with("Title of a is required and has 1 rater with a number; 2 are needed.")
    );
}

#[test]
fn several_cards_are_named_by_what_becomes_of_it() {
    // b is required and x and y alone score it.
    let mut cards = ["x", "y"]
        .map(|who| card(who, 0, &[(0, 3), (1, 3)]))
        .to_vec();
    cards.push(card("z", 0, &[(0, 3), (1, 0)]));
    let (_, found) = of(&[("a", ""), ("b", REQUIRED)], cards);
    assert_eq!(
        found.rests_on,
        "This verdict rests on each of 2 of the 3 cards: it is Insufficient without that of x from Round one, \
         or without that of y from Round one."
    );
}

#[test]
fn weights_near_the_line_change_it() {
    // a is 1 and b is 3: half and half is 2, hence no hire; more for b brings it nearer 2.5.
    let cards = ["x", "y", "z"].map(|who| card(who, 0, &[(0, 1), (1, 3)]));
    let (verdict, found) = of(&[("a", "weight = 2"), ("b", "weight = 3")], cards.to_vec());
    let weights = found.sorts.iter().find(|one| one.varied == Varied::Weight);
    assert_eq!(weights.unwrap().n_variations, 4);
    // 1·2/5 + 3·3/5 = 2.2; the lightest a (1.5) gives 2.33, the heaviest b (3.75) 2.30.
    let values: Vec<f64> = (found.changes.iter())
        .filter(|one| one.varied == Varied::Weight)
        .map(|one| one.fair.as_ref().unwrap().value)
        .collect();
    assert_ne!(verdict, Verdict::Hire);
    assert!(
        values.iter().all(|value| (2.0..2.5).contains(value)),
        "{values:?}"
    );
}

#[test]
fn a_single_card_and_none_have_their_sentences() {
    let alone = |card| {
        let rubric = rubric(&[("a", "")], &[("one", 1, &["a"])], "");
        look(&Stage::new(rubric, vec![card]), "ada")
    };
    let (_, one) = alone(card("x", 0, &[(0, 3)]));
    assert_eq!(
        one.rests_on,
        "This verdict rests on one card: that of x from Round one. Without it the verdict is Insufficient."
    );
    // A weight alone is all the weight there is.
    assert_eq!(one.sorts[1].n_variations, 0);
    let (verdict, declined) = of(
        &[("a", ""), ("b", "")],
        vec![card("x", 0, &[(0, 0), (1, 0)])],
    );
    assert_eq!(verdict, Verdict::Insufficient);
    assert_eq!(
        declined.rests_on,
        "Without the only card, that of x from Round one, the verdict stays Insufficient."
    );
    assert_eq!(
        (declined.lowest_probability, &declined.range),
        (None, &None)
    );
    let mut shadow = card("x", 0, &[(0, 3)]);
    shadow.shadow = true;
    let (_, none) = alone(shadow);
    assert_eq!(
        none.rests_on,
        "No card counts, so the verdict rests on none."
    );
    assert_eq!(none.summary, "There is nothing that could be varied.");
}

#[test]
fn a_split_panel_rests_on_whoever_makes_the_second() {
    let mut cards: Vec<_> = ["v", "w", "x", "y"]
        .map(|who| card(who, 0, &[(0, 3), (1, 3)]))
        .to_vec();
    for card in &mut cards[2..] {
        card.recommendation = Some(Recommendation::NoHire);
    }
    cards.push(card("z", 0, &[(0, 3), (1, 3)]));
    let (verdict, found) = of(&[("a", ""), ("b", "")], cards);
    assert_eq!(verdict, Verdict::Debrief);
    // Three are for it: one of them can go, one of the two against cannot.
    assert_eq!(found.sorts[0].n_stays, 3);
    assert!(
        found
            .rests_on
            .contains("it is Hire without that of x from Round one, or without that of y")
    );
}

#[test]
fn severity_is_varied_where_it_is_estimated() {
    for n_criteria in [1, 4] {
        let criteria = [("a", ""), ("b", ""), ("c", ""), ("d", "")];
        let ids = ["a", "b", "c", "d"];
        let rounds: &[(&str, u32, &[&str])] = &[("one", 3, &ids[..n_criteria])];
        let rubric = rubric(&criteria[..n_criteria], rounds, "");
        let stage = Stage::new(rubric, many(n_criteria, 1));
        let (_, found) = look(&stage, "c05");
        let severity = &found.sorts[2];
        // Three interviewers, two ends.
        assert_eq!((severity.n_variations, &severity.reason), (6, &None));
        let [lowest, highest] = [found.lowest_probability, found.highest_probability];
        assert!(lowest < highest);
    }
}

use super::*;
use crate::packet::policy;
use crate::packet::testing::{REQUIRED, Stage, card, many, rubric};

/// `one` scores a and b, `two` scores b alone.
const ROUNDS: &[(&str, u32, &[&str])] = &[("one", 2, &["a", "b"]), ("two", 2, &["b"])];
const CRITERIA: &[(&str, &str)] = &[("a", ""), ("b", "")];

fn seat(round: usize, interviewer: Option<&str>) -> Seat<'_> {
    Seat {
        round: RoundIdx(round),
        interviewer,
    }
}

fn look(stage: &Stage, candidate: &str, seats: &[Seat<'_>]) -> Option<Missing> {
    stage.look(candidate, |base| {
        let outcome = policy::apply(base.rubric, base.panel, base.scores);
        let found = missing(base, &Names::default(), &outcome, seats);
        let shown = format!("{found:?}");
        assert!(!shown.contains("NaN") && !shown.contains("inf"), "{shown}");
        found
    })
}

/// Interviewers who each gave the same on both criteria in round one.
fn panel(criteria: &[(&str, &str)], points: &[usize]) -> Stage {
    let cards = points.iter().zip('p'..);
    let cards = cards.map(|(point, who)| card(&who.to_string(), 0, &[(0, *point), (1, *point)]));
    Stage::new(rubric(criteria, ROUNDS, ""), cards.collect())
}

fn points(card: &MissingCard, verdict: Verdict) -> Vec<i64> {
    let turn = card.alone.iter().find(|turn| turn.verdict == verdict);
    turn.map(|turn| turn.points.clone()).unwrap_or_default()
}

#[test]
fn where_nothing_is_missing_there_is_nothing_to_say() {
    assert_eq!(look(&panel(CRITERIA, &[3, 3]), "ada", &[]), None);
}

#[test]
fn a_card_that_cannot_change_the_verdict_is_told_so() {
    // Eight gave the highest point; b is one of two, and the ninth rater of it gives 1 at worst:
    // (4 + 33/9) / 2 stays far over the bar-line, and the raters' distance matters on a required
    // criterion alone.
    let stage = panel(CRITERIA, &[4; 8]);
    let found = look(&stage, "ada", &[seat(1, Some("Łucja"))]).unwrap();
    let [card] = found.cards.as_slice() else {
        panic!("{found:#?}");
    };
    assert_eq!((card.could_change, card.alone.len()), (Some(false), 0));
    assert_eq!(
        card.text,
        "Whatever the missing card of Łucja from Round two says, the verdict stays Strong hire."
    );
    assert_eq!(
        found.summary,
        "Whatever the missing card says, the verdict stays Strong hire."
    );
    let worst = found.worst.unwrap();
    assert_eq!(worst.verdict, Verdict::StrongHire);
    assert!((worst.fair.unwrap().value - f64::midpoint(4.0, 33.0 / 9.0)).abs() < 1e-12);
    assert!((found.best.unwrap().fair.unwrap().value - 4.0).abs() < 1e-12);
    assert_eq!(found.bounded, None);
}

#[test]
fn a_card_that_can_is_told_with_what_it_would_say() {
    // Required, and raters two points apart must talk: 3 and 3, then 1. With 2 the mean is 2.67,
    // which is too near the line.
    let stage = panel(&[("a", REQUIRED), ("b", "")], &[3, 3]);
    let found = look(&stage, "ada", &[seat(0, None)]).unwrap();
    let card = &found.cards[0];
    assert_eq!(card.could_change, Some(true));
    assert_eq!(points(card, Verdict::Debrief), [1, 2]);
    assert_eq!(
        card.text,
        "The missing card from Round one could change the verdict to Debrief (at 1 or 2 throughout)."
    );
    assert_eq!(found.worst.unwrap().verdict, Verdict::Debrief);
}

#[test]
fn a_rater_too_few_is_mended_by_a_card() {
    let stage = panel(&[("a", REQUIRED), ("b", "")], &[3]);
    let found = look(&stage, "ada", &[seat(0, None), seat(1, None)]).unwrap();
    let [first, second] = found.cards.as_slice() else {
        panic!("{found:#?}");
    };
    // Round one scores a, which is a rater short; round two does not.
    assert_eq!(points(first, Verdict::StrongHire), [4]);
    assert_eq!(points(first, Verdict::Hire), [3]);
    assert_eq!(points(first, Verdict::Debrief), [1, 2]);
    assert!(second.alone.is_empty());
    assert_eq!(second.could_change, second.with_others);
    assert_eq!(second.could_change, Some(true), "{second:#?}");
    assert!(
        second
            .text
            .ends_with("stays Insufficient by it alone; together with others it could change it.")
    );
    assert_eq!(
        found.summary,
        "Each of the 2 missing cards could change the verdict."
    );
}

#[test]
fn evidence_is_supposed_so_that_a_knock_out_counts_in_full() {
    let knockout = "[[knockout]]\nid = \"k\"\nat = \"panel\"\ncriterion = \"b\"\nat-most = \"far-below\"\n\
                    raters = \"any\"\neffect = \"no-hire\"\nreason = \"No.\"\n";
    let rubric = rubric(CRITERIA, ROUNDS, knockout);
    let cards = ('p'..'w').map(|who| card(&who.to_string(), 0, &[(0, 4), (1, 4)]));
    let stage = Stage::new(rubric, cards.collect());
    let found = look(&stage, "ada", &[seat(1, None)]).unwrap();
    assert_eq!(found.worst.unwrap().verdict, Verdict::NoHire);
    assert_eq!(points(&found.cards[0], Verdict::NoHire), [1]);
}

#[test]
fn a_split_that_only_the_recommendation_makes_is_found() {
    let mut cards: Vec<_> = ('p'..'u')
        .map(|who| card(&who.to_string(), 0, &[(0, 4), (1, 4)]))
        .collect();
    cards[0].recommendation = Some(Recommendation::NoHire);
    let stage = Stage::new(rubric(CRITERIA, ROUNDS, ""), cards);
    let found = look(&stage, "ada", &[seat(1, None)]).unwrap();
    let turn = &found.cards[0].alone[0];
    // A second no hire makes a split panel, and under the bar it goes with the points.
    assert_eq!(
        (turn.verdict, turn.against_points),
        (Verdict::Debrief, false)
    );
    assert_eq!(turn.points, [1, 2]);
}

#[test]
fn cards_that_are_alike_are_told_once() {
    let stage = panel(CRITERIA, &[3]);
    let seats = [seat(0, None), seat(1, Some("x")), seat(1, None)];
    let found = look(&stage, "ada", &seats).unwrap();
    assert_eq!(found.cards.len(), 3);
    let seats = [seat(1, None), seat(0, None), seat(1, None)];
    let found = look(&stage, "ada", &seats).unwrap();
    let alike: Vec<_> = found.cards.iter().map(|card| card.n_alike).collect();
    assert_eq!(alike, [2, 1]);
    let text = &found.cards[0].text;
    assert!(
        text.starts_with("Any one of the 2 missing cards from Round two"),
        "{text}"
    );
}

#[test]
fn very_many_are_bounded_and_it_is_said() {
    let stage = panel(CRITERIA, &[3, 3]);
    for (n, told, looked_at) in [
        (3, true, true),
        (4, true, true),
        (13, false, true),
        (41, false, false),
    ] {
        let names: Vec<_> = (0..n).map(|n| format!("n{n}")).collect();
        let seats: Vec<_> = names.iter().map(|name| seat(0, Some(name))).collect();
        let found = look(&stage, "ada", &seats).unwrap();
        assert_eq!(found.bounded.is_some(), n > MOST_APART, "{n}");
        assert_eq!(found.best.is_some(), looked_at, "{n}");
        assert_eq!(found.cards.len(), if looked_at { n } else { 0 });
        assert!(
            found
                .cards
                .iter()
                .all(|card| card.could_change.is_some() == told),
            "{n}"
        );
        assert!(!found.summary.is_empty());
    }
}

#[test]
fn strangers_are_nobody_on_the_panel() {
    let cards = vec![card("Missing 1", 0, &[(0, 3), (1, 3)])];
    let stage = Stage::new(rubric(CRITERIA, ROUNDS, ""), cards);
    let seats = [seat(0, None), seat(1, Some("missing 2")), seat(1, None)];
    let found = stage.look("ada", |base| signatures(base, &seats));
    assert_eq!(found, ["missing 3", "missing 2", "missing 4"]);
}

#[test]
fn above_the_floor_too() {
    for n_criteria in [1, 4] {
        let criteria = [("a", ""), ("b", ""), ("c", ""), ("d", "")];
        let ids = ["a", "b", "c", "d"];
        let rounds: &[(&str, u32, &[&str])] = &[("one", 4, &ids[..n_criteria])];
        let stage = Stage::new(
            rubric(&criteria[..n_criteria], rounds, ""),
            many(n_criteria, 1),
        );
        let found = look(&stage, "c05", &[seat(0, None)]).unwrap();
        let value = |ending: &Option<Ending>| ending.clone().unwrap().fair.unwrap().value;
        assert!(value(&found.worst) < value(&found.best));
        // Somebody whom the pool knows to be severe says more by a high card.
        let who = |who| look(&stage, "c05", &[seat(0, Some(who))]).unwrap();
        let seen = stage.look("c05", |base| {
            let cards = base.panel.cards.iter();
            cards
                .map(|card| card.interviewer.clone())
                .collect::<Vec<_>>()
        });
        assert!(!seen.contains(&"i0".to_owned()), "{seen:?}");
        assert!(value(&who("i0").best) > value(&found.best));
    }
}

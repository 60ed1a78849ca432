use super::*;
use crate::packet::testing::{Stage, card, many, rubric};
use crate::packet::{FairScore, Verdict};

const ROUNDS: &[(&str, u32, &[&str])] = &[("one", 2, &["a", "b"]), ("two", 1, &["b"])];

fn two() -> Rubric {
    rubric(&[("a", ""), ("b", "weight = 3")], ROUNDS, "")
}

/// Ada has one card, Ben two.
fn small() -> Stage {
    let mut second = card("y", 0, &[(0, 4), (1, 2)]);
    second.candidate = "ben".to_owned();
    let mut first = card("x", 0, &[(0, 2), (1, 3)]);
    first.candidate = "ben".to_owned();
    let cards = vec![card("x", 0, &[(0, 2), (1, 4)]), first, second];
    Stage::new(two(), cards)
}

/// A panel above the floor; with and without an effect of candidate × criterion.
fn large(with_effect: bool) -> Stage {
    let criteria: &[_] = if with_effect {
        &[("a", ""), ("b", "weight = 3"), ("c", ""), ("d", "")]
    } else {
        &[("a", "")]
    };
    let ids: Vec<_> = criteria.iter().map(|(id, _)| *id).collect();
    let mut rounds: Vec<(&str, u32, &[&str])> = vec![("one", 3, &ids)];
    if with_effect {
        rounds.push(("two", 1, &["e"]));
    }
    let mut all = criteria.to_vec();
    all.push(("e", ""));
    let stage = Stage::new(rubric(&all, &rounds, ""), many(criteria.len(), 1));
    assert_eq!(stage.pool().unwrap().has_profiles(), with_effect);
    stage
}

fn stages() -> Vec<(Stage, &'static str)> {
    vec![
        (small(), "ada"),
        (small(), "ben"),
        (large(true), "c05"),
        (large(false), "c05"),
    ]
}

#[track_caller]
fn sound(outcome: &Outcome) {
    assert!((0.0..=1.0).contains(&outcome.coverage));
    for reason in &outcome.reasons {
        assert!(reason.numbers.values().all(|n| n.is_finite()), "{reason:?}");
        assert!(!reason.text.contains("NaN"), "{reason:?}");
    }
    assert_eq!(outcome.reasons.iter().filter(|one| one.decides).count(), 1);
}

fn fair(outcome: &Outcome) -> &FairScore {
    outcome.fair.as_ref().unwrap()
}

const A: CriterionIdx = CriterionIdx(0);
const B: CriterionIdx = CriterionIdx(1);
const TOP: Fill = Fill {
    point: PointIdx(3),
    recommendation: Recommendation::Hire,
};

#[track_caller]
fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} {expected}");
}

#[test]
fn with_nothing_changed_it_is_the_packet() {
    for (stage, candidate) in stages() {
        stage.look(candidate, |base| {
            let packet = policy::apply(base.rubric, base.panel, base.scores);
            let b = base.rubric.criterion(B).weight(base.panel.level);
            let same = [
                base.scenario(),
                base.scenario().with_weight(B, b),
                base.scenario().with_scores(A, |_, given| given),
                base.scenario().without_card(99),
            ];
            for found in same.map(|scenario| scenario.outcome()) {
                assert_eq!(found.verdict, packet.verdict);
                assert_eq!(found.reasons, packet.reasons);
                assert_eq!(found.fair, packet.fair);
                assert_eq!(found.coverage.to_bits(), packet.coverage.to_bits());
            }
        });
    }
}

#[test]
fn without_a_card_it_is_the_panel_that_never_had_it() {
    let mut alone = card("y", 0, &[(0, 4), (1, 2)]);
    alone.candidate = "ben".to_owned();
    let expected = Stage::new(two(), vec![alone]);
    let expected = expected.look("ben", |base| base.scenario().outcome());
    let found = small().look("ben", |base| base.scenario().without_card(0).outcome());
    assert_eq!(found.fair, expected.fair);
    assert_eq!(found.reasons, expected.reasons);
}

#[test]
fn weights_and_scores_change_the_mean_as_on_paper() {
    let stage = small();
    let of = |change: fn(Scenario<'_>) -> Scenario<'_>| {
        stage.look("ada", |base| fair(&change(base.scenario()).outcome()).value)
    };
    // a is 2, b is 4 with weight 3.
    close(of(|as_is| as_is), 3.5);
    close(of(|as_is| as_is.with_weight(B, 0.0)), 2.0);
    close(of(|as_is| as_is.with_weight(B, f64::NAN)), 2.0);
    close(of(|as_is| as_is.with_weight(A, 3.0)), 3.0);
    close(of(|as_is| as_is.with_every_score(B, PointIdx(1))), 2.0);
    // Ben's a is 2 and 4, his b is 3 and 2: with the highest of each for everybody 4 and 3.
    let best = stage.look("ben", |base| {
        let best = base.scenario().with_every_score(A, PointIdx(3));
        best.with_every_score(B, PointIdx(2)).outcome()
    });
    close(fair(&best).value, (4.0 + 3.0 * 3.0) / 4.0);
    let severity = stage.look("ben", |base| {
        base.scenario().with_severity("x", 3.0).outcome()
    });
    close(fair(&severity).value, (3.0 + 3.0 * 2.5) / 4.0);
}

#[test]
fn a_score_that_was_not_given_stays_so() {
    let stage = Stage::new(two(), vec![card("x", 0, &[(0, 2), (1, 0)])]);
    let found = stage.look("ada", |base| {
        base.scenario().with_every_score(B, PointIdx(3)).outcome()
    });
    close(fair(&found).value, 2.0);
    close(found.coverage, 0.25);
}

#[test]
fn cards_that_come_count_like_any_other() {
    let found = small().look("ada", |base| {
        let card = base.card(RoundIdx(1), "z", TOP);
        base.scenario()
            .with_card(card.clone())
            .with_card(card)
            .outcome()
    });
    // The second round scores b alone.
    assert_eq!(
        (fair(&found).n_ratings, fair(&found).n_interviewers),
        (4, 2)
    );
    let mut shadow = card("z", 0, &[(0, 1), (1, 1)]);
    shadow.shadow = true;
    let same = small().look("ada", |base| base.scenario().with_card(shadow).outcome());
    close(fair(&same).value, 3.5);
}

#[test]
fn with_nothing_left_there_is_no_score_and_no_verdict() {
    for (stage, candidate) in stages() {
        stage.look(candidate, |base| {
            let n_cards = base.panel.cards.len();
            let empty = (0..n_cards).fold(base.scenario(), Scenario::without_card);
            let weightless = base.rubric.panel_criteria(base.panel.level);
            let weightless = weightless.fold(base.scenario(), |of, idx| of.with_weight(idx, 0.0));
            for outcome in [empty.outcome(), weightless.outcome()] {
                sound(&outcome);
                assert_eq!(outcome.verdict, Verdict::Insufficient);
                assert_eq!(outcome.fair, None);
                close(outcome.coverage, 0.0);
            }
            let refilled = empty
                .with_card(base.card(RoundIdx(0), "new", TOP))
                .outcome();
            sound(&refilled);
            assert!(fair(&refilled).value > base.rubric.decision().bar_line);
        });
    }
}

#[test]
fn more_top_scores_never_lower_the_fair_score() {
    for (stage, candidate) in stages() {
        stage.look(candidate, |base| {
            let mut scenario = base.scenario();
            let mut last = fair(&scenario.outcome()).clone();
            for n in 0..4 {
                let card = base.card(RoundIdx(0), &format!("new {n}"), TOP);
                scenario = scenario.with_card(card);
                let outcome = scenario.outcome();
                sound(&outcome);
                let next = fair(&outcome);
                assert!(
                    next.value >= last.value,
                    "{candidate} {n}: {last:?} {next:?}"
                );
                assert!(
                    next.low <= next.value && next.value <= next.high,
                    "{next:?}"
                );
                assert_eq!(next.n_interviewers, last.n_interviewers + 1);
                last = next.clone();
            }
        });
    }
}

#[test]
fn above_the_floor_the_pool_is_held_and_the_candidate_worked_out_anew() {
    for with_effect in [true, false] {
        let stage = large(with_effect);
        stage.look("c05", |base| {
            let as_is = base.scenario().outcome();
            for place in 0..base.panel.cards.len() {
                let without = base.scenario().without_card(place).outcome();
                sound(&without);
                let n = base.panel.cards[place].scores.len();
                assert_eq!(fair(&without).n_ratings, fair(&as_is).n_ratings - n);
                assert_eq!(fair(&without).n_interviewers, 2);
                // Less is known.
                let width = |of: &Outcome| fair(of).high - fair(of).low;
                assert!(width(&without) > width(&as_is), "{without:?}");
            }
            let best = base.scenario().with_every_score(A, PointIdx(3)).outcome();
            assert!(fair(&best).value > fair(&as_is).value);
        });
    }
}

#[test]
fn whoever_is_more_severe_gave_less_than_was_due() {
    for with_effect in [true, false] {
        let stage = large(with_effect);
        stage.look("c05", |base| {
            let who = &base.panel.cards[0].interviewer;
            let found = stage.pool().unwrap().severity(who, 1.0).unwrap().severity;
            let (severity, se) = (found.logits.value, found.se);
            let at = |severity: f64| base.scenario().with_severity(who, severity).outcome();
            let values = [-2.0, 0.0, 2.0].map(|by| fair(&at(severity + by * se)).value);
            assert!(values[0] < values[1] && values[1] < values[2], "{values:?}");
            // At its estimate the score stays, and is known a little better.
            let (as_is, known) = (base.scenario().outcome(), at(severity));
            let (as_is, known) = (fair(&as_is), fair(&known));
            assert!(
                (as_is.value - known.value).abs() < 0.02,
                "{as_is:?} {known:?}"
            );
            assert!(known.high - known.low < as_is.high - as_is.low);
            // Somebody who is not on the panel, and a number that is none, change nothing.
            let same = base.scenario().with_severity("nobody", 3.0).outcome();
            assert_eq!(same.fair.as_ref(), Some(as_is));
            assert_eq!(at(f64::NAN).fair.as_ref(), Some(as_is));
        });
    }
}

#[test]
fn somebody_unknown_counts_as_average_and_less_surely() {
    let stage = large(true);
    stage.look("c05", |base| {
        let with = |who: &str| {
            let card = base.card(RoundIdx(0), who, TOP);
            base.scenario().with_card(card).outcome()
        };
        let known = (0..10).map(|n| format!("i{n}"));
        let seen: Vec<_> = base
            .panel
            .cards
            .iter()
            .map(|card| &card.interviewer)
            .collect();
        let known: Vec<_> = known.filter(|who| !seen.contains(&who)).collect();
        let values: Vec<f64> = known.iter().map(|who| fair(&with(who)).value).collect();
        let unknown = with("unknown");
        let (low, high) = values
            .iter()
            .fold((f64::MAX, f64::MIN), |(low, high), value| {
                (low.min(*value), high.max(*value))
            });
        let value = fair(&unknown).value;
        assert!(low < value && value < high, "{low} {value} {high}");
    });
}

#[test]
fn a_criterion_that_nobody_was_rated_on_before_has_a_score_too() {
    let stage = large(true);
    stage.look("c05", |base| {
        let e = CriterionIdx(4);
        assert!(base.scores.criterion(e).is_none());
        let outcome = |point: usize| {
            let fill = Fill {
                point: PointIdx(point),
                ..TOP
            };
            let card = base.card(RoundIdx(1), "new", fill);
            base.scenario().with_card(card).outcome()
        };
        let (low, high) = (outcome(0), outcome(3));
        sound(&low);
        sound(&high);
        close(low.coverage, 1.0);
        assert_eq!(fair(&low).n_ratings, 13);
        assert!(
            fair(&low).value + 0.2 < fair(&high).value,
            "{low:?} {high:?}"
        );
    });
}

//! Rounds, their agenda, and where questions are asked.

use super::{BASE, check, hold};
use crate::sandbox::Case;

#[test]
fn rounds_that_do_not_add_up_are_refused() {
    hold(ROUNDS);
}

pub(super) const ROUNDS: &[Case] = &[
    (
        "an agenda over the round",
        &[(
            "minutes = 45",
            "minutes = «45\nagenda = [{ minutes = 30, title = \"a\" }, { minutes = 16, title = \"b\" }]",
        )],
        &["E014 the agenda takes 46 minutes, the round has 45"],
        "lengthen the round",
    ),
    (
        "steps over their item",
        &[(
            "minutes = 45",
            "minutes = 45\nagenda = [{ minutes = «5, title = \"a\", steps = [{ minutes = 3, title = \"b\" }, { minutes = 3, title = \"c\" }] }]",
        )],
        &["E014 the steps take 6 minutes, the item has 5"],
        "shorten the steps",
    ),
    (
        "both at once",
        &[(
            "minutes = 45",
            "minutes = «4\nagenda = [{ minutes = «5, title = \"a\", steps = [{ minutes = 6, title = \"b\" }] }]",
        )],
        &[
            "E014 the agenda takes 5 minutes, the round has 4",
            "E014 the steps take 6 minutes, the item has 5",
        ],
        "",
    ),
    (
        "a question with round and rounds",
        &[(
            "round = \"kitchen\"",
            "round = \"kitchen\"\nrounds = [«\"kitchen\"]",
        )],
        &["E018 a question has `round` and `rounds`"],
        "keep one of the two",
    ),
    (
        "a question in no round",
        &[("round = \"kitchen\"", "rounds = «[]")],
        &["E008 `rounds` of a question is empty"],
        "",
    ),
    (
        "a resume criterion in an interview",
        &[
            (
                "focus = [\"dough\", \"care\"]",
                "focus = [\"dough\", \"care\", «\"papers\"]",
            ),
            (
                "",
                "[[resume-criterion]]\nid = \"papers\"\ntitle = \"P\"\nevidence = \"x\"\n",
            ),
        ],
        &["E018 `papers` is a resume criterion; an interview does not score it"],
        "stage = \"resume\"",
    ),
    (
        "an interview that scores nothing",
        &[("focus = [\"dough\", \"care\"]", "focus = «[]")],
        &["E008 `focus` of a round is empty"],
        "",
    ),
    (
        "a round at no level",
        &[("minutes = 45", "levels = «[]")],
        &["E008 `levels` of a round is empty"],
        "",
    ),
];

#[test]
fn an_agenda_that_fills_the_round_is_taken() {
    let agenda = "minutes = 45\nagenda = [{ minutes = 45, title = \"a\", steps = [{ minutes = 45, title = \"b\" }] }]";
    super::check(super::BASE.replace("minutes = 45", agenda)).exits(0);
}

#[test]
fn a_loop_has_a_hundred_rounds_at_most() {
    let round = |n| {
        format!(
            "[[round]]\nid = \"r{n}\"\ntitle = \"R{n}\"\nstage = \"onsite\"\nminutes = 9\nfocus = [\"care\"]\n"
        )
    };
    let more = |n: usize| format!("{BASE}{}", (1..n).map(round).collect::<String>());
    check(more(100)).exits(0);
    let found = check(more(101)).exits(65).errors();
    assert_eq!(
        found[0].line(),
        "E002 641:1 a rubric has at most 100 rounds"
    );
}

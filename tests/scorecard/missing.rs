//! Keys that a card lacks.

use super::malformed::hold;
use crate::sandbox::Case;

/// All tables of this module.
pub(crate) const ALL: &[&[Case]] = &[MISSING];

#[test]
fn missing_keys_are_named() {
    hold(MISSING);
}

const MISSING: &[Case] = &[
    (
        "format",
        &[("format = 1\n", ""), ("rubric =", "«rubric =")],
        &["E006 a scorecard has no `format`"],
        "",
    ),
    (
        "rubric",
        &[("format", "«format"), ("rubric = \"baker\"\n", "")],
        &["E006 a scorecard has no `rubric`"],
        "",
    ),
    (
        "rubric-version",
        &[("format", "«format"), ("rubric-version = \"1.0.0\"\n", "")],
        &["E006 a scorecard has no `rubric-version`"],
        "",
    ),
    (
        "candidate",
        &[("format", "«format"), ("candidate = \"ada\"\n", "")],
        &["E006 a scorecard has no `candidate`"],
        "",
    ),
    (
        "round",
        &[("format", "«format"), ("round = \"kitchen\"\n", "")],
        &["E006 a scorecard has no `round`"],
        "",
    ),
    (
        "level",
        &[("format", "«format"), ("level = \"senior\"\n", "")],
        &["E006 a scorecard has no `level`"],
        "",
    ),
    (
        "interviewer",
        &[
            ("format", "«format"),
            ("interviewer = \"grace@example.com\"\n", ""),
        ],
        &["E006 a scorecard has no `interviewer`"],
        "",
    ),
    (
        "interviewed-on",
        &[("format", "«format"), ("interviewed-on = 2026-11-20\n", "")],
        &["E006 a scorecard has no `interviewed-on`"],
        "",
    ),
    (
        "summary",
        &[("format", "«format"), ("summary = \"Good hands.\"\n", "")],
        &["E006 a scorecard has no `summary`"],
        "",
    ),
    (
        "recommendation",
        &[("format", "«format"), ("recommendation = \"hire\"\n", "")],
        &["C209 the card has scores and no `recommendation`"],
        "one of: strong-no-hire",
    ),
    (
        "criterion",
        &[("[[score]]\ncriterion = \"dough\"", "«[[score]]")],
        &["E006 a score has no `criterion`"],
        "",
    ),
    (
        "score",
        &[("[[score]]", "«[[score]]"), ("score = 3\n", "")],
        &["E006 a score has no `score`"],
        "",
    ),
    (
        "everything",
        &[
            ("format = 1", "«««««««««format = 1\nx = 1"),
            (
                "x = 1\nrubric = \"baker\"\nrubric-version = \"1.0.0\"\ncandidate = \"ada\"\nround = \"kitchen\"\nlevel = \"senior\"\ninterviewer = \"grace@example.com\"\ninterviewed-on = 2026-11-20\nrecommendation = \"hire\"\nsummary = \"Good hands.\"\nasked = [\"sour\", \"loaf\"]\n",
                "",
            ),
        ],
        &[
            "C209 the card has scores and no `recommendation`",
            "E006 a scorecard has no `candidate`",
            "E006 a scorecard has no `interviewed-on`",
            "E006 a scorecard has no `interviewer`",
            "E006 a scorecard has no `level`",
            "E006 a scorecard has no `round`",
            "E006 a scorecard has no `rubric-version`",
            "E006 a scorecard has no `rubric`",
            "E006 a scorecard has no `summary`",
        ],
        "",
    ),
];

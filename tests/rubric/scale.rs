//! The scale, the progression table and the decision rules.

use super::{BASE, check, hold};
use crate::sandbox::{Case, edited};

#[test]
fn scales_are_refused_that_have_no_order_or_no_bar() {
    hold(SCALES);
}

pub(super) const SCALES: &[Case] = &[
    (
        "one point",
        &[(
            "[[level]]",
            "«[scale]\nbar = «\"a\"\npoints = [{ id = \"a\", value = 1, label = \"A\", meaning = \"a\" }]\n[[level]]",
        )],
        &[
            "E012 a scale has 2 to 9 points, this one has 1",
            "E012 the bar is the lowest point of the scale",
        ],
        "",
    ),
    (
        "no point",
        &[(
            "[[level]]",
            "«[scale]\nbar = «\"a\"\npoints = []\n[[level]]",
        )],
        &[
            "E012 a scale has 2 to 9 points, this one has 0",
            "E011 there is no scale point `a`",
        ],
        "",
    ),
    (
        "ten points",
        &[(
            "[[level]]",
            r#"«[scale]
bar = "b"
points = [
  { id = "a", value = 1, label = "A", meaning = "a" },
  { id = "b", value = 2, label = "A", meaning = "a" },
  { id = "c", value = 3, label = "A", meaning = "a" },
  { id = "d", value = 4, label = "A", meaning = "a" },
  { id = "e", value = 5, label = "A", meaning = "a" },
  { id = "f", value = 6, label = "A", meaning = "a" },
  { id = "g", value = 7, label = "A", meaning = "a" },
  { id = "h", value = 8, label = "A", meaning = "a" },
  { id = "i", value = 9, label = "A", meaning = "a" },
  { id = "j", value = 10, label = "A", meaning = "a" },
]
[[level]]"#,
        )],
        &["E012 a scale has 2 to 9 points, this one has 10"],
        "",
    ),
    (
        "falling values",
        &[(
            "[[level]]",
            "[scale]\nbar = \"b\"\npoints = [{ id = \"a\", value = 2, label = \"A\", meaning = \"a\" }, { id = \"b\", value = «1, label = \"B\", meaning = \"b\" }]\n[[level]]",
        )],
        &["E012 the value 1 does not rise above 2"],
        "from lowest to highest",
    ),
    (
        "equal values",
        &[(
            "[[level]]",
            "[scale]\nbar = \"b\"\npoints = [{ id = \"a\", value = 2, label = \"A\", meaning = \"a\" }, { id = \"b\", value = «2, label = \"B\", meaning = \"b\" }]\n[[level]]",
        )],
        &["E012 the value 2 does not rise above 2"],
        "",
    ),
    (
        "a fraction for a value",
        &[(
            "[[level]]",
            "[scale]\nbar = \"b\"\npoints = [{ id = \"a\", value = «1.5, label = \"A\", meaning = \"a\" }, { id = \"b\", value = 2, label = \"B\", meaning = \"b\" }]\n[[level]]",
        )],
        &["E007 expected a whole number, found a number with a fraction"],
        "",
    ),
    (
        "an unknown bar",
        &[(
            "[[level]]",
            "[scale]\nbar = «\"good\"\npoints = [{ id = \"a\", value = 1, label = \"A\", meaning = \"a\" }, { id = \"b\", value = 2, label = \"B\", meaning = \"b\" }]\n[[level]]",
        )],
        &["E011 there is no scale point `good`"],
        "known: `a`, `b`",
    ),
    (
        "the lowest point for a bar",
        &[(
            "[[level]]",
            "[scale]\nbar = «\"a\"\npoints = [{ id = \"a\", value = 1, label = \"A\", meaning = \"a\" }, { id = \"b\", value = 2, label = \"B\", meaning = \"b\" }]\n[[level]]",
        )],
        &["E012 the bar is the lowest point of the scale"],
        "name a higher point",
    ),
    (
        "no bar",
        &[(
            "[[level]]",
            "«[scale]\npoints = [{ id = \"a\", value = 1, label = \"A\", meaning = \"a\" }, { id = \"b\", value = 2, label = \"B\", meaning = \"b\" }]\n[[level]]",
        )],
        &["E012 the scale does not say which point is the bar"],
        "add `bar",
    ),
    (
        "a default point that a scale of its own has not",
        &[
            (
                "[[level]]",
                "[scale]\nbar = \"b\"\npoints = [{ id = \"a\", value = 1, label = \"A\", meaning = \"a\" }, { id = \"b\", value = 2, label = \"B\", meaning = \"b\" }]\n[[level]]",
            ),
            (
                "[[competency.question]]",
                "[competency.anchors]\n«meets = \"x\"\n[[competency.question]]",
            ),
        ],
        &["E011 there is no scale point `meets`"],
        "",
    ),
];

#[test]
fn scales_of_2_and_9_points_and_under_0_are_taken() {
    for values in [
        vec![0, 1],
        vec![-5, -1],
        (1..=9).collect(),
        vec![-1000, 1000],
    ] {
        let points: Vec<_> = values
            .iter()
            .enumerate()
            .map(|(n, value)| {
                format!("{{ id = \"p{n}\", value = {value}, label = \"P\", meaning = \"p\" }}")
            })
            .collect();
        let scale = format!(
            "[scale]\nbar = \"p1\"\npoints = [{}]\n[[level]]",
            points.join(", ")
        );
        check(edited(BASE, &[("[[level]]", &scale)])).exits(0);
    }
}

#[test]
fn a_scale_may_change_the_bar_alone() {
    check(edited(
        BASE,
        &[("[[level]]", "[scale]\nbar = \"exceeds\"\n[[level]]")],
    ))
    .exits(0);
}

#[test]
fn a_progression_has_one_cell_a_level() {
    hold(CELLS);
}

pub(super) const CELLS: &[Case] = &[
    (
        "one missing",
        &[(
            "[competency.progression]\njunior = \"Follows a recipe.\"",
            "«[competency.progression]",
        )],
        &["E013 the progression of `dough` has no cell for `junior`"],
        "one cell for each level",
    ),
    (
        "all missing",
        &[(
            "[competency.progression]\njunior = \"Follows a recipe.\"\nsenior = \"Writes the recipe.\"",
            "«[competency.progression]",
        )],
        &["E013 the progression of `dough` has no cell for `junior`, `senior`"],
        "",
    ),
    (
        "text for a table",
        &[(
            "[competency.progression]\njunior = \"Follows a recipe.\"\nsenior = \"Writes the recipe.\"",
            "progression = «\"x\"",
        )],
        &["E007 expected a table, found text"],
        "",
    ),
    (
        "a table for a cell",
        &[(
            "junior = \"Follows a recipe.\"",
            "junior = «{ text = \"x\" }",
        )],
        &["E007 expected text, found a table"],
        "",
    ),
];

#[test]
fn decision_rules_that_cannot_work_are_refused() {
    hold(DECISIONS);
}

pub(super) const DECISIONS: &[Case] = &[
    (
        "a share over 1",
        &[("", "[decision]\nhire-at = «80\n")],
        &["E008 expected a number from 0 to 1, found 80"],
        "",
    ),
    (
        "a share under 0",
        &[("", "[decision]\nmin-coverage = «-0.1\n")],
        &["E008 expected a number from 0 to 1, found -0.1"],
        "",
    ),
    (
        "no room for a debrief",
        &[("", "[decision]\nhire-at = 0.5\nno-hire-at = «0.5\n")],
        &["E017 `no-hire-at` (0.5) is not under `hire-at` (0.5)"],
        "debrief",
    ),
    (
        "crossed with a default",
        &[("", "[decision]\nhire-at = «0.1\n")],
        &["E017 `no-hire-at` (0.2) is not under `hire-at` (0.1)"],
        "",
    ),
    (
        "a bar-line under the scale",
        &[("", "[decision]\nbar-line = «0.5\n")],
        &["E017 the bar-line 0.5 lies outside the scale, which runs from 1 to 4"],
        "",
    ),
    (
        "a bar-line over the scale",
        &[("", "[decision]\nbar-line = «4.1\n")],
        &["E017 the bar-line 4.1 lies outside the scale, which runs from 1 to 4"],
        "",
    ),
    (
        "a bar-line that is no number",
        &[("", "[decision]\nbar-line = «nan\n")],
        &[
            "E008 a number here must be finite: not `nan`, `inf` or beyond what can be computed with",
        ],
        "",
    ),
    (
        "a negative margin",
        &[("", "[decision]\nstrong-margin = «-1\n")],
        &["E008 expected a number, 0 or more, found -1"],
        "",
    ),
    (
        "no raters",
        &[("", "[decision]\nmin-raters = «0\n")],
        &["E008 expected a whole number from 1 to 1000, found 0"],
        "",
    ),
    (
        "half a rater",
        &[("", "[decision]\nmin-raters = «1.5\n")],
        &["E007 expected a whole number, found a number with a fraction"],
        "",
    ),
    (
        "a split of 0",
        &[("", "[decision]\nsplit = «0\n")],
        &["E008 expected a whole number from 1 to 1000, found 0"],
        "",
    ),
    (
        "an endless spread",
        &[("", "[decision]\nmax-spread = «inf\n")],
        &[
            "E008 a number here must be finite: not `nan`, `inf` or beyond what can be computed with",
        ],
        "",
    ),
    (
        "all at once",
        &[(
            "",
            "[decision]\nbar-line = «9\nhire-at = «2\nsplit = «\"two\"\n",
        )],
        &[
            "E017 the bar-line 9 lies outside the scale, which runs from 1 to 4",
            "E008 expected a number from 0 to 1, found 2",
            "E007 expected a whole number, found text",
        ],
        "3 errors",
    ),
];

//! Tables that are wrong, each with what it must be told.

use super::run;
use crate::sandbox::{Sandbox, none_wrong};

/// A case: the outcomes, the groups, and each thing that must be said.
type Case = (&'static str, &'static str, &'static [&'static str]);

const OUTCOMES: &str = "candidate,outcome\na,hire\nb,decline\n";
const GROUPS: &str = "candidate,kind\na,A\nb,B\n";

const REFUSED: &[Case] = &[
    ("", GROUPS, &["outcomes.csv:1:1: the file is empty"]),
    (OUTCOMES, "", &["groups.csv:1:1: the file is empty"]),
    (
        "",
        "",
        &[
            "outcomes.csv:1:1: the file is empty",
            "groups.csv:1:1: the file is empty",
        ],
    ),
    (
        "candidate,outcome\n",
        GROUPS,
        &["outcomes.csv:1:1: the table has no rows"],
    ),
    (
        "candidate,result\na,hire\n",
        GROUPS,
        &["outcomes.csv:1:1: there is no column `outcome`"],
    ),
    (
        "person,outcome\na,hire\n",
        GROUPS,
        &["outcomes.csv:1:1: there is no column `candidate`"],
    ),
    (
        "candidat,outcome\na,hire\n",
        GROUPS,
        &["did you mean `candidat`?"],
    ),
    (
        "person,result\na,hire\n",
        GROUPS,
        &["no column `candidate`", "no column `outcome`"],
    ),
    (
        "candidate,outcome,outcome\na,hire,hire\n",
        GROUPS,
        &["outcomes.csv:1:19: two columns are called `outcome`"],
    ),
    (
        "candidate,outcome\na,hire\nb,perhaps\n",
        GROUPS,
        &[
            "outcomes.csv:3:3: `perhaps` is not an outcome",
            "docs/impact.md",
        ],
    ),
    (
        "candidate,outcome\na,hird\n",
        GROUPS,
        &[
            "outcomes.csv:2:3: `hird` is not an outcome",
            "did you mean `hire`?",
        ],
    ),
    (
        "candidate,outcome\na,perhaps\nb,maybe\n",
        GROUPS,
        &["`perhaps` is not", "`maybe` is not"],
    ),
    (
        "candidate,outcome,score\na,hire,\"1,5\"\n",
        GROUPS,
        &["outcomes.csv:2:8: the score `1,5` is not a number"],
    ),
    (
        "candidate,outcome,score\na,hire,NaN\n",
        GROUPS,
        &["the score `NaN` is not a number"],
    ),
    (
        "candidate,outcome,score\na,hire,inf\n",
        GROUPS,
        &["the score `inf` is not a number"],
    ),
    (
        "candidate,outcome\na,hire\na,decline\n",
        GROUPS,
        &["outcomes.csv:3:1: this candidate is on line 2 already"],
    ),
    (
        "candidate,outcome\nJosé,hire\nJose\u{301},decline\n",
        GROUPS,
        &["outcomes.csv:3:1: this candidate is on line 2 already"],
    ),
    (
        "candidate,outcome\n,hire\n",
        GROUPS,
        &["outcomes.csv:2:1: the row names no candidate"],
    ),
    (
        "candidate,outcome\na,hire,x\n",
        GROUPS,
        &["outcomes.csv:2:8: the row has 3 cells, and the header has 2"],
    ),
    (
        "candidate;outcome\na;hire\n",
        GROUPS,
        &["the columns are separated by `;`"],
    ),
    (
        "candidate,outcome\na,\"hire\n",
        GROUPS,
        &["outcomes.csv:2:3: "],
    ),
    ("{\"a\": 1}", GROUPS, &["the file is JSON, not CSV"]),
    (
        OUTCOMES,
        "candidate\na\n",
        &["groups.csv:1:1: there is no column of groups"],
    ),
    (
        OUTCOMES,
        "person,kind\na,A\n",
        &["groups.csv:1:1: there is no column `candidate`"],
    ),
    (
        OUTCOMES,
        "candidate,kind\na,A\na,A\n",
        &["groups.csv:3:1: this candidate is on line 2 already"],
    ),
    (
        OUTCOMES,
        "candidate,kind\n,A\n",
        &["groups.csv:2:1: the row names no candidate"],
    ),
    (
        OUTCOMES,
        "candidate,kind\na\n",
        &["groups.csv:2:2: the row has 1 cell, and the header has 2"],
    ),
    (
        OUTCOMES,
        "candidate,kind,kind\na,A,A\n",
        &["groups.csv:1:16: two columns are called `kind`"],
    ),
    (
        OUTCOMES,
        "candidate,kind\na,\"A\nb,B\n",
        &["groups.csv:2:3: "],
    ),
    (
        OUTCOMES,
        "<html>",
        &["groups.csv:1:1: the file is HTML or XML, not CSV"],
    ),
    (
        "candidate,outcome\na,what\n",
        "person,kind\na,A\n",
        &[
            "outcomes.csv:2:3: `what`",
            "groups.csv:1:1: there is no column",
        ],
    ),
];

#[test]
fn each_fault_is_named_with_its_place() {
    let mut wrong = Vec::new();
    for (outcomes, groups, due) in REFUSED {
        let sandbox = Sandbox::with("outcomes.csv", outcomes);
        sandbox.write("groups.csv", groups);
        let run = run(&sandbox, &["--quiet", "-o", "out.csv"]);
        let missing: Vec<_> = due
            .iter()
            .filter(|words| !run.stderr.contains(**words))
            .collect();
        if run.code != Some(65) || !missing.is_empty() || sandbox.path("out.csv").exists() {
            wrong.push(format!(
                "{outcomes:?} {groups:?}: no {missing:?} in {run:#?}"
            ));
        }
    }
    none_wrong(&wrong);
}

#[test]
fn what_is_no_text_is_refused() {
    for bytes in [
        &b"\xff\xfec\0a\0"[..],
        b"PK\x03\x04\x00\x00",
        b"candidate,outcome\n\xff,hire\n",
    ] {
        let sandbox = Sandbox::with("outcomes.csv", bytes);
        sandbox.write("groups.csv", GROUPS);
        run(&sandbox, &[])
            .exits(65)
            .says("outcomes.csv:")
            .shows_nothing();
    }
}

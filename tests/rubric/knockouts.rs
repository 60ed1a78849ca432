//! Knock-out rules: keys that are lacking, foreign, or at odds.

use super::{BASE, check, hold};
use crate::sandbox::Case;

#[test]
fn knock_outs_that_cannot_be_applied_are_refused() {
    hold(CASES);
}

pub(super) const CASES: &[Case] = &[
    (
        "an application knock-out lacks its keys",
        &[(
            "",
            "«««[[knockout]]\nid = \"x\"\nat = \"application\"\nreason = \"x\"\n",
        )],
        &[
            "E006 a knock-out with at = \"application\" has no `answer`",
            "E006 a knock-out with at = \"application\" has no `on-fail`",
            "E006 a knock-out with at = \"application\" has no `question`",
        ],
        "",
    ),
    (
        "a panel knock-out lacks its keys",
        &[(
            "",
            "««««[[knockout]]\nid = \"x\"\nat = \"panel\"\nreason = \"x\"\n",
        )],
        &[
            "E006 a knock-out with at = \"panel\" has no `at-most`",
            "E006 a knock-out with at = \"panel\" has no `criterion`",
            "E006 a knock-out with at = \"panel\" has no `effect`",
            "E006 a knock-out with at = \"panel\" has no `raters`",
        ],
        "",
    ),
    (
        "no at and no reason",
        &[("", "««[[knockout]]\nid = \"x\"\n")],
        &[
            "E006 a knock-out has no `at`",
            "E006 a knock-out has no `reason`",
        ],
        "",
    ),
    (
        "panel keys at the application",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = \"text-present\"\non-fail = \"review\"\nreason = \"x\"\ncriterion = «\"care\"\nat-most = «\"below\"\nraters = «\"any\"\nneeds-evidence = «true\neffect = «\"no-hire\"\n",
        )],
        &[
            "E016 `criterion` does not belong to a knock-out with at = \"application\"",
            "E016 `at-most` does not belong to a knock-out with at = \"application\"",
            "E016 `raters` does not belong to a knock-out with at = \"application\"",
            "E016 `needs-evidence` does not belong to a knock-out with at = \"application\"",
            "E016 `effect` does not belong to a knock-out with at = \"application\"",
        ],
        "",
    ),
    (
        "application keys at the panel",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"panel\"\ncriterion = \"care\"\nat-most = \"below\"\nraters = \"any\"\neffect = \"no-hire\"\nreason = \"x\"\nquestion = «\"x\"\nanswer = «\"yes-no\"\naccept = «[\"yes\"]\nmin = «1\nmax = «2\non-fail = «\"review\"\ncolumn = «\"x\"\n",
        )],
        &[
            "E016 `question` does not belong to a knock-out with at = \"panel\"",
            "E016 `answer` does not belong to a knock-out with at = \"panel\"",
            "E016 `accept` does not belong to a knock-out with at = \"panel\"",
            "E016 `min` does not belong to a knock-out with at = \"panel\"",
            "E016 `max` does not belong to a knock-out with at = \"panel\"",
            "E016 `on-fail` does not belong to a knock-out with at = \"panel\"",
            "E016 `column` does not belong to a knock-out with at = \"panel\"",
        ],
        "",
    ),
    (
        "yes-no without accept",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = «\"yes-no\"\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &["E016 the knock-out does not say which answers pass"],
        "accept = [",
    ),
    (
        "yes-no that accepts nothing",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = «\"yes-no\"\naccept = []\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &["E016 the knock-out does not say which answers pass"],
        "",
    ),
    (
        "yes-no that accepts other words",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = \"yes-no\"\naccept = [\"yes\", «\"maybe\"]\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &["E016 `maybe` is neither yes nor no"],
        "answer = \"choice\"",
    ),
    (
        "yes-no with a bound",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = \"yes-no\"\naccept = [\"yes\"]\nmin = «1\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &["E016 a bound means nothing to an answer of the form \"yes-no\""],
        "",
    ),
    (
        "choice without accept",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = «\"choice\"\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &["E016 the knock-out does not say which answers pass"],
        "",
    ),
    (
        "number without bound",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = «\"number\"\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &["E016 the knock-out sets no bound"],
        "add `min`, `max` or both",
    ),
    (
        "number with accept",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = \"number\"\nmin = 1\naccept = «[\"1\"]\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &["E016 `accept` means nothing to an answer of the form \"number\""],
        "",
    ),
    (
        "min over max",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = \"number\"\nmin = «3\nmax = 2\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &["E016 `min` is over `max`: no number passes"],
        "the upper bound",
    ),
    (
        "a bound that is no number",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = \"number\"\nmin = «-inf\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &[
            "E008 a number here must be finite: not `nan`, `inf` or beyond what can be computed with",
        ],
        "",
    ),
    (
        "text-present with accept",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = \"text-present\"\naccept = «[\"x\"]\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &["E016 `accept` means nothing to an answer of the form \"text-present\""],
        "",
    ),
    (
        "on-fail",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = \"text-present\"\non-fail = «\"reject\"\nreason = \"x\"\n",
        )],
        &["E008 `reject` is not a consequence"],
        "decline, review",
    ),
    (
        "a resume criterion at the panel",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"panel\"\ncriterion = «\"papers\"\nat-most = \"below\"\nraters = \"any\"\neffect = \"no-hire\"\nreason = \"x\"\n[[resume-criterion]]\nid = \"papers\"\ntitle = \"P\"\nevidence = \"x\"\n",
        )],
        &["E016 `papers` is a resume criterion; the panel does not score it"],
        "",
    ),
];

#[test]
fn equal_bounds_leave_one_number() {
    let text = "[[knockout]]\nid = \"x\"\nat = \"application\"\nquestion = \"x\"\nanswer = \"number\"\nmin = 3\nmax = 3\non-fail = \"review\"\nreason = \"x\"\n";
    check(format!("{BASE}{text}")).exits(0);
}

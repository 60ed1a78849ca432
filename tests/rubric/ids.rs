//! Ids: malformed, used twice, and names that nothing has.

use super::hold;
use crate::sandbox::Case;

#[test]
fn malformed_ids_are_refused_with_what_would_do() {
    hold(MALFORMED);
}

pub(super) const MALFORMED: &[Case] = &[
    (
        "capitals",
        &[("id = \"baker\"", "id = «\"Baker\"")],
        &["E009 `Baker` is not an id"],
        "`baker` would do",
    ),
    (
        "underscore",
        &[
            ("id = \"kitchen\"", "id = «\"the_kitchen\""),
            ("round = \"kitchen\"", "round = \"the_kitchen\""),
            ("round = \"kitchen\"", "round = \"the_kitchen\""),
        ],
        &["E009 `the_kitchen` is not an id"],
        "`the-kitchen` would do",
    ),
    (
        "a leading hyphen",
        &[("id = \"waste\"", "id = «\"-waste\"")],
        &["E009 `-waste` is not an id"],
        "",
    ),
    (
        "another script",
        &[("id = \"waste\"", "id = «\"żur\"")],
        &["E009 `żur` is not an id"],
        "lower-case letters a-z",
    ),
    (
        "a path",
        &[("id = \"waste\"", "id = «\"../../x\"")],
        &["E009 `../../x` is not an id"],
        "",
    ),
    (
        "65 characters",
        &[(
            "id = \"waste\"",
            "id = «\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
        )],
        &["E009 an id has at most 64 characters"],
        "",
    ),
];

#[test]
fn an_id_of_64_characters_is_taken() {
    let text = super::BASE.replace("\"waste\"", &format!("\"{}\"", "a".repeat(64)));
    super::check(text).exits(0);
}

#[test]
fn ids_used_twice_are_shown_at_the_second_use() {
    hold(TWICE);
}

pub(super) const TWICE: &[Case] = &[
    (
        "levels",
        &[
            ("id = \"senior\"", "id = «\"junior\""),
            ("senior = \"Writes the recipe.\"\n", ""),
        ],
        &["E010 the id `junior` is used twice"],
        "first used here",
    ),
    (
        "an alias and an id",
        &[("aliases = [\"L5\"]", "aliases = [«\"Junior\"]")],
        &["E010 the id `Junior` is used twice"],
        "every level needs",
    ),
    (
        "aliases in another case",
        &[
            (
                "title = \"Junior\"",
                "title = \"Junior\"\naliases = [\"l5\"]",
            ),
            ("aliases = [\"L5\"]", "aliases = [«\"L5\"]"),
        ],
        &["E010 the id `L5` is used twice"],
        "",
    ),
    (
        "rounds",
        &[(
            "",
            "[[round]]\nid = «\"kitchen\"\ntitle = \"K\"\nstage = \"application\"\n",
        )],
        &["E010 the id `kitchen` is used twice"],
        "every round needs",
    ),
    (
        "disciplines",
        &[("", "[[discipline]]\nid = «\"craft\"\ntitle = \"K\"\n")],
        &["E010 the id `craft` is used twice"],
        "every discipline needs",
    ),
    (
        "skills",
        &[(
            "",
            "[[skill]]\nid = \"x\"\ntitle = \"K\"\nneed = \"low\"\n[[skill]]\nid = «\"x\"\ntitle = \"K\"\nneed = \"low\"\n",
        )],
        &["E010 the id `x` is used twice"],
        "every skill needs",
    ),
    (
        "scale points",
        &[(
            "[[level]]",
            "[scale]\nbar = \"b\"\npoints = [{ id = \"a\", value = 1, label = \"A\", meaning = \"a\" }, { id = \"b\", value = 2, label = \"B\", meaning = \"b\" }, { id = «\"a\", value = 3, label = \"C\", meaning = \"c\" }]\n[[level]]",
        )],
        &["E010 the id `a` is used twice"],
        "every scale point needs",
    ),
    (
        "variants",
        &[(
            "",
            "[[exercise]]\nid = \"x\"\ntitle = \"X\"\nkind = \"coding\"\nprompt = \"x\"\nminutes = 3\n[[exercise.variant]]\nid = \"y\"\ntitle = \"Y\"\ninstructions = \"y\"\n[[exercise.variant]]\nid = «\"y\"\ntitle = \"Y\"\ninstructions = \"y\"\n",
        )],
        &["E010 the id `y` is used twice"],
        "every variant needs",
    ),
    (
        "a competency and an attitude",
        &[
            ("id = \"care\"", "id = «\"dough\""),
            ("\"dough\", \"care\"", "\"dough\""),
        ],
        &["E010 the id `dough` is used twice"],
        "first used here",
    ),
    (
        "a competency and a question",
        &[("id = \"waste\"", "id = «\"dough\"")],
        &["E010 the id `dough` is used twice"],
        "",
    ),
    (
        "two questions",
        &[("id = \"waste\"", "id = «\"sour\"")],
        &["E010 the id `sour` is used twice"],
        "",
    ),
    (
        "a question and a free question",
        &[(
            "",
            "[[question]]\nid = «\"sour\"\nround = \"kitchen\"\nmeasures = [\"care\"]\nask = \"x\"\n",
        )],
        &["E010 the id `sour` is used twice"],
        "",
    ),
    (
        "an exercise and an attitude",
        &[(
            "",
            "[[exercise]]\nid = «\"care\"\ntitle = \"X\"\nkind = \"coding\"\nprompt = \"x\"\nminutes = 3\n",
        )],
        &["E010 the id `care` is used twice"],
        "",
    ),
    (
        "a video prompt and a question",
        &[(
            "",
            "[[video-prompt]]\nid = «\"sour\"\nask = \"x\"\nseconds = 3\nround = \"kitchen\"\n",
        )],
        &["E010 the id `sour` is used twice"],
        "",
    ),
    (
        "a knock-out and a competency",
        &[(
            "",
            "[[knockout]]\nid = «\"dough\"\nat = \"application\"\nquestion = \"x\"\nanswer = \"text-present\"\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &["E010 the id `dough` is used twice"],
        "",
    ),
    (
        "a resume criterion and an attitude",
        &[(
            "",
            "[[resume-criterion]]\nid = «\"care\"\ntitle = \"X\"\nevidence = \"x\"\n",
        )],
        &["E010 the id `care` is used twice"],
        "",
    ),
    (
        "a criterion twice in a focus",
        &[(
            "focus = [\"dough\", \"care\"]",
            "focus = [\"dough\", «\"dough\", \"care\"]",
        )],
        &["E010 `dough` is in this focus twice"],
        "",
    ),
];

#[test]
fn each_space_of_ids_is_its_own() {
    // A level, a round, a discipline, a skill and a criterion may share a name.
    let text = super::BASE
        .replace("\"craft\"", "\"dough\"")
        .replace("\"kitchen\"", "\"dough\"")
        + "[[skill]]\nid = \"dough\"\ntitle = \"D\"\nneed = \"low\"\n";
    super::check(text).exits(0);
}

#[test]
fn names_that_nothing_has_are_refused_with_the_nearest() {
    hold(DANGLING);
}

pub(super) const DANGLING: &[Case] = &[
    (
        "a discipline",
        &[("discipline = \"craft\"", "discipline = «\"crafts\"")],
        &["E011 there is no discipline `crafts`"],
        "did you mean `craft`?",
    ),
    (
        "a level of a question",
        &[(
            "round = \"kitchen\"",
            "round = \"kitchen\"\nlevels = [«\"senoir\"]",
        )],
        &["E011 there is no level `senoir`"],
        "did you mean `senior`?",
    ),
    (
        "a level of a round",
        &[("minutes = 45", "levels = [\"junior\", «\"L6\"]")],
        &["E011 there is no level `L6`"],
        "`L5`",
    ),
    (
        "a level required at",
        &[("discipline = \"craft\"", "required-at = [«\"mid\"]")],
        &["E011 there is no level `mid`"],
        "known: ",
    ),
    (
        "a level in a weight table",
        &[(
            "discipline = \"craft\"",
            "weight = { junior = 1, «senor = 2 }",
        )],
        &["E011 there is no level `senor`"],
        "did you mean `senior`?",
    ),
    (
        "a level in a progression",
        &[(
            "senior = \"Writes the recipe.\"",
            "senior = \"Writes the recipe.\"\n«staff = \"Owns it.\"",
        )],
        &["E011 there is no level `staff`"],
        "known: ",
    ),
    (
        "a level in a rationale",
        &[(
            "[[competency.question]]",
            "[competency.rationale]\n«mid = \"x\"\n[[competency.question]]",
        )],
        &["E011 there is no level `mid`"],
        "",
    ),
    (
        "a level of a knock-out",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"application\"\nlevels = [«\"mid\"]\nquestion = \"x\"\nanswer = \"text-present\"\non-fail = \"review\"\nreason = \"x\"\n",
        )],
        &["E011 there is no level `mid`"],
        "",
    ),
    (
        "a round of a question",
        &[("round = \"kitchen\"", "round = «\"kichen\"")],
        &["E011 there is no round `kichen`"],
        "did you mean `kitchen`?",
    ),
    (
        "one of a question's rounds",
        &[("round = \"kitchen\"", "rounds = [\"kitchen\", «\"table\"]")],
        &["E011 there is no round `table`"],
        "known: `kitchen`",
    ),
    (
        "a round of a video prompt",
        &[(
            "",
            "[[video-prompt]]\nid = \"x\"\nask = \"x\"\nseconds = 3\nround = «\"kitchn\"\n",
        )],
        &["E011 there is no round `kitchn`"],
        "did you mean `kitchen`?",
    ),
    (
        "a criterion in a focus",
        &[(
            "focus = [\"dough\", \"care\"]",
            "focus = [\"dough\", «\"caring\"]",
        )],
        &["E011 there is no criterion `caring`"],
        "`care`",
    ),
    (
        "a question in a focus",
        &[(
            "focus = [\"dough\", \"care\"]",
            "focus = [\"dough\", «\"waste\"]",
        )],
        &["E011 `waste` is a question, not a criterion"],
        "",
    ),
    (
        "a criterion measured besides",
        &[(
            "round = \"kitchen\"",
            "round = \"kitchen\"\nalso-measures = [«\"cares\"]",
        )],
        &["E011 there is no criterion `cares`"],
        "did you mean `care`?",
    ),
    (
        "a criterion of a free question",
        &[(
            "",
            "[[question]]\nid = \"x\"\nround = \"kitchen\"\nmeasures = [«\"doug\"]\nask = \"x\"\n",
        )],
        &["E011 there is no criterion `doug`"],
        "did you mean `dough`?",
    ),
    (
        "a criterion of an exercise",
        &[(
            "",
            "[[exercise]]\nid = \"x\"\ntitle = \"X\"\nkind = \"coding\"\nprompt = \"x\"\nminutes = 3\nmeasures = [«\"doug\"]\n",
        )],
        &["E011 there is no criterion `doug`"],
        "did you mean `dough`?",
    ),
    (
        "a criterion of a video prompt",
        &[(
            "",
            "[[video-prompt]]\nid = \"x\"\nask = \"x\"\nseconds = 3\nround = \"kitchen\"\nmeasures = [«\"doug\"]\n",
        )],
        &["E011 there is no criterion `doug`"],
        "did you mean `dough`?",
    ),
    (
        "an exercise of a round",
        &[("minutes = 45", "exercise = «\"loaf\"")],
        &["E011 there is no exercise `loaf`"],
        "",
    ),
    (
        "a competency for an exercise",
        &[("minutes = 45", "exercise = «\"dough\"")],
        &["E011 there is no exercise `dough`"],
        "",
    ),
    (
        "an exercise without weight in a focus",
        &[
            ("\"dough\", \"care\"", "\"dough\", «\"loaf\""),
            (
                "",
                "[[exercise]]\nid = \"loaf\"\ntitle = \"X\"\nkind = \"coding\"\nprompt = \"x\"\nminutes = 3\n",
            ),
        ],
        &["E011 the exercise `loaf` has no weight, so it is not scored itself"],
        "give it a `weight`",
    ),
    (
        "a scale point of an anchor",
        &[(
            "[[competency.question]]",
            "[competency.anchors]\n«exceed = \"x\"\n[[competency.question]]",
        )],
        &["E011 there is no scale point `exceed`"],
        "did you mean `exceeds`?",
    ),
    (
        "a scale point of an exercise",
        &[(
            "",
            "[[exercise]]\nid = \"x\"\ntitle = \"X\"\nkind = \"coding\"\nprompt = \"x\"\nminutes = 3\n[exercise.anchors]\n«meet = \"x\"\n",
        )],
        &["E011 there is no scale point `meet`"],
        "did you mean `meets`?",
    ),
    (
        "a knock-out's criterion",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"panel\"\ncriterion = «\"integrity\"\nat-most = \"below\"\nraters = \"any\"\neffect = \"no-hire\"\nreason = \"x\"\n",
        )],
        &["E011 there is no criterion `integrity`"],
        "known: ",
    ),
    (
        "a knock-out's scale point",
        &[(
            "",
            "[[knockout]]\nid = \"x\"\nat = \"panel\"\ncriterion = \"care\"\nat-most = «\"belov\"\nraters = \"any\"\neffect = \"no-hire\"\nreason = \"x\"\n",
        )],
        &["E011 there is no scale point `belov`"],
        "did you mean `below`?",
    ),
];

//! Keys: unknown, missing, given twice.

use super::hold;
use crate::sandbox::Case;

#[test]
fn unknown_keys_are_named_with_the_nearest_known_one() {
    hold(UNKNOWN);
}

pub(super) const UNKNOWN: &[Case] = &[
    (
        "a key of the root",
        &[("title = \"Baker\"", "«titel = \"Baker\"")],
        &["E005 unknown key `titel` in a rubric"],
        "did you mean `title`?",
    ),
    (
        "a table of the root",
        &[("", "[«decisions]\nsplit = 2\n")],
        &["E005 unknown key `decisions` in a rubric"],
        "did you mean `decision`?",
    ),
    (
        "a list of tables",
        &[
            ("[[discipline]]", "[[«disciplines]]"),
            ("discipline = \"craft\"\n", ""),
        ],
        &["E005 unknown key `disciplines` in a rubric"],
        "did you mean `discipline`?",
    ),
    (
        "snake case for kebab case",
        &[("discipline = \"craft\"\n", "«weight_reason = \"x\"\n")],
        &["E005 unknown key `weight_reason` in a competency"],
        "did you mean `weight-reason`?",
    ),
    (
        "a key with another's meaning in a question",
        &[(
            "round = \"kitchen\"\n",
            "round = \"kitchen\"\n«text = \"x\"\n",
        )],
        &["E005 unknown key `text` in a question"],
        "",
    ),
    (
        "a progression of an attitude",
        &[("definition =", "«progression = {}\ndefinition =")],
        &["E005 unknown key `progression` in an attitude"],
        "",
    ),
    (
        "inside an inline table",
        &[(
            "minutes = 45",
            "agenda = [{ minutes = 5, «tittle = \"x\", title = \"y\" }]",
        )],
        &["E005 unknown key `tittle` in an agenda item"],
        "did you mean `title`?",
    ),
    (
        "in the pay of a level",
        &[(
            "aliases = [\"L5\"]",
            "aliases = [\"L5\"]\n[level.pay]\ncurrency = \"PLN\"\n«basis = 3",
        )],
        &["E005 unknown key `basis` in the pay of a level"],
        "`base`",
    ),
    (
        "in the decision rules",
        &[("", "[decision]\n«hire_at = 0.8\n")],
        &["E005 unknown key `hire_at` in the decision rules"],
        "did you mean `hire-at`?",
    ),
    (
        "a hostile key stays on its line",
        &[(
            "title = \"Baker\"",
            "title = \"Baker\"\n«\"a\\nb\\u001b[31m\" = 1",
        )],
        &["E005 unknown key `a b\\x1b[31m` in a rubric"],
        "",
    ),
];

#[test]
fn missing_keys_are_named_at_their_table() {
    hold(MISSING);
}

pub(super) const MISSING: &[Case] = &[
    (
        "format",
        &[("format = 1\n", ""), ("id =", "«id =")],
        &["E006 the rubric has no `format`"],
        "",
    ),
    (
        "id",
        &[("format", "«format"), ("id = \"baker\"\n", "")],
        &["E006 the rubric has no `id`"],
        "",
    ),
    (
        "title",
        &[("format", "«format"), ("title = \"Baker\"\n", "")],
        &["E006 the rubric has no `title`"],
        "",
    ),
    (
        "version",
        &[("format", "«format"), ("version = \"1.0.0\"\n", "")],
        &["E006 the rubric has no `version`"],
        "",
    ),
    (
        "summary",
        &[("format", "«format"), ("summary = \"Bakes.\"\n", "")],
        &["E006 the rubric has no `summary`"],
        "",
    ),
    (
        "a level's id",
        &[
            ("[[level]]\nid = \"junior\"", "«[[level]]"),
            ("junior = \"Follows a recipe.\"\n", ""),
        ],
        &["E006 a level has no `id`"],
        "",
    ),
    (
        "a level's title",
        &[(
            "[[level]]\nid = \"junior\"\ntitle = \"Junior\"",
            "«[[level]]\nid = \"junior\"",
        )],
        &["E006 a level has no `title`"],
        "",
    ),
    (
        "pay without currency",
        &[("aliases = [\"L5\"]", "«[level.pay]\nbase = 3")],
        &["E006 the pay of a level has no `currency`"],
        "",
    ),
    (
        "a skill",
        &[("", "«[[skill]]\nid = \"x\"\ntitle = \"X\"\n")],
        &["E006 a skill has no `need`"],
        "",
    ),
    (
        "a qualification",
        &[("", "«[[qualification]]\nkind = \"must\"\n")],
        &["E006 a qualification has no `text`"],
        "",
    ),
    (
        "a discipline",
        &[(
            "[[discipline]]\nid = \"craft\"\ntitle = \"Craft\"",
            "«[[discipline]]\nid = \"craft\"",
        )],
        &["E006 a discipline has no `title`"],
        "",
    ),
    (
        "a progression",
        &[
            ("[[competency]]", "«[[competency]]"),
            (
                "[competency.progression]\njunior = \"Follows a recipe.\"\nsenior = \"Writes the recipe.\"\n",
                "",
            ),
        ],
        &["E006 a competency has no `progression`"],
        "",
    ),
    (
        "a question's ask",
        &[
            ("[[competency.question]]", "«[[competency.question]]"),
            ("ask = \"How do you keep a sourdough?\"\n", ""),
        ],
        &["E006 a question has no `ask`"],
        "",
    ),
    (
        "a question's round",
        &[
            ("[[competency.question]]", "«[[competency.question]]"),
            ("round = \"kitchen\"\n", ""),
        ],
        &["E006 a question has no `round`"],
        "",
    ),
    (
        "a free question's measures",
        &[(
            "",
            "«[[question]]\nid = \"x\"\nround = \"kitchen\"\nask = \"x\"\n",
        )],
        &["E006 a question that stands under no criterion has no `measures`"],
        "measures = [",
    ),
    (
        "an attitude's definition",
        &[
            ("[[attitude]]", "«[[attitude]]"),
            ("definition = \"Looks after people.\"\n", ""),
        ],
        &["E006 an attitude has no `definition`"],
        "",
    ),
    (
        "a round's stage",
        &[("[[round]]", "«[[round]]"), ("stage = \"onsite\"\n", "")],
        &["E006 a round has no `stage`"],
        "",
    ),
    (
        "a round's focus",
        &[
            ("[[round]]", "«[[round]]"),
            ("focus = [\"dough\", \"care\"]\n", ""),
        ],
        &["E006 a round has no `focus`"],
        "",
    ),
    (
        "a pick",
        &[("minutes = 45", "pick = [«{ pool = \"x\" }]")],
        &["E006 a pick has no `n`"],
        "",
    ),
    (
        "a step",
        &[(
            "minutes = 45",
            "agenda = [{ minutes = 5, title = \"x\", steps = [«{ minutes = 5 }] }]",
        )],
        &["E006 a step of an agenda item has no `title`"],
        "",
    ),
    (
        "a pitfall",
        &[("minutes = 45", "pitfalls = [«{ why = \"x\" }]")],
        &["E006 a pitfall has no `name`"],
        "",
    ),
    (
        "a contrast",
        &[(
            "round = \"kitchen\"\n",
            "round = \"kitchen\"\ncontrast = [«{ weak = \"x\" }]\n",
        )],
        &["E006 a contrast has no `strong`"],
        "",
    ),
    (
        "an exercise",
        &[(
            "",
            "«[[exercise]]\nid = \"x\"\ntitle = \"X\"\nprompt = \"x\"\nminutes = 3\n",
        )],
        &["E006 an exercise has no `kind`"],
        "",
    ),
    (
        "a variant",
        &[(
            "",
            "[[exercise]]\nid = \"x\"\ntitle = \"X\"\nkind = \"coding\"\nprompt = \"x\"\nminutes = 3\n«[[exercise.variant]]\nid = \"y\"\ntitle = \"Y\"\n",
        )],
        &["E006 a variant has no `instructions`"],
        "",
    ),
    (
        "a video prompt",
        &[(
            "",
            "«[[video-prompt]]\nid = \"x\"\nask = \"x\"\nround = \"kitchen\"\n",
        )],
        &["E006 a video prompt has no `seconds`"],
        "",
    ),
    (
        "a resume criterion",
        &[("", "«[[resume-criterion]]\nid = \"x\"\ntitle = \"X\"\n")],
        &["E006 a resume criterion has no `evidence`"],
        "",
    ),
    (
        "a self-check",
        &[("", "«[[self-check]]\ntopic = \"x\"\n")],
        &["E006 a self-check has no `ask`"],
        "",
    ),
    (
        "a FAQ",
        &[("", "«[[faq]]\nq = \"x\"\n")],
        &["E006 a question of the FAQ has no `a`"],
        "",
    ),
];

#[test]
fn blank_text_is_no_text_where_text_is_required() {
    hold(BLANK);
}

pub(super) const BLANK: &[Case] = &[
    (
        "the title",
        &[("title = \"Baker\"", "title = «\" \"")],
        &["E008 `title` of the rubric is empty"],
        "",
    ),
    (
        "the id",
        &[("id = \"baker\"", "id = «\"\"")],
        &["E008 `id` of the rubric is empty"],
        "",
    ),
    (
        "the summary",
        &[("summary = \"Bakes.\"", "summary = «\"\"\"\n\n\"\"\"")],
        &["E008 `summary` of the rubric is empty"],
        "",
    ),
    (
        "a level's title",
        &[("title = \"Junior\"", "title = «\"\"")],
        &["E008 `title` of a level is empty"],
        "",
    ),
    (
        "a question",
        &[(
            "ask = \"How do you keep a sourdough?\"",
            "ask = «\"\\t\\n\"",
        )],
        &["E008 `ask` of a question is empty"],
        "",
    ),
    (
        "a cell",
        &[("junior = \"Follows a recipe.\"", "junior = «\"\"")],
        &["E008 the text for `junior` is empty"],
        "",
    ),
];

#[test]
fn what_is_given_twice_is_named_once() {
    hold(TWICE);
}

pub(super) const TWICE: &[Case] = &[
    (
        "a key",
        &[("title = \"Baker\"", "title = \"Baker\"\n«title = \"Again\"")],
        &["E003 this key or table is given twice"],
        "keep one of the two",
    ),
    (
        "a table",
        &[("", "[decision]\nsplit = 2\n[«decision]\nsplit = 3\n")],
        &["E003 this key or table is given twice"],
        "keep one of the two",
    ),
    (
        "a cell by id and alias",
        &[(
            "senior = \"Writes the recipe.\"",
            "senior = \"Writes the recipe.\"\n«L5 = \"Again.\"",
        )],
        &["E018 `L5` names a level that this table has already"],
        "",
    ),
    (
        "a weight by id and alias",
        &[("discipline = \"craft\"", "weight = { senior = 1, «L5 = 2 }")],
        &["E018 `L5` names a level that this table has already"],
        "",
    ),
];

#[test]
fn a_rubric_needs_levels_something_to_score_and_rounds() {
    hold(EMPTY);
}

pub(super) const EMPTY: &[Case] = &[
    (
        "no round",
        &[
            ("format", "«format"),
            (
                "[[round]]\nid = \"kitchen\"\ntitle = \"Kitchen\"\nstage = \"onsite\"\nminutes = 45\nfocus = [\"dough\", \"care\"]\n",
                "",
            ),
            ("round = \"kitchen\"\n", "pool = \"x\"\n"),
            ("round = \"kitchen\"\n", "pool = \"x\"\n"),
        ],
        &["E019 the rubric has no round"],
        "[[round]]",
    ),
    (
        "weights all 0",
        &[
            ("format", "««format"),
            ("discipline = \"craft\"", "weight = 0"),
            ("definition", "weight = 0.0\ndefinition"),
        ],
        &[
            "E019 every weight at level `junior` is 0",
            "E019 every weight at level `senior` is 0",
        ],
        "weight over 0",
    ),
    (
        "weights 0 at one level",
        &[
            ("format", "«format"),
            ("discipline = \"craft\"", "weight = { junior = 0 }"),
            (
                "definition",
                "weight = { junior = 0, senior = 1 }\ndefinition",
            ),
        ],
        &["E019 every weight at level `junior` is 0"],
        "",
    ),
];

#[test]
fn empty_lists_of_levels_and_rounds_are_said_so() {
    let nothing = "format = 1\nid = \"x\"\ntitle = \"X\"\nversion = \"1.0.0\"\nsummary = \"x\"\n";
    for lists in ["", "level = []\nround = []\ncompetency = []\n"] {
        super::check(format!("{nothing}{lists}"))
            .exits(65)
            .shows("has no level")
            .shows("has nothing to score")
            .shows("has no round");
    }
}

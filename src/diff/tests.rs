//! One change at a time: it is found once, as what it is, and nothing else is.

use super::{Area, Change, Comparable, Diff, Kind, diff};
use crate::rubric::Rubric;
use crate::rubric::compile::{self, NoFiles};
use crate::text::Sources;

const BASE: &str = include_str!("../../tests/fixtures/diff/base.toml");

fn rubric(text: &str) -> Rubric {
    let mut sources = Sources::default();
    let bytes = text.as_bytes().to_vec();
    let loaded = compile::load("rubric.toml", bytes, &mut NoFiles, &mut sources);
    let messages: Vec<_> = loaded
        .diagnostics
        .iter()
        .map(|found| &found.message)
        .collect();
    loaded.rubric.unwrap_or_else(|| panic!("{messages:?}"))
}

/// The base with texts replaced; each must be there once.
fn changed(replacements: &[(&str, &str)]) -> String {
    replacements
        .iter()
        .fold(BASE.to_owned(), |text, (from, to)| {
            assert_eq!(text.matches(from).count(), 1, "{from}");
            text.replace(from, to)
        })
}

fn compare(replacements: &[(&str, &str)]) -> Diff {
    diff(&rubric(BASE), &rubric(&changed(replacements)))
}

/// All changes with what they are about.
fn changes(diff: &Diff) -> Vec<(Area, &str, &Change)> {
    let mut found = Vec::new();
    for area in &diff.areas {
        for subject in &area.subjects {
            let all = subject.changes.iter();
            found.extend(all.map(|change| (area.area, subject.subject.id.as_str(), change)));
        }
    }
    found
}

/// What is replaced by what; the area, the id and the part that this changes; the levels it
/// concerns (none: all); and whether scores stay comparable.
type Case = (
    &'static [(&'static str, &'static str)],
    Area,
    &'static str,
    (Kind, &'static str),
    &'static [&'static str],
    Comparable,
);

use Comparable::{Except, No, Yes};
use Kind::{Added, Changed, Moved, Removed, Renamed, Reordered};

#[rustfmt::skip]
const CASES: &[Case] = &[
    (&[("title = \"Gardener\"", "title = \"Groundskeeper\"")], Area::Role, "role", (Changed, "title"), &[], Yes),
    (&[("Keeps gardens.", "Keeps parks.")], Area::Role, "role", (Changed, "summary"), &[], Yes),
    (&[("A. Author", "B. Author")], Area::Role, "role", (Changed, "author"), &[], Yes),
    (&[("Few stay.", "Many leave.")], Area::Role, "role", (Changed, "challenge"), &[], Yes),
    (&[("[\"Plant\", \"Prune\"]", "[\"Plant\"]")], Area::Role, "role", (Changed, "responsibilities"), &[], Yes),
    (&[("[\"Plant\", \"Prune\"]", "[\"Prune\", \"Plant\"]")], Area::Role, "role", (Reordered, "responsibilities"), &[], Yes),
    (&[("[\"Beds\"]", "[\"Lawns\"]")], Area::Role, "role", (Changed, "primary focus"), &[], Yes),
    (&[("[\"Latin\"]", "[\"Latin\", \"French\"]")], Area::Role, "role", (Changed, "languages"), &[], Yes),
    (&[("[\"Spade\"]", "[\"Rake\"]")], Area::Role, "role", (Changed, "tools"), &[], Yes),
    (&[("share = 60", "share = 50")], Area::Role, "role", (Changed, "week"), &[], Yes),
    (&[("\"2 weeks\"", "\"3 weeks\"")], Area::Role, "role", (Changed, "duration of the process"), &[], Yes),
    (&[("need = \"high\"", "need = \"low\"")], Area::Role, "role", (Changed, "skills"), &[], Yes),
    (&[("kind = \"must\"", "kind = \"nice\"")], Area::Role, "role", (Changed, "qualifications"), &[], Yes),
    (&[("Can you tell clay?", "Can you tell loam?")], Area::Role, "role", (Changed, "self-check"), &[], Yes),
    (&[("Often.", "Seldom.")], Area::Role, "role", (Changed, "questions that candidates ask"), &[], Yes),

    (&[("title = \"Mid\"", "title = \"Middle\"")], Area::Level, "mid", (Changed, "title"), &["mid"], Yes),
    (&[("Waters the beds", "Rakes the paths")], Area::Level, "junior", (Changed, "expectations"), &["junior"], Yes),
    (&[("\"G2\"", "\"G3\"")], Area::Level, "mid", (Changed, "aliases"), &["mid"], Yes),
    (&[("base = 40000", "base = 41000")], Area::Level, "mid", (Changed, "pay"), &["mid"], Yes),
    (&[("cumulative = true", "cumulative = false")], Area::Level, "senior", (Changed, "includes the level below"), &["senior"], Yes),

    (&[("bar = \"good\"", "bar = \"great\""), ("[decision]", "[decision]\nbar-line = 0.5")], Area::Scale, "(the scale)", (Changed, "bar"), &[], No),
    (&[("value = 2", "value = 3")], Area::Scale, "great", (Changed, "value"), &[], No),
    (&[("Plants live.", "Most plants live.")], Area::Scale, "good", (Changed, "meaning"), &[], No),
    (&[("label = \"Poor\"", "label = \"Bad\"")], Area::Scale, "poor", (Changed, "label"), &[], No),

    (&[("title = \"Soil work\"", "title = \"Earth work\"")], Area::Discipline, "soil-work", (Changed, "title"), &[], Yes),

    (&[("weight = 2\n", "weight = 3\n")], Area::Criterion, "soil", (Changed, "weight"), &[], Yes),
    (&[("weight = 2\n", "weight = { junior = 2, mid = 2, senior = 4 }\n")], Area::Criterion, "soil", (Changed, "weight"), &["senior"], Yes),
    (&[("All grows from it.", "It lasts.")], Area::Criterion, "soil", (Changed, "reason for the weight"), &[], Yes),
    (&[("required-at = [\"senior\"]", "required-at = [\"mid\", \"senior\"]")], Area::Criterion, "soil", (Changed, "required"), &["mid"], Yes),
    (&[("\"Compost\"", "\"Mulch\"")], Area::Criterion, "soil", (Changed, "topics"), &[], Yes),
    (&[("Knows what soil needs.", "Knows soil.")], Area::Criterion, "soil", (Changed, "summary"), &[], Except),
    (&[("in a season.", "in two seasons.")], Area::Criterion, "soil", (Changed, "progression"), &["mid"], Except),
    (&[("A mid gardener has beds of their own.", "Beds.")], Area::Criterion, "soil", (Changed, "rationale"), &["mid"], Yes),
    (&[("Explains it so that others can do it.", "Explains it.")], Area::Criterion, "soil", (Changed, "anchor"), &[], Except),
    (&[("discipline = \"soil-work\"\n", "")], Area::Criterion, "soil", (Changed, "discipline"), &[], Yes),
    (&[("title = \"Pruning\"", "title = \"Cutting\"")], Area::Criterion, "pruning", (Changed, "title"), &[], Yes),
    (&[("Waits for the season.", "Waits.")], Area::Criterion, "patience", (Changed, "definition"), &[], Except),
    (&[("Names it.", "Names and dates it.")], Area::Criterion, "kept-a-garden", (Changed, "evidence"), &[], Except),
    (&[("[[round]]\nid = \"walk\"", "[[attitude]]\nid = \"care\"\ntitle = \"Care\"\ndefinition = \"Is careful.\"\n[[round]]\nid = \"walk\"")], Area::Criterion, "care", (Added, ""), &[], No),
    (&[("[[resume-criterion]]\nid = \"kept-a-garden\"\ntitle = \"Kept a garden\"\nevidence = \"Names it.\"\n", "")], Area::Criterion, "kept-a-garden", (Removed, ""), &[], Yes),
    (&[("id = \"kept-a-garden\"", "id = \"garden-kept\"")], Area::Criterion, "garden-kept", (Renamed, ""), &[], Yes),

    (&[("Which bed here is tired?", "Which bed needs help?")], Area::Question, "tired-bed", (Changed, "wording"), &[], Yes),
    (&[("How do you know?", "Why?")], Area::Question, "tired-bed", (Changed, "probes"), &[], Yes),
    (&[("minutes = 8", "minutes = 9")], Area::Question, "tired-bed", (Changed, "minutes"), &[], Yes),
    (&[("\"Touches the soil\"]", "\"Touches the soil\", \"Smells it\"]")], Area::Question, "tired-bed", (Changed, "positive indicators"), &[], Yes),
    (&[("\"Guesses\"", "\"Guesses at once\"")], Area::Question, "tired-bed", (Changed, "negative indicators"), &[], Yes),
    (&[("The third one.", "The second one.")], Area::Question, "tired-bed", (Changed, "sample answer"), &[], Yes),
    (&[("it is pale.", "it is hard.")], Area::Question, "tired-bed", (Changed, "contrast"), &[], Yes),
    (&[("minutes = 8", "minutes = 8\ncore = true")], Area::Question, "tired-bed", (Changed, "asked of everybody"), &[], Yes),
    (&[("minutes = 8", "minutes = 8\nalso-measures = [\"patience\"]")], Area::Question, "tired-bed", (Changed, "measures"), &[], Yes),
    (&[("minutes = 8", "minutes = 8\ndifficulty = \"easy\"")], Area::Question, "tired-bed", (Changed, "difficulty"), &[], Yes),
    (&[("minutes = 8", "minutes = 8\ntags = [\"beds\"]")], Area::Question, "tired-bed", (Changed, "tags"), &[], Yes),
    (&[("minutes = 8", "minutes = 8\nsource = \"Us\"")], Area::Question, "tired-bed", (Changed, "source"), &[], Yes),
    (&[("round = \"talk\"", "round = \"walk\"")], Area::Question, "worst-soil", (Moved, "rounds"), &["mid", "senior"], Yes),
    (&[("round = \"talk\"", "rounds = [\"walk\", \"talk\"]")], Area::Question, "worst-soil", (Changed, "rounds"), &["mid", "senior"], Yes),
    (&[("levels = [\"mid\", \"senior\"]\nask", "ask")], Area::Question, "worst-soil", (Changed, "in use"), &["junior"], Yes),
    (&[("id = \"first-cut\"", "id = \"cut-first\"")], Area::Question, "cut-first", (Renamed, ""), &[], Yes),
    (&[("[[round]]\nid = \"walk\"", "[[attitude.question]]\nid = \"slow\"\nround = \"talk\"\nask = \"What was slow?\"\n[[round]]\nid = \"walk\"")], Area::Question, "slow", (Added, ""), &[], Yes),
    (&[("[[competency.question]]\nid = \"first-cut\"\nround = \"walk\"\nask = \"Where would you cut first?\"\npositive = [\"Steps back\"]\nnegative = [\"Cuts at once\"]\n", "")], Area::Question, "first-cut", (Removed, ""), &[], Yes),

    (&[("title = \"Talk\"", "title = \"Chat\"")], Area::Round, "talk", (Changed, "title"), &[], Yes),
    (&[("minutes = 45", "minutes = 50")], Area::Round, "talk", (Changed, "minutes"), &[], Yes),
    (&[("minutes = 45", "minutes = 45\ninterviewers = 2")], Area::Round, "talk", (Changed, "interviewers"), &[], Yes),
    (&[("[\"patience\", \"soil\"]", "[\"patience\"]")], Area::Round, "talk", (Changed, "focus"), &[], Yes),
    (&[("medium = \"in-person\"", "medium = \"video\"")], Area::Round, "walk", (Changed, "medium"), &[], Yes),
    (&[("Head gardener", "Any gardener")], Area::Round, "walk", (Changed, "interviewer"), &[], Yes),
    (&[("\"Eyes\"", "\"Hands\"")], Area::Round, "walk", (Changed, "interviewer's focus"), &[], Yes),
    (&[("See how they look.", "Look.")], Area::Round, "walk", (Changed, "purpose"), &[], Yes),
    (&[("exercise = \"plan-a-bed\"\n", "")], Area::Round, "walk", (Changed, "exercise"), &[], Yes),
    (&[("title = \"Trees\"", "title = \"Bushes\"")], Area::Round, "walk", (Changed, "agenda"), &[], Yes),
    (&[("Bring boots.", "Bring gloves.")], Area::Round, "walk", (Changed, "tips"), &[], Yes),
    (&[("\"Haste\"", "\"Hurry\"")], Area::Round, "walk", (Changed, "pitfalls"), &[], Yes),
    (&[("good = [\"Asks\"]", "good = [\"Asks first\"]")], Area::Round, "walk", (Changed, "good"), &[], Yes),
    (&[("[\"Asks why\"]", "[\"Asks why not\"]")], Area::Round, "walk", (Changed, "great"), &[], Yes),
    (&[("minutes = 45", "minutes = 45\nlevels = [\"senior\"]"), ("round = \"talk\"\nlevels = [\"mid\", \"senior\"]", "round = \"talk\"\nlevels = [\"mid\", \"senior\"]")], Area::Round, "talk", (Changed, "in use"), &["junior", "mid"], Yes),

    (&[("Plan this bed.", "Plan that bed.")], Area::Exercise, "plan-a-bed", (Changed, "task"), &[], Except),
    (&[("minutes = 20", "minutes = 25")], Area::Exercise, "plan-a-bed", (Changed, "minutes"), &[], Except),
    (&[("- rose", "  - rose")], Area::Exercise, "plan-a-bed", (Changed, "starter"), &[], Except),
    (&[("A plan that would live.", "A plan.")], Area::Exercise, "plan-a-bed", (Changed, "anchor"), &[], Except),
    (&[("On paper.", "On a board.")], Area::Exercise, "plan-a-bed", (Changed, "variants"), &[], Except),
    (&[("Wants roses.", "Wants grass.")], Area::Exercise, "plan-a-bed", (Changed, "parts that are played"), &[], Except),
    (&[("weight = 1\n", "weight = 3\n")], Area::Exercise, "plan-a-bed", (Changed, "weight"), &[], Yes),
    (&[("\"Measures\"", "\"Counts\"")], Area::Exercise, "plan-a-bed", (Changed, "positive indicators"), &[], Yes),

    (&[("Show us a plant.", "Show us a tree.")], Area::VideoPrompt, "favourite", (Changed, "wording"), &[], Yes),
    (&[("seconds = 60", "seconds = 90")], Area::VideoPrompt, "favourite", (Changed, "seconds"), &[], Yes),

    (&[("Do you work outdoors?", "Do you like rain?")], Area::Knockout, "outdoors", (Changed, "question"), &[], Yes),
    (&[("on-fail = \"decline\"", "on-fail = \"review\"")], Area::Knockout, "outdoors", (Changed, "otherwise"), &[], Yes),
    (&[("accept = [\"yes\"]", "accept = [\"no\"]")], Area::Knockout, "outdoors", (Changed, "passes"), &[], Yes),
    (&[("on-fail = \"decline\"", "on-fail = \"decline\"\ncolumn = \"outside\"")], Area::Knockout, "outdoors", (Changed, "column"), &[], Yes),
    (&[("on-fail = \"decline\"", "on-fail = \"decline\"\nlevels = [\"junior\"]")], Area::Knockout, "outdoors", (Changed, "in use"), &["mid", "senior"], Yes),
    (&[("at-most = \"poor\"", "at-most = \"good\"")], Area::Knockout, "no-patience", (Changed, "at most"), &[], Yes),
    (&[("criterion = \"patience\"", "criterion = \"soil\"")], Area::Knockout, "no-patience", (Changed, "criterion"), &[], Yes),
    (&[("raters = \"any\"", "raters = 2")], Area::Knockout, "no-patience", (Changed, "raters"), &[], Yes),
    (&[("effect = \"no-hire\"", "effect = \"debrief\"")], Area::Knockout, "no-patience", (Changed, "effect"), &[], Yes),
    (&[("effect = \"no-hire\"", "effect = \"no-hire\"\nneeds-evidence = false")], Area::Knockout, "no-patience", (Changed, "needs evidence"), &[], Yes),

    (&[("hire-at = 0.8", "hire-at = 0.805")], Area::Decision, "decision", (Changed, "hire at"), &[], Yes),
    (&[("min-raters = 2", "min-raters = 3")], Area::Decision, "decision", (Changed, "least raters"), &[], Yes),
    (&[("min-raters = 2", "min-raters = 2\nsplit = 4")], Area::Decision, "decision", (Changed, "split"), &[], Yes),
];

#[test]
fn each_change_is_found_once_and_nothing_else_is() {
    for (replacements, area, id, (kind, aspect), only_at, verdict) in CASES {
        let diff = compare(replacements);
        let found = changes(&diff);
        let [(found_area, found_id, change)] = found[..] else {
            panic!("{replacements:?}: {found:#?}");
        };
        let found_at: Vec<_> = change
            .only_at
            .iter()
            .map(|level| level.id.as_str())
            .collect();
        assert_eq!(
            (
                found_area,
                found_id,
                change.kind,
                change.aspect.unwrap_or_default()
            ),
            (*area, *id, *kind, *aspect),
            "{replacements:?}"
        );
        assert_eq!(found_at, *only_at, "{replacements:?}");
        assert_eq!(diff.comparability.verdict, *verdict, "{replacements:?}");
    }
}

#[test]
fn the_way_back_is_found_as_well() {
    for (replacements, _, _, (kind, _), _, verdict) in CASES {
        let diff = diff(&rubric(&changed(replacements)), &rubric(BASE));
        let found = changes(&diff);
        assert_eq!(found.len(), 1, "{replacements:?}: {found:#?}");
        let expected = match kind {
            Added => Removed,
            Removed => Added,
            kind => *kind,
        };
        assert_eq!(found[0].2.kind, expected, "{replacements:?}");
        assert_eq!(diff.comparability.verdict, *verdict, "{replacements:?}");
    }
}

#[test]
fn spacing_comments_and_spelled_out_defaults_are_no_change() {
    let same: &[&[(&str, &str)]] = &[
        &[],
        &[(
            "[decision]",
            "# how it is decided\n[decision]\nbar-line = 0.5\nsplit = 2",
        )],
        &[("\"Keeps gardens.\"", "\"\"\"\nKeeps\n  gardens.\n\"\"\"")],
        &[(
            "weight = 2\n",
            "weight = { junior = 2, mid = 2.0, senior = 2 }\n",
        )],
        &[(
            "round = \"walk\"\nmeasures",
            "levels = [\"junior\", \"mid\", \"senior\"]\nround = \"walk\"\nmeasures",
        )],
        &[("[\"patience\", \"soil\"]", "[\"soil\", \"patience\"]")],
        &[(
            "on-fail = \"decline\"",
            "column = \"outdoors\"\non-fail = \"decline\"",
        )],
        &[("version = \"1.0.0\"", "version = \"1.0.1\"")],
    ];
    for replacements in same {
        let diff = compare(replacements);
        assert!(!diff.differs, "{replacements:?}: {:#?}", diff.areas);
        assert_eq!(diff.comparability.verdict, Yes);
        assert!(diff.notes.is_empty(), "{:?}", diff.notes);
    }
}

#[test]
fn a_new_id_with_the_same_text_is_followed_wherever_it_is_named() {
    let renamed = BASE
        .replace("\"patience\"", "\"calm\"")
        .replace("\"talk\"", "\"sit-down\"")
        .replace("mid = ", "middle = ")
        .replace("\"mid\"", "\"middle\"")
        .replace("\"soil-work\"", "\"earth\"")
        .replace("\"plan-a-bed\"", "\"bed-plan\"")
        .replace("\"poor\"", "\"bad\"")
        .replace("poor = ", "bad = ");
    let diff = diff(&rubric(BASE), &rubric(&renamed));
    let found = changes(&diff);
    assert!(
        found.iter().all(|(_, _, change)| change.kind == Renamed),
        "{found:#?}"
    );
    let ids: Vec<_> = found.iter().map(|(_, id, _)| *id).collect();
    assert_eq!(
        ids,
        ["middle", "bad", "earth", "calm", "sit-down", "bed-plan"]
    );
    assert_eq!(diff.comparability.verdict, Yes, "{:?}", diff.comparability);
    assert!(
        diff.notes
            .iter()
            .any(|note| note.contains("patience for calm"))
    );
}

#[test]
fn another_text_under_another_id_is_no_rename() {
    let diff = compare(&[
        ("id = \"first-cut\"", "id = \"last-cut\""),
        ("Where would you cut first?", "Where would you cut last?"),
    ]);
    let found = changes(&diff);
    let kinds: Vec<_> = found
        .iter()
        .map(|(_, id, change)| (*id, change.kind))
        .collect();
    assert_eq!(kinds, [("last-cut", Added), ("first-cut", Removed)]);
}

#[test]
fn levels_come_and_go_with_what_they_bring() {
    let text = BASE
        .replace(
            "[[skill]]",
            "[[level]]\nid = \"lead\"\ntitle = \"Lead\"\n[[skill]]",
        )
        .replace(
            "for ten years.\"\n",
            "for ten years.\"\nlead = \"Plans a town.\"\n",
        )
        .replace("an orchard.\"\n", "an orchard.\"\nlead = \"Plants one.\"\n");
    let (old, new) = (rubric(BASE), rubric(&text));
    let grown = diff(&old, &new);
    let found = changes(&grown);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (found[0].0, found[0].1, found[0].2.kind),
        (Area::Level, "lead", Added)
    );
    // What exceeds the bar at the level under it was not written before.
    assert_eq!(grown.comparability.verdict, Except);
    let ids: Vec<_> = grown
        .comparability
        .except
        .iter()
        .map(|named| &named.id)
        .collect();
    assert_eq!(ids, ["pruning"]);
    let titles: Vec<_> = grown
        .levels
        .iter()
        .map(|level| (level.level.id.as_str(), level.title))
        .collect();
    assert_eq!(titles[0], ("junior", "comparable"));
    assert_eq!(titles[3], ("lead", "the level is new"));
    let shrunk = diff(&new, &old);
    assert_eq!(changes(&shrunk)[0].2.kind, Removed);
    assert!(shrunk.comparability.reasons[0].starts_with("Lead is no level any more"));
}

#[test]
fn a_cell_is_the_bar_of_its_neighbours_too() {
    let diff = compare(&[("Shapes a tree.", "Shapes three trees.")]);
    let verdicts: Vec<_> = diff.levels.iter().map(|level| level.verdict).collect();
    assert_eq!(verdicts, [Except; 3]);
    assert_eq!(
        diff.comparability.reasons,
        [
            "Pruning: bar, by a neighbouring cell, changed at Junior, Senior; progression changed at Mid."
        ]
    );
}

#[test]
fn orders_count_where_something_follows_from_them() {
    let walk = &BASE[BASE.find("[[round]]\nid = \"walk\"").unwrap()
        ..BASE.find("[[round]]\nid = \"talk\"").unwrap()];
    let rounds = BASE
        .replace(walk, "")
        .replace("[[exercise]]\nid", &format!("{walk}\n[[exercise]]\nid"));
    let pruning = &BASE[BASE.find("[[competency]]\nid = \"pruning\"").unwrap()
        ..BASE.find("[[attitude]]").unwrap()];
    let questions = BASE.replace(pruning, "").replace(
        "[[competency]]\nid = \"soil\"",
        &format!("{pruning}[[competency]]\nid = \"soil\""),
    );
    for (text, area, now) in [
        (rounds, Area::Round, "Talk, Walk"),
        (questions, Area::Question, "first-cut, tired-bed"),
    ] {
        let diff = diff(&rubric(BASE), &rubric(&text));
        let found = changes(&diff);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!((found[0].0, found[0].2.kind), (area, Reordered));
        assert_eq!(found[0].2.new.as_deref(), Some(now));
        assert_eq!(diff.comparability.verdict, Yes);
    }
}

#[test]
fn criteria_that_come_or_go_end_comparability_only_where_they_are_scored() {
    let only_senior = "levels = [\"senior\"]\n";
    let diff = compare(&[("minutes = 20\n", &format!("minutes = 20\n{only_senior}"))]);
    let verdicts: Vec<_> = diff.levels.iter().map(|level| level.verdict).collect();
    assert_eq!(verdicts, [No, No, Yes]);
    assert_eq!(
        diff.comparability.reasons[0],
        "At Junior other criteria are scored: Plan a bed not scored any more."
    );
}

#[test]
fn notes_say_what_else_to_mind() {
    let same_version = compare(&[("weight = 2\n", "weight = 3\n")]);
    assert!(same_version.notes[0].contains("version 1.0.0: raise it"));
    assert!(same_version.notes[1].contains("another verdict"));
    let moved = compare(&[
        ("\"Looks before answering\", \"Touches", "\"Touches"),
        ("version = \"1.0.0\"", "version = \"1.1.0\""),
    ]);
    assert_eq!(
        moved.notes,
        ["Indicators are ticked by their number, and these are numbered anew: tired-bed."]
    );
    let others = compare(&[("id = \"gardener\"", "id = \"arborist\"")]);
    assert!(!others.differs);
    assert!(others.notes[0].starts_with("These are two rubrics"));
}

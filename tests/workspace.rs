//! What a workspace changes: rubrics by id, who runs a command.

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::Sandbox;

/// A workspace with two rubrics: a file, and a folder with a `rubric.toml`.
fn workspace() -> Sandbox {
    let sandbox = Sandbox::with(
        "panelkit.toml",
        "rubrics = [\"mine\", \"ours\"]\nstore = \"kept.db\"\n",
    );
    sandbox.write("mine/baker.toml", RUBRIC);
    sandbox.write(
        "ours/cook/rubric.toml",
        RUBRIC.replace("id = \"baker\"", "id = \"cook\""),
    );
    sandbox
}

#[test]
fn rubrics_are_found_by_id_from_any_folder_below() {
    let sandbox = workspace();
    sandbox.write("deep/er/here", "");
    for (id, title) in [("baker", "Baker 1.0.0"), ("cook", "Baker 1.0.0")] {
        let checked = sandbox.sh(&format!("cd deep/er && $PANELKIT check {id}"));
        assert!(checked.stdout.contains(title), "{checked:#?}");
    }
    let shown = sandbox.run(&["rubric", "show", "cook"]).exits(0);
    assert!(shown.stdout.contains("Baker"), "{shown:#?}");
}

#[test]
fn a_workspaces_rubric_hides_the_shipped_one_and_a_path_hides_both() {
    let sandbox = workspace();
    sandbox.write("mine/ml-system-design.toml", RUBRIC);
    sandbox
        .run(&["rubric", "show", "ml-system-design"])
        .exits(0)
        .shows("Baker");
    sandbox.write("ml-system-design", "format = 2");
    sandbox
        .run(&["rubric", "show", "ml-system-design"])
        .exits(65);
}

#[test]
fn check_without_a_name_checks_all_of_the_workspace() {
    let sandbox = workspace();
    sandbox.write("ours/broken.toml", "format = 1\n");
    let checked = sandbox.run(&["check"]).exits(65);
    assert!(
        checked.stdout.contains("mine/baker.toml: Baker"),
        "{checked:#?}"
    );
    assert!(
        checked.stdout.contains("ours/broken.toml:1:1"),
        "{checked:#?}"
    );
    Sandbox::new()
        .run(&["check"])
        .exits(2)
        .says("no rubric is named");
}

#[test]
fn the_list_begins_with_the_workspaces_own() {
    let listed = workspace()
        .run(&["rubric", "list", "--format", "json"])
        .exits(0);
    let own = listed.stdout.find("\"ours/cook\"").unwrap();
    assert!(own < listed.stdout.find("ml-system-design").unwrap());
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let sandbox = Sandbox::with("panelkit.toml", "rubrics = \"gone\"\n");
    sandbox.run(&["check"]).exits(66).says("cannot read gone");
    sandbox.run(&["check", "ml-system-design"]).exits(0);
}

#[test]
fn the_command_line_says_who_before_all_others() {
    let sandbox = workspace();
    let new = |before: &str, more: &str| {
        let run = sandbox.sh(&format!(
            "{before} $PANELKIT {more} scorecard new --rubric baker --round kitchen --candidate ada --level L3"
        ));
        let line = run
            .stdout
            .lines()
            .find(|line| line.contains("interviewer = "));
        line.unwrap_or_else(|| panic!("{run:#?}")).to_owned()
    };
    assert_eq!(new("", ""), "# interviewer = \"you@example.com\"");
    sandbox.write(
        "panelkit.toml",
        "rubrics = \"mine\"\nidentity = \"file@example.com\"\n",
    );
    assert_eq!(new("", ""), "interviewer = \"file@example.com\"");
    assert_eq!(new("PANELKIT_AS=env@x", ""), "interviewer = \"env@x\"");
    assert_eq!(
        new("PANELKIT_AS=env@x", "--as ' Thị Ánh '"),
        "interviewer = \"Thị Ánh\""
    );
    sandbox
        .run(&["--as", " ", "check"])
        .exits(2)
        .says("it says nobody");
}

#[test]
fn a_blank_card_goes_by_the_candidates_record() {
    let sandbox = workspace();
    sandbox.write("card.scorecard.toml", CARD);
    sandbox
        .run(&["submit", "card.scorecard.toml", "--rubric", "baker"])
        .exits(0);
    let new = sandbox
        .run(&["scorecard", "new", "--round", "table", "--candidate", "ada"])
        .exits(0);
    assert!(new.stdout.contains("rubric = \"baker\""), "{new:#?}");
    let unknown = ["scorecard", "new", "--round", "table", "--candidate", "bob"];
    sandbox
        .run(&unknown)
        .exits(2)
        .says("which rubric?")
        .says("mine/baker.toml");
}

//! Keys: made, kept from others, given wrongly.

use std::fs;

use super::{mode, open, other, with_cards, with_sealed};
use crate::panel::{CARD, RUBRIC};
use crate::sandbox::Sandbox;

const SECRET: &str = "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";
const PUBLIC: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";

#[test]
fn a_key_is_its_owners_alone_and_never_overwritten() {
    let sandbox = Sandbox::new();
    // Whatever the mask.
    let made = sandbox
        .sh("umask 000; \"$PANELKIT\" panel key -o 'a ключ.key'")
        .exits(0);
    let public = made.stdout.trim();
    assert!(public.starts_with("age1") && public.len() == 62, "{public}");
    let content = sandbox.read("a ключ.key");
    assert!(content.contains(&format!("# public key: {public}\nAGE-SECRET-KEY-1")));
    assert!(!made.stdout.contains("SECRET") && !made.stderr.contains("SECRET"));
    #[cfg(unix)]
    assert_eq!(mode(&sandbox.path("a ключ.key")), 0o600);
    let again = sandbox.run(&["panel", "key", "-o", "a ключ.key"]);
    again.exits(73).shows_nothing().says("is there already");
    assert_eq!(sandbox.read("a ключ.key"), content);
    let nowhere = sandbox.run(&["panel", "key", "-o", "none/panel.key"]);
    nowhere.exits(73).shows_nothing().says("cannot create");
    let other = sandbox.run(&["panel", "key", "-o", "b.key"]).exits(0);
    assert_ne!(other.stdout.trim(), public, "each is new");
}

#[test]
fn any_of_several_keys_opens() {
    let sandbox = with_cards(&[CARD]);
    let second = sandbox.run(&["panel", "key", "-o", "second.key"]).exits(0);
    let first = sandbox.read("panel.key");
    let first = first
        .split("public key: ")
        .nth(1)
        .unwrap()
        .lines()
        .next()
        .unwrap();
    let workspace = format!(
        "rubrics = \"rubrics\"\nstore = \"kept.db\"\n[seal]\nrecipient = [\"{first}\", \"{}\"]\n",
        second.stdout.trim()
    );
    sandbox.write("panelkit.toml", workspace);
    sandbox.run(&["seal", "cards", "-o", "sealed"]).exits(0);
    for key in ["panel.key", "second.key"] {
        let _ = fs::remove_file(sandbox.path("kept.db"));
        sandbox.run(&["submit", "sealed"]).exits(0);
        let line = ["--as", "boss", "panel", "open", "ada", "--key", key];
        sandbox.run(&line).exits(0).shows("1 card of `ada` opened");
    }
}

#[test]
fn cards_sealed_to_different_keys_are_opened_with_all_of_them() {
    let sandbox = with_sealed(&[CARD]);
    let second = sandbox.run(&["panel", "key", "-o", "second.key"]).exits(0);
    sandbox.write("i.scorecard.toml", other("ian"));
    let line = [
        "seal",
        "i.scorecard.toml",
        "--recipient",
        second.stdout.trim(),
    ];
    sandbox.run(&line).exits(0);
    sandbox.run(&["submit", "sealed", "i.sealed.toml"]).exits(0);
    let one = open(&sandbox, "boss").exits(65).says("C222");
    assert_eq!(one.findings().len(), 1, "{one:#?}");
    let line = [
        "--as",
        "boss",
        "panel",
        "open",
        "ada",
        "--key",
        "panel.key",
        "--key",
        "second.key",
    ];
    sandbox.run(&line).exits(0).shows("2 cards of `ada` opened");
}

#[test]
fn what_is_no_key_file_is_said_without_its_content() {
    let locked = include_str!("../fixtures/seal/by-age.txt");
    let cut = &SECRET[..60];
    let long = "#".repeat(70_000);
    let cases: &[(&[u8], &str)] = &[
        (b"", "there is no key in it"),
        (b"# a comment\n\n", "there is no key in it"),
        (
            PUBLIC.as_bytes(),
            "it holds the public key, which opens nothing",
        ),
        (locked.as_bytes(), "it is locked with a passphrase"),
        (b"hunter2-secret", "line 1 is not a secret key"),
        (cut.as_bytes(), "line 1 is not a secret key"),
        (
            b"\n\n-----BEGIN OPENSSH PRIVATE KEY-----\n",
            "line 3 is not a secret key",
        ),
        (b"\xff\xfe\x00", "it is not a short text"),
        (long.as_bytes(), "it is not a short text"),
    ];
    let sandbox = with_sealed(&[CARD]);
    sandbox.run(&["submit", "sealed"]).exits(0);
    for (content, due) in cases {
        // The file keeps its rights.
        sandbox.write("panel.key", content);
        let run = open(&sandbox, "boss").exits(65).shows_nothing();
        let run = run.says("panel.key is no key file").says(due);
        assert!(
            !run.stderr.contains("hunter2") && !run.stderr.contains(cut),
            "{run:#?}"
        );
    }
    fs::remove_file(sandbox.path("panel.key")).unwrap();
    open(&sandbox, "boss")
        .exits(66)
        .says("cannot read panel.key");
    fs::create_dir(sandbox.path("panel.key")).unwrap();
    open(&sandbox, "boss")
        .exits(66)
        .says("cannot read panel.key");
}

#[test]
#[cfg(unix)]
fn a_key_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = with_sealed(&[CARD]);
    sandbox.run(&["submit", "sealed"]).exits(0);
    for (mode, shown) in [(0o644, "0644"), (0o660, "0660"), (0o604, "0604")] {
        let path = sandbox.path("panel.key");
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        open(&sandbox, "boss")
            .exits(77)
            .shows_nothing()
            .says(&format!("(mode {shown})"))
            .says("chmod 600 panel.key");
    }
    fs::set_permissions(sandbox.path("panel.key"), fs::Permissions::from_mode(0o400)).unwrap();
    open(&sandbox, "boss").exits(0);
}

#[test]
fn another_key_opens_nothing() {
    let sandbox = with_sealed(&[CARD, &other("ian")]);
    sandbox.run(&["submit", "sealed"]).exits(0);
    fs::remove_file(sandbox.path("panel.key")).unwrap();
    sandbox.run(&["panel", "key", "-o", "panel.key"]).exits(0);
    let run = open(&sandbox, "boss").exits(65).shows_nothing();
    let run = run.says("the key does not open this card");
    assert_eq!(run.findings().len(), 2, "each card is named: {run:#?}");
}

#[test]
fn there_must_be_a_key_to_seal_to() {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write("a.scorecard.toml", CARD);
    let line = ["seal", "a.scorecard.toml", "--rubric", "r.toml"];
    sandbox
        .run(&line)
        .exits(2)
        .says("there is no public key to seal to");
    let bad = [
        (SECRET, "this is a secret key"),
        (&PUBLIC[..50], "cut short, or a letter in it is wrong"),
        ("ssh-ed25519 AAAA", "keys of this sort are not known here"),
        ("panel.key", "this is no public key"),
    ];
    for (key, due) in bad {
        let line = [
            "seal",
            "a.scorecard.toml",
            "--rubric",
            "r.toml",
            "--recipient",
            key,
        ];
        sandbox.run(&line).exits(2).says(due);
    }
    let mut line = vec!["seal", "a.scorecard.toml", "--rubric", "r.toml"];
    line.extend(["--recipient", PUBLIC].repeat(101));
    sandbox.run(&line).exits(2).says("100 keys at most");
    assert_eq!(sandbox.files(), ["a.scorecard.toml", "r.toml"]);
    let line = [
        "seal",
        "a.scorecard.toml",
        "--rubric",
        "r.toml",
        "--recipient",
        PUBLIC,
    ];
    sandbox.run(&line).exits(0);
}

#[test]
fn a_wrong_key_in_the_workspace_is_shown_at_its_place() {
    let cut = &PUBLIC[..50];
    for (workspace, due) in [
        (
            format!("[seal]\nrecipient = \"{cut}\"\n"),
            "E008 2:13 this public key is cut short, or a letter in it is wrong",
        ),
        (
            format!("[seal]\nrecipient = [\"{PUBLIC}\", \"x\"]\n"),
            "E008 2:80 this is no public key",
        ),
        (
            format!("[seal]\nrecipient = \"{SECRET}\"\n"),
            "E008 2:13 this is a secret key; cards are sealed to its public one",
        ),
        (
            "[seal]\nrecipient = []\n".to_owned(),
            "E008 2:13 there is no key in the list",
        ),
        (
            "[seal]\nrecipient = [\"\", \"\"]\n".to_owned(),
            "E008 2:14 this is no public key",
        ),
        (
            "[seal]\nrecipient = \"\"\n".to_owned(),
            "E008 2:13 `recipient` of the sealing is empty",
        ),
        (
            "[seal]\nrecipient = 3\n".to_owned(),
            "E007 2:13 expected a public key, or a list of public keys, found a whole number",
        ),
        (
            "[seal]\nrecipients = \"x\"\n".to_owned(),
            "E005 2:1 unknown key `recipients` in the sealing",
        ),
        (
            "[seal]\n".to_owned(),
            "E006 1:1 the sealing has no `recipient`",
        ),
    ] {
        let sandbox = Sandbox::with("r.toml", RUBRIC);
        sandbox.write("a.scorecard.toml", CARD);
        sandbox.write("panelkit.toml", &workspace);
        let run = sandbox
            .run(&["seal", "a.scorecard.toml", "--rubric", "r.toml"])
            .exits(78);
        let found = run.findings();
        assert_eq!(found[0].line(), due, "{workspace}");
    }
}

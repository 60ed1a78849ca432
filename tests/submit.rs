//! Submitting cards: all or nothing, kept as they came, never changed.

use std::fs;
use std::ops::ControlFlow;

use panelkit::store::{Access, Head, KeptCard, Revisions, SqliteStore, Store as _};

use crate::panel::{CARD, RUBRIC};
use crate::sandbox::{Run, Sandbox};

/// A sandbox with the rubric and the cards `0.scorecard.toml`, `1.scorecard.toml`, …
fn with_cards(cards: &[&str]) -> Sandbox {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    for (n, card) in cards.iter().enumerate() {
        sandbox.write(&format!("cards/{n}.scorecard.toml"), card);
    }
    sandbox
}

fn submit(sandbox: &Sandbox) -> Run {
    sandbox.run(&[
        "submit", "cards", "--rubric", "r.toml", "--store", "kept.db",
    ])
}

fn store(sandbox: &Sandbox) -> SqliteStore {
    SqliteStore::open(&sandbox.path("kept.db"), Access::Existing).unwrap()
}

fn kept_cards(sandbox: &Sandbox) -> Vec<KeptCard> {
    let mut cards = Vec::new();
    let visit = &mut |card| {
        cards.push(card);
        ControlFlow::Continue(())
    };
    store(sandbox).cards(None, Revisions::All, visit).unwrap();
    cards
}

/// What is kept, as texts; nothing where there is no store.
pub(crate) fn kept(sandbox: &Sandbox) -> Vec<String> {
    if !sandbox.path("kept.db").exists() {
        return Vec::new();
    }
    let cards = kept_cards(sandbox).into_iter();
    cards
        .map(|kept| String::from_utf8(kept.card.bytes).unwrap())
        .collect()
}

fn head(sandbox: &Sandbox) -> Head {
    store(sandbox).head().unwrap()
}

fn other(of: &str) -> String {
    CARD.replace("grace@example.com", of)
}

#[test]
fn cards_are_kept_byte_for_byte_with_their_rubric() {
    let odd = format!(
        "\u{feff}# a note\r\n{}\n\n",
        other("José/../../Ibarra <x@y>").replace('\n', "\r\n")
    );
    let sandbox = with_cards(&[CARD, &odd]);
    submit(&sandbox)
        .exits(0)
        .shows("2 scorecards kept in kept.db");
    let files = sandbox.files().into_iter();
    let files: Vec<_> = files.filter(|file| file.contains("kept")).collect();
    assert_eq!(files, ["kept.db"], "the files beside it are gone");
    assert_eq!(kept(&sandbox), [CARD.to_owned(), odd]);
    let card = kept_cards(&sandbox).remove(1).card;
    assert_eq!(card.seat.interviewer.signature, "José/../../Ibarra <x@y>");
    let rubric = store(&sandbox).rubric(&card.rubric).unwrap().unwrap();
    assert_eq!(rubric.files.len(), 1);
    assert_eq!(rubric.files[0].name, "r.toml");
    assert_eq!(rubric.files[0].bytes, RUBRIC.as_bytes());
}

#[test]
fn submitting_again_changes_nothing() {
    let sandbox = with_cards(&[CARD, &other("ian")]);
    submit(&sandbox).exits(0);
    let (files, before) = (sandbox.files(), head(&sandbox));
    submit(&sandbox)
        .exits(0)
        .shows("0 scorecards kept")
        .shows("2 cards kept already");
    assert_eq!(sandbox.files(), files);
    assert_eq!(head(&sandbox), before);
    sandbox.write("cards/9.scorecard.toml", other("ida"));
    submit(&sandbox)
        .exits(0)
        .shows("1 scorecard kept")
        .shows("2 cards kept already");
    assert_eq!(kept(&sandbox).len(), 3);
}

#[test]
fn who_submits_is_told_by_the_environment_or_the_workspace() {
    let sandbox = with_cards(&[CARD]);
    let by = |sandbox: &Sandbox| kept_cards(sandbox).pop().unwrap().by.signature;
    submit(&sandbox).exits(0);
    assert_eq!(by(&sandbox), "(not told)");
    sandbox.write("panelkit.toml", "identity = \"Zoë\"\n");
    sandbox.write("cards/0.scorecard.toml", other("zoe"));
    submit(&sandbox).exits(0);
    assert_eq!(by(&sandbox), "Zoë");
    sandbox.write("cards/0.scorecard.toml", other("zzz"));
    let line = "PANELKIT_AS=李雷 \"$PANELKIT\" submit cards --rubric r.toml --store kept.db";
    sandbox.sh(line).exits(0);
    assert_eq!(by(&sandbox), "李雷");
}

#[test]
fn the_same_card_twice_in_one_batch_is_one() {
    let sandbox = with_cards(&[CARD, CARD]);
    submit(&sandbox).exits(0).shows("1 scorecard kept");
    assert_eq!(kept(&sandbox).len(), 1);
}

#[test]
fn another_card_for_a_taken_seat_is_refused_and_nothing_is_kept() {
    let sandbox = with_cards(&[CARD]);
    submit(&sandbox).exits(0);
    for changed in [
        CARD.replace("score = 3", "score = 4"),
        CARD.replace("grace@", "GRACE@"),
        format!("{CARD}\n"),
    ] {
        sandbox.write("cards/0.scorecard.toml", changed);
        sandbox.write("cards/1.scorecard.toml", other("ian"));
        submit(&sandbox)
            .exits(77)
            .shows_nothing()
            .says("another card fills this seat already")
            .says("`ada` in `kitchen`");
        assert_eq!(kept(&sandbox), [CARD]);
    }
}

#[test]
fn one_bad_card_in_a_batch_keeps_all_out() {
    let bad = [
        CARD.replace("score = 3", "score = 9"),
        CARD.replace("evidence = \"Swept the floor before anybody asked.\"\n", ""),
        CARD.replace("Good hands.", "Another card for the same seat."),
        "not toml".to_owned(),
        String::new(),
    ];
    for card in bad {
        let sandbox = with_cards(&[CARD, &other("ian"), &card]);
        submit(&sandbox)
            .exits(65)
            .shows_nothing()
            .says("nothing was kept");
        assert!(!sandbox.path("kept.db").exists(), "{card}");
    }
}

#[test]
fn a_bad_rubric_keeps_all_out() {
    let sandbox = with_cards(&[CARD]);
    sandbox.write("r.toml", RUBRIC.replace("onsite", "offsite"));
    submit(&sandbox).exits(65).shows_nothing();
    assert!(!sandbox.path("kept.db").exists());
}

#[test]
fn a_store_that_cannot_be_made_is_73() {
    let sandbox = with_cards(&[CARD]);
    sandbox.write("file", "x");
    fs::create_dir(sandbox.path("folder")).unwrap();
    for (store, why) in [
        ("file/kept.db", "the folder for the store does not exist"),
        ("none/kept.db", "the folder for the store does not exist"),
        ("folder", "it is a folder, and a store is a file"),
        ("/dev/null", "it is not a plain file"),
        ("/proc/kept.db", "cannot create the store"),
    ] {
        let args = ["submit", "cards", "--rubric", "r.toml", "--store", store];
        sandbox
            .run(&args)
            .exits(73)
            .shows_nothing()
            .says(&format!("error: {store}: {why}"));
    }
    let args = ["submit", "cards", "--rubric", "r.toml", "--store", "file"];
    sandbox
        .run(&args)
        .exits(65)
        .says("error: file: the file is not a store");
    assert_eq!(sandbox.read("file"), "x");
}

#[test]
fn no_temporary_file_is_left() {
    let sandbox = with_cards(&[CARD, &other("ian")]);
    submit(&sandbox).exits(0);
    submit(&sandbox).exits(0);
    sandbox.write(
        "cards/0.scorecard.toml",
        CARD.replace("score = 3", "score = 4"),
    );
    submit(&sandbox).exits(77);
    let files = sandbox.files().into_iter();
    let files: Vec<_> = files.filter(|file| !file.starts_with("cards")).collect();
    assert_eq!(files, ["kept.db", "r.toml"]);
}

#[test]
fn a_limit_on_the_size_of_files_keeps_all_out() {
    let sandbox = with_cards(&[CARD]);
    submit(&sandbox).exits(0);
    let before = head(&sandbox);
    let size = fs::metadata(sandbox.path("kept.db")).unwrap().len();
    sandbox.write(
        "cards/1.scorecard.toml",
        format!("{}#{}\n", other("ian"), "x".repeat(500_000)),
    );
    // In blocks of 1,024 bytes, as bash counts them.
    let run = sandbox.sh(&format!(
        "ulimit -f {}; \"$PANELKIT\" submit cards --rubric r.toml --store kept.db",
        size / 1024 + 40
    ));
    run.exits(74).shows_nothing();
    assert_eq!(head(&sandbox), before);
    assert_eq!(kept(&sandbox), [CARD]);
    submit(&sandbox).exits(0).shows("1 scorecard kept");
}

#[test]
fn two_at_once_fill_a_seat_once() {
    let sandbox = with_cards(&[CARD]);
    sandbox.write(
        "more/0.scorecard.toml",
        CARD.replace("score = 3", "score = 4"),
    );
    let one =
        |folder| format!("\"$PANELKIT\" submit {folder} --rubric r.toml --store kept.db; echo $?");
    for _ in 0..10 {
        let _ = fs::remove_file(sandbox.path("kept.db"));
        let script = format!(
            "({}) > a 2>/dev/null & ({}) > b 2>/dev/null; wait; tail -n 1 -q a b",
            one("cards"),
            one("more")
        );
        let run = sandbox.sh(&script).exits(0);
        let mut codes: Vec<_> = run.stdout.lines().collect();
        codes.sort_unstable();
        assert_eq!(codes, ["0", "77"]);
        assert_eq!(kept(&sandbox).len(), 1);
    }
}

/// The store belongs to its owner alone, whatever the process's mask gives or takes.
#[cfg(unix)]
#[test]
fn the_store_is_private_under_any_mask() {
    use std::os::unix::fs::PermissionsExt as _;
    for mask in ["000", "022", "277", "777"] {
        let sandbox = with_cards(&[CARD]);
        let line = "\"$PANELKIT\" submit cards --rubric r.toml --store kept.db";
        sandbox.sh(&format!("umask {mask}; {line}")).exits(0);
        let found = fs::metadata(sandbox.path("kept.db")).unwrap();
        assert_eq!(found.permissions().mode() & 0o777, 0o600, "{mask}");
    }
}

/// Submits the folder `cards` as somebody, with more arguments.
fn submit_as(sandbox: &Sandbox, who: &str, more: &[&str]) -> Run {
    let mut args = vec!["--as", who, "submit", "cards", "--store", "kept.db"];
    args.extend(more);
    sandbox.run(&args)
}

#[test]
fn an_amendment_is_a_revision_beside_the_card_as_it_came() {
    let sandbox = with_cards(&[CARD]);
    submit(&sandbox).exits(0);
    let changed = CARD.replace("score = 3", "score = 4");
    sandbox.write("cards/0.scorecard.toml", &changed);
    let amend = ["--rubric", "r.toml", "--amend", "--reason", "Łucja: “typo”"];
    submit_as(&sandbox, "Grace@Example.com ", &amend)
        .exits(0)
        .shows("1 scorecard amended in kept.db");
    submit_as(&sandbox, "grace@example.com", &amend)
        .exits(0)
        .shows("0 scorecards amended in kept.db, 1 card kept already");
    assert_eq!(kept(&sandbox), [CARD.to_owned(), changed]);
    let latest = kept_cards(&sandbox).remove(1).card;
    assert_eq!(latest.revision, 2);
    assert_eq!(latest.reason.as_deref(), Some("Łucja: “typo”"));
    assert!(!latest.after_seeing_others);
    sandbox
        .run(&["audit", "verify", "--store", "kept.db"])
        .exits(0);
}

#[test]
fn an_amendment_after_a_look_is_stamped_and_said() {
    let sandbox = with_cards(&[CARD, &other("ian")]);
    submit(&sandbox).exits(0);
    let look = ["--as", "grace@example.com", "packet", "--store", "kept.db"];
    sandbox.run(&look).exits(0);
    fs::remove_file(sandbox.path("cards/1.scorecard.toml")).unwrap();
    sandbox.write("cards/0.scorecard.toml", format!("{CARD}\n"));
    let amend = ["--rubric", "r.toml", "--amend", "--reason", "thought again"];
    submit_as(&sandbox, "grace@example.com", &amend)
        .exits(0)
        .says("after its author had seen others' scores");
    let cards = kept_cards(&sandbox);
    let stamped: Vec<_> = cards
        .iter()
        .map(|kept| kept.card.after_seeing_others)
        .collect();
    assert_eq!(stamped, [false, true, false]);
}

#[test]
fn what_cannot_be_amended_is_said_and_left_alone() {
    let sandbox = with_cards(&[CARD]);
    let with = |reason| ["--rubric", "r.toml", "--amend", "--reason", reason];
    submit_as(&sandbox, "grace@example.com", &with("x"))
        .exits(65)
        .says("no candidate `ada`");
    submit(&sandbox).exits(0);
    let before = head(&sandbox);
    sandbox.write("cards/0.scorecard.toml", format!("{CARD}\n"));
    submit_as(&sandbox, "ian@example.com", &with("x"))
        .exits(77)
        .says("the card is of grace@example.com, and you are ian@example.com");
    submit_as(&sandbox, "grace@example.com", &with(" "))
        .exits(2)
        .says("there is no reason given");
    submit_as(&sandbox, "grace@example.com", &["--amend"]).exits(2);
    submit_as(&sandbox, "grace@example.com", &["--reason", "x"]).exits(2);
    let line = [
        "submit", "cards", "--store", "kept.db", "--amend", "--reason", "x", "--rubric", "r.toml",
    ];
    sandbox
        .run(&line)
        .exits(77)
        .says("it is not told who you are");
    sandbox.write("cards/0.scorecard.toml", other("new@example.com"));
    submit_as(&sandbox, "new@example.com", &with("x"))
        .exits(65)
        .says("to amend");
    sandbox.write(
        "cards/0.scorecard.toml",
        CARD.replace("score = 3", "score = 9"),
    );
    submit_as(&sandbox, "grace@example.com", &with("x"))
        .exits(65)
        .says("nothing was kept");
    assert_eq!(head(&sandbox), before);
}

#[test]
fn each_card_is_read_with_the_rubric_it_names() {
    let sandbox = Sandbox::with("panelkit.toml", "rubrics = \"mine\"\n");
    sandbox.write("mine/baker.toml", RUBRIC);
    sandbox.write("mine/cook.toml", RUBRIC.replace("\"baker\"", "\"cook\""));
    // Beside the cards: a card names an id, never a path.
    sandbox.write("baker", "not a rubric");
    sandbox.write("cards/0.scorecard.toml", CARD);
    let of_cook = CARD
        .replace("\"baker\"", "\"cook\"")
        .replace("\"ada\"", "\"bob\"");
    sandbox.write("cards/1.scorecard.toml", &of_cook);
    submit_as(&sandbox, "x", &[])
        .exits(0)
        .shows("2 scorecards kept");
    assert_eq!(kept(&sandbox), [CARD.to_owned(), of_cook]);
    let rubrics = store(&sandbox).rubrics().unwrap();
    let ids: Vec<_> = rubrics.iter().map(|rubric| rubric.id.as_str()).collect();
    assert_eq!(ids, ["baker", "cook"]);
    for (named, what) in [
        ("../mine/baker", "there is no rubric"),
        ("bakery", "there is no rubric"),
    ] {
        sandbox.write(
            "cards/1.scorecard.toml",
            CARD.replace("\"baker\"", &format!("\"{named}\"")),
        );
        submit_as(&sandbox, "x", &[]).exits(66).says(what);
    }
    sandbox.write("cards/1.scorecard.toml", "format = 1\n");
    submit_as(&sandbox, "x", &[])
        .exits(65)
        .says("a scorecard has no `candidate`")
        .says("a scorecard has no `rubric`");
}

#[test]
fn a_card_of_a_rubric_that_changed_is_read_with_the_one_that_is_kept() {
    let sandbox = Sandbox::with("panelkit.toml", "rubrics = \"mine\"\n");
    sandbox.write("mine/baker.toml", RUBRIC);
    let new = sandbox
        .run(&[
            "--as",
            "ian",
            "scorecard",
            "new",
            "--rubric",
            "baker",
            "--round",
            "kitchen",
            "--candidate",
            "ada",
            "--level",
            "junior",
        ])
        .exits(0);
    let hash = new
        .stdout
        .lines()
        .find(|line| line.starts_with("rubric-hash"))
        .unwrap();
    let pinned = |who: &str| {
        CARD.replace("rubric-version", &format!("{hash}\nrubric-version"))
            .replace("grace@example.com", who)
    };
    sandbox.write("cards/0.scorecard.toml", pinned("ian"));
    submit_as(&sandbox, "x", &[]).exits(0);
    sandbox.write("mine/baker.toml", RUBRIC.replace("Bakes.", "Bakes bread."));
    sandbox.write("cards/0.scorecard.toml", pinned("zoe"));
    submit_as(&sandbox, "x", &[])
        .exits(0)
        .shows("1 scorecard kept");
    assert_eq!(store(&sandbox).rubrics().unwrap().len(), 1);
}

#[test]
fn text_from_ones_own_earlier_card_is_questioned_and_others_cards_are_not_shown() {
    let story = "Kneaded the dough for ten minutes, let it rest twice, and told me why the second rest was the longer one.";
    let about = |candidate: &str, who: &str| {
        CARD.replace("Swept the floor before anybody asked.", story)
            .replace("\"ada\"", &format!("\"{candidate}\""))
            .replace("grace@example.com", who)
    };
    let sandbox = with_cards(&[
        &about("ada", "grace@example.com"),
        &about("ada", "ian@example.com"),
    ]);
    submit(&sandbox).exits(0);
    let secret = "words in a row stand on another card too";
    for (n, who, found) in [
        (0, "zoe@example.com", false),
        (1, "GRACE@example.com", true),
    ] {
        fs::remove_dir_all(sandbox.path("cards")).unwrap();
        sandbox.write("cards/0.scorecard.toml", about(&format!("bob-{n}"), who));
        let run = submit(&sandbox).exits(0);
        assert_eq!(run.stderr.contains(secret), found, "{}", run.stderr);
        assert!(!run.stderr.contains("ian@"), "{}", run.stderr);
    }
}

//! The way of a card: sealed, submitted, opened once every card is in.

use panelkit::store::Revisions;

use super::{
    WORDS, assign, kept_cards, looks, open, other, store, with_cards, with_sealed, words_in_store,
};
use crate::panel::CARD;
use crate::sandbox::Sandbox;

fn submit(sandbox: &Sandbox, what: &str) {
    sandbox.run(&["submit", what]).exits(0);
}

fn latest(sandbox: &Sandbox) -> Vec<String> {
    let cards = kept_cards(sandbox, Revisions::Latest).into_iter();
    cards
        .map(|kept| String::from_utf8(kept.card.bytes).unwrap())
        .collect()
}

#[test]
fn a_sealed_card_is_opened_as_it_was() {
    let odd = other("ian").replace('\n', "\r\n") + "\r\n# the end";
    let sandbox = with_sealed(&[CARD, &odd]);
    submit(&sandbox, "sealed");
    assign(&sandbox, "grace@example.com", false);
    assign(&sandbox, "ian", false);
    let sealed = kept_cards(&sandbox, Revisions::Latest);
    assert!(sealed.iter().all(|kept| kept.card.sealed));
    open(&sandbox, "boss")
        .exits(0)
        .shows("2 cards of `ada` opened");
    assert_eq!(latest(&sandbox), [CARD.to_owned(), odd]);
    let all = kept_cards(&sandbox, Revisions::All);
    let all: Vec<_> = all
        .iter()
        .map(|kept| (kept.card.revision, kept.card.sealed))
        .collect();
    assert_eq!(all, [(1, true), (2, false), (1, true), (2, false)]);
    let head = store_head(&sandbox);
    open(&sandbox, "boss")
        .exits(0)
        .shows("no card of `ada` is sealed");
    assert_eq!(store_head(&sandbox), head, "again changes nothing");
    sandbox.run(&["audit", "verify"]).exits(0);
    let packet = sandbox.run(&["--as", "boss", "packet", "ada"]).exits(0);
    packet.shows("2 cards counted");
}

fn store_head(sandbox: &Sandbox) -> String {
    use panelkit::store::Store as _;
    store(sandbox).head().unwrap().to_string()
}

#[test]
fn nothing_of_a_sealed_card_is_in_the_store_before_it_is_opened() {
    let sandbox = with_sealed(&[CARD]);
    submit(&sandbox, "sealed");
    assert_eq!(words_in_store(&sandbox), [""; 0]);
    let packet = sandbox.run(&["--as", "boss", "packet", "ada"]);
    packet.exits(66).says("panelkit panel open ada");
    open(&sandbox, "boss").exits(0);
    assert_eq!(
        words_in_store(&sandbox),
        WORDS,
        "they would have been found"
    );
}

#[test]
fn cards_stay_sealed_while_one_is_expected() {
    let sandbox = with_sealed(&[CARD]);
    submit(&sandbox, "sealed");
    assign(&sandbox, "grace@example.com", false);
    assign(&sandbox, "Łucja 李雷", false);
    open(&sandbox, "boss")
        .exits(77)
        .shows_nothing()
        .says("a card of `ada` is still expected: Łucja 李雷 in `kitchen`");
    assert_eq!(looks(&sandbox), ["boss was refused panel open"]);
    assert!(kept_cards(&sandbox, Revisions::Latest)[0].card.sealed);
    // An open card is a card.
    sandbox.write("late.scorecard.toml", other("łucja 李雷"));
    submit(&sandbox, "late.scorecard.toml");
    open(&sandbox, "boss")
        .exits(0)
        .shows("1 card of `ada` opened");
}

#[test]
fn a_trainees_card_is_not_waited_for_and_is_opened_later() {
    let sandbox = with_sealed(&[CARD]);
    submit(&sandbox, "sealed");
    assign(&sandbox, "trainee", true);
    assign(&sandbox, "grace@example.com", false);
    open(&sandbox, "boss")
        .exits(0)
        .shows("1 card of `ada` opened");
    let card = other("trainee").replace("asked = ", "shadow = true\nasked = ");
    sandbox.write("t.scorecard.toml", card);
    sandbox.run(&["seal", "t.scorecard.toml"]).exits(0);
    submit(&sandbox, "t.sealed.toml");
    open(&sandbox, "boss")
        .exits(0)
        .shows("1 card of `ada` opened");
    let trainee = kept_cards(&sandbox, Revisions::Latest).pop().unwrap().card;
    assert_eq!((trainee.shadow, trainee.sealed), (true, false));
}

#[test]
fn whoever_has_a_card_due_opens_nothing() {
    for (who, shadow) in [("José@example.com", false), ("trainee", true)] {
        let sandbox = with_sealed(&[CARD]);
        submit(&sandbox, "sealed");
        assign(&sandbox, who, shadow);
        let folded = who.replace('é', "e\u{301}").to_uppercase();
        open(&sandbox, &folded)
            .exits(77)
            .says("has a card due for `ada`");
        assert_eq!(
            looks(&sandbox),
            [format!("{folded} was refused panel open")]
        );
        assert_eq!(words_in_store(&sandbox), [""; 0]);
    }
}

#[test]
fn who_opens_must_be_told_and_whom_must_be_known() {
    let sandbox = with_sealed(&[CARD]);
    submit(&sandbox, "sealed");
    let line = ["panel", "open", "ada", "--key", "panel.key"];
    sandbox
        .run(&line)
        .exits(77)
        .says("it is not told who you are");
    let line = [
        "--as",
        "boss",
        "panel",
        "open",
        "adda",
        "--key",
        "panel.key",
    ];
    sandbox.run(&line).exits(66).says("did you mean `ada`?");
    let line = [
        "--as",
        "boss",
        "panel",
        "open",
        "../ada",
        "--key",
        "panel.key",
    ];
    sandbox.run(&line).exits(2);
    open(&sandbox, "boss")
        .exits(0)
        .says("nobody was assigned a card for `ada`");
}

#[test]
fn the_same_sealed_card_twice_is_one_and_another_is_refused() {
    let sandbox = with_sealed(&[CARD]);
    submit(&sandbox, "sealed");
    let again = sandbox.run(&["submit", "sealed"]).exits(0);
    again
        .shows("0 scorecards kept")
        .shows("1 card kept already");
    sandbox.run(&["seal", "cards", "-o", "anew"]).exits(0);
    sandbox
        .run(&["submit", "anew"])
        .exits(77)
        .says("another card fills this seat already");
    open(&sandbox, "boss").exits(0);
    let after = sandbox.run(&["submit", "sealed"]).exits(0);
    after.shows("1 card kept already");
    // The card itself is what was opened.
    let plain = sandbox.run(&["submit", "cards"]).exits(0);
    plain.shows("1 card kept already");
}

#[test]
fn a_card_and_its_sealed_one_are_not_taken_together() {
    let sandbox = with_sealed(&[CARD]);
    sandbox.run(&["seal", "cards", "-o", "anew"]).exits(0);
    for both in [["sealed", "cards"], ["cards", "sealed"], ["sealed", "anew"]] {
        let run = sandbox.run(&["submit", both[0], both[1]]).exits(65);
        run.says("C207")
            .says("give either the card or the sealed one");
        assert!(!sandbox.path("kept.db").exists());
    }
}

#[test]
fn a_sealed_card_is_amended_by_a_sealed_card() {
    let sandbox = with_sealed(&[CARD]);
    submit(&sandbox, "sealed");
    let amended = CARD.replace("score = 3", "score = 2");
    sandbox.write("b.scorecard.toml", &amended);
    sandbox.run(&["seal", "b.scorecard.toml"]).exits(0);
    let amend = |who: &str| {
        let line = [
            "--as",
            who,
            "submit",
            "b.sealed.toml",
            "--amend",
            "--reason",
            "a slip",
        ];
        sandbox.run(&line)
    };
    amend("ian")
        .exits(77)
        .says("b.sealed.toml: the card is of grace@example.com");
    amend("Grace@Example.com").exits(0);
    open(&sandbox, "boss")
        .exits(0)
        .shows("1 card of `ada` opened");
    assert_eq!(latest(&sandbox), [amended]);
}

#[test]
fn all_cards_are_opened_or_none() {
    let sandbox = with_sealed(&[CARD, &other("ian"), &other("zoe")]);
    let sealed = sandbox.read("sealed/1.sealed.toml");
    sandbox.write("sealed/1.sealed.toml", sealed.replace("\"ian\"", "\"ida\""));
    submit(&sandbox, "sealed");
    open(&sandbox, "boss")
        .exits(65)
        .shows_nothing()
        .says("C225")
        .says("the card inside has another `interviewer`")
        .says("nothing was opened");
    assert_eq!(words_in_store(&sandbox), [""; 0]);
    assert!(
        kept_cards(&sandbox, Revisions::All)
            .iter()
            .all(|kept| kept.card.sealed)
    );
    // Its author's way out.
    let line = [
        "--as",
        "ida",
        "submit",
        "ida.scorecard.toml",
        "--amend",
        "--reason",
        "the wrong file",
    ];
    sandbox.write("ida.scorecard.toml", other("ida"));
    sandbox.run(&line).exits(0);
    open(&sandbox, "boss")
        .exits(0)
        .shows("2 cards of `ada` opened");
}

#[test]
fn another_seat_than_the_envelopes_is_named() {
    for (find, by, due) in [
        (
            "candidate = \"ada\"",
            "candidate = \"bob\"",
            "another `candidate`",
        ),
        (
            "round = \"kitchen\"",
            "round = \"table\"",
            "another `round`",
        ),
        ("grace@", "ian@", "another `interviewer`"),
        ("sealed = ", "shadow = true\nsealed = ", "another `shadow`"),
        (
            "round = \"kitchen\"\ninterviewer = \"grace@",
            "round = \"table\"\ninterviewer = \"ian@",
            "another `round`, `interviewer`",
        ),
    ] {
        let sandbox = with_sealed(&[CARD]);
        let sealed = sandbox.read("sealed/0.sealed.toml");
        assert!(sealed.contains(find), "{find}");
        sandbox.write("sealed/0.sealed.toml", sealed.replace(find, by));
        submit(&sandbox, "sealed");
        let candidate = if by.contains("bob") { "bob" } else { "ada" };
        let line = [
            "--as",
            "boss",
            "panel",
            "open",
            candidate,
            "--key",
            "panel.key",
        ];
        let run = sandbox
            .run(&line)
            .exits(65)
            .shows_nothing()
            .says("C225")
            .says(due);
        for word in WORDS {
            assert!(!run.stderr.contains(word), "{word}: {run:#?}");
        }
    }
}

#[test]
fn what_is_no_card_inside_is_named_without_what_it_says() {
    let long = "x".repeat(200_000);
    let inside: &[(&[u8], &str)] = &[
        (b"", "C224 the card inside cannot be used: E006 in line 1"),
        (
            b"summary = 1\n[[score]]\nsecret = 3",
            "C224 the card inside cannot be used: E006 in line 1",
        ),
        (
            b"\xff\xfe",
            "C224 the card inside cannot be used: E001 in line 1",
        ),
        (
            long.as_bytes(),
            "C224 the card inside cannot be used: E003 in line 1",
        ),
        (
            b"format = 1\nrubric = \"secret\"\nrubric-version = \"1.0.0\"\ncandidate = \"ada\"\n",
            "C224 the card inside cannot be used: E006 in line 1",
        ),
    ];
    for (bytes, due) in inside {
        let sandbox = with_sealed(&[CARD]);
        let public = sandbox.read("panel.key");
        let public = public.split("public key: ").nth(1).unwrap();
        let public: age::x25519::Recipient = public.lines().next().unwrap().parse().unwrap();
        let text = age::encrypt_and_armor(&public, bytes).unwrap();
        let sealed = sandbox.read("sealed/0.sealed.toml");
        let head = sealed.split("'''").next().unwrap();
        sandbox.write("sealed/0.sealed.toml", format!("{head}'''\n{text}'''\n"));
        submit(&sandbox, "sealed");
        let run = open(&sandbox, "boss").exits(65).shows_nothing();
        let found = run.findings();
        let found: Vec<_> = found
            .iter()
            .map(|f| format!("{} {}", f.code, f.message))
            .collect();
        assert_eq!(found.len(), 1, "{run:#?}");
        assert!(found[0].starts_with(due), "{found:?}");
        assert!(!run.stderr.contains("secret"), "{run:#?}");
    }
}

#[test]
fn every_name_comes_back_as_it_was_signed() {
    let names = [
        "Łucja Żółć",
        "Thị Ánh",
        "Thi\u{323} Bi\u{300}nh",
        "李雷",
        "عمر حداد",
        "José",
        "Jose\u{301} Ibarra",
        "👩🏽‍🍳 chef",
        "O'Brien \\\"Bob\\\"",
        "back\\\\slash",
        "\\u202eevil\\u0007",
        "'''",
    ];
    let cards: Vec<_> = names.iter().map(|name| other(name)).collect();
    let cards: Vec<_> = cards.iter().map(String::as_str).collect();
    let sandbox = with_sealed(&cards);
    submit(&sandbox, "sealed");
    let run = open(&sandbox, "boss").exits(0);
    let n_people = kept_cards(&sandbox, Revisions::Latest).len();
    run.shows(&format!("{n_people} cards of `ada` opened"));
    let mut kept = latest(&sandbox);
    let mut due: Vec<_> = cards.iter().map(|card| (*card).to_owned()).collect();
    kept.sort();
    due.sort();
    assert_eq!(kept, due);
}

#[test]
fn sealed_cards_in_files_are_left_out_of_a_packet() {
    let sandbox = with_sealed(&[CARD]);
    sandbox.write("cards/9.sealed.toml", sandbox.read("sealed/0.sealed.toml"));
    let line = ["packet", "--scorecards", "cards", "sealed"];
    sandbox.run(&line).exits(65).says("C207");
    std::fs::remove_file(sandbox.path("cards/9.sealed.toml")).unwrap();
    sandbox.write("cards/0.scorecard.toml", other("ian"));
    let line = ["packet", "--scorecards", "cards", "sealed"];
    sandbox.run(&line).exits(0).says("1 card left out: sealed");
    sandbox
        .run(&["scorecard", "check", "cards", "sealed"])
        .exits(0)
        .shows("2 scorecards can be submitted");
}

#[test]
fn the_largest_card_comes_back() {
    let room = 1024 * 1024 - CARD.len();
    let large = CARD.replace(
        "Good hands.",
        &format!("Good hands.{}", " 李雷.".repeat(room / 8)),
    );
    let sandbox = with_sealed(&[&large]);
    assert!(sandbox.read("sealed/0.sealed.toml").len() > 1024 * 1024);
    submit(&sandbox, "sealed");
    open(&sandbox, "boss").exits(0);
    assert_eq!(latest(&sandbox), [large]);
}

#[test]
fn a_flipped_bit_keeps_everything_sealed() {
    let sandbox = with_cards(&[CARD]);
    sandbox.run(&["seal", "cards", "-o", "sealed"]).exits(0);
    let sealed = sandbox.read("sealed/0.sealed.toml");
    let lines: Vec<_> = sealed.lines().collect();
    let first = lines
        .iter()
        .position(|line| line.starts_with("-----BEGIN"))
        .unwrap();
    let mut n_kept = 0;
    // One in the keys, some in the card, one in its end.
    for line in [first + 2, lines.len() - 9, lines.len() - 6, lines.len() - 3] {
        let mut damaged: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let by = if damaged[line].starts_with('A') {
            "B"
        } else {
            "A"
        };
        damaged[line].replace_range(0..1, by);
        let _ = std::fs::remove_file(sandbox.path("kept.db"));
        sandbox.write("damaged.sealed.toml", damaged.join("\n"));
        // A head that cannot be read is found without the key.
        let submitted = sandbox.run(&["submit", "damaged.sealed.toml"]);
        if submitted.code == Some(65) {
            submitted.says("C223");
            continue;
        }
        n_kept += 1;
        let run = open(&sandbox, "boss").exits(65).shows_nothing();
        assert!(
            run.stderr.contains("C222") || run.stderr.contains("C223"),
            "{run:#?}"
        );
        assert_eq!(kept_cards(&sandbox, Revisions::All).len(), 1);
    }
    assert!(n_kept >= 3, "{n_kept}");
}

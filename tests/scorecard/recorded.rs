//! Cards of recorded answers, which candidates send in with their application.

use crate::sandbox::Sandbox;

const CARD: [&str; 10] = [
    "scorecard",
    "new",
    "--rubric",
    "customer-support-lead",
    "--level",
    "team-lead",
    "--round",
    "application",
    "--candidate",
    "thi-anh",
];

/// The blank card with everything said that it asks for.
fn fill(card: &str) -> String {
    let mut n_said = 0;
    let filled = card.lines().map(|line| {
        let line = line
            .replace(
                "# interviewed-on = 2026-01-31",
                "interviewed-on = 2026-11-20",
            )
            .replace("# recommendation = \"\"", "recommendation = \"hire\"")
            .replace(
                "observed = []",
                "observed = [\"call-back+1\", \"call-back-2\"]",
            );
        if line.starts_with("# score = ") {
            return "score = 3".to_owned();
        }
        if line == "evidence = \"\"\"" {
            n_said += 1;
            return format!(
                "{line}\nSaid in sentence {n_said} who was calling and when the next call comes."
            );
        }
        line
    });
    filled.collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn a_recorded_answer_has_a_card_like_any_other() {
    let sandbox = Sandbox::new();
    let card = sandbox
        .run(&[&CARD[..], &["--interviewer", "Łucja", "-o", "-"]].concat())
        .exits(0)
        .shows("#   call-back+1: Says who is calling")
        .shows("#   call-back-3: Promises something");
    let filled = fill(&card.stdout);
    sandbox.write("a.scorecard.toml", &filled);
    sandbox
        .run(&["scorecard", "check", "a.scorecard.toml"])
        .exits(0);
    sandbox
        .run(&["submit", "a.scorecard.toml", "--store", "kept.db"])
        .exits(0)
        .shows("1 scorecard kept");
    let packet = sandbox.run(&[
        "packet",
        "thi-anh",
        "--rubric",
        "customer-support-lead",
        "--scorecards",
        "a.scorecard.toml",
    ]);
    packet.exits(0).shows("2 of 17 criteria have a score");
}

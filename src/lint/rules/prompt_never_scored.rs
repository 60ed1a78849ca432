//! R118

use crate::diagnostic::{Code, Severity};
use crate::lint::{Check, Findings, Group, Rule};
use crate::rubric::{Rubric, VideoPrompt};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R118"),
    name: "prompt-never-scored",
    group: Group::Structure,
    severity: Severity::Warning,
    summary: "a recorded answer that no card can score",
    explanation: "Candidates record an answer, and whoever hears it has nowhere to put what they heard: \
        the card of the round has no criterion that the prompt gives evidence for, so none of its \
        indicators can be ticked. Name the round, name a criterion in `measures`, and put that \
        criterion into the focus of the round.",
    bad: r#"[[video-prompt]]
id = "recorded-piece"
#    ^ no card scores the answer to `recorded-piece`
ask = "Tell us about the last thing you finished."
seconds = 120
round = "application"

[[round]]
id = "application"
title = "Application"
stage = "application"

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
focus = ["craft"]
"#,
    good: r#"[[video-prompt]]
id = "recorded-piece"
ask = "Tell us about the last thing you finished."
seconds = 120
round = "application"
measures = ["craft"]

[[round]]
id = "application"
title = "Application"
stage = "application"
focus = ["craft"]

[[round]]
id = "onsite"
title = "Onsite"
stage = "onsite"
minutes = 45
focus = ["craft"]
"#,
    check: Check::Rubric(check),
};

fn check(rubric: &Rubric, findings: &mut Findings) {
    for prompt in rubric.video_prompts() {
        if !is_scored(rubric, prompt) {
            let message = format!("no card scores the answer to `{}`", prompt.id);
            findings
                .report(prompt.id.span, message)
                .advise(advice(prompt));
        }
    }
}

fn is_scored(rubric: &Rubric, prompt: &VideoPrompt) -> bool {
    prompt.round.is_some_and(|round| {
        let focus = &rubric.round(round).focus;
        prompt.measures.iter().any(|idx| focus.contains(idx))
    })
}

fn advice(prompt: &VideoPrompt) -> &'static str {
    if prompt.round.is_none() {
        "name the `round` it belongs to"
    } else if prompt.measures.is_empty() {
        "name in `measures` what it gives evidence for, and put that into the round's focus"
    } else {
        "put what it measures into the focus of its round"
    }
}

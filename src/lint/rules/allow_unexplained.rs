//! R191

use crate::diagnostic::{Code, Severity};
use crate::lint::allow::Comment;
use crate::lint::{Check, Findings, Group, Rule};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R191"),
    name: "allow-unexplained",
    group: Group::Comments,
    severity: Severity::Warning,
    summary: "a comment silences a rule without saying why",
    explanation: "Whoever reads the rubric next year must be able to tell a considered exception \
        from a nuisance that was clicked away. Write the reason after the code: \
        # allow(R110): the reason. Without one the comment silences nothing.",
    bad: r#"[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."
weight = 3 # allow(R110)
#                  ^ without a reason
"#,
    good: r#"[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."
weight = 3 # allow(R110): agreed with the works council, minutes of May
"#,
    check: Check::Comments(check),
};

fn check(comments: &[Comment], findings: &mut Findings) {
    for comment in comments.iter().filter(|comment| comment.reason.is_empty()) {
        let message = format!("`{}` is to be silenced without a reason", comment.code);
        findings
            .report(comment.code_at, message)
            .advise(format!("write `# allow({}): why`", comment.code));
    }
}

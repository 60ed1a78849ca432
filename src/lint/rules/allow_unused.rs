//! R192

use crate::diagnostic::{Code, Severity};
use crate::lint::allow::Comment;
use crate::lint::{Check, Findings, Group, Rule, rules};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R192"),
    name: "allow-unused",
    group: Group::Comments,
    severity: Severity::Warning,
    summary: "a comment silences a rule that finds nothing there",
    explanation: "The comment has outlived what it was written for, or stands in the wrong place: \
        it holds for its own line and for the next line that is not a comment. Left standing, it \
        would hide the next real finding. Remove or move it.",
    bad: r#"[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."
weight = 1 # allow(R110): agreed with the works council
#                  ^ finds nothing here
"#,
    good: r#"[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."
# allow(R110): agreed with the works council
weight = 3
"#,
    check: Check::Comments(check),
};

fn check(comments: &[Comment], findings: &mut Findings) {
    let idle = comments
        .iter()
        .filter(|comment| !comment.used && rules::find(&comment.code).is_some());
    for comment in idle {
        let message = format!("{} finds nothing here", comment.code);
        findings
            .report(comment.code_at, message)
            .advise("remove the comment, or move it to the line it is meant for");
    }
}

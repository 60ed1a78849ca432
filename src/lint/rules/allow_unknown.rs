//! R193

use crate::diagnostic::{Code, Severity, nearest};
use crate::lint::allow::Comment;
use crate::lint::{Check, Findings, Group, Rule, rules};

pub(super) const RULE: Rule = Rule {
    code: Code::new("R193"),
    name: "allow-unknown",
    group: Group::Comments,
    severity: Severity::Warning,
    summary: "a comment silences a code that no rule has",
    explanation: "The code is misspelt, or the rule is gone. Only rules, whose codes begin with R, \
        can be silenced: what makes a rubric unusable has to be mended. The page of rules lists \
        all codes.",
    bad: r#"[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."
weight = 3 # allow(R999): agreed with the works council
#                  ^ no rule has the code `R999`
"#,
    good: r#"[[attitude]]
id = "patience"
title = "Patience"
definition = "Hears an explanation to its end before answering it."
weight = 3 # allow(R110): agreed with the works council
"#,
    check: Check::Comments(check),
};

fn check(comments: &[Comment], findings: &mut Findings) {
    for comment in comments
        .iter()
        .filter(|comment| rules::find(&comment.code).is_none())
    {
        let message = format!("no rule has the code `{}`", comment.code);
        let finding = findings.report(comment.code_at, message);
        let known = rules::ALL.iter().map(|rule| rule.code.as_str());
        match nearest(&comment.code, known) {
            Some(near) => finding.advise(format!("did you mean {near}?")),
            None => finding.advise("`panelkit explain` lists the rules"),
        };
    }
}

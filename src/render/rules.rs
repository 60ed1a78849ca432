//! The tables of rules and of quality checks as views: one for `explain`, all for their page.

use serde::Serialize;

use crate::diagnostic::codes;
use crate::lint::{Group, Rule, rules};
use crate::scorecard::quality::{self, Check};

/// One rule or code, explained.
#[derive(Debug, Serialize)]
pub struct RuleView {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it looks at.
    pub group: &'static str,
    /// How much it matters.
    pub severity: &'static str,
    /// What it finds.
    pub summary: &'static str,
    /// Why that matters.
    pub explanation: &'static str,
    /// What it finds, as an example; empty for codes that are no rules.
    pub bad: &'static str,
    /// The example mended.
    pub good: &'static str,
    /// How to silence it.
    pub silence: String,
    /// How to set its severity.
    pub severity_line: String,
}

/// The view of a rule.
#[must_use]
pub fn rule(rule: &Rule) -> RuleView {
    let code = rule.code.as_str();
    RuleView {
        code,
        name: rule.name,
        group: rule.group.title(),
        severity: rule.severity.as_str(),
        summary: rule.summary,
        explanation: rule.explanation,
        bad: rule.bad,
        good: rule.good,
        silence: format!("# allow({code}): the reason"),
        severity_line: format!("[lint]\n{code} = \"note\"  # off | note | warning | error"),
    }
}

/// The view of a quality check of scorecards.
fn check(check: &Check) -> RuleView {
    let code = check.code.as_str();
    RuleView {
        code,
        name: check.name,
        group: CARDS,
        severity: check.severity.as_str(),
        summary: check.summary,
        explanation: check.explanation,
        bad: check.bad,
        good: check.good,
        silence: String::new(),
        severity_line: format!("[lint]\n{code} = \"note\"  # off | note | warning | error"),
    }
}

/// What quality checks stand under.
const CARDS: &str = "Quality of scorecards";

/// The view of a code, rule or not; none where nothing has it.
#[must_use]
pub fn explain(code: &str) -> Option<RuleView> {
    if let Some(found) = rules::find(code) {
        return Some(rule(found));
    }
    if let Some(found) = quality::find(code) {
        return Some(check(found));
    }
    let (code, summary) = codes::ALL
        .iter()
        .find(|(known, _)| known.as_str().eq_ignore_ascii_case(code))?;
    let of_cards = code.as_str().starts_with('C');
    Some(RuleView {
        code: code.as_str(),
        name: if of_cards { "a scorecard" } else { "a file" },
        group: if of_cards {
            "Scorecards"
        } else {
            "Files that cannot be used"
        },
        severity: "error",
        summary,
        explanation: "The finding itself says where and what to do. It cannot be silenced.",
        bad: "",
        good: "",
        silence: String::new(),
        severity_line: String::new(),
    })
}

/// All rules by group, and all other codes.
#[derive(Debug, Serialize)]
pub struct RulesView {
    /// How to set severities.
    pub example: &'static str,
    /// How to set the words that evidence needs.
    pub words: &'static str,
    /// Rules by group.
    pub groups: Vec<GroupView>,
    /// What is checked of scorecards, as a group of its own.
    pub cards: GroupView,
    /// Codes that are no rules.
    pub codes: Vec<CodeView>,
}

/// The rules of a group.
#[derive(Debug, Serialize)]
pub struct GroupView {
    /// Its title.
    pub title: &'static str,
    /// Its rules.
    pub rules: Vec<RuleView>,
}

/// A code with what it means.
#[derive(Debug, Serialize)]
pub struct CodeView {
    /// The code.
    pub code: &'static str,
    /// What it means.
    pub summary: &'static str,
}

/// The page of rules.
#[must_use]
pub fn page() -> RulesView {
    let groups = [
        Group::Structure,
        Group::Ladder,
        Group::Language,
        Group::Lawful,
        Group::Comments,
    ];
    RulesView {
        example: "[lint]\nR110 = \"off\"      # not looked for\nR106 = \"error\"    # must be mended",
        words: "[quality]\nevidence-words = 5",
        groups: groups
            .into_iter()
            .map(|group| GroupView {
                title: group.title(),
                rules: rules::ALL
                    .iter()
                    .filter(|of| of.group == group)
                    .map(rule)
                    .collect(),
            })
            .collect(),
        cards: GroupView {
            title: CARDS,
            rules: quality::ALL.iter().map(check).collect(),
        },
        codes: codes::ALL
            .iter()
            .filter(|(code, _)| quality::find(code.as_str()).is_none())
            .map(|(code, summary)| CodeView {
                code: code.as_str(),
                summary,
            })
            .collect(),
    }
}

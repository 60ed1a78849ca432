//! Whether a rubric that can be used is also sound for assessment: rules as data.
//!
//! A rule is one file under `lint/rules/`: a constant with its code, its explanation and its two
//! examples, and one pure function. [`rules::ALL`] is the one sorted table; `check`, `explain`,
//! the page of rules and the tests all read it.

pub mod allow;
mod asking;
mod lawful;
mod parts;
pub mod rules;
mod speech;
#[cfg(test)]
mod testing;

use crate::diagnostic::{Code, Diagnostic, Severities, Severity};
use crate::rubric::Rubric;
use crate::text::{Sources, Span};

/// What a rule looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Whether the loop can assess what the rubric says it assesses.
    Structure,
    /// Whether the levels and scale points differ as they should.
    Ladder,
    /// Whether questions and indicators can be asked and seen.
    Language,
    /// Whether questions keep to what may be asked.
    Lawful,
    /// Whether the comments that silence rules are in order.
    Comments,
}

impl Group {
    /// As a heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Structure => "Structure",
            Self::Ladder => "Ladder",
            Self::Language => "Language",
            Self::Lawful => "Lawful questions",
            Self::Comments => "Comments",
        }
    }
}

/// One rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its code, such as `R101`.
    pub code: Code,
    /// Its name, in words joined by hyphens.
    pub name: &'static str,
    /// What it looks at.
    pub group: Group,
    /// How much a finding matters unless the workspace says otherwise.
    pub severity: Severity,
    /// What it finds, in a line: a lower-case fragment without a full stop.
    pub summary: &'static str,
    /// Why that matters and what to do, in a paragraph or two.
    pub explanation: &'static str,
    /// A rubric, less what every rubric begins with, in which it fires.
    pub bad: &'static str,
    /// The same mended.
    pub good: &'static str,
    /// Looks for it.
    pub check: Check,
}

/// How a rule looks.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// At the rubric.
    Rubric(fn(&Rubric, &mut Findings)),
    /// At what is put to candidates.
    Asked(AskedCheck),
    /// At the comments that silence other rules, once those have run.
    Comments(fn(&[allow::Comment], &mut Findings)),
}

/// A check of what is put to candidates.
type AskedCheck = fn(&[lawful::Asked<'_>], &mut Findings);

/// What one rule found.
#[derive(Debug)]
pub struct Findings {
    code: Code,
    severity: Severity,
    found: Vec<Diagnostic>,
}

impl Findings {
    /// Reports a place with what is wrong there; gives the finding to say more about it.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Diagnostic {
        self.found.push(Diagnostic {
            severity: self.severity,
            ..Diagnostic::warning(self.code, span, message)
        });
        let last = self.found.len() - 1;
        &mut self.found[last]
    }
}

/// Applies every rule. Findings that a comment of the rubric allows are left out; a severity of
/// `None` turns a rule off. The rubric's files are those of `sources` from number `first` on.
#[must_use]
pub fn lint(
    rubric: &Rubric,
    sources: &Sources,
    first: usize,
    severities: &Severities,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let asked = lawful::gather(rubric);
    for rule in rules::ALL {
        let Some(mut findings) = findings(rule, severities) else {
            continue;
        };
        match rule.check {
            Check::Rubric(check) => check(rubric, &mut findings),
            Check::Asked(check) => check(&asked, &mut findings),
            Check::Comments(_) => {}
        }
        found.append(&mut findings.found);
    }
    let mut comments = allow::comments(sources, first);
    found.retain(|finding| !allow::is_allowed(finding, &mut comments, sources));
    for rule in rules::ALL {
        if let (Check::Comments(check), Some(mut findings)) =
            (rule.check, findings(rule, severities))
        {
            check(&comments, &mut findings);
            found.append(&mut findings.found);
        }
    }
    found
}

/// An empty list of findings for a rule; none where the rule is off.
fn findings(rule: &Rule, severities: &Severities) -> Option<Findings> {
    let severity = match severities.get(rule.code.as_str()) {
        Some(severity) => (*severity)?,
        None => rule.severity,
    };
    Some(Findings {
        code: rule.code,
        severity,
        found: Vec::new(),
    })
}

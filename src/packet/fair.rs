//! The fair scores of one panel, and how they were come by.

use std::borrow::Cow;
use std::sync::Arc;

use super::panel::ratings;
use super::pool::{Change, Fair, Member, Pool};
use super::{FairScore, MethodNote, Panel, Panels};
use crate::calibration::analysis::Method;
use crate::calibration::profile::Ask;
use crate::calibration::{Estimate, Options, Ratings, calibrate, normal};
use crate::rubric::{CriterionIdx, Rubric};
use crate::text::{count, counted, grouped};

/// Share of intervals that should hold the true score.
pub const CONFIDENCE: f64 = 0.9;

/// Why nothing is corrected where there is nothing to correct.
const NO_SCORE: &str = "no score counts";

/// What severity is corrected by, over all packets of a run.
#[derive(Debug)]
pub enum Severity {
    /// By what is estimated from these panels.
    Estimated(Box<Pool>),
    /// It is not, since there are too few ratings: why, as the end of a sentence.
    Unknown(String),
}

/// The fair scores of one panel.
#[derive(Debug)]
pub struct Scores<'a> {
    source: Source<'a>,
    /// What other scores of this candidate would be corrected by.
    severity: Option<&'a Severity>,
    bar_line: f64,
}

#[derive(Debug)]
enum Source<'a> {
    Raw(Raw<'a>),
    Modelled(Arc<Member<'a>>, &'a Pool),
}

/// What means as given are taken from.
#[derive(Debug)]
struct Raw<'a> {
    ratings: Cow<'a, Ratings>,
    options: Options,
    candidate: usize,
    /// Why nothing is corrected, as the end of a sentence.
    why: &'a str,
}

impl Raw<'_> {
    fn weighted(&self, weight: &dyn Fn(usize) -> f64) -> Option<Estimate> {
        calibrate(&self.ratings, self.options).weighted(self.candidate, weight)
    }

    fn criterion(&self, idx: CriterionIdx) -> Option<Estimate> {
        calibrate(&self.ratings, self.options).criterion(self.candidate, idx.get())
    }
}

impl<'a> Scores<'a> {
    /// The fair scores of a panel.
    #[must_use]
    pub fn new(panels: &'a Panels<'_>, panel: &Panel<'_>, severity: Option<&'a Severity>) -> Self {
        let rubric = panels.rubric;
        let source = match severity {
            Some(Severity::Estimated(pool)) => {
                let member = pool.member(rubric, panel.level, panel.candidate);
                member.map(|member| Source::Modelled(Arc::new(member), pool))
            }
            _ => None,
        };
        let raw = || {
            Source::Raw(raw(
                rubric,
                panel,
                Cow::Borrowed(panels.ratings()),
                severity,
            ))
        };
        Self {
            source: source.unwrap_or_else(raw),
            severity,
            bar_line: rubric.decision().bar_line,
        }
    }

    /// The scores of a panel as they were given, whatever is known of severity.
    #[must_use]
    pub fn as_given(panels: &'a Panels<'_>, panel: &Panel<'_>) -> Self {
        Self::new(panels, panel, None)
    }

    /// Whether they are corrected for severity.
    #[must_use]
    pub fn are_corrected(&self) -> bool {
        matches!(self.source, Source::Modelled(..))
    }

    /// The scores that the panel would have if its cards and what is known of interviewers'
    /// severity were others; `change.before` is what these scores are of.
    pub(super) fn supposed<'b>(&'b self, rubric: &Rubric, change: &Change<'b>) -> Scores<'b> {
        let source = match (&self.source, self.severity) {
            (Source::Modelled(member, pool), _) => {
                let member = pool.supposed(rubric, Some(member), change);
                member.map(|member| Source::Modelled(member, pool))
            }
            (Source::Raw(_), Some(Severity::Estimated(pool))) => {
                let member = pool.supposed(rubric, None, change);
                member.map(|member| Source::Modelled(member, pool))
            }
            (Source::Raw(_), _) => None,
        };
        let ratings = || ratings(rubric, std::slice::from_ref(change.after));
        let raw = || {
            Source::Raw(raw(
                rubric,
                change.after,
                Cow::Owned(ratings()),
                self.severity,
            ))
        };
        Scores {
            source: source.unwrap_or_else(raw),
            severity: self.severity,
            bar_line: self.bar_line,
        }
    }

    /// Why there is no severity of anybody on the panel, as the end of a sentence.
    #[must_use]
    pub fn why_no_severity(&self) -> String {
        match &self.source {
            Source::Raw(raw) => format!("nothing tells how severe interviewers are ({})", raw.why),
            Source::Modelled(..) => "nobody on the panel has a severity".to_owned(),
        }
    }

    /// The pool that severities come from; none where they are not known.
    #[must_use]
    pub fn pool(&self) -> Option<&'a Pool> {
        match self.severity {
            Some(Severity::Estimated(pool)) => Some(pool),
            _ => None,
        }
    }

    /// The fair score of one criterion; none where nobody gave a number.
    #[must_use]
    pub fn criterion(&self, idx: CriterionIdx) -> Option<FairScore> {
        match &self.source {
            Source::Raw(raw) => raw.criterion(idx).map(|found| self.of_raw(&found)),
            Source::Modelled(member, _) => member.criterion(idx, self.ask()).map(of_model),
        }
    }

    /// The weighted fair score over the criteria that have a number; none where none with a weight
    /// over 0 has one.
    #[must_use]
    pub fn weighted(&self, weight: &dyn Fn(usize) -> f64) -> Option<FairScore> {
        match &self.source {
            Source::Raw(raw) => raw.weighted(weight).map(|found| self.of_raw(&found)),
            Source::Modelled(member, _) => member.weighted(weight, self.ask()).map(of_model),
        }
    }

    fn ask(&self) -> Ask {
        Ask {
            z: normal::reach(CONFIDENCE),
            line: Some(self.bar_line),
        }
    }

    fn of_raw(&self, found: &Estimate) -> FairScore {
        FairScore {
            value: found.value,
            se: found.se,
            low: found.low,
            high: found.high,
            probability: found.probability_at_least(self.bar_line),
            n_ratings: found.n_ratings,
            n_interviewers: found.n_interviewers,
        }
    }

    /// How they were come by.
    #[must_use]
    pub fn note(&self) -> MethodNote {
        match &self.source {
            Source::Raw(Raw { why, .. }) => MethodNote {
                name: Method::RawMeans,
                severity_corrected: false,
                text: format!(
                    "Fair scores are means of the scores as given: nothing was corrected for how severe or \
                     lenient an interviewer is, since there are too few ratings to tell ({why}). Intervals \
                     assume that one interviewer's scores of one candidate rise and fall together, and widen \
                     where raters disagree."
                ),
            },
            Source::Modelled(_, pool) => MethodNote {
                name: Method::SeverityModel,
                severity_corrected: true,
                text: modelled(pool),
            },
        }
    }
}

fn modelled(pool: &Pool) -> String {
    let size = pool.size();
    let unsure = if pool.converged() {
        ""
    } else {
        " The estimate did not converge and is where it stopped; `panelkit calibrate` says more."
    };
    format!(
        "Fair scores are what an interviewer of average severity would be expected to give: severities were \
         estimated from {} scores of {} by {}, and intervals allow for what is not known of them. One \
         interviewer's scores of one candidate are taken to rise and fall together.{unsure}",
        grouped(count(size.n_ratings)),
        counted(size.n_candidates, "candidate"),
        counted(size.n_interviewers, "interviewer"),
    )
}

fn raw<'a>(
    rubric: &Rubric,
    panel: &Panel<'_>,
    ratings: Cow<'a, Ratings>,
    severity: Option<&'a Severity>,
) -> Raw<'a> {
    let scale = rubric.scale();
    Raw {
        ratings,
        options: Options {
            step: scale.step(),
            range: (scale.lowest(), scale.highest()),
            confidence: CONFIDENCE,
        },
        candidate: panel.number,
        why: match severity {
            Some(Severity::Unknown(why)) => why,
            _ => NO_SCORE,
        },
    }
}

/// The standard error is half the interval's width over its quantile: the interval is not
/// symmetric near the ends of the scale.
fn of_model(found: Fair) -> FairScore {
    let score = found.score;
    FairScore {
        value: score.value,
        se: (score.high - score.low) / (2.0 * normal::reach(CONFIDENCE)),
        low: score.low,
        high: score.high,
        probability: score.at_least.unwrap_or_default(),
        n_ratings: found.n_ratings,
        n_interviewers: found.n_interviewers,
    }
}

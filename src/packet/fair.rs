//! The fair scores of one panel, and how they were come by.

use super::pool::{Fair, Member, Pool};
use super::{FairScore, MethodNote, Panel, Panels};
use crate::calibration::analysis::Method;
use crate::calibration::profile::Ask;
use crate::calibration::{Calibration, Estimate, Options, calibrate, normal};
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
pub struct Scores<'a> {
    source: Source<'a>,
    bar_line: f64,
}

enum Source<'a> {
    Raw(Calibration<'a>, usize, &'a str),
    Modelled(Member<'a>, &'a Pool),
}

impl<'a> Scores<'a> {
    /// The fair scores of a panel.
    #[must_use]
    pub fn new(panels: &'a Panels<'_>, panel: &Panel<'_>, severity: Option<&'a Severity>) -> Self {
        let rubric = panels.rubric;
        let raw = |why| Source::Raw(raw(rubric, panels), panel.number, why);
        let source = match severity {
            Some(Severity::Estimated(pool)) => {
                match pool.member(rubric, panel.level, panel.candidate) {
                    Some(member) => Source::Modelled(member, pool),
                    None => raw(NO_SCORE),
                }
            }
            Some(Severity::Unknown(why)) => raw(why),
            None => raw(NO_SCORE),
        };
        Self {
            source,
            bar_line: rubric.decision().bar_line,
        }
    }

    /// The scores of a panel as they were given, whatever is known of severity.
    #[must_use]
    pub fn as_given(panels: &'a Panels<'_>, panel: &Panel<'_>) -> Self {
        Self::new(panels, panel, None)
    }

    /// What severities were estimated from; none where they were not.
    #[must_use]
    pub fn pool(&self) -> Option<&Pool> {
        match &self.source {
            Source::Raw(..) => None,
            Source::Modelled(_, pool) => Some(pool),
        }
    }

    /// The fair score of one criterion; none where nobody gave a number.
    #[must_use]
    pub fn criterion(&self, idx: CriterionIdx) -> Option<FairScore> {
        match &self.source {
            Source::Raw(calibration, candidate, _) => calibration
                .criterion(*candidate, idx.get())
                .map(|found| self.of_raw(&found)),
            Source::Modelled(member, _) => member.criterion(idx, self.ask()).map(of_model),
        }
    }

    /// The weighted fair score over the criteria that have a number; none where none with a weight
    /// over 0 has one.
    #[must_use]
    pub fn weighted(&self, weight: &dyn Fn(usize) -> f64) -> Option<FairScore> {
        match &self.source {
            Source::Raw(calibration, candidate, _) => calibration
                .weighted(*candidate, weight)
                .map(|found| self.of_raw(&found)),
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
            Source::Raw(_, _, why) => MethodNote {
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

fn raw<'a>(rubric: &Rubric, panels: &'a Panels<'_>) -> Calibration<'a> {
    let scale = rubric.scale();
    let options = Options {
        step: scale.step(),
        range: (scale.lowest(), scale.highest()),
        confidence: CONFIDENCE,
    };
    calibrate(panels.ratings(), options)
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

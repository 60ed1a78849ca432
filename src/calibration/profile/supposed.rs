//! Abilities from ratings that the model was not estimated from.

use super::latent::{Person, Setting};
use super::{Profile, Profiles, Seat};
use crate::calibration::model::Model;
use crate::calibration::supposed::{Case, Supposed};

impl Profiles {
    /// The abilities that a candidate would have with other ratings, on the criteria asked for,
    /// everything estimated held where it is.
    #[must_use]
    pub fn supposed(&self, model: &Model, supposed: Supposed<'_>) -> Profile<'_> {
        let case = Case::new(model, supposed);
        let severity = case.raters.iter().map(|rater| self.scale * rater.severity);
        let setting = Setting {
            severity: severity.collect(),
            steps: self.setting.steps.clone(),
            ..self.setting
        };
        let mut criteria = supposed.criteria.to_vec();
        criteria.sort_unstable();
        criteria.dedup();
        let seat = Seat {
            setting: &setting,
            person: person(model, &case),
            known: case.raters.iter().map(|rater| rater.known).collect(),
            group: case.group,
            criteria,
        };
        Profile {
            stand_in: case.stand_in,
            ..self.profile(model, seat, || case.ability(model))
        }
    }
}

/// The ratings, interviewers numbered by pair.
fn person(model: &Model, case: &Case) -> Person {
    let pairs = 0..case.raters.len();
    let ratings = case.ratings.iter().copied();
    let mut person = Person::new(case.mean(model), pairs.collect(), ratings);
    for one in &mut person.ratings {
        one.criterion = case.with_steps(model, one.criterion);
    }
    person
}

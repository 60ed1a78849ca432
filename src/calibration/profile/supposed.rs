//! Abilities from ratings that the model was not estimated from.

use super::latent::{Person, Setting};
use super::{Profile, Profiles, Seat};
use crate::calibration::model::Model;
use crate::calibration::supposed::{Case, Supposed};

impl Profiles {
    /// The abilities that a candidate would have with other ratings, everything estimated held
    /// where it is. Criteria that the model does not know come after those it knows.
    #[must_use]
    pub fn supposed(&self, model: &Model, supposed: Supposed<'_>) -> Profile<'_> {
        let case = Case::new(model, supposed);
        let n = model.design.n_criteria + case.n_new;
        let mut is_rated = vec![false; n];
        for (_, criterion, _) in &case.ratings {
            is_rated[*criterion as usize] = true;
        }
        let severity = case.raters.iter().map(|rater| self.scale * rater.severity);
        let setting = Setting {
            severity: severity.collect(),
            steps: self.setting.steps.clone(),
            ..self.setting
        };
        let seat = Seat {
            setting: &setting,
            person: person(model, &case),
            known: case.raters.iter().map(|rater| rater.known).collect(),
            group: case.group,
            n_criteria: n,
        };
        let found = self.abilities(model, &seat);
        Profile {
            stand_in: case.stand_in,
            ..self.profile(found, n, is_rated, || case.ability(model))
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

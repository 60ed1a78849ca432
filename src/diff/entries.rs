//! A rubric taken apart. Every struct is taken apart field by field, so that a field that is added
//! to the model cannot be forgotten here.

mod criteria;
mod process;
mod profile;

use super::Area;
use super::facts::{Fact, Facts};
use crate::rubric::{Levels, Rubric};
use crate::text::Text;

/// One thing with an id.
#[derive(Debug)]
pub(super) struct Entry {
    /// Where it stands among all entries of its rubric.
    pub(super) place: usize,
    pub(super) area: Area,
    pub(super) id: String,
    pub(super) title: String,
    /// What it is known by when its id changes, and what is shown where it is new or gone.
    pub(super) text: String,
    pub(super) levels: Levels,
    pub(super) facts: Vec<Fact>,
}

/// Everything a rubric says, in the order in which it is shown.
pub(super) fn entries(rubric: &Rubric) -> Vec<Entry> {
    let mut found = vec![profile::role(rubric)];
    found.extend(profile::levels(rubric));
    found.extend(profile::scale(rubric));
    found.extend(profile::disciplines(rubric));
    found.extend(criteria::criteria(rubric));
    found.extend(criteria::questions(rubric));
    found.extend(process::rounds(rubric));
    found.extend(criteria::exercises(rubric));
    found.extend(criteria::video_prompts(rubric));
    found.extend(process::knockouts(rubric));
    found.push(process::decision(rubric));
    for (place, entry) in found.iter_mut().enumerate() {
        entry.place = place;
    }
    found
}

fn entry(area: Area, id: &Text, title: &str, text: &str, levels: &Levels, facts: Facts) -> Entry {
    Entry {
        place: 0,
        area,
        id: id.value.clone(),
        title: title.to_owned(),
        text: super::facts::spaced_alike(text),
        levels: levels.clone(),
        facts: facts.0,
    }
}

//! Which columns are printed for which criterion.

use std::collections::BTreeMap;

use crate::cli::error::Failure;
use crate::diagnostic::nearest;
use crate::resume::booklet::Pile;
use crate::rubric::CriterionIdx;

/// The places of columns for each criterion.
pub(super) struct Printed {
    usual: Vec<usize>,
    of_criteria: BTreeMap<CriterionIdx, Vec<usize>>,
}

impl Printed {
    /// What `--columns` asks for; every column that is shown where it says nothing.
    ///
    /// # Errors
    /// It names a column that is not shown.
    pub(super) fn of(pile: &Pile<'_>, asked: &[String]) -> Result<Self, Failure> {
        let shown = &pile.applications.columns;
        let mut usual = Vec::new();
        let mut of_criteria = BTreeMap::new();
        for words in asked {
            let criterion = words.split_once('=').and_then(|(name, columns)| {
                let mut criteria = pile.criteria().into_iter();
                let of = |idx: &CriterionIdx| pile.rubric.criterion(*idx).id == name.trim();
                Some((criteria.find(of)?, columns))
            });
            match criterion {
                Some((idx, columns)) => {
                    let places: &mut Vec<usize> = of_criteria.entry(idx).or_default();
                    places.extend(self::places(columns, pile)?);
                }
                None => usual.extend(places(words, pile)?),
            }
        }
        if usual.is_empty() {
            usual = (0..shown.len()).collect();
        }
        Ok(Self { usual, of_criteria })
    }

    /// The columns of a criterion.
    pub(super) fn columns(&self, idx: CriterionIdx) -> Vec<usize> {
        self.of_criteria.get(&idx).unwrap_or(&self.usual).clone()
    }
}

/// The places of columns separated by commas; a name may have a comma in it.
fn places(words: &str, pile: &Pile<'_>) -> Result<Vec<usize>, Failure> {
    let shown = &pile.applications.columns;
    let place = |name: &str| shown.iter().position(|column| column == name.trim());
    if let Some(at) = place(words) {
        return Ok(vec![at]);
    }
    let names = words
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names
        .map(|name| place(name).ok_or_else(|| not_shown(name, pile)))
        .collect()
}

fn not_shown(name: &str, pile: &Pile<'_>) -> Failure {
    let left_out = &pile.applications.left_out;
    if left_out.iter().any(|(column, _)| column == name) {
        return Failure::usage(format!("the column `{name}` is left out"))
            .hint("--keep shows it to reviewers all the same");
    }
    let failure = Failure::usage(format!("there is no column `{name}`"));
    let shown = pile.applications.columns.iter().map(String::as_str);
    match nearest(name, shown.clone()) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure.hint(format!("columns: {}", shown.collect::<Vec<_>>().join(", "))),
    }
}

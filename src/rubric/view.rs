//! Small serialisable parts of a rubric that kits and packets share.

use serde::Serialize;

use super::{CriterionIdx, CriterionKind, LevelIdx, RoundIdx, Rubric};
use crate::text::Plain;

/// Something with an id and a title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
}

/// The rubric a document was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RubricRef {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its version.
    pub version: String,
    /// Its content hash.
    pub hash: String,
}

/// A point of the scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScalePoint {
    /// Its id.
    pub id: String,
    /// Its number.
    pub value: i64,
    /// Its name.
    pub label: String,
    /// What it means.
    pub meaning: String,
    /// Whether it is the bar.
    pub is_bar: bool,
}

impl Rubric {
    /// What documents say of the rubric they were made with.
    #[must_use]
    pub fn reference(&self) -> RubricRef {
        let about = self.about();
        RubricRef {
            id: about.id.plain(),
            title: about.title.plain(),
            version: about.version.to_string(),
            hash: about.hash.clone(),
        }
    }

    /// The scale's points, lowest first.
    #[must_use]
    pub fn scale_points(&self) -> Vec<ScalePoint> {
        let points = self.scale().points().iter().enumerate();
        points
            .map(|(idx, point)| ScalePoint {
                id: point.id.plain(),
                value: point.value,
                label: point.label.plain(),
                meaning: point.meaning.plain(),
                is_bar: self.scale().bar().get() == idx,
            })
            .collect()
    }

    /// A level by id and title.
    #[must_use]
    pub fn named_level(&self, idx: LevelIdx) -> Named {
        let level = self.level(idx);
        named(&level.id, &level.title)
    }

    /// A round by id and title.
    #[must_use]
    pub fn named_round(&self, idx: RoundIdx) -> Named {
        let round = self.round(idx);
        named(&round.id, &round.title)
    }

    /// A criterion by id and title.
    #[must_use]
    pub fn named_criterion(&self, idx: CriterionIdx) -> Named {
        let criterion = self.criterion(idx);
        named(&criterion.id, &criterion.title)
    }
}

impl CriterionKind {
    /// The sort in a word or two.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Competency { .. } => "competency",
            Self::Attitude { .. } => "attitude",
            Self::Exercise(_) => "exercise",
            Self::Resume { .. } => "resume criterion",
        }
    }
}

fn named(id: &str, title: &str) -> Named {
    Named {
        id: id.to_owned(),
        title: title.to_owned(),
    }
}

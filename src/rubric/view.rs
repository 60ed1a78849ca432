//! Small serialisable parts of a rubric that kits and packets share.

use serde::Serialize;

use super::{Criterion, CriterionIdx, CriterionKind, LevelIdx, PointIdx, RoundIdx, Rubric};
use crate::text::{Plain, Text};

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

/// What one scale point looks like for a criterion at a level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarText<'a> {
    /// The point.
    pub point: PointIdx,
    /// What it looks like.
    pub text: &'a Text,
    /// The level whose cell this is, where the rubric has no anchor of its own.
    pub from_level: Option<LevelIdx>,
}

impl Rubric {
    /// The rubric's anchor of each point, lowest first; where it has none, the point under the bar
    /// is the cell of the level below, the bar the cell of this level, the point over it the cell
    /// above. Points without a text are left out.
    #[must_use]
    pub fn bar<'a>(&self, criterion: &'a Criterion, level: LevelIdx) -> Vec<BarText<'a>> {
        let cells = criterion.progression();
        let points = (0..self.scale().points().len()).map(PointIdx);
        let text_of = |point: PointIdx| {
            if let Some(text) = criterion.anchors.get(&point) {
                return Some((text, None));
            }
            let offset = point.0.cast_signed() - self.scale().bar().0.cast_signed();
            let near = (-1..=1).contains(&offset);
            let from = near.then(|| level.0.checked_add_signed(offset)).flatten()?;
            Some((cells.get(from)?, Some(LevelIdx(from))))
        };
        points
            .filter_map(|point| {
                let (text, from_level) = text_of(point)?;
                Some(BarText {
                    point,
                    text,
                    from_level,
                })
            })
            .collect()
    }

    /// What is expected at a level: its own expectations, then those it inherits, nearest level
    /// first, each with the level they come from. Levels without any are left out.
    #[must_use]
    pub fn expectations(&self, level: LevelIdx) -> Vec<(LevelIdx, &[Text])> {
        let mut found = Vec::new();
        for idx in (0..=level.0).rev().map(LevelIdx) {
            let level = self.level(idx);
            if !level.expects.is_empty() {
                found.push((idx, level.expects.as_slice()));
            }
            if !level.cumulative {
                break;
            }
        }
        found
    }

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

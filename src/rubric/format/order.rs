//! The order of keys, as the format declares them.

use toml_edit::Key;

use crate::document::Shape;

/// Where a key belongs among its neighbours: one number a part of a dotted key.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) rank: Vec<usize>,
    /// What the format says of its value.
    pub(super) shape: Option<Shape>,
}

/// The place of a key in a table. Keys that the format does not know come last.
pub(super) fn of_key(table: Option<Shape>, key: &str) -> (usize, Option<Shape>) {
    match table {
        Some(Shape::Table(table)) => match table.find(key) {
            Some((rank, shape)) => (rank, Some(shape)),
            None => (usize::MAX, None),
        },
        // The keys are the writer's own, and so is their order.
        Some(Shape::Named(value)) => (0, Some(*value)),
        Some(Shape::List(item)) => of_key(Some(*item), key),
        Some(Shape::Either(shapes)) => {
            let is_table = |shape: &&Shape| matches!(shape, Shape::Named(_) | Shape::Table(_));
            of_key(shapes.iter().find(is_table).copied(), key)
        }
        _ => (0, None),
    }
}

/// The place of a dotted key.
pub(super) fn of_path(table: Option<Shape>, path: &[&Key]) -> Place {
    let mut place = Place {
        rank: Vec::new(),
        shape: table,
    };
    for key in path {
        let (rank, shape) = of_key(place.shape, key.get());
        place.rank.push(rank);
        place.shape = shape;
    }
    place
}

/// What the format says of a list's items.
pub(super) fn item(list: Option<Shape>) -> Option<Shape> {
    match list {
        Some(Shape::List(item)) => Some(*item),
        _ => None,
    }
}

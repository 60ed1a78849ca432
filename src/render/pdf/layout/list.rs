//! Lists: bullets, numbers, and boxes to tick.

use std::rc::Rc;

use super::super::font::Style;
use super::super::page::{NodeIdx, Rect, Role, Shape, Text};
use super::strip::Strip;
use super::{Layout, theme};
use crate::render::blocks::{Block, Item, is_tight};

/// What stands beside an item's first line.
#[derive(Debug)]
pub(super) struct Marker {
    kind: Kind,
    /// The right edge of its room.
    right: f32,
    node: NodeIdx,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Bullet,
    Number(u64),
    Task { is_done: bool },
}

impl Layout<'_, '_> {
    pub(super) fn list(&mut self, start: Option<u64>, items: &[Item]) {
        let outer = self.enter(Role::List);
        let is_tight = is_tight(items);
        let gap = if is_tight { theme::TIGHT } else { theme::LOOSE };
        let area = self.set_in(indent(start, items));
        self.area.after = gap;
        for (idx, item) in items.iter().enumerate() {
            let number = start.map(|first| first.saturating_add(idx as u64));
            self.item(item, number, area.x, gap);
        }
        self.area = area;
        self.parent = outer;
        self.space(area.after);
    }

    fn item(&mut self, item: &Item, number: Option<u64>, left: f32, gap: f32) {
        let outer = self.enter(Role::Item);
        let kind = match (item.checked, number) {
            (Some(is_done), _) => Kind::Task { is_done },
            (None, Some(number)) => Kind::Number(number),
            (None, None) => Kind::Bullet,
        };
        let node = self.node(Role::Label);
        self.marker = Some(Marker {
            kind,
            right: self.area.x.max(left),
            node,
        });
        self.enter(Role::ItemBody);
        self.item_blocks(&item.blocks);
        self.parent = outer;
        self.space(gap);
    }

    fn item_blocks(&mut self, blocks: &[Block]) {
        // An item may begin with a list or a quote, whose own first marker would take its place.
        if !matches!(
            blocks.first(),
            Some(Block::Paragraph(_) | Block::Heading { .. })
        ) {
            let kind = &theme::BODY;
            self.push(Strip {
                height: kind.leading,
                keep: true,
                ..Strip::default()
            });
        }
        // What an item begins with is often no more than the name of what follows in it.
        if let [first @ Block::Paragraph(_), rest @ ..] = blocks {
            self.block(first, rest.first());
            if let Some(last) = self.strips.list.last_mut() {
                last.keep |= !rest.is_empty();
            }
            self.blocks(rest);
        } else {
            self.blocks(blocks);
        }
    }

    /// Draws a marker beside a strip, which begins with a line of text.
    pub(super) fn mark(&mut self, marker: &Marker, strip: &mut Strip) {
        let kind = &theme::BODY;
        let first = strip.texts.first().map_or(kind.baseline(), |text| text.y);
        let text = match &marker.kind {
            Kind::Bullet => "•".to_owned(),
            Kind::Number(number) => format!("{number}."),
            Kind::Task { is_done: false } => "☐".to_owned(),
            Kind::Task { is_done: true } => "☑".to_owned(),
        };
        let is_task = matches!(marker.kind, Kind::Task { .. });
        let word = self.shaper.word(&text, Style::default(), false);
        let width = word.advance * kind.size / 1000.0;
        let room = if is_task { theme::BOX } else { width };
        let x = marker.right - room - if is_task { 7.0 } else { 6.0 };
        strip.texts.insert(
            0,
            Text {
                x,
                y: first,
                size: kind.size,
                colour: theme::MUTED,
                word: Rc::clone(&word),
                node: Some(marker.node),
                is_hidden: is_task,
            },
        );
        if let Kind::Task { is_done } = marker.kind {
            strip.shapes.extend(task_box(x, first, is_done));
        }
    }
}

/// How far the items' text is set in.
fn indent(start: Option<u64>, items: &[Item]) -> f32 {
    if items.iter().any(|item| item.checked.is_some()) {
        return theme::INDENT;
    }
    let Some(start) = start else {
        return theme::INDENT;
    };
    let last = start.saturating_add(items.len() as u64);
    // Digits of the body's size, the full stop and the space before the text.
    let n_digits = last.to_string().len();
    (0..n_digits).fold(10.0, |indent, _| indent + theme::BODY.size * 0.573)
}

/// A box on the baseline, with a tick in it where the task is done.
fn task_box(x: f32, baseline: f32, is_done: bool) -> Vec<Shape> {
    let rect = Rect {
        x,
        y: baseline - theme::BOX,
        width: theme::BOX,
        height: theme::BOX,
    };
    let corners = vec![
        (rect.x, rect.y),
        (rect.x + rect.width, rect.y),
        (rect.x + rect.width, rect.y + rect.height),
        (rect.x, rect.y + rect.height),
    ];
    let stroke = |points, width, is_closed| Shape::Stroke {
        points,
        width,
        colour: theme::INK,
        is_closed,
    };
    let mut shapes = vec![stroke(corners, 0.7, true)];
    if is_done {
        let at = |right: f32, down: f32| (rect.x + right * theme::BOX, rect.y + down * theme::BOX);
        let points = vec![at(0.2, 0.55), at(0.42, 0.78), at(0.82, 0.22)];
        shapes.push(stroke(points, 1.1, false));
    }
    shapes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(n: usize, checked: Option<bool>) -> Vec<Item> {
        let item = |_| Item {
            checked,
            blocks: vec![Block::Rule],
        };
        (0..n).map(item).collect()
    }

    #[test]
    fn long_numbers_get_more_room() {
        assert!(indent(Some(98), &items(1, None)) < indent(Some(98), &items(5, None)));
        assert!(indent(Some(u64::MAX), &items(2, None)) > 100.0);
        assert!((indent(None, &items(500, None)) - theme::INDENT).abs() < 0.01);
    }

    #[test]
    fn a_tick_stands_in_boxes_of_tasks_that_are_done() {
        assert_eq!(task_box(0.0, 10.0, false).len(), 1);
        assert_eq!(task_box(0.0, 10.0, true).len(), 2);
    }
}

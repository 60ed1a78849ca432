//! Strips on pages.

use super::super::page::{Entry, Page, Rect, Shape, Text};
use super::strip::{Strip, Strips};

/// Where a strip stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub(super) strip: usize,
    /// Its upper edge, from the upper edge of the text area.
    pub(super) top: f32,
    /// Whether it is a table's head that is shown again.
    pub(super) is_repeated: bool,
}

/// Divides strips among pages whose text area is `height` tall. Strips that belong together stay
/// so unless together they are taller than a page. There is at least one page.
pub(super) fn paginate(strips: &Strips, height: f32) -> Vec<Vec<Placed>> {
    let mut pages = Pages {
        strips,
        height,
        done: vec![Vec::new()],
        y: 0.0,
        is_fresh: true,
    };
    let mut next = 0;
    while next < strips.list.len() {
        let end = chain_end(&strips.list, next);
        pages.place(next, end);
        next = end;
    }
    pages.done
}

/// The end of the strips from `start` on that belong together.
fn chain_end(strips: &[Strip], start: usize) -> usize {
    let n_kept = strips[start..]
        .iter()
        .take_while(|strip| strip.keep)
        .count();
    (start + n_kept + 1).min(strips.len())
}

struct Pages<'a> {
    strips: &'a Strips,
    height: f32,
    done: Vec<Vec<Placed>>,
    y: f32,
    /// Whether the page holds nothing but a repeated head.
    is_fresh: bool,
}

impl Pages<'_> {
    fn place(&mut self, start: usize, end: usize) {
        let chain = &self.strips.list[start..end];
        let total: f32 = chain.iter().map(|strip| strip.gap + strip.height).sum();
        let on_fresh = total - chain[0].gap + self.head_height(start);
        let is_overfull = self.y + total > self.height && on_fresh <= self.height;
        if !self.is_fresh && (chain[0].starts_page || is_overfull) {
            self.turn(start);
        }
        for (idx, strip) in (start..end).zip(chain) {
            if !self.is_fresh && self.y + strip.gap + strip.height > self.height {
                self.turn(idx);
            }
            self.put(idx, false);
            self.is_fresh = false;
        }
    }

    /// Begins a page whose first strip will be `next`.
    fn turn(&mut self, next: usize) {
        self.done.push(Vec::new());
        self.y = 0.0;
        self.is_fresh = true;
        if let Some(head) = self.repeated_head(next) {
            for idx in head {
                self.put(idx, true);
            }
        }
    }

    fn put(&mut self, idx: usize, is_repeated: bool) {
        let strip = &self.strips.list[idx];
        if self.y > 0.0 {
            self.y += strip.gap;
        }
        self.done
            .last_mut()
            .expect("there is always a page")
            .push(Placed {
                strip: idx,
                top: self.y,
                is_repeated,
            });
        self.y += strip.height;
    }

    /// The head to show above a strip that begins a page: none above the head itself, and none
    /// that would take more than a third of the page.
    fn repeated_head(&self, idx: usize) -> Option<std::ops::Range<usize>> {
        let head = self.strips.list[idx].head?;
        let range = self.strips.heads[head].strips.clone();
        let height: f32 = self.strips.list[range.clone()]
            .iter()
            .map(|s| s.height)
            .sum();
        (range.end <= idx && height <= self.height / 3.0).then_some(range)
    }

    fn head_height(&self, idx: usize) -> f32 {
        let head = self.repeated_head(idx).unwrap_or(0..0);
        self.strips.list[head].iter().map(|s| s.height).sum()
    }
}

/// Puts strips where they were placed, the text area's corner being at `(x, y)` of the sheet.
pub(super) fn assemble(
    strips: &mut Strips,
    placed: &[Vec<Placed>],
    (x, y): (f32, f32),
) -> (Vec<Page>, Vec<Entry>) {
    let mut pages: Vec<Page> = placed.iter().map(|_| Page::default()).collect();
    paint_grounds(strips, placed, (x, y), &mut pages);
    let mut entries = Vec::new();
    for (number, (page, list)) in pages.iter_mut().zip(placed).enumerate() {
        for at in list {
            let strip = &mut strips.list[at.strip];
            let top = y + at.top;
            put_strip(strip, page, (x, top), at.is_repeated);
            if let Some((level, title)) = strip.heading.take() {
                entries.push(Entry {
                    level,
                    title,
                    page: number,
                    y: top,
                });
            }
        }
        // Readers and search go by the order in the file, which is that of nodes; lines of one
        // table row stand beside each other, and so would be read across.
        page.texts
            .sort_by_key(|text| text.node.map_or(0, |node| node));
    }
    (pages, entries)
}

fn put_strip(strip: &Strip, page: &mut Page, (x, y): (f32, f32), is_repeated: bool) {
    page.shapes
        .extend(strip.shapes.iter().map(|shape| shape.shifted(x, y)));
    page.texts.extend(strip.texts.iter().map(|text| Text {
        x: text.x + x,
        y: text.y + y,
        node: text.node.filter(|_| !is_repeated),
        ..text.clone()
    }));
    page.links
        .extend(strip.links.iter().cloned().map(|mut link| {
            link.rect = link.rect.shifted(x, y);
            link
        }));
}

/// One rectangle a page for every ground, from its first strip there to its last.
fn paint_grounds(strips: &Strips, placed: &[Vec<Placed>], (x, y): (f32, f32), pages: &mut [Page]) {
    let mut tops = vec![(0, 0.0); strips.list.len()];
    for (page, list) in placed.iter().enumerate() {
        for at in list.iter().filter(|at| !at.is_repeated) {
            tops[at.strip] = (page, at.top);
        }
    }
    for ground in &strips.grounds {
        let mut first = ground.strips.start;
        while first < ground.strips.end {
            let (page, top) = tops[first];
            let n = (tops[first..ground.strips.end].iter())
                .take_while(|(other, _)| *other == page)
                .count();
            let last = first + n - 1;
            let rect = Rect {
                x: ground.x,
                y: top,
                width: ground.width,
                height: tops[last].1 + strips.list[last].height - top,
            };
            pages[page].shapes.push(Shape::Fill {
                rect: rect.shifted(x, y),
                colour: ground.colour,
            });
            first = last + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::pdf::layout::strip::Head;

    fn strips(heights: &[f32]) -> Strips {
        Strips {
            list: heights
                .iter()
                .map(|height| Strip {
                    height: *height,
                    ..Strip::default()
                })
                .collect(),
            ..Strips::default()
        }
    }

    fn numbers(strips: &Strips, height: f32) -> Vec<Vec<usize>> {
        let pages = paginate(strips, height);
        pages
            .iter()
            .map(|page| page.iter().map(|at| at.strip).collect())
            .collect()
    }

    #[test]
    fn pages_are_filled_and_then_turned() {
        assert_eq!(
            numbers(&strips(&[40.0; 5]), 100.0),
            [vec![0, 1], vec![2, 3], vec![4]]
        );
        assert_eq!(numbers(&strips(&[]), 100.0), [Vec::<usize>::new()]);
    }

    #[test]
    fn gaps_are_left_out_at_the_head_of_a_page() {
        let mut strips = strips(&[50.0; 3]);
        for strip in &mut strips.list {
            strip.gap = 10.0;
        }
        let pages = paginate(&strips, 110.0);
        let tops: Vec<f32> = pages.iter().flatten().map(|at| at.top).collect();
        assert_eq!(format!("{tops:?}"), "[0.0, 60.0, 0.0]");
    }

    #[test]
    fn what_belongs_together_goes_to_the_next_page_together() {
        let mut strips = strips(&[30.0; 6]);
        strips.list[2].keep = true;
        strips.list[3].keep = true;
        // A heading, and two lines below it, do not fit under the first two.
        assert_eq!(
            numbers(&strips, 100.0),
            [vec![0, 1], vec![2, 3, 4], vec![5]]
        );
    }

    #[test]
    fn what_is_taller_than_a_page_is_broken_where_it_must() {
        let mut kept = strips(&[30.0; 7]);
        for strip in &mut kept.list {
            strip.keep = true;
        }
        assert_eq!(
            numbers(&kept, 100.0),
            [vec![0, 1, 2], vec![3, 4, 5], vec![6]]
        );
        assert_eq!(numbers(&strips(&[500.0, 20.0]), 100.0), [[0], [1]]);
    }

    #[test]
    fn a_head_is_repeated_above_each_page_of_its_table_alone() {
        let mut strips = strips(&[20.0, 20.0, 30.0, 30.0, 30.0, 30.0, 20.0]);
        strips.heads = vec![Head { strips: 1..2 }];
        for strip in &mut strips.list[1..6] {
            strip.head = Some(0);
        }
        assert_eq!(
            numbers(&strips, 100.0),
            [vec![0, 1, 2, 3], vec![1, 4, 5, 6]],
            "and what follows the table has none"
        );
        assert_eq!(
            numbers(&strips, 55.0),
            [vec![0, 1], vec![2], vec![3], vec![4], vec![5, 6]],
            "a head that would fill the page is not"
        );
        assert!(paginate(&strips, 100.0)[1][0].is_repeated);
    }

    #[test]
    fn a_head_goes_with_its_first_row() {
        let mut strips = strips(&[60.0, 20.0, 30.0, 30.0]);
        strips.heads = vec![Head { strips: 1..2 }];
        strips.list[1].keep = true;
        for strip in &mut strips.list[1..] {
            strip.head = Some(0);
        }
        assert_eq!(numbers(&strips, 100.0), [vec![0], vec![1, 2, 3]]);
    }
}

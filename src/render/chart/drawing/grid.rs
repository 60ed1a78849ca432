//! Grids as marks: cells on shades, their heads above, what they stand for below.

use super::{
    Anchor, Drawing, GUTTER, LEADING, Mark, PADDING, SIZE, SMALL, Table, Tone, label_width,
    lines_height, text_width, wrapped,
};
use crate::chart::{Grid, GridCell, GridColumn, Ground};
use crate::text::visible_line;

/// The shades of a grid, the lowest value's first: from a pale yellow over green to a dark blue.
/// Each is darker than the one before, so that they are told apart without their hues, by whoever
/// sees no red, no green or no blue, and in grey.
pub const HEAT: [[u8; 3]; 9] = [
    [0xfd, 0xfb, 0xe4],
    [0xe4, 0xee, 0xac],
    [0xbc, 0xde, 0xb0],
    [0x8f, 0xcb, 0xb8],
    [0x5f, 0xb9, 0xc3],
    [0x45, 0xa0, 0xc4],
    [0x2a, 0x6a, 0xa6],
    [0x27, 0x41, 0x8a],
    [0x16, 0x1f, 0x52],
];

/// Text on the lighter shades.
pub const ON_LIGHT: [u8; 3] = [0x12, 0x16, 0x1b];

/// Text on the other shades.
pub const ON_DARK: [u8; 3] = [0xff, 0xff, 0xff];

/// The first shade whose text is light.
const FIRST_DARK: u8 = 6;

/// Words in a cell and in a head, which are longer than numbers.
const WORD: f64 = 7.0;
const WORD_LEADING: f64 = 8.4;
/// The widest that a cell gets.
const MAX_CELL: f64 = 84.0;
/// What of the width labels and texts beside the cells get at most.
const LABELS: f64 = 0.30;
const BESIDE: f64 = 60.0;
/// How high a key's cell is, how wide at least, and how far keys stand apart.
const KEY: f64 = 13.0;
const KEY_WIDTH: f64 = 16.0;
const KEY_GAP: f64 = 14.0;

/// Where columns stand.
struct Columns {
    left: f64,
    cell: f64,
    /// Whether there is room for their names; else they go by number.
    are_named: bool,
}

/// What a grid says, row by row.
pub(super) fn describe(grid: &Grid) -> Vec<String> {
    let rows = grid.rows.iter().map(|row| {
        let cells = row.cells.iter().zip(&grid.columns);
        let cells = cells
            .filter(|(cell, _)| cell.ground != Ground::Bare)
            .map(|(cell, column)| format!("{} {}", column.label, cell.text));
        let mut said: Vec<_> = cells.collect();
        if !row.beside.is_empty() {
            said.push(format!("{} {}", grid.beside, row.beside));
        }
        format!("{}: {}.", row.label, said.join(", "))
    });
    let keys = grid.keys.iter();
    rows.chain(keys.map(|key| format!("{}: {}.", key.cell.text, key.meaning)))
        .collect()
}

pub(super) fn draw(grid: &Grid, width: f64) -> Drawing {
    let right = beside_width(grid);
    let labels = grid.rows.iter().map(|row| &row.label[..]);
    let left = label_width(labels, width).min(width * LABELS) + GUTTER;
    #[expect(clippy::cast_precision_loss, reason = "a small number of columns")]
    let cell = ((width - left - right) / grid.columns.len().max(1) as f64).min(MAX_CELL);
    let columns = Columns {
        left,
        cell,
        are_named: grid.columns.iter().all(|column| fits(column, cell)),
    };
    let heads = heads(grid, &columns);
    let n_lines = heads.iter().map(Vec::len).max().unwrap_or(0);
    let mut table = Table {
        width,
        left,
        #[expect(clippy::cast_precision_loss, reason = "a small number of columns")]
        axis: cell * grid.columns.len() as f64,
        head: words_height(n_lines.max(beside_head(grid).len())) + 4.0,
        heights: Vec::new(),
        foot: 0.0,
        marks: Vec::new(),
    };
    push_heads(&mut table, grid, &heads, &columns);
    for row in 0..grid.rows.len() {
        push_row(&mut table, grid, row, &columns);
    }
    push_keys(&mut table, grid, &columns);
    table.finish(0.0)
}

/// Whether each word of a head fits over its column.
fn fits(column: &GridColumn, cell: f64) -> bool {
    let texts = [&column.label, &column.note];
    let mut words = texts.into_iter().flat_map(|text| text.split(' '));
    words.all(|word| text_width(&visible_line(word), WORD) <= cell - 2.0)
}

/// The lines of a head, each with its colour: what the column is of, and what else there is to
/// say of it.
fn heads(grid: &Grid, columns: &Columns) -> Vec<Vec<(String, Tone)>> {
    let room = columns.cell - 2.0;
    let lines = |text: &str, tone| {
        let lines = wrapped(&visible_line(text), room, WORD).into_iter();
        lines
            .filter(|line| !line.is_empty())
            .map(move |line| (line, tone))
    };
    let heads = grid.columns.iter().enumerate();
    heads
        .map(|(idx, column)| {
            if columns.are_named {
                let label = lines(&column.label, Tone::Ink);
                label.chain(lines(&column.note, Tone::Soft)).collect()
            } else {
                vec![((idx + 1).to_string(), Tone::Ink)]
            }
        })
        .collect()
}

fn push_heads(table: &mut Table, grid: &Grid, heads: &[Vec<(String, Tone)>], columns: &Columns) {
    let mut x = columns.left + columns.cell / 2.0;
    let foot = table.head - 3.0;
    for head in heads {
        let mut middle = foot - words_height(head.len()) + WORD_LEADING / 2.0;
        for (line, tone) in head {
            let line = std::slice::from_ref(line);
            push_words(table, line, (x, middle), Anchor::Middle, *tone);
            middle += WORD_LEADING;
        }
        x += columns.cell;
    }
    let beside = beside_head(grid);
    let middle = foot - words_height(beside.len()) / 2.0;
    let x = table.left + table.axis + GUTTER;
    push_words(table, &beside, (x, middle), Anchor::Start, Tone::Soft);
}

/// What stands at a row's end takes as much as it needs, and wraps.
fn beside_width(grid: &Grid) -> f64 {
    let texts = grid
        .rows
        .iter()
        .map(|row| &row.beside)
        .chain([&grid.beside]);
    let widest = texts
        .map(|text| text_width(&visible_line(text), SMALL))
        .fold(0.0, f64::max);
    if widest > 0.0 {
        widest.min(BESIDE) + GUTTER
    } else {
        0.0
    }
}

fn beside_head(grid: &Grid) -> Vec<String> {
    let mut lines = wrapped(&visible_line(&grid.beside), BESIDE, WORD);
    lines.retain(|line| !line.is_empty());
    lines
}

fn push_row(table: &mut Table, grid: &Grid, idx: usize, columns: &Columns) {
    let row = &grid.rows[idx];
    let label = wrapped(&visible_line(&row.label), columns.left - GUTTER, SIZE);
    let beside = wrapped(&visible_line(&row.beside), BESIDE, SMALL);
    let cells: Vec<_> = row.cells.iter().map(|cell| words(cell, columns)).collect();
    let n_words = cells.iter().map(Vec::len).max().unwrap_or(1);
    let height = lines_height(label.len().max(beside.len())).max(words_height(n_words));
    let height = height + 2.0 * PADDING;
    let (top, middle) = (table.bottom(), table.bottom() + height / 2.0);
    table.heights.push(height);
    table.lines(&label, (0.0, middle), Anchor::Start, SIZE, Tone::Ink);
    let right = table.left + table.axis + GUTTER;
    table.lines(&beside, (right, middle), Anchor::Start, SMALL, Tone::Ink);
    let mut x = columns.left;
    for (cell, lines) in row.cells.iter().zip(&cells) {
        push_cell(table, cell, lines, (x, top), (columns.cell, height));
        x += columns.cell;
    }
}

/// A cell's text in lines that fit.
fn words(cell: &GridCell, columns: &Columns) -> Vec<String> {
    let text = visible_line(&cell.text);
    wrapped(&text, columns.cell - 3.0, WORD)
}

fn push_cell(
    table: &mut Table,
    cell: &GridCell,
    lines: &[String],
    at: (f64, f64),
    size: (f64, f64),
) {
    let (x, y) = (at.0 + 1.0, at.1 + 1.0);
    let (width, height) = (size.0 - 2.0, size.1 - 2.0);
    let tone = match cell.ground {
        Ground::Shade(share) => {
            let step = shade(share);
            table.marks.push(Mark::Rectangle {
                at: (x, y),
                width,
                height,
                tone: Tone::Heat(step),
            });
            if step < FIRST_DARK {
                Tone::OnLight
            } else {
                Tone::OnDark
            }
        }
        Ground::Outline => {
            outline(table, (x, y), (width, height));
            Tone::Ink
        }
        Ground::Bare => Tone::Soft,
    };
    let middle = (x + width / 2.0, y + height / 2.0);
    if matches!(cell.ground, Ground::Outline) {
        push_words(table, lines, middle, Anchor::Middle, tone);
    } else {
        table.lines(lines, middle, Anchor::Middle, SIZE, tone);
    }
}

/// The shade that a share of the scale has.
fn shade(share: f64) -> u8 {
    let steps = (1..HEAT.len()).map(|step| u8::try_from(step).unwrap_or(u8::MAX));
    let darkest = f64::from(steps.clone().max().unwrap_or(0));
    steps
        .filter(|step| share.clamp(0.0, 1.0) * darkest >= f64::from(*step) - 0.5)
        .max()
        .unwrap_or(0)
}

fn outline(table: &mut Table, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let (right, foot) = (x + width, y + height);
    for (from, to) in [
        ((x, y), (right, y)),
        ((right, y), (right, foot)),
        ((right, foot), (x, foot)),
        ((x, foot), (x, y)),
    ] {
        table.line(from, to, 0.6, false, Tone::Soft);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a small number of lines")]
fn words_height(n_lines: usize) -> f64 {
    n_lines as f64 * WORD_LEADING
}

/// Small lines around a middle.
fn push_words(table: &mut Table, lines: &[String], middle: (f64, f64), anchor: Anchor, tone: Tone) {
    let mut y = middle.1 - words_height(lines.len()) / 2.0 + WORD * 0.35 + WORD_LEADING / 2.0;
    for line in lines {
        table.marks.push(Mark::Text {
            at: (middle.0, y),
            anchor,
            size: WORD,
            tone,
            text: line.clone(),
        });
        y += WORD_LEADING;
    }
}

/// What the columns' numbers and the cells stand for.
fn push_keys(table: &mut Table, grid: &Grid, columns: &Columns) {
    if !columns.are_named {
        table.foot += PADDING;
        for (idx, column) in grid.columns.iter().enumerate() {
            table.legend(&named(idx, column));
        }
    }
    let mut x = 0.0;
    let mut top = table.bottom() + table.foot + PADDING;
    for key in &grid.keys {
        let cell = text_width(&visible_line(&key.cell.text), WORD) + 4.0;
        let cell = cell.max(KEY_WIDTH);
        let meaning = wrapped(&visible_line(&key.meaning), table.width - cell - 8.0, SMALL);
        let widest = meaning.iter().map(|line| text_width(line, SMALL));
        let width = cell + 4.0 + widest.fold(0.0, f64::max);
        if x > 0.0 && x + width > table.width {
            x = 0.0;
            top += KEY + 3.0;
        }
        let text = [visible_line(&key.cell.text).into_owned()];
        push_cell(table, &key.cell, &text, (x, top), (cell, KEY));
        let middle = (x + cell + 4.0, top + KEY / 2.0);
        table.lines(&meaning, middle, Anchor::Start, SMALL, Tone::Soft);
        x += width + KEY_GAP;
        let over = lines_height(meaning.len()) - LEADING;
        table.foot = table.foot.max(top + KEY + over - table.bottom());
    }
}

/// A column by its number.
pub(in crate::render::chart) fn named(idx: usize, column: &GridColumn) -> String {
    let number = idx + 1;
    if column.note.is_empty() {
        format!("{number} {}", column.label)
    } else {
        format!("{number} {}, {}", column.label, column.note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{GridKey, GridRow};

    /// The relative luminance of WCAG 2.
    fn luminance(colour: [u8; 3]) -> f64 {
        let [red, green, blue] = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.040_45 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        a.max(b) / a.min(b)
    }

    #[test]
    fn text_can_be_read_on_every_shade_and_shades_are_told_apart_in_grey() {
        for (step, shade) in HEAT.into_iter().enumerate() {
            let dark = step >= usize::from(FIRST_DARK);
            let on = if dark { ON_DARK } else { ON_LIGHT };
            let contrast = contrast(shade, on);
            assert!(contrast >= 4.5, "shade {step}: {contrast}");
        }
        for pair in HEAT.windows(2) {
            let apart = contrast(pair[0], pair[1]);
            let is_darker = luminance(pair[1]) < luminance(pair[0]);
            assert!(is_darker && apart > 1.08, "{pair:?}: {apart}");
        }
    }

    /// How far two colours are apart in CIELAB (CIE 1976).
    fn apart(a: [f64; 3], b: [f64; 3]) -> f64 {
        let lab = |[red, green, blue]: [f64; 3]| {
            // From linear sRGB by way of XYZ, with the white point D65.
            let xyz = [
                (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
                0.2126 * red + 0.7152 * green + 0.0722 * blue,
                (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
            ];
            let bent = xyz.map(|part| {
                if part > 0.008_856 {
                    part.cbrt()
                } else {
                    7.787 * part + 16.0 / 116.0
                }
            });
            [
                116.0 * bent[1] - 16.0,
                500.0 * (bent[0] - bent[1]),
                200.0 * (bent[1] - bent[2]),
            ]
        };
        let (a, b) = (lab(a), lab(b));
        let squares = a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b));
        squares.sum::<f64>().sqrt()
    }

    #[test]
    fn shades_are_told_apart_by_whoever_sees_no_red_no_green_or_no_blue() {
        // Machado, Oliveira and Fernandes (2009), severity 1: protan, deutan, tritan.
        let sights = [
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ];
        let linear = |colour: [u8; 3]| colour.map(|part| luminance([part; 3]).clamp(0.0, 1.0));
        for sight in sights {
            let seen = |colour: [u8; 3]| {
                let colour = linear(colour);
                sight.map(|row: [f64; 3]| {
                    let parts = row.iter().zip(&colour).map(|(a, b)| a * b);
                    parts.sum::<f64>().clamp(0.0, 1.0)
                })
            };
            for pair in HEAT.windows(2) {
                let apart = apart(seen(pair[0]), seen(pair[1]));
                assert!(apart > 6.0, "{pair:?}: {apart}");
            }
        }
    }

    #[test]
    fn a_scale_of_any_length_has_a_shade_of_its_own_for_each_point() {
        for n_points in 2_u8..=9 {
            let last = f64::from(n_points - 1);
            let mut shades: Vec<u8> = (0..n_points)
                .map(|point| shade(f64::from(point) / last))
                .collect();
            assert_eq!((shades[0], shades[usize::from(n_points) - 1]), (0, 8));
            shades.dedup();
            assert_eq!(shades.len(), usize::from(n_points), "{shades:?}");
        }
        assert_eq!((shade(-1.0), shade(7.0), shade(f64::NAN)), (0, 8, 0));
    }

    fn cell(text: &str, ground: Ground) -> GridCell {
        GridCell {
            text: text.to_owned(),
            ground,
        }
    }

    fn grid(n_columns: usize, label: &str) -> Grid {
        let cells = [
            cell("4", Ground::Shade(1.0)),
            cell("no evidence", Ground::Outline),
            cell("·", Ground::Bare),
        ];
        let column = |number: usize| GridColumn {
            label: format!("{label} {number}"),
            note: "Ways of working".to_owned(),
        };
        Grid {
            title: "Scores".to_owned(),
            columns: (0..n_columns).map(column).collect(),
            beside: "Fair score".to_owned(),
            rows: ["Łucja's criterion with a name that is long", "李雷"]
                .map(|label| GridRow {
                    label: label.to_owned(),
                    cells: cells.iter().cycle().take(n_columns).cloned().collect(),
                    beside: "3.00 (2.10–3.90)".to_owned(),
                })
                .into(),
            keys: vec![GridKey {
                cell: cell("4", Ground::Shade(1.0)),
                meaning: "Exceeds the bar".to_owned(),
            }],
        }
    }

    fn texts(drawing: &Drawing) -> Vec<&str> {
        let marks = drawing.marks.iter();
        let texts = marks.filter_map(|mark| match mark {
            Mark::Text { text, .. } => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn every_mark_lies_on_the_drawing() {
        for (n_columns, label, width) in [
            (1, "Grace", 467.0),
            (6, "Tomasz", 440.0),
            (6, "Nabuchodonosor", 200.0),
        ] {
            let drawing = draw(&grid(n_columns, label), width);
            for mark in &drawing.marks {
                let (left, right, bottom) = match mark {
                    Mark::Line { from, to, .. } => {
                        (from.0.min(to.0), from.0.max(to.0), from.1.max(to.1))
                    }
                    Mark::Rectangle {
                        at, width, height, ..
                    } => (at.0, at.0 + width, at.1 + height),
                    Mark::Circle { at, radius, .. } => {
                        (at.0 - radius, at.0 + radius, at.1 + radius)
                    }
                    Mark::Text {
                        at,
                        anchor,
                        size,
                        text,
                        ..
                    } => {
                        // Estimates are on the safe side by a fifth.
                        let wide = text_width(text, *size) * 0.8;
                        let left = match anchor {
                            Anchor::Start => at.0,
                            Anchor::Middle => at.0 - wide / 2.0,
                            Anchor::End => at.0 - wide,
                        };
                        (left, left + wide, at.1 + size * 0.25)
                    }
                };
                let is_on =
                    left >= -1.0 && right <= drawing.width + 1.0 && bottom <= drawing.height;
                assert!(is_on, "{width} {mark:?} on {}", drawing.height);
            }
        }
    }

    #[test]
    fn columns_whose_names_do_not_fit_go_by_numbers_that_are_told() {
        let drawing = draw(&grid(3, "Tomasz"), 467.0);
        assert!(texts(&drawing).contains(&"Tomasz 1"));
        let drawing = draw(&grid(6, "Nabuchodonosor"), 440.0);
        let texts = texts(&drawing);
        assert!(texts.contains(&"6"), "{texts:?}");
        assert!(
            texts.contains(&"6 Nabuchodonosor 5, Ways of working"),
            "{texts:?}"
        );
    }

    #[test]
    fn every_number_and_every_reason_for_none_is_said() {
        let said = describe(&grid(3, "Grace")).join(" ");
        assert!(
            said.contains("李雷: Grace 0 4, Grace 1 no evidence, Fair score 3.00"),
            "{said}"
        );
        assert!(said.ends_with("4: Exceeds the bar."), "{said}");
    }
}

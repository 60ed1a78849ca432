use super::*;
use crate::chart::{Bar, Line, MatrixRow};

fn matrix(columns: &[&str]) -> Chart {
    Chart::Matrix(Matrix {
        darkest: None,
        title: "Coverage".to_owned(),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        rows: vec![MatrixRow {
            label: "Depth".to_owned(),
            cells: columns
                .iter()
                .enumerate()
                .map(|(idx, _)| (idx > 0).then_some(2))
                .collect(),
        }],
    })
}

fn texts(drawing: &Drawing) -> Vec<&str> {
    let marks = drawing.marks.iter();
    marks
        .filter_map(|mark| match mark {
            Mark::Text { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

fn rectangles(drawing: &Drawing, of: Tone) -> Vec<(f64, f64)> {
    let marks = drawing.marks.iter();
    marks
        .filter_map(|mark| match mark {
            Mark::Rectangle {
                at, width, tone, ..
            } if *tone == of => Some((at.0, *width)),
            _ => None,
        })
        .collect()
}

#[test]
fn bars_are_as_long_as_their_values() {
    let bar = |label: &str, value| Bar {
        label: label.to_owned(),
        value,
        text: "x".to_owned(),
    };
    let chart = Chart::Bars(Bars {
        title: "Need".to_owned(),
        full: 4.0,
        rows: vec![bar("Łucja", 4.0), bar("李雷", 1.0), bar("over", 9.0)],
    });
    let drawing = draw(&chart, 400.0);
    let full = rectangles(&drawing, Tone::Track)[0];
    let shapes = rectangles(&drawing, Tone::Shape);
    assert_eq!(shapes[0], full);
    assert_eq!(shapes[1], (full.0, full.1 / 4.0));
    assert_eq!(shapes[2], full);
    assert_eq!(texts(&drawing), ["Łucja", "x", "李雷", "x", "over", "x"]);
    assert_eq!(describe(&chart), "Łucja: x. 李雷: x. over: x.");
}

#[test]
fn intervals_keep_their_order_on_the_axis() {
    let chart = Chart::Intervals(Intervals {
        title: "Fair scores".to_owned(),
        from: 1.0,
        to: 4.0,
        line: Some(Line {
            at: 2.5,
            label: "bar-line".to_owned(),
        }),
        rows: vec![Interval {
            label: "a".to_owned(),
            low: 2.8,
            estimate: 3.1,
            high: 3.4,
            text: "3.1".to_owned(),
        }],
    });
    let drawing = draw(&chart, 400.0);
    let mut xs = Vec::new();
    for mark in &drawing.marks {
        match mark {
            Mark::Line {
                from, dashed: true, ..
            } => xs.push(from.0),
            Mark::Line {
                from,
                to,
                tone: Tone::Shape,
                ..
            } if from.0 < to.0 => xs.push(from.0),
            Mark::Circle { at, .. } => xs.push(at.0),
            _ => {}
        }
    }
    assert!(xs.len() == 3 && xs.is_sorted(), "{xs:?}");
    assert_eq!(texts(&drawing), ["a", "3.1", "bar-line 2.5", "1", "4"]);
    assert_eq!(describe(&chart), "bar-line: 2.5. a: 3.1, from 2.8 to 3.4.");
}

#[test]
fn a_matrix_names_its_columns_where_they_fit() {
    let drawing = draw(&matrix(&["Coding", "Technical system design"]), 300.0);
    assert_eq!(
        texts(&drawing),
        ["Depth", "·", "2", "Coding", "Technical", "system design"]
    );
    assert_eq!(rectangles(&drawing, Tone::Track).len(), 1);
    let narrow = draw(&matrix(&["Round"; 20]), 300.0);
    assert!(texts(&narrow).contains(&"20 Round"));
}

#[test]
fn everything_stays_inside_whatever_the_labels_are() {
    let long = "w".repeat(5000);
    for label in [
        long.as_str(),
        "",
        "李".repeat(400).as_str(),
        "a\u{202e}\nb",
        &"a b ".repeat(900),
    ] {
        let row = |text: &str| Bar {
            label: label.to_owned(),
            value: 1.0,
            text: text.to_owned(),
        };
        let chart = Chart::Bars(Bars {
            title: String::new(),
            full: 1.0,
            rows: vec![row(label)],
        });
        let drawing = draw(&chart, 450.0);
        assert!(drawing.height < 60.0, "{}", drawing.height);
        for mark in &drawing.marks {
            if let Mark::Text { at, text, size, .. } = mark {
                assert!(
                    at.0 >= 0.0 && at.0 + text_width(text, *size) <= 450.5,
                    "{text}"
                );
                assert!(at.1 > 0.0 && at.1 < drawing.height);
            }
        }
    }
}

#[test]
fn counts_are_told_apart_by_lightness() {
    let grounds = [0, 12, 13, 38, 63, 87, 88, 100, 400].map(|count| ground(count, Some(100)));
    assert_eq!(grounds, [0, 0, 1, 2, 3, 3, 4, 4, 4].map(Tone::Ground));
    assert_eq!(ground(3, None), Tone::Track);
    assert_eq!(ground(3, Some(0)), Tone::Track);
}

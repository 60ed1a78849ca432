use super::parse::normalised;
use super::*;
use crate::render::blocks::{Align, Block, Inline, Item};
use crate::text::visible_line;
use proptest::prelude::*;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Text made of what Markdown acts on, and of what people are called.
fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => prop::sample::select(vec![
            "#", "##", "1.", "23)", "-", "--", "---", "+", ">", "```", "`", "~~~", "~", "=", "===", "|", "||",
            "<b>", "</b>", "<", "<!--", "-->", "&amp;", "&", "&#35;", "&lt", ";", "\\", "\\|", "_", "__", "*", "**", "***",
            "[x]", "[ ]", "[", "]", "](", "(", ")", "!", "![", "://", "https://a.example", "<https://a.example/b?c&d;>",
            "[a](https://a.example)", "[a]: https://x", "javascript:", "a@b.example", "<a@b.example>", ":-", ":-:", "|-|", "{#id}",
            "Łucja", "Ánh", "李雷", "عمر", "👩\u{200d}💻", "José", "a", "b", "word", "snake_case", ".", ",", "1", "99999999999",
            "\u{a0}", "\u{3000}", "\u{202e}", "\x1b[31m", "\t", "\r", "\0", "€", "—", "“", "\u{301}",
        ]).prop_map(str::to_owned),
        3 => prop::sample::select(vec![" ", "  ", "\n", "\n\n", "    ", "\\\n", "  \n", "\n- ", "\n> ", "\n    ", "\n1. ", "\r\n"]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
}

fn folded(text: &str) -> String {
    let line = visible_line(text);
    let mut out = String::new();
    for c in line.trim().chars() {
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out
}

fn text_of(text: &str) -> Vec<Inline> {
    let text = folded(text);
    if text.is_empty() {
        Vec::new()
    } else {
        vec![Inline::Text(text)]
    }
}

proptest! {
    #![proptest_config(config(1500))]

    #[test]
    fn writing_and_reading_gives_the_same_blocks(source in hostile()) {
        let blocks = parse(&source);
        let written = write(&blocks);
        prop_assert_eq!(parse(&written), blocks, "written: {:?}", written);
        prop_assert_eq!(write(&parse(&written)), written);
    }

    #[test]
    fn escaped_text_is_inert_everywhere(text in hostile()) {
        let escaped = escape_to_string(&text);
        let inlines = text_of(&text);
        if inlines.is_empty() {
            return Ok(());
        }
        let paragraph = vec![Block::Paragraph(inlines.clone())];
        prop_assert_eq!(parse(&escaped), paragraph.clone(), "{}", escaped);
        let Some(Block::List { items, .. }) = parse(&format!("- {escaped}")).pop() else { panic!() };
        prop_assert_eq!(&items[0].blocks, &paragraph, "{}", escaped);
        prop_assert_eq!(items[0].checked, None);
        prop_assert_eq!(parse(&format!("> {escaped}")), vec![Block::Quote(paragraph.clone())]);
        prop_assert_eq!(parse(&format!("before {escaped} after")), vec![Block::Paragraph(text_of(&format!("before {text} after")))].into_iter().map(|block| match block {
            Block::Paragraph(_) => Block::Paragraph(vec![Inline::Text(format!("before {} after", folded(&text)))]),
            other => other,
        }).collect::<Vec<_>>());
        prop_assert_eq!(parse(&format!("**{escaped}**")), vec![Block::Paragraph(vec![Inline::Strong(inlines.clone())])], "{}", escaped);
        for level in 1..=6_u8 {
            let hashes = "#".repeat(usize::from(level));
            prop_assert_eq!(parse(&format!("{hashes} {escaped}")), vec![Block::Heading { level, content: inlines.clone() }]);
        }
        let table = parse(&format!("| {escaped} | x |\n|---|---|\n| {escaped} | {escaped} |\n"));
        let [Block::Table { header, rows, .. }] = &table[..] else { panic!("{escaped:?} {table:?}") };
        prop_assert_eq!(&header[0], &inlines);
        prop_assert_eq!(&rows[0], &vec![inlines.clone(), inlines.clone()]);
    }

    #[test]
    fn an_embedded_fragment_cannot_swallow_what_follows(source in hostile()) {
        let alone = parse(&source);
        let text = format!("# before\n\n{}\n\n# after\n", embed(&source, 0));
        let around = parse(&text);
        prop_assert_eq!(&around[1..around.len() - 1], &alone[..], "{}", text);
    }
}

/// Inlines nested and joined in every way, hostile text among them.
fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let short = prop::sample::select(vec![
        "a", "b", " ", ".", "a b", " a", "b ", "-", "#", "1.", "_", "*", "!", "&", "&amp", "`",
        "\\", "|", "é", "李", "\u{a0}", "e\u{301}", "🄰", "ⓐ", "€", "“", "👩", "<", "a*b", "\\|",
        "~", "[x]",
    ]);
    let leaf = prop_oneof![
        6 => short.clone().prop_map(|text| Inline::Text(text.to_owned())),
        1 => hostile().prop_map(Inline::Text),
        1 => short.prop_map(|text| Inline::Code(text.to_owned())),
        1 => Just(Inline::Break),
    ];
    let url = prop::sample::select(vec![
        "https://a.example/(x_y)*z*?a&lt;=[1]",
        "mailto:a@b.example",
        "http://a",
    ]);
    let inline = leaf.prop_recursive(3, 24, 4, move |inner| {
        let content = prop::collection::vec(inner, 1..4);
        prop_oneof![
            content.clone().prop_map(Inline::Emphasis),
            content.clone().prop_map(Inline::Strong),
            (url.clone(), content).prop_map(|(url, content)| Inline::Link {
                url: url.to_owned(),
                content
            }),
        ]
    });
    prop::collection::vec(inline, 1..7).prop_map(|inlines| normalised(&inlines))
}

fn without_breaks(inlines: &[Inline]) -> Vec<Inline> {
    let spaced: Vec<Inline> = inlines
        .iter()
        .map(|inline| match inline {
            Inline::Break => Inline::Text(" ".into()),
            Inline::Emphasis(content) => Inline::Emphasis(without_breaks(content)),
            Inline::Strong(content) => Inline::Strong(without_breaks(content)),
            Inline::Link { url, content } => Inline::Link {
                url: url.clone(),
                content: without_breaks(content),
            },
            other => other.clone(),
        })
        .collect();
    normalised(&spaced)
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let paragraph = inlines().prop_map(|content| {
        if content.is_empty() {
            Block::Rule
        } else {
            Block::Paragraph(content)
        }
    });
    let cell = inlines()
        .prop_map(|content| without_breaks(&content))
        .boxed();
    let row = prop::collection::vec(cell.clone(), 2).boxed();
    let table =
        (row.clone(), prop::collection::vec(row, 0..3)).prop_map(|(header, rows)| Block::Table {
            alignments: vec![Align::Right, Align::None],
            header,
            rows,
        });
    let code = ("[a-z]{0,3}", "[ `a~\n]{0,12}").prop_map(|(language, text)| {
        let lines: Vec<&str> = text
            .split('\n')
            .map(|line| if line.trim().is_empty() { "" } else { line })
            .collect();
        let text = lines.join("\n");
        Block::Code { language, text }
    });
    let leaf = prop_oneof![
        4 => paragraph,
        1 => Just(Block::Rule),
        1 => code,
        1 => table,
        1 => (1..=6_u8, cell).prop_map(|(level, content)| Block::Heading { level, content }),
    ];
    let block = leaf.prop_recursive(4, 20, 4, |inner| {
        let item = (
            prop::option::of(any::<bool>()),
            prop::collection::vec(inner.clone(), 1..3),
        )
            .prop_map(|(checked, blocks)| {
                let checked =
                    checked.filter(|_| matches!(blocks.first(), Some(Block::Paragraph(_))));
                Item { checked, blocks }
            });
        let start = prop::option::of(prop::sample::select(vec![0, 1, 9, 999_999_999]));
        prop_oneof![
            prop::collection::vec(inner, 1..4).prop_map(Block::Quote),
            (start, prop::collection::vec(item, 1..4))
                .prop_map(|(start, items)| Block::List { start, items }),
        ]
    });
    prop::collection::vec(block, 0..5)
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn every_line_survives(content in inlines()) {
        if content.is_empty() {
            return Ok(());
        }
        let blocks = vec![Block::Paragraph(content)];
        let written = write(&blocks);
        prop_assert_eq!(parse(&written), blocks, "written: {}", written);
    }

    #[test]
    fn every_tree_survives(blocks in blocks()) {
        let written = write(&blocks);
        prop_assert_eq!(parse(&written), blocks, "written: {}", written);
    }
}

/// What has slowed or felled Markdown readers, each to be repeated.
const SHAPES: [&str; 45] = [
    "[",
    "![",
    ">",
    "> ",
    "*",
    "**a",
    "_a *b ",
    "- ",
    "-",
    "`",
    "`a``b```c",
    "<",
    "<a ",
    "&",
    "&#",
    "|",
    "|a",
    "a|\n",
    "\\",
    "a",
    "李",
    "#",
    "1. ",
    "[a](",
    "[a]: b\n",
    "<!--",
    "~~~\n",
    "\n",
    "    ",
    "a\n===\n",
    "| a | b |\n|--|--|\n",
    "*a _b **c ",
    "[a](https://a)",
    "a **b** ",
    "x\\\n",
    "1.1) - + ",
    "&#32;",
    "(",
    "]",
    "](",
    "<https://a",
    "_",
    "é*",
    "> - 1. ",
    "[x](<",
];

#[test]
fn hostile_shapes_survive() {
    for shape in SHAPES {
        let source = format!("{}x", shape.repeat(6000 / shape.len()));
        let blocks = parse(&source);
        assert!(parse(&write(&blocks)) == blocks, "{shape:?}");
    }
}

/// Slow on purpose: run it with `--ignored --nocapture` to see the times.
#[test]
#[ignore = "measures a mebibyte of each hostile shape"]
fn hostile_mebibytes_take_linear_time() {
    use crate::render::terminal::{self, Style};
    use std::time::Instant;
    for shape in SHAPES {
        for size in [1 << 18, 1 << 20] {
            let source = shape.repeat(size / shape.len());
            let start = Instant::now();
            let blocks = parse(&source);
            let parsed = start.elapsed();
            let start = Instant::now();
            let length = write(&blocks).len() + escape_to_string(&source).len();
            let written = start.elapsed();
            let start = Instant::now();
            let shown = terminal::write(
                &blocks,
                &Style {
                    width: 80,
                    color: true,
                },
            )
            .len();
            println!(
                "{shape:?} {size}: {parsed:.1?} {written:.1?} {:.1?} ({length} {shown} bytes)",
                start.elapsed()
            );
        }
    }
}

#[test]
fn lists_and_quotes_nest_to_a_limit_and_keep_their_content() {
    for source in [
        format!("{}deep", "> ".repeat(500)),
        format!("{}deep", "- ".repeat(500)),
    ] {
        let mut blocks = &parse(&source)[..];
        let mut depth = 0;
        loop {
            blocks = match blocks {
                [Block::Quote(inner)] => inner,
                [Block::List { items, .. }] => &items[0].blocks,
                _ => break,
            };
            depth += 1;
        }
        assert_eq!(depth, crate::render::blocks::MAX_DEPTH);
        assert_eq!(
            blocks,
            [Block::Paragraph(vec![Inline::Text("deep".into())])]
        );
    }
}

#[test]
fn every_spelling_becomes_the_canonical_one() {
    let cases = [
        ("Title\n===\n\n* a\n* b", "# Title\n\n- a\n- b\n"),
        ("*a* __b__ _**c**_", "_a_ **b** _**c**_\n"),
        (
            "in*side*word and **(x)**&#121;",
            "in*side*word and **(x)**&#121;\n",
        ),
        ("a  \nb\nc", "a\\\nb c\n"),
        (
            "<div onclick='x'>\nb\n</div>",
            "\\<div onclick='x'> b \\</div>\n",
        ),
        ("a <b>c</b> <!-- d -->", "a \\<b>c\\</b> \\<!-- d -->\n"),
        (
            "![alt](https://a.example/i.png)",
            "[alt](https://a.example/i.png)\n",
        ),
        ("![alt](javascript:alert(1)) [x](data:y)", "alt x\n"),
        ("[![i](https://i)](https://l)", "[i](https://l)\n"),
        ("[](https://a.example)", "<https://a.example>\n"),
        ("<a@b.example>", "[a@b.example](mailto:a@b.example)\n"),
        ("- a\n\n+ b", "- a\n\n+ b\n"),
        ("1) a\n2) b\n   - [x] c", "1. a\n2. b\n   - [x] c\n"),
        ("    code\n\ttab", "```\ncode\ntab\n```\n"),
        ("~~~ rust,ignore\n```\n", "````rust\n```\n````\n"),
        (
            "|a|b|\n|:-|-:|\n|李雷|`x\\|y`|",
            "| a    |      b |\n| :--- | -----: |\n| 李雷 | `x\\|y` |\n",
        ),
        ("a[^1] ~~b~~ $c$", "a\\[^1\\] \\~\\~b\\~\\~ $c$\n"),
        ("\u{1b}[31m\u{202e}&#27;", "\\x1b\\[31m\\u{202e}\\x1b\n"),
        ("", ""),
        ("- \n- a", "- a\n"),
    ];
    for (source, canonical) in cases {
        assert_eq!(write(&parse(source)), canonical, "{source:?}");
    }
}

#[test]
fn only_what_acts_is_escaped() {
    let unchanged = [
        "3-4 people, e.g. \"x\" (y).",
        "snake_case and R&D work, 50% + 2 = 52; a > b; a < b",
        "C# or C++? #1 choice, +1, -5, =x, ~5 years",
        "https://a.example/x?y=1&z=2",
        "1.5 and 1986",
        "C:\\Users\\x",
        "Nguyễn Thị Ánh, 李雷, عمر, O'Brien!",
    ];
    for text in unchanged {
        assert_eq!(escape_to_string(text), text);
    }
    let cases = [
        ("# a", "\\# a"),
        ("1. a", "1\\. a"),
        ("12) a", "12\\) a"),
        ("- a", "\\- a"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("> a", "\\> a"),
        ("_a_", "\\_a\\_"),
        ("a &amp; b", "a \\&amp; b"),
        ("[x] a|b", "\\[x\\] a\\|b"),
        ("a\\|b", "a\\\\&#124;b"),
        ("a #", "a \\#"),
        (" a\n\n b ", "a b"),
    ];
    for (text, escaped) in cases {
        assert_eq!(escape_to_string(text), escaped);
    }
}

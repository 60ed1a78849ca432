use super::*;
use crate::render::markdown::parse;
use proptest::prelude::*;

fn shown(markdown: &str, width: usize, color: bool) -> String {
    write(&parse(markdown), &Style { width, color })
}

/// The text without the escape sequences written here.
fn uncolored(text: &str) -> String {
    let mut out = String::new();
    for (idx, part) in text.split("\x1b[").enumerate() {
        let part = if idx == 0 {
            part
        } else {
            part.split_once('m').expect("it ends").1
        };
        out.push_str(part);
    }
    out
}

#[test]
fn each_block_has_its_look() {
    let cases = [
        ("# Ánh", "Ánh\n═══\n"),
        ("## 李雷", "李雷\n────\n"),
        ("### c\ntext", "▸ c\ntext\n"),
        ("a **b** _c_ `d`", "a b c `d`\n"),
        ("- a\n- b\n  - c\n", "• a\n• b\n  ◦ c\n"),
        ("9. a\n10. b\n", " 9. a\n10. b\n"),
        ("- [x] a\n- [ ] b\n", "☑ a\n☐ b\n"),
        ("> a\n>\n> b", "│ a\n│\n│ b\n"),
        ("```\nx\ty\n\nz\n```", "    x    y\n\n    z\n"),
        (
            "[a](https://b.example) <https://c.example>",
            "a <https://b.example> https://c.example\n",
        ),
        ("a\\\nb", "a\nb\n"),
        (
            "| a | b |\n|:-:|--:|\n| ccc | 1 |",
            "┌─────┬───┐\n│  a  │ b │\n├─────┼───┤\n│ ccc │ 1 │\n└─────┴───┘\n",
        ),
    ];
    for (markdown, expected) in cases {
        assert_eq!(shown(markdown, 60, false), expected, "{markdown}");
    }
    assert_eq!(shown("***", 40, false), format!("{}\n", "─".repeat(40)));
}

#[test]
fn types_do_not_run_over_line_ends() {
    let text = shown(
        "> a **bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb** c",
        40,
        true,
    );
    for line in text.lines() {
        assert_eq!(
            line.matches("\x1b[0m").count(),
            line.matches('m').count() / 2,
            "{line:?}"
        );
        assert!(line.starts_with("\x1b[2m│\x1b[0m "), "{line:?}");
    }
    assert_eq!(
        uncolored(&text),
        shown(
            "> a bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb bbbb c",
            40,
            false
        )
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_too_wide_or_acts(source in "([-#>*_`\\[\\] ().1|a-z李🎉é\\x1b\\u{202e}\\n]|word |<https://a.example/long/address> |\\n- |\\n> ){0,60}", width in 40_usize..100, color: bool) {
        let text = shown(&source, width, color);
        let bare = if color { uncolored(&text) } else { text };
        let acts = bare.contains(['\x1b', '\u{202e}']);
        prop_assert!(!acts, "{bare:?}");
        for line in bare.lines() {
            prop_assert!(line.width() <= width, "{} columns: {line:?}", line.width());
        }
    }
}

use super::*;
use crate::render::blocks::{Block, Inline};
use crate::render::markdown::{parse, parse_document, write};
use crate::render::terminal;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn render(template: &str, value: &str) -> String {
    let templates = Templates::new(&[("t.md", template)], &[]).expect("the template loads");
    templates
        .render("t.md", &BTreeMap::from([("v", value)]))
        .expect("it renders")
}

#[derive(Serialize)]
struct Numbers {
    x: f64,
    whole: i64,
    none: Option<f64>,
    share: f64,
    text: &'static str,
}

const NUMBERS: Numbers = Numbers {
    x: -1.2351,
    whole: 3,
    none: None,
    share: 0.8137,
    text: "no",
};

fn render_numbers(template: &str) -> Result<String, TemplateError> {
    Templates::new(&[("t.md", template)], &[])?.render("t.md", &NUMBERS)
}

#[test]
fn values_are_escaped_and_filters_are_not() {
    let cases = [
        ("{{ v }}", "# *not* a heading", "\\# \\*not\\* a heading"),
        (
            "{{ v }}",
            "3-4 people, e.g. \"x\" (y).",
            "3-4 people, e.g. \"x\" (y).",
        ),
        ("{{ v | upper }}", "*a*", "\\*A\\*"),
        ("{{ v | markdown }}", "# *a*\n- b", "### _a_\n\n- b"),
        ("- {{ v | markdown(indent=2) }}", "a\n\nb", "- a\n\n  b"),
        ("{{ v | markdown(base=9) }}", "# a", "###### a"),
        (
            "{{ v | quote }}",
            "a *b*\nc\n- d\n\n# e",
            "> a \\*b\\* c\\\n> \\- d\n>\n> \\# e",
        ),
        (
            "- x\n\n  {{ v | quote(indent=2) }}",
            "a\n\nb",
            "- x\n\n  > a\n  >\n  > b",
        ),
        ("{{ v | code }}", "a|b`c", "`a`\\|``b`c``"),
        (
            "{{ v | fence(language='python') }}",
            "a\n```\nb",
            "````python\na\n```\nb\n````",
        ),
        ("{{ v | quote }}", "", ""),
        ("{{ v | code }}", "", ""),
    ];
    for (template, value, expected) in cases {
        assert_eq!(render(template, value), expected, "{template} of {value:?}");
    }
}

#[test]
fn templates_leave_room_for_notes_and_begin_pages() {
    let document = render("a\n\n{{ notes(lines=3) }}\n\n{{ page_break() }}\n\nb\n", "");
    let blocks = parse_document(&document);
    assert_eq!(blocks[1..3], [Block::Notes { lines: 3 }, Block::PageBreak]);
    assert_eq!(write(&blocks), "a\n\n>\n>\n>\n\nb\n");
    let style = terminal::Style {
        width: 40,
        color: false,
    };
    let rule = "┈".repeat(40);
    assert_eq!(
        terminal::write(&blocks, &style),
        format!("a\n\n{rule}\n{rule}\n\nb\n")
    );
    // Markdown that comes from anywhere else has neither.
    assert!(parse(&document).iter().all(|block| !is_hint(block)));
    let nested = parse_document("- a\n\n  ```@page-break\n  ```\n");
    let [Block::List { items, .. }] = &nested[..] else {
        panic!("{nested:?}")
    };
    assert_eq!(items[0].blocks.len(), 1, "{nested:?}");
}

fn is_hint(block: &Block) -> bool {
    matches!(block, Block::Notes { .. } | Block::PageBreak)
}

#[test]
fn no_field_brings_room_for_notes_or_a_page_break() {
    let template = "{{ v }}\n\n{{ v | markdown }}\n\n{{ v | quote }}\n\n{{ v | fence }}\n\n\
                    {{ v | fence(language=v) }}\n\n{{ v | code }}\n";
    for info in [
        "{notes 9}",
        "{page-break}",
        " {notes 9}",
        "{notes",
        "notes 9}",
    ] {
        for fence in ["```", "~~~", "````"] {
            let value = format!("{fence}{info}\n{fence}\n\n{info}\n");
            let blocks = parse_document(&render(template, &value));
            assert!(!blocks.iter().any(is_hint), "{value}: {blocks:?}");
            let blocks = parse_document(&render(template, info));
            assert!(!blocks.iter().any(is_hint), "{info}: {blocks:?}");
        }
    }
}

/// Else what comes out would depend on a hash.
#[test]
fn maps_come_in_the_order_they_have() {
    let names: Vec<String> = (0..40).map(|n| format!("name-{n:02}")).collect();
    let values: std::collections::BTreeMap<_, _> = names.iter().zip(0..).collect();
    let mut tera = Tera::default();
    let template = "{% for name, _ in values %}{{ name }} {% endfor %}";
    tera.add_raw_template("t", template).unwrap();
    let mut context = tera::Context::new();
    context.insert("values", &values);
    let shown = tera.render("t", &context).unwrap();
    assert_eq!(shown.trim_end(), names.join(" "));
}

#[test]
fn numbers_say_when_there_is_none() {
    let cases = [
        ("{{ x | num }}", "−1.24"),
        ("{{ x | num(places=0) }}", "−1"),
        ("{{ whole | num(places=1) }}", "3.0"),
        ("{{ none | num }} {{ none | percent }}", "– –"),
        ("{{ share | percent }}", "81 %"),
        ("{{ (0 - 0.001) | num }}", "0.00"),
        (
            "{{ x | plain(places=1) }} {{ whole | plain(places=4) }}",
            "-1.2 3",
        ),
    ];
    for (template, expected) in cases {
        assert_eq!(
            render_numbers(template).expect(template),
            expected,
            "{template}"
        );
    }
}

#[test]
fn errors_name_file_and_line() {
    let cases = [
        ("a\n{{ missing }}", "built-in t.md:2:4: "),
        ("a\nb {% if x %}\n {{ y ", "built-in t.md:3:"),
        ("\n{{ x | nonesuch }}", "built-in t.md:2:"),
        ("{% include \"/etc/passwd\" %}", "built-in t.md:1:"),
        ("{{ get_env(name=\"HOME\") }}", "built-in t.md:1:"),
        ("\n{{ text | num }}", "built-in t.md:2:"),
    ];
    for (template, start) in cases {
        let error = render_numbers(template).expect_err(template);
        let message = error.to_string();
        assert!(message.starts_with(start), "{message}");
        assert!(
            !message.contains('\n') && !message.ends_with('.'),
            "{message}"
        );
        assert!(
            error
                .detail()
                .is_some_and(|detail| detail.contains(" --> ")),
            "{error:?}"
        );
    }
    let templates = Templates::new(&[], &[]).expect("nothing to load");
    let error = templates
        .render("x.md", &NUMBERS)
        .expect_err("there is none");
    assert_eq!(error.to_string(), "there is no template `x.md`");
}

#[test]
fn an_override_wins_and_may_extend_what_it_replaces() {
    let builtin = [
        (
            "base.md",
            "{% block head %}head{% endblock %} / {% block body %}{% endblock %}",
        ),
        (
            "t.md",
            "{% extends \"base.md\" %}{% block body %}{{ text }}{% endblock %}",
        ),
    ];
    let own = [(
        "t.md".to_owned(),
        "{% extends \"builtin/t.md\" %}{% block head %}ours{% endblock %}".to_owned(),
    )];
    let templates = Templates::new(&builtin, &own).expect("it loads");
    assert_eq!(
        templates.render("t.md", &NUMBERS).expect("it renders"),
        "ours / no"
    );

    let broken = [("base.md".to_owned(), "{{ oops".to_owned())];
    let error = Templates::new(&builtin, &broken).expect_err("it does not parse");
    assert!(error.to_string().starts_with("base.md:1:"), "{error}");
    let circular = [("t.md".to_owned(), "{% extends \"t.md\" %}".to_owned())];
    let error = Templates::new(&builtin, &circular).expect_err("it extends itself");
    assert_eq!(error.to_string(), "t.md extends itself");
}

fn chain(n: usize, link: impl Fn(usize) -> String) -> Vec<(String, String)> {
    (0..n)
        .map(|idx| (format!("a{idx}.md"), link(idx)))
        .collect()
}

#[test]
fn templates_that_name_one_another_come_to_an_end() {
    let last = MAX_OVERRIDES - 1;
    let end = "x".repeat(100_000);
    let include = |times: usize| {
        let end = end.clone();
        move |idx: usize| match idx {
            idx if idx == last => end.clone(),
            idx => format!("{{% include \"a{}.md\" %}}", idx + 1).repeat(times),
        }
    };
    let templates = Templates::new(&[], &chain(MAX_OVERRIDES, include(1))).expect("it loads");
    assert_eq!(templates.render("a0.md", &NUMBERS).expect("it ends"), end);
    let error = Templates::new(&[], &chain(MAX_OVERRIDES + 1, include(1))).expect_err("too many");
    assert_eq!(error.to_string(), "there are more than 80 templates");

    // Twice each would be 2 to the power of 79.
    let templates = Templates::new(&[], &chain(MAX_OVERRIDES, include(2))).expect("it loads");
    let error = templates.render("a0.md", &NUMBERS).expect_err("too much");
    assert_eq!(error.to_string(), "`a0.md` writes more than 64 MiB");

    for tag in ["{% component", "{%-\n component"] {
        let calls = format!("a\n{tag} x(n) %}}b{{% endcomponent x %}}");
        let error = Templates::new(&[], &[("t.md".to_owned(), calls)]).expect_err("no components");
        assert_eq!(
            error.to_string(),
            "t.md:2: a template cannot define components"
        );
    }

    let circle = [
        ("a.md".to_owned(), "{% include \"b.md\" %}".to_owned()),
        ("b.md".to_owned(), "{% include \"a.md\" %}".to_owned()),
    ];
    let error = Templates::new(&[], &circle).expect_err("they go round");
    assert!(error.to_string().contains("includes itself"), "{error}");
    assert!(error.is_overridden());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_value_leaves_its_place(value in "[-#>`*_|\\[\\]()<&\\\\~=+1. \\na-c\\x1b]{0,24}") {
        if value.trim().is_empty() {
            return Ok(());
        }
        let document = render("# H\n\n- {{ v }}\n\n  {{ v | quote(indent=2) }}\n\n  {{ v | fence(indent=2) }}\n\n| {{ v }} | {{ v | code }} |\n| - | - |\n\nend\n", &value);
        let blocks = parse(&document);
        prop_assert_eq!(blocks.len(), 4, "{}", document);
        prop_assert_eq!(&blocks[3], &Block::Paragraph(vec![Inline::Text("end".into())]));
        let Block::Table { header, .. } = &blocks[2] else { panic!("{document}") };
        prop_assert_eq!(header.len(), 2);
    }
}

#[test]
fn only_templates_make_charts() {
    use crate::chart::{Bar, Bars, Chart};
    use crate::render::markdown::parse_document;

    let chart = Chart::Bars(Bars {
        title: "```\n# Łucja".to_owned(),
        full: 1.0,
        rows: vec![Bar {
            label: "````".to_owned(),
            value: 0.5,
            text: "half".to_owned(),
        }],
    });
    let templates = Templates::new(&[("t.md", "{{ v | chart }}")], &[]).unwrap();
    let written = templates
        .render("t.md", &BTreeMap::from([("v", &chart)]))
        .unwrap();
    assert_eq!(parse_document(&written), [Block::Chart(chart)]);

    let fenced = &written;
    for template in [
        "{{ v }}",
        "{{ v | markdown }}",
        "{{ v | fence(language='@chart') }}",
        "{{ v | quote }}",
        "{{ v | code }}",
    ] {
        let blocks = parse_document(&render(template, fenced));
        assert!(
            !blocks.iter().any(|block| matches!(block, Block::Chart(_))),
            "{template}"
        );
    }
}

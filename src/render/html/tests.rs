use super::*;
use crate::render::markdown::parse;
use crate::text::sha256_base64;
use proptest::prelude::*;

fn html(markdown: &str) -> String {
    let options = Options {
        title: "Title",
        language: "en",
    };
    write(&parse(markdown), &options)
}

/// What stands in the main element.
fn main_of(markdown: &str) -> String {
    let html = html(markdown);
    let (_, rest) = html
        .split_once("<main id=\"content\" tabindex=\"-1\">\n")
        .unwrap();
    rest.split_once("</main>").unwrap().0.to_owned()
}

#[test]
fn blocks_become_their_elements() {
    let cases = [
        (
            "# T\n\na *b* **c** `d`",
            "<h1 id=\"s-t\">T</h1>\n<p>a <em>b</em> <strong>c</strong> <code>d</code></p>\n",
        ),
        (
            "# T\n\n- a\n- b\n  - c",
            "<h1 id=\"s-t\">T</h1>\n<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n",
        ),
        (
            "# T\n\n3. a\n\n   b",
            "<h1 id=\"s-t\">T</h1>\n<ol start=\"3\">\n<li><p>a</p>\n<p>b</p>\n</li>\n</ol>\n",
        ),
        (
            "# T\n\n> a\n\n***\n\n```toml\n<b>\n```",
            "<h1 id=\"s-t\">T</h1>\n<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n<pre dir=\"ltr\"><code>&lt;b&gt;</code></pre>\n",
        ),
        (
            "# T\n\na\\\nb <https://x.example/?a=1&b=2>",
            "<h1 id=\"s-t\">T</h1>\n<p>a<br>\nb <a rel=\"noopener noreferrer\" href=\"https://x.example/?a=1&amp;b=2\">https://x.example/?a=1&amp;b=2</a></p>\n",
        ),
    ];
    for (markdown, expected) in cases {
        assert_eq!(main_of(markdown), expected, "{markdown}");
    }
}

#[test]
fn tables_name_what_their_headers_head() {
    let table = main_of("# T\n\n| A | | C |\n| :-- | :-: | --: |\n| a | b | |\n");
    assert!(table.contains("<thead>\n<tr><th scope=\"col\">A</th><td class=\"center\"></td><th scope=\"col\" class=\"right\">C</th></tr>"), "{table}");
    assert!(
        table.contains(
            "<tr><th scope=\"row\">a</th><td class=\"center\">b</td><td class=\"right\"></td></tr>"
        ),
        "{table}"
    );
    assert!(!table.contains("tabindex"));
    let wide =
        main_of("# T\n\n## Grid\n\n| A | B | C | D |\n| - | - | - | - |\n| a | b | c | d |\n");
    assert!(
        wide.contains("tabindex=\"0\" aria-label=\"Table: Grid\""),
        "{wide}"
    );
}

#[test]
fn tasks_have_boxes() {
    let tasks = main_of("# T\n\n- [ ] a\n- [x] b\n");
    assert!(
        tasks.contains("<ul class=\"tasks\" role=\"list\">"),
        "{tasks}"
    );
    assert!(tasks.contains(
        "<li class=\"task\"><span class=\"box\"><span class=\"unseen\">[ ] </span></span>a"
    ));
    assert!(
        tasks.contains("<span class=\"box ticked\"><span class=\"unseen\">[x] </span></span>b")
    );
}

#[test]
fn headings_leave_no_gaps_and_each_has_an_address() {
    let headings = main_of("# A\n\n#### B\n\n#### B\n\n## C d, e!\n\n###### 李雷 عمر\n\n# B 2\n");
    for expected in [
        "<h1 id=\"s-a\">",
        "<h2 id=\"s-b\">",
        "<h2 id=\"s-b-2\">",
        "<h2 id=\"s-c-d-e\">",
        "<h3 dir=\"rtl\" id=\"s-李雷-عمر\">",
        "<h1 id=\"s-b-2-2\">",
    ] {
        assert!(headings.contains(expected), "{expected}\n{headings}");
    }
}

#[test]
fn a_document_without_a_title_gets_one() {
    assert!(main_of("## A\n\ntext").starts_with("<h1 id=\"s-title\">Title</h1>\n<h2"));
}

#[test]
fn long_documents_have_contents_and_short_ones_do_not() {
    let long = html("# T\n\n## A & B\n\n## C\n\n### c\n\n## D\n\n## E\n");
    assert!(long.contains("<nav class=\"contents\" aria-label=\"Contents\">"));
    assert!(long.contains("<li><a href=\"#s-a-b\">A &amp; B</a></li>"));
    assert!(!long.contains("href=\"#s-c-2\"") && !long.contains("href=\"#s-t\""));
    assert!(!html("# T\n\n## A\n\n## B\n").contains("<nav"));
}

#[test]
fn the_policy_allows_this_style_and_nothing_else() {
    let html = html("# T");
    let (_, rest) = html.split_once("<style>").unwrap();
    let style = rest.split_once("</style>").unwrap().0;
    let policy = format!(
        "content=\"default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'\"",
        sha256_base64(style.as_bytes())
    );
    assert!(html.contains(&policy), "{html}");
    // Nothing that a browser would fetch, and no style that the policy would refuse.
    for word in ["src=", "url(", "@import", "<link", "style=\"", "<script"] {
        assert!(!html.contains(word), "{word}");
    }
}

#[test]
fn texts_run_as_most_of_their_letters_do() {
    let html = main_of(
        "# عمر: Debrief\n\n- **Grace**: 4\n\n  > قاس الزمن\n\n| Name | Says |\n| - | - |\n| عمر | yes |\n",
    );
    assert!(html.contains("<h1 id=\"s-عمر-debrief\">"), "{html}");
    assert!(html.contains("<li><p><strong>Grace</strong>: 4</p>\n<blockquote dir=\"rtl\">\n<p>"));
    assert!(html.contains("<th scope=\"row\"><span dir=\"rtl\">عمر</span></th><td>yes</td>"));
}

#[test]
fn charts_are_pictures_with_words() {
    use crate::chart::{Bar, Bars, Chart};
    let bar = |label: &str| Bar {
        label: label.to_owned(),
        value: 1.0,
        text: "low".to_owned(),
    };
    let chart = Block::Chart(Chart::Bars(Bars {
        title: "Need <b>".to_owned(),
        full: 4.0,
        rows: vec![bar("Łucja"), bar("</text><script>")],
    }));
    let options = Options {
        title: "T",
        language: "en",
    };
    let html = write(&[chart.clone(), chart], &options);
    assert!(html.contains("role=\"img\" aria-labelledby=\"chart-2-title chart-2-desc\""));
    assert!(html.contains("<title id=\"chart-1-title\">Need &lt;b&gt;</title>"));
    assert!(html.contains("Łucja: low. &lt;/text&gt;&lt;script&gt;: low.</desc>"));
    assert!(html.contains(" text-anchor=\"start\">Łucja</text>"));
    assert!(html.contains("<rect class=\"shape\"") && !html.contains("<script"));
}

#[test]
fn hostile_text_is_inert() {
    let html = write(
        &parse(
            "# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> &lt;b&gt; \"'\u{202e}\u{0}\n\n```\n</code></pre><script>\n```",
        ),
        &Options {
            title: "</title><script>alert(1)</script>",
            language: "en\"><script>",
        },
    );
    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains("<img"));
    assert!(html.contains("<title>&lt;/title&gt;&lt;script&gt;"));
    assert!(html.contains("&lt;b&gt; &quot;&#39;\\u{202e}"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_gives_only_our_elements(text in "[ -~<>&\"'`#*\\-|\\n李عم\u{202e}]{0,120}") {
        let html = main_of(&text);
        let known = [
            "a", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6",
            "hr", "li", "ol", "p", "pre", "span", "strong", "table", "tbody", "td", "th", "thead",
            "tr", "ul",
        ];
        for part in html.split('<').skip(1) {
            let name = part.trim_start_matches('/');
            let name = &name[..name.find([' ', '>']).unwrap_or(0)];
            prop_assert!(known.contains(&name), "{name} in {html}");
        }
    }
}

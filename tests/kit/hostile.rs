//! A rubric whose every text is hostile gives kits of the same build as its harmless twin.

use crate::sandbox::{Sandbox, none_wrong};

const FULL: &str = include_str!("../rubric/full.toml");

/// Texts as TOML strings have them, between the quotes.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "<!-- x",
    "</div></body></html>",
    "# One",
    "x\\n# Two\\n\\n## Three\\n",
    "x\\n===\\n\\ny\\n---\\n",
    "***",
    "- a\\n- b\\n\\n1. c",
    "> quoted",
    "| a | b |\\n| - | - |\\n| c | d |",
    "a | b",
    "```\\nopen",
    "~~~",
    "    code",
    "`code",
    "**bold** _em_ [l](javascript:alert(1)) ![i](data:text/html,x) <javascript:x>",
    "[ref]: http://x \\\"t\\\"",
    "{{ 1 + 1 }} {% for x in y %} {# c #} {{ rubric.hash }}",
    "{% include \\\"kit.md\\\" %}",
    "\\u001b[31mred\\u001b[0m \\u0007 \\u0008 \\u0000 \\u009b31m \\u007f",
    "\\u202eevil\\u202c \\u2066x\\u2069 \\u200f \\u061c",
    "\\u200bzero\\u2060 \\ufeff \\u2028 \\u2029 \\u0085",
    "\\r\\nx\\ry",
    "\\t\\ttabs",
    "Z\\u0323\\u0324\\u0325\\u0326\\u0330\\u0331\\u0300\\u0301a\\u0302\\u0303l\\u0304g\\u0305o",
    "Łucja Żółć, Thị Ánh, 李雷, عمر, José, José, 👩‍💻",
    "&lt;script&gt; &#x1b; &amp;",
    "\\\\",
    "```@page-break\\n```\\n\\n```@notes 9\\n```",
    "'''",
    "\\U000E0041\\U000E007F \\uFFFE \\uFFFD",
];

/// Keys whose values are text a person writes, so that they may hold anything.
const TEXT_KEYS: &[&str] = &[
    "title",
    "summary",
    "author",
    "challenge",
    "responsibilities",
    "primary-focus",
    "languages",
    "tools",
    "education",
    "experience",
    "culture",
    "pay",
    "duration",
    "feedback-within",
    "tips",
    "years",
    "focus-text",
    "expects",
    "currency",
    "note",
    "text",
    "weight-reason",
    "topics",
    "expectation",
    "strong",
    "ask",
    "probes",
    "tags",
    "source",
    "positive",
    "negative",
    "answer-text",
    "definition",
    "interviewer",
    "interviewer-focus",
    "purpose",
    "great",
    "good",
    "setting",
    "preparation",
    "scenario",
    "prompt",
    "audience",
    "prepare",
    "deliverables",
    "review",
    "ground-rules",
    "success",
    "language",
    "starter",
    "solution",
    "checks",
    "instructions",
    "stance",
    "played-by",
    "motivation",
    "constraints",
    "tensions",
    "guidance",
    "do-not",
    "question",
    "reason",
    "evidence",
    "group",
    "topic",
    "q",
    "a",
    "junior",
    "senior",
    "crisp",
    "raw",
];

/// The full rubric with every text replaced: by `text`, a TOML string's content.
fn with_texts(text: &str) -> String {
    let mut rubric = String::new();
    for line in FULL.lines() {
        let by = line.split_once(" = ").and_then(|(key, value)| {
            let value = value.split(" # ").next().unwrap_or(value);
            // The answers of knock-outs are words, those of questions are text.
            let is_text = TEXT_KEYS.contains(&key) || (key == "answer" && value.contains(' '));
            let is_weight = value.starts_with('{');
            match value.as_bytes().first() {
                Some(b'"' | b'\'') if is_text && !is_weight => {
                    Some(format!("{key} = \"{text} .\""))
                }
                Some(b'[') if is_text => Some(format!("{key} = [\"{text} .\", \"second\"]")),
                _ => None,
            }
        });
        rubric.push_str(by.as_deref().unwrap_or(line));
        rubric.push('\n');
    }
    rubric
        .replace("guide = \"Say *hello*.\"", &format!("guide = \"{text} .\""))
        .replace("title = \"Hello\"", &format!("title = \"{text} .\""))
        .replace("title = \"Knead\"", &format!("title = \"{text} .\""))
        .replace(
            "name = \"Rush\", why = \"Raw.\"",
            &format!("name = \"{text} .\", why = \"{text} .\""),
        )
        .replace(
            "label = \"Raw\", meaning = \"Not done.\"",
            &format!("label = \"{text} .\", meaning = \"{text} .\""),
        )
        .replace("weak = \"It lives.\"", &format!("weak = \"{text} .\""))
}

/// The kit of each round, and the candidate's guide.
const DOCUMENTS: [&str; 5] = ["form", "papers", "kitchen", "table", GUIDE];
const GUIDE: &str = "guide";

fn kits(text: &str, format: &str) -> Vec<String> {
    let sandbox = Sandbox::with("r.toml", with_texts(text));
    DOCUMENTS
        .iter()
        .map(|round| kit(&sandbox, round, format))
        .collect()
}

fn kit(sandbox: &Sandbox, round: &str, format: &str) -> String {
    let which = match round {
        GUIDE => ["--audience", "candidate"],
        round => ["--round", round],
    };
    let args = ["kit", "r.toml", "--level", "senior", "--format", format];
    let run = sandbox.run(&[&args[..], &which].concat()).exits(0);
    assert_eq!(run.stderr, "");
    run.stdout
}

/// The lines of a Markdown text outside of its fences.
fn outside_fences(markdown: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut fence: Option<String> = None;
    for line in markdown.lines() {
        let bare = line.trim_start_matches([' ', '>']).trim_end();
        let marks: String = bare
            .chars()
            .take_while(|c| matches!(c, '`' | '~'))
            .collect();
        match &fence {
            Some(open) if bare.starts_with(open.as_str()) && marks == bare => fence = None,
            Some(_) => {}
            None if marks.len() >= 3 => fence = Some(marks),
            None => found.push(line),
        }
    }
    assert_eq!(fence, None, "a fence is never closed in {markdown}");
    found
}

/// How many headings of the first and second level a kit has, and how many rules. Headings of a
/// text that is Markdown may add to those further down.
fn build(markdown: &str) -> [usize; 3] {
    let lines = outside_fences(markdown);
    let n = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
    [n("# "), n("## "), n("***")]
}

/// Characters that act on a terminal or turn text round.
fn acting(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}' | '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn hostile_texts_leave_the_build_of_a_kit_as_it_is() {
    let harmless = kits("harmless", "md");
    let mut wrong = Vec::new();
    for text in HOSTILE {
        for ((kit, twin), round) in kits(text, "md").iter().zip(&harmless).zip(DOCUMENTS) {
            let (found, due) = (build(kit), build(twin));
            if found != due {
                wrong.push(format!("{text} in {round}: {found:?}, not {due:?}"));
            }
        }
    }
    none_wrong(&wrong);
}

/// What a form is built of: no text may add to it or take from it.
const PARTS: &[&str] = &[
    "<form",
    "</form>",
    "<script",
    "</script>",
    "<style",
    "<h1",
    "<h2",
    "<section",
    "<fieldset",
    "<input",
    "<select",
    "<option",
    "<textarea",
    "<button",
    "<img",
    "<dialog",
    "<meta",
    "</body>",
    " href=\"#",
    "href=\"javascript",
    " onerror=",
];

#[test]
fn hostile_texts_leave_the_build_of_a_form_as_it_is() {
    let build = |kit: &str| {
        let found = PARTS.iter().map(|part| kit.matches(part).count());
        found.collect::<Vec<_>>()
    };
    let harmless = kits("harmless", "html");
    assert!(harmless.iter().any(|kit| kit.contains("<form")));
    let mut wrong = Vec::new();
    for text in HOSTILE {
        for ((kit, twin), round) in kits(text, "html").iter().zip(&harmless).zip(DOCUMENTS) {
            // Shown as text, this is no attribute.
            let kit = kit.replace("src=x onerror=", "");
            let (found, due) = (build(&kit), build(twin));
            if found != due {
                wrong.push(format!("{text} in {round}: {found:?}, not {due:?}"));
            }
        }
    }
    none_wrong(&wrong);
}

#[test]
fn no_character_that_acts_reaches_a_kit() {
    let mut wrong = Vec::new();
    for text in HOSTILE {
        for format in ["md", "text", "html"] {
            for (kit, round) in kits(text, format).iter().zip(DOCUMENTS) {
                if let Some(c) = kit.chars().find(|c| acting(*c)) {
                    wrong.push(format!("{text} in {round} as {format}: {c:?}"));
                }
            }
        }
    }
    none_wrong(&wrong);
}

#[test]
fn no_tag_of_html_is_live_in_a_kit() {
    for kit in kits(HOSTILE[0], "md") {
        for line in outside_fences(&kit) {
            let live = line.replace("\\<", "");
            assert!(
                !live.contains("<script") && !live.contains("<img"),
                "{line}"
            );
        }
    }
}

#[test]
fn no_template_is_run_that_a_rubric_brings() {
    for kit in kits("{{ 40 + 2 }}{% raw %}", "text") {
        assert!(!kit.contains("42"), "{kit}");
        assert!(kit.contains("{{ 40 + 2 }}{% raw %}"), "{kit}");
    }
}

#[test]
fn no_link_leads_to_a_script() {
    for kit in kits(HOSTILE[15], "md") {
        let live = outside_fences(&kit)
            .join("\n")
            .replace("\\]", "")
            .replace("\\<", "");
        for link in ["](javascript", "](data:", "<javascript"] {
            assert!(!live.contains(link), "{link} in {kit}");
        }
    }
}

#[test]
fn names_of_every_script_come_out_whole() {
    let names = HOSTILE[25];
    for format in ["md", "text", "html"] {
        let kits = kits(names, format).concat();
        for name in [
            "Łucja",
            "Żółć",
            "Thị",
            "Ánh",
            "李雷",
            "عمر",
            "José",
            "José",
            "👩‍💻",
        ] {
            assert!(kits.contains(name), "no {name} as {format}");
        }
    }
}

#[test]
fn a_word_of_10_000_characters_is_printed() {
    for c in ["x", "李", "👩‍💻", "e\u{301}", "*", "[", "_", "<", "`"] {
        // As much as the limit on a rubric leaves room for.
        let word = c.repeat(10_000.min(30_000 / c.len()));
        let sandbox = Sandbox::with("r.toml", with_texts(&word));
        for format in ["md", "html"] {
            assert!(kit(&sandbox, "table", format).len() > 10_000, "{c}");
        }
    }
}

/// Tables in text are laid out by width: one cell of any length must not break them.
#[test]
fn a_cell_of_any_length_is_printed_as_text() {
    for n_chars in [10_000, 70_000] {
        let long = format!("meaning = \"{}\"", "x".repeat(n_chars));
        let sandbox = Sandbox::with("r.toml", FULL.replace("meaning = \"Not done.\"", &long));
        let args = [
            "kit", "r.toml", "--level", "senior", "--round", "table", "--format", "text",
        ];
        let run = sandbox.run(&args).exits(0);
        assert!(run.stdout.matches('x').count() >= n_chars, "{n_chars}");
    }
}

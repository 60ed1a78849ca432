//! Templates of a workspace that take the place of the built-in ones.

use crate::panel::RUBRIC;
use crate::sandbox::{Run, Sandbox};

const FULL: &str = include_str!("rubric/full.toml");

fn workspace(templates: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::with("r.toml", FULL);
    sandbox.write("panelkit.toml", "templates = \"ours\"\n");
    sandbox.write("ours/readme.txt", "{{ not a template");
    for (name, source) in templates {
        sandbox.write(&format!("ours/{name}"), source);
    }
    sandbox
}

fn kit(sandbox: &Sandbox) -> Run {
    sandbox.run(&[
        "kit", "r.toml", "--level", "senior", "--round", "kitchen", "--format", "md",
    ])
}

#[test]
fn one_file_takes_the_place_of_one() {
    let sandbox = workspace(&[("opening.md", "Good morning, {{ rubric.title }}!\n")]);
    let text = kit(&sandbox).exits(0).stdout;
    assert!(text.contains("Good morning, Baker!"), "{text}");
    assert!(
        text.contains("## Closing words"),
        "the rest is built in: {text}"
    );
}

#[test]
fn an_override_may_go_on_from_the_built_in_one() {
    let sandbox = workspace(&[
        (
            "kit.md",
            "{% include \"house/top.md\" %}\n\n{% include \"builtin/kit.md\" %}",
        ),
        ("house/top.md", "Of **our** house\n"),
        ("guide.md", "{% extends \"builtin/guide.md\" %}"),
    ]);
    let text = kit(&sandbox).exits(0).stdout;
    assert!(
        text.starts_with("Of **our** house\n\n# Kitchen\n"),
        "{text}"
    );
    let args = [
        "kit",
        "r.toml",
        "--level",
        "senior",
        "--audience",
        "candidate",
    ];
    assert!(sandbox.run(&args).exits(0).stdout.contains("Baker"));
}

#[test]
fn every_document_goes_by_the_workspace() {
    let sandbox = workspace(&[
        ("role.md", "our role page\n"),
        ("progression.md", "our progression\n"),
        ("diff.md", "our diff\n"),
        ("rubrics.md", "our list\n"),
        ("packet.md", "our packet\n"),
    ]);
    let panel = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/panel");
    let (rubric, cards) = (
        format!("{panel}/rubric.toml"),
        format!("{panel}/scorecards"),
    );
    let packet = [
        "packet",
        "lucja-zolc",
        "--rubric",
        &rubric,
        "--scorecards",
        &cards,
    ];
    for (args, words) in [
        (&packet[..], "our packet"),
        (&["rubric", "show", "r.toml"], "our role page"),
        (&["rubric", "progression", "r.toml"], "our progression"),
        (&["rubric", "diff", "r.toml", "r.toml"], "our diff"),
        (&["rubric", "list", "r.toml"], "our list"),
    ] {
        assert_eq!(sandbox.run(args).exits(0).stdout.trim(), words);
    }
    let elsewhere = Sandbox::with("r.toml", RUBRIC);
    let folder = sandbox.path("");
    let folder = folder.to_str().expect("a path in Unicode");
    let args = ["rubric", "show", "r.toml", "--workspace", folder];
    assert_eq!(elsewhere.run(&args).exits(0).stdout.trim(), "our role page");
}

#[test]
fn what_is_wrong_with_a_template_is_said_with_its_line() {
    let cases = [
        ("kit.md", "a\nb {% if %}", "kit.md:2:"),
        ("kit.md", "a\n\n{{ round.nonesuch }}", "kit.md:3:"),
        (
            "question.md",
            "{{ question.ask | nonesuch }}",
            "question.md:1:",
        ),
        ("kit.md", "{% include \"../../etc/passwd\" %}", "kit.md:1:"),
        ("kit.md", "{% include \"/etc/passwd\" %}", "kit.md:1:"),
        ("kit.md", "{{ get_env(name=\"HOME\") }}", "kit.md:1:"),
        (
            "kit.md",
            "{% include \"kit.md\" %}",
            "kit.md includes itself",
        ),
        (
            "kit.md",
            "{% component x() %}{% endcomponent x %}",
            "kit.md:1:",
        ),
    ];
    for (name, source, words) in cases {
        let run = kit(&workspace(&[(name, source)])).exits(78).shows_nothing();
        run.says(words);
    }
}

/// The packets of the example panel in a workspace whose templates are these.
fn packets(templates: &[(&str, &str)], args: &[&str]) -> (Sandbox, Run) {
    let sandbox = workspace(templates);
    sandbox.write("before.md", "as it was\n");
    let panel = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/panel");
    let (rubric, cards) = (
        format!("{panel}/rubric.toml"),
        format!("{panel}/scorecards"),
    );
    let of_files = ["packet", "--rubric", &rubric, "--scorecards", &cards];
    let run = sandbox.run(&[&of_files[..], args].concat());
    (sandbox, run)
}

#[test]
fn one_section_of_a_packet_can_be_ones_own_left_out_or_moved() {
    let ours = [
        (
            "packet-talk.md",
            "## Zuerst\n\n{{ agenda | length }} Themen\n",
        ),
        ("packet-grid.md", ""),
    ];
    let (_, run) = packets(&ours, &["--format", "md"]);
    let text = run.exits(0).stdout;
    assert_eq!(text.matches("## Zuerst\n\n2 Themen\n").count(), 1, "{text}");
    assert_eq!(text.matches("## Zuerst").count(), 3);
    assert!(!text.contains("## What to talk about") && !text.contains("The scale:"));
    assert_eq!(text.matches("## Why").count(), 3, "the rest is built in");

    let order = "{% include \"packet-method.md\" %}\n\n{% include \"packet-why.md\" %}\n";
    let (_, run) = packets(&[("packet.md", order)], &["--format", "md"]);
    let text = run.exits(0).stdout;
    assert!(text.starts_with("## How this was made"), "{text}");
    assert!(text.contains("## Why") && !text.contains("## Cards"));
}

#[test]
fn a_template_that_fails_half_way_leaves_the_output_as_it_was() {
    let cases = [
        // It fails at the last of three candidates, after the others were written.
        (
            "packet-why.md",
            "## Why\n\n{% if candidate.id == \"omar-haddad\" %}\n{{ nonesuch }}{% endif %}\n",
            "packet-why.md:4:",
        ),
        // A value of the wrong kind, in the middle of a loop.
        (
            "packet-cards.md",
            "{% for card in cards %}\n{{ card.summary }}\n{% if loop.index == 3 %}\n{{ card.round | num }}{% endif %}{% endfor %}",
            "packet-cards.md:4:",
        ),
        // One that is never done.
        (
            "packet-method.md",
            "a\n{% include \"packet-method.md\" %}",
            "packet-method.md includes itself",
        ),
    ];
    for (name, source, words) in cases {
        for format in ["text", "md", "html", "pdf"] {
            let args = ["--format", format, "-o", "before.md"];
            let (sandbox, run) = packets(&[(name, source)], &args);
            run.exits(78).shows_nothing().says(words);
            assert_eq!(sandbox.read("before.md"), "as it was\n", "{name} {format}");
            let left = sandbox
                .files()
                .into_iter()
                .filter(|file| !file.contains("ours"));
            let left: Vec<_> = left.collect();
            assert_eq!(left, ["before.md", "panelkit.toml", "r.toml"], "{name}");
        }
    }
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let sandbox = Sandbox::with("r.toml", FULL);
    sandbox.write("panelkit.toml", "templates = \"nowhere\"\n");
    kit(&sandbox).exits(78).shows_nothing().says("nowhere");
}

#[test]
fn a_template_that_is_no_text_is_said_with_its_line() {
    let sandbox = workspace(&[]);
    sandbox.write("ours/kit.md", b"a\nb\xff\n");
    kit(&sandbox)
        .exits(78)
        .shows_nothing()
        .says("line 2 is not UTF-8");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_read() {
    let sandbox = workspace(&[]);
    sandbox.write("secret.txt", "secret");
    let link = sandbox.path("ours/kit.md");
    std::os::unix::fs::symlink(sandbox.path("secret.txt"), link).expect("a link");
    kit(&sandbox)
        .exits(78)
        .shows_nothing()
        .says("leads out of the folder");
}

#[test]
fn values_are_escaped_in_templates_of_others_too() {
    let sandbox = workspace(&[("kit.md", "{{ round.title }}\n\nend\n")]);
    sandbox.write(
        "r.toml",
        FULL.replace("title = \"Kitchen\"", "title = \"# *x* ```\\n\\n***\""),
    );
    let text = kit(&sandbox).exits(0).stdout;
    assert_eq!(text, "\\# \\*x\\* \\`\\`\\` \\*\\*\\*\n\nend\n");
}

#[test]
fn every_template_is_in_the_documentation() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/templates.md")).expect("the page");
    for entry in std::fs::read_dir(root.join("templates")).expect("templates") {
        let name = entry.expect("an entry").file_name();
        let name = name.to_string_lossy();
        if name.ends_with(".md") {
            assert!(
                page.contains(&format!("`{name}`")),
                "{name} is not documented"
            );
        }
    }
}

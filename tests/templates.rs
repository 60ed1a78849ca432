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

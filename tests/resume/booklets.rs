//! Booklets and tables for reviewers: what they show, what they do not, and in which order.

use super::report::RUBRIC;
use crate::sandbox::{Run, Sandbox};

/// Applications of people with names in many scripts, which stand in their texts too.
const APPLICATIONS: &str = "candidate,Full Name,E-Mail,Vorstellungsfoto,where,how,bread,nights
c1,Łucja Żółć,lucja@example.com,x.jpg,12 Baker Street,+44 20 7946 0001,\"I, Łucja Żółć, sold 40 loaves.\nAsk ŁUCJA.\",three
c2,Jose\u{301} Núñez,jose@example.com,y.jpg,5 Mill Road,+44 20 7946 0002,José Núñez baked; write to jose@example.com,
c3,李雷,li@example.com,z.jpg,7 High Street,+44 20 7946 0003,\"我叫李雷 <script>alert(1)</script> \u{202e}moc\",two
c4,عمر حداد,omar@example.com,w.jpg,9 West Road,+44 20 7946 0004,أنا عمر حداد 🥖,# not a heading
";

/// What must be in no booklet and no table.
const SECRETS: [&str; 14] = [
    "Łucja",
    "ŁUCJA",
    "Żółć",
    "José",
    "Jose\u{301}",
    "Núñez",
    "李雷",
    "عمر",
    "حداد",
    "@example.com",
    "7946",
    "Street",
    "Road",
    ".jpg",
];

const WHO: [&str; 3] = ["--reviewer", "x@reviews.test", "y@reviews.test"];

pub(super) fn applications() -> Sandbox {
    let sandbox = Sandbox::with("r.toml", RUBRIC);
    sandbox.write("a.csv", APPLICATIONS);
    sandbox
}

pub(super) fn new(sandbox: &Sandbox, args: &[&str]) -> Run {
    let base = ["resume", "new", "r.toml", "a.csv", "--level", "junior"];
    sandbox.run(&[&base[..], &WHO, args].concat())
}

/// The files of a folder whose names end in something, in the order of the reviewers.
pub(super) fn files(sandbox: &Sandbox, folder: &str, end: &str) -> Vec<String> {
    let all = sandbox.files();
    let wanted = all
        .into_iter()
        .filter(|name| name.starts_with(folder) && name.ends_with(end));
    wanted.collect()
}

fn texts(sandbox: &Sandbox, folder: &str, end: &str) -> Vec<String> {
    let names = files(sandbox, folder, end);
    assert_eq!(names.len(), 2, "{names:?}");
    names.iter().map(|name| sandbox.read(name)).collect()
}

#[test]
fn nothing_says_whose_an_application_is() {
    for format in ["html", "md", "text"] {
        let sandbox = applications();
        new(&sandbox, &["-o", "out", "--format", format])
            .exits(0)
            .shows("left out: Full Name (a name)")
            .shows("left out: E-Mail (contact)")
            .shows("left out: where (its cells look like postal addresses; --keep shows it)")
            .shows("left out: how (its cells look like phone numbers; --keep shows it)")
            .shows("shown: Vorstellungsfoto, bread, nights");
        let end = if format == "text" { "txt" } else { format };
        for text in texts(&sandbox, "out/", end)
            .into_iter()
            .chain(texts(&sandbox, "out/", "csv"))
        {
            // A column whose name no list has, and whose cells look like nothing, is shown.
            let text = ["x.jpg", "y.jpg", "z.jpg", "w.jpg"]
                .iter()
                .fold(text, |text, shown| text.replace(shown, ""));
            for secret in SECRETS {
                assert!(!text.contains(secret), "{format} says {secret}: {text}");
            }
            for id in ["c1", "c2", "c3", "c4"] {
                assert!(!text.contains(&format!("{id},")) && !text.contains(&format!(">{id}<")));
            }
            assert!(!text.contains('\u{202e}'));
            assert!(format != "html" || !text.contains("<script>alert"));
        }
    }
}

#[test]
fn the_key_is_its_owners_alone_and_in_no_booklet() {
    let sandbox = applications();
    new(&sandbox, &["-o", "out"])
        .exits(0)
        .shows("keep it from reviewers");
    let key = sandbox.read("out/key.toml");
    for id in ["c1", "c2", "c3", "c4"] {
        assert!(key.contains(&format!("= \"{id}\"")), "{key}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(sandbox.path("out/key.toml"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let seed = key
        .lines()
        .find_map(|line| line.strip_prefix("seed = "))
        .unwrap()
        .trim_matches('"');
    for text in texts(&sandbox, "out/", "html") {
        assert!(!text.contains(seed));
    }
}

/// Aliases in the order in which a table has them for a criterion.
fn order(table: &str, criterion: &str) -> Vec<String> {
    let rows = table
        .lines()
        .filter(|line| line.contains(&format!(",{criterion},")));
    rows.map(|line| line.split(',').next().unwrap().to_owned())
        .collect()
}

#[test]
fn orders_differ_and_are_those_of_the_booklet() {
    let sandbox = applications();
    let rows: Vec<_> = (0..30)
        .map(|at| format!("d{at:02},N,n@example.com,,,,loaves {at},{at}\n"))
        .collect();
    let rows = rows.concat();
    sandbox.write("a.csv", format!("{}\n{rows}", APPLICATIONS.trim_end()));
    new(&sandbox, &["-o", "out", "--format", "md"]).exits(0);
    let tables = texts(&sandbox, "out/", "csv");
    let booklets = texts(&sandbox, "out/", "md");
    let orders: Vec<_> = [(0, "bread"), (0, "nights"), (0, "letter"), (1, "bread")]
        .map(|(who, criterion)| order(&tables[who], criterion))
        .to_vec();
    for (at, one) in orders.iter().enumerate() {
        assert_eq!(one.len(), 34);
        for other in &orders[at + 1..] {
            assert_ne!(one, other);
        }
    }
    let headings = booklets[0]
        .lines()
        .filter_map(|line| line.strip_prefix("### "));
    let all: Vec<String> = orders[..3].concat();
    assert_eq!(headings.collect::<Vec<_>>(), all);
    assert!(booklets[0].contains("**Booklet** of x@reviews.test: 34 applications"));
    assert!(
        tables[1]
            .lines()
            .skip(1)
            .all(|line| line.ends_with(",y@reviews.test"))
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let sandbox = applications();
    for folder in ["one", "two"] {
        new(&sandbox, &["-o", folder]).exits(0);
    }
    new(&sandbox, &["-o", "three", "--seed", "another"]).exits(0);
    for file in files(&sandbox, "one/", "") {
        if file.ends_with('/') {
            continue;
        }
        let other = |folder| sandbox.read(&file.replace("one/", folder));
        assert_eq!(sandbox.read(&file), other("two/"), "{file}");
        assert_ne!(sandbox.read(&file), other("three/"), "{file}");
    }
    // Writing them again changes nothing; a table that was filled in is never overwritten.
    new(&sandbox, &["-o", "one"]).exits(0);
    let table = files(&sandbox, "one/", "csv").remove(0);
    let filled = sandbox.read(&table).replacen(",,,", ",4,Names loaves.,", 1);
    sandbox.write(&table, &filled);
    new(&sandbox, &["-o", "one"])
        .exits(73)
        .says("is there already and says something else");
    assert_eq!(sandbox.read(&table), filled);
}

#[test]
fn of_screened_applications_those_that_go_on_are_taken() {
    let sandbox = applications();
    let header = "candidate,bread,outcome,knockout,reason,cell";
    let rows = "c1,x,advance,,,\nc2,y,review,k,unclear,\nc3,z,decline,k,no,\n";
    sandbox.write("a.csv", format!("{header}\n{rows}"));
    new(&sandbox, &["-o", "screened"])
        .exits(0)
        .shows("1 application for 2 reviewers")
        .shows("2 applications left out: screening did not advance them");
    // What a person decided goes over what was proposed.
    let rows = "c1,x,advance,,,,decline,b,2025-11-20,r\nc2,y,review,k,,,advance,b,2025-11-20,r\nc3,z,decline,k,no,,,,,\n";
    sandbox.write(
        "a.csv",
        format!("{header},decided,decided_by,decided_on,decided_reason\n{rows}"),
    );
    new(&sandbox, &["-o", "decided", "--format", "md"])
        .exits(0)
        .shows("shown: bread");
    assert!(sandbox.read("decided/key.toml").contains("= \"c2\""));
    assert!(!sandbox.read("decided/key.toml").contains("= \"c1\""));
    sandbox.write("a.csv", format!("{header}\nc3,z,decline,k,no,\n"));
    new(&sandbox, &["-o", "none"])
        .exits(66)
        .says("no application goes on after screening");
}

#[test]
fn columns_are_chosen() {
    let sandbox = applications();
    let args = [
        "--columns",
        "bread",
        "nights=nights,bread",
        "letter=Vorstellungsfoto",
        "--format",
        "md",
    ];
    new(&sandbox, &[&args[..], &["-o", "out"]].concat()).exits(0);
    let booklet = &texts(&sandbox, "out/", "md")[0];
    let parts: Vec<&str> = booklet.split("\n## ").collect();
    assert!(
        !parts[1].contains("**nights**") && parts[1].contains("**bread**"),
        "{}",
        parts[1]
    );
    assert!(parts[2].contains("**nights**: three") && parts[2].contains("**bread**"));
    assert!(parts[3].contains("**Vorstellungsfoto**: x.jpg") && !parts[3].contains("**bread**"));
    new(
        &sandbox,
        &[
            "-o",
            "kept",
            "--keep",
            "where",
            "--leave-out",
            "Vorstellungsfoto",
            "--format",
            "md",
        ],
    )
    .exits(0)
    .shows("left out: Vorstellungsfoto (as asked)")
    .shows("shown: where, bread, nights");
    for (args, words) in [
        (&["--columns", "breed"][..], "there is no column `breed`"),
        (&["--columns", "E-Mail"], "the column `E-Mail` is left out"),
        (
            &["--round", "talk"],
            "the round `talk` is no review of papers",
        ),
        (&["--reviewer", "X@reviews.test"], "is named twice"),
    ] {
        new(&sandbox, &[&["-o", "bad"], args].concat())
            .exits(2)
            .says(words);
    }
    for flag in ["--keep", "--leave-out"] {
        new(&sandbox, &["-o", "bad", flag, "nigths"])
            .exits(65)
            .says("there is no column `nigths`");
    }
    assert!(!sandbox.path("bad").exists());
}

#[test]
fn a_review_with_names_says_so() {
    let sandbox = applications();
    new(&sandbox, &["-o", "out", "--named", "--format", "md"])
        .exits(0)
        .shows("names are shown");
    let booklet = &texts(&sandbox, "out/", "md")[0];
    assert!(
        booklet.contains("**Names are shown**")
            && booklet.contains("### c1")
            && booklet.contains("Łucja")
    );
    assert!(sandbox.read("out/key.toml").contains("anonymised = false"));
}

#[test]
fn what_is_wrong_with_applications_is_said_at_its_place() {
    for (table, found) in [
        (
            "id,bread\nc1,x\n",
            "E022 1:1 there is no column `candidate`",
        ),
        (
            "candidate,bread\nc1,x\nc1,y\n",
            "E010 3:1 `c1` has two applications",
        ),
        (
            "candidate,bread\nC 1,x\n,y\n",
            "E009 2:1 `C 1` is not an id: lower-case letters, digits and hyphens, 64 at most",
        ),
        (
            "candidate,bread\nc1,\"x\n",
            "E021 2:4 the quote that opens here is never closed",
        ),
    ] {
        let sandbox = applications();
        sandbox.write("a.csv", table);
        let run = new(&sandbox, &["-o", "out"]).exits(65);
        let all: Vec<_> = run
            .errors()
            .iter()
            .map(crate::sandbox::Finding::line)
            .collect();
        assert!(all.contains(&found.to_owned()), "{all:?}");
        assert!(!sandbox.path("out").exists());
    }
}

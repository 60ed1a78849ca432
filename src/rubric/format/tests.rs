use proptest::prelude::*;

use super::*;

fn formatted(text: &str) -> String {
    let once = format(text).unwrap_or_else(|error| panic!("{}:\n{text}", error.message));
    let twice = format(&once).unwrap_or_else(|error| panic!("{}:\n{once}", error.message));
    let first = once.lines().zip(twice.lines()).find(|(a, b)| a != b);
    assert!(once == twice, "not the same again: {first:?}\n{once}");
    once
}

#[track_caller]
fn assert_formats(text: &str, expected: &str) {
    assert_eq!(formatted(text), expected);
}

#[test]
fn keys_and_tables_take_the_order_of_the_format() {
    assert_formats(
        r#"
[[round]]
title="A"
id = "a"
[[level]]
title = "Junior"
id = "junior"
[level.pay]
base = 1
currency = "EUR"
[[level]]
id = "mid"
[decision]
[[competency]]
id = "c"
[[competency.question]]
x = 1
[competency.progression]
senior = "s"
junior = "j"
"#,
        r#"[[level]]
id = "junior"
title = "Junior"

[level.pay]
currency = "EUR"
base = 1

[[level]]
id = "mid"

[[competency]]
id = "c"

[competency.progression]
senior = "s"
junior = "j"

[[competency.question]]
x = 1

[[round]]
id = "a"
title = "A"

[decision]
"#,
    );
}

#[test]
fn what_the_format_does_not_know_comes_last_in_its_own_order() {
    assert_formats(
        "zebra = 1\nape = 2\ntitle = \"T\"\n[zoo]\nb = 1\na = 2\n[role]\n[aviary]\n",
        "title = \"T\"\nzebra = 1\nape = 2\n\n[role]\n\n[zoo]\nb = 1\na = 2\n\n[aviary]\n",
    );
}

#[test]
fn comments_stay_with_what_they_are_about() {
    assert_formats(
        "#:schema x.json
# About this file

# of the title
title   =  \"T\"   # shown


# of the format
format = 1
# nothing follows

# --- Rounds ---

# of a
[[round]] # first
id = \"a\"

   # of role
[role]
tools=[\"x\"] # beside
# last of role

# the end
",
        "#:schema x.json
# About this file

# of the format
format = 1
# of the title
title = \"T\" # shown
# nothing follows

# of role
[role]
tools = [\"x\"] # beside
# last of role

# --- Rounds ---

# of a
[[round]] # first
id = \"a\"

# the end
",
    );
}

#[test]
fn the_schema_line_stays_first() {
    assert_formats(
        "#:schema x.json\ntitle = \"T\"\nformat = 1",
        "#:schema x.json\nformat = 1\ntitle = \"T\"\n",
    );
    assert_formats(
        "#:schema x.json\n# of rounds\n[[round]]\n[role]\n",
        "#:schema x.json\n\n[role]\n\n# of rounds\n[[round]]\n",
    );
    assert_formats(
        "#:schema x.json\n\n# A library\n\n# of rounds\n\n[[round]]\n[role]\n",
        "#:schema x.json\n\n# A library\n\n[role]\n\n# of rounds\n\n[[round]]\n",
    );
    // A comment above the first key goes with the key, unless it introduces the file.
    assert_formats(
        "# t\ntitle = \"\"\nid = \"\"",
        "id = \"\"\n# t\ntitle = \"\"\n",
    );
    assert_formats(
        "# f\n\ntitle = \"\"\nid = \"\"",
        "# f\n\nid = \"\"\ntitle = \"\"\n",
    );
}

#[test]
fn lists_are_broken_where_they_are_too_long() {
    let item = "x".repeat(42);
    assert_formats(
        &format!("tips = [\"{item}\",\"{item}\"]\ntags = [\n  'a',\n\n  'b',\n]\nnone = [\n]\n"),
        &format!("tips = [\"{item}\", \"{item}\"]\ntags = ['a', 'b']\nnone = []\n"),
    );
    let item = "x".repeat(43);
    let list = format!("[\n  \"{item}\",\n  \"{item}y\",\n]");
    let long = format!("tips = [\"{item}\",\"{item}y\"]\n");
    assert_formats(&long, &format!("tips = {list}\n"));
    assert_formats(
        &format!("a = [[1, 2], [\"{item}\", \"{item}yyyyyy\"]]"),
        &format!("a = [\n  [1, 2],\n  [\n    \"{item}\",\n    \"{item}yyyyyy\",\n  ],\n]\n"),
    );
}

#[test]
fn inline_tables_stay_on_their_line() {
    let long = "x".repeat(120);
    assert_formats(
        &format!("[scale]\npoints=[{{value=1,id='a',meaning='{long}',}},{{}}]"),
        &format!(
            "[scale]\npoints = [\n  {{ id = 'a', value = 1, meaning = '{long}' }},\n  {{}},\n]\n"
        ),
    );
    // The lists in them do not.
    let item = "x".repeat(60);
    assert_formats(
        &format!("[[round]]\nagenda = [{{ steps = ['{item}', '{item}'], minutes = 1 }}]"),
        &format!(
            "[[round]]\nagenda = [\n  {{ minutes = 1, steps = [\n    '{item}',\n    '{item}',\n  ] }},\n]\n"
        ),
    );
    // Lines that TOML 1.1 allows in them are joined, unless there is a comment.
    assert_formats(
        "a = {\n  x = 1,\n  y = 2,\n}\nb = { # open\n x = 1, # one\n # two\n y = 2 }",
        "a = { x = 1, y = 2 }\nb = { # open\n  x = 1, # one\n  # two\n  y = 2,\n}\n",
    );
}

#[test]
fn comments_in_lists_stay_with_their_items() {
    assert_formats(
        "a = [ # open\n1 # one\n, # after the comma\n # two\n2,# beside two\n\n3 # three\n # end\n] # out\nb = [ # empty\n]\nc = [\n# only\n]\n",
        "a = [ # open
  1, # one
  # after the comma
  # two
  2, # beside two
  3, # three
  # end
] # out
b = [ # empty
]
c = [
  # only
]
",
    );
}

#[test]
fn values_and_keys_are_kept_as_they_are_written() {
    let text = "\"quoted key\" = 0x1F
'literal' = 'C:\\x'
date = 2026-11-20T10:00:00Z
float = 1_000.50
text = \"\"\"
  two  \\
  lines # no comment
\"\"\"
nan = nan
";
    assert_formats(text, text);
    assert_formats("a . 'b' . c=1", "a.'b'.c = 1\n");
    assert_formats("[ a . 'b' ]\n[[ x ]]", "[a.'b']\n\n[[x]]\n");
}

#[test]
fn dotted_keys_go_where_their_table_goes() {
    assert_formats(
        "decision.split = 2\n# of tools\nrole.tools = []\nrole.languages = [] # l\nid = \"a\"",
        "id = \"a\"\nrole.languages = [] # l\n# of tools\nrole.tools = []\ndecision.split = 2\n",
    );
    assert_formats(
        "[b]\nx.y = 1\n[b.x.z]\n[a.c]\n[a]\nd = 1\n",
        "[b]\nx.y = 1\n\n[b.x.z]\n\n[a]\nd = 1\n\n[a.c]\n",
    );
}

#[test]
fn encodings_and_line_ends_become_one() {
    assert_formats("", "");
    assert_formats("\n\n", "");
    assert_formats("# only\n\n\n\n# comments", "# only\n\n# comments\n");
    assert_formats(
        "\u{feff}#:schema x\r\ntitle = \"\"\"\r\na\r\nb\"\"\" # c  \r\n",
        "#:schema x\ntitle = \"\"\"\na\nb\"\"\" # c\n",
    );
}

#[test]
fn a_change_of_meaning_would_be_noticed() {
    let alike = document::reads_alike;
    assert!(alike(
        "a = nan\nb = [1, { c = 'x' }]",
        "b = [1, {c=\"x\"}]\na = nan"
    ));
    for other in [
        "a = [1]",
        "a = [1, 3]",
        "a = [1, 2]\nb = 1",
        "b = [1, 2]",
        "a = [2, 1]",
        "a =",
    ] {
        assert!(!alike("a = [1, 2]", other), "{other}");
    }
}

#[test]
fn the_example_says_the_same_in_form() {
    let text = include_str!("../../../examples/panel/rubric.toml");
    let table = |text: &str| text.parse::<toml::Table>().unwrap();
    assert_eq!(table(text), table(&formatted(text)));
}

#[test]
fn what_is_not_toml_is_reported_and_nothing_else_is() {
    let mut sources = Sources::default();
    let broken = file("a.toml", b"a = \nb = [\n".to_vec(), &mut sources).unwrap_err();
    assert!(broken.iter().all(|finding| finding.code == codes::SYNTAX));
    assert_eq!(broken.len(), 2);
    let latin = file("a.toml", b"a = '\xe9'".to_vec(), &mut sources).unwrap_err();
    assert_eq!(latin[0].code, codes::ENCODING);
    let wrong = file("a.toml", b"wieght=1".to_vec(), &mut sources);
    assert_eq!(wrong.unwrap(), "wieght = 1\n");
}

/// Decisions on how to write a file, from a list of numbers.
struct Noise<'n> {
    numbers: std::slice::Iter<'n, u8>,
    n_comments: usize,
}

impl Noise<'_> {
    fn below(&mut self, n: usize) -> usize {
        usize::from(self.numbers.next().copied().unwrap_or(0)) % n
    }

    fn shuffled<T>(&mut self, mut items: Vec<T>) -> Vec<T> {
        for idx in (1..items.len()).rev() {
            items.swap(idx, self.below(idx + 1));
        }
        items
    }

    fn comment(&mut self) -> String {
        self.n_comments += 1;
        format!("# c{}.", self.n_comments)
    }

    /// Lines between two lines.
    fn lines(&mut self) -> String {
        let mut lines = String::new();
        for _ in 0..self.below(4) {
            match self.below(3) {
                0 => lines.push('\n'),
                1 => lines = format!("{lines}{}\n", self.comment()),
                _ => lines = format!("{lines}  {}  \n", self.comment()),
            }
        }
        lines
    }

    /// The end of a line.
    fn end(&mut self) -> String {
        match self.below(3) {
            0 => format!("  {}\n", self.comment()),
            _ => "\n".to_owned(),
        }
    }

    /// What may stand between the tokens of a list.
    fn inside(&mut self) -> String {
        match self.below(4) {
            0 => format!("{}\n{}", self.comment(), self.lines()),
            1 => format!("\n{}", self.lines()),
            _ => String::new(),
        }
    }

    fn value(&mut self, depth: usize) -> String {
        match self.below(if depth > 2 { 3 } else { 6 }) {
            0 => "1".to_owned(),
            1 => format!("\"{}\"", "# no comment ".repeat(self.below(9))),
            2 => "'''\n  # no\n\n comment'''".to_owned(),
            3 => self.group(
                depth,
                "{",
                "}",
                &["id = ", "zebra = ", "minutes = ", "a.b = ", "a.c = "],
            ),
            _ => self.group(depth, "[", "]", &["", "", ""]),
        }
    }

    fn group(&mut self, depth: usize, open: &str, close: &str, leads: &[&str]) -> String {
        let mut text = open.to_owned();
        let n = self.below(leads.len() + 1);
        for lead in self.shuffled(leads.to_vec()).into_iter().take(n) {
            let (before, after) = (self.inside(), self.inside());
            let value = self.value(depth + 1);
            text = format!("{text}{before}{lead}{value}{after},{}", self.inside());
        }
        if text.ends_with(',') && self.below(2) == 0 {
            text.pop();
        }
        format!("{text}{close}")
    }

    fn keys(&mut self, keys: &[&str]) -> String {
        let mut text = String::new();
        for key in self.shuffled(keys.to_vec()) {
            let (above, value, end) = (self.lines(), self.value(0), self.end());
            text = format!("{text}{above}{key}  ={value}{end}");
        }
        text
    }

    fn table(&mut self, header: &str, keys: &[&str]) -> String {
        let (above, end) = (self.lines(), self.end());
        format!("{above}{header}{end}{}", self.keys(keys))
    }

    fn file(&mut self) -> String {
        let mut text = self.lines();
        if self.below(3) > 0 {
            text += &self.keys(&["title", "format", "x-ray", "faq", "a.c", "a.b"]);
        }
        let parts = [
            &["[role]", "[role.nested]"][..],
            &["[[level]]", "[level.pay]", "[[level]]"],
            &[
                "[[competency]]",
                "[[competency.question]]",
                "[competency.progression]",
            ],
            &["[[round]]"],
            &["[un.known]", "[un]"],
            &["[[zoo]]", "[decision]", "[[zoo]]"],
        ];
        for headers in self.shuffled(parts.to_vec()) {
            if self.below(3) > 0 {
                for header in headers {
                    text += &self.table(header, &["summary", "id", "tips", "b.c"]);
                }
            }
        }
        text + &self.lines()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_comment_and_no_meaning_is_lost(numbers in prop::collection::vec(any::<u8>(), 0..900)) {
        let mut noise = Noise { numbers: numbers.iter(), n_comments: 0 };
        let text = noise.file();
        prop_assume!(text.parse::<toml::Table>().is_ok());
        let result = formatted(&text);
        let table = |text: &str| text.parse::<toml::Table>().unwrap();
        prop_assert_eq!(table(&text), table(&result));
        for idx in 1..=noise.n_comments {
            let comment = format!("# c{idx}.");
            prop_assert_eq!(result.matches(&comment).count(), 1, "{}\n{}\n---\n{}", comment, text, result);
        }
        prop_assert!(result.is_empty() || result.ends_with('\n'));
        prop_assert!(!result.contains("\n\n\n") && !result.starts_with('\n') && !result.ends_with("\n\n"));
        let spaced = result.lines().any(|line| line != line.trim_end());
        prop_assert!(!spaced, "no line ends in space");
    }
}

//! Tables of ratings that are wrong, each with what it must be told.

use std::fmt::Write as _;

use crate::sandbox::{Sandbox, due, mismatch, none_wrong, unmark};

/// The header of most cases.
const H: &str = "candidate,interviewer,criterion,score\n";

/// A case: its name, the table with a mark at each place that a finding is due at, the findings
/// (`E025 message`), and words of advice.
type Case = (
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static str,
);

/// Tables that no figures come from. `H` in a table stands for the usual header.
const REFUSED: &[Case] = &[
    (
        "empty",
        "«",
        &["E021 the file is empty"],
        "the first line names the columns",
    ),
    (
        "blank",
        "«\n \n\n",
        &["E021 the file is empty"],
        "names the columns",
    ),
    (
        "a header alone",
        "«H",
        &["E025 there are no ratings under the header"],
        "at least one row",
    ),
    (
        "no header",
        "«ada,ann,depth,3\n",
        &["E022 there are no columns `candidate`, `interviewer`, `criterion` and `score`"],
        "under the header candidate,interviewer,criterion,score",
    ),
    (
        "no score",
        "«candidate,interviewer,criterion\nada,ann,depth\n",
        &["E022 there is no column `score`"],
        "a row is one rating",
    ),
    (
        "no criterion",
        "«candidate,interviewer,score\nada,ann,3\n",
        &["E022 there is no column `criterion`"],
        "a row is one rating",
    ),
    (
        "a misspelt column",
        "«candidate,interviewer,«critereon,score\nada,ann,depth,3\n",
        &[
            "E022 there is no column `criterion`",
            "E022 the column `critereon` is not one of ratings, and is left out",
        ],
        "did you mean `criterion`?",
    ),
    (
        "a wide table",
        "«target,J1,J2,J3,J4\nS1,9,2,5,8\n",
        &["E022 there are no columns `candidate`, `interviewer`, `criterion` and `score`"],
        "has to be turned into rows first",
    ),
    (
        "two names of the criterion",
        "candidate,interviewer,criterion,«competency,score\nada,ann,depth,depth,3\n",
        &["E022 there are both a column `criterion` and a column `competency`"],
        "keep one of them",
    ),
    (
        "a column twice",
        "candidate,interviewer,criterion,score,«score\nada,ann,depth,3,4\n",
        &["E022 two columns are called `score`"],
        "rename or remove",
    ),
    (
        "a column without a name",
        "candidate,interviewer,criterion,score,«\nada,ann,depth,3,x\n",
        &["E022 column 5 has no name"],
        "names every column",
    ),
    (
        "semicolons",
        "candidate«;interviewer;criterion;score\nada;ann;depth;3\n",
        &["E021 the columns are separated by `;`, not by commas"],
        "save the table again with commas",
    ),
    (
        "tabs",
        "candidate«\tinterviewer\tcriterion\tscore\n",
        &["E021 the columns are separated by tabs, not by commas"],
        "save the table again with commas",
    ),
    (
        "JSON",
        "«[{\"candidate\": \"ada\"}]\n",
        &["E021 the file is JSON, not CSV"],
        "save it as CSV",
    ),
    (
        "HTML",
        "«<!doctype html>\n",
        &["E021 the file is HTML or XML, not CSV"],
        "asks to sign in",
    ),
    (
        "a short row",
        "Hada,ann,depth«\n",
        &["E021 the row has 3 cells, and the header has 4"],
        "is empty, but there",
    ),
    (
        "a long row",
        "Hada,ann,depth,3,«4\n",
        &["E021 the row has 5 cells, and the header has 4"],
        "stands in quotes",
    ),
    (
        "a decimal comma",
        "Hada,ann,depth,3,«5\n",
        &["E021 the row has 5 cells, and the header has 4"],
        "stands in quotes",
    ),
    (
        "an unclosed quote",
        "Hada,«\"ann,depth,3\n",
        &["E021 the quote that opens here is never closed"],
        "close it with",
    ),
    (
        "half a point",
        "Hada,ann,depth,«3.5\n",
        &["E025 the score `3.5` is not a whole number"],
        "one point of the scale",
    ),
    (
        "half a point in quotes",
        "Hada,ann,depth,«\"3,5\"\n",
        &["E025 the score `3,5` is not a whole number"],
        "one point of the scale",
    ),
    (
        "a whole number with decimals",
        "Hada,ann,depth,«3.0\n",
        &["E025 the score `3.0` is not a whole number"],
        "one point of the scale",
    ),
    (
        "not a number",
        "Hada,ann,depth,«NaN\n",
        &["E025 the score `NaN` is not a whole number"],
        "the cell is empty",
    ),
    (
        "infinite",
        "Hada,ann,depth,«inf\n",
        &["E025 the score `inf` is not a whole number"],
        "the cell is empty",
    ),
    (
        "not available",
        "Hada,ann,depth,«n/a\n",
        &["E025 the score `n/a` is not a whole number"],
        "not-assessed, no-evidence or declined",
    ),
    (
        "a word",
        "Hada,ann,depth,«good\n",
        &["E025 the score `good` is not a whole number"],
        "a score is a whole number",
    ),
    (
        "a huge number",
        "Hada,ann,depth,«99999999999\n",
        &["E025 the score `99999999999` is not a whole number"],
        "one point of the scale",
    ),
    (
        "other digits",
        "Hada,ann,depth,«٣\n",
        &["E025 the score `٣` is not a whole number"],
        "a score is a whole number",
    ),
    (
        "far apart",
        "Hada,ann,depth,1\nada,bob,depth,«102\n",
        &["E025 the scores go from 1 to 102"],
        "is one a slip?",
    ),
    (
        "the ends of numbers",
        "Hada,ann,depth,-2147483648\nada,bob,depth,«2147483647\n",
        &["E025 the scores go from -2147483648 to 2147483647"],
        "within 100",
    ),
    (
        "all missing",
        "«Hada,ann,depth,\nada,bob,depth,not-assessed\n",
        &["E025 none of the 2 rows has a score"],
        "at least one row",
    ),
    (
        "one row without a score",
        "«Hada,ann,depth,declined\n",
        &["E025 the one row there is has no score"],
        "at least one row",
    ),
    (
        "the same rating twice",
        "Hada,ann,depth,3\nbob,ann,depth,3\n«ada,ann,depth,3\n",
        &["E025 `ann` rated `ada` on `depth` on line 2 already"],
        "take one of the rows out",
    ),
    (
        "two scores for one thing",
        "Hada,ann,depth,3\n«ada,ann,depth,4\n",
        &["E025 `ann` rated `ada` on `depth` on line 2 already"],
        "in a column `round`",
    ),
    (
        "three times",
        "Hada,ann,depth,3\n«ada,ann,depth,4\n«ada,ann,depth,4\n",
        &[
            "E025 `ann` rated `ada` on `depth` on line 2 already",
            "E025 `ann` rated `ada` on `depth` on line 2 already",
        ],
        "take one of the rows out",
    ),
    (
        "twice in one round",
        "candidate,interviewer,criterion,score,round\nada,ann,depth,3,a\nada,ann,depth,3,b\n«ada,ann,depth,3,a\n",
        &["E025 `ann` rated `ada` on `depth` on line 2 already"],
        "one rating a candidate",
    ),
    (
        "twice at two levels",
        "candidate,interviewer,criterion,score,level\nada,ann,depth,3,junior\n«ada,ann,depth,3,senior\n",
        &["E025 `ann` rated `ada` on `depth` on line 2 already"],
        "one rating a candidate",
    ),
    (
        "twice under two spellings",
        "HJose\u{301},ann,depth,3\n««José,«ANN,depth,4\n",
        &[
            "E025 `ann` rated `Jose\u{301}` on `depth` on line 2 already",
            "E025 `José` stands here in another Unicode form than before",
            "E025 `ANN` is taken for `ann`",
        ],
        "take one of the rows out",
    ),
    (
        "no candidate",
        "H«,ann,depth,3\n",
        &["E025 the row has no candidate"],
        "an id is any text",
    ),
    (
        "no interviewer",
        "Hada,« ,depth,3\n",
        &["E025 the row has no interviewer"],
        "an id is any text",
    ),
    (
        "no criterion in a row",
        "Hada,ann,«,3\n",
        &["E025 the row has no criterion"],
        "an id is any text",
    ),
    (
        "an escape in an id",
        "H«a\u{1b}[31mda,ann,depth,3\n",
        &["E025 the candidate `a\\x1b[31mda` holds a control character"],
        "on one line",
    ),
    (
        "a line break in an id",
        "Hada,«\"an\nn\",depth,3\n",
        &["E025 the interviewer `an n` holds a control character"],
        "on one line",
    ),
    (
        "no such day",
        "candidate,interviewer,criterion,score,date\nada,ann,depth,3,«2026-02-30\n",
        &["E025 `2026-02-30` is not a day"],
        "written as 2026-11-20",
    ),
    (
        "a day of another form",
        "candidate,interviewer,criterion,score,date\nada,ann,depth,3,«11/20/2026\n",
        &["E025 `11/20/2026` is not a day"],
        "written as 2026-11-20",
    ),
    (
        "a time",
        "candidate,interviewer,criterion,score,date\nada,ann,depth,3,«2026-11-20T10:00:00Z\n",
        &["E025 `2026-11-20T10:00:00Z` is not a day"],
        "the cell may be empty",
    ),
    (
        "neither true nor false",
        "candidate,interviewer,criterion,score,shadow\nada,ann,depth,3,«trainee\n",
        &["E025 `trainee` is neither true nor false"],
        "whether a trainee gave the rating",
    ),
    (
        "two groups",
        "candidate,interviewer,criterion,score,group\nada,ann,depth,3,north\nada,bob,depth,3,«south\n",
        &["E025 the candidate `ada` was in the group `north` before"],
        "in one group throughout",
    ),
    (
        "several at once",
        "candidate,interviewer,criterion,score,date\n«,ann,depth,«x,2026-01-01\nada,ann,depth,3,«soon\nada,«,depth,4,\n",
        &[
            "E025 the row has no candidate",
            "E025 the score `x` is not a whole number",
            "E025 `soon` is not a day",
            "E025 the row has no interviewer",
        ],
        "an id is any text",
    ),
];

/// Tables that figures come from all the same, with warnings.
const TAKEN: &[Case] = &[
    (
        "ten points",
        "Ha,i,d,1\nb,i,d,2\nc,i,d,3\nd,i,d,4\ne,i,d,5\nf,i,d,6\ng,i,d,7\nh,i,d,8\nj,i,d,9\nk,i,d,«10\n",
        &["E025 the scores have 10 different values"],
        "a rubric's scale has 9 points at most",
    ),
    (
        "twenty-one points",
        "Hc0,i,d,0\nc1,i,d,1\nc2,i,d,2\nc3,i,d,3\nc4,i,d,4\nc5,i,d,5\nc6,i,d,6\nc7,i,d,7\nc8,i,d,8\nc9,i,d,«9\nc10,i,d,10\nc11,i,d,11\nc12,i,d,12\nc13,i,d,13\nc14,i,d,14\nc15,i,d,15\nc16,i,d,16\nc17,i,d,17\nc18,i,d,18\nc19,i,d,19\nc20,i,d,20\n",
        &["E025 the scores have 21 different values"],
        "\"reason\": \"too many different scores\"",
    ),
    (
        "an unknown column",
        "candidate,interviewer,criterion,score,«mood\nada,ann,depth,3,good\n",
        &["E022 the column `mood` is not one of ratings, and is left out"],
        "\"n_ratings\": 1",
    ),
    (
        "one person in two spellings",
        "Hada,Ann,depth,3\nbob,«ann,depth,3\n",
        &["E025 `ann` is taken for `Ann`"],
        "\"n_interviewers\": 1",
    ),
    (
        "one name in two normal forms",
        "HJosé,ann,depth,3\n«Jose\u{301},bob,depth,3\n",
        &["E025 `Jose\u{301}` stands here in another Unicode form than before"],
        "\"n_candidates\": 1",
    ),
    (
        "two candidates that differ in case",
        "Hada,ann,depth,3\n«Ada,ann,depth,3\n",
        &["E025 `Ada` and `ada` differ in case alone, and count as two candidates"],
        "\"n_candidates\": 2",
    ),
    (
        "two criteria that differ in case",
        "Hada,ann,depth,3\nada,ann,«Depth,3\n",
        &["E025 `Depth` and `depth` differ in case alone, and count as two criteria"],
        "\"n_criteria\": 2",
    ),
    (
        "one row",
        "Hada,ann,depth,3\n",
        &[],
        "\"reason\": \"every rating is the same\"",
    ),
    (
        "one interviewer",
        "Hada,ann,depth,3\nbob,ann,depth,2\n",
        &[],
        "\"n_interviewers\": 1",
    ),
    (
        "one candidate",
        "Hada,ann,depth,3\nada,bob,depth,2\n",
        &[],
        "\"n_candidates\": 1",
    ),
    (
        "one point",
        "Hada,ann,depth,3\nbob,ann,depth,3\nbob,cy,depth,3\n",
        &[],
        "\"reason\": \"every rating is the same\"",
    ),
    (
        "missing in every way",
        "Hada,ann,depth,3\nada,bob,depth,\nada,cy,depth,not-assessed\nada,dan,depth,no-evidence\nada,eve,depth,declined\n",
        &[],
        "\"n_missing\": 4",
    ),
    (
        "a mark and quotes",
        "\u{feff}\"candidate\",\"interviewer\",\"criterion\",\"score\"\r\n\"ada, b\",\"\"\"ann\"\"\",depth,\"3\"\r\n",
        &[],
        "\"id\": \"ada, b\"",
    ),
    (
        "columns in any order",
        "score,date,competency,interviewer,round,candidate,level\n3,2026-11-20,depth,ann,tech,ada,senior\n",
        &[],
        "\"id\": \"depth\"",
    ),
    (
        "negative points",
        "Hada,ann,depth,-1\nbob,ann,depth,0\ncy,bob,depth,+1\n",
        &[],
        "-1,\n      0,\n      1\n",
    ),
    (
        "two rounds",
        "candidate,interviewer,criterion,score,round\nada,ann,depth,3,a\nada,ann,depth,2,b\n",
        &[],
        "\"n_repeats_left_out\": 1",
    ),
    (
        "trainees",
        "candidate,interviewer,criterion,score,shadow\nada,ann,depth,3,FALSE\nada,bob,depth,2,TRUE\nada,cy,depth,1,\n",
        &[],
        "\"n_shadow\": 1",
    ),
    (
        "rubrics",
        "candidate,interviewer,criterion,score,rubric\nada,ann,depth,3,baker\nada,ann,depth,2,miller\n",
        &[],
        "\"id\": \"miller/depth\"",
    ),
];

fn unmarked(table: &str) -> (String, Vec<String>) {
    let table = match table.split_once('H') {
        Some((before, rest)) if before.is_empty() || before == "«" => format!("{before}{H}{rest}"),
        _ => table.to_owned(),
    };
    unmark(&table)
}

fn wrong(cases: &[Case], code: i32) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, table, messages, help) in cases {
        let (table, places) = unmarked(table);
        let sandbox = Sandbox::with("r.csv", table);
        let run = sandbox.run(&["calibrate", "--ratings", "r.csv", "--format", "json"]);
        let mut found = run.findings();
        let mut due = due(messages, &places);
        // Findings at one place come in the order of their messages.
        found.sort_by_key(crate::sandbox::Finding::line);
        due.sort();
        wrong.extend(mismatch(name, &found, &due, (&run, help)));
        if run.code != Some(code) {
            wrong.push(format!("{name}: exit code {:?}\n{}", run.code, run.stderr));
        }
        if code != 0 && !run.stdout.is_empty() {
            wrong.push(format!("{name}: {}", run.stdout));
        }
        if code == 0 && run.stdout.contains("NaN") {
            wrong.push(format!("{name}: NaN in {}", run.stdout));
        }
    }
    wrong
}

#[test]
fn what_cannot_be_used_is_told_with_its_place() {
    assert!(REFUSED.len() >= 40, "{}", REFUSED.len());
    none_wrong(&wrong(REFUSED, 65));
}

#[test]
fn what_can_be_used_is() {
    none_wrong(&wrong(TAKEN, 0));
}

#[test]
fn what_is_no_text_is_refused() {
    for (name, bytes, words) in [
        ("utf-16", &b"\xff\xfec\0a\0n\0"[..], "UTF-16, not UTF-8"),
        (
            "latin-1",
            b"candidate,interviewer,criterion,score\nJos\xe9,ann,depth,3\n",
            "byte 0xe9",
        ),
        (
            "zip",
            b"PK\x03\x04....",
            "a ZIP archive or an office document",
        ),
        ("nul", b"candidate\0,interviewer\n", "NUL byte"),
    ] {
        let sandbox = Sandbox::with("r.csv", bytes);
        let run = sandbox.run(&["calibrate", "--ratings", "r.csv"]).exits(65);
        assert!(run.stderr.contains(words), "{name}: {run:#?}");
        run.shows_nothing();
    }
}

/// As many of a kind as anybody reads, and the number of the others.
#[test]
fn many_findings_are_counted() {
    let mut table = H.to_owned();
    for at in 0..3_000 {
        writeln!(table, "c{at},ann,depth,x\nc{at},,depth,3").unwrap();
    }
    let sandbox = Sandbox::with("r.csv", table);
    let run = sandbox.run(&["calibrate", "--ratings", "r.csv"]).exits(65);
    assert_eq!(run.errors().len(), 102);
    run.says("there are 2,950 more scores that are no whole numbers")
        .says("there are 2,950 more rows without an id");
}

#[test]
fn what_is_not_there_is_said() {
    let sandbox = Sandbox::new();
    let run = sandbox
        .run(&["calibrate", "--ratings", "none.csv"])
        .exits(66);
    run.says("cannot read none.csv: ");
    let run = sandbox.run(&["calibrate", "--ratings", "."]).exits(66);
    run.says("cannot read .: ");
}

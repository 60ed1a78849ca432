//! How fast packets are written of a large store: 1,000 candidates, and severities estimated from
//! 200,000 ratings.
//!
//! `cargo bench --bench packets`: fills a store with 8,000 candidates, five interviewers each, who
//! score five criteria with evidence, and runs the whole program on it: one packet, and 1,000
//! packets as JSON and as PDF. Needs 300 MB in the folder for temporary files.
//!
//! `cargo bench --bench packets -- fill FILE` makes the store alone and keeps it, to try commands
//! on; `-- run FILE` times the program on one that was kept.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use panelkit::calibration::simulate::{Setup, panel};
use panelkit::rubric::compile::content_hash;
use panelkit::store::{
    Access, Assignment, Candidate, Change, Moment, Person, RubricFile, Seat, Snapshot, SqliteStore,
    Stamp, Store as _, Submission,
};

const N_CANDIDATES: u32 = 8_000;
const N_INTERVIEWERS: u32 = 400;
const INTERVIEWERS_EACH: u32 = 5;
const CRITERIA: [&str; 5] = ["coding", "design", "operations", "writing", "teamwork"];
const N_PACKETS: u32 = 1_000;
const SEED: u64 = 7;
/// Changes in one transaction while the store is filled.
const AT_ONCE: usize = 20_000;

fn main() {
    let args: Vec<_> = std::env::args().collect();
    let after = |word: &str| {
        let at = args.iter().position(|arg| arg == word)?;
        Some(Path::new(args.get(at + 1).expect("a file after the word")))
    };
    if let Some(path) = after("fill") {
        return fill(path);
    }
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let filled = folder.path().join("packets.db");
    let store = after("run").unwrap_or(&filled);
    if store == filled {
        fill(store);
    }
    let ids: Vec<String> = (0..N_PACKETS).map(id).collect();
    for (what, ids, format) in [
        ("one packet, JSON", &ids[..1], "json"),
        ("1,000 packets, JSON", &ids[..], "json"),
        ("1,000 packets, PDF", &ids[..], "pdf"),
    ] {
        let output = folder.path().join(format!("packets.{format}"));
        let runs = (0..3).map(|_| packets(store, ids, format, &output));
        show(what, ids.len(), runs.collect(), &output);
    }
}

fn id(candidate: u32) -> String {
    format!("candidate-{candidate}")
}

fn rubric() -> Snapshot {
    let mut text = "format = 1\nid = \"large\"\ntitle = \"A large store\"\nversion = \"1.0.0\"\n\
        summary = \"For measuring.\"\n[[level]]\nid = \"mid\"\ntitle = \"Mid\"\n"
        .to_owned();
    for criterion in CRITERIA {
        write!(
            text,
            "[[attitude]]\nid = \"{criterion}\"\ntitle = \"Title of {criterion}\"\n\
             definition = \"What is meant by {criterion}.\"\n"
        )
        .expect("text takes all writes");
    }
    write!(
        text,
        "[[round]]\nid = \"onsite\"\ntitle = \"Onsite\"\nstage = \"onsite\"\n\
         interviewers = {INTERVIEWERS_EACH}\nfocus = {CRITERIA:?}\n"
    )
    .expect("text takes all writes");
    let bytes = text.into_bytes();
    Snapshot {
        id: "large".to_owned(),
        version: "1.0.0".to_owned(),
        hash: content_hash(&[("rubric.toml".to_owned(), &bytes)]),
        files: vec![RubricFile {
            name: "rubric.toml".to_owned(),
            bytes,
        }],
    }
}

/// One interviewer's scores of one candidate as a card.
fn card(candidate: u32, interviewer: u32, scores: &[(u32, i32)]) -> String {
    let sum: i32 = scores.iter().map(|(_, score)| score).sum();
    let recommendation = if sum >= 13 { "hire" } else { "no-hire" };
    let mut text = format!(
        "format = 1\nrubric = \"large\"\nrubric-version = \"1.0.0\"\ncandidate = \"{}\"\n\
         round = \"onsite\"\nlevel = \"mid\"\ninterviewer = \"{}\"\ninterviewed-on = 2026-11-12\n\
         recommendation = \"{recommendation}\"\n\
         summary = \"\"\"\nWent through the plan step by step, and came back to what was left open.\n\
         Would work with them again on {}.\"\"\"\n",
        id(candidate),
        signature(interviewer),
        CRITERIA[candidate as usize % CRITERIA.len()],
    );
    for (criterion, score) in scores {
        let criterion = CRITERIA[*criterion as usize];
        write!(
 text,
            "\n[[score]]\ncriterion = \"{criterion}\"\nscore = {score}\n\
             evidence = \"\"\"\nSaid what they had done about {criterion} and gave two figures for it.\n\
             Asked what was expected before beginning, and noticed the limit after {score} questions.\"\"\"\n"
        ).expect("text takes all writes");
    }
    text
}

fn signature(interviewer: u32) -> String {
    format!("interviewer-{interviewer}@example.com")
}

/// A store with the cards of a simulated panel.
fn fill(path: &Path) {
    let setup = Setup {
        n_candidates: N_CANDIDATES,
        n_interviewers: N_INTERVIEWERS,
        n_criteria: 5,
        criteria_per_pair: 5,
        interviewers_each: (INTERVIEWERS_EACH, INTERVIEWERS_EACH),
        sd_halo: 0.8,
        sd_profile: 0.4,
        ..Setup::default()
    };
    let (data, _) = panel(&setup, SEED);
    let snapshot = rubric();
    let hash = snapshot.hash.clone();
    let stamp = Stamp {
        time: Moment::from_seconds(1_795_000_000).expect("it is in our time"),
        by: Person::new("recruiter@example.com"),
    };
    let mut store = SqliteStore::open(path, Access::Create).expect("it can be made");
    let mut changes = vec![Change::KeepRubric(snapshot)];
    let mut last = None;
    for pair in data.ratings.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (candidate, interviewer, ..) = pair[0];
        if last != Some(candidate) {
            last = Some(candidate);
            changes.push(Change::AddCandidate(Candidate {
                name: Some(format!("Łucja Nguyễn {candidate}")),
                level: Some("mid".to_owned()),
                ..Candidate::new(&id(candidate))
            }));
        }
        let seat = Seat::new(&id(candidate), "onsite", &signature(interviewer));
        changes.push(Change::Assign(Assignment {
            seat: seat.clone(),
            due: None,
            shadow: false,
        }));
        let scores: Vec<_> = pair.iter().map(|rating| (rating.2, rating.3)).collect();
        changes.push(Change::Submit(Submission {
            seat,
            rubric: hash.clone(),
            shadow: false,
            sealed: false,
            bytes: card(candidate, interviewer, &scores).into_bytes(),
        }));
        if changes.len() >= AT_ONCE {
            store.keep(&stamp, &changes).expect("they are sound");
            changes.clear();
        }
    }
    store.keep(&stamp, &changes).expect("they are sound");
    drop(store);
    let size = std::fs::metadata(path).expect("it is there").len();
    println!(
        "{} ratings of {N_CANDIDATES} candidates by {N_INTERVIEWERS} interviewers, {} MB",
        data.ratings.len(),
        size / 1_000_000
    );
}

/// What one run of the program took.
#[derive(Clone, Copy)]
struct Taken {
    clock: Duration,
    /// Seconds of all its threads, where Linux tells them.
    processor: f64,
    /// Peak memory in kilobytes, where Linux tells it.
    memory: u64,
}

fn packets(store: &Path, ids: &[String], format: &str, output: &Path) -> Taken {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_panelkit"))
        .args(["--as", "recruiter@example.com", "--quiet", "packet"])
        .args(ids)
        .args(["--format", format, "--store"])
        .arg(store)
        .arg("-o")
        .arg(output)
        .stderr(Stdio::inherit())
        .spawn()
        .expect("the program starts");
    let memory = watch(&child);
    let clock = start.elapsed();
    let processor = processor(&child);
    let status = child.wait().expect("it can be waited for");
    assert!(status.success(), "{status}");
    Taken {
        clock,
        processor,
        memory,
    }
}

/// Looks at the most memory that a process had until it has ended.
fn watch(child: &Child) -> u64 {
    let mut memory = 0;
    loop {
        let path = format!("/proc/{}/status", child.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = |name: &str| status.lines().find_map(|line| line.strip_prefix(name));
        let peak = line("VmHWM:").and_then(|rest| rest.trim().split(' ').next()?.parse().ok());
        memory = memory.max(peak.unwrap_or_default());
        // One that has ended waits to be asked how.
        if line("State:").is_none_or(|state| state.trim().starts_with('Z')) {
            return memory;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// What a process that has ended had of the processor.
fn processor(child: &Child) -> f64 {
    let path = format!("/proc/{}/stat", child.id());
    let stat = std::fs::read_to_string(path).unwrap_or_default();
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks = after_name.split(' ').skip(11).take(2);
    // Linux counts in hundredths of a second for whoever asks.
    ticks.filter_map(|n| n.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn show(what: &str, n_packets: usize, mut runs: Vec<Taken>, output: &Path) {
    runs.sort_by_key(|taken| taken.clock);
    let taken = runs[runs.len() / 2];
    let seconds = taken.clock.as_secs_f64();
    let size = std::fs::metadata(output).expect("it is there").len();
    println!(
        "{what:<22} {seconds:>7.2} s, processor {:.2} s, {} MB at most, {:.0} packets a second, {:.1} MB",
        taken.processor,
        taken.memory / 1_000,
        f64::from(u32::try_from(n_packets).expect("few")) / seconds,
        f64::from(u32::try_from(size / 1_000).expect("less than a terabyte")) / 1e3,
    );
}

//! How fast the store is, beside SQLite alone.
//!
//! `cargo bench --bench store`: 100,000 cards submitted, the state of 100,000 candidates, and
//! 1,000,000 events verified; `cargo bench --bench store -- submit` the first alone. Needs 2 GB in
//! the folder for temporary files and some minutes. Each figure is the median of several runs,
//! with the fastest and the slowest.
//!
//! SQLite alone inserts the bytes of the same cards, and nothing else, into one table without an
//! index: one prepared statement, one transaction, the same settings of the same library. The two
//! take turns, in the same process; both times count opening the file, the commit with its syncs,
//! and closing, which moves the log ahead into the file.
//!
//! `cargo bench --bench store -- fill FILE` makes the large store alone and keeps it, to try
//! commands on.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use panelkit::rubric::compile::content_hash;
use panelkit::store::{
    Access, Assignment, Candidate, Change, Head, Look, Moment, Panels, Person, RubricFile, Seat,
    Snapshot, SqliteStore, Stamp, Store as _, Submission,
};
use rusqlite::Connection;

/// The example, which every card is a variation of.
const CARD: &str =
    include_str!("../examples/panel/scorecards/lucja-zolc.incident-review.grace.scorecard.toml");

const N_CARDS: usize = 100_000;
const N_CANDIDATES: usize = 100_000;
const SEATS_EACH: usize = 4;
const N_EVENTS: usize = 1_000_000;
/// Changes in one transaction while a large store is filled.
const AT_ONCE: usize = 20_000;

fn main() {
    let args: Vec<_> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "fill") {
        let path = args.get(at + 1).expect("fill FILE");
        drop(fill(Path::new(path)));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    submit(folder.path());
    if std::env::args().any(|argument| argument == "submit") {
        return;
    }
    let store = fill(&folder.path().join("large.db"));
    status(&store);
    verify(&store);
}

/// How long something took, by the clock and by what this thread had of the processor: on a busy
/// machine only the latter can be compared.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Taken {
    clock: Duration,
    processor: Duration,
}

fn time<T>(work: impl FnOnce() -> T) -> (Taken, T) {
    let (start, before) = (Instant::now(), processor());
    let done = work();
    let taken = Taken {
        clock: start.elapsed(),
        processor: processor().saturating_sub(before),
    };
    (taken, done)
}

/// The processor time of this thread, where Linux tells it.
fn processor() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

/// Shows the median and gives it, by the clock and by the processor.
fn show(what: &str, mut times: Vec<Taken>) -> Taken {
    times.sort();
    let clock = |taken: Taken| taken.clock.as_secs_f64();
    let (first, last) = (clock(times[0]), clock(times[times.len() - 1]));
    let middle = times[times.len() / 2].clock;
    times.sort_by_key(|taken| taken.processor);
    let processor = times[times.len() / 2].processor;
    println!(
        "{what:<32} {:>8.3} s ({first:.3} to {last:.3}), processor {:.3} s",
        middle.as_secs_f64(),
        processor.as_secs_f64()
    );
    Taken {
        clock: middle,
        processor,
    }
}

fn rubric() -> Snapshot {
    let bytes = include_bytes!("../examples/panel/rubric.toml").to_vec();
    Snapshot {
        id: "example".to_owned(),
        version: "1.0.0".to_owned(),
        hash: content_hash(&[("rubric.toml".to_owned(), &bytes)]),
        files: vec![RubricFile {
            name: "rubric.toml".to_owned(),
            bytes,
        }],
    }
}

fn stamp() -> Stamp {
    Stamp {
        time: Moment::from_seconds(1_795_000_000).expect("it is in our time"),
        by: Person::new("recruiter@example.com"),
    }
}

fn candidate(number: usize) -> Candidate {
    Candidate {
        name: Some(format!("Łucja Nguyễn {number}")),
        contact: Some(format!("candidate-{number}@example.com")),
        level: Some("senior".to_owned()),
        ..Candidate::new(&format!("candidate-{number}"))
    }
}

fn seat(candidate: usize, number: usize) -> Seat {
    let interviewer = format!("interviewer-{}@example.com", (candidate + number) % 500);
    let round = ["coding", "design", "incident-review", "ways-of-working"][number % 4];
    Seat::new(&format!("candidate-{candidate}"), round, &interviewer)
}

fn card(candidate: usize, number: usize, hash: &str) -> Submission {
    Submission {
        seat: seat(candidate, number),
        rubric: hash.to_owned(),
        shadow: false,
        sealed: false,
        bytes: format!("# Card {number} of candidate {candidate}.\n{CARD}").into_bytes(),
    }
}

fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, Access::Create).expect("it can be made")
}

/// 100,000 cards in one transaction, opened, kept and closed, against SQLite alone.
fn submit(folder: &Path) {
    let hash = rubric().hash;
    let cards: Vec<_> = (0..N_CARDS)
        .map(|number| card(number / SEATS_EACH, number % SEATS_EACH, &hash))
        .collect();
    let n_bytes: usize = cards.iter().map(|card| card.bytes.len()).sum();
    println!("{N_CARDS} cards, {} MB", n_bytes / 1_000_000);
    let mut candidates = vec![Change::KeepRubric(rubric())];
    let n_candidates = N_CARDS / SEATS_EACH;
    candidates.extend((0..n_candidates).map(|n| Change::AddCandidate(candidate(n))));
    let changes: Vec<_> = cards.iter().cloned().map(Change::Submit).collect();
    let (mut bare, mut ours, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..7 {
        let path = folder.join(format!("bare-{run}.db"));
        prepare_bare(&path);
        bare.push(time(|| insert_bare(&path, &cards)).0);
        let path = folder.join(format!("ours-{run}.db"));
        let mut store = open(&path);
        store.keep(&stamp(), &candidates).expect("they are new");
        drop(store);
        let keep = || open(&path).keep(&stamp(), &changes).expect("they are new");
        let (taken, receipts) = time(keep);
        assert!(receipts.iter().all(|receipt| receipt.is_new));
        ours.push(taken);
        again.push(time(keep).0);
    }
    let bare = show("SQLite alone", bare);
    let ours = show("submit", ours);
    show("submit the same again", again);
    let share = |bare: Duration, ours: Duration| bare.as_secs_f64() / ours.as_secs_f64();
    println!(
        "{:<32} {:>8.2}, by the processor {:.2} (goal: 0.5)",
        "rate against SQLite alone",
        share(bare.clock, ours.clock),
        share(bare.processor, ours.processor)
    );
}

fn settings(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("it can be made");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
             PRAGMA cache_size = -32768;",
        )
        .expect("SQLite knows these");
    connection
}

fn prepare_bare(path: &Path) {
    settings(path)
        .execute_batch("CREATE TABLE card (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT")
        .expect("the table is new");
}

fn insert_bare(path: &Path, cards: &[Submission]) {
    let mut connection = settings(path);
    let transaction = connection.transaction().expect("nobody else writes");
    {
        let mut insert = transaction
            .prepare("INSERT INTO card (bytes) VALUES (?1)")
            .expect("the table is there");
        for card in cards {
            insert.execute([&card.bytes]).expect("there is room");
        }
    }
    transaction.commit().expect("there is room");
}

/// A store of 1,000,000 events: candidates, seats, cards, and looks at them.
fn fill(path: &Path) -> SqliteStore {
    let hash = rubric().hash;
    let mut store = open(path);
    let due = Some(Moment::from_seconds(1_795_086_400).expect("it is in our time"));
    let mut changes = vec![Change::KeepRubric(rubric())];
    let mut n_kept = 0;
    for number in 0..N_CANDIDATES {
        changes.push(Change::AddCandidate(candidate(number)));
        changes.extend((0..SEATS_EACH).map(|n| {
            Change::Assign(Assignment {
                seat: seat(number, n),
                due,
                shadow: false,
            })
        }));
        // A tenth of the cards never comes.
        let came = (0..SEATS_EACH).filter(|n| !(number * SEATS_EACH + n).is_multiple_of(10));
        changes.extend(came.map(|n| Change::Submit(card(number, n, &hash))));
        let look = Look {
            candidate: format!("candidate-{number}"),
            what: "panelkit packet".to_owned(),
        };
        changes.push(Change::Show(look.clone()));
        if number + 1 == N_CANDIDATES {
            let n_left = N_EVENTS - n_kept - changes.len();
            changes.extend((0..n_left).map(|_| Change::RefuseLook(look.clone())));
        }
        if changes.len() >= AT_ONCE || number + 1 == N_CANDIDATES {
            n_kept += changes.len();
            store.keep(&stamp(), &changes).expect("they are sound");
            changes.clear();
        }
    }
    assert_eq!(store.head().expect("it is there").sequence, N_EVENTS as u64);
    let size = std::fs::metadata(path).expect("it is there").len();
    println!("\n{N_EVENTS} events, {} MB", size / 1_000_000);
    store
}

fn status(store: &SqliteStore) {
    let now = Moment::from_seconds(1_795_172_800).expect("it is in our time");
    let totals = (0..9).map(|_| {
        let (taken, standing) = time(|| store.standing(now).expect("it can be read"));
        assert_eq!(standing.n_candidates, N_CANDIDATES);
        taken
    });
    show("all panels in numbers", totals.collect());
    for (what, which) in [
        ("every panel, one by one", Panels::All),
        ("panels with a card overdue", Panels::Overdue),
    ] {
        let each = (0..9).map(|_| {
            let mut n_panels = 0;
            let visit = &mut |_| {
                n_panels += 1;
                ControlFlow::Continue(())
            };
            let (taken, done) = time(|| store.panels(which, now, visit));
            done.expect("it can be read");
            assert!(n_panels > N_CANDIDATES / 10);
            taken
        });
        show(what, each.collect());
    }
}

fn verify(store: &SqliteStore) {
    let saved: Head = store.head().expect("it is there");
    let times = (0..3).map(|_| {
        let (taken, found) = time(|| store.verify(Some(&saved)).expect("it can be read"));
        assert!(found.holds() && found.n_events == N_EVENTS as u64);
        taken
    });
    show("verify 1,000,000 events", times.collect());
}

//! How fast applications are screened, beside only reading and writing the same file with `csv`.
//!
//! `cargo bench --bench screen`: 500,000 rows of 20 columns, 100 MB; `cargo bench --bench screen --
//! long`: 500,000 and 5,000,000 rows, 1 GB, both with ids that are there once and with a hundredth
//! of them twice. Needs three times the size of the file in the folder for temporary files
//! (`TMPDIR`). Each figure is the median of five runs of a whole process, three in the long form,
//! with the fastest and the slowest; the two take turns. Peak memory is what Linux tells of the
//! process (`VmHWM`), asked every few milliseconds.
//!
//! `cargo bench --bench screen -- fill FILE ROWS` makes such a table alone and keeps it.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The program.
const PANELKIT: &str = env!("CARGO_BIN_EXE_panelkit");

/// The rubric, whose knock-outs ask for three columns.
const RUBRIC: [&str; 3] = ["customer-support-lead", "--level", "team-lead"];

const HEADER: &str = "candidate,name,email,phone,country,city,source,applied_on,handled_complaints,\
    largest_shift,shift_pattern,years,notice_weeks,salary,currency,remote,visa,referrer,letter,link";

const NAMES: [&str; 8] = [
    "Łucja Żółć",
    "Nguyễn Thị Ánh",
    "李雷",
    "عمر حداد",
    "Jose Alvarez",
    "Anna Berg",
    "Grace Okafor",
    "Tom Baker",
];

fn main() {
    let args: Vec<_> = std::env::args().collect();
    let at = |word: &str| args.iter().position(|arg| arg == word);
    if let Some(at) = at("fill") {
        let n_rows = args[at + 2].parse().expect("fill FILE ROWS");
        fill(Path::new(&args[at + 1]), n_rows, 0);
        return;
    }
    if let Some(at) = at("copy") {
        copy(Path::new(&args[at + 1]), Path::new(&args[at + 2]));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let is_long = at("long").is_some();
    measure(folder.path(), 500_000, 0, 5);
    if is_long {
        measure(folder.path(), 500_000, 100, 3);
        measure(folder.path(), 5_000_000, 0, 3);
        measure(folder.path(), 5_000_000, 100, 3);
    }
}

/// A table of that many rows; each so many-th id is that of the row before, where that is not 0.
fn fill(path: &Path, n_rows: u64, each: u64) {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path).expect("it can be made"));
    writeln!(file, "{HEADER}").expect("there is room");
    let mut state = 1_u64;
    let mut draw = |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    for row in 0..n_rows {
        let is_twice = each > 0 && row % each == each - 1;
        let id = row - u64::from(is_twice);
        let name = NAMES[usize::try_from(draw(8)).expect("it is small")];
        // Three in four applications advance.
        let (complaints, shift, pattern) = if row % 4 > 0 {
            ("yes", 12, "rotating")
        } else {
            let drawn = usize::try_from(draw(4)).expect("it is small");
            let complaints = ["no", "yes", "Yes", "N/A"][drawn];
            (complaints, draw(9), "nights")
        };
        let letter = if draw(12) == 0 {
            "\"I led a shift of twelve, and wrote \"\"the\"\" answers that are still sent\""
        } else {
            "Four years on the telephone of a parcel service"
        };
        writeln!(
            file,
            "a-{id},{name},person.{id}@example.com,+48 600 {:06},PL,Kraków,board-{},2026-{:02}-{:02},\
             {complaints},{shift},{pattern},{},{},{},EUR,yes,no,,{letter},https://example.com/{id}",
            draw(1_000_000),
            draw(20),
            draw(12) + 1,
            draw(28) + 1,
            draw(25),
            draw(12),
            40_000 + draw(60_000),
        )
        .expect("there is room");
    }
    file.flush().expect("there is room");
}

/// Reads and writes a table with `csv`, and nothing else.
fn copy(from: &Path, to: &Path) {
    let mut reader = csv::Reader::from_path(from).expect("it is there");
    let mut writer = csv::Writer::from_path(to).expect("it can be made");
    writer
        .write_byte_record(reader.byte_headers().expect("it has one"))
        .expect("there is room");
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).expect("it is sound") {
        writer.write_byte_record(&record).expect("there is room");
    }
    writer.flush().expect("there is room");
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Taken {
    clock: f64,
    /// In hundredths of a second: on a busy machine only this can be compared.
    processor: u64,
    peak_kib: u64,
}

fn run(command: &mut Command) -> Taken {
    let start = Instant::now();
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = quiet.spawn().expect("it starts");
    let status = format!("/proc/{}/status", child.id());
    let usage = format!("/proc/{}/stat", child.id());
    let (mut peak_kib, mut processor) = (0, 0);
    loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let told = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
        peak_kib = peak_kib.max(told.unwrap_or(0));
        let text = fs::read_to_string(&usage).unwrap_or_default();
        let fields = text
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split(' ')
            .skip(12);
        let ticks = fields.take(2).filter_map(|field| field.parse::<u64>().ok());
        processor = processor.max(ticks.sum());
        if let Some(done) = child.try_wait().expect("it can be waited for") {
            assert!(done.success(), "{done}");
            let clock = start.elapsed().as_secs_f64();
            return Taken {
                clock,
                processor,
                peak_kib,
            };
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn measure(folder: &Path, n_rows: u64, each: u64, n_runs: usize) {
    let (from, to) = (folder.join("applications.csv"), folder.join("out.csv"));
    fill(&from, n_rows, each);
    let size = fs::metadata(&from).expect("it is there").len();
    let twice = if each == 0 {
        "each id once"
    } else {
        "a hundredth of the ids twice"
    };
    println!("\n{n_rows} rows, {} MB, {twice}", size / 1_000_000);
    let (mut copied, mut screened, mut summed) = (Vec::new(), Vec::new(), Vec::new());
    let this = std::env::current_exe().expect("this program is a file");
    for _ in 0..n_runs {
        copied.push(run(Command::new(&this).arg("copy").args([&from, &to])));
        let screen = || {
            let mut command = Command::new(PANELKIT);
            command.arg("screen").args(RUBRIC).arg(&from);
            command
        };
        screened.push(run(screen().arg("-o").arg(&to)));
        summed.push(run(&mut screen()));
    }
    let copied = show("read and written with csv", copied, size);
    let screened = show("panelkit screen -o", screened, size);
    show("panelkit screen, the summary", summed, size);
    println!(
        "{:<32} {:>8.2} (goal: 2)",
        "time against csv",
        screened / copied
    );
    fs::remove_file(&from).expect("it is there");
}

/// Shows the median time and gives it.
fn show(what: &str, mut taken: Vec<Taken>, size: u64) -> f64 {
    taken.sort_by(|a, b| a.clock.total_cmp(&b.clock));
    let middle = taken[taken.len() / 2].clock;
    let peak = taken.iter().map(|taken| taken.peak_kib).max().unwrap_or(0);
    let mut processor: Vec<_> = taken.iter().map(|taken| taken.processor).collect();
    processor.sort_unstable();
    let processor = processor[processor.len() / 2];
    #[expect(clippy::cast_precision_loss, reason = "it is shown with two digits")]
    let rate = size as f64 / middle / 1e9;
    println!(
        "{what:<32} {middle:>8.3} s ({:.3} to {:.3}), processor {}.{:02} s, {rate:.2} GB/s, peak {} MiB",
        taken[0].clock,
        taken[taken.len() - 1].clock,
        processor / 100,
        processor % 100,
        peak.div_ceil(1024)
    );
    middle
}

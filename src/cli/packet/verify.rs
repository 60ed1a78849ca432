//! `panelkit packet --verify`: a packet that was written before, written once more and compared.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Args, data, format, head, kept, of_files, template};
use crate::cli::error::Failure;
use crate::cli::press::{Press, ResultFormat};
use crate::cli::sight::Looker;
use crate::cli::ui::Ui;
use crate::cli::{exit, input, templates, workspace};
use crate::packet::{self, Names, Packet, Profile};
use crate::render::json::claim::{self, Claim};
use crate::render::{pdf, terminal};
use crate::store::{Access, Head, SqliteStore, Stamp, Store};
use crate::text::{counted, visible_line};

/// Most bytes that are read of a packet.
const MAX_BYTES: usize = 256 * 1024 * 1024;

/// How much of a line is shown, in characters.
const MOST_SHOWN: usize = 160;

/// The widths of terminals and files that text may have been written for.
const WIDTHS: [usize; 3] = [100, 80, 120];

pub(super) fn run(args: &Args, file: &Path, ui: &Ui) -> Result<(), Failure> {
    let extension = file
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase());
    let by_name = extension.as_deref().and_then(ResultFormat::by_extension);
    let format = format(args, by_name)?;
    let given = Given::read(file, format)?;
    let candidates = match &given.claim {
        Some(claim) if args.candidates.is_empty() => claim.candidates.clone(),
        _ => args.candidates.clone(),
    };
    let Some(profile) = args.profile.profile() else {
        let failure = Failure::usage("--verify is for packets, and a candidate's feedback is none");
        return Err(failure.hint("feedback follows from the packet of any other profile"));
    };
    let names = profile.names(input::names(args.names.as_deref())?);
    if !args.scorecards.is_empty() {
        let mut packets = of_files(args, &candidates, &names, packet::build, ui)?;
        profile.trim_all(&mut packets);
        let written = written(args, format, &packets, &given.bytes, ui)?;
        return compare(&given, &written, "these scorecards", &[], ui);
    }
    of_store(args, &given, &candidates, (names, profile), ui)
}

/// Compares with what a store gives.
fn of_store(
    args: &Args,
    given: &Given<'_>,
    candidates: &[String],
    (names, profile): (Names, Profile),
    ui: &Ui,
) -> Result<(), Failure> {
    let at = args
        .at
        .map_or_else(|| given.head(), |head| Ok(Some(head)))?;
    let mut store = args.store.open(Access::Existing, ui)?;
    let stamp = workspace::told_stamp(ui)?;
    let ask = kept::Ask {
        candidates,
        what: "packet --verify",
        at,
    };
    let mut packets = kept::of_store(&mut store, &stamp, &ask, names, packet::build, ui)?;
    profile.trim_all(&mut packets);
    let written = written(args, given.format, &packets, &given.bytes, ui)?;
    let hints = if written == given.bytes {
        Vec::new()
    } else {
        why(&store, &stamp, at)?
    };
    let place = match at {
        Some(head) => format!("the store at {head}"),
        None => "the store as it is now".to_owned(),
    };
    compare(given, &written, &place, &hints, ui)
}

/// What may have made a difference beside the file.
fn why(store: &SqliteStore, stamp: &Stamp, at: Option<Head>) -> Result<Vec<String>, Failure> {
    let mut whys = Vec::new();
    match at {
        None => whys.push(
            "the file does not say where the log stood: name it with --at NUMBER:HASH".to_owned(),
        ),
        Some(head) => {
            let n = store.as_of(&head)?.n_erased_since();
            if n > 0 {
                let records = counted(usize::try_from(n).unwrap_or(usize::MAX), "record");
                whys.push(format!(
                    "{records} from before that head lost their content since, when candidates \
                     were erased: what was estimated from them is not what it was"
                ));
            }
        }
    }
    let n_owed = Looker::new(stamp).owed(store)?.len();
    if n_owed > 0 {
        let candidates = counted(n_owed, "candidate");
        whys.push(format!(
            "you have a card due for {candidates}, whose scores are left out of what is \
             estimated for you"
        ));
    }
    whys.push(
        "another version of panelkit, other names (--names) or other options give other bytes"
            .to_owned(),
    );
    Ok(whys)
}

/// A packet that was written before.
struct Given<'a> {
    file: &'a Path,
    format: ResultFormat,
    bytes: Vec<u8>,
    /// What it says of itself, in JSON.
    claim: Option<Claim>,
}

impl<'a> Given<'a> {
    /// # Errors
    /// It cannot be read, or is no packet in that format.
    fn read(file: &'a Path, format: ResultFormat) -> Result<Self, Failure> {
        let bytes = input::read(file, MAX_BYTES)?;
        let shown = file.display();
        if bytes.len() > MAX_BYTES {
            let message = format!("{shown} is larger than {} MiB", MAX_BYTES >> 20);
            return Err(Failure::new(exit::DATA, message));
        }
        let claim = match format {
            ResultFormat::Json => Claim::read(&bytes),
            _ => None,
        };
        let is_packet = match format {
            ResultFormat::Json => claim.is_some(),
            ResultFormat::Pdf => bytes.starts_with(b"%PDF-"),
            _ => !bytes.is_empty() && std::str::from_utf8(&bytes).is_ok(),
        };
        if !is_packet {
            return Err(no_packet(file, format));
        }
        Ok(Self {
            file,
            format,
            bytes,
            claim,
        })
    }

    /// Where the log stood, as the file says; none where it does not.
    ///
    /// # Errors
    /// What it says is no such place.
    fn head(&self) -> Result<Option<Head>, Failure> {
        let told = match self.format {
            ResultFormat::Json => self.claim.as_ref().and_then(|claim| claim.head.clone()),
            ResultFormat::Pdf => pdf::keywords(&self.bytes),
            _ => return Ok(last_head(&String::from_utf8_lossy(&self.bytes))),
        };
        let parsed = told.map(|told| {
            head(&told).map_err(|why| {
                let message = format!(
                    "{} says that the log stood at `{}`: {why}",
                    self.file.display(),
                    visible_line(&told)
                );
                Failure::new(exit::DATA, message)
            })
        });
        parsed.transpose()
    }
}

fn no_packet(file: &Path, format: ResultFormat) -> Failure {
    let message = format!("{} is no packet as {}", file.display(), called(format));
    Failure::new(exit::DATA, message)
        .hint("say with --format how it was written, if its name does not")
}

/// Whether a text has no line at all of what it should be.
fn is_something_else(given: &Given<'_>, due: &[u8]) -> bool {
    if matches!(given.format, ResultFormat::Json | ResultFormat::Pdf) {
        return false;
    }
    let due = String::from_utf8_lossy(due);
    let due: BTreeSet<&str> = due.lines().collect();
    let given = String::from_utf8_lossy(&given.bytes);
    let mut given = given.lines().filter(|line| !line.trim().is_empty());
    !given.any(|line| due.contains(line))
}

fn called(format: ResultFormat) -> &'static str {
    match format {
        ResultFormat::Json => "JSON",
        ResultFormat::Pdf => "PDF",
        ResultFormat::Md => "Markdown",
        ResultFormat::Html => "HTML",
        ResultFormat::Csv => "CSV",
        ResultFormat::Text => "text",
    }
}

/// The last `NUMBER:HASH` in a text: a packet ends with it, whatever is quoted before.
fn last_head(text: &str) -> Option<Head> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == ':';
    text.rsplit(|c| !is_part(c))
        .filter(|word| word.len() > 65)
        .find_map(Head::parse)
}

/// The packets in the format of the file. Text is as wide as whoever wrote it had it.
fn written(
    args: &Args,
    format: ResultFormat,
    packets: &[Packet],
    given: &[u8],
    ui: &Ui,
) -> Result<Vec<u8>, Failure> {
    if format
        .target(args.written.paper, Ui::plain_style())
        .is_none()
    {
        return Ok(data(args, format, packets).into_bytes());
    }
    let mut press = Press::new(templates::documents(ui)?);
    let told = ui.style().width;
    let mut widths = WIDTHS.into_iter().chain([told]);
    let mut first = None;
    while let Some(width) = widths
        .next()
        .filter(|_| first.is_none() || format == ResultFormat::Text)
    {
        let style = terminal::Style {
            width,
            color: false,
        };
        let Some(target) = format.target(args.written.paper, style) else {
            break;
        };
        let bytes = press.write_packets(template(args), packets, target)?;
        if bytes == given {
            return Ok(bytes);
        }
        first = first.or(Some(bytes));
    }
    press.report(ui);
    Ok(first.unwrap_or_default())
}

/// Says whether a file is what it should be.
///
/// # Errors
/// It is not.
fn compare(
    given: &Given<'_>,
    due: &[u8],
    place: &str,
    hints: &[String],
    ui: &Ui,
) -> Result<(), Failure> {
    let file = given.file.display().to_string();
    let file = visible_line(&file);
    if given.bytes == due {
        let sentence =
            format!("{file} is what `panelkit packet` writes of {place}, byte for byte\n");
        return ui.result(sentence);
    }
    if is_something_else(given, due) {
        return Err(no_packet(given.file, given.format));
    }
    let mut text = format!("{file} is not what `panelkit packet` writes of {place}\n");
    for line in differences(given, due) {
        text.extend(["  ", &visible_line(&line), "\n"]);
    }
    ui.result(text)?;
    let failure = Failure::new(exit::NO, format!("{file} differs"));
    Err(hints.iter().fold(failure, Failure::hint))
}

fn differences(given: &Given<'_>, due: &[u8]) -> Vec<String> {
    match given.format {
        ResultFormat::Json => in_json(&given.bytes, due),
        ResultFormat::Pdf => vec![
            format!(
                "its bytes differ: {} are there, and {} should be",
                given.bytes.len(),
                due.len()
            ),
            "a PDF also depends on the version of panelkit, and on the system's fonts where the \
             shipped ones lack a script; the same packet as JSON says what differs"
                .to_owned(),
        ],
        _ => in_lines(&given.bytes, due),
    }
}

fn in_json(given: &[u8], due: &[u8]) -> Vec<String> {
    let (first, n) = claim::differences(given, due).unwrap_or_default();
    if n == 0 {
        return vec!["it says the same, written in another way: spaces, order or signs".to_owned()];
    }
    let mut lines: Vec<_> = first.iter().map(ToString::to_string).collect();
    if n > lines.len() {
        lines.push(format!("and {} more", n - lines.len()));
    }
    lines
}

fn in_lines(given: &[u8], due: &[u8]) -> Vec<String> {
    let (given, due) = (String::from_utf8_lossy(given), String::from_utf8_lossy(due));
    let mut lines = (given.lines().map(Some).chain(std::iter::repeat(None)))
        .zip(due.lines().map(Some).chain(std::iter::repeat(None)))
        .take(given.lines().count().max(due.lines().count()))
        .enumerate();
    let Some((at, (given, due))) = lines.find(|(_, (given, due))| given != due) else {
        return vec!["only its line ends differ".to_owned()];
    };
    vec![
        format!("line {} is         {}", at + 1, cut(given)),
        format!("and it should be {}", cut(due)),
    ]
}

fn cut(line: Option<&str>) -> String {
    match line {
        None => "(the end of the file)".to_owned(),
        Some(line) => match line.char_indices().nth(MOST_SHOWN) {
            Some((end, _)) => format!("`{}…`", &line[..end]),
            None => format!("`{line}`"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_head_in_a_text_is_the_packets() {
        let (one, two) = ("a".repeat(64), "0".repeat(64));
        let text = format!("Quoted 7:{one}, said `9:{two}` and 10:{one}x, 12:00.");
        let head = last_head(&text).unwrap();
        assert_eq!(head.to_string(), format!("9:{two}"));
        assert_eq!(last_head(&format!("3:{}", "g".repeat(64))), None);
        assert_eq!(last_head("nothing"), None);
    }

    #[test]
    fn the_first_line_that_differs_is_told() {
        let lines = |given: &str, due: &str| in_lines(given.as_bytes(), due.as_bytes()).join("\n");
        assert_eq!(
            lines("a\nb\nc\n", "a\nB\nc\n"),
            "line 2 is         `b`\nand it should be `B`"
        );
        assert!(lines("a\n", "a\nb\n").contains("line 2 is         (the end of the file)"));
        assert_eq!(lines("a\r\nb", "a\nb\n"), "only its line ends differ");
    }
}

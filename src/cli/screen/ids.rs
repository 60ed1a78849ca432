//! Ids that stand on more than one line, found in memory that does not grow with the table.
//!
//! Of each id four numbers are kept in a temporary file: a hash of what it is compared by, another
//! of the same, a hash of the id as it stands, and its line. At the end the first of these are gone
//! through in passes, each of which takes a share of all hashes into memory and sorts it. In the
//! usual case none is there twice, and that is all. Else the passes go on over smaller shares, and
//! note for each row of such an id, in a file with a place for each row, a line where it also
//! stands. Two different ids are taken for one where 128 bits of two hashes are the same by chance:
//! among a thousand million ids that happens once in 10²⁰ runs.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, BufReader, Read, Seek as _, SeekFrom, Write as _};

use crate::scorecard::identity_key;
use crate::screen::Doubt;
use crate::store::file;

/// Bytes that are kept in memory before they go into a file.
const IN_MEMORY: usize = 1024 * 1024;

/// Rows whose hashes are sorted at once, or twice as many.
const SORTED: usize = 1024 * 1024;

/// Rows among which ids that repeat are told apart at once.
const TOLD: u64 = 256 * 1024;

/// What is compared of an id that is none.
const NONE: u64 = 0;

/// Numbers that are written one after the other and read again from the first.
#[derive(Default)]
struct Numbers {
    bytes: Vec<u8>,
    file: Option<File>,
}

impl Numbers {
    fn push(&mut self, numbers: Four) -> io::Result<()> {
        for number in numbers {
            self.bytes.extend_from_slice(&number.to_le_bytes());
        }
        if self.bytes.len() < IN_MEMORY {
            return Ok(());
        }
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(file::nameless().map_err(|error| error.error)?),
        };
        file.write_all(&self.bytes)?;
        self.bytes.clear();
        Ok(())
    }

    /// Gives them to `each`, four at a time.
    fn read(&mut self, mut each: impl FnMut(Four) -> io::Result<()>) -> io::Result<()> {
        let mut chunk = vec![0; IN_MEMORY];
        if let Some(file) = &mut self.file {
            file.rewind()?;
            let mut n_left = file.metadata()?.len();
            while n_left > 0 {
                let n_now = usize::try_from(n_left).unwrap_or(usize::MAX).min(IN_MEMORY);
                file.read_exact(&mut chunk[..n_now])?;
                fours(&chunk[..n_now]).try_for_each(&mut each)?;
                n_left -= n_now as u64;
            }
        }
        fours(&self.bytes).try_for_each(each)
    }
}

/// What is kept of one row.
type Four = [u64; 4];

fn fours(bytes: &[u8]) -> impl Iterator<Item = Four> + '_ {
    bytes.chunks_exact(32).map(|bytes| {
        let mut four = [0; 4];
        for (number, bytes) in four.iter_mut().zip(bytes.chunks_exact(8)) {
            *number = bytes
                .iter()
                .rev()
                .fold(0, |number, byte| number << 8 | u64::from(*byte));
        }
        four
    })
}

/// The ids of a table, row by row.
pub(super) struct Ids {
    keys: RandomState,
    others: RandomState,
    folded: String,
    numbers: Numbers,
    n_rows: u64,
}

impl Ids {
    pub(super) fn new() -> Self {
        Self {
            keys: RandomState::new(),
            others: RandomState::new(),
            folded: String::new(),
            numbers: Numbers::default(),
            n_rows: 0,
        }
    }

    /// Takes the id of the next row, without the space around it.
    ///
    /// # Errors
    /// The temporary file cannot be written.
    pub(super) fn push(&mut self, id: &str, line: u64) -> io::Result<()> {
        self.n_rows += 1;
        if id.is_empty() {
            return self.numbers.push([NONE, NONE, NONE, line]);
        }
        self.folded.clear();
        if id.is_ascii() {
            self.folded.push_str(id);
            self.folded.make_ascii_lowercase();
        } else {
            self.folded.push_str(&identity_key(id));
        }
        let key = self.keys.hash_one(&self.folded).max(1);
        let other = self.others.hash_one(self.folded.as_str());
        let exact = if self.folded == id {
            other
        } else {
            self.others.hash_one(id)
        };
        self.numbers.push([key, other, exact, line])
    }

    /// What is in doubt about the rows, if any id is there twice.
    ///
    /// # Errors
    /// A temporary file cannot be read or written.
    pub(super) fn repeated(mut self) -> io::Result<Option<Repeated>> {
        if !self.any_twice()? {
            return Ok(None);
        }
        let mut noted = file::nameless().map_err(|error| error.error)?;
        noted.set_len(self.n_rows * NOTE)?;
        let n_passes = self.n_rows.div_ceil(TOLD);
        for pass in 0..n_passes {
            self.note(Share { pass, n_passes }, &mut noted)?;
        }
        noted.rewind()?;
        Ok(Some(Repeated {
            noted: BufReader::new(noted),
        }))
    }

    fn any_twice(&mut self) -> io::Result<bool> {
        let n_passes = self.n_rows.div_ceil(SORTED as u64);
        for pass in 0..n_passes {
            if self.twice(Share { pass, n_passes })?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The keys of a share that are there twice, sorted; none where none is.
    fn twice(&mut self, share: Share) -> io::Result<Option<Vec<u64>>> {
        let (mut keys, mut twice) = (Vec::new(), Vec::new());
        self.numbers.read(|[key, _, _, _]| {
            if share.has(key) {
                keys.push(key);
                // Only keys that repeat make a share much larger than the others.
                if keys.len() >= 2 * SORTED {
                    take_twice(&mut keys, &mut twice);
                }
            }
            Ok(())
        })?;
        take_twice(&mut keys, &mut twice);
        Ok((!twice.is_empty()).then_some(twice))
    }

    /// Notes for each row of a share whose id repeats a line where it also stands.
    fn note(&mut self, share: Share, noted: &mut File) -> io::Result<()> {
        let Some(twice) = self.twice(share)? else {
            return Ok(());
        };
        let mut seen = Seen::default();
        let mut row = 0;
        self.numbers.read(|[key, other, exact, line]| {
            let at = At { row, line };
            row += 1;
            let is_twice = share.has(key) && twice.binary_search(&key).is_ok();
            if is_twice {
                seen.take((key, other), exact, at, noted)?;
            }
            Ok(())
        })
    }
}

/// A share of all hashes.
#[derive(Clone, Copy)]
struct Share {
    pass: u64,
    n_passes: u64,
}

impl Share {
    fn has(self, key: u64) -> bool {
        let scaled = u128::from(key) * u128::from(self.n_passes);
        key != NONE && scaled >> 64 == u128::from(self.pass)
    }
}

/// Moves what is there twice from one list to the other, both sorted, each there once.
fn take_twice(keys: &mut Vec<u64>, twice: &mut Vec<u64>) {
    keys.sort_unstable();
    let repeated = keys.windows(2).filter(|pair| pair[0] == pair[1]);
    twice.extend(repeated.map(|pair| pair[0]));
    keys.dedup();
    twice.sort_unstable();
    twice.dedup();
}

/// Where an id stands.
#[derive(Clone, Copy)]
struct At {
    row: u64,
    line: u64,
}

/// Ids of a share that repeat, with where each stands first.
#[derive(Default)]
struct Seen {
    /// By what they are compared by, with what they are exactly.
    alike: HashMap<(u64, u64), (u64, At)>,
    same: HashMap<(u64, u64, u64), At>,
}

impl Seen {
    fn take(&mut self, key: (u64, u64), exact: u64, at: At, noted: &mut File) -> io::Result<()> {
        match self.same.get(&(key.0, key.1, exact)) {
            None => {
                self.same.insert((key.0, key.1, exact), at);
            }
            Some(first) => {
                note(noted, at.row, Some(first.line), None)?;
                note(noted, first.row, Some(at.line), None)?;
            }
        }
        match self.alike.get(&key) {
            None => {
                self.alike.insert(key, (exact, at));
                Ok(())
            }
            Some((known, _)) if *known == exact => Ok(()),
            Some((_, first)) => {
                note(noted, at.row, None, Some(first.line))?;
                note(noted, first.row, None, Some(at.line))
            }
        }
    }
}

/// Bytes that are noted of a row: a line with the same id, and one with an id that is alike; 0 for
/// none.
const NOTE: u64 = 16;

/// Adds to what is noted of a row, unless that is there.
fn note(noted: &mut File, row: u64, same: Option<u64>, alike: Option<u64>) -> io::Result<()> {
    let mut bytes = [0; 16];
    noted.seek(SeekFrom::Start(row * NOTE))?;
    noted.read_exact(&mut bytes)?;
    for (line, place) in [same, alike].into_iter().zip(bytes.chunks_exact_mut(8)) {
        if let Some(line) = line.filter(|_| place.iter().all(|byte| *byte == 0)) {
            place.copy_from_slice(&line.to_le_bytes());
        }
    }
    noted.seek(SeekFrom::Start(row * NOTE))?;
    noted.write_all(&bytes)
}

/// What is in doubt about the ids of rows, one row after the other.
pub(super) struct Repeated {
    noted: BufReader<File>,
}

impl Repeated {
    /// Adds what is in doubt about the next row.
    ///
    /// # Errors
    /// The temporary file cannot be read.
    pub(super) fn next(&mut self, doubts: &mut Vec<Doubt>) -> io::Result<()> {
        let mut line = [0; 8];
        for doubt in [Doubt::Repeated, Doubt::Alike] {
            self.noted.read_exact(&mut line)?;
            let line = u64::from_le_bytes(line);
            if line > 0 {
                doubts.push(doubt(line));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is in doubt about ids that stand on lines 2, 3, …
    fn doubts(ids: &[&str]) -> Vec<Vec<Doubt>> {
        let mut of = Ids::new();
        for (line, id) in (2..).zip(ids) {
            of.push(id, line).unwrap();
        }
        let Some(mut repeated) = of.repeated().unwrap() else {
            return Vec::new();
        };
        let rows = ids.iter().map(|_| {
            let mut doubts = Vec::new();
            repeated.next(&mut doubts).unwrap();
            doubts
        });
        rows.collect()
    }

    #[test]
    fn every_row_of_an_id_that_repeats_names_another() {
        use Doubt::{Alike, Repeated};
        assert_eq!(doubts(&["a", "b", "c"]), [[]; 0]);
        assert_eq!(doubts(&["", "", "b"]), [[]; 0], "that is no id");
        let found = doubts(&["a", "b", "a", "c", "a"]);
        assert_eq!(
            found,
            [
                vec![Repeated(4)],
                vec![],
                vec![Repeated(2)],
                vec![],
                vec![Repeated(2)]
            ]
        );
        let found = doubts(&["Jos\u{e9}", "x", "jose\u{301}", "X", "jose\u{301}"]);
        assert_eq!(
            found,
            [
                vec![Alike(4)],
                vec![Alike(5)],
                vec![Repeated(6), Alike(2)],
                vec![Alike(3)],
                vec![Repeated(4), Alike(2)],
            ]
        );
    }

    #[test]
    fn passes_over_many_find_the_few_that_repeat() {
        let n_rows = SORTED as u64 + TOLD;
        let mut ids = Ids::new();
        for n in 0..n_rows {
            let id = if n == n_rows - 7 { 5 } else { n };
            ids.push(&format!("c{id}"), n + 2).unwrap();
        }
        let mut repeated = ids.repeated().unwrap().unwrap();
        let mut found = Vec::new();
        for n in 0..n_rows {
            let mut doubts = Vec::new();
            repeated.next(&mut doubts).unwrap();
            found.extend(doubts.into_iter().map(|doubt| (n, doubt)));
        }
        let due = [(5, n_rows - 5), (n_rows - 7, 7)];
        assert_eq!(found, due.map(|(row, line)| (row, Doubt::Repeated(line))));
    }

    #[test]
    fn an_id_on_every_row_is_no_burden() {
        let mut keys = vec![7; 100];
        let mut twice = vec![3];
        take_twice(&mut keys, &mut twice);
        assert_eq!((keys, twice), (vec![7], vec![3, 7]));
    }
}

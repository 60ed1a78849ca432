//! What was read of an input and not yet used, in little memory.

use std::io::{self, Read};

use memchr::memchr;

/// How much is read at once.
pub(super) const AT_ONCE: usize = 256 * 1024;

/// A window on an input: it grows where a record needs it to.
pub(super) struct Buffer<R> {
    input: R,
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    is_over: bool,
    n_read: u64,
}

/// Where a line ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// Before the line feed that stands so many bytes on.
    At(usize),
    /// With the input, so many bytes on.
    Input(usize),
    /// Behind more bytes than were asked for.
    Far,
}

impl<R: Read> Buffer<R> {
    pub(super) fn new(input: R, at_once: usize) -> Self {
        Self {
            input,
            bytes: vec![0; at_once],
            start: 0,
            end: 0,
            is_over: false,
            n_read: 0,
        }
    }

    /// What is there.
    pub(super) fn rest(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// Gives up some of it.
    pub(super) fn take(&mut self, n_bytes: usize) {
        self.start += n_bytes;
    }

    /// How many bytes the input gave.
    pub(super) fn n_read(&self) -> u64 {
        self.n_read
    }

    /// Reads on as far as there is room, or to the end.
    pub(super) fn fill(&mut self) -> io::Result<()> {
        while self.end < self.bytes.len() && self.more()? {}
        Ok(())
    }

    /// Reads on; false at the end of the input.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        if self.is_over {
            return Ok(false);
        }
        if self.start > 0 {
            self.bytes.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        if self.end == self.bytes.len() {
            self.bytes.resize(2 * self.end, 0);
        }
        loop {
            match self.input.read(&mut self.bytes[self.end..]) {
                Ok(n_bytes) => {
                    self.end += n_bytes;
                    self.n_read += n_bytes as u64;
                    self.is_over = n_bytes == 0;
                    return Ok(!self.is_over);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Finds the end of the line that begins here, unless it is longer than `most` bytes.
    pub(super) fn line(&mut self, most: usize) -> io::Result<LineEnd> {
        let mut from = 0;
        loop {
            if let Some(at) = memchr(b'\n', &self.rest()[from..]) {
                return Ok(LineEnd::At(from + at));
            }
            from = self.rest().len();
            if from > most {
                return Ok(LineEnd::Far);
            }
            if !self.more()? {
                return Ok(LineEnd::Input(from));
            }
        }
    }

    /// The byte so far on, if the input goes so far.
    pub(super) fn byte(&mut self, at: usize) -> io::Result<Option<u8>> {
        while at >= self.rest().len() {
            if !self.more()? {
                return Ok(None);
            }
        }
        Ok(Some(self.rest()[at]))
    }
}

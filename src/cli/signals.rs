//! Signals. The one door to `signal-hook`, beside that of the terminal's questions.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Lets a limit on the size of files be an error of writing, as a full disk is: the signal that
/// comes with it would end the program half-way and without a word.
#[cfg(unix)]
pub(super) fn outlive_size_limits() {
    // Nobody asks the flag: that the signal is taken is what counts. Where the system does not
    // let it be, the program ends there as it would have.
    let taken = std::sync::Arc::default();
    let _ = signal_hook::flag::register(libc::SIGXFSZ, taken);
}

/// Only Unix has such a signal.
#[cfg(not(unix))]
pub(super) fn outlive_size_limits() {}

/// Long work that leaves nothing behind when somebody ends the program.
#[derive(Debug)]
pub(super) struct Work {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// Files that go when the program is ended now.
    unfinished: Vec<PathBuf>,
    /// What to say then.
    farewell: &'static str,
}

impl Work {
    /// Begins such work. A signal that ends the program lets it end with `code`, after taking
    /// away what is unfinished and saying the farewell.
    ///
    /// # Errors
    /// The system does not let signals be taken.
    pub(super) fn begin(farewell: &'static str, code: u8) -> io::Result<Self> {
        let state = Arc::new(Mutex::new(State {
            unfinished: Vec::new(),
            farewell,
        }));
        #[cfg(unix)]
        unix::watch(Arc::clone(&state), code)?;
        #[cfg(not(unix))]
        let _ = code;
        Ok(Self { state })
    }

    /// Makes a file that goes unless the work is finished: no signal comes between its being made
    /// and its being known.
    pub(super) fn make<T, E>(
        &self,
        begin: impl FnOnce() -> Result<T, E>,
        file: impl FnOnce(&T) -> Option<PathBuf>,
    ) -> Result<T, E> {
        let mut state = lock(&self.state);
        let made = begin()?;
        state.unfinished.extend(file(&made));
        Ok(made)
    }

    /// Does the last thing, which no signal cuts in two; the farewell is then another.
    pub(super) fn finish<T, E>(
        &self,
        farewell: &'static str,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let mut state = lock(&self.state);
        let done = work()?;
        state.unfinished.clear();
        state.farewell = farewell;
        Ok(done)
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
mod unix {
    use std::io::{self, Write as _};
    use std::sync::{Arc, Mutex};

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    use super::{State, lock};

    /// Waits in the background for what ends the program.
    pub(super) fn watch(state: Arc<Mutex<State>>, code: u8) -> io::Result<()> {
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
        std::thread::spawn(move || {
            if signals.forever().next().is_some() {
                let state = lock(&state);
                for file in &state.unfinished {
                    // What is gone already need not be taken away.
                    let _ = std::fs::remove_file(file);
                }
                let _ = writeln!(io::stderr(), "\nerror: {}", state.farewell);
                std::process::exit(i32::from(code));
            }
        });
        Ok(())
    }
}

//! The terminal while questions are asked, and what happens when somebody wants the program to
//! end: what was answered stays, and the terminal is as it was.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is going on when a signal comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Somebody is asked.
    Asking,
    /// The editor has the terminal: an interrupt is meant for it.
    Editing,
    /// Everything is done; the program ends by itself.
    Done,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// What to say to somebody who stops the program now.
    farewell: String,
}

/// Holds the terminal. When it is dropped the terminal is as it was.
#[derive(Debug)]
pub(in crate::cli) struct Guard {
    state: Arc<Mutex<State>>,
    #[cfg(unix)]
    screen: unix::Screen,
}

impl Guard {
    /// Takes the terminal. A signal that ends the program lets it end with `code`, after saying
    /// the farewell.
    ///
    /// # Errors
    /// The terminal does not let itself be set.
    pub(in crate::cli) fn take(farewell: &str, code: u8) -> io::Result<Self> {
        let state = Arc::new(Mutex::new(State {
            phase: Phase::Asking,
            farewell: farewell.to_owned(),
        }));
        #[cfg(unix)]
        let screen = unix::Screen::take()?;
        #[cfg(unix)]
        unix::watch(Arc::clone(&state), screen.clone(), code)?;
        #[cfg(not(unix))]
        let _ = code;
        Ok(Self {
            state,
            #[cfg(unix)]
            screen,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// Does what must not be cut in two, and sets the farewell to what holds afterwards.
    pub(in crate::cli) fn whole<T>(&self, farewell: &str, work: impl FnOnce() -> T) -> T {
        let mut state = self.state();
        let done = work();
        farewell.clone_into(&mut state.farewell);
        done
    }

    /// Does the last thing: once it succeeded nothing stops the program any more.
    pub(in crate::cli) fn finish<T, E>(&self, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let mut state = self.state();
        let done = work()?;
        state.phase = Phase::Done;
        Ok(done)
    }

    /// Lends the terminal, as it was, to another program.
    pub(in crate::cli) fn lend<T>(&self, work: impl FnOnce() -> T) -> T {
        self.state().phase = Phase::Editing;
        #[cfg(unix)]
        self.screen.give_back();
        let done = work();
        #[cfg(unix)]
        self.screen.hold();
        self.state().phase = Phase::Asking;
        done
    }
}

#[cfg(unix)]
impl Drop for Guard {
    fn drop(&mut self) {
        self.screen.give_back();
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
mod unix {
    use std::io::{self, Write as _};
    use std::sync::{Arc, Mutex};
    use std::thread;

    use crossterm::terminal::{Clear, ClearType};
    use crossterm::{cursor, event, execute, style};
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;
    use rustix::termios::{InputModes, LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    use super::{Phase, State, lock};

    /// How the terminal is set, before and while questions are asked.
    #[derive(Debug, Clone)]
    pub(super) struct Screen {
        before: Termios,
        asking: Termios,
    }

    impl Screen {
        pub(super) fn take() -> io::Result<Self> {
            let before = tcgetattr(io::stdin())?;
            let mut asking = before.clone();
            let echo = LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
            asking.local_modes.remove(echo | LocalModes::IEXTEN);
            asking
                .input_modes
                .remove(InputModes::ICRNL | InputModes::IXON);
            let screen = Self { before, asking };
            tcsetattr(io::stdin(), OptionalActions::Now, &screen.asking)?;
            Ok(screen)
        }

        /// Takes the terminal again. A terminal that is gone is noticed by the next question.
        pub(super) fn hold(&self) {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.asking);
        }

        /// Sets the terminal as it was. One that is gone needs nothing.
        pub(super) fn give_back(&self) {
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
        }

        /// The same from the middle of a question: what is drawn of it goes.
        fn break_off(&self) {
            let _ = execute!(
                io::stderr(),
                event::DisableBracketedPaste,
                cursor::Show,
                style::ResetColor,
                Clear(ClearType::FromCursorDown)
            );
            self.give_back();
        }
    }

    /// Waits in the background for what ends the program.
    pub(super) fn watch(state: Arc<Mutex<State>>, screen: Screen, code: u8) -> io::Result<()> {
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
        let (of_hang_up, its_screen) = (Arc::clone(&state), screen.clone());
        thread::spawn(move || {
            for signal in signals.forever() {
                end(&state, &screen, code, signal == SIGINT);
            }
        });
        thread::spawn(move || {
            if waits_for_hang_up() {
                end(&of_hang_up, &its_screen, code, false);
            }
        });
        Ok(())
    }

    /// Waits until the terminal is gone, which only who sits at it is told by a signal; without
    /// that, waiting for a key would go on for ever. False where waiting is not possible.
    fn waits_for_hang_up() -> bool {
        let stdin = io::stdin();
        loop {
            // Nothing is asked for: a terminal that is gone is told all the same.
            let mut waiting = [PollFd::new(&stdin, PollFlags::empty())];
            match poll(&mut waiting, None) {
                Ok(_) => {
                    let told = waiting[0].revents();
                    return told.intersects(PollFlags::HUP | PollFlags::ERR);
                }
                Err(Errno::INTR) => {}
                Err(_) => return false,
            }
        }
    }

    /// Ends the program, unless it ends by itself, or an interrupt is meant for the editor.
    fn end(state: &Mutex<State>, screen: &Screen, code: u8, is_interrupt: bool) {
        let state = lock(state);
        match state.phase {
            Phase::Done => {}
            Phase::Editing if is_interrupt => {}
            Phase::Asking | Phase::Editing => {
                screen.break_off();
                let _ = write!(io::stderr(), "\r\n{}", state.farewell);
                std::process::exit(i32::from(code));
            }
        }
    }
}

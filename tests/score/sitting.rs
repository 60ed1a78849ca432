//! The program on a pseudo-terminal.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rexpect::process::Signal;
use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{InputModes, LocalModes, OutputModes, tcgetattr};

use crate::sandbox::Sandbox;
use crate::support::panelkit;

/// Longer than anything takes on a busy machine, in milliseconds.
const PATIENCE: u64 = 30_000;

const PATIENCE_SPEC: Timespec = Timespec {
    tv_sec: 30,
    tv_nsec: 0,
};

/// How a terminal takes keys and shows text.
pub(super) type Settings = (LocalModes, InputModes, OutputModes);

/// One run of the program at a terminal.
pub(super) struct Sitting(PtySession);

impl Sitting {
    pub(super) fn start(sandbox: &Sandbox, args: &[&str]) -> Self {
        Self::start_on(sandbox, args, &[("TERM", "xterm")])
    }

    pub(super) fn start_on(sandbox: &Sandbox, args: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut command = panelkit();
        command.current_dir(sandbox.path("")).args(args);
        command.env("NO_COLOR", "1");
        command.envs(variables.iter().copied());
        Self(spawn_command(command, Some(PATIENCE)).expect("a terminal can be had"))
    }

    /// Waits for words on the screen; gives what came before them.
    #[track_caller]
    pub(super) fn sees(&mut self, words: &str) -> String {
        // What comes is taken byte by byte for characters.
        let bytes: String = words.bytes().map(char::from).collect();
        match self.0.exp_string(&bytes) {
            Ok(before) => {
                let bytes: Option<Vec<_>> = before.chars().map(|c| u8::try_from(c).ok()).collect();
                String::from_utf8_lossy(&bytes.expect("bytes")).into_owned()
            }
            Err(error) => panic!("no `{words}`: {error}"),
        }
    }

    pub(super) fn types(&mut self, keys: &str) {
        self.0.send(keys).expect("keys can be sent");
        self.0.flush().expect("keys can be sent");
    }

    pub(super) fn signal(&mut self, signal: Signal) {
        self.0.process_mut().signal(signal).expect("it runs");
    }

    /// How the terminal is set now.
    pub(super) fn settings(&self) -> Settings {
        let terminal = self.0.process().get_file_handle().expect("a terminal");
        let found = tcgetattr(&terminal).expect("settings");
        (found.local_modes, found.input_modes, found.output_modes)
    }

    /// How a terminal is set before the program takes it: as a new one, without echo.
    pub(super) fn settings_before(&self) -> Settings {
        let mut settings = self.settings();
        settings.0 |= LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN;
        settings.1 |= InputModes::ICRNL | InputModes::IXON;
        settings.2 |= OutputModes::OPOST;
        settings
    }

    /// Waits for the end and holds it to an exit code.
    #[track_caller]
    pub(super) fn ends(mut self, code: i32) {
        self.wait(code);
    }

    /// The same, and the terminal is set as it was before.
    #[track_caller]
    pub(super) fn ends_with_settings(mut self, code: i32, before: &Settings) {
        self.wait(code);
        assert_eq!(self.settings(), *before);
    }

    #[track_caller]
    fn wait(&mut self, code: i32) {
        let rest = self.0.exp_eof().unwrap_or_default();
        match self.0.process().wait() {
            Ok(WaitStatus::Exited(_, found)) => assert_eq!(found, code, "{rest}"),
            other => panic!("{other:?}: {rest}"),
        }
    }

    /// Ends it without a chance to do anything.
    pub(super) fn kill(mut self) {
        self.signal(Signal::SIGKILL);
        self.0.process().wait().expect("it ends");
    }
}

/// A run at a terminal that is nobody's controlling one: when it goes away, no signal tells.
pub(super) struct Loose {
    terminal: File,
    program: Child,
}

impl Loose {
    pub(super) fn start(sandbox: &Sandbox, args: &[&str]) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let terminal = openpt(flags).expect("a terminal can be had");
        // The program must not hold its own terminal open.
        fcntl_setfd(&terminal, FdFlags::CLOEXEC).expect("a flag");
        grantpt(&terminal).expect("it is ours");
        unlockpt(&terminal).expect("it can be opened");
        let name = ptsname(&terminal, Vec::new()).expect("it has a name");
        let flags = OFlags::RDWR | OFlags::NOCTTY;
        let line = || {
            let end = open(&name, flags, Mode::empty());
            Stdio::from(end.expect("it can be opened"))
        };
        let mut command = panelkit();
        command.current_dir(sandbox.path("")).args(args);
        command.envs([("TERM", "xterm"), ("NO_COLOR", "1")]);
        command.stdin(line()).stdout(line()).stderr(line());
        let program = command.spawn().expect("the program starts");
        let terminal = File::from(terminal);
        Self { terminal, program }
    }

    /// Waits for words on the screen, then types.
    pub(super) fn answers(&mut self, words: &str, keys: &str) {
        let mut seen = Vec::new();
        while !String::from_utf8_lossy(&seen).contains(words) {
            let mut waiting = [PollFd::new(&self.terminal, PollFlags::IN)];
            let n_ready = poll(&mut waiting, Some(&PATIENCE_SPEC)).expect("a wait");
            assert!(
                n_ready > 0,
                "no `{words}`: {}",
                String::from_utf8_lossy(&seen)
            );
            let mut part = [0; 4096];
            let n = self.terminal.read(&mut part).expect("the program writes");
            seen.extend(&part[..n]);
        }
        let typed = self.terminal.write_all(keys.as_bytes());
        typed.expect("keys can be sent");
    }

    /// Takes the terminal away, and holds the program to an exit code.
    pub(super) fn goes_away(self, code: i32) {
        let Self {
            terminal,
            mut program,
        } = self;
        drop(terminal);
        let deadline = Instant::now() + Duration::from_millis(PATIENCE);
        while Instant::now() < deadline {
            if let Some(status) = program.try_wait().expect("it was started") {
                assert_eq!(status.code(), Some(code));
                return;
            }
            thread::sleep(Duration::from_millis(20));
        }
        program.kill().expect("it runs");
        panic!("it runs on without a terminal");
    }
}

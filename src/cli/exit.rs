//! Exit codes, as `sysexits.h` has them, and what happens to a panic.

use std::io::Write as _;
use std::panic;
use std::process::ExitCode;

/// Done.
pub(super) const DONE: u8 = 0;
/// The answer is no.
pub(super) const NO: u8 = 1;
/// The command line could not be understood.
pub(super) const USAGE: u8 = 2;
/// An input is wrong.
pub(super) const DATA: u8 = 65;
/// An input does not exist or cannot be read.
pub(super) const NO_INPUT: u8 = 66;
/// What is needed is not to be had here.
pub(super) const UNAVAILABLE: u8 = 69;
/// A fault of this program.
pub(super) const INTERNAL: u8 = 70;
/// An output cannot be created.
pub(super) const CANT_CREATE: u8 = 73;
/// Reading or writing failed half-way.
pub(super) const IO: u8 = 74;
/// Busy: the same may work in a moment.
pub(super) const BUSY: u8 = 75;
/// Stopped before it was done: the same command goes on from there. `sysexits` has one code for
/// whatever is worth trying again.
pub(super) const UNFINISHED: u8 = BUSY;
/// Refused.
pub(super) const REFUSED: u8 = 77;
/// The workspace file, or a template of the workspace, is wrong.
pub(super) const CONFIG: u8 = 78;

/// Runs the program; a panic is our fault and says so, instead of a stack trace and code 101.
pub(super) fn with_panics_caught(
    program: impl FnOnce() -> ExitCode + panic::UnwindSafe,
) -> ExitCode {
    panic::set_hook(Box::new(|info| {
        // Nothing can be done where even this cannot be written.
        let _ = writeln!(
            std::io::stderr(),
            "error: this is a fault of panelkit: {info}\n  \
             help: please report it with the command and the files that led to it"
        );
    }));
    panic::catch_unwind(program).unwrap_or(ExitCode::from(INTERNAL))
}

//! Signals. The one door to `signal-hook`.

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

//! Randomness from the system. The one door to `getrandom`.

use super::event::Nonce;

/// How many nonces are fetched at once: asking the system for each takes longer than the rest.
const N_AHEAD: usize = 64;

/// Gives nonces, each once.
#[derive(Default)]
pub(super) struct Nonces {
    ahead: Vec<Nonce>,
}

impl Nonces {
    /// A number that was never given before; none where the system has no randomness.
    pub(super) fn next(&mut self) -> Option<Nonce> {
        if self.ahead.is_empty() {
            let mut bytes = [0; N_AHEAD * size_of::<Nonce>()];
            getrandom::fill(&mut bytes).ok()?;
            let (nonces, _) = bytes.as_chunks();
            self.ahead.extend_from_slice(nonces);
        }
        self.ahead.pop()
    }
}

/// A number below `limit`, for waiting times: it need not be good.
pub(super) fn below(limit: u64) -> u64 {
    getrandom::u64().map_or(0, |number| number % limit.max(1))
}

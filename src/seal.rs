//! Sealed cards: a scorecard encrypted to the panel's key, in an envelope that says only whose card
//! it is.
//!
//! The encryption is age's (`age-encryption.org/v1`, X25519), so that `age` and `rage` open a card
//! too. Encrypting and making keys need randomness and are for `cli`.

pub mod envelope;
pub mod key;

pub use envelope::Envelope;
pub use key::{Keys, PublicKey};

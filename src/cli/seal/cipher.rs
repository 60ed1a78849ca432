//! What needs randomness: making keys and encrypting. The door to `age` beside `seal/key.rs`.

use std::io::{self, Write as _};

use age::armor::{ArmoredWriter, Format};
use age::secrecy::ExposeSecret as _;
use age::{Encryptor, Recipient, x25519};

use crate::cli::error::Failure;
use crate::cli::exit;
use crate::seal::PublicKey;

/// A new pair of keys: the content of the key file, as `age-keygen` writes it, and the public key.
pub(in crate::cli) fn new_keys(comment: &str) -> (String, PublicKey) {
    let secret = x25519::Identity::generate();
    let public = PublicKey::from(secret.to_public());
    let secret = secret.to_string();
    let secret = secret.expose_secret();
    let file = format!("# {comment}\n# public key: {public}\n{secret}\n");
    (file, public)
}

/// Encrypts bytes so that the secret key of any of the public ones opens them.
///
/// # Errors
/// There is no key, or the library fails.
pub(in crate::cli) fn encrypt(bytes: &[u8], keys: &[PublicKey]) -> Result<String, Failure> {
    let failed = || Failure::new(exit::INTERNAL, "the card could not be encrypted");
    let recipients = keys.iter().map(|key| key.recipient() as &dyn Recipient);
    let encryptor = Encryptor::with_recipients(recipients).map_err(|_| failed())?;
    let write = || -> io::Result<Vec<u8>> {
        let armor = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor)?;
        let mut writer = encryptor.wrap_output(armor)?;
        writer.write_all(bytes)?;
        writer.finish()?.finish()
    };
    let text = write().ok().and_then(|text| String::from_utf8(text).ok());
    text.ok_or_else(failed)
}

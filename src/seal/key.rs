//! Public keys, key files, and what they open: the door to `age` for all that needs no randomness.

use std::fmt;
use std::io::{self, Read as _};

use age::armor::ArmoredReader;
use age::{DecryptError, Decryptor, Identity, x25519};

/// The line that encrypted text begins with.
pub const BEGIN: &str = "-----BEGIN AGE ENCRYPTED FILE-----";

/// The line that it ends with.
pub const END: &str = "-----END AGE ENCRYPTED FILE-----";

/// What the bytes begin with that encrypted text stands for.
const MAGIC: &[u8] = b"age-encryption.org/";

/// The same in the version that is known.
const KNOWN: &[u8] = b"age-encryption.org/v1\n";

/// Most keys that a card is sealed to.
pub const MOST_KEYS: usize = 100;

/// Most bytes before the encrypted ones: room for [`MOST_KEYS`].
const MAX_HEAD: usize = 16 * 1024;

/// What the line of a secret key starts with.
const SECRET: &str = "AGE-SECRET-KEY-";

/// What the line of a public key starts with.
const PUBLIC: &str = "age1";

/// A key that cards are sealed to; it opens nothing.
#[derive(Debug, Clone)]
pub struct PublicKey(x25519::Recipient);

/// Why a text is no key to seal to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPublic {
    /// It is a secret key.
    Secret,
    /// It is the key of another sort: for SSH, for a device, or against quantum computers.
    OtherSort,
    /// It is cut short, or a letter is wrong.
    Mistyped,
    /// It is something else.
    Other,
}

impl PublicKey {
    /// Reads a key as `age-keygen` prints it, `age1…`.
    ///
    /// # Errors
    /// What it is instead.
    pub fn parse(text: &str) -> Result<Self, NotPublic> {
        let text = text.trim();
        if let Ok(key) = text.parse() {
            return Ok(Self(key));
        }
        let lower = text.to_lowercase();
        Err(if lower.starts_with(&SECRET.to_lowercase()) {
            NotPublic::Secret
        } else if lower.starts_with("ssh-") || is_other_sort(&lower) {
            NotPublic::OtherSort
        } else if lower.starts_with(PUBLIC) {
            NotPublic::Mistyped
        } else {
            NotPublic::Other
        })
    }

    /// For what encrypts.
    pub(crate) fn recipient(&self) -> &x25519::Recipient {
        &self.0
    }
}

/// Whether a key of age names what it is for between its first digits: `age1tag1…`, `age1pq1…`.
fn is_other_sort(lower: &str) -> bool {
    let rest = lower.strip_prefix(PUBLIC).unwrap_or_default();
    // The alphabet of the digits themselves has no 1.
    rest.contains('1')
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, formatter)
    }
}

impl From<x25519::Recipient> for PublicKey {
    fn from(key: x25519::Recipient) -> Self {
        Self(key)
    }
}

impl fmt::Display for NotPublic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Secret => "this is a secret key; cards are sealed to its public one",
            Self::OtherSort => "keys of this sort are not known here",
            Self::Mistyped => "this public key is cut short, or a letter in it is wrong",
            Self::Other => "this is no public key",
        })
    }
}

impl NotPublic {
    /// What to do about it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Secret => {
                "the public key, `age1…`, is in the comment above it in its file; whoever read the \
                 secret key here can open sealed cards: make a new one with `panelkit panel key`"
            }
            Self::OtherSort => "take a key that `panelkit panel key` or `age-keygen` made: `age1…`",
            Self::Mistyped => "copy it again from its key file, all 62 characters",
            Self::Other => {
                "a public key starts with `age1`: `panelkit panel key -o FILE` makes one"
            }
        }
    }
}

/// The secret keys of a key file, any of which opens what was sealed to it.
pub struct Keys(Vec<x25519::Identity>);

impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} secret keys", self.0.len())
    }
}

/// Why a file is no key file. No part of the file is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotKeys {
    /// It holds no key.
    Empty,
    /// It holds a public key in place of a secret one.
    Public,
    /// It is locked with a passphrase.
    Locked,
    /// That line, from 1, is no secret key.
    Line(usize),
}

impl fmt::Display for NotKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("there is no key in it"),
            Self::Public => formatter.write_str("it holds the public key, which opens nothing"),
            Self::Locked => formatter.write_str("it is locked with a passphrase"),
            Self::Line(line) => write!(formatter, "line {line} is not a secret key"),
        }
    }
}

impl NotKeys {
    /// What to do about it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Locked => "unlock it first: age -d -o panel.key LOCKED-FILE",
            _ => {
                "a key file is as `panelkit panel key` or `age-keygen` writes it: lines that start \
                 with AGE-SECRET-KEY-1, and comments"
            }
        }
    }
}

/// Why encrypted text was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unopened {
    /// It is not what age writes.
    NotAge,
    /// It is age's, of a version or sort that is not known here.
    OtherSort,
    /// It was encrypted to other keys.
    OtherKey,
    /// It was damaged or cut short.
    Damaged,
}

impl Keys {
    /// Reads a key file: a secret key a line, comments that start with `#`.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn parse(text: &str) -> Result<Self, NotKeys> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.starts_with(BEGIN) || text.starts_with("age-encryption.org/") {
            return Err(NotKeys::Locked);
        }
        let mut keys = Vec::new();
        for (idx, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.parse() {
                Ok(key) => keys.push(key),
                Err(_) if PublicKey::parse(line).is_ok() => return Err(NotKeys::Public),
                Err(_) => return Err(NotKeys::Line(idx + 1)),
            }
        }
        if keys.is_empty() {
            return Err(NotKeys::Empty);
        }
        Ok(Self(keys))
    }

    /// The public keys that belong to them.
    pub fn public(&self) -> impl Iterator<Item = PublicKey> {
        self.0.iter().map(|key| PublicKey(key.to_public()))
    }

    /// Decrypts a text. What it gives is as it was when it was encrypted, or nothing is given.
    ///
    /// # Errors
    /// Why not.
    pub fn open(&self, text: &str) -> Result<Vec<u8>, Unopened> {
        let binary = unarmored(text)?;
        let decryptor = decryptor(&binary)?;
        let keys = self.0.iter().map(|key| key as &dyn Identity);
        let mut reader = decryptor.decrypt(keys).map_err(|error| unopened(&error))?;
        let mut bytes = Vec::new();
        // The last part says that it is the last: a text that was cut short fails here.
        let read = reader.read_to_end(&mut bytes);
        read.map_err(|_| Unopened::Damaged)?;
        Ok(bytes)
    }
}

/// Checks without a key that a text can be what was encrypted to one. It may be damaged all the
/// same.
///
/// # Errors
/// Why it cannot.
pub fn inspect(text: &str) -> Result<(), Unopened> {
    let binary = unarmored(text)?;
    let decryptor = decryptor(&binary)?;
    if decryptor.is_scrypt() {
        return Err(Unopened::OtherSort);
    }
    Ok(())
}

/// The bytes that a text stands for. Line ends may be of either sort, as mail leaves them.
fn unarmored(text: &str) -> Result<Vec<u8>, Unopened> {
    let text = text.trim().replace("\r\n", "\n");
    if !text.starts_with(BEGIN) {
        return Err(Unopened::NotAge);
    }
    let mut binary = Vec::new();
    let read = ArmoredReader::new(text.as_bytes()).read_to_end(&mut binary);
    read.map_err(|_: io::Error| Unopened::Damaged)?;
    if binary.starts_with(MAGIC) {
        Ok(binary)
    } else {
        Err(Unopened::NotAge)
    }
}

/// Reads the head: what stands before the encrypted bytes.
fn decryptor(binary: &[u8]) -> Result<Decryptor<&[u8]>, Unopened> {
    let failed = |error| match error {
        // A head of the known version that cannot be read is not of another one.
        DecryptError::UnknownFormat if !binary.starts_with(KNOWN) => Unopened::OtherSort,
        _ => Unopened::Damaged,
    };
    // The library takes minutes for a head of megabytes: first it gets no more than a head may have.
    let head = &binary[..binary.len().min(MAX_HEAD)];
    Decryptor::new_buffered(head).map_err(failed)?;
    Decryptor::new_buffered(binary).map_err(failed)
}

fn unopened(error: &DecryptError) -> Unopened {
    match error {
        DecryptError::NoMatchingKeys => Unopened::OtherKey,
        _ => Unopened::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pair of keys that is published with age.
    const SECRET_KEY: &str =
        "AGE-SECRET-KEY-1GQ9778VQXMMJVE8SK7J6VT8UJ4HDQAJUVSFCWCM02D8GEWQ72PVQ2Y5J33";
    const PUBLIC_KEY: &str = "age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa";

    /// What the first implementation of age made of [`PLAIN`]: `age -a -r age1t7…`.
    const BY_AGE: &str = include_str!("../../tests/fixtures/seal/by-age.txt");
    const PLAIN: &[u8] = include_bytes!("../../tests/fixtures/seal/plain.txt");

    fn keys() -> Keys {
        Keys::parse(SECRET_KEY).unwrap()
    }

    #[test]
    fn what_age_wrote_is_opened() {
        assert_eq!(inspect(BY_AGE), Ok(()));
        assert_eq!(keys().open(BY_AGE).as_deref(), Ok(PLAIN));
        let public: Vec<_> = keys().public().map(|key| key.to_string()).collect();
        assert_eq!(public, [PUBLIC_KEY]);
        let mailed = format!("\r\n{}\r\n", BY_AGE.replace('\n', "\r\n"));
        assert_eq!(
            keys().open(&mailed).as_deref(),
            Ok(PLAIN),
            "as mail leaves it"
        );
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let n_bits = BY_AGE.trim_end().len() * 8;
        for bit in 0..n_bits {
            let mut bytes = BY_AGE.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            // The file of a sealed card is UTF-8, or it is not read at all.
            if let Ok(text) = String::from_utf8(bytes) {
                let opened = keys().open(&text);
                assert!(opened.is_err() || text.trim() == BY_AGE.trim(), "bit {bit}");
            }
        }
    }

    #[test]
    fn every_cut_is_noticed() {
        for length in 0..BY_AGE.trim_end().len() {
            assert!(keys().open(&BY_AGE[..length]).is_err(), "{length}");
        }
        let lines: Vec<_> = BY_AGE.lines().collect();
        for idx in 0..lines.len() {
            let mut fewer = lines.clone();
            fewer.remove(idx);
            assert!(
                keys().open(&fewer.join("\n")).is_err(),
                "without line {idx}"
            );
        }
    }

    #[test]
    fn what_cannot_be_opened_is_told_apart() {
        let other = Keys(vec![x25519::Identity::generate()]);
        assert_eq!(other.open(BY_AGE), Err(Unopened::OtherKey));
        for (text, due) in [
            ("", Unopened::NotAge),
            ("a card", Unopened::NotAge),
            (&format!("{BEGIN}\nYWdl\n{END}"), Unopened::NotAge),
            (&format!("{BEGIN}\n{END}"), Unopened::NotAge),
            (&format!("{BEGIN}\n!!!!\n{END}"), Unopened::Damaged),
            // `age-encryption.org/v9` and a line break.
            (
                &format!("{BEGIN}\nYWdlLWVuY3J5cHRpb24ub3JnL3Y5Cg==\n{END}"),
                Unopened::OtherSort,
            ),
            (&format!("{}\nmore", BY_AGE.trim()), Unopened::Damaged),
        ] {
            assert_eq!(keys().open(text), Err(due), "{text}");
            assert_eq!(inspect(text), Err(due), "{text}");
        }
    }

    #[test]
    fn a_head_of_megabytes_is_refused_at_once() {
        use base64::Engine as _;
        use base64::engine::general_purpose::STANDARD;
        let stanza = format!("-> X25519 {}\n{}\n", "A".repeat(43), "B".repeat(43));
        let mac = format!("--- {}\n", "C".repeat(43));
        for head in [
            stanza.repeat(14_000) + &mac,
            stanza.repeat(14_000),
            format!("-> X {}\n\n{mac}", "a ".repeat(700_000)),
            format!(
                "-> X a\n{}\n{mac}",
                format!("{}\n", "A".repeat(64)).repeat(21_000)
            ),
            format!("{stanza}--- {}", "C".repeat(1_400_000)),
        ] {
            let binary = format!("age-encryption.org/v1\n{head}{}", "x".repeat(100));
            let text: Vec<_> = STANDARD.encode(binary).into_bytes();
            let lines: Vec<_> = text.chunks(64).map(String::from_utf8_lossy).collect();
            let text = format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"));
            assert_eq!(inspect(&text), Err(Unopened::Damaged));
            assert_eq!(keys().open(&text), Err(Unopened::Damaged));
        }
    }

    #[test]
    fn as_many_keys_as_are_taken_have_room_in_the_head() {
        let mut keys: Vec<_> = (0..MOST_KEYS)
            .map(|_| x25519::Identity::generate())
            .collect();
        let public: Vec<_> = keys.iter().map(x25519::Identity::to_public).collect();
        let public = public.iter().map(|key| key as &dyn age::Recipient);
        let text = armored(age::Encryptor::with_recipients(public).unwrap());
        let last = Keys(keys.split_off(MOST_KEYS - 1));
        assert_eq!(last.open(&text).as_deref(), Ok(PLAIN));
    }

    fn armored(encryptor: age::Encryptor) -> String {
        use std::io::Write as _;
        let format = age::armor::Format::AsciiArmor;
        let armor = age::armor::ArmoredWriter::wrap_output(Vec::new(), format).unwrap();
        let mut writer = encryptor.wrap_output(armor).unwrap();
        writer.write_all(PLAIN).unwrap();
        String::from_utf8(writer.finish().unwrap().finish().unwrap()).unwrap()
    }

    #[test]
    fn what_was_encrypted_with_a_passphrase_is_another_sort() {
        let passphrase = "correct horse".to_owned().into();
        let mut recipient = age::scrypt::Recipient::new(passphrase);
        recipient.set_work_factor(2);
        let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as _)).unwrap();
        let text = armored(encryptor);
        assert_eq!(inspect(&text), Err(Unopened::OtherSort));
        assert_eq!(Keys::parse(&text).unwrap_err(), NotKeys::Locked);
    }

    #[test]
    fn public_keys_are_told_from_all_else() {
        let cut = &PUBLIC_KEY[..40];
        let wrong = PUBLIC_KEY.replace("t7rx", "t7rz");
        for (text, due) in [
            (SECRET_KEY, NotPublic::Secret),
            ("ssh-ed25519 AAAAC3Nz me@here", NotPublic::OtherSort),
            (
                "age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2yqdj4e",
                NotPublic::OtherSort,
            ),
            (cut, NotPublic::Mistyped),
            (&wrong, NotPublic::Mistyped),
            ("age1", NotPublic::Mistyped),
            ("", NotPublic::Other),
            ("panel.key", NotPublic::Other),
            ("łódź", NotPublic::Other),
        ] {
            assert_eq!(PublicKey::parse(text).err(), Some(due), "{text}");
        }
        let key = PublicKey::parse(&format!(" {PUBLIC_KEY}\n")).unwrap();
        assert_eq!(key.to_string(), PUBLIC_KEY);
    }

    #[test]
    fn key_files_may_have_comments_and_several_keys() {
        let other = x25519::Identity::generate();
        let other = age::secrecy::ExposeSecret::expose_secret(&other.to_string()).to_owned();
        let text = format!("\u{feff}# mine\r\n{SECRET_KEY}\r\n\r\n  {other}  \n# end");
        let keys = Keys::parse(&text).unwrap();
        assert_eq!(keys.public().count(), 2);
        assert_eq!(keys.open(BY_AGE).as_deref(), Ok(PLAIN));
        assert!(!format!("{keys:?}").contains("AGE-SECRET"));
        for (text, due) in [
            ("", NotKeys::Empty),
            ("# only a comment\n", NotKeys::Empty),
            (PUBLIC_KEY, NotKeys::Public),
            ("\n\npanel", NotKeys::Line(3)),
            (&SECRET_KEY[..50], NotKeys::Line(1)),
            (BY_AGE, NotKeys::Locked),
        ] {
            assert_eq!(Keys::parse(text).unwrap_err(), due, "{text}");
        }
    }
}

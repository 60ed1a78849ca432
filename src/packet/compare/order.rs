//! The order of candidates: a shuffled one, always the same.

use crate::text::sha256_hex;

/// What a candidate is sorted by: the SHA-256 of the rubric's id, the level's id and the
/// candidate's, a line each. It depends on nothing that was scored and on nobody else, so whoever
/// joins or leaves moves nobody, and at another level the order is another.
pub(super) fn key(rubric: &str, level: &str, candidate: &str) -> String {
    sha256_hex(format!("{rubric}\n{level}\n{candidate}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_what_sha256sum_prints() {
        // printf 'r\nmid\nada\n' | sha256sum
        let expected = "97ace56eaa68044e738b12c02f8cdfa3f7f5979002660f69422012bd801a8a5d";
        assert_eq!(key("r", "mid", "ada"), expected);
        assert_ne!(key("r", "mid", "ada"), key("r", "senior", "ada"));
    }
}

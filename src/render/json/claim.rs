//! Packets that were written as JSON before: what they say of themselves, and how two differ.

use std::fmt;

use serde_json::Value;

/// How many differences are told; the rest is counted.
const MOST: usize = 10;

/// How much of a value is shown, in characters.
const MOST_SHOWN: usize = 120;

/// What written packets say of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Whose packets they are, by id, in their order.
    pub candidates: Vec<String>,
    /// Where the log stood, as the first of them says.
    pub head: Option<String>,
}

impl Claim {
    /// Reads what [`super::packets`] wrote; none where it is something else.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let document: Value = serde_json::from_slice(bytes).ok()?;
        document.get("format")?.as_u64()?;
        let packets = document.get("packets")?.as_array()?;
        let id = |packet: &Value| Some(packet.get("candidate")?.get("id")?.as_str()?.to_owned());
        let candidates: Option<Vec<_>> = packets.iter().map(id).collect();
        let head = packets.first().and_then(|packet| packet.get("head"));
        Some(Self {
            candidates: candidates.filter(|all| !all.is_empty())?,
            head: head.and_then(Value::as_str).map(str::to_owned),
        })
    }
}

/// A place where two documents differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The place, such as `packets[0].fair.value`.
    pub path: String,
    /// What stands there, as JSON; none where nothing does.
    pub given: Option<String>,
    /// What should.
    pub due: Option<String>,
}

/// The first places where two documents differ, in the order of their names, and how many there
/// are. None where one of them is no JSON.
#[must_use]
pub fn differences(given: &[u8], due: &[u8]) -> Option<(Vec<Difference>, usize)> {
    let given = serde_json::from_slice(given).ok()?;
    let due = serde_json::from_slice(due).ok()?;
    let mut found = Found::default();
    found.compare(&mut String::new(), Some(&given), Some(&due));
    Some((found.first, found.n))
}

#[derive(Default)]
struct Found {
    first: Vec<Difference>,
    n: usize,
}

impl Found {
    fn compare(&mut self, path: &mut String, given: Option<&Value>, due: Option<&Value>) {
        match (given, due) {
            (Some(Value::Object(given)), Some(Value::Object(due))) => {
                let mut names: Vec<_> = given.keys().chain(due.keys()).collect();
                names.sort_unstable();
                names.dedup();
                for name in names {
                    let dot = if path.is_empty() { "" } else { "." };
                    let part = format!("{dot}{name}");
                    self.below(path, &part, given.get(name), due.get(name));
                }
            }
            (Some(Value::Array(given)), Some(Value::Array(due))) => {
                for at in 0..given.len().max(due.len()) {
                    self.below(path, &format!("[{at}]"), given.get(at), due.get(at));
                }
            }
            _ if given == due => {}
            _ => self.tell(path, given, due),
        }
    }

    fn below(&mut self, path: &mut String, part: &str, given: Option<&Value>, due: Option<&Value>) {
        let length = path.len();
        path.push_str(part);
        self.compare(path, given, due);
        path.truncate(length);
    }

    fn tell(&mut self, path: &str, given: Option<&Value>, due: Option<&Value>) {
        self.n += 1;
        if self.first.len() < MOST {
            self.first.push(Difference {
                path: path.to_owned(),
                given: given.map(shown),
                due: due.map(shown),
            });
        }
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or = |value: &Option<String>| value.clone().unwrap_or_else(|| "(nothing)".to_owned());
        let (given, due) = (or(&self.given), or(&self.due));
        write!(formatter, "{}: {given}, and it should be {due}", self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_packet_claims_nothing() {
        let sound = r#"{"format":1,"packets":[{"candidate":{"id":"ada"},"head":"3:ab"},
            {"candidate":{"id":"bob"},"head":"4:ab"}]}"#;
        let claim = Claim::read(sound.as_bytes()).unwrap();
        assert_eq!(claim.candidates, ["ada", "bob"]);
        assert_eq!(claim.head.as_deref(), Some("3:ab"));
        for other in [
            "",
            "[]",
            "null",
            r#"{"format":1,"packets":[]}"#,
            r#"{"packets":[{"candidate":{"id":"ada"}}]}"#,
            r#"{"format":1,"packets":[{"candidate":"ada"}]}"#,
            r#"{"format":1,"packets":[{"candidate":{"id":7}}]}"#,
            r#"{"format":1,"packets":{"candidate":{"id":"ada"}}}"#,
            &"[".repeat(100_000),
        ] {
            assert_eq!(Claim::read(other.as_bytes()), None, "{other:.60}");
        }
    }

    #[test]
    fn differences_are_named_by_their_place() {
        let given = r#"{"a":[1,{"b":"x"},3],"c":null,"e":1.5}"#;
        let due = r#"{"a":[1,{"b":"y"}],"d":true,"c":null,"e":1.5}"#;
        let (first, n) = differences(given.as_bytes(), due.as_bytes()).unwrap();
        let lines: Vec<_> = first.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "a[1].b: \"x\", and it should be \"y\"",
                "a[2]: 3, and it should be (nothing)",
                "d: (nothing), and it should be true"
            ]
        );
        assert_eq!(n, 3);
        let long = format!("[{}\"{}\"]", "1,".repeat(40), "ł".repeat(500));
        let (first, n) = differences(long.as_bytes(), b"[]").unwrap();
        assert_eq!((first.len(), n), (MOST, 41));
        assert_eq!(
            differences(given.as_bytes(), given.as_bytes()),
            Some((vec![], 0))
        );
        assert_eq!(differences(b"x", b"[]"), None);
    }
}

//! What a cell looks like, where a column's name does not tell that it says whose it is.

/// What a whole cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// An e-mail address.
    Mail,
    /// A phone number.
    Phone,
    /// A link: a photo, a profile or a page of one's own.
    Link,
    /// A postal address.
    Address,
}

impl Look {
    /// Many of them, in a sentence.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "e-mail addresses",
            Self::Phone => "phone numbers",
            Self::Link => "links",
            Self::Address => "postal addresses",
        }
    }
}

/// Sites of which a link is somebody's profile or picture.
const PROFILES: &[&str] = &[
    "linkedin.com",
    "xing.com",
    "github.com",
    "gitlab.com",
    "facebook.com",
    "instagram.com",
    "twitter.com",
    "x.com",
    "gravatar.com",
    "t.me",
    "wa.me",
    "medium.com",
    "behance.net",
    "dribbble.com",
    "about.me",
    "stackoverflow.com",
    "kaggle.com",
    "vk.com",
    "weibo.com",
    "orcid.org",
];

/// What pictures' names end in.
const PICTURES: &[&str] = &[
    ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".bmp", ".svg",
];

/// Words of streets, at the end of a word or by themselves.
const STREETS: &[&str] = &[
    "street",
    "st.",
    "st",
    "road",
    "rd",
    "rd.",
    "avenue",
    "ave",
    "ave.",
    "lane",
    "drive",
    "boulevard",
    "blvd",
    "square",
    "straße",
    "strasse",
    "str.",
    "str",
    "weg",
    "platz",
    "allee",
    "gasse",
    "rue",
    "via",
    "viale",
    "piazza",
    "calle",
    "avenida",
    "plaza",
    "rua",
    "ulica",
    "ul.",
    "al.",
    "laan",
    "straat",
    "gatan",
    "vägen",
    "gade",
    "vej",
    "utca",
    "cadde",
    "sokak",
    "улица",
    "ул.",
    "đường",
    "phố",
    "路",
    "街",
    "丁目",
    "شارع",
];

/// What a cell looks like as a whole; none where it is nothing of the kind.
#[must_use]
pub fn look(cell: &str) -> Option<Look> {
    let cell = cell.trim();
    if is_mail(cell) {
        Some(Look::Mail)
    } else if is_phone(cell) {
        Some(Look::Phone)
    } else if is_link(cell) {
        Some(Look::Link)
    } else if is_address(cell) {
        Some(Look::Address)
    } else {
        None
    }
}

/// Whether a word is an e-mail address.
#[must_use]
pub fn is_mail(word: &str) -> bool {
    let Some((who, site)) = word.split_once('@') else {
        return false;
    };
    let is_one = !word.contains(char::is_whitespace) && !site.contains('@');
    let has_end = site.rsplit_once('.').is_some_and(|(before, end)| {
        !before.is_empty() && end.chars().count() > 1 && end.chars().all(char::is_alphanumeric)
    });
    is_one && !who.is_empty() && has_end
}

/// Whether a word links to somebody's profile or to a picture.
#[must_use]
pub fn is_profile(word: &str) -> bool {
    let word = word.to_lowercase();
    let rest = word
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let rest = rest.trim_start_matches("www.");
    let site = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let of = |known: &str| site == known || site.ends_with(&format!(".{known}"));
    let is_longer = rest.len() > site.len() + 1;
    let is_picture = is_link(&word) && PICTURES.iter().any(|end| rest.ends_with(end));
    (is_longer && PROFILES.iter().any(|known| of(known))) || is_picture
}

fn is_link(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let begins = ["http://", "https://", "www.", "ftp://"];
    let is_one = !cell.is_empty() && !cell.contains(char::is_whitespace);
    is_one && (begins.iter().any(|start| lower.starts_with(start)) || is_bare_profile(&lower))
}

fn is_bare_profile(lower: &str) -> bool {
    let mut known = PROFILES.iter();
    known.any(|site| lower.starts_with(&format!("{site}/")))
}

/// Seven digits or more with what stands between the digits of phone numbers, and a plus, a zero or
/// something between them: a date and a plain count are none.
#[must_use]
pub fn is_phone(cell: &str) -> bool {
    let is_part = |c: char| c.is_numeric() || " +-()./\u{a0}\u{2011}".contains(c);
    let n_digits = cell.chars().filter(|c| c.is_numeric()).count();
    let has_between = cell.chars().any(|c| " -()/\u{a0}\u{2011}".contains(c));
    let begins = cell.starts_with(['+', '0', '(', '＋', '٠', '۰']);
    let is_fit = cell.chars().all(is_part) && (7..=15).contains(&n_digits);
    is_fit && (begins || has_between) && !is_date(cell)
}

fn is_date(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split(['-', '/', '.', ' ']).collect();
    let is_number = |part: &&str| part.chars().all(|c| c.is_ascii_digit()) && !part.is_empty();
    let is_year =
        |part: &&str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    (2..=3).contains(&parts.len()) && parts.iter().all(is_number) && parts.iter().any(is_year)
}

fn is_address(cell: &str) -> bool {
    let has_number = cell.chars().any(char::is_numeric);
    if !has_number || cell.chars().count() > 160 {
        return false;
    }
    let lower = cell.to_lowercase();
    let mut words = lower
        .split([' ', ',', '\n', ';'])
        .filter(|word| !word.is_empty());
    words.any(|word| {
        STREETS.iter().any(|street| {
            let is_long = street.chars().count() > 4 || street.chars().all(|c| c > '\u{2fff}');
            word == *street || (is_long && word.ends_with(street) && word.len() > street.len())
        })
    }) && lower.split_whitespace().count() <= 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_reach_somebody_are_seen_for_what_they_are() {
        for (cells, expected) in [
            (
                &["ada@example.com", "łucja.żółć+jobs@mail.example.pl"][..],
                Look::Mail,
            ),
            (
                &[
                    "+49 30 1234567",
                    "(020) 7946 0958",
                    "555-010-9999",
                    "0812345678",
                    "+1.202.555.0101",
                ][..],
                Look::Phone,
            ),
            (
                &[
                    "https://www.linkedin.com/in/ada",
                    "linkedin.com/in/ada",
                    "http://x.example/me.jpg",
                    "www.ada.example",
                ][..],
                Look::Link,
            ),
            (
                &[
                    "12 Baker Street, London",
                    "Hauptstraße 5, 10115 Berlin",
                    "5 rue de la Paix",
                    "ul. Długa 7",
                    "东京路12号 路",
                ][..],
                Look::Address,
            ),
        ] {
            for cell in cells {
                assert_eq!(look(cell), Some(expected), "{cell}");
            }
        }
    }

    #[test]
    fn answers_are_not() {
        for cell in [
            "yes",
            "12",
            "2024-01-31",
            "31.01.2024",
            "2019 2021",
            "120000",
            "3",
            "1,500",
            "I was on the road 5 years and built a service in the street next to it, which then took 40 requests",
            "Reads mail @ work",
            "5 years",
            "C++",
            "",
            "Grafana, Prometheus 2.0",
            "10.5",
            "2019-2021",
        ] {
            assert_eq!(look(cell), None, "{cell}");
        }
    }

    #[test]
    fn profiles_and_pictures_are_told_from_other_pages() {
        for word in [
            "https://github.com/ada",
            "linkedin.com/in/ada",
            "https://cdn.example/ada.PNG",
        ] {
            assert!(is_profile(word), "{word}");
        }
        for word in [
            "https://example.com/paper",
            "github.com",
            "ada.png",
            "https://notgithub.com/ada",
        ] {
            assert!(!is_profile(word), "{word}");
        }
    }
}

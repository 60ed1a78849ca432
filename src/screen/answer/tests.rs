use super::*;
use crate::text::Text;
use proptest::prelude::*;

fn words(words: &[&str]) -> Vec<Text> {
    words.iter().map(|word| Text::from(*word)).collect()
}

fn yes() -> Question {
    let accept = words(&["yes"]);
    Question::of(&Answer::YesNo { accept })
}

fn number(min: Option<f64>, max: Option<f64>) -> Question {
    Question::of(&Answer::Number { min, max })
}

fn choice(accept: &[&str]) -> Question {
    let accept = words(accept);
    Question::of(&Answer::Choice { accept })
}

fn kind(question: &Question, cell: &str) -> Option<Kind> {
    match question.hear(cell) {
        Said::Unclear(unclear) => {
            assert!(!unclear.why.is_empty() && !unclear.why.ends_with('.'));
            Some(unclear.kind)
        }
        _ => None,
    }
}

fn check_kinds(question: &Question, cases: &[(Kind, &[&str])]) {
    let mut wrong = Vec::new();
    for (expected, cells) in cases {
        for cell in *cells {
            let found = kind(question, cell);
            if found != Some(*expected) {
                wrong.push(format!("{cell:?}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn yes_and_no_are_a_few_words_in_any_case() {
    for cell in [
        "yes",
        "YES",
        " Yes ",
        "y",
        "Y",
        "true",
        "TRUE",
        "\u{a0}yes\u{a0}",
    ] {
        assert_eq!(yes().hear(cell), Said::Passed, "{cell:?}");
    }
    for cell in ["no", "NO", "No\t", "n", "N", "false", "FALSE"] {
        assert_eq!(yes().hear(cell), Said::Failed, "{cell:?}");
    }
    let either = Question::of(&Answer::YesNo {
        accept: words(&["yes", "no"]),
    });
    assert_eq!(either.hear("no"), Said::Passed);
}

#[test]
fn everything_else_is_neither_yes_nor_no() {
    let cases: &[(Kind, &[&str])] = &[
        (Kind::Empty, &["", "  ", "\u{a0}", "\u{3000}\t"]),
        (
            Kind::StandIn,
            &[
                "N/A", "n/a", "-", "---", "none", "NULL", "?", "???", "tbd", "(blank)", "—", "…",
            ],
        ),
        (
            Kind::SheetError,
            &["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "####"],
        ),
        (
            Kind::Hidden,
            &[
                "\u{200b}",
                "ye\u{200b}s",
                "\u{feff}yes",
                "yes\0",
                "y\u{ad}es",
                "\u{202e}sey",
                "\x1b[31myes",
            ],
        ),
        (Kind::LookAlike, &["уеs", "YЕS", "ｙｅｓ", "у", "nо"]),
        (Kind::Number, &["1", "0", "5", "1.5", "٣", "-1"]),
        (Kind::Mark, &["x", "X", "✓", "✗", "👍", "!"]),
        (Kind::Several, &["yes/no", "yes and no", "Y/N", "yes, no"]),
        (
            Kind::Longer,
            &[
                "yes, but not alone",
                "no experience",
                "Yes (2019)",
                "not yet, so no",
                "yes\nno",
            ],
        ),
        (
            Kind::Near,
            &["yes.", "yess", "'yes'", "yés", "ye s", "flase", "y."],
        ),
        (
            Kind::Other,
            &["ja", "oui", "да", "نعم", "はい", "maybe", "Łucja", "si"],
        ),
    ];
    check_kinds(&yes(), cases);
}

#[test]
fn plain_numbers_are_compared_with_bounds_that_pass() {
    let three = number(Some(3.0), Some(8.5));
    for cell in [
        "3", "3.0", "3.00", "03", " 8.5 ", "8.50", "5", "4.25", "007",
    ] {
        assert_eq!(three.hear(cell), Said::Passed, "{cell:?}");
    }
    for cell in [
        "2", "2.99", "-3", "0", "8.51", "9", "100", "-0", "0.125", "1234.567",
    ] {
        assert_eq!(three.hear(cell), Said::Failed, "{cell:?}");
    }
    let tenth = number(Some(0.1), None);
    assert_eq!(tenth.hear("0.1"), Said::Passed);
    assert_eq!(tenth.hear("0.09999999999999"), Said::Failed);
    assert_eq!(number(None, Some(0.3)).hear("0.3"), Said::Passed);
}

#[test]
fn what_may_be_another_number_is_not_taken() {
    let cases: &[(Kind, &[&str])] = &[
        (Kind::Empty, &["", " ", "\u{a0}"]),
        (
            Kind::StandIn,
            &["N/A", "-", "none", "?", "tbd", "null", "unknown"],
        ),
        (Kind::SheetError, &["#N/A", "#REF!", "#######"]),
        (
            Kind::Hidden,
            &["5\u{200b}", "\u{200e}5", "5\u{fe0f}\u{20e3}", "5\0"],
        ),
        (Kind::Comma, &["1,5", "1,500", "-1,5", "12,345"]),
        (
            Kind::Grouped,
            &[
                "1 500",
                "1\u{a0}500",
                "1\u{202f}500",
                "1'500",
                "1’500",
                "1_500",
                "1.500",
                "12.345",
                "-1.500",
                "1.234.567",
                "1,234,567",
                "1.500,00",
                "1,500.00",
                "3 5",
            ],
        ),
        (
            Kind::Unit,
            &[
                "5 years", "5y", "5 ans", "3yrs", "2 лет", "5k", "0x10", "10M",
            ],
        ),
        (
            Kind::About,
            &[
                "5+",
                "~4",
                ">3",
                "<3",
                "≥3",
                "about 5",
                "ca. 4",
                "3 or more",
                "at least 3",
                "5 plus",
                "max 3",
                "5 years+",
            ],
        ),
        (
            Kind::Range,
            &[
                "3-5",
                "3–5",
                "3 to 5",
                "3..5",
                "3 - 5 years",
                "2019-2021",
                "2 or 3",
                "between 3 and 5",
            ],
        ),
        (Kind::Exponent, &["1e3", "1E3", "1.2E+05", "5e-1"]),
    ];
    check_kinds(&number(Some(0.0), None), cases);
}

#[test]
fn what_is_no_plain_number_is_told_by_its_kind() {
    let cases: &[(Kind, &[&str])] = &[
        (
            Kind::Words,
            &["three years", "five", "trois", "三", "many", "Łucja", "yes"],
        ),
        (
            Kind::NotFinite,
            &["inf", "-inf", "NaN", "Infinity", "∞", "+INF"],
        ),
        (Kind::Fraction, &["½", "1½", "2 ⅓", "1/2", "3/4", "1 1/2"]),
        (Kind::Percent, &["50%", "50 %", "5 percent", "50％"]),
        (
            Kind::Currency,
            &["$50", "50 €", "EUR 500", "50.000 PLN", "₹5"],
        ),
        (Kind::OtherDigits, &["５", "٣", "१२", "²", "③", "Ⅳ", "1٣"]),
        (
            Kind::LookAlike,
            &["1O", "l0", "I5", "5О", "2l", "O", "1o.5"],
        ),
        (
            Kind::Date,
            &[
                "05.Mar",
                "05. Mär",
                "Mar-05",
                "3-May",
                "2024-03-05",
                "03/04/2024",
                "5.3.24",
                "05.03.2024",
                "2024-03-05T10:00:00Z",
                "12:30",
                "20240305",
                "05.03",
                "2024 03 05",
                "5 March 2024",
            ],
        ),
        (
            Kind::TooLong,
            &[
                "1234567890123456",
                "0.1234567890123456",
                "99999999999999999999999999",
            ],
        ),
        (
            Kind::Sign,
            &["+5", "−5", "–5", "- 5", "(5)", ".5", "5.", "--5"],
        ),
    ];
    check_kinds(&number(Some(0.0), None), cases);
}

#[test]
fn a_choice_passes_in_any_case_and_form_and_fails_where_it_is_another_word() {
    let place = choice(&["München", "Remote", "none", "Full-time"]);
    for cell in [
        "München",
        "MÜNCHEN",
        "Mu\u{308}nchen",
        " remote",
        "None",
        "full-time",
    ] {
        assert_eq!(place.hear(cell), Said::Passed, "{cell:?}");
    }
    for cell in ["Berlin", "李雷", "no", "C++", "on site", "42"] {
        assert_eq!(place.hear(cell), Said::Failed, "{cell:?}");
    }
}

#[test]
fn what_is_nearly_an_accepted_word_neither_passes_nor_fails() {
    let place = choice(&["München", "Remote", "B2", "Łódź", "Full-time"]);
    let long = "x".repeat(500);
    let cases: &[(Kind, &[&str])] = &[
        (Kind::Empty, &[""]),
        (Kind::StandIn, &["n/a", "none", "[none]"]),
        (
            Kind::Near,
            &[
                "Munchen",
                "Remot",
                "remoet",
                "B-2",
                "full time",
                "Lodz",
                "Remote.",
                "\"remote\"",
            ],
        ),
        (Kind::LookAlike, &["Rеmotе", "ｒｅｍｏｔｅ", "В2"]),
        (Kind::Hidden, &["Rem\u{200b}ote", "\u{2060}B2"]),
        (
            Kind::Several,
            &[
                "Remote, Berlin",
                "Berlin, Paris",
                "B2/C1",
                "not remote",
                "Berlin and Bonn",
                "I live in München now",
            ],
        ),
        (Kind::Longer, &[&long, "Berlin\nBonn"]),
    ];
    check_kinds(&place, cases);
}

#[test]
fn any_text_is_a_text() {
    let text = Question::TextPresent;
    for cell in [
        "https://example.com",
        "no",
        "0",
        "x",
        "李雷",
        "=1+1",
        "a\u{200b}b",
    ] {
        assert_eq!(text.hear(cell), Said::Passed, "{cell:?}");
    }
    for cell in ["", "  ", "\u{a0}"] {
        assert_eq!(text.hear(cell), Said::Failed, "{cell:?}");
    }
    check_kinds(
        &text,
        &[
            (Kind::StandIn, &["N/A", "-", "tbd"]),
            (Kind::SheetError, &["#REF!"]),
            (Kind::Hidden, &["\u{200b}", "\u{200b} \u{2060}"]),
        ],
    );
}

#[test]
fn a_reason_shows_what_it_quotes() {
    let all = [
        yes(),
        number(Some(1.0), None),
        choice(&["a\u{202e}b", "Remote"]),
    ];
    for question in &all {
        for cell in [
            "a\u{202e}",
            "\x1b[31m5",
            "5 \u{202e}x",
            "not a\u{202e}b",
            "yes \x07",
        ] {
            if let Said::Unclear(Unclear { why, .. }) = question.hear(cell) {
                assert_eq!(crate::text::visible(&why), why, "{cell:?}");
            }
        }
    }
}

/// Cells of all kinds: any text, and pieces of answers put together.
fn cells() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "yes",
        "no",
        "5",
        "1",
        "0",
        ".",
        ",",
        "-",
        " ",
        "\u{a0}",
        "\u{200b}",
        "e",
        "+",
        "/",
        "%",
        "O",
        "l",
        "٣",
        "½",
        "Mar",
        "N/A",
        "#",
        "(",
        ")",
        "\"",
        "remote",
        "é",
        "e\u{301}",
        "ß",
        "İ",
        "\n",
        "\0",
        "李",
        "👩\u{200d}💻",
        "'",
        ":",
        "t",
    ]);
    let pieces = prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat());
    prop_oneof![any::<String>(), pieces]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_cell_is_heard(cell in cells()) {
        let all = [
            yes(),
            number(Some(1.5), Some(1e9)),
            choice(&["remote", "B2", "é", "ß", "İ"]),
            Question::TextPresent,
        ];
        for question in &all {
            if let Said::Unclear(Unclear { why, .. }) = question.hear(&cell) {
                prop_assert!(!why.is_empty());
                let seen = crate::text::visible_line(&why).into_owned();
                prop_assert_eq!(seen, why);
            }
        }
    }

    /// Bounds a hair over and under a number that is taken tell its exact value.
    #[test]
    fn a_number_that_is_taken_is_its_decimal_value(cell in cells()) {
        if let Ok(number) = number::plain(cell.trim()) {
            let value: f64 = cell.trim().parse().unwrap();
            prop_assert!(Bounds::of(Some(value), Some(value)).include(number), "{}", cell);
            prop_assert!(!Bounds::of(Some(value.next_up()), None).include(number), "{}", cell);
            prop_assert!(!Bounds::of(None, Some(value.next_down())).include(number), "{}", cell);
        }
    }

    #[test]
    fn written_numbers_are_taken_at_their_value(n in -99_999_i64..99_999, cents in 0_u8..100) {
        let written = format!("{n}.{cents:02}");
        let value: f64 = written.parse().unwrap();
        let exactly = number(Some(value), Some(value));
        prop_assert_eq!(exactly.hear(&written), Said::Passed);
        prop_assert_eq!(number(Some(value.next_up()), None).hear(&written), Said::Failed);
    }
}

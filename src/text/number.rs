//! Numbers as people read them.

/// `1 error`, `2 errors`.
#[must_use]
pub fn counted(n: usize, noun: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {noun}{plural}")
}

/// A count as a number to calculate with.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of things read stay far under 2^52"
)]
pub fn count(n: usize) -> f64 {
    n as f64
}

/// One count in terms of another, which must not be 0.
#[must_use]
pub fn ratio(part: usize, whole: usize) -> f64 {
    count(part) / count(whole)
}

/// A number with at most two decimals and no trailing zeros.
#[must_use]
pub fn plain(n: f64) -> String {
    trimmed(n, 2)
}

/// A number with at most so many decimals and no trailing zeros.
#[must_use]
pub fn trimmed(n: f64, places: usize) -> String {
    let shown = format!("{n:.places$}");
    let shown = if places > 0 {
        shown.trim_end_matches('0').trim_end_matches('.')
    } else {
        &shown
    };
    match shown {
        "-0" => "0".to_owned(),
        shown => shown.to_owned(),
    }
}

/// A number with fixed decimals and a true minus; what rounds to zero has no sign.
#[must_use]
pub fn fixed(x: f64, places: u8) -> String {
    let digits = format!("{:.*}", usize::from(places), x.abs());
    let is_zero = digits.bytes().all(|b| b == b'0' || b == b'.');
    if x < 0.0 && !is_zero {
        format!("−{digits}")
    } else {
        digits
    }
}

/// A number with at most two decimals and a comma between thousands: `143,000`.
#[must_use]
pub fn grouped(n: f64) -> String {
    let shown = plain(n);
    let whole_end = shown.find('.').unwrap_or(shown.len());
    let mut out = String::new();
    for (idx, c) in shown.char_indices() {
        let left = whole_end.saturating_sub(idx);
        if idx > 0 && left > 0 && left % 3 == 0 && out != "-" {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A share in percent. One that is not whole is never rounded up to 100 or down to 0.
#[must_use]
pub fn percent(share: f64) -> String {
    let shown = format!("{:.0}", share * 100.0);
    match shown.as_str() {
        "100" if share < 1.0 => "over 99 %".to_owned(),
        "0" if share > 0.0 => "under 1 %".to_owned(),
        "-0" => "0 %".to_owned(),
        _ => format!("{shown} %"),
    }
}

/// A probability in percent; one is never certain.
#[must_use]
pub fn chance(probability: f64) -> String {
    if probability > 0.99 {
        "over 99 %".to_owned()
    } else if probability < 0.01 {
        "under 1 %".to_owned()
    } else {
        percent(probability)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_chances_never_claim_certainty() {
        assert_eq!(percent(1.0), "100 %");
        assert_eq!(percent(0.998), "over 99 %");
        assert_eq!(percent(0.001), "under 1 %");
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(-0.0), "0 %");
        assert_eq!(chance(1.0), "over 99 %");
        assert_eq!(chance(0.004), "under 1 %");
        assert_eq!(chance(0.5), "50 %");
    }

    #[test]
    fn numbers_are_plain() {
        assert_eq!(plain(2.50), "2.5");
        assert_eq!(plain(3.0), "3");
        assert_eq!(plain(-0.001), "0");
        let grouped = [0.5, 999.0, -123.0, 1000.0, 143_000.25, -1_234_567.0].map(grouped);
        assert_eq!(
            grouped,
            ["0.5", "999", "-123", "1,000", "143,000.25", "-1,234,567"]
        );
    }
}

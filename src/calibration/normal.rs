//! The standard normal distribution and what rests on it.

use statrs::function::erf::{erf_inv, erfc};

/// The quantile for a probability over 0 and under 1, such as 1.645 for 0.95; infinite at 0 and 1.
#[must_use]
pub fn quantile(probability: f64) -> f64 {
    std::f64::consts::SQRT_2 * erf_inv(2.0 * probability - 1.0)
}

/// How many standard errors an interval reaches to each side, such as 1.645 for a confidence of
/// 0.9.
#[must_use]
pub fn reach(confidence: f64) -> f64 {
    quantile(f64::midpoint(1.0, confidence))
}

/// `P(Z > z)`.
#[must_use]
pub fn above(z: f64) -> f64 {
    0.5 * erfc(z / std::f64::consts::SQRT_2)
}

/// `P(|Z| > |z|)`.
#[must_use]
pub fn beyond(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `qnorm` and `pnorm` of R 4.2.2.
    #[test]
    fn quantiles_and_tails_are_those_of_r() {
        for (probability, expected) in [
            (0.5, 0.0),
            (0.95, 1.644_853_626_951_472_7),
            (0.001, -3.090_232_306_167_813_5),
        ] {
            assert!((quantile(probability) - expected).abs() < 1e-9);
        }
        assert!((reach(0.95) - 1.959_963_984_540_054).abs() < 1e-9);
        assert!((above(2.0) - 0.022_750_131_948_179_2).abs() < 1e-10);
        assert!((above(-2.0) - 0.977_249_868_051_820_8).abs() < 1e-10);
        assert!((beyond(-6.0) / 1.973_175_290_075_396e-9 - 1.0).abs() < 1e-6);
    }
}

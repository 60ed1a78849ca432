//! Quantiles of the F distribution.

use statrs::function::beta::beta_reg;

use crate::calibration::normal;

/// Above so many degrees of freedom on both sides the continued fraction of the incomplete beta
/// function needs more terms than are computed; there the approximation is exact to many digits.
const MANY: f64 = 4_000.0;

/// The quantile of F with these degrees of freedom (over 0, need not be whole) for an upper
/// probability such as .975; accurate to at least six digits. None where it is not finite.
///
/// By bisection on the logarithm, since the library's own inverse may not end with many degrees
/// of freedom.
pub(super) fn f_quantile(df_top: f64, df_bottom: f64, probability: f64) -> Option<f64> {
    let proper = |df: f64| df.is_finite() && df > 0.0;
    if !proper(df_top) || !proper(df_bottom) || !(0.0..1.0).contains(&probability) {
        return None;
    }
    let found = if df_top.min(df_bottom) > MANY {
        approximate(df_top, df_bottom, probability)
    } else {
        bisect(df_top, df_bottom, probability)
    };
    Some(found).filter(|f| f.is_finite() && *f > 0.0)
}

fn bisect(df_top: f64, df_bottom: f64, probability: f64) -> f64 {
    let (mut low, mut high) = (-700.0_f64, 700.0_f64);
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if cumulated(middle.exp(), df_top, df_bottom) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    // At the end of the range it was not found.
    if high >= 699.0 {
        return f64::INFINITY;
    }
    f64::midpoint(low, high).exp()
}

/// P(F ≤ f).
fn cumulated(f: f64, df_top: f64, df_bottom: f64) -> f64 {
    let scaled = df_top * f / df_bottom;
    // Of the two forms the one whose argument keeps its digits.
    if scaled < 1.0 {
        beta_reg(df_top / 2.0, df_bottom / 2.0, scaled / (1.0 + scaled))
    } else {
        1.0 - beta_reg(df_bottom / 2.0, df_top / 2.0, 1.0 / (1.0 + scaled))
    }
}

/// Carter (1947), *Approximation to percentage points of the z-distribution*; as in Abramowitz &
/// Stegun, formula 26.6.16.
fn approximate(df_top: f64, df_bottom: f64, probability: f64) -> f64 {
    let normal = normal::quantile(probability);
    let (a, b) = (1.0 / (df_top - 1.0), 1.0 / (df_bottom - 1.0));
    let h = 2.0 / (a + b);
    let lambda = (normal * normal - 3.0) / 6.0;
    let half_log =
        normal * (h + lambda).sqrt() / h - (a - b) * (lambda + 5.0 / 6.0 - 2.0 / (3.0 * h));
    (2.0 * half_log).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `scipy.stats.f.ppf(p, a, b)`, scipy 1.12.0.
    const SCIPY: &[(f64, f64, f64, f64)] = &[
        (5.0, 18.0, 0.95, 2.772_853_152_997_829_5),
        (5.0, 18.0, 0.975, 3.381_967_805_875_243),
        (5.0, 15.0, 0.95, 2.901_294_536_236_157_3),
        (5.0, 15.0, 0.975, 3.576_415_349_279_060_7),
        (1.0, 1.0, 0.95, 161.447_638_797_588_27),
        (1.0, 1.0, 0.975, 647.789_011_477_844_6),
        (2.5, 4.75, 0.95, 5.793_887_291_196_538),
        (2.5, 4.75, 0.975, 8.459_541_957_449_325),
        (99.0, 300.0, 0.95, 1.296_908_389_603_094_6),
        (99.0, 300.0, 0.975, 1.362_700_121_254_552_9),
        (300.0, 99.0, 0.95, 1.324_895_072_835_518),
        (300.0, 99.0, 0.975, 1.399_333_170_045_846_5),
        (4.0, 1_000_000.0, 0.95, 2.371_941_139_096_944_7),
        (4.0, 1_000_000.0, 0.975, 2.785_834_430_953_856_5),
        (1_000_000.0, 4.0, 0.95, 5.628_075_152_941_171),
        (1_000_000.0, 4.0, 0.975, 8.257_328_237_074_804),
        (3_999.0, 1_000_000.0, 0.95, 1.037_144_595_905_43),
        (3_999.0, 1_000_000.0, 0.975, 1.044_396_827_501_282_5),
        (1_000_000.0, 3_999.0, 0.95, 1.037_955_334_420_514_8),
        (1_000_000.0, 3_999.0, 0.975, 1.045_410_426_702_596_5),
        (3_999.0, 3_999.0, 0.95, 1.053_404_739_679_663_3),
        (3_999.0, 3_999.0, 0.975, 1.063_958_184_918_503_4),
        (5_000.0, 5_000.0, 0.95, 1.047_627_318_434_412_3),
        (5_000.0, 5_000.0, 0.975, 1.057_008_210_435_374_9),
        (100_000.0, 300_000.0, 0.95, 1.008_519_650_498_287_4),
        (100_000.0, 300_000.0, 0.975, 1.010_159_536_001_180_8),
        (499_999.0, 1_500_000.0, 0.95, 1.003_803_757_105_225_6),
        (499_999.0, 1_500_000.0, 0.975, 1.004_534_001_800_495),
        (0.3, 12.0, 0.95, 6.369_230_943_392_246),
        (0.3, 12.0, 0.975, 10.224_912_256_056_303),
    ];

    #[test]
    fn quantiles_are_those_of_scipy() {
        for (df_top, df_bottom, probability, expected) in SCIPY {
            let found = f_quantile(*df_top, *df_bottom, *probability).unwrap();
            let error = (found / expected - 1.0).abs();
            assert!(
                error < 1e-6,
                "{df_top} {df_bottom} {probability}: {found} {expected}"
            );
        }
    }

    #[test]
    fn what_is_no_distribution_has_no_quantile() {
        for (df_top, df_bottom) in [
            (0.0, 1.0),
            (1.0, -1.0),
            (f64::NAN, 1.0),
            (1.0, f64::INFINITY),
        ] {
            assert_eq!(f_quantile(df_top, df_bottom, 0.95), None);
        }
        assert_eq!(f_quantile(1.0, 1.0, 1.0), None);
        assert_eq!(f_quantile(1e-3, 1e-3, 0.999), None);
    }
}

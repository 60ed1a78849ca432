//! The ratio metric, whose sum over pairs has no closed form but one integral.

/// Up to this many distinct values all pairs are gone through.
const MAX_PAIRED: usize = 96;

/// Distance of the nodes of the quadrature. The integrand is analytic in a strip of half-width
/// π/2 around the real line, so the trapezoid rule errs by about `exp(−π²/h)`: 7e-18.
const NODE_STEP: f64 = 0.25;

/// From where on, to both sides, a term adds nothing that a double could hold.
const NEGLIGIBLE_BELOW: f64 = -20.0;
const NEGLIGIBLE_ABOVE: f64 = 4.0;

/// `Σ_ck n_c n_k ((c − k)/(c + k))²` over values of 0 and more, rising, with their counts.
pub(super) fn ratio_disagreement(counted: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let zeros: f64 = counted
        .clone()
        .filter(|(value, _)| *value == 0.0)
        .map(|(_, n)| n)
        .sum();
    let positive = counted.filter(|(value, _)| *value > 0.0);
    let n_positive: f64 = positive.clone().map(|(_, n)| n).sum();
    // 0 is as far from every other value as two values can be.
    let with_zero = 2.0 * zeros * n_positive;
    if positive.clone().count() <= MAX_PAIRED {
        with_zero + over_pairs(positive)
    } else {
        with_zero + over_nodes(&positive.collect::<Vec<_>>(), n_positive)
    }
}

fn over_pairs(counted: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let mut sum = 0.0;
    let mut others = counted.clone();
    for (value, n) in counted {
        others.next();
        for (other, n_other) in others.clone() {
            sum += n * n_other * squared_share(value, other);
        }
    }
    2.0 * sum
}

/// `((c − k)/(c + k))²` for `c < k`, in a form that does not overflow.
fn squared_share(low: f64, high: f64) -> f64 {
    let ratio = low / high;
    ((1.0 - ratio) / (1.0 + ratio)).powi(2)
}

/// The same by an integral, in time that grows with the number of values and not its square.
///
/// `((c − k)/(c + k))² = 1 − 4ck/(c + k)²` and `1/(c + k)² = ∫ t e^{−(c+k)t} dt`, so the sum is
/// `n² − 4 ∫ t (Σ_c n_c c e^{−ct})² dt`, with `t = e^s` an integral over the whole line of
/// `(Σ_c n_c e^{u − e^u})²`, `u = s + log c`.
fn over_nodes(counted: &[(f64, f64)], n: f64) -> f64 {
    let logs: Vec<_> = counted.iter().map(|(value, n)| (value.ln(), *n)).collect();
    let ((lowest, _), (highest, _)) = (logs[0], logs[logs.len() - 1]);
    let mut at = NEGLIGIBLE_BELOW - highest;
    let mut integral = 0.0;
    while at <= NEGLIGIBLE_ABOVE - lowest {
        integral += node(&logs, at).powi(2);
        at += NODE_STEP;
    }
    n * n - 4.0 * NODE_STEP * integral
}

fn node(logs: &[(f64, f64)], at: f64) -> f64 {
    let matters = NEGLIGIBLE_BELOW * 2.0 - at..NEGLIGIBLE_ABOVE - at;
    let first = logs.partition_point(|(log, _)| *log < matters.start);
    let end = logs.partition_point(|(log, _)| *log < matters.end);
    let terms = logs[first..end].iter().map(|(log, n)| {
        let u = log + at;
        n * (u - u.exp()).exp()
    });
    terms.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_integral_is_the_sum_over_pairs() {
        let near = (0..200).map(|idx| (1.0 + f64::from(idx) / 400.0, f64::from(idx % 3 + 1)));
        let wide = (0..200).map(|idx| (10_f64.powi(idx - 100), 1.0));
        for values in [near.collect::<Vec<_>>(), wide.collect()] {
            let n = values.iter().map(|(_, n)| n).sum();
            let pairs = over_pairs(values.iter().copied());
            let nodes = over_nodes(&values, n);
            assert!((pairs / nodes - 1.0).abs() < 1e-12, "{pairs} {nodes}");
        }
    }

    #[test]
    fn zeros_and_extremes_are_finite() {
        let values = [(0.0, 2.0), (f64::MIN_POSITIVE, 1.0), (f64::MAX, 1.0)];
        // Two zeros with two others, and these with each other: 2 · (4 + 1).
        assert!((ratio_disagreement(values.into_iter()) - 10.0).abs() < 1e-12);
    }
}

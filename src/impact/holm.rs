//! Several tests at once.

/// P-values adjusted for how many tests were made, in their order: a test is taken for more than
/// chance where its own is under the level. The chance that any of them is taken so wrongly is then
/// under the level as well (Holm 1979, *A simple sequentially rejective multiple test procedure*).
#[must_use]
pub fn adjusted(of: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..of.len()).collect();
    order.sort_by(|a, b| of[*a].total_cmp(&of[*b]));
    let mut adjusted = vec![1.0; of.len()];
    let mut largest: f64 = 0.0;
    for (rank, at) in order.into_iter().enumerate() {
        let n_left = crate::text::count(of.len() - rank);
        largest = largest.max(of[at] * n_left).min(1.0);
        adjusted[at] = largest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    /// `p.adjust(c(.01, .04, .03, .005, .6, .04), "holm")` of R 4.2.2.
    #[test]
    fn values_are_those_of_r() {
        let found = super::adjusted(&[0.01, 0.04, 0.03, 0.005, 0.6, 0.04]);
        for (found, expected) in found.iter().zip([0.05, 0.12, 0.12, 0.03, 0.6, 0.12]) {
            assert!((found - expected).abs() < 1e-12, "{found}");
        }
        assert_eq!(super::adjusted(&[]), Vec::<f64>::new());
        assert_eq!(super::adjusted(&[0.9, 0.8]), [1.0, 1.0]);
    }
}

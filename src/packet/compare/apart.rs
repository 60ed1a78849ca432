//! Which candidates can be told apart by one score.

use serde::Serialize;

use super::MOST_PAIRED;
use crate::packet::FairScore;

/// How one candidate stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The whole interval is above the other's.
    Above,
    /// The whole interval is below the other's.
    Below,
    /// The intervals overlap.
    WithinNoise,
    /// No interviewer links the two, not even through others.
    NotLinked,
    /// One of them has no number.
    NoNumber,
}

/// Two candidates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The one.
    pub first: String,
    /// The other.
    pub second: String,
    /// How the first stands to the second.
    pub state: State,
    /// By how much the first is over the second; none where that cannot be told.
    pub difference: Option<Difference>,
}

/// A difference of two fair scores, in scale units.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// The first score less the second.
    pub value: f64,
    /// Lower end of the 90 % interval.
    pub low: f64,
    /// Upper end of the 90 % interval.
    pub high: f64,
}

impl Difference {
    /// The interval recovers the variances of both sides from the ends of the two intervals, which
    /// need not be symmetric (Zou & Donner 2008, for independent estimates):
    /// `L = d − √((a − aL)² + (bU − b)²)`, `U = d + √((aU − a)² + (b − bL)²)`.
    /// It leaves out 0 wherever the two intervals do not overlap.
    fn of(a: &FairScore, b: &FairScore) -> Self {
        let value = a.value - b.value;
        Self {
            value,
            low: value - (a.value - a.low).hypot(b.high - b.value),
            high: value + (a.high - a.value).hypot(b.value - b.low),
        }
    }
}

/// To how many others a candidate stands how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Others whose whole interval is below.
    pub n_above: usize,
    /// Others whose whole interval is above.
    pub n_below: usize,
    /// Others whose interval overlaps.
    pub n_within_noise: usize,
    /// Others whom no interviewer links with this candidate.
    pub n_not_linked: usize,
    /// Others of whom nothing can be told, since they or this candidate have no number.
    pub n_no_number: usize,
}

impl Counts {
    fn add(&mut self, state: State) {
        let n = match state {
            State::Above => &mut self.n_above,
            State::Below => &mut self.n_below,
            State::WithinNoise => &mut self.n_within_noise,
            State::NotLinked => &mut self.n_not_linked,
            State::NoNumber => &mut self.n_no_number,
        };
        *n += 1;
    }
}

/// What one score tells of all pairs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Apart {
    /// All pairs.
    pub n_pairs: usize,
    /// Pairs that can be told apart.
    pub n_apart: usize,
    /// Pairs whose intervals overlap.
    pub n_within_noise: usize,
    /// Pairs that no interviewer links.
    pub n_not_linked: usize,
    /// Pairs of which one has no number.
    pub n_no_number: usize,
    /// Who is above whom, those above the same people together; none with more than
    /// [`MOST_PAIRED`] candidates.
    pub above: Option<Vec<Above>>,
}

/// Everybody in the one list is above everybody in the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Above {
    /// Candidates, by id.
    pub higher: Vec<String>,
    /// Candidates, by id.
    pub lower: Vec<String>,
}

/// Candidates with one score each.
pub(super) struct Field<'a> {
    ids: &'a [&'a str],
    groups: &'a [Option<usize>],
    scores: &'a [Option<&'a FairScore>],
}

impl<'a> Field<'a> {
    /// Three lists of one length.
    pub(super) fn new(
        ids: &'a [&'a str],
        groups: &'a [Option<usize>],
        scores: &'a [Option<&'a FairScore>],
    ) -> Self {
        Self {
            ids,
            groups,
            scores,
        }
    }

    fn state(&self, a: usize, b: usize) -> State {
        let (Some(first), Some(second)) = (self.scores[a], self.scores[b]) else {
            return State::NoNumber;
        };
        if self.groups[a] != self.groups[b] {
            State::NotLinked
        } else if first.low > second.high {
            State::Above
        } else if first.high < second.low {
            State::Below
        } else {
            State::WithinNoise
        }
    }

    /// How each stands to the others.
    pub(super) fn counts(&self) -> Vec<Counts> {
        let n = self.ids.len();
        let of = |a: usize| {
            let mut counts = Counts::default();
            for b in (0..n).filter(|b| *b != a) {
                counts.add(self.state(a, b));
            }
            counts
        };
        (0..n).map(of).collect()
    }

    /// Every pair once, the earlier candidate first.
    pub(super) fn pairs(&self) -> Vec<Pair> {
        let n = self.ids.len();
        let all = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
        all.map(|(a, b)| self.pair(a, b)).collect()
    }

    fn pair(&self, a: usize, b: usize) -> Pair {
        let state = self.state(a, b);
        let scores = self.scores[a].zip(self.scores[b]);
        let scores = scores.filter(|_| state != State::NotLinked);
        Pair {
            first: self.ids[a].to_owned(),
            second: self.ids[b].to_owned(),
            state,
            difference: scores.map(|(a, b)| Difference::of(a, b)),
        }
    }

    /// What is told of all pairs, whose counts by candidate are known.
    pub(super) fn apart(&self, counts: &[Counts]) -> Apart {
        let n = self.ids.len();
        let half = |of: fn(&Counts) -> usize| counts.iter().map(of).sum::<usize>() / 2;
        Apart {
            n_pairs: n * n.saturating_sub(1) / 2,
            n_apart: counts.iter().map(|counts| counts.n_above).sum(),
            n_within_noise: half(|counts| counts.n_within_noise),
            n_not_linked: half(|counts| counts.n_not_linked),
            n_no_number: half(|counts| counts.n_no_number),
            above: (n <= MOST_PAIRED).then(|| self.above()),
        }
    }

    fn above(&self) -> Vec<Above> {
        let n = self.ids.len();
        let mut found: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for a in 0..n {
            let below = (0..n).filter(|b| *b != a && self.state(a, *b) == State::Above);
            let below: Vec<usize> = below.collect();
            if below.is_empty() {
                continue;
            }
            match found.iter_mut().find(|(_, lower)| *lower == below) {
                Some((higher, _)) => higher.push(a),
                None => found.push((vec![a], below)),
            }
        }
        let ids = |of: Vec<usize>| of.into_iter().map(|at| self.ids[at].to_owned()).collect();
        let found = found.into_iter().map(|(higher, lower)| Above {
            higher: ids(higher),
            lower: ids(lower),
        });
        found.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(low: f64, value: f64, high: f64) -> FairScore {
        FairScore {
            value,
            se: (high - low) / 3.29,
            low,
            high,
            probability: 0.5,
            n_ratings: 4,
            n_interviewers: 2,
        }
    }

    #[test]
    fn overlapping_is_no_order() {
        // b overlaps both, and a is above c: no ranking of three.
        let scores = [
            score(3.0, 3.4, 3.8),
            score(2.4, 2.9, 3.3),
            score(1.8, 2.2, 2.6),
        ];
        let groups = [Some(0); 3];
        let scores = scores.each_ref().map(Some);
        let field = Field::new(&["a", "b", "c"], &groups, &scores);
        let apart = field.apart(&field.counts());
        assert_eq!(
            (apart.n_pairs, apart.n_apart, apart.n_within_noise),
            (3, 1, 2)
        );
        let above = apart.above.unwrap();
        assert_eq!(above.len(), 1);
        assert_eq!(
            (&above[0].higher[..], &above[0].lower[..]),
            (&["a".to_owned()][..], &["c".to_owned()][..])
        );
    }

    #[test]
    fn touching_intervals_overlap() {
        let scores = [score(3.0, 3.2, 3.4), score(2.0, 2.5, 3.0)];
        let scores = scores.each_ref().map(Some);
        let field = Field::new(&["a", "b"], &[Some(0), Some(0)], &scores);
        assert_eq!(field.pairs()[0].state, State::WithinNoise);
    }

    #[test]
    fn nobody_is_told_apart_without_a_link_or_a_number() {
        let scores = [score(3.0, 3.4, 3.8), score(1.0, 1.2, 1.4)];
        let scores = [Some(&scores[0]), Some(&scores[1]), None];
        let groups = [Some(0), Some(1), None];
        let field = Field::new(&["a", "b", "c"], &groups, &scores);
        let pairs = field.pairs();
        assert_eq!(pairs[0].state, State::NotLinked);
        assert_eq!(pairs[1].state, State::NoNumber);
        assert!(pairs.iter().all(|pair| pair.difference.is_none()));
        let counts = field.counts();
        assert_eq!((counts[0].n_not_linked, counts[0].n_no_number), (1, 1));
    }

    #[test]
    fn the_interval_of_a_difference_leaves_out_zero_where_intervals_do_not_overlap() {
        let found = Difference::of(&score(3.01, 3.4, 3.6), &score(2.0, 2.5, 3.0));
        // √(.39² + .5²) = .634 and √(.2² + .5²) = .539, around .9.
        assert!((found.low - 0.265_9).abs() < 1e-4, "{found:?}");
        assert!((found.high - 1.438_5).abs() < 1e-4, "{found:?}");
    }
}

//! How few outcomes would have to be otherwise for a figure to fall on the other side of its line.
//!
//! The outcomes changed are those of the group itself; the group it is compared with stays as it
//! is. Each number is the smallest that does it, found in whole numbers.

use serde::Serialize;

use super::rate::Rate;
use super::{deviations, fisher};

/// Most people of two groups for which Fisher's test is made again for every changed outcome. With
/// more than these it and the test of two standard deviations agree.
pub const MOST_FOR_FISHER: usize = 20_000;

/// How many outcomes of a group it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Flip {
    /// How they would change.
    pub change: Change,
    /// How many; none where no number of them does it, or where that was not looked at.
    pub people: Option<usize>,
}

/// How outcomes of a group would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// People who were not selected would have been.
    ToSelected,
    /// People who were selected would not have been.
    ToNotSelected,
}

/// Four fifths: up to the ratio where the group is under it, else down to under it.
#[must_use]
pub fn four_fifths(own: Rate, highest: Rate) -> Flip {
    let [x, m, y, n] =
        [own.selected, own.people, highest.selected, highest.people].map(|n| n as u128);
    let wanted = 4 * y * m;
    let (change, people, most) = if own.is_under_four_fifths_of(highest) {
        let people = (wanted - 5 * x * n).div_ceil(5 * n);
        (Change::ToSelected, Some(people), m - x)
    } else {
        let people = (5 * x * n - wanted).checked_div(5 * n);
        (Change::ToNotSelected, people.map(|n| n + 1), x)
    };
    let people = people.filter(|people| *people <= most);
    Flip {
        change,
        people: people.and_then(|people| usize::try_from(people).ok()),
    }
}

/// Two standard deviations: up to no more than these where the rates are further apart, else down
/// to more.
#[must_use]
pub fn deviations(own: Rate, highest: Rate) -> Flip {
    search(own, highest, deviations::is_over_two)
}

/// Fisher's test at [`fisher::LEVEL`]; none for more than [`MOST_FOR_FISHER`] people.
#[must_use]
pub fn fisher(own: Rate, highest: Rate) -> Option<Flip> {
    let is_few = own.people + highest.people <= MOST_FOR_FISHER;
    is_few.then(|| {
        search(own, highest, |own, highest| {
            fisher::two_sided(own, highest) < fisher::LEVEL
        })
    })
}

/// The first change that makes the difference, one person after the other: neither test falls or
/// rises throughout.
fn search(own: Rate, highest: Rate, is_apart: impl Fn(Rate, Rate) -> bool) -> Flip {
    if is_apart(own, highest) {
        let mut steps = 1..=own.people - own.selected;
        Flip {
            change: Change::ToSelected,
            people: steps.find(|n| !is_apart(own.with_more(*n), highest)),
        }
    } else {
        let mut steps = 1..=own.selected;
        // Down from a rate that is not the higher one, so whatever comes apart is lower.
        Flip {
            change: Change::ToNotSelected,
            people: steps.find(|n| is_apart(own.with_fewer(*n), highest)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(selected: usize, people: usize) -> Rate {
        Rate { selected, people }
    }

    /// Every pair of small groups, by trying every number of changes from none on.
    #[test]
    fn four_fifths_is_what_trying_gives() {
        let is_under = |a: Rate, b: Rate| 5 * a.selected * b.people < 4 * b.selected * a.people;
        for (m, n) in [(5, 5), (7, 12), (20, 9), (1, 30)] {
            for y in 0..=n {
                for x in (0..=m).filter(|x| x * n <= y * m) {
                    let (own, highest) = (rate(x, m), rate(y, n));
                    let expected = if is_under(own, highest) {
                        let n = (1..=m - x).find(|k| !is_under(rate(x + k, m), highest));
                        (Change::ToSelected, n)
                    } else {
                        let n = (1..=x).find(|k| is_under(rate(x - k, m), highest));
                        (Change::ToNotSelected, n)
                    };
                    let found = four_fifths(own, highest);
                    assert_eq!(
                        (found.change, found.people),
                        expected,
                        "{own:?} {highest:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn one_person_more_or_less_makes_the_difference() {
        for (own, highest) in [
            (rate(45, 100), rate(60, 100)),
            (rate(48, 100), rate(60, 100)),
            (rate(300, 1000), rate(500, 1000)),
            (rate(9, 21), rate(20, 30)),
        ] {
            let flip = four_fifths(own, highest);
            let n = flip.people.unwrap();
            let after = |n| match flip.change {
                Change::ToSelected => own.with_more(n),
                Change::ToNotSelected => own.with_fewer(n),
            };
            let was = own.is_under_four_fifths_of(highest);
            assert_ne!(after(n).is_under_four_fifths_of(highest), was);
            assert_eq!(after(n - 1).is_under_four_fifths_of(highest), was);
        }
        assert_eq!(four_fifths(rate(45, 100), rate(60, 100)).people, Some(3));
        assert_eq!(four_fifths(rate(48, 100), rate(60, 100)).people, Some(1));
    }

    /// `sqrt(chisq.test(…, correct = FALSE)$statistic)` and `fisher.test` of R 4.2.2, by trying
    /// every number from 1 on.
    #[test]
    fn significance_turns_where_r_says() {
        let (own, highest) = (rate(480, 1000), rate(600, 1000));
        assert_eq!(deviations(own, highest).people, Some(76));
        assert_eq!(fisher(own, highest).unwrap().people, Some(76));
        let (own, highest) = (rate(30, 300), rate(60, 400));
        let down = deviations(own, highest);
        assert_eq!(down.change, Change::ToNotSelected);
        assert_eq!(down.people, Some(1));
        assert_eq!(fisher(own, highest).unwrap().people, Some(1));
        let (own, highest) = (rate(48, 100), rate(60, 100));
        assert_eq!(deviations(own, highest).people, Some(3));
        assert_eq!(fisher(own, highest).unwrap().people, Some(3));
    }

    #[test]
    fn some_figures_nothing_turns() {
        // Where nobody is selected anywhere there is nothing to take away.
        assert_eq!(four_fifths(rate(0, 9), rate(0, 9)).people, None);
        // Three people are too few for any test.
        assert_eq!(deviations(rate(1, 1), rate(2, 2)).people, None);
        assert_eq!(fisher(rate(1, 1), rate(2, 2)).unwrap().people, None);
        assert_eq!(fisher(rate(1, 20_000), rate(2, 2)), None);
    }
}

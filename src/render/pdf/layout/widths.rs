//! How wide a table's columns are.

/// What a column's cells ask for, without the space around them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Wanted {
    /// The longest part that should not be broken.
    pub(super) least: f32,
    /// The longest cell on one line.
    pub(super) most: f32,
    /// Whether its cells are flush left, so that room to spare looks natural at their right.
    pub(super) is_left: bool,
}

/// Shares `total` out among columns. A column that is content with less than an equal share gets
/// what it wants; the others share the rest by what they want, but no column gets less than its
/// least while there is room for that. What nobody needs goes to the widest that is flush left, else
/// to all.
pub(super) fn share_out(wanted: &[Wanted], total: f32) -> Vec<f32> {
    let least: f32 = wanted.iter().map(|column| column.least).sum();
    if least >= total {
        return squeeze(wanted, total);
    }
    let mut widths = vec![0.0; wanted.len()];
    let mut open: Vec<usize> = (0..wanted.len()).collect();
    let mut rest = total;
    loop {
        let share = rest / count(open.len());
        let (content, wanting): (Vec<usize>, Vec<usize>) =
            open.iter().partition(|idx| wanted[**idx].most <= share);
        if content.is_empty() {
            break;
        }
        for idx in content {
            widths[idx] = wanted[idx].most;
            rest -= widths[idx];
        }
        open = wanting;
    }
    if open.is_empty() {
        give(wanted, &mut widths, rest);
    } else {
        share_rest(wanted, &open, rest, &mut widths);
    }
    widths
}

/// Each gets its least, and what remains is shared by how much more it wants. The columns that
/// are settled already give way where it does not suffice.
fn share_rest(wanted: &[Wanted], open: &[usize], mut rest: f32, widths: &mut [f32]) {
    let least: f32 = open.iter().map(|idx| wanted[*idx].least).sum();
    if least > rest {
        let settled: Vec<usize> = (0..widths.len())
            .filter(|idx| !open.contains(idx))
            .collect();
        let spare: f32 = (settled.iter())
            .map(|idx| widths[*idx] - wanted[*idx].least)
            .sum();
        let part = ((least - rest) / spare).clamp(0.0, 1.0);
        for idx in settled {
            widths[idx] -= (widths[idx] - wanted[idx].least) * part;
        }
        rest = least;
    }
    let more = |idx: usize| (wanted[idx].most - wanted[idx].least).max(0.1);
    let all: f32 = open.iter().map(|idx| more(*idx)).sum();
    for idx in open {
        widths[*idx] = wanted[*idx].least + (rest - least) * more(*idx) / all;
    }
}

/// Too narrow for all: the least of each is cut, the longest most.
fn squeeze(wanted: &[Wanted], total: f32) -> Vec<f32> {
    let n = count(wanted.len());
    // Half of it is shared equally, so that no column vanishes beside one with a huge word.
    let least: f32 = wanted.iter().map(|column| column.least).sum();
    (wanted.iter())
        .map(|column| total / n / 2.0 + total / 2.0 * column.least / least)
        .collect()
}

fn give(wanted: &[Wanted], widths: &mut [f32], rest: f32) {
    let left = (0..widths.len()).filter(|idx| wanted[*idx].is_left);
    let widest = left.reduce(|widest, idx| {
        if widths[idx] > widths[widest] {
            idx
        } else {
            widest
        }
    });
    if let Some(widest) = widest {
        widths[widest] += rest;
        return;
    }
    let n = count(widths.len());
    for width in widths {
        *width += rest / n;
    }
}

#[expect(clippy::cast_precision_loss, reason = "columns are few")]
fn count(n: usize) -> f32 {
    n as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(pairs: &[(f32, f32)]) -> Vec<Wanted> {
        let column = |&(least, most)| Wanted {
            least,
            most,
            is_left: true,
        };
        pairs.iter().map(column).collect()
    }

    #[track_caller]
    fn check(pairs: &[(f32, f32)], total: f32, expected: &[f32]) {
        let widths = share_out(&columns(pairs), total);
        let is_near = widths
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 0.01);
        assert!(is_near && widths.len() == expected.len(), "{widths:?}");
    }

    #[test]
    fn what_fits_gets_what_it_wants_and_the_widest_the_rest() {
        check(&[(10.0, 20.0), (20.0, 50.0)], 100.0, &[20.0, 80.0]);
    }

    #[test]
    fn columns_that_are_all_flush_right_share_what_nobody_needs() {
        let mut wanted = columns(&[(10.0, 20.0), (10.0, 40.0)]);
        wanted[1].is_left = false;
        assert_eq!(share_out(&wanted, 100.0), [60.0, 40.0]);
        wanted[0].is_left = false;
        assert_eq!(share_out(&wanted, 100.0), [40.0, 60.0]);
    }

    #[test]
    fn short_columns_do_not_wrap_beside_a_long_one() {
        check(&[(45.0, 80.0), (60.0, 3000.0)], 470.0, &[80.0, 390.0]);
    }

    #[test]
    fn long_columns_share_by_what_they_want() {
        check(&[(50.0, 450.0), (50.0, 850.0)], 400.0, &[150.0, 250.0]);
    }

    #[test]
    fn a_long_word_is_given_room_by_the_others() {
        check(&[(40.0, 90.0), (150.0, 500.0)], 200.0, &[50.0, 150.0]);
    }

    #[test]
    fn too_many_long_words_are_cut_and_nothing_vanishes() {
        check(&[(300.0, 300.0), (100.0, 100.0)], 100.0, &[62.5, 37.5]);
        let widths = share_out(
            &vec![
                Wanted {
                    least: 9.0,
                    most: 9.0,
                    is_left: true,
                };
                100
            ],
            470.0,
        );
        assert!(widths.iter().all(|width| (*width - 4.7).abs() < 0.01));
    }

    #[test]
    fn empty_columns_are_no_trouble() {
        check(&[(0.0, 0.0), (0.0, 0.0)], 100.0, &[100.0, 0.0]);
        assert!(share_out(&[], 100.0).is_empty());
    }
}

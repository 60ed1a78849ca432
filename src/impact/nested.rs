//! Kinds of groups that divide each other, such as ethnicity, and ethnicity in more detail.
//!
//! Where some groups of one kind are together the same people as some of another, a group that is
//! left out of the one can be worked out from the other. Where they are not, nothing but the total
//! links the two, and of that [`super::suppression`] takes care.

use super::Records;
use super::groups::Membership;

/// Whether some, but not all, groups of one kind are the same people as some of another: the graph
/// of groups that share somebody falls apart.
#[must_use]
pub fn divide_each_other(records: &Records, one: usize, other: usize) -> bool {
    let n_kinds = records.kinds.len();
    let n_one = places(records, one);
    let mut joined: Vec<usize> = (0..n_one + places(records, other)).collect();
    let mut is_met = vec![false; joined.len()];
    for cells in records.cells.chunks_exact(n_kinds) {
        // Whoever is not in the table is in neither kind.
        let (Some(a), Some(b)) = (place(cells[one]), place(cells[other])) else {
            continue;
        };
        let b = n_one + b;
        (is_met[a], is_met[b]) = (true, true);
        let (a, b) = (root(&joined, a), root(&joined, b));
        joined[a] = b;
    }
    let met = is_met.iter().enumerate().filter(|(_, is_met)| **is_met);
    let mut roots: Vec<_> = met.map(|(at, _)| root(&joined, at)).collect();
    roots.sort_unstable();
    roots.dedup();
    roots.len() > 1
}

/// Groups of a kind, and two for people whose group is not known.
fn places(records: &Records, kind: usize) -> usize {
    2 + records.kinds[kind].labels.len()
}

fn place(of: Membership) -> Option<usize> {
    match of {
        Membership::Absent => None,
        Membership::Blank => Some(0),
        Membership::Refused => Some(1),
        Membership::Group(group) => Some(2 + usize::from(group)),
    }
}

fn root(joined: &[usize], mut at: usize) -> usize {
    while joined[at] != at {
        at = joined[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::impact::groups::Kind;

    /// People of two kinds of groups, by the places of these.
    fn records(people: &[(u8, u8)]) -> Records {
        let kind = || Kind {
            name: String::new(),
            labels: vec![String::new(); 5],
        };
        let cells = people
            .iter()
            .flat_map(|(a, b)| [*a, *b].map(Membership::Group));
        Records {
            kinds: vec![kind(), kind()],
            cells: cells.collect(),
            ..Records::default()
        }
    }

    #[test]
    fn parts_that_are_the_same_people_are_found() {
        let crossed = records(&[(0, 0), (0, 1), (1, 1), (1, 0)]);
        assert!(!divide_each_other(&crossed, 0, 1));
        // 0 is 0 and 1 together; 1 is 2.
        let finer = records(&[(0, 0), (0, 1), (1, 2)]);
        assert!(divide_each_other(&finer, 0, 1) && divide_each_other(&finer, 1, 0));
        // 0 is 0 and 1; the rest is mixed.
        let in_part = records(&[(0, 0), (0, 1), (1, 2), (2, 2), (2, 3), (1, 3)]);
        assert!(divide_each_other(&in_part, 0, 1));
        let one_of_all = records(&[(0, 0), (1, 0), (2, 0)]);
        assert!(!divide_each_other(&one_of_all, 0, 1));
        let mut unknown = records(&[(0, 0), (1, 1), (1, 0)]);
        unknown.cells.extend([Membership::Absent; 2]);
        assert!(!divide_each_other(&unknown, 0, 1));
        unknown.cells.extend([Membership::Blank; 2]);
        assert!(divide_each_other(&unknown, 0, 1));
    }
}

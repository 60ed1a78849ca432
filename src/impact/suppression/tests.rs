//! What a reader can work out: every table of a few small groups, and every other table that would
//! be printed in the same way.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// What is printed: the groups shown by their place, and the sums.
type Printed = (Vec<Option<(usize, usize)>>, (usize, usize));

fn hidden(rates: &[Rate], least: usize) -> Vec<bool> {
    let mut is_hidden: Vec<_> = rates.iter().map(|rate| rate.people < least).collect();
    complete(rates, &mut is_hidden, least);
    is_hidden
}

fn printed(rates: &[Rate], least: usize) -> Printed {
    let is_hidden = hidden(rates, least);
    let shown = rates.iter().zip(is_hidden);
    let shown = shown.map(|(rate, hidden)| (!hidden).then_some((rate.selected, rate.people)));
    let all = sum(rates.iter());
    (shown.collect(), (all.selected, all.people))
}

/// Every table of so many groups of one to `most` people.
fn tables(n_groups: usize, most: usize) -> Vec<Vec<Rate>> {
    let of_people = |people| (0..=people).map(move |selected| Rate { selected, people });
    let one: Vec<_> = (1..=most).flat_map(of_people).collect();
    let mut all = vec![Vec::new()];
    for _ in 0..n_groups {
        let longer = all
            .iter()
            .flat_map(|table: &Vec<Rate>| one.iter().map(|rate| [&table[..], &[*rate]].concat()));
        all = longer.collect();
    }
    all
}

/// A reader who knows the sums, how many groups there are, what they are called, how many people
/// each can have, and this program.
fn nothing_can_be_worked_out(n_groups: usize, most: usize, least: usize) {
    let mut alike: BTreeMap<Printed, Vec<Vec<Rate>>> = BTreeMap::new();
    for table in tables(n_groups, most) {
        alike.entry(printed(&table, least)).or_default().push(table);
    }
    let mut n_checked = 0;
    for ((shown, (selected, people_in_all)), tables) in &alike {
        let all_alike = *selected == 0 || selected == people_in_all;
        for at in (0..n_groups).filter(|at| shown[*at].is_none()) {
            let counts = |pick: fn(&Rate) -> usize| -> BTreeSet<usize> {
                tables.iter().map(|table| pick(&table[at])).collect()
            };
            // Whoever knows that there are three groups of three people in all needs no report.
            if *people_in_all < 2 * least {
                continue;
            }
            n_checked += 1;
            let people = counts(|rate| rate.people);
            assert!(people.len() > 1, "{shown:?}: {people:?} in {tables:?}");
            let selected = counts(|rate| rate.selected);
            assert!(all_alike || selected.len() > 1, "{shown:?}: {tables:?}");
        }
    }
    assert!(n_checked > 0);
}

#[test]
fn no_count_of_a_group_left_out_can_be_worked_out() {
    nothing_can_be_worked_out(3, 7, 3);
    nothing_can_be_worked_out(3, 7, 4);
    nothing_can_be_worked_out(4, 5, 3);
}

fn rates(of: &[(usize, usize)]) -> Vec<Rate> {
    let rate = |(selected, people): &(usize, usize)| Rate {
        selected: *selected,
        people: *people,
    };
    of.iter().map(rate).collect()
}

#[test]
fn a_single_small_group_takes_the_next_smallest_with_it() {
    let found = hidden(&rates(&[(30, 60), (1, 3), (5, 9), (20, 40)]), 5);
    assert_eq!(found, [false, true, true, false]);
    // Two of two people each are four: too few to be a sum.
    let found = hidden(&rates(&[(30, 60), (1, 2), (1, 2), (20, 40)]), 5);
    assert_eq!(found, [false, true, true, true]);
    let found = hidden(&rates(&[(30, 60), (1, 4), (1, 3), (20, 40)]), 5);
    assert_eq!(found, [false, true, true, false]);
    // Eight people in groups of four at most are four each.
    let found = hidden(&rates(&[(30, 60), (1, 4), (1, 4), (20, 40)]), 5);
    assert_eq!(found, [false, true, true, true]);
    // Of groups of one size all are left out or none.
    let found = hidden(&rates(&[(30, 60), (1, 4), (3, 9), (4, 9)]), 5);
    assert_eq!(found, [false, true, true, true]);
    let none = hidden(&rates(&[(30, 60), (5, 9)]), 5);
    assert_eq!(none, [false, false]);
}

/// Where nobody of those left out was selected, each would be known not to have been.
#[test]
fn groups_that_fared_alike_take_another_with_them() {
    let found = hidden(&rates(&[(30, 60), (0, 3), (0, 4), (20, 40)]), 5);
    assert_eq!(found, [false, true, true, true]);
    let found = hidden(&rates(&[(0, 60), (0, 3), (0, 4), (0, 40)]), 5);
    assert_eq!(found, [false, true, true, false]);
}

//! What a ledger comes to, in sentences.

use super::{Ledger, Move, Mover, SAME, Spread};
use crate::packet::{FairScore, Person};
use crate::text::{counted, plain};

/// The sentences, the most telling first.
pub(super) fn summary(ledger: &Ledger) -> Vec<String> {
    let mut sentences = vec![moved(ledger)];
    sentences.extend(ledger.people.iter().map(of_one));
    sentences.extend(given_or_withdrawn(ledger));
    sentences.extend(after_seeing_others(ledger));
    sentences.extend(ledger.spreads.iter().filter_map(spread));
    sentences.extend(ledger.recommendations.iter().map(|turn| {
        format!(
            "{} recommended {} first and recommends {} now.",
            turn.interviewer.name, turn.first_title, turn.last_title
        )
    }));
    sentences.extend(ledger.unread.iter().map(|card| {
        format!(
            "What {} first gave in {} cannot be read with this rubric: the first values of that \
             card are taken to be the final ones.",
            card.interviewer.name, card.round.title
        )
    }));
    sentences.push(standing(ledger));
    sentences
}

fn moved(ledger: &Ledger) -> String {
    let of = counted(ledger.n_scores, "score");
    match ledger.n_moved {
        0 => format!("None of {of} moved."),
        n => format!("{n} of {of} moved{}.", whereto(ledger)),
    }
}

/// Towards whom, where all moved towards the same; else as to the mean of the others.
fn whereto(ledger: &Ledger) -> String {
    let moves: Vec<&Move> = ledger
        .moves
        .iter()
        .filter(|one| one.points.is_some())
        .collect();
    let Some((first, rest)) = moves.split_first() else {
        return String::new();
    };
    let all = if rest.is_empty() { "" } else { "all " };
    let is_shared = |person: &&Person| rest.iter().all(|one| one.towards.contains(person));
    let shared: Vec<_> = first.towards.iter().filter(is_shared).collect();
    if !shared.is_empty() {
        return format!(", {all}towards what {} gave", names(&shared));
    }
    let n = |direction| {
        let so = moves.iter().filter(|one| one.direction == Some(direction));
        so.count()
    };
    match (n("towards"), n("away")) {
        (0, 0) => String::new(),
        (towards, 0) if towards == moves.len() => {
            format!(", {all}towards the mean of the others")
        }
        (0, away) if away == moves.len() => format!(", {all}away from the mean of the others"),
        (towards, away) => {
            format!(", {towards} towards the mean of the others and {away} away from it")
        }
    }
}

fn of_one(person: &Mover) -> String {
    let points = plain(person.points);
    let unit = if points == "1" { "point" } else { "points" };
    let how_far = format!(
        "{} moved {} of {}, {points} {unit} in all",
        person.interviewer.name,
        person.n_moved,
        counted(person.n_scores, "score")
    );
    let towards = person.towards.iter();
    let towards: Vec<_> = towards
        .map(|towards| format!("{} ({})", towards.interviewer.name, towards.n_moved))
        .collect();
    match towards.as_slice() {
        [] => format!("{how_far}, nearer to nobody."),
        _ => format!(
            "{how_far}, nearer to what was first given by {}.",
            towards.join(", ")
        ),
    }
}

fn names(people: &[&Person]) -> String {
    let names: Vec<_> = people.iter().map(|person| person.name.as_str()).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn given_or_withdrawn(ledger: &Ledger) -> Option<String> {
    let got = |n| format!("{} got a number that had none", counted(n, "score"));
    let lost = |n| format!("{} lost the number it had", counted(n, "score"));
    Some(match (ledger.n_given, ledger.n_withdrawn) {
        (0, 0) => return None,
        (n, 0) => format!("{}.", got(n)),
        (0, n) => format!("{}.", lost(n)),
        (given, withdrawn) => format!("{}; {}.", got(given), lost(withdrawn)),
    })
}

fn after_seeing_others(ledger: &Ledger) -> Option<String> {
    let after = ledger.moves.iter().filter(|one| one.after_seeing_others);
    let n = after.count();
    let of = ledger.moves.len();
    Some(match n {
        0 if of == 0 => return None,
        0 => "Nobody who changed a score had been shown others' scores before.".to_owned(),
        _ if n == of => "Whoever changed a score had been shown others' scores before.".to_owned(),
        _ => format!(
            "{n} of {} came after their authors had been shown others' scores.",
            counted(of, "change")
        ),
    })
}

fn spread(spread: &Spread) -> Option<String> {
    let (first, last) = spread.first.zip(spread.last)?;
    let title = &spread.criterion.title;
    ((first - last).abs() > SAME).then(|| {
        format!(
            "The raters' spread on {title} went from {} to {} {}.",
            plain(first),
            plain(last),
            if plain(last) == "1" {
                "point"
            } else {
                "points"
            }
        )
    })
}

fn standing(ledger: &Ledger) -> String {
    let (first, last) = (&ledger.first, &ledger.last);
    let (was, is) = (score(first.fair.as_ref()), score(last.fair.as_ref()));
    let verdict = if first.verdict == last.verdict {
        format!(
            "The verdict is {} by first and by final values",
            last.verdict_title
        )
    } else {
        format!(
            "By first values the verdict would be {}; by final ones it is {}",
            first.verdict_title, last.verdict_title
        )
    };
    format!("{verdict}. The weighted fair score was {was} and is {is}.")
}

fn score(fair: Option<&FairScore>) -> String {
    fair.map_or("none".to_owned(), |fair| format!("{:.2}", fair.value))
}

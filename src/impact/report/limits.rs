//! What the check does not say, and what to do next.

use crate::impact::analysis::Analysis;
use crate::impact::flips::MOST_FOR_FISHER;

/// What it is.
pub(super) const WHAT: &str = "This is a screening check. It says where groups fared differently \
    enough to look closer; it does not say why, and it is no finding of discrimination and no proof \
    that there is none.";

/// What to do next.
pub(super) const STEPS: [&str; 5] = [
    "Where a figure stands out, look at the step behind it: which knock-out, round or criterion the \
     difference comes from, and whether the job needs it.",
    "Check the files first: outcomes still open, people whose group is not known, groups that were \
     put together.",
    "Look at the same step over more time before a small number is relied on, and at each step of the \
     selection by itself.",
    "Have whoever answers for fair selection, and where needed a lawyer, look at what remains.",
    "Do not change anybody's outcome for the sake of a ratio: mend the step.",
];

/// What it does not say.
pub(super) fn limits(of: &Analysis) -> Vec<String> {
    let mut limits = vec![
        "Four fifths is a rule of thumb of the Uniform Guidelines (29 CFR 1607.4 D), and no line of the \
         law: a ratio under it can be chance, one over it can still be unlawful."
            .to_owned(),
        "Small numbers: with few people one outcome moves a ratio far. The intervals, and how few \
         outcomes would turn a figure, say how far."
            .to_owned(),
        "Significance is not size. With many people a difference too small to matter is many standard \
         deviations; with few a large one is none."
            .to_owned(),
        "No causes: groups can differ in what they applied for, when, and with what experience. None of \
         it is looked at here."
            .to_owned(),
        "Who never applied is not in it, nor who gave up before there was an outcome.".to_owned(),
    ];
    if of.n_tests > 1 {
        limits.push(format!(
            "Several comparisons: {} were tested here, so about one in twenty would be under 0.05 by chance alone. \
             Adjusted p-values (Holm) allow for that.",
            of.n_tests
        ));
    }
    if of.median.is_some() {
        limits.push(
            "A scoring rate is the share of a group whose score is over the median of everybody who \
             has one; scores that equal the median are not over it."
                .to_owned(),
        );
    }
    if of.kinds.iter().any(|kind| kind.some_hidden) {
        limits.push(format!(
            "Groups of fewer than {} people are not shown, and neither are as many others as it takes that \
             nobody can work them out from the totals. Highest rates are those of the groups shown.",
            of.min_group
        ));
    }
    let is_large = of.data.candidates > MOST_FOR_FISHER;
    if is_large {
        limits.push(
            "For two groups of more than 20,000 people together it is not worked out how few outcomes \
             would turn Fisher's test: it and the two standard deviations agree there."
                .to_owned(),
        );
    }
    limits
}

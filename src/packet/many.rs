//! Many panels, worked out side by side. What is made of each depends on its own panel and on what
//! all share, so that the number of threads changes nothing.

use rayon::prelude::*;

use super::{Names, Panel, Panels, Record, Scores, Severity};

/// Makes something of one panel: its packet, or a candidate's feedback.
pub type Make<T> = fn(&Panels<'_>, &Panel<'_>, &Scores<'_>, &Names, &Record) -> T;

/// Makes something of each of some panels, in their order.
#[must_use]
pub fn build_each<T: Send>(
    panels: &Panels<'_>,
    severity: Option<&Severity>,
    names: &Names,
    of: &[(&Panel<'_>, Record)],
    make: Make<T>,
) -> Vec<T> {
    let one = |(panel, record): &(&Panel<'_>, Record)| {
        let scores = Scores::new(panels, panel, severity);
        make(panels, panel, &scores, names, record)
    };
    of.par_iter().map(one).collect()
}

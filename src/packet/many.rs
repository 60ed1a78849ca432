//! The packets of many panels, worked out side by side. Each depends on its own panel and on what
//! all share, so that the number of threads changes nothing.

use rayon::prelude::*;

use super::{Names, Packet, Panel, Panels, Record, Scores, Severity, build};

/// Builds the packets of some panels, in their order.
#[must_use]
pub fn build_each(
    panels: &Panels<'_>,
    severity: Option<&Severity>,
    names: &Names,
    of: &[(&Panel<'_>, Record)],
) -> Vec<Packet> {
    let packet = |(panel, record): &(&Panel<'_>, Record)| {
        let scores = Scores::new(panels, panel, severity);
        build(panels, panel, &scores, names, record)
    };
    of.par_iter().map(packet).collect()
}

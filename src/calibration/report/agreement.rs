//! How far interviewers agree.

use std::collections::BTreeMap;

use super::{Section, Table, between, shown};
use crate::calibration::agreement::Agreement;
use crate::calibration::analysis::Analysis;

/// Coefficients by the names they have in JSON and in print.
const NAMES: [(&str, &str); 18] = [
    ("percent", "Share of equal scores"),
    ("cohen_kappa", "Cohen's kappa"),
    ("cohen_kappa_linear", "Cohen's kappa, linear weights"),
    ("cohen_kappa_quadratic", "Cohen's kappa, quadratic weights"),
    ("fleiss_kappa", "Fleiss' kappa"),
    ("gwet_ac1", "Gwet's AC1"),
    ("gwet_ac2_ordinal", "Gwet's AC2, ordinal weights"),
    ("gwet_ac2_quadratic", "Gwet's AC2, quadratic weights"),
    ("alpha_nominal", "Krippendorff's alpha, nominal"),
    ("alpha_ordinal", "Krippendorff's alpha, ordinal"),
    ("alpha_interval", "Krippendorff's alpha, interval"),
    ("alpha_ratio", "Krippendorff's alpha, ratio"),
    ("icc.icc1", "ICC(1,1)"),
    ("icc.icc2", "ICC(2,1)"),
    ("icc.icc3", "ICC(3,1)"),
    ("icc.icc1k", "ICC(1,k)"),
    ("icc.icc2k", "ICC(2,k)"),
    ("icc.icc3k", "ICC(3,k)"),
];

/// The section; none where there are too many ratings to count.
pub(super) fn section(analysis: &Analysis) -> Option<Section> {
    let panel = &analysis.agreement;
    let found = panel.coefficients.as_ref()?;
    let mut table = Table::of(&["Coefficient", "#Value", "#Interval"]);
    let mut without: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for ((name, title), value) in NAMES.iter().zip(values(found)) {
        if let Some(why) = found.undefined.get(name) {
            without.entry(why.to_string()).or_default().push(title);
            continue;
        }
        let interval = found.intervals.get(name);
        table.rows.push(vec![
            (*title).to_owned(),
            shown(value),
            between(interval.map(|it| it.low), interval.map(|it| it.high)),
        ]);
    }
    let k = found.icc.k.map_or_else(String::new, |k| {
        format!(" k is {k:.1}, the harmonic mean of the interviewers that candidates had.")
    });
    let icc = format!(
        "For intraclass correlations (ICC) a unit is {}.{k} All else compares scores of {}; {} of {} \
         units have two or more.",
        panel.icc_unit, panel.unit, found.n_paired_units, found.n_units
    );
    Some(Section {
        title: "Agreement",
        text: vec![
            "1 is full agreement and 0 what chance would give. These coefficients say how alike scores \
             are; they correct nothing, and a panel that differs in severity alone agrees badly."
                .to_owned(),
        ],
        table: (!table.rows.is_empty()).then_some(table),
        notes: std::iter::once(icc).chain(missing(&without)).collect(),
        ..Section::default()
    })
}

/// What there is none of, and why.
fn missing(without: &BTreeMap<String, Vec<&str>>) -> impl Iterator<Item = String> {
    without
        .iter()
        .map(|(why, titles)| format!("Not given, since {why}: {}.", titles.join("; ")))
}

fn values(found: &Agreement) -> [Option<f64>; 18] {
    let icc = &found.icc;
    [
        found.percent,
        found.cohen_kappa,
        found.cohen_kappa_linear,
        found.cohen_kappa_quadratic,
        found.fleiss_kappa,
        found.gwet_ac1,
        found.gwet_ac2_ordinal,
        found.gwet_ac2_quadratic,
        found.alpha_nominal,
        found.alpha_ordinal,
        found.alpha_interval,
        found.alpha_ratio,
        icc.icc1,
        icc.icc2,
        icc.icc3,
        icc.icc1k,
        icc.icc2k,
        icc.icc3k,
    ]
}

//! How the figures were made.

use super::{Section, Table, two};
use crate::calibration::analysis::{Analysis, Estimation, Method};

/// The section.
pub(super) fn section(analysis: &Analysis) -> Section {
    let mut text = vec![what(analysis)];
    if let Some(how) = &analysis.estimation {
        text.push(reached(how));
    }
    let mut table = Table::of(&["Figure", "#Value"]);
    let variance = &analysis.variance;
    let deviations = [
        (
            "Standard deviation of abilities (logits)",
            variance.candidate,
        ),
        (
            "Standard deviation of severities (logits)",
            variance.interviewer,
        ),
        ("Standard deviation of halos (logits)", variance.pair),
        (
            "Standard deviation of difficulties (logits)",
            variance.criterion,
        ),
    ];
    let rows = deviations
        .into_iter()
        .map(|(name, of)| (name, of.map(f64::sqrt)));
    let rows = rows.chain([("Deviance (−2 log-likelihood)", analysis.deviance)]);
    table.rows = rows
        .filter_map(|(name, figure)| Some(vec![name.to_owned(), two(figure?)]))
        .collect();
    Section {
        title: "How this was made",
        text,
        table: (!table.rows.is_empty()).then_some(table),
        ..Section::default()
    }
}

fn what(analysis: &Analysis) -> String {
    match analysis.method {
        Method::SeverityModel => {
            "A many-facet Rasch model with a random effect for each pair of candidate and interviewer, \
             by marginal maximum likelihood; docs/calibration.md says what that means and what it \
             cannot do."
        }
        Method::RawMeans => {
            "Means of the scores as given. Their intervals assume that a score lies half a step around \
             the true one, and that half of this variance is shared by one interviewer's scores of one \
             candidate."
        }
        Method::Joint => {
            "A many-facet Rasch model by joint maximum likelihood, without priors and without halo, for \
             comparison with other programs. Its estimates spread too far where ratings are few."
        }
    }
    .to_owned()
}

fn reached(how: &Estimation) -> String {
    let steps = match how.steps {
        "partial-credit" => "Every criterion has steps of its own (partial credit)",
        _ => "All criteria share their steps but for their difficulty (rating scale)",
    };
    let part = if how.variances_of_part {
        " Variances come from a part of the ratings that is always the same."
    } else {
        ""
    };
    let gradient = how.gradient.map_or_else(String::new, |gradient| {
        format!(", the largest component of the gradient at the end {gradient:.0e}")
    });
    format!(
        "{steps}. Reached in {} iterations{gradient}.{part}",
        how.iterations
    )
}

//! What was found, for whoever reads no further.

use super::interviewers::{by_severity, is_apart};
use super::{aside, made_of, two};
use crate::calibration::analysis::{Analysis, Candidate, Method, Summary};
use crate::text::{count, counted, grouped, percent, plain};

/// How much was read.
pub(super) fn counts(data: &Summary) -> String {
    let many = |n: usize, one: &str, more: &str| {
        let noun = if n == 1 { one } else { more };
        format!("{} {noun}", grouped(count(n)))
    };
    let mut said = vec![format!(
        "{} of {} by {} on {}.",
        many(data.n_ratings, "score", "scores"),
        many(data.n_candidates, "candidate", "candidates"),
        many(data.n_interviewers, "interviewer", "interviewers"),
        many(data.n_criteria, "criterion", "criteria"),
    )];
    if let (Some(lowest), Some(highest)) = (data.points.first(), data.points.last()) {
        said.push(format!("Points from {lowest} to {highest} were given."));
    }
    if data.n_missing > 0 {
        let n = many(data.n_missing, "row says", "rows say");
        said.push(format!(
            "{n} that there is no score, which counts as none and not as zero."
        ));
    }
    if data.n_shadow > 0 {
        let n = many(data.n_shadow, "score", "scores");
        said.push(format!("{n} of trainees count in nothing."));
    }
    said.join(" ")
}

/// What was found.
pub(super) fn sentences(analysis: &Analysis) -> Vec<String> {
    let found = [
        severities(analysis),
        moved(analysis),
        sides(analysis),
        made_of::sentence(analysis),
        made_of::reliable(analysis),
        agreement(analysis),
        Some(linked(analysis)),
    ];
    found.into_iter().flatten().collect()
}

/// Who is furthest from the panel, and for how many that is no chance.
fn severities(analysis: &Analysis) -> Option<String> {
    if analysis.method == Method::RawMeans {
        return None;
    }
    if analysis.connectivity.components > 1 {
        let within =
            "Severities can be compared within a group alone; the table has them group by group.";
        return Some(within.to_owned());
    }
    let rows = by_severity(analysis);
    let sure: Vec<_> = rows.into_iter().filter(|row| !row.too_few).collect();
    let at = |a: &&&crate::calibration::analysis::Interviewer| a.points.unwrap_or_default();
    let severest = sure.iter().min_by(|a, b| at(a).total_cmp(&at(b)))?;
    let mildest = sure.iter().max_by(|a, b| at(a).total_cmp(&at(b)))?;
    let n_apart = sure.iter().filter(|row| is_apart(row)).count();
    let apart = match n_apart {
        0 => "None of the differences is more than chance could account for.".to_owned(),
        n => format!(
            "For {n} of {} the difference is more than chance could account for.",
            counted(sure.len(), "interviewer")
        ),
    };
    Some(format!(
        "Of interviewers with ratings enough, {} is the most severe, {}, and {} the most lenient, {}. {apart}",
        severest.id,
        aside(severest.points?),
        mildest.id,
        aside(mildest.points?),
    ))
}

/// How far correcting moves candidates.
fn moved(analysis: &Analysis) -> Option<String> {
    if analysis.method != Method::SeverityModel {
        return None;
    }
    let rows = analysis.candidates.iter();
    let distances: Vec<_> = rows
        .filter_map(|row| Some((row.fair? - row.raw?, row.id.as_str())))
        .collect();
    let by = |a: &(f64, &str)| a.0.abs();
    let furthest = distances.iter().max_by(|a, b| by(a).total_cmp(&by(b)))?;
    let mean = distances.iter().map(by).sum::<f64>() / count(distances.len());
    let way = if furthest.0 < 0.0 { "down" } else { "up" };
    Some(format!(
        "Fair scores lie {} points from the scores as given on average; {} moves furthest, {} points {way}.",
        two(mean),
        furthest.1,
        two(furthest.0.abs()),
    ))
}

/// Who is on the other side of the line once severity is corrected for.
fn sides(analysis: &Analysis) -> Option<String> {
    let line = analysis.bar_line?;
    if analysis.method == Method::RawMeans {
        return None;
    }
    let crosses = |row: &&Candidate| {
        row.raw
            .zip(row.fair)
            .is_some_and(|(raw, fair)| (raw >= line) != (fair >= line))
    };
    let n = analysis.candidates.iter().filter(crosses).count();
    let whose = if n == 1 {
        "whose fair score is"
    } else {
        "whose fair scores are"
    };
    Some(match n {
        0 => format!(
            "No fair score is on the other side of {} than the scores as given.",
            plain(line)
        ),
        n => format!(
            "There {} {} {whose} on the other side of {} than the scores as given.",
            if n == 1 { "is" } else { "are" },
            counted(n, "candidate"),
            plain(line)
        ),
    })
}

fn agreement(analysis: &Analysis) -> Option<String> {
    let found = analysis.agreement.coefficients.as_ref()?;
    let alpha = found.alpha_ordinal.map_or_else(String::new, |alpha| {
        format!(" (Krippendorff's alpha, ordinal, {})", two(alpha))
    });
    Some(format!(
        "Two interviewers who score the same candidate on the same criterion give the same point {} of \
         the time{alpha}.",
        percent(found.percent?)
    ))
}

fn linked(analysis: &Analysis) -> String {
    match analysis.connectivity.components {
        0 | 1 => {
            "All candidates and interviewers are linked by ratings: fair scores can be compared."
                .to_owned()
        }
        n => format!(
            "Candidates and interviewers fall into {n} groups that no rating links: fair scores of different \
             groups cannot be compared."
        ),
    }
}

/// What keeps the figures from being relied on.
pub(super) fn cautions(analysis: &Analysis) -> Vec<String> {
    let mut cautions = Vec::new();
    if let (Method::RawMeans, Some(why)) = (analysis.method, &analysis.floor.reason) {
        cautions.push(format!(
            "Severity was not corrected for: too few ratings ({why}). Fair scores are means of the scores \
             as given, with wide intervals."
        ));
    }
    if analysis.method == Method::Joint {
        cautions.push(
            "Joint maximum likelihood is for comparison with other programs and not for decisions: it \
             knows no halo, and spreads estimates too far where ratings are few."
                .to_owned(),
        );
    }
    if analysis.connectivity.components > 1 && analysis.method == Method::SeverityModel {
        cautions.push(
            "A gap between groups that nothing links is taken for severity and chance and shrinks, although \
             it may be real."
                .to_owned(),
        );
    }
    let given_up = analysis.estimation.iter().flat_map(|how| &how.given_up);
    cautions.extend(
        given_up.map(|what| format!("Not converged: {what}. The figures are where it stopped.")),
    );
    cautions
}

use super::*;
use crate::calibration::model::{self, Data, GroupMeans, Settings};
use crate::calibration::simulate::{self, Setup};

fn panel(cross: f64) -> (Data, Vec<u32>) {
    let setup = Setup {
        n_candidates: 100,
        n_interviewers: 20,
        n_departments: 2,
        cross,
        sd_department_ability: 1.0,
        sd_severity: 0.5,
        sd_halo: 0.6,
        interviewers_each: (3, 4),
        ..Setup::default()
    };
    let (data, truth) = simulate::panel(&setup, 3);
    (data, truth.department_of_candidate)
}

fn fitted(data: &Data, group_means: GroupMeans) -> Model {
    let settings = Settings {
        group_means,
        ..Settings::default()
    };
    model::model(data, &settings).unwrap()
}

fn some(departments: &[u32]) -> Vec<Option<u32>> {
    departments.iter().copied().map(Some).collect()
}

#[test]
fn a_gap_between_unlinked_departments_is_uncertain_and_links_make_it_less_so() {
    let mut found = Vec::new();
    for cross in [0.0, 0.1, 1.0] {
        let (data, departments) = panel(cross);
        let model = fitted(&data, GroupMeans::Shrunk);
        let contrasts = contrasts(&model, &some(&departments));
        assert_eq!(contrasts.contrasts.len(), 1);
        let share = contrasts.cross_share().unwrap();
        let contrast = contrasts.contrasts[0];
        assert!(contrast.gap.abs() > contrast.shrunk.abs(), "{contrast:?}");
        found.push((share, contrast.se, contrast.shrunk / contrast.gap));
    }
    let [none, few, many] = found[..] else {
        panic!("three")
    };
    assert!(none.0 == 0.0 && few.0 > 0.02 && many.0 > 0.3, "{found:?}");
    assert!(none.1 > few.1 && few.1 > many.1, "{found:?}");
    // How much of the gap is left under one mean for all.
    assert!(none.2 < 0.5 && none.2 < many.2, "{found:?}");
}

/// The gap with means freed after the fit is the gap of a fit with these means, up to variances,
/// which are then estimated anew; with the variances of that fit it is the same.
#[test]
fn freed_means_are_those_of_a_fit_with_means_of_their_own() {
    let (data, departments) = panel(0.1);
    let model = fitted(&data, GroupMeans::Fixed(departments.clone()));
    let found = contrasts(&model, &some(&departments)).contrasts[0];
    let means = &model.variances.fit.state.means;
    assert!(
        (found.gap - (means[0] - means[1])).abs() < 1e-3,
        "{found:?}"
    );
    let size = model.uncertainty.covariance.size();
    let by = [(size - 2, 1.0), (size - 1, -1.0)];
    let se = crate::calibration::ability::quadratic(&model.uncertainty.covariance, &by).sqrt();
    assert!((found.se - se).abs() < 1e-3, "{found:?} {se}");
    // From a fit with one mean for all: near it.
    let shrunk = fitted(&data, GroupMeans::Shrunk);
    let from_shrunk = contrasts(&shrunk, &some(&departments)).contrasts[0];
    assert!((from_shrunk.gap - found.gap).abs() < 0.5 * found.se);
}

#[test]
fn one_group_lonely_people_and_no_groups_have_no_contrast() {
    let (data, _) = panel(1.0);
    let model = fitted(&data, GroupMeans::Shrunk);
    assert_eq!(contrasts(&model, &components(&model.design)).contrasts, []);
    let none = contrasts(&model, &[]);
    assert_eq!((none.cross_share(), none.contrasts.len()), (None, 0));
    // A group of one is not compared.
    let mut groups = vec![Some(7); 100];
    groups[4] = Some(9);
    assert_eq!(contrasts(&model, &groups).contrasts, []);
}

#[test]
fn the_best_link_joins_the_largest_components() {
    let (data, departments) = panel(0.0);
    let model = fitted(&data, GroupMeans::Shrunk);
    let link = best_link(&model).unwrap();
    assert_eq!(link.between, Between::Components(0, 1));
    assert!(
        link.se_after < link.se_before && link.se_after > 0.0,
        "{link:?}"
    );
    // Interviewers take turns in departments.
    let department = departments[link.candidate];
    assert_ne!(department as usize, link.interviewer % 2);
    assert_eq!(best_link(&model), Some(link));
}

/// Within one component: what the rank-one update says against the model with the pairing in it.
/// Ratings that are drawn move the estimates too, so that only the size of the step is compared.
#[test]
fn the_best_link_within_a_component_tells_two_interviewers_apart() {
    let (mut data, _) = panel(0.3);
    let model = fitted(&data, GroupMeans::Shrunk);
    let link = best_link(&model).unwrap();
    let Between::Interviewers(a, b) = link.between else {
        panic!("one component: {link:?}")
    };
    assert!(link.interviewer == a || link.interviewer == b);
    let pairs = model.design.pairs_of(link.candidate);
    assert!(
        pairs
            .iter()
            .all(|pair| pair.interviewer as usize != link.interviewer)
    );
    let number = |at: usize| u32::try_from(at).unwrap();
    for criterion in 0..4 {
        let score = 2 + i32::try_from(criterion % 2).unwrap();
        let pair = (
            number(link.candidate),
            number(link.interviewer),
            criterion,
            score,
        );
        data.ratings.push(pair);
    }
    let (counts, responses, _) = model::responses(&data);
    let design = Design::new(counts, responses);
    let fit = &model.variances.fit;
    let tolerance = crate::calibration::severity::TOLERANCE;
    let after = crate::calibration::severity::fit(
        &design,
        &model.rules,
        fit.deviations,
        fit.state.clone(),
        tolerance,
    );
    let by = [(a, 1.0), (b, -1.0)];
    let inverse = after.unwrap().factor.inverse();
    let se = crate::calibration::ability::quadratic(&inverse, &by).sqrt();
    let (said, true_fall) = (link.se_before - link.se_after, link.se_before - se);
    assert!(
        said > 0.0 && (said / true_fall - 1.0).abs() < 0.5,
        "{link:?} {se}"
    );
}

#[test]
fn a_single_interviewer_cannot_be_linked() {
    let setup = Setup {
        n_candidates: 40,
        n_interviewers: 8,
        interviewers_each: (8, 8),
        ..Setup::default()
    };
    let (data, _) = simulate::panel(&setup, 1);
    // Everybody is paired with everybody already.
    assert_eq!(best_link(&fitted(&data, GroupMeans::Shrunk)), None);
}

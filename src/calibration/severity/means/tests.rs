use crate::calibration::design::{Counts, Design};
use crate::calibration::model::{self, Data, GroupMeans, Model, Settings};
use crate::calibration::quadrature::Quadrature;
use crate::calibration::severity::{Deviations, Rules, State, derivatives};
use crate::calibration::simulate::{self, Setup, Truth};
use crate::calibration::steps::{Steps, Structure};
use crate::text::count;

#[track_caller]
fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{what}: {found}, expected {expected}"
    );
}

/// Twelve candidates in three groups, one of them in none.
fn small() -> Design {
    let setup = Setup {
        n_candidates: 12,
        n_interviewers: 4,
        n_criteria: 3,
        interviewers_each: (1, 3),
        criteria_per_pair: 2,
        ..Setup::default()
    };
    let (data, _) = simulate::panel(&setup, 5);
    let (counts, responses, _) = model::responses(&data);
    let counts = Counts {
        n_categories: 4,
        ..counts
    };
    let group = |at: u32| (at != 7).then_some(at % 3);
    Design::new(counts, responses).with_groups((0..12).map(group).collect())
}

#[test]
fn gradient_and_information_with_means_are_those_of_finite_differences() {
    let design = small();
    let rules = Rules {
        candidate: Quadrature::new(41),
        pair: Quadrature::new(21),
    };
    let deviations = Deviations {
        candidate: 0.9,
        interviewer: Some(0.6),
        pair: 0.7,
    };
    let steps = Steps::flat(Structure::RatingScale, 3, 3);
    let mut state = State::start(&design, steps.with(vec![-0.3, 0.1, 0.4, -1.2, 0.1]));
    state.severity = vec![0.3, -0.2, 0.5, -0.4];
    // Not balanced, so that what holds the overall mean at 0 pulls too.
    state.means = vec![0.4, -0.3, 0.1];
    let of = |at: usize, by: f64| {
        let mut moved = state.clone();
        match at {
            0..4 => moved.severity[at] += by,
            4..9 => {
                let mut parameters = moved.steps.parameters().to_vec();
                parameters[at - 4] += by;
                moved.steps = moved.steps.with(parameters);
            }
            _ => moved.means[at - 9] += by,
        }
        derivatives(&design, &rules, deviations, &moved)
    };
    let here = of(0, 0.0);
    let step = 1e-4;
    assert_eq!(here.gradient.len(), 12);
    for at in 0..12 {
        let (up, down) = (of(at, step), of(at, -step));
        let slope = (up.objective - down.objective) / (2.0 * step);
        // What holds the mean has slopes of 1e5: relative to that.
        let scale = 1.0 + slope.abs();
        close(here.gradient[at] / scale, slope / scale, 2e-5, "gradient");
        for other in 0..12 {
            let bend = -(up.gradient[other] - down.gradient[other]) / (2.0 * step);
            let found = here.information[(at.max(other), at.min(other))];
            let scale = 1.0 + bend.abs();
            close(found / scale, bend / scale, 2e-4, "information");
        }
    }
}

/// Four departments that share no interviewer and whose abilities lie apart.
fn departments(seed: u64) -> (Data, Truth) {
    let setup = Setup {
        n_candidates: 120,
        n_interviewers: 36,
        n_departments: 4,
        cross: 0.0,
        sd_department_ability: 1.0,
        sd_severity: 0.4,
        sd_halo: 0.8,
        ..Setup::default()
    };
    simulate::panel(&setup, seed)
}

fn fitted(data: &Data, group_means: GroupMeans) -> Model {
    let settings = Settings {
        group_means,
        ..Settings::default()
    };
    model::model(data, &settings).unwrap()
}

/// Means of the departments, the mean of all taken away.
fn gaps(of_candidates: impl Fn(usize) -> f64, groups: &[u32]) -> Vec<f64> {
    let mean = |group: Option<u32>| {
        let of = groups.iter().enumerate();
        let of = of.filter(|(_, own)| group.is_none_or(|group| group == **own));
        let of: Vec<f64> = of.map(|(at, _)| of_candidates(at)).collect();
        of.iter().sum::<f64>() / count(of.len())
    };
    (0..4).map(|group| mean(Some(group)) - mean(None)).collect()
}

/// How much of the true gaps between departments is left, over some panels: the slope through
/// nothing of gaps found on true gaps.
fn left(means: impl Fn(&Truth) -> GroupMeans) -> f64 {
    let (mut both, mut square) = (0.0, 0.0);
    for seed in [1, 3] {
        let (data, truth) = departments(seed);
        let groups = &truth.department_of_candidate;
        let model = fitted(&data, means(&truth));
        let real = gaps(|at| truth.ability[at], groups);
        let found = gaps(|at| model.ability(at).mean, groups);
        both += real.iter().zip(&found).map(|(a, b)| a * b).sum::<f64>();
        square += real.iter().map(|gap| gap * gap).sum::<f64>();
    }
    both / square
}

/// Unlinked departments are the groups of people who are linked, by another number.
#[test]
fn departments_by_name_are_what_is_linked() {
    let (data, truth) = departments(1);
    let of = |means| fitted(&data, means);
    let by_name = of(GroupMeans::Fixed(truth.department_of_candidate.clone()));
    let linked = of(GroupMeans::Components);
    assert_eq!(by_name.uncertainty.mean_se.len(), 4);
    for candidate in 0..data.n_candidates {
        let (a, b) = (by_name.ability(candidate), linked.ability(candidate));
        close(a.mean, b.mean, 1e-6, "ability");
        close(a.sd, b.sd, 1e-6, "its standard deviation");
    }
}

/// CALIBRATION's figure for one mean for all: unlinked departments are drawn together by 69 %. The
/// prior alone says `(σ_s²/n_r) / (σ_s²/n_r + σ_t²/n_c)` for `n_r` interviewers and `n_c` candidates in
/// each, about .6 to .7 here, since the gap goes into `σ_s`. With means of their own the gaps stand
/// but for chance in severities: a standard error of .15 in the slope.
#[test]
fn a_true_gap_between_unlinked_departments_is_shrunk_and_fixed_means_keep_it() {
    let shrunk = left(|_| GroupMeans::Shrunk);
    close(1.0 - shrunk, 0.69, 0.12, "shrunk");
    let components = left(|_| GroupMeans::Components);
    close(components, 1.0, 0.2, "components");
}

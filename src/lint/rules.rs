//! The one sorted table of rules.

mod allow_unexplained;
mod allow_unknown;
mod allow_unused;
mod anchors_incomplete;
mod asks_age;
mod asks_arrest_record;
mod asks_family;
mod asks_finances;
mod asks_genetics;
mod asks_health;
mod asks_military_discharge;
mod asks_orientation;
mod asks_origin;
mod asks_pay_history;
mod asks_pregnancy;
mod asks_race;
mod asks_religion;
mod asks_union_politics;
mod cell_repeated;
mod cells_alike;
mod criterion_never_asked;
mod criterion_never_scored;
mod discipline_empty;
mod exercise_counted_twice;
mod exercise_unused;
mod gender_coded_words;
mod indicator_unobservable;
mod interview_without_minutes;
mod kit_too_long_to_read;
mod knockout_unlawful;
mod knockout_unreachable;
mod ladder_falls;
mod loop_hypothetical;
mod one_sided_indicators;
mod pool_too_small;
mod prompt_never_scored;
mod question_double_barrelled;
mod question_leading;
mod question_never_asked;
mod question_outside_focus;
mod question_without_indicators;
mod question_yes_no;
mod required_never_assessed;
mod required_without_question;
mod round_over_time;
mod rounds_alike;
mod too_few_raters;
mod weight_unexplained;

use super::Rule;

/// Every rule, by code.
pub const ALL: &[Rule] = &[
    criterion_never_scored::RULE,
    criterion_never_asked::RULE,
    round_over_time::RULE,
    required_without_question::RULE,
    question_outside_focus::RULE,
    too_few_raters::RULE,
    rounds_alike::RULE,
    knockout_unreachable::RULE,
    exercise_counted_twice::RULE,
    weight_unexplained::RULE,
    one_sided_indicators::RULE,
    question_without_indicators::RULE,
    interview_without_minutes::RULE,
    pool_too_small::RULE,
    question_never_asked::RULE,
    exercise_unused::RULE,
    discipline_empty::RULE,
    prompt_never_scored::RULE,
    cells_alike::RULE,
    cell_repeated::RULE,
    ladder_falls::RULE,
    anchors_incomplete::RULE,
    required_never_assessed::RULE,
    indicator_unobservable::RULE,
    question_double_barrelled::RULE,
    question_leading::RULE,
    question_yes_no::RULE,
    loop_hypothetical::RULE,
    gender_coded_words::RULE,
    kit_too_long_to_read::RULE,
    asks_age::RULE,
    asks_family::RULE,
    asks_pregnancy::RULE,
    asks_religion::RULE,
    asks_origin::RULE,
    asks_race::RULE,
    asks_health::RULE,
    asks_genetics::RULE,
    asks_arrest_record::RULE,
    asks_pay_history::RULE,
    asks_orientation::RULE,
    asks_military_discharge::RULE,
    asks_union_politics::RULE,
    asks_finances::RULE,
    knockout_unlawful::RULE,
    allow_unexplained::RULE,
    allow_unused::RULE,
    allow_unknown::RULE,
];

/// The rule of a code, in either case.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    ALL.iter()
        .find(|rule| rule.code.as_str().eq_ignore_ascii_case(code))
}

//! What lists indicators, where, and how cards address them.

use super::{
    CriterionIdx, Indicator, IndicatorOwner, LevelIdx, QuestionIdx, RoundIdx, Rubric, Sign,
    VideoPromptIdx,
};
use crate::text::Text;

impl Rubric {
    /// The name that addresses begin with.
    #[must_use]
    pub fn owner_name(&self, owner: IndicatorOwner) -> String {
        match owner {
            IndicatorOwner::Question(idx) => self.question(idx).id.to_string(),
            IndicatorOwner::Exercise(idx) => self.exercise(idx).id.to_string(),
            IndicatorOwner::Variant(idx, place) => {
                let exercise = self.exercise(idx);
                format!("{}/{}", exercise.id, exercise.variants[place].id)
            }
            IndicatorOwner::VideoPrompt(idx) => self.video_prompts()[idx.get()].id.to_string(),
        }
    }

    /// The indicators that speak for the candidate, and those that speak against.
    #[must_use]
    pub fn indicator_lists(&self, owner: IndicatorOwner) -> [&[Text]; 2] {
        match owner {
            IndicatorOwner::Question(idx) => {
                let question = self.question(idx);
                [&question.positive, &question.negative]
            }
            IndicatorOwner::Exercise(idx) => {
                let exercise = self.exercise(idx);
                [&exercise.positive, &exercise.negative]
            }
            IndicatorOwner::Variant(idx, place) => {
                let variant = &self.exercise(idx).variants[place];
                [&variant.positive, &variant.negative]
            }
            IndicatorOwner::VideoPrompt(idx) => {
                let prompt = &self.video_prompts()[idx.get()];
                [&prompt.positive, &prompt.negative]
            }
        }
    }

    /// An indicator's text. The indicator must be one of this rubric's.
    #[must_use]
    pub fn indicator_text(&self, indicator: Indicator) -> &Text {
        let [positive, negative] = self.indicator_lists(indicator.owner);
        let texts = match indicator.sign {
            Sign::Positive => positive,
            Sign::Negative => negative,
        };
        &texts[indicator.number - 1]
    }

    /// An indicator as a card addresses it.
    #[must_use]
    pub fn indicator_address(&self, indicator: Indicator) -> String {
        let owner = self.owner_name(indicator.owner);
        let sign = match indicator.sign {
            Sign::Positive => '+',
            Sign::Negative => '-',
        };
        format!("{owner}{sign}{}", indicator.number)
    }

    /// The indicators of one owner, those that speak for the candidate first.
    pub fn indicators_of(&self, owner: IndicatorOwner) -> impl Iterator<Item = Indicator> {
        let [positive, negative] = self.indicator_lists(owner).map(<[Text]>::len);
        let listed = move |sign, n: usize| {
            (1..=n).map(move |number| Indicator {
                owner,
                sign,
                number,
            })
        };
        listed(Sign::Positive, positive).chain(listed(Sign::Negative, negative))
    }

    /// What lists indicators that speak to a criterion in a round at a level: those of some
    /// questions, the round's exercise with its variants, the round's video prompts.
    #[must_use]
    pub fn owners_for(
        &self,
        criterion: CriterionIdx,
        round: RoundIdx,
        level: LevelIdx,
        questions: &[QuestionIdx],
    ) -> Vec<IndicatorOwner> {
        let asked = questions.iter().copied();
        let asked = asked.filter(|idx| self.question(*idx).measures.contains(&criterion));
        let mut owners: Vec<_> = asked.map(IndicatorOwner::Question).collect();
        if let Some(idx) = self.round(round).exercise {
            let exercise = self.exercise(idx);
            let speaks =
                exercise.measures.contains(&criterion) || exercise.criterion == Some(criterion);
            if speaks && exercise.levels.include(level) {
                owners.push(IndicatorOwner::Exercise(idx));
                let places = 0..exercise.variants.len();
                owners.extend(places.map(|place| IndicatorOwner::Variant(idx, place)));
            }
        }
        for (place, prompt) in self.video_prompts().iter().enumerate() {
            let is_here = prompt.round == Some(round) && prompt.levels.include(level);
            if is_here && prompt.measures.contains(&criterion) {
                owners.push(IndicatorOwner::VideoPrompt(VideoPromptIdx(place)));
            }
        }
        owners
    }
}

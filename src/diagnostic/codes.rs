//! The one table of codes: `C2xx` what a scorecard can get wrong, `E0xx` a file that cannot be used.

use std::fmt;

/// The stable name of a kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// A code that a rule carries.
    #[must_use]
    pub const fn new(code: &'static str) -> Self {
        Self(code)
    }

    /// The code as it is printed, such as `E005`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! codes {
    ($($name:ident = $code:literal, $summary:literal;)*) => {
        $(#[doc = $summary] pub const $name: Code = Code($code);)*
        /// Every code with one line on what it means, sorted by code.
        pub const ALL: &[(Code, &str)] = &[$(($name, $summary)),*];
    };
}

codes! {
    CARD_RUBRIC = "C201", "the card was made for another rubric, or for another version of it";
    CARD_SCORE = "C202", "a score is neither a point of the scale nor one of the words for no score";
    CARD_EVIDENCE = "C203", "a score has no evidence written beside it";
    CARD_FOCUS = "C204", "a criterion is scored that the round does not focus on";
    CARD_UNSCORED = "C205", "a criterion of the round is not on the card; it counts as not assessed";
    CARD_ASKED = "C206", "a question is marked as asked that does not belong to this round and level";
    CARD_SEAT = "C207", "two different cards fill the same seat: one candidate, round and interviewer";
    CARD_LEVEL = "C208", "one candidate's cards are for different levels";
    CARD_RECOMMENDATION = "C209", "the card has scores and no recommendation";
    CARD_THIN = "C210", "the evidence of a score is too short to rest it on";
    CARD_EXTREME = "C211", "the lowest or highest score is given and no indicator is ticked";
    CARD_CONTRADICTS = "C212", "the indicators ticked speak for another score than the one given";
    CARD_AGAINST = "C213", "the recommendation contradicts the scores";
    CARD_COPIED = "C214", "a text stands on another card too";
    CARD_QUOTES = "C215", "a text is the rubric's and not what was heard or seen";
    CARD_HALO = "C216", "every score is the same, and not each rests on evidence of its own";
    CARD_NOT_ASKED = "C217", "a criterion is scored and nothing was asked about it";
    CARD_TOPIC = "C218", "a text is about what must not matter";
    CARD_FUTURE = "C219", "the interview is dated on a day that is still to come";
    SEAL_CONTENT = "C221", "what a sealed card holds is not a card encrypted to a key";
    SEAL_KEY = "C222", "the key does not open a sealed card";
    SEAL_DAMAGED = "C223", "a sealed card was damaged or cut short";
    SEAL_CARD = "C224", "the card inside a sealed one cannot be used";
    SEAL_SEAT = "C225", "the card inside a sealed one is another than its envelope says";
    ENCODING = "E001", "the file is not UTF-8 text";
    TOO_LARGE = "E002", "the file is larger than its format allows";
    SYNTAX = "E003", "the file is not valid TOML";
    FORMAT = "E004", "the file's format version is not one that this program reads";
    UNKNOWN_KEY = "E005", "a key is not one that its table has";
    MISSING_KEY = "E006", "a table lacks a key that it must have";
    WRONG_TYPE = "E007", "a value is of the wrong type";
    BAD_VALUE = "E008", "a value is outside what its key allows";
    BAD_ID = "E009", "an id is not lower-case letters, digits and hyphens";
    DUPLICATE_ID = "E010", "an id is used twice";
    UNKNOWN_REFERENCE = "E011", "an id is named that nothing in the rubric has";
    SCALE = "E012", "the scale has no order, no bar, or too few or too many points";
    LEVEL_CELL = "E013", "a cell of the progression table is missing";
    TIME = "E014", "the parts of a round take longer than the round";
    INCLUDE = "E015", "an included file cannot be used";
    KNOCKOUT = "E016", "a knock-out rule is missing, incomplete or contradicts itself";
    DECISION = "E017", "the decision rules contradict themselves";
    CONFLICT = "E018", "two keys exclude each other";
    EMPTY = "E019", "the rubric has nothing to score or no round to score it in";
    TOO_MANY = "E020", "more is wrong with the file than can be listed";
    CSV = "E021", "the file is not a table of comma-separated values";
    COLUMN = "E022", "a column is unknown, missing, without a name, or there twice";
    JSON = "E023", "the file is not JSON, or not of the shape that is expected";
    IMPORT = "E024", "a record of another system says something that the mapping does not cover";
    RATING = "E025", "a rating cannot be used: it is not a whole number, given twice, or nobody's";
    CONFIRM = "E026", "a decision on an application cannot be kept";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_without_duplicates() {
        assert!(ALL.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}

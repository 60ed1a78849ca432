//! Kinds of cells that are not plainly an answer.

use crate::document::words;

words! {
    /// A kind of cell that is not plainly an answer.
    Kind, "a kind of unclear answer" {
        /// Nothing.
        Empty = "empty",
        /// A word or sign for nothing.
        StandIn = "stand-in",
        /// An error of a spreadsheet.
        SheetError = "spreadsheet-error",
        /// Characters that show nothing.
        Hidden = "hidden-characters",
        /// Letters or digits that look like others.
        LookAlike = "look-alikes",
        /// Digits of another script.
        OtherDigits = "other-digits",
        /// A comma between digits.
        Comma = "comma",
        /// Digits in groups, or what may be such.
        Grouped = "grouped-digits",
        /// A sign that is not a hyphen.
        Sign = "sign",
        /// A number with a word.
        Unit = "number-with-words",
        /// From a number to a number.
        Range = "range",
        /// About, over or under a number.
        About = "about",
        /// A power of ten.
        Exponent = "exponent",
        /// A share of a hundred.
        Percent = "percentage",
        /// Money.
        Currency = "currency",
        /// A fraction.
        Fraction = "fraction",
        /// A date or a time.
        Date = "date",
        /// More digits than programs keep.
        TooLong = "too-many-digits",
        /// No number of this world.
        NotFinite = "not-finite",
        /// Words where a number is asked.
        Words = "words",
        /// A number where yes or no is asked.
        Number = "number",
        /// A sign where yes or no is asked.
        Mark = "mark",
        /// Several answers in one.
        Several = "several",
        /// Nearly a word that is accepted.
        Near = "near-miss",
        /// An answer with more around it.
        Longer = "longer-text",
        /// Nothing that is known.
        Other = "other",
        /// The level that the knock-out depends on is not known.
        NoLevel = "no-level",
    }
}

impl Kind {
    /// What such cells hold, for a summary.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Empty => "nothing",
            Self::StandIn => "a word or sign for no answer, such as N/A",
            Self::SheetError => "a spreadsheet's error, such as #REF!",
            Self::Hidden => "characters that cannot be seen",
            Self::LookAlike => "letters or digits that look like others",
            Self::OtherDigits => "digits of another script",
            Self::Comma => "a comma that may mark decimals or thousands",
            Self::Grouped => "digits that may be in groups of three",
            Self::Sign => "a sign beside the number",
            Self::Unit => "a number with words or letters",
            Self::Range => "a range",
            Self::About => "more, less or about a number",
            Self::Exponent => "a number with an exponent",
            Self::Percent => "a percentage",
            Self::Currency => "an amount of money",
            Self::Fraction => "a fraction",
            Self::Date => "a date or a time",
            Self::TooLong => "more digits than programs keep",
            Self::NotFinite => "infinity or not a number",
            Self::Words => "words where a number is asked",
            Self::Number => "a number where yes or no is asked",
            Self::Mark => "a sign where a word is asked",
            Self::Several => "several answers",
            Self::Near => "nearly a word that is accepted",
            Self::Longer => "an answer with more text around it",
            Self::Other => "neither yes nor no",
            Self::NoLevel => "no level that is known",
        }
    }
}

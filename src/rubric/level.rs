//! The levels of a role.

use crate::text::Text;

/// One level, such as mid or senior.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Level {
    /// Its id.
    pub id: Text,
    /// Its name.
    pub title: Text,
    /// Other names it goes by.
    pub aliases: Vec<Text>,
    /// Years of experience, in words.
    pub years: Option<Text>,
    /// What it looks like; Markdown.
    pub summary: Option<Text>,
    /// What interviews look for.
    pub focus: Option<Text>,
    /// Why it is hard to hire for; Markdown.
    pub challenge: Option<Text>,
    /// Education looked for.
    pub education: Option<Text>,
    /// What is expected.
    pub expects: Vec<Text>,
    /// Whether everything expected of the level under it is expected too.
    pub cumulative: bool,
    /// What it pays.
    pub pay: Option<Pay>,
}

/// Pay in whole units of a currency a year.
#[derive(Debug, Clone)]
pub struct Pay {
    /// The currency's code.
    pub currency: Text,
    /// Base pay.
    pub base: Option<PayBase>,
    /// Stock a year.
    pub stock_per_year: Option<f64>,
    /// Bonus.
    pub bonus: Option<f64>,
}

/// Base pay: one figure or a range.
#[derive(Debug, Clone, PartialEq)]
pub enum PayBase {
    /// One figure.
    Fixed(f64),
    /// From low to high, low first.
    Range(f64, f64),
}

impl Level {
    /// Whether a name means this level: its id, or an alias without regard to case.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.id == name
            || self
                .aliases
                .iter()
                .any(|alias| alias.to_lowercase() == name)
    }
}

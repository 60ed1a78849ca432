//! Values that know where they were read.

use std::fmt;
use std::ops::Deref;

use super::Span;

/// A value with the place it was read from. Two are equal when their values are, wherever they
/// stand.
#[derive(Debug, Clone, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

/// A text with its place. It reads like a `str`.
pub type Text = Spanned<String>;

impl Text {
    /// The text alone.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

/// A text of our own, which stands in no file.
impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self {
            value: text.to_owned(),
            span: Span::default(),
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.value
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value)
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.value == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.value == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.value == *other
    }
}

/// What is left of texts without their places, for views.
pub trait Plain {
    /// The same without places.
    type Of;
    /// Copies the texts.
    fn plain(&self) -> Self::Of;
}

impl Plain for Text {
    type Of = String;

    fn plain(&self) -> String {
        self.value.clone()
    }
}

impl<T: Plain> Plain for Option<T> {
    type Of = Option<T::Of>;

    fn plain(&self) -> Self::Of {
        self.as_ref().map(Plain::plain)
    }
}

impl<T: Plain> Plain for Vec<T> {
    type Of = Vec<T::Of>;

    fn plain(&self) -> Self::Of {
        self.iter().map(Plain::plain).collect()
    }
}

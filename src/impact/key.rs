//! What candidates are compared by.

use std::borrow::Cow;

use crate::scorecard::normal_form;

/// An id in one normal form: the same letters in either are the same candidate, as everywhere. Case
/// matters.
pub(super) fn key(word: Cow<'_, str>) -> Cow<'_, str> {
    if word.is_ascii() {
        word
    } else {
        Cow::Owned(normal_form(&word))
    }
}

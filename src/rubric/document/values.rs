//! Values that the format allows to be written in more than one way.

use crate::document::{DeValue, Decode, Named, Reader, Shape, Value, Weight, Whole};
use crate::rubric::{Raters, RatersWord};

/// A weight: one number for every level, or one a level.
#[derive(Debug)]
pub(crate) enum WeightDoc {
    Same(Weight),
    PerLevel(Named<Weight>),
}

impl Decode for WeightDoc {
    const EXPECTED: &'static str = "a number, or a table of one number a level";
    const SHAPE: Shape = Shape::Either(&[Weight::SHAPE, Named::<Weight>::SHAPE]);

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(_) => Named::decode(value, reader).map(Self::PerLevel),
            DeValue::Integer(_) | DeValue::Float(_) => {
                Weight::decode(value, reader).map(Self::Same)
            }
            _ => reader.wrong_type(value, Self::EXPECTED),
        }
    }
}

/// How many raters must agree: a word or a number.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RatersDoc(pub(crate) Raters);

impl Decode for RatersDoc {
    const EXPECTED: &'static str = "`any`, `majority`, `all` or a number of raters";
    const SHAPE: Shape = Shape::Either(&[RatersWord::SHAPE, Whole::<1, 1_000>::SHAPE]);

    fn decode(value: &Value<'_>, reader: &mut Reader) -> Option<Self> {
        match value.get_ref() {
            DeValue::Integer(_) => {
                Whole::<1, 1_000>::decode(value, reader).map(|n| Self(Raters::AtLeast(n.count())))
            }
            DeValue::String(_) => {
                RatersWord::decode(value, reader).map(|word| Self(Raters::Word(word)))
            }
            _ => reader.wrong_type(value, Self::EXPECTED),
        }
    }
}

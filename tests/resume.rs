//! Review of papers at volume: the cards, what comes of them, booklets and filled-in tables.

mod booklets;
mod cards;
mod collect;
mod report;

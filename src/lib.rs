//! Panelkit runs a structured interview panel from plain text.
//!
//! The modules are a pipeline; each names only those before it:
//!
//! ```text
//! text ← chart ← diagnostic ← document ← {rubric, lawful, sheet} ← {lint, kit, scorecard, overview, diff, screen} ← {calibration, seal} ← {packet, impact} ← resume ← {workspace, store, render} ← pipeline ← {import, export} ← cli ← main
//! ```
//!
//! Up to `packet` and in `render` everything is value in, value out: no printing, no clock, no
//! environment, no file. `docs/architecture` says more; `tests/architecture.rs` holds it.

pub mod text;

pub mod chart;

pub mod diagnostic;

mod document;

pub mod rubric;

pub mod lawful;

pub mod sheet;

pub mod lint;

pub mod kit;

pub mod scorecard;

pub mod overview;

pub mod diff;

pub mod screen;

pub mod calibration;

pub mod seal;

pub mod packet;

pub mod impact;

pub mod resume;

pub mod workspace;

pub mod store;

pub mod render;

pub mod pipeline;

pub mod import;

pub mod export;

pub mod cli;

//! The integration tests: one binary, one module a subject.

mod architecture;
mod docs;
mod golden;
mod rubric_show;
mod support;

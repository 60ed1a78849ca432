//! The integration tests: one binary, one module a subject.

mod demo;
mod kit;
mod packet;
mod panel;
mod rubric;
mod scorecard;
mod streams;
mod submit;
mod support;

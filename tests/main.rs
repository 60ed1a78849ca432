//! The integration tests: one binary, one module a subject.

mod architecture;
mod audit;
mod demo;
mod docs;
mod doctor;
mod export;
mod golden;
mod import;
mod kit;
mod packet;
mod panel;
mod pdf;
mod rubric;
mod rubric_diff;
mod rubric_fmt;
mod rubric_schema;
mod rubric_show;
mod sandbox;
mod scorecard;
mod seal;
mod shipped;
mod streams;
mod submit;
mod support;
mod templates;
mod workspace;

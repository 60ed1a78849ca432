//! The filters that put Markdown, numbers and code into a template.

#![expect(
    clippy::needless_pass_by_value,
    reason = "Tera hands filters their arguments by value"
)]

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::chart::Chart;
use crate::render::chart;
use crate::render::markdown::{
    CHART, code_span, embed, escape_to_string, fence, notes, page_break,
};
use crate::text;

/// What stands for a value that is not there.
const MISSING: &str = "–";

/// Lines of room for notes where a template does not say how many.
const NOTE_LINES: u8 = 4;

pub(super) fn register(engine: &mut Tera) {
    engine.register_filter("markdown", markdown);
    engine.register_filter("quote", quote);
    engine.register_filter("num", num);
    engine.register_filter("plain", plain);
    engine.register_filter("percent", percent);
    engine.register_filter("chance", chance);
    engine.register_filter("code", code);
    engine.register_filter("fence", fence_block);
    engine.register_filter("chart", chart_block);
    engine.register_function("notes", note_lines);
    engine.register_function("page_break", new_page);
}

fn markdown(value: &Value, args: Kwargs, _: &State) -> TeraResult<Value> {
    let base = args.get::<u8>("base")?.unwrap_or(2);
    indented(&embed(string(value)?, base), &args)
}

fn quote(value: &Value, args: Kwargs, _: &State) -> TeraResult<Value> {
    let lines: Vec<String> = quote_lines(string(value)?);
    indented(&lines.join("\n"), &args)
}

fn code(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    Ok(Value::safe_string(&code_span(string(value)?)))
}

fn fence_block(value: &Value, args: Kwargs, _: &State) -> TeraResult<Value> {
    let language = args.get::<&str>("language")?.unwrap_or_default();
    indented(&fence(string(value)?, language), &args)
}

fn chart_block(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let chart: Chart =
        serde::Deserialize::deserialize(value).map_err(|_| wrong_type("a chart", value))?;
    let data = chart::encoded(&chart);
    Ok(Value::safe_string(&format!("````{CHART}\n{data}\n````")))
}

fn note_lines(args: Kwargs, _: &State) -> TeraResult<Value> {
    let lines = args.get::<u8>("lines")?.unwrap_or(NOTE_LINES);
    Ok(Value::safe_string(&notes(lines)))
}

fn new_page(_: Kwargs, _: &State) -> Value {
    Value::safe_string(&page_break())
}

fn num(value: &Value, args: Kwargs, _: &State) -> TeraResult<String> {
    let places = args.get::<u8>("places")?.unwrap_or(2);
    Ok(number(value)?.map_or_else(|| MISSING.to_owned(), |x| text::fixed(x, places)))
}

fn plain(value: &Value, args: Kwargs, _: &State) -> TeraResult<String> {
    let places = args.get::<u8>("places")?.unwrap_or(2);
    let shown = |x| text::trimmed(x, usize::from(places));
    Ok(number(value)?.map_or_else(|| MISSING.to_owned(), shown))
}

fn percent(value: &Value, _: Kwargs, _: &State) -> TeraResult<String> {
    Ok(number(value)?.map_or_else(|| MISSING.to_owned(), text::percent))
}

fn chance(value: &Value, _: Kwargs, _: &State) -> TeraResult<String> {
    Ok(number(value)?.map_or_else(|| MISSING.to_owned(), text::chance))
}

/// A number, or nothing where none is known; NaN and infinities count as none.
fn number(value: &Value) -> TeraResult<Option<f64>> {
    if value.is_none() {
        return Ok(None);
    }
    let x = value.as_number().map(|number| number.as_float());
    let x = x.ok_or_else(|| wrong_type("a number", value))?;
    Ok(x.is_finite().then_some(x))
}

fn string(value: &Value) -> TeraResult<&str> {
    if value.is_none() {
        return Ok("");
    }
    value.as_str().ok_or_else(|| wrong_type("text", value))
}

fn wrong_type(expected: &str, value: &Value) -> Error {
    Error::message(format!(
        "this filter takes {expected}, not {}",
        value.name()
    ))
}

/// Marks Markdown as finished and indents its lines after the first.
fn indented(markdown: &str, args: &Kwargs) -> TeraResult<Value> {
    let indent = " ".repeat(usize::from(args.get::<u8>("indent")?.unwrap_or(0)));
    let mut out = String::with_capacity(markdown.len());
    for (idx, line) in markdown.split('\n').enumerate() {
        if idx > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(&indent);
            }
        }
        out.push_str(line);
    }
    Ok(Value::safe_string(&out))
}

/// Plain text as the lines of a block quote. Blank lines part paragraphs;
/// other line breaks are where an editor wrapped, unless an entry of a
/// hand-made list follows.
fn quote_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut paragraph: Vec<String> = Vec::new();
    for line in text.lines().chain([""]) {
        let line = line.trim();
        match paragraph.last_mut() {
            _ if line.is_empty() => flush(&mut paragraph, &mut lines),
            Some(last) if !is_entry(line) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => paragraph.push(line.to_owned()),
        }
    }
    lines
}

fn flush(paragraph: &mut Vec<String>, lines: &mut Vec<String>) {
    if paragraph.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(">".to_owned());
    }
    let last = paragraph.len() - 1;
    for (idx, part) in paragraph.drain(..).enumerate() {
        let forced = if idx < last { "\\" } else { "" };
        lines.push(format!("> {}{forced}", escape_to_string(&part)));
    }
}

fn is_entry(line: &str) -> bool {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    if digits > 0 {
        return rest.starts_with(". ") || rest.starts_with(") ");
    }
    ["- ", "* ", "+ ", "• ", "– ", "— "]
        .iter()
        .any(|mark| rest.starts_with(mark))
}

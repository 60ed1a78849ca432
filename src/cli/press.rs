//! Documents in the formats that commands offer.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clap::ValueEnum;
use serde::Serialize;

use super::error::Failure;
use super::exit;
use super::fonts::SystemFonts;
use super::output::Output;
use super::templates;
use super::ui::Ui;
use crate::kit::Kit;
use crate::packet::{Packet, Printed};
use crate::render::blocks::{Block, Inline};
use crate::render::{self, Documents, Format, json, pdf, terminal};

/// The sheet a PDF is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

/// What results that are both documents and data can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ResultFormat {
    /// For a terminal.
    Text,
    /// Markdown.
    Md,
    /// For printing.
    Pdf,
    /// One HTML file.
    Html,
    /// One object.
    Json,
    /// A table.
    Csv,
}

impl ResultFormat {
    /// What the name of the output asks for.
    pub(super) fn by_name(output: &Output) -> Option<Self> {
        Self::by_extension(&output.extension()?)
    }

    /// What a file's name ends in, in lower case, stands for.
    pub(super) fn by_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "md" | "markdown" => Self::Md,
            "pdf" => Self::Pdf,
            "html" | "htm" => Self::Html,
            "json" => Self::Json,
            "csv" => Self::Csv,
            _ => return None,
        })
    }

    /// The same as a document; none for data.
    pub(super) fn target(self, paper: Paper, style: terminal::Style) -> Option<Target> {
        Some(match self {
            Self::Text => Target::Plain(Format::Text(style)),
            Self::Md => Target::Plain(Format::Markdown),
            Self::Html => Target::Plain(Format::Html),
            Self::Pdf => Target::Pdf(paper),
            Self::Json | Self::Csv => return None,
        })
    }
}

/// The options of a command whose result is a document or data.
#[derive(Debug, clap::Args)]
pub(super) struct Written {
    /// How to write it; by default what the output's name ends in, else `text`.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<ResultFormat>,
    /// The sheet that a PDF is for.
    #[arg(long, value_enum, default_value_t, value_name = "SIZE")]
    pub(super) paper: Paper,
}

impl Written {
    /// The format asked for, else what the output's name asks for.
    pub(super) fn format(&self, by_name: Option<ResultFormat>) -> Option<ResultFormat> {
        self.format.or(by_name)
    }

    /// The same, else text; checked against where it goes.
    ///
    /// # Errors
    /// A PDF is for a terminal.
    pub(super) fn to(&self, output: &Output) -> Result<ResultFormat, Failure> {
        let format = self.format(ResultFormat::by_name(output));
        let format = format.unwrap_or(ResultFormat::Text);
        self.accept(format, output)?;
        Ok(format)
    }

    /// # Errors
    /// A PDF is for a terminal.
    pub(super) fn accept(&self, format: ResultFormat, output: &Output) -> Result<(), Failure> {
        if format == ResultFormat::Pdf {
            output.accept(Target::Pdf(self.paper))?;
        }
        Ok(())
    }

    /// Writes what was worked out: as JSON, as CSV, or as the document that a template makes of its
    /// report.
    pub(super) fn publish<V: Serialize, R: Serialize>(
        &self,
        value: &V,
        table: impl FnOnce() -> String,
        (template, report): (&str, impl FnOnce() -> R),
        output: &Output,
        ui: &Ui,
    ) -> Result<(), Failure> {
        let format = self.to(output)?;
        let Some(target) = format.target(self.paper, output.wide_style(ui)) else {
            let data = match format {
                ResultFormat::Json => json::text(value),
                _ => table(),
            };
            return output.write(data, ui);
        };
        let mut press = Press::new(templates::documents(ui)?);
        let written = press.write(template, &[report()], target)?;
        output.write(written, ui)?;
        press.report(ui);
        Ok(())
    }
}

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// In a format that needs nothing besides.
    Plain(Format),
    /// As a PDF, with the system's fonts where the shipped ones do not suffice.
    Pdf(Paper),
}

impl Target {
    /// What a file's name ends in.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Plain(Format::Markdown) => "md",
            Self::Plain(Format::Html) => "html",
            Self::Plain(Format::Text(_)) => "txt",
            Self::Pdf(_) => "pdf",
        }
    }
}

/// Writes documents, and remembers what could not be shown.
pub(super) struct Press {
    documents: Documents,
    fonts: SystemFonts,
    missing: BTreeSet<char>,
    /// What the next document's metadata says beside its title.
    keywords: Option<String>,
}

impl Press {
    pub(super) fn new(documents: Documents) -> Self {
        Self {
            documents,
            fonts: SystemFonts::default(),
            missing: BTreeSet::new(),
            keywords: None,
        }
    }

    /// Views through one template, as one document.
    pub(super) fn write<V: Serialize>(
        &mut self,
        template: &str,
        views: &[V],
        target: Target,
    ) -> Result<Vec<u8>, Failure> {
        let blocks: Result<Vec<_>, _> = views
            .iter()
            .map(|view| self.documents.blocks(template, view))
            .collect();
        self.write_blocks(&blocks?.concat(), target)
    }

    /// Packets as one document. A PDF has in its metadata where the log stood.
    pub(super) fn write_packets(
        &mut self,
        template: &str,
        packets: &[Packet],
        target: Target,
    ) -> Result<Vec<u8>, Failure> {
        self.keywords = packets.iter().find_map(|packet| packet.head.clone());
        let printed: Vec<_> = packets.iter().map(Printed::new).collect();
        let written = self.write(template, &printed, target);
        self.keywords = None;
        written
    }

    /// A kit as a form to fill in, in HTML.
    pub(super) fn form(&self, kit: &Kit) -> Result<Vec<u8>, Failure> {
        Ok(self.documents.form(kit)?)
    }

    fn write_blocks(&mut self, blocks: &[Block], target: Target) -> Result<Vec<u8>, Failure> {
        let paper = match target {
            Target::Plain(format) => return Ok(render::write(blocks, format)),
            Target::Pdf(Paper::A4) => pdf::Paper::A4,
            Target::Pdf(Paper::Letter) => pdf::Paper::Letter,
        };
        let options = pdf::Options {
            paper,
            title: render::title(blocks),
            language: Some(render::LANGUAGE.to_owned()),
            keywords: self.keywords.clone(),
        };
        let written = pdf::write(blocks, &options, &mut self.fonts)
            .map_err(|error| Failure::new(exit::INTERNAL, format!("no PDF: {error}")))?;
        self.missing.extend(written.missing);
        Ok(written.bytes)
    }

    /// Says which characters no font had.
    pub(super) fn report(&self, ui: &Ui) {
        if self.missing.is_empty() {
            return;
        }
        let names = named(&self.missing);
        ui.warn(
            &format!("no font has {names}; the PDF shows the numbers instead"),
            "install a font for them, such as the Noto fonts of your system",
        );
    }
}

/// How many characters are named at most.
const MOST_NAMED: usize = 20;

/// Characters with their numbers, for a message.
fn named(missing: &BTreeSet<char>) -> String {
    let mut names = String::new();
    for c in missing.iter().take(MOST_NAMED) {
        let comma = if names.is_empty() { "" } else { ", " };
        // Writing to a String cannot fail.
        let _ = write!(names, "{comma}{c} (U+{:04X})", u32::from(*c));
    }
    if missing.len() > MOST_NAMED {
        let _ = write!(names, " and {} more", missing.len() - MOST_NAMED);
    }
    names
}

/// Says which characters of some texts no font has, for a message; none where each has one.
pub(super) fn without_font<'a>(texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let characters: BTreeSet<char> = texts.flat_map(str::chars).collect();
    let text: String = characters.into_iter().filter(|c| !c.is_control()).collect();
    let blocks = [Block::Paragraph(vec![Inline::Text(text)])];
    let options = pdf::Options {
        paper: pdf::Paper::A4,
        title: String::new(),
        language: None,
        keywords: None,
    };
    let written = pdf::write(&blocks, &options, &mut SystemFonts::default()).ok()?;
    let missing: BTreeSet<char> = written.missing.into_iter().collect();
    (!missing.is_empty()).then(|| named(&missing))
}

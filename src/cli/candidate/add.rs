//! `panelkit candidate add`

use super::place::Catalogue;
use crate::cli::error::Failure;
use crate::cli::stored::Stored;
use crate::cli::ui::Ui;
use crate::cli::{exit, named, workspace};
use crate::store::{Access, Candidate, Change, Store};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The id that everything calls them by: lower-case letters, digits and hyphens.
    #[arg(value_name = "ID", value_parser = named::candidate)]
    id: String,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    store: Stored,
}

/// What is recorded of a candidate beside the id.
#[derive(Debug, clap::Args)]
pub(super) struct Fields {
    /// The name to show.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Where to reach them, such as an e-mail address.
    #[arg(long, value_name = "WHERE")]
    contact: Option<String>,
    /// The level they interview for: an id or an alias of the rubric's.
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// The rubric they are interviewed with: the id of one of the workspace's or a shipped one.
    #[arg(long, value_name = "ID")]
    rubric: Option<String>,
    /// Where they stand in the process, in your own words.
    #[arg(long, value_name = "WORDS")]
    stage: Option<String>,
}

impl Fields {
    pub(super) fn is_empty(&self) -> bool {
        let given = [
            &self.name,
            &self.contact,
            &self.level,
            &self.rubric,
            &self.stage,
        ];
        given.iter().all(|field| field.is_none())
    }

    /// A record with the fields that are given in place of those it has; an empty one takes them
    /// away.
    ///
    /// # Errors
    /// There is no such rubric, or it has no such level.
    pub(super) fn onto(&self, before: Candidate, ui: &Ui) -> Result<Candidate, Failure> {
        let put = |given: &Option<String>, before: Option<String>| match given {
            Some(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            None => before,
        };
        let mut record = Candidate {
            name: put(&self.name, before.name),
            contact: put(&self.contact, before.contact),
            level: put(&self.level, before.level),
            rubric: put(&self.rubric, before.rubric),
            stage: put(&self.stage, before.stage),
            id: before.id,
        };
        if self.rubric.is_none() && self.level.is_none() {
            return Ok(record);
        }
        let mut catalogue = Catalogue::new(ui);
        if let Some(id) = &record.rubric {
            catalogue.rubric(id)??;
        }
        if let Some(name) = &record.level {
            record.level = Some(catalogue.level(record.rubric.as_deref(), name)??);
        }
        Ok(record)
    }
}

pub(super) fn run(args: &Args, ui: &Ui) -> Result<(), Failure> {
    let record = args.fields.onto(Candidate::new(&args.id), ui)?;
    let stamp = workspace::stamp(ui)?;
    let mut store = args.store.open(Access::Create, ui)?;
    let id = &args.id;
    if store.candidate(id)?.is_some_and(|other| other != record) {
        let message = format!("there is another candidate `{id}`");
        return Err(Failure::new(exit::DATA, message).hint(format!(
            "choose another id; `panelkit candidate change {id}` changes what is recorded of this one"
        )));
    }
    let receipts = store.keep(&stamp, &[Change::AddCandidate(record)])?;
    let is_new = receipts.iter().any(|receipt| receipt.is_new);
    ui.result(if is_new {
        format!("`{id}` is added\n")
    } else {
        format!("`{id}` was there already, with the same record\n")
    })
}

//! What is decided of candidates by name, on the command line and in a file.

use std::path::Path;

use super::Args;
use super::found::Found;
use crate::cli::error::Failure;
use crate::cli::input;
use crate::diagnostic::{Diagnostic, codes};
use crate::screen::confirm::{Choice, Confirmation, Order};
use crate::sheet::{self, Row, Separated, Sheet};
use crate::text::{Sources, is_blank};

/// Takes all of them.
///
/// # Errors
/// A reason that says nothing; the file cannot be read.
pub(super) fn take(
    args: &Args,
    confirmation: &mut Confirmation,
    sources: &mut Sources,
    found: &mut Found,
) -> Result<(), Failure> {
    if args.reason.as_deref().is_some_and(is_blank) {
        return Err(Failure::usage("the reason says nothing"));
    }
    let choice = args.outcome.map(Choice::from);
    let named = args.candidates.iter().zip(std::iter::repeat(choice));
    let mut orders: Vec<Order> = named
        .filter_map(|(candidate, choice)| {
            Some(Order {
                candidate: candidate.clone(),
                choice: choice?,
                reason: args.reason.clone(),
                at: None,
            })
        })
        .collect();
    if let Some(path) = &args.decisions {
        orders.extend(of_file(path, sources, found)?);
    }
    for order in orders {
        if let Err(problem) = confirmation.order(order.clone()) {
            found.order(&order, &problem, sources);
        }
    }
    Ok(())
}

fn of_file(path: &Path, sources: &mut Sources, found: &mut Found) -> Result<Vec<Order>, Failure> {
    let bytes = input::read(path, sheet::MAX_BYTES)?;
    let name = path.display().to_string();
    let (sheet, findings) = sheet::read(&name, bytes, Separated::BY_COMMAS, sources);
    for finding in findings.into_iter().filter(Diagnostic::is_error) {
        found.push(finding);
    }
    let Some(sheet) = sheet else {
        return Ok(Vec::new());
    };
    let mut column = |name: &str| {
        let column = sheet.column(name);
        if column.is_none() {
            let message = format!("there is no column `{name}`");
            let finding = Diagnostic::error(codes::COLUMN, sheet.at, message);
            found.push(finding.hint("the columns are `candidate`, `outcome` and `reason`"));
        }
        column
    };
    let columns = (
        column("candidate"),
        column("outcome"),
        sheet.column("reason"),
    );
    let (Some(candidate), Some(outcome), reason) = columns else {
        return Ok(Vec::new());
    };
    Ok(orders(&sheet, [candidate, outcome], reason, found))
}

fn orders(
    sheet: &Sheet,
    [candidate, outcome]: [usize; 2],
    reason: Option<usize>,
    found: &mut Found,
) -> Vec<Order> {
    let mut order = |row: &Row| {
        let word = row.cells[outcome].word();
        let Some(choice) = Choice::of_word(word) else {
            let span = row.cells[outcome].span;
            let message = format!("`{word}` is neither `advance` nor `decline`");
            let finding = Diagnostic::error(codes::CONFIRM, span, message);
            found.push(finding.did_you_mean(Choice::nearest(word)));
            return None;
        };
        let reason = reason.map(|reason| row.cells[reason].word());
        Some(Order {
            candidate: row.cells[candidate].word().to_owned(),
            choice,
            reason: reason.filter(|reason| !is_blank(reason)).map(str::to_owned),
            at: Some(row.cells[candidate].span),
        })
    };
    sheet.rows.iter().filter_map(&mut order).collect()
}

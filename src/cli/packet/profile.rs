//! Who a packet is for, as the command line has it.

use clap::ValueEnum;

use super::Args;
use crate::cli::error::Failure;
use crate::cli::press::ResultFormat;
use crate::packet::Profile;

/// Who is to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Reader {
    /// The panel: everything, private notes too.
    #[default]
    Panel,
    /// The hiring manager: no private notes.
    Manager,
    /// The recruiter: no private notes, and interviewers by role.
    Recruiter,
    /// The candidate: feedback without scores, names or others.
    Candidate,
}

impl Reader {
    /// The packet's profile; none for a candidate, who gets feedback.
    pub(super) fn profile(self) -> Option<Profile> {
        match self {
            Self::Panel => Some(Profile::Panel),
            Self::Manager => Some(Profile::Manager),
            Self::Recruiter => Some(Profile::Recruiter),
            Self::Candidate => None,
        }
    }
}

/// # Errors
/// What is asked for has no place in feedback.
pub(super) fn check(args: &Args, format: ResultFormat) -> Result<(), Failure> {
    if args.profile != Reader::Candidate {
        return Ok(());
    }
    if format == ResultFormat::Csv {
        let failure = Failure::usage("a candidate's feedback has no scores, so it has no CSV");
        return Err(failure.hint("--format json holds the feedback of several candidates"));
    }
    if args.explain {
        return Err(Failure::usage(
            "--explain shows scores, which a candidate's feedback has none of",
        ));
    }
    if format != ResultFormat::Json && args.candidates.len() != 1 {
        let failure = Failure::usage("feedback as a document is for one candidate");
        return Err(failure.hint("name the candidate; --format json holds several"));
    }
    Ok(())
}

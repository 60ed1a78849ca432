//! SQLite's errors in our words.

use std::io;

use rusqlite::{Error, ErrorCode, ffi};

use crate::store::error::Fault;
use crate::store::file::in_words;

/// What an error of SQLite means for the store.
pub(super) fn of(error: &Error) -> Fault {
    match error {
        Error::SqliteFailure(failure, message) => {
            of_code(*failure, message.as_deref().unwrap_or_default())
        }
        // Our statements fit our tables.
        Error::SqlInputError { msg, .. } => Fault::Corrupt(msg.to_lowercase()),
        Error::FromSqlConversionFailure(..)
        | Error::InvalidColumnType(..)
        | Error::IntegralValueOutOfRange(..)
        | Error::QueryReturnedNoRows
        | Error::Utf8Error(..) => Fault::Corrupt("a table holds what no store writes".to_owned()),
        _ => Fault::Io("SQLite was asked for what it cannot do".to_owned()),
    }
}

fn of_code(failure: ffi::Error, message: &str) -> Fault {
    match failure.code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Fault::Busy,
        ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied => Fault::Denied,
        // The files beside the store cannot be made where the folder cannot be written.
        ErrorCode::ReadOnly | ErrorCode::CannotOpen => Fault::ReadOnly,
        ErrorCode::DiskFull => Fault::Full,
        ErrorCode::NotADatabase => Fault::NotADatabase,
        ErrorCode::DatabaseCorrupt => Fault::Corrupt("its pages do not fit together".to_owned()),
        // Names that the message has are those of our own tables.
        ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch => {
            Fault::Inconsistent(message.to_lowercase())
        }
        ErrorCode::Unknown => Fault::Corrupt(message.to_lowercase()),
        ErrorCode::SystemIoFailure => of_step(failure.extended_code),
        _ => Fault::Io(format!(
            "SQLite gives up with code {}",
            failure.extended_code
        )),
    }
}

/// Which step of reading or writing failed.
fn of_step(code: i32) -> Fault {
    Fault::Io(
        match code {
            ffi::SQLITE_IOERR_SHORT_READ => return Fault::Truncated,
            ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_CORRUPTFS => "the system fails to read it",
            ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_TRUNCATE => "the system fails to write it",
            ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC => {
                "the system fails to put it on the disk"
            }
            ffi::SQLITE_IOERR_DELETE | ffi::SQLITE_IOERR_DELETE_NOENT => {
                "the system fails to remove a file beside it"
            }
            ffi::SQLITE_IOERR_LOCK | ffi::SQLITE_IOERR_UNLOCK | ffi::SQLITE_IOERR_RDLOCK => {
                "the system fails to lock it: keep the store on a local disk"
            }
            ffi::SQLITE_IOERR_FSTAT | ffi::SQLITE_IOERR_ACCESS | ffi::SQLITE_IOERR_SEEK => {
                "the system fails to look at it"
            }
            ffi::SQLITE_IOERR_NOMEM => "there is not enough memory",
            // It writes there only to make the file long enough.
            ffi::SQLITE_IOERR_SHMSIZE => return Fault::Full,
            ffi::SQLITE_IOERR_SHMOPEN | ffi::SQLITE_IOERR_SHMMAP | ffi::SQLITE_IOERR_SHMLOCK => {
                "the file system gives no shared memory: keep the store on a local disk"
            }
            code => return Fault::Io(format!("the system fails in step {code} of SQLite")),
        }
        .to_owned(),
    )
}

/// What an error of the file system means for the store.
pub(super) fn of_io(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Fault::Denied,
        io::ErrorKind::ReadOnlyFilesystem => Fault::ReadOnly,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            Fault::Full
        }
        _ => Fault::Io(in_words(error)),
    }
}

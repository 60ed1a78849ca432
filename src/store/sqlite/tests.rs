//! A store in a file: the contract, the file's rights, erasure down to the byte, damage.

use super::*;
use crate::store::testing;

/// A store in a folder of its own.
fn fresh() -> (SqliteStore, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("panelkit.db"), Access::Create).unwrap();
    (store, folder)
}

#[test]
fn it_keeps_the_contract() {
    testing::contract(fresh);
}

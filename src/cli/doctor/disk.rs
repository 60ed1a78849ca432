//! The disk that a store is on. The one door to `rustix`.

use std::path::Path;

use super::Report;

const DISK: &str = "disk";

/// Room that is wanted besides a second copy of the file, which erasing writes.
const SPARE: u64 = 64 * 1024 * 1024;

/// File systems that a write-ahead log does not work on, by the number that Linux gives them.
#[cfg(target_os = "linux")]
const SHARES: &[(u32, &str)] = &[
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFF53_4D42, "SMB"),
    (0xFE53_4D42, "SMB"),
    (0x0102_1997, "9P"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x00C3_6400, "Ceph"),
    (0x0BD0_0BD0, "Lustre"),
];

pub(super) fn look(store: &Path, n_bytes: u64, report: &mut Report) {
    look_at_share(store, report);
    look_at_room(store, n_bytes, report);
}

#[cfg(target_os = "linux")]
fn look_at_share(store: &Path, report: &mut Report) {
    let Ok(found) = rustix::fs::statfs(store) else {
        return;
    };
    // The number has 32 bits, in a field of which some machines make more.
    let kind = u32::try_from(u64::try_from(found.f_type).unwrap_or_default() & 0xFFFF_FFFF);
    let share = SHARES.iter().find(|(number, _)| Ok(*number) == kind);
    match share {
        Some((_, name)) => report.wrong(
            DISK,
            format!("the store is on a network share ({name})"),
            "keep it on a local disk: what several write there at once can be lost",
        ),
        None => report.good(DISK, "the store is on no network share that is known"),
    }
}

#[cfg(not(target_os = "linux"))]
fn look_at_share(_: &Path, _: &mut Report) {}

#[cfg(unix)]
fn look_at_room(store: &Path, n_bytes: u64, report: &mut Report) {
    let Ok(found) = rustix::fs::statvfs(store) else {
        return;
    };
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let wanted = n_bytes.saturating_add(SPARE);
    if free < wanted {
        let message = format!(
            "there are {} MiB free, and {} are wanted",
            mib(free),
            mib(wanted)
        );
        let help = "make room: erasing a candidate writes the store anew beside the old one";
        report.wrong(DISK, message, help);
    } else {
        report.good(DISK, format!("there are {} MiB free", mib(free)));
    }
}

#[cfg(not(unix))]
fn look_at_room(_: &Path, _: u64, _: &mut Report) {}

#[cfg(unix)]
fn mib(bytes: u64) -> u64 {
    bytes / (1024 * 1024)
}

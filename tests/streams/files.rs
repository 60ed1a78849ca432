//! `-o`: files and folders that can and cannot be written.

use std::fs;

use super::sandbox;
use crate::sandbox::Sandbox;

const KIT: &str = "\"$PANELKIT\" kit r.toml --level senior --round kitchen --output";
const KITS: &str = "\"$PANELKIT\" kit r.toml --level senior --all --output";
const PACKET: &str = "\"$PANELKIT\" packet --rubric r.toml --scorecards cards --output";

/// Every sort of result with a target.
const WRITERS: [&str; 2] = [KIT, PACKET];

fn is_root(sandbox: &Sandbox) -> bool {
    sandbox.sh("id -u").stdout.trim() == "0"
}

#[test]
fn short_and_long_name_the_same_output() {
    let sandbox = sandbox();
    for writer in WRITERS {
        sandbox
            .sh(&format!("{writer} a.md"))
            .exits(0)
            .shows_nothing();
        sandbox
            .sh(&format!("{} b.md", writer.replace(" --output", " -o")))
            .exits(0)
            .shows_nothing();
        assert_eq!(sandbox.read("a.md"), sandbox.read("b.md"));
        assert!(sandbox.read("a.md").starts_with("# "));
    }
}

#[test]
fn a_dash_is_stdout() {
    for writer in WRITERS {
        let run = sandbox().sh(&format!("{writer} -")).exits(0);
        assert!(run.stdout.len() > 100 && run.stderr.is_empty());
    }
    let run = sandbox().sh(&format!("{KITS} -")).exits(0);
    assert!(run.stdout.contains("Kitchen") && run.stdout.contains("Table"));
}

#[test]
fn what_cannot_be_created_is_73_and_leaves_nothing() {
    let sandbox = sandbox();
    fs::create_dir(sandbox.path("folder")).unwrap();
    fs::write(sandbox.path("file"), "x").unwrap();
    let before = sandbox.files();
    for writer in WRITERS {
        for target in [
            "none/k.md",
            "folder",
            "folder/",
            "file/k.md",
            "./folder/.",
            "/proc/k.md",
        ] {
            sandbox
                .sh(&format!("{writer} {target}"))
                .exits(73)
                .shows_nothing()
                .says("error: cannot");
            assert_eq!(sandbox.files(), before, "{writer} {target}");
        }
        let long = "x".repeat(300);
        sandbox
            .sh(&format!("{writer} {long}"))
            .exits(73)
            .shows_nothing()
            .says("the system does not take that name");
    }
    for target in ["file", "file/kits"] {
        sandbox
            .sh(&format!("{KITS} {target}"))
            .exits(73)
            .shows_nothing()
            .says("error: cannot");
        assert_eq!(sandbox.files(), before);
    }
}

#[test]
fn an_existing_file_is_replaced_and_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt as _;
    for (writer, mode) in WRITERS.iter().zip([0o600, 0o664]) {
        let sandbox = sandbox();
        let path = sandbox.path("k.md");
        fs::write(&path, "old ".repeat(10_000)).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        sandbox.sh(&format!("{writer} k.md")).exits(0);
        assert!(
            sandbox.read("k.md").starts_with("# ") && !sandbox.read("k.md").contains("old old")
        );
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            mode
        );
        assert_eq!(sandbox.files().len(), 4, "{:?}", sandbox.files());
    }
}

#[test]
fn a_new_file_has_the_mode_that_the_mask_leaves() {
    use std::os::unix::fs::PermissionsExt as _;
    for (mask, mode) in [("022", 0o644), ("077", 0o600), ("002", 0o664)] {
        let sandbox = sandbox();
        sandbox.sh(&format!("umask {mask}; {KIT} k.md")).exits(0);
        assert_eq!(
            fs::metadata(sandbox.path("k.md"))
                .unwrap()
                .permissions()
                .mode()
                & 0o777,
            mode
        );
    }
}

#[test]
fn links_are_followed_and_stay_links() {
    use std::os::unix::fs::symlink;
    let sandbox = sandbox();
    sandbox.write("there/real.md", "old");
    symlink("there/real.md", sandbox.path("link.md")).unwrap();
    symlink("link.md", sandbox.path("chain.md")).unwrap();
    symlink("there/new.md", sandbox.path("dangling.md")).unwrap();
    for link in ["link.md", "chain.md", "dangling.md"] {
        sandbox.sh(&format!("{KIT} {link}")).exits(0);
        assert!(
            fs::symlink_metadata(sandbox.path(link))
                .unwrap()
                .is_symlink(),
            "{link}"
        );
        assert!(sandbox.read(link).starts_with("# "), "{link}");
    }
    assert!(sandbox.read("there/new.md").starts_with("# "));
    symlink("loop.md", sandbox.path("loop.md")).unwrap();
    sandbox
        .sh(&format!("{KIT} loop.md"))
        .exits(73)
        .says("cannot create loop.md");
    assert!(
        fs::symlink_metadata(sandbox.path("loop.md"))
            .unwrap()
            .is_symlink()
    );
    assert!(
        sandbox.files().iter().all(|file| !file.contains(".tmp")),
        "{:?}",
        sandbox.files()
    );
}

#[test]
fn devices_are_written_to_and_stay_devices() {
    use std::os::unix::fs::FileTypeExt as _;
    for writer in WRITERS {
        sandbox()
            .sh(&format!("{writer} /dev/null"))
            .exits(0)
            .shows_nothing();
        sandbox()
            .sh(&format!("{writer} /dev/full"))
            .exits(74)
            .says("cannot write /dev/full");
        let run = sandbox()
            .sh(&format!("{writer} /dev/stdout | cat"))
            .exits(0);
        assert!(run.stdout.len() > 100);
        let run = sandbox().sh(&format!("{writer} /dev/stderr")).exits(0);
        assert!(run.stderr.len() > 100);
    }
    assert!(
        fs::metadata("/dev/null")
            .unwrap()
            .file_type()
            .is_char_device()
    );
}

#[test]
fn a_full_disk_leaves_the_file_as_it_was() {
    let sandbox = sandbox();
    fs::write(sandbox.path("k.md"), "old").unwrap();
    // A limit on the size of files stands for a full disk; the signal it sends ends nothing.
    let run = sandbox.sh(&format!("ulimit -f 1; {KIT} k.md"));
    assert_eq!(run.code, Some(74), "{run:#?}");
    assert!(
        run.stderr.contains("cannot write k.md") && run.stderr.contains("as it was before"),
        "{run:#?}"
    );
    assert_eq!(sandbox.read("k.md"), "old");
    assert_eq!(sandbox.files().len(), 4, "{:?}", sandbox.files());
}

#[test]
fn a_folder_that_is_read_only_is_73() {
    let sandbox = sandbox();
    if is_root(&sandbox) {
        eprintln!("skipped: root writes to read-only folders");
        return;
    }
    fs::create_dir(sandbox.path("closed")).unwrap();
    sandbox.sh("chmod 555 closed").exits(0);
    for writer in WRITERS {
        sandbox
            .sh(&format!("{writer} closed/k.md"))
            .exits(73)
            .says("permission denied");
    }
    sandbox.sh("chmod 755 closed").exits(0);
}

#[test]
fn what_cannot_be_read_is_66() {
    let sandbox = sandbox();
    if is_root(&sandbox) {
        eprintln!("skipped: root reads every file");
        return;
    }
    sandbox.sh("chmod 000 r.toml").exits(0);
    sandbox
        .sh("\"$PANELKIT\" check r.toml")
        .exits(66)
        .says("permission denied");
}

#[test]
fn findings_leave_the_target_as_it_was() {
    let sandbox = sandbox();
    fs::write(sandbox.path("k.md"), "old").unwrap();
    fs::write(sandbox.path("r.toml"), "format = 2\n").unwrap();
    for writer in WRITERS {
        sandbox.sh(&format!("{writer} k.md")).exits(65);
        assert_eq!(sandbox.read("k.md"), "old");
    }
}

//! Runs that are ended from outside: the target is as it was, and nothing half-written is there.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write as _;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::sandbox;
use crate::sandbox::Sandbox;
use crate::support::panelkit;

/// A table that takes a while.
fn long_table(sandbox: &Sandbox) {
    let rows: Vec<_> = (0..150_000)
        .map(|n| format!("c{n},Łucja Żółć,yes\n"))
        .collect();
    let rows = rows.concat();
    sandbox.write("a.csv", format!("candidate,name,papers\n{rows}"));
    sandbox.write("o.csv", "before");
    sandbox.write("x.csv", "before too");
}

fn begin(sandbox: &Sandbox, input: &str) -> Child {
    let mut command = panelkit();
    command
        .current_dir(sandbox.path(""))
        .args([
            "screen",
            "r.toml",
            input,
            "-o",
            "o.csv",
            "--rejects",
            "x.csv",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn send(child: &Child, signal: &str) {
    let pid = child.id().to_string();
    let mut kill = std::process::Command::new("kill");
    assert!(kill.args([signal, &pid]).status().unwrap().success());
}

/// Waits until the temporary file is there, or the run is over.
fn until_writing(sandbox: &Sandbox, child: &mut Child) {
    for _ in 0..2000 {
        let is_there = sandbox
            .files()
            .iter()
            .any(|name| name.starts_with(".panelkit-"));
        if is_there || child.try_wait().unwrap().is_some() {
            return;
        }
        sleep(Duration::from_millis(1));
    }
    panic!("nothing was written in two seconds");
}

#[test]
fn a_signal_leaves_everything_as_it_was() {
    for (signal, wait) in [("-INT", 0), ("-TERM", 5), ("-HUP", 30), ("-INT", 80)] {
        let sandbox = sandbox();
        long_table(&sandbox);
        let before = sandbox.files();
        let mut child = begin(&sandbox, "a.csv");
        until_writing(&sandbox, &mut child);
        sleep(Duration::from_millis(wait));
        send(&child, signal);
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(75), "{signal}: {said}");
        assert!(
            said.contains("error: stopped; nothing was written"),
            "{said}"
        );
        assert_eq!(sandbox.files(), before, "{signal} after {wait} ms");
        assert_eq!(sandbox.read("o.csv"), "before");
        assert_eq!(sandbox.read("x.csv"), "before too");
    }
}

#[test]
fn a_kill_leaves_the_target_as_it_was() {
    for wait in [0, 1, 3, 10, 30, 60, 100] {
        let sandbox = sandbox();
        long_table(&sandbox);
        let mut child = begin(&sandbox, "a.csv");
        until_writing(&sandbox, &mut child);
        sleep(Duration::from_millis(wait));
        send(&child, "-KILL");
        child.wait().unwrap();
        let output = fs::read(sandbox.path("o.csv")).unwrap();
        assert_eq!(output, b"before", "after {wait} ms");
        assert_eq!(sandbox.read("x.csv"), "before too");
        // What the killed run left beside has another name, and does not stand in the way.
        let done = sandbox.run(&["screen", "r.toml", "a.csv", "-o", "o.csv"]);
        done.exits(0);
        assert_eq!(sandbox.read("o.csv").lines().count(), 150_001);
    }
}

#[test]
fn waiting_for_input_can_be_ended() {
    let sandbox = sandbox();
    long_table(&sandbox);
    let before = sandbox.files();
    let mut child = begin(&sandbox, "-");
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(b"candidate,name,papers\nada,Ada,yes\n")
        .unwrap();
    sleep(Duration::from_millis(200));
    send(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    drop(stdin);
    assert_eq!(output.status.code(), Some(75));
    assert_eq!(sandbox.files(), before);
    assert_eq!(sandbox.read("o.csv"), "before");
}

#[test]
fn a_table_that_changes_meanwhile_is_75() {
    let sandbox = sandbox();
    long_table(&sandbox);
    let before = sandbox.files();
    let mut child = begin(&sandbox, "a.csv");
    until_writing(&sandbox, &mut child);
    let mut file = fs::File::options()
        .append(true)
        .open(sandbox.path("a.csv"))
        .unwrap();
    file.write_all(b"late,Late,yes\n").unwrap();
    drop(file);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(75), "{said}");
    assert!(
        said.contains("a.csv changed while it was read; nothing was written"),
        "{said}"
    );
    assert_eq!(sandbox.files(), before);
    assert_eq!(sandbox.read("o.csv"), "before");
}

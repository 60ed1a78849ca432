#!/usr/bin/env bash
# The fillable kit in a real browser, from a file: filled in by keyboard and mouse, saved, and the
# card checked and submitted. Run by hand, and by CI where a browser can be had. Needs bash, node,
# npm and the network; Chromium comes from Debian's packages where it is missing and this runs as
# root. What npm installs goes into a temporary folder, and no Rust test needs it.
#
#     tests/browser/run.sh [folder for screenshots]
#
# CHROMIUM names another Chromium, PANELKIT another program than the debug build.
# Exit code: 0 done, 1 something failed, 2 it cannot be run here.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
shots=${1:-"$work/shots"}
mkdir -p "$shots"

skip() { echo "skipped: $1"; exit 2; }
command -v npm >/dev/null || skip "there is no npm"
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
if [ -z "$browser" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; } \
        >"$work/apt.log" 2>&1 || { tail -n 5 "$work/apt.log"; skip "Chromium cannot be installed"; }
    browser=$(command -v chromium || true)
fi
[ -n "$browser" ] || skip "there is no Chromium, and only root can install it"
npm install --prefix "$work" --no-save --no-audit --no-fund --loglevel=error \
    playwright-core@1.64.1 axe-core@4 smol-toml@1 >"$work/npm.log" 2>&1 ||
    { cat "$work/npm.log"; skip "the browser's driver cannot be installed"; }

program=${PANELKIT:-"$project/target/debug/panelkit"}
[ -n "${PANELKIT:-}" ] || (cd "$project" && cargo build --locked --quiet)
cp "$here/kit.mjs" "$work/"
cd "$work"
node kit.mjs "$browser" "$program" "$project/examples/panel/rubric.toml" "$work" "$shots"

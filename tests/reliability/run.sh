#!/usr/bin/env bash
# Whether the store keeps what docs/reliability.md promises, on the program as it is built for
# tests: killed, failed by the system, out of room, asked by many, damaged, and not listened to.
# Usage: tests/reliability/run.sh [--long]. Needs Python 3.9; strace and the right to mount where
# they are there: what is left out says so.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
    echo "skipped: reliability, since there is no Python 3.9"
    exit 2
fi
cargo build --locked --quiet
for part in killed failing no_room many_writers flipped unheard; do
    python3 "tests/reliability/$part.py" "$@"
done

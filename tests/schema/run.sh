#!/usr/bin/env bash
# The committed schemas against real TOML language tools: `taplo lint`, and completion and hover
# from tombi's language server. Run by hand, and by CI where npm is there: the tools come from npm,
# into a temporary folder, and no Rust test needs them. Needs bash, node, npm and the network.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

n_passed=0
n_failed=0
report() { # name, and whether it went well
    if [ "$2" = 0 ]; then
        n_passed=$((n_passed + 1))
        echo "ok      $1"
    else
        n_failed=$((n_failed + 1))
        echo "FAILED  $1"
    fi
}

npm install --prefix "$work" --no-save --no-audit --no-fund --loglevel=error \
    @taplo/cli@0.7.0 tombi@0.11.7 >"$work/npm.log" 2>&1 ||
    { cat "$work/npm.log"; echo "the tools cannot be installed"; exit 2; }
bin="$work/node_modules/.bin"
mkdir "$work/files"
cd "$work/files"
cp "$project"/rubrics/schema/*.json .

# The example under a schema line, changed by a sed expression; it must change something.
copy() { # file, schema, expression
    { echo "#:schema ./$2"; cat "$project/examples/panel/rubric.toml"; } >whole.toml
    sed -E "$3" whole.toml >"$1"
    [ -z "$3" ] || ! cmp -s whole.toml "$1" || { echo "nothing was changed in $1"; exit 1; }
}
accepts() { # name, file
    local status=0
    "$bin/taplo" lint "$2" >out.txt 2>&1 || status=1
    report "taplo accepts $1" "$status"
    [ "$status" = 0 ] || cat out.txt
}
refuses() { # name, file, what it says
    local status=1
    "$bin/taplo" lint "$2" >out.txt 2>&1 || { grep -qF -- "$3" out.txt && status=0; }
    report "taplo refuses $1" "$status"
    [ "$status" = 0 ] || cat out.txt
}

copy sound.toml rubric.json ''
accepts "the example" sound.toml
copy unknown.toml rubric.json 's/^bar = /baar = /'
refuses "an unknown key" unknown.toml "'baar' was unexpected"
copy missing.toml rubric.json '/^version +=/d'
refuses "a missing key of the root" missing.toml '"version" is a required property'
copy inner.toml rubric.json '0,/^ask = /{/^ask = /d}'
refuses "a missing key of a question" inner.toml '"ask" is a required property'
copy type.toml rubric.json 's/^duration = .*/duration = 3/'
refuses "a wrong type" type.toml '3 is not of type "string"'
copy word.toml rubric.json 's/^stage = "onsite"/stage = "onsight"/'
refuses "an unknown word" word.toml '"onsight" is not one of'
copy range.toml rubric.json '0,/^minutes = /s/^minutes = .*/minutes = 0/'
refuses "a number out of range" range.toml '0 is less than the minimum of 1'
copy id.toml rubric.json 's/^id += "site-reliability-engineer"/id = "Site Reliability"/'
refuses "what is no id" id.toml 'does not match'
copy root.toml library.json ''
refuses "a root as a library" root.toml "'format'"
printf '#:schema ./library.json\n[[faq]]\nq = "Why?"\na = "Because."\n' >library.toml
accepts "a library" library.toml
for rubric in "$project"/rubrics/*.toml "$project"/rubrics/*/rubric.toml; do
    [ -f "$rubric" ] || continue
    { echo '#:schema ./rubric.json'; grep -v '^#:schema' "$rubric"; } >shipped.toml
    accepts "${rubric#"$project/"}" shipped.toml
done

# Editors: what the language server says in a file that is being written.
printf '#:schema ./rubric.json\nformat = 1\n[[round]]\nstage = "onsite"\n\n' >draft.toml
if "$bin/tombi" --version >/dev/null 2>&1; then
    node "$here/editor.mjs" "$bin/tombi" draft.toml >editor.txt || true
    cat editor.txt
    n_passed=$((n_passed + $(grep -c '^ok ' editor.txt || true)))
    n_failed=$((n_failed + $(grep -c '^FAILED ' editor.txt || true)))
else
    echo "skipped tombi: it does not run here"
fi

echo "$n_passed passed, $n_failed failed"
[ "$n_failed" = 0 ]

#!/usr/bin/env bash
# `check --format sarif` against the published JSON Schema of SARIF 2.1.0, by ajv, and against the
# validator of the SARIF SDK with what GitHub asks for. Run by hand, and by CI where npm is there:
# schema and tools come from npm, into a temporary folder, and no Rust test needs them. Needs bash,
# node, npm, cargo and the network.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The SDK's package says that it is for Linux; its schema is for everywhere.
npm install --prefix "$work" --no-save --no-audit --no-fund --loglevel=error --force \
    @microsoft/sarif-multitool-linux@5.7.0 ajv@8.20.0 ajv-formats@3.0.1 >"$work/npm.log" 2>&1 ||
    { cat "$work/npm.log"; echo "the tools cannot be installed"; exit 2; }
sdk="$work/node_modules/@microsoft/sarif-multitool-linux"
cp "$here/check.mjs" "$work/check.mjs"
(cd "$project" && cargo build --locked --quiet)
panelkit="$project/target/debug/panelkit"
example="$project/examples/panel/rubric.toml"

mkdir "$work/files"
cd "$work/files"
n_failed=0
n_passed=0

# A case: what is written, its status, the rubrics; then what must be found, each as
# `CODE uri text`, where the text is what the region holds, with \n for a line's end.
log() { # name, status, rubrics…
    name=$1
    local expected=$2 status=0
    shift 2
    "$panelkit" check --format sarif -o "$work/log.sarif" "$@" 2>"$work/err.txt" || status=$?
    if [ "$status" != "$expected" ]; then
        echo "FAILED  $name: status $status, not $expected"
        cat "$work/err.txt"
        n_failed=$((n_failed + 1))
    fi
}
finds() { # code, uri, text, …
    if node "$work/check.mjs" "$sdk/sarif-2.1.0.json" "$work/log.sarif" "$@" && sound; then
        echo "ok      $name"
        n_passed=$((n_passed + 1))
    else
        echo "FAILED  $name"
        n_failed=$((n_failed + 1))
    fi
}
# No warning and no error of the SDK's validator. Its SARIF2005 wants the address of a home page,
# of which there is none.
sound() {
    [ "$(uname -sm)" = "Linux x86_64" ] || return 0
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$sdk/Sarif.Multitool" validate "$work/log.sarif" \
        --rule-kind 'Sarif;Gh' --json-schema "$sdk/sarif-2.1.0.json" --level 'Error;Warning' \
        -o "$work/report.sarif" --log ForceOverwrite >"$work/report.txt" 2>&1 || true
    grep -q '^Analysis completed' "$work/report.txt" ||
        { echo "the validator did not run:"; cat "$work/report.txt"; return 1; }
    ! grep -E '\): (error|warning) ' "$work/report.txt" | grep -v 'SARIF2005'
}
asks() { sed "0,/^ask = /s|^ask = .*|$1|" "$example"; }

cp "$example" clean.toml
log "nothing found" 0 clean.toml
finds

asks 'ask = "How old are you?"' >age.toml
log "a lint finding" 0 ./age.toml
finds R141 age.toml 'How old are you'

log "a lint finding that is denied, by an absolute path" 1 --deny warnings "$PWD/age.toml"
finds R141 age.toml 'How old are you'

asks 'ask = "How old are you?" # allow(R141): the law asks for it' >allowed.toml
log "a silenced finding is not told" 0 allowed.toml
finds

printf 'format = 1\nid = "x\n[[level]\n' >broken.toml
log "syntax errors" 65 broken.toml
finds E003 broken.toml '' E003 broken.toml ''

sed 's/^stage = "onsite"/stage = "onsight"/; s/^version = /versoin = /' "$example" >keys.toml
log "words with a remedy" 65 keys.toml
finds E005 keys.toml 'versoin' E008 keys.toml '"onsight"'

mkdir -p 'łódź & co/ä#b?'
asks 'ask = "José 👩🏽‍💻, 李雷: how old are you?"' >'łódź & co/ä#b?/100% 李雷.toml'
log "a path and a line in all scripts" 0 'łódź & co/ä#b?/100% 李雷.toml'
finds R141 '%C5%82%C3%B3d%C5%BA%20%26%20co/%C3%A4%23b%3F/100%25%20%E6%9D%8E%E9%9B%B7.toml' \
    'how old are you'

mkdir library
printf '[[faq]]\nq = "Why?"\n\n[[question]]\nid = "x"\nask = "Żółw?"\nround = "nowhere"\n' >library/more.toml
{ echo 'include = ["library/more.toml"]'; cat "$example"; } >including.toml
log "an error in an included file" 65 including.toml
finds E006 library/more.toml '[[faq]]' E011 library/more.toml '"nowhere"'

{ echo 'include = ["library/none.toml"]'; cat "$example"; } >dangling.toml
log "an include that is not there" 65 dangling.toml
finds E015 dangling.toml '"library/none.toml"'

asks "ask = '''\nTell us about your work.\nHow old\nare you?'''" >lines.toml
log "a span over several lines" 0 lines.toml
finds R141 lines.toml "'''\nTell us about your work.\nHow old\nare you?'''"

asks 'ask = "How old are you?"' | sed 's/$/\r/' >crlf.toml
printf '\xef\xbb\xbf' | cat - crlf.toml >mark.toml
log "CR LF and a byte-order mark" 0 mark.toml
finds R141 mark.toml 'How old are you'

printf '\xef\xbb\xbfid = "Bad"\n' >first.toml
log "the first line after a byte-order mark" 65 first.toml
finds E009 first.toml '"Bad"'

right=$(printf '\u202e')
sed "s/^id *= \"site-reliability-engineer\"/id = \"[press](https:\/\/example.org)${right}\\\\u0007\\\\u001b[2J{0}<b>\"/" "$example" >hostile.toml
log "control and bidi characters, links, markup" 65 hostile.toml
finds E009 hostile.toml "\"[press](https://example.org)${right}\\u0007\\u001b[2J{0}<b>\""

printf 'format = 1\0\n' >nul.toml
printf '\xff\xfef\0o\0' >utf16.toml
: >empty.toml
log "files that are hardly text" 65 nul.toml utf16.toml empty.toml
finds E001 utf16.toml "" E001 nul.toml '' E006 empty.toml ''

mkdir -p project/part && cp age.toml project/age.toml
cd project/part
log "a file outside of the folder" 0 ../age.toml
finds R141 "file://$(cd .. && pwd -P)/age.toml" 'How old are you'
cd ../..

echo "$n_passed passed, $n_failed failed"
[ "$n_failed" = 0 ]

#!/usr/bin/env bash
# Whether what is in PDF files can be read out of them: the files that `panelkit demo` wrote are
# sound, and every word of their Markdown twins comes back from pdftotext.
# Usage: tests/reading/run.sh FOLDER, where FOLDER is the demo's. Needs poppler-utils; qpdf where
# it is there.
set -euo pipefail
demo=${1:?name the folder that the demo wrote}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8

words() {
    grep -oE '[[:alnum:]]+' | sort -u
}

n=0
for pdf in "$demo"/kits/*.pdf "$demo"/packets/*.pdf; do
    if command -v qpdf >/dev/null; then
        qpdf --check "$pdf" >"$work/qpdf" 2>&1 || { cat "$work/qpdf"; exit 1; }
    fi
    if pdffonts "$pdf" | tail -n +3 | grep -vE ' yes +yes +yes '; then
        echo "$pdf: a font is not embedded, not cut down, or cannot be read back"
        exit 1
    fi
    # The language that a fence names and the x of a ticked box are no text.
    sed -E 's/^( *)```.*$//; s/^( *- )\[[ x]\]/\1/' "${pdf%.pdf}.md" | words >"$work/expected"
    pdftotext -layout "$pdf" - | words >"$work/read"
    lost=$(comm -23 "$work/expected" "$work/read" | tr '\n' ' ')
    # Where the machine has no font for a script, its letters are shown by number.
    if [ -n "$lost" ] && ! grep -q '^U' <(pdftotext "$pdf" - | grep -o 'U+[0-9A-F]*'); then
        echo "$pdf: these words do not come back: $lost"
        exit 1
    fi
    n=$((n + 1))
done
[ "$n" -gt 6 ] || { echo "the demo has only $n PDF files"; exit 1; }
echo "$n PDF files are sound and can be read"

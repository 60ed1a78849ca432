#!/usr/bin/env bash
# The pictures that the README shows, made from the example panel. Needs bash, Chromium, pdftoppm
# and pngquant. Run by hand after documents have changed:
#
#     cargo build --release && docs/pictures/make.sh
#
# CHROMIUM names another Chromium, PANELKIT another program than the release build.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
program=${PANELKIT:-"$project/target/release/panelkit"}
browser=${CHROMIUM:-chromium}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cp -r "$project/examples/panel/." .

"$program" -q kit rubric.toml --level senior --round incident-review --candidate nguyen-thi-anh -o kit.html
"$program" -q kit rubric.toml --level senior --round incident-review -o kit.pdf
"$program" -q kit rubric.toml --level senior --audience candidate -o guide.pdf
"$program" -q kit rubric.toml --level senior --audience manager -o loop.pdf
"$program" -q packet omar-haddad --rubric rubric.toml --scorecards scorecards --names names.csv -o packet.pdf

"$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
    --user-data-dir="$work/profile" --window-size=900,1150 --screenshot="$work/kit-form.png" \
    "file://$work/kit.html#criterion-incident-response" >/dev/null 2>&1
for document in kit:4 guide:1 loop:1 packet:1; do
    name=${document%:*}
    pdftoppm -r 80 -png -f "${document#*:}" -l "${document#*:}" -singlefile "$name.pdf" "$name"
done
for picture in kit-form kit guide loop packet; do
    pngquant --strip --force --output "$here/$picture.png" 64 "$picture.png"
done
ls -l "$here"/*.png

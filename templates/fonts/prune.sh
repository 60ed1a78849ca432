#!/usr/bin/env bash
# Makes the fonts in this folder from the published ones: nothing but what documents show.
# Needs npm and pyftsubset of fonttools (pip install fonttools; 4.68.0 was used).
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fetch() { # package version
    npm pack --silent "@expo-google-fonts/$1@$2" >/dev/null
    mkdir "$1"
    tar xzf "expo-google-fonts-$1-$2.tgz" -C "$1" --strip-components 1
}
fetch noto-sans 0.4.2
fetch noto-sans-mono 0.4.2
fetch noto-sans-math 0.4.2
fetch noto-sans-symbols 0.4.1
fetch noto-sans-symbols-2 0.4.1

# Latin with all extensions in use, IPA, Greek, Cyrillic, Vietnamese, punctuation, currencies.
text=U+0020-007E,U+00A0-024F,U+0250-02AF,U+02B0-02FF,U+0300-036F,U+0370-03FF,U+0400-052F
text+=,U+1E00-1EFF,U+1F00-1FFF,U+2000-206F,U+2070-209F,U+20A0-20CF,U+2100-218F,U+2C60-2C7F
text+=,U+A720-A7FF,U+FB00-FB06,U+FFFD

prune() { # from to characters features tables-to-drop
    pyftsubset "$1" --output-file="$here/$2.ttf" --unicodes="$3" --layout-features="$4" \
        --drop-tables+="STAT,DSIG,meta,MVAR,HVAR$5" --no-hinting --notdef-outline \
        --name-IDs=0,1,2,3,4,5,6,13,14
}
placed=kern,mark,mkmk,ccmp,locl
prune noto-sans/400Regular/NotoSans_400Regular.ttf NotoSans-Regular "$text" $placed ""
prune noto-sans/700Bold/NotoSans_700Bold.ttf NotoSans-Bold "$text" $placed ""
prune noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf NotoSans-Italic "$text" $placed ""
prune noto-sans/700Bold_Italic/NotoSans_700Bold_Italic.ttf NotoSans-BoldItalic "$text" $placed ""
prune noto-sans-mono/400Regular/NotoSansMono_400Regular.ttf NotoSansMono-Regular \
    "$text,U+2190-21FF,U+2500-25FF" $placed ""

# Arrows and mathematics, then boxes, ticks, stars and other signs: shapes alone.
bare=,MATH,GSUB,GPOS,GDEF
prune noto-sans-math/400Regular/NotoSansMath_400Regular.ttf NotoSansMath-Regular \
    U+0020,U+2190-21FF,U+2200-22FF,U+27F5-27FF "" $bare
prune noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf NotoSansSymbols2-Regular \
    U+0020,U+2300-23FF,U+25A0-25FF,U+2600-26FF,U+2700-27BF,U+2B00-2BFF "" $bare
prune noto-sans-symbols/400Regular/NotoSansSymbols_400Regular.ttf NotoSansSymbols-Regular \
    U+0020,U+2460-24FF,U+2600-26FF,U+2700-27BF "" $bare

cp noto-sans/LICENSE_FONT "$here/OFL.txt"
ls -l "$here"

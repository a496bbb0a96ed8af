#!/usr/bin/env bash
# Builds textmend and cleans examples/article.txt before your eyes.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

tests/install-deps.sh build
cmake --preset release > /dev/null
cmake --build --preset release

textmend=build/release/textmend
article=examples/article.txt
color=never
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then color=always; fi

title() { printf '\n======== %s\n\n' "$1"; }

title "$article, as a scraper left it"
cat "$article"

title "textmend --diff $article"
# Exit code 1: there are changes.
"$textmend" --isolated --color "$color" --diff "$article" || (($? == 1))

title "textmend --report: who changed what, and on what evidence"
report=$(mktemp)
trap 'rm -f "$report"' EXIT
"$textmend" --isolated --report "$report" "$article" > /dev/null
cat "$report"

title "textmend $article, with the default profile"
"$textmend" --isolated "$article"

title "textmend --config examples/textmend.toml: the profile news and a rule of your own on top"
"$textmend" --config examples/textmend.toml --color "$color" --diff "$article" || (($? == 1))

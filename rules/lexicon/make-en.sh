#!/usr/bin/env bash
# Makes rules/lexicon/en.txt from the word lists of SCOWL (Debian and Ubuntu package `scowl`).
#
#   sudo apt-get install scowl && rules/lexicon/make-en.sh
#
# SCOWL_DIR names another folder with the same files. README.md in this folder says what is taken
# and why; the answer depends on the package's files alone, so running it again changes nothing.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scowl=${SCOWL_DIR:-/usr/share/dict/scowl}
copyright=${SCOWL_COPYRIGHT:-/usr/share/doc/scowl/copyright}

if [[ ! -d $scowl ]]; then
  echo "make-en.sh: $scowl is missing: install the package scowl, or set SCOWL_DIR" >&2
  exit 2
fi

# Size 95 is left out: it doubles the file with words that no editor would miss, and among them are
# many that look like the broken pieces of common ones.
spellings='english american british british_z canadian australian'
variants='variant_1 variant_2 british_variant_1 canadian_variant_1 australian_variant_1'
classes='words upper proper-names contractions'
sizes='10 20 35 40 50 55 60 70 80'

emit() {  # LIST SIZE: the list's words as UTF-8, each with the size; no such list is no error
  local file=$scowl/$1.$2
  [[ -f $file ]] || return 0
  # Debian's package has them in UTF-8, SCOWL itself in Latin-1.
  local encoding=UTF-8
  iconv -f UTF-8 -t UTF-8 "$file" > /dev/null 2>&1 || encoding=ISO-8859-1
  iconv -f "$encoding" -t UTF-8 "$file" | awk -v size="$2" '{ print $0 "\t" size }'
}

all() {
  local spelling class size
  for size in $sizes; do
    for spelling in $spellings; do
      for class in $classes; do emit "$spelling-$class" "$size"; done
      # Abbreviations above 60 are mostly letter salad that would pass for any broken piece.
      if ((size <= 60)); then emit "$spelling-abbreviations" "$size"; fi
    done
    # Other accepted spellings (judgement, adviser) count as words too, the rare ones do not.
    if ((size <= 70)); then
      for spelling in $variants; do
        for class in words upper contractions; do emit "$spelling-$class" "$size"; done
      done
    fi
  done
}

export LC_ALL=C
new=$(mktemp)
trap 'rm -f "$new"' EXIT

# `all` goes from common to rare, so the first size seen is the lowest.
all | awk -F '\t' '
  !($1 in size) { size[$1] = $2 }
  END {
    for (word in size) {
      if (length(word) == 1 && word !~ /^[aAIOo]$/) continue
      if (word ~ /'"'"'s$/ && substr(word, 1, length(word) - 2) in size) continue
      print word "\t" size[word]
    }
  }' | sort -t "$(printf '\t')" -k1,1 > "$new"

cp "$new" "$here/en.txt"
chmod 644 "$here/en.txt"
if [[ -f $copyright ]]; then
  cp "$copyright" "$here/SCOWL-copyright.txt"
  chmod 644 "$here/SCOWL-copyright.txt"
fi
echo "rules/lexicon/en.txt: $(wc -l < "$here/en.txt") words, $(wc -c < "$here/en.txt") bytes"

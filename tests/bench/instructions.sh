#!/usr/bin/env bash
# Counts the instructions that textmend needs for small fixed texts, under valgrind, and compares
# them with what was measured before (instructions.txt). Unlike seconds they hardly depend on the
# machine and on what else runs there.
#
#   tests/bench/instructions.sh [PROGRAM]             compare; PROGRAM is build/release/textmend
#   tests/bench/instructions.sh --update [PROGRAM]    write what is measured
#
# Prints `ok - instructions NAME` or `not ok - instructions NAME` for each text.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

update=no
if [[ ${1:-} == --update ]]; then
  update=yes
  shift
fi
if (($# > 1)) || [[ ${1:-} == -* ]]; then
  echo "usage: tests/bench/instructions.sh [--update] [PROGRAM]" >&2
  exit 2
fi
program=${1:-build/release/textmend}
stored=tests/bench/instructions.txt
work=build/instructions
# Compilers, C libraries and what they choose for a processor differ by so much.
most=1.25
# Below this share of the stored number a limit watches nothing.
least=0.75

if ! command -v valgrind > /dev/null; then
  echo "not ok - instructions: no valgrind here; tests/install-deps.sh all installs it"
  exit 1
fi
if [[ ! -x $program ]]; then
  echo "not ok - instructions: no $program here; cmake --build --preset release makes it"
  exit 1
fi

names=(start-up clean mostly damaged world)
mkdir -p "$work"
echo 'The storm , they said.' > "$work/start-up.txt"
tests/bench/make_corpus.py "$work" --mb 2 clean
tests/bench/make_corpus.py "$work" --mb 1 mostly
tests/bench/make_corpus.py "$work" --mb 0.5 damaged world

# Counting needs no call graph, and cachegrind without a cache counts four times as fast as
# callgrind.
count() {  # NAME: writes NAME.count
  valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null \
    "$program" --isolated < "$work/$1.txt" 2> "$work/$1.log" > /dev/null || return 1
  sed -nE 's/^==[0-9]+== I +refs: +//p' "$work/$1.log" | tr -d , > "$work/$1.count"
}

jobs=()
for name in "${names[@]}"; do
  rm -f "$work/$name.count"
  count "$name" &
  jobs+=($!)
done
for job in "${jobs[@]}"; do wait "$job" || true; done

# Start-up in millions, the others a byte of text without start-up.
measured() {  # NAME
  if [[ ! -s $work/$1.count || ! -s $work/start-up.count ]]; then return 1; fi
  if [[ $1 == start-up ]]; then
    awk '{ printf "%.2f", $1 / 1e6 }' "$work/$1.count"
  else
    awk -v start="$(< "$work/start-up.count")" -v bytes="$(wc -c < "$work/$1.txt")" \
      '{ printf "%.2f", ($1 - start) / bytes }' "$work/$1.count"
  fi
}

failed=0
lines=()
for name in "${names[@]}"; do
  if [[ $name == start-up ]]; then unit='million'; else unit='a byte'; fi
  if ! now=$(measured "$name"); then
    echo "not ok - instructions $name: the program or valgrind failed"
    tail -n 5 "$work/$name.log"
    failed=1
    continue
  fi
  lines+=("$name $now")
  if [[ $update == yes ]]; then continue; fi
  before=$(awk -v name="$name" '$1 == name { print $2 }' "$stored")
  if [[ -z $before ]]; then
    echo "not ok - instructions $name: $stored has no such line"
    failed=1
    continue
  fi
  says="$now $unit, stored $before"
  case $(awk -v now="$now" -v before="$before" -v most=$most -v least=$least 'BEGIN {
      if (now > before * most) print "over"; else if (now < before * least) print "under" }') in
    over)
      echo "not ok - instructions $name: $says; more than $most times that is too many." \
        "Find out why, or say why it is worth it and run $0 --update"
      failed=1
      ;;
    under) echo "ok - instructions $name: $says; far fewer now: run $0 --update to keep it so" ;;
    *) echo "ok - instructions $name: $says" ;;
  esac
done

if [[ $update == yes ]] && ((failed == 0)); then
  {
    echo "# Written by tests/bench/instructions.sh --update. Instructions a byte of text; for start-up"
    echo "# those of one line, in millions."
    printf '%s\n' "${lines[@]}"
  } > "$stored"
  cat "$stored"
fi
exit $failed

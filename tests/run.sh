#!/usr/bin/env bash
# All tests: installs what is missing, builds with both compilers, runs everything, and says at the
# end what failed. The last line is `N passed, N failed`.
#
#   tests/run.sh            everything; about half an hour on two cores, less with a warm ccache
#   tests/run.sh --quick    the build `dev` and its tests only
#
# TEXTMEND_FUZZ_SECONDS (10) is how long each fuzz target searches for new inputs, from the seed
# TEXTMEND_FUZZ_SEED (1), so that the same code gives the same answer; 0 is another seed each time.
# Logs and new fuzz inputs are in build/.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

quick=no
case ${1:-} in
  '') ;;
  --quick) quick=yes ;;
  *) echo "usage: tests/run.sh [--quick]" >&2; exit 2 ;;
esac
fuzz_seconds=${TEXTMEND_FUZZ_SECONDS:-10}
fuzz_seed=${TEXTMEND_FUZZ_SEED:-1}
jobs=$(nproc)

# The presets name clang 19; where the distribution has another, that one has to do.
tool() { if command -v "$1-19" > /dev/null; then echo "$1-19"; else echo "$1"; fi; }
clang=()
if [[ $(tool clang++) == clang++ ]]; then clang=(-DCMAKE_CXX_COMPILER=clang++); fi
tidy=()
if [[ $(tool clang-tidy) == clang-tidy ]]; then tidy=(-DCMAKE_CXX_CLANG_TIDY=clang-tidy); fi

# Stages ------------------------------------------------------------------------------------------
# A stage counts as one test, or as what it prints: the summary of ctest, or lines `ok - NAME` and
# `not ok - NAME`.

build() {  # PRESET [OPTION...]
  cmake --preset "$1" "${@:2}" > /dev/null
  cmake --build --preset "$1" -- -k 0
}

dev() {
  build dev
  ctest --preset dev -j "$jobs"
}

# clang's warnings are errors here too. What mostly runs the same code again, process by process, is
# left to `dev`. The fuzz targets of the next stage are built here, and their corpora replayed.
asan() {
  build asan "${clang[@]}"
  ctest --preset asan -j "$jobs" -E '^(examples-ci|rules-check|rules-schema|entities)$'
}

fuzz() {
  local source name failed=0
  for source in fuzz/*_fuzz.cpp; do
    name=$(basename "$source" _fuzz.cpp)
    local found=build/asan/found/$name
    mkdir -p "$found"
    # The texts of `clean` serve all targets whose input is a text.
    local seeds=(fuzz/corpus/clean)
    if [[ -d fuzz/corpus/$name ]]; then seeds+=(fuzz/corpus/"$name"); fi
    local options=(-max_len=16384 -timeout=20 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1
      -artifact_prefix="$found-" -max_total_time="$fuzz_seconds" -seed="$fuzz_seed")
    local dictionary=build/asan/fuzz/dict/$name.dict
    if [[ -f $dictionary ]]; then options+=(-dict="$dictionary"); fi
    if "build/asan/fuzz/${name}_fuzz" "${options[@]}" "$found" "${seeds[@]}"; then
      echo "ok - fuzz $name"
    else
      echo "not ok - fuzz $name"
      failed=1
    fi
  done
  return $failed
}

# What is installed is the same as of the preset `release`, and compiled once for this stage and the
# next.
package() {
  build bench
  tests/install/run.sh build/bench
}

# What can be said of speed on a machine with other work to do. `compare.py` measures seconds.
bench() {
  build bench
  tests/bench/instructions.sh build/bench/textmend
  tests/bench/inject.py --self-test
  if TEXTMEND_BENCH_MB=0.2 build/bench/parts_bench --benchmark_min_time=0.01; then
    echo "ok - parts_bench runs"
  else
    echo "not ok - parts_bench runs"
    return 1
  fi
}

# The preset would compile everything once more beside it.
tidy() {
  cmake --preset tidy "${clang[@]}" "${tidy[@]}" > /dev/null
  "$(tool run-clang-tidy)" -quiet -p build/tidy -j "$jobs" \
    -clang-tidy-binary "$(command -v "$(tool clang-tidy)")" '/src/'
}

format() {
  find src tests fuzz examples \( -name '*.cpp' -o -name '*.h' \) -print0 |
    xargs -0 "$(tool clang-format)" --dry-run -Werror
}

scripts() {
  local files=()
  mapfile -t files < <(find tests examples rules .ci -name '*.sh' -o -path '.ci/*' -type f)
  shellcheck "${files[@]}"
}

# Run ---------------------------------------------------------------------------------------------

passed=0
failed=0
summary=()

count() { grep -c "$1" "$2" || true; }

stage() {  # NAME: runs the function of that name
  local log=build/logs/$1.log started=$SECONDS code ok=0 bad=0 result=passed
  printf '\n==== %s\n' "$1"
  # Not in a condition: there `set -e` would be without effect inside of the stage.
  set +e
  (set -e; "$1") 2>&1 | tee "$log"
  code=${PIPESTATUS[0]}
  set -e

  local ctest
  ctest=$(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests? failed out of ([0-9]+)$/\1 \2/p' "$log")
  if [[ -n $ctest ]]; then
    bad=${ctest% *}
    ok=$((${ctest#* } - bad))
  else
    ok=$(count '^ok - ' "$log")
    bad=$(count '^not ok - ' "$log")
    if ((code == 0 && ok == 0)); then ok=1; fi
  fi
  if ((code != 0)); then
    result=FAILED
    if ((bad == 0)); then bad=1; fi
  fi
  passed=$((passed + ok))
  failed=$((failed + bad))
  summary+=("$(printf '%-8s %-7s %5d passed %3d failed %5d s' \
    "$1" "$result" "$ok" "$bad" $((SECONDS - started)))")
}

mkdir -p build/logs
tests/install-deps.sh all

stage dev
if [[ $quick == no ]]; then
  for name in asan fuzz package bench tidy format scripts; do stage "$name"; done
fi

printf '\n==== summary (logs in build/logs)\n'
printf '%s\n' "${summary[@]}"
echo "$passed passed, $failed failed"
((failed == 0))

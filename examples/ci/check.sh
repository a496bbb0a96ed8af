#!/usr/bin/env bash
# What a CI run of a project with texts and rules of its own does. The workflow files beside this
# one install textmend and call it.
#
#   examples/ci/check.sh RULES TEXTS...
#
# RULES is a folder of packs. TEXTMEND_FUZZ_SECONDS (60) is how long their faults are searched for.
# Exits with 1 when something was found; every step runs.
set -uo pipefail

rules=${1:?usage: check.sh RULES TEXTS...}
shift
seconds=${TEXTMEND_FUZZ_SECONDS:-60}
failed=0
step() {
  printf '==== %s\n' "$*"
  "$@" || failed=1
}

# The rules: faults, their own tests, and what the tests forgot. The report is kept as an artifact.
step textmend rules check "$rules"
for pack in "$rules"/*/; do
  step textmend rules test --rules "$rules" "$(basename "$pack")"
done
step textmend rules fuzz --time "$seconds" --json fuzz-report.json "$rules"

# The texts: the diff says what would be repaired, and the exit code that something would.
if (($# > 0)); then step textmend --rules "$rules" --diff "$@"; fi
exit $failed

#!/usr/bin/env bash
# Runs what examples/ci/ shows, as far as that is possible without the hosts: the script on a pack
# that is well and on one that is broken, the annotations, and the hooks where pre-commit is there.
#
#   tests/ci-example.sh FOLDER_OF_TEXTMEND
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PATH=$1:$PATH
unset GITHUB_ACTIONS TF_BUILD
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
cd "$temp"
export TEXTMEND_FUZZ_SECONDS=4
fail() { echo "not ok - $1"; exit 1; }

printf 'The storm, they said, is over.\n' > good.txt
printf 'The storm , they said, is over.\n' > bad.txt
cp -r "$root/examples/rules" rules

"$root/examples/ci/check.sh" rules good.txt > log 2>&1 || { cat log; fail "a pack and a text that are well pass"; }
grep -q '"faults":\[\]' fuzz-report.json || fail "the report says that nothing was found"
"$root/examples/ci/check.sh" rules bad.txt > log 2>&1 && fail "a damaged text does not pass"
grep -q '^-The storm , they' log || fail "the damage is shown"

mkdir -p broken/needs-miss
cp "$root/tests/broken-rules/needs-miss/case.toml" broken/needs-miss/
GITHUB_ACTIONS=true "$root/examples/ci/check.sh" broken > log 2>&1 && fail "a broken rule does not pass"
grep -q '^::error file=broken/needs-miss/case.toml,line=13,' log || { cat log; fail "the host is told where"; }
grep -q '"fault":"needs-miss"' fuzz-report.json || fail "the report names the fault"
TF_BUILD=True textmend rules fuzz --isolated --runs 2000 broken > log && fail "a broken rule is found"
grep -q '^##vso\[task.logissue type=error;sourcepath=broken/needs-miss/case.toml;' log || fail "Azure is told where"

if python3 -c 'import yaml' 2> /dev/null; then
  for file in "$root"/examples/ci/*.yml "$root/.pre-commit-hooks.yaml"; do
    python3 -c 'import sys, yaml; yaml.safe_load(open(sys.argv[1]))' "$file" || fail "$file is YAML"
  done
fi

if command -v pre-commit > /dev/null; then
  git init -q hooks && cp "$root/.pre-commit-hooks.yaml" hooks/
  git -C hooks add -A
  git -C hooks -c user.name=t -c user.email=t@example.com commit -qm hooks
  git init -q texts
  export PRE_COMMIT_HOME=$temp/pre-commit
  hook() {  # NAME: the hook on all files of the repository, as they are now
    git -C texts add -A
    (cd texts && pre-commit try-repo ../hooks "$1" --all-files) > log 2>&1
  }
  cp good.txt texts/
  hook textmend-check || { cat log; fail "the hook lets a good text pass"; }
  cp bad.txt texts/
  hook textmend-check && fail "the hook stops a damaged text"
  grep -q '^-The storm , they' log || { cat log; fail "the hook shows the damage"; }
  hook textmend && fail "a hook that repairs stops the commit"
  cmp good.txt texts/bad.txt || fail "the hook repairs the text"
  hook textmend || { cat log; fail "the hook lets a repaired text pass"; }
  cp -r rules texts/rules
  hook textmend-rules || { cat log; fail "the hook lets a good rule pass"; }
  sed -i 's/^safety.*/safety = "sure"/' texts/rules/house/reading-time.toml
  hook textmend-rules && fail "the hook stops a rule with a fault"
  grep -q 'reading-time.toml:[0-9]*:[0-9]*: error' log || { cat log; fail "the hook says where"; }
  echo "pre-commit: three hooks ran"
else
  echo "without pre-commit: the hooks were not run"
fi
echo "ok - examples/ci"

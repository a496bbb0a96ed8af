#!/usr/bin/env bash
# Installs what textmend is built and tested with, on Debian 12 or newer and Ubuntu 24.04 or newer.
# Says what it installs and why; does nothing, and asks for no password, when all is there.
#
#   tests/install-deps.sh build    compiler and libraries: enough for the program and the library
#   tests/install-deps.sh all      and what the tests need
set -euo pipefail

set_name=${1:-build}
if [[ $set_name != build && $set_name != all ]]; then
  echo "usage: tests/install-deps.sh build|all" >&2
  exit 2
fi

# PACKAGE  why
build='
g++                 compiler
cmake               build
ninja-build         build
pkg-config          finds PCRE2
libicu-dev          Unicode properties, normal forms, transforms
libpcre2-dev        patterns of the rules
libutfcpp-dev       walks over code points
libsimdjson-dev     fast UTF-8 validation
libhwy-dev          vector instructions for the scanner (headers only)
libtomlplusplus-dev reads the rule files
libfmt-dev          messages
libnuspell-dev      reads Hunspell dictionaries
libcli11-dev        options of the program
libtbb-dev          threads in a pipeline'
all="$build
ccache              second builds in seconds
git                 the tests apply what --diff prints
patch               the same
locales             a Turkish locale: the answer must not depend on it
catch2              unit tests
unicode-data        the consortium's test of the normal forms,
bzip2               and what unpacks it
hunspell-de-de      lexicons of other languages: with compounds,
hunspell-es         with a large table of endings,
hunspell-fr         with elisions
libbenchmark-dev    measures the parts of the library
python3             makes the texts to measure with and faults on purpose
valgrind            counts instructions
clang-19            second compiler, libFuzzer
libclang-rt-19-dev  sanitizers of clang
clang-tidy-19       lint
clang-format-19     layout of the sources
shellcheck          lint of the scripts"

[[ $set_name == all ]] && wanted=$all || wanted=$build

if ! command -v apt-get > /dev/null; then
  echo "install-deps.sh: no apt-get here; the packages of Debian with the same content are:" >&2
  echo "$wanted" >&2
  exit 0
fi

installed() {
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null) == installed ]]
}

# Where there is no clang 19, what the release calls clang has to do.
unversioned() {
  case $1 in
    libclang-rt-19-dev) echo libclang-rt-dev ;;
    *) echo "${1%-19}" ;;
  esac
}

missing() {  # lines of `wanted` whose package, or its unversioned stand-in, is not installed
  local package why
  while read -r package why; do
    [[ -n $package ]] || continue
    installed "$package" || { [[ $package == *-19* ]] && installed "$(unversioned "$package")"; } ||
      echo "$package $why"
  done <<< "$wanted"
}

available() { apt-cache policy "$1" | grep 'Candidate: [^(]' > /dev/null; }

todo=$(missing)
[[ -n $todo ]] || exit 0

as_root=()
if ((EUID != 0)); then as_root=(sudo); fi
"${as_root[@]}" apt-get update -qq

packages=()
echo "install-deps.sh: installing"
while read -r package why; do
  if [[ $package == *-19* ]] && ! available "$package"; then package=$(unversioned "$package"); fi
  printf '  %-20s %s\n' "$package" "$why"
  packages+=("$package")
done <<< "$todo"
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends "${packages[@]}" > /dev/null

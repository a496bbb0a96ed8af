#!/usr/bin/env bash
# Installs a build into a temporary prefix, builds examples/library against that prefix alone, by
# CMake and by pkg-config, and compares what it prints with expected.txt.
#
#   tests/install/run.sh [BUILD_DIR]      the default builds and takes the preset `release`
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${1:-}

if [[ -z $build ]]; then
  build=$root/build/release
  (cd "$root" && cmake --preset release > /dev/null && cmake --build --preset release)
fi

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

cmake --install "$build" --prefix "$temp/prefix" > /dev/null
# A copy outside of the tree: nothing but the installed header can be found.
cp -r "$root/examples/library" "$temp/source"

cmake -S "$temp/source" -B "$temp/build" -G Ninja -DCMAKE_PREFIX_PATH="$temp/prefix" > /dev/null
cmake --build "$temp/build"
"$temp/build/example" > "$temp/cmake.txt"
diff -u "$here/expected.txt" "$temp/cmake.txt"

pc=$(find "$temp/prefix" -name textmend.pc)
read -r -a flags < <(PKG_CONFIG_PATH=$(dirname "$pc") pkg-config --cflags --libs textmend)
"${CXX:-c++}" -std=c++20 "$temp/source/main.cpp" -o "$temp/example" "${flags[@]}"
"$temp/example" > "$temp/pkg-config.txt"
diff -u "$here/expected.txt" "$temp/pkg-config.txt"

"$temp/prefix/bin/textmend" --version > /dev/null
# The second program is found beside the first.
"$temp/prefix/bin/textmend" rules fuzz --isolated --runs 20 core/double-stop > /dev/null
# Only one header is public.
(cd "$temp/prefix/include" && find . -type f) | diff - <(echo ./textmend/textmend.h)
echo "install test passed"

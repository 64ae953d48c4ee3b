#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs into a temporary prefix, moves the prefix, and runs the installed program from there: it must find its own
# data, write the same accelerator as the program of the build tree, and never read the source tree.
# Usage: install_test.sh CMAKE BUILD_DIR SOURCE_DIR BUILT_PROGRAM
set -euo pipefail

cmake=$1 build=$2 source=$3 built=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset FINN_RTLGEN_DATA

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

"$cmake" --install "$build" --prefix "$work/first" > "$work/install.log" || { cat "$work/install.log"; fail "install"; }
mkdir "$work/elsewhere"
mv "$work/first" "$work/elsewhere/prefix"
prefix=$work/elsewhere/prefix
data=$prefix/share/finn-rtlgen

for folder in rtl_templates verif/harness ip/boards ip/driver ip/platforms ip/vivado networks; do
  diff -r "$source/$folder" "$data/$folder" || fail "$folder is not what the source tree holds"
done
[[ -z $(find "$prefix" -name '.*' -o -name __pycache__) ]] || fail "hidden or cached files were installed"

cd "$work"
"$prefix/bin/finn-rtlgen" --version > /dev/null || fail "--version"
for network in "$data"/networks/*/net.json; do
  name=$(basename "$(dirname "$network")")
  "$prefix/bin/finn-rtlgen" "$network" -o installed > run.log 2>&1 || { cat run.log; fail "$name: installed program"; }
  "$built" "$source/networks/$name/net.json" -o built > run.log 2>&1 || { cat run.log; fail "$name: built program"; }
  diff -r "built/$name" "installed/$name" || fail "$name: the installed program wrote something else"
done

# A link to the program is fine too.
ln -s "$prefix/bin/finn-rtlgen" link
./link "$network" -o linked > run.log 2>&1 || { cat run.log; fail "through a link"; }

# Without its data it says so, and does not fall back to the tree that it was built from.
mv "$data/rtl_templates" "$work/taken_away"
status=0
"$prefix/bin/finn-rtlgen" "$network" -o none > run.log 2>&1 || status=$?
[[ $status -eq 1 ]] || { cat run.log; fail "without data: exit code $status, expected 1"; }
grep -q FR5001 run.log || { cat run.log; fail "without data: no FR5001"; }
[[ ! -e none ]] || fail "without data: an output folder was left behind"

# FINN_RTLGEN_DATA names another place.
mkdir "$work/other"
cp -r "$data/." "$work/other"
mv "$work/taken_away" "$work/other/rtl_templates"
FINN_RTLGEN_DATA=$work/other "$prefix/bin/finn-rtlgen" "$network" -o other_out > run.log 2>&1 ||
  { cat run.log; fail "FINN_RTLGEN_DATA"; }
echo "passed"

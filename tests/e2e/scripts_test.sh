#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What can be checked of scripts/ without building: usage, listing, and that the scripts do not depend on the folder
# from which they are called.
# Usage: scripts_test.sh SOURCE_DIR
set -euo pipefail

source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# expect CODE TEXT COMMAND...: the command's exit code, and a text that it prints.
expect() {
  local code=$1 text=$2 status=0
  shift 2
  "$@" > log 2>&1 < /dev/null || status=$?
  if [[ $status -ne $code ]] || ! grep -qF -- "$text" log; then
    cat log
    echo "FAILED: $* gave $status, expected $code and \"$text\"" >&2
    exit 1
  fi
}

expect 0 verilator bash "$source/scripts/setup" --list
expect 0 clang-format-14 bash "$source/scripts/setup" --dev --list
expect 2 usage: bash "$source/scripts/setup" --no-such-option
expect 2 usage: bash "$source/scripts/format" --no-such-option
expect 2 'there is no network "no_such"' bash "$source/scripts/demo" no_such
expect 2 'needs a name' bash "$source/scripts/test" --preset
expect 1 'No such preset' bash "$source/scripts/build" no_such_preset
expect 2 usage: bash "$source/scripts/fuzz" soon
# Without site packages: qonnx is nothing that the project installs.
expect 2 'pip install qonnx' python3 -B -E -S "$source/scripts/compare_qonnx.py"
expect 2 'pip install numpy' python3 -B -E -S "$source/scripts/shape_network.py" mlp4
for script in setup ipxact_schema build test demo format fuzz compare_qonnx.py shape_network.py; do
  [[ -x $source/scripts/$script ]] || { echo "FAILED: scripts/$script is not executable" >&2; exit 1; }
done
echo "passed"

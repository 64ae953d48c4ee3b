#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The house rules that no compiler checks. Usage: rooms_test.sh SOURCE_DIR
#  - rooms include only what stands before them
#  - passes and emission name no cell and no layer kind
set -euo pipefail
cd "$1"
status=0
complain() {
  echo "$1" >&2
  status=1
}

rooms=(diag ir hw netlist compress cells kinds import onnx streamline passes plan emit cli)
for ((i = 0; i < ${#rooms[@]}; i++)); do
  for ((j = i + 1; j < ${#rooms[@]}; j++)); do
    if found=$(grep -rnE "#include \"${rooms[j]}/" "gen/${rooms[i]}"); then
      complain "gen/${rooms[i]} includes the later room ${rooms[j]}:"$'\n'"$found"
    fi
  done
done

for folder in gen/cells/*/ gen/kinds/*/; do
  name=$(basename "$folder")
  prefix=$(basename "$(dirname "$folder")")
  if found=$(grep -rnE "${prefix%s}_$name\b|\"$prefix/$name/" gen/passes gen/emit) ||
      found=$(grep -rn "\"$name\"" gen/passes); then
    complain "passes or emission know the name of $prefix/$name:"$'\n'"$found"
  fi
done
exit $status

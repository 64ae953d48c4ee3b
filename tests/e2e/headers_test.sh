#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every source file names its licence in its first lines.
# Usage: headers_test.sh SOURCE_DIR
set -euo pipefail

cd "$1"
status=0
while IFS= read -r -d '' file; do
  if ! head -n 3 "$file" | grep -q 'SPDX-License-Identifier: Apache-2.0'; then
    echo "$file: no SPDX line" >&2
    status=1
  fi
done < <(find CMakeLists.txt cmake gen rtl_templates verif tests bench scripts .ci -type f \
  \( -name '*.h' -o -name '*.cpp' -o -name '*.v' -o -name '*.vlt' -o -name '*.py' -o -name '*.sh' -o -name '*.cmake' \
  -o -name '*.def' -o -name '*.tcl' -o -name CMakeLists.txt -o -name Makefile -o -path 'scripts/*' -o -path '.ci/*' \) \
  -not -name '*.pyc' -not -name '*.json' -print0)
exit "$status"

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every source file names its licence in its first lines.
# Usage: headers_test.sh SOURCE_DIR
set -euo pipefail

cd "$1"
missing=$(find CMakeLists.txt cmake gen rtl_templates ip/driver verif tests bench scripts .ci -type f \
  \( -name '*.h' -o -name '*.c' -o -name '*.cpp' -o -name '*.v' -o -name '*.vlt' -o -name '*.py' -o -name '*.sh' -o -name '*.cmake' \
  -o -name '*.def' -o -name '*.tcl' -o -name CMakeLists.txt -o -name Makefile -o -name '*.toml' -o -path 'scripts/*' -o -path '.ci/*' \) \
  -not -name '*.pyc' -not -name '*.json' -print0 | xargs -0 awk '
    FNR == 1 { files[FILENAME] = 1 }
    /SPDX-License-Identifier: Apache-2.0/ { found[FILENAME] = 1 }
    FNR == 3 { nextfile }
    END { for (file in files) if (!(file in found)) print file }')
if [[ -n $missing ]]; then
  printf 'no SPDX line:\n%s\n' "$missing" >&2
  exit 1
fi

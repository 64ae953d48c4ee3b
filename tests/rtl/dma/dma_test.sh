#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The DMA channels against memory models that check the rules of AXI.
# Usage: dma_test.sh SOURCE_DIR BUILD_DIR MEMORY_BITS BURST OUTSTANDING BEAT_BYTES BEATS
set -euo pipefail

source=$1
build=$2/$(IFS=_; echo "${*:3}")
library=$source/rtl_templates
mkdir -p "$build"
verilator --cc --exe --prefix Vdut --top-module dma_loop -O3 --x-assign fast --x-initial unique -Wno-fatal -Wno-lint \
  -Wno-style -GMEMORY_BITS="$3" -GBURST="$4" -GOUTSTANDING="$5" -GBEAT_BYTES="$6" -GBEATS="$7" \
  -CFLAGS "-std=c++17 -O1 -I$source/verif/harness -DBURST=$4 -DOUTSTANDING=$5 -DBEAT_BYTES=$6 -DBEATS=$7" \
  --Mdir "$build" -y "$library/dma_read" -y "$library/dma_write" -y "$library/dma" -y "$library/dwc" \
  -y "$library/fifo_srl" "$source/tests/rtl/dma/dma_loop.v" "$source/tests/rtl/dma/dma_bench.cpp"
env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$build" OBJCACHE="$(command -v ccache || true)" -f Vdut.mk Vdut \
  > "$build/make.log" 2>&1 || {
  cat "$build/make.log" >&2
  exit 1
}
"$build/Vdut"

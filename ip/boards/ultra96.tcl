# SPDX-License-Identifier: Apache-2.0
# Ultra96 of Avnet (ZU3EG; board files: avnet.com:ultra96v1):
#
#     vivado -mode batch -source board_ultra96.tcl
#
# Writes out/<name>.bit and out/<name>.hwh.
set board(name) ultra96
set board(part) xczu3eg-sbva484-1-e
set board(files) *:ultra96v1:part0:*
set board(connections) {}
set board(kind) zynqmp
set board(ps) {
  CONFIG.PSU__PSS_REF_CLK__FREQMHZ 33.333
}
source [file join [file dirname [file normalize [info script]]] board_design.tcl]

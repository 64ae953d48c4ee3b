# SPDX-License-Identifier: Apache-2.0
# ZCU104 of AMD (ZU7EV; board files come with Vivado):
#
#     vivado -mode batch -source board_zcu104.tcl
#
# Writes out/<name>.bit and out/<name>.hwh.
set board(name) zcu104
set board(part) xczu7ev-ffvc1156-2-e
set board(files) *:zcu104:part0:*
set board(connections) {}
set board(kind) zynqmp
set board(ps) {
  CONFIG.PSU__PSS_REF_CLK__FREQMHZ 33.333
}
source [file join [file dirname [file normalize [info script]]] board_design.tcl]

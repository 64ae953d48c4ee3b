# SPDX-License-Identifier: Apache-2.0
# KV260 of AMD (K26 module on its carrier; board files come with Vivado):
#
#     vivado -mode batch -source board_kv260.tcl
#
# Writes out/<name>.bit and out/<name>.hwh.
set board(name) kv260
set board(part) xck26-sfvc784-2LV-c
set board(files) *:kv260_som:part0:*
set board(connections) {som240_1_connector xilinx.com:kv260_carrier:som240_1_connector:1.3}
set board(kind) zynqmp
set board(ps) {
  CONFIG.PSU__PSS_REF_CLK__FREQMHZ 33.333
}
source [file join [file dirname [file normalize [info script]]] board_design.tcl]

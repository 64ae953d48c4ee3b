# SPDX-License-Identifier: Apache-2.0
# AUP-ZU3 of Real Digital (ZU3EG; board files: realdigital.org:aup-zu3-8gb; for the smaller board name aup-zu3-4gb below):
#
#     vivado -mode batch -source board_aup_zu3.tcl
#
# Writes out/<name>.bit and out/<name>.hwh.
set board(name) aup_zu3
set board(part) xczu3eg-sfvc784-2-e
set board(files) *:aup-zu3-8gb:part0:*
set board(connections) {}
set board(kind) zynqmp
set board(ps) {
  CONFIG.PSU__PSS_REF_CLK__FREQMHZ 33.333
}
source [file join [file dirname [file normalize [info script]]] board_design.tcl]

# SPDX-License-Identifier: Apache-2.0
# PYNQ-Z2 of TUL (Zynq-7020; board files: tul.com.tw:pynq-z2):
#
#     vivado -mode batch -source board_pynq_z2.tcl
#
# Writes out/<name>.bit and out/<name>.hwh.
set board(name) pynq_z2
set board(part) xc7z020clg400-1
set board(files) *:pynq-z2:part0:*
set board(connections) {}
set board(kind) zynq
set board(ps) {
  CONFIG.PCW_CRYSTAL_PERIPHERAL_FREQMHZ 50
  CONFIG.PCW_PRESET_BANK0_VOLTAGE {LVCMOS 3.3V}
  CONFIG.PCW_PRESET_BANK1_VOLTAGE {LVCMOS 1.8V}
  CONFIG.PCW_UIPARAM_DDR_PARTNO {MT41J256M16 RE-125}
  CONFIG.PCW_UIPARAM_DDR_BUS_WIDTH {16 Bit}
  CONFIG.PCW_UIPARAM_DDR_FREQ_MHZ 525
}
source [file join [file dirname [file normalize [info script]]] board_design.tcl]

# SPDX-License-Identifier: Apache-2.0
# PYNQ-Z1 of Digilent (Zynq-7020; board files: www.digilentinc.com:pynq-z1):
#
#     vivado -mode batch -source board_pynq_z1.tcl
#
# Writes out/<name>.bit and out/<name>.hwh.
set board(name) pynq_z1
set board(part) xc7z020clg400-1
set board(files) *:pynq-z1:part0:*
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

# SPDX-License-Identifier: Apache-2.0
# A block design around the accelerator, its bitstream and its hardware description. The recipe of a board,
# board_<name>.tcl, fills the array `board` and then sources this file:
#   board(name)         of the platform
#   board(part)         of the device
#   board(files)        pattern of the board files' part, e.g. *:pynq-z2:part0:*
#   board(connections)  the board's connections, for modules on carriers; else empty
#   board(kind)         zynq or zynqmp
#   board(ps)           settings of the processing system, applied over the board's preset, and alone without board files
# Without board files the design is built for the part alone: the processing system then has only the settings of
# board(ps), and the boot image has to set the rest up, as PYNQ's does.
#
# Streams pass through AXI DMA, the k-th input and the k-th output through dma_<k>; masters of the accelerator's own go
# to memory directly. Everything has one clock, the planned one.
source [file join [file dirname [file normalize [info script]]] accelerator.tcl]
set out [file join $fr(root) vivado out]
set build [file join $fr(root) vivado build board_$board(name)]
file mkdir $out

# What differs between the processing systems.
if {$board(kind) eq "zynq"} {
  set ps_ip xilinx.com:ip:processing_system7
  set ps_rule xilinx.com:bd_rule:processing_system7
  set ps_config {make_external "FIXED_IO, DDR" apply_board_preset "1" Master "Disable" Slave "Disable"}
  set ps_ports [list CONFIG.PCW_USE_M_AXI_GP0 1 CONFIG.PCW_USE_S_AXI_HP0 1 CONFIG.PCW_S_AXI_HP0_DATA_WIDTH 64 \
      CONFIG.PCW_USE_FABRIC_INTERRUPT 1 CONFIG.PCW_IRQ_F2P_INTR 1 CONFIG.PCW_EN_CLK0_PORT 1 CONFIG.PCW_EN_RST0_PORT 1 \
      CONFIG.PCW_FPGA0_PERIPHERAL_FREQMHZ $fr(clock_mhz)]
  set ps_clock ps/FCLK_CLK0
  set ps_reset ps/FCLK_RESET0_N
  set ps_control ps/M_AXI_GP0
  set ps_memory ps/S_AXI_HP0
  set ps_clocked {ps/M_AXI_GP0_ACLK ps/S_AXI_HP0_ACLK}
  set ps_interrupt ps/IRQ_F2P
  set address_bits 32
} else {
  set ps_ip xilinx.com:ip:zynq_ultra_ps_e
  set ps_rule xilinx.com:bd_rule:zynq_ultra_ps_e
  set ps_config {apply_board_preset "1"}
  set ps_ports [list CONFIG.PSU__USE__M_AXI_GP0 1 CONFIG.PSU__USE__M_AXI_GP1 0 CONFIG.PSU__USE__M_AXI_GP2 0 \
      CONFIG.PSU__USE__S_AXI_GP2 1 CONFIG.PSU__SAXIGP2__DATA_WIDTH 128 CONFIG.PSU__USE__IRQ0 1 \
      CONFIG.PSU__FPGA_PL0_ENABLE 1 CONFIG.PSU__USE__FABRIC__RST 1 \
      CONFIG.PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ $fr(clock_mhz)]
  set ps_clock ps/pl_clk0
  set ps_reset ps/pl_resetn0
  set ps_control ps/M_AXI_HPM0_FPD
  set ps_memory ps/S_AXI_HP0_FPD
  set ps_clocked {ps/maxihpm0_fpd_aclk ps/saxihp0_fpd_aclk}
  set ps_interrupt ps/pl_ps_irq0
  set address_bits 40
}

proc pins {names} { return [lmap name $names {get_bd_pins $name}] }
proc connect_interface {master slave} {
  connect_bd_intf_net [get_bd_intf_pins $master] [get_bd_intf_pins $slave]
}
# The narrowest width in bytes that AXI DMA has for beats of so many bytes. At most 64, to which images are aligned:
# there is no realignment engine.
proc dma_bytes {bytes} {
  set width 1
  while {$width < $bytes && $width < 64} { set width [expr {2 * $width}] }
  return $width
}
# A width converter between streams, where there is need of one. Gives the pins to connect to.
proc convert {name from to} {
  if {$from == $to} { return {} }
  create_bd_cell -type ip -vlnv xilinx.com:ip:axis_dwidth_converter $name
  set_property -dict [list CONFIG.S_TDATA_NUM_BYTES $from CONFIG.M_TDATA_NUM_BYTES $to CONFIG.HAS_TLAST 1 \
      CONFIG.HAS_TKEEP 1] [get_bd_cells $name]
  lappend ::clocked $name/aclk
  lappend ::reset_low $name/aresetn
  return $name
}

# Project, with the board's files where they are installed.
create_project -force $board(name) $build -part $board(part)
set parts [get_board_parts -quiet -latest_file_version $board(files)]
set preset [expr {[llength $parts] > 0}]
if {$preset} {
  set_property board_part [lindex $parts 0] [current_project]
  if {$board(connections) ne ""} { set_property board_connections $board(connections) [current_project] }
} else {
  puts "WARNING: no board files $board(files): the processing system gets no preset"
}
set_property ip_repo_paths [list $fr(root)] [current_project]
update_ip_catalog
create_bd_design system

# Processing system, reset, accelerator.
create_bd_cell -type ip -vlnv $ps_ip ps
if {$preset} {
  apply_bd_automation -rule $ps_rule -config $ps_config [get_bd_cells ps]
} elseif {$board(kind) eq "zynq"} {
  make_bd_intf_pins_external -name DDR [get_bd_intf_pins ps/DDR]
  make_bd_intf_pins_external -name FIXED_IO [get_bd_intf_pins ps/FIXED_IO]
}
set_property -dict [concat $board(ps) $ps_ports] [get_bd_cells ps]
create_bd_cell -type ip -vlnv xilinx.com:ip:proc_sys_reset reset
create_bd_cell -type ip -vlnv $fr(vendor):$fr(library):$fr(name):$fr(version) accelerator
set clocked [concat $ps_clocked reset/slowest_sync_clk accelerator/aclk]
set reset_low {accelerator/aresetn}
set controls {}
set memories {}
set interrupts {}

# An AXI DMA for each pair of streams.
for {set k 0} {$k < max([llength $fr(inputs)], [llength $fr(outputs)])} {incr k} {
  lassign [lindex $fr(inputs) $k] input input_bytes
  lassign [lindex $fr(outputs) $k] output output_bytes
  set settings [list CONFIG.c_include_sg 0 CONFIG.c_sg_length_width 26 CONFIG.c_addr_width $address_bits \
      CONFIG.c_include_mm2s [expr {$input ne ""}] CONFIG.c_include_s2mm [expr {$output ne ""}]]
  if {$input ne ""} {
    set bytes [dma_bytes $input_bytes]
    lappend settings CONFIG.c_m_axis_mm2s_tdata_width [expr {8 * $bytes}] \
        CONFIG.c_m_axi_mm2s_data_width [expr {8 * max($bytes, 4)}] CONFIG.c_mm2s_burst_size 16
  }
  if {$output ne ""} {
    set bytes [dma_bytes $output_bytes]
    lappend settings CONFIG.c_s_axis_s2mm_tdata_width [expr {8 * $bytes}] \
        CONFIG.c_m_axi_s2mm_data_width [expr {8 * max($bytes, 4)}] CONFIG.c_s2mm_burst_size 16
  }
  create_bd_cell -type ip -vlnv xilinx.com:ip:axi_dma dma_$k
  set_property -dict $settings [get_bd_cells dma_$k]
  lappend clocked dma_$k/s_axi_lite_aclk
  lappend reset_low dma_$k/axi_resetn
  lappend controls dma_$k/S_AXI_LITE
  if {$input ne ""} {
    set through [convert narrow_$k [dma_bytes $input_bytes] $input_bytes]
    if {$through eq ""} {
      connect_interface dma_$k/M_AXIS_MM2S accelerator/$input
    } else {
      connect_interface dma_$k/M_AXIS_MM2S $through/S_AXIS
      connect_interface $through/M_AXIS accelerator/$input
    }
    lappend clocked dma_$k/m_axi_mm2s_aclk
    lappend memories dma_$k/M_AXI_MM2S
    lappend interrupts dma_$k/mm2s_introut
  }
  if {$output ne ""} {
    set through [convert widen_$k $output_bytes [dma_bytes $output_bytes]]
    if {$through eq ""} {
      connect_interface accelerator/$output dma_$k/S_AXIS_S2MM
    } else {
      connect_interface accelerator/$output $through/S_AXIS
      connect_interface $through/M_AXIS dma_$k/S_AXIS_S2MM
    }
    lappend clocked dma_$k/m_axi_s2mm_aclk
    lappend memories dma_$k/M_AXI_S2MM
    lappend interrupts dma_$k/s2mm_introut
  }
}

# The accelerator's own registers, masters and interrupt.
foreach name $fr(control) { lappend controls accelerator/$name }
foreach master [concat $fr(readers) $fr(writers)] { lappend memories accelerator/[lindex $master 0] }
foreach name $fr(interrupt) { lappend interrupts accelerator/$name }

# Interrupts: PYNQ waits for those of a controller.
create_bd_cell -type ip -vlnv xilinx.com:ip:xlconcat interrupts
set_property -dict [list CONFIG.NUM_PORTS [llength $interrupts]] [get_bd_cells interrupts]
for {set k 0} {$k < [llength $interrupts]} {incr k} {
  connect_bd_net [get_bd_pins [lindex $interrupts $k]] [get_bd_pins interrupts/In$k]
}
create_bd_cell -type ip -vlnv xilinx.com:ip:axi_intc interrupt_controller
set_property CONFIG.C_IRQ_CONNECTION 1 [get_bd_cells interrupt_controller]
connect_bd_net [get_bd_pins interrupts/dout] [get_bd_pins interrupt_controller/intr]
connect_bd_net [get_bd_pins interrupt_controller/irq] [get_bd_pins $ps_interrupt]
lappend clocked interrupt_controller/s_axi_aclk
lappend reset_low interrupt_controller/s_axi_aresetn
lappend controls interrupt_controller/s_axi

# Interconnect: registers behind the processor's port, memory before all masters.
create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect control
set_property -dict [list CONFIG.NUM_SI 1 CONFIG.NUM_MI [llength $controls]] [get_bd_cells control]
connect_interface $ps_control control/S00_AXI
for {set k 0} {$k < [llength $controls]} {incr k} {
  connect_interface control/[format M%02d_AXI $k] [lindex $controls $k]
}
create_bd_cell -type ip -vlnv xilinx.com:ip:smartconnect memory
set_property -dict [list CONFIG.NUM_SI [llength $memories] CONFIG.NUM_MI 1] [get_bd_cells memory]
connect_interface memory/M00_AXI $ps_memory
for {set k 0} {$k < [llength $memories]} {incr k} {
  connect_interface [lindex $memories $k] memory/[format S%02d_AXI $k]
}
lappend clocked control/aclk memory/aclk
lappend reset_low control/aresetn memory/aresetn

# One clock, one reset.
connect_bd_net [get_bd_pins $ps_clock] {*}[pins $clocked]
connect_bd_net [get_bd_pins $ps_reset] [get_bd_pins reset/ext_reset_in]
connect_bd_net [get_bd_pins reset/peripheral_aresetn] {*}[pins $reset_low]

assign_bd_address
validate_bd_design
save_bd_design

# Bitstream and hardware description, both named after the accelerator, as PYNQ wants them.
generate_target all [get_files system.bd]
set wrapper [make_wrapper -files [get_files system.bd] -top]
add_files -norecurse [list $wrapper]
set_property top system_wrapper [current_fileset]
update_compile_order -fileset sources_1
launch_runs impl_1 -to_step write_bitstream -jobs 4
wait_on_run impl_1
if {[get_property PROGRESS [get_runs impl_1]] ne "100%"} { error "implementation failed; see $build" }
if {[get_property STATS.WNS [get_runs impl_1]] < 0} {
  puts "WARNING: the clock of $fr(clock_mhz) MHz is not reached; generate the accelerator for a lower --clock-mhz"
}
set bitstream [file join [get_property DIRECTORY [get_runs impl_1]] system_wrapper.bit]
file copy -force $bitstream [file join $out $fr(name).bit]
set description [lindex [glob -directory $build -types f -- *.gen/sources_1/bd/system/hw_handoff/system.hwh \
    *.srcs/sources_1/bd/system/hw_handoff/system.hwh] 0]
file copy -force $description [file join $out $fr(name).hwh]
write_hw_platform -fixed -include_bit -force -file [file join $out $fr(name).xsa]
close_project

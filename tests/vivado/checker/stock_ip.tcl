# SPDX-License-Identifier: Apache-2.0
# AMD's IPs that our block designs use: parameters with their defaults and what they may be, and from these the pins
# and interfaces. Sources: PG021 (AXI DMA), PG247 (SmartConnect), PG085 (AXI4-Stream infrastructure), PG164 (processor
# system reset), PG099 (AXI interrupt controller), PG082 (processing system 7), PG201 (Zynq UltraScale+ processing system),
# IP catalog (xlconcat).
#
# Each procedure ip::NAME {c} gets the configuration as a dictionary and calls
#   pin NAME DIRECTION KIND [POLARITY]      KIND: clock, reset, interrupt
#   bus NAME MODE TYPE WIDTH CLOCK [NEED]   TYPE: aximm (bits), axis (bytes), other; NEED 0: may be left open
#   flaw MESSAGE                            a configuration that makes no sense here, seen when the design is validated
# in the checker's namespace design.

# Parameters: name {default pattern}.
array set stock_parameters {
  processing_system7 {
    PCW_USE_M_AXI_GP0 {1 [01]} PCW_USE_S_AXI_HP0 {0 [01]} PCW_S_AXI_HP0_DATA_WIDTH {64 32|64}
    PCW_USE_FABRIC_INTERRUPT {0 [01]} PCW_IRQ_F2P_INTR {0 [01]} PCW_EN_CLK0_PORT {1 [01]} PCW_EN_RST0_PORT {1 [01]}
    PCW_FPGA0_PERIPHERAL_FREQMHZ {50 [0-9.]+} PCW_CRYSTAL_PERIPHERAL_FREQMHZ {33.333333 [0-9.]+}
    PCW_PRESET_BANK0_VOLTAGE {{LVCMOS 3.3V} {LVCMOS (3\.3|2\.5|1\.8)V}}
    PCW_PRESET_BANK1_VOLTAGE {{LVCMOS 3.3V} {LVCMOS (3\.3|2\.5|1\.8)V}}
    PCW_UIPARAM_DDR_PARTNO {{MT41J256M8 HX-15E} {MT41[JK][0-9]+M[0-9]+ [A-Z0-9-]+}}
    PCW_UIPARAM_DDR_BUS_WIDTH {{32 Bit} {(16|32) Bit}} PCW_UIPARAM_DDR_FREQ_MHZ {533.333333 [0-9.]+}
  }
  zynq_ultra_ps_e {
    PSU__USE__M_AXI_GP0 {1 [01]} PSU__USE__M_AXI_GP1 {1 [01]} PSU__USE__M_AXI_GP2 {0 [01]}
    PSU__USE__S_AXI_GP2 {0 [01]} PSU__SAXIGP2__DATA_WIDTH {128 32|64|128} PSU__USE__IRQ0 {1 [01]}
    PSU__FPGA_PL0_ENABLE {1 [01]} PSU__USE__FABRIC__RST {1 [01]}
    PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ {100 [0-9.]+} PSU__PSS_REF_CLK__FREQMHZ {33.333 [0-9.]+}
  }
  proc_sys_reset {}
  smartconnect { NUM_SI {1 ([1-9]|1[0-6])} NUM_MI {1 ([1-9]|1[0-6])} }
  axi_intc { C_IRQ_CONNECTION {0 [01]} }
  xlconcat { NUM_PORTS {2 ([1-9]|[1-9][0-9])} }
  axis_dwidth_converter {
    S_TDATA_NUM_BYTES {1 [1-9][0-9]*} M_TDATA_NUM_BYTES {1 [1-9][0-9]*} HAS_TLAST {0 [01]} HAS_TKEEP {0 [01]}
  }
  axi_dma {
    c_include_sg {1 [01]} c_sg_length_width {14 (8|9|1[0-9]|2[0-6])} c_addr_width {32 (3[2-9]|[45][0-9]|6[0-4])}
    c_include_mm2s {1 [01]} c_include_s2mm {1 [01]}
    c_m_axis_mm2s_tdata_width {32 8|16|32|64|128|256|512|1024} c_m_axi_mm2s_data_width {32 32|64|128|256|512|1024}
    c_s_axis_s2mm_tdata_width {32 8|16|32|64|128|256|512|1024} c_m_axi_s2mm_data_width {32 32|64|128|256|512|1024}
    c_mm2s_burst_size {16 2|4|8|16|32|64|128|256} c_s2mm_burst_size {16 2|4|8|16|32|64|128|256}
  }
}

namespace eval ip {
  namespace path ::design

  proc planned {frequency} {
    if {$frequency != $::top(clock_mhz)} { flaw "the clock is $frequency MHz, planned is $::top(clock_mhz)" }
  }

  proc processing_system7 {c} {
    planned [dict get $c PCW_FPGA0_PERIPHERAL_FREQMHZ]
    bus DDR master other 0 {} ; bus FIXED_IO master other 0 {}
    pin FCLK_CLK0 O clock ; pin FCLK_RESET0_N O reset low
    if {[dict get $c PCW_USE_M_AXI_GP0]} { pin M_AXI_GP0_ACLK I clock ; bus M_AXI_GP0 master aximm 32 M_AXI_GP0_ACLK }
    if {[dict get $c PCW_USE_S_AXI_HP0]} {
      pin S_AXI_HP0_ACLK I clock ; bus S_AXI_HP0 slave aximm [dict get $c PCW_S_AXI_HP0_DATA_WIDTH] S_AXI_HP0_ACLK
    }
    if {[dict get $c PCW_USE_FABRIC_INTERRUPT] && [dict get $c PCW_IRQ_F2P_INTR]} { pin IRQ_F2P I interrupt }
  }

  proc zynq_ultra_ps_e {c} {
    planned [dict get $c PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ]
    if {[dict get $c PSU__FPGA_PL0_ENABLE]} { pin pl_clk0 O clock }
    if {[dict get $c PSU__USE__FABRIC__RST]} { pin pl_resetn0 O reset low }
    foreach {parameter name clock} {
      PSU__USE__M_AXI_GP0 M_AXI_HPM0_FPD maxihpm0_fpd_aclk PSU__USE__M_AXI_GP1 M_AXI_HPM1_FPD maxihpm1_fpd_aclk
      PSU__USE__M_AXI_GP2 M_AXI_HPM0_LPD maxihpm0_lpd_aclk
    } {
      if {[dict get $c $parameter]} { pin $clock I clock ; bus $name master aximm 128 $clock }
    }
    if {[dict get $c PSU__USE__S_AXI_GP2]} {
      pin saxihp0_fpd_aclk I clock ; bus S_AXI_HP0_FPD slave aximm [dict get $c PSU__SAXIGP2__DATA_WIDTH] saxihp0_fpd_aclk
    }
    if {[dict get $c PSU__USE__IRQ0]} { pin pl_ps_irq0 I interrupt }
  }

  proc proc_sys_reset {c} {
    pin slowest_sync_clk I clock ; pin ext_reset_in I reset any
    pin peripheral_aresetn O reset low ; pin interconnect_aresetn O reset low
    pin peripheral_reset O reset high ; pin mb_reset O reset high ; pin bus_struct_reset O reset high
  }

  proc smartconnect {c} {
    pin aclk I clock ; pin aresetn I reset low
    for {set k 0} {$k < [dict get $c NUM_SI]} {incr k} { bus [format S%02d_AXI $k] slave aximm any aclk }
    for {set k 0} {$k < [dict get $c NUM_MI]} {incr k} { bus [format M%02d_AXI $k] master aximm any aclk }
  }

  proc axi_intc {c} {
    pin s_axi_aclk I clock ; pin s_axi_aresetn I reset low
    bus s_axi slave aximm 32 s_axi_aclk
    pin intr I interrupt
    # Single, or an interface for MicroBlaze.
    if {[dict get $c C_IRQ_CONNECTION]} { pin irq O interrupt } else { bus interrupt master other 0 {} 0 }
  }

  proc xlconcat {c} {
    for {set k 0} {$k < [dict get $c NUM_PORTS]} {incr k} { pin In$k I interrupt }
    pin dout O interrupt
  }

  proc axis_dwidth_converter {c} {
    pin aclk I clock ; pin aresetn I reset low
    foreach side {S M} {
      if {[dict get $c ${side}_TDATA_NUM_BYTES] > 512} { flaw "axis_dwidth_converter: beats of more than 512 bytes" }
    }
    if {![dict get $c HAS_TLAST]} { flaw "axis_dwidth_converter: tlast would be lost" }
    # Frames need not fill the last beat of the other side.
    if {![dict get $c HAS_TKEEP]} { flaw "axis_dwidth_converter: tlast without tkeep" }
    set from [dict get $c S_TDATA_NUM_BYTES]
    set to [dict get $c M_TDATA_NUM_BYTES]
    if {$from == $to} { flaw "axis_dwidth_converter: nothing to convert" }
    # One side is AXI DMA's, a power of two: as wide as the other, or as wide as our DMA gets.
    set wide [expr {max($from, $to)}]
    if {($wide & ($wide - 1)) != 0 && 64 ni [list $from $to]} { flaw "axis_dwidth_converter: narrows the stream" }
    bus S_AXIS slave axis [dict get $c S_TDATA_NUM_BYTES] aclk
    bus M_AXIS master axis [dict get $c M_TDATA_NUM_BYTES] aclk
  }

  proc axi_dma {c} {
    pin s_axi_lite_aclk I clock ; pin axi_resetn I reset low
    bus S_AXI_LITE slave aximm 32 s_axi_lite_aclk
    if {[dict get $c c_include_sg]} {
      pin m_axi_sg_aclk I clock ; bus M_AXI_SG master aximm 32 m_axi_sg_aclk
    } elseif {[dict get $c c_sg_length_width] < 26} {
      flaw "axi_dma: a transfer of 2^[dict get $c c_sg_length_width] bytes is too short for batches"
    }
    if {![dict get $c c_include_mm2s] && ![dict get $c c_include_s2mm]} { flaw "axi_dma: no channel" }
    foreach {channel stream mode} {mm2s m_axis_mm2s master s2mm s_axis_s2mm slave} {
      if {![dict get $c c_include_$channel]} { continue }
      set memory [dict get $c c_m_axi_${channel}_data_width]
      set bits [dict get $c c_${stream}_tdata_width]
      if {$bits > $memory} { flaw "axi_dma: streams of $bits bits over memory of $memory" }
      pin m_axi_${channel}_aclk I clock ; pin ${channel}_introut O interrupt
      bus M_AXI_[string toupper $channel] master aximm $memory m_axi_${channel}_aclk
      bus [string toupper $stream] $mode axis [expr {$bits / 8}] m_axi_${channel}_aclk
    }
  }
}

# SPDX-License-Identifier: Apache-2.0
# The checker's model of a block design: cells with pins and interfaces, nets, addresses.
namespace eval design {
  variable name {}          ;# of the design
  array set ip {}           ;# cell -> name of its IP
  array set config {}       ;# cell -> configuration
  array set pins {}         ;# cell -> {name {direction kind polarity} ...}
  array set buses {}        ;# cell -> {name {mode type width clock needed} ...}
  array set net_of {}       ;# cell/pin -> number of its net
  array set peer {}         ;# cell/bus -> the other end, or "external"
  array set flaws {}        ;# cell -> what is wrong with its configuration
  variable nets 0
  variable assigned {}      ;# pairs of master and slave that have addresses
  variable state none       ;# none, open, valid, saved, generated
  variable building {}      ;# cell whose pins are being made

  proc pin {name direction kind {polarity {}}} {
    variable pins ; variable building
    dict set pins($building) $name [list $direction $kind $polarity]
  }
  proc bus {name mode type width clock {needed 1}} {
    variable buses ; variable building
    dict set buses($building) $name [list $mode $type $width $clock $needed]
  }

  proc flaw {message} {
    variable flaws ; variable building
    lappend flaws($building) $message
  }

  # Makes a cell's pins anew, after its configuration changed. What was connected must still be there.
  proc rebuild {cell} {
    variable pins ; variable buses ; variable building ; variable ip ; variable config ; variable net_of ; variable peer
    variable flaws
    set flaws($cell) {}
    set pins($cell) {}
    set buses($cell) {}
    set building $cell
    if {$ip($cell) eq "accelerator"} { ours } else { ::ip::$ip($cell) $config($cell) }
    foreach end [array names net_of $cell/*] {
      if {![dict exists $pins($cell) [file tail $end]]} { complain "pin $end is gone, but it was connected" }
    }
    foreach end [array names peer $cell/*] {
      if {![dict exists $buses($cell) [file tail $end]]} { complain "interface $end is gone, but it was connected" }
    }
    touch
  }

  proc touch {} { variable state ; if {$state ne "none"} { set state open } }

  # The accelerator's pins are those of the Verilog.
  proc ours {} {
    foreach one $::top(pins) { pin {*}$one }
    foreach one $::top(buses) { bus {*}$one }
  }

  proc ends {pattern table what} {
    set cell [file dirname $pattern]
    set end [file tail $pattern]
    upvar #0 ::design::$table all
    if {![info exists all($cell)]} { complain "no cell $cell" }
    if {![dict exists $all($cell) $end]} { complain "cell $cell has no $what $end; there are [dict keys $all($cell)]" }
    return $pattern
  }

  # Slaves that a memory-mapped master reaches, through interconnect.
  proc reached {end} {
    variable peer ; variable ip ; variable buses
    if {![info exists peer($end)]} { return {} }
    set other $peer($end)
    set cell [file dirname $other]
    if {$ip($cell) ne "smartconnect"} { return [list $other] }
    set all {}
    foreach {name bus} $buses($cell) {
      if {[lindex $bus 0] eq "master"} { lappend all {*}[reached $cell/$name] }
    }
    return $all
  }

  proc address_pairs {} {
    variable buses ; variable ip
    set pairs {}
    foreach cell [lsort [array names buses]] {
      if {$ip($cell) eq "smartconnect"} { continue }
      foreach {name bus} $buses($cell) {
        if {[lindex $bus 0] ne "master" || [lindex $bus 1] ne "aximm"} { continue }
        set slaves [reached $cell/$name]
        if {[llength $slaves] == 0} { complain "master $cell/$name reaches no slave" }
        foreach slave $slaves { lappend pairs [list $cell/$name $slave] }
      }
    }
    return [lsort $pairs]
  }

  # What validate_bd_design looks at, and more: nothing that is needed may be left open.
  proc check {} {
    variable pins ; variable buses ; variable net_of ; variable peer ; variable assigned ; variable ip
    variable flaws
    foreach cell [lsort [array names pins]] {
      if {[llength $flaws($cell)] > 0} { complain "$cell: [lindex $flaws($cell) 0]" }
      foreach {name pin} $pins($cell) {
        lassign $pin direction kind
        if {$direction eq "I" && ![info exists net_of($cell/$name)]} { complain "$kind pin $cell/$name is not connected" }
        if {$kind eq "interrupt" && ![info exists net_of($cell/$name)]} { complain "interrupt $cell/$name goes nowhere" }
      }
      foreach {name bus} $buses($cell) {
        lassign $bus mode type width clock needed
        if {![info exists peer($cell/$name)]} {
          if {$needed} { complain "interface $cell/$name is not connected" }
          continue
        }
        if {$clock eq "" || $peer($cell/$name) eq "external"} { continue }
        set other $peer($cell/$name)
        set other_clock [lindex [dict get $buses([file dirname $other]) [file tail $other]] 3]
        if {$net_of($cell/$clock) != $net_of([file dirname $other]/$other_clock)} {
          complain "$cell/$name and $other have different clocks"
        }
      }
    }
    foreach net [lsort -unique [lmap {end net} [array get net_of] {set net}]] { check_net $net }
    if {$assigned ne [address_pairs]} { complain "addresses are not assigned, or not all of them" }
    set registers [lmap pair $assigned {lindex $pair 1}]
    foreach cell [array names buses] {
      foreach {name bus} $buses($cell) {
        if {[lindex $bus 0] ne "slave" || [lindex $bus 1] ne "aximm" || $ip($cell) eq "smartconnect"} { continue }
        if {"$cell/$name" ni $registers} { complain "no master reaches $cell/$name" }
      }
    }
  }

  proc check_net {net} {
    variable net_of ; variable pins
    set drivers {}
    set kinds {}
    set polarities {}
    foreach {end number} [array get net_of] {
      if {$number != $net} { continue }
      lassign [dict get $pins([file dirname $end]) [file tail $end]] direction kind polarity
      if {$direction eq "O"} { lappend drivers $end }
      lappend kinds $kind
      if {$polarity ni {{} any}} { lappend polarities $polarity }
    }
    if {[llength $drivers] != 1} { complain "a net has [llength $drivers] drivers: $drivers" }
    if {[llength [lsort -unique $kinds]] != 1} { complain "the net of $drivers joins unlike pins: [lsort -unique $kinds]" }
    if {[llength [lsort -unique $polarities]] > 1} { complain "the net of $drivers joins resets of both polarities" }
  }

  proc finish {} {
    variable state ; variable name
    if {$name ne "" && $state ne "generated"} { complain "the block design is $state at the end, not generated" }
  }
}

namespace eval model {
  proc create_bd_design {options arguments} {
    project::need_open create_bd_design
    if {$design::name ne ""} { complain "a second block design" }
    set design::name [lindex $arguments 0]
    set design::state open
    return [object design $design::name]
  }

  proc need_design {command} { if {$design::name eq ""} { complain "$command: there is no block design" } }

  proc create_bd_cell {options arguments} {
    need_design create_bd_cell
    set cell [lindex $arguments 0]
    if {[info exists design::ip($cell)]} { complain "a second cell $cell" }
    if {[option $options -type] ne "ip"} { complain "create_bd_cell: -type ip is what we use" }
    set vlnv [split [option $options -vlnv] :]
    lassign $vlnv vendor library name version
    if {$vendor eq "xilinx.com"} {
      if {$library ne "ip" || ![info exists ::stock_parameters($name)]} { complain "no IP [join $vlnv :] in the catalog" }
      set design::ip($cell) $name
      set design::config($cell) {}
      foreach {parameter value} $::stock_parameters($name) { dict set design::config($cell) $parameter [lindex $value 0] }
    } else {
      project::need_ip $vlnv
      set design::ip($cell) accelerator
      set design::config($cell) {}
    }
    design::rebuild $cell
    return [object cell $cell]
  }

  # Properties of a cell: CONFIG.NAME, by the table of its IP.
  proc configure_cell {cell settings} {
    set ip $design::ip($cell)
    if {$ip eq "accelerator"} { complain "the accelerator has no parameters" }
    foreach {name value} $settings {
      if {![string match CONFIG.* $name]} { complain "cell $cell has no property $name" }
      set parameter [string range $name 7 end]
      if {![dict exists $::stock_parameters($ip) $parameter]} { complain "$ip has no parameter $parameter" }
      set pattern [lindex [dict get $::stock_parameters($ip) $parameter] 1]
      if {![regexp "^($pattern)\$" $value]} { complain "$ip: $parameter cannot be \"$value\"" }
      dict set design::config($cell) $parameter $value
    }
    design::rebuild $cell
  }

  proc get_bd_cells {options arguments} {
    need_design get_bd_cells
    set cell [lindex $arguments 0]
    if {![info exists design::ip($cell)]} { complain "no cell $cell" }
    return [object cell $cell]
  }
  proc get_bd_pins {options arguments} {
    need_design get_bd_pins
    return [object pin [design::ends [lindex $arguments 0] pins pin]]
  }
  proc get_bd_intf_pins {options arguments} {
    need_design get_bd_intf_pins
    return [object bus [design::ends [lindex $arguments 0] buses interface]]
  }

  proc connect_bd_net {options arguments} {
    set number [incr design::nets]
    foreach pin $arguments { expect_kind $pin pin connect_bd_net }
    foreach pin [lmap pin $arguments {name_of $pin}] {
      if {[info exists design::net_of($pin)]} {
        # Vivado extends the net of a pin that has one.
        set old $design::net_of($pin)
        foreach {end net} [array get design::net_of] { if {$net == $old} { set design::net_of($end) $number } }
      }
      set design::net_of($pin) $number
    }
    design::check_net $number
    design::touch
  }

  proc connect_bd_intf_net {options arguments} {
    foreach bus $arguments {
      expect_kind $bus bus connect_bd_intf_net
      if {[info exists design::peer([name_of $bus])]} { complain "interface [name_of $bus] is connected already" }
    }
    lassign [lmap bus $arguments {name_of $bus}] one other
    lassign [dict get $design::buses([file dirname $one]) [file tail $one]] mode type width
    lassign [dict get $design::buses([file dirname $other]) [file tail $other]] other_mode other_type other_width
    if {$mode ne "master" || $other_mode ne "slave"} { complain "$one ($mode) to $other ($other_mode): want master to slave" }
    if {$type ne $other_type} { complain "$one is $type, $other is $other_type" }
    if {$width ne $other_width && "any" ni [list $width $other_width]} {
      complain "$one has width $width, $other $other_width"
    }
    set design::peer($one) $other
    set design::peer($other) $one
    design::touch
  }

  proc make_bd_intf_pins_external {options arguments} {
    expect_kind [lindex $arguments 0] bus make_bd_intf_pins_external
    set bus [name_of [lindex $arguments 0]]
    if {[option $options -name] eq ""} { complain "make_bd_intf_pins_external: the port needs a name" }
    if {[info exists design::peer($bus)]} { complain "interface $bus is connected already" }
    set design::peer($bus) external
    design::touch
  }

  # The board's preset, with the external interfaces of a Zynq.
  proc apply_bd_automation {options arguments} {
    expect_kind [lindex $arguments 0] cell apply_bd_automation
    set cell [name_of [lindex $arguments 0]]
    if {[option $options -rule] ne "xilinx.com:bd_rule:$design::ip($cell)"} {
      complain "rule [option $options -rule] is not for $design::ip($cell)"
    }
    if {$project::board_part eq ""} { complain "a board's preset without a board" }
    if {[string match *:kv260_som:* $project::board_part] && $project::connections eq ""} {
      complain "the preset of a module without its carrier"
    }
    set config [option $options -config]
    array set known {processing_system7 {make_external apply_board_preset Master Slave} zynq_ultra_ps_e apply_board_preset}
    foreach key [dict keys $config] {
      if {$key ni $known($design::ip($cell))} { complain "rule for $design::ip($cell) has no setting $key" }
    }
    if {[option $config apply_board_preset] ne "1"} { complain "the preset is not asked for" }
    if {$design::ip($cell) eq "processing_system7"} {
      if {[option $config make_external] ne "FIXED_IO, DDR"} { complain "FIXED_IO and DDR stay inside" }
      foreach bus {DDR FIXED_IO} { set design::peer($cell/$bus) external }
    }
    design::touch
  }

  proc assign_bd_address {options arguments} {
    need_design assign_bd_address
    set design::assigned [design::address_pairs]
    design::touch
  }

  proc validate_bd_design {options arguments} {
    need_design validate_bd_design
    design::check
    set design::state valid
  }
  proc save_bd_design {options arguments} {
    if {$design::state ne "valid"} { complain "save_bd_design: the design was not validated after its last change" }
    set design::state saved
    project::write_file [file join $project::folder $project::name.srcs sources_1 bd $design::name $design::name.bd]
  }
}

# SPDX-License-Identifier: Apache-2.0
# The checker's model of the IP packager's core, and of a customization dialog.
namespace eval core {
  variable open 0
  variable saved 0
  variable properties {}
  variable clocked {}      ;# interfaces that have a clock
  variable maps {}         ;# memory map -> properties of its block
  variable registers {}    ;# name -> properties, of the one block
  variable fields {}       ;# register -> its fields: name -> properties
  variable references {}   ;# interface -> memory map
  variable done {}         ;# steps since the last change

  # The list of buses of the top that have a clock: streams and memory-mapped ones.
  proc clocked_buses {} { return [lmap bus $::top(buses) {lindex $bus 0}] }
  proc register_buses {} {
    set found {}
    foreach bus $::top(buses) { if {[lindex $bus 0] eq "s_axi_control"} { lappend found s_axi_control } }
    return $found
  }

  # The map that component.xml has: name {property value ...} {field {property value ...} ...} ...
  proc check_registers {} {
    variable registers ; variable fields
    if {[dict size $registers] != [llength $::top(registers)] / 3} {
      complain "[dict size $registers] registers, component.xml has [expr {[llength $::top(registers)] / 3}]"
    }
    foreach {name properties parts} $::top(registers) {
      check_like [option $registers $name] $properties "register $name"
      check_like [dict map {part properties} [option $fields $name] { set part }] \
          [dict map {part properties} $parts { set part }] "the fields of register $name"
      foreach {part properties} $parts {
        check_like [dict get $fields $name $part] $properties "field $part of register $name"
      }
    }
  }
  proc check_like {found wanted what} {
    if {[lsort -stride 2 $found] ne [lsort -stride 2 $wanted]} { complain "$what is {$found}, in component.xml {$wanted}" }
  }

  proc need {object command} {
    variable open
    expect_kind $object core $command
    if {!$open} { complain "$command: no core" }
  }
  proc change {} { variable done ; set done {} }

  proc check {} {
    variable properties ; variable clocked ; variable maps ; variable references ; variable done
    foreach property {name version display_name vendor_display_name description supported_families} {
      if {[option $properties $property] eq ""} { complain "the core has no $property" }
    }
    if {[dict get $properties name] ne $::top(name)} { complain "the core is not named after the network" }
    foreach bus [clocked_buses] { if {$bus ni $clocked} { complain "interface $bus has no clock" } }
    foreach bus [register_buses] {
      set map [option $references $bus]
      if {$map eq ""} { complain "the registers of $bus are not mapped" }
      check_like [option $maps $map] {base_address 0 range 65536 width 32 usage register access read-write} "block $map"
    }
    check_registers
    foreach step {xgui checksums integrity} { if {$step ni $done} { complain "save_core: no $step since the last change" } }
  }

  proc finish {} {
    variable open ; variable saved
    if {$open && !$saved} { complain "the core was not saved" }
  }
}

namespace eval model {
  namespace eval ipx {}
  namespace eval ipgui {}

  proc ipx::package_project {options arguments} {
    project::need_open ipx::package_project
    set root [option $options -root_dir]
    if {![file isdirectory [file join $root rtl]]} { complain "package_project: -root_dir is not the accelerator's folder" }
    foreach {name value} {-vendor finn-rtlgen -library accelerator -taxonomy /UserIP -force 1} {
      if {[option $options $name] ne $value} { complain "package_project: $name is \"[option $options $name]\"" }
    }
    project::need_sources $project::files ipx::package_project
    foreach file $project::files {
      if {![string match $root/* $file]} { complain "package_project: $file is outside of $root" }
    }
    if {$project::top ne $::top(name)} { complain "package_project: the top is \"$project::top\"" }
    if {!$project::ordered} { complain "package_project: the compile order is old" }
    set core::open 1
    # The packager makes a map of its own for a memory-mapped slave.
    foreach bus [core::register_buses] { dict set core::maps $bus {} }
  }
  proc ipx::current_core {options arguments} {
    if {!$core::open} { complain "ipx::current_core: there is none" }
    return [object core current]
  }
  proc set_core {name settings} {
    foreach {property value} $settings {
      if {$property ni {name version display_name vendor_display_name description supported_families}} {
        complain "a core has no property $property"
      }
      if {$property eq "supported_families"} {
        foreach {family life} $value {
          if {![regexp {^(artix7|kintex7|spartan7|virtex7|zynq|artixuplus|kintexuplus|virtexuplus|virtexuplusHBM|zynquplus)$} $family]} {
            complain "no family $family"
          }
          if {$life ni {Production Beta Pre-Production}} { complain "no life cycle $life" }
        }
      }
      dict set core::properties $property $value
    }
    core::change
  }
  proc ipx::associate_bus_interfaces {options arguments} {
    core::need [lindex $arguments 0] ipx::associate_bus_interfaces
    set bus [option $options -busif]
    if {$bus ni [core::clocked_buses]} { complain "no interface \"$bus\"" }
    if {[option $options -clock] ne "aclk"} { complain "no clock \"[option $options -clock]\"" }
    lappend core::clocked $bus
    core::change
  }
  proc ipx::get_bus_interfaces {options arguments} {
    core::need [option $options -of_objects] ipx::get_bus_interfaces
    if {[lindex $arguments 0] ni [core::clocked_buses]} { complain "no interface \"[lindex $arguments 0]\"" }
    return [object busif [lindex $arguments 0]]
  }
  proc set_busif {name settings} {
    foreach {property value} $settings {
      if {$property ne "slave_memory_map_ref"} { complain "an interface has no property $property" }
      if {![dict exists $core::maps $value]} { complain "no memory map $value" }
      dict set core::references $name $value
    }
    core::change
  }
  proc ipx::remove_memory_map {options arguments} {
    core::need [lindex $arguments 1] ipx::remove_memory_map
    if {![dict exists $core::maps [lindex $arguments 0]]} { complain "no memory map [lindex $arguments 0]" }
    dict unset core::maps [lindex $arguments 0]
    core::change
  }
  proc ipx::add_memory_map {options arguments} {
    core::need [lindex $arguments 1] ipx::add_memory_map
    if {[dict exists $core::maps [lindex $arguments 0]]} { complain "a second memory map [lindex $arguments 0]" }
    dict set core::maps [lindex $arguments 0] {}
    core::change
    return [object map [lindex $arguments 0]]
  }
  proc ipx::add_address_block {options arguments} {
    expect_kind [lindex $arguments 1] map ipx::add_address_block
    core::change
    return [object block [name_of [lindex $arguments 1]]]
  }
  # Properties of a kind of object: name and what it may be.
  proc set_checked {what known settings} {
    foreach {property value} $settings {
      if {![dict exists $known $property]} { complain "$what has no property $property" }
      if {![regexp "^([dict get $known $property])\$" $value]} { complain "$what: $property cannot be \"$value\"" }
    }
    core::change
    return $settings
  }
  proc set_block {name settings} {
    dict set core::maps $name [set_checked "an address block" {base_address 0|0x[0-9a-f]+ range [0-9]+ width 32
      usage register|memory|reserved access read-write|read-only|write-only} $settings]
  }
  proc ipx::add_register {options arguments} {
    lassign $arguments name block
    expect_kind $block block ipx::add_register
    if {![regexp {^[A-Za-z_]\w*$} $name]} { complain "\"$name\" is no name of a register" }
    if {[dict exists $core::registers $name]} { complain "a second register $name" }
    dict set core::registers $name {}
    dict set core::fields $name {}
    core::change
    return [object register $name]
  }
  proc set_register {name settings} {
    dict set core::registers $name [set_checked "a register" {address_offset 0x[0-9a-f]+ size 32 description .+
      access read-write|read-only|write-only reset_value [0-9]+} $settings]
  }
  proc ipx::add_field {options arguments} {
    lassign $arguments name register
    expect_kind $register register ipx::add_field
    set of [name_of $register]
    if {[dict exists $core::fields $of $name]} { complain "a second field $name of $of" }
    dict set core::fields $of $name {}
    core::change
    return [object field $of/$name]
  }
  proc set_field {name settings} {
    dict set core::fields [file dirname $name] [file tail $name] [set_checked "a field" {bit_offset [0-9]|[12][0-9]|3[01]
      bit_width [1-9]|[12][0-9]|3[012] access read-write|read-only|write-only description .+
      modified_write_value oneToClear} $settings]
  }
  proc ipx::create_xgui_files {options arguments} {
    core::need [lindex $arguments 0] ipx::create_xgui_files
    lappend core::done xgui
  }
  proc ipx::update_checksums {options arguments} {
    core::need [lindex $arguments 0] ipx::update_checksums
    if {"xgui" ni $core::done} { complain "update_checksums: the dialog's file comes first" }
    lappend core::done checksums
  }
  proc ipx::check_integrity {options arguments} {
    core::need [lindex $arguments 0] ipx::check_integrity
    lappend core::done integrity
  }
  proc ipx::save_core {options arguments} {
    core::need [lindex $arguments 0] ipx::save_core
    core::check
    set core::saved 1
  }
  proc ipgui::add_param {options arguments} {}
  proc ipgui::add_page {options arguments} {}
}

# SPDX-License-Identifier: Apache-2.0
# The checker's model of projects, runs and synthesis without a project.
namespace eval project {
  variable name {}           ;# of the open project
  variable folder {}
  variable part {}
  variable board_part {}
  variable connections {}    ;# of the board
  variable repositories {}
  variable catalog {}        ;# repositories that the catalog has been read from
  variable files {}
  variable top {}
  variable ordered 0         ;# the compile order is that of the files and the top
  variable run none          ;# none, running, done
  variable step {}
  variable stage none        ;# of synthesis without a project
  variable clock {}
  variable reports {}
  variable everything 0      ;# whether any command of a project was called

  proc need_open {command} { variable name ; if {$name eq ""} { complain "$command: no project is open" } }

  proc write_file {path} {
    file mkdir [file dirname $path]
    close [open $path w]
  }

  proc need_file {path command} {
    if {![file isfile $path]} { complain "$command: no file $path" }
    if {[file pathtype $path] ne "absolute"} { complain "$command: $path is relative to wherever Vivado runs" }
  }

  proc need_part {part} {
    if {$part ne $::top(part)  && ![regexp {^xc[a-z0-9]+-[a-z]+[0-9]+-[A-Za-z0-9-]+$|^xc7z[0-9]+[a-z]+[0-9]+-[123]$} $part]} {
      complain "no part $part"
    }
  }

  proc need_ip {vlnv} {
    variable catalog
    foreach repository $catalog {
      set in [open [file join $repository component.xml]]
      set text [read $in]
      close $in
      set found {}
      foreach element {vendor library name version} {
        regexp "<spirit:$element>(\[^<\]*)</spirit:$element>" $text -> value
        lappend found $value
      }
      if {$found eq $vlnv} { return }
    }
    complain "no IP [join $vlnv :] in the catalog"
  }

  # The files that the IP is made of; Verilog may come from vivado/src instead of rtl.
  proc need_sources {files command} {
    set names [lmap file $files {file tail $file}]
    foreach file $::top(files) {
      if {$file ni $names} { complain "$command: $file of the IP is missing" }
    }
    foreach file $names {
      if {$file ni $::top(files)} { complain "$command: $file is not of the IP" }
      if {[llength [lsearch -all -exact $names $file]] > 1} { complain "$command: $file comes twice" }
    }
  }

  proc finish {} {
    variable name ; variable stage ; variable reports ; variable everything ; variable folder
    if {!$everything} { complain "the script did nothing" }
    if {$name ne ""} { complain "project $name is open at the end" }
    if {$stage ne "none"} {
      if {$stage ne "written"} { complain "implementation ended at $stage" }
      foreach report {utilization.rpt utilization_hierarchical.rpt timing_summary.rpt} {
        if {$report ni $reports} { complain "report $report was not written" }
      }
    }
    if {$design::name ne ""} {
      set out [file join [file dirname $::script] out]
      foreach kind {bit hwh xsa} {
        if {![file isfile [file join $out $::top(name).$kind]]} { complain "out/$::top(name).$kind was not written" }
      }
    }
  }
}

namespace eval model {
  proc create_project {options arguments} {
    if {$project::name ne ""} { complain "a second project" }
    lassign $arguments project::name project::folder
    if {$project::name eq "" || [file pathtype $project::folder] ne "absolute"} { complain "create_project: want name and folder" }
    if {![dict exists $options -force]} { complain "create_project: without -force a second run fails" }
    project::need_part [option $options -part]
    set project::part [option $options -part]
    set project::everything 1
    file mkdir $project::folder
    return [object project $project::name]
  }
  proc close_project {options arguments} { project::need_open close_project ; set project::name {} }
  proc current_project {options arguments} { project::need_open current_project ; return [object project $project::name] }
  proc current_fileset {options arguments} { project::need_open current_fileset ; return [object fileset sources_1] }

  proc add_files {options arguments} {
    project::need_open add_files
    if {[llength [lindex $arguments 0]] == 0} { complain "add_files: no files" }
    foreach file [lindex $arguments 0] { project::need_file $file add_files }
    lappend project::files {*}[lindex $arguments 0]
    set project::ordered 0
  }
  proc update_compile_order {options arguments} {
    project::need_open update_compile_order
    if {[option $options -fileset sources_1] ne "sources_1"} { complain "no fileset [option $options -fileset]" }
    set project::ordered 1
  }

  proc get_files {options arguments} {
    project::need_open get_files
    set name [lindex $arguments 0]
    if {$design::name ne "" && $name eq "$design::name.bd" && $design::state ne "open"} { return [object file $name] }
    complain "get_files: no file $name"
  }

  proc get_board_parts {options arguments} {
    set found {}
    foreach part $::board_parts { if {[string match [lindex $arguments 0] $part]} { lappend found $part } }
    return $found
  }

  proc update_ip_catalog {options arguments} {
    project::need_open update_ip_catalog
    foreach repository $project::repositories {
      if {![file isfile [file join $repository component.xml]]} { complain "no IP in $repository" }
    }
    set project::catalog $project::repositories
  }

  proc set_property {options arguments} {
    if {[dict exists $options -dict]} {
      if {[llength $arguments] != 1} { complain "set_property -dict takes the objects alone" }
      set settings [dict get $options -dict]
      set target [lindex $arguments 0]
    } else {
      if {[llength $arguments] != 3} { complain "set_property takes name, value and objects" }
      set settings [lrange $arguments 0 1]
      set target [lindex $arguments 2]
    }
    if {[llength $settings] % 2 || [llength $settings] == 0} { complain "set_property: no pairs: $settings" }
    expect_kind $target {project fileset cell core busif block register field} set_property
    set_[kind_of $target] [name_of $target] $settings
  }

  proc set_project {name settings} {
    foreach {property value} $settings {
      switch $property {
        board_part {
          if {$value ni $::board_parts} { complain "no board part $value" }
          set project::board_part $value
        }
        board_connections {
          if {$project::board_part eq ""} { complain "connections of no board" }
          set project::connections $value
          foreach {connector part} $value {
            if {[llength [split $part :]] != 4} { complain "a connection is vendor:board:connector:version, not $part" }
          }
        }
        ip_repo_paths {
          foreach path $value { if {![file isdirectory $path]} { complain "no folder $path" } }
          set project::repositories $value
        }
        default { complain "a project has no property $property" }
      }
    }
  }

  proc set_fileset {name settings} {
    foreach {property value} $settings {
      if {$property ne "top"} { complain "a file set has no property $property" }
      set found 0
      foreach file $project::files {
        if {[file extension $file] ne ".v"} { continue }
        set in [open $file]
        if {[regexp -line "^module\\s+$value\\M" [read $in]]} { set found 1 }
        close $in
      }
      if {!$found} { complain "no file has module $value" }
      set project::top $value
      set project::ordered 0
    }
  }
  proc set_cell {cell settings} { configure_cell $cell $settings }

  proc get_property {options arguments} {
    lassign $arguments property target
    expect_kind $target run get_property
    switch $property {
      PROGRESS { return [expr {$project::run eq "done" ? "100%" : "0%"}] }
      STATS.WNS { return 0.123 }
      DIRECTORY { return [file join $project::folder $project::name.runs impl_1] }
    }
    complain "a run has no property $property"
  }

  proc generate_target {options arguments} {
    lassign $arguments target file
    expect_kind $file file generate_target
    if {$target ne "all"} { complain "generate_target: all" }
    if {$design::state ne "saved"} { complain "generate_target: the block design is not saved" }
    set design::state generated
    project::write_file [file join $project::folder $project::name.gen sources_1 bd $design::name hw_handoff $design::name.hwh]
  }
  proc make_wrapper {options arguments} {
    expect_kind [option $options -files] file make_wrapper
    if {![dict exists $options -top]} { complain "make_wrapper: -top" }
    if {$design::state ni {saved generated}} { complain "make_wrapper: the block design is not saved" }
    set path [file join $project::folder $project::name.gen sources_1 bd $design::name hdl ${design::name}_wrapper.v]
    project::write_file $path
    set out [open $path w]
    puts $out "module ${design::name}_wrapper ();\nendmodule"
    close $out
    return $path
  }

  proc get_runs {options arguments} {
    project::need_open get_runs
    if {[lindex $arguments 0] ni {synth_1 impl_1}} { complain "no run [lindex $arguments 0]" }
    return [object run [lindex $arguments 0]]
  }
  proc launch_runs {options arguments} {
    project::need_open launch_runs
    if {[lindex $arguments 0] ne "impl_1"} { complain "launch_runs: no run [lindex $arguments 0]" }
    if {$design::state ne "generated"} { complain "launch_runs: the block design is not generated" }
    if {$project::top ne "${design::name}_wrapper"} { complain "launch_runs: the top is \"$project::top\"" }
    if {!$project::ordered} { complain "launch_runs: the compile order is old" }
    set project::step [option $options -to_step route_design]
    if {$project::step ni {opt_design place_design route_design write_bitstream}} { complain "no step $project::step" }
    set project::run running
  }
  proc wait_on_run {options arguments} {
    if {[lindex $arguments 0] ne "impl_1" || $project::run ne "running"} { complain "wait_on_run: it does not run" }
    set project::run done
    if {$project::step eq "write_bitstream"} {
      project::write_file [file join $project::folder $project::name.runs impl_1 ${design::name}_wrapper.bit]
    }
  }
  proc write_hw_platform {options arguments} {
    project::need_open write_hw_platform
    if {$project::run ne "done" || $project::step ne "write_bitstream"} { complain "write_hw_platform: no bitstream" }
    foreach flag {-fixed -include_bit -force} {
      if {![dict exists $options $flag]} { complain "write_hw_platform: $flag is missing" }
    }
    write_output [option $options -file] write_hw_platform
  }

  proc write_output {path command} {
    if {[file pathtype $path] ne "absolute"} { complain "$command: $path is relative" }
    if {![file isdirectory [file dirname $path]]} { complain "$command: no folder [file dirname $path]" }
    close [open $path w]
  }

  # Synthesis without a project.
  proc read_verilog {options arguments} {
    foreach file [lindex $arguments 0] { project::need_file $file read_verilog }
    lappend project::files {*}[lindex $arguments 0]
    set project::everything 1
  }
  proc read_mem {options arguments} {
    if {[llength [lindex $arguments 0]] == 0} { complain "read_mem: no files" }
    foreach file [lindex $arguments 0] { project::need_file $file read_mem }
    lappend project::files {*}[lindex $arguments 0]
  }
  proc read_xdc {options arguments} {
    project::need_file [lindex $arguments 0] read_xdc
    if {[option $options -mode] ne "out_of_context"} { complain "read_xdc: constraints of the IP alone" }
    vivado eval [list source [lindex $arguments 0]]
  }
  proc create_clock {options arguments} {
    expect_kind [lindex $arguments 0] port create_clock
    if {[name_of [lindex $arguments 0]] ne "aclk"} { complain "create_clock: the clock is aclk" }
    if {abs([option $options -period] - 1000.0 / $::top(clock_mhz)) > 0.001} { complain "not the planned clock" }
    set project::clock [option $options -name aclk]
  }
  proc get_ports {options arguments} {
    if {[lindex $arguments 0] ni $::top(ports)} { complain "no port [lindex $arguments 0]" }
    return [object port [lindex $arguments 0]]
  }
  proc advance {command from to} {
    if {$project::stage ni $from} { complain "$command: the design is at $project::stage" }
    set project::stage $to
  }
  proc synth_design {options arguments} {
    project::need_part [option $options -part]
    if {[option $options -top] ne $::top(name)} { complain "synth_design: no module \"[option $options -top]\"" }
    if {[option $options -mode] ne "out_of_context"} { complain "synth_design: not out of context" }
    project::need_sources $project::files synth_design
    if {$project::clock eq ""} { complain "synth_design: there is no clock" }
    advance synth_design none synthesised
  }
  proc opt_design {options arguments} { advance opt_design synthesised optimised }
  proc place_design {options arguments} { advance place_design optimised placed }
  proc phys_opt_design {options arguments} { advance phys_opt_design placed improved }
  proc route_design {options arguments} { advance route_design {placed improved} routed }
  proc report {options command} {
    if {$project::stage ne "routed"} { complain "$command: the design is at $project::stage" }
    write_output [option $options -file] $command
    lappend project::reports [file tail [option $options -file]]
  }
  proc report_utilization {options arguments} { report $options report_utilization }
  proc report_timing_summary {options arguments} { report $options report_timing_summary }
  proc write_checkpoint {options arguments} {
    advance write_checkpoint routed written
    if {![dict exists $options -force]} { complain "write_checkpoint: without -force a second run fails" }
    write_output [lindex $arguments 0] write_checkpoint
  }
}

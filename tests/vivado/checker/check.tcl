# SPDX-License-Identifier: Apache-2.0
# Runs a script of Vivado against a model of it: tclsh check.tcl SCRIPT TOP [BOARD_PARTS]
#   SCRIPT       of a generated folder's vivado/
#   TOP          Tcl file that describes the top module, made from its Verilog by top_description.py
#   BOARD_PARTS  what get_board_parts finds; empty: no board files are installed
# Exit code 0: nothing to complain about. 1: the first complaint is on stderr.
#
# The script runs in an interpreter of its own in which Vivado's commands are those of commands.txt; any other name is
# unknown there, as it would be in Vivado. Each call is checked against the table, then passed to the model:
# project.tcl (project, runs, synthesis), design.tcl (block design), core.tcl (packager). Files and folders are real.
set checker [file dirname [file normalize [info script]]]
lassign $argv script top_file board_parts
source $top_file

proc complain {message} { return -code error "CHECK: $message" }

# Objects are strings "kind:name", so that a script cannot use one as another.
proc object {kind name} { return $kind:$name }
proc kind_of {object} { return [string range $object 0 [string first : $object]-1] }
proc name_of {object} { return [string range $object [string first : $object]+1 end] }
proc expect_kind {object kinds command} {
  if {[llength $object] != 1 || [kind_of $object] ni $kinds} { complain "$command: expected one of $kinds, got \"$object\"" }
}

foreach part {design stock_ip project core} { source [file join $checker $part.tcl] }

# The table of commands.
array set options_of {}
array set least_of {}
array set most_of {}
set table [open [file join $checker commands.txt]]
while {[gets $table line] >= 0} {
  if {$line eq "" || [string index $line 0] eq "#"} { continue }
  lassign [lmap field [split $line |] {string trim $field}] command options count
  set options_of($command) $options
  lassign [split $count -] least_of($command) most_of($command)
}
close $table

# Splits a call into options (a dictionary; flags are 1) and positional arguments, and hands it to model::<command>.
proc call {command args} {
  set options {}
  set positional {}
  for {set i 0} {$i < [llength $args]} {incr i} {
    set word [lindex $args $i]
    if {[string match -* $word] && ![string is double -strict $word]} {
      if {$word in $::options_of($command)} {
        dict set options $word 1
      } elseif {"$word:" in $::options_of($command)} {
        if {[incr i] >= [llength $args]} { complain "$command: $word needs a value" }
        dict set options $word [lindex $args $i]
      } else {
        complain "$command has no option $word"
      }
    } else {
      lappend positional $word
    }
  }
  set count [llength $positional]
  if {$count < $::least_of($command) || ($::most_of($command) ne "*" && $count > $::most_of($command))} {
    complain "$command takes $::least_of($command) to $::most_of($command) arguments, got $count"
  }
  return [model::$command $options $positional]
}

proc option {options name {default {}}} {
  if {[dict exists $options $name]} { return [dict get $options $name] }
  return $default
}

interp create vivado
foreach command [array names options_of] {
  if {[string match *::* $command]} { vivado eval [list namespace eval [namespace qualifiers $command] {}] }
  vivado alias $command call $command
}
# A script must not read or write outside of its folder, nor depend on where it is called from.
vivado hide exec
vivado hide socket
vivado hide cd
vivado hide pwd
vivado eval {set errorInfo {}}

cd /
if {[catch {
  vivado eval [list source $script]
  project::finish
  design::finish
  core::finish
} message options]} {
  puts stderr "$message"
  puts stderr [lindex [split [dict get $options -errorinfo] \n] 1]
  exit 1
}
exit 0

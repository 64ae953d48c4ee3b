# SPDX-License-Identifier: Apache-2.0
# Synthesis and implementation of the accelerator alone (out of context), at its planned clock:
#
#     vivado -mode batch -source synth_ooc.tcl
#
# Writes reports/, which `finn-rtlgen report` compares with the estimate, and build/<name>_routed.dcp.
source [file join [file dirname [file normalize [info script]]] accelerator.tcl]
set here [file join $fr(root) vivado]
set reports [file join $here reports]
file mkdir $reports [file join $here build]

read_verilog [fr_files synthesis_sources]
if {[llength $fr(memories)] > 0} { read_mem [fr_files memories] }
read_xdc -mode out_of_context [file join $here $fr(name)_ooc.xdc]
synth_design -top $fr(name) -part $fr(part) -mode out_of_context
opt_design
place_design
phys_opt_design
route_design
report_utilization -file [file join $reports utilization.rpt]
report_utilization -hierarchical -file [file join $reports utilization_hierarchical.rpt]
report_timing_summary -file [file join $reports timing_summary.rpt]
write_checkpoint -force [file join $here build $fr(name)_routed.dcp]

# SPDX-License-Identifier: Apache-2.0
# Lets Vivado package the accelerator itself, from its sources:
#
#     vivado -mode batch -source package_ip.tcl
#
# This writes component.xml and xgui/ of the folder above anew. The generator has written both already, so that the
# folder is an IP without this script; run it to have the package in the form of the Vivado at hand.
source [file join [file dirname [file normalize [info script]]] accelerator.tcl]

create_project -force package [file join $fr(root) vivado build package] -part $fr(part)
add_files -norecurse [fr_files synthesis_sources memories]
set_property top $fr(name) [current_fileset]
update_compile_order -fileset sources_1

# The interfaces come from the attributes of the top's ports.
ipx::package_project -root_dir $fr(root) -vendor $fr(vendor) -library $fr(library) -taxonomy /UserIP -force
set core [ipx::current_core]
set_property -dict [list name $fr(name) version $fr(version) display_name $fr(name) vendor_display_name $fr(vendor) \
    description "Streaming accelerator for the network $fr(name)" supported_families $fr(families)] $core
foreach bus [concat $fr(inputs) $fr(outputs) $fr(readers) $fr(writers) $fr(control)] {
  ipx::associate_bus_interfaces -busif [lindex $bus 0] -clock aclk $core
}
foreach bus $fr(control) {
  # Instead of the map that the packager may have made, which has no registers and the range of the address's width.
  ipx::remove_memory_map -quiet $bus $core
  set map [ipx::add_memory_map $bus $core]
  set_property slave_memory_map_ref $bus [ipx::get_bus_interfaces $bus -of_objects $core]
  set block [ipx::add_address_block reg0 $map]
  set_property -dict {base_address 0 range 65536 width 32 usage register access read-write} $block
  foreach {name properties fields} $fr(registers) {
    set_property -dict $properties [set register [ipx::add_register $name $block]]
    foreach {field settings} $fields { set_property -dict $settings [ipx::add_field $field $register] }
  }
}
ipx::create_xgui_files $core
ipx::update_checksums $core
ipx::check_integrity $core
ipx::save_core $core
close_project

# SPDX-License-Identifier: Apache-2.0
# The binary goes to bin/, its data to share/finn-rtlgen/ with the layout of the source tree. The binary finds the
# data from its own place (gen/emit/data_dir.h), so the two folders are fixed and the prefix may be moved.
install(TARGETS finn-rtlgen RUNTIME DESTINATION bin)
foreach(folder rtl_templates verif/harness ip/boards ip/driver ip/platforms ip/vivado networks)
  get_filename_component(parent share/finn-rtlgen/${folder} DIRECTORY)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${folder} DESTINATION ${parent}
          PATTERN "__pycache__" EXCLUDE PATTERN ".*" EXCLUDE PATTERN "*.o" EXCLUDE PATTERN "*.so" EXCLUDE)
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION share/doc/finn-rtlgen)

# SPDX-License-Identifier: Apache-2.0
# finn_registry(ROOM STRUCT FUNCTION HEADER OUTPUT): writes a table of all folders of gen/ROOM, sorted.
# Each folder NAME defines `const STRUCT& ROOM_NAME();` (room without its plural s), e.g. `const Cell& cell_mvu();`.
function(finn_registry room struct function header output)
  file(GLOB folders LIST_DIRECTORIES true CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/${room}
       ${CMAKE_CURRENT_SOURCE_DIR}/${room}/*)
  list(SORT folders)
  string(REGEX REPLACE "s$" "" prefix ${room})
  set(declarations "")
  set(entries "")
  foreach(folder IN LISTS folders)
    if(IS_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/${room}/${folder})
      string(APPEND declarations "const ${struct}& ${prefix}_${folder}();\n")
      string(APPEND entries "      &${prefix}_${folder}(),\n")
    endif()
  endforeach()
  set(text "// Made by CMake from the folders of gen/${room}.
#include \"${header}\"

namespace finn {
${declarations}
const std::vector<const ${struct}*>& ${function}() {
  static const std::vector<const ${struct}*> table = {
${entries}  };
  return table;
}
}  // namespace finn
")
  file(GENERATE OUTPUT ${output} CONTENT "${text}")
endfunction()

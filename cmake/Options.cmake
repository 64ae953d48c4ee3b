# SPDX-License-Identifier: Apache-2.0
# Compiler options shared by all targets.
include(GNUInstallDirs)

add_library(finn_options INTERFACE)
# g++ 12 sees overlapping copies in std::string where there are none (its bug 105651): no -Wrestrict.
target_compile_options(finn_options INTERFACE -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion
                                               $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
if(FINN_WERROR)
  target_compile_options(finn_options INTERFACE -Werror)
endif()
if(FINN_ASAN)
  target_compile_options(finn_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined
                                                -fno-omit-frame-pointer)
  target_link_options(finn_options INTERFACE -fsanitize=address,undefined)
endif()
if(FINN_FUZZ)
  # Everything that is built, protobuf's generated code too: what is not instrumented is not explored.
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(FINN_TIDY)
  find_program(CLANG_TIDY NAMES clang-tidy-14 clang-tidy REQUIRED)
  set(CMAKE_CXX_CLANG_TIDY ${CLANG_TIDY})
endif()
find_program(CCACHE ccache)
if(CCACHE AND NOT FINN_TIDY)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

// SPDX-License-Identifier: Apache-2.0
// A window that moves over an image.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace finn::qonnx {

struct WindowAttributes {
  std::array<std::int64_t, 2> kernel{1, 1};
  std::array<std::int64_t, 2> stride{1, 1};
  std::array<std::int64_t, 2> dilation{1, 1};
  std::array<std::int64_t, 4> pad{0, 0, 0, 0};  ///< top, left, bottom, right
  std::array<std::int64_t, 2> extra{0, 0};      ///< of ceil_mode: more padding at the bottom and right
  std::array<std::int64_t, 2> out{1, 1};

  bool has_padding() const { return pad != std::array<std::int64_t, 4>{0, 0, 0, 0}; }
  std::vector<std::int64_t> pad_list() const { return {pad[0], pad[1], pad[2] + extra[0], pad[3] + extra[1]}; }
};

}  // namespace finn::qonnx

// SPDX-License-Identifier: Apache-2.0
// The option --input-type: the real input is an integer times a scale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ir/types.h"
#include "streamline/number.h"

namespace finn::qonnx {

struct InputType {
  DataType type = DataType::uint(8);
  Exact scale = 1;
};

/// "UINT8", "UINT8/255", "INT16*2^-10", "UINT8*0.5", "BIPOLAR"; nothing if it is none of these.
std::optional<InputType> parse_input_type(std::string_view text);

}  // namespace finn::qonnx

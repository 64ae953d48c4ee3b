// SPDX-License-Identifier: Apache-2.0
// What must be known of operators before the flow reaches them: how they want their input to lie, how they move it.
#pragma once

#include <optional>
#include <string>

#include "onnx/model.h"
#include "streamline/view.h"

namespace finn::qonnx {

struct Layout {
  Shape shape;  ///< of the hardware tensor
  View view;
};

/// Is this node one of the channels-last domain (or has it the attribute data_layout that says so)?
bool is_channels_last(const onnx::Node& node);
/// The hardware layout that a node wants for its data input `name` of these dimensions; nothing if it takes any.
std::optional<Layout> wanted_layout(const onnx::Model& model, const onnx::Node& node, const std::string& name,
                                    const onnx::Dims& dims);
/// How a node that computes element by element, or only moves elements, shows a tensor; nothing for all others.
std::optional<View> moved_view(const onnx::Model& model, const onnx::Node& node, const View& view);

}  // namespace finn::qonnx

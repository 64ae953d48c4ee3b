// SPDX-License-Identifier: Apache-2.0
#include "kinds/support.h"

#include <algorithm>

#include "kinds/kind.h"

namespace finn {
namespace {

WideRange hull(std::initializer_list<Wide> values) { return {std::min(values), std::max(values)}; }

}  // namespace

std::vector<std::int64_t> divisors(std::int64_t n) {
  std::vector<std::int64_t> small;
  std::vector<std::int64_t> large;
  for (std::int64_t d = 1; d <= n / d; ++d) {
    if (n % d != 0) continue;
    small.push_back(d);
    if (d != n / d) large.push_back(n / d);
  }
  small.insert(small.end(), large.rbegin(), large.rend());
  return small;
}

WideRange product_range(std::int64_t weight, Range values) {
  return hull({Wide{weight} * values.min, Wide{weight} * values.max});
}

WideRange product_range(Range weights, Range values) {
  return hull({Wide{weights.min} * values.min, Wide{weights.min} * values.max, Wide{weights.max} * values.min,
               Wide{weights.max} * values.max});
}

bool set_accumulator(const Network& network, const Layer& layer, Diagnostics& diagnostics, const WideRange& range,
                     TensorInfo& output) {
  const int value_bits = range.min < 0 ? DataType::kMaxBits - 1 : DataType::kMaxBits;
  const Wide limit = Wide{1} << value_bits;
  if (range.max >= limit || range.min < -limit) {
    diagnostics.error(Code::FR2207, network.at(layer),
                      "layer \"{}\": its sums reach from about {:.4g} to {:.4g}; expected sums of at most {} bits",
                      layer.name, static_cast<double>(range.min), static_cast<double>(range.max), DataType::kMaxBits);
    return false;
  }
  output.range = {static_cast<std::int64_t>(range.min), static_cast<std::int64_t>(range.max)};
  output.type = DataType::smallest(output.range);
  return true;
}

const TensorInfo& input_of(const Network& network, const Layer& layer) {
  return network.tensors.at(static_cast<std::size_t>(layer.inputs.at(0)));
}

const TensorInfo& output_of(const Network& network, const Layer& layer) {
  return network.tensors.at(static_cast<std::size_t>(layer.outputs.at(0)));
}

Tensor& prepare_output(std::vector<Tensor>& outputs, DataType type, const Shape& shape) {
  outputs.resize(1);
  Tensor& output = outputs.front();
  output.type = type;
  output.shape = shape;
  output.data.resize(static_cast<std::size_t>(element_count(shape)));
  return output;
}

TensorInfo& only_output(std::vector<TensorInfo>& outputs) {
  outputs.resize(1);
  return outputs.front();
}

bool check_input(const Network& network, const Layer& layer, Diagnostics& diagnostics, bool vector_too) {
  const TensorInfo& input = input_of(network, layer);
  if (input.shape.size() == 3 || (vector_too && input.shape.size() == 1)) return true;
  diagnostics.error(Code::FR2200, network.at(layer, "/inputs/0"),
                    "kind \"{}\" takes {}, but tensor \"{}\" has shape {}", layer.kind->name,
                    vector_too ? "a vector [C] or an image [H, W, C]" : "an image [H, W, C]", input.name,
                    shape_text(input.shape));
  return false;
}

bool check_size(const Network& network, const Layer& layer, Diagnostics& diagnostics, const Shape& shape) {
  Wide elements = 1;
  for (const std::int64_t dim : shape) elements = std::min<Wide>(elements * dim, Wide{1} << 60);
  if (elements <= kMaxTensorElements) return true;
  diagnostics.error(Code::FR2206, network.at(layer),
                    "the output of layer \"{}\" would have shape {}; expected at most {} elements", layer.name,
                    shape_text(shape), kMaxTensorElements);
  return false;
}

WindowGeometry pooling_window(const Layer& layer, const TensorInfo& input) {
  const auto kernel = layer.attrs.integers("kernel", {1, 1});
  const auto stride = layer.attrs.integers("stride", kernel);
  const auto pad = layer.attrs.integers("pad", {0, 0, 0, 0});
  return {.h = {input.shape.at(0), kernel.at(0), stride.at(0), pad.at(0), pad.at(2), 1},
          .w = {input.shape.at(1), kernel.at(1), stride.at(1), pad.at(1), pad.at(3), 1},
          .channels = input.channels()};
}

bool check_window(const Network& network, const Layer& layer, Diagnostics& diagnostics, const WindowGeometry& window,
                  const std::string& sub) {
  const auto check = [&](const WindowAxis& axis, const char* name) {
    if (axis.out() > 0) return true;
    diagnostics.error(Code::FR2205, network.at(layer, sub),
                      "layer \"{}\": the window is {} pixels {} (kernel {}, dilation {}), but the padded input has "
                      "only {} ({} + {} + {})",
                      layer.name, axis.extent(), name, axis.kernel, axis.dilation, axis.padded(), axis.pad_before,
                      axis.size, axis.pad_after);
    return false;
  };
  const bool high = check(window.h, "high");
  const bool wide = check(window.w, "wide");
  return high && wide;
}

bool check_operand(const Network& network, const Layer& layer, Diagnostics& diagnostics, const TensorInfo& input) {
  constexpr int kMostBits = 32;
  if (input.type.bits() <= kMostBits) return true;
  diagnostics
      .error(Code::FR2209, network.at(layer, "/inputs/0"),
             "layer \"{}\": multiplies elements of at most {} bits, but tensor \"{}\" is {}", layer.name, kMostBits,
             input.name, input.type.name())
      .notes.push_back("put an activation before it (threshold, requant), or fewer bits into the layer that makes it");
  return false;
}

bool check_wide_padding(const Network& network, const Layer& layer, Diagnostics& diagnostics, DataType type,
                        std::int64_t value, const std::string& sub) {
  constexpr std::int64_t kMost = (std::int64_t{1} << 31) - 1;
  if (type.bits() <= 32 || (value >= 0 && value <= kMost)) return true;
  diagnostics.error(Code::FR2203, network.at(layer, sub),
                    "layer \"{}\": padding of {}, a type of more than 32 bits, must be 0 to {}, found {}", layer.name,
                    type.name(), kMost, value);
  return false;
}

bool check_rows(const Network& network, const Layer& layer, Diagnostics& diagnostics, const Tensor& tensor,
                const std::string& sub, std::int64_t channels) {
  if (tensor.dim(0) == 1 || tensor.dim(0) == channels) return true;
  diagnostics.error(Code::FR2210, network.at(layer, sub + "/shape"),
                    "layer \"{}\": expected 1 row for all channels or {} rows, one per channel; found shape {}",
                    layer.name, channels, shape_text(tensor.shape));
  return false;
}

void widen_type(Tensor& tensor) {
  const auto [min, max] = std::minmax_element(tensor.data.begin(), tensor.data.end());
  if (min == tensor.data.end() || (tensor.type.contains(*min) && tensor.type.contains(*max))) return;
  tensor.type = DataType::smallest({*min, *max});
}

std::string legal_values(const std::vector<std::int64_t>& legal, std::int64_t value) {
  constexpr std::size_t kFew = 24;
  if (legal.size() <= kFew) return fmt::format("legal: {}", fmt::join(legal, ", "));
  const auto above = std::lower_bound(legal.begin(), legal.end(), value);
  std::vector<std::int64_t> near;
  if (above != legal.begin()) near.push_back(*(above - 1));
  if (above != legal.end()) near.push_back(*above);
  return fmt::format("{} legal values; nearest: {}", legal.size(), fmt::join(near, ", "));
}

}  // namespace finn

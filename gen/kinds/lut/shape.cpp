// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kinds/lut/lut.h"
#include "kinds/support.h"

namespace finn {
namespace {

bool check_values(const Network& network, const Layer& layer, Diagnostics& diagnostics, const LutSpec& spec) {
  const auto& data = spec.table->data;
  const auto bad =
      std::find_if(data.begin(), data.end(), [&](std::int64_t value) { return !spec.type.contains(value); });
  if (bad == data.end()) return true;
  const std::int64_t index = bad - data.begin();
  diagnostics.error(Code::FR2222, network.at(layer, "/table"),
                    "layer \"{}\": expected entries that are {} values, found {} in row {} at index {}", layer.name,
                    spec.type.name(), *bad, index / spec.entries, index % spec.entries);
  return false;
}

Range exact_range(const LutSpec& spec, const TensorInfo& input) {
  Range range{spec.type.max(), spec.type.min()};
  for (std::int64_t row = 0; row < spec.rows; ++row) {
    const Range outputs = spec.outputs(row, input.range, input.type);
    range = {std::min(range.min, outputs.min), std::max(range.max, outputs.max)};
  }
  return range;
}

}  // namespace

Range LutSpec::outputs(std::int64_t channel, Range input, DataType input_type) const {
  const std::int64_t step = input_type.is_bipolar() ? 2 : 1;
  Range range{type.max(), type.min()};
  for (std::int64_t value = input.min; value <= input.max; value += step) {
    const std::int64_t result = row(channel)[value - input_min];
    range = {std::min(range.min, result), std::max(range.max, result)};
  }
  return range;
}

LutSpec lut_spec(const Layer& layer, const TensorInfo& input) {
  const Tensor& table = layer.attrs.tensor("table");
  return {.type = layer.attrs.type("type"),
          .channels = input.channels(),
          .rows = table.dim(0),
          .entries = table.dim(1),
          .input_min = layer.attrs.integer("input_min", input.type.min()),
          .table = &table};
}

bool lut_shape(const Network& network, const Layer& layer, Diagnostics& diagnostics, std::vector<TensorInfo>& outputs) {
  if (!check_input(network, layer, diagnostics, true)) return false;
  const TensorInfo& input = input_of(network, layer);
  const LutSpec spec = lut_spec(layer, input);
  bool ok = check_rows(network, layer, diagnostics, *spec.table, "/table", spec.channels);
  if (spec.entries > kMaxLutEntries) {
    diagnostics.error(Code::FR2220, network.at(layer, "/table/shape"),
                      "layer \"{}\": expected a table of at most {} entries a row, found {}", layer.name,
                      kMaxLutEntries, spec.entries);
    ok = false;
  }
  const std::int64_t input_max = spec.input_min + spec.entries - 1;
  if (input.range.min < spec.input_min || input.range.max > input_max) {
    diagnostics.error(Code::FR2221, network.at(layer, "/table"),
                      "layer \"{}\": tensor \"{}\" takes values from {} to {}, but the table covers {} to {}",
                      layer.name, input.name, input.range.min, input.range.max, spec.input_min, input_max);
    ok = false;
  }
  ok = check_values(network, layer, diagnostics, spec) && ok;
  if (!ok) return false;
  TensorInfo& output = only_output(outputs);
  output.shape = input.shape;
  output.type = spec.type;
  output.range = layer.runtime ? spec.type.range() : exact_range(spec, input);
  return true;
}

}  // namespace finn

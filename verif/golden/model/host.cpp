// SPDX-License-Identifier: Apache-2.0
#include "golden/model/host.h"

#include <algorithm>
#include <cmath>

namespace finn {
namespace {

constexpr std::size_t kMaxReports = 5;

double round_as(const std::string& rounding, double x) {
  if (rounding == "half_even") return std::nearbyint(x);  // in the default rounding mode
  if (rounding == "half_up") {
    // x - floor(x) is exact but for x in (-1, 0), where rounding it never crosses 0.5 the wrong way.
    const double below = std::floor(x);
    return x - below >= 0.5 ? below + 1 : below;
  }
  if (rounding == "half_away") return std::round(x);
  if (rounding == "floor") return std::floor(x);
  if (rounding == "ceil") return std::ceil(x);
  if (rounding == "truncate") return std::trunc(x);
  throw Defect("rounding \"" + rounding + "\" has passed the reader");
}

/// Row-major strides of a host array for the hardware's axes.
std::vector<std::int64_t> hardware_strides(const Shape& hardware, const std::vector<std::int64_t>& permutation) {
  const Shape shape = host_shape(hardware, permutation);
  std::vector<std::int64_t> host(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 1;) host[i - 1] = host[i] * shape[i];
  if (permutation.empty()) return host;
  std::vector<std::int64_t> strides;
  for (const std::int64_t axis : permutation) strides.push_back(host.at(static_cast<std::size_t>(axis)));
  return strides;
}

/// Position in the host's array of each element of the hardware's, in the hardware's order.
std::vector<std::int64_t> host_positions(const Shape& hardware, const std::vector<std::int64_t>& permutation) {
  const std::vector<std::int64_t> strides = hardware_strides(hardware, permutation);
  std::vector<std::int64_t> positions{0};
  for (std::size_t axis = 0; axis < hardware.size(); ++axis) {
    std::vector<std::int64_t> next;
    next.reserve(positions.size() * static_cast<std::size_t>(hardware[axis]));
    for (const std::int64_t position : positions)
      for (std::int64_t i = 0; i < hardware[axis]; ++i) next.push_back(position + i * strides[axis]);
    positions = std::move(next);
  }
  return positions;
}

/// Index of an element of the host's array as text, "[1, 2, 0]".
std::string index_text(const Shape& shape, std::int64_t position) {
  Shape index(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    index[axis] = position % shape[axis];
    position /= shape[axis];
  }
  return shape_text(index);
}

/// Reports bad values, the first few one by one and the rest as a number.
class ValueReports {
 public:
  ValueReports(Diagnostics& diagnostics, const Location& where, const std::string& input, const Shape& sample)
      : diagnostics_(diagnostics), where_(where), input_(input), sample_(sample) {}

  void report(Code code, std::int64_t sample, std::int64_t position, const std::string& expected,
              const std::string& found) {
    if (++count_ > kMaxReports) return;
    diagnostics_.error(code, where_, "input \"{}\", sample {}, element {}: expected {}, found {}", input_, sample,
                       index_text(sample_, position), expected, found);
  }

  /// False if anything was reported.
  bool finish() {
    if (count_ > kMaxReports)
      diagnostics_.error(Code::FR2901, where_, "input \"{}\": {} more values are wrong", input_, count_ - kMaxReports);
    return count_ == 0;
  }

 private:
  Diagnostics& diagnostics_;
  const Location& where_;
  const std::string& input_;
  const Shape& sample_;
  std::size_t count_ = 0;
};

}  // namespace

std::optional<std::int64_t> quantize(const HostQuantizer& quantizer, double x) {
  if (std::isnan(x)) return std::nullopt;
  const double value = round_as(quantizer.rounding, x / quantizer.scale) + static_cast<double>(quantizer.zero_point);
  if (std::isnan(value)) return std::nullopt;
  const auto [min, max] = quantizer.range;
  if (value <= static_cast<double>(min)) return min;
  if (value >= static_cast<double>(max)) return max;
  return static_cast<std::int64_t>(value);
}

Shape host_shape(const Shape& hardware, const std::vector<std::int64_t>& permutation) {
  if (permutation.empty()) return hardware;
  Shape host(hardware.size());
  for (std::size_t i = 0; i < hardware.size(); ++i) host.at(static_cast<std::size_t>(permutation.at(i))) = hardware[i];
  return host;
}

std::optional<std::vector<Tensor>> make_frames(const Network& network, std::size_t index, const SampleArray& samples,
                                               Diagnostics& diagnostics) {
  const GraphInput& input = network.inputs.at(index);
  const TensorInfo& tensor = network.tensors.at(static_cast<std::size_t>(input.tensor));
  const std::vector<std::int64_t> permutation = samples.is_real ? input.host.permutation : std::vector<std::int64_t>{};
  const Shape sample_shape = host_shape(tensor.shape, permutation);
  if (samples.shape.size() != sample_shape.size() + 1 ||
      !std::equal(sample_shape.begin(), sample_shape.end(), samples.shape.begin() + 1)) {
    Diagnostic& error = diagnostics.error(
        Code::FR2900, samples.where, "input \"{}\": expected an array of shape [N{}{}], found {}", tensor.name,
        sample_shape.empty() ? "" : ", ", fmt::join(sample_shape, ", "), shape_text(samples.shape));
    if (samples.shape == sample_shape) error.notes.push_back("the first dimension counts samples, also a single one");
    return std::nullopt;
  }

  const std::vector<std::int64_t> positions = host_positions(tensor.shape, permutation);
  const std::int64_t elements = element_count(tensor.shape);
  ValueReports reports(diagnostics, samples.where, tensor.name, sample_shape);
  std::vector<Tensor> frames;
  for (std::int64_t n = 0; n < samples.shape.front(); ++n) {
    Tensor& frame = frames.emplace_back(tensor.type, tensor.shape);
    for (std::size_t i = 0; i < positions.size(); ++i) {
      const auto at = static_cast<std::size_t>(n * elements + positions[i]);
      std::optional<std::int64_t> value;
      if (!samples.is_real) {
        value = samples.integers[at];
      } else if (input.host.quantizer) {
        value = quantize(*input.host.quantizer, samples.reals[at]);
        if (!value) reports.report(Code::FR2902, n, positions[i], "a number", fmt::format("{}", samples.reals[at]));
      } else if (const double real = samples.reals[at]; real == std::floor(real) && std::abs(real) < 9.0e15) {
        value = static_cast<std::int64_t>(real);
      } else {
        reports.report(Code::FR2902, n, positions[i], "a whole number, because the input has no host quantizer",
                       fmt::format("{}", real));
      }
      if (!value) continue;
      frame.data[i] = *value;
      if (!tensor.type.contains(*value))
        reports.report(Code::FR2901, n, positions[i], "a value of type " + tensor.type.name(), std::to_string(*value));
    }
  }
  if (!reports.finish()) return std::nullopt;
  return frames;
}

std::vector<double> real_output(const Network& network, std::size_t index, const Tensor& raw) {
  const GraphOutput& output = network.outputs.at(index);
  const std::vector<std::int64_t> positions = host_positions(raw.shape, output.host.permutation);
  const auto channels = static_cast<std::size_t>(raw.shape.back());
  std::vector<double> real(raw.data.size());
  for (std::size_t i = 0; i < raw.data.size(); ++i) {
    const double scale = output.scale[output.scale.size() == 1 ? 0 : i % channels];
    const double bias = output.bias[output.bias.size() == 1 ? 0 : i % channels];
    real[static_cast<std::size_t>(positions[i])] = static_cast<double>(raw.data[i]) * scale + bias;
  }
  return real;
}

}  // namespace finn

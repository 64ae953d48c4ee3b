// SPDX-License-Identifier: Apache-2.0
#include "golden/model/host.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace finn {
namespace {

constexpr std::size_t kMaxReports = 5;

/// Sign of x - (halves / 2) * scale, exactly: the product of 53 and 54 bits fits 113.
int compare_to_halves(double x, double halves, double scale) {
  __extension__ using Quad = __float128;
  const Quad difference = Quad(2) * x - Quad(halves) * Quad(scale);
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

/// The largest integer that is not above x / scale.
double floor_of_quotient(double x, double scale) {
  double low = std::floor(x / scale);
  // The double quotient may have crossed an integer.
  if (compare_to_halves(x, 2 * low, scale) < 0) return low - 1;
  if (compare_to_halves(x, 2 * (low + 1), scale) >= 0) return low + 1;
  return low;
}

double round_quotient(const std::string& rounding, double x, double scale) {
  // Doubles this large are integers, and no quantizer's range reaches them.
  if (!(std::abs(x / scale) < 4.0e15)) return x / scale;
  const double low = floor_of_quotient(x, scale);
  const bool whole = compare_to_halves(x, 2 * low, scale) == 0;
  if (rounding == "floor" || whole) return low;
  if (rounding == "ceil") return low + 1;
  if (rounding == "truncate") return x < 0 ? low + 1 : low;
  const int half = compare_to_halves(x, 2 * low + 1, scale);
  if (half != 0) return half < 0 ? low : low + 1;
  if (rounding == "half_up") return low + 1;
  if (rounding == "half_even") return std::fmod(low, 2.0) == 0 ? low : low + 1;
  if (rounding == "half_away") return x < 0 ? low : low + 1;
  throw Defect("rounding \"" + rounding + "\" has passed the reader");
}

/// Position in the host's array of each element of the hardware's, in the hardware's order.
std::vector<std::int64_t> host_positions(const Shape& hardware, const std::vector<std::int64_t>& permutation,
                                         const Shape& given) {
  const Shape shape = host_shape(hardware, permutation, given);
  std::vector<std::int64_t> strides(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
  std::vector<std::int64_t> positions{0};
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t axis = permutation.empty() ? i : static_cast<std::size_t>(permutation.at(i));
    std::vector<std::int64_t> next;
    next.reserve(positions.size() * static_cast<std::size_t>(shape.at(axis)));
    for (const std::int64_t position : positions)
      for (std::int64_t k = 0; k < shape[axis]; ++k) next.push_back(position + k * strides[axis]);
    positions = std::move(next);
  }
  return positions;
}

/// The host's quantizer of a real value for an element of a channel; without one, a whole number as it is.
std::optional<std::int64_t> host_integer(const HostInput& host, std::size_t channel, DataType type, double x) {
  if (host.quantizer) return quantize(*host.quantizer, x);
  if (host.thresholds) return quantize(*host.thresholds, host.thresholds->rows.size() == 1 ? 0 : channel, type, x);
  if (x == std::floor(x) && std::abs(x) < 9.0e15) return static_cast<std::int64_t>(x);
  return std::nullopt;
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
  const double value =
      round_quotient(quantizer.rounding, x, quantizer.scale) + static_cast<double>(quantizer.zero_point);
  if (std::isnan(value)) return std::nullopt;
  const auto [min, max] = quantizer.range;
  if (value <= static_cast<double>(min)) return min;
  if (value >= static_cast<double>(max)) return max;
  return static_cast<std::int64_t>(value);
}

std::optional<std::int64_t> quantize(const HostThresholds& thresholds, std::size_t row, DataType type, double x) {
  if (std::isnan(x)) return std::nullopt;
  const std::vector<double>& edges = thresholds.rows.at(row);
  const bool falling = !thresholds.flip.empty() && thresholds.flip[thresholds.flip.size() == 1 ? 0 : row];
  const auto count = falling ? edges.end() - std::lower_bound(edges.begin(), edges.end(), x)
                             : std::upper_bound(edges.begin(), edges.end(), x) - edges.begin();
  return type.min() + (type.is_bipolar() ? 2 : 1) * static_cast<std::int64_t>(count);
}

Shape host_shape(const Shape& hardware, const std::vector<std::int64_t>& permutation, const Shape& given) {
  if (!given.empty()) return given;
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
  const Shape given = samples.is_real ? input.host.shape : Shape{};
  const Shape sample_shape = host_shape(tensor.shape, permutation, given);
  if (samples.shape.size() != sample_shape.size() + 1 ||
      !std::equal(sample_shape.begin(), sample_shape.end(), samples.shape.begin() + 1)) {
    Diagnostic& error = diagnostics.error(
        Code::FR2900, samples.where, "input \"{}\": expected an array of shape [N{}{}], found {}", tensor.name,
        sample_shape.empty() ? "" : ", ", fmt::join(sample_shape, ", "), shape_text(samples.shape));
    if (samples.shape == sample_shape) error.notes.push_back("the first dimension counts samples, also a single one");
    return std::nullopt;
  }

  const std::vector<std::int64_t> positions =
      host_positions(tensor.shape, permutation, samples.is_real && !input.host.axes.empty() ? input.host.axes : given);
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
      } else {
        const double real = samples.reals[at];
        value = host_integer(input.host, i % static_cast<std::size_t>(tensor.channels()), tensor.type, real);
        if (!value)
          reports.report(Code::FR2902, n, positions[i],
                         input.host.quantizer || input.host.thresholds
                             ? "a number"
                             : "a whole number, because the input has no host quantizer",
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
  const std::vector<std::int64_t> positions = host_positions(
      raw.shape, output.host.permutation, output.host.axes.empty() ? output.host.shape : output.host.axes);
  const auto channels = static_cast<std::size_t>(raw.shape.back());
  std::vector<double> real(raw.data.size());
  for (std::size_t i = 0; i < raw.data.size(); ++i) {
    const double scale = output.scale[output.scale.size() == 1 ? 0 : i % channels];
    const double bias = output.bias[output.bias.size() == 1 ? 0 : i % channels];
    real[static_cast<std::size_t>(positions[i])] = static_cast<double>(raw.data[i]) * scale + bias;
  }
  return real;
}

std::vector<double> final_result(const HostOutput& host, std::vector<double> real) {
  if (host.final_operator.empty()) return real;
  if (host.final_operator == "sigmoid") {
    for (double& x : real) x = 1 / (1 + std::exp(-x));
    return real;
  }
  if (host.final_operator == "softmax") {
    const double largest = *std::max_element(real.begin(), real.end());
    double sum = 0;
    for (double& x : real) sum += x = std::exp(x - largest);
    for (double& x : real) x /= sum;
    return real;
  }
  if (host.final_operator == "log_softmax") {
    const double largest = *std::max_element(real.begin(), real.end());
    double sum = 0;
    for (const double x : real) sum += std::exp(x - largest);
    for (double& x : real) x -= largest + std::log(sum);
    return real;
  }
  std::vector<double> order(real.size());
  std::iota(order.begin(), order.end(), 0.0);
  std::stable_sort(order.begin(), order.end(), [&](double a, double b) {
    return real[static_cast<std::size_t>(a)] > real[static_cast<std::size_t>(b)];
  });
  order.resize(static_cast<std::size_t>(element_count(final_shape(host, {}))));
  return order;
}

Shape final_shape(const HostOutput& host, Shape real) {
  if (host.final_operator == "argmax") return {1};
  if (host.final_operator == "topk") return {host.top_k};
  return real;
}

}  // namespace finn

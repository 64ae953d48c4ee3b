// SPDX-License-Identifier: Apache-2.0
#include "verify/samples.h"

#include <algorithm>
#include <cmath>

#include "golden/model/host.h"

namespace finn {
namespace {

const TensorInfo& tensor_of(const Network& network, TensorId id) {
  return network.tensors.at(static_cast<std::size_t>(id));
}

/// "[1, 2, 0]"
std::string coordinates(const Shape& shape, std::int64_t element) {
  Shape place(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    place[axis] = element % shape[axis];
    element /= shape[axis];
  }
  return shape_text(place);
}

/// Of the largest output of a sample: what sums in single precision may lose, far below a step of an integer.
constexpr double kSingleTolerance = 1e-6;

bool is_single(const NpyArray& array) { return array.dtype.ends_with("f4"); }

/// What real outputs of a sample may be off: nothing, but where the expectation was made in single precision.
double tolerance(const NpyArray& array, const std::vector<double>& sample) {
  if (!is_single(array)) return 0;
  double largest = 0;
  for (const double value : sample)
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  return kSingleTolerance * largest;
}

bool same(double a, double b, double within) {
  return a == b || (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= within;
}

}  // namespace

std::optional<std::vector<std::vector<Tensor>>> read_input_frames(const Network& network,
                                                                  const std::vector<std::string>& files,
                                                                  Diagnostics& diagnostics) {
  std::vector<std::vector<Tensor>> frames;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::optional<NpyArray> array = read_npy(files[i], diagnostics);
    if (!array) continue;
    const Location where{files[i], 0, 0, {}};
    auto made =
        make_frames(network, i, {array->shape, array->is_real, array->integers, array->reals, where}, diagnostics);
    if (!made) continue;
    if (!frames.empty() && made->size() != frames.front().size())
      diagnostics.error(Code::FR2903, where, "expected {} samples as in {}, found {}", frames.front().size(),
                        files.front(), made->size());
    if (made->empty()) diagnostics.error(Code::FR2900, where, "expected at least one sample, found none");
    frames.push_back(std::move(*made));
  }
  if (diagnostics.has_errors()) return std::nullopt;
  return frames;
}

std::optional<std::vector<Expectation>> read_expectations(const Network& network, const std::vector<std::string>& files,
                                                          std::size_t samples, Diagnostics& diagnostics) {
  std::vector<Expectation> expectations;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].empty()) continue;
    std::optional<NpyArray> array = read_npy(files[i], diagnostics);
    if (!array) continue;
    const GraphOutput& output = network.outputs.at(i);
    const TensorInfo& tensor = tensor_of(network, output.tensor);
    const Shape shape =
        array->is_real ? host_shape(tensor.shape, output.host.permutation, output.host.shape) : tensor.shape;
    Shape whole{static_cast<std::int64_t>(samples)};
    whole.insert(whole.end(), shape.begin(), shape.end());
    const Shape flat{static_cast<std::int64_t>(samples), element_count(shape)};
    if (array->shape != whole && array->shape != flat) {
      diagnostics.error(Code::FR5202, {files[i], 0, 0, {}}, "output \"{}\": expected an array of shape {}, found {}",
                        tensor.name, shape_text(whole), shape_text(array->shape));
      continue;
    }
    expectations.push_back({i, files[i], std::move(*array), shape});
  }
  if (diagnostics.has_errors()) return std::nullopt;
  return expectations;
}

Disagreement compare(const Network& network, const std::vector<Expectation>& expectations, const BenchFrames& frames) {
  Disagreement result;
  for (const Expectation& expectation : expectations) {
    const std::vector<Tensor>& outputs = frames.outputs.at(expectation.output);
    const std::string& name = tensor_of(network, network.outputs[expectation.output].tensor).name;
    for (std::size_t frame = 0; frame < outputs.size(); ++frame) {
      const Tensor& golden = outputs[frame];
      const std::vector<double> real =
          expectation.array.is_real ? real_output(network, expectation.output, golden) : std::vector<double>{};
      const double within = tolerance(expectation.array, real);
      const std::size_t start = frame * golden.data.size();
      for (std::size_t i = 0; i < golden.data.size(); ++i) {
        const bool equal = expectation.array.is_real ? same(expectation.array.reals[start + i], real[i], within)
                                                     : expectation.array.integers[start + i] == golden.data[i];
        if (equal) continue;
        if (result.elements++ > 0) continue;
        result.output = expectation.output;
        result.frame = static_cast<std::int64_t>(frame);
        const std::string values =
            expectation.array.is_real
                ? fmt::format("{} expects {:.17g}, the golden model gives {:.17g} (raw {})", expectation.file,
                              expectation.array.reals[start + i], real[i], golden.data[i])
                : fmt::format("{} expects {}, the golden model gives {}", expectation.file,
                              expectation.array.integers[start + i], golden.data[i]);
        result.first = fmt::format("output \"{}\", frame {}, element {} {}: {}", name, frame, i,
                                   coordinates(expectation.shape, static_cast<std::int64_t>(i)), values);
      }
    }
  }
  return result;
}

std::optional<bool> expects(const Network& network, const std::vector<Expectation>& expectations, std::size_t output,
                            std::int64_t frame, const Tensor& golden, std::int64_t element, std::int64_t raw) {
  for (const Expectation& expectation : expectations) {
    if (expectation.output != output) continue;
    Tensor changed = golden;
    changed.data.at(static_cast<std::size_t>(element)) = raw;
    const std::size_t start = static_cast<std::size_t>(frame) * golden.data.size();
    if (!expectation.array.is_real) return expectation.array.integers[start + static_cast<std::size_t>(element)] == raw;
    // The host's layout may permute: find the place that depends on this element.
    Tensor marked = golden;
    marked.data.assign(marked.data.size(), 0);
    GraphOutput plain = network.outputs.at(output);
    plain.scale = {1.0};
    plain.bias = {0.0};
    Network view;
    view.outputs.push_back(plain);
    marked.data.at(static_cast<std::size_t>(element)) = 1;
    const std::vector<double> where = real_output(view, 0, marked);
    const std::vector<double> real = real_output(network, output, changed);
    for (std::size_t i = 0; i < where.size(); ++i)
      if (where[i] != 0.0) return same(expectation.array.reals[start + i], real[i], tolerance(expectation.array, real));
  }
  return std::nullopt;
}

}  // namespace finn

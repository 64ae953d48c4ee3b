// SPDX-License-Identifier: Apache-2.0
#include "support/onnx_interpreter.h"

#include <algorithm>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <functional>
#include <numeric>
#include <stdexcept>

namespace finn::test {
namespace {

using Array = RationalArray;
using Dims = std::vector<std::int64_t>;
using Whole = boost::multiprecision::cpp_int;
using Fine = boost::multiprecision::cpp_bin_float_50;

std::int64_t count(const Dims& dims) {
  return std::accumulate(dims.begin(), dims.end(), std::int64_t{1}, std::multiplies<>());
}

Whole floor_of(const Rational& x) {
  const Whole n = numerator(x);
  const Whole d = denominator(x);
  Whole q = n / d;
  if (q * d > n) --q;
  return q;
}

Rational half_even(const Rational& x) {
  const Whole low = floor_of(x);
  const Rational twice = 2 * (x - low);
  if (twice < 1) return low;
  if (twice > 1) return low + 1;
  return low % 2 == 0 ? low : Whole(low + 1);
}

/// By the modes of QONNX.
Rational rounded(const Rational& x, const std::string& mode) {
  const Rational size = abs(x);
  const auto signed_as_x = [&](const Whole& magnitude) { return Rational(x < 0 ? Whole(-magnitude) : magnitude); };
  if (mode == "ROUND" || mode == "HALF_EVEN") return half_even(x);
  if (mode == "CEIL") return Rational(-floor_of(-x));
  if (mode == "FLOOR") return Rational(floor_of(x));
  if (mode == "UP") return signed_as_x(-floor_of(-size));
  if (mode == "DOWN") return signed_as_x(floor_of(size));
  if (mode == "HALF_UP") return signed_as_x(floor_of(size + Rational(1, 2)));
  if (mode == "HALF_DOWN") return signed_as_x(-floor_of(Rational(1, 2) - size));
  throw std::runtime_error("the interpreter does not know rounding mode " + mode);
}

/// Smallest and largest integer of a quantizer.
std::pair<Rational, Rational> integer_bounds(unsigned bits, bool is_signed, std::int64_t narrow) {
  if (is_signed) return {Rational(narrow - (Whole(1) << (bits - 1))), Rational((Whole(1) << (bits - 1)) - 1)};
  return {Rational(0), Rational((Whole(1) << bits) - 1 - narrow)};
}

class Attributes {
 public:
  explicit Attributes(const ::onnx::NodeProto& node) {
    for (const auto& attribute : node.attribute()) by_name_[attribute.name()] = &attribute;
  }
  std::int64_t integer(const std::string& name, std::int64_t otherwise) const {
    return has(name) ? by_name_.at(name)->i() : otherwise;
  }
  double real(const std::string& name, double otherwise) const {
    return has(name) ? static_cast<double>(by_name_.at(name)->f()) : otherwise;
  }
  std::string text(const std::string& name, const std::string& otherwise) const {
    return has(name) ? by_name_.at(name)->s() : otherwise;
  }
  Dims integers(const std::string& name, const Dims& otherwise) const {
    if (!has(name)) return otherwise;
    return {by_name_.at(name)->ints().begin(), by_name_.at(name)->ints().end()};
  }

 private:
  bool has(const std::string& name) const { return by_name_.count(name) > 0; }
  std::map<std::string, const ::onnx::AttributeProto*> by_name_;
};

Array initializer(const ::onnx::TensorProto& tensor) {
  Array array;
  array.dims.assign(tensor.dims().begin(), tensor.dims().end());
  for (const float value : tensor.float_data()) array.data.emplace_back(static_cast<double>(value));
  for (const std::int64_t value : tensor.int64_data()) array.data.emplace_back(value);
  if (static_cast<std::int64_t>(array.data.size()) != count(array.dims))
    throw std::runtime_error("initializer " + tensor.name() + " is not in a typed field");
  return array;
}

/// Element i of the result of broadcasting to `dims`, as a position in `array`.
std::int64_t broadcast(const Array& array, const Dims& dims, std::int64_t i) {
  std::int64_t position = 0;
  std::int64_t stride = 1;
  for (std::size_t k = 0; k < dims.size(); ++k) {
    const std::int64_t index = i % dims[dims.size() - 1 - k];
    i /= dims[dims.size() - 1 - k];
    if (k >= array.dims.size()) continue;
    const std::int64_t size = array.dims[array.dims.size() - 1 - k];
    if (size != 1) position += index * stride;
    stride *= size;
  }
  return position;
}

Array binary(const Array& a, const Array& b, const std::function<Rational(const Rational&, const Rational&)>& f) {
  Array out;
  const std::size_t rank = std::max(a.dims.size(), b.dims.size());
  for (std::size_t k = 0; k < rank; ++k) {
    const auto size = [&](const Array& x) {
      return k + x.dims.size() < rank ? std::int64_t{1} : x.dims[k + x.dims.size() - rank];
    };
    out.dims.push_back(std::max(size(a), size(b)));
  }
  for (std::int64_t i = 0; i < count(out.dims); ++i)
    out.data.push_back(f(a.data[static_cast<std::size_t>(broadcast(a, out.dims, i))],
                         b.data[static_cast<std::size_t>(broadcast(b, out.dims, i))]));
  return out;
}

Array unary(const Array& a, const std::function<Rational(const Rational&)>& f) {
  Array out{a.dims, {}};
  for (const Rational& x : a.data) out.data.push_back(f(x));
  return out;
}

/// Image access, [1, C, H, W]; `outside` beyond the border.
struct Image {
  const Array& array;
  std::int64_t channels = array.dims.at(1);
  std::int64_t height = array.dims.at(2);
  std::int64_t width = array.dims.at(3);
  const Rational* at(std::int64_t c, std::int64_t y, std::int64_t x) const {
    if (y < 0 || x < 0 || y >= height || x >= width) return nullptr;
    return &array.data[static_cast<std::size_t>((c * height + y) * width + x)];
  }
};

class Interpreter {
 public:
  Interpreter(const ::onnx::ModelProto& model, std::map<std::string, Array> values)
      : model_(model), values_(std::move(values)) {}

  std::map<std::string, Array> run() {
    for (const auto& tensor : model_.graph().initializer()) values_[tensor.name()] = initializer(tensor);
    for (const auto& node : model_.graph().node()) evaluate(node);
    return std::move(values_);
  }

 private:
  const Array& in(const ::onnx::NodeProto& node, int i) const { return values_.at(node.input(i)); }
  static bool given(const ::onnx::NodeProto& node, int i) { return i < node.input_size() && !node.input(i).empty(); }

  void evaluate(const ::onnx::NodeProto& node) {
    const std::string& op = node.op_type();
    if (op == "Split") {
      split(node);
      return;
    }
    Array& out = values_[node.output(0)];
    const Attributes attributes(node);
    if (op == "Add")
      out = binary(in(node, 0), in(node, 1), [](const auto& a, const auto& b) { return Rational(a + b); });
    else if (op == "Sub")
      out = binary(in(node, 0), in(node, 1), [](const auto& a, const auto& b) { return Rational(a - b); });
    else if (op == "Mul")
      out = binary(in(node, 0), in(node, 1), [](const auto& a, const auto& b) { return Rational(a * b); });
    else if (op == "Div")
      out = binary(in(node, 0), in(node, 1), [](const auto& a, const auto& b) { return Rational(a / b); });
    else if (op == "Neg")
      out = unary(in(node, 0), [](const auto& x) { return Rational(-x); });
    else if (op == "Abs")
      out = unary(in(node, 0), [](const auto& x) { return Rational(abs(x)); });
    else if (op == "Relu")
      out = unary(in(node, 0), [](const auto& x) { return x < 0 ? Rational(0) : x; });
    else if (op == "Identity")
      out = in(node, 0);
    else if (op == "LeakyRelu") {
      const Rational alpha(attributes.real("alpha", 0.01F));
      out = unary(in(node, 0), [&](const auto& x) { return x < 0 ? Rational(x * alpha) : x; });
    } else if (op == "Clip") {
      const Rational low = in(node, 1).data.at(0);
      const Rational high = in(node, 2).data.at(0);
      out = unary(in(node, 0), [&](const auto& x) { return x < low ? low : x > high ? high : x; });
    } else if (op == "Sigmoid") {
      out = unary(in(node, 0), [](const auto& x) { return Rational(Fine(1 / (1 + exp(Fine(-Fine(x)))))); });
    } else if (op == "Tanh") {
      out = unary(in(node, 0), [](const auto& x) { return Rational(Fine(tanh(Fine(x)))); });
    } else if (op == "BatchNormalization")
      batch_norm(node, attributes, out);
    else if (op == "Quant" || op == "IntQuant")
      quant(node, attributes, out);
    else if (op == "Trunc")
      trunc(node, attributes, out);
    else if (op == "BipolarQuant")
      out = binary(in(node, 0), in(node, 1), [](const auto& x, const auto& s) { return x >= 0 ? s : Rational(-s); });
    else if (op == "MultiThreshold")
      multi_threshold(node, attributes, out);
    else if (op == "MatMul")
      matmul(in(node, 0), in(node, 1), out);
    else if (op == "Conv")
      conv(node, attributes, out);
    else if (op == "MaxPool" || op == "AveragePool")
      pool(node, attributes, op == "MaxPool", out);
    else if (op == "GlobalAveragePool")
      global_average(in(node, 0), out);
    else if (op == "Flatten")
      out = {{1, count(in(node, 0).dims)}, in(node, 0).data};
    else if (op == "Concat")
      concat(node, out);
    else if (op == "Resize")
      resize(node, out);
    else if (op == "DepthToSpace")
      depth_to_space(in(node, 0), attributes, out);
    else if (op == "Pad")
      pad(node, out);
    else if (op == "Transpose")
      transpose(in(node, 0), attributes.integers("perm", {}), out);
    else
      throw std::runtime_error("the interpreter does not know " + op);
  }

  void batch_norm(const ::onnx::NodeProto& node, const Attributes& attributes, Array& out) {
    const Array& x = in(node, 0);
    const Rational epsilon(attributes.real("epsilon", 1e-5F));
    const auto channels = static_cast<std::size_t>(x.dims.at(1));
    const std::size_t inner = x.data.size() / channels;
    out.dims = x.dims;
    for (std::size_t i = 0; i < x.data.size(); ++i) {
      const std::size_t c = i / inner;
      const Rational root(Fine(sqrt(Fine(Rational(in(node, 4).data[c] + epsilon)))));
      out.data.push_back((x.data[i] - in(node, 3).data[c]) / root * in(node, 1).data[c] + in(node, 2).data[c]);
    }
  }

  void quant(const ::onnx::NodeProto& node, const Attributes& attributes, Array& out) {
    const auto bits = static_cast<unsigned>(static_cast<double>(in(node, 3).data.at(0)));
    const bool is_signed = attributes.integer("signed", 1) != 0;
    const auto [low, high] = integer_bounds(bits, is_signed, attributes.integer("narrow", 0));
    const std::string mode = attributes.text("rounding_mode", "ROUND");
    const Rational zero = in(node, 2).data.at(0);
    out = binary(in(node, 0), in(node, 1), [&](const Rational& x, const Rational& scale) {
      Rational q = x / scale + zero;
      if (bits == 1 && is_signed)
        q = q >= 0 ? 1 : -1;
      else
        q = rounded(q < low ? low : q > high ? high : q, mode);
      return Rational((q - zero) * scale);
    });
  }

  /// Both versions of QONNX, for scalar scales.
  void trunc(const ::onnx::NodeProto& node, const Attributes& attributes, Array& out) {
    const auto number = [&](int i) { return in(node, i).data.at(0); };
    const Rational scale = number(1);
    const Rational zero = number(2);
    const std::string mode = attributes.text("rounding_mode", "FLOOR");
    const bool rescales = node.input_size() == 6;
    const double cut = rescales ? std::nearbyint(std::log2(static_cast<double>(Rational(number(4) / scale))))
                                : static_cast<double>(Rational(number(3) - number(4)));
    const Rational unit(std::ldexp(1.0, static_cast<int>(cut)));
    out = unary(in(node, 0), [&](const Rational& x) {
      Rational y = half_even(x / scale + zero) / unit;
      if (!rescales) return Rational((rounded(y, mode) - zero) * scale);
      const auto [low, high] = integer_bounds(static_cast<unsigned>(static_cast<double>(number(5))),
                                              attributes.integer("signed", 1) != 0, attributes.integer("narrow", 0));
      y = rounded(y < low ? low : y > high ? high : y, mode);
      return Rational((y - zero / unit) * number(4));
    });
  }

  void multi_threshold(const ::onnx::NodeProto& node, const Attributes& attributes, Array& out) {
    const Array& x = in(node, 0);
    const Array& table = in(node, 1);
    const auto rows = static_cast<std::size_t>(table.dims.at(0));
    const auto columns = static_cast<std::size_t>(table.dims.at(1));
    const auto channels = static_cast<std::size_t>(x.dims.at(1));
    out.dims = x.dims;
    for (std::size_t i = 0; i < x.data.size(); ++i) {
      const std::size_t c = rows == 1 ? 0 : i / (x.data.size() / channels);
      std::int64_t reached = 0;
      for (std::size_t k = 0; k < columns; ++k) reached += x.data[i] >= table.data[c * columns + k];
      out.data.push_back(reached * Rational(attributes.real("out_scale", 1.0)) +
                         Rational(attributes.real("out_bias", 0.0)));
    }
  }

  static void matmul(const Array& a, const Array& b, Array& out) {
    const std::int64_t terms = b.dims.at(0);
    const std::int64_t columns = b.dims.at(1);
    out.dims = {1, columns};
    for (std::int64_t o = 0; o < columns; ++o) {
      Rational sum = 0;
      for (std::int64_t k = 0; k < terms; ++k)
        sum += a.data[static_cast<std::size_t>(k)] * b.data[static_cast<std::size_t>(k * columns + o)];
      out.data.push_back(sum);
    }
  }

  void conv(const ::onnx::NodeProto& node, const Attributes& attributes, Array& out) {
    const Image image{in(node, 0)};
    const Array& weights = in(node, 1);
    const std::int64_t group = attributes.integer("group", 1);
    const Dims strides = attributes.integers("strides", {1, 1});
    const Dims dilations = attributes.integers("dilations", {1, 1});
    const Dims pads = attributes.integers("pads", {0, 0, 0, 0});
    const std::int64_t kh = weights.dims.at(2);
    const std::int64_t kw = weights.dims.at(3);
    const std::int64_t inputs = weights.dims.at(1);
    const std::int64_t outputs = weights.dims.at(0);
    const std::int64_t oh = (image.height + pads[0] + pads[2] - (kh - 1) * dilations[0] - 1) / strides[0] + 1;
    const std::int64_t ow = (image.width + pads[1] + pads[3] - (kw - 1) * dilations[1] - 1) / strides[1] + 1;
    out.dims = {1, outputs, oh, ow};
    for (std::int64_t o = 0; o < outputs; ++o)
      for (std::int64_t y = 0; y < oh; ++y)
        for (std::int64_t x = 0; x < ow; ++x) {
          Rational sum = given(node, 2) ? in(node, 2).data[static_cast<std::size_t>(o)] : Rational(0);
          for (std::int64_t i = 0; i < inputs; ++i)
            for (std::int64_t r = 0; r < kh; ++r)
              for (std::int64_t s = 0; s < kw; ++s)
                if (const Rational* pixel =
                        image.at(o / (outputs / group) * inputs + i, y * strides[0] - pads[0] + r * dilations[0],
                                 x * strides[1] - pads[1] + s * dilations[1]))
                  sum += *pixel * weights.data[static_cast<std::size_t>(((o * inputs + i) * kh + r) * kw + s)];
          out.data.push_back(sum);
        }
  }

  void pool(const ::onnx::NodeProto& node, const Attributes& attributes, bool largest, Array& out) {
    const Image image{in(node, 0)};
    const Dims kernel = attributes.integers("kernel_shape", {1, 1});
    const Dims strides = attributes.integers("strides", {1, 1});
    const Dims pads = attributes.integers("pads", {0, 0, 0, 0});
    const std::int64_t oh = (image.height + pads[0] + pads[2] - kernel[0]) / strides[0] + 1;
    const std::int64_t ow = (image.width + pads[1] + pads[3] - kernel[1]) / strides[1] + 1;
    out.dims = {1, image.channels, oh, ow};
    for (std::int64_t c = 0; c < image.channels; ++c)
      for (std::int64_t y = 0; y < oh; ++y)
        for (std::int64_t x = 0; x < ow; ++x) {
          std::vector<Rational> seen;
          for (std::int64_t r = 0; r < kernel[0]; ++r)
            for (std::int64_t s = 0; s < kernel[1]; ++s)
              if (const Rational* pixel = image.at(c, y * strides[0] - pads[0] + r, x * strides[1] - pads[1] + s))
                seen.push_back(*pixel);
          out.data.push_back(largest ? *std::max_element(seen.begin(), seen.end())
                                     : Rational(std::accumulate(seen.begin(), seen.end(), Rational(0)) /
                                                Rational(kernel[0] * kernel[1])));
        }
  }

  static void global_average(const Array& x, Array& out) {
    const auto channels = static_cast<std::size_t>(x.dims.at(1));
    const std::size_t pixels = x.data.size() / channels;
    out.dims = {1, x.dims.at(1), 1, 1};
    for (std::size_t c = 0; c < channels; ++c) {
      const auto begin = x.data.begin() + static_cast<std::ptrdiff_t>(c * pixels);
      out.data.push_back(std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(pixels), Rational(0)) /
                         Rational(pixels));
    }
  }

  void concat(const ::onnx::NodeProto& node, Array& out) {
    out.dims = in(node, 0).dims;
    out.dims.at(1) = 0;
    for (int i = 0; i < node.input_size(); ++i) {
      out.dims[1] += in(node, i).dims.at(1);
      out.data.insert(out.data.end(), in(node, i).data.begin(), in(node, i).data.end());
    }
  }

  /// Two or more parts along the channels.
  void split(const ::onnx::NodeProto& node) {
    const Array& x = in(node, 0);
    const std::size_t inner = x.data.size() / static_cast<std::size_t>(x.dims.at(1));
    std::size_t begin = 0;
    for (int i = 0; i < node.output_size(); ++i) {
      const auto channels =
          static_cast<std::size_t>(static_cast<double>(in(node, 1).data.at(static_cast<std::size_t>(i))));
      Array& out = values_[node.output(i)];
      out.dims = x.dims;
      out.dims[1] = static_cast<std::int64_t>(channels);
      const auto from = x.data.begin() + static_cast<std::ptrdiff_t>(begin * inner);
      out.data.assign(from, from + static_cast<std::ptrdiff_t>(channels * inner));
      begin += channels;
    }
  }

  void resize(const ::onnx::NodeProto& node, Array& out) {
    const Image image{in(node, 0)};
    const auto fh = static_cast<std::int64_t>(static_cast<double>(in(node, 2).data.at(2)));
    const auto fw = static_cast<std::int64_t>(static_cast<double>(in(node, 2).data.at(3)));
    out.dims = {1, image.channels, image.height * fh, image.width * fw};
    for (std::int64_t c = 0; c < image.channels; ++c)
      for (std::int64_t y = 0; y < image.height * fh; ++y)
        for (std::int64_t x = 0; x < image.width * fw; ++x) out.data.push_back(*image.at(c, y / fh, x / fw));
  }

  static void depth_to_space(const Array& in, const Attributes& attributes, Array& out) {
    const Image image{in};
    const std::int64_t block = attributes.integer("blocksize", 1);
    const bool crd = attributes.text("mode", "DCR") == "CRD";
    const std::int64_t channels = image.channels / (block * block);
    out.dims = {1, channels, image.height * block, image.width * block};
    for (std::int64_t c = 0; c < channels; ++c)
      for (std::int64_t y = 0; y < image.height * block; ++y)
        for (std::int64_t x = 0; x < image.width * block; ++x) {
          const std::int64_t i = y % block;
          const std::int64_t j = x % block;
          const std::int64_t from = crd ? (c * block + i) * block + j : (i * block + j) * channels + c;
          out.data.push_back(*image.at(from, y / block, x / block));
        }
  }

  void pad(const ::onnx::NodeProto& node, Array& out) {
    const Image image{in(node, 0)};
    std::vector<std::int64_t> pads;
    for (const Rational& x : in(node, 1).data) pads.push_back(static_cast<std::int64_t>(static_cast<double>(x)));
    const Rational value = given(node, 2) ? in(node, 2).data.at(0) : Rational(0);
    out.dims = {1, image.channels, image.height + pads[2] + pads[6], image.width + pads[3] + pads[7]};
    for (std::int64_t c = 0; c < image.channels; ++c)
      for (std::int64_t y = 0; y < out.dims[2]; ++y)
        for (std::int64_t x = 0; x < out.dims[3]; ++x) {
          const Rational* pixel = image.at(c, y - pads[2], x - pads[3]);
          out.data.push_back(pixel == nullptr ? value : *pixel);
        }
  }

  static void transpose(const Array& in, const Dims& axes, Array& out) {
    for (const std::int64_t axis : axes) out.dims.push_back(in.dims.at(static_cast<std::size_t>(axis)));
    Dims strides(in.dims.size(), 1);
    for (std::size_t k = in.dims.size(); k-- > 1;) strides[k - 1] = strides[k] * in.dims[k];
    for (std::int64_t i = 0; i < count(out.dims); ++i) {
      std::int64_t rest = i;
      std::int64_t position = 0;
      for (std::size_t k = axes.size(); k-- > 0;) {
        position += rest % out.dims[k] * strides[static_cast<std::size_t>(axes[k])];
        rest /= out.dims[k];
      }
      out.data.push_back(in.data[static_cast<std::size_t>(position)]);
    }
  }

  const ::onnx::ModelProto& model_;
  std::map<std::string, Array> values_;
};

}  // namespace

std::map<std::string, RationalArray> interpret(const ::onnx::ModelProto& model,
                                               const std::map<std::string, RationalArray>& inputs) {
  return Interpreter(model, inputs).run();
}

}  // namespace finn::test

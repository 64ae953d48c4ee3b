// SPDX-License-Identifier: Apache-2.0
#include "support/random_onnx.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

#include "support/onnx_builder.h"

namespace finn::test {
namespace {

using Dims = std::vector<std::int64_t>;

/// A tensor of the graph so far.
struct Value {
  std::string name;
  Dims dims;        ///< [1, C, H, W] or [1, C]
  float scale = 0;  ///< of its quantizer, 0 where it is not (any more) quantized
  bool bipolar = false;
  bool wide = false;          ///< of more than 8 bits: too many values for a table
  bool zeros_differ = false;  ///< by channel: no integer pads all of them
  bool flattened = false;     ///< its elements are no channels: constants for each of them are refused
  std::int64_t channels() const { return dims[1]; }
  bool is_image() const { return dims.size() == 4; }
};

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed), builder_(13) {}

  RandomOnnx run() {
    RandomOnnx made;
    const bool image = chance(3, 4);
    made.input_dims = image ? Dims{1, pick(1, 4), pick(3, 6), pick(3, 6)} : Dims{1, pick(2, 12)};
    builder_.input("x", made.input_dims);
    Value value{"x", made.input_dims};
    if (chance(1, 3)) value = scaled(value, false);
    if (chance(1, 4)) value = relu(value);
    value = quantized(value);
    const std::int64_t blocks = pick(1, 3);
    for (std::int64_t i = 0; i < blocks; ++i) value = value.is_image() ? image_block(value) : vector_block(value);
    if (value.is_image() && chance(2, 3)) {
      if (chance(1, 3)) value = global_average(value);
      value = flatten(value);
    }
    if (!value.is_image() && chance(3, 4)) value = matmul(value);
    if (chance(1, 3)) value = scaled(value, true);
    if (chance(1, 4)) value = quantized(value);
    if (value.name == last_quantizer_of_input_) value = value.is_image() ? conv(value) : matmul(value);
    builder_.output(value.name);
    made.output = value.name;
    made.samples.resize(3);
    std::int64_t elements = 1;
    for (const std::int64_t dim : made.input_dims) elements *= dim;
    for (auto& sample : made.samples)
      for (std::int64_t i = 0; i < elements; ++i)
        // Halves of the input's scale, so that ties happen, and anything.
        sample.push_back(chance(2, 3) ? static_cast<float>(pick(-20, 20)) * input_scale_ / 2
                                      : static_cast<float>(uniform(-8, 8)) * input_scale_);
    made.model = builder_.proto();
    return made;
  }

 private:
  std::int64_t pick(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool chance(int wins, int of) { return pick(1, of) <= wins; }
  double uniform(double low, double high) { return low + (high - low) * static_cast<double>(random_()) / 4294967295.0; }
  std::string fresh(const std::string& stem) { return stem + "_" + std::to_string(++count_); }
  float random_scale() {
    return chance(1, 2) ? std::ldexp(1.0F, static_cast<int>(pick(-5, 1))) : static_cast<float>(uniform(0.02, 1.5));
  }
  std::string constant(const Dims& dims, const std::vector<float>& values) {
    const std::string name = fresh("constant");
    builder_.floats(name, dims, values);
    return name;
  }
  std::string scalar(float value) { return constant({}, {value}); }
  /// Per channel in the shape that broadcasts, or one number.
  std::string channel_constant(const Value& value, const std::function<float()>& draw) {
    if (value.flattened || chance(1, 3)) return scalar(draw());
    std::vector<float> values;
    for (std::int64_t c = 0; c < value.channels(); ++c) values.push_back(draw());
    return constant(value.is_image() ? Dims{1, value.channels(), 1, 1} : Dims{1, value.channels()}, values);
  }
  OnnxBuilder::NodeRef node(const std::string& op, const std::vector<std::string>& inputs, Value& value) {
    value.name = fresh(op);
    value.scale = 0;
    value.bipolar = false;
    value.zeros_differ = value.zeros_differ && op != "Quant" && op != "IntQuant" && op != "Conv" && op != "MatMul";
    return builder_.node(op, inputs, {value.name});
  }

  Value relu(Value value) {
    const std::string from = value.name;
    node("Relu", {from}, value);
    return value;
  }

  /// Affine functions and others that need no quantizer of their own. `any`: gains of any sign, 0 and tiny ones too.
  Value scaled(Value value, bool affine_only) {
    const std::string from = value.name;
    const auto gain = [&] {
      const std::int64_t kind = pick(0, 11);
      if (kind == 0) return 0.0F;
      if (kind == 1) return 1e-19F;
      if (kind == 2) return -1e-40F;
      return static_cast<float>(uniform(-1.5, 2.5)) + 0.01F;
    };
    const auto shift = [&] { return static_cast<float>(uniform(-2, 2)); };
    switch (pick(0, affine_only ? 4 : 9)) {
      case 0:
        node("Mul", {from, channel_constant(value, gain)}, value);
        break;
      case 1:
        node("Add", {from, channel_constant(value, shift)}, value);
        break;
      case 2:
        node("Sub", {channel_constant(value, shift), from}, value);
        break;
      case 3:
        node("Div", {from, scalar(static_cast<float>(uniform(0.3, 3)))}, value);
        break;
      case 4: {
        if (value.flattened) return relu(value);
        std::vector<std::string> inputs{from};
        for (int i = 0; i < 4; ++i) {
          std::vector<float> values;
          for (std::int64_t c = 0; c < value.channels(); ++c)
            values.push_back(i == 0 ? gain() : i == 3 ? static_cast<float>(uniform(0.1, 4)) : shift());
          inputs.push_back(constant({value.channels()}, values));
        }
        node("BatchNormalization", inputs, value);
        break;
      }
      case 5:
        node("LeakyRelu", {from}, value).set("alpha", static_cast<float>(uniform(0, 0.9)));
        break;
      case 6: {
        const float low = static_cast<float>(uniform(-2, 0));
        node("Clip", {from, scalar(low), scalar(low + static_cast<float>(uniform(0.1, 3)))}, value);
        break;
      }
      case 7:
        node(chance(1, 2) ? "Sigmoid" : "Tanh", {from}, value);
        break;
      case 8:
        node("Neg", {from}, value);
        break;
      default:
        return relu(value);
    }
    return value;
  }

  Value quant(Value value, float scale, std::int64_t bits, bool is_signed) {
    const std::string from = value.name;
    const bool narrow = bits > 1 && chance(1, 3);
    const char* modes[] = {"ROUND", "FLOOR", "CEIL", "UP", "DOWN", "HALF_UP", "HALF_DOWN", "HALF_EVEN"};
    const char* mode = chance(3, 4) ? modes[0] : modes[pick(1, 7)];
    const float zero = chance(3, 4) ? 0.0F : static_cast<float>(pick(-9, 9));
    // An unsigned one-bit quantizer cannot be narrow: it would have one level.
    node(chance(3, 4) ? "Quant" : "IntQuant", {from, scalar(scale), scalar(zero), scalar(static_cast<float>(bits))},
         value)
        .set("signed", is_signed ? 1 : 0)
        .set("narrow", narrow ? 1 : 0)
        .set("rounding_mode", mode)
        .domain("qonnx.custom_op.general");
    value.scale = scale;
    value.bipolar = bits == 1 && is_signed;
    value.wide = bits > 8;
    return value;
  }

  /// Bits cut off, in both versions of the operator. Zero points stay multiples of what is cut.
  Value truncated(Value value) {
    const std::string from = value.name;
    const float scale = chance(1, 2) ? value.scale : random_scale();
    const std::int64_t cut = pick(0, 3);
    const std::int64_t bits = pick(1, 6);
    const std::string zero = scalar(static_cast<float>(chance(1, 2) ? 0 : pick(-3, 3) * 8));
    const bool rescales = chance(1, 2);
    const float output_scale = rescales ? std::ldexp(scale, static_cast<int>(cut)) : scale;
    std::vector<std::string> inputs{from, scalar(scale), zero, scalar(static_cast<float>(bits + cut))};
    if (rescales) inputs.push_back(scalar(output_scale));
    inputs.push_back(scalar(static_cast<float>(bits)));
    const char* modes[] = {"FLOOR", "ROUND", "CEIL", "HALF_UP"};
    auto added = node("Trunc", inputs, value).set("rounding_mode", modes[pick(0, 3)]);
    added.domain("qonnx.custom_op.general");
    if (rescales) added.set("signed", pick(0, 1)).set("narrow", bits > 1 ? pick(0, 1) : std::int64_t{0});
    value.scale = output_scale;
    return value;
  }

  Value quantized(Value value) {
    const bool first = value.name == "x" || input_scale_ == 0;
    const float scale = random_scale();
    if (first) input_scale_ = scale;
    const std::string from = value.name;
    const std::int64_t kind = pick(0, 9);
    if (kind == 0) {
      node("BipolarQuant", {from, scalar(scale)}, value).domain("qonnx.custom_op.general");
      value.scale = scale;
      value.bipolar = true;
    } else if (kind == 1 && !first) {
      multi_threshold(value);
    } else {
      value = quant(value, scale, pick(1, 6), chance(1, 2));
    }
    if (first) last_quantizer_of_input_ = value.name;
    return !first && value.scale > 0 && chance(1, 8) ? truncated(value) : value;
  }

  void multi_threshold(Value& value) {
    const std::string from = value.name;
    const std::int64_t rows = value.flattened || chance(1, 2) ? 1 : value.channels();
    const std::int64_t columns = pick(1, 7);
    std::vector<float> table;
    for (std::int64_t r = 0; r < rows; ++r) {
      std::vector<float> row;
      for (std::int64_t k = 0; k < columns; ++k) row.push_back(static_cast<float>(pick(-12, 12)) / 4);
      std::sort(row.begin(), row.end());
      table.insert(table.end(), row.begin(), row.end());
    }
    const bool bipolar = columns == 1 && chance(1, 2);
    node("MultiThreshold", {from, constant({rows, columns}, table)}, value)
        .set("out_scale", bipolar ? 2.0F : 1.0F)
        .set("out_bias", bipolar ? -1.0F : static_cast<float>(pick(-2, 1)))
        .domain("qonnx.custom_op.general");
    value.scale = 1;
    value.bipolar = bipolar;
  }

  /// A quantized weight constant with one scale or one for each output (the first dimension, or the last).
  std::string weights(const Dims& dims, std::size_t output_axis) {
    std::int64_t elements = 1;
    for (const std::int64_t dim : dims) elements *= dim;
    std::vector<float> values;
    for (std::int64_t i = 0; i < elements; ++i) values.push_back(static_cast<float>(uniform(-2, 2)));
    const std::string raw = constant(dims, values);
    std::string scale = scalar(random_scale());
    if (chance(1, 3)) {
      std::vector<float> scales;
      for (std::int64_t o = 0; o < dims[output_axis]; ++o) scales.push_back(random_scale());
      Dims shape(dims.size(), 1);
      shape[output_axis] = dims[output_axis];
      scale = constant(shape, scales);
    }
    const std::string name = fresh("weights");
    if (chance(1, 3)) {
      builder_.node("BipolarQuant", {raw, scale}, {name}).domain("qonnx.custom_op.general");
    } else {
      builder_.node("Quant", {raw, scale, scalar(0), scalar(static_cast<float>(pick(2, 5)))}, {name})
          .set("signed", 1)
          .set("narrow", chance(1, 2) ? 1 : 0)
          .set("rounding_mode", "ROUND")
          .domain("qonnx.custom_op.general");
    }
    return name;
  }

  Value conv(Value value, bool same_shape = false) {
    const std::string from = value.name;
    const std::int64_t channels = value.channels();
    std::int64_t group = 1;
    if (!same_shape && chance(1, 3)) group = chance(1, 2) || channels % 2 != 0 ? channels : 2;
    const std::int64_t outputs = same_shape ? channels : group * pick(1, group == 1 ? 4 : 2);
    const std::int64_t kernel =
        same_shape ? 3 : pick(1, std::min<std::int64_t>(3, std::min(value.dims[2], value.dims[3])));
    // Padding with real zeros promotes BIPOLAR.
    const std::int64_t pad = same_shape ? 1 : kernel > 1 && !value.zeros_differ && chance(1, 2) ? 1 : 0;
    const std::int64_t stride = same_shape ? 1 : pick(1, 2);
    std::vector<std::string> inputs{from, weights({outputs, channels / group, kernel, kernel}, 0)};
    if (chance(1, 2)) {
      std::vector<float> bias;
      for (std::int64_t o = 0; o < outputs; ++o) bias.push_back(static_cast<float>(uniform(-2, 2)));
      inputs.push_back(constant({outputs}, bias));
    }
    const auto out = [&](std::int64_t size) { return (size + 2 * pad - kernel) / stride + 1; };
    const Dims dims{1, outputs, out(value.dims[2]), out(value.dims[3])};
    node("Conv", inputs, value)
        .set("kernel_shape", Dims{kernel, kernel})
        .set("strides", Dims{stride, stride})
        .set("pads", Dims{pad, pad, pad, pad})
        .set("dilations", Dims{1, 1})
        .set("group", group);
    value.dims = dims;
    return value;
  }

  Value matmul(Value value) {
    const std::string from = value.name;
    const std::int64_t outputs = pick(1, 6);
    const std::string matrix = weights({value.channels(), outputs}, 1);
    node("MatMul", {from, matrix}, value);
    value.dims = {1, outputs};
    value.flattened = false;
    return value;
  }

  /// What may stand between a sum of products and the next quantizer.
  Value activated(Value value) {
    if (chance(1, 10)) {
      // Too many levels for thresholds.
      for (std::int64_t i = pick(0, 2); i > 0; --i) value = scaled(value, true);
      if (chance(1, 2)) value = relu(value);
      return quant(value, random_scale() / 64, pick(9, 12), chance(1, 2));
    }
    if (!value.wide && chance(1, 12)) {
      // Neither rising nor falling.
      const std::string from = value.name;
      node("Abs", {from}, value);
    }
    const std::int64_t steps = pick(0, 3);
    for (std::int64_t i = 0; i < steps; ++i) value = scaled(value, false);
    return quantized(value);
  }

  Value pooled(Value value, bool largest) {
    const std::string from = value.name;
    const std::int64_t kernel = std::min<std::int64_t>(2, std::min(value.dims[2], value.dims[3]));
    node(largest ? "MaxPool" : "AveragePool", {from}, value)
        .set("kernel_shape", Dims{kernel, kernel})
        .set("strides", Dims{kernel, kernel});
    value.dims = {1, value.channels(), value.dims[2] / kernel, value.dims[3] / kernel};
    return value;
  }

  Value global_average(Value value) {
    const std::string from = value.name;
    node("GlobalAveragePool", {from}, value);
    value.dims = {1, value.channels(), 1, 1};
    return value;
  }

  Value flatten(Value value) {
    const std::string from = value.name;
    const std::int64_t elements = value.dims[1] * value.dims[2] * value.dims[3];
    // By way of channels last, now and then: another order of elements.
    std::string source = from;
    if (chance(1, 3)) {
      source = fresh("Transpose");
      builder_.node("Transpose", {from}, {source}).set("perm", Dims{0, 2, 3, 1});
    }
    node("Flatten", {source}, value);
    value.flattened = value.dims[2] * value.dims[3] > 1;
    value.dims = {1, elements};
    return value;
  }

  /// The sum of a tensor and of a branch that begins at it.
  Value residual(const Value& value) {
    Value branch = conv(value, true);
    for (std::int64_t i = pick(0, 2); i > 0; --i) branch = scaled(branch, false);
    // Scales with an exact ratio: three times a float is seldom one.
    branch = quant(branch, std::ldexp(value.scale, static_cast<int>(pick(0, 2))), pick(2, 5), true);
    Value sum = value;
    node(chance(3, 4) ? "Add" : "Sub", {value.name, branch.name}, sum);
    return chance(1, 2) ? quantized(sum) : sum;
  }

  Value concatenated(const Value& value) {
    Value left = quant(conv(value, true), value.scale, pick(2, 4), true);
    Value both = value;
    node("Concat", {value.name, left.name}, both).set("axis", 1);
    both.dims[1] *= 2;
    both.scale = value.scale;
    both.zeros_differ = true;
    return both;
  }

  Value split(const Value& value) {
    Value part = value;
    const std::int64_t first = pick(1, value.channels() - 1);
    const std::string sizes = fresh("sizes");
    builder_.integers(sizes, {2}, {first, value.channels() - first});
    const std::string a = fresh("Split");
    const std::string b = fresh("Split");
    builder_.node("Split", {value.name, sizes}, {a, b}).set("axis", 1);
    // Both parts are joined again the other way round.
    node("Concat", {b, a}, part).set("axis", 1);
    part.scale = value.scale;
    return part;
  }

  Value resized(const Value& value) {
    Value bigger = value;
    const std::int64_t fh = pick(1, 2);
    const std::int64_t fw = pick(1, 3);
    const std::string scales = constant({4}, {1, 1, static_cast<float>(fh), static_cast<float>(fw)});
    node("Resize", {value.name, "", scales}, bigger)
        .set("mode", "nearest")
        .set("coordinate_transformation_mode", "asymmetric")
        .set("nearest_mode", "floor");
    bigger.dims = {1, value.channels(), value.dims[2] * fh, value.dims[3] * fw};
    bigger.scale = value.scale;
    return bigger;
  }

  Value depth_to_space(const Value& value) {
    Value moved = value;
    node("DepthToSpace", {value.name}, moved).set("blocksize", 2).set("mode", chance(1, 2) ? "DCR" : "CRD");
    moved.dims = {1, value.channels() / 4, value.dims[2] * 2, value.dims[3] * 2};
    moved.scale = value.scale;
    return moved;
  }

  Value padded(const Value& value) {
    Value bigger = value;
    const std::int64_t top = pick(0, 1);
    const std::int64_t left = pick(0, 2);
    const std::string pads = fresh("pads");
    builder_.integers(pads, {8}, {0, 0, top, left, 0, 0, 1, 0});
    node("Pad", {value.name, pads}, bigger);
    bigger.dims = {1, value.channels(), value.dims[2] + top + 1, value.dims[3] + left};
    return bigger;
  }

  Value image_block(Value value) {
    switch (pick(0, 9)) {
      case 0:
        if (value.scale > 0 && !value.bipolar) return residual(value);
        break;
      case 1:
        if (value.scale > 0 && !value.bipolar) value = concatenated(value);
        return activated(conv(value));
      case 2:
        if (value.channels() > 1) value = split(value);
        return activated(conv(value));
      case 3:
        if (value.dims[2] <= 4 && value.dims[3] <= 4) return activated(conv(resized(value)));
        break;
      case 4:
        if (value.channels() % 4 == 0 && value.dims[2] <= 4) return activated(conv(depth_to_space(value)));
        break;
      case 5:
        return activated(conv(pooled(value, true)));
      case 6:
        return activated(pooled(value, false));
      case 8:
        return activated(conv(padded(value)));
      case 7:
        // The pool stands behind functions that may fall.
        return quantized(pooled(scaled(conv(value), false), true));
      default:
        break;
    }
    return activated(conv(value));
  }

  Value vector_block(Value value) { return activated(matmul(value)); }

  std::mt19937 random_;
  OnnxBuilder builder_;
  int count_ = 0;
  float input_scale_ = 0;
  std::string last_quantizer_of_input_;
};

}  // namespace

RandomOnnx random_onnx(std::uint32_t seed) { return Generator(seed).run(); }

}  // namespace finn::test

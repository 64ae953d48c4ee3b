// SPDX-License-Identifier: Apache-2.0
#include "cells/add/add.h"

#include <fmt/format.h>

#include <bit>
#include <utility>

#include "cells/join.h"
#include "diag/diagnostics.h"
#include "hw/arithmetic_cost.h"

namespace finn {
namespace {

constexpr const char* kPlaceholder = "fr_add_";

std::string numbered(const char* name, std::int64_t i) { return name + std::to_string(i); }

DataType input_type(const Params& params, std::int64_t i) {
  return code_type(params.at(numbered("CODE", i)), params.at(numbered("WIDTH", i)));
}

std::string header(const Params& params) {
  const std::int64_t latency = add_latency(params.at("INPUTS"));
  std::string sum;
  for (std::int64_t i = 0; i < params.at("INPUTS"); ++i)
    sum += fmt::format("{}{} * s{}", i == 0 ? "" : " + ", params.at(numbered("FACTOR", i)), i);
  return fmt::format(
      "// SPDX-License-Identifier: Apache-2.0\n"
      "// {}: adds streams element by element: {}. Made by finn-rtlgen.\n"
      "// A beat of every input is taken at once, where all have one. Pairs are added, a register stage for each "
      "level.\n"
      "//\n// Latency     : {} {}.\n// Throughput  : 1 beat a cycle.\n"
      "// Backpressure: each tready is combinational in m_axis_tready and in all tvalid; the pipeline stands still "
      "while "
      "an\n//               output beat waits.\n"
      "// Reset       : synchronous, active high; data registers are not reset.\n"
      "`default_nettype none\n\n",
      kPlaceholder, sum, latency, latency == 1 ? "cycle" : "cycles");
}

/// factor * value of input i's code, a sum of `width` bits.
std::string term(const Params& params, std::int64_t i, int width) {
  const std::string value = fmt::format("v{}", i);
  const std::int64_t factor = params.at(numbered("FACTOR", i));
  if (factor == 1) return value;
  if (factor == -1) return fmt::format("({}'d0 - {})", width, value);
  return fmt::format("({} * {}'h{:x})", value, width, DataType::sint(width).encode(factor));
}

std::string lanes(const Params& params) {
  const std::int64_t inputs = params.at("INPUTS");
  const int width = static_cast<int>(params.at("OUT_WIDTH"));
  std::string text =
      fmt::format("  genvar p;\n  generate\n    for (p = 0; p < {}; p = p + 1) begin : g_lane\n", params.at("PE"));
  for (std::int64_t i = 0; i < inputs; ++i) {
    const DataType type = input_type(params, i);
    text += fmt::format(
        "      wire [{1}:0] c{0} = s{0}_axis_tdata[p*{2}+:{2}];\n      wire [{3}:0] v{0} = {4};\n"
        "      wire unused_c{0} = &{{1'b0, c{0}}};\n",
        i, type.bits() - 1, type.bits(), width - 1, code_value(fmt::format("c{}", i), type, width));
  }
  std::vector<std::string> terms;
  for (std::int64_t i = 0; i < inputs; ++i) terms.push_back(term(params, i, width));
  for (int level = 1; terms.size() > 1 || level == 1; ++level) {
    std::vector<std::string> sums;
    for (std::size_t i = 0; i < terms.size(); i += 2) {
      sums.push_back(fmt::format("sum{}_{}", level, i / 2));
      text += fmt::format("      reg [{}:0] {};\n      always @(posedge clk) if (en) {} <= {}{};\n", width - 1,
                          sums.back(), sums.back(), terms[i], i + 1 < terms.size() ? " + " + terms[i + 1] : "");
    }
    terms = std::move(sums);
  }
  return text + fmt::format("      assign m_axis_tdata[p*{0}+:{0}] = {1};\n    end\n  endgenerate\n", width, terms[0]);
}

std::string control(const Params& params) {
  std::string all;
  std::string text;
  for (const std::string& input : join_inputs(params.at("INPUTS"))) {
    all += (all.empty() ? "" : " && ") + input + "_tvalid";
    text += fmt::format("  assign {}_tready = en && all;\n", input);
    if (input != "s0_axis") text += fmt::format("  wire unused_{0} = &{{1'b0, {0}_tlast}};\n", input);
  }
  return fmt::format(
             "  wire en;\n  wire ready;\n  wire all = {};\n  wire unused_ready = &{{1'b0, ready}};  // it is en\n"
             "  fr_threshold_control #(\n    .STAGES({})\n  ) u_control (\n    .clk(clk), .rst(rst), .en(en),\n"
             "    .s_axis_tvalid(all), .s_axis_tready(ready), .s_axis_tlast(s0_axis_tlast),\n"
             "    .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready), .m_axis_tlast(m_axis_tlast)\n  );\n",
             all, add_latency(params.at("INPUTS"))) +
         text + "\n";
}

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  std::vector<std::int64_t> input_bits;
  for (std::int64_t i = 0; i < params.at("INPUTS"); ++i)
    input_bits.push_back(params.at("PE") * params.at(numbered("WIDTH", i)));
  RtlBinding binding;
  binding.sources = {named_source(kPlaceholder, header(params) + "module " + kPlaceholder + " (\n" +
                                                    join_ports(input_bits, params.at("PE") * params.at("OUT_WIDTH")) +
                                                    control(params) + lanes(params) +
                                                    "endmodule\n\n`default_nettype wire\n")};
  binding.module = binding.sources.front().module;
  binding.files = {"threshold/fr_threshold_control.v"};
  binding.inputs = join_inputs(params.at("INPUTS"));
  return binding;
}

/// Inputs of so few bits are looked up, multiples and sum together.
constexpr std::int64_t kLookedUpBits = 4;

/// Bits lo .. hi-1 of a number that are not known to be zero or, above its sign, copies of that.
struct Span {
  std::int64_t lo = 0, hi = 0;
  std::int64_t bits = 0;       ///< of the input
  std::int64_t multiples = 0;  ///< LUTs of the factor's multiples, an adder row for each bit that is set but one
  bool is_signed = false;
  bool has_sign = false;  ///< before the multiplication
  bool bipolar = false;
  bool negated = false;
  bool dsp = false;  ///< a product that a DSP makes, on 7-series together with its addition
};

Span span_of(const Params& params, std::int64_t input, std::int64_t width, Family family) {
  const DataType type = input_type(params, input);
  const std::int64_t factor = params.at(numbered("FACTOR", input));
  const auto size = static_cast<std::uint64_t>(factor < 0 ? -factor : factor);
  const std::int64_t factor_bits = factor < 0 ? width : std::bit_width(size);
  const std::int64_t value_bits = type.is_bipolar() ? 2 : type.bits();
  Span span;
  span.bipolar = type.is_bipolar();
  span.has_sign = span.bipolar || type.is_signed_code();
  span.is_signed = factor < 0 || span.has_sign;
  span.negated = factor == -1;
  span.bits = type.bits();
  span.lo = std::countr_zero(size);
  span.hi =
      std::min<std::int64_t>(width, value_bits + std::bit_width(size - 1) + (factor < 0 && !span.bipolar ? 1 : 0));
  const std::int64_t product = span.is_signed ? width : std::min(width, type.bits() + factor_bits);
  span.dsp = factor != -1 && !std::has_single_bit(size) &&
             multiplier_cost(span.is_signed ? width : type.bits() + 1, factor_bits + 1, product, family).dsps > 0;
  // A LUT that adds a multiple of two bits to another number makes it on the side.
  constexpr std::int64_t kAside = 2;
  if (!span.dsp && (span.bipolar || span.bits > kAside))
    span.multiples = (std::popcount(size) - 1) * ((span.is_signed ? width : span.hi) - span.lo);
  return span;
}

/// An adder needs a LUT for each bit that both numbers have: of two signed ones up to the sum's sign, which the bit
/// below it shares; the codes of bipolar ones are inverted.
std::int64_t adder_bits(const Span& one, const Span& other, std::int64_t width) {
  std::int64_t to = std::min(one.hi, other.hi);
  if (one.is_signed && other.is_signed) {
    to = std::max(one.hi, other.hi);
  } else if (one.is_signed || other.is_signed) {
    const bool inverts = (one.bipolar && !one.negated) || (other.bipolar && !other.negated);
    to = std::min(width, (one.is_signed ? other.hi : one.hi) + (inverts ? 1 : 0));
  }
  return std::max<std::int64_t>(0, to - std::max(one.lo, other.lo));
}

/// LUTs of a sum of so few bits, in multiples, that each of its bits is looked up.
std::int64_t looked_up(const Span& one, const Span& other, std::int64_t width) {
  const std::int64_t sum = std::min(width, std::max(one.hi, other.hi) + 1) - std::max(one.lo, other.lo);
  return std::max<std::int64_t>(0, std::min(sum, (std::int64_t{1} << (one.bits + other.bits)) - 1));
}

/// What a pair of numbers takes.
struct PairCost {
  std::int64_t adders = 0, negations = 0, multiples = 0;

  PairCost& operator+=(const PairCost& other) {
    adders += other.adders;
    negations += other.negations;
    multiples += other.multiples;
    return *this;
  }
};

/// A number that nothing is added to at first: it is negated, or multiplied, of two bits by looking up.
PairCost alone_cost(const Span& span, std::int64_t factor) {
  const bool multiplies = factor != -1 && std::popcount(static_cast<std::uint64_t>(factor < 0 ? -factor : factor)) > 1;
  PairCost cost;
  if (span.negated && !span.bipolar) cost.negations = span.bits;
  if (!span.dsp && multiplies) cost.multiples = span.multiples > 0 ? span.multiples : span.bits;
  return cost;
}

/// The difference from an unsigned number takes a row that negates that first, and so does one in a DSP, where a
/// bipolar code has to be inverted.
PairCost pair_cost(const Span& one, const Span& other, bool multiplies, std::int64_t width, bool packs) {
  const bool absorbed = packs && (one.dsp || other.dsp);
  PairCost cost;
  for (const Span* span : {&one, &other}) {
    const bool inverted = absorbed && span->bipolar && !span->negated;
    const bool negated = span->negated && !span->bipolar && (one.dsp || other.dsp || !span->has_sign);
    if (inverted || negated) cost.negations += span->bits;
  }
  if (absorbed) return cost;
  if (multiplies && one.bits + other.bits <= kLookedUpBits) {
    cost.adders = looked_up(one, other, width);
  } else {
    cost.adders = adder_bits(one, other, width);
    cost.multiples = one.multiples + other.multiples;
  }
  return cost;
}

/// Adders of pairs and of their sums, which on 7-series a DSP that multiplies makes as well; a register for each sum of
/// each level.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family family) {
  const std::int64_t inputs = params.at("INPUTS");
  const std::int64_t width = params.at("OUT_WIDTH");
  const std::int64_t pe = params.at("PE");
  const bool packs = family == Family::kXc7;  // Yosys leaves sums and registers outside DSP48E2
  std::vector<Span> spans;
  std::int64_t dsps = 0;
  for (std::int64_t i = 0; i < inputs; ++i) {
    spans.push_back(span_of(params, i, width, family));
    dsps += spans.back().dsp ? 1 : 0;
  }
  const auto multiplied = [&](std::size_t i) {
    const std::int64_t factor = params.at(numbered("FACTOR", static_cast<std::int64_t>(i)));
    return factor != -1 && std::popcount(static_cast<std::uint64_t>(factor < 0 ? -factor : factor)) > 1;
  };
  PairCost total;
  std::int64_t registers = 0;
  for (bool first = true; spans.size() > 1 || first; first = false) {
    std::vector<Span> sums;
    for (std::size_t i = 0; i < spans.size(); i += 2) {
      Span sum = spans[i];
      bool absorbed = packs && sum.dsp;
      if (i + 1 < spans.size()) {
        const Span& other = spans[i + 1];
        absorbed = absorbed || (packs && other.dsp);
        total += pair_cost(sum, other, first && (multiplied(i) || multiplied(i + 1)), width, packs);
        sum.hi = std::min(width, std::max(sum.hi, other.hi) + 1);
        sum.lo = std::min(sum.lo, other.lo);
        sum.is_signed = sum.is_signed || other.is_signed;
      } else if (first) {
        total += alone_cost(sum, params.at(numbered("FACTOR", static_cast<std::int64_t>(i))));
      }
      if (!absorbed) registers += (sum.is_signed ? width : sum.hi) - sum.lo;
      sum.has_sign = sum.is_signed;
      sum.dsp = sum.negated = sum.bipolar = false;
      sum.multiples = 0;
      sums.push_back(sum);
    }
    spans = std::move(sums);
  }
  return {.lut = {{"adders", pe * total.adders},
                  {"negations", pe * total.negations},
                  {"multiples", pe * total.multiples},
                  {"join", inputs > 4 ? inputs : 3}},
          .ff = {{"sums", pe * registers}, {"stages", 2 * add_latency(inputs)}},
          .dsp = static_cast<double>(pe * dsps)};
}

CellExample example(std::string name, std::vector<AddConfig::Input> inputs, std::int64_t pe, DataType output) {
  return {std::move(name), add_params({std::move(inputs), pe, 3, output})};
}

std::vector<CellExample> examples() {
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  const DataType bipolar = DataType::bipolar();
  return {
      example("two", {{uint(4), 1}, {uint(4), 1}}, 1, uint(5)),
      example("difference", {{sint(5), 1}, {uint(3), -1}}, 3, sint(6)),
      example("three_weighted", {{sint(4), 3}, {DataType::ternary(), -5}, {uint(2), 8}}, 2, sint(7)),
      example("bipolar", {{bipolar, 1}, {bipolar, -2}, {bipolar, 3}, {bipolar, 1}, {bipolar, 1}}, 2, sint(5)),
      example("modulo", {{sint(8), 1}, {sint(8), -1}, {bipolar, 7}}, 1, uint(1)),
      example("one_bit", {{sint(1), 1}, {uint(1), 1}}, 4, sint(2)),
      example("wide", {{sint(40), 1000000007}, {sint(33), -1}}, 2, sint(62)),
  };
}

}  // namespace

int add_latency(std::int64_t inputs) {
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(inputs - 1)));
}

Params add_params(const AddConfig& config) {
  if (config.inputs.size() < 2) throw Defect("add: expects two inputs or more");
  Params params{{"INPUTS", static_cast<std::int64_t>(config.inputs.size())},
                {"PE", config.pe},
                {"BEATS", config.beats},
                {"OUT_WIDTH", config.output.bits()}};
  for (std::size_t i = 0; i < config.inputs.size(); ++i) {
    const auto number = static_cast<std::int64_t>(i);
    params.set(numbered("WIDTH", number), config.inputs[i].type.bits());
    params.set(numbered("CODE", number), code_parameter(config.inputs[i].type));
    params.set(numbered("FACTOR", number), config.inputs[i].factor);
  }
  return params;
}

const Cell& cell_add() {
  static const Cell cell{
      .name = "add",
      .doc = "weighted sum of several streams",
      .rtl = rtl,
      .actor = [](const Params& params) -> std::unique_ptr<Actor> {
        return std::make_unique<JoinActor>(add_latency(params.at("INPUTS")));
      },
      .cycles = [](const Params& params) { return params.at("BEATS"); },
      .cost = cost,
      .cuts_ready = false,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn

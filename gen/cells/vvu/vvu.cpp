// SPDX-License-Identifier: Apache-2.0
#include "cells/vvu/vvu.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "cells/mvu/mvu.h"
#include "cells/vvu/vvu_actor.h"
#include "diag/diagnostics.h"
#include "hw/arithmetic_cost.h"
#include "hw/blank_memory.h"
#include "hw/memory.h"

namespace finn {
namespace {

constexpr const char* kNames[] = {"TAPS", "CHANNELS", "GROUPS", "ROWS",    "TF",     "GF",        "CF",
                                  "RF",   "A_WIDTH",  "A_KIND", "W_WIDTH", "W_KIND", "ACC_WIDTH", "DOT_LATENCY"};

VvuConfig folds_of(const Params& params) {
  VvuConfig config;
  config.taps = params.at("TAPS");
  config.channels = params.at("CHANNELS");
  config.groups = params.at("GROUPS");
  config.rows = params.at("ROWS");
  config.tf = params.at("TF");
  config.gf = params.at("GF");
  config.cf = params.at("CF");
  config.rf = params.at("RF");
  config.vectors = params.at("VECTORS");
  return config;
}

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  RtlBinding binding;
  binding.module = "fr_vvu";
  binding.files = {"vvu/fr_vvu.v", "pool/fr_pool_group.v", "mvu/fr_dot.v", "mvu/fr_sum.v"};
  for (const char* name : kNames) binding.params.push_back({name, params.at(name)});
  binding.memories = {"w"};
  return binding;
}

/// One stage takes a few small products; further ones register sums of about sqrt(SIMD) lanes, and the products.
std::int64_t dot_latency(const VvuConfig& config) {
  const std::int64_t bit_products = config.simd() * config.activation.bits() * config.weight.bits();
  return bit_products <= 32 ? 1 : config.simd() == 1 || bit_products <= 256 ? 2 : 3;
}

/// LUTs of the sum of `count` numbers: an adder row, before it rows of full adders (two LUTs a bit) for each number
/// beside two.
std::int64_t sum_luts(std::int64_t count, std::int64_t bits) {
  if (count <= 2) return count == 2 ? bits : 0;
  return 2 * bits * (count - 2) + bits + 1;
}

/// How fr_dot adds the lanes' products: all at once, or in groups and then these.
struct LaneGroups {
  std::int64_t lanes = 1;   ///< of a group
  std::int64_t groups = 1;  ///< the last one may have fewer lanes
  std::int64_t last = 1;    ///< lanes of the last group

  LaneGroups(std::int64_t simd, std::int64_t stages) : lanes(simd), last(simd) {
    if (stages == 1) return;
    lanes = 1;
    while (lanes * lanes < simd) ++lanes;
    groups = (simd + lanes - 1) / lanes;
    last = simd - (groups - 1) * lanes;
  }
  /// LUTs of the sums of the groups' products of `bits` bits.
  std::int64_t within(std::int64_t bits) const { return (groups - 1) * sum_luts(lanes, bits) + sum_luts(last, bits); }
  /// Those that are left of these where products are in DSPs of 7-series, each of which adds two.
  std::int64_t within_dsps(std::int64_t bits) const {
    return (groups - 1) * std::max<std::int64_t>(0, lanes - 2) * (bits + 2) +
           std::max<std::int64_t>(0, last - 2) * (bits + 2);
  }
  /// And of their sum.
  std::int64_t across(std::int64_t bits) const { return sum_luts(groups, bits + count_bits(lanes)); }
};

/// Logic: products in LUTs where they are small or an operand only selects, which the LUTs of a sum of three or more
/// lanes do on the side, else in DSPs; the lanes' sum, of which DSPs of 7-series take the groups'; an adder row for
/// each sum and its multiplexer, the row as wide as products are without signs. The two input beats and the sums stand
/// in LUT memory. Registers: the elements of the step, the lanes' products and sums, the output.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family family) {
  const VvuConfig config = folds_of(params);
  const std::int64_t a = params.at("A_WIDTH");
  const std::int64_t w = params.at("W_WIDTH");
  const auto is_unsigned = [&](const char* kind) {
    return static_cast<OperandKind>(params.at(kind)) == OperandKind::kUnsigned;
  };
  const auto selects = [&](const char* kind, std::int64_t bits) {
    return static_cast<OperandKind>(params.at(kind)) == OperandKind::kBipolar || (is_unsigned(kind) && bits == 1);
  };
  const bool selected = selects("W_KIND", w) || selects("A_KIND", a);
  const std::int64_t term = selected ? std::max(a, w) + 1 : a + w + (is_unsigned("A_KIND") && is_unsigned("W_KIND"));
  const std::int64_t lanes = config.pe() * config.simd();
  const bool no_signs = is_unsigned("A_KIND") && is_unsigned("W_KIND");
  const std::int64_t summed = no_signs ? term - 1 : term;  // bits of a product without a sign that is always zero
  const std::int64_t dsps =
      selected ? 0 : multiplier_cost(a + is_unsigned("A_KIND"), w + is_unsigned("W_KIND"), summed, family).dsps;
  const std::int64_t acc = config.pe() * params.at("ACC_WIDTH");
  const std::int64_t sums = config.gf * config.rf;
  const bool added = config.tf * config.cf > 1;
  const std::int64_t beat = config.in_lanes() * a;
  CounterCost counters;
  for (const std::int64_t count : {config.steps(), config.held(), config.rf, config.cf, config.gf, config.tf})
    counters.add(count);
  const bool kept = sums > 1 && added;
  const std::int64_t stages = params.at("DOT_LATENCY");
  const auto is_bipolar = [&](const char* kind) {
    return static_cast<OperandKind>(params.at(kind)) == OperandKind::kBipolar;
  };
  const bool negates = is_bipolar("W_KIND") || is_bipolar("A_KIND");
  const LaneGroups sum_groups(config.simd(), stages);
  const bool in_dsp = dsps > 0 && family == Family::kXc7;
  const std::int64_t lane_sums =
      config.pe() * ((in_dsp ? sum_groups.within_dsps(summed) : sum_groups.within(summed)) + sum_groups.across(summed));
  // Bits that the sum of products may have beside zeros.
  const std::int64_t product_bits = no_signs ? summed + count_bits(config.simd()) : params.at("ACC_WIDTH");
  std::int64_t bit_products = 0;  // of a lane, those within the sum
  for (std::int64_t bit = 0; bit < std::min(a, params.at("ACC_WIDTH")); ++bit)
    bit_products += std::min(w, params.at("ACC_WIDTH") - bit);
  const bool alone = sum_groups.lanes <= 2;  // products that a sum of lanes does not take
  return {
      .lut = {{"masked", selected && !negates && alone ? config.pe() * sum_groups.groups * term : 0},
              {"negated", selected && negates && alone ? config.pe() * sum_groups.groups * term : 0},
              {"carries", negates && config.simd() > 1 ? lanes : 0},
              {"products", selected || dsps > 0 || !alone ? 0 : lanes * bit_products},
              {"lane_products", selected || dsps > 0 || alone ? 0 : lanes * bit_products},
              {"lane_sums", lane_sums},
              {"sums", added ? acc + config.pe() * std::min(params.at("ACC_WIDTH"), product_bits) : 0},
              {"memory", (beat > 1 ? lutram_luts(beat, 2, family) : 0) + (kept ? lutram_luts(acc, sums, family) : 0)},
              {"index", kept ? 4 * count_bits(sums) : 0},
              {"parts", config.groups > 1 && config.cf > 1 ? (beat + 2) / 3 : 0},
              {"counters", counters.bits + counters.wraps},
              {"control", 8}},
      .ff = {{"elements", config.groups * config.simd() * a},
             {"products", stages >= 2 && dsps == 0 ? lanes * term / (stages == 2 ? 2 : 1) : 0},
             {"sums", acc},
             {"stage_sums", dsps > 0 ? 0 : acc},
             {"counters", counters.bits + (kept ? count_bits(sums) : 0)},
             {"control", 2 * stages + 10}},
      .dsp = static_cast<double>(lanes * dsps)};
}

CellExample example(std::string name, VvuConfig config) { return {std::move(name), vvu_params(config)}; }

std::vector<CellExample> examples() {
  const auto u = DataType::uint;
  const auto s = DataType::sint;
  const DataType b = DataType::bipolar();
  const DataType t = DataType::ternary();
  return {
      // Depthwise: a channel a group.
      example("depthwise",
              {.groups = 2, .tf = 9, .gf = 3, .vectors = 4, .activation = u(4), .weight = s(4), .acc_width = 12}),
      example("depthwise_serial", {.tf = 4, .gf = 5, .vectors = 3, .activation = s(3), .weight = s(3), .acc_width = 8}),
      example("depthwise_all_channels",
              {.groups = 4, .tf = 9, .vectors = 4, .activation = b, .weight = t, .acc_width = 5}),
      example("depthwise_taps",
              {.taps = 3, .groups = 4, .tf = 3, .vectors = 4, .activation = u(2), .weight = b, .acc_width = 6}),
      example("depthwise_unfolded",
              {.taps = 9, .groups = 3, .vectors = 5, .activation = u(8), .weight = s(8), .acc_width = 20}),
      example("pointwise", {.groups = 2, .gf = 2, .vectors = 5, .activation = s(5), .weight = u(3), .acc_width = 8}),
      example(
          "multiplier_parallel",
          {.groups = 2, .rows = 3, .tf = 4, .gf = 2, .vectors = 3, .activation = u(3), .weight = b, .acc_width = 6}),
      example("multiplier_folded",
              {.rows = 2, .tf = 4, .gf = 3, .rf = 2, .vectors = 3, .activation = b, .weight = b, .acc_width = 4}),
      example("multiplier_serial",
              {.tf = 1, .gf = 2, .rf = 3, .vectors = 3, .activation = b, .weight = u(1), .acc_width = 2}),
      // Several channels a group.
      example("group_whole", {.channels = 4,
                              .rows = 2,
                              .tf = 3,
                              .gf = 2,
                              .rf = 2,
                              .vectors = 3,
                              .activation = u(2),
                              .weight = s(2),
                              .acc_width = 8}),
      example("group_folded", {.channels = 2,
                               .rows = 3,
                               .tf = 2,
                               .gf = 2,
                               .cf = 3,
                               .rf = 2,
                               .vectors = 3,
                               .activation = s(4),
                               .weight = t,
                               .acc_width = 8}),
      example("groups_parallel", {.channels = 3,
                                  .groups = 2,
                                  .rows = 2,
                                  .tf = 4,
                                  .gf = 2,
                                  .vectors = 3,
                                  .activation = t,
                                  .weight = s(3),
                                  .acc_width = 7}),
      example("groups_parallel_folded", {.channels = 2,
                                         .groups = 2,
                                         .rows = 2,
                                         .tf = 3,
                                         .gf = 2,
                                         .cf = 3,
                                         .vectors = 3,
                                         .activation = u(3),
                                         .weight = s(3),
                                         .acc_width = 10}),
      example("one_group_fold", {.channels = 1,
                                 .groups = 3,
                                 .rows = 1,
                                 .tf = 2,
                                 .cf = 2,
                                 .vectors = 4,
                                 .activation = u(6),
                                 .weight = u(2),
                                 .acc_width = 10}),
      example(
          "one_step",
          {.taps = 2, .channels = 2, .groups = 2, .vectors = 5, .activation = u(2), .weight = s(3), .acc_width = 7}),
      example("wrapping_partial_sums",
              {.groups = 2, .tf = 16, .vectors = 3, .activation = s(6), .weight = s(6), .acc_width = 7}),
      example("widest", {.tf = 2, .gf = 2, .vectors = 3, .activation = s(32), .weight = u(28), .acc_width = 62}),
  };
}

}  // namespace

Params vvu_params(const VvuConfig& config) {
  if (std::min({config.taps, config.channels, config.groups, config.rows, config.tf, config.gf, config.cf, config.rf,
                config.vectors}) < 1)
    throw Defect("vvu: a count below 1");
  if (config.groups > 1 && config.rf > 1) throw Defect("vvu: parallel groups need all their rows");
  if (config.acc_width < 1 || config.acc_width > DataType::kMaxBits) throw Defect("vvu: 1 to 62 accumulator bits");
  return {{"TAPS", config.taps},
          {"CHANNELS", config.channels},
          {"GROUPS", config.groups},
          {"ROWS", config.rows},
          {"TF", config.tf},
          {"GF", config.gf},
          {"CF", config.cf},
          {"RF", config.rf},
          {"A_WIDTH", config.activation.bits()},
          {"A_KIND", static_cast<std::int64_t>(operand_kind(config.activation))},
          {"W_WIDTH", config.weight.bits()},
          {"W_KIND", static_cast<std::int64_t>(operand_kind(config.weight))},
          {"ACC_WIDTH", config.acc_width},
          {"DOT_LATENCY", dot_latency(config)},
          {"VECTORS", config.vectors}};
}

Memory vvu_memory(const VvuConfig& config, const std::vector<std::int64_t>& weights, std::string ram_style) {
  const std::int64_t kernel = config.kernel();
  if (!weights.empty() &&
      static_cast<std::int64_t>(weights.size()) != config.outputs() * config.group_channels() * kernel)
    throw Defect("vvu: wrong number of weights");
  const int bits = config.weight.bits();
  Memory memory;
  memory.port = "w";
  memory.width = static_cast<int>(config.pe() * config.simd() * bits);
  memory.ram_style = std::move(ram_style);
  if (weights.empty()) return blank(std::move(memory), config.steps());
  memory.words.reserve(static_cast<std::size_t>(config.steps()));
  for (std::int64_t step = 0; step < config.steps(); ++step) {
    const std::int64_t rf = step % config.rf;
    const std::int64_t cf = step / config.rf % config.cf;
    const std::int64_t gf = step / (config.rf * config.cf) % config.gf;
    const std::int64_t tf = step / (config.rf * config.cf * config.gf);
    BitWord word(memory.width);
    for (std::int64_t p = 0; p < config.pe(); ++p) {
      const std::int64_t row = (gf * config.rf + rf) * config.pe() + p;
      for (std::int64_t s = 0; s < config.simd(); ++s) {
        const std::int64_t tap = tf * config.taps + s / config.channels;
        const std::int64_t channel = cf * config.channels + s % config.channels;
        const auto index = static_cast<std::size_t>((row * config.group_channels() + channel) * kernel + tap);
        word.put((p * config.simd() + s) * bits, bits, config.weight.encode(weights[index]));
      }
    }
    memory.words.push_back(std::move(word));
  }
  return memory;
}

std::vector<MemoryPart> vvu_parts(const VvuConfig& config, const Recipe& weights) {
  const int bits = config.weight.bits();
  const Recipe values =
      weights.reshape({config.gf, config.rf, config.pe(), config.cf, config.channels, config.tf, config.taps})
          .transpose({5, 0, 3, 1, 2, 6, 4})
          .reshape({config.steps(), config.pe() * config.simd()});
  return {{0, bits, bits, code_recipe(config.weight, values)}};
}

const Cell& cell_vvu() {
  static const Cell cell = {
      .name = "vvu",
      .doc = "small matrices, one for each group of channels, times a window",
      .rtl = rtl,
      .actor = [](const Params& params) -> std::unique_ptr<Actor> {
        return std::make_unique<VvuActor>(folds_of(params), static_cast<int>(params.at("DOT_LATENCY")));
      },
      .cycles = [](const Params& params) { return params.at("VECTORS") * folds_of(params).steps(); },
      .cost = cost,
      .cuts_ready = true,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "cells/mvu/array.h"

#include <fmt/format.h>
#include "compress/dot_module.h"

namespace finn {
namespace {

DotSpec dot_spec(const Params& params) {
  const auto operand = [&](const char* width, const char* kind) {
    return Operand{static_cast<int>(params.at(width)), static_cast<OperandKind>(params.at(kind))};
  };
  return {static_cast<int>(params.at("SIMD")),
          operand("A_WIDTH", "A_KIND"),
          operand("W_WIDTH", "W_KIND"),
          static_cast<DotMode>(params.at("MODE")),
          {}};
}

std::vector<std::uint64_t> row_weights(const DotSpec& spec, const BitWord& word, std::int64_t row) {
  std::vector<std::uint64_t> codes;
  for (std::int64_t lane = 0; lane < spec.simd; ++lane)
    codes.push_back(word.get((row * spec.simd + lane) * spec.weight.bits, spec.weight.bits));
  return codes;
}

std::string connections(const Params& params, std::int64_t row_bits, const std::string& row, bool constant) {
  std::string text = "(.clk(clk), .en(step), .add(add), ";
  if (params.at("MW") > params.at("SIMD")) text += ".first(first), ";
  text += ".a(a), ";
  if (!constant) text += fmt::format(".w(w_data[{}*{}+:{}]), ", row, row_bits, row_bits);
  return text + fmt::format(".y(m_axis_tdata[{}*{}+:{}]));\n", row, params.at("ACC_WIDTH"), params.at("ACC_WIDTH"));
}

void count(MvuArray& array, const DotModule& module, std::int64_t times) {
  array.cost.lut += static_cast<double>(times * (module.cost.lut + module.cost.breaks));
  array.cost.ff += static_cast<double>(times * module.cost.ff);
}

}  // namespace

MvuArray lut_array(const Params& params, const BitWord* weights) {
  DotSpec spec = dot_spec(params);
  const Accumulator sum{static_cast<int>(params.at("ACC_WIDTH")), params.at("MW") / params.at("SIMD")};
  const std::int64_t pe = params.at("PE");
  const std::int64_t row_bits = params.at("SIMD") * params.at("W_WIDTH");
  MvuArray array;
  if (weights == nullptr) {
    const DotModule& module = dot_module(spec, {}, sum);
    array.stages = module.stages;
    array.files = module.files;
    array.sources = {module.source};
    array.instances = fmt::format(
        "  genvar p;\n  generate\n    for (p = 0; p < {}; p = p + 1) begin : g_pe\n      {} u_pe {}    end\n"
        "  endgenerate\n",
        pe, module.source.module, connections(params, row_bits, "p", false));
    count(array, module, pe);
    return array;
  }
  // Rows differ, and so do their pipelines: the longest sets the stages of all.
  CompressorOptions options;
  for (std::int64_t row = 0; row < pe; ++row) {
    spec.constants = row_weights(spec, *weights, row);
    options.least_stages = std::max(options.least_stages, dot_module(spec, {}, sum).stages);
  }
  array.stages = options.least_stages;
  std::map<std::string, RtlSource> sources;
  for (std::int64_t row = 0; row < pe; ++row) {
    spec.constants = row_weights(spec, *weights, row);
    const DotModule& module = dot_module(spec, options, sum);
    array.files = module.files;
    sources.emplace(module.source.module, module.source);
    array.instances += fmt::format("  {} u_pe{} {}", module.source.module, row,
                                   connections(params, row_bits, std::to_string(row), true));
    count(array, module, 1);
  }
  for (const auto& [name, source] : sources) array.sources.push_back(source);
  return array;
}

}  // namespace finn

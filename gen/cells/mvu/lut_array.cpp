// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "cells/mvu/array.h"

#include <fmt/format.h>
#include "cells/mvu/dot_rows.h"
#include "compress/dot_module.h"

namespace finn {
namespace {

std::string connections(const Params& params, std::int64_t row_bits, const std::string& row, bool constant) {
  std::string text = "(.clk(clk), .en(step), .add(add), ";
  if (params.at("MW") > params.at("SIMD")) text += ".first(first), ";
  text += ".a(a), ";
  if (!constant) text += fmt::format(".w(w_data[{}*{}+:{}]), ", row, row_bits, row_bits);
  return text + fmt::format(".y(m_axis_tdata[{}*{}+:{}]));\n", row, params.at("ACC_WIDTH"), params.at("ACC_WIDTH"));
}

}  // namespace

MvuArray lut_array(const Params& params, const BitWord* weights) {
  DotSpec spec = dot_spec(params);
  const Accumulator sum = dot_accumulator(params);
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
  }
  for (const auto& [name, source] : sources) array.sources.push_back(source);
  return array;
}

}  // namespace finn

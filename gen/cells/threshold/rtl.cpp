// SPDX-License-Identifier: Apache-2.0
#include "cells/threshold/rtl.h"

#include <fmt/format.h>

#include <algorithm>

#include "cells/threshold/search.h"
#include "cells/threshold/table.h"
#include "diag/diagnostics.h"
#include "hw/content_hash.h"

namespace finn {
namespace {

constexpr const char* kPlaceholder = "fr_threshold_";

/// Writes the module. In stage r, x_r is the beat, fold_r its fold and b<k>_r what step k found, a bit for each lane.
class ModuleWriter {
 public:
  ModuleWriter(const Params& params, const std::vector<Memory>& memories)
      : params_(params), memories_(memories), search_(params), x_width_(params.at("IN_WIDTH")) {
    prefetches_ = !search_.is_logic(0);
    for (int step = 0; step < search_.steps; ++step) {
      if (search_.select_bits(step) == 0 || search_.depth == 1) continue;
      if (search_.is_logic(step)) last_fold_stage_ = search_.stage(step);
      if (!search_.is_logic(step) && step > 0) last_fold_stage_ = search_.address_stage(step);
    }
  }

  std::vector<std::string> ports() const {
    std::vector<std::string> names;
    for (int step = search_.logic_steps; step < search_.steps; ++step) names.push_back(search_port(step));
    if (has_up()) names.emplace_back(kUpPort);
    return names;
  }

  std::string write() {
    header();
    module_ports();
    control();
    for (int stage = 0; stage < search_.latency(); ++stage) {
      if (stage > 0) registers(stage);
      for (int step = 0; step < search_.steps; ++step)
        if (search_.stage(step) == stage) compare(step);
    }
    output();
    out_ += "endmodule\n\n`default_nettype wire\n";
    return std::move(out_);
  }

 private:
  bool flip() const { return params_.at("FLIP") != 0; }
  bool has_up() const { return flip() && search_.has_memories(); }
  static std::string range(std::int64_t bits) { return fmt::format("[{}:0]", bits - 1); }
  std::int64_t x_bits() const { return search_.lanes * x_width_; }

  const Memory& memory(const std::string& port, std::int64_t lane) const {
    for (const Memory& memory : memories_)
      if (memory.port == port && memory.lane == lane) return memory;
    throw Defect("threshold: the contents of " + port + " are missing");
  }

  void header() {
    out_ += fmt::format(
        "// SPDX-License-Identifier: Apache-2.0\n"
        "// {}: counts, for each element, the thresholds of its channel that it reaches.\n//\n"
        "// {} channels, {} a beat; {} {} a channel{}. Made by finn-rtlgen.\n"
        "// The code of a count is found bit by bit, highest first: step k compares the element with the one of 2^k\n"
        "// thresholds that the k bits found so far name (b0, b1, ...: a bit for each lane of the beat).\n",
        kPlaceholder, params_.at("CHANNELS"), search_.lanes, params_.at("LEVELS"),
        params_.at("LEVELS") == 1 ? "threshold" : "thresholds", params_.at("SHARED") != 0 ? ", the same for all" : "");
    if (search_.padding > 0)
      out_ += fmt::format("// Below them stand {} that every element reaches.\n", search_.padding);
    if (search_.has_memories())
      out_ += "// Port t<k>: lane p's threshold at address {fold, bits found}, one enabled cycle later.\n";
    if (has_up()) out_ += "// Port up: bit p says that lane p counts x >= t at this fold, not x < t.\n";
    out_ += fmt::format(
        "//\n// Latency     : {} {}.\n"
        "// Throughput  : 1 beat a cycle.\n"
        "// Backpressure: s_axis_tready is combinational in m_axis_tready; the pipeline stands still while an output "
        "beat waits.\n"
        "// Reset       : synchronous, active high; data registers are not reset.\n"
        "`default_nettype none\n\n",
        search_.latency(), search_.latency() == 1 ? "cycle" : "cycles");
  }

  void module_ports() {
    out_ += fmt::format(
        "module {} (\n  input  wire clk,\n  input  wire rst,\n  input  wire {} s_axis_tdata,\n"
        "  input  wire s_axis_tvalid,\n  output wire s_axis_tready,\n  input  wire s_axis_tlast,\n"
        "  output wire {} m_axis_tdata,\n  output wire m_axis_tvalid,\n  input  wire m_axis_tready,\n"
        "  output wire m_axis_tlast",
        kPlaceholder, range(x_bits()), range(search_.lanes * search_.out_width));
    for (int step = search_.logic_steps; step < search_.steps; ++step)
      memory_port(search_port(step), search_.lanes * std::max(1, search_.select_bits(step)),
                  search_.lanes * params_.at("THR_WIDTH"));
    if (has_up()) memory_port(kUpPort, std::max(1, search_.fold_bits), search_.lanes);
    out_ += "\n);\n";
  }

  void memory_port(const std::string& port, std::int64_t address, std::int64_t data) {
    out_ += fmt::format(",\n  output wire {0}_en,\n  output wire {1} {0}_addr,\n  input  wire {2} {0}_data", port,
                        range(address), range(data));
  }

  void control() {
    out_ += fmt::format(
        "  wire en;\n"
        "  fr_threshold_control #(\n    .STAGES({})\n  ) u_control (\n    .clk(clk), .rst(rst), .en(en),\n"
        "    .s_axis_tvalid(s_axis_tvalid), .s_axis_tready(s_axis_tready), .s_axis_tlast(s_axis_tlast),\n"
        "    .m_axis_tvalid(m_axis_tvalid), .m_axis_tready(m_axis_tready), .m_axis_tlast(m_axis_tlast)\n  );\n"
        "  wire {} x_0 = s_axis_tdata;\n",
        search_.latency(), range(x_bits()));
    if (search_.depth > 1) {
      const std::string bits = range(search_.fold_bits);
      out_ += fmt::format(
          "\n  wire step = en && s_axis_tvalid;\n  wire {0} fold_0;\n  wire {0} fold_ahead;\n"
          "  fr_fold_address #(\n    .DEPTH({1})\n  ) u_fold (\n"
          "    .clk(clk), .rst(rst), .step(step), .addr(fold_0), .ahead(fold_ahead)\n  );\n"
          "  wire unused_fold = &{{1'b0, fold_0, fold_ahead}};\n",
          bits, search_.depth);
    }
    // The first word waits at its port before its beat comes.
    if (prefetches_) {
      prefetch(search_port(0), search_.lanes);
      if (has_up()) prefetch(kUpPort, 1);
    }
    if (has_up()) out_ += fmt::format("  wire {0} up_{1} = up_data;\n", range(search_.lanes), first_memory_stage());
  }

  void prefetch(const std::string& port, std::int64_t lanes) {
    out_ += fmt::format("\n  // Always holds the word of fold_0.\n  assign {0}_en = {1};\n  assign {0}_addr = {2};\n",
                        port, search_.depth > 1 ? "step || rst" : "1'b1",
                        search_.depth > 1 ? fmt::format("{{{}{{fold_ahead}}}}", lanes) : fmt::format("{}'d0", lanes));
  }

  int first_memory_stage() const { return search_.stage(search_.logic_steps); }

  /// What stage `stage` holds of the beat, its addresses, and the registers before it.
  void registers(int stage) {
    out_ += fmt::format("\n  // Stage {}.\n", stage);
    std::vector<std::string> carried;
    const auto carry = [&](const std::string& name, std::int64_t bits) {
      out_ += fmt::format("  reg {} {}_{};\n", range(bits), name, stage);
      carried.push_back(name);
    };
    carry("x", x_bits());
    if (stage <= last_fold_stage_) carry("fold", search_.fold_bits);
    if (has_up() && stage > first_memory_stage()) carry("up", search_.lanes);
    for (int step = 0; step < search_.steps; ++step)
      if (search_.stage(step) < stage) carry(bits_of(step), search_.lanes);
    out_ += "  always @(posedge clk)\n    if (en) begin\n";
    for (const std::string& name : carried) out_ += fmt::format("      {0}_{1} <= {0}_{2};\n", name, stage, stage - 1);
    out_ += "    end\n";
  }

  static std::string lane_loop(int step) { return fmt::format("p{}", step); }
  static std::string bits_of(int step) { return fmt::format("b{}", step); }

  /// {fold, bits found} of a lane (a number, or a loop's variable), as a step's comparison or address takes it.
  std::string selection(int step, int stage, const std::string& lane) const {
    if (search_.select_bits(step) == 0) return "1'b0";
    std::string items = search_.depth > 1 ? fmt::format("fold_{}", stage) : "";
    for (int found = 0; found < step; ++found)
      items += fmt::format("{}b{}_{}[{}]", items.empty() ? "" : ", ", found, stage, lane);
    return "{" + items + "}";
  }

  void compare(int step) {
    const int stage = search_.stage(step);
    out_ += fmt::format("\n  // Step {}: {}.\n  wire {} b{}_{};\n", step,
                        search_.is_logic(step) ? "thresholds in logic" : "thresholds from a memory",
                        range(search_.lanes), step, stage);
    if (!search_.is_logic(step)) return compare_with_memory(step, stage);
    std::vector<std::string> tables;
    for (std::int64_t lane = 0; lane < search_.lanes; ++lane) tables.push_back(table_parameters(table(step, lane)));
    if (search_.lanes > 1 && std::equal(tables.begin() + 1, tables.end(), tables.begin())) {
      begin_lanes(step);
      out_ += table_instance(step, stage, tables[0], lane_loop(step), {},
                             fmt::format("x_{0}[{1}*{2}+:{2}]", stage, lane_loop(step), x_width_));
      end_lanes();
      return;
    }
    for (std::int64_t lane = 0; lane < search_.lanes; ++lane)
      out_ += table_instance(step, stage, tables[static_cast<std::size_t>(lane)], std::to_string(lane),
                             fmt::format("_lane{}", lane),
                             fmt::format("x_{}[{}:{}]", stage, (lane + 1) * x_width_ - 1, lane * x_width_));
  }

  void begin_lanes(int step) {
    out_ += fmt::format("  genvar {0};\n  generate\n    for ({0} = 0; {0} < {1}; {0} = {0} + 1) begin : g_step{2}\n",
                        lane_loop(step), search_.lanes, step);
  }
  void end_lanes() { out_ += "    end\n  endgenerate\n"; }

  void compare_with_memory(int step, int stage) {
    const std::string port = search_port(step);
    const int bits = std::max(1, search_.select_bits(step));
    const bool addressed = step > 0 || !prefetches_;
    if (addressed) out_ += fmt::format("  assign {}_en = en;\n", port);
    if (has_up() && step == search_.logic_steps && !prefetches_)
      out_ += fmt::format("  assign up_en = en;\n  assign up_addr = {};\n",
                          search_.depth > 1 ? fmt::format("fold_{}", stage - 1) : "1'b0");
    begin_lanes(step);
    const std::string lane = lane_loop(step);
    if (addressed)
      out_ += fmt::format("      assign {0}_addr[{1}*{2}+:{2}] = {3};\n", port, lane, bits,
                          selection(step, search_.address_stage(step), lane));
    const bool complement = step == 0 && search_.complement_first;
    const std::string up =
        !flip() ? (complement ? "1'b0" : "1'b1") : fmt::format("{}up_{}[{}]", complement ? "!" : "", stage, lane);
    out_ += fmt::format(
        "      fr_reach #(\n        .WIDTH({0}), .THR_WIDTH({1}), .IS_SIGNED({2})\n      ) u_reach (\n"
        "        .x(x_{3}[{7}*{0}+:{0}]), .t({4}_data[{7}*{1}+:{1}]), .up({5}), .reached(b{6}_{3}[{7}])\n      );\n",
        x_width_, params_.at("THR_WIDTH"), params_.at("IN_SIGNED"), stage, port, up, step, lane);
    end_lanes();
  }

  /// The thresholds of a lane's step.
  ReachTable table(int step, std::int64_t lane) const {
    const Memory& contents = memory(search_port(step), lane);
    const bool complement = step == 0 && search_.complement_first;
    ReachTable table{static_cast<int>(x_width_), contents.width, params_.at("IN_SIGNED") != 0, {}, {}};
    const DataType number = table.is_signed ? DataType::sint(contents.width) : DataType::uint(contents.width);
    for (std::size_t entry = 0; entry < std::size_t{1} << search_.select_bits(step); ++entry) {
      const std::size_t at = std::min(entry, contents.words.size() - 1);  // folds beyond the last never come
      table.thresholds.push_back(number.decode(contents.words[at].get(0, contents.width)));
      const bool up = !flip() || memory(kUpPort, 0).words[at >> step].get(lane, 1) != 0;
      table.up.push_back(up != complement);
    }
    return table;
  }

  /// A concatenation, the first entry lowest.
  static std::string concatenation(const std::vector<std::uint64_t>& entries, int width) {
    constexpr std::size_t kLine = 100;
    std::string text;
    std::size_t line = 0;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
      const std::string number = fmt::format("{}'h{:x}", width, *entry);
      if (entry != entries.rbegin()) text += line + number.size() > kLine ? ",\n          " : ", ";
      line = line + number.size() > kLine ? number.size() : line + number.size() + 2;
      text += number;
    }
    return "{" + text + "}";
  }

  static std::string table_parameters(const ReachTable& table) {
    const std::vector<std::uint64_t> init = reach_table_init(table);
    std::vector<std::uint64_t> codes;
    std::string up;
    for (std::size_t entry = 0; entry < table.thresholds.size(); ++entry) {
      codes.push_back(DataType::sint(table.thr_width).encode(table.thresholds[entry]));
      up.insert(0, table.up[entry] ? "1" : "0");
    }
    return fmt::format("        .TABLE({}),\n        .UP({}'b{}), .LUTS({}),\n        .INIT({})\n",
                       concatenation(codes, table.thr_width), up.size(), up, init.size(), concatenation(init, 64));
  }

  std::string table_instance(int step, int stage, const std::string& table, const std::string& lane,
                             const std::string& suffix, const std::string& x) const {
    return fmt::format(
        "      fr_reach_table #(\n        .WIDTH({}), .THR_WIDTH({}), .IS_SIGNED({}), .SELECT({}),\n{}      ) "
        "u_step{}{} (\n        .x({}), .select({}), .reached(b{}_{}[{}])\n      );\n",
        x_width_, params_.at("THR_WIDTH"), params_.at("IN_SIGNED"), search_.select_bits(step), table, step, suffix, x,
        selection(step, stage, lane), step, stage, lane);
  }

  void output() {
    const int stage = search_.latency() - 1;
    const int width = search_.out_width;
    out_ += fmt::format("\n  reg {} y_q;\n  assign m_axis_tdata = y_q;\n", range(search_.lanes * width));
    for (std::int64_t lane = 0; lane < search_.lanes; ++lane) {
      std::string found;
      for (int step = 0; step < search_.steps; ++step)
        found += fmt::format("{}b{}_{}[{}]", found.empty() ? "" : ", ", step, stage, lane);
      if (width > search_.steps) found = fmt::format("{}'d0, {}", width - search_.steps, found);
      const int bits = std::max(width, search_.steps);
      const std::string code = fmt::format("code_{}", lane);
      const bool adds = search_.offset != 0 && !search_.complement_first;
      out_ += fmt::format("  wire {} {} = {{{}}}{};\n", range(bits), code, found,
                          adds ? fmt::format(" + {}'d{}", bits, search_.offset) : "");
      if (bits > width) out_ += fmt::format("  wire unused_{0} = &{{1'b0, {0}}};\n", code);
      out_ += fmt::format("  always @(posedge clk) if (en) y_q[{}:{}] <= {}{};\n", (lane + 1) * width - 1, lane * width,
                          code, bits > width ? range(width) : "");
    }
  }

  const Params& params_;
  const std::vector<Memory>& memories_;
  ThresholdSearch search_;
  std::int64_t x_width_;
  bool prefetches_ = false;
  int last_fold_stage_ = -1;
  std::string out_;
};

/// Names the module by its text.
RtlSource named_source(std::string text) {
  const std::string module = fmt::format("{}{:016x}", kPlaceholder, content_hash(text));
  const std::string placeholder = kPlaceholder;
  for (const std::string& end : {std::string(":"), std::string(" (")}) {
    const std::size_t at = text.find(placeholder + end);
    text.replace(at, placeholder.size(), module);
  }
  return {module, std::move(text)};
}

}  // namespace

RtlBinding threshold_rtl(const Params& params, const std::vector<Memory>& memories) {
  ModuleWriter writer(params, memories);
  RtlBinding binding;
  binding.sources = {named_source(writer.write())};
  binding.module = binding.sources.front().module;
  binding.files = {"threshold/fr_threshold_control.v", "threshold/fr_fold_address.v", "threshold/fr_reach.v",
                   "threshold/fr_reach_table.v", "carry/fr_carry.v"};
  binding.memories = writer.ports();
  return binding;
}

}  // namespace finn

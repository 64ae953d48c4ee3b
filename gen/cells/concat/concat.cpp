// SPDX-License-Identifier: Apache-2.0
#include "cells/concat/concat.h"

#include <fmt/format.h>

#include <algorithm>

#include "cells/join.h"
#include "diag/diagnostics.h"

namespace finn {
namespace {

constexpr const char* kPlaceholder = "fr_concat_";

/// What the parameters say.
struct Shape {
  std::int64_t inputs, out_width, lanes, pixels, total = 0;
  bool whole;
  std::vector<DataType> types;
  std::vector<std::int64_t> channels;

  explicit Shape(const Params& params)
      : inputs(params.at("INPUTS")),
        out_width(params.at("OUT_WIDTH")),
        lanes(params.at("LANES")),
        pixels(params.at("PIXELS")) {
    for (std::int64_t i = 0; i < inputs; ++i) {
      types.push_back(code_type(params.at("CODE" + std::to_string(i)), params.at("WIDTH" + std::to_string(i))));
      channels.push_back(params.at("CHANNELS" + std::to_string(i)));
      total += channels.back();
    }
    whole = lanes == total;
  }
  std::int64_t input_lanes(std::int64_t i) const { return whole ? channels[static_cast<std::size_t>(i)] : lanes; }
  /// Beats of a pixel.
  std::int64_t beats(std::int64_t i) const { return channels[static_cast<std::size_t>(i)] / input_lanes(i); }
};

std::string header(const Shape& shape) {
  std::string parts;
  for (const std::int64_t count : shape.channels) parts += fmt::format("{}{}", parts.empty() ? "" : " + ", count);
  return fmt::format(
      "// SPDX-License-Identifier: Apache-2.0\n"
      "// {}: joins the channels of streams, pixel by pixel: {}. Made by finn-rtlgen.\n"
      "{}//\n// Latency     : 1 cycle.\n// Throughput  : 1 beat a cycle.\n"
      "// Backpressure: {}\n"
      "// Reset       : synchronous, active high; data registers are not reset.\n"
      "`default_nettype none\n\n",
      kPlaceholder, parts,
      shape.whole ? "// A pixel of every input is taken at once, where all have one.\n"
                  : "// The inputs take turns; a turn is a pixel.\n",
      shape.whole ? "each tready is combinational in m_axis_tready and in all tvalid; holds 1 beat."
                  : "each tready is combinational in m_axis_tready; holds 1 beat.");
}

/// Wires d<i>: a beat of input i in codes of the output.
std::string recoded(const Shape& shape, bool same_codes) {
  std::string text;
  for (std::int64_t i = 0; i < shape.inputs; ++i) {
    const DataType& type = shape.types[static_cast<std::size_t>(i)];
    text += fmt::format(
        "  wire [{0}:0] d{1};\n  generate\n    for (p = 0; p < {2}; p = p + 1) begin : g_input{1}\n"
        "      wire [{3}:0] c = s{1}_axis_tdata[p*{4}+:{4}];\n"
        "      assign d{1}[p*{5}+:{5}] = {6};\n"
        "      wire unused_c = &{{1'b0, c}};\n    end\n  endgenerate\n",
        shape.input_lanes(i) * shape.out_width - 1, i, shape.input_lanes(i), type.bits() - 1, type.bits(),
        shape.out_width, same_codes ? "c" : code_value("c", type, static_cast<int>(shape.out_width)));
  }
  return text;
}

std::string join_whole(const Shape& shape) {
  std::string all;
  std::string data;
  std::string text;
  for (std::int64_t i = 0; i < shape.inputs; ++i) {
    all += fmt::format("{}s{}_axis_tvalid", i == 0 ? "" : " && ", i);
    data = fmt::format("d{}{}{}", i, i == 0 ? "" : ", ", data);
    text += fmt::format("  assign s{}_axis_tready = en && all;\n", i);
  }
  return fmt::format(
      "  wire all = {};\n{}\n  always @(posedge clk) begin\n    if (rst) valid_q <= 1'b0;\n"
      "    else if (en) valid_q <= all;\n    if (en) begin\n      data_q <= {{{}}};\n"
      "      last_q <= s0_axis_tlast;\n    end\n  end\n",
      all, text, data);
}

int bits_below(std::int64_t count) { return bits_unsigned(static_cast<std::uint64_t>(count - 1)); }

std::string take_turns(const Shape& shape) {
  std::int64_t most = 1;
  for (std::int64_t i = 0; i < shape.inputs; ++i) most = std::max(most, shape.beats(i));
  const int turn_bits = bits_below(shape.inputs);
  const int beat_bits = bits_below(most);
  std::string readies;
  std::string cases;
  for (std::int64_t i = 0; i < shape.inputs; ++i) {
    readies += fmt::format("  assign s{0}_axis_tready = en && turn_q == {1}'d{0};\n", i, turn_bits);
    cases += fmt::format(
        "      {}: begin\n        here = s{}_axis_tvalid;\n        data = d{};\n        ends = beat_q == {}'d{};\n"
        "      end\n",
        i + 1 < shape.inputs ? fmt::format("{}'d{}", turn_bits, i) : "default", i, i, beat_bits, shape.beats(i) - 1);
  }
  return fmt::format(
             "  reg [{}:0] turn_q;  // the input whose pixel this is\n  reg [{}:0] beat_q;  // of its pixel\n"
             "  reg here;\n  reg ends;\n  reg [{}:0] data;\n{}  always @(*)\n    case (turn_q)\n{}    endcase\n\n",
             turn_bits - 1, beat_bits - 1, shape.lanes * shape.out_width - 1, readies, cases) +
         fmt::format(
             "  wire last_turn = turn_q == {0}'d{1};\n"
             "  always @(posedge clk) begin\n    if (rst) begin\n      valid_q <= 1'b0;\n      turn_q  <= {0}'d0;\n"
             "      beat_q  <= {2}'d0;\n    end else if (en) begin\n      valid_q <= here;\n"
             "      if (here) beat_q <= ends ? {2}'d0 : beat_q + {2}'d1;\n"
             "      if (here && ends) turn_q <= last_turn ? {0}'d0 : turn_q + {0}'d1;\n    end\n"
             "    if (en) begin\n      data_q <= data;\n      last_q <= last_turn && s{1}_axis_tlast;\n    end\n  "
             "end\n",
             turn_bits, shape.inputs - 1, beat_bits);
}

std::string body(const Shape& shape, bool same_codes) {
  std::string lasts;
  for (const std::string& input : join_inputs(shape.inputs))
    lasts += fmt::format("  wire unused_{0} = &{{1'b0, {0}_tlast}};\n", input);
  return fmt::format(
             "  reg valid_q;\n  reg last_q;\n  reg [{}:0] data_q;\n  wire en = m_axis_tready || !valid_q;\n"
             "  assign m_axis_tvalid = valid_q;\n  assign m_axis_tlast = last_q;\n  assign m_axis_tdata = data_q;\n"
             "  genvar p;\n{}{}\n",
             shape.lanes * shape.out_width - 1, lasts, recoded(shape, same_codes)) +
         (shape.whole ? join_whole(shape) : take_turns(shape));
}

RtlBinding rtl(const Params& params, const std::vector<Memory>&) {
  const Shape shape(params);
  std::vector<std::int64_t> input_bits;
  for (std::int64_t i = 0; i < shape.inputs; ++i)
    input_bits.push_back(shape.input_lanes(i) * shape.types[static_cast<std::size_t>(i)].bits());
  RtlBinding binding;
  binding.sources = {named_source(kPlaceholder, header(shape) + "module " + kPlaceholder + " (\n" +
                                                    join_ports(input_bits, shape.lanes * shape.out_width) +
                                                    body(shape, params.at("OUT_CODE") == 2) +
                                                    "endmodule\n\n`default_nettype wire\n")};
  binding.module = binding.sources.front().module;
  binding.inputs = join_inputs(shape.inputs);
  return binding;
}

/// Takes `beats[i]` beats of input i in its turn; a register behind.
class TurnActor : public Actor {
 public:
  explicit TurnActor(const Shape& shape) {
    for (std::int64_t i = 0; i < shape.inputs; ++i) beats_.push_back(shape.beats(i));
  }

  void drive_valid() override { out_[0]->valid = valid_; }
  void drive_ready() override {
    const bool enabled = out_[0]->ready || !valid_;
    for (std::size_t i = 0; i < in_.size(); ++i) in_[i]->ready = enabled && i == turn_;
  }
  void tick() override {
    if (valid_ && !out_[0]->ready) return;
    valid_ = in_[turn_]->valid;
    if (!valid_ || ++beat_ < beats_[turn_]) return;
    beat_ = 0;
    turn_ = (turn_ + 1) % in_.size();
  }
  std::int64_t quiet() const override { return kForever; }
  void skip(std::int64_t) override {}
  void append_state(std::vector<std::int64_t>& state) const override {
    state.insert(state.end(), {static_cast<std::int64_t>(turn_), beat_, valid_});
  }

 private:
  std::vector<std::int64_t> beats_;  ///< of a pixel
  std::size_t turn_ = 0;
  std::int64_t beat_ = 0;
  bool valid_ = false;
};

std::unique_ptr<Actor> actor(const Params& params) {
  const Shape shape(params);
  if (shape.whole) return std::make_unique<JoinActor>(1);
  return std::make_unique<TurnActor>(shape);
}

/// Registers: output, turn and beat. Logic: the multiplexer of the inputs, a LUT a bit up to four of them.
CostTerms cost(const Params& params, const std::vector<Memory>&, Family) {
  const Shape shape(params);
  const std::int64_t bits = shape.lanes * shape.out_width;
  if (shape.whole)
    return {.lut = {{"select", 0}, {"turns", 0}, {"inputs", 0}, {"wide", 0}, {"control", 0}, {"join", 3}},
            .ff = {{"data", bits}, {"turns", 0}, {"control", 2}}};
  std::int64_t most = 1;
  for (std::int64_t i = 0; i < shape.inputs; ++i) most = std::max(most, shape.beats(i));
  const std::int64_t counters = count_bits(shape.inputs) + std::max<std::int64_t>(1, count_bits(most));
  return {.lut = {{"select", bits},
                  {"turns", counters},
                  {"inputs", shape.inputs},
                  {"wide", shape.inputs > 4 ? bits : 0},
                  {"control", 6},
                  {"join", 0}},
          .ff = {{"data", bits}, {"turns", counters}, {"control", 2}}};
}

CellExample example(std::string name, std::vector<ConcatConfig::Input> inputs, std::int64_t lanes, DataType output) {
  return {std::move(name), concat_params({std::move(inputs), lanes, 3, output})};
}

std::vector<CellExample> examples() {
  const auto uint = DataType::uint;
  const auto sint = DataType::sint;
  const DataType bipolar = DataType::bipolar();
  return {
      example("one_lane", {{uint(4), 1}, {uint(4), 1}}, 1, uint(4)),
      example("turns", {{uint(3), 4}, {sint(4), 2}, {bipolar, 6}}, 2, sint(4)),
      example("whole_pixels", {{uint(3), 3}, {sint(5), 1}, {bipolar, 2}}, 6, sint(5)),
      example("bipolar", {{bipolar, 3}, {bipolar, 9}}, 3, bipolar),
      example("bipolar_whole", {{bipolar, 3}, {bipolar, 4}}, 7, bipolar),
      example("narrower_codes", {{uint(8), 2}, {sint(8), 4}, {sint(1), 2}, {uint(1), 2}, {uint(2), 4}}, 2, sint(3)),
      example("wide", {{sint(40), 2}, {sint(62), 1}}, 1, sint(62)),
  };
}

}  // namespace

std::int64_t ConcatConfig::channels() const {
  std::int64_t sum = 0;
  for (const Input& input : inputs) sum += input.channels;
  return sum;
}

Params concat_params(const ConcatConfig& config) {
  if (config.inputs.size() < 2) throw Defect("concat: expects two inputs or more");
  Params params{{"INPUTS", static_cast<std::int64_t>(config.inputs.size())},
                {"LANES", config.lanes},
                {"PIXELS", config.pixels},
                {"OUT_WIDTH", config.output.bits()},
                {"OUT_CODE", code_parameter(config.output)}};
  for (std::size_t i = 0; i < config.inputs.size(); ++i) {
    const ConcatConfig::Input& input = config.inputs[i];
    if (input.channels % config.lanes != 0 && config.lanes != config.channels())
      throw Defect("concat: the lanes divide neither the parts nor are they all channels");
    if (config.output.is_bipolar() && !input.type.is_bipolar()) throw Defect("concat: BIPOLAR holds only its like");
    params.set("WIDTH" + std::to_string(i), input.type.bits());
    params.set("CODE" + std::to_string(i), code_parameter(input.type));
    params.set("CHANNELS" + std::to_string(i), input.channels);
  }
  return params;
}

const Cell& cell_concat() {
  static const Cell cell{
      .name = "concat",
      .doc = "joins the channels of several streams",
      .rtl = rtl,
      .actor = actor,
      .cycles = [](const Params& params) -> std::int64_t {
        const Shape shape(params);
        return shape.pixels * (shape.total / shape.lanes);
      },
      .cost = cost,
      .cuts_ready = false,
      .examples = examples,
  };
  return cell;
}

}  // namespace finn

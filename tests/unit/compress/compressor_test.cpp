// SPDX-License-Identifier: Apache-2.0
// Compressors against plain arithmetic: all inputs of small ones, random inputs of large ones.
#include "compress/compressor.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <random>

#include "compress/dot_module.h"

namespace finn {
namespace {

constexpr Operand kBipolar{1, OperandKind::kBipolar};
Operand u(int bits) { return {bits, OperandKind::kUnsigned}; }
Operand s(int bits) { return {bits, OperandKind::kSigned}; }

using Codes = std::vector<std::uint64_t>;

Codes random_codes(std::mt19937_64& random, int simd, int bits) {
  Codes codes;
  for (int lane = 0; lane < simd; ++lane) codes.push_back(random() & ((std::uint64_t{1} << bits) - 1));
  return codes;
}

/// The compressor in a simulator.
class Device {
 public:
  Device(const DotSpec& spec, const std::optional<Accumulator>& sum, const CompressorOptions& options = {})
      : spec_(spec), sum_(sum), compressor_(build_compressor(spec, options, sum)), simulator_(compressor_.netlist) {}

  const Compressor& compressor() const { return compressor_; }

  void drive(const Codes& a, const Codes& w) {
    put(0, a, spec_.activation.bits);
    if (spec_.constants.empty()) put(1, w, spec_.weight.bits);
  }

  /// The output for inputs that stay as they are, from the pipeline's end on.
  std::uint64_t settle() {
    const bool feedback = sum_ && sum_->adds > 1;
    const std::size_t first = compressor_.netlist.inputs.size() - 1;
    if (feedback) simulator_.set_input(first, 0, true);
    for (int i = 0; i <= compressor_.stages; ++i) simulator_.clock();
    if (feedback) simulator_.set_input(first, 0, false);
    for (std::int64_t i = 1; sum_ && i < sum_->adds; ++i) simulator_.clock();
    simulator_.settle();
    std::uint64_t y = 0;
    for (std::size_t i = 0; i < width(); ++i) y |= static_cast<std::uint64_t>(simulator_.output(0, i) ? 1 : 0) << i;
    return y;
  }

  std::uint64_t expected(const Codes& a, const Codes& w) const {
    std::int64_t value = dot_value(spec_, a, w);
    value = sum_ ? value * sum_->adds : value + compressor_.offset;
    return static_cast<std::uint64_t>(value) & ((std::uint64_t{1} << width()) - 1);
  }

  std::size_t width() const { return compressor_.netlist.outputs.front().bits.size(); }

 private:
  void put(std::size_t port, const Codes& codes, int bits) {
    for (std::size_t lane = 0; lane < codes.size(); ++lane)
      for (int b = 0; b < bits; ++b)
        simulator_.set_input(port, lane * static_cast<std::size_t>(bits) + static_cast<std::size_t>(b),
                             ((codes[lane] >> b) & 1) != 0);
  }

  DotSpec spec_;
  std::optional<Accumulator> sum_;
  Compressor compressor_;
  NetlistSimulator simulator_;
};

std::string name_of(const DotSpec& spec) {
  return fmt::format("{} lanes, {}{} x {}{}, mode {}, {} constants", spec.simd,
                     "usb"[static_cast<int>(spec.activation.kind)], spec.activation.bits,
                     "usb"[static_cast<int>(spec.weight.kind)], spec.weight.bits, static_cast<int>(spec.mode),
                     spec.constants.size());
}

void check_all_inputs(const DotSpec& spec) {
  Device device(spec, {});
  const int a_bits = spec.simd * spec.activation.bits;
  const int w_bits = spec.constants.empty() ? spec.simd * spec.weight.bits : 0;
  ASSERT_LE(a_bits + w_bits, 14);
  const auto lanes = [&](unsigned value, int bits) {
    Codes codes;
    for (int lane = 0; lane < spec.simd; ++lane, value >>= bits) codes.push_back(value & ((1U << bits) - 1));
    return codes;
  };
  for (unsigned value = 0; value < 1U << (a_bits + w_bits); ++value) {
    const Codes a = lanes(value, spec.activation.bits);
    const Codes w = lanes(value >> a_bits, spec.weight.bits);
    device.drive(a, w);
    ASSERT_EQ(device.settle(), device.expected(a, w)) << name_of(spec) << ", inputs " << value;
  }
}

void check_random_inputs(const DotSpec& spec, const std::optional<Accumulator>& sum, int count,
                         const CompressorOptions& options = {}) {
  Device device(spec, sum, options);
  std::mt19937_64 random(7);
  for (int i = 0; i < count; ++i) {
    Codes a = random_codes(random, spec.simd, spec.activation.bits);
    Codes w = random_codes(random, spec.simd, spec.weight.bits);
    // The extremes of sums: everything largest, and everything most negative.
    if (i == 0) a = Codes(a.size(), (std::uint64_t{1} << spec.activation.bits) - 1);
    if (i == 0) w = Codes(w.size(), (std::uint64_t{1} << spec.weight.bits) - 1);
    if (i == 1) a = Codes(a.size(), std::uint64_t{1} << (spec.activation.bits - 1));
    if (i == 1) w = Codes(w.size(), std::uint64_t{1} << (spec.weight.bits - 1));
    device.drive(a, w);
    ASSERT_EQ(device.settle(), device.expected(a, w)) << name_of(spec) << ", try " << i;
  }
  const NetlistCost cost = netlist_cost(device.compressor().netlist);
  EXPECT_EQ(cost.breaks, 0) << name_of(spec);
  EXPECT_LE(cost.levels, options.levels) << name_of(spec);
}

std::vector<DotSpec> specs(int simd, const std::vector<Operand>& operands) {
  std::vector<DotSpec> all{{simd, kBipolar, kBipolar, DotMode::kXnor, {}}, {simd, u(1), u(1), DotMode::kAnd, {}}};
  for (const Operand& a : operands)
    for (const Operand& w : operands) {
      all.push_back({simd, a, w, DotMode::kMac, {}});
      if (w == kBipolar && a != kBipolar) all.push_back({simd, a, w, DotMode::kFlip, {}});
    }
  return all;
}

TEST(Compressor, AllInputsOfSmallProducts) {
  for (int simd = 1; simd <= 3; ++simd)
    for (const DotSpec& spec : specs(simd, {kBipolar, u(1), s(1), u(2), s(2)}))
      if (simd * (spec.activation.bits + spec.weight.bits) <= 12) check_all_inputs(spec);
}

TEST(Compressor, AllInputsWithConstantWeights) {
  std::mt19937_64 random(3);
  for (int simd = 1; simd <= 4; ++simd)
    for (DotSpec spec : specs(simd, {kBipolar, u(1), s(1), u(3), s(3)}))
      for (int i = 0; i < 4; ++i) {
        spec.constants = random_codes(random, simd, spec.weight.bits);
        check_all_inputs(spec);
      }
}

TEST(Compressor, RandomInputsOfWideProducts) {
  for (const int simd : {7, 16, 50})
    for (const DotSpec& spec : specs(simd, {kBipolar, u(2), s(3), u(4), s(8)})) check_random_inputs(spec, {}, 20);
}

TEST(Compressor, RandomInputsUpTo256Lanes) {
  std::mt19937_64 random(5);
  for (const int simd : {64, 128, 256}) {
    DotSpec spec{simd, kBipolar, kBipolar, DotMode::kXnor, {}};
    check_random_inputs(spec, {}, 200);
    spec.constants = random_codes(random, simd, 1);
    check_random_inputs(spec, {}, 200);
    check_random_inputs({simd, u(2), s(2), DotMode::kMac, {}}, {}, 50);
  }
}

TEST(Compressor, SumsOverTime) {
  for (const int simd : {1, 2, 9})
    for (const std::int64_t adds : {1, 2, 5})
      for (DotSpec spec : specs(simd, {kBipolar, u(2), s(3)}))
        for (const int width : {5, 12}) {
          check_random_inputs(spec, Accumulator{width, adds}, 20);
          std::mt19937_64 random(simd);
          spec.constants = random_codes(random, simd, spec.weight.bits);
          if (adds == 1) check_random_inputs(spec, Accumulator{width, adds}, 20);
        }
}

TEST(Compressor, LevelsAndStagesAreOptions) {
  const DotSpec spec{40, u(2), s(2), DotMode::kMac, {}};
  for (const int levels : {1, 2, 3, 4}) {
    // The second carries of the final chain need two levels.
    Device device(spec, {}, {.levels = levels});
    EXPECT_LE(netlist_cost(device.compressor().netlist).levels, std::max(2, levels));
  }
  DotSpec constant{8, u(2), s(2), DotMode::kMac, {}};
  constant.constants = {1, 2, 3, 0, 1, 3, 2, 1};
  Device device(constant, {}, {.least_stages = 6});
  EXPECT_EQ(device.compressor().stages, 6);
  check_random_inputs(constant, {}, 20, {.least_stages = 6});
}

/// Zero weights cost nothing.
TEST(Compressor, ConstantZeros) {
  DotSpec spec{6, u(3), s(3), DotMode::kMac, Codes(6, 0)};
  check_random_inputs(spec, {}, 4);
  EXPECT_EQ(netlist_cost(build_compressor(spec, {}, {}).netlist).lut, 0);
}

/// A lane with a constant weight of 0 is as good as none: half of them zeros leaves what half the lanes take.
TEST(Compressor, ZerosAmongConstantsCostNothing) {
  std::mt19937_64 random(11);
  constexpr int kLanes = 24;
  for (const Operand& activation : {u(2), s(4), kBipolar}) {
    for (const int bits : {2, 4}) {
      DotSpec dense{kLanes, activation, s(bits), DotMode::kMac, {}};
      for (std::uint64_t& code : dense.constants = random_codes(random, kLanes, bits))
        if (code == 0) code = 1;
      DotSpec half = dense;
      DotSpec without = dense;
      without.simd = kLanes / 2;
      without.constants.clear();
      for (std::size_t lane = 0; lane < kLanes; ++lane) {
        if (lane % 2 == 0) half.constants[lane] = 0;
        if (lane % 2 == 1) without.constants.push_back(dense.constants[lane]);
      }
      const auto cost = [](const DotSpec& spec) {
        return netlist_cost(build_compressor(spec, {}, Accumulator{16, 1}).netlist);
      };
      EXPECT_EQ(cost(half).lut, cost(without).lut) << name_of(half);
      EXPECT_EQ(cost(half).ff, cost(without).ff) << name_of(half);
      EXPECT_LT(cost(half).lut, cost(dense).lut) << name_of(half);
      check_random_inputs(half, Accumulator{16, 1}, 10);
    }
  }
}

/// LUTs at most, from measurements of prototypes: 0.85 a XNOR bit and 0.56 with constant weights; a product of bits in
/// a dot product 0.8.
TEST(Compressor, StaysSmall) {
  std::mt19937_64 random(3);
  const auto luts = [](const DotSpec& spec) { return netlist_cost(build_compressor(spec, {}, {}).netlist).lut; };
  for (const int simd : {16, 32, 64, 128, 256}) {
    DotSpec spec{simd, kBipolar, kBipolar, DotMode::kXnor, {}};
    EXPECT_LE(static_cast<double>(luts(spec)), 0.85 * simd + 1) << simd;
    spec.constants = random_codes(random, simd, 1);
    EXPECT_LE(static_cast<double>(luts(spec)), 0.56 * simd + 1) << simd;
  }
  for (const int bits : {2, 3, 4, 8})
    EXPECT_LE(static_cast<double>(luts({16, u(bits), s(bits), DotMode::kMac, {}})), 0.8 * 16 * bits * bits) << bits;
}

TEST(DotModule, EqualSpecsAreOneModule) {
  const DotSpec spec{4, u(2), s(2), DotMode::kMac, {}};
  const DotModule& module = dot_module(spec, {}, {});
  EXPECT_EQ(&module, &dot_module(spec, {}, {}));
  EXPECT_NE(module.source.module, dot_module(spec, {}, Accumulator{8, 2}).source.module);
  EXPECT_NE(module.source.text.find("module " + module.source.module), std::string::npos);
}

}  // namespace
}  // namespace finn

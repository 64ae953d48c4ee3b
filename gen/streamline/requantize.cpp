// SPDX-License-Identifier: Apache-2.0
#include "streamline/requantize.h"

#include <algorithm>

#include "streamline/levels.h"

namespace finn::qonnx {
namespace {

constexpr int kMostBits = 62;
constexpr int kMostShift = 48;

/// clamp(round(x * gain + offset), low, high) + moved: what a chain does in one channel.
struct Line {
  Exact gain = 1;
  Exact offset = 0;
  std::optional<Exact> low;
  std::optional<Exact> high;
  Rounding rounding = Rounding::kHalfEven;
  ExactInt moved = 0;
};

void scale_bounds(Line& line, const Exact& gain, const Exact& offset) {
  if (line.low) line.low = *line.low * gain + offset;
  if (line.high) line.high = *line.high * gain + offset;
  if (gain < 0) std::swap(line.low, line.high);
}

/// The line whose rounding is step `rounding` of a chain: behind that, integers may be moved by an integer.
std::optional<Line> moved_behind(const Chain& chain, std::size_t rounding, std::size_t c, Line line) {
  const std::size_t behind = chain.steps().size() - rounding - 1;
  if (behind == 0) return line;
  const auto* affine = std::get_if<AffineStep>(&chain.steps()[rounding + 1]);
  if (behind != 2 || affine == nullptr || !std::holds_alternative<RoundStep>(chain.steps().back()) ||
      affine->gain.exact(c) != 1 || denominator(affine->offset.exact(c)) != 1)
    return std::nullopt;
  line.moved = numerator(affine->offset.exact(c));
  line.offset += line.moved;
  return line;
}

/// The chain of one channel as a line; nothing if it is more than that. What follows the rounding is affine.
std::optional<Line> line_of(const Chain& chain, std::size_t c) {
  Line line;
  for (const Step& step : chain.steps()) {
    if (const auto* affine = std::get_if<AffineStep>(&step)) {
      const Exact& gain = affine->gain.exact(c);
      const Exact& offset = affine->offset.exact(c);
      scale_bounds(line, gain, offset);
      line.gain *= gain;
      line.offset = line.offset * gain + offset;
    } else if (const auto* clip = std::get_if<ClipStep>(&step)) {
      const auto bounded = [&](Exact value) {
        if (clip->low) value = std::max(value, clip->low->exact(c));
        if (clip->high) value = std::min(value, clip->high->exact(c));
        return value;
      };
      if (line.low)
        line.low = bounded(*line.low);
      else if (clip->low)
        line.low = clip->low->exact(c);
      if (line.high)
        line.high = bounded(*line.high);
      else if (clip->high)
        line.high = clip->high->exact(c);
    } else if (const auto* round = std::get_if<RoundStep>(&step)) {
      line.rounding = round->mode;
      return moved_behind(chain, static_cast<std::size_t>(&step - chain.steps().data()), c, std::move(line));
    } else {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

Exact power_of_two(int exponent) { return Exact(ExactInt(1) << exponent); }

/// What the layer can round by itself: to even, down, and up by way of down.
bool rounds_to_even(Rounding rounding) { return rounding != Rounding::kFloor && rounding != Rounding::kCeil; }

/// Multiplier and offset of one channel at a shift.
struct Row {
  std::int64_t multiplier = 0;
  std::int64_t offset = 0;
};

bool fits(const ExactInt& value) { return abs(value) < (ExactInt(1) << (kMostBits - 2)); }

std::optional<Row> row_at(const Line& line, int shift, Range input) {
  const Exact unit = power_of_two(shift);
  const ExactInt multiplier = round_exactly(line.gain * unit, Rounding::kHalfEven);
  // Up is down from one unit less than a whole more.
  const Exact up = line.rounding == Rounding::kCeil ? Exact(unit - 1) : Exact(0);
  const ExactInt offset = round_exactly(line.offset * unit + up, Rounding::kHalfEven);
  const ExactInt reach = std::max(abs(ExactInt(input.min)), abs(ExactInt(input.max))) * abs(multiplier) + abs(offset);
  if (!fits(reach)) return std::nullopt;
  return Row{static_cast<std::int64_t>(multiplier), static_cast<std::int64_t>(offset)};
}

/// Is the layer the chain by its numbers alone?
bool is_exact(const Line& line, const Row& row, int shift) {
  if (rounds_to_even(line.rounding) && line.rounding != Rounding::kHalfEven) return false;
  if (rounds_to_even(line.rounding) && line.moved % 2 != 0) return false;
  const Exact unit = power_of_two(shift);
  const Exact up = line.rounding == Rounding::kCeil ? Exact(unit - 1) : Exact(0);
  return line.gain * unit == row.multiplier && line.offset * unit + up == row.offset;
}

/// What the layer computes, as its golden function does.
std::int64_t requantized(const Row& row, int shift, bool to_even, Range output, std::int64_t x) {
  const std::int64_t sum = x * row.multiplier + row.offset;
  std::int64_t y = sum;
  if (shift > 0) {
    y = sum >> shift;
    const std::int64_t rest = sum - (y << shift);
    const std::int64_t half = std::int64_t{1} << (shift - 1);
    if (to_even && (rest > half || (rest == half && (y & 1) != 0))) ++y;
  }
  return std::clamp(y, output.min, output.max);
}

/// Do both functions step at the same places? Both rise or both fall, so equal values on either side of every edge are
/// equal values everywhere.
bool agrees(const Row& row, int shift, bool to_even, Range input, Range output, const QuantizedChain& chain,
            std::size_t channel, const std::vector<std::int64_t>& edges, bool falling) {
  const auto same = [&](std::int64_t x) {
    return x < input.min || x > input.max || requantized(row, shift, to_even, output, x) == chain.integer(channel, x);
  };
  if (!same(input.min) || !same(input.max)) return false;
  for (const std::int64_t edge : edges)
    if (!same(edge) || !same(falling ? edge + 1 : edge - 1)) return false;
  return true;
}

}  // namespace

std::optional<Activation> make_requantization(const QuantizedChain& chain, std::size_t rows, Range input, Range output,
                                              std::string& reason) {
  std::vector<Line> lines;
  for (std::size_t c = 0; c < rows; ++c) {
    const std::optional<Line> line = line_of(chain.chain(), c);
    if (!line) {
      reason = fmt::format(
          "its result has {} levels, too many for thresholds, and it is not an affine function with bounds and one "
          "rounding",
          output.max - output.min + 1);
      return std::nullopt;
    }
    lines.push_back(*line);
  }
  const bool to_even = rounds_to_even(lines.front().rounding);
  std::vector<std::vector<std::int64_t>> edges(rows);
  for (int shift = 0; shift <= kMostShift; ++shift) {
    std::vector<Row> made;
    bool good = true;
    for (std::size_t c = 0; good && c < rows; ++c) {
      const std::optional<Row> row = row_at(lines[c], shift, input);
      if (!row) {
        reason = "no multiplier of up to 62 bits with a shift puts every step where the quantizer has it";
        return std::nullopt;
      }
      const bool falling = chain.direction(c) == Direction::kFalling;
      if (!is_exact(lines[c], *row, shift)) {
        if (edges[c].empty())
          edges[c] =
              level_edges([&](std::int64_t x) { return chain.integer(c, x); }, falling, input, output.min, output.max);
        good = agrees(*row, shift, to_even, input, output, chain, c, edges[c], falling);
      }
      made.push_back(*row);
    }
    if (!good) continue;
    Activation activation;
    activation.kind = "requant";
    activation.rows = rows;
    activation.type = activation_type(output, false);
    activation.levels = static_cast<std::size_t>(output.max - output.min + 1);
    const bool same = std::all_of(made.begin(), made.end(), [&](const Row& row) {
      return row.multiplier == made.front().multiplier && row.offset == made.front().offset;
    });
    if (same) made.resize(1);
    const auto tensor = [&](std::int64_t Row::*part) {
      Range range{0, 0};
      Tensor values(DataType::sint(1), {static_cast<std::int64_t>(made.size()), 1}, {});
      for (const Row& row : made) {
        values.data.push_back(row.*part);
        range = {std::min(range.min, row.*part), std::max(range.max, row.*part)};
      }
      values.type = DataType::smallest(range);
      return std::make_shared<const Tensor>(std::move(values));
    };
    activation.attrs.set("type", activation.type);
    activation.attrs.set("multipliers", tensor(&Row::multiplier));
    activation.attrs.set("offsets", tensor(&Row::offset));
    activation.attrs.set("shift", std::int64_t{shift});
    activation.attrs.set("half_even", to_even);
    // Bounds of the chain may be narrower than the type.
    if (output.min != activation.type.min()) activation.attrs.set("min", output.min);
    if (output.max != activation.type.max()) activation.attrs.set("max", output.max);
    for (std::size_t c = 0; c < rows; ++c) {
      if (chain.direction(c) == Direction::kFalling) activation.flipped.push_back(c);
      if (chain.integer(c, input.min) == chain.integer(c, input.max)) activation.constant.push_back(c);
    }
    return activation;
  }
  reason = "no multiplier with a shift puts every step where the quantizer has it";
  return std::nullopt;
}

}  // namespace finn::qonnx

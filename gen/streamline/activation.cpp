// SPDX-License-Identifier: Apache-2.0
#include "streamline/activation.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "diag/diagnostics.h"
#include "streamline/levels.h"
#include "streamline/requantize.h"

namespace finn::qonnx {
namespace {

/// Order of doubles as integers: a < b exactly where order(a) < order(b); -0 and 0 are the same.
std::int64_t order_of(double x) {
  const auto bits = std::bit_cast<std::int64_t>(x);
  return bits >= 0 ? bits : std::numeric_limits<std::int64_t>::min() - bits;
}

double double_at(std::int64_t order) {
  return std::bit_cast<double>(order >= 0 ? order : std::numeric_limits<std::int64_t>::min() - order);
}

/// The integers that a monotone function takes between two ends.
Range ends(const IntegerFunction& f, Range domain) {
  const std::int64_t a = f(domain.min);
  const std::int64_t b = f(domain.max);
  return {std::min(a, b), std::max(a, b)};
}

void widen(std::optional<Range>& all, Range more) {
  if (!all) all = more;
  all->min = std::min(all->min, more.min);
  all->max = std::max(all->max, more.max);
}

/// One row of edges per row of constants, and what the channels are.
struct Edges {
  std::vector<std::vector<std::int64_t>> rows;
  std::vector<bool> flip;
  std::vector<std::size_t> flipped;
  std::vector<std::size_t> constant;
};

Edges edges_of(const std::vector<IntegerFunction>& functions, const std::vector<Direction>& directions, Range domain,
               DataType type) {
  Edges edges;
  for (std::size_t c = 0; c < functions.size(); ++c) {
    const Range range = ends(functions[c], domain);
    const bool constant = range.min == range.max;
    const bool falling = !constant && directions[c] == Direction::kFalling;
    if (constant) edges.constant.push_back(c);
    if (falling) edges.flipped.push_back(c);
    edges.flip.push_back(falling);
    edges.rows.push_back(level_edges(functions[c], falling, domain, type.min(), type.max()));
    if (falling) std::reverse(edges.rows.back().begin(), edges.rows.back().end());
    // BIPOLAR has no level 0: -1 and +1 are one step apart.
    if (type.is_bipolar()) edges.rows.back().resize(1);
  }
  return edges;
}

template <typename Row>
void share_equal_rows(std::vector<Row>& rows, std::vector<bool>& flip) {
  const bool same = std::all_of(rows.begin(), rows.end(), [&](const Row& row) { return row == rows.front(); }) &&
                    std::all_of(flip.begin(), flip.end(), [&](bool one) { return one == flip.front(); });
  if (!same) return;
  rows.resize(1);
  flip.resize(1);
}

Activation threshold_layer(Edges edges, DataType type, Range domain) {
  Activation made;
  made.kind = "threshold";
  made.type = type;
  made.levels = static_cast<std::size_t>(type.levels());
  made.flipped = std::move(edges.flipped);
  made.constant = std::move(edges.constant);
  made.rows = edges.rows.size();
  made.thresholds = edges.rows.front().size();
  share_equal_rows(edges.rows, edges.flip);
  const auto columns = static_cast<std::int64_t>(edges.rows.front().size());
  Tensor thresholds(DataType::smallest({domain.min - 1, domain.max + 1}),
                    {static_cast<std::int64_t>(edges.rows.size()), columns}, {});
  for (const auto& row : edges.rows) thresholds.data.insert(thresholds.data.end(), row.begin(), row.end());
  made.attrs.set("type", type);
  made.attrs.set("thresholds", std::make_shared<const Tensor>(std::move(thresholds)));
  if (std::any_of(edges.flip.begin(), edges.flip.end(), [](bool flip) { return flip; }))
    made.attrs.set("flip", edges.flip);
  return made;
}

Activation table_layer(const std::vector<IntegerFunction>& functions, DataType type, Range domain) {
  Activation made;
  made.kind = "lut";
  made.type = type;
  made.levels = static_cast<std::size_t>(type.levels());
  made.rows = functions.size();
  Tensor table(type, {static_cast<std::int64_t>(functions.size()), domain.max - domain.min + 1}, {});
  for (std::size_t c = 0; c < functions.size(); ++c) {
    const std::size_t first = table.data.size();
    for (std::int64_t x = domain.min; x <= domain.max; ++x) table.data.push_back(functions[c](x));
    const auto begin = table.data.begin() + static_cast<std::ptrdiff_t>(first);
    if (std::all_of(begin, table.data.end(), [&](std::int64_t y) { return y == *begin; })) made.constant.push_back(c);
  }
  made.attrs.set("type", type);
  made.attrs.set("table", std::make_shared<const Tensor>(std::move(table)));
  made.attrs.set("input_min", domain.min);
  return made;
}

std::optional<Range> table_range(const std::vector<IntegerFunction>& functions, Range domain) {
  std::optional<Range> range;
  for (const IntegerFunction& f : functions)
    for (std::int64_t x = domain.min; x <= domain.max; ++x) widen(range, {f(x), f(x)});
  return range;
}

}  // namespace

DataType activation_type(Range range, bool bipolar) {
  if (bipolar) return DataType::bipolar();
  if (range.min == -1 && range.max == 1) return DataType::ternary();
  return DataType::smallest(range);
}

std::optional<Activation> make_activation(const QuantizedChain& chain, std::size_t channels, Range input,
                                          std::string& reason) {
  const std::size_t rows = std::min(chain.rows(), channels);
  std::vector<IntegerFunction> functions;
  std::vector<Direction> directions;
  bool monotone = true;
  for (std::size_t c = 0; c < rows; ++c) {
    functions.emplace_back([&chain, c](std::int64_t x) { return chain.integer(c, x); });
    directions.push_back(chain.direction(c));
    monotone = monotone && directions.back() != Direction::kNeither;
  }
  if (!monotone) {
    if (input.max - input.min + 1 > kMostTableEntries) {
      reason = fmt::format(
          "the function neither only rises nor only falls, and its argument has {} values where a lookup table has at "
          "most {}",
          input.max - input.min + 1, kMostTableEntries);
      return std::nullopt;
    }
    const Range range = *table_range(functions, input);
    return table_layer(functions, activation_type(range, chain.is_bipolar()), input);
  }
  std::optional<Range> range;
  for (const IntegerFunction& f : functions) widen(range, ends(f, input));
  const DataType type = activation_type(*range, chain.is_bipolar());
  if (type.levels() > kMostThresholdLevels) {
    if (auto made = make_requantization(chain, rows, input, *range, reason)) return made;
    // Ties of a quotient that is no dyadic number, or a curve: a table where the argument has few enough values.
    if (input.max - input.min + 1 > kMostTableEntries) return std::nullopt;
    return table_layer(functions, type, input);
  }
  return threshold_layer(edges_of(functions, directions, input, type), type, input);
}

std::optional<RealThresholds> make_real_thresholds(const QuantizedChain& chain, std::size_t channels,
                                                   std::string& reason) {
  const std::size_t rows = std::min(chain.rows(), channels);
  const double far = std::numeric_limits<double>::max();
  const Range domain{order_of(-far), order_of(far)};
  std::vector<IntegerFunction> functions;
  std::vector<Direction> directions;
  std::optional<Range> range;
  for (std::size_t c = 0; c < rows; ++c) {
    functions.emplace_back([&chain, c](std::int64_t x) { return chain.integer(c, double_at(x)); });
    directions.push_back(chain.direction(c));
    if (directions.back() == Direction::kNeither) {
      reason = "what stands before the first quantizer neither only rises nor only falls";
      return std::nullopt;
    }
    widen(range, ends(functions.back(), domain));
  }
  RealThresholds made;
  made.type = activation_type(*range, chain.is_bipolar());
  if (made.type.levels() > (1 << 16)) {
    reason = fmt::format("the first quantizer has {} levels, more than the host's {}", made.type.levels(), 1 << 16);
    return std::nullopt;
  }
  Edges edges = edges_of(functions, directions, domain, made.type);
  share_equal_rows(edges.rows, edges.flip);
  for (const auto& row : edges.rows) {
    made.rows.emplace_back();
    for (const std::int64_t edge : row) made.rows.back().push_back(double_at(std::clamp(edge, domain.min, domain.max)));
  }
  if (std::any_of(edges.flip.begin(), edges.flip.end(), [](bool flip) { return flip; })) made.flip = edges.flip;
  return made;
}

}  // namespace finn::qonnx

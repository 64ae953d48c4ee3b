// SPDX-License-Identifier: Apache-2.0
#include "compress/absorb.h"

#include <algorithm>

namespace finn {
namespace {

HeapBit take(Column& column) {
  const HeapBit bit = column.back();
  column.pop_back();
  return bit;
}

/// Columns of bits by the level that made them; they may be used from the next level on.
class Absorber {
 public:
  Absorber(Netlist& netlist, const Columns& columns, int levels) : netlist_(netlist), levels_(levels) {
    for (const Column& column : columns) {
      grow(products_.size());
      for (const HeapBit& bit : column) (bit.is_product() ? products_.back() : made_.back()[0]).push_back(bit);
    }
  }

  void add_rows(int rows) {
    for (; rows > 0; --rows) {
      std::size_t from = 0;
      while (from < products_.size() && products_[from].size() < 2) ++from;
      std::size_t to = from;
      while (to < products_.size() && products_[to].size() >= 2) ++to;
      if (to - from < 2) return;
      add_row(from, to);
    }
  }

  Columns run() {
    for (std::size_t c = 0; c < products_.size(); ++c) absorb_column(c);
    Columns rest;
    for (std::size_t c = 0; c < made_.size(); ++c) {
      rest.push_back(late_[c]);
      for (const Column& level : made_[c]) rest.back().insert(rest.back().end(), level.begin(), level.end());
    }
    return rest;
  }

 private:
  void grow(std::size_t column) {
    while (products_.size() <= column) {
      products_.emplace_back();
      made_.emplace_back(static_cast<std::size_t>(levels_) + 1);
      late_.emplace_back();
    }
  }

  /// One carry position a column adds two products: all its sums can be used on, its last carry only registered.
  void add_row(std::size_t from, std::size_t to) {
    grow(to);
    CarryChain chain;
    for (std::size_t c = from; c < to; ++c) {
      const HeapBit x = take(products_[c]);
      const LutBits bits({x, take(products_[c])});
      const auto [s, di] = netlist_.lut2(
          bits.nets(), [&](unsigned at) { return bits.count(at) == 1; },
          [&](unsigned at) { return bits.value(0, at); });
      chain.positions.push_back({s, di, netlist_.new_net(), kNoNet});
      made_[c][1].push_back({chain.positions.back().o});
    }
    chain.positions.back().co = netlist_.new_net();
    late_[to].push_back({chain.positions.back().co});
    netlist_.chains.push_back(std::move(chain));
  }

  /// Bits of column c that level `level` may use.
  std::size_t ready(std::size_t c, int level) const {
    std::size_t count = 0;
    for (int l = 0; l < level; ++l) count += made_[c][static_cast<std::size_t>(l)].size();
    return count;
  }

  /// The newest ready bit last: older ones first.
  HeapBit take_ready(std::size_t c, int level) {
    for (int l = 0; l < level; ++l)
      if (!made_[c][static_cast<std::size_t>(l)].empty()) return take(made_[c][static_cast<std::size_t>(l)]);
    return {};
  }

  void add(std::size_t c, int level, const std::vector<HeapBit>& in) {
    grow(c + 1);
    const LutBits bits(in);
    const auto sum = [&](unsigned at) { return (bits.count(at) & 1) != 0; };
    if (in.size() == 1) {
      made_[c][static_cast<std::size_t>(level)].push_back({netlist_.lut(bits.nets(), sum)});
      return;
    }
    const auto [s, carry] = netlist_.lut2(bits.nets(), sum, [&](unsigned at) { return bits.count(at) >= 2; });
    made_[c][static_cast<std::size_t>(level)].push_back({s});
    made_[c + 1][static_cast<std::size_t>(level)].push_back({carry});
  }

  /// Adders that the levels take when `seeds` of level 1 have no third bit.
  std::size_t capacity(std::size_t c, std::size_t seeds) const {
    std::size_t placed = 0;
    std::size_t bits = 0;
    for (int level = 1; level <= levels_; ++level) {
      bits += made_[c][static_cast<std::size_t>(level - 1)].size();
      std::size_t here = bits;
      bits -= here;
      if (level == 1) here += seeds;
      placed += here;
      bits += here;  // each gives a sum, which the next level may use
    }
    return placed;
  }

  void absorb_column(std::size_t c) {
    const std::size_t adders = products_[c].size() / 2;
    std::size_t seeds = 0;
    while (seeds < adders && capacity(c, seeds) < adders) ++seeds;
    for (int level = 1; level <= levels_; ++level) {
      for (std::size_t count = ready(c, level); count > 0 && products_[c].size() >= 2; --count) {
        const HeapBit x = take(products_[c]);
        add(c, level, {x, take(products_[c]), take_ready(c, level)});
      }
      for (; level == 1 && seeds > 0 && products_[c].size() >= 2; --seeds) {
        const HeapBit x = take(products_[c]);
        add(c, level, {x, take(products_[c])});
      }
    }
    if (products_[c].empty()) return;
    std::vector<HeapBit> in{take(products_[c])};  // an odd one
    if (ready(c, levels_) >= 2) in.insert(in.end(), {take_ready(c, levels_), take_ready(c, levels_)});
    add(c, levels_, in);
  }

  Netlist& netlist_;
  int levels_;
  Columns products_;
  std::vector<std::vector<Column>> made_;
  Columns late_;
};

}  // namespace

Columns absorb_products(Netlist& netlist, const Columns& columns, int levels, int rows) {
  Absorber absorber(netlist, columns, levels);
  absorber.add_rows(rows);
  return absorber.run();
}

int most_rows(const Columns& columns) {
  std::size_t most = 0;
  for (std::size_t c = 0; c + 1 < columns.size(); ++c)
    most = std::max(most, std::min(columns[c].size(), columns[c + 1].size()) / 2);
  return static_cast<int>(most);
}

}  // namespace finn

// SPDX-License-Identifier: Apache-2.0
#include "compress/compressor.h"

#include <algorithm>
#include <map>

#include "compress/absorb.h"
#include "compress/plan.h"
#include "diag/diagnostics.h"

namespace finn {
namespace {

constexpr int kTrials = 4000;
constexpr int kQuickTrials = 300;

std::vector<int> heights_of(const Columns& columns) {
  std::vector<int> heights;
  for (const Column& column : columns) heights.push_back(static_cast<int>(column.size()));
  return heights;
}

bool has_products(const Columns& columns) {
  return std::any_of(columns.begin(), columns.end(), [](const Column& column) {
    return std::any_of(column.begin(), column.end(), [](const HeapBit& bit) { return bit.is_product(); });
  });
}

/// A heap on its way through the stages.
class Builder {
 public:
  Builder(Netlist& netlist, Columns columns) : netlist_(netlist), columns_(std::move(columns)) {}

  /// Registers every bit.
  void register_bits() {
    std::map<NetId, NetId> registered;  // a net may stand in several columns
    for (Column& column : columns_)
      for (HeapBit& bit : column) {
        const auto [found, added] = registered.try_emplace(bit.a, kNoNet);
        if (added) found->second = netlist_.reg(bit.a);
        bit.a = found->second;
      }
  }

  void run_stage(const StageMove& move) {
    Columns next(columns_.size());
    const auto put = [&](std::size_t c, NetId net) {
      if (c < next.size()) next[c].push_back({net});
    };
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const ColumnMove& m = move[c];
      // LUTs invert for nothing: they take inverted bits first, which leaves nets for the pins of the chain.
      std::stable_partition(columns_[c].begin(), columns_[c].end(), [](const HeapBit& bit) { return bit.is_net(); });
      for (int i = 0; i < m.full + m.six; ++i) {
        const auto [low, middle, high] = atom(columns_[c], i < m.full, c + 2 < next.size());
        put(c, low);
        put(c + 1, middle);
        put(c + 2, high);
      }
      for (int i = 0; i < m.adders; ++i) {
        const LutBits bits({take(columns_[c]), take(columns_[c]), take(columns_[c])});
        const auto sum = [&](unsigned at) { return (bits.count(at) & 1) != 0; };
        const auto carry = [&](unsigned at) { return bits.count(at) >= 2; };
        if (c + 1 < next.size()) {
          const auto [s, co] = netlist_.lut2(bits.nets(), sum, carry);
          put(c, s);
          put(c + 1, co);
        } else {
          put(c, netlist_.lut(bits.nets(), sum));
        }
      }
      next[c].insert(next[c].end(), columns_[c].begin(), columns_[c].end());
    }
    columns_ = std::move(next);
  }

  /// The final chain. With an accumulator its row is one more LUT bit of each column.
  std::vector<NetId> finish(const std::vector<FinalPosition>& positions, const std::optional<Accumulator>& accumulator,
                            const std::vector<int>& start, NetId first) {
    std::vector<NetId> sums(columns_.size(), kNoNet);
    for (NetId& net : sums) net = netlist_.new_net();
    std::vector<NetId> result(columns_.size(), kNoNet);
    CarryChain chain;
    NetId second = kZeroNet;
    int end = 0;
    for (const FinalPosition& position : positions) {
      const auto c = static_cast<std::size_t>(position.column);
      Column& column = columns_[c];
      if (position.starts && !chain.positions.empty()) flush(chain);
      if (position.chain_in) chain.ci = take_net(column);
      NetId bypass = second;
      if (position.bypass) bypass = take_net(column);
      std::vector<HeapBit> bits = column;
      const bool feedback = accumulator && accumulator->adds > 1;
      const bool bias = start[c] != 0;
      const Row row{feedback ? sums[c] : kZeroNet, feedback ? first : kOneNet, bias};
      const bool with_row = accumulator && (feedback || bias);
      chain.positions.push_back(final_position(bits, with_row ? &row : nullptr, bypass, position.second_out, second));
      result[c] = chain.positions.back().o = netlist_.new_net();
      end = position.column + 1;
    }
    if (!chain.positions.empty()) {
      const auto top = static_cast<std::size_t>(end);
      if (top < result.size() && columns_[top].empty()) result[top] = chain.positions.back().co = netlist_.new_net();
      flush(chain);
    }
    for (std::size_t c = 0; c < result.size(); ++c) {
      // Columns that nothing is added to are their only bit, or that of the start.
      if (result[c] == kNoNet)
        result[c] = !columns_[c].empty() ? as_net(columns_[c].front()) : start[c] != 0 ? kOneNet : kZeroNet;
      if (result[c] == kZeroNet || result[c] == kOneNet) {
        sums[c] = result[c];
      } else {
        netlist_.registers.push_back({result[c], sums[c], accumulator.has_value()});
      }
    }
    return sums;
  }

 private:
  /// The accumulator's bit: `sum`, or `bias` while `first`.
  struct Row {
    NetId sum;
    NetId first;
    bool bias;
  };

  static HeapBit take(Column& column) {
    const HeapBit bit = column.back();
    column.pop_back();
    return bit;
  }

  NetId as_net(const HeapBit& bit) {
    if (bit.is_net()) return bit.a;
    const LutBits bits({bit});
    return netlist_.lut(bits.nets(), [&](unsigned at) { return bits.value(0, at); });
  }

  /// A bit that is a net by itself, if the column has one.
  NetId take_net(Column& column) {
    const auto found = std::find_if(column.begin(), column.end(), [](const HeapBit& bit) { return bit.is_net(); });
    if (found == column.end()) return as_net(take(column));
    const NetId net = found->a;
    column.erase(found);
    return net;
  }

  void flush(CarryChain& chain) {
    netlist_.chains.push_back(std::move(chain));
    chain = {};
  }

  struct AtomOutputs {
    NetId low;
    NetId middle;
    NetId high;
  };

  /// Six bits, and a seventh as the chain's ci. With p the parity of the first five and f the sixth, position 0 has
  /// s = p ^ f and di = p (equal to f where s = 0): one LUT6_2 gives both, as o6 is o5 or its complement by f. Position
  /// 1 has s and di = bits 1 and 2 of the sum of the first five, of which at most one is set.
  AtomOutputs atom(Column& column, bool full, bool high) {
    const NetId ci = full ? take_net(column) : kZeroNet;
    const NetId sixth = take_net(column);
    std::vector<HeapBit> five;
    for (int i = 0; i < 5; ++i) five.push_back(take(column));
    const LutBits bits(five);
    const auto parity = [&](unsigned at) { return (bits.count(at) & 1) != 0; };
    const auto even = [&](unsigned at) { return (bits.count(at) & 1) == 0; };
    const auto [s0, di0] = netlist_.lut_select(bits.nets(), sixth, parity, even);
    const auto [s1, di1] = netlist_.lut2(
        bits.nets(), [&](unsigned at) { return (bits.count(at) & 2) != 0; },
        [&](unsigned at) { return (bits.count(at) & 4) != 0; });
    CarryChain chain;
    chain.ci = ci;
    chain.positions = {{s0, di0, netlist_.new_net(), kNoNet}, {s1, di1, netlist_.new_net(), kNoNet}};
    AtomOutputs out{chain.positions[0].o, chain.positions[1].o, kNoNet};
    if (high) out.high = chain.positions[1].co = netlist_.new_net();
    netlist_.chains.push_back(std::move(chain));
    return out;
  }

  /// With t the sum of the LUT bits, the second carry is t >= 2 and s the parity of t and of the bit on the bypass pin,
  /// which is di. Without a second carry, t <= 2 bits are an ordinary adder's: di is one of them.
  CarryPosition final_position(const std::vector<HeapBit>& heap_bits, const Row* row, NetId bypass, bool second_out,
                               NetId& second) {
    const LutBits bits(heap_bits);
    std::vector<NetId> in = bits.nets();
    const std::size_t at_row = in.size();
    if (row != nullptr && row->sum != kZeroNet) in.insert(in.end(), {row->sum, row->first});
    const std::size_t at_bypass = in.size();
    const bool bypass_used = bypass != kZeroNet;
    if (bypass_used) in.push_back(bypass);
    const auto row_value = [&](unsigned at) -> unsigned {
      if (row == nullptr) return 0;
      if (row->sum == kZeroNet) return row->bias ? 1 : 0;
      const bool first = ((at >> (at_row + 1)) & 1) != 0;
      return first ? (row->bias ? 1 : 0) : (at >> at_row) & 1;
    };
    const auto total = [&](unsigned at) { return bits.count(at) + row_value(at); };
    const auto bypass_value = [&](unsigned at) { return bypass_used ? (at >> at_bypass) & 1 : 0U; };
    const auto s = [&](unsigned at) { return ((total(at) + bypass_value(at)) & 1) != 0; };
    CarryPosition position;
    if (second_out) {
      std::tie(position.s, second) = netlist_.lut2(in, s, [&](unsigned at) { return total(at) >= 2; });
      position.di = bypass;
    } else {
      second = kZeroNet;
      // di matters only where s = 0: there both summands are equal.
      const auto di = [&](unsigned at) { return total(at) + bypass_value(at) >= 2; };
      std::tie(position.s, position.di) = netlist_.lut2(in, s, di);
    }
    return position;
  }

  Netlist& netlist_;
  Columns columns_;
};

/// The number of rows in the first stage that makes the whole smallest, of a few that are tried.
int best_rows(const Columns& columns, int levels, const std::vector<int>& extra) {
  int best = 0;
  int fewest = 1 << 30;
  const int most = most_rows(columns);
  for (int rows = 0; rows <= most; rows += std::max(1, most / 8)) {
    Netlist trial;
    trial.net_count = 1 << 20;  // above the heap's nets, which this netlist does not have
    Columns rest = absorb_products(trial, columns, levels, rows);
    rest.resize(extra.size());
    CompressionPlan plan = plan_compression(heights_of(rest), extra, kQuickTrials);
    plan.luts += static_cast<int>(trial.luts.size());
    if (plan.weight() < fewest) {
      fewest = plan.weight();
      best = rows;
    }
  }
  return best;
}

std::vector<int> bits_of(std::uint64_t value, std::size_t width) {
  std::vector<int> bits;
  for (std::size_t c = 0; c < width; ++c) bits.push_back(static_cast<int>((value >> std::min<std::size_t>(c, 63)) & 1));
  return bits;
}

}  // namespace

Compressor build_compressor(const DotSpec& spec, const CompressorOptions& options,
                            const std::optional<Accumulator>& accumulator) {
  if (options.levels < 1) throw Defect("compressor: at least one LUT level between registers");
  Compressor result;
  Netlist& netlist = result.netlist;
  const std::vector<NetId> a = netlist.add_input("a", spec.simd * spec.activation.bits);
  std::vector<NetId> w;
  if (spec.constants.empty()) w = netlist.add_input("w", spec.simd * spec.weight.bits);
  const bool feedback = accumulator && accumulator->adds > 1;
  const NetId first = feedback ? netlist.add_input("first", 1).front() : kOneNet;

  Heap heap = dot_heap(spec, a, w);
  result.offset = heap.offset;
  const auto width = static_cast<std::size_t>(accumulator ? accumulator->width : heap_width(heap.columns));
  const std::vector<int> start = bits_of(
      accumulator ? -static_cast<std::uint64_t>(heap.offset) * static_cast<std::uint64_t>(accumulator->adds) : 0,
      width);
  const std::vector<int> extra = feedback ? std::vector<int>(width, 1) : start;
  heap.columns.resize(width);  // what is above does not count
  const bool absorb = has_products(heap.columns);
  if (absorb)
    heap.columns =
        absorb_products(netlist, heap.columns, options.levels, best_rows(heap.columns, options.levels, extra));
  heap.columns.resize(width);
  const CompressionPlan plan = plan_compression(heights_of(heap.columns), extra, kTrials);
  Builder builder(netlist, std::move(heap.columns));
  result.stages = 0;
  const auto end_stage = [&] {
    builder.register_bits();
    ++result.stages;
  };
  if (absorb || plan.stages.empty()) end_stage();
  for (int stages = static_cast<int>(plan.stages.size()) + result.stages; stages < options.least_stages; ++stages)
    end_stage();
  for (const StageMove& move : plan.stages) {
    builder.run_stage(move);
    end_stage();
  }
  netlist.add_output("y", builder.finish(plan.chain, accumulator, start, first));
  return result;
}

}  // namespace finn

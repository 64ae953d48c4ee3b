// SPDX-License-Identifier: Apache-2.0
// A chain of elementwise functions behind an integer (or, before the first quantizer, a real) tensor, as the graph has
// it. Nothing in it is rewritten except that neighbouring affine steps become one, which is exact.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ir/types.h"
#include "streamline/step.h"

namespace finn::qonnx {

/// value = scale * integer + offset, per channel or for all.
struct Affine {
  PerChannel scale{Exact(1)};
  PerChannel offset{Exact(0)};
};

class Chain {
 public:
  void append(Step step);
  const std::vector<Step>& steps() const { return steps_; }
  bool empty() const { return steps_.empty(); }
  /// Has it a step that gives integers?
  bool has_quantizer() const;
  /// The whole chain as one affine function; nothing if it has another step.
  std::optional<Affine> affine() const;
  /// Rows of its constants: 1, or one per channel.
  std::size_t rows() const;
  Direction direction(std::size_t channel) const;
  Exact value(std::size_t channel, const Exact& x) const;
  std::optional<Interval> value(std::size_t channel, const Interval& x) const;
  /// The same chain with the constants of other channels: new channel i has those of channel `from[i]`.
  Chain picked(const std::vector<std::int64_t>& from) const;
  /// Steps up to the first (last) one that gives integers, and those behind it.
  std::pair<Chain, Chain> split_at_quantizer(bool first) const;
  Chain without_last() const;
  bool operator==(const Chain&) const = default;

 private:
  std::vector<Step> steps_;
};

/// A chain whose last step gives integers, whatever its argument.
class QuantizedChain {
 public:
  /// `after`: the real value of an integer.
  QuantizedChain(Chain chain, Affine after) : chain_(std::move(chain)), after_(std::move(after)) {}

  const Chain& chain() const { return chain_; }
  const Affine& after() const { return after_; }
  std::size_t rows() const { return chain_.rows(); }
  Direction direction(std::size_t channel) const { return chain_.direction(channel); }
  /// Exact: where intervals of doubles do not decide, rationals do.
  std::int64_t integer(std::size_t channel, std::int64_t x) const;
  std::int64_t integer(std::size_t channel, double x) const;
  /// Are its results -1 and +1 alone?
  bool is_bipolar() const;

 private:
  std::int64_t exact_integer(std::size_t channel, const Exact& x) const;
  std::optional<std::int64_t> near_integer(std::size_t channel, double x) const;
  Chain chain_;
  Affine after_;
};

/// Splits a chain at its last quantizer: integers, and the affine function that makes values of them. A chain on
/// integers (`input`) needs no quantizer. What follows may be more than affine as long as its results lie on the grid
/// of those integers. Nothing, with a reason, where they do not.
/// An offset moves into the integers where it is a multiple of the scale, unless `keep_offset`.
std::optional<QuantizedChain> quantized(const Chain& chain, std::optional<Range> input, std::string& reason,
                                        bool keep_offset = false);

}  // namespace finn::qonnx

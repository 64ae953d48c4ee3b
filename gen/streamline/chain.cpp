// SPDX-License-Identifier: Apache-2.0
#include "streamline/chain.h"

#include <algorithm>

#include "diag/diagnostics.h"

namespace finn::qonnx {
namespace {

/// Channels that matter: one for each row of constants.
std::size_t common_rows(std::size_t a, std::size_t b) { return std::max(a, b); }

AffineStep composed(const AffineStep& first, const AffineStep& second) {
  const std::size_t rows = common_rows(qonnx::rows(Step(first)), qonnx::rows(Step(second)));
  std::vector<Exact> gain;
  std::vector<Exact> offset;
  for (std::size_t c = 0; c < rows; ++c) {
    gain.push_back(first.gain.exact(c) * second.gain.exact(c));
    offset.push_back(first.offset.exact(c) * second.gain.exact(c) + second.offset.exact(c));
  }
  AffineStep step{PerChannel(gain), PerChannel(offset)};
  step.gain.simplify();
  step.offset.simplify();
  return step;
}

PerChannel picked_constants(const PerChannel& constants, const std::vector<std::int64_t>& from) {
  if (constants.rows() == 1) return constants;
  std::vector<Exact> values;
  for (const std::int64_t channel : from) values.push_back(constants.exact(static_cast<std::size_t>(channel)));
  PerChannel picked(values);
  picked.simplify();
  return picked;
}

Step picked_step(const Step& step, const std::vector<std::int64_t>& from) {
  Step copy = step;
  if (auto* affine = std::get_if<AffineStep>(&copy)) {
    affine->gain = picked_constants(affine->gain, from);
    affine->offset = picked_constants(affine->offset, from);
  } else if (auto* clip = std::get_if<ClipStep>(&copy)) {
    if (clip->low) clip->low = picked_constants(*clip->low, from);
    if (clip->high) clip->high = picked_constants(*clip->high, from);
  } else if (auto* leaky = std::get_if<LeakyStep>(&copy)) {
    leaky->slope = picked_constants(leaky->slope, from);
  } else if (auto* count = std::get_if<CountStep>(&copy); count != nullptr && count->thresholds.size() > 1) {
    std::vector<std::vector<Exact>> rows;
    for (const std::int64_t channel : from) rows.push_back(count->thresholds[static_cast<std::size_t>(channel)]);
    count->thresholds = std::move(rows);
  }
  return copy;
}

/// Integers that the quantizer at the end of some steps can give, of all channels; nothing if it is unbounded.
std::optional<Range> bounds_of(const std::vector<Step>& steps) {
  const std::size_t last = steps.size() - 1;
  const Step& step = steps[last];
  if (std::holds_alternative<SignStep>(step)) return Range{-1, 1};
  if (const auto* count = std::get_if<CountStep>(&step)) {
    std::size_t most = 0;
    for (const auto& row : count->thresholds) most = std::max(most, row.size());
    return Range{0, static_cast<std::int64_t>(most)};
  }
  if (last == 0) return std::nullopt;
  const auto* clip = std::get_if<ClipStep>(&steps[last - 1]);
  if (clip == nullptr || !clip->low || !clip->high) return std::nullopt;
  const Rounding mode = std::get<RoundStep>(step).mode;
  std::optional<Range> range;
  for (std::size_t c = 0; c < rows(steps[last - 1]); ++c) {
    const Range here{static_cast<std::int64_t>(round_exactly(clip->low->exact(c), mode)),
                     static_cast<std::int64_t>(round_exactly(clip->high->exact(c), mode))};
    if (!range) range = here;
    range->min = std::min(range->min, here.min);
    range->max = std::max(range->max, here.max);
  }
  return range;
}

/// Is (value - offset) / scale an integer?
bool on_grid(const Exact& value, const Affine& grid, std::size_t c) {
  const Exact& scale = grid.scale.exact(c);
  return scale == 0 || denominator(Exact((value - grid.offset.exact(c)) / scale)) == 1;
}

/// Affine steps and bounds alone keep a grid if their bounds lie on it; nothing if there is another step.
std::optional<bool> bounds_keep_grid(const Chain& tail, const Affine& grid, std::size_t rows) {
  const std::vector<Step>& steps = tail.steps();
  const bool first_is_affine = !steps.empty() && std::holds_alternative<AffineStep>(steps.front());
  for (std::size_t i = first_is_affine ? 1 : 0; i < steps.size(); ++i) {
    const auto* clip = std::get_if<ClipStep>(&steps[i]);
    if (clip == nullptr) return std::nullopt;
    for (std::size_t c = 0; c < rows; ++c)
      for (const auto& bound : {clip->low, clip->high})
        if (bound && !on_grid(bound->exact(c), grid, c)) return false;
  }
  return true;
}

/// Does every integer of a quantizer come out on the grid?
bool keeps_grid(const Chain& tail, const Affine& grid, std::optional<Range> integers, std::size_t rows,
                std::string& reason) {
  constexpr std::int64_t kMostLevels = 1 << 17;
  const std::optional<bool> simple = bounds_keep_grid(tail, grid, rows);
  if (simple && *simple) return true;
  if (!simple && (!integers || integers->max - integers->min > kMostLevels)) {
    reason = "what follows its last quantizer gives too many different values";
    return false;
  }
  for (std::size_t c = 0; !simple && c < rows; ++c)
    for (std::int64_t k = integers->min; k <= integers->max; ++k)
      if (!on_grid(tail.value(c, Exact(k)), grid, c)) {
        reason = "what follows its last quantizer leaves the quantizer's grid";
        return false;
      }
  if (simple) reason = "bounds that follow its last quantizer lie between two values of the quantizer";
  return !simple;
}

/// A chain of integers with their meaning, with offset 0 where moving the integers does that: 0 then means 0, in
/// whatever it is joined with.
QuantizedChain without_offset(Chain chain, const Affine& after) {
  std::vector<Exact> moves;
  bool moved = false;
  for (std::size_t c = 0; c < common_rows(after.scale.rows(), after.offset.rows()); ++c) {
    const Exact& scale = after.scale.exact(c);
    moves.push_back(scale == 0 ? Exact(0) : Exact(after.offset.exact(c) / scale));
    moved = moved || moves.back() != 0;
    if (denominator(moves.back()) != 1 || scale == 0) return {std::move(chain), after};
  }
  if (!moved) return {std::move(chain), after};
  chain.append(AffineStep{PerChannel(Exact(1)), PerChannel(moves)});
  chain.append(RoundStep{});
  return {std::move(chain), Affine{after.scale, PerChannel(Exact(0))}};
}

/// (x - offset) / scale
AffineStep inverse(const Affine& affine) {
  std::vector<Exact> gain;
  std::vector<Exact> offset;
  for (std::size_t c = 0; c < common_rows(affine.scale.rows(), affine.offset.rows()); ++c) {
    const Exact& scale = affine.scale.exact(c);
    gain.push_back(scale == 0 ? Exact(0) : Exact(1 / scale));
    offset.push_back(-affine.offset.exact(c) * gain.back());
  }
  return {PerChannel(gain), PerChannel(offset)};
}

}  // namespace

void Chain::append(Step step) {
  if (auto* affine = std::get_if<AffineStep>(&step)) {
    affine->gain.simplify();
    affine->offset.simplify();
    if (!steps_.empty())
      if (const auto* before = std::get_if<AffineStep>(&steps_.back())) {
        steps_.back() = composed(*before, *affine);
        return;
      }
  }
  steps_.push_back(std::move(step));
}

bool Chain::has_quantizer() const { return std::any_of(steps_.begin(), steps_.end(), gives_integers); }

std::optional<Affine> Chain::affine() const {
  if (steps_.empty()) return Affine{};
  const auto* step = steps_.size() == 1 ? std::get_if<AffineStep>(&steps_.front()) : nullptr;
  if (step == nullptr) return std::nullopt;
  return Affine{step->gain, step->offset};
}

std::size_t Chain::rows() const {
  std::size_t most = 1;
  for (const Step& step : steps_) most = std::max(most, qonnx::rows(step));
  return most;
}

Direction Chain::direction(std::size_t channel) const {
  Direction all = Direction::kRising;
  for (const Step& step : steps_) all = then(all, qonnx::direction(step, channel));
  return all;
}

Exact Chain::value(std::size_t channel, const Exact& x) const {
  Exact y = x;
  for (const Step& step : steps_) y = apply(step, channel, y);
  return y;
}

std::optional<Interval> Chain::value(std::size_t channel, const Interval& x) const {
  std::optional<Interval> y = x;
  for (const Step& step : steps_) {
    y = apply(step, channel, *y);
    if (!y) return y;
  }
  return y;
}

Chain Chain::picked(const std::vector<std::int64_t>& from) const {
  Chain chain;
  for (const Step& step : steps_) chain.append(picked_step(step, from));
  return chain;
}

std::pair<Chain, Chain> Chain::split_at_quantizer(bool first) const {
  std::size_t cut = 0;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (!gives_integers(steps_[i])) continue;
    cut = i + 1;
    if (first) break;
  }
  std::pair<Chain, Chain> parts;
  for (std::size_t i = 0; i < steps_.size(); ++i) (i < cut ? parts.first : parts.second).append(steps_[i]);
  return parts;
}

Chain Chain::without_last() const {
  Chain chain = *this;
  chain.steps_.pop_back();
  return chain;
}

bool QuantizedChain::is_bipolar() const {
  return !chain_.empty() && std::holds_alternative<SignStep>(chain_.steps().back());
}

std::optional<std::int64_t> QuantizedChain::near_integer(std::size_t channel, double x) const {
  const std::optional<Interval> value = chain_.value(channel, Interval(x));
  if (!value || !value->is_point() || !(std::abs(value->low) < 1e15)) return std::nullopt;
  return static_cast<std::int64_t>(value->low);
}

std::int64_t QuantizedChain::exact_integer(std::size_t channel, const Exact& x) const {
  return static_cast<std::int64_t>(numerator(chain_.value(channel, x)));
}

std::int64_t QuantizedChain::integer(std::size_t channel, std::int64_t x) const {
  constexpr std::int64_t kExactDouble = std::int64_t{1} << 53;
  if (x > -kExactDouble && x < kExactDouble)
    if (const auto near = near_integer(channel, static_cast<double>(x))) return *near;
  return exact_integer(channel, Exact(x));
}

std::int64_t QuantizedChain::integer(std::size_t channel, double x) const {
  if (const auto near = near_integer(channel, x)) return *near;
  return exact_integer(channel, Exact(x));
}

std::optional<QuantizedChain> quantized(const Chain& chain, std::optional<Range> input, std::string& reason,
                                        bool keep_offset) {
  auto [head, tail] = chain.split_at_quantizer(false);
  if (head.empty() && !input) {
    reason = "it has no quantizer";
    return std::nullopt;
  }
  if (!head.empty())
    if (const auto after = tail.affine())
      return keep_offset ? QuantizedChain(std::move(head), *after) : without_offset(std::move(head), *after);
  Affine grid;
  if (!tail.empty())
    if (const auto* first = std::get_if<AffineStep>(&tail.steps().front())) grid = {first->gain, first->offset};
  if (!keeps_grid(tail, grid, head.empty() ? input : bounds_of(head.steps()), chain.rows(), reason))
    return std::nullopt;
  Chain whole = chain;
  whole.append(inverse(grid));
  whole.append(RoundStep{});
  return QuantizedChain(std::move(whole), grid);
}

}  // namespace finn::qonnx

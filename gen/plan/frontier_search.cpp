// SPDX-License-Identifier: Apache-2.0
#include "plan/frontier_search.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <numeric>
#include <utility>

namespace finn {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr double kTolerance = 1e-9;  // of sums of parts
constexpr double kRounding = 1e-12;
constexpr int kWeights = 3;  // that are kept to bound ways by, the best ones

double total(const Parts& parts) { return std::accumulate(parts.begin(), parts.end(), 0.0); }

std::size_t at(int id) { return static_cast<std::size_t>(id); }

/// What is least by given weights from every state to the end.
class Remainder {
 public:
  Remainder(const Frontier& frontier, const Parts& weights)
      : frontier_(frontier), weights_(weights), to_go_(frontier.stages.size() + 1), best_(frontier.stages.size()) {
    to_go_.back() = {0};
    for (std::size_t i = frontier.stages.size(); i-- > 0;) {
      const Frontier::Stage& stage = frontier.stages[i];
      for (const Frontier::Group& group : stage.groups) {
        std::pair<double, std::size_t> best{kNever, 0};
        for (std::size_t option = 0; option < group.size(); ++option)
          best = std::min(best, {dot(weights, group[option].parts), option});
        best_[i].push_back(best);
      }
      to_go_[i].assign(at(stage.states), kNever);
      for (const Frontier::Step& step : stage.steps) {
        double& least = to_go_[i][at(step.from)];
        least = std::min(least, through(i, step));
      }
    }
  }

  const Parts& weights() const { return weights_; }
  double all() const { return to_go_.front().empty() ? kNever : to_go_.front().front(); }
  double from(std::size_t stage, int state) const { return to_go_[stage][at(state)]; }

  /// The options of the best way, by stage, and what they take.
  Parts follow(std::vector<std::pair<const Frontier::Step*, std::size_t>>& way) const {
    Parts parts{};
    int state = 0;
    way.clear();
    for (std::size_t i = 0; i < frontier_.stages.size(); ++i) {
      const Frontier::Step* best = nullptr;
      for (const Frontier::Step& step : frontier_.stages[i].steps)
        if (step.from == state && (best == nullptr || through(i, step) < through(i, *best))) best = &step;
      const std::size_t option = best_[i][at(best->group)].second;
      parts += best->edges;
      parts += frontier_.stages[i].groups[at(best->group)][option].parts;
      way.emplace_back(best, option);
      state = best->to;
    }
    return parts;
  }

 private:
  double through(std::size_t stage, const Frontier::Step& step) const {
    return dot(weights_, step.edges) + best_[stage][at(step.group)].first + to_go_[stage + 1][at(step.to)];
  }

  const Frontier& frontier_;
  Parts weights_;
  std::vector<std::vector<double>> to_go_;                         ///< by stage and state
  std::vector<std::vector<std::pair<double, std::size_t>>> best_;  ///< by stage and group: least, and its option
};

class FrontierSearch {
 public:
  FrontierSearch(const Frontier& frontier, bool any, Way known, const std::function<bool()>& is_spent)
      : frontier_(frontier), any_(any), is_spent_(is_spent), most_area_(0), way_(std::move(known)) {
    for (std::size_t i = 0; i < frontier.budget.size(); ++i) {
      most_area_ += frontier.budget[i];
      objective_[i] = any ? 0 : 1;
    }
  }

  Way run() {
    if (is_impossible()) return proved();
    climb();
    if (is_done()) return proved();
    way_.bound = lower_;
    const std::size_t last = any_ ? kLastWidth / 10 : kLastWidth;
    for (std::size_t width = kFirstWidth; width <= last && !is_spent_(); width *= kWider) {
      grow(width);
      if (way_.proved || is_done()) return proved();
    }
    return way_;
  }

 private:
  static constexpr std::size_t kFirstWidth = 300;  // ways of a stage at most, in the first try
  static constexpr std::size_t kWider = 8;         // times in each further one
  static constexpr std::size_t kLastWidth = 200'000;
  static constexpr std::size_t kSpare = 4;    // times as many are looked at for better ones at the same state
  static constexpr std::size_t kLook = 1024;  // ways between two looks at the time
  static constexpr int kSteps = 150;          // of subgradients
  static constexpr int kPatience = 6;         // steps without a better bound, after which they become smaller

  Way proved() {
    way_.proved = true;
    way_.bound = way_.area;
    return way_;
  }
  bool is_done() const {
    return way_.chosen.empty() ? lower_ > most() + kTolerance : any_ || lower_ >= most() - kTolerance;
  }
  /// What a way must not exceed to be of interest, in terms of the bounds.
  double most() const { return any_ ? 0 : way_.chosen.empty() ? most_area_ : way_.area; }

  /// Does each resource fit by itself?
  bool is_impossible() {
    for (std::size_t i = 0; i < frontier_.budget.size(); ++i) {
      Parts unit{};
      unit[i] = 1;
      alone_.emplace_back(frontier_, unit);
      if (alone_.back().all() > frontier_.budget[i] + kTolerance) return true;
    }
    return false;
  }

  void take(const std::vector<std::pair<const Frontier::Step*, std::size_t>>& way, const Parts& parts) {
    const double area = total(parts);
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (parts[i] > frontier_.budget[i] + kRounding) return;
    if (!way_.chosen.empty() && area >= way_.area) return;
    way_.area = area;
    way_.chosen.assign(frontier_.stages.size(), 0);
    for (std::size_t i = 0; i < way.size(); ++i) {
      const Frontier::Stage& stage = frontier_.stages[i];
      way_.chosen[stage.layer] = stage.groups[at(way[i].first->group)][way[i].second].choice;
    }
  }

  /// Weights as they may be: at least 0, and where no area counts of sum 1.
  Parts legal(Parts weights) const {
    for (double& weight : weights) weight = std::max(weight, 0.0);
    if (!any_) return weights;
    const double sum = total(weights);
    for (double& weight : weights) weight = sum > 0 ? weight / sum : 0;
    return weights;
  }

  /// Subgradient steps (Polyak's, towards a level above the best bound) up to the best weights.
  void climb() {
    Parts weights{};
    for (std::size_t i = 0; i < weights.size() && any_; ++i) weights[i] = frontier_.budget[i] > 0 ? 1 : 0;
    weights = legal(weights);
    Parts best = weights;
    double level = any_ ? 0.1 : 0.1 * most_area_;
    int since = 0;
    std::vector<std::pair<const Frontier::Step*, std::size_t>> way;
    for (int step = 0; step < kSteps && !is_spent_(); ++step) {
      Parts sums = objective_;
      sums += weights;
      Remainder remainder(frontier_, sums);
      const Parts parts = remainder.follow(way);
      take(way, parts);
      const double bound = remainder.all() - dot(weights, frontier_.budget);
      if (bound > lower_) {
        since = bound > lower_ + 0.1 * level ? 0 : since + 1;
        lower_ = bound;
        best = weights;
        bounds_.push_back(std::move(remainder));
        if (bounds_.size() > kWeights) bounds_.pop_front();
      } else {
        ++since;
      }
      if (is_done()) return;
      if (since >= kPatience) {
        level /= 2;
        since = 0;
        weights = best;
      }
      Parts slope{};
      for (std::size_t i = 0; i < slope.size(); ++i) {
        slope[i] = parts[i] - frontier_.budget[i];
        if (weights[i] == 0 && slope[i] < 0) slope[i] = 0;
      }
      const double length = dot(slope, slope);
      if (length == 0 && !any_) return;  // nothing is missing: the way is the best
      const double target = any_ ? lower_ + level : std::min(most(), lower_ + level);
      const double size = length == 0 ? 0 : std::max(target - bound, 0.0) / length;
      for (std::size_t i = 0; i < slope.size(); ++i) weights[i] += size * slope[i];
      weights = legal(weights);
    }
  }

  /// A way to a state.
  struct Part {
    Parts parts;
    double bound;  ///< by the best weights
    int before;    ///< in the stage before
    const Frontier::Step* step;
    std::size_t option;
  };

  /// The highest bound of what a part of a way leads to; never: it cannot fit or is of no interest.
  double bound_of(std::size_t stage, int state, const Parts& parts) const {
    for (std::size_t i = 0; i < alone_.size(); ++i)
      if (parts[i] + alone_[i].from(stage, state) > frontier_.budget[i] + kTolerance) return kNever;
    double highest = -kNever;
    for (const Remainder& remainder : bounds_) {
      const double bound = dot(remainder.weights(), parts) + remainder.from(stage, state) - excess(remainder.weights());
      highest = std::max(highest, bound);
    }
    const bool serves = way_.chosen.empty() ? highest <= most() + kTolerance : highest < most() - kTolerance;
    return serves ? highest : kNever;
  }
  /// w * budget of weights that the objective's are part of.
  double excess(const Parts& weights) const {
    return dot(weights, frontier_.budget) - dot(objective_, frontier_.budget);
  }

  /// All ways, stage by stage, but the `width` most promising ones of a stage at most.
  void grow(std::size_t width) {
    std::vector<std::vector<Part>> parts(frontier_.stages.size() + 1);
    parts.front().push_back({Parts{}, lower_, -1, nullptr, 0});
    double dropped = kNever;  // the least bound of what is too much
    for (std::size_t i = 0; i < frontier_.stages.size(); ++i) {
      const Frontier::Stage& stage = frontier_.stages[i];
      std::vector<std::vector<int>> at_state(at(stage.states));
      for (std::size_t part = 0; part < parts[i].size(); ++part)
        at_state[at(parts[i][part].step == nullptr ? 0 : parts[i][part].step->to)].push_back(static_cast<int>(part));
      std::vector<Part>& next = parts[i + 1];
      for (const Frontier::Step& step : stage.steps)
        for (const int before : at_state[at(step.from)]) {
          extend(i, step, before, parts[i][at(before)].parts, next);
          if (next.size() > 2 * kSpare * width) trim(next, kSpare * width, dropped);
        }
      trim(next, kSpare * width, dropped);
      drop_dominated(next);
      if (is_spent_()) return;
      trim(next, width, dropped);
    }
    for (const Part& last : parts.back()) take_back(parts, last);
    if (dropped == kNever) {
      way_.proved = true;
    } else if (!any_) {
      lower_ = std::max(lower_, std::min(dropped, most()));
      way_.bound = lower_;
    }
  }

  /// Drops all but the `most` most promising ones.
  static void trim(std::vector<Part>& parts, std::size_t most, double& dropped) {
    if (parts.size() <= most) return;
    std::nth_element(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(most), parts.end(), promises_more);
    for (std::size_t part = most; part < parts.size(); ++part) dropped = std::min(dropped, parts[part].bound);
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(most), parts.end());
  }

  static bool promises_more(const Part& a, const Part& b) { return a.bound < b.bound; }

  void extend(std::size_t stage, const Frontier::Step& step, int before, const Parts& sum,
              std::vector<Part>& to) const {
    Parts with_edges = sum;
    with_edges += step.edges;
    const Frontier::Group& group = frontier_.stages[stage].groups[at(step.group)];
    for (std::size_t option = 0; option < group.size(); ++option) {
      Parts parts = with_edges;
      parts += group[option].parts;
      const double bound = bound_of(stage + 1, step.to, parts);
      if (bound < kNever) to.push_back({parts, bound, before, &step, option});
    }
  }

  /// Of the ways to each state, those that take no less of anything than another one.
  void drop_dominated(std::vector<Part>& parts) const {
    std::vector<std::pair<double, const Part*>> order;
    for (const Part& part : parts) order.emplace_back(total(part.parts), &part);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return a.second->step->to != b.second->step->to ? a.second->step->to < b.second->step->to : a.first < b.first;
    });
    std::vector<Part> kept;
    std::size_t first = 0;  // of the state's
    for (std::size_t seen = 0; const auto& [sum, part] : order) {
      if (++seen % kLook == 0 && is_spent_()) return;  // nothing is made of it any more
      if (!kept.empty() && kept.back().step->to != part->step->to) first = kept.size();
      const auto takes_less = [&, part = part](const Part& other) {
        for (std::size_t i = 0; i < other.parts.size(); ++i)
          if (other.parts[i] > part->parts[i]) return false;
        return true;
      };
      if (std::none_of(kept.begin() + static_cast<std::ptrdiff_t>(first), kept.end(), takes_less))
        kept.push_back(*part);
    }
    parts = std::move(kept);
  }

  /// Takes the way that ends with `last`, if it is the best one yet.
  void take_back(const std::vector<std::vector<Part>>& parts, const Part& last) {
    if (!way_.chosen.empty() && total(last.parts) >= way_.area) return;
    std::vector<std::pair<const Frontier::Step*, std::size_t>> way;
    const Part* part = &last;
    for (std::size_t i = frontier_.stages.size(); i-- > 0; part = &parts[i][at(part->before)]) {
      way.emplace_back(part->step, part->option);
      if (i == 0) break;
    }
    std::reverse(way.begin(), way.end());
    take(way, last.parts);
  }

  const Frontier& frontier_;
  bool any_;
  const std::function<bool()>& is_spent_;
  double most_area_;  ///< of anything that fits
  Parts objective_{};
  std::deque<Remainder> alone_;   ///< by each resource alone
  std::deque<Remainder> bounds_;  ///< by the best weights
  double lower_ = -kNever;
  Way way_;
};

}  // namespace

Way search_frontier(const Frontier& frontier, bool any, Way known, const std::function<bool()>& is_spent) {
  return FrontierSearch(frontier, any, std::move(known), is_spent).run();
}

}  // namespace finn

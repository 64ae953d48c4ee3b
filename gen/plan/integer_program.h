// SPDX-License-Identifier: Apache-2.0
// A mixed integer linear program, minimized by COIN-OR CBC.
#pragma once

#include <limits>
#include <vector>

namespace finn {

class IntegerProgram {
 public:
  static constexpr double kInfinity = std::numeric_limits<double>::infinity();

  /// A variable of at least 0 and at most `most`. Returns its number.
  int add_variable(double objective, bool integer, double most = 1);
  /// low <= sum of terms <= high. Returns its number.
  int add_row(double low, double high);
  void add_term(int row, int variable, double coefficient);

  struct Solution {
    enum class Status { kOptimal, kFeasible, kInfeasible, kUnknown };
    Status status = Status::kUnknown;  ///< kFeasible, kUnknown: the time was spent with or without a solution
    double objective = 0;
    double bound = 0;  ///< no solution is below
    std::vector<double> values;
  };

  /// `any`: the first solution found will do.
  Solution minimize(double seconds, bool any = false) const;

 private:
  struct Term {
    int row;
    int variable;
    double coefficient;
  };
  std::vector<double> objective_;
  std::vector<bool> integer_;
  std::vector<double> most_;
  std::vector<double> low_;
  std::vector<double> high_;
  std::vector<Term> terms_;
};

}  // namespace finn

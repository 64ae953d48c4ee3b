// SPDX-License-Identifier: Apache-2.0
#include "plan/integer_program.h"

#include <coin/Cbc_C_Interface.h>

#include <algorithm>
#include <memory>
#include <string>

namespace finn {

int IntegerProgram::add_variable(double objective, bool integer, double most) {
  objective_.push_back(objective);
  integer_.push_back(integer);
  most_.push_back(most);
  return static_cast<int>(objective_.size()) - 1;
}

int IntegerProgram::add_row(double low, double high) {
  low_.push_back(low);
  high_.push_back(high);
  return static_cast<int>(low_.size()) - 1;
}

void IntegerProgram::add_term(int row, int variable, double coefficient) {
  if (coefficient != 0) terms_.push_back({row, variable, coefficient});
}

IntegerProgram::Solution IntegerProgram::minimize(double seconds, bool any) const {
  // CBC wants the matrix by columns.
  std::vector<Term> terms = terms_;
  std::stable_sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.variable < b.variable; });
  std::vector<int> starts(objective_.size() + 1, 0);
  std::vector<int> rows;
  std::vector<double> coefficients;
  for (const Term& term : terms) {
    ++starts[static_cast<std::size_t>(term.variable) + 1];
    rows.push_back(term.row);
    coefficients.push_back(term.coefficient);
  }
  for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  const std::vector<double> zeros(objective_.size(), 0.0);

  const std::unique_ptr<Cbc_Model, decltype(&Cbc_deleteModel)> model(Cbc_newModel(), &Cbc_deleteModel);
  Cbc_setParameter(model.get(), "log", "0");
  Cbc_setParameter(model.get(), "seconds", std::to_string(seconds).c_str());
  if (any) Cbc_setParameter(model.get(), "maxSolutions", "1");
  Cbc_loadProblem(model.get(), static_cast<int>(objective_.size()), static_cast<int>(low_.size()), starts.data(),
                  rows.data(), coefficients.data(), zeros.data(), most_.data(), objective_.data(), low_.data(),
                  high_.data());
  for (std::size_t i = 0; i < integer_.size(); ++i)
    if (integer_[i]) Cbc_setInteger(model.get(), static_cast<int>(i));
  Cbc_solve(model.get());

  Solution solution;
  if (Cbc_isProvenInfeasible(model.get()) != 0) {
    solution.status = Solution::Status::kInfeasible;
    return solution;
  }
  const double* values = Cbc_bestSolution(model.get());
  if (values == nullptr) return solution;
  const bool optimal = Cbc_isProvenOptimal(model.get()) != 0;
  solution.status = optimal ? Solution::Status::kOptimal : Solution::Status::kFeasible;
  solution.values.assign(values, values + objective_.size());
  solution.objective = Cbc_getObjValue(model.get());
  solution.bound = optimal ? solution.objective : Cbc_getBestPossibleObjValue(model.get());
  return solution;
}

}  // namespace finn

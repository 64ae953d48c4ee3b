// SPDX-License-Identifier: Apache-2.0
// Rows cnv_*: see bench/units/cnv.h.
#include "cnv.h"
#include "row.h"

namespace finn::qor {
namespace {

RowDesign cnv_row(bool w1a1) {
  Design design = bench::cnv_design(w1a1);
  RowDesign row;
  row.facts["interval_cycles"] = design.predicted.interval();
  row.facts["ideal_cycles"] = design.ideal;
  row.graph = std::move(design.graph);
  row.network = std::move(design.network);
  return row;
}

}  // namespace

std::vector<Row> network_rows() {
  return {{"cnv_w1a1", [] { return cnv_row(true); }}, {"cnv_w2a2", [] { return cnv_row(false); }}};
}

}  // namespace finn::qor

// SPDX-License-Identifier: Apache-2.0
// A graph on its way from the file to a Model, and the steps of that way.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "diag/diagnostics.h"
#include "onnx/model.h"
#include "onnx/reader.h"

namespace finn::onnx {

struct GraphDraft {
  Model model;                                   ///< values holds the graph's inputs alone, until infer()
  std::map<std::string, ValueInfo> stated;       ///< complete shapes that the file states of other tensors
  std::map<std::string, std::string> datatypes;  ///< all annotations finn_datatype, by tensor
  std::set<std::string> broken;        ///< tensors that exist but could not be read: what follows is not reported
  std::set<std::string> broken_nodes;  ///< names of nodes that could not be read: their outputs stay unknown
};

/// `node "Conv_3" (Conv)`, the beginning of messages.
std::string node_label(const Node& node);

/// True for ONNX's own operators and those of Brevitas, QONNX and FINN; others may use attributes as they like.
bool is_known_domain(std::string_view domain);

/// An element type of ONNX (TensorProto.DataType).
struct ElementKind {
  char kind = 0;  ///< 'i' signed, 'u' unsigned, 'b' bool, 'f' real
  int bits = 0;
  int exponent = 0;  ///< bits of the exponent of reals of 8 and 16 bits
};
/// Nothing for types that are not read: texts and complex numbers.
std::optional<ElementKind> element_kind(int data_type);
/// True for element types that are read as integers (bool too), false for real ones; nothing for other ones.
std::optional<bool> is_integer_type(int data_type);

/// Puts producers before consumers. Reports tensors that nothing produces (FR3001), that are produced twice (FR3003),
/// outputs that nothing produces (FR3004) and cycles (FR3005); nodes in cycles are taken out.
void sort_nodes(GraphDraft& draft, Diagnostics& diagnostics);

/// Folds constants and infers shapes in one pass over the sorted nodes. Reports FR2206, FR3103, FR3104, FR3105.
void infer(GraphDraft& draft, const ReadLimits& limits, Diagnostics& diagnostics);

/// Drops nodes that no output needs, constants that no node reads, and values of neither.
void prune(Model& model);

}  // namespace finn::onnx

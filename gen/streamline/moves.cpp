// SPDX-License-Identifier: Apache-2.0
#include "streamline/handlers.h"
#include "streamline/operators.h"

namespace finn::qonnx {
namespace {

void move_constant(Flow& flow) {
  auto constant = flow.integer_constant(0);
  if (!constant) return;
  const auto view = moved_view(flow.model(), flow.node(), View::plain(constant->dims));
  if (!view) {
    flow.refuse(fmt::format("a constant of shape {} cannot take this shape", shape_text(constant->dims)));
    return;
  }
  IntegerConstant moved;
  moved.dims = view->dims();
  moved.scales = constant->scales;
  for (const std::int32_t at : view->at()) {
    moved.values.push_back(constant->values[static_cast<std::size_t>(at)]);
    if (!constant->which.empty()) moved.which.push_back(constant->which[static_cast<std::size_t>(at)]);
  }
  flow.give(std::move(moved));
}

}  // namespace

void handle_move(Flow& flow) {
  if (!flow.is_stream(0)) {
    move_constant(flow);
    return;
  }
  auto stream = flow.stream_at_end(0);
  if (stream && stream->windows) stream = flow.stream(0);
  if (!stream) return;
  if (!stream->final_operator.name.empty()) {
    // The host's result is what it is, whatever shape the graph gives it.
    flow.pass_on(std::move(*stream), "nothing to do");
    return;
  }
  const auto view = moved_view(flow.model(), flow.node(), stream->view);
  if (!view) {
    flow.refuse(
        fmt::format("its output's shape is not known from an input of shape {}", shape_text(stream->view.dims())));
    return;
  }
  if (!view->dims().empty() && !stream->view.dims().empty() && stream->view.dims().front() == 1 && view->size() > 1 &&
      view->dims().front() != 1 && view->dims().size() > 1) {
    flow.refuse(fmt::format("it moves elements into the batch axis: {} becomes {}", shape_text(stream->view.dims()),
                            shape_text(view->dims())));
    return;
  }
  const std::string moved = fmt::format("{} to {}", shape_text(stream->view.dims()), shape_text(view->dims()));
  stream->view = *view;
  flow.pass_on(std::move(*stream), "layout", moved);
}

}  // namespace finn::qonnx

// SPDX-License-Identifier: Apache-2.0
#include "streamline/view.h"

#include <algorithm>
#include <numeric>

#include "diag/diagnostics.h"

namespace finn::qonnx {
namespace {

/// Positions in an array with these strides of the elements of `dims`, in order.
std::vector<std::int64_t> walk(const onnx::Dims& dims, const onnx::Dims& strides) {
  std::vector<std::int64_t> positions{0};
  for (std::size_t axis = 0; axis < dims.size(); ++axis) {
    std::vector<std::int64_t> next;
    next.reserve(positions.size() * static_cast<std::size_t>(dims[axis]));
    for (const std::int64_t position : positions)
      for (std::int64_t i = 0; i < dims[axis]; ++i) next.push_back(position + i * strides[axis]);
    positions = std::move(next);
  }
  return positions;
}

/// The order of a view's axes that puts its elements in the hardware's order; nothing if none does.
std::optional<std::vector<std::int64_t>> hardware_order(const View& view) {
  std::vector<std::int64_t> axes(view.dims().size());
  std::iota(axes.begin(), axes.end(), 0);
  const View hardware = View::plain({view.size()});
  do {
    if (view.transposed(axes).same_elements(hardware)) return axes;
  } while (std::next_permutation(axes.begin(), axes.end()));
  return std::nullopt;
}

}  // namespace

std::int64_t size_of(const onnx::Dims& dims) {
  return std::accumulate(dims.begin(), dims.end(), std::int64_t{1}, std::multiplies<>());
}

onnx::Dims strides_of(const onnx::Dims& dims) {
  onnx::Dims strides(dims.size(), 1);
  for (std::size_t i = dims.size(); i-- > 1;) strides[i - 1] = strides[i] * dims[i];
  return strides;
}

View View::plain(onnx::Dims dims) {
  std::vector<std::int32_t> at(static_cast<std::size_t>(size_of(dims)));
  std::iota(at.begin(), at.end(), 0);
  return {std::move(dims), std::move(at)};
}

Shape image_shape(const onnx::Dims& dims, bool channels_last) {
  const bool flat = dims.size() == 3;
  const std::size_t first = channels_last ? 1 : 2;
  const std::int64_t channels = dims.at(channels_last ? dims.size() - 1 : 1);
  return {flat ? 1 : dims.at(first), dims.at(flat ? first : first + 1), channels};
}

View View::image(const onnx::Dims& dims, bool channels_last) {
  if (channels_last) return plain(dims);
  const std::int64_t channels = dims.at(1);
  const std::int64_t pixels = size_of(dims) / channels;
  std::vector<std::int32_t> at;
  at.reserve(static_cast<std::size_t>(channels * pixels));
  for (std::int64_t c = 0; c < channels; ++c)
    for (std::int64_t p = 0; p < pixels; ++p) at.push_back(static_cast<std::int32_t>(p * channels + c));
  return {dims, std::move(at)};
}

View View::reshaped(onnx::Dims dims) const {
  if (size_of(dims) != size()) throw Defect("a reshape changes the number of elements");
  View view = *this;
  view.dims_ = std::move(dims);
  return view;
}

View View::transposed(const std::vector<std::int64_t>& axes) const {
  const onnx::Dims strides = strides_of(dims_);
  onnx::Dims dims;
  onnx::Dims from;
  for (const std::int64_t axis : axes) {
    dims.push_back(dims_.at(static_cast<std::size_t>(axis)));
    from.push_back(strides.at(static_cast<std::size_t>(axis)));
  }
  std::vector<std::int32_t> moved;
  moved.reserve(at_->size());
  for (const std::int64_t position : walk(dims, from)) moved.push_back((*at_)[static_cast<std::size_t>(position)]);
  return {std::move(dims), std::move(moved)};
}

std::optional<HostLayout> host_layout(const View& view, const Shape& hardware) {
  HostLayout layout;
  layout.shape = view.dims();
  if (layout.shape.size() > 1 && layout.shape.front() == 1) layout.shape.erase(layout.shape.begin());
  if (const auto order = hardware_order(View(layout.shape, view.at()))) {
    if (!std::is_sorted(order->begin(), order->end())) layout.permutation = *order;
    return layout;
  }
  // Its axes may be folded into one: then it is seen with those of the hardware, in some order.
  std::vector<std::int64_t> places(hardware.size());
  std::iota(places.begin(), places.end(), 0);
  do {
    layout.axes.assign(hardware.size(), 1);
    for (std::size_t i = 0; i < places.size(); ++i) layout.axes[static_cast<std::size_t>(places[i])] = hardware[i];
    if (!View(layout.axes, view.at()).transposed(places).same_elements(View::plain(hardware))) continue;
    layout.permutation = places;
    return layout;
  } while (std::next_permutation(places.begin(), places.end()));
  return std::nullopt;
}

std::optional<std::vector<std::int64_t>> broadcast_positions(const onnx::Dims& dims, const onnx::Dims& constant) {
  onnx::Dims padded = constant;
  while (padded.size() > dims.size() && padded.front() == 1) padded.erase(padded.begin());
  if (padded.size() > dims.size()) return std::nullopt;
  padded.insert(padded.begin(), dims.size() - padded.size(), 1);
  onnx::Dims strides = strides_of(padded);
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (padded[i] == 1)
      strides[i] = 0;
    else if (padded[i] != dims[i])
      return std::nullopt;
  }
  return walk(dims, strides);
}

}  // namespace finn::qonnx

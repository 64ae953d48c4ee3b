// SPDX-License-Identifier: Apache-2.0
#include "golden/kernels/grouped_conv.h"

#include <algorithm>

namespace finn::golden {

GroupedConv::GroupedConv(const GroupedProblem& problem)
    : window_(problem.window),
      groups_(problem.groups),
      outputs_(problem.outputs),
      weights_(problem.weights.size()),
      padding_(static_cast<std::size_t>(problem.window.channels), problem.pad_value) {
  const std::int64_t channels = window_.channels / groups_;
  const std::int64_t taps = window_.taps();
  const std::int64_t* from = problem.weights.data();
  for (std::int64_t o = 0; o < outputs_; ++o)
    for (std::int64_t c = 0; c < channels; ++c)
      for (std::int64_t tap = 0; tap < taps; ++tap)
        weights_[static_cast<std::size_t>((tap * channels + c) * outputs_ + o)] = *from++;
}

void GroupedConv::add_tap(const std::int64_t* pixel, std::int64_t tap, std::int64_t* out) const {
  const std::int64_t channels = window_.channels / groups_;
  const std::int64_t rows = outputs_ / groups_;
  for (std::int64_t c = 0; c < channels; ++c) {
    const std::int64_t* weights = weights_.data() + (tap * channels + c) * outputs_;
    for (std::int64_t group = 0; group < groups_; ++group)
      for (std::int64_t row = group * rows; row < (group + 1) * rows; ++row)
        out[row] += weights[row] * pixel[group * channels + c];
  }
}

void GroupedConv::run(const std::int64_t* image, std::int64_t* out) const {
  const WindowAxis& rows = window_.h;
  const WindowAxis& columns = window_.w;
  for (std::int64_t oh = 0; oh < rows.out(); ++oh)
    for (std::int64_t ow = 0; ow < columns.out(); ++ow, out += outputs_) {
      std::fill_n(out, outputs_, 0);
      for (std::int64_t kh = 0; kh < rows.kernel; ++kh)
        for (std::int64_t kw = 0; kw < columns.kernel; ++kw) {
          const std::int64_t h = rows.start(oh) + kh * rows.dilation;
          const std::int64_t w = columns.start(ow) + kw * columns.dilation;
          const bool real = h >= 0 && h < rows.size && w >= 0 && w < columns.size;
          const std::int64_t* pixel = real ? image + (h * columns.size + w) * window_.channels : padding_.data();
          add_tap(pixel, kh * columns.kernel + kw, out);
        }
    }
}

}  // namespace finn::golden

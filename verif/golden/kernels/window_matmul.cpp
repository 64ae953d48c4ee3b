// SPDX-License-Identifier: Apache-2.0
#include "golden/kernels/window_matmul.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "diag/diagnostics.h"
#include "golden/kernels/bit_dot.h"
#include "golden/kernels/int_dot.h"
#include "golden/kernels/planes.h"

namespace finn::golden {

struct WindowMatmul::Engine {
  virtual ~Engine() = default;
  virtual void run(const std::int64_t* image, std::int64_t* out) = 0;
};

namespace {

/// Calls visit(tap, pixel) for every tap of window (oh, ow) in order; pixel is h*W + w, or -1 for padding.
template <typename Visit>
void for_each_tap(const WindowGeometry& window, std::int64_t oh, std::int64_t ow, Visit visit) {
  std::int64_t tap = 0;
  for (std::int64_t kh = 0; kh < window.h.kernel; ++kh) {
    const std::int64_t h = window.h.start(oh) + kh * window.h.dilation;
    const bool row_is_real = h >= 0 && h < window.h.size;
    for (std::int64_t kw = 0; kw < window.w.kernel; ++kw, ++tap) {
      const std::int64_t w = window.w.start(ow) + kw * window.w.dilation;
      visit(tap, row_is_real && w >= 0 && w < window.w.size ? h * window.w.size + w : -1);
    }
  }
}

/// Bit planes of pixels, gathered into rows of bits.
class BitEngine final : public WindowMatmul::Engine {
 public:
  BitEngine(const MatmulProblem& problem, DataType input, DataType weights)
      : window_(problem.window), input_(input), weights_(weights), rows_(static_cast<std::size_t>(problem.rows)) {
    const std::int64_t columns = window_.window_elements();
    words_ = words_for(columns);
    pixel_words_ = words_for(window_.channels);
    const std::size_t row_words = static_cast<std::size_t>(weights_.planes) * words_;
    matrix_.resize(rows_ * row_words);
    for (std::size_t r = 0; r < rows_; ++r) {
      std::uint64_t* row = matrix_.data() + r * row_words;
      pack_planes(weights_,
                  problem.matrix.subspan(r * static_cast<std::size_t>(columns), static_cast<std::size_t>(columns)),
                  row);
      // (A + oa) * (W + ow) = A*W + oa*W + ow*A + oa*ow; what does not depend on the image is the row's bias.
      bias_.push_back(input_.offset * (plane_sum(weights_, row, words_) + columns * weights_.offset));
    }
    const auto planes = static_cast<std::size_t>(input_.planes);
    pixels_.resize(static_cast<std::size_t>(window_.h.size * window_.w.size) * planes * pixel_words_);
    vector_.resize(planes * words_);
    padding_.resize(planes * pixel_words_);
    const std::vector<std::int64_t> pad(static_cast<std::size_t>(window_.channels), problem.pad_value);
    pack_planes(input_, pad, padding_.data());
  }

  void run(const std::int64_t* image, std::int64_t* out) override {
    const std::size_t channels = static_cast<std::size_t>(window_.channels);
    const std::size_t pixel_size = static_cast<std::size_t>(input_.planes) * pixel_words_;
    const std::size_t count = pixels_.size() / pixel_size;
    for (std::size_t p = 0; p < count; ++p)
      pack_planes(input_, {image + p * channels, channels}, pixels_.data() + p * pixel_size);
    for (std::int64_t oh = 0; oh < window_.h.out(); ++oh) {
      for (std::int64_t ow = 0; ow < window_.w.out(); ++ow, out += rows_) {
        gather(oh, ow, pixel_size);
        const std::int64_t shift =
            weights_.offset == 0 ? 0 : weights_.offset * plane_sum(input_, vector_.data(), words_);
        bit_dot({&input_, &weights_, words_, vector_.data(), matrix_.data(), bias_.data(), shift, rows_, out});
      }
    }
  }

 private:
  void gather(std::int64_t oh, std::int64_t ow, std::size_t pixel_size) {
    std::fill(vector_.begin(), vector_.end(), 0);
    for_each_tap(window_, oh, ow, [&](std::int64_t tap, std::int64_t pixel) {
      const std::uint64_t* from =
          pixel < 0 ? padding_.data() : pixels_.data() + static_cast<std::size_t>(pixel) * pixel_size;
      for (std::size_t p = 0; p < static_cast<std::size_t>(input_.planes); ++p)
        append_bits(vector_.data() + p * words_, tap * window_.channels, from + p * pixel_words_, window_.channels);
    });
  }

  WindowGeometry window_;
  PlaneFormat input_;
  PlaneFormat weights_;
  std::size_t rows_;
  std::size_t words_ = 0;
  std::size_t pixel_words_ = 0;
  std::vector<std::uint64_t> matrix_;
  std::vector<std::int64_t> bias_;
  std::vector<std::uint64_t> pixels_;
  std::vector<std::uint64_t> vector_;
  std::vector<std::uint64_t> padding_;
};

/// Plain integers, gathered into rows.
template <typename Int, void (*Dot)(const Int*, const Int*, std::size_t, std::size_t, std::int64_t*), std::size_t Block>
class IntEngine final : public WindowMatmul::Engine {
 public:
  explicit IntEngine(const MatmulProblem& problem)
      : window_(problem.window), rows_(static_cast<std::size_t>(problem.rows)) {
    const auto columns = static_cast<std::size_t>(window_.window_elements());
    stride_ = (columns + Block - 1) / Block * Block;
    matrix_.resize(rows_ * stride_);
    for (std::size_t r = 0; r < rows_; ++r)
      for (std::size_t i = 0; i < columns; ++i)
        matrix_[r * stride_ + i] = static_cast<Int>(problem.matrix[r * columns + i]);
    image_.resize(static_cast<std::size_t>(window_.input_elements()));
    vector_.resize(stride_);
    padding_.assign(static_cast<std::size_t>(window_.channels), static_cast<Int>(problem.pad_value));
  }

  void run(const std::int64_t* image, std::int64_t* out) override {
    for (Int& element : image_) element = static_cast<Int>(*image++);
    const auto channels = static_cast<std::size_t>(window_.channels);
    for (std::int64_t oh = 0; oh < window_.h.out(); ++oh) {
      for (std::int64_t ow = 0; ow < window_.w.out(); ++ow, out += rows_) {
        for_each_tap(window_, oh, ow, [&](std::int64_t tap, std::int64_t pixel) {
          const Int* from = pixel < 0 ? padding_.data() : image_.data() + static_cast<std::size_t>(pixel) * channels;
          std::memcpy(vector_.data() + static_cast<std::size_t>(tap) * channels, from, channels * sizeof(Int));
        });
        Dot(vector_.data(), matrix_.data(), stride_, rows_, out);
      }
    }
  }

 private:
  WindowGeometry window_;
  std::size_t rows_;
  std::size_t stride_ = 0;
  std::vector<Int> matrix_;
  std::vector<Int> image_;
  std::vector<Int> vector_;
  std::vector<Int> padding_;
};

using Int16Engine = IntEngine<std::int16_t, int16_dot, kInt16Block>;
using Int64Engine = IntEngine<std::int64_t, int64_dot, 1>;

/// The narrowest type of the matrix's actual values; -1 and +1 alone are BIPOLAR, one plane.
DataType weight_type(std::span<const std::int64_t> matrix) {
  Range range{0, 0};
  bool bipolar = true;
  for (const std::int64_t value : matrix) {
    range = {std::min(range.min, value), std::max(range.max, value)};
    bipolar = bipolar && (value == 1 || value == -1);
  }
  return bipolar ? DataType::bipolar() : DataType::smallest(range);
}

DataType input_type(const MatmulProblem& problem) {
  if (problem.bipolar_input) return DataType::bipolar();
  Range range = problem.input;
  if (problem.window.has_padding())
    range = {std::min(range.min, problem.pad_value), std::max(range.max, problem.pad_value)};
  return DataType::smallest(range);
}

bool fits_int16(const MatmulProblem& problem, DataType input, DataType weights) {
  const auto magnitude = [](DataType type) { return static_cast<double>(std::max(-type.min(), type.max())); };
  const DataType word = DataType::sint(16);
  return input.max() <= word.max() && input.min() >= word.min() && weights.max() <= word.max() &&
         weights.min() >= word.min() &&
         magnitude(input) * magnitude(weights) * static_cast<double>(problem.window.window_elements()) < 2147483648.0;
}

/// Estimated: an AVX2 step makes 16 products of 16 bits in the time of about one popcount of 64 one-bit products.
MatmulKernel choose(const MatmulProblem& problem, DataType input, DataType weights) {
  const int bit_products = input.bits() * weights.bits();
  const bool fits = fits_int16(problem, input, weights);
  if (fits && int16_dot_is_fast() && (bit_products > 4 || problem.window.window_elements() < 16 * bit_products))
    return MatmulKernel::kInt16;
  if (bit_products <= 16) return MatmulKernel::kBits;
  return fits ? MatmulKernel::kInt16 : MatmulKernel::kInt64;
}

}  // namespace

WindowMatmul::WindowMatmul(const MatmulProblem& problem) : kernel_(problem.kernel) {
  const DataType input = input_type(problem);
  const DataType weights = weight_type(problem.matrix);
  if (kernel_ == MatmulKernel::kAuto) kernel_ = choose(problem, input, weights);
  switch (kernel_) {
    case MatmulKernel::kBits:
      engine_ = std::make_unique<BitEngine>(problem, input, weights);
      break;
    case MatmulKernel::kInt16:
      if (!fits_int16(problem, input, weights)) throw Defect("products do not fit the 16-bit kernel");
      engine_ = std::make_unique<Int16Engine>(problem);
      break;
    default:
      engine_ = std::make_unique<Int64Engine>(problem);
  }
}

WindowMatmul::~WindowMatmul() = default;
WindowMatmul::WindowMatmul(WindowMatmul&&) noexcept = default;
WindowMatmul& WindowMatmul::operator=(WindowMatmul&&) noexcept = default;

void WindowMatmul::run(const std::int64_t* image, std::int64_t* out) { engine_->run(image, out); }

}  // namespace finn::golden

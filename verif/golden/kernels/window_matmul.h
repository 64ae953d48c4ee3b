// SPDX-License-Identifier: Apache-2.0
// A matrix applied to every window of an image: convolution, and with one window of one pixel a plain
// matrix-vector product.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "ir/types.h"
#include "ir/window.h"

namespace finn::golden {

/// How the products are made. All give the same results; kAuto takes the one that should be fastest.
enum class MatmulKernel { kAuto, kBits, kInt16, kInt64 };

struct MatmulProblem {
  WindowGeometry window;
  std::int64_t rows = 1;                 ///< of the matrix
  std::span<const std::int64_t> matrix;  ///< [rows][window elements], columns (kh, kw, c) with c fastest
  bool bipolar_input = false;            ///< the image holds -1 and +1 alone
  Range input;                           ///< range of the image's elements
  std::int64_t pad_value = 0;            ///< stands in the padding; within the input's values
  MatmulKernel kernel = MatmulKernel::kAuto;
};

/// Prepared once (the matrix is packed), applied often. One thread at a time: it owns scratch memory.
class WindowMatmul {
 public:
  /// Throws Defect if `problem.kernel` cannot compute the problem.
  explicit WindowMatmul(const MatmulProblem& problem);
  ~WindowMatmul();
  WindowMatmul(WindowMatmul&&) noexcept;
  WindowMatmul& operator=(WindowMatmul&&) noexcept;

  /// image: [H][W][C]; out: [OH*OW][rows].
  void run(const std::int64_t* image, std::int64_t* out);
  MatmulKernel kernel() const { return kernel_; }

  struct Engine;

 private:
  MatmulKernel kernel_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace finn::golden

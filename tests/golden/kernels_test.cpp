// SPDX-License-Identifier: Apache-2.0
// The packed kernels, forced one by one, against plain sums.
#include <gtest/gtest.h>

#include <random>

#include "diag/diagnostics.h"
#include "golden/kernels/bit_dot.h"
#include "golden/kernels/int_dot.h"
#include "golden/kernels/window_matmul.h"

namespace finn::golden {
namespace {

using Ints = std::vector<std::int64_t>;

Ints random_values(DataType type, std::size_t count, std::mt19937& random) {
  std::uniform_int_distribution<std::int64_t> any(type.min(), type.max());
  Ints values(count);
  for (std::int64_t& value : values) do
      value = any(random);
    while (!type.contains(value));
  return values;
}

Ints plain_dot(const Ints& vector, const Ints& matrix) {
  Ints sums(matrix.size() / vector.size());
  for (std::size_t i = 0; i < matrix.size(); ++i) sums[i / vector.size()] += vector[i % vector.size()] * matrix[i];
  return sums;
}

TEST(planes, make_the_values_of_every_type) {
  for (const DataType& type : {DataType::bipolar(), DataType::binary(), DataType::ternary(), DataType::uint(5),
                               DataType::sint(1), DataType::sint(5), DataType::uint(32), DataType::sint(32)}) {
    const PlaneFormat format(type);
    for (std::int64_t value : {type.min(), type.max(), std::int64_t{1}, std::int64_t{-1}, std::int64_t{0}}) {
      if (!type.contains(value)) continue;
      std::int64_t made = format.offset;
      for (int p = 0; p < format.planes; ++p)
        made +=
            format.coefficient[static_cast<std::size_t>(p)] * static_cast<std::int64_t>((format.code(value) >> p) & 1);
      EXPECT_EQ(made, value) << type.name();
    }
  }
}

TEST(planes, append_moves_bits_to_any_position) {
  std::mt19937_64 random(1);
  for (std::int64_t bits = 1; bits <= 140; ++bits) {
    for (std::int64_t at = 0; at <= 70; ++at) {
      std::vector<std::uint64_t> from(words_for(bits));
      for (auto& word : from) word = random();
      if (bits % 64 != 0) from.back() &= (std::uint64_t{1} << (bits % 64)) - 1;
      // Exactly as long as needed, so that the address sanitizer sees a write past the end.
      std::vector<std::uint64_t> to(words_for(at + bits));
      append_bits(to.data(), at, from.data(), bits);
      for (std::int64_t i = 0; i < at; ++i) ASSERT_EQ((to[static_cast<std::size_t>(i / 64)] >> (i % 64)) & 1, 0U);
      for (std::int64_t i = 0; i < bits; ++i)
        ASSERT_EQ((to[static_cast<std::size_t>((at + i) / 64)] >> ((at + i) % 64)) & 1,
                  (from[static_cast<std::size_t>(i / 64)] >> (i % 64)) & 1);
    }
  }
}

TEST(bit_dot, both_versions_equal_plain_sums) {
  std::mt19937 random(2);
  const std::vector<DataType> types{DataType::bipolar(), DataType::binary(), DataType::ternary(), DataType::uint(2),
                                    DataType::sint(3),   DataType::uint(11), DataType::sint(12)};
  for (const DataType& a : types) {
    for (const DataType& w : types) {
      for (const std::size_t count : {1U, 63U, 64U, 65U, 200U}) {
        constexpr std::size_t kRows = 3;
        const Ints vector = random_values(a, count, random);
        const Ints matrix = random_values(w, count * kRows, random);
        const PlaneFormat vector_format(a);
        const PlaneFormat matrix_format(w);
        const std::size_t words = words_for(static_cast<std::int64_t>(count));
        std::vector<std::uint64_t> packed(static_cast<std::size_t>(vector_format.planes) * words);
        pack_planes(vector_format, vector, packed.data());
        const std::size_t row_words = static_cast<std::size_t>(matrix_format.planes) * words;
        std::vector<std::uint64_t> rows(kRows * row_words);
        Ints bias;
        for (std::size_t r = 0; r < kRows; ++r) {
          std::uint64_t* row = rows.data() + r * row_words;
          pack_planes(matrix_format, {matrix.data() + r * count, count}, row);
          bias.push_back(vector_format.offset * (plane_sum(matrix_format, row, words) +
                                                 matrix_format.offset * static_cast<std::int64_t>(count)));
        }
        const std::int64_t shift = matrix_format.offset * plane_sum(vector_format, packed.data(), words);
        Ints out(kRows);
        const BitDot job{&vector_format, &matrix_format, words, packed.data(), rows.data(),
                         bias.data(),    shift,          kRows, out.data()};
        const Ints expected = plain_dot(vector, matrix);
        bit_dot(job);
        ASSERT_EQ(out, expected) << a.name() << " x " << w.name() << " x " << count;
        out.assign(kRows, 0);
        bit_dot_portable(job);
        ASSERT_EQ(out, expected) << a.name() << " x " << w.name() << " x " << count << " portable";
      }
    }
  }
}

TEST(int_dot, both_versions_equal_plain_sums) {
  std::mt19937 random(3);
  for (const std::size_t count : {16U, 48U}) {
    for (const std::size_t rows : {1U, 2U, 5U}) {
      const Ints vector = random_values(DataType::sint(12), count, random);
      const Ints matrix = random_values(DataType::sint(13), count * rows, random);
      const std::vector<std::int16_t> short_vector(vector.begin(), vector.end());
      const std::vector<std::int16_t> short_matrix(matrix.begin(), matrix.end());
      const Ints expected = plain_dot(vector, matrix);
      Ints out(rows);
      int16_dot(short_vector.data(), short_matrix.data(), count, rows, out.data());
      EXPECT_EQ(out, expected);
      out.assign(rows, 0);
      int16_dot_portable(short_vector.data(), short_matrix.data(), count, rows, out.data());
      EXPECT_EQ(out, expected);
      int64_dot(vector.data(), matrix.data(), count, rows, out.data());
      EXPECT_EQ(out, expected);
    }
  }
}

/// Products at the limits of the 16-bit kernel's sums, in all signs.
TEST(window_matmul, sixteen_bit_sums_reach_their_limit) {
  for (const std::int64_t value : {std::int64_t{-32768}, std::int64_t{32767}}) {
    for (const std::int64_t weight : {std::int64_t{-4}, std::int64_t{3}}) {
      MatmulProblem problem;
      problem.window.channels = 16383;
      const Ints matrix(16383, weight);
      problem.matrix = matrix;
      problem.input = {-32768, 32767};
      problem.kernel = MatmulKernel::kInt16;
      WindowMatmul matmul(problem);
      const Ints image(16383, value);
      std::int64_t out = 0;
      matmul.run(image.data(), &out);
      EXPECT_EQ(out, 16383 * value * weight);
    }
  }
}

TEST(window_matmul, refuses_sums_past_its_limit) {
  MatmulProblem problem;
  problem.window.channels = 16384;
  const Ints matrix(16384, -4);
  problem.matrix = matrix;
  problem.input = {-32768, 32767};
  problem.kernel = MatmulKernel::kInt16;
  EXPECT_THROW(WindowMatmul{problem}, Defect);
  problem.kernel = MatmulKernel::kAuto;
  EXPECT_NE(WindowMatmul(problem).kernel(), MatmulKernel::kInt16);
}

TEST(window_matmul, kernels_agree) {
  std::mt19937 random(4);
  for (const DataType& a : {DataType::bipolar(), DataType::binary(), DataType::ternary(), DataType::sint(6)}) {
    for (const DataType& w : {DataType::bipolar(), DataType::binary(), DataType::ternary(), DataType::uint(7)}) {
      for (const std::int64_t channels : {1, 3, 64, 100}) {
        MatmulProblem problem;
        problem.window = {{5, 3, 2, 1, 1, 1}, {6, 2, 1, 0, 2, 2}, channels};
        problem.rows = 3;
        problem.bipolar_input = a.is_bipolar();
        problem.input = a.range();
        problem.pad_value = 1;
        const auto columns = static_cast<std::size_t>(problem.window.window_elements());
        const Ints matrix = random_values(w, 3 * columns, random);
        problem.matrix = matrix;
        const Ints image = random_values(a, static_cast<std::size_t>(problem.window.input_elements()), random);
        std::vector<Ints> results;
        for (const MatmulKernel kernel :
             {MatmulKernel::kAuto, MatmulKernel::kBits, MatmulKernel::kInt16, MatmulKernel::kInt64}) {
          problem.kernel = kernel;
          Ints out(static_cast<std::size_t>(problem.window.windows()) * 3);
          WindowMatmul matmul(problem);
          matmul.run(image.data(), out.data());
          matmul.run(image.data(), out.data());  // scratch memory of the first frame must not show
          results.push_back(out);
        }
        for (std::size_t i = 1; i < results.size(); ++i)
          ASSERT_EQ(results[i], results[0]) << a.name() << " x " << w.name() << " kernel " << i;
      }
    }
  }
}

TEST(window_matmul, binary_layers_are_bit_packed) {
  MatmulProblem problem;
  problem.window.channels = 256;
  const Ints matrix(256, -1);
  problem.matrix = matrix;
  problem.bipolar_input = true;
  problem.input = {-1, 1};
  EXPECT_EQ(WindowMatmul(problem).kernel(), MatmulKernel::kBits);
}

}  // namespace
}  // namespace finn::golden

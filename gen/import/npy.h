// SPDX-License-Identifier: Apache-2.0
// NumPy's .npy files, format versions 1.0, 2.0 and 3.0: booleans, integers of 1 to 8 bytes, float32 and float64, in
// either byte order, in C or Fortran order. Layout as in the specification of numpy.lib.format.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "ir/tensor.h"

namespace finn {

/// An array, its last dimension fastest whatever the order in the file was. An empty shape holds one element.
struct NpyArray {
  Shape shape;
  std::string dtype;                   ///< as in the file, e.g. "<i4"
  bool is_real = false;                ///< values are in `reals`, not in `integers`
  std::vector<std::int64_t> integers;  ///< booleans are 0 and 1
  std::vector<double> reals;

  std::int64_t size() const { return static_cast<std::int64_t>(is_real ? reals.size() : integers.size()); }
};

/// What the header of an .npy file says.
struct NpyHeader {
  Shape shape;
  std::string dtype;
  char kind = 'i';  ///< 'b' bool, 'i' signed, 'u' unsigned, 'f' real
  int item_bytes = 1;
  bool big_endian = false;
  bool fortran_order = false;
  std::size_t data_offset = 0;  ///< bytes from the beginning of the file
  std::int64_t elements = 1;
};

/// Elements of the largest array that is read.
constexpr std::int64_t kMaxNpyElements = std::int64_t{1} << 28;

/// Reads a file. Reports FR1001, FR1002 and FR1101..FR1107 at `where` (the file itself if that names none) and returns
/// nothing then. Allocates nothing before the file's size has confirmed the header.
std::optional<NpyArray> read_npy(const std::filesystem::path& path, Diagnostics& diagnostics, Location where = {});

/// The same for the bytes of a file; `name` is for messages.
std::optional<NpyArray> parse_npy(std::string_view bytes, std::string_view name, const Location& where,
                                  Diagnostics& diagnostics);

/// Parses and checks the header. `size` is the size of the whole file, `begin` at least its header.
std::optional<NpyHeader> parse_npy_header(std::string_view begin, std::uintmax_t size, std::string_view name,
                                          const Location& where, Diagnostics& diagnostics);

/// The narrowest dtype that holds the range, unsigned if it has no negative value: "|u1", "|i1", "<u2", ...
std::string_view smallest_npy_dtype(Range range);

/// The bytes of an .npy file of version 1.0 in C order. `dtype` is |b1, |i1, |u1, <i2 ... <u8; empty: the narrowest
/// one. Throws Defect if a value does not fit or the shape has another number of elements.
std::string npy_bytes(const Shape& shape, std::span<const std::int64_t> values, std::string_view dtype = {});
/// The same as float64 ("<f8").
std::string npy_bytes(const Shape& shape, std::span<const double> values);

/// Writes a file (FR1202 on failure).
bool write_file(const std::filesystem::path& path, std::string_view bytes, Diagnostics& diagnostics);
bool write_npy(const std::filesystem::path& path, const Shape& shape, std::span<const std::int64_t> values,
               Diagnostics& diagnostics, std::string_view dtype = {});
bool write_npy(const std::filesystem::path& path, const Shape& shape, std::span<const double> values,
               Diagnostics& diagnostics);

}  // namespace finn

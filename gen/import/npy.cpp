// SPDX-License-Identifier: Apache-2.0
#include "import/npy.h"

#include <bit>
#include <cstring>
#include <fstream>
#include <limits>

#include "import/json_source.h"

namespace finn {
namespace {

/// Longest header that is read; NumPy itself stays below 64 KiB but for structured dtypes.
constexpr std::size_t kLongestHeader = std::size_t{1} << 20;

std::uint64_t load(const char* at, int bytes, bool big_endian) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i) {
    const auto byte = static_cast<unsigned char>(at[big_endian ? i : bytes - 1 - i]);
    value = value << 8 | byte;
  }
  return value;
}

std::int64_t sign_extend(std::uint64_t value, int bytes) {
  const int shift = 64 - 8 * bytes;
  return static_cast<std::int64_t>(value << shift) >> shift;
}

double to_real(std::uint64_t bits, int bytes) {
  return bytes == 4 ? static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)))
                    : std::bit_cast<double>(bits);
}

/// Reorders values whose first dimension is fastest.
template <typename T>
std::vector<T> to_c_order(const std::vector<T>& values, const Shape& shape) {
  if (shape.size() < 2 || values.empty()) return values;
  std::vector<T> out(values.size());
  std::vector<std::size_t> strides(shape.size());  // in the file
  std::size_t stride = 1;
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    strides[axis] = stride;
    stride *= static_cast<std::size_t>(shape[axis]);
  }
  std::vector<std::int64_t> index(shape.size(), 0);
  std::size_t source = 0;
  for (T& target : out) {
    target = values[source];
    for (std::size_t axis = shape.size(); axis-- > 0;) {
      source += strides[axis];
      if (++index[axis] < shape[axis]) break;
      source -= strides[axis] * static_cast<std::size_t>(shape[axis]);
      index[axis] = 0;
    }
  }
  return out;
}

/// Values from the data part. Nothing if one does not fit 64 bits, signed.
std::optional<NpyArray> decode(const NpyHeader& header, std::string_view data, std::string_view name,
                               const Location& where, Diagnostics& diagnostics) {
  NpyArray out;
  out.shape = header.shape;
  out.dtype = header.dtype;
  out.is_real = header.kind == 'f';
  const auto count = static_cast<std::size_t>(header.elements);
  if (out.is_real) {
    out.reals.resize(count);
  } else {
    out.integers.resize(count);
  }
  const int bytes = header.item_bytes;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t raw = load(data.data() + i * static_cast<std::size_t>(bytes), bytes, header.big_endian);
    if (out.is_real) {
      out.reals[i] = to_real(raw, bytes);
    } else if (header.kind == 'b') {
      out.integers[i] = raw != 0 ? 1 : 0;
    } else if (header.kind == 'i') {
      out.integers[i] = sign_extend(raw, bytes);
    } else if (raw > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      diagnostics.error(Code::FR1107, where,
                        fmt::format("{}: the value {} (number {} in the file) does not fit 64 bits, signed",
                                    in_quotes(name), raw, i));
      return std::nullopt;
    } else {
      out.integers[i] = static_cast<std::int64_t>(raw);
    }
  }
  if (header.fortran_order) {
    out.integers = to_c_order(out.integers, out.shape);
    out.reals = to_c_order(out.reals, out.shape);
  }
  return out;
}

std::string header_bytes(const Shape& shape, std::string_view dtype) {
  std::string tuple;
  for (const std::int64_t dim : shape) tuple += fmt::format("{}{}", tuple.empty() ? "" : ", ", dim);
  if (shape.size() == 1) tuple += ',';
  std::string dictionary = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", dtype, tuple);
  // The data begin at a multiple of 64 bytes; the header ends in a newline.
  const std::size_t unpadded = 10 + dictionary.size() + 1;
  dictionary.append((64 - unpadded % 64) % 64, ' ');
  dictionary += '\n';
  std::string out = "\x93NUMPY";
  out += '\x01';
  out += '\0';
  out += static_cast<char>(dictionary.size() & 0xFF);
  out += static_cast<char>(dictionary.size() >> 8);
  return out + dictionary;
}

void store(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

void check_count(const Shape& shape, std::size_t count) {
  if (element_count(shape) != static_cast<std::int64_t>(count))
    throw Defect(fmt::format("{} values for an array of shape {}", count, shape_text(shape)));
}

}  // namespace

std::optional<NpyArray> parse_npy(std::string_view bytes, std::string_view name, const Location& where,
                                  Diagnostics& diagnostics) {
  const auto header = parse_npy_header(bytes, bytes.size(), name, where, diagnostics);
  if (!header) return std::nullopt;
  return decode(*header, bytes.substr(header->data_offset), name, where, diagnostics);
}

std::optional<NpyArray> read_npy(const std::filesystem::path& path, Diagnostics& diagnostics, Location where) {
  if (where.file.empty()) where.file = path.string();
  // The header's length is checked against the file before the data are read: a file of the largest accepted array.
  constexpr std::uintmax_t kLongestFile = static_cast<std::uintmax_t>(kMaxNpyElements) * 8 + kLongestHeader;
  std::error_code error;
  const bool regular = std::filesystem::is_regular_file(path, error);
  const std::uintmax_t size = regular ? std::filesystem::file_size(path, error) : 0;
  if (regular && !error && size > kLongestHeader) {
    // Large: look at the header alone first, so that a lying file is refused before it is read.
    std::string begin(kLongestHeader, '\0');
    std::ifstream stream(path, std::ios::binary);
    if (stream && stream.read(begin.data(), static_cast<std::streamsize>(begin.size())) &&
        !parse_npy_header(begin, size, path.string(), where, diagnostics))
      return std::nullopt;
  }
  const auto bytes = read_file(path, kLongestFile, where, diagnostics);
  if (!bytes) return std::nullopt;
  return parse_npy(*bytes, path.string(), where, diagnostics);
}

std::string_view smallest_npy_dtype(Range range) {
  if (range.min >= 0) {
    const int bits = bits_unsigned(static_cast<std::uint64_t>(range.max));
    return bits <= 8 ? "|u1" : bits <= 16 ? "<u2" : bits <= 32 ? "<u4" : "<u8";
  }
  const int bits = bits_signed(range);
  return bits <= 8 ? "|i1" : bits <= 16 ? "<i2" : bits <= 32 ? "<i4" : "<i8";
}

std::string npy_bytes(const Shape& shape, std::span<const std::int64_t> values, std::string_view dtype) {
  check_count(shape, values.size());
  Range range;
  for (const std::int64_t value : values) {
    range.min = std::min(range.min, value);
    range.max = std::max(range.max, value);
  }
  if (dtype.empty()) dtype = smallest_npy_dtype(range);
  if (dtype.size() != 3) throw Defect(fmt::format("cannot write dtype {}", dtype));
  const int bytes = dtype[2] - '0';
  const int bits = dtype[1] == 'b' ? 1 : 8 * bytes;
  const bool is_signed = dtype[1] == 'i';
  const bool fits = is_signed ? bits_signed(range) <= bits
                              : range.min >= 0 && bits_unsigned(static_cast<std::uint64_t>(range.max)) <= bits;
  if (!fits) throw Defect(fmt::format("values {}..{} do not fit dtype {}", range.min, range.max, dtype));
  std::string out = header_bytes(shape, dtype);
  out.reserve(out.size() + values.size() * static_cast<std::size_t>(bytes));
  for (const std::int64_t value : values) store(out, static_cast<std::uint64_t>(value), bytes);
  return out;
}

std::string npy_bytes(const Shape& shape, std::span<const double> values) {
  check_count(shape, values.size());
  std::string out = header_bytes(shape, "<f8");
  for (const double value : values) store(out, std::bit_cast<std::uint64_t>(value), 8);
  return out;
}

bool write_file(const std::filesystem::path& path, std::string_view bytes, Diagnostics& diagnostics) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  stream.close();
  if (stream) return true;
  diagnostics.error(Code::FR1202, Location{path.string(), 0, 0, {}},
                    fmt::format("cannot write {}", in_quotes(path.string())));
  return false;
}

bool write_npy(const std::filesystem::path& path, const Shape& shape, std::span<const std::int64_t> values,
               Diagnostics& diagnostics, std::string_view dtype) {
  return write_file(path, npy_bytes(shape, values, dtype), diagnostics);
}

bool write_npy(const std::filesystem::path& path, const Shape& shape, std::span<const double> values,
               Diagnostics& diagnostics) {
  return write_file(path, npy_bytes(shape, values), diagnostics);
}

}  // namespace finn

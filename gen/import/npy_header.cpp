// SPDX-License-Identifier: Apache-2.0
// The header of an .npy file: magic, version, length, and a Python dictionary with descr, fortran_order and shape.
#include <charconv>
#include <limits>

#include "import/json_source.h"
#include "import/npy.h"

namespace finn {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMaxNpyRank = 32;

/// Parses the dictionary. Every step returns false on text that does not fit; nothing reads beyond the end.
class HeaderParser {
 public:
  explicit HeaderParser(std::string_view text) : text_(text) {}

  /// What is wrong, for the message.
  std::string problem = "it is not a dictionary of descr, fortran_order and shape";
  bool bad_dtype = false;
  bool bad_shape = false;
  std::string descr;
  bool fortran_order = false;
  Shape shape;

  bool run() {
    bool seen[3] = {false, false, false};
    if (!take('{')) return false;
    while (!take('}')) {
      std::string key;
      if (!string(key) || !take(':')) return false;
      const int index = key == "descr" ? 0 : key == "fortran_order" ? 1 : key == "shape" ? 2 : -1;
      if (index < 0) return fail("unknown key " + in_quotes(key));
      if (seen[index]) return fail("the key " + in_quotes(key) + " stands there twice");
      seen[index] = true;
      if (!(index == 0 ? read_descr() : index == 1 ? read_order() : read_shape())) return false;
      if (!take(',') && peek() != '}') return false;
    }
    if (peek() != '\0') return fail("there is text after the dictionary");
    return (seen[0] && seen[1] && seen[2]) || fail("descr, fortran_order or shape is missing");
  }

 private:
  bool fail(std::string why) {
    problem = std::move(why);
    return false;
  }
  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  bool word(std::string_view expected) {
    peek();
    if (text_.substr(at_, expected.size()) != expected) return false;
    at_ += expected.size();
    return true;
  }
  bool string(std::string& out) {
    const char quote = peek();
    if (quote != '\'' && quote != '"') return false;
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) return false;
    out = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return true;
  }
  bool read_descr() {
    if (peek() == '[' || peek() == '(') {
      bad_dtype = true;
      return fail("structured dtypes are not supported");
    }
    return string(descr) || fail("descr is not a string");
  }
  bool read_order() {
    if (word("True")) {
      fortran_order = true;
      return true;
    }
    return word("False") || fail("fortran_order is neither True nor False");
  }
  bool read_shape() {
    if (!take('(')) return fail("shape is not a tuple");
    while (!take(')')) {
      bad_shape = true;
      peek();
      std::int64_t dim = 0;
      const auto [stop, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), dim);
      if (error == std::errc::result_out_of_range) return fail("a dimension does not fit 64 bits");
      if (error != std::errc()) return fail("a dimension is not an integer");
      if (dim < 0) return fail(fmt::format("the dimension {} is negative", dim));
      at_ = static_cast<std::size_t>(stop - text_.data());
      if (at_ < text_.size() && text_[at_] == 'L') ++at_;  // written by Python 2
      shape.push_back(dim);
      if (shape.size() > kMaxNpyRank) return fail(fmt::format("there are more than {} dimensions", kMaxNpyRank));
      if (!take(',') && peek() != ')') return fail("the shape is not a tuple of integers");
      bad_shape = false;
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool parse_dtype(const std::string& descr, NpyHeader& header) {
  if (descr.size() != 3) return false;
  const char order = descr[0];
  header.kind = descr[1];
  header.item_bytes = descr[2] - '0';
  if (order != '<' && order != '>' && order != '|' && order != '=') return false;
  header.big_endian = order == '>';  // "=" is the order of the machine that wrote it: little in all that matter
  const int bytes = header.item_bytes;
  const bool power = bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
  if (order == '|' && bytes != 1) return false;
  switch (header.kind) {
    case 'b':
      return bytes == 1;
    case 'i':
    case 'u':
      return power;
    case 'f':
      return bytes == 4 || bytes == 8;
    default:
      return false;
  }
}

/// Product of the dimensions, or nothing if it is above the limit. Dimensions of zero hide no overflow.
std::optional<std::int64_t> product(const Shape& shape, bool& overflow) {
  std::int64_t count = 1;
  bool zero = false;
  for (const std::int64_t dim : shape) {
    zero = zero || dim == 0;
    overflow = dim != 0 && __builtin_mul_overflow(count, dim, &count);
    if (overflow) return std::nullopt;
  }
  return zero ? 0 : count;
}

}  // namespace

std::optional<NpyHeader> parse_npy_header(std::string_view begin, std::uintmax_t size, std::string_view name,
                                          const Location& where, Diagnostics& diagnostics) {
  const auto fail = [&](Code code, const std::string& what) {
    diagnostics.error(code, where, fmt::format("{}: {}", in_quotes(name), what));
    return std::nullopt;
  };
  if (begin.substr(0, kMagic.size()) != kMagic)
    return fail(Code::FR1101, begin.empty() ? "expected an .npy file, found an empty file"
                                            : "expected an .npy file, found another beginning than \\x93NUMPY");
  if (begin.size() < 8) return fail(Code::FR1103, "the file ends before its version");
  const auto byte = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(begin[i])); };
  if (byte(6) < 1 || byte(6) > 3 || byte(7) != 0)
    return fail(Code::FR1102, fmt::format("expected format version 1.0, 2.0 or 3.0, found {}.{}", byte(6), byte(7)));
  const std::size_t prefix = byte(6) == 1 ? 10 : 12;
  if (begin.size() < prefix) return fail(Code::FR1103, "the file ends before its header");
  std::size_t length = byte(8) | byte(9) << 8;
  if (prefix == 12) length |= static_cast<std::size_t>(byte(10)) << 16 | static_cast<std::size_t>(byte(11)) << 24;
  if (begin.size() - prefix < length)
    return fail(Code::FR1103, fmt::format("the header should have {} bytes, but the file ends after {} of them (or it "
                                          "is longer than any sensible header)",
                                          length, begin.size() - prefix));
  HeaderParser parser(begin.substr(prefix, length));
  if (!parser.run()) {
    const Code code = parser.bad_dtype ? Code::FR1104 : parser.bad_shape ? Code::FR1105 : Code::FR1103;
    return fail(code, "bad header: " + parser.problem);
  }
  NpyHeader header;
  header.dtype = parser.descr;
  header.shape = parser.shape;
  header.fortran_order = parser.fortran_order;
  header.data_offset = prefix + length;
  if (!parse_dtype(parser.descr, header))
    return fail(Code::FR1104,
                fmt::format("expected b1, i1..i8, u1..u8, f4 or f8, found dtype {}", in_quotes(parser.descr)));
  bool overflow = false;
  const auto count = product(header.shape, overflow);
  if (!count)
    return fail(Code::FR1105,
                fmt::format("the shape {} has more elements than 64 bits count", shape_text(header.shape)));
  if (*count > kMaxNpyElements)
    return fail(Code::FR1002, fmt::format("the shape {} has {} elements; at most {} are accepted",
                                          shape_text(header.shape), *count, kMaxNpyElements));
  header.elements = *count;
  const std::uintmax_t expected = static_cast<std::uintmax_t>(*count) * static_cast<std::uintmax_t>(header.item_bytes);
  const std::uintmax_t found = size - header.data_offset;
  if (expected != found)
    return fail(Code::FR1106, fmt::format("shape {} of dtype {} needs {} bytes of data, the file has {}",
                                          shape_text(header.shape), header.dtype, expected, found));
  return header;
}

}  // namespace finn

// SPDX-License-Identifier: Apache-2.0
#include "bench/vector_file.h"

#include <unistd.h>

#include <fstream>
#include <system_error>

namespace finn {
namespace {

void put_little_endian(std::string& bytes, std::uint64_t value, int count) {
  for (int i = 0; i < count; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xff);
}

void put_bits(char* data, std::int64_t at, int width, std::uint64_t code) {
  for (int done = 0; done < width;) {
    const std::int64_t bit = at + done;
    const int room = 8 - static_cast<int>(bit % 8);
    data[bit / 8] = static_cast<char>(static_cast<unsigned char>(data[bit / 8]) |
                                      static_cast<unsigned char>((code >> done) << (bit % 8)));
    done += room;
  }
}

}  // namespace

void pack_frame(const BenchStream& stream, const Tensor& tensor, std::string& bytes) {
  if (tensor.size() != stream.elements)
    throw Defect(
        fmt::format("tensor \"{}\" has {} elements, its stream {}", stream.tensor, tensor.size(), stream.elements));
  const DataType type = stream.type.type;
  const Encoding& encoding = stream.type.encoding;
  const std::size_t start = bytes.size();
  bytes.resize(start + static_cast<std::size_t>(stream.beats() * stream.bytes()));
  for (std::int64_t i = 0; i < stream.elements; ++i) {
    const std::int64_t channel = i % stream.channels();
    const std::int64_t value = tensor.data[static_cast<std::size_t>(i)] - encoding.offset(channel);
    const std::int64_t gain = encoding.gain(channel);
    if (value % gain != 0 || !type.contains(value / gain))
      throw Defect(fmt::format("element {} of tensor \"{}\" is {}, which its stream of {} cannot carry", i,
                               stream.tensor, tensor.data[static_cast<std::size_t>(i)], type.name()));
    char* beat = bytes.data() + start + static_cast<std::size_t>(i / stream.lanes * stream.bytes());
    put_bits(beat, i % stream.lanes * type.bits(), type.bits(), type.encode(value / gain));
  }
}

std::string vector_file(const BenchStream& stream, const std::vector<const Tensor*>& frames) {
  std::string bytes("FRVEC1\0\0", 8);
  put_little_endian(bytes, static_cast<std::uint64_t>(stream.bytes()), 4);
  put_little_endian(bytes, static_cast<std::uint64_t>(stream.beats()), 4);
  put_little_endian(bytes, frames.size(), 8);
  for (const Tensor* tensor : frames) pack_frame(stream, *tensor, bytes);
  return bytes;
}

std::int64_t decode_element(const BenchStream& stream, std::int64_t element, std::uint64_t code) {
  const std::int64_t channel = element % stream.channels();
  return stream.type.encoding.gain(channel) * stream.type.type.decode(code) + stream.type.encoding.offset(channel);
}

void replace_file(const std::filesystem::path& file, const std::string& bytes) {
  const std::filesystem::path partial = fmt::format("{}.{}.part", file.string(), ::getpid());
  std::ofstream out(partial, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(partial, file, error);
  if (!out || error) {
    if (!error) error = std::make_error_code(std::errc::io_error);
    std::error_code ignored;
    std::filesystem::remove(partial, ignored);
    throw std::filesystem::filesystem_error("cannot write", file, error);
  }
}

}  // namespace finn

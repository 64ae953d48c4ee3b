// SPDX-License-Identifier: Apache-2.0
// How the raw codes of a stream read, for kinds that take any encoding.
#pragma once

#include <cstdint>

#include "hw/stream.h"

namespace finn {

/// The codes of a stream as unsigned or two's complement numbers: value = gain * raw + offset, the gain positive.
class RawCodes {
 public:
  explicit RawCodes(const StreamType& stream)
      : type(stream.type.is_bipolar() ? DataType::binary() : stream.type),
        range(stream.type.is_bipolar() ? Range{0, 1} : stream.codes),
        shared(stream.encoding.a.size() == 1 && stream.encoding.b.size() == 1),
        bipolar_(stream.type.is_bipolar()),
        encoding_(stream.encoding) {}

  std::int64_t gain(std::int64_t channel) const { return (bipolar_ ? 2 : 1) * encoding_.gain(channel); }
  std::int64_t offset(std::int64_t channel) const {  // of BIPOLAR: gain * (2 * raw - 1) + offset
    return encoding_.offset(channel) - (bipolar_ ? encoding_.gain(channel) : 0);
  }

  const DataType type;
  const Range range;
  const bool shared;  ///< gain and offset are the same for all channels

 private:
  bool bipolar_;
  Encoding encoding_;
};

}  // namespace finn

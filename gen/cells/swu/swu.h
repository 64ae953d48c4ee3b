// SPDX-License-Identifier: Apache-2.0
// Sliding window: turns the pixels of an image into the taps of each window, for convolution and pooling.
// Padding is made here; frames overlap in one ring memory.
#pragma once

#include <cstdint>

#include "hw/cell.h"
#include "hw/memory.h"

namespace finn {

const Cell& cell_swu();

/// Geometry and folding of a sliding window. Output pixel (oy, ox), tap (ky, kx) is the input pixel
/// (oy * sh - pt + ky * dh, ox * sw - pl + kx * dw), or the padding code where that is outside the image.
struct SwuConfig {
  int width = 1;           ///< bits of one channel element, 1..64
  std::int64_t lanes = 1;  ///< elements of one stored word (S); an input beat is one word
  std::int64_t cf = 1;     ///< words of a pixel, channels / lanes
  std::int64_t taps = 1;   ///< window taps in one output beat; divides kh * kw; more than 1 only if cf == 1
  std::int64_t h = 1;      ///< image rows, without padding
  std::int64_t w = 1;      ///< image columns
  std::int64_t kh = 1;
  std::int64_t kw = 1;
  std::int64_t sh = 1;  ///< strides
  std::int64_t sw = 1;
  std::int64_t pt = 0;  ///< padding above and on the left; below and on the right follow from oh and ow
  std::int64_t pl = 0;
  std::int64_t oh = 1;  ///< windows in a column and in a row
  std::int64_t ow = 1;
  std::int64_t dh = 1;  ///< dilations
  std::int64_t dw = 1;
  std::uint64_t pad_code = 0;        ///< code of one padded element, `width` bits; ignored where nothing is padded
  std::int64_t depth = 0;            ///< pixels that the ring memory holds; 0: swu_default_depth
  RamStyle style = RamStyle::kAuto;  ///< of the ring memory

  std::int64_t input_beats() const { return h * w * cf; }
  std::int64_t output_beats() const { return oh * ow * (kh * kw / taps) * cf; }
};

/// Parameters of the cell. Throws Defect if the configuration is illegal: a count that does not divide, a depth
/// below swu_min_depth, or a padding code that PAD_CODE cannot carry (see there: above 32 bits only codes
/// 0..2^31-1 and, with the top bit, 2^(width-1)..2^(width-1)+2^31-1).
Params swu_params(const SwuConfig& config);

/// PAD_CODE, a 32-bit signed parameter: above 32 bits its bit 31 stands for the code's top bit. 0 without padding.
std::int64_t swu_pad_parameter(const SwuConfig& config);

/// The smallest ring (pixels) with which the cell never locks up. At least 2.
std::int64_t swu_min_depth(const SwuConfig& config);

/// A ring (pixels) with which frames follow each other without a bubble if the source is always valid, see
/// cells/swu/depth.h. Sources that pause, if only between pixels, may need more, up to two frames: the cycle model of
/// the whole accelerator shows it, and the buffer pass raises it.
std::int64_t swu_default_depth(const SwuConfig& config);

}  // namespace finn

/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks of elements go through lanes on the stack: values <-> codes in lanes (fr_codes.h) <-> bits (fr_bits.h).
 */
#include "fr_pack.h"

#include <string.h>

#include "fr_bits.h"
#include "fr_codes.h"

/* Bytes of a block of lanes: far below a first-level cache. */
#define BLOCK_BYTES 4096

/* Lanes of a block, and room for the eight that are written or read beyond. */
typedef union {
  uint64_t align;
  uint8_t bytes[BLOCK_BYTES + 64];
} fr_block;

typedef struct {
  unsigned bytes;
  int is_signed;
} fr_host_type;

static fr_host_type host_type(fr_host host) {
  fr_host_type type;
  type.bytes = 1u << ((unsigned)host / 2);
  type.is_signed = (unsigned)host % 2 == 0;
  return type;
}

static int64_t type_min(const fr_layout* layout) {
  if (layout->code == FR_UNSIGNED) return 0;
  return layout->code == FR_SIGNED ? -((int64_t)1 << (layout->bits - 1)) : -1;
}

static int64_t type_max(const fr_layout* layout) {
  if (layout->code == FR_UNSIGNED) return (int64_t)ones(layout->bits);
  return layout->code == FR_SIGNED ? (int64_t)ones(layout->bits - 1) : 1;
}

static int64_t host_min(fr_host host) {
  const fr_host_type type = host_type(host);
  if (!type.is_signed) return 0;
  return type.bytes == 8 ? INT64_MIN : -((int64_t)1 << (8 * type.bytes - 1));
}

/* Of the 64-bit ones both times the largest signed one: no type has more. */
static int64_t host_max(fr_host host) {
  const fr_host_type type = host_type(host);
  if (type.bytes == 8) return INT64_MAX;
  return (int64_t)ones(8 * type.bytes - (type.is_signed ? 1 : 0));
}

static int is_layout(const fr_layout* layout, fr_host host) {
  if ((unsigned)layout->code > FR_TERNARY || (unsigned)host > FR_HOST_UINT64) return 0;
  if (layout->bits < 1 || layout->bits > FR_MAX_BITS || layout->beat_elements < 1 || layout->beats_per_frame < 1)
    return 0;
  if (layout->code == FR_BIPOLAR && layout->bits != 1) return 0;
  return layout->code != FR_TERNARY || layout->bits == 2;
}

static fr_type cut_type(const fr_layout* layout, fr_host host) {
  fr_type type;
  type.code = layout->code;
  type.mask = ones(layout->bits);
  type.sign = layout->code == FR_SIGNED || layout->code == FR_TERNARY ? (uint64_t)1 << (layout->bits - 1) : 0;
  type.low = type_min(layout) > host_min(host) ? type_min(layout) : host_min(host);
  type.high = type_max(layout) < host_max(host) ? type_max(layout) : host_max(host);
  return type;
}

/* Beats that end at a byte join without a seam, and fr_bits.h pads those of 1, 2 and 4 elements itself. */
static fr_run make_run(const fr_layout* layout, uint64_t frames) {
  const uint64_t n = layout->beat_elements;
  const int whole = n % 8 * layout->bits % 8 == 0;
  const int small = layout->bits <= 16 && (n == 1 || n == 2 || n == 4);
  fr_run run;
  plan_run(&run, layout->bits, whole || small ? frames * layout->beats_per_frame * n : n,
           small && !whole ? (unsigned)n : 8);
  return run;
}

/* Elements of the next block: whole runs, or a part of one that is a multiple of 8 until its end. */
typedef struct {
  uint64_t runs; /* 1: a run or a part of it */
  uint64_t elements;
} fr_share;

static fr_share next_share(const fr_run* run, uint64_t left) {
  const uint64_t block = BLOCK_BYTES / run->lane_bytes;
  const uint64_t of_run = (left - 1) % run->run_elements + 1;
  fr_share share = {1, 0};
  if (run->run_elements <= block) {
    share.runs = block / run->run_elements;
    if (share.runs > left / run->run_elements) share.runs = left / run->run_elements;
    share.elements = share.runs * run->run_elements;
  } else {
    share.elements = of_run < block ? of_run : block;
  }
  return share;
}

static int64_t value_at(fr_host host, const uint8_t* at) {
  int8_t i8;
  int16_t i16;
  uint16_t u16;
  int32_t i32;
  uint32_t u32;
  int64_t i64;
  uint64_t u64;
  switch (host) {
    case FR_HOST_INT8:
      memcpy(&i8, at, 1);
      return i8;
    case FR_HOST_UINT8:
      return *at;
    case FR_HOST_INT16:
      memcpy(&i16, at, 2);
      return i16;
    case FR_HOST_UINT16:
      memcpy(&u16, at, 2);
      return u16;
    case FR_HOST_INT32:
      memcpy(&i32, at, 4);
      return i32;
    case FR_HOST_UINT32:
      memcpy(&u32, at, 4);
      return u32;
    case FR_HOST_INT64:
      memcpy(&i64, at, 8);
      return i64;
    default:
      memcpy(&u64, at, 8);
      return u64 > (uint64_t)INT64_MAX ? INT64_MAX : (int64_t)u64;
  }
}

static void find_value(const fr_type* type, fr_host host, const uint8_t* values, uint64_t start, fr_pack_fault* fault) {
  uint64_t i = 0;
  int64_t value;
  if (fault == NULL) return;
  for (;; ++i) { /* there is one */
    value = value_at(host, values + i * host_type(host).bytes);
    if (value < type->low || value > type->high || (type->code == FR_BIPOLAR && value == 0)) break;
  }
  fault->index = start + i;
  fault->value = value;
}

uint64_t fr_beat_bytes(const fr_layout* layout) {
  return layout->beat_elements / 8 * layout->bits + (layout->beat_elements % 8 * layout->bits + 7) / 8;
}

uint64_t fr_frame_bytes(const fr_layout* layout) { return fr_beat_bytes(layout) * layout->beats_per_frame; }

uint64_t fr_frame_elements(const fr_layout* layout) { return layout->beat_elements * layout->beats_per_frame; }

fr_pack_status fr_pack(const fr_layout* layout, uint64_t frames, fr_host host, const void* values, void* image,
                       fr_pack_fault* fault) {
  typedef uint8_t* (*packer)(const fr_run*, const uint8_t*, uint64_t, size_t, uint8_t*, const uint8_t*);
  static const packer packers[3] = {pack_8, pack_16, pack_64};
  if (!is_layout(layout, host)) return FR_PACK_LAYOUT;
  {
    const fr_run run = make_run(layout, frames);
    const fr_type type = cut_type(layout, host);
    const unsigned kind = run.lane_bytes == 8 ? 2 : run.lane_bytes - 1;
    const unsigned value_bytes = host_type(host).bytes;
    const uint64_t total = frames * fr_frame_elements(layout);
    const uint8_t* from = (const uint8_t*)values;
    uint8_t* to = (uint8_t*)image;
    const uint8_t* end = to + frames * fr_frame_bytes(layout);
    fr_block block;
    uint64_t done = 0;
    memset(block.bytes, 0, sizeof block.bytes);
    while (done < total) {
      const fr_share share = next_share(&run, total - done);
      if (encoders[host][kind](&type, from, (size_t)share.elements, block.bytes)) {
        find_value(&type, host, from, done, fault);
        return FR_PACK_VALUE;
      }
      to = packers[kind](&run, block.bytes, share.runs, (size_t)(share.elements / share.runs), to, end);
      done += share.elements;
      from += share.elements * value_bytes;
    }
  }
  return FR_PACK_OK;
}

fr_pack_status fr_unpack(const fr_layout* layout, uint64_t frames, fr_host host, const void* image, void* values,
                         fr_pack_fault* fault) {
  typedef const uint8_t* (*unpacker)(const fr_run*, const uint8_t*, const uint8_t*, uint64_t, size_t, uint8_t*);
  static const unpacker unpackers[3] = {unpack_8, unpack_16, unpack_64};
  if (!is_layout(layout, host)) return FR_PACK_LAYOUT;
  if (type_min(layout) < host_min(host) || type_max(layout) > host_max(host)) return FR_PACK_HOST;
  {
    const fr_run run = make_run(layout, frames);
    const fr_type type = cut_type(layout, host);
    const unsigned kind = run.lane_bytes == 8 ? 2 : run.lane_bytes - 1;
    const unsigned value_bytes = host_type(host).bytes;
    const uint64_t total = frames * fr_frame_elements(layout);
    const uint8_t* from = (const uint8_t*)image;
    const uint8_t* end = from + frames * fr_frame_bytes(layout);
    uint8_t* to = (uint8_t*)values;
    fr_block block;
    uint64_t done = 0;
    while (done < total) {
      const fr_share share = next_share(&run, total - done);
      from = unpackers[kind](&run, from, end, share.runs, (size_t)(share.elements / share.runs), block.bytes);
      if (layout->code == FR_TERNARY) {
        uint8_t bad = 0;
        uint64_t i;
        for (i = 0; i < share.elements; ++i) bad = (uint8_t)(bad | (block.bytes[i] == 2));
        if (bad) {
          if (fault != NULL) {
            for (i = 0; block.bytes[i] != 2; ++i) {
            }
            fault->index = done + i;
            fault->value = -2;
          }
          return FR_PACK_VALUE;
        }
      }
      decoders[host][kind](&type, block.bytes, (size_t)share.elements, to);
      done += share.elements;
      to += share.elements * value_bytes;
    }
  }
  return FR_PACK_OK;
}

const char* fr_pack_text(fr_pack_status status) {
  switch (status) {
    case FR_PACK_OK:
      return "done";
    case FR_PACK_LAYOUT:
      return "the layout is not one of a port, or the host type is none";
    case FR_PACK_VALUE:
      return "a value is not in the port's type";
    case FR_PACK_HOST:
      return "the host's integers cannot hold every value of the port's type";
  }
  return "unknown status";
}

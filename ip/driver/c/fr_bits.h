/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes in lanes to dense bits, and back, a 64-bit word of lanes at a time. Included by fr_pack.c alone.
 *
 * Eight lanes of w <= 16 bits make w whole bytes, so every eighth element starts at a byte. A word of lanes is
 * squeezed in log2(lanes) steps, each moving the upper field of a pair down to the lower one; and stored as 8 bytes of
 * which only the lower ones count: what follows overwrites the rest. Nothing is stored or loaded beyond the image.
 */
#ifndef FR_BITS_H
#define FR_BITS_H

#include <string.h>

#include "fr_pack.h"

/** One step: the low field of each pair of fields stays, the high one moves down by `shift`. */
typedef struct {
  unsigned shift;
  uint64_t low;
  uint64_t high; /* after the move */
} fr_step;

/** How a run of elements is laid out. A run starts at a byte: a beat, or all beats where they join without a seam. */
typedef struct {
  unsigned bits;
  unsigned lane_bytes; /* 1, 2 or 8 */
  unsigned steps;      /* 3, 2 or 0 */
  fr_step step[3];
  unsigned half_bits;    /* lanes of 2 bytes: bits of 4 lanes */
  unsigned chunk_bytes;  /* of 8 elements */
  unsigned tail_lanes;   /* elements of a run modulo 8 */
  unsigned tail_bytes;   /* of these */
  uint64_t tail_mask[2]; /* of their lanes */
  uint64_t run_elements;
} fr_run;

static uint64_t ones(unsigned count) { return count >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << count) - 1; }

static uint64_t native(uint64_t word) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  return __builtin_bswap64(word);
#else
  return word;
#endif
}

static void store_word(uint8_t* to, const uint8_t* end, uint64_t word) {
  word = native(word);
  if (end - to >= 8)
    memcpy(to, &word, 8);
  else if (to < end)
    memcpy(to, &word, (size_t)(end - to));
}

static uint64_t load_word(const uint8_t* from, const uint8_t* end) {
  uint64_t word = 0;
  if (end - from >= 8)
    memcpy(&word, from, 8);
  else if (from < end)
    memcpy(&word, from, (size_t)(end - from));
  return native(word);
}

/* Lanes are the host's own integers: in a word of them, lane 0 is the lowest on any machine. */
static uint64_t load_lanes(const uint8_t* lanes, unsigned lane_bytes) {
  uint64_t word;
  memcpy(&word, lanes, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
  if (lane_bytes == 2) word = ((word & 0x00ff00ff00ff00ffu) << 8) | ((word >> 8) & 0x00ff00ff00ff00ffu);
#else
  (void)lane_bytes;
#endif
  return word;
}

static void store_lanes(uint8_t* lanes, unsigned lane_bytes, uint64_t word) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  if (lane_bytes == 2) word = ((word & 0x00ff00ff00ff00ffu) << 8) | ((word >> 8) & 0x00ff00ff00ff00ffu);
  word = __builtin_bswap64(word);
#else
  (void)lane_bytes;
#endif
  memcpy(lanes, &word, 8);
}

static uint64_t squeeze(const fr_step* step, unsigned steps, uint64_t x) {
  x = (x & step[0].low) | ((x >> step[0].shift) & step[0].high);
  x = (x & step[1].low) | ((x >> step[1].shift) & step[1].high);
  if (steps == 3) x = (x & step[2].low) | ((x >> step[2].shift) & step[2].high);
  return x;
}

static uint64_t spread(const fr_step* step, unsigned steps, uint64_t x) {
  if (steps == 3) x = (x & step[2].low) | ((x & step[2].high) << step[2].shift);
  x = (x & step[1].low) | ((x & step[1].high) << step[1].shift);
  x = (x & step[0].low) | ((x & step[0].high) << step[0].shift);
  return x;
}

/** Beats of 1, 2 or 4 elements become fields of whole bytes in the squeeze: `beat` is 8 where that does not apply. */
static void plan_run(fr_run* run, unsigned bits, uint64_t run_elements, unsigned beat) {
  unsigned field = bits, lane, k, lanes;
  memset(run, 0, sizeof *run);
  run->bits = bits;
  run->run_elements = run_elements;
  run->lane_bytes = bits <= 8 ? 1 : bits <= 16 ? 2 : 8;
  run->tail_lanes = (unsigned)(run_elements % 8);
  if (run->lane_bytes == 8) return;
  lane = 8 * run->lane_bytes;
  run->steps = run->lane_bytes == 1 ? 3 : 2;
  if (beat == 1) field = (field + 7) / 8 * 8;
  for (k = 0; k < run->steps; ++k, lane *= 2) {
    unsigned at;
    run->step[k].shift = lane - field;
    for (at = 0; at < 64; at += 2 * lane) {
      /* Not the padding of a single element: what stands there must not get into the lanes. */
      run->step[k].low |= ones(k == 0 ? bits : field) << at;
      run->step[k].high |= ones(k == 0 ? bits : field) << (at + field);
    }
    field *= 2;
    if (beat == 2u << k) field = (field + 7) / 8 * 8;
  }
  run->half_bits = field;
  run->chunk_bytes = run->lane_bytes == 1 ? field / 8 : 2 * field / 8;
  run->tail_bytes = beat < 8 ? run->tail_lanes / beat * ((beat * bits + 7) / 8) : (run->tail_lanes * bits + 7) / 8;
  lanes = 8 / run->lane_bytes;
  run->tail_mask[0] = ones(64 / lanes * (run->tail_lanes < lanes ? run->tail_lanes : lanes));
  run->tail_mask[1] = ones(64 / lanes * (run->tail_lanes < lanes ? 0 : run->tail_lanes - lanes));
}

/* Squeezes `runs` runs of `count` elements each: whole ones, or a part of one, a multiple of 8. Returns the end of what
 * it wrote. */

static uint8_t* pack_8(const fr_run* run, const uint8_t* lanes, uint64_t runs, size_t count, uint8_t* to,
                       const uint8_t* end) {
  const fr_step step[3] = {run->step[0], run->step[1], run->step[2]};
  const size_t bytes = run->chunk_bytes, tail_bytes = run->tail_bytes, tail = count % 8;
  const uint64_t mask = run->tail_mask[0];
  for (; runs != 0; --runs) {
    const uint8_t* stop = lanes + count - tail;
    for (; lanes != stop; lanes += 8, to += bytes) store_word(to, end, squeeze(step, 3, load_lanes(lanes, 1)));
    if (tail != 0) {
      store_word(to, end, squeeze(step, 3, load_lanes(lanes, 1) & mask));
      lanes += tail;
      to += tail_bytes;
    }
  }
  return to;
}

/* Lanes of 2 bytes: 4 of them in a word, whose codes end in the middle of a byte where w is odd. */
static void store_halves(unsigned half_bits, uint8_t* to, const uint8_t* end, uint64_t a, uint64_t b) {
  const unsigned byte = half_bits / 8;
  store_word(to, end, a);
  store_word(to + byte, end, (b << half_bits % 8) | (byte < 8 ? a >> (8 * byte) : 0));
}

static uint8_t* pack_16(const fr_run* run, const uint8_t* lanes, uint64_t runs, size_t count, uint8_t* to,
                        const uint8_t* end) {
  const fr_step step[2] = {run->step[0], run->step[1]};
  const size_t bytes = run->chunk_bytes, tail_bytes = run->tail_bytes, tail = count % 8;
  const uint64_t low_mask = run->tail_mask[0], high_mask = run->tail_mask[1];
  const unsigned half = run->half_bits;
  for (; runs != 0; --runs) {
    const uint8_t* stop = lanes + 2 * (count - tail);
    for (; lanes != stop; lanes += 16, to += bytes)
      store_halves(half, to, end, squeeze(step, 2, load_lanes(lanes, 2)), squeeze(step, 2, load_lanes(lanes + 8, 2)));
    if (tail != 0) {
      store_halves(half, to, end, squeeze(step, 2, load_lanes(lanes, 2) & low_mask),
                   squeeze(step, 2, load_lanes(lanes + 8, 2) & high_mask));
      lanes += 2 * tail;
      to += tail_bytes;
    }
  }
  return to;
}

static uint8_t* pack_64(const fr_run* run, const uint8_t* lanes, uint64_t runs, size_t count, uint8_t* to,
                        const uint8_t* end) {
  for (; runs != 0; --runs) {
    uint64_t gathered = 0;
    unsigned fill = 0; /* bits of `gathered`, below 8 between elements */
    const uint8_t* stop = lanes + 8 * count;
    for (; lanes != stop; lanes += 8) {
      uint64_t code;
      unsigned left = run->bits;
      memcpy(&code, lanes, 8);
      while (left != 0) { /* 32 bits at a time, for they fit beside 7 */
        const unsigned part = left < 32 ? left : 32;
        gathered |= (code & ones(part)) << fill;
        fill += part;
        store_word(to, end, gathered);
        to += fill / 8;
        gathered >>= fill / 8 * 8;
        fill %= 8;
        code >>= part;
        left -= part;
      }
    }
    to += fill != 0;
  }
  return to;
}

/* The same back. Lanes beyond a run's last one get rubbish, which the next run overwrites: there must be room for 8
 * lanes after the last run. */

static const uint8_t* unpack_8(const fr_run* run, const uint8_t* from, const uint8_t* end, uint64_t runs, size_t count,
                               uint8_t* lanes) {
  const fr_step step[3] = {run->step[0], run->step[1], run->step[2]};
  const size_t bytes = run->chunk_bytes, tail_bytes = run->tail_bytes, tail = count % 8;
  for (; runs != 0; --runs) {
    const uint8_t* stop = lanes + count - tail;
    for (; lanes != stop; lanes += 8, from += bytes) store_lanes(lanes, 1, spread(step, 3, load_word(from, end)));
    if (tail != 0) {
      store_lanes(lanes, 1, spread(step, 3, load_word(from, end)));
      lanes += tail;
      from += tail_bytes;
    }
  }
  return from;
}

static const uint8_t* unpack_16(const fr_run* run, const uint8_t* from, const uint8_t* end, uint64_t runs, size_t count,
                                uint8_t* lanes) {
  const fr_step step[2] = {run->step[0], run->step[1]};
  const size_t bytes = run->chunk_bytes, tail_bytes = run->tail_bytes, tail = count % 8;
  const unsigned byte = run->half_bits / 8, bit = run->half_bits % 8;
  for (; runs != 0; --runs) {
    size_t left = count;
    while (left != 0) {
      store_lanes(lanes, 2, spread(step, 2, load_word(from, end)));
      store_lanes(lanes + 8, 2, spread(step, 2, load_word(from + byte, end) >> bit));
      if (left < 8) break;
      left -= 8;
      lanes += 16;
      from += bytes;
    }
    if (tail != 0) {
      lanes += 2 * tail;
      from += tail_bytes;
    }
  }
  return from;
}

static const uint8_t* unpack_64(const fr_run* run, const uint8_t* from, const uint8_t* end, uint64_t runs, size_t count,
                                uint8_t* lanes) {
  for (; runs != 0; --runs) {
    unsigned at = 0; /* bit of *from, below 8 between elements */
    const uint8_t* stop = lanes + 8 * count;
    for (; lanes != stop; lanes += 8) {
      uint64_t code = 0;
      unsigned done = 0;
      while (done < run->bits) {
        const unsigned part = run->bits - done < 32 ? run->bits - done : 32;
        code |= ((load_word(from, end) >> at) & ones(part)) << done;
        from += (at + part) / 8;
        at = (at + part) % 8;
        done += part;
      }
      memcpy(lanes, &code, 8);
    }
    from += at != 0;
  }
  return from;
}

#endif

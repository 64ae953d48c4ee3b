/* SPDX-License-Identifier: Apache-2.0
 *
 * Packs tensors into the memory image of an accelerator's port, and reads images back. C99, no dependency beyond
 * <string.h>, no allocation, no global state: Linux and bare metal, any byte order, about 4.5 KB of stack.
 *
 * An image is a sequence of beats, B = ceil(n * w / 8) bytes each: n elements of w bits, element 0 in the lowest bits
 * of the first byte, zeros above the last element. Beats follow one another without gaps, and so do frames.
 * docs/data_layout.md of finn-rtlgen is the whole story, with examples.
 *
 * What a host array holds are values (-1 and +1 of a BIPOLAR tensor), frame after frame, in the hardware's order.
 * A value that the type does not have is an error and never wrapped.
 */
#ifndef FR_PACK_H
#define FR_PACK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Codes of an element of w bits. */
typedef enum {
  FR_BIPOLAR = 0, /**< -1 or +1 as 0 or 1; w = 1 */
  FR_UNSIGNED,    /**< BINARY (w = 1) and UINTw */
  FR_SIGNED,      /**< INTw, two's complement */
  FR_TERNARY      /**< -1, 0, +1 in two's complement; w = 2 */
} fr_code;

/** Widest code. Network files name types of at most 32 bits; outputs that are accumulators may be wider. */
#define FR_MAX_BITS 62

/** Integers of a host array; the array is aligned as its type asks. */
typedef enum {
  FR_HOST_INT8 = 0,
  FR_HOST_UINT8,
  FR_HOST_INT16,
  FR_HOST_UINT16,
  FR_HOST_INT32,
  FR_HOST_UINT32,
  FR_HOST_INT64,
  FR_HOST_UINT64
} fr_host;

/** What a port carries. */
typedef struct {
  fr_code code;
  uint32_t bits;            /**< of an element, 1..FR_MAX_BITS */
  uint64_t beat_elements;   /**< elements of a beat, 1 or more */
  uint64_t beats_per_frame; /**< 1 or more */
} fr_layout;

/** Head of the generated <name>_ports.h's constants, of which a program may use some only. */
#if defined(__GNUC__)
#define FR_PORT static const fr_layout __attribute__((unused))
#else
#define FR_PORT static const fr_layout
#endif

/** What went wrong. */
typedef enum {
  FR_PACK_OK = 0,
  FR_PACK_LAYOUT, /**< the layout or the host type is none */
  FR_PACK_VALUE,  /**< packing: a value that the type does not have; unpacking: a TERNARY code 2 */
  FR_PACK_HOST    /**< unpacking: the host's integers cannot hold every value of the type */
} fr_pack_status;

/** Where it went wrong, for FR_PACK_VALUE. */
typedef struct {
  uint64_t index; /**< in the array, counted over all frames */
  int64_t value;  /**< there; INT64_MAX for what is above it; unpacking: -2 */
} fr_pack_fault;

/** Bytes of a beat: the width of the port's tdata. */
uint64_t fr_beat_bytes(const fr_layout* layout);
/** Bytes of a frame. */
uint64_t fr_frame_bytes(const fr_layout* layout);
/** Elements of a frame. */
uint64_t fr_frame_elements(const fr_layout* layout);

/**
 * Packs `frames` frames of values into frames * fr_frame_bytes() bytes at `image`, which may stand at any address.
 * The two must not overlap. On FR_PACK_VALUE `fault` (unless it is NULL) tells the first bad value, and what stands in
 * the image then is not specified.
 */
fr_pack_status fr_pack(const fr_layout* layout, uint64_t frames, fr_host host, const void* values, void* image,
                       fr_pack_fault* fault);

/** Reads an image back into frames * fr_frame_elements() values. The bits above a beat's last element are not looked
 * at. */
fr_pack_status fr_unpack(const fr_layout* layout, uint64_t frames, fr_host host, const void* image, void* values,
                         fr_pack_fault* fault);

/** A sentence for people. */
const char* fr_pack_text(fr_pack_status status);

#ifdef __cplusplus
}
#endif
#endif

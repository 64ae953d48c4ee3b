/* SPDX-License-Identifier: Apache-2.0
 *
 * Values of a host array to codes in lanes of 8, 16 or 64 bits, and back. Plain loops that compilers vectorise.
 * Included by fr_pack.c alone.
 */
#ifndef FR_CODES_H
#define FR_CODES_H

#include "fr_pack.h"

/** A type, cut to what the host's integers can hold. */
typedef struct {
  fr_code code;
  uint64_t mask; /* of a code's bits */
  uint64_t sign; /* of a signed code, else 0 */
  int64_t low;   /* smallest and largest value that is in the type and in the host's integers */
  int64_t high;
} fr_type;

/** encode: nonzero if a value is not in the type. */
typedef int (*fr_encode)(const fr_type* type, const void* values, size_t count, void* lanes);
typedef void (*fr_decode)(const fr_type* type, const void* lanes, size_t count, void* values);

/* HOST: integers of the array; LANE: unsigned integers of the lanes, SLANE the signed ones. Compares are collected in
 * the host's own type: a wider flag would halve the vectors. */
#define FR_CODES(NAME, HOST, LANE, SLANE)                                                         \
  static int encode_##NAME(const fr_type* type, const void* values, size_t count, void* lanes) {  \
    const HOST* restrict x = (const HOST*)values;                                                 \
    LANE* restrict out = (LANE*)lanes;                                                            \
    const HOST low = (HOST)type->low, high = (HOST)type->high;                                    \
    const LANE mask = (LANE)type->mask;                                                           \
    HOST bad = 0;                                                                                 \
    size_t i;                                                                                     \
    if (type->code == FR_BIPOLAR) {                                                               \
      for (i = 0; i < count; ++i) {                                                               \
        bad = (HOST)(bad | (HOST)((x[i] < low) | (x[i] > high) | (x[i] == 0)));                   \
        out[i] = (LANE)(x[i] > 0);                                                                \
      }                                                                                           \
    } else {                                                                                      \
      for (i = 0; i < count; ++i) {                                                               \
        bad = (HOST)(bad | (HOST)((x[i] < low) | (x[i] > high)));                                 \
        out[i] = (LANE)((LANE)x[i] & mask);                                                       \
      }                                                                                           \
    }                                                                                             \
    return bad != 0;                                                                              \
  }                                                                                               \
  static void decode_##NAME(const fr_type* type, const void* lanes, size_t count, void* values) { \
    const LANE* restrict x = (const LANE*)lanes;                                                  \
    HOST* restrict out = (HOST*)values;                                                           \
    const LANE sign = (LANE)type->sign;                                                           \
    size_t i;                                                                                     \
    if (type->code == FR_BIPOLAR) {                                                               \
      for (i = 0; i < count; ++i) out[i] = (HOST)((SLANE)(LANE)(x[i] + x[i] - 1));                \
    } else if (sign != 0) {                                                                       \
      for (i = 0; i < count; ++i) out[i] = (HOST)((SLANE)(LANE)((LANE)(x[i] ^ sign) - sign));     \
    } else {                                                                                      \
      for (i = 0; i < count; ++i) out[i] = (HOST)x[i];                                            \
    }                                                                                             \
  }

#define FR_CODES_OF_HOST(NAME, HOST)           \
  FR_CODES(NAME##_8, HOST, uint8_t, int8_t)    \
  FR_CODES(NAME##_16, HOST, uint16_t, int16_t) \
  FR_CODES(NAME##_64, HOST, uint64_t, int64_t)

FR_CODES_OF_HOST(i8, int8_t)
FR_CODES_OF_HOST(u8, uint8_t)
FR_CODES_OF_HOST(i16, int16_t)
FR_CODES_OF_HOST(u16, uint16_t)
FR_CODES_OF_HOST(i32, int32_t)
FR_CODES_OF_HOST(u32, uint32_t)
FR_CODES_OF_HOST(i64, int64_t)
FR_CODES_OF_HOST(u64, uint64_t)

#define FR_ROW(KIND, NAME) \
  { KIND##_##NAME##_8, KIND##_##NAME##_16, KIND##_##NAME##_64 }
#define FR_TABLE(KIND)                                                                                              \
  {                                                                                                                 \
    FR_ROW(KIND, i8), FR_ROW(KIND, u8), FR_ROW(KIND, i16), FR_ROW(KIND, u16), FR_ROW(KIND, i32), FR_ROW(KIND, u32), \
        FR_ROW(KIND, i64), FR_ROW(KIND, u64)                                                                        \
  }

/** By fr_host and by lanes of 8, 16 and 64 bits. */
static const fr_encode encoders[8][3] = FR_TABLE(encode);
static const fr_decode decoders[8][3] = FR_TABLE(decode);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * fr_accel on Linux: registers and interrupt through UIO (generic-uio in the device tree), memory through u-dma-buf or
 * at a reserved address. Functions return 0, or -1 with errno set.
 */
#ifndef FR_UIO_H
#define FR_UIO_H

#include "fr_accel.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  int file;
  void* registers;
  size_t size;
  int milliseconds; /**< that one wait lasts at most; 100 unless it is changed */
} fr_uio;

/** Memory for images. */
typedef struct {
  int file;
  void* data;
  uint64_t address; /**< on the bus */
  size_t size;
} fr_uio_memory;

/** Opens a device such as "/dev/uio0" and fills `bus`, whose waiting is for its interrupt. `uio` must live on. */
int fr_uio_open(fr_uio* uio, const char* device, fr_bus* bus);
void fr_uio_close(fr_uio* uio);

/** A buffer of u-dma-buf: "/dev/udmabuf0" and "/sys/class/u-dma-buf/udmabuf0", where its address and size stand. It is
 * opened uncached. */
int fr_uio_memory_open(fr_uio_memory* memory, const char* device, const char* sys);
/** Memory that the device tree reserves, uncached, through "/dev/mem". */
int fr_uio_memory_at(fr_uio_memory* memory, const char* device, uint64_t address, size_t size);
void fr_uio_memory_close(fr_uio_memory* memory);

#ifdef __cplusplus
}
#endif
#endif

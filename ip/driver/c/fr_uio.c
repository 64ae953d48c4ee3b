/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE
#define _FILE_OFFSET_BITS 64
#include "fr_uio.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fr_registers.h"

static uint32_t read_register(void* context, uint32_t offset) {
  return ((volatile uint32_t*)((fr_uio*)context)->registers)[offset / 4];
}
static void write_register(void* context, uint32_t offset, uint32_t value) {
  ((volatile uint32_t*)((fr_uio*)context)->registers)[offset / 4] = value;
}

/* UIO masks the interrupt when it comes. It is a level, so that one that is pending comes again. */
static void wait_interrupt(void* context) {
  const fr_uio* uio = (const fr_uio*)context;
  uint32_t word = 1;
  struct pollfd one;
  one.fd = uio->file;
  one.events = POLLIN;
  if (write(uio->file, &word, sizeof word) != (ssize_t)sizeof word) { /* no interrupt: this is then a short sleep */
    poll(NULL, 0, 1);
    return;
  }
  if (poll(&one, 1, uio->milliseconds) > 0 && read(uio->file, &word, sizeof word) < 0) poll(NULL, 0, 1);
}

int fr_uio_open(fr_uio* uio, const char* device, fr_bus* bus) {
  uio->size = FR_REGISTERS_SIZE;
  uio->milliseconds = 100;
  uio->file = open(device, O_RDWR);
  if (uio->file < 0) return -1;
  uio->registers = mmap(NULL, uio->size, PROT_READ | PROT_WRITE, MAP_SHARED, uio->file, 0);
  if (uio->registers == MAP_FAILED) {
    close(uio->file);
    return -1;
  }
  bus->read = read_register;
  bus->write = write_register;
  bus->wait = wait_interrupt;
  bus->context = uio;
  return 0;
}

void fr_uio_close(fr_uio* uio) {
  munmap(uio->registers, uio->size);
  close(uio->file);
}

/* The number in a file below /sys. */
static int read_number(const char* folder, const char* name, unsigned long long* value) {
  char path[512], text[64];
  FILE* file;
  int ok;
  if ((size_t)snprintf(path, sizeof path, "%s/%s", folder, name) >= sizeof path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  file = fopen(path, "r");
  if (!file) return -1;
  ok = fgets(text, sizeof text, file) != NULL && sscanf(text, "%lli", (long long*)value) == 1;
  fclose(file);
  if (!ok) errno = EINVAL;
  return ok ? 0 : -1;
}

static int map_memory(fr_uio_memory* memory, const char* device, uint64_t address, size_t size, off_t offset) {
  memory->file = open(device, O_RDWR | O_SYNC);
  if (memory->file < 0) return -1;
  memory->address = address;
  memory->size = size;
  memory->data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory->file, offset);
  if (memory->data != MAP_FAILED) return 0;
  close(memory->file);
  return -1;
}

int fr_uio_memory_open(fr_uio_memory* memory, const char* device, const char* sys) {
  unsigned long long address = 0, size = 0;
  if (read_number(sys, "phys_addr", &address) != 0 || read_number(sys, "size", &size) != 0) return -1;
  return map_memory(memory, device, address, (size_t)size, 0);
}

int fr_uio_memory_at(fr_uio_memory* memory, const char* device, uint64_t address, size_t size) {
  return map_memory(memory, device, address, size, (off_t)address);
}

void fr_uio_memory_close(fr_uio_memory* memory) {
  munmap(memory->data, memory->size);
  close(memory->file);
}

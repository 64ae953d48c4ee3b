# SPDX-License-Identifier: Apache-2.0
"""What a backend is: registers, memory that the accelerator reaches, and waiting."""


class Buffer:
    """Memory for the accelerator: `array` is a numpy view (uint8), `address` where its first byte is on the bus."""

    def __init__(self, array, address):
        self.array, self.address = array, address

    def flush(self):
        """What was written to `array` is there for the accelerator."""

    def invalidate(self):
        """What the accelerator wrote is there in `array`."""

    def free(self):
        """Gives the memory back; the view is not to be touched then."""


class Device:
    """One accelerator behind a bus. Methods may be called from several threads."""

    timeout = 10.0  # seconds for a transfer, unless the user says otherwise
    dmas = None     # AXI DMA engines, [(to the accelerator, from it)], where it has no DMA of its own

    def read32(self, offset):
        raise NotImplementedError

    def write32(self, offset, value):
        raise NotImplementedError

    def write_words(self, offset, words):
        """A uint32 array to registers that lie one behind the other."""
        for i, word in enumerate(words.tolist()):
            self.write32(offset + 4 * i, word)

    def allocate(self, size):
        """Buffer of at least `size` bytes that starts at a multiple of 64 and is readable to a multiple of 64."""
        raise NotImplementedError

    def wait(self):
        """Waits for the interrupt, or a short while: the caller looks at the registers and comes again."""
        raise NotImplementedError

    def close(self):
        """Ends the use of the hardware."""

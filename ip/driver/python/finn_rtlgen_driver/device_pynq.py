# SPDX-License-Identifier: Apache-2.0
"""Boards with PYNQ: the overlay, registers through MMIO, buffers of contiguous memory, the interrupt, and AXI DMA engines.

PYNQ finds the cores in the .hwh beside the bitstream, and their interrupts where an AXI interrupt controller has them.
"""

import re
import time
from pathlib import Path

import numpy as np

from .device import Buffer, Device
from .errors import AcceleratorError
from .interrupt import Interrupt

POLL_SECONDS = 50e-6
INTERRUPT_SECONDS = 20e-3  # that one wait lasts at most: an interrupt that is wired wrong costs time, not the result
PIN = "interrupt"          # of the core


class PynqBuffer(Buffer):
    def __init__(self, memory):
        self.memory = memory
        address = getattr(memory, "device_address", None)
        super().__init__(np.asarray(memory).view(np.ndarray),
                         int(memory.physical_address if address is None else address))

    def flush(self):
        self.memory.flush()

    def invalidate(self):
        self.memory.invalidate()

    def free(self):
        self.array = None
        self.memory.freebuffer()


class PynqDevice(Device):
    """`ip`: name of the core in the block design; None: the only one whose VLNV names the top."""

    def __init__(self, description, bitstream=None, ip=None, download=True):
        try:
            import pynq
        except ImportError as error:
            raise AcceleratorError('backend="pynq" needs the Python package pynq, which boards with PYNQ have (%s); '
                                   'backend="verilator" runs without a board' % error) from error
        self._pynq = pynq
        bitstream = Path(bitstream) if bitstream else self._only_bitstream(description)
        for file in (bitstream, bitstream.with_suffix(".hwh")):
            if not file.is_file():
                raise FileNotFoundError("no %s; board designs write both, a bitstream and its .hwh of the same name" % file)
        self._overlay = pynq.Overlay(str(bitstream), download=download)
        self._mmio = self._interrupt = None
        if description.entries.get("registers"):
            self.ip = ip or self._find(description)
            entry = self._overlay.ip_dict[self.ip]
            self._mmio = pynq.MMIO(entry["phys_addr"], description.entries["registers"]["size"])
        if not description.has_dma:
            self.dmas = self._engines()
        else:
            self._interrupt = self._offered_interrupt(entry)

    @staticmethod
    def _only_bitstream(description):
        found = sorted(description.folder.rglob("*.bit")) if description.folder else []
        if len(found) != 1:
            raise AcceleratorError("expected bitstream=..., because there are %d .bit files in %s"
                                   % (len(found), description.folder))
        return found[0]

    def _find(self, description):
        """The core by the name in its VLNV (vendor:library:name:version)."""
        cores = self._overlay.ip_dict
        found = [name for name, entry in cores.items()
                 if (str(entry.get("type", "")).split(":") + [""] * 3)[2] == description.top]
        if len(found) != 1:
            raise AcceleratorError('expected one core "%s" with registers in the overlay, found %d among: %s%s'
                                   % (description.top, len(found),
                                      ", ".join("%s (%s)" % (name, entry.get("type")) for name, entry in cores.items()),
                                      "; say which with ip=..." if found else ""))
        return found[0]

    def _offered_interrupt(self, entry):
        """The core's interrupt; None where the overlay connects it to no controller, or pynq cannot wait for it."""
        pin = entry.get("interrupts", {}).get(PIN)
        if not pin:
            return None
        try:
            return Interrupt(lambda: self._pynq.Interrupt(pin["fullpath"]))
        except Exception:  # no device for the interrupt line, a controller without an entry: pynq's own are of many kinds
            return None

    def _engines(self):
        names = sorted((name for name in self._overlay.ip_dict if re.fullmatch(r"dma_[0-9]+", name)),
                       key=lambda name: int(name[4:]))
        engines = [getattr(self._overlay, name) for name in names]
        return [(getattr(engine, "sendchannel", None), getattr(engine, "recvchannel", None)) for engine in engines]

    def read32(self, offset):
        return int(self._mmio.read(offset)) & 0xffffffff

    def write32(self, offset, value):
        self._mmio.write(offset, int(value))

    def allocate(self, size):
        buffer = PynqBuffer(self._pynq.allocate(shape=((size + 63) // 64 * 64,), dtype=np.uint8))
        if buffer.address % 64:
            raise AcceleratorError("expected memory at a multiple of 64, found 0x%x" % buffer.address)
        return buffer

    def wait(self):
        if self._interrupt is None:
            time.sleep(POLL_SECONDS)
            return
        try:
            self._interrupt.wait(INTERRUPT_SECONDS)
        except Exception:  # another overlay was loaded since
            self._interrupt = None

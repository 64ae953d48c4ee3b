# SPDX-License-Identifier: Apache-2.0
"""An accelerator in Python: registers and DMA channels as docs/registers.md has them, around a function on arrays."""

import threading

import numpy as np
from finn_rtlgen_driver import Buffer, Device

MEMORY, BASE = 1 << 24, 0x123400000  # beyond 32 bits


def two_ports(description):
    """The function of the network "two_ports" of network_test.py: lists of arrays of integers."""
    weights = [np.array([k % 8 - 4 for k in range(18)]).reshape(3, 6),
               np.array([(-1) ** (k // 3) for k in range(36)]).reshape(4, 9)]
    return lambda inputs: [x.astype(np.int64) @ w.T for x, w in zip(inputs, weights)]


class Core:
    """Registers by address, and jobs. `patience`: looks at the hardware that a job takes."""

    def __init__(self, description, compute):
        self.description, self.compute = description, compute
        self.ports = description.inputs + description.outputs
        self.memory = np.zeros(MEMORY, dtype=np.uint8)
        self.patience, self.waited = 1, 0
        self.stuck = False
        self.fail = None      # (channel, code, address): the next job's error
        self.resets = 0
        self.jobs = []        # frames of each
        self.values = {}
        self.names = {}
        for block, entry in description.entries.get("registers", {}).get("blocks", {}).items():
            for name, register in entry["registers"].items():
                for index in range(len(self.ports) if entry["stride"] else 1):
                    self.names[entry["base"] + index * entry["stride"] + register["offset"]] = (block, name, index)
        if not self.names:
            return
        self.set("control", "ID", 0x41435246)
        self.set("control", "MAP_VERSION", 1)
        self.set("control", "BUILD_LO", int(description.build, 16) & 0xffffffff)
        self.set("control", "BUILD_HI", int(description.build, 16) >> 32)
        self.set("control", "CAPABILITIES",
                 len(description.inputs) | len(description.outputs) << 8 | description.has_dma << 16)
        self.set("control", "MEMORY_BITS", description.memory_bits)
        self.name(description.network)

    def name(self, text):
        self.text = text.encode()[:32].ljust(32, b"\0")

    def set(self, block, name, value, index=0):
        self.values[block, name, index] = value

    def get(self, block, name, index=0):
        return self.values.get((block, name, index), 0)

    def read(self, offset):
        if 0x20 <= offset < 0x40:
            return int.from_bytes(self.text[offset - 0x20:offset - 0x1c], "little")
        return self.get(*self.names[offset])

    def write(self, offset, value):
        assert 0 <= value < 1 << 32
        block, name, index = self.names[offset]
        if (block, name) == ("channel", "START"):
            assert not self.get("channel", "STATUS", index) & 1, "started while it runs"
            if not self.get("channel", "STATUS", index) & 4:
                self.set("channel", "STATUS", 1, index)
            self.waited = 0
        elif (block, name) == ("control", "CONTROL"):
            if value & 1:
                self.set("control", "CYCLES_LO", 0)
            if value & 2:
                self.resets += 1
                self.happened(6)
                for i in range(len(self.ports)):
                    self.set("channel", "STATUS", 0, i)
            self.set(block, name, value & ~3)
        elif (block, name) == ("control", "IRQ_STATUS"):
            self.set(block, name, self.get(block, name) & ~value)
        else:
            self.set(block, name, value, index)

    def happened(self, *bits):
        self.set("control", "IRQ_STATUS", self.get("control", "IRQ_STATUS") | sum(1 << bit for bit in bits))

    def interrupt(self):
        """Is the interrupt high?"""
        return bool(self.get("control", "CONTROL") & 4 and
                    self.get("control", "IRQ_STATUS") & self.get("control", "IRQ_ENABLE"))

    def look(self):
        """Time goes on."""
        self.set("control", "CYCLES_LO", self.get("control", "CYCLES_LO") + 10)
        running = [self.get("channel", "STATUS", i) == 1 for i in range(len(self.ports))]
        self.waited += 1
        if not all(running) or self.stuck or self.waited < self.patience:
            return
        if self.fail:
            channel, code, address = self.fail
            self.fail = None
            self.set("channel", "STATUS", 4 | code << 4, channel)
            self.set("channel", "ERROR_LO", address & 0xffffffff, channel)
            self.set("channel", "ERROR_HI", address >> 32, channel)
            self.happened(1, 2)
            return
        images = [self.image(i) for i in range(len(self.ports))]
        count = len(self.description.inputs)
        inputs = [port.unpack(image) for port, image in zip(self.ports, images[:count])]
        for port, image, values in zip(self.ports[count:], images[count:], self.compute(inputs)):
            image[:] = port.pack(values).reshape(-1)
        for i in range(len(self.ports)):
            self.set("channel", "STATUS", 2, i)
        self.happened(0, 1)
        self.jobs.append(self.get("channel", "FRAMES"))

    def image(self, i):
        at = self.get("channel", "ADDRESS_LO", i) | self.get("channel", "ADDRESS_HI", i) << 32
        size = self.get("channel", "FRAMES", i) * self.ports[i].layout.frame_bytes
        assert at % 64 == 0 and BASE <= at and at - BASE + size <= MEMORY, "an image outside the memory"
        return self.memory[at - BASE:at - BASE + size]


class FakeDevice(Device):
    timeout = 5.0

    def __init__(self, core):
        self.core = core
        self.lock = threading.Lock()
        self.gate = threading.Event()  # time stands still until it is set
        self.gate.set()
        self.taken = {}
        self.closed = 0

    def read32(self, offset):
        with self.lock:
            return self.core.read(offset)

    def write32(self, offset, value):
        with self.lock:
            self.core.write(offset, value)

    def allocate(self, size):
        at = max((end for _, end in self.taken.values()), default=0)
        at = (at + 63) // 64 * 64
        assert at + size <= MEMORY
        buffer = Buffer(self.core.memory[at:at + size], BASE + at)
        self.taken[id(buffer)] = (at, at + size)
        buffer.free = lambda: self.taken.pop(id(buffer))
        return buffer

    def wait(self):
        self.gate.wait(0.01)
        if self.gate.is_set():
            with self.lock:
                self.core.look()

    def close(self):
        self.closed += 1

# SPDX-License-Identifier: Apache-2.0
"""Registers by name, after the map in accelerator.json."""


class Registers:
    """`read("control", "STATUS")`, `write("channel", "FRAMES", 8, index=1)`."""

    def __init__(self, entries, device):
        self.version = entries["version"]
        self._blocks = entries["blocks"]
        self._device = device

    def offset(self, block, name, index=0):
        place = self._blocks[block]
        return place["base"] + index * place["stride"] + place["registers"][name]["offset"]

    def mask(self, block, name, *fields):
        """The bits of fields of a register."""
        known = self._blocks[block]["registers"][name]["fields"]
        return sum(((1 << known[field]["bits"]) - 1) << known[field]["low"] for field in fields)

    def names(self, block):
        return list(self._blocks[block]["registers"])

    def read(self, block, name, index=0):
        return self._device.read32(self.offset(block, name, index))

    def write(self, block, name, value, index=0):
        self._device.write32(self.offset(block, name, index), value)

    def read64(self, block, name, index=0):
        """NAME_LO and NAME_HI, in this order."""
        low = self.read(block, name + "_LO", index)
        return low | self.read(block, name + "_HI", index) << 32

    def field(self, block, name, field, index=0, value=None):
        """A field of a register, read now or out of `value`."""
        value = self.read(block, name, index) if value is None else value
        place = self._blocks[block]["registers"][name]["fields"][field]
        return value >> place["low"] & ((1 << place["bits"]) - 1)

# SPDX-License-Identifier: Apache-2.0
"""What a port carries: types, and how a tensor's elements lie in beats."""

import math
import re

import numpy as np

BIPOLAR, UNSIGNED, SIGNED, TERNARY = range(4)  # fr_code of driver/c/fr_pack.h
MAX_BITS = 62


class DataType:
    """BIPOLAR (-1/+1), BINARY (0/1), TERNARY (-1/0/+1), UINTn or INTn."""

    def __init__(self, name):
        match = re.fullmatch(r"(U?INT)([1-9][0-9]*)", name)
        if name == "BIPOLAR":
            self.code, self.bits = BIPOLAR, 1
        elif name == "BINARY":
            self.code, self.bits = UNSIGNED, 1
        elif name == "TERNARY":
            self.code, self.bits = TERNARY, 2
        elif match and int(match.group(2)) <= MAX_BITS:
            self.code = UNSIGNED if match.group(1) == "UINT" else SIGNED
            self.bits = int(match.group(2))
        else:
            raise ValueError('unknown type "%s": BIPOLAR, BINARY, TERNARY, UINTn or INTn, n = 1..%d'
                             % (name, MAX_BITS))
        self.name = name
        if self.code == UNSIGNED:
            self.min, self.max = 0, (1 << self.bits) - 1
        elif self.code == SIGNED:
            self.min, self.max = -(1 << (self.bits - 1)), (1 << (self.bits - 1)) - 1
        else:
            self.min, self.max = -1, 1

    def __repr__(self):
        return 'DataType("%s")' % self.name

    def __eq__(self, other):
        return isinstance(other, DataType) and (self.code, self.bits) == (other.code, other.bits)

    def __hash__(self):
        return hash((self.code, self.bits))

    @property
    def dtype(self):
        """The narrowest numpy type that holds every value; signed ones have sign."""
        for size in (1, 2, 4, 8):
            dtype = np.dtype("%s%d" % ("i" if self.min < 0 else "u", size))
            if np.iinfo(dtype).min <= self.min and self.max <= np.iinfo(dtype).max:
                return dtype
        raise AssertionError("no type is wider than 62 bits")

    def outside(self, values):
        """Mask of the values of an integer array that the type does not have."""
        info = np.iinfo(values.dtype)
        bad = np.zeros(values.shape, dtype=bool)
        if info.min < self.min:
            bad |= values < self.min
        if info.max > self.max:
            bad |= values > self.max
        if self.code == BIPOLAR:
            bad |= values == 0
        return bad


class PortLayout:
    """A port's tensor in beats: `elements_per_beat` elements in `beat_bytes` bytes, element 0 in the lowest bits,
    zeros above. Beats and frames follow one another without gaps."""

    def __init__(self, port, name, type, shape, elements_per_beat):
        self.port = port
        self.name = name
        self.type = type if isinstance(type, DataType) else DataType(type)
        self.shape = tuple(int(n) for n in shape)
        self.frame_elements = math.prod(self.shape)
        self.elements_per_beat = int(elements_per_beat)
        if self.elements_per_beat < 1 or self.frame_elements < 1 or self.frame_elements % self.elements_per_beat:
            raise ValueError('port "%s": %d elements a beat do not divide a frame of shape %s'
                             % (port, elements_per_beat, list(shape)))
        self.beat_bytes = (self.elements_per_beat * self.type.bits + 7) // 8
        self.beats_per_frame = self.frame_elements // self.elements_per_beat
        self.frame_bytes = self.beat_bytes * self.beats_per_frame

    @classmethod
    def from_json(cls, port):
        """Of an entry of "inputs" or "outputs" of accelerator.json."""
        layout = cls(port["port"], port["name"], port["type"], port["shape"], port["elements_per_beat"])
        for key in ("beat_bytes", "beats_per_frame", "frame_bytes"):
            if port[key] != getattr(layout, key):
                raise ValueError('port "%s": "%s" is %s, which does not fit the rest (%d)'
                                 % (layout.port, key, port[key], getattr(layout, key)))
        return layout

    def __repr__(self):
        return "PortLayout(%r, %r, %r, %r, %r)" % (self.port, self.name, self.type.name, self.shape,
                                                   self.elements_per_beat)

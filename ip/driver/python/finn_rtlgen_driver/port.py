# SPDX-License-Identifier: Apache-2.0
"""The ports of an accelerator, as driver/accelerator.json describes them."""

import json
from pathlib import Path

from . import host, packing
from .layout import PortLayout

FORMAT, VERSION = "finn-rtlgen-driver", 1
FILE = "accelerator.json"


class Port:
    """A stream of the top: integers to its memory image and back."""

    def __init__(self, entry):
        self.layout = PortLayout.from_json(entry)
        self.host = dict(entry.get("host", {}))

    @property
    def name(self):
        """Of the tensor."""
        return self.layout.name

    def pack(self, values, out=None):
        """Integers [N, *shape] to uint8 [N, frame_bytes]; see packing.pack."""
        return packing.pack(self.layout, values, out)

    def unpack(self, image, dtype=None, out=None):
        """Bytes to integers [N, *shape]; see packing.unpack."""
        return packing.unpack(self.layout, image, dtype, out)

    def __repr__(self):
        return "%s(%r)" % (type(self).__name__, self.layout)


class InputPort(Port):
    """What the host feeds."""

    def quantize(self, x):
        """The integers that go in: of real values in the host's layout, or of integers, which are checked."""
        return host.integers_of(self.layout, self.host, x)


class OutputPort(Port):
    """What the host receives."""

    def __init__(self, entry):
        super().__init__(entry)
        self.scale = entry.get("scale", 1.0)
        self.bias = entry.get("bias", 0.0)

    def real(self, raw):
        """raw * scale + bias, in the host's layout."""
        return host.real_values(self.layout, self.scale, self.bias, self.host, raw)

    def result(self, raw):
        """Real results after the final operator: what `finn-rtlgen run` writes."""
        return host.final_values(self.host, self.real(raw))


class Description:
    """All that the generator tells the host about an accelerator."""

    def __init__(self, entries):
        if entries.get("format") != FORMAT or entries.get("version") != VERSION:
            raise ValueError('expected "format" %s, "version" %d; found %s, %s'
                             % (FORMAT, VERSION, entries.get("format"), entries.get("version")))
        self.network = entries["network"]
        self.top = entries["top"]
        self.platform = entries["platform"]
        self.clock_mhz = entries["clock_mhz"]
        self.build = entries.get("build")  # of those with registers
        self.has_dma = bool(entries.get("dma"))
        self.memory_bits = entries.get("memory_bits", 0)
        self.inputs = [InputPort(entry) for entry in entries["inputs"]]
        self.outputs = [OutputPort(entry) for entry in entries["outputs"]]
        self.entries = entries
        self.folder = None  # of the accelerator, where it was loaded from there

    @classmethod
    def load(cls, path):
        """Reads accelerator.json: `path` is that file, the folder driver/, or the accelerator's folder."""
        path = Path(path)
        for file in (path, path / FILE, path / "driver" / FILE):
            if file.is_file():
                description = cls(json.loads(file.read_text(encoding="utf-8")))
                description.folder = file.resolve().parent.parent
                return description
        raise FileNotFoundError("no %s in %s" % (FILE, path))

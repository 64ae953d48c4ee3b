# SPDX-License-Identifier: Apache-2.0
"""Weights, thresholds and tables that are rewritten at run time: the words of the accelerator's memories."""

import struct

import numpy as np

from .errors import AcceleratorError, NotAvailable
from .layout import DataType
from .recipe import Evaluator

MAGIC, VERSION = b"FRPM", 1


class Parameters:
    """Those of one accelerator, after "parameters" of accelerator.json."""

    def __init__(self, entries):
        self.words = entries["words"]
        self.window = entries["window"]
        self.page_words = entries["page_words"]
        self._layers = entries["layers"]

    @property
    def layers(self):
        """{layer: {attribute: (type, shape)}} of what can be rewritten."""
        return {layer: {name: (entry["type"], tuple(entry["shape"])) for name, entry in entries["attributes"].items()}
                for layer, entries in self._layers.items()}

    def image(self, layer, **values):
        """[(first word, uint32 array)]: the words of a layer's memories for its tensors, as net.json holds them, all of
        them; flags may be left out and are then those it was generated with."""
        if layer not in self._layers:
            raise NotAvailable('layer "%s" has no parameters that can be rewritten: %s' % (
                layer, "those are " + ", ".join(self._layers) if self._layers else "no layer has"))
        entries = self._layers[layer]
        unknown = sorted(set(values) - set(entries["attributes"]))
        if unknown:
            raise ValueError('layer "%s": expected %s, found %s'
                             % (layer, ", ".join(entries["attributes"]), ", ".join(unknown)))
        attributes = {name: _attribute(layer, name, entry, values.get(name))
                      for name, entry in entries["attributes"].items()}
        _check_order(layer, attributes)
        evaluate = Evaluator(attributes, entries["shared"])
        return [(memory["base"], _words(memory, evaluate)) for memory in entries["memories"]]


def _attribute(layer, name, entry, values):
    if values is None:
        if "default" not in entry:
            raise ValueError('layer "%s": "%s" is missing' % (layer, name))
        values = entry["default"]
    values = np.asarray(values)
    values = values.astype(np.int64) if values.dtype == bool else values
    if values.dtype.kind not in "iu":
        raise TypeError('layer "%s": expected integers for "%s", found %s' % (layer, name, values.dtype))
    if values.shape != tuple(entry["shape"]):
        raise ValueError('layer "%s": expected "%s" of shape %s, found %s'
                         % (layer, name, entry["shape"], list(values.shape)))
    type = DataType(entry["type"])
    bad = type.outside(values)
    if bad.any():
        index = [int(i) for i in np.argwhere(bad)[0]]
        raise ValueError('layer "%s": "%s" at %s: expected a value of type %s, found %d'
                         % (layer, name, index, type.name, values[tuple(index)]))
    return values.astype(np.int64)


def _check_order(layer, attributes):
    thresholds = attributes.get("thresholds")
    if thresholds is not None and (np.diff(thresholds, axis=1) < 0).any():
        row = int(np.argwhere(np.diff(thresholds, axis=1) < 0)[0][0])
        raise ValueError('layer "%s": expected ascending thresholds, row %d is not' % (layer, row))


def _words(memory, evaluate):
    """Fields of `bits` bits, put into rows of `stride` words."""
    rows, stride = memory["rows"], memory["stride"]
    bits = np.zeros((rows, 32 * stride), dtype=np.uint8)
    for part in memory["parts"]:
        values = evaluate(part["values"])
        first, step, width = part["first"], part["step"], part["bits"]
        for bit in range(width):
            bits[:, first + bit:first + bit + step * (values.shape[1] - 1) + 1:step] = (values >> bit) & 1
    return np.packbits(bits, axis=1, bitorder="little").view("<u4").astype(np.uint32).reshape(-1)


def read_file(file, build):
    """The words of a file that `finn-rtlgen parameters` wrote for the accelerator with this build hash."""
    with open(file, "rb") as opened:
        data = opened.read()
    if len(data) < 20 or data[:4] != MAGIC:
        raise AcceleratorError("%s: expected a file of finn-rtlgen parameters, found something else" % file)
    version, low, high, words = struct.unpack("<4I", data[4:20])
    if version != VERSION or len(data) != 20 + 4 * words:
        raise AcceleratorError("%s: expected version %d with %d words, found version %d, %d bytes"
                               % (file, VERSION, words, version, len(data)))
    found = "%08x%08x" % (high, low)
    if found != build:
        raise AcceleratorError("%s: made for the accelerator of build %s, this one is %s" % (file, found, build))
    return np.frombuffer(data, dtype="<u4", offset=20).astype(np.uint32)


class Writer:
    """Puts words into a running accelerator, between two frames."""

    def __init__(self, parameters, registers, device, pause):
        self._parameters, self._registers, self._device = parameters, registers, device
        self._pause = pause  # called while the last frames leave; raises when that takes too long

    def write(self, pieces):
        """`pieces`: [(first word, words)]. Frames that began before were computed with the old ones, later frames with
        the new ones."""
        registers = self._registers
        control = registers.read("control", "CONTROL")
        hold = registers.mask("control", "CONTROL", "HOLD")
        keep = registers.mask("control", "CONTROL", "IRQ_ENABLE")
        registers.write("control", "CONTROL", (control & keep) | hold)
        try:
            done = registers.mask("control", "STATUS", "HELD", "IDLE")
            while registers.read("control", "STATUS") & done != done:
                self._pause()
            registers.write("parameters", "STATUS", registers.mask("parameters", "STATUS", "REFUSED"))
            for first, words in pieces:
                self._write_words(first, words)
            if registers.field("parameters", "STATUS", "REFUSED"):
                raise AcceleratorError("the accelerator refused words of parameters")
        finally:
            if not control & hold:
                registers.write("control", "CONTROL", control & keep)

    def _write_words(self, first, words):
        window, page_words = self._parameters.window, self._parameters.page_words
        end = first + len(words)
        while first < end:
            page, at = divmod(first, page_words)
            count = min(end - first, page_words - at)
            self._registers.write("parameters", "PAGE", page)
            self._device.write_words(window + 4 * at, words[:count])
            words = words[count:]
            first += count

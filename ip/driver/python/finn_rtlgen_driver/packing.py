# SPDX-License-Identifier: Apache-2.0
"""Integers to the memory image of a port and back: through the C library, or with numpy where there is none."""

import ctypes

import numpy as np

from . import native
from .layout import BIPOLAR, SIGNED, TERNARY

_HOST = {"i1": 0, "u1": 1, "i2": 2, "u2": 3, "i4": 4, "u4": 5, "i8": 6, "u8": 7}  # fr_host
_VALUE = 2  # FR_PACK_VALUE


class PackError(ValueError):
    """A value that the port's type does not have. `index` is in the array [N, ...], `value` what stands there."""

    def __init__(self, layout, index, value, what="value"):
        self.index = tuple(int(i) for i in index)
        self.value = int(value)
        super().__init__('port "%s" (tensor "%s"): %s %d at index %s is not of type %s'
                         % (layout.port, layout.name, what, self.value, list(self.index), layout.type.name))


class CPacker:
    """Packs with the library of driver/c."""

    def __init__(self, library, path):
        self._library = library
        self.name = "c: " + path

    @staticmethod
    def _layout(layout):
        return native.Layout(layout.type.code, layout.type.bits, layout.elements_per_beat, layout.beats_per_frame)

    def pack(self, layout, values, image):
        fault = native.Fault()
        status = self._library.fr_pack(ctypes.byref(self._layout(layout)), len(values), _HOST[values.dtype.str[1:]],
                                       values.ctypes.data, image.ctypes.data, ctypes.byref(fault))
        if status == _VALUE:
            index = np.unravel_index(fault.index, values.shape)
            raise PackError(layout, index, values[index])
        assert status == 0, status

    def unpack(self, layout, image, values):
        fault = native.Fault()
        status = self._library.fr_unpack(ctypes.byref(self._layout(layout)), len(values), _HOST[values.dtype.str[1:]],
                                         image.ctypes.data, values.ctypes.data, ctypes.byref(fault))
        if status == _VALUE:
            raise PackError(layout, np.unravel_index(fault.index, values.shape), fault.value, "code of")
        assert status == 0, status


class NumpyPacker:
    """The same without the library, and much slower."""

    name = "numpy"

    @staticmethod
    def _lane_bytes(layout):
        return next(size for size in (1, 2, 4, 8) if 8 * size >= layout.type.bits)

    def pack(self, layout, values, image):
        bad = layout.type.outside(values)
        if bad.any():
            index = np.unravel_index(int(bad.argmax()), bad.shape)
            raise PackError(layout, index, values[index])
        codes = (values > 0) if layout.type.code == BIPOLAR else values
        size, n, width = self._lane_bytes(layout), layout.elements_per_beat, layout.type.bits
        lanes = codes.astype("<i%d" % size).reshape(-1).view(np.uint8)
        bits = np.unpackbits(lanes, bitorder="little").reshape(-1, n, 8 * size)[:, :, :width]
        beats = np.zeros((len(bits), 8 * layout.beat_bytes), dtype=np.uint8)
        beats[:, :n * width] = bits.reshape(len(bits), n * width)
        image.reshape(-1)[...] = np.packbits(beats.reshape(-1), bitorder="little")

    def unpack(self, layout, image, values):
        size, n, width = self._lane_bytes(layout), layout.elements_per_beat, layout.type.bits
        beats = np.unpackbits(image.reshape(-1), bitorder="little").reshape(-1, 8 * layout.beat_bytes)
        lanes = np.zeros((len(beats) * n, 8 * size), dtype=np.uint8)
        lanes[:, :width] = beats[:, :n * width].reshape(-1, width)
        codes = np.packbits(lanes.reshape(-1), bitorder="little").view("<u%d" % size).astype(np.int64)
        codes = codes.reshape(values.shape)
        if layout.type.code == TERNARY and (codes == 2).any():
            raise PackError(layout, np.unravel_index(int((codes == 2).argmax()), codes.shape), -2, "code of")
        if layout.type.code == BIPOLAR:
            codes = 2 * codes - 1
        elif layout.type.code in (SIGNED, TERNARY):
            sign = np.int64(1) << np.int64(width - 1)
            codes = (codes ^ sign) - sign
        values[...] = codes


_packer = None


def _default():
    global _packer
    if _packer is None:
        found = native.find()
        _packer = CPacker(*found) if found else NumpyPacker()
    return _packer


def backend():
    """What packs: "c: <path of the library>" or "numpy"."""
    return _default().name


def _as_integers(layout, values):
    values = np.asarray(values)
    if values.dtype == bool:
        values = values.view(np.uint8)
    if values.dtype.kind not in "iu":
        raise TypeError('port "%s": packs integers, not %s; quantize() makes integers of real values'
                        % (layout.port, values.dtype))
    if values.ndim < 1 or values.shape[1:] not in (layout.shape, (layout.frame_elements,)):
        raise ValueError('port "%s": expected an array of shape [N, %s], found %s'
                         % (layout.port, ", ".join(map(str, layout.shape)), list(values.shape)))
    return np.require(values, dtype=values.dtype.newbyteorder("="), requirements="CA")


def _as_bytes(layout, image):
    image = image if isinstance(image, np.ndarray) else np.frombuffer(image, dtype=np.uint8)
    image = np.ascontiguousarray(image).reshape(-1).view(np.uint8)
    if image.size % layout.frame_bytes:
        raise ValueError('port "%s": %d bytes are not a whole number of frames of %d bytes'
                         % (layout.port, image.size, layout.frame_bytes))
    return image


def pack(layout, values, out=None, packer=None):
    """The memory image of frames: integers [N, *shape] or [N, elements] to bytes [N, frame_bytes].

    `out`: a C-contiguous uint8 array of as many bytes, such as a DMA buffer, instead of a new array; it is given back
    in that shape. Raises PackError at the first value that is not of the port's type.
    """
    values = _as_integers(layout, values)
    shape = (len(values), layout.frame_bytes)
    if out is None:
        out = np.empty(shape, dtype=np.uint8)
    elif out.dtype != np.uint8 or not out.flags.c_contiguous or out.size != shape[0] * shape[1]:
        raise ValueError('port "%s": "out" must be %d contiguous bytes' % (layout.port, shape[0] * shape[1]))
    out = out.reshape(shape)
    if len(values):
        (packer or _default()).pack(layout, values, out)
    return out


def unpack(layout, image, dtype=None, out=None, packer=None):
    """Frames of an image: bytes, or an array of any shape, to integers [N, *shape].

    `dtype`: of the result; default the narrowest one. `out`: a C-contiguous array of the machine's own integers for the
    result, instead of a new one, for what is faster into memory that is in use already. Raises PackError at a code that
    the type does not have (TERNARY has three of four).
    """
    image = _as_bytes(layout, image)
    shape = (image.size // layout.frame_bytes,) + layout.shape
    dtype = np.dtype(dtype or layout.type.dtype) if out is None else out.dtype
    if dtype.kind not in "iu" or np.iinfo(dtype).min > layout.type.min or np.iinfo(dtype).max < layout.type.max:
        raise ValueError('port "%s": %s does not hold every value of %s' % (layout.port, dtype, layout.type.name))
    if out is None:
        out = np.empty(shape, dtype=dtype.newbyteorder("="))
    elif out.shape != shape or not out.flags.carray or not out.dtype.isnative:
        raise ValueError('port "%s": "out" must be a contiguous array of shape %s' % (layout.port, list(shape)))
    if len(out):
        (packer or _default()).unpack(layout, image, out)
    return out

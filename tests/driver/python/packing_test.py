# SPDX-License-Identifier: Apache-2.0
"""The C library, the numpy fallback and bits put one by one agree, also on what they refuse.

Usage: packing_test.py LIBRARY     (libfinn_rtlgen_pack.so; "cc": as native.py builds it)
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import numpy as np
except ImportError:
    sys.exit(77)

from finn_rtlgen_driver import native, packing
from finn_rtlgen_driver.layout import DataType, PortLayout

DTYPES = [np.dtype(name) for name in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8")]
TYPES = ["BIPOLAR", "BINARY", "TERNARY"] + [kind + str(n) for n in (*range(1, 33), 48, 62) for kind in ("UINT", "INT")]
C, NUMPY = None, packing.NumpyPacker()
PACKAGE = Path(native.__file__).resolve().parent


def naive(layout, frame):
    image = bytearray(layout.frame_bytes)
    for i, value in enumerate(frame.reshape(-1).tolist()):
        code = (value + 1) // 2 if layout.type.name == "BIPOLAR" else value
        for bit in range(layout.type.bits):
            at = i % layout.elements_per_beat * layout.type.bits + bit
            image[i // layout.elements_per_beat * layout.beat_bytes + at // 8] |= ((code >> bit) & 1) << at % 8
    return bytes(image)


def random_values(random, type, shape):
    values = random.integers(type.min, type.max, shape, dtype=np.int64, endpoint=True)
    values.flat[0], values.flat[-1] = type.min, type.max
    return np.where(values == 0, 1, values) if type.name == "BIPOLAR" else values


class Agreement(unittest.TestCase):
    def test_every_type(self):
        random = np.random.default_rng(1)
        for name in TYPES:
            for n in (1, 2, 3, 4, 5, 8, 11):
                layout = PortLayout("s_axis", "x", name, (3, 2, n), n)
                values = random_values(random, layout.type, (2,) + layout.shape)
                expected = b"".join(naive(layout, frame) for frame in values)
                for dtype in DTYPES:
                    info = np.iinfo(dtype)
                    if info.min > layout.type.min or info.max < layout.type.max:
                        continue
                    for packer in (C, NUMPY):
                        with self.subTest(type=name, n=n, dtype=dtype.str, packer=packer.name):
                            image = packing.pack(layout, values.astype(dtype), packer=packer)
                            self.assertEqual(image.tobytes(), expected)
                            self.assertEqual(image.shape, (2, layout.frame_bytes))
                            back = packing.unpack(layout, image, dtype, packer=packer)
                            self.assertEqual(back.dtype, dtype)
                            np.testing.assert_array_equal(back, values.astype(dtype))

    def test_refused_values(self):
        for name in TYPES:
            layout = PortLayout("s_axis", "x", name, (7, 5), 5)
            type = layout.type
            wrong = {type.min - 1, type.max + 1, type.max + 256, type.min - 2 ** 32, 2 ** 63}
            wrong |= {0} if name == "BIPOLAR" else set()
            for value in wrong:
                for dtype in DTYPES:
                    if not np.iinfo(dtype).min <= value <= np.iinfo(dtype).max:
                        continue
                    values = np.full((3, 7, 5), 1 if type.max else 0, dtype=dtype)
                    values[1, 2, 3] = values[2, 0, 0] = value
                    for packer in (C, NUMPY):
                        with self.subTest(type=name, value=value, dtype=dtype.str, packer=packer.name):
                            with self.assertRaises(packing.PackError) as caught:
                                packing.pack(layout, values, packer=packer)
                            self.assertEqual((caught.exception.index, caught.exception.value), ((1, 2, 3), value))
                            self.assertIn(str(value), str(caught.exception))

    def test_ternary_code_two(self):
        layout = PortLayout("m_axis", "y", "TERNARY", (3,), 3)
        for packer in (C, NUMPY):
            with self.assertRaises(packing.PackError) as caught:
                packing.unpack(layout, bytes([0x0d, 0x20]), packer=packer)
            self.assertEqual((caught.exception.index, caught.exception.value), ((1, 2), -2))

    def test_bits_above_a_beat_are_not_looked_at(self):
        layout = PortLayout("m_axis", "y", "INT3", (4, 3), 3)
        for packer in (C, NUMPY):
            clean = packing.unpack(layout, bytes([1, 0] * 4), packer=packer)
            np.testing.assert_array_equal(packing.unpack(layout, bytes([1, 0xfe] * 4), packer=packer), clean)


class Arrays(unittest.TestCase):
    layout = PortLayout("s_axis", "x", "INT4", (4, 2), 2)

    def test_any_memory_order(self):
        values = np.arange(-8, 8, dtype=np.int16).reshape(2, 4, 2)
        expected = packing.pack(self.layout, values)
        for other in (np.asfortranarray(values), values.astype(">i2"), np.repeat(values, 2, axis=0)[::2],
                      values.reshape(2, 8), values.tolist()):
            np.testing.assert_array_equal(packing.pack(self.layout, other), expected)

    def test_into_a_buffer(self):
        values = np.zeros((3, 4, 2), dtype=np.int8)
        buffer = np.full(12, 0xff, dtype=np.uint8)
        packing.pack(self.layout, values, out=buffer)
        self.assertFalse(buffer.any())
        for wrong in (np.zeros(11, np.uint8), np.zeros(12, np.int8), np.zeros(24, np.uint8)[::2]):
            with self.assertRaises(ValueError):
                packing.pack(self.layout, values, out=wrong)

    def test_out_of_a_buffer(self):
        values = np.arange(-8, 8, dtype=np.int8).reshape(2, 4, 2)
        image = packing.pack(self.layout, values)
        buffer = np.zeros((2, 4, 2), dtype=np.int32)
        self.assertIs(packing.unpack(self.layout, image, out=buffer), buffer)
        np.testing.assert_array_equal(buffer, values)
        for wrong in (np.zeros((2, 8), np.int8), np.zeros((2, 4, 2), np.uint8), np.zeros((2, 4, 2), ">i2"),
                      np.zeros((4, 4, 2), np.int8)[::2], np.zeros((2, 4, 2))):
            with self.assertRaises(ValueError):
                packing.unpack(self.layout, image, out=wrong)

    def test_no_frames(self):
        self.assertEqual(packing.pack(self.layout, np.zeros((0, 4, 2), np.int8)).shape, (0, 4))
        self.assertEqual(packing.unpack(self.layout, b"").shape, (0, 4, 2))

    def test_booleans_are_binary(self):
        layout = PortLayout("s_axis", "x", "BINARY", (8,), 8)
        self.assertEqual(packing.pack(layout, np.array([[True] + 7 * [False]])).tolist(), [[1]])

    def test_what_is_refused(self):
        with self.assertRaises(TypeError):
            packing.pack(self.layout, np.zeros((1, 4, 2)))
        with self.assertRaises(ValueError):
            packing.pack(self.layout, np.zeros((4, 2), np.int8))
        with self.assertRaises(ValueError):
            packing.unpack(self.layout, bytes(5))
        with self.assertRaises(ValueError):
            packing.unpack(self.layout, bytes(4), np.uint8)
        for name in ("INT0", "UINT", "INT63", "float32", "INT08"):
            with self.assertRaises(ValueError):
                DataType(name)
        with self.assertRaises(ValueError):
            PortLayout("s_axis", "x", "INT4", (5,), 2)


class Library(unittest.TestCase):
    def backend(self, **environment):
        code = "import finn_rtlgen_driver as d; print(d.backend())"
        environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), **environment}
        return subprocess.run([sys.executable, "-B", "-c", code], env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, universal_newlines=True)

    def test_is_built_once_into_the_cache(self):
        with tempfile.TemporaryDirectory() as cache:
            first = self.backend(XDG_CACHE_HOME=cache, FINN_RTLGEN_PACK="")
            self.assertTrue(first.stdout.startswith("c: " + cache), first)
            made = [path.stat().st_mtime_ns for path in Path(cache).rglob("*.so")]
            self.assertEqual(len(made), 1)
            self.assertEqual(self.backend(XDG_CACHE_HOME=cache, FINN_RTLGEN_PACK="").stdout, first.stdout)
            self.assertEqual([path.stat().st_mtime_ns for path in Path(cache).rglob("*.so")], made)

    def test_without_a_compiler_numpy_serves(self):
        with tempfile.TemporaryDirectory() as cache:
            for compiler in ("no_such_compiler", "false"):
                result = self.backend(XDG_CACHE_HOME=cache, FINN_RTLGEN_PACK="", CC=compiler)
                self.assertEqual(result.stdout, "numpy\n", result)

    def test_the_user_chooses(self):
        self.assertEqual(self.backend(FINN_RTLGEN_PACK="numpy").stdout, "numpy\n")
        self.assertNotEqual(self.backend(FINN_RTLGEN_PACK="/no/such/library.so").returncode, 0)


if __name__ == "__main__":
    library = sys.argv.pop(1)
    if library == "cc":
        os.environ["FINN_RTLGEN_PACK"] = ""
    else:
        os.environ["FINN_RTLGEN_PACK"] = library
    found = native.find()
    if found is None:
        sys.exit("the packing library was not found")
    C = packing.CPacker(*found)
    unittest.main()

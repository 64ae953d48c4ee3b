# SPDX-License-Identifier: Apache-2.0
"""host.py against `finn-rtlgen run`, bit for bit.

Usage: host_test.py FINN_RTLGEN
Networks that hand their input on unchanged show what the input's host code made of real values.
"""

import json
import math
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

try:
    import numpy as np
except ImportError:
    sys.exit(77)

from finn_rtlgen_driver import host
from finn_rtlgen_driver.layout import PortLayout

PROGRAM = ""


def identity_network(shape, type, host_input=None, output=None):
    """A 1 x 1 convolution (or a matrix) with ones on its diagonal."""
    channels = shape[-1]
    ones = np.eye(channels, dtype=int).reshape(-1).tolist()
    weights = {"type": "BINARY", "shape": [channels, channels] + [1, 1] * (len(shape) == 3), "data": ones}
    layer = {"name": "same", "kind": "fc" if len(shape) == 1 else "conv", "inputs": ["x"], "outputs": ["y"],
             "weights": weights}
    return {"format": "finn-rtlgen-net", "version": 1, "name": "identity",
            "inputs": [{"name": "x", "shape": list(shape), "type": type, "host": host_input or {}}],
            "outputs": [{"name": "y", **(output or {})}], "layers": [layer]}


def golden(network, x, *options):
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "net.json").write_text(json.dumps(network))
        np.save(folder / "x.npy", x)
        subprocess.run([PROGRAM, "run", str(folder / "net.json"), "--input", str(folder / "x.npy"), "--output",
                        str(folder / "y.npy"), *options], check=True)
        return np.load(folder / "y.npy")


def around(values):
    """Doubles and their neighbours."""
    values = np.asarray(values, dtype=np.float64)
    return np.concatenate([values, np.nextafter(values, np.inf), np.nextafter(values, -np.inf)])


class Inputs(unittest.TestCase):
    def check(self, shape, type, host_input, x):
        expected = golden(identity_network(shape, type, host_input), x, "--raw")
        have = host.integers_of(PortLayout("s_axis", "x", type, shape, 1), host_input, x)
        np.testing.assert_array_equal(have, expected)

    def test_quantizers(self):
        random = np.random.default_rng(2)
        scales = [1.0, 0.1, 1 / 3, 0.0078125, 2 / 255, 0.1 / 3, 7.3, 1e-9, 1e9, 3e-130, 1e130, 1.7e306, 3.1e-309, 5e-324]
        for rounding in ("half_even", "half_up", "half_away", "floor", "ceil", "truncate"):
            for scale in scales:
                steps = np.arange(-40, 41) / 2
                x = np.concatenate([around(steps * scale), around([k / 2 * scale for k in range(-255, 256)]),
                                    random.uniform(-30, 30, 500) * scale, random.normal(0, 4, 500),
                                    [math.inf, -math.inf, 1e300, -1e300, 5e15, 0.0, -0.0, 1e-320]])
                quantizer = {"scale": scale, "zero_point": 3, "rounding": rounding, "range": [-120, 127]}
                with self.subTest(rounding=rounding, scale=scale):
                    self.check((len(x[:64]),), "INT8", {"quantizer": quantizer}, x[:len(x) // 64 * 64].reshape(-1, 64))
                    self.check((8,), "INT8", {"quantizer": quantizer}, x[-8:].reshape(1, 8))

    def test_single_precision(self):
        x = np.random.default_rng(3).uniform(-1, 1, (50, 16)).astype(np.float32)
        self.check((16,), "INT6", {"quantizer": {"scale": 0.0625, "range": [-31, 31], "zero_point": 0}}, x)

    def test_thresholds(self):
        random = np.random.default_rng(4)
        edges = np.sort(random.normal(size=(3, 3)), axis=1)
        edges[0, 1] = edges[0, 0]
        x = np.resize(np.concatenate([around(edges.reshape(-1)), random.normal(size=63), [math.inf, -math.inf, 0]]),
                      (31, 3))
        for flip in (None, [True, False, True]):
            spec = {"thresholds": edges.tolist(), **({"flip": flip} if flip else {})}
            self.check((3,), "UINT2", spec, x)
        self.check((3,), "INT2", {"thresholds": [edges[1].tolist()], "flip": [True]}, x)
        self.check((3,), "BIPOLAR", {"thresholds": [[0.25]]}, np.append(x, [[0.25, 0.25, -0.0]], axis=0))

    def test_layouts(self):
        quantizer = {"quantizer": {"scale": 1.0, "zero_point": 0, "range": [0, 255]}}
        x = np.arange(2 * 24, dtype=np.float64)
        self.check((3, 4, 2), "UINT8", {**quantizer, "permutation": [1, 2, 0]}, x.reshape(2, 2, 3, 4))
        self.check((3, 4, 2), "UINT8", {**quantizer, "permutation": [1, 2, 0], "shape": [24], "axes": [2, 3, 4]},
                   x.reshape(2, 24))
        self.check((24,), "UINT8", {**quantizer, "shape": [2, 3, 4]}, x.reshape(2, 2, 3, 4))
        self.check((24,), "UINT8", {**quantizer, "permutation": [1, 2, 0], "shape": [2, 3, 4]}, x.reshape(2, 2, 3, 4))

    def test_whole_numbers_need_no_quantizer(self):
        self.check((4,), "INT4", {}, np.array([[-8.0, 7.0, -0.0, 1.0]]))

    def test_integers_are_the_hardwares(self):
        spec = {"quantizer": {"scale": 0.5, "zero_point": 0, "range": [-3, 3]}, "permutation": [1, 2, 0]}
        x = np.arange(-8, 8).reshape(1, 2, 4, 2)
        for dtype in (np.int8, np.int64, ">i4"):
            self.check((2, 4, 2), "INT4", spec, x.astype(dtype))

    def test_what_is_refused(self):
        layout = PortLayout("s_axis", "x", "INT4", (2, 2), 1)
        quantizer = {"quantizer": {"scale": 1.0, "range": [-8, 7]}}
        bad = np.zeros((3, 2, 2))
        bad[1, 0, 1] = math.nan
        for spec in (quantizer, {"thresholds": [[0.0] * 15]}, {}):
            with self.assertRaises(host.HostError) as caught:
                host.integers_of(layout, spec, bad)
            self.assertEqual(caught.exception.index, (1, 0, 1))
        for value in (0.5, 8.0, 8, math.inf):
            with self.assertRaises(host.HostError):
                host.integers_of(layout, {}, np.full((1, 2, 2), value))
        with self.assertRaises(ValueError):
            host.integers_of(layout, quantizer, np.zeros((2, 2)))
        with self.assertRaises(TypeError):
            host.integers_of(layout, quantizer, np.zeros((1, 2, 2), dtype=complex))


class Outputs(unittest.TestCase):
    def check(self, shape, x, scale=1.0, bias=0.0, host_output=None):
        output = {"scale": scale, "bias": bias, **({"host": host_output} if host_output else {})}
        expected = golden(identity_network(shape, "INT8", None, output), x)
        layout = PortLayout("m_axis", "y", "INT9", shape, 1)
        have = host.final_values(host_output or {}, host.real_values(layout, scale, bias, host_output or {}, x))
        self.assertEqual(have.dtype, expected.dtype)
        self.assertEqual(have.shape, expected.shape)
        self.assertEqual(have.tobytes(), expected.tobytes())

    def test_scale_bias_and_layout(self):
        random = np.random.default_rng(5)
        x = random.integers(-128, 128, (20, 3, 4, 5))
        scale, bias = random.normal(size=5).tolist(), random.normal(size=5).tolist()
        self.check((3, 4, 5), x, scale, bias)
        self.check((3, 4, 5), x, 0.1, bias, {"permutation": [1, 2, 0]})
        self.check((3, 4, 5), x, scale, -1e-3, {"permutation": [1, 2, 0], "shape": [60], "axes": [5, 3, 4]})

    def test_final_operators(self):
        random = np.random.default_rng(6)
        x = random.integers(-128, 128, (200, 10))
        x[::3] //= 16  # many equal ones
        bias = random.normal(size=10).tolist()
        for operator in ({"final_operator": name} for name in ("softmax", "log_softmax", "sigmoid", "argmax")):
            for scale in (0.037, 1 / 3, 20.0):
                with self.subTest(operator=operator, scale=scale):
                    self.check((10,), x, scale, bias, operator)
                    self.check((10,), x, scale, 0.0, operator)
        for k in (1, 4, 10):
            self.check((10,), x, -0.5, 0.0, {"final_operator": "topk", "top_k": k})

    def test_overflow(self):
        self.check((4,), np.array([[-128, 127, 0, 1]]), 100.0, 0.0, {"final_operator": "sigmoid"})


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()

# SPDX-License-Identifier: Apache-2.0
"""The examples of docs/data_layout.md are what the packers and the generator do.

Usage: data_layout_test.py FINN_RTLGEN DOCS LIBRARY      (LIBRARY: as for packing_test.py)
"""

import json
import os
import re
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
from finn_rtlgen_driver.layout import PortLayout

PROGRAM, PAGE, PACKERS = "", "", []


def examples(kind):
    return [json.loads(block) for block in re.findall(r"^```json %s\n(.*?)^```$" % kind, PAGE, re.M | re.S)]


def network(example, folder, **more):
    """A network whose one layer has the example's weights and folding."""
    shape = example["shape"]
    layer = {"name": "layer", "kind": example["kind"], "inputs": ["x"], "outputs": ["y"],
             "weights": {key: example[key] for key in ("type", "shape", "data")}, **more}
    x = shape[1:] if example["kind"] == "fc" else [shape[2] + 1, shape[3] + 1, shape[1]]
    file = folder / "net.json"
    file.write_text(json.dumps({
        "format": "finn-rtlgen-net", "version": 1, "name": "example",
        "inputs": [{"name": "x", "shape": x, "type": "UINT4"}], "outputs": [{"name": "y"}], "layers": [layer],
        "fold": {"layer": {"pe": example["pe"], "simd": example["simd"]}}}))
    return file


class Examples(unittest.TestCase):
    def test_layouts(self):
        found = examples("layout")
        self.assertGreaterEqual(len(found), 10)
        for example in found:
            layout = PortLayout("port", "x", example["type"], example["shape"], example["elements_per_beat"])
            values = np.array(example["values"]).reshape(-1, *layout.shape)
            image = bytes.fromhex(example["image"])
            for packer in PACKERS:
                with self.subTest(example=example, packer=packer.name):
                    self.assertEqual(packing.pack(layout, values, packer=packer).tobytes(), image)
                    np.testing.assert_array_equal(packing.unpack(layout, image, packer=packer), values)

    def test_weights(self):
        found = examples("weights")
        self.assertEqual({example["kind"] for example in found}, {"fc", "conv"})
        for example in found:
            with self.subTest(example=example), tempfile.TemporaryDirectory() as folder:
                folder = Path(folder)
                subprocess.run([PROGRAM, str(network(example, folder)), "-o", str(folder)], check=True,
                               stdout=subprocess.DEVNULL)
                (memory,) = (folder / "example" / "rtl").glob("*.mem")
                self.assertEqual(memory.read_text().split(), example["words"])

    def test_parameters(self):
        (example,) = examples("runtime")
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            subprocess.run([PROGRAM, str(network(example, folder, runtime=True)), "-o", str(folder), "--axilite"],
                           check=True, stdout=subprocess.DEVNULL)
            subprocess.run([PROGRAM, "parameters", str(folder / "example"), "-o", str(folder / "words")], check=True,
                           stdout=subprocess.DEVNULL)
            entries = json.loads((folder / "example" / "driver" / "accelerator.json").read_text())
            (memory,) = entries["parameters"]["layers"]["layer"]["memories"]
            self.assertEqual((memory["base"], memory["stride"]), (example["base"], example["stride"]))
            words = np.frombuffer((folder / "words").read_bytes(), dtype="<u4")
            self.assertEqual([int(word) for word in words[:5]],
                             [int.from_bytes(b"FRPM", "little"), 1, int(entries["build"], 16) & 0xffffffff,
                              int(entries["build"], 16) >> 32, len(example["words"])])
            self.assertEqual(["%08x" % word for word in words[5:]], example["words"])

    def test_the_rule_gives_the_words(self):
        for example in examples("weights"):
            bits = int(example["type"][-1])
            weights = np.array(example["data"]).reshape(example["shape"])
            matrix = weights if weights.ndim == 2 else weights.transpose(0, 2, 3, 1).reshape(len(weights), -1)
            pe, simd = example["pe"], example["simd"]
            sf_count = matrix.shape[1] // simd
            words = [0] * (matrix.size // (pe * simd))
            for row in range(matrix.shape[0]):
                for column in range(matrix.shape[1]):
                    sf, s = divmod(column, simd)
                    code = int(matrix[row, column]) % 2 ** bits
                    words[row // pe * sf_count + sf] |= code << (row % pe * simd + s) * bits
            digits = (pe * simd * bits + 3) // 4
            self.assertEqual(["%0*x" % (digits, word) for word in words], example["words"])


if __name__ == "__main__":
    PROGRAM, docs, library = sys.argv[1:4]
    del sys.argv[1:4]
    PAGE = (Path(docs) / "data_layout.md").read_text(encoding="utf-8")
    os.environ["FINN_RTLGEN_PACK"] = "" if library == "cc" else library
    PACKERS = [packing.CPacker(*native.find()), packing.NumpyPacker()]
    unittest.main()

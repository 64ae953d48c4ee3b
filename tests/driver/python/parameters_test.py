# SPDX-License-Identifier: Apache-2.0
"""What the driver writes to give an accelerator other parameters, of every kind of layer, is what the generator would have
put there; and what it refuses.

Usage: parameters_test.py FINN_RTLGEN RUNTIME_NETWORKS WORK
"""

import json
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

try:
    import numpy as np
except ImportError:
    sys.exit(77)

from finn_rtlgen_driver import AcceleratorError, Description, NotAvailable, Parameters
from finn_rtlgen_driver.parameters import read_file

PROGRAM, NETWORKS, WORK = sys.argv[1], sys.argv[2], Path(sys.argv[3])


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def tensor(entry, folder):
    if "file" in entry:
        return np.load(folder / entry["file"])
    return np.array(entry["data"], dtype=np.int64).reshape(entry["shape"])


def layers_of(folder):
    """{layer: {attribute: array}} of the runtime layers of a net.json."""
    layers = {}
    for layer in json.loads((folder / "net.json").read_text())["layers"]:
        if layer.get("runtime"):
            layers[layer["name"]] = {
                name: tensor(value, folder) if isinstance(value, dict) else np.array(value)
                for name, value in layer.items() if name == "flip" or isinstance(value, dict) and "type" in value}
    return layers


class Images(unittest.TestCase):
    def test_every_kind_of_layer(self):
        subprocess.run([NETWORKS, str(WORK / "networks")], check=True)
        folders = sorted((WORK / "networks").iterdir())
        self.assertGreater(len(folders), 30)
        for folder in folders:
            with self.subTest(folder.name):
                out = WORK / folder.name
                run(folder / "first" / "net.json", "-o", out, "--axilite")
                (accelerator,) = out.iterdir()
                run("parameters", accelerator, folder / "second" / "net.json", "-o", out / "second.params")
                run("parameters", accelerator, "-o", out / "first.params")
                description = Description.load(accelerator)
                parameters = Parameters(description.entries["parameters"])
                for part in ("first", "second"):
                    expected = read_file(out / (part + ".params"), description.build)
                    self.assertEqual(len(expected), parameters.words)
                    image = np.zeros(parameters.words, dtype=np.uint32)
                    written = np.zeros(parameters.words, dtype=int)
                    for layer, values in layers_of(folder / part).items():
                        for first, words in parameters.image(layer, **values):
                            image[first:first + len(words)] = words
                            written[first:first + len(words)] += 1
                    np.testing.assert_array_equal(image, expected)
                    self.assertTrue((written <= 1).all())
                    self.assertTrue((expected[written == 0] == 0).all())
                shutil.rmtree(str(out))


class Refusals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        net = {"format": "finn-rtlgen-net", "version": 1, "name": "tiny",
               "inputs": [{"name": "x", "shape": [4], "type": "UINT2"}], "outputs": [{"name": "y"}],
               "layers": [{"name": "fc", "kind": "fc", "inputs": ["x"], "outputs": ["a"], "runtime": True,
                           "weights": {"type": "INT2", "shape": [2, 4], "data": [1, 0, -1, 1, -2, 1, 0, 1]}},
                          {"name": "thr", "kind": "threshold", "inputs": ["a"], "outputs": ["y"], "runtime": True,
                           "type": "UINT2",
                           "thresholds": {"type": "INT5", "shape": [2, 3], "data": [-1, 0, 1, -2, 2, 3]}}]}
        (WORK / "small.json").write_text(json.dumps(net))
        run(WORK / "small.json", "-o", WORK, "--axilite")
        cls.description = Description.load(WORK / "tiny")
        cls.parameters = Parameters(cls.description.entries["parameters"])

    def refused(self, kind, text, layer, **values):
        with self.assertRaisesRegex(kind, text):
            self.parameters.image(layer, **values)

    def test_what_there_is(self):
        self.assertEqual(self.parameters.layers, {
            "fc": {"weights": ("INT2", (2, 4))},
            "thr": {"thresholds": ("INT5", (2, 3)), "flip": ("BINARY", (1,))}})

    def test_wrong_arrays(self):
        self.refused(NotAvailable, 'layer "fd" has no parameters .*fc, thr', "fd", weights=np.zeros((2, 4), int))
        self.refused(ValueError, 'expected weights, found bias', "fc", bias=[1])
        self.refused(ValueError, '"weights" is missing', "fc")
        self.refused(ValueError, r"of shape \[2, 4\], found \[4, 2\]", "fc", weights=np.zeros((4, 2), int))
        self.refused(ValueError, r"at \[1, 2\]: expected a value of type INT2, found 2", "fc",
                     weights=[[0, 0, 0, 0], [0, 1, 2, 0]])
        self.refused(TypeError, "expected integers", "fc", weights=np.zeros((2, 4)))
        self.refused(ValueError, "row 1 is not", "thr", thresholds=[[0, 1, 2], [1, 0, 2]])

    def test_wrong_files(self):
        file = WORK / "small.params"
        run("parameters", WORK / "tiny", "-o", file)
        self.assertEqual(len(read_file(file, self.description.build)), self.parameters.words)
        with self.assertRaisesRegex(AcceleratorError, "made for the accelerator of build"):
            read_file(file, "0123456789abcdef")
        data = file.read_bytes()
        for broken in (data[:-1], data[:10], b"FRPX" + data[4:], data[:4] + b"\2" + data[5:]):
            file.write_bytes(broken)
            with self.assertRaisesRegex(AcceleratorError, "expected"):
                read_file(file, self.description.build)

    def test_the_program_refuses(self):
        def refused(text, *arguments):
            made = subprocess.run([PROGRAM, "parameters", *map(str, arguments), "-o", str(WORK / "no.params")],
                                  stderr=subprocess.PIPE, universal_newlines=True)
            self.assertEqual(made.returncode, 1, made.stderr)
            self.assertIn(text, made.stderr)
            self.assertFalse((WORK / "no.params").exists())

        refused("FR5201", WORK)
        net = json.loads((WORK / "small.json").read_text())
        net["name"] = "streams"
        (WORK / "streams.json").write_text(json.dumps(net))
        made = run(WORK / "streams.json", "-o", WORK)  # no registers: nothing to write through
        self.assertIn(b"FR5104", made.stderr)
        refused("FR5205", WORK / "streams")
        net["layers"][0]["weights"]["data"][3] = 7
        net["layers"][0]["weights"]["type"] = "INT4"
        (WORK / "other.json").write_text(json.dumps(net))
        refused("expected weights of type INT2, found 7 at element 3", WORK / "tiny", WORK / "other.json")


if __name__ == "__main__":
    shutil.rmtree(str(WORK), ignore_errors=True)
    WORK.mkdir(parents=True)
    unittest.main(argv=sys.argv[:1])

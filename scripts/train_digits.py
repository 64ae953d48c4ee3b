#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the shipped example networks on scikit-learn's bundled digits and writes them to networks/.

    python3 -m venv ENV && ENV/bin/pip install numpy scikit-learn
    ENV/bin/python scripts/train_digits.py [--only mlp|cnn] [--out FOLDER]

The results are in the repository, so nobody needs this to build, test or use the program. Seeds are fixed; another
version of numpy or another processor may round sums differently and so end at other weights of the same quality.
Every accuracy that is reported is that of the integer network, read back from the written files and evaluated by an
interpreter of its own (digits/interpreter.py) on test images that took no part in training or in choosing the epoch.
"""

import argparse
import os
import pathlib

# One thread: sums in the same order every time. Read when numpy is loaded.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np  # noqa: E402

from digits import data as digits_data  # noqa: E402
from digits import files, fold, interpreter, training  # noqa: E402

VECTORS = 64  # test images that become input.npy, output.npy and labels.npy

NETWORKS = {
    "mlp": {
        "name": "digits_mlp_w1a1",
        "title": "binary multilayer perceptron",
        "build": training.binary_mlp,
        "shape": [64],
        "seed": 1, "epochs": 300, "rate": 0.01, "moves": 0.0,
        "folding": None,
        "about": """\
Three fully connected layers 64-64-64-10 with weights of -1 and +1; batch norm and sign stand between them, so that the
second and third layer see -1 and +1 only. The first one takes the pixels as they are (UINT5). The batch norms are folded
into one integer threshold a channel; channels with a negative gain have `flip`. The file names no folding: the generator
chooses.""",
    },
    "cnn": {
        "name": "digits_cnn_w2a2",
        "title": "convolutional network with 2-bit weights and activations",
        "build": training.small_cnn,
        "shape": [8, 8, 1],
        "seed": 1, "epochs": 250, "rate": 0.015, "moves": 0.1,
        # 192 cycles a frame for both convolutions, 160 for the last layer.
        "folding": {"conv0": {"pe": 8, "simd": 3}, "conv1": {"pe": 4, "simd": 24}, "fc2": {"pe": 1, "simd": 4}},
        "about": """\
Two 3 x 3 convolutions with a border of zeros (1 to 8 and 8 to 16 channels), each followed by batch norm, a 2-bit unsigned
activation and a 2 x 2 max pool, then one fully connected layer 64-10. Weights are INT2 (-2 to 1), activations UINT2 (0
to 3). The batch norms are folded into three integer thresholds a channel; channels with a negative gain have `flip`. The
file carries a folding: both convolutions take 192 cycles a frame, the fully connected layer 160.""",
    },
}

README = """\
# {name}

A {title} for handwritten digits, 8 x 8 pixels of 0 to 16, ten classes.

{about}

| | |
| --- | --- |
| test accuracy | **{test:.2%}** ({test_right} of {test_count} images that took no part in training or in choosing the epoch) |
| validation, training accuracy | {validation:.2%}, {train:.2%} |
| multiply-accumulates a frame | {macs} |
| weights | {weights} |

All accuracies are those of the integer network in `net.json`; the class is the index of the largest output.

- `net.json` and its .npy files: the network.
- `input.npy`, `labels.npy`: the first {vectors} test images and their classes; `output.npy`: the raw integer outputs, from the
  interpreter in scripts/digits/interpreter.py. {vector_right} of the {vectors} are classified rightly.

Made by `scripts/train_digits.py` from the digits that scikit-learn carries (a copy of the test set of the UCI ML
"Optical Recognition of Handwritten Digits" data, E. Alpaydin and C. Kaynak, CC BY 4.0), split into {train_count} images for training,
{validation_count} for choosing the epoch and {test_count} for the test, stratified; straight-through estimator, Adam, {epochs} epochs, seed {seed}.
"""


def macs_and_weights(network):
    """(multiply-accumulates a frame, weights) of an integer network whose convolutions keep their image's size."""
    macs, count = 0, 0
    pixels = int(np.prod(network["inputs"][0]["shape"][:-1], initial=1))
    for layer in network["layers"]:
        if layer["kind"] == "maxpool":
            pixels //= 4
        elif "weights" in layer:
            size = layer["weights"]["data"].size
            macs += size * (pixels if layer["kind"] == "conv" else 1)
            count += size
    return macs, count


def make(spec, data, out):
    print(f"{spec['name']}: training")
    net = training.train(spec["build"], data, spec["seed"], spec["epochs"], spec["rate"], spec["moves"])
    network = fold.integer_network(spec["name"], net, spec["shape"], spec["folding"])
    folder = out / spec["name"]
    files.write_network(network, folder)

    figures = {}
    for part, (images, labels) in data.items():
        shaped = images.reshape(len(images), *spec["shape"])
        raw = interpreter.run(folder, shaped)
        # The trained network's last layer gives integers too, before its scale: they must be the same ones.
        trained = training.forward(net[:-1], images.astype(np.float64))
        if not np.array_equal(raw, trained):
            raise SystemExit(f"{spec['name']}: the integer network differs from the trained one on the {part} images")
        right = raw.argmax(axis=1) == labels
        figures |= {part: right.mean(), part + "_right": int(right.sum()), part + "_count": len(labels)}
        if part == "test":
            files.save(folder / "input.npy", shaped[:VECTORS])
            files.save(folder / "output.npy", raw[:VECTORS])
            files.save(folder / "labels.npy", labels[:VECTORS])
            figures["vector_right"] = int(right[:VECTORS].sum())
        print(f"  {part:10s} {right.mean():.4f}  ({int(right.sum())} of {len(labels)})")
    macs, weights = macs_and_weights(network)
    (folder / "README.md").write_text(README.format(**spec, **figures, macs=macs, weights=weights, vectors=VECTORS))


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description="Train the shipped example networks.")
    parser.add_argument("--only", choices=sorted(NETWORKS), help="train one network")
    parser.add_argument("--out", type=pathlib.Path, default=root / "networks", help="where the folders go")
    arguments = parser.parse_args()
    data = digits_data.load()
    for key, spec in NETWORKS.items():
        if arguments.only in (None, key):
            make(spec, data, arguments.out)


if __name__ == "__main__":
    main()

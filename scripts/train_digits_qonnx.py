#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the shipped ONNX networks with Brevitas on scikit-learn's bundled digits and writes them to networks/qonnx/.

    python3 -m venv ENV && ENV/bin/pip install -r scripts/digits_qonnx/requirements.txt
    ENV/bin/python scripts/train_digits_qonnx.py [--only NAME] [--out FOLDER]

The results are in the repository, so nobody needs this to build, test or use the program. Each model.onnx is the file that
brevitas.export.export_qonnx writes, untouched. output.npy comes from the Python package qonnx, which runs the file
in float32, sample by sample; so does the test accuracy. Seeds are fixed; another version or another processor may round
sums differently and so end at other weights of the same quality.
"""

import argparse
import os
import pathlib

# One thread: sums in the same order every time. Read when the libraries are loaded.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np  # noqa: E402
import torch  # noqa: E402
from brevitas.export import export_qonnx  # noqa: E402

from digits import data as digits_data  # noqa: E402
from digits_qonnx import models, reference, training  # noqa: E402

VECTORS = 100  # test images that become input.npy, output.npy and labels.npy

NETWORKS = {
    "digits_mlp_w1a1": {
        "title": "binary multilayer perceptron",
        "build": models.BinaryMlp,
        "input_type": "UINT5/16",
        "seed": 1, "epochs": 150, "rate": 0.01, "moves": 0.0,
        "about": """\
Three fully connected layers 64-64-64-10 with weights of -1 and +1 (BipolarQuant); batch norm and a bipolar quantizer stand
between them. Nothing quantizes the input: the file `input_type` says what the pixels are, and the whole graph becomes
hardware with 5-bit inputs. The outputs are whole numbers.""",
    },
    "digits_cnn_w2a2": {
        "title": "convolutional network with 2-bit weights and activations",
        "build": models.SmallCnn,
        "input_type": None,
        "seed": 1, "epochs": 150, "rate": 0.02, "moves": 0.1,
        "about": """\
Two 3 x 3 convolutions with a border of zeros (1 to 8 and 8 to 16 channels), each followed by batch norm, a 2-bit unsigned
activation and a 2 x 2 max pool, then one fully connected layer 64-10 with a float bias. All scales are learned floats, one
a tensor. An 8-bit quantizer stands at the input; it is the host's.""",
    },
    "digits_residual_w4a4": {
        "title": "residual network with 4-bit weights and activations and a depthwise convolution",
        "build": models.ResidualCnn,
        "input_type": None,
        "seed": 1, "epochs": 100, "rate": 0.01, "moves": 0.1,
        "about": """\
A 3 x 3 convolution (1 to 8 channels); a block of a depthwise 3 x 3 and a pointwise convolution around which its input is
added; a max pool; a 3 x 3 convolution to 16 channels; an average pool with an 8-bit quantizer; one fully connected layer
with a quantized bias. Batch norm follows each convolution. Weights have a float scale for each output channel. The operands
of the addition share a quantizer. An 8-bit quantizer stands at the input; it is the host's.""",
    },
}

README = """\
# {name}

A {title} for handwritten digits, as Brevitas exports it to QONNX: 8 x 8
pixels of k / 16 (k = 0 to 16), ten classes.

{about}

| | |
| --- | --- |
| test accuracy | **{test:.2%}** ({test_right} of {test_count} images that took no part in training or in choosing the epoch; by qonnx) |
| validation, training accuracy | {validation:.2%}, {train:.2%} (by Brevitas) |
| model.onnx | {size} bytes |

From the root of the repository:

    build/dev/gen/finn-rtlgen networks/qonnx/{name}/model.onnx{option} -o out
    build/dev/gen/finn-rtlgen verify out/{name} --input networks/qonnx/{name}/input.npy --frames {vectors}

- `model.onnx`: as `brevitas.export.export_qonnx` wrote it.{input_type_line}
- `input.npy`, `labels.npy`: the first {vectors} test images (float32) and their classes; `output.npy`: the graph's outputs for
  them by the Python package qonnx, in float32. {vector_right} of the {vectors} are classified rightly.

Made by `scripts/train_digits_qonnx.py` (versions: `scripts/digits_qonnx/requirements.txt`); `scripts/compare_qonnx.py`
compares qonnx with `finn-rtlgen run` again. The digits are those that scikit-learn carries (a copy of the test set of the
UCI ML "Optical Recognition of Handwritten Digits" data, E. Alpaydin and C. Kaynak, CC BY 4.0), split into {train_count} images for training,
{validation_count} for choosing the epoch and {test_count} for the test, stratified; Adam, {epochs} epochs, seed {seed}.
"""


def make(name, spec, data, out):
    print(f"{name}: training")
    model = training.train(spec["build"], data, spec["seed"], spec["epochs"], spec["rate"], spec["moves"])
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "model.onnx"
    export_qonnx(model, args=torch.zeros(1, 1, 8, 8), export_path=str(file))

    figures = {part + "_count": len(labels) for part, (_, labels) in data.items()}
    for part in ("train", "validation"):
        figures[part] = training.accuracy(model, *data[part])
    images, labels = data["test"]
    inputs = training.to_floats(images)
    outputs = reference.run(file, inputs)
    with torch.no_grad():
        trained = model(torch.from_numpy(inputs)).numpy()
    worst = reference.relative_difference(outputs, trained).max()
    print(f"  exported model by qonnx against Brevitas: largest relative difference {worst:.2e}")
    right = outputs.argmax(axis=1) == labels
    print(f"  test accuracy {right.mean():.4f}  ({int(right.sum())} of {len(labels)})")

    np.save(folder / "input.npy", inputs[:VECTORS])
    np.save(folder / "output.npy", outputs[:VECTORS])
    np.save(folder / "labels.npy", labels[:VECTORS].astype(np.int8))
    figures |= {"test": right.mean(), "test_right": int(right.sum()), "vector_right": int(right[:VECTORS].sum()),
                "vectors": VECTORS, "size": file.stat().st_size, "option": "", "input_type_line": ""}
    if spec["input_type"] is not None:
        (folder / "input_type").write_text(spec["input_type"] + "\n")
        figures["option"] = f" --input-type {spec['input_type']}"
        figures["input_type_line"] = "\n- `input_type`: what the program is told with `--input-type`."
    (folder / "README.md").write_text(README.format(**{"name": name, **spec, **figures}))


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description="Train the shipped ONNX networks.")
    parser.add_argument("--only", choices=sorted(NETWORKS), help="train one network")
    parser.add_argument("--out", type=pathlib.Path, default=root / "networks" / "qonnx", help="where the folders go")
    arguments = parser.parse_args()
    data = digits_data.load()
    for name, spec in NETWORKS.items():
        if arguments.only in (None, name):
            make(name, spec, data, arguments.out)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""An interpreter of net.json, version 1, in plain numpy: the layer kinds that the digits networks use.

It reads the files as they stand on the disk and shares no code with the training or with the generator, so that a
mistake in one of them shows.
"""

import json
import pathlib

import numpy as np


def type_range(name):
    if name in ("BIPOLAR", "TERNARY"):
        return -1, 1
    if name == "BINARY":
        return 0, 1
    if name.startswith("UINT"):
        return 0, 2 ** int(name[4:]) - 1
    return -(2 ** (int(name[3:]) - 1)), 2 ** (int(name[3:]) - 1) - 1


def check_type(values, name, what):
    low, high = type_range(name)
    ok = values.min() >= low and values.max() <= high
    if name == "BIPOLAR":
        ok = ok and not (values == 0).any()
    if not ok:
        raise ValueError(f"{what}: values outside {name}")


def read_tensor(tensor, folder, what):
    raw = np.load(folder / tensor["file"]) if "file" in tensor else np.array(tensor["data"])
    if not np.issubdtype(raw.dtype, np.integer):
        raise ValueError(f"{what}: not integers")
    values = raw.astype(np.int64).reshape(tensor["shape"])
    check_type(values, tensor["type"], what)
    return values


def run_conv(layer, weights, x):
    outputs, _, kernel_h, kernel_w = weights.shape
    top, left, bottom, right = layer["pad"]
    (stride_h, stride_w), (dilation_h, dilation_w) = layer["stride"], layer["dilation"]
    padded = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    height = (padded.shape[1] - dilation_h * (kernel_h - 1) - 1) // stride_h + 1
    width = (padded.shape[2] - dilation_w * (kernel_w - 1) - 1) // stride_w + 1
    result = np.zeros((len(x), height, width, outputs), dtype=np.int64)
    for row in range(height):
        for column in range(width):
            top_row, left_column = row * stride_h, column * stride_w
            window = padded[:, top_row:top_row + dilation_h * (kernel_h - 1) + 1:dilation_h,
                            left_column:left_column + dilation_w * (kernel_w - 1) + 1:dilation_w]
            result[:, row, column] = np.einsum("nhwi,oihw->no", window, weights)
    return result


def run_maxpool(layer, x):
    (kernel_h, kernel_w), (stride_h, stride_w) = layer["kernel"], layer["stride"]
    if any(layer.get("pad", [])):
        raise NotImplementedError("padding of maxpool")
    height = (x.shape[1] - kernel_h) // stride_h + 1
    width = (x.shape[2] - kernel_w) // stride_w + 1
    rows = [[x[:, r * stride_h:r * stride_h + kernel_h, c * stride_w:c * stride_w + kernel_w].max(axis=(1, 2))
             for c in range(width)] for r in range(height)]
    return np.array(rows).transpose(2, 0, 1, 3)


def run_threshold(layer, thresholds, x):
    channels = x.shape[-1]
    flip = layer.get("flip", [False] * channels)
    low, high = type_range(layer["type"])
    step = 2 if layer["type"] == "BIPOLAR" else 1
    if thresholds.shape[1] * step != high - low:
        raise ValueError(f'{layer["name"]}: wrong number of thresholds')
    result = np.empty_like(x)
    for channel in range(channels):
        row = thresholds[channel if len(thresholds) > 1 else 0]
        if (np.diff(row) < 0).any():
            raise ValueError(f'{layer["name"]}: thresholds are not sorted')
        values = x[..., channel, np.newaxis]
        fires = values <= row if flip[channel] else values >= row
        result[..., channel] = low + step * fires.sum(axis=-1)
    return result


def run(folder, inputs):
    """Raw integer outputs [N, ...] of the network in folder/net.json for inputs [N, ...]."""
    folder = pathlib.Path(folder)
    network = json.loads((folder / "net.json").read_text())
    (graph_input,), (graph_output,) = network["inputs"], network["outputs"]
    x = np.asarray(inputs, dtype=np.int64)
    if list(x.shape[1:]) != graph_input["shape"]:
        raise ValueError("wrong input shape")
    check_type(x, graph_input["type"], "input")
    tensors = {graph_input["name"]: x}
    for layer in network["layers"]:
        (source,), (target,) = layer["inputs"], layer["outputs"]
        x = tensors[source]
        if layer["kind"] == "conv":
            y = run_conv(layer, read_tensor(layer["weights"], folder, layer["name"]), x)
        elif layer["kind"] == "fc":
            y = x.reshape(len(x), -1) @ read_tensor(layer["weights"], folder, layer["name"]).T
        elif layer["kind"] == "threshold":
            y = run_threshold(layer, read_tensor(layer["thresholds"], folder, layer["name"]), x)
        elif layer["kind"] == "maxpool":
            y = run_maxpool(layer, x)
        else:
            raise NotImplementedError(layer["kind"])
        tensors[target] = y
    return tensors[graph_output["name"]]

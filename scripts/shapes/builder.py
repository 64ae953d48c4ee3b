# SPDX-License-Identifier: Apache-2.0
"""Builds an integer network layer by layer while a few random frames flow through it.

Every layer is computed on the frames as it is added, so that thresholds can stand at the quantiles of what they will
really see: each level of an activation is about equally frequent, and the outputs depend on the inputs. All arithmetic
is on integers below 2^53 held in float64, so that sums are exact in any order and the same seed gives the same files.
"""

import statistics

import numpy as np

# A channel with fewer samples than this shares its spread with the other channels of its layer.
FEW_SAMPLES = 64


def type_range(name):
    if name in ("BIPOLAR", "TERNARY"):
        return -1, 1
    if name == "BINARY":
        return 0, 1
    if name.startswith("UINT"):
        return 0, 2 ** int(name[4:]) - 1
    return -(2 ** (int(name[3:]) - 1)), 2 ** (int(name[3:]) - 1) - 1


def signed_type(low, high):
    """The narrowest INTn for values from low to high."""
    bits = 1
    while -(2 ** (bits - 1)) > low or 2 ** (bits - 1) - 1 < high:
        bits += 1
    return f"INT{max(bits, 2)}"


def weight_type(bits):
    return "BIPOLAR" if bits == 1 else f"INT{bits}"


class Builder:
    """`tensors` maps names to what flows on the frames: float64 [N, H, W, C] or [N, C] with integer values."""

    def __init__(self, name, shape, input_type, frames, seed):
        self.random = np.random.default_rng(seed)
        self.network = {"format": "finn-rtlgen-net", "version": 1, "name": name,
                        "inputs": [{"name": "x", "shape": list(shape), "type": input_type}], "outputs": [],
                        "layers": []}
        self.frames = self._input_frames(frames, shape, input_type)
        self.tensors = {"x": self.frames}
        self.operations = 0  # two for each multiplication of a weight, as publications count

    def _input_frames(self, count, shape, input_type):
        """Coarse and fine random patterns on top of each other, spread over the type's values."""
        levels = self.random.standard_normal((count, *shape))
        if len(shape) == 3:
            height, width, channels = shape
            for size in (4, 16):
                coarse = self.random.standard_normal((count, -(-height // size), -(-width // size), channels))
                levels += 2 * coarse.repeat(size, axis=1).repeat(size, axis=2)[:, :height, :width]
        low, high = type_range(input_type)
        if input_type == "BIPOLAR":
            return np.where(levels >= 0, 1.0, -1.0)
        spread = (levels - levels.mean()) / (levels.std() * 5) + 0.5
        return np.clip(np.floor(low + spread * (high - low + 1)), low, high)

    def _add(self, name, kind, inputs, values, attributes):
        output = f"{name}_y"
        self.network["layers"].append({"name": name, "kind": kind, "inputs": inputs, "outputs": [output], **attributes})
        self.tensors[output] = values
        return output

    def _weights(self, shape, bits):
        name = weight_type(bits)
        low, high = type_range(name)
        values = self.random.integers(low, high + 1, size=shape, dtype=np.int16)
        if name == "BIPOLAR":
            values = self.random.integers(0, 2, size=shape, dtype=np.int16) * 2 - 1
        return {"type": name, "shape": list(shape), "data": values}

    def conv(self, name, source, outputs, kernel, bits, stride=1, pad=0, group=1):
        """A square kernel with a border of zeros; `group` 1, or the channels (depthwise)."""
        x = self.tensors[source]
        channels = x.shape[-1]
        if group not in (1, channels):
            raise ValueError("groups other than depthwise")
        weights = self._weights((outputs, channels // group, kernel, kernel), bits)
        padded = np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
        height = (padded.shape[1] - kernel) // stride + 1
        width = (padded.shape[2] - kernel) // stride + 1
        result = np.zeros((len(x), height, width, outputs))
        for row in range(kernel):
            for column in range(kernel):
                taps = padded[:, row:row + (height - 1) * stride + 1:stride,
                              column:column + (width - 1) * stride + 1:stride]
                factors = weights["data"][:, :, row, column].astype(np.float64)
                if group == 1:
                    result += taps @ factors.T
                else:
                    result += np.repeat(taps, outputs // channels, axis=-1) * factors[:, 0]
        self.operations += 2 * height * width * weights["data"].size
        return self._add(name, "conv", [source], result,
                         {"stride": [stride, stride], "pad": [pad] * 4, "dilation": [1, 1], "group": group,
                          "weights": weights})

    def fc(self, name, source, outputs, bits):
        x = self.tensors[source]
        x = x.reshape(len(x), -1)
        weights = self._weights((outputs, x.shape[1]), bits)
        self.operations += 2 * weights["data"].size
        return self._add(name, "fc", [source], x @ weights["data"].astype(np.float64).T, {"weights": weights})

    def threshold(self, name, source, output_type):
        x = self.tensors[source]
        rows = x.reshape(-1, x.shape[-1])
        mean, spread = rows.mean(axis=0), rows.std(axis=0)
        if len(rows) < FEW_SAMPLES:
            spread = np.full_like(spread, max(spread.mean(), 1.0))
        low, high = type_range(output_type)
        step = 2 if output_type == "BIPOLAR" else 1
        count = (high - low) // step
        quantiles = [statistics.NormalDist().inv_cdf((i + 1) / (count + 1)) for i in range(count)]
        steps = np.ceil(mean[:, np.newaxis] + spread[:, np.newaxis] * np.array(quantiles))
        result = np.full(x.shape, float(low))
        for i in range(count):
            result += step * (x >= steps[:, i])
        data = steps.astype(np.int64)
        thresholds = {"type": signed_type(data.min(), data.max()), "shape": list(data.shape), "data": data}
        return self._add(name, "threshold", [source], result, {"type": output_type, "thresholds": thresholds})

    def _windows(self, x, kernel, stride, pad, border):
        """[top, left, bottom, right] border, and the window's taps one after the other."""
        padded = np.pad(x, ((0, 0), (pad[0], pad[2]), (pad[1], pad[3]), (0, 0)), constant_values=border)
        height = (padded.shape[1] - kernel) // stride + 1
        width = (padded.shape[2] - kernel) // stride + 1
        return [padded[:, row:row + (height - 1) * stride + 1:stride,
                       column:column + (width - 1) * stride + 1:stride]
                for row in range(kernel) for column in range(kernel)]

    def maxpool(self, name, source, kernel, stride, pad=(0, 0, 0, 0)):
        taps = self._windows(self.tensors[source], kernel, stride, pad, -np.inf)
        return self._add(name, "maxpool", [source], np.maximum.reduce(taps),
                         {"kernel": [kernel] * 2, "stride": [stride] * 2, "pad": list(pad)})

    def global_sum(self, name, source):
        """The global average pool without its division."""
        x = self.tensors[source]
        return self._add(name, "sumpool", [source], x.sum(axis=(1, 2), keepdims=True),
                         {"kernel": list(x.shape[1:3]), "stride": list(x.shape[1:3]), "pad": [0] * 4})

    def add(self, name, first, second):
        return self._add(name, "add", [first, second], self.tensors[first] + self.tensors[second], {})

    def output(self, source):
        self.network["outputs"].append({"name": source, "scale": 1.0, "bias": 0.0})

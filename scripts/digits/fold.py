# SPDX-License-Identifier: Apache-2.0
"""From a trained network to an integer one (net.json, version 1, as a Python dictionary with numpy tensors).

Batch norm and quantizer after a MAC layer become integer thresholds, exactly: the quantizer rises by one level where
gain * accumulator + offset >= step, with gain and offset the float64 numbers of the trained batch norm. The smallest
accumulator value that meets this is found in rational arithmetic, so nothing is rounded on the way.
"""

import math
from fractions import Fraction

import numpy as np

from digits import layers as L


def accumulator_range(weights, low, high):
    """Exact (min, max) per output channel for inputs from low to high; a zero pad lies within the range."""
    flat = weights.reshape(len(weights), -1)
    ends = np.stack([flat * low, flat * high])
    if low > 0:
        raise ValueError("a zero pad would leave the range")
    return ends.min(axis=0).sum(axis=1), ends.max(axis=0).sum(axis=1)


def channel_thresholds(gain, offset, steps, low, high):
    """(ascending thresholds, flip) of one channel whose accumulator lies in [low, high].

    Without flip a threshold t counts accumulators >= t: never-firing ones are clipped to high + 1, always-firing ones
    to low. With flip it counts accumulators <= t, clipped to low - 1 and high.
    """
    gain, offset = Fraction(float(gain)), Fraction(float(offset))
    if gain == 0:
        return [low if offset >= Fraction(step) else high + 1 for step in steps], False
    bounds = [(Fraction(step) - offset) / gain for step in steps]
    if gain > 0:
        return [min(max(math.ceil(bound), low), high + 1) for bound in bounds], False
    return sorted(min(max(math.floor(bound), low - 1), high) for bound in bounds), True


def smallest_type(low, high):
    """Name of the narrowest type that holds the range; signed if the range has negative values."""
    if low >= 0:
        return f"UINT{max(1, int(high).bit_length())}"
    return f"INT{max((-int(low) - 1).bit_length(), int(high).bit_length()) + 1}"


def threshold_layer(name, source, target, norm, activation, ranges):
    gains, offsets = norm.affine()
    rows, flips = [], []
    for gain, offset, low, high in zip(gains, offsets, *ranges):
        row, flip = channel_thresholds(gain, offset, activation.steps(), int(low), int(high))
        rows.append(row)
        flips.append(flip)
    data = np.array(rows, dtype=np.int64)
    # Wide enough for the accumulators as well, so that thresholds and accumulators have one type.
    low = min(data.min(), ranges[0].min())
    high = max(data.max(), ranges[1].max())
    layer = {"name": name, "kind": "threshold", "inputs": [source], "outputs": [target], "type": activation.type,
             "thresholds": {"type": smallest_type(low, high), "shape": list(data.shape), "data": data}}
    if any(flips):
        layer["flip"] = flips
    return layer


def integer_network(name, net, shape, folding=None):
    """The net.json of a trained network. Input: UINT5 pixels of the given shape. folding: the "fold" of the file."""
    layers = []
    tensor, low, high = "x", 0, 16
    scale = 1.0
    pending = None  # the MAC layer whose batch norm and activation follow
    for layer_name, layer in net:
        if isinstance(layer, (L.Linear, L.Conv3x3)):
            weights = layer.weights().astype(np.int64)
            ranges = accumulator_range(weights, low, high)
            entry = {"name": layer_name, "kind": "fc" if weights.ndim == 2 else "conv", "inputs": [tensor],
                     "outputs": [layer_name + "_acc"]}
            if weights.ndim == 4:
                entry |= {"stride": [1, 1], "pad": [1, 1, 1, 1], "dilation": [1, 1], "group": 1}
            entry["weights"] = {"type": layer.type.name, "shape": list(weights.shape), "data": weights}
            layers.append(entry)
            tensor = layer_name + "_acc"
        elif isinstance(layer, L.BatchNorm):
            pending = layer
        elif isinstance(layer, L.Activation):
            target = layer_name.replace("act", "h")
            layers.append(threshold_layer(layer_name, tensor, target, pending, layer, ranges))
            tensor, pending = target, None
            low, high = (-1, 1) if layer.type == "BIPOLAR" else (0, layer.levels - 1)
        elif isinstance(layer, L.MaxPool2x2):
            target = layer_name.replace("pool", "p")
            layers.append({"name": layer_name, "kind": "maxpool", "inputs": [tensor], "outputs": [target],
                           "kernel": [2, 2], "stride": [2, 2], "pad": [0, 0, 0, 0]})
            tensor = target
        elif isinstance(layer, L.Scale):
            scale = layer.value()
        elif not isinstance(layer, L.Flatten):
            raise TypeError(f"no integer form of {type(layer).__name__}")
    # The last tensor is the graph's output.
    layers[-1]["outputs"] = ["y"]
    network = {"format": "finn-rtlgen-net", "version": 1, "name": name,
               "inputs": [{"name": "x", "shape": list(shape), "type": "UINT5"}],
               "outputs": [{"name": "y", "scale": scale, "bias": 0.0}], "layers": layers}
    if folding:
        network["fold"] = folding
    return network

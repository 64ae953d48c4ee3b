# SPDX-License-Identifier: Apache-2.0
"""Layers with quantization-aware training in plain numpy (float64).

Each layer has forward(x, training) and backward(gradient), which keeps the gradients of its parameters. Images are
[N, H, W, C]. A quantizer passes its gradient straight through where its input lies in its range (the straight-through
estimator) and blocks it elsewhere.
"""

import numpy as np


class Layer:
    def parameters(self):
        """Names of the attributes that the optimizer changes."""
        return []

    def forward(self, x, training):
        raise NotImplementedError

    def backward(self, gradient):
        raise NotImplementedError

    def constrain(self):
        """Called after each optimizer step."""


class WeightType:
    """A type of weights: BIPOLAR, TERNARY or INTn. The trained (latent) weights are real numbers in integer units."""

    def __init__(self, name):
        self.name = name
        if name == "BIPOLAR":
            self.low, self.high = -1, 1
        elif name == "TERNARY":
            self.low, self.high = -1, 1
        else:
            bits = int(name.removeprefix("INT"))
            self.low, self.high = -(1 << (bits - 1)), (1 << (bits - 1)) - 1

    def quantize(self, latent):
        if self.name == "BIPOLAR":
            return np.where(latent >= 0, 1.0, -1.0)
        return np.clip(np.floor(latent + 0.5), self.low, self.high)

    def start(self, shape, generator):
        spread = 0.3 if self.name == "BIPOLAR" else 0.7
        return np.clip(generator.normal(0.0, spread, shape), self.low, self.high)

    def clip(self, latent):
        # Beyond the range a latent weight would need many steps to come back; half a step keeps it able to round.
        margin = 0.0 if self.name == "BIPOLAR" else 0.45
        return np.clip(latent, self.low - margin, self.high + margin)


class Linear(Layer):
    """y = x W^T with quantized weights [O, I]."""

    def __init__(self, inputs, outputs, weight_type, generator):
        self.type = WeightType(weight_type)
        self.latent = self.type.start((outputs, inputs), generator)

    def parameters(self):
        return ["latent"]

    def weights(self):
        return self.type.quantize(self.latent)

    def forward(self, x, training):
        self.x = x
        return x @ self.weights().T

    def backward(self, gradient):
        self.d_latent = gradient.T @ self.x
        return gradient @ self.weights()

    def constrain(self):
        self.latent = self.type.clip(self.latent)


class Conv3x3(Layer):
    """3 x 3 convolution, stride 1, one pixel of zeros around, quantized weights [O, I, 3, 3]."""

    def __init__(self, inputs, outputs, weight_type, generator):
        self.type = WeightType(weight_type)
        self.latent = self.type.start((outputs, inputs, 3, 3), generator)

    def parameters(self):
        return ["latent"]

    def weights(self):
        return self.type.quantize(self.latent)

    def matrix(self):
        """[9 * I, O], rows ordered (kh, kw, channel)."""
        weights = self.weights()
        return weights.transpose(2, 3, 1, 0).reshape(-1, weights.shape[0])

    def forward(self, x, training):
        _, height, width, _ = x.shape
        padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
        taps = [padded[:, kh:kh + height, kw:kw + width] for kh in range(3) for kw in range(3)]
        self.columns = np.concatenate(taps, axis=3)
        return self.columns @ self.matrix()

    def backward(self, gradient):
        outputs, inputs = self.latent.shape[:2]
        flat = gradient.reshape(-1, outputs)
        d_matrix = self.columns.reshape(len(flat), -1).T @ flat
        self.d_latent = d_matrix.reshape(3, 3, inputs, outputs).transpose(3, 2, 0, 1)
        d_columns = gradient @ self.matrix().T
        samples, height, width, _ = gradient.shape
        d_padded = np.zeros((samples, height + 2, width + 2, inputs))
        for tap in range(9):
            kh, kw = divmod(tap, 3)
            d_padded[:, kh:kh + height, kw:kw + width] += d_columns[..., tap * inputs:(tap + 1) * inputs]
        return d_padded[:, 1:-1, 1:-1]

    def constrain(self):
        self.latent = self.type.clip(self.latent)


class BatchNorm(Layer):
    """Per channel (last axis): gamma * (x - mean) / sqrt(variance + EPSILON) + beta."""

    EPSILON = 1e-3

    def __init__(self, channels, center):
        # A falling channel computes as well as a rising one; some of each show that negative gains are handled.
        self.gamma = np.where(np.arange(channels) % 4 == 1, -1.0, 1.0)
        self.beta = np.full(channels, float(center))
        self.mean = np.zeros(channels)
        self.variance = np.ones(channels)

    def parameters(self):
        return ["gamma", "beta"]

    def affine(self):
        """(gain, offset) of inference, per channel, in float64."""
        gain = self.gamma / np.sqrt(self.variance + self.EPSILON)
        return gain, self.beta - gain * self.mean

    def forward(self, x, training):
        if not training:
            gain, offset = self.affine()
            return gain * x + offset
        axes = tuple(range(x.ndim - 1))
        mean, variance = x.mean(axes), x.var(axes)
        self.mean = 0.9 * self.mean + 0.1 * mean
        self.variance = 0.9 * self.variance + 0.1 * variance
        self.scale = 1.0 / np.sqrt(variance + self.EPSILON)
        self.normal = (x - mean) * self.scale
        return self.gamma * self.normal + self.beta

    def backward(self, gradient):
        axes = tuple(range(gradient.ndim - 1))
        self.d_gamma = (gradient * self.normal).sum(axes)
        self.d_beta = gradient.sum(axes)
        centered = gradient - gradient.mean(axes) - self.normal * (gradient * self.normal).mean(axes)
        return self.gamma * self.scale * centered


class Activation(Layer):
    """Quantizer: BIPOLAR (sign, with sign(0) = +1) or UINTn (round half up, then clamp)."""

    def __init__(self, type_name):
        self.type = type_name
        self.levels = 2 if type_name == "BIPOLAR" else 1 << int(type_name.removeprefix("UINT"))

    def steps(self):
        """The real values at which the output rises by one level, ascending."""
        return [0.0] if self.type == "BIPOLAR" else [level - 0.5 for level in range(1, self.levels)]

    def forward(self, x, training):
        if self.type == "BIPOLAR":
            self.passes = np.abs(x) <= 1.0
            return np.where(x >= 0, 1.0, -1.0)
        self.passes = (x > -0.5) & (x < self.levels - 0.5)
        return np.clip(np.floor(x + 0.5), 0, self.levels - 1)

    def backward(self, gradient):
        return gradient * self.passes


class MaxPool2x2(Layer):
    def forward(self, x, training):
        samples, height, width, channels = x.shape
        blocks = x.reshape(samples, height // 2, 2, width // 2, 2, channels).transpose(0, 1, 3, 2, 4, 5)
        self.blocks_shape = blocks.shape
        flat = blocks.reshape(samples, height // 2, width // 2, 4, channels)
        self.winner = flat.argmax(axis=3)
        return flat.max(axis=3)

    def backward(self, gradient):
        samples, height, width, _, _, channels = self.blocks_shape
        flat = np.zeros((samples, height, width, 4, channels))
        np.put_along_axis(flat, self.winner[:, :, :, np.newaxis], gradient[:, :, :, np.newaxis], axis=3)
        blocks = flat.reshape(self.blocks_shape).transpose(0, 1, 3, 2, 4, 5)
        return blocks.reshape(samples, 2 * height, 2 * width, channels)


class Flatten(Layer):
    def forward(self, x, training):
        self.shape = x.shape
        return x.reshape(len(x), -1)

    def backward(self, gradient):
        return gradient.reshape(self.shape)


class Scale(Layer):
    """One positive factor for all logits, kept as a logarithm."""

    def __init__(self, start):
        self.log_scale = np.array(np.log(start))

    def parameters(self):
        return ["log_scale"]

    def value(self):
        return float(np.exp(self.log_scale))

    def forward(self, x, training):
        self.scaled = x * self.value()
        return self.scaled

    def backward(self, gradient):
        self.d_log_scale = np.array((gradient * self.scaled).sum())
        return gradient * self.value()

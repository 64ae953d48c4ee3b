# SPDX-License-Identifier: Apache-2.0
"""The three networks in Brevitas, written as its users write them: floats outside, quantizers in between.

Images are float32 [N, 1, 8, 8] with values k / 16, k = 0 .. 16; results are [N, 10]. `loss_scale` is what the results
are multiplied by in training, before the softmax.
"""

import brevitas.nn as qnn
import torch
from brevitas.quant import (Int8WeightPerChannelFloat, Int32Bias, SignedBinaryActPerTensorConst,
                            SignedBinaryWeightPerTensorConst)
from torch import nn


def batch_norm(kind, channels):
    """A batch norm, kind BatchNorm1d or 2d, that starts with a negative gain in each fourth channel.

    A falling channel computes as well as a rising one, and trained networks of others have some.
    """
    layer = kind(channels)
    with torch.no_grad():
        layer.weight[1::4] = -1.0
    return layer


class BinaryWeights(SignedBinaryWeightPerTensorConst):
    """Weights of -1 and +1 (the base class has -0.1 and +0.1)."""
    scaling_const = 1.0


class BinaryMlp(nn.Module):
    """W1A1: fully connected layers 64-64-64-10; no quantizer at the input, which takes the pixels as they are."""

    loss_scale = 0.25  # the results are whole numbers up to 64

    def __init__(self):
        super().__init__()

        def binary_linear(inputs, outputs):
            return qnn.QuantLinear(inputs, outputs, bias=False, weight_quant=BinaryWeights)

        self.flatten = nn.Flatten()
        self.fc0 = binary_linear(64, 64)
        self.bn0 = batch_norm(nn.BatchNorm1d, 64)
        self.act0 = qnn.QuantIdentity(act_quant=SignedBinaryActPerTensorConst)
        self.fc1 = binary_linear(64, 64)
        self.bn1 = batch_norm(nn.BatchNorm1d, 64)
        self.act1 = qnn.QuantIdentity(act_quant=SignedBinaryActPerTensorConst)
        self.fc2 = binary_linear(64, 10)

    def forward(self, x):
        x = self.act0(self.bn0(self.fc0(self.flatten(x))))
        x = self.act1(self.bn1(self.fc1(x)))
        return self.fc2(x)


class SmallCnn(nn.Module):
    """W2A2: an 8-bit quantizer, two padded 3 x 3 convolutions with max pools, a fully connected layer with float bias."""

    loss_scale = 1.0

    def __init__(self):
        super().__init__()
        self.input = qnn.QuantIdentity(bit_width=8)
        self.conv0 = qnn.QuantConv2d(1, 8, 3, padding=1, bias=False, weight_bit_width=2)
        self.bn0 = batch_norm(nn.BatchNorm2d, 8)
        self.act0 = qnn.QuantReLU(bit_width=2)
        self.pool0 = nn.MaxPool2d(2)
        self.conv1 = qnn.QuantConv2d(8, 16, 3, padding=1, bias=False, weight_bit_width=2)
        self.bn1 = batch_norm(nn.BatchNorm2d, 16)
        self.act1 = qnn.QuantReLU(bit_width=2)
        self.pool1 = nn.MaxPool2d(2)
        self.flatten = nn.Flatten()
        self.fc2 = qnn.QuantLinear(64, 10, bias=True, weight_bit_width=2)

    def forward(self, x):
        x = self.input(x)
        x = self.pool0(self.act0(self.bn0(self.conv0(x))))
        x = self.pool1(self.act1(self.bn1(self.conv1(x))))
        return self.fc2(self.flatten(x))


class ResidualCnn(nn.Module):
    """W4A4: a stem, a depthwise and a pointwise convolution around which their input is added, an average pool.

    Weights have a scale for each output channel. Both operands of the addition pass the same quantizer `shared`, so that
    they have one scale. The last layer's bias is quantized too.
    """

    loss_scale = 1.0

    def __init__(self, channels=8):
        super().__init__()

        def conv(inputs, outputs, kernel, groups=1):
            return qnn.QuantConv2d(inputs, outputs, kernel, padding=kernel // 2, groups=groups, bias=False,
                                   weight_quant=Int8WeightPerChannelFloat, weight_bit_width=4)

        self.input = qnn.QuantIdentity(bit_width=8)
        self.stem = conv(1, channels, 3)
        self.stem_bn = batch_norm(nn.BatchNorm2d, channels)
        self.shared = qnn.QuantIdentity(bit_width=4)
        self.depthwise = conv(channels, channels, 3, groups=channels)
        self.depthwise_bn = batch_norm(nn.BatchNorm2d, channels)
        self.depthwise_act = qnn.QuantReLU(bit_width=4)
        self.pointwise = conv(channels, channels, 1)
        self.pointwise_bn = batch_norm(nn.BatchNorm2d, channels)
        self.sum_act = qnn.QuantReLU(bit_width=4)
        self.pool = nn.MaxPool2d(2)
        self.wide = conv(channels, 2 * channels, 3)
        self.wide_bn = batch_norm(nn.BatchNorm2d, 2 * channels)
        self.wide_act = qnn.QuantReLU(bit_width=4)
        self.average = nn.AvgPool2d(4)
        # The quantized bias takes its scale from its layer's input, so that one must come as a QuantTensor.
        self.average_act = qnn.QuantIdentity(bit_width=8, return_quant_tensor=True)
        self.fc = qnn.QuantLinear(2 * channels, 10, bias=True, weight_bit_width=4, bias_quant=Int32Bias)

    def forward(self, x):
        x = self.shared(self.stem_bn(self.stem(self.input(x))))
        branch = self.depthwise_act(self.depthwise_bn(self.depthwise(x)))
        branch = self.shared(self.pointwise_bn(self.pointwise(branch)))
        x = self.pool(self.sum_act(x + branch))
        x = self.wide_act(self.wide_bn(self.wide(x)))
        x = self.average_act(self.average(x))
        return self.fc(x.flatten(1))

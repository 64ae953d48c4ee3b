# SPDX-License-Identifier: Apache-2.0
"""The two networks and their training: Adam, cross-entropy, cosine learning rate, best validation epoch kept."""

import copy

import numpy as np

from digits import layers as L
from digits.data import augmented


def binary_mlp(generator):
    """W1A1: fully connected layers 64-64-64-10 with BIPOLAR weights and sign after batch norm, on the pixels as they are."""
    return [
        ("flatten", L.Flatten()),
        ("fc0", L.Linear(64, 64, "BIPOLAR", generator)), ("bn0", L.BatchNorm(64, 0)), ("act0", L.Activation("BIPOLAR")),
        ("fc1", L.Linear(64, 64, "BIPOLAR", generator)), ("bn1", L.BatchNorm(64, 0)), ("act1", L.Activation("BIPOLAR")),
        ("fc2", L.Linear(64, 10, "BIPOLAR", generator)), ("scale", L.Scale(0.25)),
    ]


def small_cnn(generator):
    """W2A2: two 3 x 3 convolutions with zero padding, each with a 2 x 2 max pool, and one fully connected layer."""
    return [
        ("conv0", L.Conv3x3(1, 8, "INT2", generator)), ("bn0", L.BatchNorm(8, 1)), ("act0", L.Activation("UINT2")),
        ("pool0", L.MaxPool2x2()),
        ("conv1", L.Conv3x3(8, 16, "INT2", generator)), ("bn1", L.BatchNorm(16, 1)), ("act1", L.Activation("UINT2")),
        ("pool1", L.MaxPool2x2()), ("flatten", L.Flatten()),
        ("fc2", L.Linear(64, 10, "INT2", generator)), ("scale", L.Scale(0.1)),
    ]


def forward(net, x, training=False):
    for _, layer in net:
        x = layer.forward(x, training)
    return x


def accuracy(net, images, labels):
    return float((forward(net, images.astype(np.float64)).argmax(axis=1) == labels).mean())


class Adam:
    def __init__(self):
        self.state = {}
        self.step = 0

    def update(self, net, rate):
        self.step += 1
        for name, layer in net:
            for parameter in layer.parameters():
                gradient = getattr(layer, "d_" + parameter)
                first, second = self.state.get((name, parameter), (0.0, 0.0))
                first = 0.9 * first + 0.1 * gradient
                second = 0.999 * second + 0.001 * gradient ** 2
                self.state[name, parameter] = (first, second)
                move = (first / (1 - 0.9 ** self.step)) / (np.sqrt(second / (1 - 0.999 ** self.step)) + 1e-8)
                setattr(layer, parameter, getattr(layer, parameter) - rate * move)
            layer.constrain()


def settle_batch_norms(net, images):
    """Sets every batch norm to the statistics of the whole training set, one after the other."""
    for index, (_, layer) in enumerate(net):
        if isinstance(layer, L.BatchNorm):
            x = forward(net[:index], images.astype(np.float64))
            axes = tuple(range(x.ndim - 1))
            layer.mean, layer.variance = x.mean(axes), x.var(axes)


def train(build, data, seed, epochs, rate, moved_share, batch=64, log=print):
    """The network of the best validation accuracy among the last quarter of the epochs (the last one among equals)."""
    generator = np.random.default_rng(seed)
    net = build(generator)
    optimizer = Adam()
    images, labels = data["train"]
    best, best_net = -1.0, None
    for epoch in range(epochs):
        order = generator.permutation(len(images))
        moved = augmented(images, moved_share, generator)
        rate_now = 0.5 * rate * (1 + np.cos(np.pi * epoch / epochs)) + 1e-3 * rate
        loss_sum = 0.0
        for start in range(0, len(order) - batch + 1, batch):
            chosen = order[start:start + batch]
            logits = forward(net, moved[chosen].astype(np.float64), training=True)
            logits = logits - logits.max(axis=1, keepdims=True)
            shares = np.exp(logits)
            shares /= shares.sum(axis=1, keepdims=True)
            picked = (np.arange(batch), labels[chosen])
            loss_sum -= np.log(shares[picked] + 1e-12).mean()
            gradient = shares
            gradient[picked] -= 1.0
            gradient /= batch
            for _, layer in reversed(net):
                gradient = layer.backward(gradient)
            optimizer.update(net, rate_now)
        if epoch % 20 == 0 or epoch == epochs - 1:
            log(f"  epoch {epoch:4d}  loss {loss_sum * batch / len(images):.4f}  "
                f"validation {accuracy(net, *data['validation']):.4f}")
        if 4 * epoch >= 3 * epochs:
            settled = copy.deepcopy(net)
            settle_batch_norms(settled, images)
            score = accuracy(settled, *data["validation"])
            if score >= best:
                best, best_net = score, settled
    log(f"  validation accuracy {best:.4f}")
    return best_net

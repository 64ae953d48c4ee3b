# SPDX-License-Identifier: Apache-2.0
"""Quantization-aware training: Adam, cross-entropy, cosine learning rate, best validation epoch kept."""

import copy

import numpy as np
import torch

from digits.data import augmented

BATCH = 64


def to_floats(images):
    """Pixels int [N, 8, 8, 1] as the models take them: float32 [N, 1, 8, 8], divided by 16."""
    return (np.asarray(images).transpose(0, 3, 1, 2) / 16).astype(np.float32)


def accuracy(model, images, labels):
    model.eval()
    with torch.no_grad():
        results = model(torch.from_numpy(to_floats(images)))
    return float((results.numpy().argmax(axis=1) == labels).mean())


def train(build, data, seed, epochs, rate, moved_share, log=print):
    """The model of the best validation accuracy among the last quarter of the epochs (the last one among equals)."""
    torch.manual_seed(seed)
    generator = np.random.default_rng(seed)
    model = build()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs, eta_min=1e-3 * rate)
    images, labels = data["train"]
    targets = torch.from_numpy(labels)
    best, best_state = -1.0, None
    for epoch in range(epochs):
        model.train()
        order = generator.permutation(len(images))
        inputs = torch.from_numpy(to_floats(augmented(images, moved_share, generator)))
        loss_sum = 0.0
        for start in range(0, len(order) - BATCH + 1, BATCH):
            chosen = torch.from_numpy(order[start:start + BATCH])
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(model(inputs[chosen]) * model.loss_scale, targets[chosen])
            loss.backward()
            optimizer.step()
            loss_sum += loss.item()
        schedule.step()
        score = accuracy(model, *data["validation"])
        if epoch % 20 == 0 or epoch == epochs - 1:
            log(f"  epoch {epoch:4d}  loss {loss_sum * BATCH / len(images):.4f}  validation {score:.4f}")
        if 4 * epoch >= 3 * epochs and score >= best:
            best, best_state = score, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    model.eval()
    log(f"  validation accuracy {best:.4f}")
    return model

# SPDX-License-Identifier: Apache-2.0
"""The digits of scikit-learn: 1797 images of 8 x 8 pixels, each pixel an integer from 0 to 16."""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

SPLIT_SEED = 1
TEST_SAMPLES = 360
VALIDATION_SAMPLES = 180


def load():
    """{"train" | "validation" | "test": (images int64 [N, 8, 8, 1], labels int64 [N])}, stratified, always the same."""
    digits = load_digits()
    images = digits.images.astype(np.int64)[..., np.newaxis]
    assert images.min() == 0 and images.max() == 16
    labels = digits.target.astype(np.int64)
    images, test_images, labels, test_labels = train_test_split(
        images, labels, test_size=TEST_SAMPLES, random_state=SPLIT_SEED, stratify=labels)
    images, val_images, labels, val_labels = train_test_split(
        images, labels, test_size=VALIDATION_SAMPLES, random_state=SPLIT_SEED, stratify=labels)
    return {"train": (images, labels), "validation": (val_images, val_labels), "test": (test_images, test_labels)}


def augmented(images, moved_share, generator):
    """The images with a little noise, a share of them moved by a pixel (zeros come in)."""
    moves = generator.integers(0, 3, size=(len(images), 2))
    moves[generator.random(len(images)) >= moved_share] = 1
    padded = np.pad(images, ((0, 0), (1, 1), (1, 1), (0, 0)))
    result = np.empty_like(images)
    for index, (dy, dx) in enumerate(moves):
        result[index] = padded[index, dy:dy + 8, dx:dx + 8]
    noise = generator.integers(-1, 2, size=images.shape)
    return np.clip(result + noise * (result > 0), 0, 16)

# SPDX-License-Identifier: Apache-2.0
"""Outputs of an ONNX model by the Python package qonnx: node by node, in float32."""

import numpy as np
from qonnx.core.modelwrapper import ModelWrapper
from qonnx.core.onnx_exec import execute_onnx
from qonnx.transformation.infer_shapes import InferShapes


def run(model_file, inputs, progress=lambda done: None):
    """The only output, [N, ...], of the model for inputs [N, ...], one sample at a time.

    The file is taken as its exporter wrote it; qonnx wants to know every tensor's shape, which is inferred in memory.
    """
    model = ModelWrapper(str(model_file)).transform(InferShapes())
    (graph_input,), (graph_output,) = model.graph.input, model.graph.output
    shape = model.get_tensor_shape(graph_input.name)
    results = []
    for index, sample in enumerate(inputs):
        feed = {graph_input.name: sample.reshape(shape).astype(np.float32)}
        results.append(execute_onnx(model, feed)[graph_output.name].reshape(-1))
        progress(index + 1)
    return np.stack(results)


def relative_difference(found, expected):
    """|found - expected| of each element, relative to the largest |expected| of its sample; both are [N, outputs].

    Not relative to the element itself: a sum in float32 may end near 0, and keeps the error of its largest terms.
    """
    expected = expected.astype(np.float64)
    largest = np.abs(expected).max(axis=1, keepdims=True)
    return np.abs(found.astype(np.float64) - expected) / np.where(largest == 0, 1.0, largest)

# SPDX-License-Identifier: Apache-2.0
"""How a memory's contents follow from a layer's tensors: expressions that the generator wrote into accelerator.json.

["operation", operands...]: an operand is an expression, or a plain argument (an axis, a shape, numbers). All arrays are
int64, and arithmetic is modulo 2^64.
"""

import numpy as np


def _ceil_divide(a, b):
    return -(-a // b)


def _pad(a, shape, value):
    return np.pad(a, [(0, size - old) for size, old in zip(shape, a.shape)], constant_values=value)


_OPERATIONS = {
    "numbers": lambda values: np.array(values, dtype=np.int64),
    "reshape": lambda a, shape: a.reshape(shape),
    "transpose": lambda a, axes: a.transpose(axes),
    "broadcast": lambda a, shape: np.broadcast_to(a, shape),
    "pad": _pad,
    "take": lambda a, axis, indices: np.take(a, indices, axis=axis),
    "take_along": lambda a, indices: np.take_along_axis(a, indices, axis=1),
    "concatenate": lambda axis, a, b: np.concatenate((a, b), axis=axis),
    "plus": lambda a, b: a + b,
    "times": lambda a, b: a * b,
    "ceil_divide": _ceil_divide,
    "clip": lambda a, low, high: np.clip(a, low, high),
    "choose": lambda which, a, b: np.where(which != 0, a, b),
}


class Evaluator:
    """Evaluates expressions over `attributes`, {name: int64 array}; those of the list `shared` once each."""

    def __init__(self, attributes, shared):
        self._attributes = attributes
        self._shared = shared
        self._known = {}

    def __call__(self, expression):
        name, operands = expression[0], expression[1:]
        if name == "attribute":
            return self._attributes[operands[0]]
        if name == "shared":
            index = operands[0]
            if index not in self._known:
                self._known[index] = self(self._shared[index])
            return self._known[index]
        if name not in _OPERATIONS:
            raise ValueError('unknown operation "%s": the accelerator is newer than this driver' % name)
        with np.errstate(over="ignore"):
            return _OPERATIONS[name](*[self(operand) if _is_expression(operand) else operand for operand in operands])


def _is_expression(operand):
    return isinstance(operand, list) and bool(operand) and isinstance(operand[0], str)

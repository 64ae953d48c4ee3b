# SPDX-License-Identifier: Apache-2.0
"""What the host computes before and after the accelerator, bit for bit as `finn-rtlgen run` does.

Real inputs pass the input's quantizer; the integers that come out get scale and bias, and the final operator.
"""

import math
from fractions import Fraction

import numpy as np

_LARGE = 4.0e15  # doubles this large are integers, and no quantizer's range reaches them


class HostError(ValueError):
    """A real value that becomes no integer of the port's type. `index` is in the array [N, ...]."""

    def __init__(self, name, index, value, expected):
        self.index = tuple(int(i) for i in index)
        self.value = value
        super().__init__('input "%s", index %s: expected %s, found %s' % (name, list(self.index), expected, value))


def _split(x):
    """High and low half of a double's bits: both have at most 26."""
    c = 134217729.0 * x
    high = c - (c - x)
    return high, x - high


def _sign_to_halves(x, halves, scale):
    """Sign of x - halves / 2 * scale, exactly, although the product needs up to 107 bits.

    The rounded product and its error are both doubles (Dekker 1971). Where 2 x and the product are within a factor of
    two their difference is exact (Sterbenz); elsewhere it is far larger than the error.
    """
    product = halves * scale
    high, low = _split(halves)
    scale_high, scale_low = _split(np.float64(scale))
    error = ((high * scale_high - product) + high * scale_low + low * scale_high) + low * scale_low
    difference = 2 * x - product
    return (difference > error).astype(np.int8) - (difference < error).astype(np.int8)


def _sign_to_halves_slowly(x, halves, scale):
    """The same for scales where halves of products fall out of a double's range."""
    exact = Fraction(scale)
    signs = [(d > 0) - (d < 0) for d in (2 * Fraction(a) - Fraction(h) * exact
                                         for a, h in zip(x.tolist(), halves.tolist()))]
    return np.array(signs, dtype=np.int8)


def _round_quotient(rounding, x, scale):
    """x / scale rounded to integers, where ties are those of the real quotient, not of its double."""
    with np.errstate(over="ignore", invalid="ignore", divide="ignore", under="ignore"):
        quotient = x / scale
        result = quotient.copy()
        near = np.abs(quotient) < _LARGE
    x = x[near]
    sign = _sign_to_halves if 2.0 ** -400 < scale < 2.0 ** 400 else _sign_to_halves_slowly
    low = np.floor(quotient[near])
    # The double quotient may have crossed an integer.
    low = low + (sign(x, 2 * (low + 1), scale) >= 0) - (sign(x, 2 * low, scale) < 0)
    if rounding == "floor":
        up = np.zeros(low.shape, dtype=bool)
    elif rounding == "ceil":
        up = np.ones(low.shape, dtype=bool)
    elif rounding == "truncate":
        up = x < 0
    else:
        half = sign(x, 2 * low + 1, scale)
        ties = {"half_up": np.ones(low.shape, dtype=bool), "half_even": np.fmod(low, 2.0) != 0,
                "half_away": x >= 0}
        if rounding not in ties:
            raise ValueError('unknown rounding "%s"' % rounding)
        up = np.where(half == 0, ties[rounding], half > 0)
    whole = sign(x, 2 * low, scale) == 0
    result[near] = np.where(whole, low, low + up)
    return result


def apply_quantizer(quantizer, x):
    """clamp(round(x / scale) + zero_point, range) of doubles; not for NaN."""
    low, high = quantizer["range"]
    value = _round_quotient(quantizer.get("rounding", "half_even"), x.reshape(-1), float(quantizer["scale"]))
    value = value + float(quantizer.get("zero_point", 0))
    return np.clip(value, low, high).astype(np.int64).reshape(x.shape)


def apply_thresholds(rows, flip, type, x):
    """The type's smallest value and the number of thresholds t with x >= t (flip: x <= t); channels are x's last axis.
    Not for NaN."""
    count = np.empty(x.shape, dtype=np.int64)
    for channel in range(x.shape[-1]):
        row = 0 if len(rows) == 1 else channel
        edges = np.asarray(rows[row], dtype=np.float64)
        if flip and flip[0 if len(flip) == 1 else row]:
            count[..., channel] = len(edges) - np.searchsorted(edges, x[..., channel], side="left")
        else:
            count[..., channel] = np.searchsorted(edges, x[..., channel], side="right")
    return type.min + (2 if type.name == "BIPOLAR" else 1) * count


class Arrangement:
    """The host's array of a tensor: `shape` without samples, seen in `axes`, with its axes permuted."""

    def __init__(self, hardware, host):
        self.hardware = tuple(hardware)
        self.permutation = tuple(host.get("permutation", ()))
        permuted = list(hardware)
        for i, axis in enumerate(self.permutation):
            if not host.get("axes") and not host.get("shape"):
                permuted[axis] = hardware[i]
        self.shape = tuple(host.get("shape") or permuted)
        self._seen = tuple(host.get("axes") or self.shape)

    def to_hardware(self, x):
        """[N, *shape] to [N, *hardware]."""
        if self.permutation:
            x = x.reshape((len(x),) + self._seen).transpose((0,) + tuple(axis + 1 for axis in self.permutation))
        return x.reshape((len(x),) + self.hardware)

    def to_host(self, y):
        """[N, *hardware] to [N, *shape]."""
        if self.permutation:
            y = y.reshape((len(y),) + tuple(self._seen[axis] for axis in self.permutation))
            back = np.argsort(self.permutation)
            y = y.transpose((0,) + tuple(int(axis) + 1 for axis in back))
        return y.reshape((len(y),) + self.shape)


def integers_of(layout, host, x):
    """Integers [N, *hardware] of an input: of integers in the hardware's layout, which are only looked at, or of reals
    in the host's layout. Raises HostError at what is no number, no whole number (without a quantizer), or not of the
    type."""
    x = np.asarray(x)
    real = x.dtype.kind == "f"
    if not real and x.dtype.kind not in "iub":
        raise TypeError('input "%s": expected numbers, found %s' % (layout.name, x.dtype))
    arrangement = Arrangement(layout.shape, host)
    shape = arrangement.shape if real else layout.shape
    if x.shape[1:] != shape or x.ndim != len(shape) + 1:
        raise ValueError('input "%s": expected an array of shape [N, %s], found %s%s'
                         % (layout.name, ", ".join(map(str, shape)), list(x.shape),
                            "; the first dimension counts samples, also a single one" if x.shape == shape else ""))
    if not real:
        x = x.view(np.uint8) if x.dtype == bool else x
        _check(layout, layout.type.outside(x), x, "a value of type " + layout.type.name)
        return x
    x = x.astype(np.float64)
    quantizer, thresholds = host.get("quantizer"), host.get("thresholds")
    if quantizer or thresholds:
        _check(layout, np.isnan(x), x, "a number")
    else:
        with np.errstate(invalid="ignore"):
            _check(layout, ~((x == np.floor(x)) & (np.abs(x) < 9.0e15)), x,
                   "a whole number, because the input has no host quantizer")
    x = arrangement.to_hardware(x)
    if quantizer:
        values = apply_quantizer(quantizer, x)
    elif thresholds:
        values = apply_thresholds(thresholds, host.get("flip", []), layout.type, x)
    else:
        values = x.astype(np.int64)
    _check(layout, layout.type.outside(values), values, "a value of type " + layout.type.name)
    return values.astype(layout.type.dtype)


def _check(layout, bad, values, expected):
    if bad.any():
        index = np.unravel_index(int(bad.argmax()), bad.shape)
        raise HostError(layout.name, index, values[index], expected)


def real_values(layout, scale, bias, host, raw):
    """raw * scale + bias in double, in the host's layout: [N, *hardware] to [N, *shape]."""
    raw = np.asarray(raw).reshape((-1,) + layout.shape)
    real = raw.astype(np.float64) * np.asarray(scale, dtype=np.float64) + np.asarray(bias, dtype=np.float64)
    return Arrangement(layout.shape, host).to_host(real)


def _exp(x):
    try:
        return math.exp(x)  # the C library's, as in the golden model; numpy has one of its own
    except OverflowError:
        return math.inf


def _softmax(row):
    largest = max(row)
    row = [_exp(x - largest) for x in row]
    total = 0.0
    for x in row:  # in this order: sum() may compensate
        total += x
    return [x / total for x in row]


def _log_softmax(row):
    largest = max(row)
    total = 0.0
    for x in row:
        total += _exp(x - largest)
    offset = largest + math.log(total)
    return [x - offset for x in row]


def _sigmoid(row):
    return [1 / (1 + _exp(-x)) for x in row]


def final_values(host, real):
    """The final operator on real results [N, ...]; argmax and topk give indices [N, k] as doubles."""
    operator = host.get("final_operator", "")
    if not operator:
        return real
    flat = real.reshape(len(real), -1)
    if operator in ("argmax", "topk"):
        count = 1 if operator == "argmax" else int(host["top_k"])
        return np.argsort(-flat, axis=1, kind="stable")[:, :count].astype(np.float64)
    operators = {"softmax": _softmax, "log_softmax": _log_softmax, "sigmoid": _sigmoid}
    if operator not in operators:
        raise ValueError('unknown final operator "%s"' % operator)
    rows = [operators[operator](row) for row in flat.tolist()]
    return np.array(rows, dtype=np.float64).reshape(real.shape)

# SPDX-License-Identifier: Apache-2.0
"""Fits the coefficients of a part's terms to synthesis."""

PRIOR = 1e-4    # how strongly coefficients are held at 1, which the structure says, where the data says little
SQUARED = 0.1   # relative errors up to here count squared, greater ones linearly, so that outliers do not rule
ROUNDS = 12


def solve(matrix, right):
    """x with matrix x = right; the matrix is symmetric and positive definite."""
    size = len(right)
    rows = [list(matrix[i]) + [right[i]] for i in range(size)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(i + 1, size):
            factor = rows[k][i] / rows[i][i]
            for j in range(i, size + 1):
                rows[k][j] -= factor * rows[i][j]
    x = [0.0] * size
    for i in reversed(range(size)):
        x[i] = (rows[i][size] - sum(rows[i][j] * x[j] for j in range(i + 1, size))) / rows[i][i]
    return x


def non_negative(gram, right):
    """The x >= 0 with the least x gram x / 2 - right x (Lawson and Hanson)."""
    size = len(right)
    x = [0.0] * size
    free = []
    for _ in range(10 * size):
        slope = [right[i] - sum(gram[i][j] * x[j] for j in range(size)) for i in range(size)]
        outside = [i for i in range(size) if i not in free and slope[i] > 1e-9 * (1 + abs(right[i]))]
        if not outside:
            return x
        free.append(max(outside, key=lambda i: slope[i]))
        while True:
            some = solve([[gram[i][j] for j in free] for i in free], [right[i] for i in free])
            if min(some) > 0:
                break
            step = min(x[i] / (x[i] - value) for i, value in zip(free, some) if value <= 0 and x[i] > value)
            for i, value in zip(free, some):
                x[i] += step * (value - x[i])
            leaving = [i for i, value in zip(free, some) if value <= 0 and x[i] <= 1e-12]
            for i in leaving:
                x[i] = 0.0
            free = [i for i in free if i not in leaving]
        for i, value in zip(free, some):
            x[i] = value
    return x


def coefficients(rows, targets):
    """Coefficients, at least 0, of `rows` of terms' counts for the least relative errors."""
    size = len(rows[0])
    scale = [1 / max(1.0, target) for target in targets]
    scaled = [[value * s for value in row] for row, s in zip(rows, scale)]
    wanted = [target * s for target, s in zip(targets, scale)]
    weights = [1.0] * len(rows)
    x = [1.0] * size
    for _ in range(ROUNDS):
        gram = [[sum(w * row[i] * row[j] for w, row in zip(weights, scaled)) for j in range(size)] for i in range(size)]
        right = [sum(w * row[i] * y for w, row, y in zip(weights, scaled, wanted)) for i in range(size)]
        for i in range(size):
            hold = PRIOR * sum(row[i] ** 2 for row in scaled) + 1e-6
            gram[i][i] += hold
            right[i] += hold
        x = non_negative(gram, right)
        misses = [abs(sum(c * value for c, value in zip(x, row)) - y) for row, y in zip(scaled, wanted)]
        weights = [1 / max(miss, SQUARED) * SQUARED for miss in misses]
    return x


def relative_error(estimate, target):
    return abs(estimate - target) / max(1.0, target)


def percentile(values, share):
    """The smallest value that `share` of the values do not exceed, interpolated."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])

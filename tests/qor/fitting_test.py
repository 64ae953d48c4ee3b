#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The cost model's fit on made-up data."""

import random
import unittest

from fitting import coefficients, non_negative, percentile, solve


class FittingTest(unittest.TestCase):
    def test_solve(self):
        self.assertEqual([round(x, 9) for x in solve([[4.0, 1.0], [1.0, 3.0]], [9.0, 5.0])], [2.0, 1.0])

    def test_non_negative_finds_the_inside_minimum(self):
        self.assertEqual([round(x, 9) for x in non_negative([[2.0, 0.0], [0.0, 4.0]], [2.0, 2.0])], [1.0, 0.5])

    def test_non_negative_stops_at_zero(self):
        # Without the bound the second one would be negative.
        x = non_negative([[2.0, 1.0], [1.0, 2.0]], [2.0, -1.0])
        self.assertEqual([round(value, 9) for value in x], [1.0, 0.0])

    def test_coefficients_are_found_again(self):
        rng = random.Random(1)
        true = [0.5, 1.2, 3.0]
        rows = [[rng.randint(1, 50), rng.randint(0, 20), 4] for _ in range(40)]
        found = coefficients(rows, [sum(c * value for c, value in zip(true, row)) for row in rows])
        for one, other in zip(found, true):
            self.assertAlmostEqual(one, other, delta=0.01)

    def test_outliers_do_not_rule(self):
        rows = [[float(size)] for size in range(10, 40)]
        targets = [2 * row[0] for row in rows]
        targets[3] *= 10
        self.assertAlmostEqual(coefficients(rows, targets)[0], 2.0, delta=0.1)

    def test_a_term_that_never_occurs_keeps_its_structural_coefficient(self):
        found = coefficients([[3.0, 0.0], [5.0, 0.0]], [6.0, 10.0])
        self.assertAlmostEqual(found[1], 1.0, delta=0.01)

    def test_percentile(self):
        self.assertEqual(percentile([3, 1, 2], 0.5), 2)
        self.assertEqual(percentile([0, 10], 0.95), 9.5)


if __name__ == "__main__":
    unittest.main()

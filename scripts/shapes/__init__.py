# SPDX-License-Identifier: Apache-2.0
"""Networks of well-known shapes with random weights: for measuring the generator and its foldings, not for use."""

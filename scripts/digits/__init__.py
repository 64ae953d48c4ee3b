# SPDX-License-Identifier: Apache-2.0
"""Training of the shipped example networks on scikit-learn's bundled digits."""

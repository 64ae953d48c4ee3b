# SPDX-License-Identifier: Apache-2.0
"""Training of the shipped ONNX networks with Brevitas, and their reference outputs by qonnx."""

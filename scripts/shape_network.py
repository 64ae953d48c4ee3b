#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a network of a well-known shape with random weights, to measure the generator and its foldings with.

    scripts/shape_network.py SHAPE [--weights BITS] [--activations BITS] [--out DIR]

SHAPE is resnet50, mlp4, cnv6, tincy_yolo or mobilenet_v1 (scripts/shapes/networks.py describes them). DIR/<name>/ then
holds net.json with its tensors, and the frames that chose the thresholds with their results: input.npy [N, ...] and
output.npy [N, ...], integers, computed by numpy alone. Weights of one bit are -1 and +1, of more bits all of INTn. The
network has learned nothing, but its outputs depend on its inputs. The same options give the same files. --image and
--divide make small relatives of a shape: other image sizes, fewer channels. Needs numpy.
"""

import argparse
import pathlib
import sys

try:
    import numpy as np
    from digits import files
    from shapes import networks
except ImportError as error:
    print(f"shape_network: {error}; pip install numpy", file=sys.stderr)
    sys.exit(2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("shape", choices=networks.SHAPES)
    parser.add_argument("--weights", type=int, choices=range(1, 9), metavar="BITS", help="1 to 8")
    parser.add_argument("--activations", type=int, choices=range(1, 9), metavar="BITS", help="1 to 8")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("."), metavar="DIR")
    parser.add_argument("--image", type=int, metavar="PIXELS", help="height and width, default the shape's own")
    parser.add_argument("--divide", type=int, default=1, metavar="N", help="divides the channels, default 1")
    parser.add_argument("--frames", type=int, metavar="N", help="that choose the thresholds")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    build, weights, activations, image, frames = networks.SHAPES[arguments.shape]
    net = build(networks.Options(
        weights=arguments.weights or weights, activations=arguments.activations or activations, seed=arguments.seed,
        frames=arguments.frames or frames, image=arguments.image or image, own_image=image,
        divide=arguments.divide))
    result = net.tensors[net.network["outputs"][0]["name"]]
    if np.ptp(result) == 0:
        sys.exit("shape_network: the outputs are constant")
    folder = arguments.out / net.network["name"]
    files.write_network(net.network, folder)
    files.save(folder / "input.npy", net.frames)
    files.save(folder / "output.npy", result)
    weights = sum(layer["weights"]["data"].size for layer in net.network["layers"] if "weights" in layer)
    print(f"{folder}: {len(net.network['layers'])} layers, {weights} weights, {net.operations} operations a frame")


if __name__ == "__main__":
    main()

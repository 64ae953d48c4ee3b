# SPDX-License-Identifier: Apache-2.0
"""The shapes. Each function takes the options and returns a Builder that holds the network and its frames.

`divide` divides the channels and `image` replaces the image's size: the same graph, small enough for tests.
"""

from dataclasses import dataclass

from shapes.builder import Builder


@dataclass
class Options:
    weights: int
    activations: int
    seed: int
    frames: int
    image: int
    own_image: int
    divide: int

    def channels(self, count):
        return max(1, count // self.divide)

    def suffix(self):
        """Bits, and what differs from the shape itself."""
        image = f"_{self.image}px" if self.image != self.own_image else ""
        divided = f"_div{self.divide}" if self.divide != 1 else ""
        return f"w{self.weights}a{self.activations}{image}{divided}"


def unsigned(bits):
    return "BINARY" if bits == 1 else f"UINT{bits}"


def signs_or_unsigned(bits):
    return "BIPOLAR" if bits == 1 else f"UINT{bits}"


def mlp4(options):
    """784-1024-1024-1024-10 on binary pixels: FINN-R's MLP-4, the LFC of BNN-PYNQ."""
    kind = signs_or_unsigned(options.activations)
    net = Builder(f"mlp4_{options.suffix()}", [784], "BIPOLAR", options.frames, options.seed)
    x = "x"
    for number in range(3):
        x = net.fc(f"fc{number}", x, options.channels(1024), options.weights)
        x = net.threshold(f"act{number}", x, kind)
    net.output(net.fc("fc3", x, 10, options.weights))
    return net


def cnv6(options):
    """Six 3 x 3 convolutions without padding, two max pools, three fully connected layers on 32 x 32 x 3 pixels of 8
    bits: FINN-R's CNV-6, the CNV of BNN-PYNQ."""
    kind = signs_or_unsigned(options.activations)
    net = Builder(f"cnv6_{options.suffix()}", [options.image, options.image, 3], "INT8", options.frames, options.seed)
    x = "x"
    for number, count in enumerate((64, 64, 128, 128, 256, 256)):
        x = net.conv(f"conv{number}", x, options.channels(count), 3, options.weights)
        x = net.threshold(f"act{number}", x, kind)
        if number in (1, 3):
            x = net.maxpool(f"pool{number}", x, 2, 2)
    for number, count in ((6, 512), (7, 512)):
        x = net.fc(f"fc{number}", x, options.channels(count), options.weights)
        x = net.threshold(f"act{number}", x, kind)
    net.output(net.fc("fc8", x, 10, options.weights))
    return net


def tincy_yolo(options):
    """Like Tincy YOLO (Preusser et al., Inference of quantized neural networks on heterogeneous all-programmable
    devices, DATE 2018): Tiny YOLO for 416 x 416 x 3 pixels and 20 classes whose first convolution has stride 2 instead
    of the first max pool, whose second one has 64 channels instead of 32, and whose two of 1024 channels have 512:
    4.445 G operations a frame. First and last layer have 8-bit weights. Batch norm and ReLU are thresholds."""
    kind = unsigned(options.activations)
    net = Builder(f"tincy_yolo_{options.suffix()}", [options.image, options.image, 3], "UINT8", options.frames,
                  options.seed)
    layers = [(16, 2, None), (64, 1, 2), (64, 1, 2), (128, 1, 2), (256, 1, 2), (512, 1, 1), (512, 1, None),
              (512, 1, None)]  # channels, stride, the stride of the max pool behind
    x = "x"
    for number, (count, stride, pool) in enumerate(layers):
        bits = 8 if number == 0 else options.weights
        x = net.conv(f"conv{number}", x, options.channels(count), 3, bits, stride, 1)
        x = net.threshold(f"act{number}", x, kind)
        if pool:
            x = net.maxpool(f"pool{number}", x, 2, pool, (0, 0, 0, 0) if pool == 2 else (0, 0, 1, 1))
    net.output(net.conv("conv8", x, 125, 1, 8))
    return net


def resnet50(options):
    """ResNet-50 v1.5 (strides in the 3 x 3 convolutions) on 224 x 224 x 3 pixels, 1000 classes. First and last layer
    have 8-bit weights. A block's last convolution, and the convolution of a shortcut that has one, give signed
    activations of two bits more, which are added; thresholds make the block's output of the sum. It is read by the next
    block's first convolution and by its addition."""
    kind, summand = unsigned(options.activations), f"INT{options.activations + 2}"
    net = Builder(f"resnet50_{options.suffix()}", [options.image, options.image, 3], "UINT8", options.frames,
                  options.seed)

    def convolution(name, source, count, kernel, stride, output):
        y = net.conv(f"{name}", source, options.channels(count), kernel, options.weights, stride, kernel // 2)
        return net.threshold(f"{name}_act", y, output)

    x = net.conv("stem", "x", options.channels(64), 7, 8, 2, 3)
    x = net.threshold("stem_act", x, kind)
    x = net.maxpool("stem_pool", x, 3, 2, (1, 1, 1, 1))
    for stage, (count, blocks) in enumerate(((64, 3), (128, 4), (256, 6), (512, 3))):
        for block in range(blocks):
            name = f"s{stage}b{block}"
            stride = 2 if stage > 0 and block == 0 else 1
            y = convolution(f"{name}_a", x, count, 1, 1, kind)
            y = convolution(f"{name}_b", y, count, 3, stride, kind)
            y = convolution(f"{name}_c", y, 4 * count, 1, 1, summand)
            if block == 0:
                x = convolution(f"{name}_s", x, 4 * count, 1, stride, summand)
            x = net.threshold(f"{name}_act", net.add(f"{name}_add", y, x), kind)
    net.output(net.fc("fc", net.global_sum("pool", x), options.channels(1000), 8))
    return net


def mobilenet_v1(options):
    """MobileNet v1, width 1, on 224 x 224 x 3 pixels, 1000 classes: 13 pairs of a depthwise 3 x 3 and a 1 x 1
    convolution. First and last layer have 8-bit weights."""
    kind = unsigned(options.activations)
    net = Builder(f"mobilenet_v1_{options.suffix()}", [options.image, options.image, 3], "UINT8", options.frames,
                  options.seed)
    x = net.conv("conv0", "x", options.channels(32), 3, 8, 2, 1)
    x = net.threshold("act0", x, kind)
    pairs = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]
    for number, (count, stride) in enumerate(pairs, 1):
        channels = net.tensors[x].shape[-1]
        x = net.conv(f"dw{number}", x, channels, 3, options.weights, stride, 1, channels)
        x = net.threshold(f"dw{number}_act", x, kind)
        x = net.conv(f"pw{number}", x, options.channels(count), 1, options.weights)
        x = net.threshold(f"pw{number}_act", x, kind)
    net.output(net.fc("fc", net.global_sum("pool", x), options.channels(1000), 8))
    return net


# Function, default bits of weights and activations, image size, frames that flow while thresholds are chosen.
SHAPES = {
    "resnet50": (resnet50, 1, 2, 224, 1),
    "mlp4": (mlp4, 1, 1, 0, 64),
    "cnv6": (cnv6, 1, 1, 32, 16),
    "tincy_yolo": (tincy_yolo, 1, 3, 416, 1),
    "mobilenet_v1": (mobilenet_v1, 4, 4, 224, 1),
}

# SPDX-License-Identifier: Apache-2.0
"""Reads the PNG files that a browser writes: 8 bits a channel, RGB or RGBA, not interlaced."""
import struct
import zlib

CHANNELS = {2: 3, 6: 4}


def unfilter(kind, line, above, channels):
    """One row's bytes from its filtered ones (PNG specification, 9.2)."""
    out = bytearray(line)
    for i in range(len(line)):
        left = out[i - channels] if i >= channels else 0
        up = above[i]
        corner = above[i - channels] if i >= channels else 0
        if kind == 1:
            predicted = left
        elif kind == 2:
            predicted = up
        elif kind == 3:
            predicted = (left + up) // 2
        elif kind == 4:
            _, predicted = min((abs(up - corner), left), (abs(left - corner), up), (abs(left + up - 2 * corner), corner),
                               key=lambda choice: choice[0])
        else:
            predicted = 0
        out[i] = (line[i] + predicted) & 255
    return out


def read_png(path):
    """(width, height, rows), each row a list of (red, green, blue)."""
    data = open(path, "rb").read()
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError(f"{path} is no PNG file")
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            if depth != 8 or colour not in CHANNELS or interlaced:
                raise ValueError(f"{path}: a kind of PNG that this does not read")
            channels = CHANNELS[colour]
        elif kind == b"IDAT":
            packed += body
        at += 12 + length
    raw = zlib.decompress(packed)
    stride = width * channels
    rows, above = [], bytes(stride)
    for y in range(height):
        start = y * (stride + 1)
        above = unfilter(raw[start], raw[start + 1:start + 1 + stride], above, channels)
        rows.append([tuple(above[i:i + 3]) for i in range(0, stride, channels)])
    return width, height, rows

# SPDX-License-Identifier: Apache-2.0
"""Writes an integer network as net.json with small .npy files, laid out to be read by people."""

import json

import numpy as np

# Tensors of up to this many elements stand in net.json itself.
INLINE_ELEMENTS = 2048


def smallest_dtype(array):
    for dtype in (np.int8, np.int16, np.int32, np.int64):
        info = np.iinfo(dtype)
        if info.min <= array.min() and array.max() <= info.max:
            return dtype
    raise ValueError("not an integer array")


def save(path, array):
    np.save(path, np.ascontiguousarray(array.astype(smallest_dtype(array))))


def tensor_text(tensor, folder, file_name, indent):
    data = tensor["data"]
    head = f'"type": "{tensor["type"]}", "shape": {json.dumps(tensor["shape"])}'
    if data.size > INLINE_ELEMENTS:
        save(folder / file_name, data)
        return f'{{{head}, "file": "{file_name}"}}'
    # A flat list (the shape says how the values stand) with a line for each output channel; short rows share lines.
    rows = [", ".join(map(str, row)) for row in data.reshape(len(data), -1).tolist()]
    lines = []
    for row in rows:
        if lines and len(lines[-1]) + len(row) < 100:
            lines[-1] += ", " + row
        else:
            lines.append(row)
    text = f",\n{indent}  ".join(lines)
    return f'{{{head}, "data": [\n{indent}  {text}]}}'


def layer_text(layer, folder):
    indent = " " * 5
    plain, tensors = [], []
    for key, value in layer.items():
        if isinstance(value, dict):
            text = tensor_text(value, folder, f'{layer["name"]}_{key}.npy', indent)
            tensors.append(f'"{key}": {text}')
        else:
            plain.append(f'"{key}": {json.dumps(value)}')
    text = ", ".join(plain[:4])
    rest = plain[4:]
    if rest:
        text += f",\n{indent}" + ", ".join(rest)
    for tensor in tensors:
        text += f",\n{indent}{tensor}"
    return f"    {{{text}}}"


def write_network(network, folder):
    """Writes folder/net.json and its tensors; .npy files of an earlier run are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.npy"):
        old.unlink()
    parts = [f'  "format": "{network["format"]}", "version": {network["version"]}, "name": "{network["name"]}"']
    parts += [f'  "{key}": {json.dumps(network[key])}' for key in ("inputs", "outputs")]
    layers = ",\n".join(layer_text(layer, folder) for layer in network["layers"])
    parts.append(f'  "layers": [\n{layers}\n  ]')
    if "fold" in network:
        rows = ",\n".join(f'    "{name}": {json.dumps(fold)}' for name, fold in network["fold"].items())
        parts.append(f'  "fold": {{\n{rows}\n  }}')
    (folder / "net.json").write_text("{\n" + ",\n".join(parts) + "\n}\n")

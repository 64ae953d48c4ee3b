# SPDX-License-Identifier: Apache-2.0
"""The accelerators' folders that the tests of this room look at."""
import argparse
import json
import pathlib
import shutil
import subprocess
import sys

CHECKER = pathlib.Path(__file__).resolve().parent / "checker" / "check.tcl"
BOARD_PARTS = ("www.digilentinc.com:pynq-z1:part0:1.0 tul.com.tw:pynq-z2:part0:1.0 avnet.com:ultra96v1:part0:1.2 "
               "xilinx.com:zcu104:part0:1.1 xilinx.com:kv260_som:part0:1.4 realdigital.org:aup-zu3-8gb:part0:1.0")
SKIPPED = 77
PLATFORMS = ("pynq_z2", "kv260")  # one of either family
# What stands around an accelerator: streams alone, registers, DMA channels of every width.
STREAMS, REGISTERS, DMA = (), ("--axilite",), ("--axilite", "--dma")
FURTHER_DMA = [("--dma", "--dma-bits", bits) for bits in ("32", "128", "512")]


def fail(text):
    sys.exit("FAILED: " + text)


def run(command, **options):
    return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, text=True, capture_output=True,
                          **options)


def must(command, **options):
    """Runs; ends the test with the output if it fails."""
    result = run(command, **options)
    if result.returncode != 0:
        fail(f"{' '.join(str(word) for word in command)} gave {result.returncode}:\n{result.stdout}{result.stderr}")
    return result


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--program", required=True, help="finn-rtlgen")
    parser.add_argument("--schema", help="folder of the schema of IP-XACT, may be missing")
    parser.add_argument("--work", required=True, type=pathlib.Path, help="folder that is made anew")
    parser.add_argument("--brief", action="store_true", help="what takes long once, without simulations")
    parser.add_argument("networks", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    missing = [str(network) for network in options.networks if not network.is_file()]
    if missing:
        print(f"FINN_SHARED_NETS is not set, or has no {' '.join(missing)}")
        sys.exit(SKIPPED)
    options.work = options.work.resolve()
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    return options


def generate(options, network, *more):
    """Generates an accelerator below the work folder; returns its folder."""
    result = must([options.program, network, "-o", options.work / "_".join(["out", *more]), *more])
    return pathlib.Path(result.stdout.strip().splitlines()[-1].removeprefix("written to "))


def network_with_many_ports(options):
    """A small network with two inputs, three outputs, and weights that can be rewritten; its file."""
    def layer(name, kind, inputs, **more):
        return {"name": name, "kind": kind, "inputs": inputs, "outputs": [name], **more}

    def weights(*shape):
        return {"type": "INT3", "shape": shape, "data": [k % 7 - 3 for k in range(shape[0] * shape[1])]}

    file = options.work / "many_ports.json"
    file.write_text(json.dumps({
        "format": "finn-rtlgen-net", "version": 1, "name": "many_ports",
        "inputs": [{"name": "x", "shape": [4], "type": "UINT3"}, {"name": "z", "shape": [9], "type": "INT7"}],
        "outputs": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
        "layers": [layer("a", "fc", ["x"], weights=weights(2, 4)), layer("h", "fc", ["x"], weights=weights(5, 4), runtime=True),
                   layer("g", "fc", ["z"], weights=weights(5, 9)), layer("b", "add", ["h", "g"]),
                   layer("c", "fc", ["z"], weights=weights(3, 9))]}))
    return file


def all_folders(options, shells=(STREAMS, REGISTERS, DMA), platforms=PLATFORMS):
    """Each network with each shell for each platform."""
    return [generate(options, network, "--platform", platform, *shell)
            for network in options.networks for platform in platforms for shell in shells]


def folders_with_many_ports(options):
    """Accelerators of the network with many ports: every shell, the platforms in turn."""
    network = network_with_many_ports(options)
    return [generate(options, network, "--platform", PLATFORMS[k % len(PLATFORMS)], *shell)
            for k, shell in enumerate([STREAMS, REGISTERS, DMA, *FURTHER_DMA])]


def scripts_of(folder):
    """Scripts that a user runs."""
    return sorted(path for path in (folder / "vivado").glob("*.tcl")
                  if path.name not in ("accelerator.tcl", "board_design.tcl"))


def check(script, top, board_parts=BOARD_PARTS):
    return run(["tclsh", CHECKER, script, top, board_parts], timeout=60)

# SPDX-License-Identifier: Apache-2.0
"""The accelerators' folders that the tests of this room look at."""
import argparse
import pathlib
import shutil
import subprocess
import sys

CHECKER = pathlib.Path(__file__).resolve().parent / "checker" / "check.tcl"
BOARD_PARTS = ("www.digilentinc.com:pynq-z1:part0:1.0 tul.com.tw:pynq-z2:part0:1.0 avnet.com:ultra96v1:part0:1.2 "
               "xilinx.com:zcu104:part0:1.1 xilinx.com:kv260_som:part0:1.4 realdigital.org:aup-zu3-8gb:part0:1.0")


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
    parser.add_argument("--shells", help="vivado_shells")
    parser.add_argument("--schema", help="folder of the schema of IP-XACT, may be missing")
    parser.add_argument("--work", required=True, type=pathlib.Path, help="folder that is made anew")
    parser.add_argument("networks", nargs="*", type=pathlib.Path)
    options = parser.parse_args()
    options.work = options.work.resolve()
    shutil.rmtree(options.work, ignore_errors=True)
    options.work.mkdir(parents=True)
    return options


def generate(options, network, *more):
    """Generates an accelerator below the work folder; returns its folder."""
    result = must([options.program, network, "-o", options.work / "_".join(["out", *more]), *more])
    return pathlib.Path(result.stdout.strip().splitlines()[-1].removeprefix("written to "))


def all_folders(options, platforms=("pynq_z2", "kv260")):
    """Each network for a platform of either family, and a top of each kind of interface."""
    folders = [generate(options, network, "--platform", platform)
               for network in options.networks for platform in platforms]
    if options.shells:
        must([options.shells, options.work / "shells"])
        folders += sorted((options.work / "shells").iterdir())
    if not folders:
        fail("there is nothing to look at")
    return folders


def scripts_of(folder):
    """Scripts that a user runs."""
    return sorted(path for path in (folder / "vivado").glob("*.tcl")
                  if path.name not in ("accelerator.tcl", "board_design.tcl"))


def check(script, top, board_parts=BOARD_PARTS):
    return run(["tclsh", CHECKER, script, top, board_parts], timeout=60)

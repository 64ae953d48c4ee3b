# SPDX-License-Identifier: Apache-2.0
"""A network of scripts/shape_network.py through `estimate`: the target is met, and the interval is the slowest layer's.

    scale_test.py FINN_RTLGEN SCRIPT FOLDER MOST_SECONDS [OPTIONS OF estimate] -- OPTIONS OF THE SCRIPT

MOST_SECONDS is of processor time, of the whole command.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys


def main():
    program, script, folder, most_seconds = sys.argv[1:5]
    split = sys.argv.index("--")
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    made = subprocess.run([sys.executable, "-B", script, *sys.argv[split + 1:], "--out", str(folder)])
    if made.returncode == 2:
        print("skipped: no numpy")
        sys.exit(77)
    assert made.returncode == 0
    (network,) = folder.iterdir()
    before = os.times()
    output = subprocess.run([program, "estimate", str(network / "net.json"), "--json", *sys.argv[5:split]],
                            check=True, stdout=subprocess.PIPE).stdout
    seconds = os.times().children_user - before.children_user
    report = json.loads(output)
    bits = report["fifo_bits"]
    print(f"{seconds:.1f} s of processor time; interval {report['ii_cycles']} shown by {report['ii_shown_by']}, "
          f"latency {report['latency_cycles']}; buffers {bits}")
    assert report["ii_cycles"] == max(layer["cycles"] for layer in report["layers"])
    assert report["ii_shown_by"] in ("recurrence", "even_pace")
    if "--target-fps" in sys.argv:
        assert report["fps"] >= float(sys.argv[sys.argv.index("--target-fps") + 1])
    assert bits["lower_bound"] <= bits["total"]
    assert seconds <= float(most_seconds), "too slow"


main()

# SPDX-License-Identifier: Apache-2.0
"""Host side of accelerators that finn-rtlgen generates.

    from finn_rtlgen_driver import Accelerator
    with Accelerator("out/<name>", backend="verilator") as accelerator:   # or "pynq", on a board
        y = accelerator.predict(x)

Without hardware there is packing:

    from finn_rtlgen_driver import Description
    ports = Description.load("out/<name>")
    image = ports.inputs[0].pack(ports.inputs[0].quantize(x))   # what the input's DMA sends
    result = ports.outputs[0].result(ports.outputs[0].unpack(received))

Needs numpy alone; with a C compiler (or the library of driver/c built) packing is tens of times as fast.
"""

from .accelerator import Accelerator
from .device import Buffer, Device
from .errors import AcceleratorError, AcceleratorTimeout, DmaError, IdentityError, NotAvailable
from .job import Job
from .layout import DataType, PortLayout
from .packing import PackError, backend
from .parameters import Parameters
from .port import Description, InputPort, OutputPort, Port

__all__ = ["Accelerator", "AcceleratorError", "AcceleratorTimeout", "Buffer", "DataType", "Description", "Device",
           "DmaError", "IdentityError", "InputPort", "Job", "NotAvailable", "OutputPort", "PackError",
           "Parameters", "Port", "PortLayout", "backend"]

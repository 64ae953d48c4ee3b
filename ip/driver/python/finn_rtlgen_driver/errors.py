# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with an accelerator."""


class AcceleratorError(RuntimeError):
    """Base of the errors below."""


class IdentityError(AcceleratorError):
    """What answers is not the accelerator of this folder. `differences`: (what, expected, found)."""

    def __init__(self, differences):
        self.differences = differences
        super().__init__("another accelerator than accelerator.json describes: " + "; ".join(
            "%s: expected %s, found %s" % difference for difference in differences))


class DmaError(AcceleratorError):
    """A DMA channel met an error. `port`: the tensor; `response`: "SLVERR", "DECERR", ...; `address`: where, or None."""

    def __init__(self, port, response, address):
        self.port, self.response, self.address = port, response, address
        super().__init__('DMA channel of "%s": %s%s'
                         % (port, response, "" if address is None else " at address 0x%x" % address))


class AcceleratorTimeout(AcceleratorError, TimeoutError):
    """The hardware did not end a transfer in time; or a result was not there in the time that its caller gave."""


class NotAvailable(AcceleratorError, NotImplementedError):
    """The accelerator, as it was generated, does not have this."""

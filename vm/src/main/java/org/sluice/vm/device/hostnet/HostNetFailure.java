package org.sluice.vm.device.hostnet;

import java.io.IOException;

/** What was asked for cannot be had of the host; the message says which and why. */
public final class HostNetFailure extends IOException {
    private static final long serialVersionUID = 1L;

    HostNetFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.sluice.vm.device.atm.link;

import java.io.IOException;

/** A link could not be made; the message says which and why. */
public final class LinkFailure extends IOException {
    private static final long serialVersionUID = 1L;

    LinkFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

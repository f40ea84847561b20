package org.sluice.vm.device.atm.link;

/** A peer sent what its protocol does not know; the connection cannot go on. */
final class BadStream extends Exception {
    private static final long serialVersionUID = 1L;

    BadStream(String message) {
        super(message, null, false, false);
    }
}

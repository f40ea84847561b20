package org.sluice.kernel.driver;

/** The driver instance has been stopped: its grants are revoked. Not to be caught except to pass it on. */
public final class DriverStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A stop of the named driver. */
    public DriverStopped(String driver) {
        super(driver + " stopped", null, false, false);
    }
}

package org.sluice.kernel.driver;

/**
 * A device driver, made by its no-argument constructor from the class its manifest names. {@link #run} is the driver's main
 * loop, on a kernel thread of its own: it sets the device up, publishes what it offers, then serves interrupts until
 * {@link DriverContext#awaitInterrupt} throws {@link DriverStopped}. A driver that returns or throws is restarted as a new
 * instance.
 */
public interface Driver {
    void run(DriverContext device);
}

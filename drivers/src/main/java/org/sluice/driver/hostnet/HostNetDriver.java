package org.sluice.driver.hostnet;

import org.sluice.kernel.driver.Driver;
import org.sluice.kernel.driver.DriverContext;

/** Drives the host's sockets. A new life begins with a reset, which breaks what the one before had. */
public final class HostNetDriver implements Driver {
    @Override
    public void run(DriverContext device) {
        device.write(Registers.RESET, 1);
        while (device.read(Registers.RESET) != 0) {
            device.awaitInterrupt();
        }
        HostNet net = new HostNet(device);
        device.log(net.forwards() + " ports forwarded");
        device.publish(net);
        while (true) {
            device.awaitInterrupt();
            net.interrupt();
        }
    }
}

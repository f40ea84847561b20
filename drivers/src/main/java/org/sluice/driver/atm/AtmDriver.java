package org.sluice.driver.atm;

import org.sluice.kernel.driver.Driver;
import org.sluice.kernel.driver.DriverContext;

/** Drives an ATM network interface: SDUs go from and to the callers' frames. */
public final class AtmDriver implements Driver {
    @Override
    public void run(DriverContext device) {
        device.write(Card.RESET, 1);
        while (device.read(Card.RESET) != 0) {
            device.awaitInterrupt();
        }
        Atm atm = new Atm(device);
        device.log("link " + atm.describeLink() + (atm.linkUp() ? "" : ", down"));
        device.publish(atm);
        while (true) {
            device.awaitInterrupt();
            atm.interrupt();
        }
    }
}

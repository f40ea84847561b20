package org.sluice.driver.share;

import org.sluice.driver.Requests;
import org.sluice.kernel.driver.DmaBuffer;
import org.sluice.kernel.driver.Driver;
import org.sluice.kernel.driver.DriverContext;

/** Drives a host share: one pair of message buffers for each of the device's slots. */
public final class ShareDriver implements Driver {
    private static final int FLAGS = 0x00;
    private static final int FLAG_WRITABLE = 1;

    @Override
    public void run(DriverContext device) {
        Requests requests = new Requests(device);
        try {
            Messages[] messages = new Messages[requests.slots()];
            for (int slot = 0; slot < messages.length; slot++) {
                DmaBuffer request = device.allocate(Messages.REQUEST_BYTES);
                DmaBuffer response = device.allocate(Messages.RESPONSE_BYTES);
                messages[slot] = new Messages(requests, slot, request, response);
            }
            device.publish(new HostShare(device, (device.read(FLAGS) & FLAG_WRITABLE) == 0, requests, messages));
            while (true) {
                device.awaitInterrupt();
                requests.interrupt();
            }
        } finally {
            requests.stop();
        }
    }
}

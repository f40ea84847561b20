package org.sluice.kernel.service;

import java.util.function.IntConsumer;
import org.sluice.kernel.driver.ConsoleDevice;
import org.sluice.kernel.memory.FrameRun;

/**
 * A console that stays usable across restarts of its driver. Output that a restart cut off is sent again whole, so the host may
 * see its beginning twice.
 */
record ConsoleClient(DriverHost host) implements ConsoleDevice {
    @Override
    public void write(int channel, FrameRun frames, int length) {
        host.call(ConsoleDevice.class, (console, n) -> {
            console.write(channel, frames, length);
            return null;
        });
    }

    @Override
    public int read(byte[] buffer) {
        return host.call(ConsoleDevice.class, (console, n) -> console.read(buffer));
    }

    @Override
    public int size() {
        return host.call(ConsoleDevice.class, (console, n) -> console.size());
    }

    @Override
    public int terminals() {
        return host.call(ConsoleDevice.class, (console, n) -> console.terminals());
    }

    @Override
    public void onEvent(IntConsumer listener) {
        host.onPublish(service -> ((ConsoleDevice) service).onEvent(listener));
    }
}

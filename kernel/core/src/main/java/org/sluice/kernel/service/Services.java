package org.sluice.kernel.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.driver.EntropyDevice;
import org.sluice.kernel.memory.FrameRun;
import org.sluice.kernel.process.Process;
import org.sluice.vm.bus.Device;

/** The drivers of the machine: started from their manifests, found by the kind of device, stopped and restarted by name. */
public final class Services {
    private static final int RETRIES = 3;

    private final Kernel kernel;
    private final List<DriverHost> drivers = new ArrayList<>();

    public Services(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Starts a driver for every device that has a manifest for its kind. Called once, at boot. */
    public void startDrivers(Process owner) {
        List<Manifest> manifests = new ArrayList<>();
        for (Map.Entry<String, String> entry : kernel.machine().modules().entrySet()) {
            if (entry.getKey().endsWith(".driver")) {
                String file = entry.getKey();
                String name = file.substring(file.lastIndexOf('/') + 1, file.length() - ".driver".length());
                manifests.add(Manifest.parse(name, entry.getValue()));
            }
        }
        List<Device> devices = kernel.machine().devices();
        for (int line = 0; line < devices.size(); line++) {
            Device device = devices.get(line);
            Manifest manifest = null;
            for (Manifest candidate : manifests) {
                manifest = candidate.device().equals(device.kind()) ? candidate : manifest;
            }
            if (manifest == null) {
                kernel.log().line("services", "no driver for " + device.kind() + " " + device.instance());
                continue;
            }
            DriverHost host = new DriverHost(kernel, owner, manifest, device, line);
            drivers.add(host);
            host.start();
        }
    }

    /** All drivers, in the order of their devices. */
    public List<DriverHost> drivers() {
        return List.copyOf(drivers);
    }

    /** The driver of a device, or null. */
    public DriverHost driver(String kind, String instance) {
        for (DriverHost host : drivers) {
            if (host.device().kind().equals(kind) && host.device().instance().equals(instance)) {
                return host;
            }
        }
        return null;
    }

    /** Drivers of all devices of a kind. */
    public List<DriverHost> driversOf(String kind) {
        List<DriverHost> result = new ArrayList<>(drivers);
        result.removeIf(h -> !h.device().kind().equals(kind));
        return result;
    }

    /** Fills a range with random bytes. @throws CallFailed ENODEV without an entropy device */
    public void entropy(byte[] buffer, int offset, int length) {
        EntropyDevice source = entropyDevice();
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if ((i & 7) == 0) {
                bits = source.next();
            }
            buffer[offset + i] = (byte) bits;
            bits >>>= 8;
        }
    }

    /** 64 random bits. */
    public long entropy() {
        return entropyDevice().next();
    }

    private EntropyDevice entropyDevice() {
        DriverHost host = driver("entropy", "0");
        if (host == null) {
            throw new CallFailed(Errno.ENODEV);
        }
        return host.service(EntropyDevice.class);
    }

    /** A disk that stays usable across restarts of its driver: a transfer cut off by one is made again. */
    public BlockDevice disk(String instance) {
        DriverHost host = driver("disk", instance);
        if (host == null) {
            throw new CallFailed(Errno.ENODEV);
        }
        return new BlockDevice() {
            private void retry(java.util.function.Consumer<BlockDevice> transfer) {
                for (int attempt = 1;; attempt++) {
                    try {
                        transfer.accept(host.service(BlockDevice.class));
                        return;
                    } catch (CallFailed e) {
                        if (e.errno() != Errno.EAGAIN || attempt == RETRIES) {
                            throw e;
                        }
                    }
                }
            }

            @Override
            public int blockSize() {
                return host.service(BlockDevice.class).blockSize();
            }

            @Override
            public long blocks() {
                return host.service(BlockDevice.class).blocks();
            }

            @Override
            public void read(long block, int count, FrameRun frames) {
                retry(d -> d.read(block, count, frames));
            }

            @Override
            public void write(long block, int count, FrameRun frames) {
                retry(d -> d.write(block, count, frames));
            }

            @Override
            public void flush() {
                retry(BlockDevice::flush);
            }
        };
    }
}

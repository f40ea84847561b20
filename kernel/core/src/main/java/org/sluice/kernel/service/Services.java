package org.sluice.kernel.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.driver.BlockDevice;
import org.sluice.kernel.driver.ConsoleDevice;
import org.sluice.kernel.driver.EntropyDevice;
import org.sluice.kernel.driver.ShareDevice;
import org.sluice.kernel.network.AtmInterface;
import org.sluice.kernel.network.HostNetwork;
import org.sluice.kernel.process.Process;
import org.sluice.vm.bus.Device;

/** The drivers of the machine: started from their manifests, found by the kind of device, stopped and restarted by name. */
public final class Services {
    private final Kernel kernel;
    private final List<DriverHost> drivers = new ArrayList<>();
    private final List<AtmInterface> atmInterfaces = new ArrayList<>();
    private HostNetwork hostNetwork;

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
            if (device.kind().equals("atm")) {
                atmInterfaces.add(new AtmClient(kernel, host));
            } else if (device.kind().equals("hostnet")) {
                hostNetwork = new HostNetClient(kernel, host);
            }
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
        required("entropy", "0").call(EntropyDevice.class, (source, n) -> {
            long bits = 0;
            for (int i = 0; i < length; i++) {
                if ((i & 7) == 0) {
                    bits = source.next();
                }
                buffer[offset + i] = (byte) bits;
                bits >>>= 8;
            }
            return null;
        });
    }

    /** 64 random bits. @throws CallFailed ENODEV without an entropy device */
    public long entropy() {
        return required("entropy", "0").call(EntropyDevice.class, (source, n) -> source.next());
    }

    /** A disk. @throws CallFailed ENODEV if there is none of that name */
    public BlockDevice disk(String instance) {
        return new DiskClient(required("disk", instance));
    }

    /** The console. @throws CallFailed ENODEV if there is none */
    public ConsoleDevice console() {
        return new ConsoleClient(required("console", "0"));
    }

    /** All host shares. */
    public List<ShareDevice> shares() {
        List<ShareDevice> result = new ArrayList<>();
        for (DriverHost host : driversOf("share")) {
            result.add(new ShareClient(host));
        }
        return result;
    }

    /** All ATM interfaces, in the order of their devices; always the same ones. */
    public List<AtmInterface> atmInterfaces() {
        return List.copyOf(atmInterfaces);
    }

    /** The host's network, if the machine may have anything of it. */
    public Optional<HostNetwork> hostNetwork() {
        return Optional.ofNullable(hostNetwork);
    }

    /**
     * Carries out a command, {@code start}, {@code stop} or {@code restart} and a driver's id.
     *
     * @throws CallFailed EINVAL for any other text, ENODEV for a driver there is none of
     */
    public void command(String text) {
        String[] words = text.strip().split("\\s+");
        if (words.length != 2 || !List.of("start", "stop", "restart").contains(words[0])) {
            throw new CallFailed(Errno.EINVAL);
        }
        DriverHost host = drivers.stream().filter(d -> d.id().equals(words[1])).findFirst()
            .orElseThrow(() -> new CallFailed(Errno.ENODEV));
        switch (words[0]) {
            case "start" -> host.start();
            case "stop" -> host.stop();
            default -> host.restart();
        }
    }

    private DriverHost required(String kind, String instance) {
        DriverHost host = driver(kind, instance);
        if (host == null) {
            throw new CallFailed(Errno.ENODEV);
        }
        return host;
    }
}

package org.sluice.kernel.net.gateway;

import org.sluice.kernel.driver.HostNetDevice;

/** How the machine is told that something outside cannot be reached: codes of ICMP's destination unreachable (RFC 792; RFC 1812 5.2.7.1). */
final class Unreachable {
    static final int NET = 0;
    static final int HOST = 1;
    static final int PORT = 3;
    static final int PROHIBITED = 13;

    private Unreachable() {
    }

    /** The code for what became of an attempt. @param status of {@link HostNetDevice}, not DONE */
    static int code(int status) {
        return switch (status) {
            case HostNetDevice.REFUSED -> PORT;
            case HostNetDevice.NET_UNREACHABLE -> NET;
            case HostNetDevice.PROHIBITED -> PROHIBITED;
            default -> HOST;
        };
    }
}

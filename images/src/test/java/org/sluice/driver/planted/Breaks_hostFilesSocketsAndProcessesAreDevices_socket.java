package org.sluice.driver.planted;

/** Does what the rule of its name forbids. */
final class Breaks_hostFilesSocketsAndProcessesAreDevices_socket {
    private Breaks_hostFilesSocketsAndProcessesAreDevices_socket() {
    }

    static Object socket() {
        return new java.net.Socket();
    }
}

package org.sluice.kernel.planted;

/** Does what the rule of its name forbids. */
final class Breaks_hostFilesSocketsAndProcessesAreDevices_path {
    private Breaks_hostFilesSocketsAndProcessesAreDevices_path() {
    }

    static Object path() {
        return java.nio.file.Path.of("x");
    }
}

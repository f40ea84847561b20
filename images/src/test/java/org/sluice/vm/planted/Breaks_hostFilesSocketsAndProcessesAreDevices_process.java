package org.sluice.vm.planted;

/** Does what the rule of its name forbids. */
final class Breaks_hostFilesSocketsAndProcessesAreDevices_process {
    private Breaks_hostFilesSocketsAndProcessesAreDevices_process() {
    }

    static Object process() {
        return new ProcessBuilder();
    }
}

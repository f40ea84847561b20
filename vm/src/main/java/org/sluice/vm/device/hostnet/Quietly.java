package org.sluice.vm.device.hostnet;

/** Closes what nothing more is expected of. */
final class Quietly {
    private Quietly() {
    }

    static void close(AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception e) {
            // as said
        }
    }
}

package guest.java.util;

import guest.rt.Files;

/** Natives of TimeZone. */
final class N_TimeZone {
    private N_TimeZone() {
    }

    /** The zone of {@code TZ} or of {@code /etc/timezone}; UTC when neither names one. */
    static String getSystemTimeZoneID(String javaHome) {
        String variable = guest.java.lang.System.getenv("TZ");
        if (variable != null && !variable.isEmpty()) {
            return variable;
        }
        byte[] file = Files.readAll("/etc/timezone");
        String zone = file == null ? "" : Files.decode(file, 0, file.length).strip();
        return zone.isEmpty() ? "UTC" : zone;
    }

    static String getSystemGMTOffsetID() {
        return "GMT";
    }
}

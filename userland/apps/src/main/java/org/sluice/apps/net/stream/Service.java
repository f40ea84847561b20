package org.sluice.apps.net.stream;

import java.nio.charset.StandardCharsets;
import org.sluice.apps.Failure;
import org.sluice.apps.LocalTime;
import org.sluice.apps.Numbers;

/** The small services that hosts used to have. */
enum Service {
    /** What comes goes back (RFC 862). */
    ECHO(7),
    /** What comes is thrown away (RFC 863). */
    DISCARD(9),
    /** The time as text (RFC 867). */
    DAYTIME(13),
    /** Characters without end (RFC 864). */
    CHARGEN(19);

    private static final int FIRST = ' ';
    private static final int CHARACTERS = 95;
    private static final int WIDTH = 72;
    private static final String[] DAYS = {"Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"};
    private static final int DAY = 86_400;

    private final int port;

    Service(int port) {
        this.port = port;
    }

    /** The standard port. */
    int port() {
        return port;
    }

    /** @throws Failure.Usage for what is none */
    static Service of(String name) {
        for (Service service : values()) {
            if (service.name().equalsIgnoreCase(name)) {
                return service;
            }
        }
        throw new Failure.Usage("unknown service '" + name + "': echo, discard, daytime or chargen");
    }

    /** The lines of chargen until they repeat: 72 characters each, which begin one further from line to line. */
    static byte[] pattern() {
        StringBuilder lines = new StringBuilder();
        for (int line = 0; line < CHARACTERS; line++) {
            for (int i = 0; i < WIDTH; i++) {
                lines.append((char) (FIRST + (line + i) % CHARACTERS));
            }
            lines.append("\r\n");
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The time as a line, in UTC. */
    static byte[] daytime(long second) {
        LocalTime time = LocalTime.utc(second);
        String day = DAYS[(int) Math.floorMod(Math.floorDiv(second, DAY), 7L)];
        String line = day + ", " + monthName(time.month()) + " " + time.day() + ", " + Numbers.zeros(time.year(), 4) + " " + time.clockWithSeconds() + "-UTC\r\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    private static String monthName(int month) {
        return switch (month) {
            case 1 -> "January";
            case 2 -> "February";
            case 3 -> "March";
            case 4 -> "April";
            case 5 -> "May";
            case 6 -> "June";
            case 7 -> "July";
            case 8 -> "August";
            case 9 -> "September";
            case 10 -> "October";
            case 11 -> "November";
            default -> "December";
        };
    }
}

package org.sluice.shell.line;

import java.nio.charset.StandardCharsets;
import org.sluice.abi.FileFlags;
import org.sluice.abi.SystemCalls;
import org.sluice.shell.run.Interpreter;
import org.sluice.shell.run.ShellError;
import org.sluice.shell.run.State;
import org.sluice.shell.syntax.Parser;
import org.sluice.shell.syntax.SyntaxException;

/**
 * Prompt strings: backslash escapes, then parameters, command substitutions and arithmetic, as bash reads them.
 * <ul>
 *   <li>{@code \}{@code u} user, {@code \h} host up to its first dot, {@code \H} host, {@code \s} shell, {@code \v \V} version
 *   <li>{@code \w} directory with {@code ~} for home, {@code \W} its last part, {@code \$} a {@code #} for root, else {@code $}
 *   <li>{@code \t \T \A \@} time (24 hours, 12 hours, without seconds, am/pm), {@code \d} date
 *   <li>{@code \j} jobs, {@code \#} number of this command, {@code \!} its number in the history, {@code \?} last status
 *   <li>{@code \e \a \n \r \\ \NNN} characters; {@code \[} and {@code \]} are dropped, the editor knows escape sequences itself
 * </ul>
 * Any other backslash stays.
 */
final class Prompt {
    private static final long NANOS = 1_000_000_000L;
    private static final int NAME_LIMIT = 256;
    private static final String VERSION = "0.1";

    private final Interpreter shell;
    private final State state;
    private int commands = 1;

    Prompt(Interpreter shell) {
        this.shell = shell;
        this.state = shell.state();
    }

    /** A command was run: {@code \#} counts it. */
    void ran() {
        commands++;
    }

    /** What a prompt string shows now; {@code $?} is left as it is. */
    String expand(String prompt) {
        boolean expands = prompt.indexOf('$') >= 0 || prompt.indexOf('`') >= 0;
        String text = prompt.indexOf('\\') < 0 ? prompt : decode(prompt, expands);
        if (!expands) {
            return text;
        }
        int status = state.status();
        try {
            return shell.expander().text(Parser.document(text));
        } catch (SyntaxException | ShellError e) {
            return text;
        } finally {
            state.status(status);
        }
    }

    /** @param guarded whether the result is expanded, so that what an escape stood for must be kept from it */
    private String decode(String prompt, boolean guarded) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < prompt.length()) {
            char c = prompt.charAt(i++);
            if (c != '\\' || i == prompt.length()) {
                out.append(c);
                continue;
            }
            int octal = octalEnd(prompt, i);
            String value;
            if (octal > i) {
                value = String.valueOf((char) (Integer.parseInt(prompt.substring(i, octal), 8) & 0xff));
                i = octal;
            } else {
                value = escape(prompt.charAt(i++));
            }
            out.append(guarded ? guard(value) : value);
        }
        return out.toString();
    }

    private static int octalEnd(String prompt, int from) {
        int end = from;
        while (end < Math.min(from + 3, prompt.length()) && prompt.charAt(end) >= '0' && prompt.charAt(end) <= '7') {
            end++;
        }
        return end;
    }

    private static String guard(String value) {
        return value.replace("\\", "\\\\").replace("$", "\\$").replace("`", "\\`");
    }

    private String escape(char c) {
        return switch (c) {
            case 'u' -> state.get("USER", "root");
            case 'h' -> beforeDot(host());
            case 'H' -> host();
            case 's' -> "sh";
            case 'v', 'V' -> VERSION;
            case 'w' -> shorten();
            case 'W' -> last(shorten());
            case '$' -> state.get("USER", "root").equals("root") ? "#" : "$";
            case 't', 'T', 'A', '@' -> time(c);
            case 'd' -> date();
            case 'j' -> Integer.toString(shell.session().jobs().all().size());
            case '#' -> Integer.toString(commands);
            case '!' -> Integer.toString(shell.session().history().nextNumber());
            case '?' -> Integer.toString(state.status());
            case 'e' -> "\033";
            case 'a' -> "\007";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case '\\' -> "\\";
            case '[', ']' -> "";
            default -> "\\" + c;
        };
    }

    private String shorten() {
        String directory = state.directory();
        String home = state.get("HOME", "");
        if (home.length() > 1 && (directory.equals(home) || directory.startsWith(home + "/"))) {
            return "~" + directory.substring(home.length());
        }
        return directory;
    }

    private static String last(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 || path.length() == 1 ? path : path.substring(slash + 1);
    }

    private static String beforeDot(String name) {
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private String host() {
        SystemCalls sys = shell.session().sys();
        byte[] name = new byte[NAME_LIMIT];
        int handle = sys.open("/etc/hostname", FileFlags.O_RDONLY, 0);
        int length = handle < 0 ? 0 : sys.read(handle, name, 0, name.length);
        if (handle >= 0) {
            sys.close(handle);
        }
        String text = new String(name, 0, Math.max(0, length), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "sluice" : text;
    }

    // ------------------------------------------------------------------ time

    private long localSeconds() {
        long seconds = Math.floorDiv(shell.session().sys().clock(SystemCalls.CLOCK_REALTIME), NANOS);
        String zone = state.get("TZ", "");
        return zone.isEmpty() || zone.equals("UTC") ? seconds : seconds + Zones.offset(zone, seconds);
    }

    private String time(char form) {
        int second = (int) Math.floorMod(localSeconds(), 86400L);
        int hour = second / 3600;
        int twelve = (hour + 11) % 12 + 1;
        String minutes = ":" + two(second / 60 % 60);
        return switch (form) {
            case 't' -> two(hour) + minutes + ":" + two(second % 60);
            case 'T' -> two(twelve) + minutes + ":" + two(second % 60);
            case 'A' -> two(hour) + minutes;
            default -> two(twelve) + minutes + (hour < 12 ? " AM" : " PM");
        };
    }

    private String date() {
        java.time.LocalDate day = java.time.LocalDate.ofEpochDay(Math.floorDiv(localSeconds(), 86400L));
        String weekday = day.getDayOfWeek().name();
        String month = day.getMonth().name();
        return short3(weekday) + " " + short3(month) + " " + two(day.getDayOfMonth());
    }

    private static String short3(String name) {
        return name.charAt(0) + name.substring(1, 3).toLowerCase(java.util.Locale.ROOT);
    }

    private static String two(int n) {
        return n < 10 ? "0" + n : Integer.toString(n);
    }

    /** Loaded for zones other than UTC only: the rules take long to load. */
    private static final class Zones {
        static int offset(String zone, long epochSecond) {
            try {
                return java.time.ZoneId.of(zone).getRules().getOffset(java.time.Instant.ofEpochSecond(epochSecond))
                    .getTotalSeconds();
            } catch (java.time.DateTimeException e) {
                return 0; // an unknown zone counts as UTC
            }
        }
    }
}

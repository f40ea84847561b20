package guest.bridge;

import guest.java.io.PrintStream;
import guest.java.io.PrintWriter;
import guest.java.lang.System;
import guest.rt.Frames;
import guest.rt.GuestThrowable;
import guest.rt.Names;

/** Bridges of Throwable: the guest's streams, and traces and messages without what only the host should see. */
public final class B_java_lang_Throwable {
    private B_java_lang_Throwable() {
    }

    public static void printStackTrace(Throwable t) {
        if (t instanceof GuestThrowable) {
            t.printStackTrace();
        } else {
            super_printStackTrace(t);
        }
    }

    public static void super_printStackTrace(Throwable t) {
        printStackTrace(t, System.err);
    }

    public static void printStackTrace(Throwable t, PrintStream out) {
        if (t instanceof GuestThrowable g) {
            g.printStackTrace(out);
        } else {
            super_printStackTrace(t, out);
        }
    }

    public static void super_printStackTrace(Throwable t, PrintStream out) {
        out.print(new Trace().of(t));
    }

    public static void printStackTrace(Throwable t, PrintWriter out) {
        if (t instanceof GuestThrowable g) {
            g.printStackTrace(out);
        } else {
            super_printStackTrace(t, out);
        }
    }

    public static void super_printStackTrace(Throwable t, PrintWriter out) {
        out.print(new Trace().of(t));
    }

    public static StackTraceElement[] getStackTrace(Throwable t) {
        return t instanceof GuestThrowable ? t.getStackTrace() : super_getStackTrace(t);
    }

    public static StackTraceElement[] super_getStackTrace(Throwable t) {
        return Frames.guestTrace(HostThrowable.trace(t));
    }

    public static String toString(Throwable t) {
        return t instanceof GuestThrowable ? t.toString() : super_toString(t);
    }

    public static String super_toString(Throwable t) {
        String name = Names.ofClass(t.getClass());
        String message = Names.in(t.getLocalizedMessage());
        return message != null ? name + ": " + message : name;
    }

    public static String getMessage(Throwable t) {
        return Names.in(t.getMessage());
    }

    public static String getLocalizedMessage(Throwable t) {
        return Names.in(t.getLocalizedMessage());
    }

    /** The text of a stack trace with its causes, in the JDK's form. */
    private static final class Trace {
        private final StringBuilder text = new StringBuilder();
        private Throwable[] seen = new Throwable[4];
        private int count;

        String of(Throwable t) {
            print(t, "", "", new StackTraceElement[0]);
            return text.toString();
        }

        private boolean isSeen(Throwable t) {
            for (int i = 0; i < count; i++) {
                if (seen[i] == t) {
                    return true;
                }
            }
            if (count == seen.length) {
                Throwable[] more = new Throwable[count * 2];
                java.lang.System.arraycopy(seen, 0, more, 0, count);
                seen = more;
            }
            seen[count++] = t;
            return false;
        }

        private void print(Throwable t, String indent, String caption, StackTraceElement[] enclosing) {
            String what = B_java_lang_Throwable.toString(t);
            if (isSeen(t)) {
                text.append(indent).append(caption).append("[CIRCULAR REFERENCE: ").append(what).append("]\n");
                return;
            }
            StackTraceElement[] trace = getStackTrace(t);
            int own = trace.length - 1;
            int other = enclosing.length - 1;
            while (own >= 0 && other >= 0 && trace[own].equals(enclosing[other])) {
                own--;
                other--;
            }
            text.append(indent).append(caption).append(what).append('\n');
            for (int i = 0; i <= own; i++) {
                text.append(indent).append("\tat ").append(trace[i]).append('\n');
            }
            int common = trace.length - 1 - own;
            if (common > 0) {
                text.append(indent).append("\t... ").append(common).append(" more\n");
            }
            for (Throwable s : t.getSuppressed()) {
                print(s, indent + "\t", "Suppressed: ", trace);
            }
            if (t.getCause() != null) {
                print(t.getCause(), indent, "Caused by: ", trace);
            }
        }
    }
}

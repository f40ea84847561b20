package guest.rt;

/** What of a stack a guest sees. */
public final class Frames {
    private static final String[] HIDDEN = {
        "guest.rt.", "guest.bridge.", "org.sluice.vm.", "org.sluice.kernel.", "java.lang.invoke.", "jdk.internal.",
        "java.lang.reflect.", "java.lang.VirtualThread", "java.lang.Thread",
    };

    private Frames() {
    }

    /** The frames a guest sees, under the names it knows. */
    public static StackTraceElement[] guestTrace(StackTraceElement[] trace) {
        int kept = 0;
        StackTraceElement[] mapped = new StackTraceElement[trace.length];
        for (StackTraceElement e : trace) {
            if (e.getClassName().equals(Entry.NAME)) {
                break;
            }
            if (!isHidden(e.getClassName())) {
                String name = Names.of(e.getClassName());
                String module = !name.equals(e.getClassName()) || name.startsWith("java.") ? "java.base" : null;
                mapped[kept++] = new StackTraceElement(null, module, null, name, e.getMethodName(), e.getFileName(),
                    e.getLineNumber());
            }
        }
        StackTraceElement[] exact = new StackTraceElement[kept];
        System.arraycopy(mapped, 0, exact, 0, kept);
        return exact;
    }

    private static boolean isHidden(String name) {
        for (String prefix : HIDDEN) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}

package org.sluice.vm.code;

import java.util.List;

/** Options without which a JVM cannot run relinked code. */
public final class JvmOptions {
    /** Compiled code would throw preallocated exceptions: objects that processes share and that have no trace. */
    private static final String NO_SHARED_EXCEPTIONS = "-XX:-OmitStackTraceInFastThrow";
    /** For a JVM that has this module in its boot layer. */
    public static final List<String> REQUIRED = options("org.sluice.vm");
    /** For a JVM that has this module's classes on its class path, as tests do. */
    public static final List<String> CLASS_PATH = options("ALL-UNNAMED");

    private JvmOptions() {
    }

    private static List<String> options(String module) {
        return List.of("--add-opens", "java.base/java.lang.invoke=" + module, NO_SHARED_EXCEPTIONS);
    }
}

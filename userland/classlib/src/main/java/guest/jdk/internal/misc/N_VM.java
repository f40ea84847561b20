package guest.jdk.internal.misc;

import guest.java.lang.ClassLoader;
import guest.java.lang.System;
import guest.java.util.Map;
import guest.java.util.Properties;
import guest.rt.Clock;

/** Replaced methods of VM: a process starts with its library booted. */
final class N_VM {
    private static final int BOOTED = 4;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final long MAX_OFFSET_SECONDS = 1L << 32;

    private N_VM() {
    }

    static int initLevel() {
        return BOOTED;
    }

    static boolean isBooted() {
        return true;
    }

    static boolean isModuleSystemInited() {
        return true;
    }

    static boolean isJavaLangInvokeInited() {
        return true;
    }

    static boolean isSystemDomainLoader(ClassLoader loader) {
        return loader == null;
    }

    static String getSavedProperty(String key) {
        return System.getProperty(key);
    }

    static Map<String, String> getSavedProperties() {
        Properties properties = System.getProperties();
        Map<String, String> copy = new guest.java.util.HashMap<>();
        var names = properties.stringPropertyNames().iterator();
        while (names.hasNext()) {
            String name = (String) names.next();
            copy.put(name, properties.getProperty(name));
        }
        return copy;
    }

    /** Nanoseconds of the real-time clock after an offset in seconds; -1 when that is too far away. */
    static long getNanoTimeAdjustment(long offset) {
        long now = Clock.realTime();
        long seconds = Math.floorDiv(now, NANOS_PER_SECOND) - offset;
        if (seconds > MAX_OFFSET_SECONDS || seconds < -MAX_OFFSET_SECONDS) {
            return -1;
        }
        return seconds * NANOS_PER_SECOND + Math.floorMod(now, NANOS_PER_SECOND);
    }

    static void initialize() {
    }

    static ClassLoader latestUserDefinedLoader() {
        return ClassLoader.getSystemClassLoader();
    }

    static ClassLoader latestUserDefinedLoader0() {
        return ClassLoader.getSystemClassLoader();
    }

    static long maxDirectMemory() {
        return guest.rt.Heap.memory()[org.sluice.abi.SystemCalls.MEMORY_QUOTA];
    }

    static boolean isDirectMemoryPageAligned() {
        return false;
    }

    static long getuid() {
        return 0;
    }

    static long getgid() {
        return 0;
    }

    static long geteuid() {
        return 0;
    }

    static long getegid() {
        return 0;
    }
}

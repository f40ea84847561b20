package org.sluice.vm.code;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.vm.code.gate.Gate;

/**
 * One process' classes: its copy of the library, its program, and the loaders its program makes. Holds nothing outside of the
 * heap; when its threads have ended and it is dropped, the host unloads the classes.
 */
public final class Namespace {
    /** Packages of the host that run-time support uses; no other loader's classes get them. */
    private static final List<String> EXPORTED = List.of("jdk.internal.misc", "jdk.internal.access", "jdk.internal.util",
        "jdk.internal.reflect", "jdk.internal.vm.annotation", "jdk.internal.constant", "jdk.internal.foreign",
        "jdk.internal.access.foreign");

    private final LibraryLoader library;
    private final ApplicationLoader application;
    private final AtomicInteger defined = new AtomicInteger();
    private final MethodHandle run;
    private final VarHandle poll;

    private Namespace(ClassArchive archive, TranslationCache cache, ProgramSource program, Object systemCalls, ClassLoader abi,
        PagedMemory memory) {
        library = new LibraryLoader(archive, abi, defined);
        for (String name : EXPORTED) {
            HostAccess.export(name, library.getUnnamedModule());
        }
        application = new ApplicationLoader(archive, library, cache, program, defined);
        Gate gate = new ProcessGate(archive, cache, library, application, program, systemCalls, memory, defined);
        try {
            MethodHandles.Lookup lookup = HostAccess.TRUSTED;
            Class<?> handoff = Class.forName("guest.rt.Handoff", false, library);
            lookup.findStatic(handoff, "attach", MethodType.methodType(void.class, Gate.class)).invokeExact(gate);
            poll = lookup.findStaticVarHandle(Class.forName("guest.rt.Poll", true, library), "raised", boolean.class);
            run = lookup.findStatic(Class.forName("guest.rt.Boot", false, library), "run", MethodType.methodType(void.class,
                String.class, String[].class, String[].class, String.class));
        } catch (Throwable e) {
            throw new IllegalArgumentException("the archive's run-time support does not fit this machine", e);
        }
    }

    /**
     * Makes the name space of a process. Nothing of the program runs yet.
     *
     * @param lib         the library
     * @param cache       translated classes, shared by processes
     * @param program     the program's class path
     * @param systemCalls the process' {@code org.sluice.abi.SystemCalls}
     * @param abiLoader   the loader of {@code org.sluice.abi}
     * @param memory      how translated code reaches paged memory
     * @throws IllegalArgumentException when the archive was made for another version of this class
     */
    public static Namespace create(ClassArchive lib, TranslationCache cache, ProgramSource program, Object systemCalls,
        ClassLoader abiLoader, PagedMemory memory) {
        return new Namespace(lib, cache, program, systemCalls, abiLoader, memory);
    }

    /**
     * Runs a program on the calling thread, which becomes its main thread: initialises the library, calls {@code main}, waits
     * for threads that are no daemons, runs shutdown hooks and ends with the system call {@code exit}. Returns or throws
     * whatever that call does.
     *
     * @param mainClass binary name of the class with {@code main}
     * @param env       {@code NAME=value} strings
     * @param name      the program's name for messages
     */
    public void runMain(String mainClass, String[] args, String[] env, String name) {
        try {
            run.invokeExact(mainClass, args, env, name);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes polls of the process' threads call the kernel. */
    public void raisePoll() {
        poll.setVolatile(true);
    }

    /** Makes polls of the process' threads do nothing again. */
    public void lowerPoll() {
        poll.setVolatile(false);
    }

    /** Number of classes defined for the process so far. */
    public int definedClasses() {
        return defined.get();
    }

    /** The name a guest knows a class by, see {@link GuestNames#toGuest}. */
    public static String guestName(String hostName) {
        return GuestNames.toGuest(hostName);
    }

    /** A stack trace as the guest sees it: frames of the machinery dropped, names mapped. */
    public static StackTraceElement[] guestTrace(StackTraceElement[] trace) {
        List<StackTraceElement> kept = new ArrayList<>(trace.length);
        for (StackTraceElement e : trace) {
            String name = e.getClassName();
            if (name.equals("guest.rt.Entry")) {
                break;
            }
            if (!GuestNames.isMachinery(name) && !name.startsWith("java.lang.invoke.")
                && !name.startsWith("jdk.internal.") && !name.startsWith("java.lang.VirtualThread")
                && !name.startsWith("java.lang.Thread") && !name.startsWith("java.lang.reflect.")) {
                kept.add(new StackTraceElement(null, null, null, GuestNames.toGuest(name), e.getMethodName(), e.getFileName(),
                    e.getLineNumber()));
            }
        }
        return kept.toArray(StackTraceElement[]::new);
    }
}

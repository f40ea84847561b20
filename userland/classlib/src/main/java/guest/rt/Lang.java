package guest.rt;

import guest.java.lang.ClassLoader;
import guest.java.lang.Module;
import guest.java.lang.Package;
import guest.java.lang.Thread;
import guest.jdk.internal.access.JavaLangAccess;

/** What run-time support and bridges need of {@code guest.java.lang} that its public methods do not give. */
public abstract class Lang {
    private static Lang access;

    /** Called once by {@code guest.java.lang.Thread} when it is initialised. */
    public static void register(Lang implementation) {
        if (access != null) {
            throw new IllegalStateException();
        }
        access = implementation;
    }

    /** The only instance. */
    public static Lang access() {
        if (access == null) {
            jdk.internal.misc.Unsafe.getUnsafe().ensureClassInitialized(Thread.class);
        }
        return access;
    }

    /** Makes the calling host thread the process' main thread. */
    public abstract Thread attachMain();

    /** The host's thread that runs a thread, or {@code null} when it has not begun or has ended. */
    public abstract Object host(Thread thread);

    /** Reports an exception nobody caught on a thread. */
    public abstract void uncaught(Thread thread, Throwable e);

    /** Waits until no thread lives that keeps the process alive; does not count the caller. */
    public abstract void awaitOthers();

    /** Runs shutdown hooks once and ends the process. */
    public abstract void exit(int status);

    /** Sets the environment and the arguments' origin before anything reads them. */
    public abstract void environment(String[] env, String program);

    /** Flushes what the program wrote. */
    public abstract void flush();

    /** The guest's loader for a loader of the host; {@code null} for the library and the core. */
    public abstract ClassLoader loader(Object host);

    /** The host's loader for a loader of the guest. */
    public abstract Object hostLoader(ClassLoader guest);

    /** The module of a class. */
    public abstract Module module(Class<?> c);

    /** The package of a class. */
    public abstract Package packageOf(Class<?> c);

    /** Defines a class of which the bytes are translated already. */
    public abstract Class<?> define(ClassLoader loader, String name, byte[] bytes, int offset, int length);

    /** Takes the thread's permit to go on, or waits for it. */
    public abstract void park(long nanos);

    /** Gives a thread its permit. */
    public abstract void unpark(Thread thread);

    /** Notes what a thread is parked for. */
    public abstract void setBlocker(Thread thread, Object blocker);

    /** What a thread is parked for, or {@code null}. */
    public abstract Object blocker(Thread thread);

    /** Whether the calling thread is interrupted; the state is left as it is. */
    public abstract boolean isInterrupted();

    /** Clears the calling thread's interrupted state. */
    public abstract void clearInterrupt();

    /** What the JDK's other packages ask of {@code java.lang}. */
    public abstract JavaLangAccess internals();
}

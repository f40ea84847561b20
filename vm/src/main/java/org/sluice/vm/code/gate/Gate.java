package org.sluice.vm.code.gate;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The services of one process' name space for its class library. Loaders of the host pass as {@code Object}, because the name
 * of their class means the guest's in library code. Never reachable by guests: no class a guest may name hands
 * it out.
 */
public interface Gate {
    /** The kernel's calls, an {@code org.sluice.abi.SystemCalls}. */
    Object systemCalls();

    /** Where the host has the first byte of physical memory. */
    long memoryBase();

    /**
     * The words of the address space's {@code org.sluice.vm.mmu.Tlb}, which says what is in them. A word serves an access that
     * follows its reading without a poll or a system call between.
     */
    long[] translations();

    /**
     * Finds a class by the name guests and the JDK use.
     *
     * @param name     binary name, arrays included, such as {@code java.util.Map} or {@code [Ljava.lang.String;}
     * @param guest    whether a guest asks, who sees exported packages only
     * @param loader   loader to ask for classes of programs; {@code null} for the library alone
     * @param initialize whether to initialise it
     * @throws ClassNotFoundException with the name as given
     */
    Class<?> find(String name, boolean guest, Object loader, boolean initialize) throws ClassNotFoundException;

    /** The loader of the program's own classes. */
    Object applicationLoader();

    /** The loader of the library. */
    Object libraryLoader();

    /**
     * Makes a loader for classes the program defines itself.
     *
     * @param resolver answers for names that are neither core nor library
     */
    Object newLoader(Resolver resolver);

    /** The resolver of a loader made by {@link #newLoader}, or {@code null} for any other loader. */
    Resolver resolver(Object loader);

    /**
     * Translates and defines a class.
     *
     * @param loader a loader of {@link #newLoader}, or the application loader
     * @throws LinkageError      when the bytes are no acceptable class, or the name is taken
     * @throws SecurityException when the class claims a package of the library
     */
    Class<?> define(Object loader, String name, byte[] bytes, int offset, int length);

    /** Translates a class for a definition by a lookup. */
    byte[] translate(byte[] classFile);

    /** A class the loader has defined, or {@code null}. */
    Class<?> loaded(Object loader, String name);

    /** First resource of a name on the class path or, when {@code library}, in the library; {@code null} when there is none. */
    byte[] resource(String name, boolean library);

    /** All resources of a name on the class path. */
    byte[][] resources(String name);

    /** The path of the part of the class path that has a resource, or {@code null}. */
    String location(String name);

    /** Whether a class of the host is one that guests share. */
    boolean isCore(Class<?> c);

    /** Whether guests may not call methods of that name of a core class. */
    boolean isRefused(Class<?> core, String method);

    /** A lookup with all rights of a class of the program. */
    MethodHandles.Lookup lookup(Class<?> caller);

    /** Whether the package of a host class is one that guests may see: their own, the core's and the exported ones. */
    boolean isVisible(Class<?> c);

    /**
     * A static method of the host, private ones included.
     *
     * @throws NoSuchMethodError when the host has no such method
     */
    MethodHandle hostStatic(String cls, String name, MethodType type);

    /** A virtual method of the host, private ones included, called without dispatch. */
    MethodHandle hostSpecial(String cls, String name, MethodType type);

    /**
     * The frames of the calling thread from the caller of this method on: class, method type, index of the byte code and
     * {@code StackTraceElement} of each.
     */
    Object[][] frames();

    /**
     * The class that called the method in which the library asks.
     *
     * @param depth 0 for the class that calls this method
     */
    Class<?> caller(int depth);

    /** Number of classes defined for this process. */
    int definedClasses();
}

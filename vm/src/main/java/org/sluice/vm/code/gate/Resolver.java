package org.sluice.vm.code.gate;

/** The guest's side of a class loader that a program made. */
public interface Resolver {
    /**
     * Finds a class that is neither core nor library.
     *
     * @param name binary name
     * @throws ClassNotFoundException when there is none
     */
    Class<?> resolve(String name) throws ClassNotFoundException;

    /** The guest's class loader object. */
    Object loader();
}

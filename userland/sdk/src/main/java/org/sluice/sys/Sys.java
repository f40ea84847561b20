package org.sluice.sys;

import org.sluice.abi.SystemCalls;

/** The system-call table of the running process, and the turning of its results into exceptions. */
public final class Sys {
    private Sys() {
    }

    /**
     * The system-call table of the calling process. On Sluice the class library answers in place of this body.
     *
     * @return the table, the same for the process' whole life
     * @throws IllegalStateException when the caller does not run on Sluice
     */
    public static SystemCalls calls() {
        throw new IllegalStateException("not running on Sluice");
    }

    /**
     * Passes a result through, or throws what it says went wrong.
     *
     * @param result what a system call returned
     * @param what   whom the error is about, usually a path; the message starts with it
     * @return {@code result}, when it is no error
     * @throws SysException when {@code result} is below zero
     */
    public static int check(int result, String what) throws SysException {
        if (result < 0) {
            throw new SysException(-result, what);
        }
        return result;
    }

    /**
     * Passes a result through, or throws what it says went wrong.
     *
     * @param result what a system call returned
     * @param what   whom the error is about, usually a path; the message starts with it
     * @return {@code result}, when it is no error
     * @throws SysException when {@code result} is below zero
     */
    public static long check(long result, String what) throws SysException {
        if (result < 0) {
            throw new SysException((int) -result, what);
        }
        return result;
    }
}

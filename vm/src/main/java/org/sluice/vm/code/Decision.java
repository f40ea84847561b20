package org.sluice.vm.code;

/** What happens to a class of the JDK when guests use it; the rows of {@link DecisionTable}. */
public enum Decision {
    /** The host's own class, shared by all processes; its members are reached through bridges where the table has one. */
    CORE,
    /** The JDK's class, renamed below {@code guest/}, redirected and instrumented: one copy per process. */
    RELINK,
    /** A class of the same name written for Sluice stands in its place. */
    SUBSTITUTE,
    /** Neither guests nor the library have it. */
    DENY,
    /** The host's class, which only the run-time support of the library may mention; under the same name guests see it relinked. */
    HOST,
    /** A method of a core class that throws when a guest calls it. */
    REFUSE,
    /** Not of a class but in addition: its private fields become package-private, for the native class beside it. */
    EXPOSE,
    /** Not of a class but in addition: guests cannot name it. */
    HIDE,
    /** Not of a class but in addition: its methods without loops do not poll, so that the host can compile them into loops. */
    BRIEF
}

package org.sluice.abi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a method of {@link SystemCalls} as a system call and carries what tracing and the manual derive from it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Call {
    /** The call's number: unique, never reused. */
    int number();

    /** One sentence for the manual: what the call does. */
    String does();

    /** Every error the call can return, each with its cause as {@code "ENOENT: no such file"}. */
    String[] errors() default {};
}

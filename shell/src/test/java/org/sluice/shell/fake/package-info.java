/**
 * A kernel in a few hundred lines for the shell's tests: files, pipes, programs that are Java lambdas on threads, signals, and
 * a terminal. Blocking calls wait on one lock, so every wake-up is an event; nothing here sleeps or looks at the time.
 */
package org.sluice.shell.fake;

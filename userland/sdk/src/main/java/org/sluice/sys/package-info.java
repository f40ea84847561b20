/**
 * The entry to the kernel for guest programs. {@link org.sluice.sys.Sys#calls()} gives the system-call table; programs ask
 * for it once, at their outermost place, and hand it on, so that everything below can be run against a table of its own in a
 * test. May use the ABI and the class library, nothing else.
 */
package org.sluice.sys;

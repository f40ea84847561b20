/** Replaced methods of the JDK's performance counters. */
package guest.jdk.internal.perf;

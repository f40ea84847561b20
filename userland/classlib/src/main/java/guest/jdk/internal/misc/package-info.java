/** Replaced methods of the JDK's window on its VM, and signals. */
package guest.jdk.internal.misc;

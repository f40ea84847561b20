/** Replaced methods of the JDK's thread internals. */
package guest.jdk.internal.vm;

/** Replaced methods of the JDK's doors between packages. */
package guest.jdk.internal.access;

/** Replaced methods of the JDK's checks of arguments. */
package guest.jdk.internal.util;

/** Service providers from the class path, and the native methods of {@code java.util}. */
package guest.java.util;

/** Replaced methods of the JDK's loaders. */
package guest.jdk.internal.loader;

/** Reflection for libraries that serialize, as programs written for the JDK use it. */
package guest.sun.reflect;

/** Signals, as programs written for the JDK handle them. */
package guest.sun.misc;

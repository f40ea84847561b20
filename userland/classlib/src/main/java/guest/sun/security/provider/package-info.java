/** Entropy from the machine. */
package guest.sun.security.provider;

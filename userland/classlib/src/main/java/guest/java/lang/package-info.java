/** The classes of {@code java.lang} that touch the machine, written for Sluice in place of the JDK's. */
package guest.java.lang;

/** What the SDK leaves to the machine it runs on. */
package guest.org.sluice.io;

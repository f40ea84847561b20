/** Bodies of the SDK's process package that need the inside of the library. */
package guest.org.sluice.process;

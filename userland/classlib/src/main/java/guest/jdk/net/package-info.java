/** Socket options beyond the standard ones. */
package guest.jdk.net;

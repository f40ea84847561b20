/** Native methods of addresses. */
package guest.java.net;

/** Native methods of ports. */
package guest.sun.net;

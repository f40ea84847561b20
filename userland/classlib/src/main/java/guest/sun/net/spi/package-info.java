/** Native methods of proxies. */
package guest.sun.net.spi;

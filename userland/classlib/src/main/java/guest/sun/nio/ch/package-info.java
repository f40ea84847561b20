/** Native methods of channels. */
package guest.sun.nio.ch;

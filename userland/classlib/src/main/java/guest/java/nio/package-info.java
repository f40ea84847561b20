/** Replaced methods of buffers. */
package guest.java.nio;

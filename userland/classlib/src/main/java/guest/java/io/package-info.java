/** File handles and the file system behind {@code java.io}, and the native methods of its streams. */
package guest.java.io;

/** Native methods of compression: the host's own, on arrays in slices. */
package guest.java.util.zip;

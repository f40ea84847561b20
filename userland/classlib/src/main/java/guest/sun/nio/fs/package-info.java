/** Native methods of the file system provider: paths as bytes, results as exceptions with error numbers. */
package guest.sun.nio.fs;

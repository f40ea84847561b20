/** Blocking of threads. */
package guest.java.util.concurrent.locks;

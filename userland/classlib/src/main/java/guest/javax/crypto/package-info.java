/** Replaced methods of the cryptography framework. */
package guest.javax.crypto;

/** Substitutes of {@code jdk.internal.ref}. */
package guest.jdk.internal.ref;

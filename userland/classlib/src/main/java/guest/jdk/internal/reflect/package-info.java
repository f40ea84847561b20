/** Callers and access checks. */
package guest.jdk.internal.reflect;

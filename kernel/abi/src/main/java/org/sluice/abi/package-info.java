/**
 * The system-call table, error numbers, signals, rights and binary layouts.
 *
 * <p>Both sides of the kernel boundary load these classes from the same loader, so they may hold no mutable state and their
 * signatures may mention only types that are the same class on both sides: primitives, {@code String}, arrays of those,
 * {@code Object} (for identity only), {@code Runnable} and {@code MemorySegment}. They must never mention a type that the
 * class library relinks, such as anything in {@code java.util}: a guest's {@code java.util.List} is another class.
 */
package org.sluice.abi;

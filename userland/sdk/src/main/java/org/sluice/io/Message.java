package org.sluice.io;

/**
 * What came over a port.
 *
 * @param status 0 or above for a reply; 0 for a request
 * @param words  the words, at most 8
 * @param areas  areas that are the receiver's now, to close or to send on
 */
public record Message(int status, long[] words, Area[] areas) {
}

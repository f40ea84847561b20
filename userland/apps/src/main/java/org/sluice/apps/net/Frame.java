package org.sluice.apps.net;

/**
 * A captured SDU.
 *
 * @param nanos         real time since 1970
 * @param sent          whether this machine sent it
 * @param itf           number of the ATM interface, -1 for none
 * @param vpi           virtual path identifier
 * @param vci           virtual channel identifier
 * @param encapsulation of {@link org.sluice.abi.Sockets}, -1 if the capture does not tell
 * @param length        bytes of the SDU
 * @param bytes         the first of them that were kept
 */
record Frame(long nanos, boolean sent, int itf, int vpi, int vci, int encapsulation, int length, byte[] bytes) {
}

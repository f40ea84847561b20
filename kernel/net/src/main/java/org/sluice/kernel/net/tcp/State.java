package org.sluice.kernel.net.tcp;

import org.sluice.abi.TcpInfo;

/**
 * States of a connection (RFC 9293 3.3.2), and the ways between them:
 * <ul>
 * <li>CLOSED → SYN_SENT by connect, → SYN_RECEIVED by a SYN that a listener got
 * <li>SYN_SENT → SYN_RECEIVED by a SYN (simultaneous open), → ESTABLISHED by SYN and ACK
 * <li>SYN_RECEIVED → ESTABLISHED by the ACK of the SYN
 * <li>ESTABLISHED → FIN_WAIT_1 by close or shutdown, → CLOSE_WAIT by a FIN
 * <li>FIN_WAIT_1 → FIN_WAIT_2 by the ACK of the FIN, → CLOSING by a FIN, → TIME_WAIT by both
 * <li>FIN_WAIT_2 → TIME_WAIT by a FIN
 * <li>CLOSING → TIME_WAIT by the ACK of the FIN
 * <li>CLOSE_WAIT → LAST_ACK by close or shutdown
 * <li>LAST_ACK → CLOSED by the ACK of the FIN
 * <li>any → CLOSED by a reset, a timeout or an abort
 * </ul>
 * LISTEN is a {@link Listen}, TIME_WAIT a {@link TimeWait}; a SYN-RECEIVED that a listener made is a {@link Request} until the handshake is over.
 */
enum State {
    CLOSED(TcpInfo.CLOSED),
    LISTEN(TcpInfo.LISTEN),
    SYN_SENT(TcpInfo.SYN_SENT),
    SYN_RECEIVED(TcpInfo.SYN_RECEIVED),
    ESTABLISHED(TcpInfo.ESTABLISHED),
    FIN_WAIT_1(TcpInfo.FIN_WAIT_1),
    FIN_WAIT_2(TcpInfo.FIN_WAIT_2),
    CLOSE_WAIT(TcpInfo.CLOSE_WAIT),
    CLOSING(TcpInfo.CLOSING),
    LAST_ACK(TcpInfo.LAST_ACK),
    TIME_WAIT(TcpInfo.TIME_WAIT);

    /** As {@link TcpInfo} numbers it. */
    final int number;

    State(int number) {
        this.number = number;
    }

    /** Whether the peer's SYN has been acknowledged and its data are taken. */
    boolean synchronised() {
        return this != CLOSED && this != LISTEN && this != SYN_SENT && this != SYN_RECEIVED;
    }

    /** Whether data of the peer may still come. */
    boolean receives() {
        return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
    }

    /** Whether data may be written. */
    boolean sends() {
        return this == ESTABLISHED || this == CLOSE_WAIT;
    }
}

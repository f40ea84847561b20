package org.sluice.kernel.driver;

/**
 * Whom an ATM driver tells what happened. Calls come on the driver's thread or on a caller's inside the driver; they do not block, and of
 * the driver they call {@link AtmDevice#send} and {@link AtmDevice#supply} at most. The SDU flags are those of {@link AtmDevice}.
 */
public interface AtmReceiver {
    /**
     * An SDU has arrived in buffers that were {@linkplain AtmDevice#supply supplied}; they are out of the device's reach.
     *
     * @param slot    the connection
     * @param buffers cookies of the buffers in order
     * @param lengths bytes of the SDU in each
     * @param count   buffers used; the arrays are the driver's and valid during the call only
     */
    void received(int slot, int flags, int[] buffers, int[] lengths, int count);

    /**
     * An SDU has arrived that was sent by this very interface and lies where it was sent from. Told before {@link #sent} for that cookie.
     */
    void returned(int slot, int flags, long cookie);

    /** The device does not need an SDU's memory any more. @param status {@link AtmDevice#SENT} or why it was not sent whole */
    void sent(long cookie, int status);

    /** A loopback cell came back. @param token as given to {@link AtmDevice#loopback} */
    void loopbackAnswer(int slot, int token);

    /** The alarms of a connection changed. @param alarms bits of {@link AtmDevice} */
    void alarms(int slot, int alarms);

    /** The link came up or went down. */
    void link(boolean up);
}

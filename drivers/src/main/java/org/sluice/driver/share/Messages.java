package org.sluice.driver.share;

import java.nio.charset.StandardCharsets;
import org.sluice.abi.Errno;
import org.sluice.driver.Requests;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.DmaBuffer;

/**
 * The two message buffers of a slot; used by whoever has the slot. A request is a header of {@link #HEADER_BYTES}, a path and
 * the rest; see {@code docs/devices.md}.
 */
final class Messages {
    static final int REQUEST_BYTES = 68 << 10;
    static final int RESPONSE_BYTES = 64 << 10;
    private static final int HEADER_BYTES = 40;
    /** Longest path, so that a full piece of data fits behind it. */
    private static final int MAX_PATH_BYTES = 4000;
    static final int REFUSED = 4;

    private final Requests requests;
    private final int slot;
    private final DmaBuffer request;
    private final DmaBuffer response;

    Messages(Requests requests, int slot, DmaBuffer request, DmaBuffer response) {
        this.requests = requests;
        this.slot = slot;
        this.request = request;
        this.response = response;
    }

    /** Numbers of a request that are not texts. */
    record Numbers(long token, long position, long second, int flags, int mode) {
        static final Numbers NONE = new Numbers(0, 0, 0, 0, 0);

        static Numbers token(long token) {
            return new Numbers(token, 0, 0, 0, 0);
        }
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @return the result
     * @throws CallFailed with the device's error number
     */
    long call(int operation, Numbers n, String path, byte[] rest, int offset, int length) {
        byte[] text = path.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_PATH_BYTES) {
            throw new CallFailed(Errno.ENAMETOOLONG);
        }
        header(n, text.length, length);
        request.write(HEADER_BYTES, text, 0, text.length);
        request.write(HEADER_BYTES + text.length, rest, offset, length);
        return submit(operation, HEADER_BYTES + text.length + length, response.busAddress(), RESPONSE_BYTES);
    }

    /**
     * Sends a request whose data are elsewhere, and waits for the answer.
     *
     * @param busAddress where the device puts or finds the data
     * @param length     bytes there
     * @return the result
     * @throws CallFailed with the device's error number
     */
    long callDirect(int operation, Numbers n, long busAddress, int length) {
        header(n, 0, 0);
        return submit(operation, HEADER_BYTES, busAddress, length);
    }

    private void header(Numbers n, int textLength, int restLength) {
        request.putLong(0, n.token);
        request.putLong(8, n.position);
        request.putLong(16, n.second);
        request.putInt(24, n.flags);
        request.putInt(28, n.mode);
        request.putInt(32, textLength);
        request.putInt(36, restLength);
    }

    private long submit(int operation, int length, long data, int dataLength) {
        long status = requests.submit(slot, operation, request.busAddress(), data, length | (long) dataLength << 32);
        if ((status & 0xff) == Requests.OK) {
            return status >> 8;
        }
        throw new CallFailed((status & 0xff) == REFUSED ? (int) (status >> 8) : Errno.EIO);
    }

    /** Copies out of the response. */
    void response(byte[] target, int offset, int length) {
        response.read(0, target, offset, length);
    }

    /** A number of the response. */
    long responseLong(int index) {
        return response.getLong(index * 8L);
    }
}

package org.sluice.images.bench.guest;

import java.io.IOException;
import java.util.Locale;
import org.sluice.abi.Errno;
import org.sluice.abi.Sockets;
import org.sluice.abi.SystemCalls;
import org.sluice.net.AtmAddress;
import org.sluice.net.AtmSocket;
import org.sluice.sys.Sys;
import org.sluice.sys.SysException;

/**
 * {@code AtmShape CELLS}: sends SDUs of one cell on connections with contracts, over a link that comes back, and says by how much the time
 * between the first and the last differs from the contract's, in per mille. To be run in virtual time.
 */
public final class AtmShape {
    private static final int SDU = 40;
    private static final int WINDOW = 32;
    private static final int MBS = 32;
    /** Peak and sustainable rates, 0 for CBR. */
    private static final long[][] CONTRACTS = {{1_000, 0}, {2_604, 0}, {44_150, 0}, {353_207, 0}, {10_000, 1_000}, {100_000, 33_333}};

    private AtmShape() {
    }

    public static void main(String[] args) throws Exception {
        int cells = Integer.parseInt(args[0]);
        SystemCalls calls = Sys.calls();
        int vci = 600;
        for (long[] contract : CONTRACTS) {
            try (AtmSocket socket = AtmSocket.aal5(calls)) {
                boolean variable = contract[1] > 0;
                socket.setOption(Sockets.TRAFFIC, variable ? 2 : 1, contract[0], contract[1], variable ? MBS : 1, 0, 1, 0);
                AtmAddress address = new AtmAddress(0, 0, vci++);
                socket.bind(address);
                socket.connect(address);
                long took = exchange(calls, socket, cells);
                // at the sustainable rate, but for a first burst at the peak: MBS cells without waiting for the slower rate
                double expected = variable ? (cells - 1) * 1e9 / contract[1] - (MBS - 1) * (1e9 / contract[1] - 1e9 / contract[0])
                    : (cells - 1) * 1e9 / contract[0];
                System.out.println(String.format(Locale.ROOT, "%s %d %d %.6f", variable ? "VBR" : "CBR", contract[0], contract[1],
                    (took - expected) * 1000 / expected));
            }
        }
    }

    /** Keeps a few SDUs under way; what comes back first and last is timed. */
    private static long exchange(SystemCalls calls, AtmSocket socket, int cells) throws IOException {
        byte[] sdu = new byte[SDU];
        int sent = 0;
        long first = 0;
        long last = 0;
        for (int received = 0; received < cells; received++) {
            while (sent < cells && sent - received < WINDOW) {
                socket.send(sdu, 0, SDU, null);
                sent++;
            }
            receive(socket, sdu);
            last = calls.clock(SystemCalls.CLOCK_MONOTONIC);
            first = received == 0 ? last : first;
        }
        return last - first;
    }

    private static void receive(AtmSocket socket, byte[] sdu) throws IOException {
        while (true) {
            try {
                socket.receive(sdu, null);
                return;
            } catch (SysException e) {
                if (e.errno() != Errno.EINTR) {
                    throw e;
                }
            }
        }
    }
}

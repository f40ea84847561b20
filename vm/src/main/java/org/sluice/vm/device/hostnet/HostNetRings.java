package org.sluice.vm.device.hostnet;

import java.util.ArrayDeque;
import org.sluice.vm.dma.DmaFault;
import org.sluice.vm.dma.DmaPort;

/**
 * The ring of commands and that of completions. The worker's, but for their places and sizes, which are written while the device is not enabled.
 * A ring that cannot be reached, or whose size makes no sense, stops both until the device is enabled again.
 */
final class HostNetRings {
    private final long[] bases = new long[2];
    private final long[] sizes = new long[2];
    private final long[] words = new long[HostNetRegisters.BYTES / Long.BYTES];
    /** Completions the ring had no room for; no command is taken while there are some. */
    private final ArrayDeque<long[]> waiting = new ArrayDeque<>();
    private int commandHead;
    private int completionHead;
    private volatile boolean running;
    private DmaPort dma;

    void attach(DmaPort port) {
        dma = port;
    }

    /** Begins at the first entries. @return whether that is possible */
    boolean start(long[] newBases, long[] newSizes) {
        waiting.clear();
        commandHead = 0;
        completionHead = 0;
        boolean good = true;
        for (int i = 0; i < 2; i++) {
            bases[i] = newBases[i];
            sizes[i] = newSizes[i];
            good &= newSizes[i] >= 2 && newSizes[i] <= HostNetRegisters.MAX_RING && Long.bitCount(newSizes[i]) == 1 && (newBases[i] & 7) == 0;
        }
        running = good;
        return good;
    }

    void stop() {
        running = false;
        waiting.clear();
    }

    boolean running() {
        return running;
    }

    /** The next command; null if there is none, or completions have to go first. @throws DmaFault when the rings have stopped */
    Command take() {
        if (!running || !flush()) {
            return null;
        }
        try {
            long address = bases[0] + (long) commandHead * HostNetRegisters.BYTES;
            dma.load(address, words);
            if (words[0] >= 0) {
                return null;
            }
            Command command = new Command(words[0], words[1], words[2]);
            dma.store(address, 0);
            commandHead = commandHead + 1 & (int) sizes[0] - 1;
            return command;
        } catch (DmaFault fault) {
            stop();
            throw fault;
        }
    }

    /** Puts a completion. @throws DmaFault when the rings have stopped */
    void complete(Command command, int status, int length, long more) {
        long head = HostNetRegisters.OWN | (long) status << HostNetRegisters.STATUS_SHIFT
            | (long) command.operation << HostNetRegisters.OPERATION_SHIFT | (long) command.slot << HostNetRegisters.SLOT_SHIFT
            | length & 0xffffffffL;
        waiting.add(new long[] {head, more, command.cookie, 0});
        flush();
    }

    /** @return whether all completions are in the ring */
    private boolean flush() {
        try {
            while (running && !waiting.isEmpty()) {
                long address = bases[1] + (long) completionHead * HostNetRegisters.BYTES;
                dma.load(address, words);
                if (words[0] < 0) {
                    return false;
                }
                dma.store(address, waiting.remove());
                completionHead = completionHead + 1 & (int) sizes[1] - 1;
            }
            return true;
        } catch (DmaFault fault) {
            stop();
            throw fault;
        }
    }
}

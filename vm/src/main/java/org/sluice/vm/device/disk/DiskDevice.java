package org.sluice.vm.device.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.sluice.vm.bus.Device;
import org.sluice.vm.bus.Registers;
import org.sluice.vm.device.RequestSlots;
import org.sluice.vm.device.Worker;
import org.sluice.vm.dma.DmaPort;
import org.sluice.vm.dma.DmaWindow;

/**
 * A disk whose medium is a host file. The host reads and writes granted memory directly.
 *
 * <pre>
 *  0x00 GEOMETRY  block size in bytes; bit 63 set when the disk is read-only
 *  0x08..0x18     SLOTS, DONE, RESET of {@link RequestSlots}
 *  0x20 BLOCKS    number of blocks
 *  0x100...       slots: A first block, B bus address, C number of blocks,
 *                 COMMAND {@link #READ}, {@link #WRITE} or {@link #FLUSH}; STATUS see below
 * </pre>
 */
public final class DiskDevice implements Device, Registers {
    /** The kind of this device. */
    public static final String KIND = "disk";
    /** Bytes in a block. */
    public static final int BLOCK_SIZE = 512;
    /** Requests the disk works on at once. */
    public static final int SLOT_COUNT = 16;

    public static final int GEOMETRY = 0x00;
    public static final int BLOCKS = 0x20;
    public static final long READ_ONLY_BIT = Long.MIN_VALUE;

    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int FLUSH = 3;

    /** STATUS beside those of {@link RequestSlots}: the range is not on the disk. */
    public static final int BAD_RANGE = 4;
    /** STATUS: the host failed. */
    public static final int IO_ERROR = 5;
    /** STATUS: a write to a read-only disk. */
    public static final int WRITE_PROTECTED = 6;
    /** STATUS: no such command. */
    public static final int BAD_COMMAND = 7;

    private final String instance;
    private final FileChannel channel;
    private final boolean writable;
    private final long blocks;
    private final RequestSlots slots = new RequestSlots(SLOT_COUNT, this::serve);
    private final Worker.Factory workers;
    private DmaPort dma;

    private DiskDevice(String instance, FileChannel channel, boolean writable, Worker.Factory workers) throws IOException {
        this.instance = instance;
        this.channel = channel;
        this.writable = writable;
        this.workers = workers;
        blocks = channel.size() / BLOCK_SIZE;
    }

    /**
     * Opens a host file as a disk. A disk is writable only if the file is and no other machine writes to it; then the file is
     * locked until the disk is closed.
     *
     * @param wantWrite whether the disk should be writable if it can
     * @throws IOException if the file cannot be read
     */
    public static DiskDevice open(String instance, Path file, boolean wantWrite, Worker.Factory workers) throws IOException {
        FileChannel channel = wantWrite ? tryLocked(file) : null;
        boolean writable = channel != null;
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        }
        try {
            return new DiskDevice(instance, channel, writable, workers);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The locked file, or null when somebody else has it locked or may write it instead of us. */
    private static FileChannel tryLocked(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (IOException | java.nio.channels.OverlappingFileLockException | UnsupportedOperationException e) {
            // opened for reading instead; a file that cannot be read at all fails there
        }
        closeQuietly(channel);
        return null;
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // nothing was written through it
        }
    }

    /** Whether writes are possible. */
    public boolean writable() {
        return writable;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String instance() {
        return instance;
    }

    @Override
    public Registers registers() {
        return this;
    }

    @Override
    public void attach(DmaPort port, Runnable interrupt) {
        dma = port;
        slots.start(workers, KIND + instance, interrupt);
    }

    @Override
    public long read(int offset) {
        return switch (offset) {
            case GEOMETRY -> BLOCK_SIZE | (writable ? 0 : READ_ONLY_BIT);
            case BLOCKS -> blocks;
            default -> slots.read(offset);
        };
    }

    @Override
    public void write(int offset, long value) {
        slots.write(offset, value);
    }

    @Override
    public void close() {
        slots.close();
        closeQuietly(channel);
    }

    private long serve(long command, long block, long busAddress, long count) {
        try {
            return switch ((int) command) {
                case READ -> transfer(block, busAddress, count, false);
                case WRITE -> writable ? transfer(block, busAddress, count, true) : WRITE_PROTECTED;
                case FLUSH -> {
                    channel.force(false);
                    yield RequestSlots.OK;
                }
                default -> BAD_COMMAND;
            };
        } catch (IOException e) {
            return IO_ERROR;
        }
    }

    private long transfer(long block, long busAddress, long count, boolean toDisk) throws IOException {
        if (count < 1 || count > Integer.MAX_VALUE / BLOCK_SIZE || block < 0 || block > blocks - count) {
            return BAD_RANGE;
        }
        int length = (int) count * BLOCK_SIZE;
        long position = block * BLOCK_SIZE;
        for (int done = 0; done < length;) {
            int part = dma.contiguous(busAddress + done, length - done, !toDisk);
            try (DmaWindow window = dma.window(busAddress + done, part, !toDisk)) {
                ByteBuffer buffer = window.memory().asByteBuffer();
                while (buffer.hasRemaining()) {
                    long at = position + done + buffer.position();
                    if ((toDisk ? channel.write(buffer, at) : channel.read(buffer, at)) < 0) {
                        return IO_ERROR; // the file has become shorter
                    }
                }
            }
            done += part;
        }
        return RequestSlots.OK;
    }
}

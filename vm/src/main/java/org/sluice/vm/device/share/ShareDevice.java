package org.sluice.vm.device.share;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.vm.bus.Device;
import org.sluice.vm.bus.Registers;
import org.sluice.vm.device.RequestSlots;
import org.sluice.vm.device.Worker;
import org.sluice.vm.device.share.ShareErrors.Refused;
import org.sluice.vm.dma.DmaFault;
import org.sluice.vm.dma.DmaPort;
import org.sluice.vm.dma.DmaWindow;

/**
 * A folder of the host, offered by request and response messages in memory. The instance name is the mount point.
 *
 * <pre>
 *  0x00 FLAGS     bit 0 writable
 *  0x08..0x18     SLOTS, DONE, RESET of {@link RequestSlots}; a reset also closes all files
 *  0x100...       slots: A bus address of the request, B bus address of the response,
 *                 C length of the request in the low, room for the response in the high 32 bits;
 *                 {@link #WRITE_FROM} finds its data at B, their length being that room;
 *                 COMMAND one of the operations below
 *                 STATUS {@link RequestSlots#OK} with the result in the bits above 8, {@link #REFUSED} with an error number there
 * </pre>
 *
 * Request, little-endian: 8 bytes token, 8 bytes position, 8 bytes second number, 4 bytes flags, 4 bytes mode, 4 bytes length of
 * the first text, 4 bytes length of the rest, then the first text (a path, UTF-8) and the rest (a second path, or data).
 */
public final class ShareDevice implements Device, Registers {
    /** The kind of this device. */
    public static final String KIND = "share";
    /** Requests at once. */
    public static final int SLOT_COUNT = 8;

    public static final int FLAGS = 0x00;
    public static final int FLAG_WRITABLE = 1;

    /** STATUS: the operation failed; the error number is in the bits above 8. */
    public static final int REFUSED = 4;

    /** Response: mode, size, inode, access, modification, change time, 512-byte units. Flags: 1 does not follow a link. */
    public static final int STAT = 1;
    /** Response: names from number "position" on, each ended by a NUL; result: how many. */
    public static final int LIST = 2;
    /** Result: a token. */
    public static final int OPEN = 3;
    /** Reads up to "second number" bytes into the response; result: how many. */
    public static final int READ = 4;
    /** Writes the rest of the request; result: how many bytes. */
    public static final int WRITE = 5;
    /** Result: the length of the file. */
    public static final int SIZE = 6;
    /** Sets the length to "position". */
    public static final int TRUNCATE = 7;
    public static final int SYNC = 8;
    public static final int CLOSE = 9;
    public static final int MKDIR = 10;
    /** Flags: 1 removes a directory. */
    public static final int REMOVE = 11;
    /** The rest of the request is the new path. */
    public static final int RENAME = 12;
    /** Position: access time, second number: modification time, in nanoseconds; Long.MIN_VALUE leaves one. */
    public static final int SET_TIMES = 13;
    /** Response: the link's text; result: its length. */
    public static final int READ_LINK = 14;

    /** Writes "second number" bytes that lie where a response would go; result: how many. */
    public static final int WRITE_FROM = 15;

    /** Bytes of a request before its texts. */
    public static final int HEADER_BYTES = 40;
    private static final int MAX_MESSAGE = 1 << 20;
    private static final int MAX_OPEN = 4096;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String mountPoint;
    private final ShareTree tree;
    private final Worker.Factory workers;
    private final RequestSlots slots = new RequestSlots(SLOT_COUNT, this::serve);
    /** Open files by token; the worker's. */
    private final Map<Long, SeekableByteChannel> files = new HashMap<>();
    private long nextToken = 1;
    private volatile boolean reset;
    private DmaPort dma;

    private ShareDevice(String mountPoint, ShareTree tree, Worker.Factory workers) {
        this.mountPoint = mountPoint;
        this.tree = tree;
        this.workers = workers;
    }

    /** Opens a folder of the host. @throws IOException if that is not possible */
    public static ShareDevice open(String mountPoint, Path folder, boolean writable, Worker.Factory workers) throws IOException {
        return new ShareDevice(mountPoint, new ShareTree(folder, writable), workers);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String instance() {
        return mountPoint;
    }

    @Override
    public Registers registers() {
        return this;
    }

    @Override
    public void attach(DmaPort port, Runnable interrupt) {
        dma = port;
        slots.start(workers, KIND + mountPoint.replace('/', '-'), interrupt);
    }

    @Override
    public long read(int offset) {
        return offset == FLAGS ? tree.writable() ? FLAG_WRITABLE : 0 : slots.read(offset);
    }

    @Override
    public void write(int offset, long value) {
        if (offset == RequestSlots.RESET) {
            reset = true;
        }
        slots.write(offset, value);
    }

    @Override
    public void close() {
        slots.close();
        try {
            tree.close();
        } catch (IOException e) {
            // it was only read from
        }
    }

    // ------------------------------------------------------------------ the worker's side

    private record Request(long token, long position, long second, int flags, int mode, String path, byte[] rest) {
        Request with(byte[] data) {
            return new Request(token, position, second, flags, mode, path, data);
        }
    }

    /** A value with what goes into the response. */
    private record Answer(long result, byte[] response) {
        Answer(long result) {
            this(result, new byte[0]);
        }
    }

    private long serve(long command, long requestAddress, long responseAddress, long lengths) {
        if (reset) {
            reset = false;
            files.values().forEach(ShareDevice::closeQuietly);
            files.clear();
        }
        try {
            int room = (int) (lengths >>> 32);
            if (room < 0) {
                throw new Refused(ShareErrors.EINVAL);
            }
            Request request = receive(requestAddress, (int) lengths);
            if (command == WRITE_FROM) {
                request = request.with(data(responseAddress, request.second, Math.min(room, MAX_MESSAGE)));
            }
            Answer answer = carryOut((int) command, request, Math.min(room, MAX_MESSAGE));
            send(responseAddress, answer.response);
            return answer.result << 8 | RequestSlots.OK;
        } catch (IOException e) {
            return (long) ShareErrors.number(e) << 8 | REFUSED;
        } catch (DmaFault e) {
            throw e;
        } catch (RuntimeException e) {
            // the host's file systems report odd names and modes in many ways
            return (long) ShareErrors.EINVAL << 8 | REFUSED;
        }
    }

    private Request receive(long address, int length) throws Refused {
        if (length < HEADER_BYTES || length > MAX_MESSAGE) {
            throw new Refused(ShareErrors.EINVAL);
        }
        byte[] bytes = new byte[length];
        try (DmaWindow window = dma.window(address, length, false)) {
            MemorySegment.copy(window.memory(), ValueLayout.JAVA_BYTE, 0, bytes, 0, length);
        }
        ByteBuffer b = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int first = b.getInt(32);
        int rest = b.getInt(36);
        if (first < 0 || rest < 0 || (long) first + rest + HEADER_BYTES > length) {
            throw new Refused(ShareErrors.EINVAL);
        }
        String path = new String(bytes, HEADER_BYTES, first, StandardCharsets.UTF_8);
        byte[] more = java.util.Arrays.copyOfRange(bytes, HEADER_BYTES + first, HEADER_BYTES + first + rest);
        return new Request(b.getLong(0), b.getLong(8), b.getLong(16), b.getInt(24), b.getInt(28), path, more);
    }

    /** Fetches what is to be written; the window is closed before the host is asked to write it. */
    private byte[] data(long address, long length, int most) throws Refused {
        if (length < 0 || length > most) {
            throw new Refused(ShareErrors.EINVAL);
        }
        byte[] bytes = new byte[(int) length];
        try (DmaWindow window = dma.window(address, bytes.length, false)) {
            MemorySegment.copy(window.memory(), ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
        }
        return bytes;
    }

    private void send(long address, byte[] response) {
        if (response.length > 0) {
            try (DmaWindow window = dma.window(address, response.length, true)) {
                MemorySegment.copy(response, 0, window.memory(), ValueLayout.JAVA_BYTE, 0, response.length);
            }
        }
    }

    private Answer carryOut(int command, Request r, int room) throws IOException {
        switch (command) {
            case STAT -> {
                return longs(tree.stat(r.path, (r.flags & 1) != 0), room);
            }
            case LIST -> {
                return names(tree.list(r.path), r.position, room);
            }
            case OPEN -> {
                return new Answer(open(r));
            }
            case READ -> {
                return read(r, room);
            }
            case WRITE, WRITE_FROM -> {
                return new Answer(file(r).position(r.position).write(ByteBuffer.wrap(r.rest)));
            }
            case SIZE -> {
                return new Answer(file(r).size());
            }
            case TRUNCATE -> truncate(file(r), r.position);
            case SYNC -> {
                if (file(r) instanceof FileChannel channel) {
                    channel.force(true);
                }
            }
            case CLOSE -> {
                file(r).close();
                files.remove(r.token);
            }
            case MKDIR -> tree.mkdir(r.path, r.mode);
            case REMOVE -> tree.remove(r.path, (r.flags & 1) != 0);
            case RENAME -> tree.rename(r.path, new String(r.rest, StandardCharsets.UTF_8));
            case SET_TIMES -> tree.setTimes(r.path, r.position, r.second);
            case READ_LINK -> {
                byte[] text = tree.readLink(r.path).getBytes(StandardCharsets.UTF_8);
                return fitting(new Answer(text.length, text), room);
            }
            default -> throw new Refused(ShareErrors.EINVAL);
        }
        return new Answer(0);
    }

    private SeekableByteChannel file(Request r) throws Refused {
        SeekableByteChannel channel = files.get(r.token);
        if (channel == null) {
            throw new Refused(ShareErrors.EBADF);
        }
        return channel;
    }

    private long open(Request r) throws IOException {
        if (files.size() >= MAX_OPEN) {
            throw new Refused(ShareErrors.EMFILE);
        }
        files.put(nextToken, tree.open(r.path, r.flags, r.mode));
        return nextToken++;
    }

    private Answer read(Request r, int room) throws IOException {
        byte[] bytes = new byte[(int) Math.max(0, Math.min(room, r.second))];
        int n = Math.max(0, file(r).position(r.position).read(ByteBuffer.wrap(bytes)));
        return new Answer(n, java.util.Arrays.copyOf(bytes, n));
    }

    private static void truncate(SeekableByteChannel channel, long length) throws IOException {
        if (length < channel.size()) {
            channel.truncate(length);
        } else if (length > channel.size()) {
            channel.position(length - 1).write(ByteBuffer.wrap(new byte[1]));
        }
    }

    private static Answer longs(long[] values, int room) throws Refused {
        byte[] bytes = new byte[values.length * Long.BYTES];
        MemorySegment target = MemorySegment.ofArray(bytes);
        for (int i = 0; i < values.length; i++) {
            target.set(LONG, (long) i * Long.BYTES, values[i]);
        }
        return fitting(new Answer(values.length, bytes), room);
    }

    private static Answer names(List<String> names, long from, int room) throws Refused {
        ByteBuffer bytes = ByteBuffer.allocate(room);
        int count = 0;
        for (long i = Math.max(0, from); i < names.size(); i++) {
            byte[] name = names.get((int) i).getBytes(StandardCharsets.UTF_8);
            if (name.length + 1 > bytes.remaining()) {
                break;
            }
            bytes.put(name).put((byte) 0);
            count++;
        }
        if (count == 0 && from < names.size()) {
            throw new Refused(ShareErrors.EINVAL);
        }
        return new Answer(count, java.util.Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private static Answer fitting(Answer answer, int room) throws Refused {
        if (answer.response.length > room) {
            throw new Refused(ShareErrors.EINVAL);
        }
        return answer;
    }

    private static void closeQuietly(SeekableByteChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // whoever wrote to it can no longer be told
        }
    }
}

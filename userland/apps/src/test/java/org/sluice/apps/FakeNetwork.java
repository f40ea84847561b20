package org.sluice.apps;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.abi.Poll;
import org.sluice.abi.Sockets;

/**
 * Sockets, areas and files for commands of the network: what peers send is there from the beginning, piece by piece, and what they get is kept. When
 * nothing more can happen waiting fails, which ends a server.
 */
final class FakeNetwork {
    /** What a peer does. */
    static final class Peer {
        final Deque<byte[]> sends = new ArrayDeque<>();
        final ByteArrayOutputStream got = new ByteArrayOutputStream();
        /** Whether the peer ends its stream after what it sends. */
        boolean ends = true;
        /** Bytes that a call takes at most. */
        int most = Integer.MAX_VALUE;
        boolean closed;
        boolean shut;

        Peer send(byte[]... pieces) {
            sends.addAll(List.of(pieces));
            return this;
        }
    }

    private final Deque<Peer> waiting = new ArrayDeque<>();
    private final Map<Integer, Peer> sockets = new HashMap<>();
    private final Map<Integer, Deque<byte[]>> files = new HashMap<>();
    private final Map<Integer, Path> paths = new HashMap<>();
    private final Map<Long, MemorySegment> areas = new HashMap<>();
    private final List<Peer> served = new ArrayList<>();
    private int nextHandle = 10;
    private long nextAddress = 1 << 20;
    private int listener = -1;
    private long clock;
    /** What connect answers; 0 for success. */
    int connectError;
    /** Nanoseconds that every look at the clock takes. */
    long tick;

    void accepts(Peer peer) {
        waiting.add(peer);
        served.add(peer);
    }

    /** Areas that nobody has released or sent. */
    int areasLeft() {
        return areas.size();
    }

    /** Files that nobody has closed. */
    int filesLeft() {
        return files.size();
    }

    boolean allClosed() {
        return served.stream().allMatch(peer -> peer.closed);
    }

    void install(TestIo io) {
        io.answer("socket", a -> nextHandle++);
        io.answer("bind", a -> 0);
        io.answer("threadSelf", a -> 1);
        io.answer("threadStart", a -> 2);
        io.answer("signalAction", a -> 0);
        io.answer("setSocketOption", a -> 0);
        io.answer("getSocketOption", a -> {
            ((long[]) a[2])[0] = 0;
            return 1;
        });
        io.answer("socketName", a -> {
            ((long[]) a[2])[Sockets.PORT] = 4000;
            return 0;
        });
        io.answer("listen", a -> {
            listener = (int) a[0];
            return 0;
        });
        io.answer("clock", a -> clock += tick);
        io.answer("accept", a -> accept((long[]) a[2]));
        io.answer("connect", a -> connect((int) a[0]));
        io.answer("shutdown", a -> {
            sockets.get((int) a[0]).shut = true;
            return 0;
        });
        io.answer("read", a -> read((int) a[0], (byte[]) a[1], (int) a[2], (int) a[3]));
        io.answer("write", a -> write((int) a[0], (byte[]) a[1], (int) a[2], (int) a[3]));
        io.answer("pollFiles", a -> poll((long[]) a[0], (int) a[1], (long) a[2]));
        io.answer("close", a -> close((int) a[0]));
        io.answer("open", a -> open((String) a[0]));
        io.answer("seek", a -> seek((int) a[0], (long) a[1]));
        io.answer("readAreas", a -> readAreas((int) a[0], (long) a[1], (long[]) a[2]));
        io.answer("writeAreas", a -> writeAreas((int) a[0], (long[]) a[1]));
        io.answer("areaAllocate", a -> {
            long[] vector = (long[]) a[2];
            IoVectors.header(vector, 0, 0);
            place(vector, 0, Arena.ofAuto().allocate((long) a[0]));
            return 0;
        });
        io.answer("areaMap", a -> {
            ((MemorySegment[]) a[2])[0] = areas.get(IoVectors.address((long[]) a[0], 0));
            return 0;
        });
        io.answer("areaUnmap", a -> 0);
        io.answer("areaRelease", a -> areas.remove(IoVectors.address((long[]) a[0], 0)) == null ? -Errno.EBADF : 0);
    }

    private void place(long[] vector, int index, MemorySegment memory) {
        IoVectors.entry(vector, index, nextAddress, memory.byteSize());
        IoVectors.header(vector, index + 1, 0);
        areas.put(nextAddress, memory);
        nextAddress += memory.byteSize() + 4096 & -4096;
    }

    private int accept(long[] address) {
        Peer peer = waiting.poll();
        if (peer == null) {
            return -Errno.EAGAIN;
        }
        address[Sockets.LOW] = 0x0a000001;
        address[Sockets.PORT] = nextHandle;
        sockets.put(nextHandle, peer);
        return nextHandle++;
    }

    private int connect(int handle) {
        if (connectError != 0) {
            return -connectError;
        }
        Peer peer = waiting.poll();
        if (peer == null) {
            return -Errno.ECONNREFUSED;
        }
        sockets.put(handle, peer);
        return 0;
    }

    private int read(int handle, byte[] buffer, int offset, int length) {
        Peer peer = sockets.get(handle);
        if (peer == null) {
            return -Errno.EBADF;
        }
        byte[] piece = peer.sends.poll();
        if (piece == null) {
            return peer.ends ? 0 : -Errno.EAGAIN;
        }
        int n = Math.min(length, piece.length);
        System.arraycopy(piece, 0, buffer, offset, n);
        if (n < piece.length) {
            peer.sends.addFirst(java.util.Arrays.copyOfRange(piece, n, piece.length));
        }
        return n;
    }

    private int write(int handle, byte[] buffer, int offset, int length) {
        Peer peer = sockets.get(handle);
        int n = Math.min(length, peer.most);
        peer.got.write(buffer, offset, n);
        return n;
    }

    private int poll(long[] entries, int count, long timeout) {
        int any = 0;
        for (int i = 0; i < count; i++) {
            int handle = Poll.handle(entries[i]);
            int wanted = Poll.wanted(entries[i]);
            Peer peer = sockets.get(handle);
            boolean in = handle == listener ? !waiting.isEmpty() : peer != null && (peer.ends || !peer.sends.isEmpty());
            boolean out = peer != null;
            int ready = wanted & ((in ? Poll.IN : 0) | (out ? Poll.OUT : 0));
            entries[i] = Poll.answered(entries[i], ready);
            any += ready != 0 ? 1 : 0;
        }
        if (any == 0 && timeout >= 0 && timeout < Long.MAX_VALUE / 4 && count > 0) {
            clock += timeout;
            return sockets.isEmpty() ? -Errno.EBADF : 0;
        }
        return any == 0 ? -Errno.EBADF : any;
    }

    private int close(int handle) {
        Peer peer = sockets.remove(handle);
        if (peer != null) {
            peer.closed = true;
        }
        files.remove(handle);
        return 0;
    }

    private int open(String name) {
        Path path = Path.of(name);
        if (!Files.isRegularFile(path)) {
            return -Errno.ENOENT;
        }
        paths.put(nextHandle, path);
        seek(nextHandle, 0);
        return nextHandle++;
    }

    private long seek(int handle, long to) {
        try {
            byte[] all = Files.readAllBytes(paths.get(handle));
            Deque<byte[]> pieces = new ArrayDeque<>();
            pieces.add(java.util.Arrays.copyOfRange(all, (int) to, all.length));
            files.put(handle, pieces);
            return to;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long readAreas(int handle, long bytes, long[] vector) {
        IoVectors.header(vector, 0, 0);
        byte[] rest = files.get(handle).poll();
        int n = (int) Math.min(rest.length, Math.min(bytes, 1000));
        if (n > 0) {
            place(vector, 0, MemorySegment.ofArray(java.util.Arrays.copyOf(rest, n)));
        }
        files.get(handle).add(java.util.Arrays.copyOfRange(rest, n, rest.length));
        return n;
    }

    private long writeAreas(int handle, long[] vector) {
        Peer peer = sockets.get(handle);
        long all = 0;
        for (int i = 0; i < IoVectors.count(vector); i++) {
            long address = IoVectors.address(vector, i);
            long length = IoVectors.length(vector, i);
            long base = areas.keySet().stream().filter(k -> k <= address && address < k + areas.get(k).byteSize()).findFirst().orElseThrow();
            int n = (int) Math.min(length, peer.most - all);
            peer.got.writeBytes(areas.get(base).asSlice(address - base, n).toArray(ValueLayout.JAVA_BYTE));
            all += n;
            if (address - base + n == areas.get(base).byteSize()) {
                areas.remove(base);
            }
            if (n < length) {
                return all;
            }
        }
        return all;
    }
}

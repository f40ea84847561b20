package org.sluice.classlib;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.sluice.abi.Errno;
import org.sluice.abi.Paging;
import org.sluice.vm.code.PagedMemory;
import org.sluice.vm.mmu.Tlb;

/**
 * A small pager over memory of the host, for tests of the library without the kernel. One that steals takes translations and frames
 * away at random, by a seed, at every call, and fills a stolen frame with rubbish, so that an access with an old
 * translation shows. It keeps the rule of the machine: before a frame changes hands it waits for the grace period it is given.
 */
final class HostPager {
    private static final int PAGE = Paging.PAGE;
    private static final int SHIFT = 12;
    private static final long FIRST = 1L << 46;
    private static final byte RUBBISH = (byte) 0xdb;

    /** Returns when every thread of the process has been at a poll or in a system call. */
    interface Grace {
        void await();
    }

    /** A page and where its contents are. */
    private static final class Page {
        final OpenFile file;
        final long index;
        int frame = -1;
        boolean dirty;
        byte[] swapped;
        final List<Long> shownAt = new ArrayList<>();

        Page(OpenFile file, long index) {
            this.file = file;
            this.index = index;
        }
    }

    private static final class OpenFile {
        final FileChannel channel;
        final Map<Long, Page> pages = new HashMap<>();

        OpenFile(FileChannel channel) {
            this.channel = channel;
        }
    }

    private record Mapping(long start, long pages, boolean writable, boolean isPrivate, OpenFile file, long filePage,
        Map<Long, Page> own) {
        boolean shared() {
            return file != null && !isPrivate;
        }
    }

    private final Tlb tlb = new Tlb();
    private final long[] words = tlb.words();
    private final MemorySegment memory;
    private final Page[] frames;
    private final boolean steals;
    private final long limit;
    private final Random random;
    private final TreeMap<Long, Mapping> mappings = new TreeMap<>();
    private final Map<Path, OpenFile> files = new HashMap<>();
    private Grace grace = () -> { };
    private long next = FIRST;
    private long committed;
    private long faults;

    /**
     * @param frames pages of memory
     * @param limit  pages that may be promised
     * @param seed   for what is taken away, or 0 for nothing
     */
    HostPager(int frames, long limit, long seed) {
        this.frames = new Page[frames];
        this.limit = limit;
        this.steals = seed != 0;
        this.random = new Random(seed);
        memory = Arena.ofAuto().allocate((long) frames * PAGE, PAGE);
    }

    void grace(Grace waits) {
        grace = waits;
    }

    PagedMemory memory() {
        return new PagedMemory(memory.address(), words);
    }

    /** Keeps the memory from being collected while a process may use it. */
    synchronized long faults() {
        return faults + (memory.byteSize() > 0 ? 0 : 1);
    }

    synchronized int mappingCount() {
        return mappings.size();
    }

    // ------------------------------------------------------------------ calls

    synchronized long map(Path path, boolean mayWrite, long offset, long bytes, int flags) {
        boolean writable = (flags & Paging.WRITE) != 0;
        boolean isPrivate = (flags & Paging.PRIVATE) != 0;
        long pages = (bytes - 1) / PAGE + 1;
        if (bytes < 1 || offset < 0 || offset % PAGE != 0) {
            return -Errno.EINVAL;
        }
        if (path != null && writable && !isPrivate && !mayWrite) {
            return -Errno.EACCES;
        }
        OpenFile file = null;
        if (path != null) {
            try {
                file = files.get(path.toRealPath());
                if (file == null) {
                    file = new OpenFile(FileChannel.open(path, Files.isWritable(path)
                        ? List.of(StandardOpenOption.READ, StandardOpenOption.WRITE).toArray(StandardOpenOption[]::new)
                        : new StandardOpenOption[] {StandardOpenOption.READ}));
                    files.put(path.toRealPath(), file);
                }
            } catch (IOException e) {
                return -Errno.EIO;
            }
        }
        if (file == null || isPrivate) {
            if (committed + pages > limit) {
                return -Errno.ENOMEM;
            }
            committed += pages;
        }
        long start = next;
        next += (pages + 1) * PAGE;
        mappings.put(start, new Mapping(start, pages, writable, isPrivate, file, offset / PAGE, new HashMap<>()));
        return start;
    }

    synchronized int unmap(long address) {
        Mapping m = mappings.remove(address);
        if (m == null) {
            return -Errno.EINVAL;
        }
        committed -= m.shared() ? 0 : m.pages;
        for (long p = m.start; p < m.start + m.pages * PAGE; p += PAGE) {
            clearWord(p);
            long at = p;
            if (m.file != null) {
                m.file.pages.values().forEach(page -> page.shownAt.remove(at));
            }
        }
        grace.await();
        for (Page page : m.own.values()) {
            release(page);
        }
        return 0;
    }

    private Mapping find(long address) {
        Map.Entry<Long, Mapping> e = mappings.floorEntry(address);
        return e == null || address >= e.getValue().start + e.getValue().pages * PAGE ? null : e.getValue();
    }

    synchronized int fault(long address, boolean write) {
        faults++;
        Mapping m = find(address);
        if (m == null) {
            return -Errno.EFAULT;
        }
        if (write && !m.writable) {
            return -Errno.EACCES;
        }
        long index = (address - m.start) / PAGE;
        long start = m.start + index * PAGE;
        try {
            takeSomeAway();
            Page page = m.own.get(index);
            boolean ofFile = page == null && m.file != null;
            if (ofFile) {
                if ((m.filePage + index) * PAGE >= m.file.channel.size()) {
                    return -Errno.EFAULT;
                }
                page = m.file.pages.computeIfAbsent(m.filePage + index, i -> new Page(m.file, i));
                bring(page);
                if (write && m.isPrivate) {
                    Page mine = new Page(null, index);
                    mine.swapped = contents(page);
                    clearWord(start);
                    page.shownAt.remove(start);
                    grace.await();
                    page = mine;
                    m.own.put(index, page);
                }
            } else if (page == null) {
                page = new Page(null, index);
                m.own.put(index, page);
            }
            bring(page);
            if (!page.shownAt.contains(start)) {
                page.shownAt.add(start);
            }
            page.dirty |= write;
            long at = start >>> SHIFT;
            VarHandles.WORDS.setVolatile(words, (int) at & Tlb.ENTRIES - 1, at >>> Tlb.INDEX_BITS << Tlb.TAG_SHIFT
                | (long) page.frame << SHIFT >>> Tlb.FRAME_SHIFT | Tlb.VALID | (write ? Tlb.WRITABLE : 0));
            return 0;
        } catch (IOException e) {
            return -Errno.EIO;
        }
    }

    private static final class VarHandles {
        static final java.lang.invoke.VarHandle WORDS = java.lang.invoke.MethodHandles.arrayElementVarHandle(long[].class);
    }

    synchronized int sync(long address, long bytes) {
        try {
            for (long a = address & -PAGE; a < address + bytes; a += PAGE) {
                Mapping m = find(a);
                if (m == null) {
                    return -Errno.ENOMEM;
                }
                if (m.shared()) {
                    Page page = m.file.pages.get(m.filePage + (a - m.start) / PAGE);
                    if (page != null) {
                        clean(page);
                    }
                }
            }
            return 0;
        } catch (IOException e) {
            return -Errno.EIO;
        }
    }

    /** Returns when what is under way is done: a thread at a poll goes on when the frame is another's already. */
    synchronized void settle() {
        assert committed <= limit;
    }

    /** Takes something away that nobody asked for. */
    synchronized void disturb() {
        try {
            takeSomeAway();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    synchronized int advise(long address, long bytes) {
        return find(address) == null ? -Errno.ENOMEM : 0;
    }

    synchronized long resident(long address, long bytes) {
        long count = 0;
        for (long a = address & -PAGE; a < address + bytes; a += PAGE) {
            Mapping m = find(a);
            if (m == null) {
                return -Errno.ENOMEM;
            }
            long index = (a - m.start) / PAGE;
            Page page = m.own.get(index);
            page = page == null && m.file != null ? m.file.pages.get(m.filePage + index) : page;
            count += page != null && page.frame >= 0 ? 1 : 0;
        }
        return count;
    }

    // ------------------------------------------------------------------ files read and written beside

    /** Brings what was written to the file, before it is read or written by a call. */
    synchronized void flush(Path path) throws IOException {
        OpenFile file = file(path);
        if (file != null) {
            for (Page page : List.copyOf(file.pages.values())) {
                clean(page);
            }
        }
    }

    /** Forgets the file's pages after it was written by a call. */
    synchronized void forget(Path path) throws IOException {
        OpenFile file = file(path);
        if (file != null) {
            file.pages.values().forEach(this::hide);
            grace.await();
            file.pages.values().forEach(this::release);
            file.pages.clear();
        }
    }

    private OpenFile file(Path path) throws IOException {
        return files.isEmpty() || !Files.exists(path) ? null : files.get(path.toRealPath());
    }

    // ------------------------------------------------------------------ frames

    private MemorySegment frame(int number) {
        return memory.asSlice((long) number * PAGE, PAGE);
    }

    private byte[] contents(Page page) {
        return frame(page.frame).toArray(ValueLayout.JAVA_BYTE);
    }

    private void clearWord(long address) {
        long at = address >>> SHIFT;
        int i = (int) at & Tlb.ENTRIES - 1;
        if (words[i] >>> Tlb.TAG_SHIFT == at >>> Tlb.INDEX_BITS) {
            VarHandles.WORDS.setVolatile(words, i, 0L);
        }
    }

    private void hide(Page page) {
        page.shownAt.forEach(this::clearWord);
        page.shownAt.clear();
    }

    private void clean(Page page) throws IOException {
        if (page.dirty && page.frame >= 0) {
            page.dirty = false;
            hide(page);
            grace.await();
            writeBack(page);
        }
    }

    private void writeBack(Page page) throws IOException {
        long offset = page.index * PAGE;
        int length = (int) Math.min(PAGE, page.file.channel.size() - offset);
        if (length > 0) {
            page.file.channel.write(ByteBuffer.wrap(contents(page), 0, length), offset);
        }
    }

    private void release(Page page) {
        if (page.frame >= 0) {
            frame(page.frame).fill(RUBBISH);
            frames[page.frame] = null;
            page.frame = -1;
        }
    }

    /** Gives a page a frame and its contents. */
    private void bring(Page page) throws IOException {
        if (page.frame >= 0) {
            return;
        }
        int free = freeFrame();
        MemorySegment frame = frame(free).fill((byte) 0);
        if (page.swapped != null) {
            frame.copyFrom(MemorySegment.ofArray(page.swapped));
            page.swapped = null;
        } else if (page.file != null) {
            page.file.channel.read(frame.asByteBuffer(), page.index * PAGE);
        }
        frames[free] = page;
        page.frame = free;
    }

    private int freeFrame() throws IOException {
        for (int i = 0; i < frames.length; i++) {
            if (frames[i] == null) {
                return i;
            }
        }
        int victim = random.nextInt(frames.length);
        steal(frames[victim]);
        return victim;
    }

    private void steal(Page page) throws IOException {
        if (!steals) {
            throw new IOException("out of frames");
        }
        hide(page);
        grace.await();
        if (page.file == null) {
            page.swapped = contents(page);
        } else if (page.dirty) {
            page.dirty = false;
            writeBack(page);
        }
        release(page);
    }

    private void takeSomeAway() throws IOException {
        if (!steals) {
            return;
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Page page = frames[random.nextInt(frames.length)];
            if (page != null && random.nextBoolean()) {
                steal(page);
            } else if (page != null && !page.shownAt.isEmpty()) {
                clearWord(page.shownAt.get(random.nextInt(page.shownAt.size())));
            }
        }
    }
}

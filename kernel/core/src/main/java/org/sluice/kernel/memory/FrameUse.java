package org.sluice.kernel.memory;

/** What frames are used for. The names in lower case are those of {@code /proc/frames}. */
public enum FrameUse {
    /** Nobody's. */
    FREE,
    /** Frame 0, which is never handed out. */
    RESERVED,
    /** The kernel's own: page tables. */
    KERNEL,
    /** File contents, kept while there is room. */
    CACHE,
    /** Contents of files that are nowhere else. */
    FILE,
    /** Bytes on their way through a pipe. */
    PIPE,
    /** Buffers of drivers, which their devices reach. */
    DMA,
    /** Areas; whose they are, their tables know. */
    AREA,
    /** Released areas a process keeps for its next ones; told by its table, never by the allocator. */
    SPARE,
    /** Pages of a process that the pager may write out, and frames it has ready. */
    PAGED
}

package org.sluice.kernel.fs.device;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.fs.node.FileSystem;
import org.sluice.kernel.fs.node.Inode;

/**
 * A directory of character devices: null, zero, full, random and urandom, and those the kernel hands in, such as tty. The set
 * never changes.
 */
public final class DeviceFs extends FileSystem {
    private static final int MAJOR_MEMORY = 1;
    private static final int MAJOR_OTHER = 5;

    /** Makes a session for one open of a device. */
    private interface Opener {
        FileSession open(int flags, String path, Inode inode);
    }

    private final Map<String, Inode> devices = new TreeMap<>();
    private final long made;
    private final Inode root = new Root();

    /**
     * @param others  further devices by name; a name that exists already replaces it
     * @param entropy 64 random bits a call; must not block for long
     * @param clock   nanoseconds since 1970
     */
    public DeviceFs(Map<String, Supplier<FileSession>> others, LongSupplier entropy, LongSupplier clock) {
        super("devfs", "dev", true);
        made = clock.getAsLong();
        add("null", MAJOR_MEMORY, 3, memory(MemoryDevice.Kind.NULL, entropy));
        add("zero", MAJOR_MEMORY, 5, memory(MemoryDevice.Kind.ZERO, entropy));
        add("full", MAJOR_MEMORY, 7, memory(MemoryDevice.Kind.FULL, entropy));
        add("random", MAJOR_MEMORY, 8, memory(MemoryDevice.Kind.RANDOM, entropy));
        add("urandom", MAJOR_MEMORY, 9, memory(MemoryDevice.Kind.RANDOM, entropy));
        int minor = 0;
        for (Map.Entry<String, Supplier<FileSession>> other : new TreeMap<>(others).entrySet()) {
            add(other.getKey(), MAJOR_OTHER, minor++, (flags, path, inode) -> other.getValue().get());
        }
    }

    private static Opener memory(MemoryDevice.Kind kind, LongSupplier entropy) {
        return (flags, path, inode) -> new MemoryDevice(kind, entropy, flags, path, inode);
    }

    private void add(String name, int major, int minor, Opener opener) {
        devices.put(name, new Device(devices.size() + 2, major << 8 | minor, opener));
    }

    @Override
    public Inode root() {
        return root;
    }

    @Override
    public void statfs(long[] info) {
        info[FileFlags.FS_BLOCK_SIZE] = 4096;
        info[FileFlags.FS_BLOCKS] = 0;
        info[FileFlags.FS_FREE] = 0;
        info[FileFlags.FS_READ_ONLY] = 1;
    }

    private final class Root extends Inode {
        Root() {
            super(DeviceFs.this);
        }

        @Override
        public int mode() {
            return FileFlags.S_IFDIR | 0755;
        }

        @Override
        public Inode lookup(String name) {
            return devices.get(name);
        }

        @Override
        public String[] names() {
            return devices.keySet().toArray(new String[0]);
        }

        @Override
        public void stat(long[] stat) {
            fill(stat, 1, devices.size(), made);
            stat[FileFlags.ST_NLINK] = 2;
        }
    }

    private final class Device extends Inode {
        private final int number;
        private final int device;
        private final Opener opener;

        Device(int number, int device, Opener opener) {
            super(DeviceFs.this);
            this.number = number;
            this.device = device;
            this.opener = opener;
        }

        @Override
        public int mode() {
            return FileFlags.S_IFCHR | 0666;
        }

        /** Writing to a device changes nothing of the file system it is named in. */
        @Override
        public boolean readOnly() {
            return false;
        }

        @Override
        public void chmod(int bits) {
            throw new CallFailed(Errno.EROFS);
        }

        @Override
        public FileSession openDevice(int flags, String path) {
            return opener.open(flags, path, this);
        }

        @Override
        public void stat(long[] stat) {
            fill(stat, number, 0, made);
            stat[FileFlags.ST_RDEV] = device;
        }
    }
}

package guest.java.io;

import guest.java.util.ArrayList;
import guest.java.util.List;
import guest.jdk.internal.access.JavaIOFileDescriptorAccess;
import guest.jdk.internal.access.SharedSecrets;
import guest.jdk.internal.ref.PhantomCleanable;
import guest.rt.Files;
import guest.rt.Kernel;

/** A handle of the kernel, shared by the streams and channels made from it. */
public final class FileDescriptor {
    public static final FileDescriptor in = new FileDescriptor(0);
    public static final FileDescriptor out = new FileDescriptor(1);
    public static final FileDescriptor err = new FileDescriptor(2);

    private int fd;
    /** Where the JDK keeps a handle of Windows: here what a channel wants to know of its descriptor. */
    private volatile long word;
    private boolean append;
    private boolean closed;
    private Closeable parent;
    private List<Closeable> others;
    private PhantomCleanable<FileDescriptor> cleanup;

    static {
        SharedSecrets.setJavaIOFileDescriptorAccess(new Access());
    }

    /** What other packages of the library ask. */
    private static final class Access implements JavaIOFileDescriptorAccess {
        @Override
        public void set(FileDescriptor d, int fd) {
            d.set(fd);
        }

        @Override
        public int get(FileDescriptor d) {
            return d.fd;
        }

        @Override
        public void setAppend(FileDescriptor d, boolean append) {
            d.append = append;
        }

        @Override
        public boolean getAppend(FileDescriptor d) {
            return d.append;
        }

        @Override
        public void close(FileDescriptor d) throws IOException {
            d.close();
        }

        @Override
        public void registerCleanup(FileDescriptor d) {
            FileCleanable.register(d);
        }

        @Override
        public void registerCleanup(FileDescriptor d, PhantomCleanable<FileDescriptor> cleanup) {
            d.registerCleanup(cleanup);
        }

        @Override
        public void unregisterCleanup(FileDescriptor d) {
            d.unregisterCleanup();
        }

        @Override
        public void setHandle(FileDescriptor d, long handle) {
            d.word = handle;
        }

        @Override
        public long getHandle(FileDescriptor d) {
            return d.word;
        }
    }

    public FileDescriptor() {
        this(-1);
    }

    private FileDescriptor(int fd) {
        this.fd = fd;
    }

    public boolean valid() {
        return fd != -1;
    }

    public void sync() throws SyncFailedException {
        if (Kernel.CALLS.sync(fd) < 0) {
            throw new SyncFailedException("sync failed");
        }
    }

    int handle() {
        return fd;
    }

    boolean append() {
        return append;
    }

    void append(boolean on) {
        append = on;
    }

    synchronized void set(int handle) {
        if (handle == -1 && cleanup != null) {
            cleanup.clear();
            cleanup = null;
        }
        fd = handle;
    }

    synchronized void registerCleanup(PhantomCleanable<FileDescriptor> registered) {
        if (cleanup != null) {
            cleanup.clear();
        }
        cleanup = registered;
    }

    synchronized void unregisterCleanup() {
        if (cleanup != null) {
            cleanup.clear();
        }
        cleanup = null;
    }

    synchronized void close() throws IOException {
        unregisterCleanup();
        int handle = fd;
        fd = -1;
        if (handle >= 0) {
            int result = Files.close(handle);
            if (result < 0) {
                throw new IOException(Files.message(result));
            }
        }
    }

    synchronized void attach(Closeable user) {
        if (parent == null) {
            parent = user;
        } else {
            if (others == null) {
                others = new ArrayList<>();
                others.add(parent);
            }
            others.add(user);
        }
    }

    /** Closes every stream on this handle, then by {@code releaser} the handle itself. */
    synchronized void closeAll(Closeable releaser) throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        IOException failure = null;
        try (releaser) {
            for (int i = 0; others != null && i < others.size(); i++) {
                try {
                    ((Closeable) others.get(i)).close();
                } catch (IOException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
        } catch (IOException e) {
            if (failure != null) {
                e.addSuppressed(failure);
            }
            failure = e;
        }
        if (failure != null) {
            throw failure;
        }
    }
}

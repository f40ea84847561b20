package org.sluice.kernel.service;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.driver.ShareDevice;
import org.sluice.kernel.memory.FrameRun;

/**
 * A share that stays usable across restarts of its driver. A restart closes all files on the device; they are opened again by
 * their paths when they are next used, which fails with EIO when the name is gone. Calls that must not happen twice give
 * EAGAIN when a restart cuts them off.
 */
final class ShareClient implements ShareDevice {
    /** What makes a second open of the same file harmless. */
    private static final int NOT_AGAIN = FileFlags.O_CREAT | FileFlags.O_EXCL | FileFlags.O_TRUNC;

    private static final class OpenFile {
        final String path;
        final int flags;
        /** Token of the device and the driver instance that knows it; one value so that they always fit together. */
        volatile DeviceToken device;

        OpenFile(String path, int flags, DeviceToken device) {
            this.path = path;
            this.flags = flags;
            this.device = device;
        }
    }

    private record DeviceToken(long token, int instance) {
    }

    private interface FileCall<R> {
        R on(ShareDevice share, long token);
    }

    private final DriverHost host;
    private final Map<Long, OpenFile> files = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong();

    ShareClient(DriverHost host) {
        this.host = host;
    }

    private <R> R file(long token, FileCall<R> body) {
        OpenFile file = files.get(token);
        if (file == null) {
            throw new CallFailed(Errno.EBADF);
        }
        return host.call(ShareDevice.class, (share, instance) -> {
            DeviceToken device = file.device;
            if (device.instance() != instance) {
                try {
                    device = new DeviceToken(share.open(file.path, file.flags & ~NOT_AGAIN, 0), instance);
                } catch (CallFailed e) {
                    throw e.errno() == Errno.EAGAIN ? e : new CallFailed(Errno.EIO);
                }
                file.device = device;
            }
            return body.on(share, device.token());
        });
    }

    @Override
    public String mountPoint() {
        return host.call(ShareDevice.class, (share, n) -> share.mountPoint());
    }

    @Override
    public boolean readOnly() {
        return host.call(ShareDevice.class, (share, n) -> share.readOnly());
    }

    @Override
    public void stat(String path, long[] stat, boolean noFollow) {
        host.call(ShareDevice.class, (share, n) -> {
            share.stat(path, stat, noFollow);
            return null;
        });
    }

    @Override
    public String[] list(String path) {
        return host.call(ShareDevice.class, (share, n) -> share.list(path));
    }

    @Override
    public long open(String path, int flags, int mode) {
        OpenFile file = host.callOnce(ShareDevice.class,
            (share, instance) -> new OpenFile(path, flags, new DeviceToken(share.open(path, flags, mode), instance)));
        long token = tokens.incrementAndGet();
        files.put(token, file);
        return token;
    }

    @Override
    public int read(long token, long position, byte[] buffer, int offset, int length) {
        return file(token, (share, t) -> share.read(t, position, buffer, offset, length));
    }

    @Override
    public int write(long token, long position, byte[] buffer, int offset, int length) {
        return file(token, (share, t) -> share.write(t, position, buffer, offset, length));
    }

    @Override
    public int read(long token, long position, FrameRun frames, int offset, int length) {
        return file(token, (share, t) -> share.read(t, position, frames, offset, length));
    }

    @Override
    public int write(long token, long position, FrameRun frames, int offset, int length) {
        return file(token, (share, t) -> share.write(t, position, frames, offset, length));
    }

    @Override
    public long size(long token) {
        return file(token, ShareDevice::size);
    }

    @Override
    public void truncate(long token, long length) {
        file(token, (share, t) -> {
            share.truncate(t, length);
            return null;
        });
    }

    @Override
    public void sync(long token) {
        file(token, (share, t) -> {
            share.sync(t);
            return null;
        });
    }

    /** A file that a restart has closed is left closed. */
    @Override
    public void close(long token) {
        OpenFile file = files.remove(token);
        if (file == null) {
            throw new CallFailed(Errno.EBADF);
        }
        host.call(ShareDevice.class, (share, instance) -> {
            DeviceToken device = file.device;
            if (device.instance() == instance) {
                share.close(device.token());
            }
            return null;
        });
    }

    @Override
    public void mkdir(String path, int mode) {
        host.callOnce(ShareDevice.class, (share, n) -> {
            share.mkdir(path, mode);
            return null;
        });
    }

    @Override
    public void remove(String path, boolean directory) {
        host.callOnce(ShareDevice.class, (share, n) -> {
            share.remove(path, directory);
            return null;
        });
    }

    @Override
    public void rename(String from, String to) {
        host.callOnce(ShareDevice.class, (share, n) -> {
            share.rename(from, to);
            return null;
        });
    }

    @Override
    public void setTimes(String path, long accessNanos, long modifyNanos) {
        host.call(ShareDevice.class, (share, n) -> {
            share.setTimes(path, accessNanos, modifyNanos);
            return null;
        });
    }

    @Override
    public String readLink(String path) {
        return host.call(ShareDevice.class, (share, n) -> share.readLink(path));
    }
}

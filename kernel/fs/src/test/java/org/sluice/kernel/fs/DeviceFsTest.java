package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.sluice.abi.FileFlags.*;
import static org.sluice.kernel.fs.Rig.fails;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.fs.device.DeviceFs;

class DeviceFsTest {
    private static final FileSession TTY = new FileSession() {
        @Override
        public void stat(long[] stat) {
        }

        @Override
        public String path() {
            return "tty";
        }
    };

    private Rig rig;
    private Vfs vfs;

    @BeforeEach
    void mountDevices() {
        rig = new Rig(16);
        vfs = rig.memTree(8);
        vfs.mount("/dev", new DeviceFs(Map.of("tty", () -> TTY), () -> 0x0807060504030201L, rig::now));
    }

    @AfterEach
    void nothingIsLost() {
        vfs.close();
        rig.close();
    }

    private byte[] read(String device, int length) {
        FileSession s = vfs.open("/dev/" + device, O_RDWR, 0);
        byte[] b = new byte[length];
        Arrays.fill(b, (byte) 9);
        assertEquals(length == 0 ? 0 : length - 1, s.read(b, 1, length - 1));
        return b;
    }

    @Test
    void devicesGiveWhatTheirNamesSay() {
        assertEquals(List.of("full", "null", "random", "tty", "urandom", "zero"), Rig.list(vfs, "/dev"));
        assertArrayEquals(new byte[] {9, 0, 0}, read("zero", 3));
        assertArrayEquals(new byte[] {9, 0, 0}, read("full", 3));
        assertArrayEquals(new byte[] {9, 1, 2, 3, 4, 5, 6, 7, 8, 1, 2}, read("random", 11));
        assertArrayEquals(new byte[] {9, 1}, read("urandom", 2));
        assertEquals(0, vfs.readAll("/dev/null", 10).length);
        assertSame(TTY, vfs.open("/dev/tty", O_RDWR, 0));
    }

    @Test
    void writingGoesNowhereOrFindsNoSpace() {
        byte[] b = new byte[10];
        FileSession nothing = vfs.open("/dev/null", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0644);
        assertEquals(10, nothing.write(b, 0, 10));
        assertEquals(10, nothing.pwrite(b, 0, 10, 5));
        assertEquals(0, nothing.seek(100, SEEK_SET));
        fails(Errno.EBADF, () -> nothing.read(b, 0, 1));
        fails(Errno.EBADF, nothing::available);
        fails(Errno.EINVAL, () -> nothing.truncate(0));
        fails(Errno.EINVAL, () -> nothing.pwrite(b, 0, 1, -1));
        FileSession full = vfs.open("/dev/full", O_WRONLY, 0);
        fails(Errno.ENOSPC, () -> full.write(b, 0, 1));
        FileSession reader = vfs.open("/dev/null", O_RDONLY, 0);
        fails(Errno.EBADF, () -> reader.write(b, 0, 1));
        fails(Errno.EBADF, () -> reader.truncate(0));
        fails(Errno.EINVAL, () -> reader.seek(0, 9));
    }

    @Test
    void devicesAreDescribedAsCharacterDevices() {
        long[] stat = Rig.stat(vfs, "/dev/null");
        assertEquals(S_IFCHR | 0666, stat[ST_MODE]);
        assertEquals(0x103, stat[ST_RDEV]);
        FileSession s = vfs.open("/dev/null", O_RDONLY, 0);
        long[] own = new long[ST_LENGTH];
        s.stat(own);
        assertArrayEquals(stat, own);
        assertEquals("/dev/null", s.path());
        vfs.access("/dev/null", R_OK | W_OK);
        fails(Errno.EACCES, () -> vfs.access("/dev/null", X_OK));
        fails(Errno.ENOTDIR, () -> vfs.open("/dev/null", O_DIRECTORY, 0));
        fails(Errno.EROFS, () -> vfs.unlink("/dev/null"));
        fails(Errno.EROFS, () -> vfs.chmod("/dev/null", 0));
        fails(Errno.EROFS, () -> vfs.open("/dev/new", O_WRONLY | O_CREAT, 0644));
    }
}

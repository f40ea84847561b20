package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.abi.FileFlags.*;
import static org.sluice.kernel.fs.Rig.fails;
import static org.sluice.kernel.fs.Rig.get;
import static org.sluice.kernel.fs.Rig.put;
import static org.sluice.kernel.fs.Rig.stat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.fs.mem.MemFs;
import org.sluice.kernel.fs.node.Inode;

class MemFsTest {
    private static final int PAGE = 4096;

    /** A tree over one memory file system, closed with a count of frames. */
    private static final class Tree implements AutoCloseable {
        final Rig rig;
        final MemFs fs;
        final Vfs vfs;

        Tree(int frames, int quota) {
            rig = new Rig(frames);
            fs = rig.memFs(quota);
            vfs = new Vfs(fs, rig::now);
        }

        @Override
        public void close() {
            vfs.close();
            assertEquals(0, fs.usedFrames());
            assertEquals(0, fs.usedNodes());
            rig.close();
        }
    }

    @Test
    void dataComeBackAsWritten() {
        try (Tree t = new Tree(2048, 1500)) {
            byte[] bytes = new byte[5_000_000];
            new Random(1).nextBytes(bytes);
            put(t.vfs, "/big", bytes);
            assertArrayEquals(bytes, t.vfs.readAll("/big", bytes.length));
            assertEquals((bytes.length + PAGE - 1) / PAGE, t.fs.usedFrames());
            assertEquals(t.fs.usedFrames() * 8L, stat(t.vfs, "/big")[ST_BLOCKS]);
        }
    }

    @Test
    void holesTakeNoFramesAndReadAsZeros() {
        try (Tree t = new Tree(64, 50)) {
            FileSession s = t.vfs.open("/sparse", Rig.RDWR_CREAT, 0644);
            byte[] one = {42};
            s.pwrite(one, 0, 1, MemFs.MAX_FILE - 1);
            s.pwrite(one, 0, 1, 1L << 30);
            assertEquals(2, t.fs.usedFrames());
            assertEquals(MemFs.MAX_FILE, stat(t.vfs, "/sparse")[ST_SIZE]);
            byte[] buffer = {1, 1, 1};
            assertEquals(3, s.pread(buffer, 0, 3, (1L << 30) - 1));
            assertArrayEquals(new byte[] {0, 42, 0}, buffer);
            fails(Errno.EFBIG, () -> s.pwrite(one, 0, 1, MemFs.MAX_FILE));
            fails(Errno.EFBIG, () -> s.pwrite(one, 0, 1, Long.MAX_VALUE));
            assertEquals(1, s.pwrite(new byte[] {7, 7}, 0, 2, MemFs.MAX_FILE - 1), "what fits is written");
            fails(Errno.EINVAL, () -> s.truncate(MemFs.MAX_FILE + 1));
            s.seek(0, SEEK_END);
            fails(Errno.EFBIG, () -> s.write(one, 0, 1));
            s.truncate((1L << 30) + 1);
            assertEquals(1, t.fs.usedFrames());
            s.close();
        }
    }

    @Test
    void aCutFileGrowsAgainWithZeros() {
        try (Tree t = new Tree(64, 50)) {
            byte[] bytes = new byte[3 * PAGE];
            Arrays.fill(bytes, (byte) 9);
            put(t.vfs, "/f", bytes);
            FileSession s = t.vfs.open("/f", O_RDWR, 0);
            s.truncate(PAGE + 10);
            assertEquals(2, t.fs.usedFrames());
            s.truncate(3 * PAGE);
            byte[] expected = new byte[3 * PAGE];
            Arrays.fill(expected, 0, PAGE + 10, (byte) 9);
            assertArrayEquals(expected, t.vfs.readAll("/f", 1 << 20));
            s.close();
        }
    }

    @Test
    void anUnlinkedFileLivesUntilItsLastSessionCloses() {
        try (Tree t = new Tree(64, 50)) {
            put(t.vfs, "/f", "still here");
            FileSession a = t.vfs.open("/f", O_RDWR, 0);
            FileSession b = t.vfs.open("/f", O_RDONLY, 0);
            t.vfs.unlink("/f");
            put(t.vfs, "/f", "another");
            byte[] buffer = new byte[10];
            assertEquals(10, b.read(buffer, 0, 10));
            assertEquals("still here", new String(buffer));
            long[] s = new long[ST_LENGTH];
            a.stat(s);
            assertEquals(0, s[ST_NLINK]);
            a.close();
            assertEquals(2, t.fs.usedFrames());
            b.close();
            assertEquals(1, t.fs.usedFrames());
            assertEquals(1, t.fs.usedNodes());
        }
    }

    @Test
    void aFileThatWasRemovedAfterItWasFoundCannotBeOpened() {
        try (Tree t = new Tree(64, 50)) {
            put(t.vfs, "/f", "x");
            Inode found = t.fs.root().lookup("f");
            t.vfs.unlink("/f");
            assertNull(found.open(O_RDWR));
            assertEquals(0, t.fs.usedFrames());
        }
    }

    @Test
    void aReplacedFileGivesItsFramesBack() {
        try (Tree t = new Tree(64, 50)) {
            put(t.vfs, "/old", new byte[5 * PAGE]);
            put(t.vfs, "/new", "new");
            t.vfs.rename("/new", "/old");
            assertEquals("new", get(t.vfs, "/old"));
            assertEquals(1, t.fs.usedFrames());
        }
    }

    @Test
    void theQuotaBoundsFramesAndAWriteThatPartlyFitsIsShort() {
        try (Tree t = new Tree(64, 4)) {
            FileSession s = t.vfs.open("/f", Rig.RDWR_CREAT, 0644);
            byte[] bytes = new byte[10 * PAGE];
            s.seek(100, SEEK_SET);
            assertEquals(4 * PAGE - 100, s.write(bytes, 0, bytes.length));
            assertEquals(4 * PAGE, s.seek(0, SEEK_CUR), "the position is where the write ended");
            fails(Errno.ENOSPC, () -> s.write(bytes, 0, 1));
            assertEquals(4 * PAGE, s.seek(0, SEEK_CUR));
            FileSession appender = t.vfs.open("/f", O_WRONLY | O_APPEND, 0);
            fails(Errno.ENOSPC, () -> appender.write(bytes, 0, 1));
            assertEquals(4 * PAGE, stat(t.vfs, "/f")[ST_SIZE]);
            long[] info = new long[FS_LENGTH];
            t.vfs.statfs("/f", info);
            assertArrayEquals(new long[] {PAGE, 4, 0, 0}, info);
            s.truncate(PAGE);
            assertEquals(3 * PAGE, appender.write(bytes, 0, bytes.length));
            s.close();
            appender.close();
        }
    }

    @Test
    void memoryThatIsUsedUpByOthersIsNoSpaceToo() {
        try (Rig rig = new Rig(8)) {
            MemFs fs = rig.memFs(100);
            Vfs vfs = new Vfs(fs, rig::now);
            FileSession s = vfs.open("/f", Rig.RDWR_CREAT, 0644);
            assertEquals(7 * PAGE, s.write(new byte[20 * PAGE], 0, 20 * PAGE));
            fails(Errno.ENOSPC, () -> s.write(new byte[1], 0, 1));
            assertEquals(7, fs.usedFrames());
            s.close();
            vfs.close();
        }
    }

    @Test
    void theNumberOfNodesIsBoundedToo() {
        try (Tree t = new Tree(64, 4)) {
            for (int i = 0; i < 1024; i++) {
                put(t.vfs, "/" + i, "");
            }
            fails(Errno.ENOSPC, () -> t.vfs.open("/x", Rig.RDWR_CREAT, 0644));
            fails(Errno.ENOSPC, () -> t.vfs.mkdir("/x", 0755));
            fails(Errno.ENOSPC, () -> t.vfs.symlink("x", "/x"));
            t.vfs.unlink("/0");
            t.vfs.mkdir("/x", 0755);
            fails(Errno.EEXIST, () -> t.vfs.mkdir("/x", 0755));
            assertEquals(1024, t.fs.usedNodes());
        }
    }

    @Test
    void timesFollowWhatHappens() {
        try (Tree t = new Tree(64, 4)) {
            put(t.vfs, "/f", "x");
            long[] made = stat(t.vfs, "/f");
            long directory = stat(t.vfs, "/")[ST_MTIME];
            put(t.vfs, "/f", "y");
            long[] written = stat(t.vfs, "/f");
            assertTrue(written[ST_MTIME] > made[ST_MTIME] && written[ST_CTIME] > made[ST_CTIME]);
            assertEquals(directory, stat(t.vfs, "/")[ST_MTIME]);
            get(t.vfs, "/f");
            assertTrue(stat(t.vfs, "/f")[ST_ATIME] > written[ST_ATIME]);
            t.vfs.chmod("/f", 0600);
            long[] changed = stat(t.vfs, "/f");
            assertEquals(written[ST_MTIME], changed[ST_MTIME]);
            assertTrue(changed[ST_CTIME] > written[ST_CTIME]);
            t.vfs.utimes("/f", 5, Long.MIN_VALUE);
            t.vfs.utimes("/f", Long.MIN_VALUE, 6);
            long[] set = stat(t.vfs, "/f");
            assertEquals(5, set[ST_ATIME]);
            assertEquals(6, set[ST_MTIME]);
            t.vfs.rename("/f", "/g");
            assertTrue(stat(t.vfs, "/")[ST_MTIME] > directory);
            assertEquals(changed[ST_INO], stat(t.vfs, "/g")[ST_INO]);
        }
    }

    @Test
    void aRemovedDirectoryTakesNothingAnyMore() {
        try (Tree t = new Tree(64, 4)) {
            t.vfs.mkdir("/d", 0755);
            var inode = t.fs.root().lookup("d");
            t.vfs.rmdir("/d");
            fails(Errno.ENOENT, () -> inode.mkdir("x", 0755));
            fails(Errno.ENOENT, () -> inode.create("x", 0644, O_RDWR));
            put(t.vfs, "/f", "");
            fails(Errno.ENOENT, () -> t.fs.root().rename("f", inode, "x"));
        }
    }

    @Test
    void directoriesMoveWithTheirContentsButNotIntoThemselves() {
        try (Tree t = new Tree(64, 4)) {
            t.vfs.mkdir("/a", 0755);
            t.vfs.mkdir("/a/b", 0755);
            t.vfs.mkdir("/c", 0755);
            put(t.vfs, "/a/b/f", "f");
            fails(Errno.EINVAL, () -> t.vfs.rename("/a", "/a/b/a"));
            fails(Errno.EINVAL, () -> t.vfs.rename("/a", "/a/x"));
            fails(Errno.ENOTEMPTY, () -> t.vfs.rename("/a/b", "/a"));
            t.vfs.rename("/a", "/a");
            t.vfs.rename("/a/b", "/c");
            assertEquals("f", get(t.vfs, "/c/f"));
            t.vfs.rename("/c", "/a/c");
            assertEquals(3, stat(t.vfs, "/a")[ST_NLINK]);
            assertEquals(3, stat(t.vfs, "/")[ST_NLINK]);
            fails(Errno.EINVAL, () -> t.vfs.rename("/a", "/a/c/a"));
            assertEquals("/a/c", t.vfs.resolve("/a/c"));
        }
    }
}

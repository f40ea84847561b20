package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sluice.kernel.fs.Rig.fails;
import static org.sluice.kernel.fs.Rig.get;
import static org.sluice.kernel.fs.Rig.list;
import static org.sluice.kernel.fs.Rig.lstat;
import static org.sluice.kernel.fs.Rig.put;
import static org.sluice.kernel.fs.Rig.stat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.file.FileSession;

class PathTest {
    private Rig rig;
    private Vfs vfs;

    @BeforeEach
    void makeTree() {
        rig = new Rig(256);
        vfs = rig.memTree(200);
        vfs.mkdir("/a", 0755);
        vfs.mkdir("/a/b", 0755);
        put(vfs, "/a/b/f", "f");
    }

    @AfterEach
    void nothingIsLost() {
        vfs.close();
        rig.close();
    }

    @Test
    void dotsAndRepeatedSlashesNameTheSamePlace() {
        for (String path : List.of("/a/b/f", "//a///b//f", "/./a/./b/f", "/../../a/b/../b/f", "/a/../a/b/f")) {
            assertEquals("/a/b/f", vfs.resolve(path));
        }
        assertEquals("/", vfs.resolve("/a/b/../../.."));
    }

    @Test
    void dotDotGoesToWhereTheLinkLedNotBack() {
        vfs.symlink("/a/b", "/link");
        assertEquals("/a", vfs.resolve("/link/.."));
    }

    @Test
    void dotAndDotDotNeedADirectoryBeforeThem() {
        fails(Errno.ENOTDIR, () -> vfs.resolve("/a/b/f/."));
        fails(Errno.ENOTDIR, () -> vfs.resolve("/a/b/f/.."));
        fails(Errno.ENOENT, () -> vfs.resolve("/missing/.."));
    }

    @Test
    void linksAreFollowedRelativeToTheirDirectory() {
        vfs.symlink("b/f", "/a/l");
        vfs.symlink("../../a/l", "/a/b/ll");
        vfs.symlink("/a//b/./ll", "/top");
        assertEquals("/a/b/f", vfs.resolve("/top"));
        assertEquals("f", get(vfs, "/top"));
        assertEquals("../../a/l", vfs.readlink("/a/b/ll"));
        assertEquals(FileFlags.S_IFLNK, (int) lstat(vfs, "/top")[FileFlags.ST_MODE] & FileFlags.S_IFMT);
        assertEquals("/a//b/./ll".length(), lstat(vfs, "/top")[FileFlags.ST_SIZE]);
    }

    @Test
    void fortyLinksAreFollowedAndNoMore() {
        vfs.symlink("/a", "/l0");
        for (int i = 1; i <= 40; i++) {
            vfs.symlink("l" + (i - 1), "/l" + i);
        }
        assertEquals("/a", vfs.resolve("/l39"));
        fails(Errno.ELOOP, () -> vfs.resolve("/l40"));
        vfs.symlink("self", "/self");
        fails(Errno.ELOOP, () -> vfs.resolve("/self"));
        fails(Errno.ELOOP, () -> vfs.open("/self", Rig.RDWR_CREAT, 0644));
    }

    @Test
    void linksThatGrowThePathBeyondItsLimitEnd() {
        String filler = "./".repeat(1500);
        vfs.symlink(filler + "more", "/more");
        fails(Errno.ENAMETOOLONG, () -> vfs.resolve("/more/" + "./".repeat(1500)));
    }

    @Test
    void slashBehindANameAsksForADirectory() {
        vfs.symlink("/a/b", "/dir");
        vfs.symlink("/a/b/f", "/file");
        assertEquals(FileFlags.S_IFDIR, (int) lstat(vfs, "/dir/")[FileFlags.ST_MODE] & FileFlags.S_IFMT);
        fails(Errno.ENOTDIR, () -> lstat(vfs, "/file/"));
        fails(Errno.ENOTDIR, () -> vfs.open("/a/b/f/", Rig.RDONLY, 0));
        fails(Errno.ENOTDIR, () -> vfs.open("/a/b/f/", Rig.RDWR_CREAT, 0644));
        fails(Errno.EISDIR, () -> vfs.open("/a/b/new/", Rig.RDWR_CREAT, 0644));
        fails(Errno.ENOTDIR, () -> vfs.unlink("/a/b/f/"));
        fails(Errno.ENOTDIR, () -> vfs.unlink("/file/"));
        fails(Errno.ENOTDIR, () -> vfs.rmdir("/dir/"));
        fails(Errno.ENOTDIR, () -> vfs.rename("/a/b/f", "/a/b/g/"));
        fails(Errno.ENOTDIR, () -> vfs.rename("/a/b/f/", "/a/b/g"));
        fails(Errno.ENOENT, () -> vfs.symlink("x", "/new/"));
        vfs.mkdir("/new/", 0755);
        vfs.rename("/new/", "/newer//");
        vfs.rmdir("/newer/");
        assertEquals(List.of("a", "dir", "file"), list(vfs, "/"));
    }

    @Test
    void lengthsAreLimitedInBytes() {
        String name = "é".repeat(127);
        put(vfs, "/" + name, "x");
        assertEquals("/" + name, vfs.resolve("/" + name));
        assertEquals(List.of("a", name), list(vfs, "/"));
        fails(Errno.ENAMETOOLONG, () -> vfs.mkdir("/é" + name, 0755));
        fails(Errno.ENAMETOOLONG, () -> stat(vfs, "/" + "x".repeat(256)));
        assertEquals("/", vfs.resolve("/".repeat(4096)));
        fails(Errno.ENAMETOOLONG, () -> vfs.resolve("/".repeat(4097)));
        fails(Errno.ENAMETOOLONG, () -> vfs.resolve("/" + "é/".repeat(1400)));
    }

    @Test
    void pathsThatAreNoPathsAreRefused() {
        fails(Errno.ENOENT, () -> vfs.resolve(""));
        fails(Errno.EINVAL, () -> vfs.resolve("a/b"));
        fails(Errno.EINVAL, () -> vfs.resolve("/a\0b"));
        fails(Errno.EINVAL, () -> vfs.mkdir("/\ud800", 0755));
    }

    @Test
    void theTopAndDotsCannotBeMadeOrRemoved() {
        fails(Errno.EEXIST, () -> vfs.mkdir("/", 0755));
        fails(Errno.EEXIST, () -> vfs.mkdir("/a/.", 0755));
        fails(Errno.EBUSY, () -> vfs.rmdir("/"));
        fails(Errno.EINVAL, () -> vfs.rmdir("/a/."));
        fails(Errno.ENOTEMPTY, () -> vfs.rmdir("/a/b/.."));
        fails(Errno.EISDIR, () -> vfs.unlink("/a/.."));
        fails(Errno.EBUSY, () -> vfs.rename("/a/.", "/x"));
        fails(Errno.EBUSY, () -> vfs.rename("/a", "/"));
        fails(Errno.EISDIR, () -> vfs.open("/a/.", Rig.RDWR_CREAT, 0644));
    }

    @Test
    void sessionsKnowThePathWithoutLinks() {
        vfs.symlink("/a/b", "/dir");
        FileSession file = vfs.open("/dir//f", Rig.RDONLY, 0);
        FileSession fresh = vfs.open("/dir/../b/new", Rig.RDWR_CREAT, 0644);
        FileSession directory = vfs.open("/dir/", FileFlags.O_DIRECTORY, 0);
        assertEquals(List.of("/a/b/f", "/a/b/new", "/a/b"), List.of(file.path(), fresh.path(), directory.path()));
        file.close();
        fresh.close();
        directory.close();
    }

    @Test
    void aDirectoryWithoutSearchPermissionHidesWhatIsBelow() {
        vfs.chmod("/a", 0600);
        fails(Errno.EACCES, () -> stat(vfs, "/a/b"));
        fails(Errno.EACCES, () -> vfs.resolve("/a/.."));
        assertEquals(List.of("b"), list(vfs, "/a"));
        vfs.chmod("/a", 0700);
        assertEquals("/a/b", vfs.resolve("/a/b"));
    }
}

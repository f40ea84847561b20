package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.sluice.abi.FileFlags.*;
import static org.sluice.kernel.fs.Rig.fails;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.ViewDirectory;
import org.sluice.kernel.file.ViewFile;
import org.sluice.kernel.file.ViewLink;
import org.sluice.kernel.file.ViewNode;

class ViewFsTest {
    private record Directory(Map<String, ViewNode> entries) implements ViewDirectory {
        @Override
        public List<String> names() {
            return List.copyOf(entries.keySet());
        }

        @Override
        public ViewNode lookup(String name) {
            return entries.get(name);
        }
    }

    private final Map<String, ViewNode> entries = new TreeMap<>();
    private final List<String> accepted = new ArrayList<>();
    private int made;
    private Rig rig;
    private Vfs vfs;

    @BeforeEach
    void mountViews() {
        rig = new Rig(16);
        vfs = rig.memTree(8);
        vfs.mountView("/sys/proc", new Directory(entries));
        ViewFile counter = () -> ("opened " + ++made + "\n").getBytes(StandardCharsets.UTF_8);
        ViewLink self = () -> "7";
        entries.put("count", counter);
        entries.put("self", self);
        entries.put("7", new Directory(Map.of("stat", counter)));
        entries.put("control", new ViewFile() {
            @Override
            public byte[] text() {
                return new byte[0];
            }

            @Override
            public boolean accept(byte[] text) {
                if (text[0] == '!') {
                    throw new CallFailed(Errno.EADDRINUSE);
                }
                return accepted.add(new String(text, StandardCharsets.UTF_8));
            }
        });
    }

    @AfterEach
    void nothingIsLost() {
        vfs.close();
        rig.close();
    }

    @Test
    void textIsMadeOnceAnOpen() {
        FileSession s = vfs.open("/sys/proc/count", O_RDONLY, 0);
        byte[] b = new byte[5];
        assertEquals(5, s.read(b, 0, 5));
        assertEquals(4, s.available());
        assertEquals(4, s.pread(b, 0, 5, 5));
        assertEquals(4, s.read(b, 0, 5));
        assertEquals(0, s.read(b, 0, 5));
        s.close();
        assertEquals("opened 2\n", Rig.get(vfs, "/sys/proc/count"));
        long[] stat = Rig.stat(vfs, "/sys/proc/count");
        assertEquals(S_IFREG | 0644, stat[ST_MODE]);
        assertEquals(0, stat[ST_SIZE]);
        assertEquals(2, made);
    }

    @Test
    void entriesComeAndGo() {
        assertEquals(List.of("7", "control", "count", "self"), Rig.list(vfs, "/sys/proc"));
        assertEquals("/sys/proc/7/stat", vfs.resolve("/sys/proc/self/stat"));
        assertEquals("7", vfs.readlink("/sys/proc/self"));
        long number = Rig.stat(vfs, "/sys/proc/7/stat")[ST_INO];
        assertEquals(number, Rig.stat(vfs, "/sys/proc/7/stat")[ST_INO]);
        assertNotEquals(number, Rig.stat(vfs, "/sys/proc/count")[ST_INO]);
        entries.remove("7");
        fails(Errno.ENOENT, () -> vfs.resolve("/sys/proc/self"));
    }

    @Test
    void eachWriteIsACommand() {
        FileSession s = vfs.open("/sys/proc/control", O_WRONLY | O_TRUNC, 0);
        byte[] text = "one two".getBytes(StandardCharsets.UTF_8);
        assertEquals(3, s.write(text, 0, 3));
        assertEquals(3, s.write(text, 4, 3));
        s.close();
        assertEquals(List.of("one", "two"), accepted);
        FileSession failing = vfs.open("/sys/proc/control", O_WRONLY, 0);
        fails(Errno.EADDRINUSE, () -> failing.write("!".getBytes(StandardCharsets.UTF_8), 0, 1));
        failing.close();
        FileSession none = vfs.open("/sys/proc/count", O_RDWR | O_APPEND, 0);
        fails(Errno.EACCES, () -> none.write(text, 0, 3));
        none.close();
    }

    @Test
    void theTreeItselfCannotBeChanged() {
        fails(Errno.EROFS, () -> vfs.mkdir("/sys/proc/x", 0755));
        fails(Errno.EROFS, () -> vfs.unlink("/sys/proc/count"));
        fails(Errno.EROFS, () -> vfs.open("/sys/proc/x", O_WRONLY | O_CREAT, 0644));
        fails(Errno.EROFS, () -> vfs.chmod("/sys/proc/count", 0));
        fails(Errno.EROFS, () -> vfs.utimes("/sys/proc/count", 1, 1));
        fails(Errno.EISDIR, () -> vfs.open("/sys/proc/7", O_RDWR, 0));
    }

    @Test
    void standInsLeadToTheMountAndStay() {
        assertEquals(List.of("sys"), Rig.list(vfs, "/"));
        assertEquals(List.of("proc"), Rig.list(vfs, "/sys"));
        assertEquals(S_IFDIR | 0755, Rig.stat(vfs, "/sys")[ST_MODE]);
        assertNotEquals(Rig.stat(vfs, "/sys")[ST_INO], Rig.stat(vfs, "/")[ST_INO]);
        fails(Errno.EROFS, () -> vfs.mkdir("/sys/x", 0755));
        fails(Errno.EEXIST, () -> vfs.mkdir("/sys", 0755));
        fails(Errno.EBUSY, () -> vfs.rmdir("/sys"));
        fails(Errno.EBUSY, () -> vfs.rename("/sys", "/x"));
        vfs.mkdir("/x", 0755);
        fails(Errno.EBUSY, () -> vfs.rename("/x", "/sys"));
        assertEquals("/", vfs.resolve("/sys/proc/../.."));
    }

    @Test
    void aMountPointIsFoundThroughLinksAndUsedOnce() {
        vfs.mkdir("/real", 0755);
        vfs.symlink("real", "/link");
        vfs.mountView("/link/view", new Directory(entries));
        assertEquals(List.of("view"), Rig.list(vfs, "/real"));
        assertEquals("opened 1\n", Rig.get(vfs, "/real/view/count"));
        fails(Errno.EBUSY, () -> vfs.mountView("/real/view", new Directory(entries)));
        fails(Errno.EBUSY, () -> vfs.mountView("/", new Directory(entries)));
        Rig.put(vfs, "/file", "");
        fails(Errno.ENOTDIR, () -> vfs.mountView("/file", new Directory(entries)));
        fails(Errno.ENOTDIR, () -> vfs.mountView("/file/x", new Directory(entries)));
    }
}

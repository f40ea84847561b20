package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.abi.FileFlags.*;
import static org.sluice.kernel.fs.Rig.fails;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.fs.share.ShareFs;

class ShareFsTest {
    private final Rig rig = new Rig(16);
    private final Vfs vfs = rig.memTree(8);

    private FakeShare mount(boolean readOnly) {
        FakeShare share = new FakeShare("/mnt/host", readOnly);
        share.files.put("d", FakeShare.directory());
        share.files.put("d/f", FakeShare.file("from the host".getBytes(StandardCharsets.UTF_8)));
        share.files.put("l", FakeShare.link("d/f"));
        vfs.mount(share.mountPoint(), new ShareFs(share, Rig.HostLock::new));
        return share;
    }

    @AfterEach
    void nothingIsLost() {
        vfs.close();
        rig.close();
    }

    @Test
    void hostFilesAreReadThroughTheTree() {
        FakeShare share = mount(true);
        assertEquals("from the host", Rig.get(vfs, "/mnt/host/l"));
        assertEquals("/mnt/host/d/f", vfs.resolve("/mnt/host/l"));
        assertEquals(List.of("d", "l"), Rig.list(vfs, "/mnt/host"));
        assertEquals(13, Rig.stat(vfs, "/mnt/host/d/f")[ST_SIZE]);
        assertTrue(Rig.stat(vfs, "/mnt/host/d/f")[ST_DEV] != Rig.stat(vfs, "/")[ST_DEV]);
        assertTrue(share.tokens.isEmpty(), "every token is given back");
        assertTrue(vfs.mounts().contains("share /mnt/host share ro 0 0\n"));
    }

    @Test
    void aReadOnlyShareRefusesChanges() {
        FakeShare share = mount(true);
        fails(Errno.EROFS, () -> vfs.open("/mnt/host/d/f", O_RDWR, 0));
        fails(Errno.EROFS, () -> vfs.open("/mnt/host/new", O_WRONLY | O_CREAT, 0644));
        fails(Errno.EROFS, () -> vfs.mkdir("/mnt/host/new", 0755));
        fails(Errno.EROFS, () -> vfs.rename("/mnt/host/d", "/mnt/host/e"));
        fails(Errno.EROFS, () -> vfs.chmod("/mnt/host/d", 0));
        assertTrue(share.openFlags.isEmpty(), "the host was not asked");
    }

    @Test
    void aWritableShareTakesChanges() {
        FakeShare share = mount(false);
        Rig.put(vfs, "/mnt/host/new", "written");
        assertEquals("written", new String(share.files.get("new").content, StandardCharsets.UTF_8));
        FileSession s = vfs.open("/mnt/host/new", O_WRONLY | O_APPEND, 0);
        s.write(new byte[] {'!', '?'}, 0, 2);
        s.truncate(8);
        s.sync();
        s.close();
        assertEquals("written!", Rig.get(vfs, "/mnt/host/new"));
        vfs.mkdir("/mnt/host/e", 0755);
        vfs.rename("/mnt/host/new", "/mnt/host/e/newer");
        vfs.utimes("/mnt/host/e/newer", 1, 2);
        assertEquals(2, Rig.stat(vfs, "/mnt/host/e/newer")[ST_MTIME]);
        vfs.unlink("/mnt/host/e/newer");
        vfs.rmdir("/mnt/host/e");
        fails(Errno.ENOTSUP, () -> vfs.symlink("x", "/mnt/host/x"));
        fails(Errno.ENOTSUP, () -> vfs.chmod("/mnt/host/d", 0));
        fails(Errno.EINVAL, () -> vfs.rename("/mnt/host/d", "/mnt/host/d/x"));
        assertEquals(0, share.openFlags.getFirst() & O_TRUNC, "truncating is a call of its own");
        assertTrue(share.tokens.isEmpty());
    }

    @Test
    void aFileWhoseNameHasGoneCanStillBeDescribedAndItsErrorsArePassedOn() {
        FakeShare share = mount(false);
        FileSession s = vfs.open("/mnt/host/d/f", O_RDONLY, 0);
        share.files.put("d/g", share.files.remove("d/f"));
        share.tokens.replaceAll((token, path) -> "d/g");
        long[] stat = new long[ST_LENGTH];
        s.stat(stat);
        assertEquals(S_IFREG, stat[ST_MODE]);
        assertEquals(13, stat[ST_SIZE]);
        share.files.remove("d/g");
        assertEquals(Errno.ENOENT, assertThrows(CallFailed.class,
            () -> s.read(new byte[1], 0, 1)).errno());
        s.close();
    }
}

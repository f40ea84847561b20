package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.MappedFiles;
import org.sluice.kernel.file.ViewDirectory;
import org.sluice.kernel.file.ViewFile;
import org.sluice.kernel.file.ViewNode;
import org.sluice.kernel.fs.rom.RomFsWriter;

class FileServicesTest {
    private static byte[] rootImage() {
        return Rig.image(new RomFsWriter(7).file("bin/hello", 0755, 5, "hello\n".getBytes(StandardCharsets.UTF_8))
            .directory("home", 0755, 6).link("b", "bin", 4));
    }

    private static FileServices.Config config(Rig rig, byte[] image, Map<String, Supplier<FileSession>> devices) {
        FakeDisk disk = rig.disk(image);
        return new FileServices.Config(rig.frames, new FileServices.Partition(disk, 0, disk.blocks()), 64,
            FileServices.usualMemory(rig.frames.total()), List.of(), devices, () -> 0x0102030405060708L,
            rig::now, Rig.HostLock::new, MappedFiles.NONE);
    }

    @Test
    void bootTreeHasRootMemoryAndDevices() {
        try (Rig rig = new Rig(512)) {
            Vfs vfs = FileServices.create(config(rig, rootImage(), Map.of()));
            assertEquals("hello\n", Rig.get(vfs, "/b/hello"));
            assertEquals("/bin/hello", vfs.resolve("//b/./hello"));
            Rig.put(vfs, "/tmp/x", "text");
            assertEquals("text", Rig.get(vfs, "/tmp/x"));
            assertEquals(List.of("b", "bin", "home", "dev", "run", "tmp", "var"), Rig.list(vfs, "/"));
            Rig.fails(Errno.EROFS, () -> vfs.mkdir("/new", 0755));
            Rig.fails(Errno.EBUSY, () -> vfs.rmdir("/tmp"));
            Rig.fails(Errno.EXDEV, () -> vfs.rename("/tmp/x", "/home/x"));
            assertEquals("""
                disk / romfs ro 0 0
                tmp /tmp memfs rw 0 0
                home /home memfs rw 0 0
                var /var memfs rw 0 0
                run /run memfs rw 0 0
                dev /dev devfs ro 0 0
                """, vfs.mounts());
            vfs.close();
        }
    }

    @Test
    void damagedRootIsRefusedWithAReasonAndNoFrameIsKept() {
        try (Rig rig = new Rig(512)) {
            byte[] image = rootImage();
            image[4100] ^= 1;
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> FileServices.create(config(rig, image, Map.of())));
            assertTrue(e.getMessage().contains("checksum of the metadata"), e.getMessage());
        }
    }

    @Test
    void viewsAreMountedWhereNothingStands() {
        try (Rig rig = new Rig(512)) {
            Vfs vfs = FileServices.create(config(rig, rootImage(), Map.of()));
            ViewFile version = () -> "Sluice\n".getBytes(StandardCharsets.UTF_8);
            vfs.mountView("/proc", new ViewDirectory() {
                @Override
                public List<String> names() {
                    return List.of("version");
                }

                @Override
                public ViewNode lookup(String name) {
                    return name.equals("version") ? version : null;
                }
            });
            assertEquals("Sluice\n", Rig.get(vfs, "/proc/version"));
            assertEquals(0, Rig.stat(vfs, "/proc/version")[FileFlags.ST_SIZE]);
            assertTrue(vfs.mounts().endsWith("proc /proc proc ro 0 0\n"));
            vfs.close();
        }
    }
}

package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sluice.abi.FileFlags.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.fs.mem.MemFs;

/** What several threads do at once leaves the tree sound and each transfer whole. */
class ConcurrencyTest {
    private static final int THREADS = 4;

    private static void together(IntConsumer body) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch start = new CountDownLatch(THREADS);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    start.countDown();
                    start.await();
                    body.accept(number);
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    @Test
    void appendsNeverInterleave() {
        try (Rig rig = new Rig(1 << 14)) {
            Vfs vfs = rig.memTree(1 << 14);
            Rig.put(vfs, "/log", "");
            int length = 70_001;
            int rounds = 200;
            together(t -> {
                FileSession s = vfs.open("/log", O_WRONLY | O_APPEND, 0);
                byte[] record = new byte[length];
                Arrays.fill(record, (byte) ('a' + t));
                for (int i = 0; i < rounds; i++) {
                    assertEquals(length, s.write(record, 0, length));
                }
                s.close();
            });
            byte[] all = vfs.readAll("/log", 1 << 26);
            assertEquals(THREADS * rounds * length, all.length);
            int[] records = new int[THREADS];
            for (int at = 0; at < all.length; at += length) {
                byte first = all[at];
                for (int i = 1; i < length; i++) {
                    if (all[at + i] != first) {
                        throw new AssertionError("record at " + at + " is torn at " + i);
                    }
                }
                records[first - 'a']++;
            }
            assertEquals(List.of(rounds, rounds, rounds, rounds), Arrays.stream(records).boxed().toList());
            vfs.close();
        }
    }

    @Test
    void threadsSharingASessionReadEachByteOnceAndWriteToDifferentPlaces() {
        try (Rig rig = new Rig(4096)) {
            Vfs vfs = rig.memTree(4096);
            int count = 40_000;
            FileSession s = vfs.open("/f", Rig.RDWR_CREAT, 0644);
            together(t -> {
                byte[] number = new byte[4];
                for (int i = t; i < count; i += THREADS) {
                    number[0] = (byte) (i >> 24);
                    number[1] = (byte) (i >> 16);
                    number[2] = (byte) (i >> 8);
                    number[3] = (byte) i;
                    assertEquals(4, s.write(number, 0, 4));
                }
            });
            assertEquals(count * 4L, s.seek(0, SEEK_CUR));
            s.seek(0, SEEK_SET);
            BitSet seen = new BitSet();
            together(t -> {
                byte[] b = new byte[4];
                while (s.read(b, 0, 4) == 4) {
                    int i = (b[0] & 255) << 24 | (b[1] & 255) << 16 | (b[2] & 255) << 8 | b[3] & 255;
                    synchronized (seen) {
                        assertTrue(!seen.get(i), "number read twice");
                        seen.set(i);
                    }
                }
            });
            assertEquals(count, seen.cardinality());
            s.close();
            vfs.close();
        }
    }

    /** All errors that losing a race for a name can give; anything else is a defect. */
    private static final Set<Integer> RACES = Set.of(Errno.ENOENT, Errno.EEXIST, Errno.ENOTDIR, Errno.EISDIR, Errno.ENOTEMPTY,
        Errno.EINVAL, Errno.ELOOP);

    @Test
    void makingRenamingAndRemovingAtOnceLosesNothing() {
        try (Rig rig = new Rig(1 << 13)) {
            MemFs fs = rig.memFs(1 << 12);
            Vfs vfs = new Vfs(fs, rig::now);
            together(t -> {
                Random random = new Random(t);
                for (int i = 0; i < 10_000; i++) {
                    try {
                        disturb(vfs, random);
                    } catch (CallFailed e) {
                        assertTrue(RACES.contains(e.errno()), e.getMessage());
                    }
                }
            });
            assertEquals(count(vfs, "/"), fs.usedNodes());
            vfs.close();
            assertEquals(0, fs.usedFrames());
            assertEquals(0, fs.usedNodes());
        }
    }

    private static void disturb(Vfs vfs, Random random) {
        String path = path(random);
        switch (random.nextInt(8)) {
            case 0 -> vfs.mkdir(path, 0755);
            case 1 -> vfs.rmdir(path);
            case 2 -> vfs.unlink(path);
            case 3 -> vfs.rename(path, path(random));
            case 4 -> Rig.stat(vfs, path);
            case 5 -> vfs.symlink("a", path);
            case 6 -> {
                FileSession s = vfs.open(path, O_RDWR, 0);
                s.truncate(random.nextInt(20_000));
                s.close();
            }
            default -> {
                FileSession s = vfs.open(path, Rig.RDWR_CREAT, 0644);
                byte[] b = new byte[random.nextInt(9000)];
                s.pwrite(b, 0, b.length, random.nextInt(10_000));
                s.close();
            }
        }
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            path.append('/').append((char) ('a' + random.nextInt(3)));
        }
        return path.toString();
    }

    private static int count(Vfs vfs, String directory) {
        int n = 0;
        for (String name : Rig.list(vfs, directory)) {
            String path = directory.equals("/") ? "/" + name : directory + "/" + name;
            n++;
            if ((Rig.lstat(vfs, path)[ST_MODE] & S_IFMT) == S_IFDIR) {
                n += count(vfs, path);
            }
        }
        return n;
    }

    @Test
    void readersNeverSeeFramesOfOthersWhileAFileIsCut() {
        try (Rig rig = new Rig(256)) {
            Vfs vfs = rig.memTree(200);
            Rig.put(vfs, "/victim", "");
            together(t -> {
                byte[] mine = new byte[3 * 4096];
                for (int i = 0; i < 2000; i++) {
                    if (t == 0) {
                        Arrays.fill(mine, (byte) 'v');
                        Rig.put(vfs, "/victim", mine);
                    } else if (t == 1) {
                        Arrays.fill(mine, (byte) 's');
                        Rig.put(vfs, "/secret", mine);
                        vfs.unlink("/secret");
                    } else {
                        for (byte b : vfs.readAll("/victim", 1 << 20)) {
                            assertTrue(b == 'v' || b == 0, "a byte of another file");
                        }
                    }
                }
            });
            vfs.close();
        }
    }

    @Test
    void aDirectoryReadByTwoThreadsGivesEachNameToOneOfThem() {
        try (Rig rig = new Rig(64)) {
            Vfs vfs = rig.memTree(32);
            for (int i = 0; i < 900; i++) {
                Rig.put(vfs, "/name" + i, "");
            }
            FileSession s = vfs.open("/", O_DIRECTORY, 0);
            List<String> names = new ArrayList<>();
            together(t -> {
                byte[] buffer = new byte[24];
                for (int n = s.readdir(buffer); n > 0; n = s.readdir(buffer)) {
                    String[] some = new String(buffer, 0, n, StandardCharsets.UTF_8).split("\0");
                    synchronized (names) {
                        names.addAll(List.of(some));
                    }
                }
            });
            assertEquals(900, names.size());
            assertEquals(900, Set.copyOf(names).size());
            assertNull(names.stream().filter(name -> !name.startsWith("name")).findAny().orElse(null));
            vfs.close();
        }
    }
}

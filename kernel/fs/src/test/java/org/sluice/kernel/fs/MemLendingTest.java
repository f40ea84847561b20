package org.sluice.kernel.fs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.Transfers;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.file.Transfer;
import org.sluice.kernel.fs.mem.MemFs;
import org.sluice.kernel.memory.FramePart;

/** Is a file in memory that lends and keeps frames the same file, does nothing lent ever change, and is no frame lost? */
class MemLendingTest {
    private static final int PAGE = 4096;
    private static final int QUOTA = 120;

    private record Lent(FramePart part, byte[] bytes) {
    }

    /** One history of a file against an array. */
    private static final class History {
        final Random random;
        final Rig rig;
        final Lending lending;
        final FileSession file;
        final List<Lent> lent = new ArrayList<>();
        byte[] model = new byte[0];

        History(Rig rig, FileSession file, long seed) {
            this.rig = rig;
            this.file = file;
            lending = new Lending(rig.frames);
            random = new Random(seed);
        }

        byte[] bytes(int most) {
            byte[] bytes = new byte[1 + random.nextInt(most)];
            random.nextBytes(bytes);
            return bytes;
        }

        int place() {
            int place = random.nextInt(model.length + 2 * PAGE);
            return random.nextBoolean() ? place / PAGE * PAGE : place;
        }

        void put(int at, byte[] bytes, int n) {
            model = Arrays.copyOf(model, Math.max(model.length, at + n));
            System.arraycopy(bytes, 0, model, at, n);
        }

        void step() {
            switch (random.nextInt(9)) {
                case 0 -> write();
                case 1, 2 -> lend();
                case 3, 4, 5 -> give();
                case 6 -> show();
                case 7 -> truncate();
                default -> {
                    if (!lent.isEmpty()) {
                        lent.remove(random.nextInt(lent.size())).part.drop();
                    }
                }
            }
        }

        void write() {
            byte[] bytes = bytes(3 * PAGE);
            int at = place();
            try {
                put(at, bytes, file.pwrite(bytes, 0, bytes.length, at));
            } catch (CallFailed e) {
                assertEquals(Errno.ENOSPC, e.errno());
            }
        }

        void lend() {
            int at = random.nextInt(model.length + 1);
            file.seek(at, FileFlags.SEEK_SET);
            Lending.Hands hands = new Lending.Hands(1 + random.nextInt(8));
            Transfer transfer = lending.transfer(Transfers.ZERO_COPY);
            long n;
            try {
                n = file.readAreas(1 + random.nextInt(6 * PAGE), transfer, hands);
            } catch (CallFailed e) {
                assertEquals(Errno.ENOMEM, e.errno());
                return;
            }
            assertEquals(at == model.length, n == 0);
            assertEquals(0, Lending.report(transfer)[Transfers.COPIED]);
            for (FramePart part : hands.got) {
                byte[] expected = Arrays.copyOfRange(model, at, at + part.length());
                assertArrayEquals(expected, lending.content(part));
                lent.add(new Lent(part, expected));
                at += part.length();
            }
        }

        void give() {
            FramePart[] parts = new FramePart[1 + random.nextInt(3)];
            byte[][] bytes = new byte[parts.length][];
            for (int i = 0; i < parts.length; i++) {
                bytes[i] = random.nextBoolean() ? bytes(3 * PAGE) : new byte[PAGE * (1 + random.nextInt(3))];
                random.nextBytes(bytes[i]);
                try {
                    parts[i] = lending.of(bytes[i]);
                } catch (CallFailed e) {
                    for (int k = 0; k < i; k++) {
                        parts[k].drop();
                    }
                    return;
                }
                int cut = random.nextInt(4) == 0 ? random.nextInt(bytes[i].length) : 0;
                parts[i] = parts[i].clipped(cut, bytes[i].length - cut);
                bytes[i] = Arrays.copyOfRange(bytes[i], cut, bytes[i].length);
            }
            write(new Lending.Parts(true, parts), bytes);
        }

        void show() {
            if (lent.isEmpty()) {
                return;
            }
            Lent one = lent.get(random.nextInt(lent.size()));
            one.part.frames().hold();
            write(new Lending.Parts(random.nextBoolean(), one.part), new byte[][] {one.bytes});
        }

        private void write(Lending.Parts offer, byte[][] bytes) {
            Transfer transfer = lending.transfer(random.nextInt(4) == 0 ? Transfers.ZERO_COPY : 0);
            int at = random.nextInt(3) == 0 ? model.length : place();
            long n;
            try {
                n = file.pwrite(offer, at, transfer);
            } catch (CallFailed e) {
                assertTrue(e.errno() == Errno.ENOSPC || e.errno() == Errno.ENOTSUP, e::toString);
                n = 0;
            }
            long[] report = Lending.report(transfer);
            assertTrue(!transfer.zeroCopy() || report[Transfers.COPIED] == 0);
            long left = n;
            for (int i = 0; i < bytes.length; i++) {
                int part = (int) Math.min(left, bytes[i].length);
                if (part > 0) {
                    put(at, bytes[i], part);
                }
                assertTrue(!offer.taken[i] || part == bytes[i].length, "taken, but not all of it was written");
                at += part;
                left -= part;
            }
            offer.dropRest();
        }

        void truncate() {
            int length = random.nextInt(model.length + PAGE);
            try {
                file.truncate(length);
                model = Arrays.copyOf(model, length);
            } catch (CallFailed e) {
                assertEquals(Errno.ENOSPC, e.errno());
            }
        }

        void check() {
            byte[] content = new byte[model.length + 1];
            assertEquals(model.length, model.length == 0 ? 0 : file.pread(content, 0, content.length, 0));
            assertArrayEquals(model, Arrays.copyOf(content, model.length));
            for (Lent one : lent) {
                assertArrayEquals(one.bytes, lending.content(one.part), "what was lent has changed");
            }
        }
    }

    @Test
    void historiesKeepTheFileAndWhatItLent() {
        for (int seed = 0; seed < 400; seed++) {
            try (Rig rig = new Rig(200)) {
                MemFs fs = rig.memFs(QUOTA);
                Vfs vfs = new Vfs(fs, rig::now);
                FileSession file = vfs.open("/f", Rig.RDWR_CREAT, 0644);
                History history = new History(rig, file, seed);
                try {
                    for (int step = 0; step < 40; step++) {
                        history.step();
                        history.check();
                    }
                    vfs.unlink("/f");
                    file.close();
                    assertEquals(0, fs.usedFrames());
                    history.lent.forEach(one -> assertArrayEquals(one.bytes, history.lending.content(one.part)));
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("history " + seed + ": " + e, e);
                }
                history.lent.forEach(one -> one.part.drop());
                vfs.close();
            }
        }
    }

    @Test
    void aShareMovesByItsDevice() {
        try (Rig rig = new Rig(64)) {
            FakeShare share = new FakeShare("/s", false);
            share.memory = rig.memory;
            share.shortReads = 1 << 20;
            byte[] content = new byte[10_000];
            new Random(1).nextBytes(content);
            share.files.put("f", FakeShare.file(content));
            Vfs vfs = rig.memTree(10);
            vfs.mount("/s", new org.sluice.kernel.fs.share.ShareFs(share, Rig.HostLock::new));
            Lending lending = new Lending(rig.frames);
            FileSession file = vfs.open("/s/f", FileFlags.O_RDWR, 0);
            Transfer transfer = lending.transfer(Transfers.ZERO_COPY);
            Lending.Hands hands = new Lending.Hands(4);
            assertEquals(10_000, file.readAreas(1 << 20, transfer, hands));
            assertEquals(0, file.readAreas(1, transfer, hands));
            assertArrayEquals(content, lending.content(hands.got.getFirst()));
            assertArrayEquals(new long[] {0, 10_000, 10_000, 0}, Lending.report(transfer));
            FramePart part = lending.of(new byte[] {1, 2, 3});
            assertEquals(3, file.pwrite(new Lending.Parts(true, part), 5, transfer));
            assertArrayEquals(new byte[] {1, 2, 3}, Arrays.copyOfRange(share.files.get("f").content, 5, 8));
            FramePart target = lending.fresh(9000);
            assertEquals(9000, file.pread(new FramePart[] {target.clipped(0, 100), target.clipped(100, 8900)}, 500, transfer));
            assertArrayEquals(Arrays.copyOfRange(content, 500, 9500), lending.content(target));
            hands.refusal = new CallFailed(Errno.ENOMEM);
            file.seek(0, FileFlags.SEEK_SET);
            Rig.fails(Errno.ENOMEM, () -> file.readAreas(10, transfer, hands));
            assertEquals(0, file.seek(0, FileFlags.SEEK_CUR), "what was refused was not read");
            hands.dropAll();
            part.drop();
            target.drop();
            file.close();
            vfs.close();
        }
    }
}

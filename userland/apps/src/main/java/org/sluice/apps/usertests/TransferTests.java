package org.sluice.apps.usertests;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.IoVectors;
import org.sluice.abi.Signals;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Transfers;
import org.sluice.io.Area;
import org.sluice.io.AreaChannel;
import org.sluice.io.AreaInfo;
import org.sluice.io.IoVector;
import org.sluice.sys.SysException;

/** Areas and vectors on files and pipes: what arrives, what is copied and why, and what is left when an end dies. */
final class TransferTests {
    private static final int PAGE = 4096;
    private static final int LARGE = 1 << 20;
    private static final String ROOT_FILE = "/lib/apps.jar";

    private TransferTests() {
    }

    static void addTo(List<UserTest> tests) {
        tests.add(new UserTest("area.pipe", "does a pipe pass areas and bytes in order, and copy only where it says so?", kit ->
            kit.balanced(3, TransferTests::pipe)));
        tests.add(new UserTest("area.pipe.large", "does an area too large for a pipe stay its giver's until it is read?", kit ->
            kit.balanced(3, TransferTests::large)));
        tests.add(new UserTest("area.pipe.ends", "does the end of a pipe or of a process give the areas in it back?", kit ->
            kit.balanced(5, TransferTests::ends)));
        tests.add(new UserTest("area.pipe.quota", "is nothing lost when a reader has no room, and is a giver charged?", kit ->
            kit.balanced(2, TransferTests::quota)));
        tests.add(new UserTest("area.file", "does a file lend its frames, and never change under who holds them?", kit ->
            kit.balanced(3, TransferTests::files)));
        tests.add(new UserTest("area.file.keep", "does a file keep pages it is given, and copy the rest?", kit ->
            kit.balanced(3, TransferTests::keep)));
        tests.add(new UserTest("area.vectors", "do vectors gather and scatter in order, at positions and at the end?", kit ->
            kit.balanced(3, TransferTests::vectors)));
        tests.add(new UserTest("area.busy", "can nobody release memory a transfer is about to fill?", kit ->
            kit.balanced(3, TransferTests::busy)));
        tests.add(new UserTest("area.cut", "do halves have a writer each, and is headroom never a way to others' bytes?", kit ->
            kit.balanced(3, TransferTests::cut)));
    }

    private interface Call {
        Object run() throws SysException;
    }

    private static void errno(int errno, Call call, String what) {
        try {
            call.run();
        } catch (SysException e) {
            Kit.equal(errno, e.errno(), "errno of " + what);
            return;
        }
        throw new Kit.Failed(what + " succeeds");
    }

    private static Area filled(Kit kit, int size, int seed) throws SysException {
        Area area = Area.allocate(kit.calls, size, false);
        MemorySegment view = area.map();
        for (int i = 0; i < size; i++) {
            view.set(ValueLayout.JAVA_BYTE, i, at(seed, i));
        }
        area.unmap();
        return area;
    }

    private static byte at(int seed, int i) {
        return (byte) (seed * 31 + i + (i >> 8));
    }

    private static long address(AreaInfo info) {
        return info.frame() * PAGE + info.frameOffset();
    }

    private static byte[] content(Area area) throws SysException {
        byte[] bytes = area.mapReadOnly().toArray(ValueLayout.JAVA_BYTE);
        area.unmap();
        return bytes;
    }

    private static void expect(Area area, int seed, int from, String what) throws SysException {
        byte[] bytes = content(area);
        for (int i = 0; i < bytes.length; i++) {
            Kit.equal(at(seed, from + i), bytes[i], what + ", byte " + i);
        }
    }

    private static void close(Area... areas) throws SysException {
        for (Area area : areas) {
            area.close();
        }
    }

    private static void pipe(Kit kit) throws SysException {
        int[] ends = kit.pipe();
        AreaChannel in = AreaChannel.of(kit.calls, ends[0], "in");
        AreaChannel out = AreaChannel.of(kit.calls, ends[1], "out").requireZeroCopy(true);
        Area first = filled(kit, 9180, 1);
        Area second = filled(kit, 5000, 2);
        long[] frames = {address(first.info()), address(second.info())};
        out.writeAreas(first, second);
        Kit.equal(14180, out.last().moved(), "bytes given");
        Kit.check(first.isGone() && second.isGone(), "what was given is still here");
        errno(Errno.EBADF, first::map, "a view of what was given");
        Kit.equal(100, kit.calls.write(ends[1], new byte[100], 0, 100), "bytes written between");
        Area third = filled(kit, 300, 3);
        out.writeAreas(third);
        Kit.equal(14580, kit.calls.available(ends[0]), "bytes in the pipe");

        in.requireZeroCopy(true);
        Area[] got = in.readAreas(Long.MAX_VALUE);
        Kit.equal(2, got.length, "areas before bytes that were copied");
        Kit.check(in.last().copied() == 0 && in.last().moved() == 14180 && in.last().reasons() == 0, "report " + in.last());
        for (int i = 0; i < 2; i++) {
            Kit.equal(frames[i], address(got[i].info()), "physical address of what came");
            Kit.check(got[i].info().writable(), "what came is not its only holder's");
            expect(got[i], i + 1, 0, "what came");
        }
        close(got);
        errno(Errno.ENOTSUP, () -> in.readAreas(10), "copied bytes as areas");
        in.requireZeroCopy(false);
        got = in.readAreas(40);
        Kit.equal(40, got[0].size(), "a part of the copied bytes");
        Kit.check(in.last().copied() == 40 && in.last().copiedFor(Transfers.NOT_AREA_SOURCE), "report " + in.last());
        close(got);
        byte[] bytes = new byte[160];
        Kit.equal(160, kit.calls.read(ends[0], bytes, 0, 160), "read across copied bytes and an area");
        Kit.equal(at(3, 99), bytes[159], "the last of them");
        got = in.readAreas(150);
        Kit.equal(150, got[0].size(), "a part of an area");
        Kit.check(!got[0].info().writable(), "a part of what lies in the pipe can be written");
        expect(got[0], 3, 100, "the part");
        Area rest = in.readAreas(1000)[0];
        Kit.equal(50, rest.size(), "the rest");
        close(got);
        Kit.check(rest.info().writable(), "the rest alone cannot be written");
        rest.close();
        in.wait(false);
        errno(Errno.EAGAIN, () -> in.readAreas(1), "reading an empty pipe");
        kit.close(ends[1]);
        Kit.equal(0, in.readAreas(1).length, "areas at the end");
        kit.close(ends[0]);
    }

    private static void large(Kit kit) throws Exception {
        int[] ends = kit.pipe();
        AreaChannel in = AreaChannel.of(kit.calls, ends[0], "in");
        AreaChannel out = AreaChannel.of(kit.calls, ends[1], "out");
        Area area = filled(kit, LARGE, 5);
        long frame = address(area.info());
        Area small = filled(kit, 10, 6);
        String[] problem = new String[1];
        Thread giver = new Thread(() -> {
            try {
                out.writeAreas(area, small);
            } catch (SysException e) {
                problem[0] = e.getMessage();
            }
        });
        giver.start();
        kit.untilBlocked(kit.calls.getpid(), "pipe write");
        Kit.equal(Errno.EBUSY, -kit.calls.areaRelease(IoVectors.of(area.address(), LARGE)), "releasing what is being given");
        byte[] bytes = new byte[1000];
        Kit.equal(1000, kit.calls.read(ends[0], bytes, 0, 1000), "bytes read of it");
        Kit.equal(at(5, 999), bytes[999], "the last of them");
        Area part = in.readAreas(5000)[0];
        Kit.equal(frame + 1000, address(part.info()), "where a part of it lies");
        expect(part, 5, 1000, "the part");
        part.close();
        Area rest = in.readAreas(LARGE)[0];
        Kit.equal(LARGE - 6000, rest.size(), "the rest of it");
        giver.join();
        Kit.check(problem[0] == null, "giving fails: " + problem[0]);
        Kit.check(area.isGone() && small.isGone() && rest.info().writable(), "it is not given");
        rest.close();
        expectAll(in.readAreas(100), 6, 10);

        Area again = filled(kit, LARGE, 7);
        Thread interrupted = new Thread(() -> {
            try {
                out.writeAreas(again);
            } catch (SysException e) {
                problem[0] = Errno.name(e.errno());
            }
        });
        interrupted.start();
        kit.untilBlocked(kit.calls.getpid(), "pipe write");
        kit.close(ends[0]);
        interrupted.join();
        Kit.check("EPIPE".equals(problem[0]), "giving to nobody gives " + problem[0]);
        expect(again, 7, 0, "what nobody took");
        again.close();
        kit.close(ends[1]);
    }

    private static void expectAll(Area[] areas, int seed, int size) throws SysException {
        Kit.equal(1, areas.length, "areas");
        Kit.equal(size, areas[0].size(), "bytes");
        expect(areas[0], seed, 0, "what came");
        areas[0].close();
    }

    private static void ends(Kit kit) throws SysException {
        int[] ends = kit.pipe();
        int[] ready = kit.pipe();
        int giver = kit.leader(new int[] {-1, ends[1], ready[1]}, "area.give");
        Kit.equal(1, kit.calls.read(ready[0], new byte[1], 0, 1), "the giver is ready");
        kit.untilBlocked(giver, "pipe write");
        Kit.ok("kill", kit.calls.kill(-giver, Signals.KILL));
        Kit.equal(128 + Signals.KILL, kit.await(giver), "exit status of the giver");
        kit.close(ends[1]);
        AreaChannel in = AreaChannel.of(kit.calls, ends[0], "in");
        expectAll(in.readAreas(5000), 1, 5000);
        int reader = kit.leader(new int[] {ends[0], ready[1]}, "area.take");
        Kit.equal(1, kit.calls.read(ready[0], new byte[1], 0, 1), "the reader is ready");
        Kit.ok("kill", kit.calls.kill(-reader, Signals.KILL));
        Kit.equal(128 + Signals.KILL, kit.await(reader), "exit status of the reader");
        expectAll(in.readAreas(7000), 3, 7000);
        // the last is still in the pipe, whose giver is long gone
        kit.close(ends[0]);
        kit.close(ready);
    }

    /** Lays four areas into the pipe at handle 1, says so on handle 2, and waits with one that has no room. */
    static int childGive(SystemCalls calls) throws IOException {
        AreaChannel out = AreaChannel.of(calls, 1, "out");
        for (int i = 1; i <= 4; i++) {
            Area area = Area.allocate(calls, 3000 + 2000 * i - (i > 1 ? 2000 : 0), false);
            MemorySegment view = area.map();
            for (int k = 0; k < area.size(); k++) {
                view.set(ValueLayout.JAVA_BYTE, k, at(i, k));
            }
            out.writeAreas(area);
        }
        calls.write(2, new byte[1], 0, 1);
        out.writeAreas(Area.allocate(calls, LARGE, false));
        return 3;
    }

    /** Takes one area from the pipe at handle 0, says so on handle 1, and waits for its end. */
    static int childTake(SystemCalls calls) throws IOException {
        Area[] areas = AreaChannel.of(calls, 0, "in").readAreas(5000);
        calls.write(1, new byte[1], 0, 1);
        calls.sleep(Long.MAX_VALUE);
        return areas.length;
    }

    private static void quota(Kit kit) throws SysException {
        int[] ends = kit.pipe();
        AreaChannel in = AreaChannel.of(kit.calls, ends[0], "in");
        AreaChannel out = AreaChannel.of(kit.calls, ends[1], "out");
        List<Area> held = new ArrayList<>();
        // so that what is left at the end is a few pages, whatever the quota
        held.add(Area.allocate(kit.calls, PAGE, false));
        fill(kit, held);
        Area last = held.removeLast();
        out.writeAreas(last);
        errno(Errno.ENOMEM, () -> Area.allocate(kit.calls, PAGE, false), "an area while another lies in a pipe");
        int size = (int) last.size();
        Kit.equal(size, kit.calls.available(ends[0]), "bytes in the pipe");
        Kit.equal(10, kit.calls.write(ends[1], new byte[10], 0, 10), "bytes behind it");
        close(in.readAreas(size));
        fill(kit, held);
        errno(Errno.ENOMEM, () -> in.readAreas(10), "a copy without room");
        Kit.equal(10, kit.calls.available(ends[0]), "bytes left");
        held.removeLast().close();
        close(in.readAreas(10));
        for (Area area : held) {
            area.close();
        }
        kit.close(ends);
    }

    /** Takes all the quota allows; the last are of a page. */
    private static void fill(Kit kit, List<Area> held) throws SysException {
        for (long size = 64 << 20; size >= PAGE; size /= 2) {
            try {
                while (true) {
                    held.add(Area.allocate(kit.calls, size, false));
                }
            } catch (SysException e) {
                Kit.equal(Errno.ENOMEM, e.errno(), "errno of an area too many");
            }
        }
    }

    private static void files(Kit kit) throws SysException {
        AreaChannel rom = AreaChannel.open(kit.calls, ROOT_FILE, FileFlags.O_RDONLY).requireZeroCopy(true);
        int plain = kit.open(ROOT_FILE, FileFlags.O_RDONLY);
        kit.calls.seek(rom.handle(), 1000, FileFlags.SEEK_SET);
        long at = 1000;
        Area[] areas;
        int count = 0;
        byte[] bytes = new byte[64 << 10];
        while ((areas = rom.readAreas(200_000)).length > 0) {
            for (Area area : areas) {
                count++;
                Kit.check(!area.info().writable(), "a share of the cache can be written");
                byte[] shared = content(area);
                Kit.equal(shared.length, kit.calls.pread(plain, bytes, 0, shared.length, at), "bytes read by copying");
                for (int i = 0; i < shared.length; i++) {
                    Kit.equal(bytes[i], shared[i], "byte " + (at + i) + " of the file");
                }
                at += shared.length;
                area.close();
            }
        }
        Kit.equal(kit.calls.seek(plain, 0, FileFlags.SEEK_END), at, "length of the file");
        Kit.check(rom.total().copied() == 0 && rom.total().moved() == at - 1000 && count > 5, "report " + rom.total());
        rom.close();
        kit.close(plain);

        String path = kit.path("lent");
        AreaChannel file = AreaChannel.open(kit.calls, path, FileFlags.O_RDWR | FileFlags.O_CREAT | FileFlags.O_TRUNC);
        Area source = filled(kit, 10_000, 4);
        Kit.equal(10_000, file.pwritev(IoVector.of(source), 0), "bytes written");
        Kit.check(file.last().copied() == 10_000 && file.last().copiedFor(Transfers.KEPT), "report " + file.last());
        source.close();
        file.requireZeroCopy(true);
        areas = file.readAreas(LARGE);
        Kit.equal(3, areas.length, "pages of the file");
        Kit.equal(10_000, file.last().moved(), "bytes lent");
        Kit.equal(10_000 - 2 * PAGE, areas[2].size(), "bytes of the last page");
        file.requireZeroCopy(false);
        Area change = filled(kit, 100, 9);
        file.pwritev(IoVector.of(change), 50);
        Kit.check(file.last().copiedFor(Transfers.COPY_ON_WRITE) && file.last().copied() == PAGE + 100, "report " + file.last());
        file.pwritev(IoVector.of(change), 60);
        Kit.equal(100, file.last().copied(), "bytes copied by a second write");
        Kit.ok("truncate", kit.calls.truncate(file.handle(), PAGE + 7));
        Kit.ok("truncate", kit.calls.truncate(file.handle(), 3 * PAGE));
        Kit.ok("unlink", kit.calls.unlink(path));
        byte[] zeros = new byte[PAGE];
        Kit.equal(PAGE, kit.calls.pread(file.handle(), zeros, 0, PAGE, PAGE + 7), "bytes where the file was cut");
        for (byte b : zeros) {
            Kit.equal(0, b, "a byte where the file was cut");
        }
        Kit.equal(PAGE, kit.calls.seek(file.handle(), PAGE, FileFlags.SEEK_SET), "position");
        Area[] grown = file.readAreas(2 * PAGE);
        Kit.equal(2, grown.length, "a page and a hole");
        Kit.equal(at(4, PAGE + 6), content(grown[0])[6], "the last byte before the cut");
        Kit.equal(0, content(grown[0])[7], "a byte behind the cut");
        Kit.equal(0, content(grown[1])[0], "a byte of the hole");
        close(grown);
        file.close();
        for (int i = 0; i < 3; i++) {
            expect(areas[i], 4, i * PAGE, "what was lent");
        }
        change.close();
        close(areas);
    }

    private static void keep(Kit kit) throws SysException {
        String path = kit.path("kept");
        AreaChannel file = AreaChannel.open(kit.calls, path, FileFlags.O_RDWR | FileFlags.O_CREAT | FileFlags.O_TRUNC)
            .requireZeroCopy(true);
        Area first = filled(kit, 5 * PAGE, 1);
        Area last = filled(kit, 2 * PAGE + 100, 2);
        long[] frames = {address(first.info()), address(last.info())};
        file.writeAreas(first, last);
        Kit.check(file.last().copied() == 0 && file.last().moved() == 7 * PAGE + 100, "report " + file.last());
        Kit.equal(0, kit.calls.seek(file.handle(), 0, FileFlags.SEEK_SET), "position");
        Area[] back = file.readAreas(LARGE);
        Kit.equal(2, back.length, "runs of the file");
        for (int i = 0; i < 2; i++) {
            Kit.equal(frames[i], address(back[i].info()), "frame of the file's page");
            expect(back[i], i + 1, 0, "what the file kept");
        }
        close(back);
        Area odd = filled(kit, PAGE + 10, 3);
        errno(Errno.ENOTSUP, () -> {
            file.writeAreas(odd);
            return null;
        }, "a part that begins inside a page");
        Kit.check(!odd.isGone(), "what was refused is gone");
        file.requireZeroCopy(false);
        file.writeAreas(odd);
        Kit.check(file.last().copied() == PAGE + 10 && file.last().copiedFor(Transfers.UNALIGNED), "report " + file.last());
        Area whole = filled(kit, 2 * PAGE, 4);
        Area reader = whole.share(0, PAGE);
        Kit.equal(0, kit.calls.seek(file.handle(), 0, FileFlags.SEEK_SET), "position");
        file.writeAreas(whole);
        Kit.check(file.last().copied() == 2 * PAGE && file.last().copiedFor(Transfers.SHARED), "report " + file.last());
        expect(reader, 4, 0, "what another reads");
        reader.close();
        Area middle = filled(kit, PAGE + 200, 5);
        file.writeAreas(middle);
        Kit.check(file.last().copied() == 200 && file.last().moved() == PAGE, "report " + file.last());
        byte[] bytes = new byte[9 * PAGE];
        int size = 8 * PAGE + 110;
        Kit.equal(size, kit.calls.pread(file.handle(), bytes, 0, bytes.length, 0), "bytes of the file");
        for (int i = 0; i < size; i++) {
            byte expected = i < 2 * PAGE ? at(4, i) : i < 3 * PAGE + 200 ? at(5, i - 2 * PAGE) : i < 5 * PAGE ? at(1, i)
                : i < 7 * PAGE + 100 ? at(2, i - 5 * PAGE) : at(3, i - 7 * PAGE - 100);
            Kit.equal(expected, bytes[i], "byte " + i + " of the file");
        }
        AreaChannel end = AreaChannel.open(kit.calls, path, FileFlags.O_WRONLY | FileFlags.O_APPEND);
        end.writeAreas(filled(kit, 7, 6), filled(kit, 8, 7));
        Kit.equal(size + 15, kit.calls.seek(file.handle(), 0, FileFlags.SEEK_END), "length after an append");
        end.close();
        file.close();
        Kit.ok("unlink", kit.calls.unlink(path));
    }

    private static void vectors(Kit kit) throws SysException {
        Random random = new Random(5);
        Area area = filled(kit, 3000, 1);
        IoVector ones = new IoVector(0);
        byte[] expected = new byte[1024];
        for (int i = 0; i < expected.length; i++) {
            int from = random.nextInt(3000);
            ones.add(area.address() + from, 1);
            expected[i] = at(1, from);
        }
        int[] ends = kit.pipe();
        AreaChannel out = AreaChannel.of(kit.calls, ends[1], "out");
        AreaChannel in = AreaChannel.of(kit.calls, ends[0], "in");
        Kit.equal(1024, out.writev(ones), "bytes gathered into a pipe");
        Area target = Area.allocate(kit.calls, 3000, false);
        IoVector scattered = new IoVector(3).add(target.address() + 2000, 500).add(target.address(), 24)
            .add(target.address() + 100, 1000);
        Kit.equal(1024, in.readv(scattered), "bytes scattered from a pipe");
        byte[] got = content(target);
        for (int i = 0; i < 1024; i++) {
            int where = i < 500 ? 2000 + i : i < 524 ? i - 500 : 100 + i - 524;
            Kit.equal(expected[i], got[where], "byte " + i);
        }
        kit.close(ends);
        AreaChannel file = AreaChannel.open(kit.calls, kit.path("vectors"), FileFlags.O_RDWR | FileFlags.O_CREAT | FileFlags.O_TRUNC);
        Kit.equal(1024, file.writev(ones), "bytes gathered into a file");
        Kit.equal(1024, file.pwritev(ones, 5000), "bytes gathered behind a gap");
        Kit.equal(3000, file.preadv(new IoVector(1).add(target.address(), 3000), 3024), "bytes scattered");
        got = content(target);
        for (int i = 0; i < 3000; i++) {
            Kit.equal(i < 1976 ? 0 : expected[i - 1976], got[i], "byte " + i);
        }
        Kit.equal(0, file.preadv(IoVector.of(target), 6024), "bytes at the end");
        Kit.equal(3000, file.readv(IoVector.of(target)), "bytes at the position");
        Kit.equal(0, content(target)[0], "the first of them");
        long[] two = {2, area.address(), 5, area.address() + 100, Long.MAX_VALUE};
        Kit.equal(-Errno.EINVAL, kit.calls.writev(file.handle(), two, 0, null), "a vector whose lengths overflow");
        Kit.equal(-Errno.EINVAL, kit.calls.writev(file.handle(), new long[] {1L << 32 | 1, area.address(), 1}, 0, null), "vector flags");
        file.close();
        Kit.ok("unlink", kit.calls.unlink(kit.path("vectors")));
        AreaChannel text = AreaChannel.open(kit.calls, "/proc/self/status", FileFlags.O_RDONLY);
        Area[] generated = text.readAreas(LARGE);
        Kit.check(generated.length == 1 && text.last().copiedFor(Transfers.NO_AREAS), "report " + text.last());
        close(generated);
        text.close();
        close(area, target);
    }

    private static void busy(Kit kit) throws Exception {
        int[] ends = kit.pipe();
        Area area = Area.allocate(kit.calls, 5000, false);
        int[] result = new int[1];
        Thread reader = new Thread(() ->
            result[0] = kit.calls.readv(ends[0], IoVectors.of(area.address() + 1000, 100), 0, null));
        reader.start();
        kit.untilBlocked(kit.calls.getpid(), "pipe read");
        errno(Errno.EBUSY, () -> {
            area.release();
            return null;
        }, "releasing what is read into");
        errno(Errno.EBUSY, () -> area.share(0, 1), "sharing what is read into");
        errno(Errno.EBUSY, () -> area.split(1), "cutting what is read into");
        Kit.equal(-Errno.EBUSY, kit.calls.writeAreas(ends[1], IoVectors.of(area.address(), 5000), 0, null), "giving it");
        Kit.equal(3, kit.calls.write(ends[1], new byte[] {7, 8, 9}, 0, 3), "bytes written");
        reader.join();
        Kit.equal(3, result[0], "bytes read");
        Kit.equal(9, content(area)[1002], "the last of them");
        area.close();
        int pid = kit.leader(new int[] {ends[0]}, "area.fill");
        kit.untilBlocked(pid, "pipe read");
        Kit.ok("kill", kit.calls.kill(-pid, Signals.KILL));
        Kit.equal(128 + Signals.KILL, kit.await(pid), "exit status of a process killed while it reads into an area");
        kit.close(ends);
    }

    /** Reads into an area from the pipe at handle 0, in which there is nothing. */
    static int childFill(SystemCalls calls) throws IOException {
        Area area = Area.allocate(calls, LARGE, false);
        area.map();
        return AreaChannel.of(calls, 0, "in").readv(IoVector.of(area));
    }

    private static void cut(Kit kit) throws SysException {
        Area area = filled(kit, 10_000, 1);
        Area[] halves = area.split(5001);
        errno(Errno.EBADF, area::info, "what was cut");
        MemorySegment low = halves[0].map();
        MemorySegment high = halves[1].map();
        Kit.equal(5001, low.byteSize(), "length of the first half");
        Kit.equal(at(1, 5001), high.get(ValueLayout.JAVA_BYTE, 0), "the first byte of the second");
        low.fill((byte) 1);
        Kit.equal(at(1, 5001), high.get(ValueLayout.JAVA_BYTE, 0), "the first byte of the second, the first being filled");
        halves[0].release();
        high.fill((byte) 2);
        halves[1].unmap();
        Area share = halves[1].share(0, 10);
        errno(Errno.EACCES, halves[1]::map, "writing beside a reader of a half");
        share.close();
        halves[1].close();

        Area packet = Area.allocateWithHeadroom(kit.calls, 1000, 40);
        Kit.check(packet.info().headroom() == 40 && packet.size() == 1000, "an area with headroom is " + packet.info());
        packet.map().fill((byte) 3);
        packet.unmap();
        long data = address(packet.info());
        packet.extendFront(-10);
        Kit.equal(50, packet.info().headroom(), "headroom after giving bytes up");
        packet.extendFront(50);
        errno(Errno.EINVAL, () -> {
            packet.extendFront(1);
            return null;
        }, "more than the headroom");
        Kit.equal(data - 40, address(packet.info()), "where the header begins");
        byte[] bytes = content(packet);
        Kit.equal(1040, bytes.length, "length with the header");
        Kit.check(bytes[0] == 0 && bytes[49] == 0 && bytes[50] == 3 && bytes[1039] == 3, "the header is not zeros before the data");
        packet.extendFront(-40);
        int[] ends = kit.pipe();
        AreaChannel.of(kit.calls, ends[1], "out").writeAreas(packet);
        Area came = AreaChannel.of(kit.calls, ends[0], "in").readAreas(LARGE)[0];
        Kit.equal(40, came.info().headroom(), "headroom of what came");
        came.extendFront(8);
        Kit.equal(0, content(came)[0], "the first byte of the receiver's header");
        came.close();
        Area clipped = filled(kit, 1000, 1);
        Kit.equal(900, kit.calls.writeAreas(ends[1], IoVectors.of(clipped.address() + 100, 900), 0, null), "a part given");
        Area part = AreaChannel.of(kit.calls, ends[0], "in").readAreas(LARGE)[0];
        Kit.equal(0, part.info().headroom(), "headroom of a part");
        errno(Errno.EINVAL, () -> {
            part.extendFront(1);
            return null;
        }, "a byte that was not given");
        part.close();
        kit.close(ends);
    }
}

package org.sluice.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.IoVectors;
import org.sluice.abi.SystemCalls;
import org.sluice.abi.Transfers;
import org.sluice.sys.SysException;

/** What a channel asks of the table and makes of its answers. */
class AreaChannelTest {
    private static final long UNIT = 1L << IoVectors.OFFSET_BITS;

    private final List<String> asked = new ArrayList<>();
    private final ArrayDeque<Long> results = new ArrayDeque<>();
    private long nextArea = 5;
    private long mode = FileFlags.S_IFIFO;
    private final SystemCalls calls = (SystemCalls) Proxy.newProxyInstance(SystemCalls.class.getClassLoader(),
        new Class<?>[] {SystemCalls.class}, (proxy, method, args) -> {
            long result = answer(method.getName(), args);
            return method.getReturnType() == long.class ? (Object) result : (Object) (int) result;
        });

    private long answer(String call, Object[] args) {
        switch (call) {
            case "areaAllocate" -> {
                IoVectors.entry((long[]) args[2], 0, nextArea++ * UNIT, (long) args[0]);
                IoVectors.header((long[]) args[2], 1, 0);
                return 1;
            }
            case "fstat" -> {
                ((long[]) args[1])[FileFlags.ST_MODE] = mode;
                return 0;
            }
            default -> { }
        }
        StringBuilder text = new StringBuilder(call);
        for (Object a : args) {
            text.append(' ').append(a instanceof long[] v ? v.length == Transfers.REPORT_LENGTH ? "report"
                : call.equals("readAreas") ? "room" : IoVector.copyOf(v) : a);
        }
        asked.add(text.toString());
        long result = results.isEmpty() ? 0 : results.poll();
        if (args[args.length - 1] instanceof long[] report && report.length == Transfers.REPORT_LENGTH) {
            report[Transfers.COPIED] = 10;
            report[Transfers.MOVED] = Math.max(0, result);
            report[Transfers.REASONS] = 1L << asked.size() - 1;
        }
        if (call.equals("readAreas") && result > 0) {
            IoVectors.entry((long[]) args[2], 0, 9 * UNIT, result);
            IoVectors.header((long[]) args[2], 1, 0);
        }
        return result;
    }

    private AreaChannel channel() {
        return AreaChannel.of(calls, 3, "it");
    }

    private static int errno(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(SysException.class, call).errno();
    }

    @Test
    void flagsAreThoseAskedFor() throws SysException {
        AreaChannel channel = channel().requireZeroCopy(true);
        results.add(77L);
        Area[] got = channel.readAreas(1000);
        assertEquals(1, got.length);
        assertEquals(77, got[0].size());
        assertEquals(9 * UNIT, got[0].address());
        channel.wait(false).readv(IoVector.of(UNIT, 5));
        channel.requireZeroCopy(false).writev(IoVector.of(UNIT, 5));
        channel.wait(true).preadv(IoVector.of(UNIT, 5), 6);
        channel.pwritev(IoVector.of(UNIT, 5), 7);
        String part = IoVector.of(UNIT, 5).toString();
        assertEquals(List.of("readAreas 3 1000 room 1 report", "readv 3 " + part + " 3 report", "writev 3 " + part + " 2 report",
            "preadv 3 " + part + " 6 0 report", "pwritev 3 " + part + " 7 0 report"), asked);
        assertEquals(new Transfer(50, 77, 0, 31), channel.total());
        assertEquals(new Transfer(10, 0, 0, 16), channel.last());
        assertEquals("copied 10 (COPY_ON_WRITE), moved 0, by device 0", channel.last().toString());
    }

    @Test
    void whatWasNotWrittenAtOnceIsWrittenNext() throws SysException {
        Area[] areas = {Area.allocate(calls, 10, false), Area.allocate(calls, 20, false), Area.allocate(calls, 30, false)};
        results.addAll(List.of(10L, 5L, 45L));
        AreaChannel channel = channel();
        channel.writeAreas(areas);
        assertEquals("writeAreas 3 " + IoVector.of(areas) + " 0 report", asked.get(0));
        assertEquals("writeAreas 3 " + IoVector.of(areas[1], areas[2]) + " 0 report", asked.get(1));
        assertEquals("writeAreas 3 " + IoVector.of(6 * UNIT + 5, 15).add(7 * UNIT, 30) + " 0 report", asked.get(2));
        assertEquals(3, asked.size());
        for (Area area : areas) {
            assertTrue(area.isGone());
        }
        assertEquals(60, channel.last().moved());
    }

    @Test
    void whatWasNotWrittenStays() throws SysException {
        Area[] areas = {Area.allocate(calls, 10, false), Area.allocate(calls, 20, false)};
        results.addAll(List.of(15L, (long) -Errno.EPIPE));
        assertEquals(Errno.EPIPE, errno(() -> channel().writeAreas(areas)));
        assertTrue(areas[0].isGone());
        assertFalse(areas[1].isGone());
    }

    @Test
    void onlyPipesAndRegularFilesPassMemory() throws SysException {
        assertTrue(channel().passesMemory());
        mode = FileFlags.S_IFREG | 0644;
        assertTrue(channel().passesMemory());
        mode = FileFlags.S_IFCHR | 0644;
        assertFalse(channel().passesMemory());
    }

    @Test
    void aChannelClosesWhatItHasOpened() throws SysException {
        results.add(4L);
        AreaChannel channel = AreaChannel.open(calls, "/f", FileFlags.O_RDONLY);
        assertEquals(4, channel.handle());
        channel.close();
        channel().close();
        assertEquals(List.of("open /f 0 438", "close 4"), asked);
    }
}

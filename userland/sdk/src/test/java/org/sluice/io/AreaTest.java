package org.sluice.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Areas;
import org.sluice.abi.Errno;
import org.sluice.abi.IoVectors;
import org.sluice.abi.SystemCalls;
import org.sluice.sys.SysException;

/** What the classes ask of the table and make of its answers. */
class AreaTest {
    private static final long FIRST = 5L << IoVectors.OFFSET_BITS;

    private final List<String> asked = new ArrayList<>();
    private int refuse;
    private final SystemCalls calls = (SystemCalls) Proxy.newProxyInstance(SystemCalls.class.getClassLoader(),
        new Class<?>[] {SystemCalls.class}, (proxy, method, args) -> answer(method.getName(), args));

    private Object answer(String call, Object[] args) {
        StringBuilder text = new StringBuilder(call);
        for (Object a : args) {
            text.append(' ').append(a instanceof long[] v ? v.length > 0 && v[0] <= IoVectors.capacity(v) ? IoVector.copyOf(v) : "[..]"
                : a instanceof Object[] || a instanceof int[] ? "[]" : a);
        }
        asked.add(text.toString());
        if (refuse != 0) {
            return -refuse;
        }
        switch (call) {
            case "areaAllocate" -> fill((long[]) args[2], FIRST, (long) args[0]);
            case "areaMap" -> ((MemorySegment[]) args[2])[0] = MemorySegment.ofArray(new byte[(int) ((long[]) args[0])[2]]);
            case "areaShare" -> fill((long[]) args[1], 2 * FIRST, ((long[]) args[0])[2]);
            case "areaInfo" -> {
                for (int i = 0; i < Areas.INFO_LENGTH_OF_ARRAY; i++) {
                    ((long[]) args[1])[i] = i + 1;
                }
            }
            case "portCall" -> {
                ((long[]) args[1])[0] = 99;
                fill((long[]) args[3], 3 * FIRST, 77);
                return 4;
            }
            default -> { }
        }
        return call.equals("areaAllocate") ? 1 : 0;
    }

    private static void fill(long[] vector, long address, long length) {
        IoVectors.entry(vector, 0, address, length);
        IoVectors.header(vector, 1, 0);
    }

    private int errno(org.junit.jupiter.api.function.Executable body) {
        return assertThrows(SysException.class, body).errno();
    }

    @Test
    void viewsNameTheirPart() throws SysException {
        Area area = Area.allocate(calls, 9180, false);
        assertEquals(9180, area.map().byteSize());
        area.unmap();
        area.map(100, 50, Areas.SHARED);
        assertEquals(List.of("areaAllocate 9180 " + Areas.CONTIGUOUS + " []", "areaMap " + IoVector.of(FIRST, 9180) + " "
            + Areas.WRITE + " []", "areaUnmap " + IoVector.of(FIRST, 9180), "areaMap " + IoVector.of(FIRST + 100, 50) + " "
            + Areas.SHARED + " []"), asked);
    }

    @Test
    void closingReleasesOnce() throws SysException {
        Area area = Area.allocate(calls, 10, true);
        area.close();
        area.close();
        assertTrue(area.isGone());
        assertEquals(2, asked.size());
        refuse = Errno.EBADF;
        assertEquals(Errno.EBADF, errno(area::release));
    }

    @Test
    void whatCannotBeClosedIsNotGone() throws SysException {
        Area area = Area.allocate(calls, 10, false);
        refuse = Errno.EPERM;
        assertEquals(Errno.EPERM, errno(area::close));
        assertFalse(area.isGone());
    }

    @Test
    void infoIsInTheOrderOfTheTable() throws SysException {
        assertEquals(new AreaInfo(1, 2, 3, 4, 5, true, 7, 8), Area.allocate(calls, 10, false).info());
    }

    @Test
    void sentAreasAreGoneAndReceivedOnesHere() throws SysException {
        Area area = Area.allocate(calls, 10, false);
        Area share = area.share(2, 3);
        PortClient client = PortClient.connect(calls, "p");
        long[] words = {1, 2};
        Message reply = client.call(words, area, share);
        assertArrayEquals(new long[] {1, 2}, words);
        assertArrayEquals(new long[] {99, 2}, reply.words());
        assertEquals(4, reply.status());
        assertTrue(area.isGone() && share.isGone());
        assertEquals(77, reply.areas()[0].size());
        assertEquals("portCall 0 [..] null " + IoVector.of(FIRST, 10).add(2 * FIRST, 3), asked.get(3).replace("[]", "[..]"));
    }

    @Test
    void areasOfARefusedCallStay() throws SysException {
        Area area = Area.allocate(calls, 10, false);
        PortClient client = PortClient.connect(calls, "p");
        refuse = Errno.EBUSY;
        assertEquals(Errno.EBUSY, errno(() -> client.call(new long[1], area)));
        assertFalse(area.isGone());
    }
}

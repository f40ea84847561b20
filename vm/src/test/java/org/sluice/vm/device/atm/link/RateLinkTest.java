package org.sluice.vm.device.atm.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.vm.time.VirtualClock;

/** Rates in virtual time, where every nanosecond can be told. */
class RateLinkTest {
    private static final byte[] CELL = TestCells.cell(0, 40, 1, 0, 7);

    private final VirtualClock clock = new VirtualClock();
    private final Recorder recorder = new Recorder();

    private RateLink link(double rate, long tolerance) {
        RateLink link = new RateLink(new LoopbackLink(true), rate, tolerance, clock);
        link.connect(recorder);
        recorder.take();
        return link;
    }

    /** Lets a sender that always has something send as soon as it may; returns the nanoseconds between first and last cell. */
    private long saturate(AtmLink link, int cells) {
        long first = 0;
        long last = 0;
        for (int i = 0; i < cells; i++) {
            long free = link.freeAt();
            if (free > 0) {
                clock.at(free, () -> { });
                clock.idle();
            }
            last = clock.monotonicNanos();
            first = i == 0 ? last : first;
            link.send(CELL, 0, 1);
        }
        return last - first;
    }

    @Test
    void saturatedSenderGetsTheRateOfStm1() {
        RateLink link = link(Rates.parse("stm1"), 10_000);
        long nanos = saturate(link, 353_208);
        // 353207 intervals of 149.76 Mbit/s take 1 s less 0.5 cells; reading the clock costs 100 ns here and there
        assertEquals(353_207 * 424 / 149.76e6 * 1e9, nanos, 1_000);
        assertEquals(353_208, recorder.events.size());
    }

    @Test
    void lateSenderCatchesUpWithinTheToleranceOnly() {
        RateLink link = link(1000, 5_000_000);
        link.send(CELL, 0, 1);
        clock.advance(1_000_000_000);
        int atOnce = 0;
        while (link.freeAt() <= clock.monotonicNanos()) {
            link.send(CELL, 0, 1);
            atOnce++;
        }
        assertEquals(6, atOnce, "cells of 5 ms and the one that is due");
    }

    @Test
    void pduCountsForItsCells() {
        RateLink link = new RateLink(new LoopbackLink(false), 1000, 0, clock);
        link.connect(recorder);
        assertEquals(AtmLink.Carriage.REFERENCES, link.carriage());
        long before = clock.monotonicNanos();
        link.send(BytesPdu.plain(0, 40, MemorySegment.ofArray(new byte[9180])));
        assertEquals(192 * 1_000_000L, link.freeAt() - before, 200); // 9188 bytes in 48s
        assertEquals("1000cells/s(loopback)", link.describe());
        assertEquals(1000, link.cellsPerSecond());
        assertEquals(10, new RateLink(new RateLink(link, 10.9, 0, clock), 20, 0, clock).cellsPerSecond());
        assertEquals(0, new LoopbackLink(false).cellsPerSecond());
    }

    @Test
    void ratesAreReadAndTold() {
        assertEquals(353207.547, Rates.parse("stm1"), 0.001);
        assertEquals(1412830.189, Rates.parse("STM4"), 0.001);
        assertEquals(5651320.755, Rates.parse("stm16"), 0.001);
        assertEquals(2000, Rates.parse("2000"));
        assertEquals(10e6 / 424, Rates.parse("10Mbit"));
        assertEquals(64e3 / 424, Rates.parse("64k"));
        assertEquals("stm4", Rates.name(Rates.parse("stm4")));
        assertEquals("150.943cells/s", Rates.name(Rates.parse("64k")));
        for (String wrong : List.of("", "fast", "0", "-1", "1e3", "10X", "10bit", "2000G", "stm2")) {
            String message = assertThrows(IllegalArgumentException.class, () -> Rates.parse(wrong), wrong).getMessage();
            assertTrue(message.startsWith("rate " + wrong + ": "), message);
        }
    }
}

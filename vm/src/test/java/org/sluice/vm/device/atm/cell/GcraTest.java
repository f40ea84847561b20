package org.sluice.vm.device.atm.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GcraTest {
    /** T = 100, tau = 30: a cell may come 30 early, and what was early is not forgotten. */
    @Test
    void decidesAsVirtualSchedulingDoes() {
        Gcra gcra = new Gcra(1, 100, 30);
        long[] times = {0, 70, 139, 169, 170, 400, 469, 470};
        boolean[] want = {true, true, false, false, true, true, false, true};
        for (int i = 0; i < times.length; i++) {
            assertEquals(want[i], gcra.conforms(times[i]), "cell at " + times[i]);
            if (want[i]) {
                gcra.pass(times[i]);
            }
        }
    }

    @Test
    void refusedCellsLeaveNoTrace() {
        Contract contract = Contract.of(1_000_000, 0, 1, 0);
        assertTrue(contract.police(5));
        for (int i = 6; i < 1005; i++) {
            assertFalse(contract.police(i));
        }
        assertTrue(contract.police(1005));
    }

    /** 353207.5 cells a second, STM-1 without its overhead: no drift over a million cells. */
    @Test
    void keepsFractionsOfNanoseconds() {
        Gcra gcra = new Gcra(149_760_000, 424_000_000_000L, 0);
        long at = 0;
        int cells = 1_000_000;
        for (int i = 0; i <= cells; i++) {
            at = gcra.earliest(0);
            if (i == 0) {
                at = 0;
            }
            gcra.pass(at);
        }
        assertEquals(Math.ceil(cells * 424e9 / 149_760_000), at, 1);
    }

    /** Cells at the peak rate: as many conform as the burst may have, then those at the sustainable rate. */
    @Test
    void burstsAreAsLongAsTheContractSays() {
        for (int mbs = 1; mbs <= 40; mbs++) {
            Contract contract = Contract.of(30_000, 7_000, mbs, 0);
            int burst = 0;
            while (contract.police((long) Math.ceil(burst * 1e9 / 30_000))) {
                burst++;
            }
            assertEquals(mbs, burst);
        }
    }

    @Test
    void whatIsShapedByAContractConformsToIt() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            long pcr = 1 + random.nextInt(400_000);
            long scr = random.nextBoolean() ? 0 : 1 + random.nextLong(pcr);
            int mbs = 1 + random.nextInt(50);
            Contract shaper = Contract.of(pcr, scr, mbs, 0);
            Contract police = Contract.of(pcr, scr, mbs, 0);
            long now = 0;
            for (int i = 0; i < 2000; i++) {
                now += random.nextInt(20) == 0 ? random.nextInt(10_000_000) : 0;
                now = shaper.earliest(now);
                assertTrue(shaper.conforms(now));
                shaper.pass(now);
                assertTrue(police.police(now));
            }
        }
    }

    @Test
    void aLongRunHasTheRate() {
        long[][] contracts = {{353_207, 0}, {100_000, 33_333}, {7, 3}, {1, 1}, {1_412_830, 999_983}};
        for (long[] c : contracts) {
            Contract contract = Contract.of(c[0], c[1], 10, 0);
            long first = 0;
            int cells = 100_000;
            long at = 0;
            for (int i = 0; i < cells + 100; i++) {
                at = contract.earliest(0);
                if (i == 100) {
                    first = at;
                }
                contract.pass(i == 0 ? 0 : at);
            }
            long rate = c[1] == 0 ? c[0] : c[1];
            assertEquals((cells - 1) * 1e9 / rate, at - first, 2, "rate " + rate);
        }
    }
}

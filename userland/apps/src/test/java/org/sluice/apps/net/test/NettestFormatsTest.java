package org.sluice.apps.net.test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What nettest's two ends say to each other, and the bytes they send. */
class NettestFormatsTest {
    @Test
    void bytesDoNotDependOnHowTheyAreCut() {
        byte[] all = new byte[1000];
        DataPattern.fill(all, all.length, 7, 0);
        Random random = new Random(1);
        for (int run = 0; run < 200; run++) {
            int from = random.nextInt(all.length);
            byte[] part = new byte[random.nextInt(all.length - from) + 1];
            DataPattern.fill(part, part.length, 7, from);
            assertArrayEquals(Arrays.copyOfRange(all, from, from + part.length), Arrays.copyOf(part, part.length), "from " + from);
        }
        byte[] first = new byte[8];
        DataPattern.fill(first, 8, 0, 0);
        assertEquals("afcd1d7b39a820e2", DataPattern.hex(first), "SplitMix64's first number for the seed 0, little end first");
        assertEquals(0xe220a8397b1dcdafL, DataPattern.word(0, 0));
    }

    @Test
    void plansAndResultsSurviveTheWire() {
        TestPlan plan = new TestPlan(false, true, 3, 5, 0, 9180, true, false, true, 0, -4);
        assertEquals(plan, TestPlan.parse(plan.line()));
        TestResult result = new TestResult(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, List.of("aa", "bb"));
        assertEquals(result, TestResult.parse(result.line()));
        assertEquals(List.of(), TestResult.parse(new TestResult(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, List.of()).line()).hashes());
        for (String bad : new String[] {"", "udp=2", plan.line().replace("parallel=3", "parallel=0"), plan.line().replace("nanos=5", "nanos=0"),
            plan.line().replace("write=9180", "write=x"), plan.line().replace("write=9180", "write=999999999")}) {
            assertThrows(IllegalArgumentException.class, () -> TestPlan.parse(bad), bad);
        }
    }

    @Test
    void ratesAreWorded() {
        assertEquals("8.00 kbit/s", Report.rate(8000));
        assertEquals("37.0 Gbit/s", Report.rate(37e9));
        assertEquals("999 bit/s", Report.rate(999));
        assertEquals("1.50 KiB", Report.size(1536));
    }
}

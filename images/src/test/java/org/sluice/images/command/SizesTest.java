package org.sluice.images.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SizesTest {
    private static long parse(String text) {
        return Sizes.parse("--memory", text, 1, 1L << 40);
    }

    @Test
    void understandsUnits() {
        assertEquals(1_048_576, parse("1048576"));
        assertEquals(512L << 20, parse("512M"));
        assertEquals(512L << 20, parse("512mib"));
        assertEquals(2L << 30, parse("2GB"));
        assertEquals(1L << 40, parse("1T"));
    }

    @Test
    void refusesWhatIsNoSizeOrOutOfRange() {
        for (String text : new String[] {"", "M", "-1M", "1.5G", "12X", "999999999999T", "99999999999999999999", "0"}) {
            assertEquals(2, assertThrows(LauncherFailure.class, () -> parse(text), text).status());
        }
    }
}

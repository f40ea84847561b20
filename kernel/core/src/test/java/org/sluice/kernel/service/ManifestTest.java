package org.sluice.kernel.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Does a driver get what its manifest says, and is a manifest that says nonsense refused with its name and the word? */
class ManifestTest {
    @Test
    void readsWhatADriverMayHave() {
        assertEquals(new Manifest("disk", "org.sluice.driver.disk.DiskDriver", "disk", true, 65536, false),
            Manifest.parse("disk", "class=org.sluice.driver.disk.DiskDriver\ndevice = disk\n# a comment\nirq=yes\ndma=65536\nrestart=never\n"));
    }

    @Test
    void givesNothingThatIsNotSaid() {
        assertEquals(new Manifest("d", "C", "disk", false, 0, true), Manifest.parse("d", "class=C\ndevice=disk"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "device=disk | class", "class=C | device", "class=C;device=disk;dma=much | much", "class=C;device=disk;dma=-1 | -1",
        "class=C;device=disk;dma=99999999999999999999 | 99999999999999999999", "class=C;device=disk;irq=maybe | maybe",
        "class=C;device=disk;restart=sometimes | sometimes", "class=C;device=disk;dam=1 | dam", "class=;device=disk | class",
        "class=\\u00zz | d"})
    void saysWhatIsWrong(String text, String word) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
            () -> Manifest.parse("d", text.replace(';', '\n')));
        assertTrue(e.getMessage().startsWith("manifest d: "), e.getMessage());
        assertTrue(e.getMessage().contains(word), e.getMessage());
    }

    @Test
    void anythingElseIsAnIllegalArgument() {
        String[] parts = {"class=C", "device=disk", "irq=", "dma=", "restart=", "=", "\\", "\\u12", "\n", ":", "yes", "1", "\0", "é"};
        for (int seed = 0; seed < 5000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]).append(random.nextBoolean() ? "\n" : "");
            }
            try {
                Manifest.parse("d", text.toString());
            } catch (IllegalArgumentException expected) {
                assertTrue(expected.getMessage().startsWith("manifest d: "), expected.getMessage());
            }
        }
    }
}

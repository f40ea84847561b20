package org.sluice.classlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thousands of damaged classes, each loaded, linked and initialised by a guest, end in errors of that class and in nothing else. */
class DamagedClassesTest {
    private static final int VARIANTS = 1500;
    private static final List<String> ORIGINALS = List.of("program/Features", "program/Features$Annotated", "program/Hostile", "program/Escapes",
        "program/Breakouts", "program/Service", "program/FileUse");

    @ParameterizedTest
    @Timeout(value = 300, unit = TimeUnit.SECONDS)
    @ValueSource(longs = {11, 12})
    void damageStaysInItsClass(long seed, @TempDir Path root) throws IOException {
        Random random = new Random(seed);
        Map<String, byte[]> damaged = new HashMap<>();
        for (int i = 0; i < VARIANTS; i++) {
            String name = ORIGINALS.get(i % ORIGINALS.size());
            damaged.put("damaged/" + i + "/" + name + ".class", damage(Files.readAllBytes(Path.of("target/test-classes", name + ".class")), random));
        }
        for (Map.Entry<String, byte[]> c : CraftedClasses.all().entrySet()) {
            for (int i = 0; i < 20; i++) {
                damaged.put("damaged/c" + i + "/" + c.getKey(), damage(c.getValue(), random));
            }
        }
        List<Map<String, byte[]>> parts = new ArrayList<>(Programs.CLASS_PATH.parts());
        parts.add(damaged);
        List<String> places = new ArrayList<>(Programs.CLASS_PATH.names());
        places.add("/lib/damaged");
        GuestProcess process = new GuestProcess(new GuestProcess.Parts(parts, places), root, "", 4L << 30);
        String[] resources = damaged.keySet().stream().sorted().toArray(String[]::new);
        assertEquals(0, process.run("program.Damaged", resources), process.output());
        String last = process.output().lines().reduce((a, b) -> b).orElse("");
        assertTrue(last.matches("\\d+ loaded, \\d+ refused, 0 unexpected"), process.output());
        assertTrue(Integer.parseInt(last.substring(0, last.indexOf(' '))) > resources.length / 50, last);
        assertTrue(!last.contains(" 0 refused"), last);
    }

    private static byte[] damage(byte[] original, Random random) {
        byte[] damaged = original.clone();
        if (random.nextInt(20) == 0) {
            return Arrays.copyOf(damaged, random.nextInt(damaged.length));
        }
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) random.nextInt(256);
                case 2 -> damaged[at]++;
                default -> damaged[at] = (byte) (random.nextBoolean() ? 0 : 0xff);
            }
        }
        return damaged;
    }
}

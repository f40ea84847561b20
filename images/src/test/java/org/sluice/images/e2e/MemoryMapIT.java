package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does the picture of memory get to the host, and the command's status with it? */
class MemoryMapIT {
    @TempDir
    private Path folder;

    @Test
    void thePictureIsWrittenToTheHost() throws IOException {
        Path file = folder.resolve("map.png");
        Outcome outcome = Sluice.run("memory-map", "--memory", "64M", "--png", file.toString(), "-c",
            "memory-map; (exit 3)");
        assertEquals(3, outcome.status(), outcome::toString);
        assertTrue(outcome.output().lines().anyMatch(line -> line.startsWith("drivers, DMA")), outcome::toString);
        BufferedImage image = ImageIO.read(file.toFile());
        Set<Integer> colours = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 60; y < 200; y++) {
                colours.add(image.getRGB(x, y) & 0xffffff);
            }
        }
        assertTrue(colours.contains(0x7a4f2a), "the drivers' buffers");
        assertTrue(colours.contains(0xf0f0ec), "free frames");
    }

    @Test
    void whatPreventsAPictureIsSaid() {
        Path file = folder.resolve("map.svg");
        Outcome ended = Sluice.run("memory-map", "--svg", file.toString(), "-c", "exit 0");
        assertEquals(1, ended.status(), ended::toString);
        assertTrue(ended.errors().contains("no picture was taken"), ended::toString);
        assertFalse(Files.exists(file));
        assertEquals(2, Sluice.run("memory-map").status());
    }
}

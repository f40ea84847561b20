package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Does the picture show what {@code /proc/frames} says, in both formats, read by readers that are not ours? */
class MemoryMapTest extends CommandTest {
    private static final int LEFT = 16 + 7 * 12;
    private static final int TOP = 16 + 2 * 22;
    private static final int FREE = 0xf0f0ec;

    private void frames(String... lines) {
        io.proc = directory.resolve("proc").toString();
        write("proc/frames", String.join("\n", lines) + "\n");
        write("proc/7/comm", "store & co\n");
    }

    private BufferedImage png() throws IOException {
        assertEquals(new Result(0, "", ""), run("memory-map --png map.png"));
        return ImageIO.read(directory.resolve("map.png").toFile());
    }

    private static int pixel(BufferedImage image, int cell, int column, int row) {
        return image.getRGB(LEFT + column * cell + cell / 2, TOP + row * cell + cell / 2) & 0xffffff;
    }

    @Test
    void everyFrameHasItsOwnersColour() throws IOException {
        // 128 MiB: cells of 4 pixels, 256 in a row
        frames("0 1 reserved 0", "1 4 kernel 0", "5 300 area 7", "305 100 spare 7", "405 1 area 8", "406 32362 free 0");
        BufferedImage image = png();
        int seven = pixel(image, 4, 5, 0);
        assertEquals(0, pixel(image, 4, 0, 0));
        assertEquals(0x3a3f4a, pixel(image, 4, 4, 0));
        assertEquals(seven, pixel(image, 4, 304 - 256, 1));
        int kept = pixel(image, 4, 305 - 256, 1);
        int eight = pixel(image, 4, 405 - 256, 1);
        assertNotEquals(seven, kept);
        assertNotEquals(seven, eight);
        assertNotEquals(FREE, eight);
        assertEquals(FREE, pixel(image, 4, 406 - 256, 1));
        assertEquals(FREE, pixel(image, 4, 255, 127));
        assertEquals(0xffffff, image.getRGB(LEFT + 1024, TOP) & 0xffffff, "right of the last column");
    }

    @Test
    void oneFrameInUseIsSeenInALargeMemory() throws IOException {
        // 4 GiB: cells of 2 pixels, 512 in a row, 8 frames each
        frames("0 1 reserved 0", "1 500000 free 0", "500001 1 dma 0", "500002 548574 free 0");
        BufferedImage image = png();
        int cell = 500_001 / 8;
        assertEquals(0x7a4f2a, pixel(image, 2, cell % 512, cell / 512));
        assertEquals(FREE, pixel(image, 2, cell % 512 + 1, cell / 512));
        assertTrue(image.getHeight() < 700, "height " + image.getHeight());
    }

    @Test
    void theLegendCountsFramesOfEachOwner() {
        frames("0 1 reserved 0", "1 4 kernel 3", "5 300 area 7", "305 1 kernel 9", "306 2560 free 0", "2866 100 area 7");
        String text = run("memory-map").out();
        assertEquals(4, text.lines().count(), text);
        assertTrue(text.contains("areas 7 store & co"), text);
        assertTrue(text.lines().anyMatch(l -> l.startsWith("areas 7") && l.endsWith(" 1600K  13.5%")), text);
        assertTrue(text.lines().anyMatch(l -> l.startsWith("kernel ") && l.endsWith(" 20K   0.2%")), text);
        assertTrue(text.lines().anyMatch(l -> l.startsWith("free ") && l.endsWith(" 10M  86.3%")), text);
    }

    @Test
    void svgIsXmlWithTheSameRectangles() throws Exception {
        frames("0 1 reserved 0", "1 4 kernel 0", "5 300 area 7", "305 32463 free 0");
        assertEquals(0, run("memory-map --svg map.svg").status());
        Document svg = DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(new ByteArrayInputStream(Files.readAllBytes(directory.resolve("map.svg"))));
        assertEquals("svg", svg.getDocumentElement().getTagName());
        NodeList paths = svg.getElementsByTagName("path");
        boolean kernel = false;
        for (int i = 0; i < paths.getLength(); i++) {
            kernel |= paths.item(i).getAttributes().getNamedItem("d").getNodeValue().equals("M" + (LEFT + 4) + " " + TOP + "h16v4h-16z")
                && paths.item(i).getAttributes().getNamedItem("fill").getNodeValue().equals("#3a3f4a");
        }
        assertTrue(kernel, "no rectangle of four cells for the kernel's frames");
        assertTrue(svg.getDocumentElement().getTextContent().contains("store & co"));
    }

    @Test
    void whatIsNoMapIsSaid() {
        frames("0 1 reserved 0", "2 4 kernel 0");
        expectFailure("memory-map", 1, "memory-map: " + io.proc + "/frames: line 2: 2 4 kernel 0\n");
        frames("0 1 reserved");
        expectFailure("memory-map", 1, "memory-map: " + io.proc + "/frames: line 1: 0 1 reserved\n");
        frames("0 8 free 0");
        expectFailure("memory-map --png no/such.png", 1, "memory-map: no/such.png: No such file or directory\n");
        expectFailure("memory-map x", 2, "memory-map: ");
    }
}

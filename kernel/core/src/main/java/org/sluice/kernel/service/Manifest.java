package org.sluice.kernel.service;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;

/**
 * A driver's manifest: all it may have. No manifest, no rights.
 *
 * @param name      from the file name
 * @param className the driver class
 * @param device    the kind of device it serves
 * @param interrupt whether it gets the device's interrupt
 * @param dmaBytes  most bytes of memory it may allocate for DMA
 * @param restart   whether it is started again when it ends by itself
 */
public record Manifest(String name, String className, String device, boolean interrupt, long dmaBytes, boolean restart) {
    /**
     * Parses a manifest.
     *
     * @throws IllegalArgumentException naming what is missing or wrong
     */
    public static Manifest parse(String name, String text) {
        Properties p = new Properties();
        try {
            p.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("manifest " + name + ": " + e.getMessage());
        }
        String dma = p.getProperty("dma", "0");
        try {
            return new Manifest(name, required(name, p, "class"), required(name, p, "device"),
                p.getProperty("irq", "no").equals("yes"), Long.parseLong(dma),
                !p.getProperty("restart", "always").equals("never"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("manifest " + name + ": dma=" + dma + " is no number of bytes");
        }
    }

    private static String required(String name, Properties p, String key) {
        String value = p.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("manifest " + name + ": no " + key);
        }
        return value;
    }
}

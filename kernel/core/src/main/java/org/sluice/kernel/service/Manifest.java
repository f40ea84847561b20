package org.sluice.kernel.service;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
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
    private static final List<String> KEYS = List.of("class", "device", "irq", "dma", "restart");

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
        for (String key : p.stringPropertyNames()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("manifest " + name + ": unknown key " + key + ", not one of " + KEYS);
            }
        }
        return new Manifest(name, required(name, p, "class"), required(name, p, "device"), choice(name, p, "irq", "yes", "no"),
            bytes(name, p.getProperty("dma", "0")), !choice(name, p, "restart", "never", "always"));
    }

    private static long bytes(String name, String text) {
        try {
            long bytes = Long.parseLong(text);
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("manifest " + name + ": dma=" + text + " is no number of bytes");
    }

    /** Whether a key has the first of two values; the second is what it has when it is missing. */
    private static boolean choice(String name, Properties p, String key, String yes, String no) {
        String value = p.getProperty(key, no);
        if (!value.equals(yes) && !value.equals(no)) {
            throw new IllegalArgumentException("manifest " + name + ": " + key + "=" + value + " is neither " + yes + " nor " + no);
        }
        return value.equals(yes);
    }

    private static String required(String name, Properties p, String key) {
        String value = p.getProperty(key);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("manifest " + name + ": no " + key);
        }
        return value;
    }
}

package org.sluice.kernel.fs.rom;

/** Bytes that are no file system of this format, or a damaged one; the message says what is wrong and where. */
public final class DamagedImage extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    DamagedImage(String message) {
        super("romfs: " + message);
    }
}

package org.sluice.apps.data;

/** {@code gzip}: compresses files in the gzip format. */
public final class Gzip extends GzipCommand {
    public Gzip() {
        super("gzip", false, false);
    }

    public static void main(String[] args) {
        new Gzip().start(args);
    }
}

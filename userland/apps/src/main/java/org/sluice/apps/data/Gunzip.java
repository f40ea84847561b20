package org.sluice.apps.data;

/** {@code gunzip}: decompresses files in the gzip format. */
public final class Gunzip extends GzipCommand {
    public Gunzip() {
        super("gunzip", true, false);
    }

    public static void main(String[] args) {
        new Gunzip().start(args);
    }
}

package org.sluice.apps.data;

/** {@code zcat}: shows compressed files in the gzip format. */
public final class Zcat extends GzipCommand {
    public Zcat() {
        super("zcat", true, true);
    }

    public static void main(String[] args) {
        new Zcat().start(args);
    }
}

package org.sluice.apps.data;

/** {@code md5sum}: computes and checks MD5 checksums. */
public final class Md5sum extends DigestCommand {
    public Md5sum() {
        super("md5sum", "MD5", "MD5");
    }

    public static void main(String[] args) {
        new Md5sum().start(args);
    }
}

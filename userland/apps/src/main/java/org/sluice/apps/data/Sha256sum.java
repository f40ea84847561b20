package org.sluice.apps.data;

/** {@code sha256sum}: computes and checks SHA256 checksums. */
public final class Sha256sum extends DigestCommand {
    public Sha256sum() {
        super("sha256sum", "SHA-256", "SHA256");
    }

    public static void main(String[] args) {
        new Sha256sum().start(args);
    }
}

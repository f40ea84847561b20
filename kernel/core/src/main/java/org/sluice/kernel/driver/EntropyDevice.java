package org.sluice.kernel.driver;

/** A source of random bits: the host's, or a seeded one on a deterministic machine. */
public interface EntropyDevice {
    /** 64 random bits. */
    long next();
}

/**
 * What all commands share: the {@link org.sluice.apps.Command} base class, option parsing, byte-level input and output, and
 * {@link org.sluice.apps.Io}, the one door through which a command reaches the system.
 *
 * <p>Every command is a fresh process that loads its classes anew, so this package avoids what costs classes at the start:
 * streams, regular expressions, {@code String.format} and lambdas. It uses java.io and {@code org.sluice.abi}; only
 * {@link org.sluice.apps.SystemIo} calls the kernel. It must never mention a command.
 */
package org.sluice.apps;

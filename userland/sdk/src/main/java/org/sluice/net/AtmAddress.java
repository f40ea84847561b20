package org.sluice.net;

import org.sluice.abi.Sockets;

/**
 * A permanent virtual connection at an interface.
 *
 * @param itf number of the interface, 0 for {@code atm0}
 * @param vpi virtual path identifier, 0 to 255
 * @param vci virtual channel identifier, 0 to 65535
 */
public record AtmAddress(int itf, int vpi, int vci) {
    private static final int MAX_VPI = 255;
    private static final int MAX_VCI = 65535;

    /** @throws IllegalArgumentException for a number out of range */
    public AtmAddress {
        if (itf < 0 || vpi < 0 || vpi > MAX_VPI || vci < 0 || vci > MAX_VCI) {
            throw new IllegalArgumentException(itf + "." + vpi + "." + vci
                + ": the VPI must be 0 to 255, the VCI 0 to 65535, the interface not negative");
        }
    }

    /**
     * Reads {@code [INTERFACE.]VPI.VCI}, as the Linux tools write it; the interface is 0 when it is missing.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static AtmAddress parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 2 && parts.length != 3) {
            throw new IllegalArgumentException("'" + text + "' is not [INTERFACE.]VPI.VCI");
        }
        int[] numbers = new int[3];
        for (int i = 0; i < parts.length; i++) {
            numbers[3 - parts.length + i] = number(parts[i], text);
        }
        return new AtmAddress(numbers[0], numbers[1], numbers[2]);
    }

    private static int number(String digits, String text) {
        try {
            if (!digits.startsWith("+")) {
                return Integer.parseInt(digits);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("'" + text + "' is not [INTERFACE.]VPI.VCI");
    }

    /** As the system calls want it. */
    public long[] toArray() {
        long[] address = new long[Sockets.ADDRESS_LENGTH];
        address[Sockets.FAMILY] = Sockets.ATMPVC;
        address[Sockets.INTERFACE] = itf;
        address[Sockets.VPI] = vpi;
        address[Sockets.VCI] = vci;
        return address;
    }

    @Override
    public String toString() {
        return itf + "." + vpi + "." + vci;
    }
}

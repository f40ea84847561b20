package org.sluice.images.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HostTerminalTest {
    @Test
    void readsTheSizeAsSttyPrintsIt() {
        assertEquals(132 << 16 | 50, HostTerminal.parseSize("50 132\n"));
        assertEquals(0, HostTerminal.parseSize("0 0\n"));
        assertEquals(0, HostTerminal.parseSize(""));
        assertEquals(0, HostTerminal.parseSize("stty: invalid"));
    }
}

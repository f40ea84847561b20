package org.sluice.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.abi.Sockets;

/** Addresses as text and as the system calls want them. */
class AddressesTest {
    @Test
    void connections() {
        assertEquals(new AtmAddress(0, 0, 100), AtmAddress.parse("0.100"));
        assertEquals(new AtmAddress(1, 255, 65535), AtmAddress.parse("1.255.65535"));
        assertEquals("2.0.32", new AtmAddress(2, 0, 32).toString());
        assertArrayEquals(new long[] {Sockets.ATMPVC, 3, 4, 5}, new AtmAddress(3, 4, 5).toArray());
        for (String wrong : List.of("", "100", "0.", ".5", "0.256.1", "0.0.65536", "0.0.0.0", "0.-1", "a.b", "0.+1", "0.1 ")) {
            assertThrows(IllegalArgumentException.class, () -> AtmAddress.parse(wrong), wrong);
        }
    }

    @Test
    void ipv4() {
        assertEquals(0x0a010002, Ipv4.parse("10.1.0.2"));
        assertEquals("255.0.10.1", Ipv4.format(0xff000a01));
        assertArrayEquals(new long[] {Sockets.INET, 80, 0, 0xff000a01L}, Ipv4.toArray(0xff000a01, 80));
        assertEquals(0xff000a01, Ipv4.of(Ipv4.toArray(0xff000a01, 80)));
        for (String wrong : List.of("", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.-4", "1..2.3", "1.2.3.0004", "a.b.c.d", " 1.2.3.4")) {
            assertThrows(IllegalArgumentException.class, () -> Ipv4.parse(wrong), wrong);
        }
    }
}

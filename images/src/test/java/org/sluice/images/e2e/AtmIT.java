package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The network as its users see it: commands on a machine whose link leads back to itself, in virtual time. */
class AtmIT {
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) packets transmitted, (\\d+) received");

    private static Outcome boot(String command, String... options) {
        String[] all = new String[options.length + 4];
        System.arraycopy(new String[] {"--seed", "1", "--address", "10.1.0.2/24"}, 0, all, 0, 4);
        System.arraycopy(options, 0, all, 4, options.length);
        return Sluice.boot(command, all);
    }

    private static int[] summary(Outcome outcome) {
        Matcher m = SUMMARY.matcher(outcome.output());
        assertTrue(m.find(), outcome::toString);
        return new int[] {Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))};
    }

    @Test
    void ownAddressAnswersLocallyAndThroughTheInterface() {
        Outcome outcome = boot("ping -q -c 3 localhost && ping -q -c 3 10.1.0.2 && ping -q -c 3 -I clip0 10.1.0.2 && ip -s link show dev clip0");
        assertEquals(0, outcome.status(), outcome::toString);
        assertEquals(3, outcome.output().split("3 packets transmitted, 3 received, 0% packet loss", -1).length - 1, outcome::toString);
        assertTrue(outcome.output().contains("rx_packets"), outcome::toString);
    }

    /** A driver that is stopped while packets are under way is back at once; what is lost is counted. */
    @Test
    void pingsGoOnWhenTheDriverIsRestarted() {
        Outcome outcome = boot("ping -i 0.1 -c 60 -W 2 -I clip0 10.1.0.2 & for i in 1 2 3; do sleep 1.03; echo restart atm0 > /proc/drivers; done; "
            + "wait $!; cat /proc/drivers; atm -a; dmesg");
        assertEquals(0, outcome.status(), outcome::toString);
        int[] counts = summary(outcome);
        assertEquals(60, counts[0], outcome::toString);
        // at ten a second, ten lost in a row would be a second
        assertTrue(counts[1] > 60 - 3, outcome::toString);
        assertTrue(outcome.output().matches("(?s).*atm0 +atm +running +4\n.*"), outcome::toString);
    }

    @Test
    void connectionsAreOpenedProbedAndClosed() {
        Outcome outcome = boot("atm open 0.200 category=cbr pcr=1000 address=10.7.0.1/24 && atm && atm -c 2 -i 0.1 loopback 0.200 && "
            + "atm close 0.200 && ! atm close 0.200 && ! atm open 0.100 && ! atm open 9.0.1 && ! atm open 0.201 encap=frob");
        assertEquals(0, outcome.status(), outcome::toString);
        assertTrue(outcome.output().matches("(?s).*atm0 0\\.200 +5 +llc +clip1 +cbr +1000 .*"), outcome::toString);
        assertTrue(outcome.output().contains("2 cells sent, 2 answered, 0% lost"), outcome::toString);
        assertEquals("atm: 0.200: no such connection\natm: 0.100: Address already in use\natm: 9.0.1: No such device\n"
            + "atm: 'encap=frob' is not of the form that man atm tells\nTry 'atm --help'\n", outcome.errors());
    }

    @Test
    void capturedPacketsAreWorded() {
        Outcome outcome = boot("tcpdump -e -c 4 icmp > /tmp/t 2>/dev/null & sleep 0.5; ping -q -c 1 -s 8 -I clip0 10.1.0.2 > /dev/null; "
            + "wait $!; sed 's/^[^ ]* //' /tmp/t");
        assertEquals("Out atm0 0.100 LLC, length 44: IP 10.1.0.2 > 10.1.0.2: ICMP echo request, id N, seq 1, length 16\n"
            + "In atm0 0.100 LLC, length 44: IP 10.1.0.2 > 10.1.0.2: ICMP echo request, id N, seq 1, length 16\n"
            + "Out atm0 0.100 LLC, length 44: IP 10.1.0.2 > 10.1.0.2: ICMP echo reply, id N, seq 1, length 16\n"
            + "In atm0 0.100 LLC, length 44: IP 10.1.0.2 > 10.1.0.2: ICMP echo reply, id N, seq 1, length 16\n",
            outcome.output().replaceAll("id \\d+", "id N"), outcome::toString);
    }

    @Test
    void lostAndDamagedCellsAreCountedAndNeverDelivered() {
        Outcome outcome = boot("ping -q -i 0.01 -c 200 -s 1000 -W 1 -I clip0 10.1.0.2; atm -s | grep -E 'crc|length|hec|lost'", "--fault",
            "loss=0.002,biterrors=0.000005,seed=3");
        int[] counts = summary(outcome);
        assertEquals(200, counts[0], outcome::toString);
        assertTrue(counts[1] < 200 && counts[1] > 100, outcome::toString);
        assertTrue(outcome.output().contains("crc"), outcome::toString);
    }
}

package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The network's programs against each other on one machine: over {@code lo}, and over the link that leads back. */
class NetProgramsIT {
    /** Own traffic takes the link. */
    private static final String BY_LINK = "ip route add 10.1.0.2/32 dev clip0; ";

    private static Outcome boot(String command) {
        return Sluice.boot(command, "--seed", "1", "--address", "10.1.0.2/24");
    }

    private static void contains(Outcome outcome, String... texts) {
        for (String text : texts) {
            assertTrue(outcome.output().contains(text) || outcome.errors().contains(text), () -> "no '" + text + "' in " + outcome);
        }
    }

    @Test
    void filesAreFetchedByHttpWithoutACopy() {
        String fetch = "curl -s -o /tmp/a -w '%{http_code} ' http://HOST:8080/apps.jar; cmp /tmp/a /lib/apps.jar && echo same; "
            + "curl -s -r 1000-200999 http://HOST:8080/apps.jar > /tmp/b; tail -c +1001 /lib/apps.jar | head -c 200000 | cmp - /tmp/b && echo part; "
            + "wget -q -O /tmp/c http://HOST:8080/shell.jar && cmp /tmp/c /lib/shell.jar && echo wget; ";
        Outcome outcome = boot("httpd -v -p 8080 /lib > /tmp/log & sleep 1; " + fetch.replace("HOST", "localhost") + BY_LINK
            + fetch.replace("HOST", "10.1.0.2") + "kill -INT %1; sleep 1; cat /tmp/log; ss -s; curl -I http://localhost:8080/");
        contains(outcome, "200 same\npart\nwget\n200 same\npart\nwget\n", "6 requests, ", ", copied 0\n",
            "curl: (7) Failed to connect to localhost port 8080: Connection refused\n");
    }

    @Test
    void ncCarriesBothWays() {
        Outcome outcome = boot("nc -l 9000 < /lib/shell.jar > /tmp/a & sleep 0.5; nc -N -w 2 localhost 9000 < /lib/apps.jar > /tmp/b; wait $!; "
            + "cmp /tmp/a /lib/apps.jar && cmp /tmp/b /lib/shell.jar && echo both; nc -l -u -w 2 9001 > /tmp/c & sleep 0.5; "
            + "echo datagram | nc -u -w 1 localhost 9001; sleep 2; cat /tmp/c; nc -z localhost 9002 || echo closed; nc localhost 9002");
        assertEquals("both\ndatagram\nclosed\n", outcome.output(), outcome::toString);
        contains(outcome, "nc: connect to localhost port 9002: Connection refused\n");
    }

    @Test
    void smallServicesAnswer() {
        Outcome outcome = boot("services -p 7000 & sleep 0.5; ss -tlH | wc -l; echo hello | nc -N -w 3 localhost 7007; "
            + "head -c 300000 /lib/apps.jar > /tmp/a; nc -N -w 3 localhost 7007 < /tmp/a | cmp - /tmp/a && echo echoed; "
            + "nc -d -w 3 localhost 7013; nc -d localhost 7019 | head -n 2 | cut -c 1-5; nc -N -w 3 localhost 7009 < /tmp/a; "
            + "echo q | nc -u -w 1 localhost 7007; echo t | nc -u -w 1 localhost 7013; traceroute -n 127.0.0.1 | tail -n 1 | cut -c 1-14; services -p 7000");
        contains(outcome, "4\nhello\nechoed\nThursday, January 1, 2026 ", " !\"#$\n!\"#$%\n", "q\nThursday", " 1  127.0.0.1 \n",
            "services: echo at 0.0.0.0:7007: Address already in use\n");
    }

    @Test
    void filesGoByTftp() {
        Outcome outcome = boot("mkdir /tmp/d; cp /lib/shell.jar /tmp/d/f; tftpd -w -p 6900 /tmp/d & sleep 0.5; " + BY_LINK
            + "tftp -p 6900 localhost get f /tmp/a && tftp -b 8192 -p 6900 10.1.0.2 get f /tmp/b && tftp -b 1400 -p 6900 localhost put /lib/apps.jar g && "
            + "cmp /tmp/a /lib/shell.jar && cmp /tmp/b /lib/shell.jar && cmp /tmp/d/g /lib/apps.jar && echo same; "
            + "tftp -p 6900 localhost get none /tmp/x; tftp -p 6900 localhost get ../a /tmp/x; tftp -p 6901 localhost get f /tmp/x; [ -e /tmp/x ] || echo nothing left");
        contains(outcome, "same\n", "tftp: the server says: File not found (1)\n", "tftp: the server says: Access violation (2)\n",
            "tftp: 127.0.0.1:6901: Connection refused\n", "nothing left\n");
    }

    @Test
    void nettestFindsTheBytesUnchanged() {
        String test = "nettest -c HOST -n 4M --hash && nettest -c HOST -n 4M --hash -z && nettest -c HOST -n 1M -P 3 -R --hash -z && ";
        Outcome outcome = boot("nettest -s > /tmp/log & sleep 0.5; " + test.replace("HOST", "localhost") + BY_LINK + test.replace("HOST", "10.1.0.2")
            + "nettest -c localhost -u -t 0.2 -b 1M && nettest --source 1M --seed 9 -p 9000 -1 > /tmp/s & sleep 20; "
            + "nettest --sink -c localhost -p 9000 > /tmp/r; cut -d ' ' -f 2- /tmp/s | head -n 1 > /tmp/s1; cut -d ' ' -f 2- /tmp/r | head -n 1 | cmp - /tmp/s1 && "
            + "echo raw");
        assertEquals(6, outcome.output().split("\nequal\n", -1).length - 1, outcome::toString);
        contains(outcome, "0 lost (0.00%)", "raw\n", "copied 0");
    }

    @Test
    void mistakesAreNamed() {
        Outcome outcome = boot("curl http://no.such.host/; echo $?; telnet localhost 1; nc 10.99.0.1 80; httpd -p 99999; traceroute -m 0 localhost; "
            + "nettest -c localhost; nettest -c localhost -l 99G; ss -x; httpd -p 80 /none; curl; curl https://localhost/; dig +time=1 +tries=1 @127.0.0.1 x");
        contains(outcome, "curl: (6) Could not resolve host: no.such.host\n", "telnet: Unable to connect to remote host: Connection refused\n",
            "nc: connect to 10.99.0.1 port 80: Network is unreachable\n", "httpd: '99999' is no port: must be 0 to 65535\n",
            "traceroute: number of hops 0: must be from 1 to 255\n", "nettest: connect to 127.0.0.1:5210: Connection refused\n",
            "nettest: write size ", "ss: unknown option -- 'x'\n", "httpd: /none: No such file or directory\n", "curl: no URL specified\n",
            "curl: (1) Protocol \"https\" not supported\n", "dig: no servers could be reached: 127.0.0.1\n");
    }
}

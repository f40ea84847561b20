package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Do programs get the names and addresses that a name server, and files named by the environment, say? */
class NamesIT {
    @Test
    void namesComeFromServerAndFiles() throws IOException {
        Path folder = Sluice.workFolder().resolve("names");
        List<Path> sdk = List.of(Sluice.root().resolve("userland/sdk/target/classes"), Sluice.root().resolve("kernel/abi/target/classes"));
        GuestCompiler.compile(folder.resolve("classes"), sdk, List.of(), GuestCompiler.Source.resource("guest-net/NameServer.java"));
        Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\nsearch example\noptions timeout:1 attempts:1\n");
        Files.writeString(folder.resolve("hosts"), "10.7.7.7 printer laser # in the hall\n");
        Outcome outcome = Sluice.boot("RESOLV_CONF=/mnt/n/resolv.conf HOSTS_FILE=/mnt/n/hosts java -cp /mnt/n/classes NameServer; cat /etc/resolv.conf | tail -1",
            "--share", folder + "=/mnt/n");
        assertEquals("""
            1 one.example/10.1.2.1 one.example/10.1.2.1
            1 one/10.1.2.1 one/10.1.2.1
            1 ALIAS.example/10.1.2.1 ALIAS.example/10.1.2.1
            200 many.example/10.1.2.1 many.example/10.1.2.200
            none.example: Name or service not known
            empty.example: No address associated with hostname
            broken.example: Temporary failure in name resolution
            1 printer/10.7.7.7 printer/10.7.7.7
            1 localhost/127.0.0.1 localhost/127.0.0.1
            1 /10.9.8.7 /10.9.8.7
            one.example 10.1.2.99 printer
            example. 60 IN MX 5 mail.example.
            NO_DATA
            [10, 1, 2, 1]
            nameserver 10.0.2.3
            """, outcome.output(), outcome::toString);
        assertEquals(0, outcome.status());
    }
}

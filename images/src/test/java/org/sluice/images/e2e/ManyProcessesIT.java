package org.sluice.images.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many Java programs at a time, each with its own statics, output and end. */
class ManyProcessesIT {
    private static final int COUNT = 40;

    /** All forty wait until all forty run: a file each says so. */
    private static final String MEMBER = """
        import java.nio.file.*;
        import java.util.*;
        import java.util.stream.*;
        public class Member {
            static int mine = -1;
            public static void main(String[] args) throws Exception {
                int number = Integer.parseInt(args[0]);
                int count = Integer.parseInt(args[1]);
                mine = number;
                Locale.setDefault(number % 2 == 0 ? Locale.GERMANY : Locale.US);
                System.setProperty("number", args[0]);
                Files.writeString(Path.of("/tmp/member" + number), "here");
                int seen = 0;
                while (seen < count) {
                    try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
                        seen = (int) files.filter(f -> f.getFileName().toString().startsWith("member")).count();
                    }
                    Thread.sleep(5);
                }
                Map<Integer, Long> work = IntStream.range(0, 20_000).boxed().collect(Collectors.groupingBy(i -> i % 7, TreeMap::new, Collectors.counting()));
                System.out.println(mine + " " + System.getProperty("number") + " " + String.format("%,d", 1000 + number) + " " + work.get(number % 7));
                System.exit(number);
            }
        }
        """;

    @Test
    void fortyProgramsAtOnceEachDoTheirWork(@TempDir Path folder) throws IOException {
        GuestCompiler.compile(folder, List.of(), List.of(), new GuestCompiler.Source("Member.java", MEMBER));
        Files.writeString(folder.resolve("all.sh"), """
            i=1
            pids=
            while [ $i -le %d ]; do
                java -cp /mnt/m Member $i %d > /tmp/out$i &
                pids="$pids $!"
                i=$((i + 1))
            done
            sum=0
            for p in $pids; do
                wait $p
                sum=$((sum + $?))
            done
            echo statuses $sum
            i=1
            while [ $i -le %d ]; do
                cat /tmp/out$i
                i=$((i + 1))
            done
            """.formatted(COUNT, COUNT, COUNT));
        Outcome outcome = Sluice.boot("sh /mnt/m/all.sh", "--share", folder + "=/mnt/m");
        String expected = "statuses " + COUNT * (COUNT + 1) / 2 + "\n" + IntStream.rangeClosed(1, COUNT).mapToObj(n -> n + " " + n + " "
            + (n % 2 == 0 ? "1." : "1,") + "0%02d ".formatted(n) + (20_000 / 7 + (n % 7 < 20_000 % 7 ? 1 : 0)) + "\n").collect(Collectors.joining());
        assertEquals(expected, outcome.output(), outcome::errors);
        assertEquals(0, outcome.status());
    }
}

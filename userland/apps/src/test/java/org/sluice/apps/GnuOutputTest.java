package org.sluice.apps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Output and exit status equal those of the GNU tools, byte for byte, as recorded in {@code gnu/cases.txt}: a line
 * {@code $ COMMAND [< FILE] => STATUS}, then the output indented by two spaces. The commands run among the files of
 * {@code gnu/files}.
 */
class GnuOutputTest extends CommandTest {
    record Case(String line, int status, String output) {
        @Override
        public String toString() {
            return line;
        }
    }

    static Stream<Case> cases() throws IOException, URISyntaxException {
        List<Case> cases = new ArrayList<>();
        String line = null;
        int status = 0;
        boolean newline = true;
        StringBuilder output = new StringBuilder();
        List<String> lines = new ArrayList<>(Files.readString(resource("/gnu/cases.txt")).lines().toList());
        lines.add("$ end => 0");
        for (String next : lines) {
            if (!next.startsWith("$ ")) {
                output.append(next, 2, next.length()).append('\n');
                continue;
            }
            if (line != null) {
                cases.add(new Case(line, status, newline ? output.toString() : output.substring(0, output.length() - 1)));
            }
            int arrow = next.lastIndexOf(" => ");
            line = next.substring(2, arrow);
            newline = !next.endsWith(" no newline");
            status = Integer.parseInt(next.substring(arrow + 4).split(" ")[0]);
            output.setLength(0);
        }
        return cases.stream();
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(GnuOutputTest.class.getResource(name).toURI());
    }

    private void copyFiles() throws IOException, URISyntaxException {
        Path source = resource("/gnu/files");
        try (Stream<Path> files = Files.walk(source)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    write(source.relativize(file).toString(), Files.readAllBytes(file));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        Files.createSymbolicLink(directory.resolve("d/lnk"), Path.of("e1"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void equalsTheRecordedOne(Case one) throws IOException, URISyntaxException {
        copyFiles();
        int less = one.line.indexOf(" < ");
        byte[] input = less < 0 ? new byte[0] : Files.readAllBytes(directory.resolve(one.line.substring(less + 3).trim()));
        Result result = run(less < 0 ? one.line : one.line.substring(0, less), input);
        assertEquals(one.output, new String(last.outBytes(), StandardCharsets.UTF_8), result.err());
        assertEquals(one.status, result.status(), result.err());
    }
}

package org.sluice.images.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Do the pages of {@code docs/rfc} name classes, methods, tests and scripts that exist? */
class RfcPagesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path SCRIPTS = ROOT.resolve("kernel/drill/src/test/resources/drill");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    /** A class, perhaps with a member: two capitals or more than one letter, so that words of protocols are none. */
    private static final Pattern CODE = Pattern.compile("([A-Z][a-z][A-Za-z0-9]+)(?:\\.([A-Za-z_][A-Za-z0-9_]*))?");
    private static final Pattern SCRIPT = Pattern.compile("([a-z_]+)/([a-z0-9-]+|\\*)");

    @Test
    void everythingNamedIsThere() throws IOException {
        Map<String, List<Path>> sources = sources();
        List<String> missing = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs/rfc"))) {
            for (Path page : pages.filter(p -> p.toString().endsWith(".md")).sorted().toList()) {
                String family = "";
                Matcher quoted = QUOTED.matcher(Files.readString(page));
                while (quoted.find()) {
                    String name = quoted.group(1);
                    Matcher code = CODE.matcher(name);
                    Matcher script = SCRIPT.matcher(name);
                    if (code.matches()) {
                        seen++;
                        if (!known(sources, code.group(1), code.group(2))) {
                            missing.add(page.getFileName() + ": " + name);
                        }
                    } else if (script.matches() && (Files.isDirectory(SCRIPTS.resolve(script.group(1))) || !script.group(1).equals("kernel"))) {
                        seen++;
                        family = script.group(1);
                        Path folder = SCRIPTS.resolve(family);
                        if (!Files.isDirectory(folder) || !script.group(2).equals("*") && !Files.exists(folder.resolve(script.group(2) + ".pkt"))) {
                            missing.add(page.getFileName() + ": " + name);
                        }
                    } else if (name.matches("[a-z0-9]+(-[a-z0-9]+)+") && !Files.exists(SCRIPTS.resolve(family).resolve(name + ".pkt"))) {
                        // a further script of the family named before
                        missing.add(page.getFileName() + ": " + name + " in " + family);
                    }
                }
            }
        }
        assertTrue(seen > 100, "names found: " + seen);
        assertEquals(List.of(), missing);
    }

    private static Map<String, List<Path>> sources() throws IOException {
        Map<String, List<Path>> sources = new HashMap<>();
        for (String module : List.of("kernel", "userland", "images", "vm", "drivers")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
                files.filter(f -> f.toString().endsWith(".java") && f.toString().contains("/src/")).forEach(f -> {
                    String name = f.getFileName().toString();
                    sources.computeIfAbsent(name.substring(0, name.length() - 5), n -> new ArrayList<>()).add(f);
                });
            }
        }
        return sources;
    }

    private static boolean known(Map<String, List<Path>> sources, String type, String member) throws IOException {
        for (Path file : sources.getOrDefault(type, List.of())) {
            if (member == null || Pattern.compile("\\b" + member + "\\b").matcher(Files.readString(file)).find()) {
                return true;
            }
        }
        return false;
    }
}

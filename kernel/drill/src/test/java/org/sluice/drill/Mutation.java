package org.sluice.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A change to the stack, and the scripts that must notice it.
 *
 * @param fails names of scripts, as FAMILY/NAME
 */
record Mutation(String name, List<Edit> edits, List<String> fails) {
    /** A replacement. @param file below the package of the service */
    record Edit(String file, String before, String after) {
    }

    /** Reads a list of mutations. */
    static List<Mutation> read(Path list) throws IOException {
        List<Mutation> found = new ArrayList<>();
        String name = null;
        String file = null;
        List<Edit> edits = new ArrayList<>();
        List<String> lines = new ArrayList<>(Files.readAllLines(list));
        lines.add("mutation");
        List<String> fails = List.of();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", 2);
            String value = parts.length == 2 ? parts[1].strip() : "";
            switch (parts[0]) {
                case "mutation" -> {
                    if (name != null) {
                        found.add(new Mutation(name, List.copyOf(edits), fails));
                    }
                    name = value;
                    edits.clear();
                    fails = List.of();
                }
                case "file" -> file = value;
                case "old" -> edits.add(new Edit(file, value, ""));
                case "new" -> edits.set(edits.size() - 1, new Edit(file, edits.getLast().before, value));
                case "fails" -> fails = List.of(value.split("\\s+"));
                default -> throw new IOException(list + ": '" + line + "'");
            }
        }
        return found;
    }
}

package org.sluice.classlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What class files can say and Java cannot. */
class CraftedClassesTest {
    @Test
    void noClassFileNamesWhatAProgramMayNot(@TempDir Path root) {
        Map<String, byte[]> crafted = CraftedClasses.all();
        List<Map<String, byte[]>> parts = new ArrayList<>(Programs.CLASS_PATH.parts());
        parts.add(crafted);
        List<String> places = new ArrayList<>(Programs.CLASS_PATH.names());
        places.add("/lib/crafted");
        GuestProcess process = new GuestProcess(new GuestProcess.Parts(parts, places), root, "", Programs.QUOTA);
        String[] names = crafted.keySet().stream().map(n -> n.substring("crafted/".length(), n.length() - ".class".length()))
            .toArray(String[]::new);
        assertEquals(0, process.run("program.Crafted", names), process.output());
        List<String> lines = process.output().lines().toList();
        assertEquals(names.length, lines.size(), process.output());
        assertTrue(lines.contains("handleOfForName: own System"), process.output());
        assertEquals(List.of(), lines.stream().filter(l -> !l.matches("\\w+: (own System|own lookup|null|\\w+(Error|Exception))")).toList());
    }
}

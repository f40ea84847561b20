package org.sluice.images.build;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.vm.code.JvmOptions;

class JvmOptionsTest {
    @Test
    void theLaunchersOptionsContainWhatRelinkedCodeNeeds() throws IOException {
        String options = String.join(" ", Files.readAllLines(Path.of("src/main/dist/jvm.options")).stream()
            .filter(line -> !line.startsWith("#")).toList()) + " ";
        assertTrue(options.contains(String.join(" ", JvmOptions.REQUIRED) + " "), options + " lacks " + List.copyOf(JvmOptions.REQUIRED));
    }
}

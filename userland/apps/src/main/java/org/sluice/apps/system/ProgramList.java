package org.sluice.apps.system;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.sluice.apps.Lines;

/** The commands of this jar, as the resource {@code programs.txt} lists them for the image builder. */
final class ProgramList {
    private ProgramList() {
    }

    /** Pairs of a command's name and its main class. */
    static List<String[]> read() throws IOException {
        List<String[]> programs = new ArrayList<>();
        try (InputStream in = ProgramList.class.getResourceAsStream("/programs.txt")) {
            if (in == null) {
                throw new IOException("the list of programs is missing from the jar");
            }
            Lines lines = new Lines(in);
            while (lines.next()) {
                String line = lines.text();
                int space = line.indexOf(' ');
                programs.add(new String[] {line.substring(0, space), line.substring(space + 1)});
            }
        }
        return programs;
    }
}

package org.sluice.classlib;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Runs a program as a guest from the command line: CLASSPATH MAIN ARG... For trying things out. */
final class GuestMain {
    private GuestMain() {
    }

    public static void main(String[] args) throws Exception {
        List<Path> path = Arrays.stream(args[0].split(":")).map(Path::of).toList();
        GuestProcess.Parts program = GuestProcess.Parts.of(path);
        String[] rest = Arrays.copyOfRange(args, 2, args.length);
        int times = Integer.getInteger("times", 1);
        int status = 0;
        for (int i = 0; i < times; i++) {
            Path root = Files.createTempDirectory("guest");
            Files.createDirectories(root.resolve("tmp"));
            long start = System.nanoTime();
            GuestProcess process = new GuestProcess(program, root, System.in, System.out, 512L << 20);
            long created = System.nanoTime();
            status = process.run(args[1], rest);
            long end = System.nanoTime();
            System.err.printf("[create %d us, run %d us, %d classes, status %d]%n", (created - start) / 1000,
                (end - created) / 1000, process.namespace.definedClasses(), status);
        }
        System.exit(status);
    }
}

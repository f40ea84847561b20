package org.sluice.apps.file;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;

/** {@code du}: sums up the storage that files take. */
public final class Du extends Command {
    private boolean all;
    private boolean human;
    private boolean apparent;
    private long maxDepth = Long.MAX_VALUE;
    private long unit = 1024;
    private final Set<String> seen = new HashSet<>();

    public Du() {
        super("du");
    }

    public static void main(String[] args) {
        new Du().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("a/all s/summarize h/human-readable c/total b/bytes k m apparent-size d/max-depth: x",
                args);
        boolean total = false;
        boolean summary = false;
        while (options.next()) {
            switch (options.name()) {
                case "a" -> all = true;
                case "s" -> summary = true;
                case "h" -> human = true;
                case "c" -> total = true;
                case "b" -> {
                    apparent = true;
                    unit = 1;
                }
                case "k" -> unit = 1024;
                case "m" -> unit = 1024 * 1024;
                case "apparent-size" -> apparent = true;
                case "d" -> maxDepth = options.number("maximum depth");
                default -> { } // -x: each walk stays on what is mounted below the operand anyway
            }
        }
        if (summary && all) {
            throw new Failure.Usage("cannot both summarize and show all entries");
        }
        maxDepth = summary ? 0 : maxDepth;
        long sum = 0;
        String[] operands = options.operandsOr(".");
        for (int i = 0; i < operands.length; i++) {
            sum += measure(operands[i], 0);
        }
        if (total) {
            show(sum, "total");
        }
        return status();
    }

    private long measure(String name, long depth) {
        long[] stat;
        try {
            stat = io.stat(name, false);
        } catch (IOException e) {
            warn("cannot access '" + name + "': " + Reasons.of(e));
            return 0;
        }
        boolean directory = Modes.is(stat[FileFlags.ST_MODE], FileFlags.S_IFDIR);
        boolean known = stat[FileFlags.ST_INO] != 0 && (directory || stat[FileFlags.ST_NLINK] > 1)
                && !seen.add(stat[FileFlags.ST_DEV] + ":" + stat[FileFlags.ST_INO]);
        if (known) {
            return 0;
        }
        long bytes = apparent ? stat[FileFlags.ST_SIZE] : stat[FileFlags.ST_BLOCKS] * 512;
        if (directory) {
            String[] names = io.file(name).list();
            if (names == null) {
                warn("cannot read directory '" + name + "': Permission denied");
                names = new String[0];
            }
            Arrays.sort(names);
            for (int i = 0; i < names.length; i++) {
                bytes += measure(Names.join(name, names[i]), depth + 1);
            }
        }
        if (depth == 0 || depth <= maxDepth && (directory || all)) {
            show(bytes, name);
        }
        return bytes;
    }

    private void show(long bytes, String name) {
        out.print(human ? Numbers.human(bytes) : Long.toString((bytes + unit - 1) / unit));
        out.write('\t');
        out.println(name);
    }
}

package org.sluice.apps.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Numbers;
import org.sluice.apps.Options;
import org.sluice.apps.Reasons;
import org.sluice.sys.Sys;

/** {@code df}: shows how full file systems are. */
public final class Df extends Command {
    private boolean human;
    private boolean all;

    public Df() {
        super("df");
    }

    public static void main(String[] args) {
        new Df().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("h/human-readable k a/all T/print-type", args);
        boolean types = false;
        while (options.next()) {
            switch (options.name()) {
                case "h" -> human = true;
                case "a" -> all = true;
                case "T" -> types = true;
                default -> human = false;
            }
        }
        List<String[]> mounts = mounts();
        List<String[]> rows = new ArrayList<>();
        String[] head = {"Filesystem", "Type", human ? "Size" : "1K-blocks", "Used", human ? "Avail"
                : "Available", "Use%", "Mounted on"};
        rows.add(head);
        String[] operands = options.operands();
        for (int i = 0; i < (operands.length == 0 ? mounts.size() : operands.length); i++) {
            String[] mount = operands.length == 0 ? mounts.get(i) : mountOf(operands[i], mounts);
            if (mount != null) {
                row(rows, mount, operands.length > 0);
            }
        }
        if (rows.size() == 1 && status() == 0) {
            throw new Failure(1, "no file systems processed");
        }
        if (rows.size() > 1) {
            print(rows, types);
        }
        return status();
    }

    private List<String[]> mounts() throws IOException {
        List<String[]> mounts = new ArrayList<>();
        String[] lines = io.readText(io.proc() + "/mounts").split("\n");
        for (int i = 0; i < lines.length; i++) {
            String[] fields = lines[i].split(" ");
            if (fields.length >= 3) {
                mounts.add(new String[] {fields[0], fields[1].replace("\\040", " "), fields[2]});
            }
        }
        return mounts;
    }

    /** The mount whose directory is the longest beginning of a file's name. */
    private String[] mountOf(String name, List<String[]> mounts) throws IOException {
        if (!io.file(name).exists()) {
            warn(name + ": No such file or directory");
            return null;
        }
        String path = io.file(name).getCanonicalPath();
        String[] best = null;
        for (int i = 0; i < mounts.size(); i++) {
            String at = mounts.get(i)[1];
            boolean holds = path.equals(at) || path.startsWith(at.endsWith("/") ? at : at + "/");
            if (holds && (best == null || at.length() >= best[1].length())) {
                best = mounts.get(i);
            }
        }
        return best;
    }

    private void row(List<String[]> rows, String[] mount, boolean asked) {
        long[] info = new long[FileFlags.FS_LENGTH];
        try {
            Sys.check(io.calls().statfs(mount[1], info), mount[1]);
        } catch (IOException e) {
            warn(mount[1] + ": " + Reasons.of(e));
            return;
        }
        if (info[FileFlags.FS_BLOCKS] == 0 && !all && !asked) {
            return;
        }
        long size = info[FileFlags.FS_BLOCKS] * info[FileFlags.FS_BLOCK_SIZE];
        long free = info[FileFlags.FS_FREE] * info[FileFlags.FS_BLOCK_SIZE];
        long used = size - free;
        String percent = size == 0 ? "-" : (used * 100 + size - 1) / size + "%";
        rows.add(new String[] {mount[0], mount[2], amount(size), amount(used), amount(free), percent, mount[1]});
    }

    private String amount(long bytes) {
        return human ? Numbers.human(bytes) : Long.toString((bytes + 1023) / 1024);
    }

    private void print(List<String[]> rows, boolean types) {
        int[] widths = {14, 4, 5, 5, 5, 4, 0};
        for (int i = 0; i < rows.size(); i++) {
            for (int k = 0; k < widths.length; k++) {
                widths[k] = Math.max(widths[k], rows.get(i)[k].length());
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i);
            out.printLeft(row[0], widths[0]);
            if (types) {
                out.print(" ");
                out.printLeft(row[1], widths[1]);
            }
            for (int k = 2; k < 6; k++) {
                out.write(' ');
                out.printRight(row[k], widths[k]);
            }
            out.println(" " + row[6]);
        }
    }
}

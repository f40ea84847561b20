package org.sluice.apps.file;

import java.io.IOException;
import java.util.Arrays;
import org.sluice.abi.FileFlags;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.ManualPage;
import org.sluice.apps.Reasons;

/** {@code find}: walks directories and does what an expression says with each file. */
public final class Find extends Command implements Problems {
    private FindExpression expression;
    private boolean follow;

    public Find() {
        super("find");
    }

    public static void main(String[] args) {
        new Find().start(args);
    }

    @Override
    public void report(String message) {
        warn(message);
    }

    @Override
    protected int run(String[] args) throws IOException {
        int at = 0;
        while (at < args.length && (args[at].equals("-L") || args[at].equals("-P") || args[at].equals("-H"))) {
            follow = args[at++].equals("-L");
        }
        int first = at;
        while (at < args.length && !startsExpression(args[at])) {
            at++;
        }
        if (Arrays.asList(args).contains("--help")) {
            out.print(ManualPage.help(io, name()));
            return 0;
        }
        String[] roots = at == first ? new String[] {"."} : Arrays.copyOfRange(args, first, at);
        FindParser parser = new FindParser(io, args, at, new FindActions(io, this));
        expression = parser.parse();
        for (int i = 0; i < roots.length && !parser.actions().quit; i++) {
            walk(new FindFile(roots[i], Names.base(roots[i]), 0), parser);
        }
        parser.actions().finish();
        return parser.actions().failed && status() == 0 ? 1 : status();
    }

    private static boolean startsExpression(String arg) {
        return arg.length() > 1 && arg.startsWith("-") || arg.equals("(") || arg.equals(")") || arg.equals("!")
                || arg.equals(",");
    }

    private void walk(FindFile file, FindParser options) throws IOException {
        try {
            file.stat = stat(file.path);
        } catch (IOException e) {
            warn("'" + file.path + "': " + Reasons.of(e));
            return;
        }
        boolean directory = Modes.is(file.mode(), FileFlags.S_IFDIR);
        boolean inRange = file.depth >= options.minDepth();
        if (inRange && !options.depthFirst()) {
            expression.test(file);
        }
        boolean descend = directory && file.depth < options.maxDepth() && !file.prune && !options.actions().quit;
        if (descend) {
            String[] names = io.file(file.path).list();
            if (names == null) {
                warn("'" + file.path + "': Permission denied");
                names = new String[0];
            }
            Arrays.sort(names);
            for (int i = 0; i < names.length && !options.actions().quit; i++) {
                walk(new FindFile(Names.join(file.path, names[i]), names[i], file.depth + 1), options);
            }
        }
        if (inRange && options.depthFirst() && !options.actions().quit) {
            expression.test(file);
        }
    }

    private long[] stat(String path) throws IOException {
        if (!follow) {
            return io.stat(path, false);
        }
        try {
            return io.stat(path, true);
        } catch (IOException e) {
            return io.stat(path, false); // a link that leads nowhere
        }
    }

    /** For the parser: an error in the expression. */
    static Failure error(String message) {
        return new Failure(2, message);
    }
}

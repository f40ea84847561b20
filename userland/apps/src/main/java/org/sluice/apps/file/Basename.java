package org.sluice.apps.file;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code basename}: shows the last part of file names. */
public final class Basename extends Command {
    public Basename() {
        super("basename");
    }

    public static void main(String[] args) {
        new Basename().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("+ a/multiple s/suffix: z/zero", args);
        boolean multiple = false;
        String suffix = "";
        int end = '\n';
        while (options.next()) {
            switch (options.name()) {
                case "a" -> multiple = true;
                case "s" -> {
                    suffix = options.value();
                    multiple = true;
                }
                default -> end = 0;
            }
        }
        String[] operands = options.operands();
        if (operands.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        if (!multiple && operands.length > 2) {
            throw new Failure.Usage("extra operand '" + operands[2] + "'");
        }
        int count = multiple ? operands.length : 1;
        if (!multiple && operands.length == 2) {
            suffix = operands[1];
        }
        for (int i = 0; i < count; i++) {
            String base = Names.base(operands[i]);
            boolean cut = base.endsWith(suffix) && base.length() > suffix.length();
            out.print(cut ? base.substring(0, base.length() - suffix.length()) : base);
            out.write(end);
        }
        return 0;
    }
}

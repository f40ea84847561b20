package org.sluice.apps.file;

import java.io.IOException;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code dirname}: shows file names without their last part. */
public final class Dirname extends Command {
    public Dirname() {
        super("dirname");
    }

    public static void main(String[] args) {
        new Dirname().start(args);
    }

    @Override
    protected int run(String[] args) throws IOException {
        Options options = new Options("z/zero", args);
        int end = '\n';
        while (options.next()) {
            end = 0;
        }
        String[] operands = options.operands();
        if (operands.length == 0) {
            throw new Failure.Usage("missing operand");
        }
        for (int i = 0; i < operands.length; i++) {
            out.print(Names.directory(operands[i]));
            out.write(end);
        }
        return 0;
    }
}

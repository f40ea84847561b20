package org.sluice.apps.usertests;

import java.util.ArrayList;
import java.util.List;
import org.sluice.apps.Command;
import org.sluice.apps.Failure;
import org.sluice.apps.Options;

/** {@code usertests [NAME...]}: runs all tests, or those named; with {@code -l} lists them. */
public final class UserTests extends Command {
    /** First operand of a process that a test has started. */
    static final String CHILD = "--child";

    public UserTests() {
        super("usertests");
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 1 && args[0].equals(CHILD)) {
            System.exit(Children.run(args));
        }
        new UserTests().start(args);
    }

    private static List<UserTest> tests() {
        List<UserTest> tests = new ArrayList<>();
        ErrorTests.addTo(tests);
        ArgumentTests.addTo(tests);
        ObjectTests.addTo(tests);
        ProcessTests.addTo(tests);
        AreaTests.addTo(tests);
        TransferTests.addTo(tests);
        PagingTests.addTo(tests);
        KillTests.addTo(tests);
        StackTests.addTo(tests);
        PinnedTests.addTo(tests);
        FuzzTests.addTo(tests);
        QuotaTests.addTo(tests);
        return tests;
    }

    @Override
    protected int run(String[] args) {
        Options options = new Options("l", args);
        boolean list = false;
        while (options.next()) {
            list = true;
        }
        List<UserTest> chosen = choose(options.operands());
        if (list) {
            for (UserTest test : chosen) {
                out.println(test.name() + ": " + test.question());
            }
            return 0;
        }
        int failed = 0;
        Kit kit = new Kit(io.calls());
        try {
            for (UserTest test : chosen) {
                out.print(test.name() + ": " + test.question() + " ");
                out.flush();
                String problem = attempt(test, kit);
                failed += problem == null ? 0 : 1;
                out.println(problem == null ? "yes" : "NO: " + problem);
                out.flush();
            }
        } finally {
            kit.close();
        }
        out.println(chosen.size() - failed + " passed, " + failed + " failed");
        return failed == 0 ? 0 : 1;
    }

    private static List<UserTest> choose(String[] names) {
        List<UserTest> all = tests();
        if (names.length == 0) {
            return all;
        }
        List<UserTest> chosen = new ArrayList<>();
        for (String name : names) {
            UserTest found = null;
            for (UserTest test : all) {
                found = test.name().equals(name) ? test : found;
            }
            if (found == null) {
                throw new Failure.Usage("no test '" + name + "'; -l lists them");
            }
            chosen.add(found);
        }
        return chosen;
    }

    private static String attempt(UserTest test, Kit kit) {
        try {
            test.body().run(kit);
            return null;
        } catch (Kit.Failed e) {
            return e.getMessage();
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            StackTraceElement[] stack = e.getStackTrace();
            return e + (stack.length > 0 ? " at " + stack[0] : "");
        }
    }
}

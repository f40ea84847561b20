package org.sluice.kernel.process;

import org.sluice.kernel.Kernel;

/** Makes processes that run the test's own code instead of a program. */
public final class TestProcesses {
    /** What {@link #create} gives a process. */
    public static final Quotas QUOTAS = new Quotas(64, 32, 40, 1 << 20, 1 << 20);

    private TestProcesses() {
    }

    public static Process create(Kernel kernel, Process parent, String name, int group) {
        return create(kernel, parent, name, group, QUOTAS);
    }

    public static Process create(Kernel kernel, Process parent, String name, int group, Quotas quotas) {
        return kernel.processes().create(parent, new Program(name, "/bin/" + name, name, null, new String[0], new String[] {name}),
            new String[0], "/", quotas, group);
    }
}

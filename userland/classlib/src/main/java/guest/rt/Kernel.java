package guest.rt;

import org.sluice.abi.SystemCalls;
import org.sluice.vm.code.gate.Gate;

/** The process' way to the kernel and to the machine. */
public final class Kernel {
    /** The machine's services for this process. */
    public static final Gate GATE = Handoff.take();
    /** The kernel's calls. */
    public static final SystemCalls CALLS = (SystemCalls) GATE.systemCalls();

    private Kernel() {
    }
}

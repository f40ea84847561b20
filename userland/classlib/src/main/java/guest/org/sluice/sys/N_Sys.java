package guest.org.sluice.sys;

import guest.rt.Kernel;
import org.sluice.abi.SystemCalls;

/** The body of {@code org.sluice.sys.Sys.calls}: the process' own system calls. */
public final class N_Sys {
    private N_Sys() {
    }

    public static SystemCalls calls() {
        return Kernel.CALLS;
    }
}

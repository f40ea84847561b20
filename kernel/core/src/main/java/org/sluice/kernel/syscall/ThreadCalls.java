package org.sluice.kernel.syscall;

import org.sluice.abi.Errno;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.KernelThread;
import org.sluice.kernel.thread.LockRank;
import org.sluice.kernel.thread.SpinLock;
import org.sluice.kernel.thread.WaitQueue;

/** The calls on threads, numbers 20 to 29. */
final class ThreadCalls {
    private static final int MAX_NAME = 256;

    private final Kernel kernel;
    private final Process process;

    ThreadCalls(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
    }

    int threadStart(Runnable body, String name, int priority, boolean daemon) {
        if (body == null) {
            throw new CallFailed(Errno.EFAULT);
        }
        checkPriority(priority);
        String label = name == null ? "" : name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
        return process.startThread(body, label, priority, daemon).id();
    }

    private static void checkPriority(int priority) {
        if (priority < KernelThread.MIN_PRIORITY || priority > KernelThread.MAX_PRIORITY) {
            throw new CallFailed(Errno.EINVAL);
        }
    }

    private KernelThread find(int tid) {
        KernelThread thread = process.thread(tid);
        if (thread == null) {
            throw new CallFailed(Errno.ESRCH);
        }
        return thread;
    }

    int threadYield() {
        KernelThread.current().polled(true);
        return 0;
    }

    int park(long nanos) {
        KernelThread.current().parkForPermit(ProcessCalls.Deadlines.after(kernel.clock(), nanos));
        return 0;
    }

    int unpark(int tid) {
        find(tid).givePermit();
        return 0;
    }

    int threadInterrupt(int tid) {
        find(tid).interrupt();
        return 0;
    }

    int threadClearInterrupt() {
        return KernelThread.current().takeInterrupt() ? 1 : 0;
    }

    int threadPriority(int tid, int priority) {
        checkPriority(priority);
        find(tid).setPriority(priority);
        return 0;
    }

    int sleep(long nanos) {
        if (nanos < 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        SpinLock lock = new SpinLock(LockRank.THREAD);
        WaitQueue nobody = new WaitQueue();
        lock.acquire();
        try {
            WaitQueue.Wake wake = nobody.sleep(lock, "sleep", WaitQueue.Mode.INTERRUPTIBLE,
                ProcessCalls.Deadlines.after(kernel.clock(), nanos));
            if (wake == WaitQueue.Wake.INTERRUPTED) {
                throw new CallFailed(Errno.EINTR);
            }
            return 0;
        } finally {
            lock.release();
        }
    }
}

package org.sluice.kernel.syscall;

import java.util.ArrayList;
import java.util.List;
import org.sluice.abi.Errno;
import org.sluice.abi.Poll;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.file.FileSession;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.thread.Signal;
import org.sluice.kernel.thread.WaitQueue;

/** Waiting for events of several files, number 181. */
final class PollCalls {
    /** Told whether asked for or not. */
    private static final int ALWAYS = Poll.ERROR | Poll.HANG_UP;
    /** Entries that are looked at between two looks whether the process is to end. */
    private static final int AT_ONCE = 256;

    private final Kernel kernel;
    private final Process process;

    PollCalls(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
    }

    int pollFiles(long[] entries, int count, long timeout) {
        if (count < 0 || count > Poll.MOST) {
            throw new CallFailed(Errno.EINVAL);
        }
        if (entries == null || entries.length < count) {
            throw new CallFailed(Errno.EFAULT);
        }
        long now = kernel.clock().monotonicNanos();
        long deadline = timeout < 0 || now + timeout < 0 ? WaitQueue.FOREVER : now + timeout;
        // a reference for the whole call: a file that another thread closes meanwhile ends with it
        List<OpenObject<FileSession>> open = new ArrayList<>(count);
        int watched = 0;
        Signal signal = null;
        try {
            for (int i = 0; i < count; i++) {
                open.add(open(entries, i));
            }
            while (true) {
                int ready = look(entries, open);
                if (ready > 0 || timeout == 0) {
                    return ready;
                }
                if (signal == null) {
                    signal = new Signal();
                    for (; watched < count; watched++) {
                        if (open.get(watched) != null) {
                            open.get(watched).object().watch(signal);
                        }
                    }
                    // what changed before it was watched
                    continue;
                }
                switch (signal.await("poll", deadline)) {
                    case TIMED_OUT -> {
                        return look(entries, open);
                    }
                    case INTERRUPTED -> throw new CallFailed(Errno.EINTR);
                    case WOKEN -> { }
                }
            }
        } finally {
            for (int i = 0; i < watched; i++) {
                if (open.get(i) != null) {
                    open.get(i).object().unwatch(signal);
                }
            }
            for (OpenObject<FileSession> file : open) {
                if (file != null) {
                    file.release();
                }
            }
        }
    }

    private OpenObject<FileSession> open(long[] entries, int i) {
        int handle = Poll.handle(entries[i]);
        if (handle < 0) {
            return null;
        }
        try {
            return process.handles().use(handle, FileSession.class, 0);
        } catch (CallFailed e) {
            return null;
        }
    }

    private int look(long[] entries, List<OpenObject<FileSession>> open) {
        int found = 0;
        for (int i = 0; i < open.size(); i++) {
            if (i % AT_ONCE == AT_ONCE - 1) {
                process.checkpoint();
            }
            long entry = entries[i];
            OpenObject<FileSession> file = open.get(i);
            int ready = 0;
            if (file != null) {
                ready = file.object().ready() & (Poll.wanted(entry) | ALWAYS);
            } else if (Poll.handle(entry) >= 0) {
                ready = Poll.INVALID;
            }
            entries[i] = Poll.answered(entry, ready);
            found += ready != 0 ? 1 : 0;
        }
        return found;
    }
}

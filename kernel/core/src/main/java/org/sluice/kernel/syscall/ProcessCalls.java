package org.sluice.kernel.syscall;

import java.util.Arrays;
import org.sluice.abi.Errno;
import org.sluice.abi.FileFlags;
import org.sluice.abi.ProcessKilled;
import org.sluice.abi.Spawn;
import org.sluice.abi.SystemCalls;
import org.sluice.kernel.CallFailed;
import org.sluice.kernel.Kernel;
import org.sluice.kernel.handle.OpenObject;
import org.sluice.kernel.process.ClassPath;
import org.sluice.kernel.process.Process;
import org.sluice.kernel.process.ProgramLoader;
import org.sluice.kernel.thread.WaitQueue;

/** The calls on processes, signals, time and memory, numbers 1 to 11 and 40 to 44. */
final class ProcessCalls {
    /** Random bytes between two looks at whether the process is ending. */
    private static final int RANDOM_SLICE = 64 << 10;

    private final Kernel kernel;
    private final Process process;

    ProcessCalls(Kernel kernel, Process process) {
        this.kernel = kernel;
        this.process = process;
    }

    int exit(int status) {
        kernel.processes().end(process, Spawn.exited(status));
        throw ProcessKilled.INSTANCE;
    }

    int spawn(String path, String[] argv, String[] env, int[] handles, String cwd, int group, int flags) {
        if (handles == null) {
            throw new CallFailed(Errno.EFAULT);
        }
        if (group < Spawn.GROUP_INHERIT || (flags & ~(Spawn.TRACE | Spawn.FOREGROUND)) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        String directory = process.directory();
        if (cwd != null) {
            directory = kernel.files().resolve(process.absolute(cwd));
            long[] stat = new long[FileFlags.ST_LENGTH];
            kernel.files().stat(directory, stat, false);
            if ((stat[FileFlags.ST_MODE] & FileFlags.S_IFMT) != FileFlags.S_IFDIR) {
                throw new CallFailed(Errno.ENOTDIR);
            }
        }
        int[] given = handles.clone();
        var request = new ProgramLoader.Request(path, argv == null ? null : argv.clone(), env == null ? null : env.clone(),
            directory, group, (flags & Spawn.TRACE) != 0);
        Process child = kernel.programs().start(process, request, created -> {
            for (int i = 0; i < given.length; i++) {
                if (given[i] >= 0) {
                    OpenObject<?> open = process.handles().use(given[i], Object.class, 0);
                    created.handles().place(open, i);
                }
            }
            if ((flags & Spawn.FOREGROUND) != 0) {
                kernel.terminal().setForeground(created.group());
            }
        });
        return child.id();
    }

    int waitProcess(int pid, int options, int[] status) {
        if (status == null || status.length < 1) {
            throw new CallFailed(Errno.EFAULT);
        }
        if ((options & ~(Spawn.WAIT_NOHANG | Spawn.WAIT_UNTRACED)) != 0) {
            throw new CallFailed(Errno.EINVAL);
        }
        return kernel.processes().waitFor(process, pid, options, status);
    }

    int kill(int pid, int signal) {
        kernel.processes().send(process, pid, signal);
        return 0;
    }

    int signalAction(int signal, int disposition) {
        return kernel.processes().setDisposition(process, signal, disposition);
    }

    int signalWait(long timeoutNanos) {
        return kernel.processes().takeSignal(process, deadline(timeoutNanos));
    }

    /** The monotonic time a wait of that length ends at; below zero means no limit. */
    private long deadline(long nanos) {
        return Deadlines.after(kernel.clock(), nanos);
    }

    int getpgid(int pid) {
        return kernel.processes().groupOf(process, pid);
    }

    int setpgid(int pid, int group) {
        kernel.processes().setGroup(process, pid, group);
        return 0;
    }

    int classPath(String path) {
        if (path == null) {
            throw new CallFailed(Errno.EFAULT);
        }
        ((ClassPath) process.program().classPath()).append(path, process.directory());
        return 0;
    }

    long clock(int id) {
        return switch (id) {
            case SystemCalls.CLOCK_REALTIME -> kernel.clock().realtimeNanos();
            case SystemCalls.CLOCK_MONOTONIC -> kernel.clock().monotonicNanos();
            case SystemCalls.CLOCK_PROCESS -> process.cpuNanos();
            case SystemCalls.CLOCK_THREAD -> org.sluice.kernel.thread.KernelThread.current().cpuNanos();
            case SystemCalls.CLOCK_CHILDREN -> process.childrenNanos();
            default -> throw new CallFailed(Errno.EINVAL);
        };
    }

    int random(byte[] buffer, int offset, int length) {
        FileCalls.checkRange(buffer, offset, length);
        for (int done = 0; done < length; done += RANDOM_SLICE) {
            kernel.services().entropy(buffer, offset + done, Math.min(RANDOM_SLICE, length - done));
            process.checkpoint();
        }
        return length;
    }

    int memory(long[] info) {
        if (info == null || info.length < SystemCalls.MEMORY_LENGTH) {
            throw new CallFailed(Errno.EFAULT);
        }
        Arrays.fill(info, 0);
        info[SystemCalls.MEMORY_TOTAL] = (long) kernel.frames().total() * 4096;
        info[SystemCalls.MEMORY_FREE] = (long) kernel.frames().free() * 4096;
        info[SystemCalls.MEMORY_PROCESS] = process.heapCharged() + process.frames() * 4096L;
        info[SystemCalls.MEMORY_QUOTA] = process.heapQuota();
        return 0;
    }

    int reserve(long bytes) {
        checkBytes(bytes);
        if (!process.reserve(bytes)) {
            throw new CallFailed(Errno.ENOMEM);
        }
        return 0;
    }

    int charge(Object object, long bytes) {
        if (object == null) {
            throw new CallFailed(Errno.EFAULT);
        }
        checkBytes(bytes);
        if (!process.charge(object, bytes)) {
            throw new CallFailed(Errno.ENOMEM);
        }
        return 0;
    }

    private static void checkBytes(long bytes) {
        if (bytes < 0) {
            throw new CallFailed(Errno.EINVAL);
        }
    }

    /** Turns relative times into deadlines. */
    static final class Deadlines {
        private Deadlines() {
        }

        static long after(org.sluice.vm.time.Clock clock, long nanos) {
            if (nanos < 0) {
                return WaitQueue.FOREVER;
            }
            long now = clock.monotonicNanos();
            return nanos > WaitQueue.FOREVER - now ? WaitQueue.FOREVER : now + nanos;
        }
    }
}
